"""The hostile-query campaign: every bad query there is, generated ones, and misspelt headlines."""
