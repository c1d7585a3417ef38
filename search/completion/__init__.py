"""Completion of queries while they are typed."""
