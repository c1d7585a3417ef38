"""Every message in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LIST_JOINT: Final = ", "

TERMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "level": {"exact": "exact", "form": "form", "stem": "stem", "root": "root"},
        "file_kind": {
            "png": "a PNG picture",
            "jpeg": "a JPEG picture",
            "gif": "a GIF picture",
            "pdf": "a PDF document",
            "zip": "a ZIP or office document",
            "old_office": "an old office document",
            "rtf": "an RTF document",
            "sqlite": "an SQLite database",
            "bzip2": "a bzip2 file",
            "xz": "an xz file",
            "zstd": "a zstd file",
        },
        "json_kind": {
            "boolean": "true or false",
            "number": "a number",
            "list": "a list",
            "object": "an object",
        },
        "archive_table": {"documents": "documents", "deletions": "deletions"},
    }
)
"""Names of values that differ by language, by kind of placeholder."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "as_given": "{text}",
        # corpus
        # corpus: files
        "file_missing": "There is no such file.",
        "file_forbidden": "The file may not be read: permission denied.",
        "file_unreadable": "The file cannot be read: {problem}.",
        "file_not_regular": "It is not a regular file.",
        "file_name_with_nul": "A file name cannot contain a NUL character.",
        "file_changed": "The file changed while it was read; add it again.",
        "file_too_long": "The file is longer than {megabytes} MB; split it.",
        "file_empty": "The file is empty.",
        "gzip_damaged": "The gzip file is damaged.",
        "gzip_cut": "The gzip file is damaged or cut short.",
        "file_is_not_text": "It is {kind:file_kind}, not text; give the text itself.",
        "file_is_binary": "It is binary data, not text; give the text itself.",
        "encoding_unknown": (
            "Its characters read as Arabic in none of UTF-8, UTF-16, Windows-1256 and ISO-8859-6; "
            "convert it to UTF-8."
        ),
        # corpus: records
        "line_too_long": "The line is longer than {megabytes} MB.",
        "json_array": (
            "It is a JSON array; write its objects one a line, without brackets or commas."
        ),
        "json_object_on_several_lines": (
            "A JSON object is spread over several lines; write one object a line."
        ),
        "json_syntax": "It is not valid JSON: {problem} (character {character}).",
        "json_value": "It is not valid JSON: {problem}.",
        "json_not_a_number": "It is not valid JSON: {value} is not a JSON number.",
        "json_number_too_large": "It is not valid JSON: the number {digits} is too large.",
        "json_nested_too_deep": "It is nested too deep.",
        "json_not_an_object": (
            'The line is not a JSON object such as {"title": ..., "text": ...}.'
        ),
        "field_not_a_string": 'Its "{key}" is {kind:json_kind}, not a string.',
        "field_nested_too_deep": "It is nested more than {levels} levels deep.",
        "record_without_text": 'It has no text: "text" is missing or empty.',
        "csv_without_text": (
            'The header has no column "text"; name the columns in the first line, such as '
            "title,text,date,source."
        ),
        "csv_column_twice": 'The header names the column "{name}" twice.',
        "csv_too_many_cells": (
            "The row has {cells} cells but the header {columns}; is a text with a comma not in "
            "quotes?"
        ),
        "csv_syntax": "The row is not valid CSV ({problem}); is a quote left open?",
        "page_without_article": "No article was found in the page.",
        "file_without_text": "The file has no text.",
        "text_too_long": (
            "The text of '{name}' is {size} MB long, and at most {megabytes} MB are taken; "
            "split it."
        ),
        "untitled_text_too_long": (
            "The text is {size} MB long, and at most {megabytes} MB are taken; split it."
        ),
        "ingest_date_invalid": ("'{text}' is not a date; write it as 2016, 2016-12 or 2016-12-01."),
        # corpus: the archive
        "archive_is_folder": "{path} is a folder, not an archive.",
        "archive_missing": "There is no archive at {path}; add documents first.",
        "archive_folder_failed": "The folder of {path} cannot be made: {problem}.",
        "archive_needs_local_disk": (
            "SQLite cannot keep a write-ahead log beside {path}; choose a local disk."
        ),
        "archive_empty": "{path} is empty; restore it from a copy.",
        "archive_foreign": (
            "{path} is not an archive of warraq, or is damaged; restore it from a copy or choose "
            "another place."
        ),
        "archive_newer": (
            "{path} has archive version {version}, but this warraq reads version {current}; "
            "use the warraq that wrote it."
        ),
        "archive_older": (
            "{path} has archive version {version}, but this warraq reads version {current}; "
            "run `warraq rebuild` once, which migrates it."
        ),
        "archive_damaged": (
            "{path} is damaged; restore it from a copy and add what is newer again."
        ),
        "archive_without_state": "{path} is damaged; restore it from a copy.",
        "archive_disk_full": "The disk of {path} is full; nothing of this batch was added.",
        "archive_disk_error": (
            "{path} cannot be read or written ({problem}); check its disk, then try again."
        ),
        "archive_busy": "{path} is being written by another program; try again later.",
        "archive_not_writable": "{path} may not be written; check its permissions.",
        "archive_cannot_be_opened": (
            "{path} cannot be opened; check that its folder may be read and written."
        ),
        "archive_unusable": "{path} cannot be used: {problem}.",
        "id_taken": "The id '{id}' belongs to other documents; choose another.",
        "sqlite_fault": "{file}: {problem}",
        "sequence_too_low": (
            "The archive counts {counted} changes, but its {table:archive_table} have number "
            "{found}."
        ),
        "document_changed": "The document '{id}' of the archive is not what was added.",
        "original_damaged": "The document '{id}' of the archive has a damaged original.",
        "more_documents_damaged": "More documents of the archive may be damaged.",
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
