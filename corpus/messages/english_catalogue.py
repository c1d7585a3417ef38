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
        "unclosed_quote": "The quotation mark “{quote}” at character {place} is never closed: what follows was read as plain words.",
        "unclosed_group": "The parenthesis at character {place} is never closed: its group was read to the end of the query.",
        "stray_parenthesis": "The closing parenthesis at character {place} closes nothing and was ignored.",
        "deep_group": "The parenthesis at character {place} is nested too deeply and was ignored.",
        "stray_operator": "“{quote}” at character {place} has nothing to join: it was read as a word.",
        "stray_sign": "“{quote}” at character {place} has nothing to join and was ignored.",
        "or_read": "“{quote}” at character {place} was read as OR; put it in quotation marks to search for the word itself.",
        "or_word": "“{quote}” at character {place} was read as an ordinary word; to search for either side write OR or |, or put each side in parentheses or quotation marks.",
        "not_read": "“{quote}” at character {place} was read as NOT; put it in quotation marks to search for the word itself.",
        "not_word": "“{quote}” at character {place} was read as a word; to exclude what follows write NOT, or - without a space.",
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
        "advice_out_of_time": "There was no time to look for all other spellings and suggestions.",
        "levels_out_of_time": "There was no time to count the query at {levels:level}.",
        "index_behind": "The archive has changed since the index was built; `warraq add` or `warraq rebuild` brings the index up to date.",
        "index_unreadable": "A newer generation of the index cannot be read; this answer is from the one before. `warraq rebuild` builds the index again.",
        "no_archive": "There is no archive in {home}; create one with `warraq add PATH`.",
        "no_index": "The archive in {home} has no index yet; build it with `warraq rebuild`.",
        "index_unusable": "The index in {home} cannot be used ({reason}); nothing of the archive is lost: build the index again with `warraq rebuild`.",
        "index_renewed": "The index was renewed while the run was starting; run the command again.",
        "compared_text_too_long": "A text to compare has up to {most} characters; this one has {found}: shorten it.",
        "queries_unreadable": "{name}: {reason}",
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
        # warraq
    }
)
"""The template of each message by its code."""
