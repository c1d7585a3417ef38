"""Refusals of documents, in a form that can be printed and stored."""

from __future__ import annotations

import msgspec

from corpus.document import Refusal
from corpus.messages import Message
from search.query.syntax import repaired


def as_unicode(refusal: Refusal) -> Refusal:
    """A refusal that can be encoded as UTF-8, whatever the bytes of a file name."""
    params = {
        name: repaired(value) if isinstance(value, str) else value
        for name, value in refusal.message.params.items()
    }
    message = Message(refusal.message.code, params)
    return msgspec.structs.replace(refusal, path=repaired(refusal.path), message=message)
