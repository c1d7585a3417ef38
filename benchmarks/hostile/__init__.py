"""Hostile queries: listed bad queries, generated ones, mutated headlines, and the API contract."""
