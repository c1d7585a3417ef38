"""Rendering messages: a template of the catalogue with its placeholders filled.

A placeholder is ``{name}``, or ``{name:kind}`` for a value that has a name of its own in each
language, such as ``{level:level}``; ``TERMS`` of the catalogue has the names of a kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any, Final, Literal, NamedTuple, get_args

from corpus.messages import arabic_catalogue, english_catalogue
from corpus.messages.message import Message, ParameterValue

Language = Literal["ar", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_CATALOGUES: Final[Mapping[Language, ModuleType]] = MappingProxyType(
    {"ar": arabic_catalogue, "en": english_catalogue}
)
_PLACEHOLDER: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")


class Placed(NamedTuple):
    """The value of a parameter where the sentence has it, as text."""

    name: str
    text: str


def parts(message: Message, language: Language) -> Iterator[str | Placed]:
    """The sentence of a message in its parts: text of the template, and values in place.

    Raises KeyError for a code that is in no catalogue, or a placeholder without a parameter.
    """
    for literal, name, kind in _template(message.code, language):
        if literal:
            yield literal
        if name:
            yield Placed(name, _text(message.params[name], kind, language))


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


@cache
def _template(code: str, language: Language) -> tuple[tuple[str, str, str], ...]:
    """A template as triples: literal text, then the name and kind of the placeholder after it."""
    template: str = _CATALOGUES[language].SENTENCES[code]
    triples: list[tuple[str, str, str]] = []
    last = 0
    for found in _PLACEHOLDER.finditer(template):
        triples.append((template[last : found.start()], found[1], found[2] or ""))
        last = found.end()
    return (*triples, (template[last:], "", ""))


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
