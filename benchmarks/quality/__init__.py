"""Whether the right documents come first, and which words belong together."""
