"""Citations as a sentence, BibTeX and RIS, with missing and hostile fields."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.exports.citation import CitedDocument, bibtex, entry_key, ris, sentence

WHOLE = CitedDocument(
    id="8d33f6d009d44cf37dfe",
    title="افتتاح المكتبة العامة",
    author="رنا الحوراني",
    source="بريد المشرق",
    date="2019-03-17",
    url="https://example.org/library",
    accessed="2026-11-22",
    language="ar",
)
NOTHING = CitedDocument(id="")

texts = st.text(max_size=40)
cited = st.builds(
    CitedDocument,
    id=texts,
    title=texts,
    author=texts,
    source=texts,
    date=st.sampled_from(["", "2016", "2016-12", "2016-12-05", "قديم"]),
    url=texts,
    accessed=st.just("2026-11-22"),
    language=st.sampled_from(["", "ar"]),
)


def test_a_citation_in_arabic() -> None:
    written = sentence(WHOLE, date="17 مارس 2019", accessed="22 نوفمبر 2026", language="ar")
    assert written == (
        "رنا الحوراني. «افتتاح المكتبة العامة». بريد المشرق، 17 مارس 2019."
        " https://example.org/library (اطُّلع عليه في 22 نوفمبر 2026)."
    )


def test_a_citation_in_english() -> None:
    written = sentence(WHOLE, date="March 17, 2019", accessed="November 22, 2026", language="en")
    assert written == (
        "رنا الحوراني. “افتتاح المكتبة العامة”. بريد المشرق, March 17, 2019."
        " https://example.org/library (accessed November 22, 2026)."
    )


@pytest.mark.parametrize(
    ("known", "written"),
    [
        (NOTHING, ""),
        (CitedDocument(id="x", title="خبر"), "«خبر»."),
        (CitedDocument(id="x", author="كاتب"), "كاتب."),
        (CitedDocument(id="x", source="مصدر"), "مصدر، أمس."),
        (CitedDocument(id="x", title="عنوان\nعلى\tسطرين"), "«عنوان على سطرين»."),
        (CitedDocument(id="x", author="ن."), "ن."),
    ],
)
def test_missing_fields_are_left_out(known: CitedDocument, written: str) -> None:
    date = "أمس" if known.source else ""
    assert sentence(known, date=date, accessed="", language="ar") == written


def test_bibtex_entry() -> None:
    assert bibtex(WHOLE) == (
        "@article{warraq-2019-8d33f6d009d44cf37dfe,\n"
        "  author = {{رنا الحوراني}},\n"
        "  title = {{افتتاح المكتبة العامة}},\n"
        "  journal = {بريد المشرق},\n"
        "  year = {2019},\n"
        "  month = {03},\n"
        "  date = {2019-03-17},\n"
        "  url = {https://example.org/library},\n"
        "  urldate = {2026-11-22},\n"
        "  langid = {arabic},\n"
        "}\n"
    )


def test_bibtex_without_a_source_is_misc() -> None:
    assert bibtex(CitedDocument(id="x", title="خبر")) == "@misc{warraq-x,\n  title = {{خبر}},\n}\n"


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("50% & $5 #1 a_b", r"50\% \& \$5 \#1 a\_b"),
        (
            r"\input{/etc/passwd}",
            r"\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}",
        ),
        ("}, author = {x", r"\textbraceright{}, author = \textbraceleft{}x"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
    ],
)
def test_special_characters_of_tex_are_escaped(title: str, written: str) -> None:
    assert f"  title = {{{{{written}}}}},\n" in bibtex(CitedDocument(id="x", title=title))


@given(cited)
def test_braces_of_bibtex_always_balance(known: CitedDocument) -> None:
    depth, lowest = 0, 0
    for sign in bibtex(known):
        depth += (sign == "{") - (sign == "}")
        lowest = min(lowest, depth)
    assert (depth, lowest) == (0, 0)
    assert all(re.match(r"@|}|  [a-z]+ = \{.*\},$", line) for line in bibtex(known).splitlines())


def test_ris_record() -> None:
    assert ris(WHOLE).split("\r\n") == [
        "TY  - NEWS",
        "AU  - رنا الحوراني",
        "TI  - افتتاح المكتبة العامة",
        "T2  - بريد المشرق",
        "PY  - 2019",
        "DA  - 2019/03/17/",
        "UR  - https://example.org/library",
        "Y2  - 2026/11/22",
        "LA  - ar",
        "ID  - warraq-2019-8d33f6d009d44cf37dfe",
        "ER  - ",
        "",
    ]


def test_every_author_is_a_name_of_its_own() -> None:
    two = CitedDocument(id="x", author="رنا الحوراني; هيثم البستاني")
    assert "  author = {{رنا الحوراني} and {هيثم البستاني}},\n" in bibtex(two)
    assert "AU  - رنا الحوراني\r\nAU  - هيثم البستاني\r\n" in ris(two)


def test_passage_and_note_are_fields_of_both() -> None:
    noted = CitedDocument(id="x", snippet="مقتطف", note="ملاحظة\nثانية")
    assert "  abstract = {مقتطف},\n  annote = {ملاحظة ثانية},\n" in bibtex(noted)
    assert "AB  - مقتطف\r\nN1  - ملاحظة ثانية\r\n" in ris(noted)


def test_ris_with_a_month_has_no_day() -> None:
    assert "DA  - 2016/12//\r\n" in ris(CitedDocument(id="x", date="2016-12"))


@given(cited)
def test_ris_is_always_a_single_record(known: CitedDocument) -> None:
    lines = ris(known).split("\r\n")
    assert lines[0].startswith("TY  - ")
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert sum(line.startswith("ER") for line in lines) == 1
    assert all(len(line.splitlines()) == 1 for line in lines[:-1])


@given(texts)
def test_an_entry_key_is_ascii(name: str) -> None:
    assert re.fullmatch(r"warraq(-[A-Za-z0-9]+)*", entry_key(CitedDocument(id=name)))


def test_a_document_without_a_title_is_cited_by_its_beginning() -> None:
    untitled = CitedDocument(id="أ", beginning="سوق الزيت…", source="بريد")
    assert "TI  - [سوق الزيت…]\r\n" in ris(untitled)
    assert "title = {{[سوق الزيت…]}}" in bibtex(untitled)
    assert sentence(untitled, date="", accessed="", language="ar") == "[سوق الزيت…]. بريد."
