"""Requests of every kind with the words of an archive, by the name of the kind."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, get_args

import msgspec

from arabic.folding import fold
from arabic.tokenizer import words as split
from corpus.document import Document
from search.limits import LIMITS
from search.query.nodes import (
    DateRange,
    FieldIs,
    Fuzzy,
    Node,
    Phrase,
    Prefix,
    Wildcard,
    Word,
    conjunction,
    disjunction,
    negation,
    normalise,
    unparse,
)
from search.query.syntax import TextField
from search.request import Level, Request, Sort
from tests.search.equality_archive import ALONE, DOOMED, FILLER, LONG, SENTENCES

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
WIDE: Final[tuple[Level, ...]] = ("stem", "root")
FIELDS: Final[tuple[TextField, ...]] = ("title", "body")

Kinds = dict[str, list[Request]]


class Draw:
    """Draws words and sequences of words from documents, the same in every run."""

    def __init__(self, documents: Sequence[Document], seed: str) -> None:
        self.pick = random.Random(seed)
        texts = (split(text) for each in documents for text in (each.title, each.text))
        self._texts = [written for written in texts if 8 < len(written) < 5_000]

    def sequence(self, length: int) -> list[str]:
        """Words that occur side by side."""
        written = self.pick.choice(self._texts)
        start = self.pick.randrange(max(1, len(written) - length))
        return written[start : start + length]

    def word(self, least: int = 1, most: int = LIMITS.word_code_points) -> str:
        """A word whose form has from ``least`` to ``most`` letters."""
        while not least <= len(fold(word := self.sequence(1)[0])) <= most:
            pass
        return word

    def near(self, *, repeated: bool = False) -> str:
        """Two or three words of a short sequence, in any order."""
        words = self.pick.sample(self.sequence(6), self.pick.randint(2, 3))
        return " ".join([*words, words[0]] if repeated else words)

    def leaf(self) -> Node:
        """A word, phrase, near words, prefix or fuzzy word."""
        field = self.pick.choice((None, None, None, *FIELDS))
        match self.pick.randrange(8):
            case 0:
                return Phrase(" ".join(self.sequence(self.pick.randint(2, 4))), field=field)
            case 1:
                return Phrase(self.near(), slop=self.pick.randint(1, 6), field=field)
            case 2:
                return Prefix(fold(self.word(3))[: self.pick.randint(2, 4)], field=field)
            case 3:
                return Fuzzy(fold(self.word(5, 9)), 1, field=field)
            case 4:
                return Word(self.word(2), level=self.pick.choice(LEVELS), field=field)
        return Word(self.word(2), field=field)

    def nest(self, depth: int) -> Node:
        """Leaves within ``depth`` groups of every kind."""
        if not depth:
            return self.leaf()
        some = [self.nest(depth - 1) for _ in range(self.pick.randint(2, 3))]
        match self.pick.randrange(5):
            case 0:
                return conjunction(some)
            case 1:
                return conjunction([some[0], negation(some[1])])
            case 2:
                year = self.pick.randint(2012, 2022)
                return conjunction([some[0], DateRange(f"{year}-01-01", f"{year + 3}-12-31")])
        return disjunction(some)


def _begun(drawn: Draw) -> str:
    """Words side by side, the last one cut to its first letters."""
    words = drawn.sequence(3)
    begun = fold(drawn.word(3) if len(words) < 3 or len(fold(words[2])) < 3 else words[2])
    return f"{' '.join(words[:2])} {begun[:3]}*"


def at(queries: Iterable[str | Node], levels: Sequence[Level] = ("stem",)) -> list[Request]:
    """Each query at each level."""
    typed = [query if isinstance(query, str) else unparse(normalise(query)) for query in queries]
    return [Request(query=query, level=level) for query in typed for level in levels]


def kinds(documents: Sequence[Document]) -> Kinds:
    """Every kind, no request twice."""

    def draw(kind: str, count: int, make: Callable[[Draw], str | Node]) -> list[str | Node]:
        drawn = Draw(documents, kind)
        return [make(drawn) for _ in range(count)]

    def in_field(field: TextField) -> list[Request]:
        plain = draw(field, 9, lambda d: Word(_of(d, field), field=field))
        own = draw(f"{field} at", 8, lambda d: Word(_of(d, field), _level(d), field))
        return [*at(plain, ("stem", "form")), *at(own)]

    def near(slop: int) -> list[Request]:
        return at(draw(f"~{slop}", 7, lambda d: Phrase(d.near(), slop, _own(d), _field(d))))

    def fuzzy(distance: Literal[1, 2]) -> list[Request]:
        return at(draw(f"~{distance}", 15, lambda d: Fuzzy(_misspelt(d), distance, _field(d))))

    found: Kinds = {}
    for level in LEVELS:
        kind = f"word at {level}"
        found[kind] = at(draw(kind, 22, lambda d: Word(d.word())), (level,))
    found |= {f"word of the {field}": in_field(field) for field in FIELDS}
    found["word at a level of its own"] = at(
        draw("own", 16, lambda d: Word(d.word(), _level(d))), ("exact", "root")
    )
    found["phrase"] = [
        *at(draw("phrase", 24, lambda d: Phrase(" ".join(d.sequence(d.pick.randint(2, 5)))))),
        *at(draw("exact phrase", 6, lambda d: Phrase(" ".join(d.sequence(2)))), ("exact",)),
        *at(draw("at", 12, lambda d: Phrase(" ".join(d.sequence(3)), 0, _level(d), _field(d)))),
    ]
    found["phrase with a prefix"] = at(
        [
            *draw(
                "begun", 12, lambda d: Phrase(f"{fold(d.word(3))[:3]}* {d.word()}", field=_field(d))
            ),
            *draw("begun last", 12, lambda d: Phrase(_begun(d))),
            *draw("begun near", 8, lambda d: Phrase(_begun(d), d.pick.randint(1, 6))),
        ]
    )
    found["phrase with a word repeated"] = at(_REPEATED, ("stem", "exact"))
    found["words near one another"] = [
        request for slop in (1, 2, 3, 6, 20, 100) for request in near(slop)
    ]
    found["a word repeated near itself"] = at(
        [
            *draw("near itself", 10, lambda d: Phrase(d.near(repeated=True), 5, _own(d))),
            *(f"{query}~{slop}" for query in _REPEATED for slop in (1, 4)),
        ]
    )
    found["prefix"] = at(
        [
            *draw("prefix", 22, lambda d: Prefix(fold(d.word(3))[: d.pick.randint(2, 5)])),
            *draw("prefix in", 8, lambda d: Prefix(fold(d.word(3))[:3], field=_field(d))),
            "ال*",
            "وال*",
        ]
    )
    found |= {
        "wildcard": at(draw("wildcard", 16, lambda d: Wildcard(_pattern(d), _field(d)))),
        "fuzzy 1": fuzzy(1),
        "fuzzy 2": fuzzy(2),
        "AND": at(draw("AND", 20, lambda d: conjunction(map(Word, d.sequence(2))))),
        "OR": at(draw("OR", 20, lambda d: disjunction([d.leaf() for _ in range(3)]))),
        "NOT": at(draw("NOT", 18, lambda d: conjunction([d.leaf(), negation(d.leaf())]))),
        "NOT alone": at(draw("alone", 6, lambda d: negation(d.leaf()))),
        "groups in groups": at(draw("nest", 30, lambda d: d.nest(d.pick.randint(2, 3)))),
        "month": at(_MONTHS, ("stem", "root", "form")),
        "name in several spellings": at(_NAMES, ("stem", "root", "form")),
        "compounds": at(_COMPOUNDS, ("stem", "root", "form", "exact")),
        "question words": at(_QUESTIONS, WIDE),
        "vocalized words": at(_VOCALIZED, ("stem", "exact")),
        "vocalized words near one another": at(_VOCALIZED_NEAR, ("exact", "stem")),
        "digits and Latin letters": at(_DIGITS, ("stem", "exact")),
        "keyword filter": at([*_FILTERS, *_filters(documents)]),
        "date": at(_DATES),
        "words of one document": at([*ALONE, *(f"title:{word}" for word in ALONE[:1])], WIDE),
        "words of deleted documents": at(
            [
                *(word for text in DOOMED.values() for word in split(text)),
                *(f'"{text}"' for text in DOOMED.values()),
                *("زنابق OR عرعر", "عرعر -زنابق", "زمهر*", "زنابيق~1", "مصدر:عابرون"),
            ]
        ),
        "a document of 70,000 words": at(_FAR),
        "documents without a title": at(["-title:سطر", "حديقة -title:حديقة", "body:مكتبة"]),
        "nothing and everything": at(_ALL_OR_NONE, ("stem", "form")),
    }
    found |= _beside(documents)
    seen: dict[Request, str] = {}
    for kind, requests in found.items():
        for request in requests:
            seen.setdefault(request, kind)
    return {kind: [each for each, of in seen.items() if of == kind] for kind in found}


def _beside(documents: Sequence[Document]) -> Kinds:
    """Requests with parameters beside the query."""
    own = Draw(documents, "beside")
    some = [" OR ".join([own.word(2), own.word(2), "في"]) for _ in range(8)]
    ties = ["كتب", "تدمر", "وزير", "سوق", "عام", "*", "كتب OR تدمر", "في -كتب"]
    plain = [" ".join(own.sequence(own.pick.randint(2, 9))) for _ in range(14)]
    pairs = [" ".join(own.sequence(2)) for _ in range(12)]
    sources = [("سطور 0",), ("سطور 0", "سطور 1"), ("بريد المشرق",), ("أسواق وأرقام", "حدائق")]
    sources += [("اسواق وارقام",), ("صحيفة لا يعرفها أحد",), ("عابرون", "سطور 1")]
    spans = [("2016", None), (None, "2016"), ("2016-11", "2016-12-01"), ("2016-12-02", "2017")]
    spans += [("2019", "2019"), ("2024-02-27", "2024-02-27"), ("1990", "1999")]
    return {
        "newest first": [Request(query=query, sort="newest") for query in (*some, *ties)],
        "oldest first": [Request(query=query, sort="oldest") for query in (*some, *ties)],
        "close matches": [
            msgspec.structs.replace(request, matches="close", sort=sort)
            for request in (
                *(Request(query=query, operator="any") for query in (*plain, *_CLOSE)),
                *at([*_CLOSE, *pairs], ("form", "stem", "root")),
            )
            for sort in _SORTS
        ],
        "ties": at(ties, ("stem", "root")),
        "operator any": [
            Request(query=query, operator="any", level=level)
            for query in (*plain, "من أين كتب المكتبة", "سوق -كتب", "كتب مصدر:حدائق", "أيار جوجل")
            for level in ("stem", "form")
        ],
        "plain": [
            Request(query=query, operator=operator, plain=True)
            for query in (*plain[:7], 'NOT "كتب" OR (تدمر)', "title:كتب -سوق", "كت* سوقا~1")
            for operator in ("any", "all")
        ],
        "sources beside the query": [
            Request(query=query, sources=names) for names in sources for query in ("*", some[0])
        ],
        "dates beside the query": [
            Request(query=query, after=after, before=before)
            for after, before in spans
            for query in ("*", some[1])
        ],
    }


def cut_classes(documents: Sequence[Document]) -> list[Request]:
    """Words with large classes, for limits that cut them."""
    count = Counter(fold(word)[:3] for each in documents for word in split(each.text[:2_000]))
    beginnings = [start for start, _ in count.most_common(14) if len(start) == 3]
    roots = at(["كتاب", "مكتبة", "سوق", "وزير", "مدينة", "قديم", "جديد", "قال", "عام"], WIDE)
    close = at(["كتابا~2", "المدينه~2", "الوزير~1", "وكتاب~1", "السوقة~2"])
    return [
        *roots,
        *close,
        *at(f"{start}*" for start in beginnings),
        *at(["كتاب -مكتبة"]),
    ]


def _level(draw: Draw) -> Level:
    return draw.pick.choice(LEVELS)


def _own(draw: Draw) -> Level | None:
    return draw.pick.choice((None, *LEVELS))


def _field(draw: Draw) -> TextField | None:
    return draw.pick.choice((None, *FIELDS))


def _of(draw: Draw, field: TextField) -> str:
    return draw.pick.choice(_TITLES) if field == "title" else draw.word()


def _pattern(draw: Draw) -> str:
    """A word with a ? for one letter inside, sometimes with a * at the end."""
    word = fold(draw.word(4, 9))
    place = draw.pick.randint(1, len(word) - 2)
    rest = draw.pick.choice((word[place + 1 :], word[place + 1 : place + 2] + "*"))
    return f"{word[:place]}?{rest}"


def _misspelt(draw: Draw) -> str:
    """A word of four to ten letters, often with one of them wrong."""
    letters = list(fold(draw.word(LIMITS.fuzzy_letters_min, 10)))
    if draw.pick.random() < 0.7:
        letters[draw.pick.randrange(len(letters))] = draw.pick.choice("ابتسكلمنهوي")
    return "".join(letters)


def _filters(documents: Sequence[Document]) -> list[Node]:
    pick = random.Random("filters")
    found: list[Node] = []
    for field in ("source", "author", "section"):
        values = sorted({value for each in documents if (value := getattr(each, field))})
        found += [FieldIs(field, value) for value in pick.sample(values, min(3, len(values)))]
        found.append(conjunction([Word("في"), FieldIs(field, pick.choice(values))]))
        found.append(conjunction([Word("في"), negation(FieldIs(field, pick.choice(values)))]))
    return found


_TITLES: Final = (
    *("سطر", "مكتبة", "تدمر", "السوق", "الميناء", "كتب", "قمح", "متحف", "مدينة", "سفينة", "طويل"),
    *("المخطوطات", "أسعار", "بحر", "القافلة", "نهر", "شريط", "عابر"),
)
_REPEATED: Final = (
    *('"كتب كتب"', '"سوق سوق"', '"سوق سوق سوق"', '"سوق سوق سوق سوق"', '"تدمر إلى تدمر"'),
    *('"من تدمر إلى تدمر ومن مدينة تدمر"', '"في في"', '"كتب عن كتب"', 'root:"كتب كاتب كتاب"'),
    *('stem:"سوق وسوق سوق"', 'title:"مكتبة مكتبة"', '"وزير وزير"', '"في كتب سوق في كتب سوق في"'),
)
_MONTHS: Final = (
    *("أكتوبر", "تشرين الأول", "مايو 2016", "8 مايو", "أيار/مايو", "أغسطس", "آب", "ماي"),
    *("تشرين الأول/أكتوبر 2016", "body:أيار", "أيار OR سوق", "كتب -مايو", "وأيار وبأكتوبر"),
    *('"أيار/مايو"', "=أيار", "title:أيار أكتوبر", "8 ماي 2016 كتب"),
)
_NAMES: Final = (
    *("جوجل", "غوغل", "قوقل", "قوقل OR تدمر", "title:غوغل", "غوغل -مايو", "وجوجل", "=غوغل"),
    *("جوجل غوغل", '"غوغل إلى جوجل"'),
)
_COMPOUNDS: Final = (
    *("عبدالجبار", "عبد الجبار", "وعبد الجبار كتب", "أبو قير", "أبوقير", "أبي قير", "ست مئة"),
    *('"عبد الجبار أبوقير"', '"زار عبدالجبار"', '"عبدالجبار قير"~4', "كتب -عبدالجبار"),
    *("إن شاء الله", "إنشاء الله", "body:عبدالجبار", "title:عبدالجبار", "عبد OR الجبار"),
    *("=عبدالجبار", "عبد الجبار عبدالجبار", "عَبْد الجبار", "في عبد الجبار إلى أبو قير"),
)
_QUESTIONS: Final = (
    *("من أين", "كم سعر القمح", "ماذا كتب في أيار", "أين تدمر", "متى كتب الكاتب", "من", "ما"),
    *("وكيف وصلت السفينة؟", "هل في تدمر سوق", "لماذا -كتب", "title:من أين", "stem:من تدمر"),
)
_VOCALIZED: Final = (
    *("كَتَبَ", "كُتُب", "كَتب", "كِتَابٌ", "كتابًا", "=كَتَبَ", "=كتب", '"كَتَبَ الولد"'),
    *("كَتَبَ OR كُتُب", "كُتُب المَكتبة", "form:كُتُب", "كتُبُ", "كَتَّبَ"),
)
_VOCALIZED_NEAR: Final = ('"كُتُب كَتَبَ"~3', '"كَتَبَ الولد كُتُب"~2', '"كَتَبَ كَتَبَ كُتُب"~9')
_DIGITS: Final = (
    *("2016", "٢٠١٦", "۲۰۱۶", "covid-19", "covid 19", "google", "GOOGLE", "03.12.2020", "و15"),
    *('"عام ٢٠١٦"', "goog*", "gogle~1"),
)
_FILTERS: Final = (
    *("source:بريد-المشرق", 'source:"بريد المشرق"', 'مصدر:"اسواق وارقام"', "section:أسطر"),
    *("section:اسطر", "قسم:أسعار", 'author:"رنا الحلو" كتب', '-author:"رنا الحلو" كتب'),
    *("source:لااحد", "section:أسعار OR section:زراعة"),
)
_DATES: Final = (
    *("date:2016", "date:2016-12", "date:2016-12-01", "after:2020", "before:2014", "date:1999"),
    *("date:2016-11", "date:2016-12-02..2017-06-05", "كتب date:2016", "كتب -date:2016"),
    *("ديسمبر 2016", "تاريخ:2016", "after:2016-12 before:2016-12-31 -كتب", "date:2018 OR كتب"),
)
_FAR: Final = (
    *('"ربان السفينة البعيدة"', '"غادر المرفأ"', '"المرفأ غادر"~1', '"آخر الشريط البعيد"'),
    *('"أول الشريط البعيد"', '"ربان قديم"', '"ربان المرفأ"~3', '"ربان المرفأ"~2', "ربان قديم"),
    *('root:"غادر المرفأ"', "المرفأ", FILLER[0], f'"{FILLER[0]} {FILLER[1]} {FILLER[2]}"'),
    f"المرفأ {FILLER[5]}",
    *(f'"{FILLER[0]} {FILLER[2]}"', f'"المرفأ {FILLER[5]}"~9', f"title:{LONG}"),
)
_CLOSE: Final = (
    *("كتب في", "مكتبة المدينة", "كت* في", "أيار سوق", "تدمر متحف", '"كتب في"', "كتب", "*"),
    *("سوق مصدر:حدائق", "كتب سوق -تدمر", "كتب OR تدمر", "title:سطر كتب", "جوجل كتب"),
)
_SORTS: Final[tuple[Sort, ...]] = ("newest", "oldest", "relevance")
_ALL_OR_NONE: Final = (
    *("*", "", "؟!", "قزحستان", "سوق قزحستان", "سوق OR قزحستان", "سوق -قزحستان", '"قزحستان سوق"'),
    *("في", "من", "كتب -كتب", "قزح*", "قزحستان~2", SENTENCES[0], SENTENCES[2]),
)
