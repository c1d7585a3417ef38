"""What a command compares others with: a document of the archive, or the first of a file."""

from __future__ import annotations

from corpus.document import Document
from corpus.readers import read
from search.engine import Engine
from search.query.syntax import repaired
from warraq.errors import Fault, NotThere


def compared(engine: Engine, path: str | None, document_id: str | None) -> Document:
    """The document; of a file (``-`` is standard input) the first. Raises Fault."""
    if document_id is not None and path is None:
        held = engine.document(repaired(document_id))
        if held is None:
            raise NotThere(f"There is no document {document_id} in the archive.")
        return held
    if path is None or document_id is not None:
        raise Fault("Name a FILE (- for standard input), or a document of the archive by --id.")
    found = next(iter(read([path])), None)
    if not isinstance(found, Document):
        why = "it holds no document." if found is None else repaired(found.reason)
        raise Fault(f"There is no text to compare in {repaired(path)}: {why}")
    return found
