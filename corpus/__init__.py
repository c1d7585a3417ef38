"""What a document is, how documents come in, and the archive that keeps them."""
