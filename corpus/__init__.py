"""Documents: readers of files, cleaning, keyword fields, messages, and the archive."""
