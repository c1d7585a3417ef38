"""The list of segments is read without unpickling: nothing in it is called or looked up."""

from __future__ import annotations

import os
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest

from index.arrays import DamagedError
from index.segment_list import PickledObject, read_segment_list

KIND = "index.codec.ArraySegment"
CLASSES = frozenset({KIND})

PROTO = b"\x80\x04"
NAME = b"\x8c\x0bindex.codec\x8c\x0cArraySegment\x93"
SYSTEM = b"\x8c\x02os\x8c\x06system\x93"
COMMAND = b"\x8c\x09touch /tmp"


def read(pickled: bytes) -> Any:
    return read_segment_list(pickled, CLASSES)


@pytest.mark.parametrize("protocol", range(2, 6))
def test_plain_values_are_read_as_they_were_written(protocol: int) -> None:
    values: list[object] = [1, -5, 300, 1 << 40, "نص", None, True, [], (), {"a": [False]}]
    assert read(pickle.dumps(values, protocol)) == values


@pytest.mark.parametrize("protocol", [4, 5])
def test_many_deleted_documents_are_read(protocol: int) -> None:
    values = {number * 7 for number in range(5_000)}
    assert read(pickle.dumps([values], protocol)) == [values]


def test_an_object_is_its_name_and_its_attributes() -> None:
    found = read(PROTO + NAME + b")\x81}\x8c\x01aK\x05sb.")
    assert type(found) is PickledObject
    assert (found.kind, found.parts) == (KIND, {"a": 5})


CRAFTED = {
    "REDUCE": SYSTEM + COMMAND + b"\x85R.",
    "REDUCE of a class of the index": NAME + b")R.",
    "GLOBAL and REDUCE": b"cos\nsystem\n" + COMMAND + b"\x85R.",
    "INST": b"(" + COMMAND + b"ios\nsystem\n.",
    "INST of a class of the index": b"(iindex.codec\nArraySegment\n.",
    "OBJ": b"(" + SYSTEM + COMMAND + b"o.",
    "NEWOBJ": SYSTEM + COMMAND + b"\x85\x81.",
    "NEWOBJ with arguments": NAME + COMMAND + b"\x85\x81.",
    "NEWOBJ_EX": NAME + b")}\x92.",
    "BUILD of a string": COMMAND + b"}b.",
    "BUILD with a string": NAME + b")\x81" + COMMAND + b"b.",
    "BUILD twice": NAME + b")\x81}\x8c\x01aK\x05sb}\x8c\x01aK\x05sb.",
    "BUILD with a setter": NAME + b")\x81}\x8c\x0c__setstate__" + SYSTEM + b"sb.",
    "STACK_GLOBAL of integers": b"K\x01K\x02\x93.",
    "STACK_GLOBAL of an attribute": b"\x8c\x0bindex.codec\x8c\x15ArraySegment.__init__\x93.",
    "EXT1": b"\x82\x01.",
    "EXT2": b"\x83\x01\x00.",
    "EXT4": b"\x84\x01\x00\x00\x00.",
    "PERSID": b"Pnowhere\n.",
    "BINPERSID": COMMAND + b"Q.",
    "a memo place that nothing has": b"j\xff\xff\xff\x7f.",
    "a length of four gigabytes": b"X\xff\xff\xff\xffabc",
    "a length of 2 to the 62": b"\x8d" + struct.pack("<Q", 1 << 62) + b"abc",
    "bytes of 2 to the 62": b"\x8e" + struct.pack("<Q", 1 << 62) + b"abc",
    "a byte array": b"\x96" + struct.pack("<Q", 1 << 62) + b"abc",
    "a frame of 2 to the 62": b"\x95" + struct.pack("<Q", 1 << 62),
    "an integer of many digits": b"I" + b"9" * 100_000 + b"\n.",
    "a long integer": b"\x8b\xff\xff\xff\x7f\x01",
    "a float": b"G" + bytes(8) + b".",
    "no end": b"]",
    "nothing": b"",
    "an empty stack": b"a.",
    "two values": b"NN.",
    "a mark alone": b"e.",
    "a set of lists": b"\x8f(]\x90.",
    "a set of tuples": b"\x8f()\x90.",
    "a dictionary of tuples": b"})Ns.",
    "a dictionary with half a pair": b"}(\x8c\x01au.",
    "a frozen set": b"(K\x01\x91.",
    "an unknown opcode": b"\xff.",
    "text that is not UTF-8": b"\x8c\x02\xff\xfe.",
}


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_pickle_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[object] = []
    monkeypatch.setattr(os, "system", called.append)
    with pytest.raises(DamagedError):
        read(PROTO + CRAFTED[name])
    assert not called


BOMBS = {
    "a memo of 16 gigabytes": b"Nr\xff\xff\xff\x7f.",
    # Each tuple has the one before twice: its hash would take 2 to the 60 steps.
    "tuples of tuples": b"\x8f()" + b"2\x86" * 60 + b"\x90.",
    "deep lists": b"]" * 100_000 + b"a" * 99_999 + b".",
    "a list in itself": b"]\x94h\x00a.",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_time(name: str) -> None:
    try:
        found = read(PROTO + BOMBS[name])
    except DamagedError:
        return
    assert found is None or type(found) is list


def test_objects_of_other_classes_are_refused() -> None:
    for value in (Path("/"), 1.5, b"bytes", 3j, object(), range(3), frozenset({1})):
        with pytest.raises(DamagedError):
            read(pickle.dumps([value], 4))
