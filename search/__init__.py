"""Search: queries, matching, ranking, snippets, suggestions and batches."""
