"""Messages: both catalogues are complete, every code is used, and rendering loses nothing."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Mapping

import msgspec
import pytest

from corpus.messages import LANGUAGES, Language, Message, Placed, WarraqError, parts, record, render
from corpus.messages import arabic_catalogue as arabic
from corpus.messages import english_catalogue as english
from tests.homes import ROOT

PACKAGES = ("arabic", "corpus", "index", "search", "web", "warraq")
PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")


def placeholders(template: str) -> set[tuple[str, str]]:
    return {(name, kind) for name, kind in PLACEHOLDER.findall(template)}


def literals() -> set[str]:
    """Every string literal of the packages, but for those of the catalogues."""
    found: set[str] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if path.stem.endswith("_catalogue"):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
    return found


def test_every_code_has_both_languages() -> None:
    assert english.SENTENCES.keys() == arabic.SENTENCES.keys()
    assert english.TERMS.keys() == arabic.TERMS.keys()
    for kind, names in english.TERMS.items():
        assert names.keys() == arabic.TERMS[kind].keys()


def sections(language: str) -> tuple[list[str], list[str]]:
    """The section comments and the codes of a catalogue, in the order of its source."""
    source = (ROOT / f"corpus/messages/{language}_catalogue.py").read_text("utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "SENTENCES":
            assert isinstance(node.value, ast.Call)
            (table,) = node.value.args
            assert isinstance(table, ast.Dict)
            codes = [ast.literal_eval(key) for key in table.keys if key is not None]
            lines = source.splitlines()[table.lineno : table.end_lineno]
            return [line for line in lines if line.lstrip().startswith("#")], codes
    raise AssertionError(language)


def test_both_catalogues_have_one_order_and_no_code_twice() -> None:
    english_source = sections("english")
    assert english_source == sections("arabic")
    codes = english_source[1]
    assert codes == list(english.SENTENCES)
    assert len(codes) == len(set(codes))


def test_every_code_is_produced_somewhere() -> None:
    assert english.SENTENCES.keys() - literals() == set()


@pytest.mark.parametrize("code", english.SENTENCES)
def test_both_languages_fill_the_same_placeholders(code: str) -> None:
    filled = placeholders(english.SENTENCES[code])
    assert filled == placeholders(arabic.SENTENCES[code])
    assert {kind for _, kind in filled} - {""} <= english.TERMS.keys()
    assert not {name for name, _ in filled} & {"code", "text"}  # keys that every record has


@pytest.mark.parametrize("code", sorted(english.SENTENCES.keys() - {"as_given"}))
def test_each_sentence_is_in_its_language(code: str) -> None:
    assert re.search("[\u0621-\u064a]", arabic.SENTENCES[code])
    assert arabic.SENTENCES[code] != english.SENTENCES[code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_is_not_read_as_a_template(language: Language) -> None:
    message = Message("as_given", {"sentence": "{odd} value"})
    assert list(parts(message, language)) == [Placed("sentence", "{odd} value")]
    assert render(message, language) == "{odd} value"


def test_a_record_has_code_text_and_parameters() -> None:
    message = Message("as_given", {"sentence": "word", "start": 3, "end": 7})
    assert record(message, "en") == {
        "code": "as_given",
        "text": "word",
        "sentence": "word",
        "start": 3,
        "end": 7,
    }
    assert message.span == (3, 7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cause_is_rendered_in_the_language_of_its_sentence(language: Language) -> None:
    cause = Message.of("index_file_cut_short", file="a.arrays")
    message = Message.of("index_rebuilt", cause=cause)
    assert render(cause, language) in render(message, language)
    assert record(message, language)["cause"] == record(cause, language)
    decoded = msgspec.msgpack.decode(msgspec.msgpack.encode(message), type=Message)
    assert decoded == message
    assert pickle.loads(pickle.dumps(message)) == message


class Refused(WarraqError):
    """An error with a field of its own."""

    def __init__(self, text: str, *, place: int) -> None:
        super().__init__("as_given", sentence=text)
        self.place = place


def test_an_error_is_its_message_and_survives_pickling() -> None:
    error = Refused("no", place=4)
    assert str(error) == "no"
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, Refused)
    assert (again.message, again.place, str(again)) == (error.message, 4, "no")


def test_catalogues_cannot_be_changed() -> None:
    for catalogue in (english.SENTENCES, arabic.SENTENCES):
        assert isinstance(catalogue, Mapping)
        assert not hasattr(catalogue, "__setitem__")
