"""From text to words to postings: the analyzer, the vocabulary, building and reading the index."""
