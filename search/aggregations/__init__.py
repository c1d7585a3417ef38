"""Aggregations over the documents of an answer: facets and timelines."""
