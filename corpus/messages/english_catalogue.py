"""Every message in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIST_JOINT: Final = ", "

TERMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "level": {"exact": "exact", "form": "form", "stem": "stem", "root": "root"},
    }
)
"""Names of values that differ by language, by kind of placeholder."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "as_given": "{text}",
        # corpus
        # index
        # Clauses that say what is wrong with an index, as the cause inside a sentence.
        "index_file_cut_short": "{file} is cut short",
        "index_file_foreign": "{file} is not a file of this index",
        "index_file_format_unknown": "{file} has format {found}, this program reads {expected}",
        "index_file_directory_damaged": "{file} has a damaged directory",
        "index_file_missing": "{file} of {generation} is missing",
        "index_file_unreadable": "{file} of {generation} cannot be read: {reason}",
        "index_file_not_regular": "{file} of {generation} is not a regular file",
        "index_file_size_wrong": "{file} of {generation} has {found} bytes instead of {expected}",
        "index_file_changed": "{file} of {generation} is not what was written",
        "generation_format_unknown": (
            "{generation} was made by another version of warraq: its format is {found}, this one "
            "reads {expected}"
        ),
        "generation_fields_differ": (
            "{generation} was made with other keyword fields: it has {found}, this version of "
            "warraq has {expected}"
        ),
        "generation_unopened": "{generation} cannot be opened: {reason}",
        "generation_unreadable": "{generation} cannot be read: {reason}",
        "generation_class_unknown": "it names the class {name}, which is not part of an index",
        "pointer_unreadable": "{file} cannot be read: {reason}",
        "pointer_invalid": "{file} does not name a generation",
        "pointer_mismatch": "{file} does not match {manifest} of {generation}",
        "postings_cut_short": "an entry of postings is cut short",
        "field_entries_differ": "a field does not have one entry for each term",
        "class_bounds_invalid": "the bounds of a class are invalid",
        "form_number_unknown": "a form has no number",
        "form_terms_invalid": "the terms of a form are invalid",
        "string_order_invalid": "the order of strings is invalid",
        "string_starts_missing": "the start of a string is missing",
        "string_block_cut_short": "a block of strings is cut short",
        "index_of_other_archive": "it was made from another archive",
        "index_ahead": "it has {changes} changes that the archive lacks",
        "index_of_other_analyzer": "it was made by another version of the analyzer",
        # Sentences about an index.
        "index_missing": ("The archive in {home} has no index yet; make it with `warraq rebuild`."),
        "index_not_built": "There is no index yet; `warraq rebuild` makes it.",
        "index_unusable": "The index cannot be used ({cause}); `warraq rebuild` repairs it.",
        "index_rebuilt": ("The index cannot be used ({cause}); it is rebuilt from the archive."),
        "index_behind": ("The index is behind the archive; `warraq add` brings it up to date."),
        "documents_indexed_twice": "{count} documents are indexed twice.",
        "documents_not_indexed": "{count} documents of the archive are not in the index.",
        "documents_not_archived": "{count} documents of the index are not in the archive.",
        "document_total_wrong": "The index holds {found} documents instead of {expected}.",
        "word_total_wrong": "The index holds {found} words instead of {expected}.",
        "archive_lost": (
            "{path} is gone or empty, but there is an index of {documents} documents made from "
            "it: restore it from a copy, or remove {index} to start again."
        ),
        "archive_lost_index_damaged": (
            "{path} is gone or empty, but there is an index made from it: restore it from a copy, "
            "or remove {index} to start again."
        ),
        "archive_lacks_changes": (
            "{path} lacks the last {changes} changes that its index has: it was restored from an "
            "older copy or has lost them; add again what is missing."
        ),
        "waiting_for_process": "Waiting for process {process}, which is writing the index.",
        "waiting_for_writer": "Waiting for another process, which is writing the index.",
        "analysis_process_ended": (
            "A process that analyzes documents ended unexpectedly; run the command again, nothing "
            "is lost."
        ),
        "query_process_ended": (
            "A process that answers queries ended unexpectedly; run the command again."
        ),
        # search/query
        # search/matching, search/aggregations, search/snippets
        # search/advice, search/completion, search/batch, search/engine
        # web
        # warraq
    }
)
"""The template of each message by its code."""
