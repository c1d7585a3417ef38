"""Reading the pickled list of segments in Whoosh's table of contents without unpickling it.

The opcodes of the pickle are read as data, and only those that such a list needs are known: no
name is looked up, no function is called, and no length of the file is believed.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

from index.arrays import DamagedError

_MOST_STEPS: Final = 20_000_000


class PickledObject:
    """An object of the pickle: the name of its class, and its attributes."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.parts: dict[str, Any] = {}


class _Name(NamedTuple):
    """The name of a class, which is not looked up."""

    text: str


class _Mark:
    """Where the items of a list, set or dictionary begin on the stack."""


def read_segment_list(pickled: bytes, classes: frozenset[str]) -> Any:
    """What a pickle describes: lists, sets of integers, dictionaries with strings as keys, strings,
    integers, booleans, None, and objects of ``classes`` (``module.name``).

    Raises DamagedError for any other pickle.
    """
    try:
        return _Reader(classes).read(pickled)
    except (ValueError, IndexError, KeyError, TypeError, OverflowError) as error:
        raise DamagedError("generation_segments_invalid") from error


class _Reader:
    """Follows the opcodes of one pickle."""

    def __init__(self, classes: frozenset[str]) -> None:
        self._classes = classes
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}

    def read(self, pickled: bytes) -> Any:
        for steps, (opcode, argument, _) in enumerate(pickletools.genops(pickled)):
            if steps > _MOST_STEPS:
                raise ValueError("the pickle is too long")
            if opcode.name == "STOP":
                break
            _STEPS[opcode.name](self, argument)
        (found,) = self._stack
        return found

    def push(self, value: Any) -> None:
        self._stack.append(value)

    def recall(self, place: int) -> None:
        self._stack.append(self._memo[place])

    def memoize(self, place: int | None) -> None:
        self._memo[len(self._memo) if place is None else place] = self._stack[-1]

    def name(self, _: object) -> None:
        name, module = self._stack.pop(), self._stack.pop()
        if type(name) is not str or type(module) is not str:
            raise TypeError("a name is not a string")
        self._push_name(f"{module}.{name}")

    def global_name(self, argument: str) -> None:
        self._push_name(argument.replace(" ", "."))

    def _push_name(self, text: str) -> None:
        if text not in self._classes:
            raise DamagedError("generation_class_unknown", name=text)
        self._stack.append(_Name(text))

    def new_object(self, _: object) -> None:
        arguments, kind = self._stack.pop(), self._stack.pop()
        if type(kind) is not _Name or arguments != ():
            raise TypeError("an object is made with arguments")
        self._stack.append(PickledObject(kind.text))

    def build(self, _: object) -> None:
        parts, owner = self._stack.pop(), self._stack[-1]
        if type(owner) is not PickledObject or type(parts) is not dict or owner.parts:
            raise TypeError("a state has no object")
        owner.parts.update(parts)

    def append(self, _: object) -> None:
        self._extend([self._stack.pop()])

    def appends(self, _: object) -> None:
        self._extend(self._items())

    def _extend(self, items: list[Any]) -> None:
        owner = self._stack[-1]
        if type(owner) is not list:
            raise TypeError("items have no list")
        owner += items

    def add_items(self, _: object) -> None:
        items, owner = self._items(), self._stack[-1]
        if type(owner) is not set or any(type(item) is not int for item in items):
            raise TypeError("a set of other items than integers")
        owner.update(items)

    def set_item(self, _: object) -> None:
        value, key = self._stack.pop(), self._stack.pop()
        self._set([key, value])

    def set_items(self, _: object) -> None:
        self._set(self._items())

    def _set(self, items: list[Any]) -> None:
        owner = self._stack[-1]
        if type(owner) is not dict or len(items) % 2:
            raise TypeError("items have no dictionary")
        for key, value in list(pairwise(items))[::2]:
            if type(key) is not str:
                raise TypeError("a key is not a string")
            owner[key] = value

    def _items(self) -> list[Any]:
        """Take what stands after the last mark from the stack."""
        items: list[Any] = []
        while type(found := self._stack.pop()) is not _Mark:
            items.append(found)
        return items[::-1]


def _nothing(_: _Reader, __: object) -> None:
    """An opcode that changes nothing."""


def _constant(make: Callable[[], Any]) -> Callable[[_Reader, Any], None]:
    return lambda reader, _: reader.push(make())


def _steps() -> Iterator[tuple[str, Callable[[_Reader, Any], None]]]:
    for name in ("PROTO", "FRAME"):
        yield name, _nothing
    for name, make in (
        ("MARK", _Mark),
        ("NONE", lambda: None),
        ("NEWTRUE", lambda: True),
        ("NEWFALSE", lambda: False),
        ("EMPTY_LIST", list),
        ("EMPTY_DICT", dict),
        ("EMPTY_SET", set),
        ("EMPTY_TUPLE", tuple),
    ):
        yield name, _constant(make)
    for name in ("BINUNICODE", "SHORT_BINUNICODE", "BININT", "BININT1", "BININT2", "LONG1"):
        yield name, _Reader.push
    for name in ("BINPUT", "LONG_BINPUT", "MEMOIZE"):
        yield name, _Reader.memoize
    for name in ("BINGET", "LONG_BINGET"):
        yield name, _Reader.recall
    yield from {
        "STACK_GLOBAL": _Reader.name,
        "GLOBAL": _Reader.global_name,
        "NEWOBJ": _Reader.new_object,
        "BUILD": _Reader.build,
        "APPEND": _Reader.append,
        "APPENDS": _Reader.appends,
        "ADDITEMS": _Reader.add_items,
        "SETITEM": _Reader.set_item,
        "SETITEMS": _Reader.set_items,
    }.items()


_STEPS: Final[Mapping[str, Callable[[_Reader, Any], None]]] = dict(_steps())
