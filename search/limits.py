"""Every limit of a search in one table; docs/limits.md repeats it."""

from __future__ import annotations

from typing import Final

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers that bound a search; the text after each says what it bounds.

    Each is tested at the limit and one past it. Seconds are wall-clock time.
    """

    query_code_points: int = 1_000
    """Length of a query, counted after NFKC."""

    address_code_points: int = 4_000
    """Length of a web address as a query."""

    query_terms: int = 64
    """Words and filters of a query."""

    query_depth: int = 32
    """Nested groups."""

    word_code_points: int = 64
    """Length of one word."""

    prefix_letters: int = 2
    """Letters that a prefix with `*` needs at least."""

    prefix_forms: int = 1_000
    """Forms that a prefix, or a word with `?`, matches."""

    phrase_prefix_letters: int = 3
    """Letters that a word with `*` in a phrase needs at least."""

    phrase_prefixes: int = 2
    """Words with `*` in a phrase."""

    fuzzy_forms: int = 50
    """Forms that a word with `~` matches."""

    fuzzy_letters_min: int = 4
    """Letters that a word with `~` needs at least."""

    fuzzy_letters_max: int = 32
    """Letters a word with `~` may have."""

    expansion_forms: int = 2_000
    """Forms of a class at a level."""

    class_cache_bytes: int = 24_000_000
    """Documents of classes of words that a process keeps in memory."""

    class_count_bytes: int = 4_000_000
    """Document frequencies of classes of words that a process keeps in memory."""

    slop: int = 100
    """Distance of a phrase, `"…"~100`."""

    search_seconds: float = 2.0
    """Time of one search, or of marks, an explanation or similar documents, checked inside."""

    marks: int = 20_000
    """Words of a document that are marked."""

    few_documents: int = 3
    """An answer of fewer documents has [suggestions](query-language.md#when-nothing-is-found)."""

    partial_hits: int = 5
    """Documents with [most of the words](query-language.md#most-of-the-words) that are listed."""

    advice_seconds: float = 0.5
    """Time for suggestions, within the time of the search; of a command all of it."""

    suggestions: int = 8
    """Suggestions of an answer."""

    spelling_suggestions: int = 3
    """Suggestions of an answer with other spellings."""

    wide_classes: int = 3
    """Words of a query that are reported to have a far more frequent class."""

    close_matches: int = 2_000
    """Matches that are read to find the [close ones](query-language.md#close-matches)."""

    page_size: int = 20
    """Hits of a page unless the request gives a number."""

    page_size_max: int = 100
    """Hits of a page."""

    depth_by_page: int = 10_000
    """Number of the last hit that pages reach."""

    facet_values: int = 20
    """Values that a facet lists."""

    facet_spellings: int = 10
    """Spellings that a value of a facet lists."""

    timeline_periods: int = 10_000
    """Years, months or days of a timeline."""

    export_rows: int = 100_000
    """Rows of an export."""

    request_body_bytes: int = 1_000_000
    """Body of a request."""

    batch_limit_max: int = 10_000
    """Hits of a query of `warraq batch`."""

    alert_queries: int = 10_000
    """Queries of `warraq alerts`."""

    alert_line: int = 10_000
    """Code points of a line of its queries."""

    alert_documents: int = 1_000
    """Documents that it reports for a query in one run."""

    alert_reported: int = 200
    """Documents that it remembers to have reported for a query."""

    suggest_code_points: int = 200
    """Length of a text that is completed while it is typed."""

    suggest_limit: int = 8
    """Completions unless the request gives a number."""

    suggest_limit_max: int = 20
    """Completions."""

    suggest_letters: int = 2
    """Letters that a word needs to be completed without words before it."""

    suggest_forms: int = 64
    """Forms that are compared for a prefix."""

    suggest_title_words: int = 1_000_000
    """Words of titles that a process keeps in memory for completions."""

    suggest_places: int = 20_000
    """Places in titles that are read for one completion."""

    suggest_context_words: int = 3
    """Words before the typed one that a title must have before its continuation."""

    suggest_phrase_words: int = 6
    """Words of a title in a completion."""

    suggest_seconds: float = 0.5
    """Time of one completion, checked inside."""

    comparison_code_points: int = 200_000
    """Length of a text whose [differences](api.md#differences) from another are shown."""

    comparison_cells: int = 100_000_000
    """Pairs of words that are compared between two passages that both texts have."""

    comparison_parts: int = 5_000
    """Parts of two texts that are distinguished."""

    copies_listed: int = 20
    """Copies that a group lists."""

    hit_copies: int = 5
    """Copies of a hit that the page lists; a link leads to the others."""

    similar_code_points: int = 20_000
    """Length of a text that others are compared with."""

    similar_terms: int = 25
    """Words that texts are compared by."""

    similar_limit: int = 10
    """Similar documents unless the request gives a number."""

    similar_limit_max: int = 50
    """Similar documents."""

    covered_code_points: int = 60_000
    """Length of a draft that is checked for coverage."""

    covered_words_min: int = 5
    """Different words that a draft needs at least."""

    covered_terms: int = 40
    """Words by which the same story is searched for."""

    covered_candidates: int = 60
    """Documents that a draft is compared with for the same text, and as many for the same story."""

    covered_document_code_points: int = 100_000
    """Length of a document that a draft is compared with."""

    covered_story_code_points: int = 10_000
    """Length of a document that is compared for the same story alone."""

    covered_limit: int = 20
    """Documents with the same text, and of the same story, unless the request gives a number."""

    covered_limit_max: int = 100
    """Documents with the same text, and of the same story."""

    covered_passages: int = 200
    """Passages that are listed of one document."""

    covered_copies: int = 1_000
    """Copies that are listed of one document."""

    covered_new: int = 200
    """New sentences of a draft, and new names and numbers, that are listed."""

    covered_seconds: float = 5.0
    """Time of one check of coverage, checked inside."""


LIMITS: Final = Limits()

COMMAND_LIMITS: Final = msgspec.structs.replace(LIMITS, advice_seconds=LIMITS.search_seconds)
"""The limits of a command, which reads the lexicon within the time of its suggestions."""
