"""Every message in English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from corpus.fields import KEYWORD_FIELDS

LIST_JOINT: Final = ", "

TERMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "level": {"exact": "exact", "form": "form", "stem": "stem", "root": "root"},
        "field": {
            "title": "title",
            "body": "body",
            "date": "date",
            "after": "after",
            "before": "before",
            **{each.name: each.name for each in KEYWORD_FIELDS},
        },
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
        "unit": {"year": "year", "month": "month", "day": "day"},
    }
)
"""Names of values that differ by language, by kind of placeholder."""

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "as_given": "{sentence}",
        # corpus
        # index
        # search/query
        "no_words": "There is no word in this query, so nothing was searched for: write at least one.",
        "unclosed_quote": "The quotation mark “{quote}” at character {place} is never closed: the text after it was read as plain words.",
        "unclosed_group": "The parenthesis at character {place} is never closed: its group was read to the end of the query.",
        "stray_parenthesis": "The closing parenthesis at character {place} closes nothing and was ignored.",
        "deep_group": "The parenthesis at character {place} is nested too deeply and was ignored.",
        "stray_operator": "“{quote}” at character {place} has nothing to join: it was read as a word.",
        "stray_sign": "“{quote}” at character {place} has nothing to join and was ignored.",
        "or_read": "“{quote}” at character {place} was read as OR; put it in quotation marks to search for the word itself.",
        "or_word": "“{quote}” at character {place} was read as an ordinary word; to search for either side write OR or |, or put each side in parentheses or quotation marks.",
        "not_read": "“{quote}” at character {place} was read as NOT; put it in quotation marks to search for the word itself.",
        "not_word": "“{quote}” at character {place} was read as a word; to exclude the next word write NOT, or - without a space.",
        "mixed_or": "Read as: “{quote}”; words side by side are joined before OR is applied, and parentheses change that.",
        "unknown_field": "“{quote}” at character {place} is not a field: it was read as plain text; the fields are {fields:field}.",
        "empty_field": "“{quote}” at character {place} has no value right after its colon: it was read as a word.",
        "scope_ignored": "The field or level before “{quote}” at character {place} does not apply there and was ignored.",
        "inner_wildcard": "The * in “{quote}” at character {place} was ignored: it stands for further letters only at the end of a word, as in كتب*.",
        "prefix_words": "“{quote}” at character {place} is more than one word, so its last sign was ignored: * and ~ apply to single words.",
        "fuzzy_distance": "“{quote}” at character {place} was read as ~2, the widest spelling distance there is.",
        "fuzzy_bare": "The ~ of “{quote}” at character {place} was ignored: write ~1 or ~2 after a word, or a number of words after a phrase.",
        "boost": "The weight in “{quote}” at character {place} was ignored: words cannot be given weights.",
        "bracket_range": "“{quote}” at character {place} was read as plain words: a range of dates is written date:2016..2017.",
        "open_range": "The braces of “{quote}” at character {place} were read as [ and ]: both dates belong to a range.",
        "hijri_read": "“{quote}” at character {place} was read as a Hijri date; for a year of the Gregorian calendar write م after it.",
        "reversed_range": "The dates of “{quote}” at character {place} are in reverse order and were swapped.",
        "leading_wildcard": "“{quote}” at character {place} begins with *, which is not supported: write the beginning of the word (كتب*), or search by root (root:كتب).",
        "regular_expression": "“{quote}” at character {place} looks like a regular expression, which is not supported: write words, alternatives with OR, or a beginning with * (كتب*).",
        "bad_date": '“{quote}” at character {place} is not a date: write a year, a month or a day (2016, 2016-12, 2016-12-01, "ديسمبر 2016") or two of them with .. between; to search for the words, put all of it in quotation marks.',
        "limit_out_of_range": "The limit is from 1 to {most}, not {given}.",
        "negative_offset": "The offset is 0 or more, not {given}.",
        "stale_cursor": "The index has changed since this listing began: start again without the cursor.",
        "page_too_deep": "Pages reach hits 0 to {most}: narrow the query to see more.",
        "typed_text_too_long": "A text is completed up to {most} characters; this one has {found}: shorten it.",
        "unknown_facet": "There is no facet “{given}”; the facets are {facets}.",
        "dates_reversed": "The dates are in reverse order: after {first} and before {last}.",
        "not_a_date": "“{given}” is not a date; write it as 2016, 2016-12 or 2016-12-01.",
        "query_too_long": "A query takes up to {most} characters; this one has {found}: shorten it.",
        "query_too_many_terms": "A query takes up to {most} words and filters; this one has {found}: shorten it.",
        "query_too_deep": "A query takes up to {most} nested groups; this one has {found}: shorten it.",
        "word_too_long": "A word of a query has up to {most} characters; this query has one of {found}: shorten it.",
        "slop_too_large": "A phrase takes a distance of up to {most} words (~{most}); this one has {found}: reduce it.",
        "prefix_too_short": "A prefix with * needs at least {least} letters; “{prefix}*” has {found}: write more of the word.",
        "fuzzy_length": "A word with ~ has {least} to {most} letters; “{word}” has {found}: write it without ~.",
        # search/matching, search/aggregations, search/snippets
        "value_not_found": "No document has the {field:field} “{value}”.",
        "value_partly_named": "No {field:field} has exactly the name “{value}”; these were searched: {names}.",
        "too_many_forms": "“{word}” has {found} forms; the {used} most frequent were used.",
        "no_wildcard_match": "No word matches “{word}”, where ? is any one letter; after a question put a space.",
        "timeline_too_long": "A timeline has up to {most} periods; by {unit:unit} this one has {found}: use a longer unit.",
        # search/advice, search/completion, search/batch, search/engine
        "index_outdated": "The archive has changed since the index was built; `warraq add` or `warraq rebuild` brings the index up to date.",
        "home_index_unusable": "The index in {home} cannot be used ({cause}); nothing of the archive is lost: build the index again with `warraq rebuild`.",
        "advice_out_of_time": "There was no time to look for all other spellings and suggestions.",
        "levels_out_of_time": "There was no time to count the query at {levels:level}.",
        "index_behind": ("The index is behind the archive; `warraq add` brings it up to date."),
        "index_unreadable": "A newer generation of the index cannot be read; this answer is from the one before. `warraq rebuild` builds the index again.",
        "no_archive": "There is no archive in {home}; create one with `warraq add PATH`.",
        "index_unusable": "The index cannot be used ({cause}); `warraq rebuild` repairs it.",
        "index_renewed": "The index was renewed while the run was starting; run the command again.",
        "compared_text_too_long": "A text to compare has up to {most} characters; this one has {found}: shorten it.",
        "queries_unreadable": "{name}: {cause}",
        "queries_missing": "{name} has no queries.",
        "query_id_empty": "{where}: The id is empty; give every query its own id.",
        "query_id_repeated": "{where}: Line {line} has the id {id} already; give every query its own id.",
        "query_id_has_space": "The id “{id}” has white space, which separates the columns of trec; give the query another id, or use another format.",
        "query_line_invalid": '{where}: This line is not an object with "id" and "text": {reason}.',
        "query_row_invalid": "{where}: This is not a row of CSV: {reason}.",
        "text_column_missing": "{where}: The first line has no column “text”; name the columns in it, such as id,text.",
        "levels_need_counts": "--levels counts a query at every level; give it together with --counts.",
        "trec_has_hits_only": "trec has no place for counts and columns; write them as jsonl or csv.",
        "counts_have_no_columns": "--counts writes one row for each query and no hits; leave out --column.",
        "output_exists": "{path} exists already; name another file, or replace it with --restart.",
        "output_in_use": "Another run is writing {path}; wait until it is done.",
        "output_changed": "{path} was changed after it was written; start again with --restart.",
        "output_of_other_queries": "{path} was begun with other queries; name another file, or start again with --restart.",
        "output_of_other_options": "{path} was begun with other options; name another file, or start again with --restart.",
        "output_of_other_index": "{path} was begun with another state of the index; name another file, or start again with --restart.",
        "output_of_other_version": "{path} was begun with another version of warraq; name another file, or start again with --restart.",
        "batch_to_file_interrupted": "Interrupted: {done} of {queries} queries were answered and are kept beside {path}; run the same command again to continue.",
        "batch_to_stream_interrupted": "Interrupted: {done} of {queries} queries were answered; with --output FILE a run can be continued.",
        # web
        "address_not_utf8": "The address is not written in UTF-8; encode it as UTF-8 and try again.",
        "too_many_parameters": "The address has {count} parameters; at most {most} are allowed.",
        "unknown_parameter": "There is no parameter “{parameter}” here; the parameters are: {known}.",
        "repeated_parameter": "The parameter “{parameter}” is given more than once; give it once.",
        "missing_parameter": "The parameter “{parameter}” is missing.",
        "page_and_offset": "The parameters “page” and “offset” say the same thing; give one of them.",
        "parameter_given_too_often": "The parameter “{parameter}” is given {count} times; at most {most} are allowed.",
        "number_out_of_range": "The parameter “{parameter}” takes a whole number from {low} to {high}, not “{value}”.",
        "unknown_choice": "The parameter “{parameter}” takes one of: {known}; “{value}” is not among them.",
        "foreign_cursor": "The cursor does not belong to this query; copy it from an answer, and keep the query, filters, level and order of that answer.",
        "cursor_beside_page": "The cursor says where to continue; leave out “page” and “offset”.",
        "body_not_utf8": "The text is not UTF-8; send it as UTF-8.",
        "encoded_body": "The body is compressed as {coding}; send it uncompressed.",
        "no_document": "There is no document “{id}” in the archive.",
        "unreadable_request": "The request cannot be read.",
        "unreadable_request_line": "The first line of the request cannot be read; an address is percent-encoded UTF-8 (with curl: -G --data-urlencode 'q=تدمر').",
        "unknown_address": "There is no page at this address.",
        "method_not_allowed": "This address does not accept this method; use GET.",
        "slow_request": "The request took too long to arrive; send it again.",
        "request_too_large": "The request is too large.",
        "address_too_long": "The address is too long; shorten the query.",
        "too_many_requests": "Too many requests came from your address; wait a little, then send them more slowly.",
        "headers_too_long": "The headers of the request are too long.",
        "server_error": "An error occurred on the server; your request was not the cause. It has been logged.",
        "unsupported_transfer_coding": "The transfer encoding of the request body is not supported.",
        "archive_unavailable": "The archive cannot be opened at the moment; the log of the server has the reason.",
        "bad_rate": "“{given}” is not a rate; write it like {example}, or off.",
        "rate_store_package": "A shared store needs a package: pip install 'limits[redis]'.",
        "rate_store_unusable": "Requests cannot be counted in “{store}”: {reason}.",
        "rate_store_asynchronous": "Requests cannot be counted in “{store}”: it is an asynchronous store.",
        "cannot_listen": "Nothing can be served at {host}, port {port} ({reason}); use another --host or --port.",
        # warraq
        "unknown_document": "There is no document {id} in the archive.",
        "unknown_documents": "Not in the archive: {ids}.",
        "nothing_to_delete": "Name the ids to delete, or a --source.",
        "document_replaced": "{id}: replaced, because its content has changed",
        "add_interrupted": "Interrupted: {documents} documents are safe in the archive; run the same command again to finish.",
        "earlier_documents_kept": "{documents} documents that were read before this error are safe in the archive; run the same command again to continue.",
        "index_not_written": "The index cannot be written ({problem}); the archive is complete and the previous index still answers: free disk space or check the permissions of its folder, then run this command again.",
        "reference_not_named": "Name a FILE (- for standard input), or a document of the archive with --id.",
        "reference_without_document": "There is no text to compare in {path}: it contains no document.",
        "reference_unreadable": "There is no text to compare in {path}: {reason}",
        "text_without_words": "There is no word in that text.",
        "export_cut": "Cut after {rows} of {documents} documents; narrow the query by date.",
        "file_failed": "{path}: {problem}.",
        "disk_failed": "A file could not be read or written: {problem}.",
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
        "ingest_date_invalid": (
            "'{given}' is not a date; write it as 2016, 2016-12 or 2016-12-01."
        ),
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
        "index_rebuilt": ("The index cannot be used ({cause}); it is rebuilt from the archive."),
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
    }
)
"""The template of each message by its code."""
