"""Texts as XML can hold them."""

from __future__ import annotations

from corpus.xml_text import writable


def test_characters_outside_xml_are_replaced() -> None:
    assert writable("ا\x0bب\uffff\ud800\U0001f600\n") == "ا\ufffdب\ufffd\ufffd\U0001f600\n"
