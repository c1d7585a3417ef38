"""Completions of typed text: their order, counts and limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arabic.folding import fold, fold_beginnings
from arabic.tokenizer import words
from corpus.document import Document
from corpus.messages import Message
from index.reader import IndexReader
from search.answer import Completion
from search.completion.completer import Completer
from search.engine import Engine
from search.limits import LIMITS, Limits
from search.matching.matcher import Matcher
from search.query.nodes import And, Word
from search.query.pair_counts import PairCounts
from search.query.parser import parse
from search.query.synonyms import SynonymExpander
from search.request import BadRequest, Request
from tests.homes import MakeHome, add_to, delete_from
from tests.search.bad_queries import BAD_QUERIES

NEWS = [
    Document(id="1", title="وزير الخارجية يصل إلى تونس", text="وصل الوزير إلى المطار."),
    Document(id="2", title="وزير الخارجية المصري يزور تونس", text="زار الوزير تونس اليوم."),
    Document(id="3", title="وزير الخارجيّة المصرى في بيروت", text="زار الوزير بيروت اليوم."),
    Document(id="4", title="وزير الدفاع في تونس", text="قال وزير الدفاع إن الحكومة بخير."),
    Document(id="5", title="المكتبة العامة", text="قالت الحكومة: المكتبة العامة جديدة."),
    Document(id="6", title="مكتبه جديده", text="في المكتبة كتب جديدة والحكومة تدعمها."),
    Document(id="7", title="سوق القمح", text="القمح غالٍ في السوق. فتح السوق أبوابه."),
]


PATIENT: Final = 60.0
"""Seconds for a completion, enough for a busy machine."""


def patient(home: Path, **limits: int) -> Engine:
    return Engine.open(
        home, limits=Limits(suggest_seconds=PATIENT, search_seconds=PATIENT, **limits)
    )


def offered(engine: Engine, text: str, limit: int | None = None) -> list[tuple[str, str, int]]:
    found = engine.suggest(text, limit).completions
    return [(each.kind, each.text, each.documents) for each in found]


@pytest.fixture(scope="module")
def news_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("news") / "home"
    add_to(home, NEWS)
    return home


@pytest.fixture(scope="module")
def news(news_home: Path) -> Iterator[Engine]:
    with closing(patient(news_home)) as engine:
        yield engine


@pytest.fixture(scope="module")
def sample(sample_home: Path) -> Iterator[Engine]:
    with closing(patient(sample_home)) as engine:
        yield engine


# Words


def test_a_word_is_completed_in_its_most_frequent_spelling(news: Engine) -> None:
    """ة and ه are one form; most documents have المكتبة."""
    assert offered(news, "المكتبه") == [("word", "المكتبة", 2), ("phrase", "المكتبة العامة", 1)]


def test_the_most_frequent_words_come_first(news: Engine) -> None:
    assert offered(news, "ال")[:4] == [
        ("word", "الخارجية", 3),
        ("word", "الوزير", 3),
        ("word", "المكتبة", 2),
        ("word", "الحكومة", 2),
    ]


def test_the_most_frequent_word_of_a_stem_is_offered(make_home: MakeHome) -> None:
    texts = ["الحكومة قالت", "الحكومات اجتمعت", "الحكومة تعمل"]
    with closing(patient(make_home([Document(text=text) for text in texts]))) as engine:
        assert offered(engine, "الحكو") == [("word", "الحكومة", 2)]
        assert offered(engine, "الحكوما") == [("word", "الحكومات", 1)]


def test_a_clitic_is_removed_for_the_lookup_and_restored(news: Engine) -> None:
    assert ("word", "وبالمكتبة", 2) in offered(news, "وبالمكت")
    assert ("word", "للحكومة", 2) in offered(news, "للحك")


def test_words_of_the_archive_come_before_words_with_a_clitic(make_home: MakeHome) -> None:
    """كتابعة ('as a follower') is in no document."""
    texts = ["كتابة", "تابعة أولى", "تابعة ثانية", "تابعة ثالثة"]
    with closing(patient(make_home([Document(text=text) for text in texts]))) as engine:
        assert offered(engine, "كتاب") == [("word", "كتابة", 1), ("word", "كتابعة", 3)]


def test_a_typed_word_is_not_offered_again(news: Engine) -> None:
    assert "المكتبة المكتبة" not in [text for _, text, _ in offered(news, "المكتبة ال", 20)]
    assert "المكتبة الحكومة" in [text for _, text, _ in offered(news, "المكتبة ال", 20)]


def test_a_name_of_two_words_is_completed_with_what_stands_beside_its_first_word(
    make_home: MakeHome,
) -> None:
    """أبو and the word after it are one name, so that أبو بندقية would find nothing."""
    texts = [
        "قال أبو بندر إن بندقية في الدار",
        "زار أبو علي صاحب بندقية وبنادق",
        "جاء أبو بندر وفي المدينة عبد البنا",
    ]
    titles = ["", "بندقية قديمة", ""]
    documents = [
        Document(text=text, title=title) for text, title in zip(texts, titles, strict=True)
    ]
    with closing(patient(make_home(documents))) as engine:
        for typed in ("أبو بن", "أبو ", "وأبو بند", "قال أبو بن", "عبد ال", "عبد بن"):
            for _, text, documents_found in offered(engine, typed, 20):
                found = engine.search(Request(query=text)).total
                assert found >= documents_found > 0, text
        assert ("word", "أبو بندر", 2) in offered(engine, "أبو بن")
        assert "أبو بندقية" not in [text for _, text, _ in offered(engine, "أبو بن")]


def test_a_word_that_occurs_only_with_the_article_is_found_without_it(news: Engine) -> None:
    assert offered(news, "قم") == [("word", "قمح", 1)]


def test_a_hamza_is_completed_on_every_seat(make_home: MakeHome) -> None:
    """The form of رئ is ريء, that of رئيس begins with رء, and that of رئاسة with رئ."""
    titles = ["رئيس البلاد", "رئيس الحكومة", "رئاسة البلاد", "ريء", "ريم البلاد"]
    with closing(patient(make_home([Document(title=title) for title in titles]))) as engine:
        assert offered(engine, "رئ") == [
            ("word", "رئيس", 2),
            ("word", "رئاسة", 1),
            ("word", "ريء", 1),
            ("phrase", "رئيس البلاد", 1),
            ("phrase", "رئيس الحكومة", 1),
            ("phrase", "رئاسة البلاد", 1),
        ]


def test_function_words_and_unrelated_words_come_last(make_home: MakeHome) -> None:
    """منها is a function word; اليوم is in every document, so it is not related to oil."""
    texts = ["منها أسعار النفط اليوم", "منها اليوم أسعار النفط", "منها منزل اليوم", "منها اليوم"]
    with closing(patient(make_home([Document(text=text) for text in texts]))) as engine:
        assert offered(engine, "من") == [("word", "منزل", 1), ("word", "منها", 4)]
        assert [text for _, text, _ in offered(engine, "أسعار ال")] == [
            "أسعار النفط",
            "أسعار اليوم",
        ]


def test_a_word_after_others_counts_what_the_search_finds(news: Engine) -> None:
    assert ("word", "زار الوزير", 2) in offered(news, "زار ال")
    assert news.search(Request(query="زار الوزير")).total == 2


def test_only_words_of_documents_with_the_words_before_are_offered(news: Engine) -> None:
    assert offered(news, "القمح وز") == []
    assert offered(news, "القمح سو") == [
        ("word", "القمح سوق", 1),
        ("phrase", "القمح سوق القمح", 1),
    ]


# Phrases


def test_phrases_continue_as_in_titles(news: Engine) -> None:
    assert offered(news, "وزير الخ") == [
        ("phrase", "وزير الخارجية", 3),
        ("phrase", "وزير الخارجية المصرى", 2),
        ("phrase", "وزير الخارجية المصرى في بيروت", 1),
        ("phrase", "وزير الخارجية المصري يزور تونس", 1),
        ("phrase", "وزير الخارجية يصل إلى تونس", 1),
    ]


def test_phrases_continue_after_a_space(news: Engine) -> None:
    texts = [text for _, text, _ in offered(news, "وزير ")]
    assert texts[:2] == ["وزير الخارجية", "وزير الخارجية المصرى"]
    assert "وزير الدفاع في تونس" in texts


def test_a_phrase_does_not_end_with_a_preposition(news: Engine) -> None:
    assert not [text for _, text, _ in offered(news, "وزير ", 20) if text.endswith((" في", " إلى"))]


def test_earlier_words_restrict_the_documents(news: Engine) -> None:
    """The documents have the first word, although not in their titles."""
    assert offered(news, "المطار وزير الخارجية ي") == [
        ("phrase", "المطار وزير الخارجية يصل إلى تونس", 1)
    ]


def test_filters_restrict_the_documents(news: Engine) -> None:
    assert offered(news, "date:2016 وزير ال") == []
    texts = [text for _, text, _ in offered(news, "-الدفاع وزير ال")]
    assert texts[0] == "-الدفاع وزير الخارجية"
    assert not [text for text in texts if "الدفاع" in text.removeprefix("-الدفاع")]


def test_an_open_quotation_mark_is_kept(news: Engine) -> None:
    assert offered(news, '"وزير الدف')[0] == ("phrase", '"وزير الدفاع في تونس', 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ا",
        "و",
        '"وزير الدفاع"',
        "وزي*",
        "-وز",
        "title:وز",
        "قمح OR وز",
        "date:20",
        "*",
        "؟",
    ],
)
def test_texts_without_completions(news: Engine, text: str) -> None:
    assert offered(news, text) == []


def test_deleted_documents_are_not_counted(make_home: MakeHome) -> None:
    home = make_home(NEWS[:4], NEWS[4:])
    delete_from(home, ["2"])
    with closing(patient(home)) as engine:
        assert offered(engine, "وزير الخ")[:2] == [
            ("phrase", "وزير الخارجية", 2),
            ("phrase", "وزير الخارجية المصرى في بيروت", 1),
        ]


def test_the_order_does_not_depend_on_the_batches_of_indexing(
    make_home: MakeHome, news: Engine
) -> None:
    with closing(patient(make_home(NEWS[:2], NEWS[2:3], NEWS[3:]))) as engine:
        for text in ("ال", "وز", "وزير ", "وزير ال", "في ", "تو", "والحك"):
            assert offered(engine, text) == offered(news, text)


# Compared with a simple count


def read(text: str) -> list[str]:
    return [form for word in words(text) if (form := fold(word))]


def occurs_in(document: Document, form: str) -> bool:
    return form in read(document.title) or form in read(document.text)


def has_row(forms: Sequence[str], row: Sequence[str]) -> bool:
    return any(list(forms[at : at + len(row)]) == list(row) for at in range(len(forms)))


def begins_as_typed(completion: Completion, text: str) -> bool:
    """Whether a completion begins with, or continues, what was typed, after folding."""
    typed, found = read(text), read(completion.text)
    if text[-1:].isspace():
        return found[: len(typed)] == typed and len(found) > len(typed)
    *whole, last = typed
    # A beginning is folded unlike a word: على may become عليا, and رئ رئيس.
    letters = (last, *fold_beginnings(words(text)[-1]))
    return found[: len(whole)] == whole and found[len(whole)].startswith(letters)


def check_completions(engine: Engine, documents: Sequence[Document], text: str) -> None:
    """Check every property of the completions of plain words."""
    answer = engine.suggest(text)
    completions = answer.completions
    assert not answer.timed_out
    assert len(completions) <= LIMITS.suggest_limit
    assert len({each.text for each in completions}) == len(completions)
    earlier = len(read(text)) - (0 if text[-1:].isspace() else 1)
    for each in completions:
        assert begins_as_typed(each, text), (text, each)
        found = engine.search(Request(query=each.text))
        assert found.total >= each.documents > 0, (text, each)
        row = read(each.text)
        if each.kind == "phrase":
            # It continues all the words before it, or only the last of them.
            counts = [
                sum(has_row(read(document.title), row[start:]) for document in documents)
                for start in range(earlier + 1)
            ]
            assert any(counts), (text, each)
            assert each.documents <= max(counts), (text, each)
            if not earlier:
                assert each.documents == counts[0], (text, each)
        elif not earlier:
            plain = sum(occurs_in(document, row[0]) for document in documents)
            bare = {
                sum(occurs_in(document, form) for document in documents)
                for form in without_clitic(row[0])
            }
            assert each.documents in ({plain} if plain else bare), (text, each)
        elif not found.expansions:
            assert each.documents == found.total, (text, each)


def without_clitic(form: str) -> list[str]:
    """A form without a clitic, or with the article."""
    rests = [form[size:] for size in range(1, 5)]
    return [f"ال{form}", *rests, *(f"ال{rest}" for rest in rests)]


@st.composite
def beginnings(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """The beginning of a text that is copied by typing."""
    text = draw(st.sampled_from(texts))
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == " ")]
    start = draw(st.sampled_from(starts))
    return text[start : start + draw(st.integers(1, 50))]


def test_completions_of_the_sample_are_valid(
    sample: Engine, sample_documents: list[Document]
) -> None:
    texts = [text for each in sample_documents for text in (each.title, each.text[:400])]

    @given(beginnings(texts))
    @example("البحارة على")
    @example("إلى")
    @example("رئ")
    def check(text: str) -> None:
        plain = parse(text).tree
        nodes = plain.nodes if isinstance(plain, And) else (plain,)
        if text.strip() and all(isinstance(node, Word) for node in nodes):
            check_completions(sample, sample_documents, text)

    check()


def test_every_title_is_completed(sample: Engine, sample_documents: list[Document]) -> None:
    """After three words of a title its fourth word is offered."""
    missed = []
    for document in sample_documents:
        row = words(document.title)
        if len(row) < 5 or not document.title.startswith(" ".join(row[:4])):
            continue
        text = " ".join(row[:3]) + " "
        found = [read(each.text) for each in sample.suggest(text).completions]
        if not any(each[:4] == read(" ".join(row[:4])) for each in found):
            missed.append(document.title)
    assert missed == []


@given(st.text("وزيرلحكمةأ إىبتق()\"-*~:|&٢2aORن\u0640\u064e\u200f؟،«»=_'", max_size=60))
def test_any_text_is_accepted(sample: Engine, text: str) -> None:
    for each in sample.suggest(text).completions:
        assert sample.search(Request(query=each.text)).total >= each.documents > 0


@pytest.mark.parametrize("query", BAD_QUERIES, ids=lambda query: repr(query[:20]))
def test_a_hostile_text_is_answered_or_refused(sample: Engine, query: str) -> None:
    if len(query) > LIMITS.suggest_code_points:
        with pytest.raises(BadRequest) as refused:
            sample.suggest(query)
        assert refused.value.message.code == "typed_text_too_long"
    else:
        for each in sample.suggest(query).completions:
            assert sample.search(Request(query=each.text)).total >= each.documents


# Limits


def test_the_length_of_a_text_is_limited(news: Engine) -> None:
    most = LIMITS.suggest_code_points
    at = ("وزير " * most)[: most - 2] + "ال"
    assert len(at) == most
    news.suggest(at)
    with pytest.raises(BadRequest) as refused:
        news.suggest(at + "خ")
    assert refused.value.message == Message.of("typed_text_too_long", most=most, found=most + 1)


def test_the_number_of_completions_is_limited(news: Engine) -> None:
    most = LIMITS.suggest_limit_max
    assert len(offered(news, "ال", 1)) == 1
    assert len(offered(news, "ال")) == LIMITS.suggest_limit
    assert LIMITS.suggest_limit < len(offered(news, "ال", most)) <= most
    for limit in (0, -1, most + 1):
        with pytest.raises(BadRequest) as refused:
            news.suggest("ال", limit)
        assert refused.value.message == Message.of("limit_out_of_range", most=most, given=limit)


def test_a_completion_has_no_more_words_than_a_query_may_have(news_home: Path) -> None:
    """A query may have five words here; no completion has six."""
    text = "وزير الخارجية المصري "
    for terms, expected in ((4, []), (5, [text + "في بيروت", text + "يزور تونس"])):
        with closing(patient(news_home, query_terms=terms)) as engine:
            assert [each for _, each, _ in offered(engine, text)] == expected


def test_a_completed_word_is_no_longer_than_a_word_of_a_query(make_home: MakeHome) -> None:
    most = LIMITS.word_code_points
    home = make_home([Document(text="ب" * most), Document(text="ت" * (most + 1))])
    with closing(patient(home)) as engine:
        assert offered(engine, "ببب") == [("word", "ب" * most, 1)]
        assert offered(engine, "تتت") == []


PHRASES = ["المصرى في بيروت", "المصري يزور تونس", "المكتبة العامة"]


@pytest.mark.parametrize(
    ("limits", "text", "expected"),
    [
        ({"suggest_letters": 2}, "قم", ["قمح"]),
        ({"suggest_letters": 3}, "قم", []),
        ({"suggest_phrase_words": 2}, "الخ", ["الخارجية", "الخارجية المصرى", "الخارجية يصل"]),
        ({"suggest_phrase_words": 1}, "وزير الخ", ["وزير الخارجية"]),
        ({"suggest_title_words": 2}, "سوق ", ["سوق القمح"]),
        ({"suggest_title_words": 1}, "سوق ", []),
        ({"suggest_forms": 1}, "الم", ["المكتبة", *PHRASES]),
        ({"suggest_places": 1}, "الم", ["المكتبة", "المصرى", "المطار", *PHRASES[:2]]),
    ],
)  # fmt: skip
def test_the_work_is_limited(
    news_home: Path, limits: dict[str, int], text: str, expected: list[str]
) -> None:
    with closing(patient(news_home, **limits)) as engine:
        assert [each for _, each, _ in offered(engine, text)] == expected


def test_the_number_of_words_before_is_limited(make_home: MakeHome) -> None:
    home = make_home([Document(title="سوق قديم كبير وبيت قديم جميل", text="خبر")])
    for most, expected in ((1, "سوق قديم جميل"), (2, "سوق قديم كبير وبيت قديم جميل")):
        with closing(patient(home, suggest_context_words=most)) as engine:
            assert offered(engine, "سوق قديم ", 1) == [("phrase", expected, 1)]


class Clock:
    """A clock that returns 0 some times, and then a time past every deadline."""

    def __init__(self, looks: float) -> None:
        self.left = looks
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        self.left -= 1
        return 0.0 if self.left >= 0 else math.inf


def test_completions_found_before_the_deadline_are_kept(news_home: Path) -> None:
    with closing(IndexReader.current(news_home)) as index:
        limits = Limits(suggest_seconds=PATIENT)
        matcher = Matcher(index)
        relater = SynonymExpander(index.vocabulary, PairCounts(index).count)

        def suggest(clock: Clock) -> tuple[list[Completion], bool]:
            completer = Completer(matcher, relater, limits, clock=clock)
            found = completer._complete("وزير ال", 8)
            return list(found.completions), found.timed_out

        clock = Clock(math.inf)
        whole, timed_out = suggest(clock)
        assert whole
        assert not timed_out
        sizes = []
        for looks in range(1, clock.looks):
            cut, timed_out = suggest(Clock(looks))
            assert timed_out
            sizes.append(len(cut))
        assert all(less <= more for less, more in pairwise(sizes))
        assert sizes[0] == 0


def test_a_timeout_is_reported(news_home: Path) -> None:
    with closing(Engine.open(news_home, limits=Limits(suggest_seconds=-1.0))) as engine:
        answer = engine.suggest("وزير ال")
        assert (answer.completions, answer.timed_out) == ((), True)
        assert answer.index == engine.info
