"""A server under load, and the weight of a page."""
