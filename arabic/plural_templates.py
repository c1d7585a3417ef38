"""Templates of broken plurals: which singulars a plural of a given shape can have.

The templates are those of Wright, *A Grammar of the Arabic Language* (1896), sections 304 and 305,
written with digits for the radicals: ``12اء3`` is جرائم, ``12ي3ة`` is جريمة. Letters are neutral:
every hamza that is not the first letter is ``ء``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Final, NamedTuple

from arabic.folding import fold


class Template(NamedTuple):
    """The shape of a plural, and the shapes of its singulars.

    Before a singular, ``=`` requires that the last two radicals are equal (``=12``: حقوق, حق),
    ``~`` that they are equal in its root, since neither shape shows both (مقار, مقر), ``!`` that
    the lexicon lists the pair, and ``?`` that the plural is no infinitive in the lexicon.

    ``sure`` says that few singulars have the shape of the plural; for the others, the lexicon must
    have the word as a plural. ``no_singular`` requires that it has it as nothing else. ``without``
    gives letters that a radical cannot be.
    """

    plural: str
    singulars: tuple[str, ...]
    sure: bool = False
    no_singular: bool = False
    without: tuple[tuple[str, str], ...] = ()


class PossibleSingular(NamedTuple):
    """A form that can be the singular of a plural: the template, and the place of its shape."""

    form: str
    template: Template
    place: int

    @property
    def shape(self) -> str:
        """The shape with its marks."""
        return self.template.singulars[self.place]


TEMPLATES: Final = (
    # أفعال: أعمال, أشجار, أفلام, أصحاب, أحوال, أيتام, أعضاء, أجواء, أبناء, آبار, آراء
    Template(
        "أ12ا3",
        ("123", "123ة", "1ي23", "1ا23", "1ا3", "=12", "!12ي3"),
        sure=True,
        without=(("3", "ء"),),
    ),
    Template("أ12اء", ("12و", "12ي", "12ا", "12ء", "!12"), sure=True),
    Template("أ12اء", ("!ا12",)),
    Template("أء1ا2", ("1ء2",)),
    Template("أء1اء", ("1ءي",)),
    Template("أيا3", ("يو3",)),
    # أفعلاء: أصدقاء, أغنياء, أطباء
    Template("أ123اء", ("12ي3",), sure=True),
    Template("أ12ياء", ("12ي", "12يء"), sure=True),
    Template("أ12اء", ("12ي2",), sure=True),
    # أفعلة: أجهزة, أندية, أدوية, أدلة
    Template("أ123ة", ("12ا3", "!12ي3", "!12و3"), sure=True),
    Template("أ12ية", ("1ا2ي", "12اء"), sure=True),
    Template("أ12ة", ("12ي2", "12ا2")),
    # أفعل: أشهر, أسهم
    Template("أ123", ("123",)),
    # فعول: بنوك, حقوق, جنود, شهود
    Template("12و3", ("!123", "!=12", "123ي", "!1ا23")),
    # فعال: جبال, قلاع, كبار, طلاب, شباب, لجان, نواب, ديار
    Template("12ا3", ("!?123", "!123ة", "12ي3", "!?1ا23", "=1ا2", "!=12", "!=12ة")),
    Template("1وا3", ("1اء3",)),
    Template("1يا3", ("1ا3", "1و3", "1ي3", "1و3ة")),
    # فعلاء: وزراء, شعراء, خلفاء
    Template("123اء", ("12ي3", "1ا23", "12ي3ة"), sure=True),
    # فعلى: قتلى
    Template("123ى", ("12ي3",)),
    # فعى: قرى, خطى, قوى
    Template("12ى", ("12ية", "12وة", "12ة")),
    # فعل: دول, سفن, كتب, فرق, رسل, قصص
    Template("123", ("123ة", "12ي3ة", "!12ا3", "12ي3", "!12و3", "=12ة")),
    # فعلة, فعاة, فالة: طلبة, قضاة, قادة
    Template("123ة", ("1ا23",), no_singular=True),
    Template("12اة", ("1ا2ي", "1ا2ية"), no_singular=True),
    Template("1ا3ة", ("1اء3", "1ي3"), no_singular=True),
    # فعلان: بلدان, فرسان, جدران, جيران
    Template("123ان", ("123", "!12ي3", "1ا23", "12ا3", "1ا3")),
    # فواعل, فواعيل: عواصف, جوامع, كواكب, مواد, قوانين
    Template(
        "1وا23",
        ("1ا23ة", "1ا23", "1و23", "1و23ة"),
        sure=True,
        without=(("1", "تم"), ("3", "ي")),
    ),
    Template("1وا2ي", ("1ا2ية",)),
    Template("1وا2", ("1ا2ة", "!1ا2")),
    Template("1وا2ي3", ("1ا2و3", "1و2ا3", "1ي2ا3"), sure=True, without=(("1", "م"),)),
    # مفاعل, مفاعيل: مدارس, مساجد, مبان, مقار, مشاريع, موازين
    Template("م1ا23", ("م123", "م123ة")),
    Template("م1ا2ي", ("م12ي", "م12ية")),
    Template("م1ا2", ("~م12", "~م12ة"), sure=True),
    Template("م1ا2ي3", ("م12و3", "م12ا3", "م12ي3"), sure=True),
    Template("موا2ي3", ("مي2ا3",)),
    # تفاعل, تفاعيل: تجارب, تقارير
    Template("ت1ا23", ("ت123ة",)),
    Template("ت1ا2ي3", ("ت12ي3", "ت12ا3", "ت12ي3ة"), sure=True),
    # أفاعل, أفاعيل: أجانب, أماكن, أقارب, أراضي, أساليب, أحاديث
    Template("أ1ا23", ("ا123ي", "12ا3", "12ي3", "!ا123", "!ا123ة")),
    Template("أ1ا2ي", ("ا12", "ا12ية")),
    Template("أ1ا2ي3", ("ا12و3", "ا12ي3", "12ي3", "ا12و3ة"), sure=True),
    # فعائل: جرائم, رسائل, حرائق, عجائز
    Template("12اء3", ("12ي3ة", "12ا3ة", "12ي3"), sure=True, without=(("2", "و"), ("3", "ي"))),
    Template("12اء3", ("!12و3",)),
    # فعالل, فعاليل: قنابل, عناصر, براكين, ملايين
    Template(
        "12ا34", ("1234", "1234ة"), sure=True, without=(("1", "تمء"), ("3", "ء"), ("4", "يه"))
    ),
    Template("12ا3ي4", ("123ا4", "123و4", "123ي4", "123ي4ة"), sure=True),
    # فعالى, فعايا: صحاري, فتاوى, كراسي, قضايا, زوايا
    Template("12ا3ي", ("123اء", "123ي", "!123ة")),
    Template("12ايا", ("12ية", "12يءة"), sure=True),
    Template("1وايا", ("1اوية",), sure=True),
    # فعاللة: أساتذة, عمالقة
    Template("12ا34ة", ("123ا4", "123ي4", "1234ي", "123و4")),
    Template("أ1ا23ة", ("ا12ا3", "ا123ي")),
)

SHORTEST: Final = min(len(template.plural) for template in TEMPLATES)
LONGEST: Final = max(len(template.plural) for template in TEMPLATES)
"""Letters of the shortest and the longest plural."""

_RADICALS: Final = "ءبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_MARKS: Final = "=~!?"
_WEAK: Final = "ويء"
_SEATS: Final = ("ا", "ئ", "ؤ", "ء")
_HAMZAS: Final = str.maketrans("أآؤئ", "ءءءء")
# A letter of a template may be written in several ways.
_WRITTEN: Final = {"أ": "[أا]", "ة": "[ةه]", "ى": "[ىي]"}

_Radicals = dict[str, str]


def match_templates(word: str) -> list[tuple[Template, _Radicals]]:
    """The templates that a word without marks may have, each with the letters of its radicals."""
    return [
        (template, {name[1:]: letter for name, letter in match.groupdict().items()})
        for spelling in _neutral_spellings(word)
        for template, pattern in _patterns().get(len(spelling), ())
        if (match := pattern.fullmatch(spelling))
    ]


def possible_singulars(template: Template, radicals: _Radicals) -> Iterator[PossibleSingular]:
    """The forms that a template allows for the singular."""
    for place, shape in enumerate(template.singulars):
        if not _is_allowed(shape, radicals):
            continue
        letters = [radicals.get(letter, letter) for letter in shape.lstrip(_MARKS)]
        # A hamza is ا at the beginning and can have any seat elsewhere.
        choices = [
            ((letter,) if letter != "ء" else _SEATS if number else ("ا",))
            for number, letter in enumerate(letters)
        ]
        for form in dict.fromkeys(fold("".join(chosen)) for chosen in product(*choices)):
            yield PossibleSingular(form, template, place)


def _is_allowed(shape: str, radicals: _Radicals) -> bool:
    """Whether radicals that a singular lacks are weak, or equal where they have to be."""
    if "=" in shape:
        return radicals["2"] == radicals["3"]
    return "~" in shape or all(
        letter in _WEAK for name, letter in radicals.items() if name not in shape
    )


@cache
def _patterns() -> dict[int, list[tuple[Template, re.Pattern[str]]]]:
    """The templates with the regular expressions of their plurals, by length."""
    found: dict[int, list[tuple[Template, re.Pattern[str]]]] = {}
    for template in TEMPLATES:
        pattern = re.compile("".join(_part(template, letter) for letter in template.plural))
        found.setdefault(len(template.plural), []).append((template, pattern))
    return found


def _part(template: Template, letter: str) -> str:
    """The regular expression of a letter of a template."""
    if not letter.isdigit():
        return _WRITTEN.get(letter, letter)
    never = dict(template.without).get(letter, "")
    return f"(?P<r{letter}>[{''.join(each for each in _RADICALS if each not in never)}])"


def _neutral_spellings(word: str) -> tuple[str, ...]:
    """A word with neutral letters.

    A first alef is part of the template (أعمال) or a radical (أمراء); آ is both (آثار).
    """
    rest = word[1:].replace("آ", "ءا").translate(_HAMZAS)
    rest = rest[:-1].replace("ى", "ي") + rest[-1:]
    match word[0]:
        case "آ":
            return ("أء" + rest,)
        case "أ":
            return (word[0] + rest, "ء" + rest)
        case _:
            return (word[0] + rest,)
