"""Matching and ranking: from the tree of a query to documents with scores."""
