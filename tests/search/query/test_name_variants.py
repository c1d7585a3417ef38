"""Foreign names: which spellings are one name, and which are not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.foreign_names import may_be_foreign
from corpus.document import Document
from index.reader import IndexReader
from index.vocabulary import Vocabulary
from search.query.name_variants import ForeignNames, same_name
from tests.homes import add_to


@pytest.mark.parametrize(
    "names",
    [
        "جوجل غوغل قوقل",
        "نتنياهو نتانياهو",
        "مليشيات ميليشيات",
        "ميكروسوفت مايكروسوفت",
        "انجلترا انكلترا انغلترا انقلترا",
        "فيسبوك فايسبوك",
        "ترامب ترمب",
        "شيكاغو شيكاجو شيكاقو",
        "بنغلاديش بنجلاديش بنغلادش",
        "مانشستر مانشيستر",
        "سامسونج سامسونغ",
        "كازاخستان قازاخستان",
        "واشنطن واشنطون",
    ],
)
def test_spellings_of_one_name(names: str) -> None:
    for one, other in combinations(names.split(), 2):
        assert same_name(one, other), (one, other)
        assert same_name(other, one)
        assert may_be_foreign(one)
        assert may_be_foreign(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("هولاند", "هولندا"),
        ("جورج", "جورجيا"),
        ("باريس", "بوريس"),
        ("هونغ", "هانغ"),
        ("فرنسا", "فرنسوا"),
        ("منستير", "مونستر"),
        ("كريستين", "كريستان"),
        ("مارتن", "مارتينا"),
        ("لندن", "لندن"),
        ("لندن", "لينين"),
        ("اوغندا", "غندا"),
        ("كونغو", "قونغوكو"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert not same_name(other, one)


@given(st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويءئؤxy1", max_size=12), st.text(max_size=8))
def test_it_is_symmetric_and_never_raises(one: str, other: str) -> None:
    if one and other:
        assert same_name(one, other) == same_name(other, one)


TEXT = (
    "في جوجل، إلى جوجل، عن جوجل. في غوغل، إلى غوغل، عن غوغل، على غوغل. في قوقل، إلى قوقل، وقوقل. "
    "في مايكروسوفت، عن مايكروسوفت، إلى مايكروسوفت. محمد محمد محمد محمود محمود محمود. "
    "أحمد أحمد أحمد حمد حمد حمد. حسن حسن حسن حسين حسين حسين. سالم سالم سالم سليم سليم سليم. "
    "في لندن، إلى لندن، عن لندن. في واشنطن، إلى واشنطن، عن واشنطن. "
    "سلمان سلمان سلمان سليمان سليمان سليمان. حمدان حمدان حمدان حميدان حميدان حميدان."
)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    home = tmp_path_factory.mktemp("names")
    add_to(home, [Document(text=TEXT)])
    with closing(IndexReader.current(home)) as index:
        yield index.vocabulary


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("جوجل", {"غوغل", "قوقل"}),
        ("بغوغل", {"جوجل", "قوقل"}),
        ("قُوقِل", {"جوجل", "غوغل"}),
        ("ميكروسوفت", {"مايكروسوفت"}),  # stands nowhere itself
        ("مايكروسوفت", set()),
        # names that many bear keep to themselves
        *(
            (name, set())
            for name in ["محمد", "محمود", "أحمد", "حمد", "حسن", "حسين", "سالم", "سليم"]
        ),
        *((name, set()) for name in ["لندن", "واشنطن", "سلمان", "سليمان", "حمدان", "حميدان"]),
        # what is no name
        *((word, set()) for word in ("قال", "كتاب", "google", "2016", "", "\ud800")),
    ],
)
def test_spellings_of_an_archive(vocabulary: Vocabulary, word: str, expected: set[str]) -> None:
    names = ForeignNames(vocabulary)
    found = [vocabulary.stems[stem] for stem in names.spellings(word)]
    assert set(found) == expected
    assert len(set(found)) == len(found)


def test_the_most_frequent_spelling_comes_first(vocabulary: Vocabulary) -> None:
    found = [vocabulary.stems[stem] for stem in ForeignNames(vocabulary).spellings("جوجل")]
    assert found == ["غوغل", "قوقل"]
