"""Shared passages, new sentences and names as HTML."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search.coverage.answer import NewInDraft, SameText, SharedPassage, TextSpan
from web.markup import display
from web.pages.coverage_text import (
    CONTEXT,
    PASSAGE_SHOWN,
    PASSAGES_SHOWN,
    beginning,
    marked_draft,
    passage_pairs,
)

TEXT = "افتُتحت المكتبة أمس. وقال أمين المكتبة إن الرفوف تضم كتبًا كثيرة."


def span(text: str, part: str) -> TextSpan:
    start = text.index(part)
    return TextSpan(start, start + len(part))


def same(*spans: TextSpan) -> SameText:
    passages = tuple(SharedPassage(each, each, 5) for each in spans)
    return SameText(id="x", title="", share=0.5, document_share=0.5, passages=passages)


def shown(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


def test_a_passage_is_marked_between_its_context() -> None:
    passage = span(TEXT, "أمين المكتبة إن")
    (pair,) = passage_pairs(TEXT, TEXT, [SharedPassage(passage, passage, 3)])
    assert pair.draft == TEXT.replace("أمين المكتبة إن", "<mark>أمين المكتبة إن</mark>")
    assert pair.draft == pair.document


def test_context_is_cut_between_words() -> None:
    text = "كلمة " * 100 + "المقطع " + "كلمة " * 100
    passage = span(text, "المقطع")
    (pair,) = passage_pairs(text, text, [SharedPassage(passage, passage, 1)])
    words = shown(pair.draft).split()
    assert words[0] == words[-1] == "…"
    assert set(words[1:-1]) == {"كلمة", "المقطع"}
    assert len(shown(pair.draft)) <= 2 * CONTEXT + 20


def test_a_long_passage_loses_its_middle() -> None:
    text = " ".join(f"كلمة{number}" for number in range(500))
    whole = TextSpan(0, len(text))
    (pair,) = passage_pairs(text, text, [SharedPassage(whole, whole, 500)])
    assert "كلمة0 " in pair.draft
    assert "كلمة499" in pair.draft
    assert len(shown(pair.draft)) <= PASSAGE_SHOWN
    assert pair.draft.count("<mark>") == 2


def test_passages_are_bounded() -> None:
    passage = SharedPassage(TextSpan(0, 5), TextSpan(0, 5), 1)
    assert len(passage_pairs(TEXT, TEXT, [passage] * 100)) == PASSAGES_SHOWN


def test_found_passages_new_sentences_and_names_are_marked() -> None:
    new = NewInDraft(sentences=(span(TEXT, "افتُتحت المكتبة أمس"),), names=("المكتبة",))
    (line,) = marked_draft(TEXT, [same(span(TEXT, "الرفوف تضم"))], new)
    assert '<em class="new">افتُتحت <strong>المكتبة</strong> أمس</em>. ' in line.html
    assert '<span class="found">الرفوف تضم</span>' in line.html
    assert "أمين <strong>المكتبة</strong> إن" in line.html


@given(
    st.text(alphabet="اب <&\n.", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4),
)
def test_marking_loses_no_letter_and_nests_its_tags(
    text: str, passages: list[tuple[int, int]], sentences: list[tuple[int, int]]
) -> None:
    def spans(pairs: list[tuple[int, int]]) -> tuple[TextSpan, ...]:
        ordered = (sorted(pair) for pair in pairs)
        return tuple(TextSpan(min(a, len(text)), min(b, len(text))) for a, b in ordered)

    new = NewInDraft(sentences=spans(sentences), names=("اب",))
    lines = marked_draft(text, [same(*spans(passages))], new)
    assert [shown(line.html) for line in lines] == [
        display(line) for line in text.split("\n") if line.strip()
    ]
    for line in lines:
        opened: list[str] = []
        for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", str(line.html)):
            if closing:
                assert opened.pop() == name
            else:
                opened.append(name)
        assert opened == []


def test_the_beginning_of_a_text_is_one_line() -> None:
    assert beginning("سطر\nوسطر  آخر", 40) == "سطر وسطر آخر"
    assert beginning("كلمة " * 20, 12) == "كلمة كلمة …"
