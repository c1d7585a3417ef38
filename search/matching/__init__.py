"""The tree of a query → documents, scored, in order and counted."""
