"""Query rewriting: the text is edited in place where it then parses to the wanted tree."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.advice import query_rewriting
from search.query.nodes import (
    Fuzzy,
    Node,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)
from search.request import Request

of_field, of_date = query_rewriting.is_of_field, query_rewriting.is_of_date


def of_any(node: Node) -> bool:
    return of_field(node) or of_date(node)


SPLIT: dict[tuple[str, ...], str] = {("عبدالكريم",): "عبد الكريم"}
RIGHT: dict[tuple[str, ...], str] = {("التظيم",): "التنظيم"}


def reworded(request: Request, changes: query_rewriting.Changes) -> str | None:
    return query_rewriting.with_words(
        request, query_rewriting.read(request, request.query), changes
    )


def shortened(query: str, *nodes: Node, plain: bool = False) -> str | None:
    request = Request(query=query, plain=plain)
    return query_rewriting.without(request, query_rewriting.read(request, query), nodes)


@pytest.mark.parametrize(
    ("query", "changes", "rewritten"),
    [
        ("وزارة التظيم", RIGHT, "وزارة التنظيم"),
        ("التظيم؟ التظيم!", RIGHT, "التنظيم؟ التنظيم!"),
        ('"خطة التظيم"~3 عنوان:التظيم', RIGHT, '"خطة التنظيم"~3 عنوان:التنظيم'),
        ("(التظيم | خطة) -سوق", RIGHT, "(التنظيم | خطة) -سوق"),
        ("التظيم مصدر:(وكالة التظيم)", RIGHT, 'التنظيم source:"وكالة التظيم"'),
        ("وزارة -التظيم", RIGHT, None),  # excluded words are kept
        ("عبدالكريم قاسم", SPLIT, "عبد الكريم قاسم"),
        ('"عبدالكريم قاسم"', SPLIT, '"عبد الكريم قاسم"'),
        ("title:عبدالكريم", SPLIT, "title:عبد title:الكريم"),
        ("الحكومةط كلها", {("الحكومة", "ط"): "الحكومة ط"}, "الحكومة ط كلها"),
        ("الحك ومة كلها", {("الحك", "ومة"): "الحكومة"}, "الحكومة كلها"),
        ("تدمر افو بصرى", {("افو",): "أو"}, r"تدمر \أو بصرى"),
        ("سوق", RIGHT, None),
    ],
)
def test_words_are_replaced(
    query: str, changes: query_rewriting.Changes, rewritten: str | None
) -> None:
    assert reworded(Request(query=query), changes) == rewritten


def test_the_parts_of_a_split_word_use_the_operator_of_the_request() -> None:
    request = Request(query="عبدالكريم", operator="any")
    assert reworded(request, SPLIT) == "عبد الكريم"


def test_plain_text_is_rewritten_as_plain_text() -> None:
    assert reworded(Request(query="OR التظيم (", plain=True), RIGHT) == "OR التنظيم ("
    assert shortened("سوق title:كذا", Word("title:كذا"), plain=True) == "سوق"


@pytest.mark.parametrize(
    ("query", "left_out", "rewritten"),
    [
        ('سوق التظيم "خبز جديد"', Word("التظيم"), 'سوق "خبز جديد"'),
        ('سوق "خبز جديد"~2', Phrase("خبز جديد", 2), "سوق"),
        ("سوق title:(التظيم خبز)", Word("التظيم", field="title"), "سوق title:خبز"),
        ("سوق (خبز OR تمر) -ملح", Or((Word("خبز"), Word("تمر"))), "سوق -ملح"),
        ("سوق كت?ب", Wildcard("كت?ب"), "سوق"),
        ("سوق كت*", Prefix("كت"), "سوق"),
        ("سوق كتاب~1", Fuzzy("كتاب", 1), "سوق"),
        ("التظيم", Word("التظيم"), None),
    ],
)
def test_parts_are_removed(query: str, left_out: Node, rewritten: str | None) -> None:
    assert shortened(query, left_out) == rewritten


@pytest.mark.parametrize(
    ("query", "is_left_out", "rewritten"),
    [
        ('سوق source:"أ ب" date:2016', of_field, "سوق date:2016"),
        ('سوق source:"أ ب" date:2016', of_date, 'سوق source:"أ ب"'),
        ("سوق مصدر:أ -قسم:ب تاريخ:2016", of_any, "سوق"),
        ("سوق (source:أ OR source:ب)", of_field, "سوق"),
        ("سوق تاريخ:ديسمبر 2016", of_date, "سوق"),
        ("source:أ", of_field, None),
        ("سوق قسم:بلا", of_field, "سوق"),
        ("سوق date:none", of_field, None),
        ("سوق date:none", of_date, "سوق"),
        ("سوق title:none", of_date, None),
        ("سوق", of_field, None),
    ],
)
def test_filters_are_removed(
    query: str, is_left_out: Callable[[Node], bool], rewritten: str | None
) -> None:
    request = Request(query=query)
    tree = query_rewriting.read(request, query)
    assert query_rewriting.without_filters(request, tree, is_left_out) == rewritten


@pytest.mark.parametrize(
    ("query", "rewritten"),
    [
        ('"خبز جديد"~2 سوق', "خبز جديد سوق"),
        ("«خبز جديد»", "خبز جديد"),
        ('title:"خبز جديد"', "title:خبز title:جديد"),
        ("خبز جديد", None),
    ],
)
def test_quotes_are_removed(query: str, rewritten: str | None) -> None:
    request = Request(query=query)
    assert (
        query_rewriting.without_quotes(request, query_rewriting.read(request, query)) == rewritten
    )


def test_levels_are_removed() -> None:
    request = Request(query='="خبز جديد" form:سوق title:جذر:كتب')
    tree = query_rewriting.read(request, request.query)
    assert query_rewriting.without_levels(request, tree) == '"خبز جديد" سوق title:كتب'


QUERIES = st.lists(
    st.sampled_from(
        [
            "سوق",
            "التظيم",
            "عبدالكريم",
            '"',
            "(",
            ")",
            "OR",
            "-",
            "title:",
            "source:",
            "أو",
            "~1",
            "*",
        ]
    ),
    max_size=8,
).flatmap(lambda parts: st.sampled_from(["".join(parts), " ".join(parts)]))


@given(QUERIES, st.sampled_from(["all", "any"]), st.booleans())
def test_a_rewritten_query_has_nothing_left_to_replace(
    query: str, operator: str, plain: bool
) -> None:
    request = Request(query=query, operator="any" if operator == "any" else "all", plain=plain)
    text = reworded(request, RIGHT | SPLIT)
    if text is not None:
        again = Request(query=text, operator=request.operator, plain=plain)
        assert reworded(again, RIGHT | SPLIT) is None
        assert query_rewriting.read(again, text) != query_rewriting.read(request, query)
