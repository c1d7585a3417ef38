"""Growth: archives of several sizes made from the same articles."""
