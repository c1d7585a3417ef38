"""Joined stem classes in an index: built at once, document by document, and asked for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from arabic.analyzer import analyze
from corpus.document import Document
from index import build
from index.reader import IndexReader
from index.unknown_words import find_stem
from index.vocabulary import Vocabulary
from tests.homes import MakeHome, add_to

TEXTS = (
    "في سامسونج، إلى سامسونج، عن سامسونج، على سامسونج.",
    "في سامسونغ، إلى سامسونغ. الدرجة المائوية، ثم المئوية.",
    "الشاعر والشعراء في المدينة، وسامسونغ.",
)


@pytest.fixture(params=["at once", "one by one", "classes kept"])
def home(
    request: pytest.FixtureRequest, make_home: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The texts, built in one step or in three, where known forms are classified again or keep
    their classes."""
    documents = [Document(text=text) for text in TEXTS]
    if request.param == "at once":
        return make_home(documents)
    if request.param == "classes kept":
        monkeypatch.setattr(build, "_FEW_WORDS", 0)
        monkeypatch.setattr(build, "_GROWTH", 1000.0)
    made = make_home(documents[:1])
    for document in documents[1:]:
        add_to(made, [document])
    return made


def class_of(vocabulary: Vocabulary, form: str) -> int:
    number = vocabulary.form(form)
    assert number is not None
    return vocabulary.stem_of(number)


def test_spellings_of_one_word_have_one_class(home: Path) -> None:
    with closing(IndexReader.current(home)) as index:
        vocabulary = index.vocabulary
        stem = class_of(vocabulary, "سامسونج")
        for form in ("سامسونغ", "وسامسونغ"):
            assert class_of(vocabulary, form) == stem
        names = {each.name: (each.kind, each.spelling) for each in vocabulary.class_names(stem)}
        assert names == {
            "سامسونج": ("head", "سامسونج"),
            "سامسونغ": ("spelling", "سامسونغ"),
        }
        assert vocabulary.stem("سامسونغ") == vocabulary.stem("سامسونج") == stem
        assert class_of(vocabulary, "الماءويه") == class_of(vocabulary, "المءويه")
        plain = class_of(vocabulary, "المدينه")
        assert vocabulary.class_names(plain) == ()


@pytest.mark.parametrize("word", ["سامسونق", "بسمسونج", "بالمائوية"])
def test_a_word_that_no_document_has_finds_the_class_of_its_spellings(
    home: Path, word: str
) -> None:
    with closing(IndexReader.current(home)) as index:
        found = find_stem(index.vocabulary, analyze(word, index.vocabulary.attested))
        expected = "المءويه" if "مائ" in word else "سامسونج"
        assert found is not None
        assert found.stem == class_of(index.vocabulary, expected)
        assert found.kind == ("hundred" if "مائ" in word else "spelling")


def test_another_word_finds_no_class(home: Path) -> None:
    with closing(IndexReader.current(home)) as index:
        analysis = analyze("تلفزيون", index.vocabulary.attested)
        assert find_stem(index.vocabulary, analysis) is None
