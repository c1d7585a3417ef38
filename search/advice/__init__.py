"""Suggestions where a query has few results or none: corrections, rewordings and wider queries."""
