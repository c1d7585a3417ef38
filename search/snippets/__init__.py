"""Texts → the passages that answer, marked."""
