"""Snippets: passages of documents with the words of a query marked."""
