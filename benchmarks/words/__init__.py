"""Which words belong together: names, spellings, plurals, lemmas, clitics, corrections."""
