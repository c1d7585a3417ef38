"""The parts of warraq that an ablation turns off, and how each is turned off.

A part is turned off for a whole process, by putting something simpler in the place of what the
modules of warraq hold under a name. A name that is not there (any more) is an error, never a part
that silently stays on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import FunctionType
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

_PACKAGES: Final = ("corpus", "index", "search")
_VERSION: Final = "ANALYZER_VERSION"


class PartError(Exception):
    """A part cannot be turned off, because nothing has the name it had; one sentence."""


class Part(NamedTuple):
    """A part with what remains ``without`` it in words; ``classes`` tells that the classes of
    words must be made anew without it."""

    name: str
    without: str
    classes: bool
    turn_off: Callable[[], None]


def _named(module: str, name: str) -> Any:
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise PartError(f"{module} has no {name}, which the part was turned off by.") from error


def _modules() -> Iterator[Any]:
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in _PACKAGES:
            yield module


def _functions(module: Any) -> Iterator[FunctionType]:
    """The functions of a module and the methods of its classes."""
    for value in vars(module).values():
        for one in vars(value).values() if isinstance(value, type) else (value,):
            function = getattr(one, "__func__", one)  # of a class or static method
            if isinstance(function, FunctionType):
                yield function


def replace_everywhere(old: object, new: object) -> None:
    """Put ``new`` in the place of ``old`` in every module of warraq, default arguments included."""
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
    import_module("search.engine")  # everything that may hold the name by now
    old = _named(module, name)
    replace_everywhere(old, wrapped(old))


def mark_classes(part: str) -> None:
    """Let the classes of an index made from now on be known as those of a part turned off."""
    import_module("search.engine")
    for module in _modules():
        if hasattr(module, _VERSION):
            setattr(module, _VERSION, f"{getattr(module, _VERSION)} without {part}")


# The analyzer


def _light10() -> None:
    light10 = _named("arabic.stemmer", "light10")
    _wrap("arabic.stemmer", "best", lambda _: lambda word, *_, **__: light10(word))


def _lexicon() -> None:
    _wrap("arabic.stemmer", "readings", lambda _: lambda _word: [])


def _costs() -> None:
    def by_string(readings: Callable[[str], list[Any]]) -> Callable[[str], list[Any]]:
        def first_by_string(word: str) -> list[Any]:
            return sorted(reading._replace(cost=0.0) for reading in readings(word))

        return first_by_string

    _wrap("arabic.stemmer", "readings", by_string)


def _corpus_statistics() -> None:
    _wrap("arabic.analyzer", "read", lambda read: lambda letters, *_, **__: read(letters))


# The ranking


def _changed(module: str, name: str, **changes: object) -> None:
    """Change fields of a record."""

    def changed(record: Any) -> Any:
        missing = changes.keys() - set(record.__struct_fields__)
        if missing:
            raise PartError(f"{module}.{name} has no {', '.join(sorted(missing))}.")
        return msgspec.structs.replace(record, **changes)

    _wrap(module, name, changed)


def _weights(**changes: float) -> None:
    _changed("search.matching.bm25f", "PARAMETERS", **changes)


def _relations(**changes: object) -> None:
    _changed("search.query.synonyms", "SYNONYM_SETTINGS", **changes)


def _one_field() -> None:
    """A document has one length, that of title and body, and a word counts the same in both."""
    reader = _named("index.reader", "IndexReader")
    open_reader = reader.__init__

    def opened(self: Any, *arguments: Any) -> None:
        open_reader(self, *arguments)
        lengths = np.sum([each.astype(np.int64) for each in self.lengths.values()], axis=0)
        average = sum(self.average_length.values())
        self.lengths = dict.fromkeys(self.lengths, lengths)
        self.average_length = dict.fromkeys(self.average_length, average)

    reader.__init__ = opened
    body = _named("search.matching.bm25f", "PARAMETERS")
    _weights(title_weight=body.body_weight, title_b=body.body_b)


PARTS: Final = (
    Part("lexicon and corpus", "light10 stems everywhere", True, _light10),
    Part("lexicon", "stems by what the archive attests, else light10", True, _lexicon),
    Part("costs", "the first reading by string", True, _costs),
    Part("corpus statistics", "each word analysed alone", True, _corpus_statistics),
    Part("root level", "form and stem", False, lambda: _weights(root=0.0)),
    Part("form level", "stem and root", False, lambda: _weights(form=0.0)),
    Part("stem and root levels", "form alone scores", False, lambda: _weights(stem=0, root=0)),
    Part("BM25F", "title and body as one field", False, _one_field),
    Part("title", "the body alone scores", False, lambda: _weights(title_weight=0.0, titles=0.0)),
    Part("title agreement", "titles as any text", False, lambda: _weights(titles=0.0)),
    Part("neighbours", "each word by itself", False, lambda: _weights(bigrams=0.0)),
    Part(
        "question words",
        "ما من كيف … scored as any word",
        False,
        lambda: _relations(question_words=False),
    ),
    Part("months", "each month by the name typed", False, lambda: _relations(months=0.0)),
    Part("name spellings", "names as typed", False, lambda: _relations(spellings=0.0)),
)
