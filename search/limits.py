"""Every limit of a search in one table (documented in docs/limits.md)."""

from __future__ import annotations

from typing import Final

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers that bound a search; each is tested at the limit and one past it."""

    query_code_points: int = 1_000
    query_terms: int = 64
    query_depth: int = 32
    word_code_points: int = 64
    prefix_letters: int = 2
    prefix_forms: int = 1_000
    fuzzy_forms: int = 50
    fuzzy_letters_min: int = 4
    fuzzy_letters_max: int = 32
    expansion_forms: int = 2_000
    class_cache_bytes: int = 128_000_000
    slop: int = 100
    search_seconds: float = 2.0
    few_documents: int = 3
    advice_seconds: float = 0.5
    suggestions: int = 8
    spelling_suggestions: int = 3
    page_size: int = 20
    page_size_max: int = 100
    depth_by_page: int = 10_000
    facet_values: int = 20
    export_rows: int = 100_000
    request_body_bytes: int = 1_000_000
    batch_limit_max: int = 10_000
    suggest_code_points: int = 200
    suggest_limit: int = 8
    suggest_limit_max: int = 20
    suggest_letters: int = 2
    suggest_forms: int = 64
    suggest_title_words: int = 1_000_000
    suggest_places: int = 20_000
    suggest_context_words: int = 3
    suggest_phrase_words: int = 6
    suggest_seconds: float = 0.5
    similar_code_points: int = 20_000
    similar_terms: int = 25
    similar_limit: int = 10
    similar_limit_max: int = 50


LIMITS: Final = Limits()
