"""Query text → the tree of a query, and what a query implies."""
