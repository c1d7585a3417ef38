"""Copies: documents whose texts share most of the shorter one, word for word.

Of the body of every document, some of its runs of five words are kept as fingerprints
(``shingles``), in a table that leads from a fingerprint to documents (``fingerprints``). A build
looks for the fingerprints of new documents, compares the texts of documents that share some
(``pairs``), keeps the pairs that are copies and makes groups of them (``groups``); ``growth`` does
all of it for one build.
"""
