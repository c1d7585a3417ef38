"""The translation catalogue is complete and compiled, with the plural forms of Arabic."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "web"
CATALOGUES = WEB / "translations" / "ar" / "LC_MESSAGES"


def catalogue() -> Catalog:
    with (CATALOGUES / "messages.po").open("rb") as file:
        return read_po(file, locale="ar")


def test_the_compiled_file_is_up_to_date() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert (CATALOGUES / "messages.mo").read_bytes() == compiled.getvalue()


def test_every_sentence_is_translated() -> None:
    for message in catalogue():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), message.id
        assert not message.fuzzy, message.id
        if message.pluralizable:
            assert len(forms) == 6, message.id


def test_every_sentence_of_the_pages_is_in_the_catalogue() -> None:
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    keywords = {**DEFAULT_KEYWORDS, "noop": None}
    used = {found[2] for found in extract_from_dir(str(WEB), methods, keywords=keywords)}
    known = {message.id for message in catalogue() if message.id}
    assert {one if isinstance(one, str) else tuple(one[:2]) for one in used} == known


def placeholders(sentence: object) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", str(sentence)))


def test_translations_keep_the_placeholders() -> None:
    for message in catalogue():
        if message.pluralizable:
            assert isinstance(message.string, tuple)
            assert placeholders(message.string[-1]) == placeholders(message.id[1]), message.id
        elif message.id:
            assert placeholders(message.id) - placeholders(message.string) == set(), message.id
