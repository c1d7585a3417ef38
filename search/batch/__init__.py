"""Many queries in a row, and whole answers written out."""
