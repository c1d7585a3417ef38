"""Term expansion: from the words of a query to classes of forms and terms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

import pytest

from corpus.document import Document
from index.reader import IndexReader
from index.vocabulary import Vocabulary
from search.limits import LIMITS, Limits
from search.matching.term_expansion import Class, class_key, classify, members, pattern_key
from search.query.nodes import Fuzzy, Pattern, Prefix
from search.request import LEVELS, Level
from tests.homes import add_to

TEXT = (
    "مكتبة المكتبة المكتبه ومكتبتها مكتبات المكتبة المكتبة. كتاب الكتاب كِتاب كُتّاب كاتب. "
    "على عليّ علي أحمد احمد أحمد ٢٠١٦ 2016 سوق الأسواق وزير وزارة قمح وقمح القمح"
)


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    home = tmp_path_factory.mktemp("expand")
    add_to(home, [Document(text=TEXT)])
    with closing(IndexReader.current(home)) as index:
        yield index.vocabulary


def expand(vocabulary: Vocabulary, word: str, level: Level, limits: Limits = LIMITS) -> Class:
    return members(vocabulary, class_key(word, classify(vocabulary, word), level), limits)


def expand_pattern(vocabulary: Vocabulary, leaf: Pattern, limits: Limits = LIMITS) -> Class:
    return members(vocabulary, pattern_key(leaf), limits)


def forms(vocabulary: Vocabulary, group: Class) -> list[str]:
    return [vocabulary.forms[form] for form in group.forms.tolist()]


def spellings(vocabulary: Vocabulary, group: Class) -> set[str]:
    assert group.terms.tolist() == sorted(set(group.terms.tolist()))
    return {vocabulary.spelling(term) for term in group.terms.tolist()}


@pytest.mark.parametrize(
    ("word", "level", "expected"),
    [
        # exact: the same letters; diacritics count only where the query has them
        ("المكتبة", "exact", "المكتبة"),
        ("المكتبه", "exact", "المكتبه"),
        ("كتاب", "exact", "كتاب كِتاب كُتّاب"),
        ("كِتاب", "exact", "كتاب كِتاب"),
        ("كُتاب", "exact", "كتاب كُتّاب"),
        ("كتـــاب", "exact", "كتاب كِتاب كُتّاب"),
        ("علي", "exact", "علي عليّ"),
        ("2016", "exact", "2016"),
        # form: the same letters once folded
        ("المكتبه", "form", "المكتبة المكتبه"),
        ("على", "form", "على"),
        ("علي", "form", "علي عليّ"),
        ("إحمد", "form", "أحمد احمد"),
        ("۲۰۱۶", "form", "٢٠١٦ 2016"),
        ("کتاب", "form", "كتاب كِتاب كُتّاب"),
        # particles: the same without particles and the article
        ("وبالمكتبة", "particles", "مكتبة المكتبة المكتبه"),
        ("القمح", "particles", "قمح وقمح القمح"),
        ("مكتبات", "particles", "مكتبات"),
        ("ومكتبتها", "particles", "ومكتبتها"),
        # stem: the same without clitics and light inflection
        ("وبالمكتبات", "stem", "مكتبة المكتبة المكتبه ومكتبتها مكتبات"),
        ("بقمحها", "stem", "قمح وقمح القمح"),
    ],
)
def test_classes(vocabulary: Vocabulary, word: str, level: Level, expected: str) -> None:
    assert spellings(vocabulary, expand(vocabulary, word, level)) == set(expected.split())


def test_words_of_one_root_match_at_root_level(vocabulary: Vocabulary) -> None:
    found = spellings(vocabulary, expand(vocabulary, "يكتبون", "root"))
    assert {"مكتبة", "الكتاب", "كاتب", "ومكتبتها"} <= found
    assert not found & {"سوق", "وزير", "قمح"}


@pytest.mark.parametrize("word", ["مكتبة", "الكتاب", "علي", "أحمد", "٢٠١٦", "الأسواق", "كِتاب"])
def test_a_wider_level_contains_the_narrower(vocabulary: Vocabulary, word: str) -> None:
    groups = [set(expand(vocabulary, word, level).terms.tolist()) for level in LEVELS]
    assert groups[0]
    assert all(narrow <= wide for narrow, wide in pairwise(groups))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("word", ["قزحستان", "xyz", "\ud800", "٩٩٩"])
def test_an_unknown_word_has_no_forms(vocabulary: Vocabulary, word: str, level: Level) -> None:
    group = expand(vocabulary, word, level)
    assert (len(group.forms), len(group.terms), group.cut) == (0, 0, 0)


def test_a_class_is_cut_to_its_most_frequent_forms(vocabulary: Vocabulary) -> None:
    two = Limits(expansion_forms=2)
    group = expand(vocabulary, "مكتبة", "stem", two)
    assert forms(vocabulary, group)[0] == "المكتبه"
    assert (len(group.forms), group.cut) == (2, 2)
    whole = expand(vocabulary, "مكتبة", "stem", Limits(expansion_forms=4))
    assert (len(whole.forms), whole.cut) == (4, 0)


def test_words_of_one_class_have_one_key(vocabulary: Vocabulary) -> None:
    one = expand(vocabulary, "مكتبة", "stem")
    other = expand(vocabulary, "وبالمكتبات", "stem")
    assert one.key == other.key != expand(vocabulary, "قمح", "stem").key


def test_the_classes_of_a_word_that_occurs_in_no_document(vocabulary: Vocabulary) -> None:
    form, _, stem, root, _ = classify(vocabulary, "وبالمكتبات")
    assert form is None
    assert stem == classify(vocabulary, "مكتبة")[1]
    assert root == classify(vocabulary, "مكتبة")[2]
    assert classify(vocabulary, "قزحستان")[:3] == (None, None, None)


def test_the_bare_class_of_a_word_that_occurs_only_with_other_particles(
    vocabulary: Vocabulary,
) -> None:
    assert vocabulary.form("فبالمكتبه") is None
    classes = classify(vocabulary, "فبالمكتبة")
    assert classes.form is None
    assert classes.bare == classify(vocabulary, "مكتبة").bare


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("مكت", {"مكتبه", "مكتبات"}),
        ("المكـتـ", {"المكتبه"}),
        ("أح", {"احمد"}),
        ("٢٠", {"2016"}),
        ("قز", set()),
    ],
)
def test_prefixes(vocabulary: Vocabulary, prefix: str, expected: set[str]) -> None:
    group = expand_pattern(vocabulary, Prefix(prefix))
    assert set(forms(vocabulary, group)) == expected


def test_a_prefix_is_cut_to_its_most_frequent_forms(vocabulary: Vocabulary) -> None:
    group = expand_pattern(vocabulary, Prefix("ال"), Limits(prefix_forms=1))
    assert forms(vocabulary, group) == ["المكتبه"]
    assert group.cut == 3


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (Fuzzy("مكتبا", 1), {"مكتبه", "مكتبات"}),
        (Fuzzy("الكتلب", 1), {"الكتاب"}),
        (Fuzzy("وزيرة", 1), {"وزير", "وزاره"}),
        (Fuzzy("الكاتب", 1), set()),
        (Fuzzy("الكاتب", 2), {"كاتب", "الكتاب"}),
    ],
)
def test_fuzzy(vocabulary: Vocabulary, leaf: Fuzzy, expected: set[str]) -> None:
    assert set(forms(vocabulary, expand_pattern(vocabulary, leaf))) == expected


def test_a_fuzzy_word_is_cut_to_its_most_frequent_forms(vocabulary: Vocabulary) -> None:
    group = expand_pattern(vocabulary, Fuzzy("مكتبا", 1), Limits(fuzzy_forms=1))
    assert (len(group.forms), group.cut) == (1, 1)
