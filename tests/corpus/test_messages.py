"""Messages: both catalogues are complete, every code is used, and rendering loses nothing."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Mapping

import msgspec
import pytest
from babel import Locale

from corpus.messages import LANGUAGES, Language, Message, Placed, WarraqError, parts, record, render
from corpus.messages import arabic_catalogue as arabic
from corpus.messages import english_catalogue as english
from corpus.messages.plurals import ARABIC_FORMS, ENGLISH_FORMS, FORM_OF
from tests.homes import ROOT

PACKAGES = ("arabic", "corpus", "index", "search", "web", "warraq")
PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+)|\?([^{}]*))?\}")
FORMS = {"en": ENGLISH_FORMS, "ar": ARABIC_FORMS}


def placeholders(template: str) -> set[tuple[str, str]]:
    return {(name, kind) for name, kind, _ in PLACEHOLDER.findall(template)}


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
def test_every_choice_by_number_has_all_forms(language: Language) -> None:
    sentences = english.SENTENCES if language == "en" else arabic.SENTENCES
    for code, template in sentences.items():
        for _, _, forms in PLACEHOLDER.findall(template):
            if forms:
                assert len(forms.split("|")) == len(FORMS[language]), code
                assert all(form and form.count("#") <= 1 for form in forms.split("|")), code


# Limits are never 1, and "the header {columns}" has no noun.
NOUNS = "bytes|cells|changes|documents|forms|generations|minutes|others|queries|words"
PLURAL = re.compile(rf"\{{(\w+)\}} (?:\w+ )?(?:{NOUNS})\b")


def test_a_number_before_a_noun_chooses_its_form() -> None:
    """Limits, and what is beyond one, are never 1."""
    limits = {"most", "listed", "columns"}
    for code, template in english.SENTENCES.items():
        if "{most}" not in template and code not in ("export_cut", "too_many_forms"):
            assert not set(PLURAL.findall(template)) - limits, code


@pytest.mark.parametrize(
    ("number", "english_text", "arabic_text"),
    [
        (0, "0 earlier generations of the index are", "0 جيل سابق من الفهرس"),
        (1, "1 earlier generation of the index is", "جيل سابق من الفهرس ما زال مفتوحًا"),
        (2, "2 earlier generations of the index are", "جيلان سابقان من الفهرس ما زالا مفتوحين"),
        (3, "3 earlier generations of the index are", "3 أجيال سابقة"),
        (10, "10 earlier generations of the index are", "10 أجيال سابقة"),
        (11, "11 earlier generations of the index are", "11 جيلًا سابقًا"),
        (99, "99 earlier generations of the index are", "99 جيلًا سابقًا"),
        (100, "100 earlier generations of the index are", "100 جيل سابق"),
        (103, "103 earlier generations of the index are", "103 أجيال سابقة"),
        (1_111, "1,111 earlier generations of the index are", "1,111 جيلًا سابقًا"),
    ],
)
def test_a_noun_has_the_form_of_its_number(
    number: int, english_text: str, arabic_text: str
) -> None:
    message = Message("generation_still_read", {"count": number})
    assert render(message, "en").startswith(english_text + " still open")
    assert render(message, "ar").startswith(arabic_text)
    placed = [part for part in parts(message, "en") if isinstance(part, Placed)]
    assert placed == [Placed("count", f"{number:,}")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_are_those_of_cldr(language: Language) -> None:
    rule = Locale(language).plural_form
    for number in range(1_200):
        form = FORMS[language][FORM_OF[language](number)]
        assert form == ("other" if number == 0 else rule(number)), number


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
