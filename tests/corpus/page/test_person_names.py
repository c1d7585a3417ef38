"""Names of persons, and those that و joins."""

from __future__ import annotations

import pytest

from corpus.page.person_names import is_plain_name, split_names
from tests.linear import assert_linear


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("د. سامي حسن", True),
        ("أ.د. سامي حسن", True),
        ("المستشار عمر بن سليمان الحداد", True),
        ("عبد الرحمن آل سالم", True),
        ("أم عبد الله", True),
        ("المستشار", False),
        ("الحي القديم", False),
        ("سعيد", False),
    ],
)
def test_titles_and_particles_are_no_words_of_a_name(line: str, is_name: bool) -> None:
    assert is_plain_name(line) is is_name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("أحمد علي ومنى صابر", ["أحمد علي", "منى صابر"]),
        ("أحمد علي و منى صابر", ["أحمد علي", "منى صابر"]),
        ("أحمد علي ووائل صابر", ["أحمد علي", "وائل صابر"]),
        ("د. أحمد علي والدكتورة منى صابر", ["د. أحمد علي", "الدكتورة منى صابر"]),
        ("المحامي أحمد علي ومنى صابر", ["المحامي أحمد علي", "منى صابر"]),
        ("أحمد علي ومنى صابر ووليد سالم", ["أحمد علي", "منى صابر", "وليد سالم"]),
        ("أحمد علي ومنى صابر وآخرون", ["أحمد علي", "منى صابر"]),
        ("أحمد علي وكالة رويترز", ["أحمد علي"]),
        ("أحمد علي وفريق العمل", ["أحمد علي"]),
        # one person
        ("أحمد وائل علي", ["أحمد وائل علي"]),
        ("عبد الرحمن واصل سالم", ["عبد الرحمن واصل سالم"]),
        ("عبد الله ورقان سالم", ["عبد الله ورقان سالم"]),
        ("أحمد علي وزير الصحة", ["أحمد علي وزير الصحة"]),
        # names of one word are too short to tell
        ("وليد و سمير", ["وليد و سمير"]),
        ("أحمد ووليد", ["أحمد ووليد"]),
        # what و joins inside the name of an office
        ("مركز البحوث والدراسات الشرقية", ["مركز البحوث والدراسات الشرقية"]),
        ("قسم الأخبار والتقارير المحلية", ["قسم الأخبار والتقارير المحلية"]),
    ],
)
def test_names_are_split_at_a_waw_that_joins_them(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize("part", ["أحمد علي ومنى صابر و", "أحمد والحي "])
def test_many_names_are_split_in_linear_time(part: str) -> None:
    assert_linear(split_names, part * 10_000)
