"""Forms that are another spelling of a form by a rule of orthography."""

from __future__ import annotations

import pytest

from arabic.attestation import Attestation
from arabic.respellings import Respelling, damaged, respell

COUNTS = {
    "علاء": Attestation(9, 0),
    "عالء": Attestation(1, 0),
    "طلال": Attestation(1, 0),
    "طالل": Attestation(1, 0),
    "بلال": Attestation(2, 0),
    "بالل": Attestation(1, 0),
    "الانتخابات": Attestation(5, 1),
    "سلام": Attestation(900, 1),
    "سالم": Attestation(90, 1),
    "جدلا": Attestation(12, 0),
    "جدال": Attestation(9, 1),
    "سوريا": Attestation(100, 50),
    "سوريه": Attestation(50, 20),
    "المانيا": Attestation(100, 40),
    "المانيه": Attestation(300, 2),
}


def attested(form: str) -> Attestation:
    return COUNTS.get(form, Attestation(0, 0))


@pytest.mark.parametrize(
    ("form", "respelled", "kind"),
    [
        ("المائات", "المئات", "hundred"),
        ("الماءويه", "المءويه", "hundred"),
        ("بماءوي", "بمءوي", "hundred"),
        ("عالء", "علاء", "extraction"),
        ("طالل", "طلال", "extraction"),
        ("بالل", "بلال", "extraction"),
        ("االنتخابات", "الانتخابات", "extraction"),
        ("سوريه", "سوريا", "spelling"),
        ("بسوريه", "سوريا", "spelling"),
        ("وسوريه", "سوريا", "spelling"),
    ],
)
def test_respellings(form: str, respelled: str, kind: str) -> None:
    assert respell(form, "", attested) == Respelling(respelled, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "root"),
    [
        ("ماءي", "موه"),  # of water
        ("دماءه", "دمو"),
        ("مءويه", ""),
        ("سالم", "سلم"),  # a name
        ("السالم", "سلم"),
        ("جدال", ""),  # beside an accusative
        ("المانيه", ""),  # the feminine of an adjective
        ("السوريه", ""),
        ("كتاب", "كتب"),
        ("ال", ""),
        ("", ""),
    ],
)
def test_forms_without_another_spelling(form: str, root: str) -> None:
    assert respell(form, root, attested) is None


def test_damaged_forms() -> None:
    assert set(damaged("الاسلام")) == {"االسلام", "الاسالم", "االسالم"}
    assert list(damaged("كتاب")) == list(damaged("لا")) == []
