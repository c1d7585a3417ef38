"""Lists of documents as files: CSV, JSON lines, RIS, BibTeX, Word and printable HTML.

:func:`web.exports.formats.write` writes a :class:`web.exports.records.RecordList`.
"""
