"""Detecting and decoding character sets."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decoding import DecodingError, decode, decode_legacy

LONG = "قال الوزير إن المفاوضات ستستمر غدا في القاهرة، وأضاف أن النتائج مرضية؟\nسلام"

SETS = [
    ("utf-8", "utf-8"),
    ("utf-8-sig", "utf-8-sig"),
    ("utf-16", "utf-16-le"),
    ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"),
    ("cp1256", "windows-1256"),
    ("iso8859-6", "iso-8859-6"),
]


@pytest.mark.parametrize(("codec", "name"), SETS)
@pytest.mark.parametrize("text", [LONG, "سلام", "في", "مرحبا بكم", "غداً", "عدد 12 من مجلة ABC"])
def test_each_character_set_is_detected_and_decoded(text: str, codec: str, name: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding == name
    assert decoded.removed == ()


def test_ascii_is_utf_8_and_single_high_letters_are_windows_1256() -> None:
    assert decode(b"plain").encoding == "utf-8"
    assert decode("déjà".encode("cp1256")).text == "déjà"


def test_a_big_endian_byte_order_mark_is_read() -> None:
    assert decode(b"\xfe\xff" + "سلام".encode("utf-16-be")).text == "سلام"


def test_a_byte_order_mark_in_the_middle_is_kept() -> None:
    assert decode("أول\ufeffثان".encode()).text == "أول\ufeffثان"


def test_a_few_invalid_bytes_of_utf_8_are_listed() -> None:
    decoded = decode((LONG * 4).encode()[:-1])
    assert decoded.encoding == "utf-8"
    assert decoded.text.endswith("سلا\ufffd")
    assert decoded.removed == ("\\xd9",)


def test_a_stray_nul_is_kept() -> None:
    assert decode("قبل\0بعد".encode()).text == "قبل\0بعد"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "JPEG"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (bytes(range(256)), "binary"),
        (bytes(40), "binary"),
        ("Привет мир, как дела сегодня".encode("cp1251"), "UTF-8"),
    ],
)
def test_data_that_is_not_arabic_text_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(DecodingError, match=word):
        decode(data)


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with suppress(DecodingError):
        decode(data).text.encode()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff", min_codepoint=9)))
def test_utf_8_with_a_byte_order_mark_is_decoded(text: str) -> None:
    try:
        decoded = decode(text.encode("utf-8-sig"))
    except DecodingError:
        return
    assert decoded.text == text


def test_undefined_legacy_bytes_are_replaced() -> None:
    assert decode_legacy(b"\xc7\xff", "iso-8859-6") == "ا\ufffd"
