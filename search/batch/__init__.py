"""Many queries from a file, and exports of whole answers, as lines of a file."""
