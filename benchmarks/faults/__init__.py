"""What becomes of an archive and its index when things go wrong."""
