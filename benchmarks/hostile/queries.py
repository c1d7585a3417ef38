"""The queries of the campaign: listed, generated over the signs of the grammar, and headlines
with the slips of a keyboard in them. The same at every run."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import product
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from search.limits import LIMITS
from search.query.syntax import (
    ANGLE,
    CURLY,
    DATE_FIELD_NAMES,
    KEYWORD_FIELD_NAMES,
    LEVEL_NAMES,
    TEXT_FIELD_NAMES,
)

_SEED: Final = 5

_COMMON: Final = (
    *("في", "من", "على", "إلى", "أن", "التي", "الذي", "عن", "مع", "هذا", "بعد", "قال", "بين"),
    *("كان", "لا", "ما", "كل", "أو", "ليس", "و", "ال", "يوم", "عام", "رئيس", "وزير", "دولة"),
    *("السعودية", "مصر", "سوريا", "تدمر", "داعش", "مباراة", "المنتخب", "الدوري", "مليون"),
    *("كتاب", "مكتبة", "وبالحكومة", "فسيكفيكهم", "التظيم", "الروسيةمن", "نتنياهو", "جوجل"),
    *("أيار", "ديسمبر", "٢٠١٦", "2015", "كِتَابٌ", "ﻛﺘﺎﺏ", "ک", "covid", "COVID-19", "U.S.A"),
)
_LETTERS: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأإؤئ"
_HEAVY_LETTERS: Final = "البمتنيسفوكعرحق"

# The listed queries that are meant to cost as much as a query may.
HEAVY: Final = (
    "*",
    "NOT تدمر",
    " ".join(f"{one}{other}*" for one, other in product(_HEAVY_LETTERS[:8], repeat=2)),
    " OR ".join(f"{one}{other}*" for one, other in product(_HEAVY_LETTERS[:8], repeat=2)),
    " ".join(f"-{one}{other}*" for one, other in product(_HEAVY_LETTERS[:8], repeat=2)),
    " ".join(["ال*"] * 64),
    " OR ".join(f"(ال* وا{letter}*)" for letter in _HEAVY_LETTERS),
    f'"{" ".join(_COMMON[:64])}"~100',
    f'"{"في من " * 32}"~100',
    f'"{"في " * 64}"~100',
    f'stem:"{"قال الرئيس في يوم " * 16}"~100',
    f'root:"{"قال الرئيس في يوم " * 16}"~100',
    f'root:"{"كتب كاتب كتاب مكتبة " * 16}"',
    " OR ".join(f'"{one} {other}"~100' for one, other in product(_COMMON[:5], repeat=2)),
    " OR ".join(f'root:"{one} {other}"~100' for one, other in product(_COMMON[11:16], repeat=2)),
    " ".join(f"{word}~2" for word in ("السعودية", "المنتخب", "مباراة", "الدوري", "مليون") * 12),
    " OR ".join(
        f"{a}{b}{c}{d}~2" for a, b, c, d in product("ال", "بم", "تن", "يسفوكعرح") if a != b
    ),
    " OR ".join(f"root:{word}" for word in _COMMON[:58]),
    " ".join(f"root:{word}" for word in _COMMON[:30]),
    " OR ".join(f"exact:{word}" for word in _COMMON[:58]),
    " ".join("كِتَابٌ" for _ in range(64)),
    " ".join(_COMMON),
    "source:nosuch " * 63 + "في",
    "-source:nosuch " * 63 + "في",
    "date:2015 " * 63 + "في",
    "(" * 32 + "في OR من" + ")" * 32,
    "-(" * 31 + "في" + ")" * 31,
    " OR ".join(f"-{word}" for word in _COMMON),
    " ".join(f"أيار OR {word}" for word in _COMMON[:20]),
    "نتنياهو جوجل واشنطن بنيامين المليشيات " * 12,
    " ".join(f"title:{word}* body:{word}*" for word in ("ال", "وا", "بال", "كا", "مس") * 6),
    *(f"{letter * 32}~2" for letter in "اكب"),
    *("اكب" * 10 + "~2", "و" * 64, "ال" * 32, "وال" * 21, "است" * 21, "ها" * 32, "ة" * 64),
    "؟" * LIMITS.query_code_points,
    "و " * 500,
    "-" * LIMITS.query_code_points,
    '"' * LIMITS.query_code_points,
    "a:" * 500,
    "(a" * 32 + "OR " * 200,
    "\\" * LIMITS.query_code_points,
    "ﷺ" * 55,
    "ff " * 64,
)

_SIGNS: Final = (
    *("AND", "OR", "NOT", "أو", "ليس", "|", "||", "&", "&&", "-", "+", "!", "~", "~1", "~2", "~9"),
    *("~10", "~100", "~1000", "*", "?", "؟", "(", ")", "[", "]", "{", "}", "^2", "^1e400", "^nan"),
    *("/", "\\", ":", "=", "==", "..", "…", "،", "؛", ",", ";", "'", "`", "‘", "’", "<", ">", "%"),
    *(
        f"{name}:"
        for name in (
            *LEVEL_NAMES,
            *TEXT_FIELD_NAMES,
            *KEYWORD_FIELD_NAMES,
            *DATE_FIELD_NAMES,
            "nosuch",
        )
    ),
    *CURLY,
    *ANGLE,
)
_DATES: Final = (
    *("2016", "2016-12", "2016-12-01", "2015..2016", "2017..2016", "..2016", "2016..", "٢٠١٦"),
    *("ديسمبر 2016", '"كانون الأول 2016"', "محرم 1437", "2015-02-29", "9999-99-99", "1200/1/1"),
)
_UNSEEN: Final = (
    *("\u200f", "\u200e", "\u202e", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\u200d"),
    *("\u200c", "\u0640", "\u0640" * 9, "\u064e", "\u0651", "\u064e" * 9, "\u0654", "\u0653", "\0"),
    *("\ufeff", "\u00a0", "\u3000", "\t", "\n", "\u0085", "\u2028", "\ud800", "\udfff", "﷽", "ﷲ"),
)


def _pieces() -> st.SearchStrategy[str]:
    words = st.sampled_from(_COMMON)
    spelt = st.text(st.sampled_from(_LETTERS), min_size=1, max_size=12)
    signs = st.sampled_from(_SIGNS)
    junk = st.text(st.characters(), min_size=1, max_size=8)
    letters = st.sampled_from(_HEAVY_LETTERS)
    prefix = st.builds("{}{}*".format, letters, letters)
    long = st.sampled_from([word for word in _COMMON if len(word) >= 4])
    fuzzy = st.builds("{}~{}".format, st.one_of(long, long, long, spelt), st.integers(0, 3))
    phrase = st.builds(
        '"{}"{}'.format,
        st.lists(words, min_size=1, max_size=8).map(" ".join),
        st.sampled_from(("", "", "~1", "~10", "~10", "~100", "~100", "~101")),
    )
    scoped = st.builds(
        "{}{}".format,
        st.sampled_from([sign for sign in _SIGNS if sign.endswith(":")]),
        st.one_of(words, st.sampled_from(_DATES), phrase, prefix),
    )
    return st.one_of(
        *(words, words, spelt, signs, signs, prefix, fuzzy, phrase, scoped, junk),
        *(st.sampled_from(_UNSEEN), st.sampled_from(_DATES)),
    )


def strategy() -> st.SearchStrategy[str]:
    """Queries over the signs of the grammar, Arabic and junk, short and long."""
    pieces = _pieces()
    joined = st.sampled_from(("", " ", " ", " ", " OR ", " AND ", " -", "\u200f"))
    short = st.lists(pieces, min_size=1, max_size=8)
    longer = st.lists(pieces, min_size=8, max_size=24)
    return st.one_of(
        st.builds(str.join, joined, short),
        st.builds(str.join, joined, longer),
        st.text(st.characters(), max_size=40),
        st.builds(lambda piece, times: (piece * times)[:1_100], pieces, st.integers(2, 60)),
    )


def generated(count: int) -> list[str]:
    """So many queries of the strategy, the same at every run with one version of hypothesis."""
    found: list[str] = []

    @seed(_SEED)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy())
    def collect(query: str) -> None:
        found.append(query)

    collect()
    return found


Mutation = Callable[[str, random.Random], str]


def _swap(text: str, pick: random.Random) -> str:
    place = pick.randrange(len(text))
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def _drop(text: str, pick: random.Random) -> str:
    place = pick.randrange(len(text))
    return text[:place] + text[place + 1 :]


def _double(text: str, pick: random.Random) -> str:
    place = pick.randrange(len(text))
    return text[:place] + text[place] * pick.choice((2, 2, 3, 40)) + text[place + 1 :]


def _other_letter(text: str, pick: random.Random) -> str:
    place = pick.randrange(len(text))
    return text[:place] + pick.choice(_LETTERS) + text[place + 1 :]


def _glue(text: str, pick: random.Random) -> str:
    gaps = [place for place, letter in enumerate(text) if letter == " "]
    if not gaps:
        return text
    place = pick.choice(gaps)
    return text[:place] + text[place + 1 :]


def _split(text: str, pick: random.Random) -> str:
    place = pick.randrange(len(text))
    return f"{text[:place]} {text[place:]}"


def _sign(text: str, pick: random.Random) -> str:
    return _inserted(text, pick.choice(_SIGNS), pick)


def _unseen(text: str, pick: random.Random) -> str:
    return _inserted(text, pick.choice(_UNSEEN), pick)


def _tashkeel(text: str, pick: random.Random) -> str:
    return "".join(
        letter + (pick.choice("ًٌٍَُِّْ") if letter in _LETTERS and pick.random() < 0.6 else "")
        for letter in text
    )


def _tatweel(text: str, pick: random.Random) -> str:
    return _inserted(text, "ـ" * pick.choice((1, 3, 30)), pick)


def _inserted(text: str, piece: str, pick: random.Random) -> str:
    place = pick.randrange(len(text) + 1)
    return text[:place] + piece + text[place:]


def _clitic(text: str, pick: random.Random) -> str:
    words = text.split(" ")
    place = pick.randrange(len(words))
    words[place] = pick.choice(("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "س", "أ"))
    words[place] += text.split(" ")[place] + pick.choice(("", "", "ه", "ها", "هم", "ون", "ات"))
    return " ".join(words)


def _latin(text: str, pick: random.Random) -> str:
    return _inserted(text, pick.choice(("Covid", " iPhone ", "A", "é", "ﬁ", "Ⅳ", "½", "😀")), pick)


def _parentheses(text: str, pick: random.Random) -> str:
    first, last = sorted(pick.sample(range(len(text) + 1), 2))
    pair = pick.choice(("()", ")(", "((", "))", '""', "«»", "“”", "[]", "{}", "''"))
    return text[:first] + pair[0] + text[first:last] + pair[1] + text[last:]


def _folded(text: str, pick: random.Random) -> str:  # noqa: ARG001
    return text.translate(str.maketrans("أإآةىؤئ", "اااهيوي"))


def _upside(text: str, pick: random.Random) -> str:
    words = text.split(" ")
    pick.shuffle(words)
    return " ".join(words)


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(_swap, _drop, _double, _other_letter, _glue, _split, _sign, _unseen, _tashkeel, _tatweel),
    *(_clitic, _latin, _parentheses, _folded, _upside),
)


def mutated(headlines: Sequence[str], count: int) -> list[str]:
    """So many headlines, each with one to four slips; of the headlines in turn."""
    pick = random.Random(_SEED)
    texts = [headline for headline in headlines if len(headline) > 1]
    found = []
    for number in range(count):
        text = texts[number % len(texts)]
        for mutation in pick.choices(MUTATIONS, k=pick.randint(1, 4)):
            text = mutation(text, pick) if len(text) > 1 else text
        found.append(text)
    return found
