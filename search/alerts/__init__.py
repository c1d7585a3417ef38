"""Stored queries against the documents that arrived since they were last asked."""
