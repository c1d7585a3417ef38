"""The answer of a check of coverage as JSON has it."""

from __future__ import annotations

from typing import Any

import msgspec

from corpus.messages import Language, record
from search.coverage.answer import Coverage


def coverage_record(coverage: Coverage, language: Language) -> dict[str, Any]:
    """The fields of an answer for JSON, with its messages rendered in a language."""
    fields = msgspec.structs.asdict(coverage)
    fields["verdict"] = record(coverage.verdict, language)
    fields["warnings"] = tuple(record(message, language) for message in coverage.warnings)
    return fields
