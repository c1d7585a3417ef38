"""The text that a command compares with the archive: of a file, or of a document."""

from __future__ import annotations

import msgspec

from corpus.document import Document
from corpus.readers import read
from search.engine import Engine
from search.limits import LIMITS
from search.query.syntax import repaired
from warraq.errors import CommandError, NotFoundError
from warraq.refusals import as_unicode


def load_reference(engine: Engine, path: str | None, document_id: str | None) -> Document:
    """The first document of the file ``path`` (``-`` is standard input), or one of the archive.

    Raises CommandError if both or neither are given, or the file has no document, and
    NotFoundError if the archive has none with this id.
    """
    if document_id is not None and path is None:
        archived = engine.document(repaired(document_id))
        if archived is None:
            raise NotFoundError("unknown_document", id=repaired(document_id))
        return archived
    if path is None or document_id is not None:
        raise CommandError("reference_not_named")
    first = next(iter(read([path])), None)
    if isinstance(first, Document):
        return first
    if first is None:
        raise CommandError("reference_without_document", path=repaired(path))
    raise CommandError(
        "reference_unreadable", path=repaired(path), reason=as_unicode(first).message
    )


def load_draft(engine: Engine, path: str | None, document_id: str | None) -> Document:
    """The first document of the file ``path`` as a text of its own, or one of the archive.

    Raises CommandError where there is none, or the text of a file is too long to be checked.
    """
    try:
        found = load_reference(engine, path, document_id)
    except NotFoundError as error:
        # Its exit code would say that the document is not covered.
        raise CommandError(error.message) from error
    if path is None:
        return found
    if len(found.text) > LIMITS.covered_code_points:
        raise CommandError("draft_too_long", most=LIMITS.covered_code_points, found=len(found.text))
    # The archive may have a document of its id, and that is covered.
    return msgspec.structs.replace(found, id="")
