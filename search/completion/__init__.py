"""Completion of queries as they are typed."""
