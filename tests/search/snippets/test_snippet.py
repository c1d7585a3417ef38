"""Marked texts, snippets and headlines."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.folding import fold
from arabic.tokenizer import tokenize
from search.answer import Passage
from search.snippets.passage_bounds import _joins, max_length
from search.snippets.snippet import HEADLINE, MarkedForms, PhraseQuery, headline, mark, snippets
from tests.linear import assert_linear


def marked_forms(*terms: str) -> MarkedForms:
    """One term for each argument: its forms, separated by spaces."""
    return {fold(form): (n, 1.0) for n, term in enumerate(terms) for form in term.split()}


def phrase(text: str, *, term: int = 0, slop: int = 0) -> PhraseQuery:
    return PhraseQuery(tuple(frozenset({fold(word)}) for word in text.split()), term, slop=slop)


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
def test_whole_words_are_marked_as_written(
    text: str, words: tuple[str, ...], found: list[str]
) -> None:
    passage = mark(text, marked_forms(*words))
    assert marked(passage) == found
    assert passage.text == text
    assert_faithful(passage, text)


def test_html_is_escaped() -> None:
    passage = mark('<script>"تدمر" & </mark>&amp;', marked_forms("تدمر", "script", "mark"))
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
def test_words_of_a_phrase_are_marked_only_as_the_phrase(
    text: str, wanted: PhraseQuery, found: list[str]
) -> None:
    assert marked(mark(text, {}, phrases=(wanted,))) == found


def test_a_word_of_a_phrase_and_of_the_query_is_marked_everywhere() -> None:
    passage = mark(
        "وزير ثم وزير الخارجية", marked_forms("وزير"), phrases=(phrase("وزير الخارجية", term=1),)
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
    (best,) = snippets(STORY, marked_forms("تدمر", "معرضا", "متحف المتحف"), count=1)
    assert marked(best) == ["المتحف", "تدمر", "معرضا"]
    assert best.text.startswith("افتتح المتحف")


def test_a_second_passage_has_the_terms_missing_in_the_first() -> None:
    text = FILLER * 3 + "سقط المطر في تدمر. " + FILLER * 6 + "تدمر. " + FILLER * 6 + "وفاض النهر."
    found = snippets(text, marked_forms("المطر", "تدمر", "النهر"), size=120)
    assert [marked(passage) for passage in found] == [["المطر", "تدمر"], ["النهر"]]


def test_a_passage_that_adds_very_little_is_left_out() -> None:
    text = FILLER * 6 + "وصلت قافلة إلى تدمر في الصباح. " + FILLER * 6
    words = {"تدمر": (0, 5.0), fold("في"): (1, 0.1)}
    assert [marked(passage) for passage in snippets(text, words, size=60)] == [["تدمر", "في"]]


# Bounds


def test_passages_end_at_a_near_sentence_end() -> None:
    for passage in snippets(STORY, marked_forms("تدمر"), size=200):
        assert passage.text[-1] in ".!"
        before = STORY[: passage.start].rstrip()
        assert not before or before[-1] in ".!"
        assert (passage.cut_before, passage.cut_after) == (False, False)


def test_a_passage_may_be_longer_to_end_with_its_sentence() -> None:
    text = "وصلت القافلة إلى تدمر بعد يومين من السير في البادية الشرقية. " + FILLER * 2
    (passage,) = snippets(text, marked_forms("تدمر"), size=50)
    assert passage.text.endswith("الشرقية.")
    assert 50 < len(passage.text) <= max_length(50)
    (passage,) = snippets(text, marked_forms("تدمر"), size=40)
    assert passage.text == "وصلت القافلة إلى تدمر بعد يومين من السير"
    assert passage.cut_after


def test_a_long_sentence_is_cut_at_its_clauses() -> None:
    clause = "وقال المدير إن القاعة الكبرى ستفتح في الربيع المقبل بعد ترميمها، "
    text = clause * 3 + "وإن في تدمر متحفا، " + clause * 3
    (passage,) = snippets(text, marked_forms("تدمر"), size=100)
    assert passage.text.startswith("وإن في تدمر متحفا، وقال المدير")
    assert passage.text.endswith("بعد ترميمها،")
    assert (passage.cut_before, passage.cut_after) == (True, True)


@pytest.mark.parametrize("size", range(10, 60))
def test_consecutive_matches_are_not_separated(size: int) -> None:
    text = "عقد مجلس حقوق الإنسان جلسة طويلة جدا"
    for passage in snippets(text, {}, phrases=(phrase("حقوق الإنسان"),), size=size):
        assert len(passage.marks) in (0, 2) or size < 11


def test_a_passage_does_not_end_with_a_preposition() -> None:
    text = "افتتح المعرض الأول في تدمر بعد أن من على شرفة عالية جدا في المدينة كلها"
    for size in range(30, 45):
        (passage,) = snippets(text, marked_forms("المعرض"), size=size)
        assert passage.text.split()[-1] not in ("في", "أن", "من", "على")


def test_no_term_is_dropped_for_the_end_of_a_sentence() -> None:
    text = "افتتح المعرض في حلب. ثم انتقل إلى حماة وبقي فيها أسبوعا كاملا من غير زوار كثيرين"
    (passage,) = snippets(text, marked_forms("حلب", "حماة"), size=45)
    assert marked(passage) == ["حلب", "حماة"]
    (passage,) = snippets(text, marked_forms("حلب", "زوار"), size=30, count=1)
    assert passage.text == "افتتح المعرض في حلب."


# Headlines


def test_a_title_is_not_cut() -> None:
    title = " سيدات «تدمر» يحرزن الكأس "
    passage = headline(title, marked_forms("تدمر"))
    assert (passage.text, marked(passage), passage.cut_after) == (title, ["تدمر"], False)


def test_a_very_long_title_is_cut() -> None:
    title = "تدمر " * 200
    passage = headline(title, marked_forms("تدمر"))
    assert len(passage.text) <= max_length(HEADLINE)
    assert passage.text == ("تدمر " * (len(passage.marks))).rstrip()
    assert passage.cut_after
    assert_faithful(passage, title)
    whole = title[: max_length(HEADLINE)]
    assert headline(whole, {}).text == whole


def test_a_text_without_a_match_gives_its_beginning() -> None:
    (passage,) = snippets("  \n" + STORY, marked_forms("لاشيء"), size=100)
    assert passage.start == 3
    assert passage.marks == ()
    assert passage.text == FILLER.strip()
    assert snippets(" \n", marked_forms("تدمر")) == ()
    assert snippets("", {}) == ()


def test_a_short_text_is_complete_with_its_line_breaks() -> None:
    text = "خبر من تدمر\nثم سطر آخر"
    (passage,) = snippets(text, marked_forms("تدمر"))
    assert passage.text == text


def test_a_match_late_in_a_long_sentence_is_in_the_passage() -> None:
    text = "كلمة " * 400 + "تدمر " + "كلمة " * 400
    (passage,) = snippets(text, marked_forms("تدمر"), size=100)
    assert marked(passage) == ["تدمر"]
    assert len(passage.text) <= 100
    assert passage.text.startswith("كلمة")


def test_a_full_stop_in_an_abbreviation_or_number_ends_no_sentence() -> None:
    text = FILLER + "بلغت نسبة U.S.A. 3.5 في تدمر هذا العام. " + FILLER * 3
    (passage,) = snippets(text, marked_forms("تدمر"), size=60, count=1)
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
WANTED = marked_forms("تدمر وتدمر", "حلب", "مكتبة")
PHRASES = (phrase("حلب كلمة", term=3), phrase("كلمة كلمة تدمر", term=4, slop=3))


@given(TEXTS, st.integers(1, 80), st.integers(1, 3))
def test_passages_are_slices_of_whole_words(text: str, size: int, count: int) -> None:
    found = snippets(text, WANTED, phrases=PHRASES, size=size, count=count)
    spans = list(tokenize(text))
    assert len(found) <= count
    assert bool(found) == bool(text.strip())
    assert all(a.start + len(a.text) <= b.start for a, b in pairwise(found))
    for passage in found:
        assert_faithful(passage, text)
        start, end = passage.start, passage.start + len(passage.text)
        assert not passage.text[0].isspace()
        for word in spans:
            if word.start < start < word.end:
                pytest.fail("begins inside a word")
            if word.start < end < word.end:
                assert word.end - start > size
        assert len([c for c in passage.text if not _joins(c)]) <= max_length(size)
        before, after = text[:start].rstrip(), text[end:].lstrip()
        assert passage.cut_before <= bool(before)
        assert passage.cut_after <= bool(after)
    whole = mark(text, WANTED, phrases=PHRASES).marks
    if whole:
        assert all(passage.marks for passage in found)
    ends = {m.start: m.end for m in whole}
    for passage in found:
        for m in passage.marks:
            assert m.end + passage.start <= ends[m.start + passage.start]


@given(TEXTS)
def test_marking_does_not_change_the_text(text: str) -> None:
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
def test_time_is_linear_in_the_text(text: str) -> None:
    assert_linear(lambda given: snippets(given, WANTED, phrases=PHRASES), text)


GLUED = {
    "letters and digits": "تدمر7",
    "particles": "وبالواحة5",
    "words after teh marbuta": "مدينةتدمر",
    "hyphens": "تدمر-",
    "dots": "تدمر.",
    "underscores": "تدمر_",
    "apostrophes": "تدمر'",
    "long numbers": "123,",
    "digits": "7",
    "words with marks": "تَدْمُر7",
    "two scripts": "تدمرabc",
    "joiners": "تدمر\u200d7",
    "ligatures": "ﷺ",
    "openers": "(",
    "marks alone": "\u064e",
    "tatweel": "ـ",
    "a particle repeated": "في ",
}


@pytest.mark.parametrize("name", GLUED)
def test_time_is_linear_in_a_glued_run(name: str) -> None:
    """A run of 120,000 characters without a space is shown as fast as other text."""
    run = (GLUED[name] * 120_000)[:120_000]
    text = f"تدمر {run} تدمر" * 2
    assert_linear(lambda given: snippets(given, WANTED), text)
    assert_linear(lambda given: mark(given, WANTED), text)


def test_a_passage_has_no_endless_marks() -> None:
    text = "تدمر" + "\u064e" * 5_000 + " تدمر " + "واحة " * 200
    assert all(len(each.text) <= max_length(220) for each in snippets(text, WANTED))


def test_the_first_matches_of_each_term_choose_the_passage() -> None:
    """A word that occurs 100,000 times does not hide one at the end."""
    (*_, last) = snippets("تدمر " * 100_000 + "واحة.", {"تدمر": (0, 1.0), "واحه": (1, 5.0)})
    assert last.text.endswith("واحة.")


def test_only_so_many_words_are_marked() -> None:
    assert len(mark("تدمر " * 50, {"تدمر": (0, 1.0)}, most=7).marks) == 7


def test_late_words_are_not_marked() -> None:
    """The clock is read after each thousand words, also within one glued run."""
    words = {"تدمر": (0, 1.0)}
    for text in ("تدمر " * 9_000, "تدمر7" * 9_000):
        for phrases in ((), PHRASES):
            found = mark(text, words, phrases=phrases, is_late=lambda: True)
            assert 0 < len(found.marks) < 2_000
            assert found.text == text
