"""The components that an ablation disables, and how each is disabled.

A component is disabled for a whole process by replacing a function or record in every module of
warraq. A missing name is an error, so that no component silently stays enabled.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import FunctionType
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

_PACKAGES: Final = ("arabic", "corpus", "index", "search")
_VERSION: Final = "ANALYZER_VERSION"


class ComponentError(Exception):
    """A component cannot be disabled because the name it replaces is missing."""


class Component(NamedTuple):
    """A component; ``without`` describes what remains, ``classes`` says whether the word classes
    have to be recomputed."""

    name: str
    without: str
    classes: bool
    disable: Callable[[], None]


def _named(module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ComponentError(f"{module} has no {name}, which the component replaces.") from error


def _modules() -> Iterator[Any]:
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in _PACKAGES:
            yield module


def _functions(module: Any) -> Iterator[FunctionType]:
    """Iterate over the functions of a module and the methods of its classes."""
    for value in vars(module).values():
        for one in vars(value).values() if isinstance(value, type) else (value,):
            function = getattr(one, "__func__", one)  # of a class or static method
            if isinstance(function, FunctionType):
                yield function


def replace_everywhere(old: object, new: object) -> None:
    """Replace ``old`` by ``new`` in every module of warraq, including default arguments."""
    for module in _modules():
        for name, value in list(vars(module).items()):
            if value is old:
                setattr(module, name, new)
        for function in _functions(module):
            if function.__defaults__:
                function.__defaults__ = tuple(
                    new if value is old else value for value in function.__defaults__
                )
            defaults = function.__kwdefaults__ or {}
            for name, value in defaults.items():
                if value is old:
                    defaults[name] = new


def _wrap(module: str, name: str, wrapped: Callable[[Any], Any]) -> None:
    import_module("search.engine")  # loads every module that may hold the name
    old = _named(module, name)
    replace_everywhere(old, wrapped(old))


def mark_classes(component: str) -> None:
    """Mark indexes built from here on with an analyzer version of their own."""
    import_module("search.engine")
    for module in _modules():
        if hasattr(module, _VERSION):
            setattr(module, _VERSION, f"{getattr(module, _VERSION)} without {component}")


# The analyzer


def _light10() -> None:
    light10 = _named("arabic.readings", "light10")
    _wrap("arabic.stemmer", "best_reading", lambda _: lambda word, *_, **__: light10(word))


def _lexicon() -> None:
    _wrap("arabic.readings", "find_readings", lambda _: lambda _word: [])


def _costs() -> None:
    def by_string(readings: Callable[[str], list[Any]]) -> Callable[[str], list[Any]]:
        def first_by_string(word: str) -> list[Any]:
            return sorted(reading._replace(cost=0.0) for reading in readings(word))

        return first_by_string

    _wrap("arabic.readings", "find_readings", by_string)


def _corpus_statistics() -> None:
    _wrap("arabic.analyzer", "choose_reading", lambda read: lambda letters, *_, **__: read(letters))


def _joins() -> None:
    _wrap("arabic.spelling_variants", "find_joins", lambda _: lambda *_: [])
    _wrap("arabic.respellings", "respell", lambda _: lambda *_: None)


# The ranking


def _changed(module: str, name: str, **changes: object) -> None:
    """Replace fields of a parameter record."""

    def changed(record: Any) -> Any:
        missing = changes.keys() - set(record.__struct_fields__)
        if missing:
            raise ComponentError(f"{module}.{name} has no {', '.join(sorted(missing))}.")
        return msgspec.structs.replace(record, **changes)

    _wrap(module, name, changed)


def _weights(**changes: float) -> None:
    _changed("search.matching.ranking_parameters", "RANKING", **changes)


def _relations(**changes: object) -> None:
    _changed("search.query.synonyms", "SYNONYM_SETTINGS", **changes)


def _one_field() -> None:
    """Score title and body as one field with a joint length."""
    reader = _named("index.reader", "IndexReader")
    open_reader = reader.__init__

    def opened(self: Any, *arguments: Any) -> None:
        open_reader(self, *arguments)
        lengths = np.sum([each.astype(np.int64) for each in self.lengths.values()], axis=0)
        average = sum(self.average_length.values())
        self.lengths = dict.fromkeys(self.lengths, lengths)
        self.average_length = dict.fromkeys(self.average_length, average)

    reader.__init__ = opened
    body = _named("search.matching.ranking_parameters", "RANKING")
    _weights(title_weight=body.body_weight, title_b=body.body_b)


COMPONENTS: Final = (
    Component("lexicon and corpus", "light10 stems everywhere", True, _light10),
    Component("lexicon", "stems by attestation in the archive, else light10", True, _lexicon),
    Component("costs", "the first reading by string", True, _costs),
    Component(
        "corpus statistics", "each word analysed without corpus counts", True, _corpus_statistics
    ),
    Component("root level", "form and stem", False, lambda: _weights(root=0.0)),
    Component("form level", "stem and root", False, lambda: _weights(form=0.0)),
    Component("stem and root levels", "form only", False, lambda: _weights(stem=0, root=0)),
    Component("BM25F", "title and body as one field", False, _one_field),
    Component("title", "body only", False, lambda: _weights(title_weight=0.0, title=0.0)),
    Component("title agreement", "titles without a boost", False, lambda: _weights(title=0.0)),
    Component(
        "neighbours",
        "no shares for adjacent words",
        False,
        lambda: _weights(bigram=0.0, run=0.0),
    ),
    Component(
        "question words",
        "ما من كيف … scored like other words",
        False,
        lambda: _relations(question_words=False),
    ),
    Component("months", "months only as typed", False, lambda: _relations(months=0.0)),
    Component("spellings", "spellings of one word apart", True, _joins),
)
