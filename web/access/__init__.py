"""Keys of an archive, and what their holders may do. Nothing here knows of Flask."""
