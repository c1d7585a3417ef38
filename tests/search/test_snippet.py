"""Marks and passages."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.fold import fold
from index.analysis.tokenizer import tokenize
from search.answer import Passage
from search.snippet import Sought, SoughtPhrase, mark, snippets
from tests.linear import assert_linear


def sought(*terms: str) -> Sought:
    """Each argument is one term: its forms, parted by white space."""
    return {fold(form): (n, 1.0) for n, term in enumerate(terms) for form in term.split()}


def phrase(text: str, *, term: int = 0, slop: int = 0) -> SoughtPhrase:
    return SoughtPhrase(tuple(frozenset({fold(word)}) for word in text.split()), term, slop=slop)


def marked(passage: Passage) -> list[str]:
    return [passage.text[mark.start : mark.end] for mark in passage.marks]


def assert_faithful(passage: Passage, text: str) -> None:
    assert passage.text == text[passage.start : passage.start + len(passage.text)]
    assert html.unescape(re.sub("</?mark>", "", passage.html)) == passage.text
    assert [
        html.unescape(m) for m in re.findall("<mark>(.*?)</mark>", passage.html, re.S)
    ] == marked(passage)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("زار الوزير تدمر", ("تدمر",), ["تدمر"]),
        ("وبالحكومةِ الجديدة", ("وبالحكومة الحكومة",), ["وبالحكومةِ"]),
        ("مَكْتَبَة ومكتبه", ("مكتبة",), ["مَكْتَبَة"]),
        ("أحمد احمد إحمد", ("أحمد",), ["أحمد", "احمد", "إحمد"]),
        ("كتـــاب", ("كتاب",), ["كتـــاب"]),
        ("شركة Google العالمية", ("google",), ["Google"]),
        ("الروسيةمن جديد", ("الروسية",), ["الروسية"]),
        ("لا شيء هنا", ("تدمر",), []),
    ],
)
def test_marks_whole_written_words(text: str, words: tuple[str, ...], found: list[str]) -> None:
    passage = mark(text, sought(*words))
    assert marked(passage) == found
    assert passage.text == text
    assert_faithful(passage, text)


def test_html_is_escaped() -> None:
    passage = mark('<script>"تدمر" & </mark>&amp;', sought("تدمر", "script", "mark"))
    assert passage.html == (
        "&lt;<mark>script</mark>&gt;&quot;<mark>تدمر</mark>&quot; &amp; "
        "&lt;/<mark>mark</mark>&gt;&amp;amp;"
    )


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("وزير سابق ثم وزير الخارجية", phrase("وزير الخارجية"), ["وزير", "الخارجية"]),
        ("الخارجية وزير", phrase("وزير الخارجية"), []),
        ("وزير، الخارجية", phrase("وزير الخارجية"), ["وزير", "الخارجية"]),
        ("في في في", phrase("في في"), ["في", "في", "في"]),
        ("في", phrase("في في"), []),
        ("الخارجية قال وزير", phrase("وزير الخارجية", slop=1), ["الخارجية", "وزير"]),
        ("الخارجية قال أمس وزير", phrase("وزير الخارجية", slop=1), []),
        ("في بيت في", phrase("في في", slop=1), ["في", "في"]),
        ("في بيت كبير في", phrase("في في", slop=1), []),
    ],
)
def test_words_of_a_phrase_are_marked_only_where_they_stand_as_it(
    text: str, wanted: SoughtPhrase, found: list[str]
) -> None:
    assert marked(mark(text, {}, phrases=(wanted,))) == found


def test_a_word_sought_by_itself_too_is_marked_everywhere() -> None:
    passage = mark(
        "وزير ثم وزير الخارجية", sought("وزير"), phrases=(phrase("وزير الخارجية", term=1),)
    )
    assert marked(passage) == ["وزير", "وزير", "الخارجية"]


FILLER = "هذه جملة لا تقول شيئا مما يبحث عنه القارئ في هذا المساء الطويل. "
STORY = (
    FILLER * 5
    + "وصلت قافلة إلى تدمر. "
    + FILLER * 5
    + "افتتح المتحف في تدمر معرضا عن الزراعة! "
    + FILLER * 5
    + "تدمر تدمر تدمر تدمر تدمر. "
    + FILLER * 5
)


def test_different_words_count_more_than_repeats() -> None:
    (best,) = snippets(STORY, sought("تدمر", "معرضا", "متحف المتحف"), count=1)
    assert marked(best) == ["المتحف", "تدمر", "معرضا"]
    assert best.text.startswith("افتتح المتحف")


def test_a_second_passage_shows_what_the_first_lacks() -> None:
    text = FILLER * 3 + "سقط المطر في تدمر. " + FILLER * 6 + "تدمر. " + FILLER * 6 + "وفاض النهر."
    found = snippets(text, sought("المطر", "تدمر", "النهر"), size=120)
    assert [marked(passage) for passage in found] == [["المطر", "تدمر"], ["النهر"]]


def test_passages_end_with_a_sentence_where_one_ends_near() -> None:
    for passage in snippets(STORY, sought("تدمر"), size=200):
        assert passage.text[-1] in ".!"
        before = STORY[: passage.start].rstrip()
        assert not before or before[-1] in ".!"


def test_without_a_match_the_opening_is_given() -> None:
    (passage,) = snippets("  \n" + STORY, sought("لاشيء"), size=100)
    assert passage.start == 3
    assert passage.marks == ()
    assert passage.text == FILLER.strip()
    assert snippets(" \n", sought("تدمر")) == ()
    assert snippets("", {}) == ()


def test_a_short_text_is_given_whole_with_its_line_breaks() -> None:
    text = "خبر من تدمر\nثم سطر آخر"
    (passage,) = snippets(text, sought("تدمر"))
    assert passage.text == text


def test_a_match_deep_in_a_long_sentence_is_reached() -> None:
    text = "كلمة " * 400 + "تدمر " + "كلمة " * 400
    (passage,) = snippets(text, sought("تدمر"), size=100)
    assert marked(passage) == ["تدمر"]
    assert len(passage.text) <= 100
    assert passage.text.startswith("كلمة")


def test_a_full_stop_inside_of_a_name_or_number_ends_nothing() -> None:
    text = FILLER + "بلغت نسبة U.S.A. 3.5 في تدمر هذا العام. " + FILLER * 3
    (passage,) = snippets(text, sought("تدمر"), size=60, count=1)
    assert not passage.text.startswith("5")
    assert "U.S.A. 3.5" in passage.text


def test_a_word_longer_than_a_passage_is_cut_between_letters() -> None:
    text = "كَ" * 1_000
    (passage,) = snippets(text, {}, size=101)
    assert passage.text == "كَ" * 50
    (passage,) = snippets(text, {fold(text): (0, 1.0)}, size=101)
    assert marked(passage) == ["كَ" * 50]


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["تدمر", "وتدمر", "حلب", "مَكْتَبَةٌ", "U.S.A.", "3.5", ".", "\n", "؟", "…", " ", " ", "«",
             "»", "&", "<", "كـــتب", "\u064e", "\u200f", "👨‍👩‍👧", "e\u0301", "كلمة", "طويلة" * 5]
        ),
        st.text(max_size=5),
    ),
    max_size=60,
).map("".join)  # fmt: skip
WANTED = sought("تدمر وتدمر", "حلب", "مكتبة")
PHRASES = (phrase("حلب كلمة", term=3), phrase("كلمة كلمة تدمر", term=4, slop=3))


@given(TEXTS, st.integers(1, 80), st.integers(1, 3))
def test_passages_are_slices_of_whole_words(text: str, size: int, count: int) -> None:
    found = snippets(text, WANTED, phrases=PHRASES, size=size, count=count)
    spans = list(tokenize(text))
    assert len(found) <= count
    assert bool(found) == bool(text.strip())
    assert all(one.start + len(one.text) <= two.start for one, two in pairwise(found))
    for passage in found:
        assert_faithful(passage, text)
        start, end = passage.start, passage.start + len(passage.text)
        assert not passage.text[0].isspace()
        for word in spans:
            if word.start < start < word.end:
                pytest.fail("begins inside of a word")
            if word.start < end < word.end:
                assert word.end - start > size
    whole = mark(text, WANTED, phrases=PHRASES).marks
    if whole:
        assert all(passage.marks for passage in found)
    ends = {m.start: m.end for m in whole}
    for passage in found:
        for m in passage.marks:
            assert m.end + passage.start <= ends[m.start + passage.start]


@given(TEXTS)
def test_marking_a_text_leaves_it_as_it_is(text: str) -> None:
    passage = mark(text, WANTED, phrases=PHRASES)
    assert passage.text == text
    assert_faithful(passage, text)


@pytest.mark.parametrize(
    "text",
    [
        ("كلمة" * 12 + " ") * 100_000,
        "تدمر " * 100_000,
        "تدمر. " * 100_000,
        "تدمر\n\n" * 100_000,
        "." * 1_000_000 + "تدمر",
        " " * 1_000_000,
        "ك" + "\u064e" * 1_000_000,
    ],
    ids=["long words", "matches", "sentences", "lines", "stops", "spaces", "marks"],
)
def test_a_large_text_takes_time_in_proportion(text: str) -> None:
    assert_linear(lambda given: snippets(given, WANTED, phrases=PHRASES), text)
