"""Rendering messages: a template of the catalogue with its placeholders filled.

A placeholder is ``{name}``, or ``{name:kind}`` for a value that has a name of its own in each
language, such as ``{level:level}``; ``TERMS`` of the catalogue has the names of a kind.
``{count?# document is|# documents are}`` chooses among the forms of :mod:`corpus.messages.plurals`
by a number, which replaces ``#``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any, Final, Literal, NamedTuple, get_args

from corpus.messages import arabic_catalogue, english_catalogue
from corpus.messages.message import Message, ParameterValue
from corpus.messages.plurals import FORM_OF

Language = Literal["ar", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_CATALOGUES: Final[Mapping[Language, ModuleType]] = MappingProxyType(
    {"ar": arabic_catalogue, "en": english_catalogue}
)
_PLACEHOLDER: Final = re.compile(r"\{(\w+)(?::(\w+)|\?([^{}]*))?\}")


class Placed(NamedTuple):
    """The value of a parameter where the sentence has it, as text.

    ``kind`` is that of its placeholder; a ``date`` is ISO, which a page can write in words.
    """

    name: str
    text: str
    kind: str = ""


def parts(message: Message, language: Language) -> Iterator[str | Placed]:
    """The sentence of a message in its parts: text of the template, and values in place.

    Raises KeyError for a code that is in no catalogue, or a placeholder without a parameter.
    """
    for literal, name, kind, forms in _template(message.code, language):
        if literal:
            yield literal
        if forms:
            yield from _counted(name, message.params[name], forms, language)
        elif name:
            yield Placed(name, _text(message.params[name], kind, language), kind)


def render(message: Message, language: Language) -> str:
    """The sentence of a message as plain text."""
    return "".join(
        part if isinstance(part, str) else part.text for part in parts(message, language)
    )


def record(message: Message, language: Language) -> dict[str, Any]:
    """A message as JSON has it: its code, its text in a language, and its parameters."""
    params = {
        name: record(value, language) if isinstance(value, Message) else value
        for name, value in message.params.items()
    }
    return {"code": message.code, "text": render(message, language), **params}


def _counted(
    name: str, number: ParameterValue, forms: tuple[str, ...], language: Language
) -> Iterator[str | Placed]:
    """The form that goes with a number, with the number in place; any other value has the last."""
    place = FORM_OF[language](number) if isinstance(number, int) else -1
    before, sign, after = forms[place].partition("#")
    yield before
    if sign:
        yield Placed(name, _text(number, "", language))
        yield after


class _Piece(NamedTuple):
    """Literal text, and the placeholder after it: its name, and its kind or its forms."""

    literal: str
    name: str = ""
    kind: str = ""
    forms: tuple[str, ...] = ()


@cache
def _template(code: str, language: Language) -> tuple[_Piece, ...]:
    template: str = _CATALOGUES[language].SENTENCES[code]
    pieces: list[_Piece] = []
    last = 0
    for found in _PLACEHOLDER.finditer(template):
        name, kind, forms = found.groups(default="")
        choice = tuple(forms.split("|")) if forms else ()
        pieces.append(_Piece(template[last : found.start()], name, kind, choice))
        last = found.end()
    return (*pieces, _Piece(template[last:]))


def _text(value: ParameterValue, kind: str, language: Language) -> str:
    if isinstance(value, Message):
        return render(value, language)
    if isinstance(value, tuple):
        joint: str = _CATALOGUES[language].LIST_JOINT
        return joint.join(_text(each, kind, language) for each in value)
    if kind:
        names: Mapping[Any, str] = _CATALOGUES[language].TERMS[kind]
        return names.get(value, str(value))
    return str(value) if isinstance(value, str) else f"{value:,}"
