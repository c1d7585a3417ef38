"""Comparison: what two texts have in common, word by word."""
