"""The stemmer: the choice among the readings of a word by the evidence of the archive.

The reading of the lowest cost is chosen unless the archive contradicts it: a form that follows
prepositions has no proclitic, and a form with the article is not a verb. A word that is not in the
lexicon is split where its base is attested best, and gets its light10 stem if no base is attested.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from arabic.affixes import SPLITS
from arabic.attestation import (
    Attested,
    attestation_weight,
    has_no_proclitic,
    mostly_takes_article,
    rarely_follows_preposition,
    unseen,
)
from arabic.folding import HEH, TEH_MARBUTA
from arabic.inflection import contradicts_noun, contradicts_verb
from arabic.lexicon import load_lexicon
from arabic.names import has_own_article, is_apart_from_article, is_name
from arabic.pronouns import PRONOUNS, pronoun_of
from arabic.readings import (
    ARTICLES,
    ME,
    PERSONS,
    SISTERS_OF_INNA,
    Reading,
    find_readings,
    light10,
    proclitics_of,
)
from arabic.verb_tenses import count_present, is_weak, most_frequent_verb

# Costs of affixes of words that are in no lexicon, in decimal orders of magnitude of attestation.
# The article is unambiguous; after another clitic the base has to be more frequent than the word.
_UNKNOWN_PREFIXES: Final = {
    "": 0.0,
    **dict.fromkeys(("ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وبال", "وكال"), -0.2),
    **dict.fromkeys("وبل", 0.1),
    **dict.fromkeys("فك", 0.3),
    **dict.fromkeys(("ول", "وب", "وك", "فب", "فل"), 0.3),
}
_UNKNOWN_SUFFIXES: Final = {
    "": 0.0,
    "ة": 0.2,
    "ه": 0.6,
    "ها": 0.6,
    "هم": 0.8,
    "ا": 0.6,
    "ات": 0.6,
    "ين": 0.6,
    "ون": 0.6,
    "ان": 0.8,
    "ية": 1.2,
}
_PROCLITICS: Final = frozenset("وفبلك")
# Prefixes that may as well be the first letters of a word, unlike the article.
_AMBIGUOUS_PREFIXES: Final = frozenset(
    prefix for prefix in SPLITS if prefix and not prefix.endswith(("ال", "لل"))
)
_ENDS_OF_ARTICLES: Final = ("ال", "لل")
_BEFORE_NOUN: Final = (*_ENDS_OF_ARTICLES, "ب", "ك")
_CONJUNCTIONS: Final = frozenset("وف")
_OATH: Final = "والله"
_MOST_PARTICLES: Final = 3
"""Splits of particles from one word, as in و + ب + ال; each may double the readings tried."""
# ف and ك come before one in a hundred or fewer of the occurrences of a noun.
_RARE_TIMES: Final = 100
_MORE_FREQUENT: Final = 4
_BEFORE_PRONOUN: Final = SISTERS_OF_INNA | {"كل"}
_MORE_FREQUENT_AFTER_AND: Final = 3
_FREQUENT: Final = 20
_LEAST_PRESENT: Final = 0.02
_MIN_UNKNOWN: Final = 3
_MIN_AFTER_ARTICLE: Final = 4
_HARDLY_ATTESTED: Final = 5
_DOUBTFUL_COST: Final = 1.8
_CASE_ENDINGS: Final = ("", "ة", "ا")
_LONG: Final = 6
_MOST_BEFORE_HAMZA: Final = 4
_BEFORE_HAMZA: Final = frozenset(
    ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "ال", "وال", "فال", "بال", "كال")
)
_NAME_PREFIXES: Final = {
    "و": ("و", "وب", "ول", "وك", "وال", "وبال", "ولل"),
    "ف": ("ف", "فب", "فل", "فال", "فلل"),
    "ب": ("ب", "بال"),
    "ل": ("ل", "لل"),
    "ك": ("ك", "كال"),
}
"""The particles before a name, by their first letter."""


def best_reading(word: str, attested: Attested = unseen, *, hamza: int = -1) -> Reading:
    """The reading that gives the stem of a folded word (ة kept).

    ``hamza`` is the index of the first أ, إ or آ of the word as written, -1 without one: the
    article does not begin with a hamza. The rest after a proclitic is read like the same word
    alone, so that both have one stem.
    """
    return _read(word, attested, hamza, nominal=False, particles=0)


def _read(word: str, attested: Attested, hamza: int, *, nominal: bool, particles: int) -> Reading:
    """The best reading of what is left of a word after some particles; ``nominal`` excludes verbs
    and proclitics."""
    chosen = _choose(word, attested, hamza, nominal=nominal)
    proclitics = proclitics_of(chosen)
    rest = word[len(proclitics) :]
    if not proclitics or len(rest) < 2 or chosen.source == "name" or particles == _MOST_PARTICLES:
        return chosen
    read_rest = partial(
        _read, rest, attested, max(hamza - len(proclitics), -1), particles=particles + 1
    )
    has_article = proclitics.endswith(_ENDS_OF_ARTICLES)
    # After the article, a word that is hardly attested without it can only be a noun.
    inner = read_rest(nominal=has_article and _is_hardly_attested(rest, attested))
    if inner.prefix.startswith(("و", "ف")) and not rest.startswith(_OATH):
        # A conjunction comes first.
        if proclitics in _CONJUNCTIONS:
            return chosen
        return _choose(word, attested, hamza, nominal=True)
    if inner.prefix and proclitics.endswith(_BEFORE_NOUN):
        # Neither another particle nor the person of a verb stands between particle and noun.
        if has_article:
            inner = read_rest(nominal=True)
        elif _is_hardly_more_frequent(word, rest, attested):
            return _choose(word, attested, hamza, nominal=True)
    return inner._replace(prefix=proclitics + inner.prefix)


def _is_hardly_more_frequent(word: str, rest: str, attested: Attested) -> bool:
    """Whether a word is too frequent for a verb behind the ب of spoken Arabic (بيقول)."""
    whole, part = (attested(each.replace(TEH_MARBUTA, HEH)) for each in (word, rest))
    return part.occurrences < _FREQUENT * whole.occurrences


def _is_hardly_attested(rest: str, attested: Attested) -> bool:
    form = rest.replace(TEH_MARBUTA, HEH)
    return attested(form).occurrences < _HARDLY_ATTESTED


def _choose(word: str, attested: Attested, hamza: int, *, nominal: bool) -> Reading:
    form = word.replace(TEH_MARBUTA, HEH)
    if (marked := _marked_proclitic(word, form, attested, hamza)) is not None:
        return marked
    if (name := _name_reading(word, form, attested)) is not None:
        return name
    no_proclitic = (
        nominal or has_no_proclitic(form, attested) or mostly_takes_article(form, attested)
    )
    found = _without_first_contradicted(
        [
            reading
            for reading in find_readings(word)
            if not _is_hamza_in_article(reading.prefix, hamza)
            and not (no_proclitic and reading.prefix in _AMBIGUOUS_PREFIXES)
            and not (nominal and reading.source == "verb")
        ],
        form,
        attested,
    )
    if not no_proclitic and found and (with_proclitic := _proclitic_reading(word, found, attested)):
        return with_proclitic
    first = None
    if found:
        found = [*_preferred(form, found, attested), *found]
        first = most_frequent_verb(form, found, attested)
        if first.cost < _DOUBTFUL_COST or no_proclitic:
            return first
    splits = find_attested_readings(word, attested, no_proclitic=no_proclitic, hamza=hamza)
    chosen = min(
        (split for split in splits if not _is_hamza_in_article(split.prefix, hamza)),
        default=None,
    )
    if first is not None and (chosen is None or not _is_much_more_frequent(chosen, form, attested)):
        return _article_reading(word, first, attested) or first
    return light10(word) if chosen is None else chosen


def _without_first_contradicted(
    found: list[Reading], form: str, attested: Attested
) -> list[Reading]:
    """The readings from the first on that nothing speaks against."""
    for place, reading in enumerate(found):
        if not _is_contradicted(reading, form, attested):
            return found[place:] if place else found
    return []


def _marked_proclitic(word: str, form: str, attested: Attested, hamza: int) -> Reading | None:
    """The reading with the particles before a written hamza, which begins a more frequent word, a
    long word that never occurs alone, or follows the article."""
    particles = word[:hamza] if 0 < hamza <= _MOST_BEFORE_HAMZA else ""
    if not particles or particles not in _BEFORE_HAMZA or len(word) - hamza < _MIN_UNKNOWN:
        return None
    rest, count = form[hamza:], attested(form[hamza:]).occurrences
    is_long = not count and len(rest) >= _LONG and word not in load_lexicon().nouns
    if not (particles.endswith("ال") or is_long or count > attested(form).occurrences):
        return None
    return Reading(0.0, word[hamza:], particles, word[hamza:], "", "corpus", "")


def _name_reading(word: str, form: str, attested: Attested) -> Reading | None:
    """The reading of a word as a name, behind particles or alone, where the archive shows one."""
    if attested is unseen:
        return None
    if has_own_article(form, attested):
        return _as_name("ال" + word, "", word)
    if is_name(form, attested):
        return _as_name(word, "", word)
    if form.startswith("ال"):
        return _as_name(word, "", word) if is_apart_from_article(form[2:], attested) else None
    prefixes = _NAME_PREFIXES.get(form[:1], ())
    own = attested(form).occurrences if prefixes else 0
    if prefixes and (has_no_proclitic(form, attested) or mostly_takes_article(form, attested)):
        own *= _FREQUENT  # only a far more frequent name comes behind a particle
    for prefix in prefixes:
        if form.startswith(prefix) and (found := _name_behind(word, prefix, own, attested)):
            return found
    return None


def _name_behind(word: str, prefix: str, own: int, attested: Attested) -> Reading | None:
    """The reading of a word that occurs ``own`` times as a more frequent name behind a prefix."""
    particles, name = prefix, word[len(prefix) :]
    has_article = prefix.endswith(_ENDS_OF_ARTICLES)
    if has_article:
        name = "ال" + name
        particles = prefix.removesuffix("ال").replace("لل", "ل")
    form = name.replace(TEH_MARBUTA, HEH)
    if attested(form).occurrences <= own:
        return None
    if is_name(form, attested) or (has_article and is_apart_from_article(form[2:], attested)):
        return _as_name(name, particles, name)
    return None


def _as_name(name: str, particles: str, base: str) -> Reading:
    """The reading of a word as a name; its root is that of the word in the lexicon, with or without
    the article, else the name itself."""
    bare = name.removeprefix("ال")
    nouns = load_lexicon().nouns
    root = nouns.get(name) or nouns.get(bare) or bare.replace(TEH_MARBUTA, HEH)
    return Reading(0.0, name, particles, base, "", "name", root)


def find_attested_readings(
    word: str, attested: Attested, *, no_proclitic: bool, hamza: int
) -> Iterator[Reading]:
    """Yield the readings of a word outside the lexicon whose base is attested.

    Ambiguous prefixes are left out if ``no_proclitic``; ``hamza`` is as for ``best_reading``.
    """
    suffixes = [each for each in _UNKNOWN_SUFFIXES.items() if word.endswith(each[0])]
    for prefix, prefix_cost in _UNKNOWN_PREFIXES.items():
        if not word.startswith(prefix) or (no_proclitic and prefix in _AMBIGUOUS_PREFIXES):
            continue
        rest = word[len(prefix) :]
        if rest.startswith("ال") and len(rest) > _MIN_UNKNOWN + 1 and hamza != len(prefix):
            continue
        for suffix, suffix_cost in suffixes:
            base = rest[: len(rest) - len(suffix)]
            if len(base) < _MIN_UNKNOWN:
                continue
            whole = rest.replace(TEH_MARBUTA, HEH)
            if suffix and contradicts_noun(whole, base, suffix, attested):
                continue
            gain = attestation_weight(base.replace(TEH_MARBUTA, HEH), attested)
            if gain:
                cost = prefix_cost + suffix_cost - gain
                yield Reading(cost, base, prefix, base, suffix, "corpus", "")


def _proclitic_reading(word: str, found: list[Reading], attested: Attested) -> Reading | None:
    """The reading with a proclitic that the archive supports against the lowest cost.

    After a conjunction, the rest has to be much more frequent than the form. After another
    proclitic, the form rarely follows a preposition, and the rest is more frequent or follows
    prepositions itself.
    """
    first = found[0]
    if first.prefix or _is_particle(first):
        return None
    form = word.replace(TEH_MARBUTA, HEH)
    own = attested(form).occurrences
    has_clitic = first.source == "noun" and rarely_follows_preposition(form, attested)
    for reading in found:
        proclitic = proclitics_of(reading)
        if proclitic not in _PROCLITICS:
            continue
        rest = form[len(proclitic) :]
        count = attested(rest).occurrences
        if not count or _is_contradicted(reading, form, attested):
            continue
        is_noun_itself = first.source == "noun" and not first.suffix
        if is_noun_itself and _is_rare_before(reading) and count <= _RARE_TIMES * own:
            continue
        if proclitic in _CONJUNCTIONS and count > _MORE_FREQUENT * own:
            return reading
        if first.suffix and proclitic == "و" and count > _MORE_FREQUENT_AFTER_AND * own:
            return reading
        if (first.suffix or first.source == "verb") and count > _MORE_FREQUENT * own:
            return reading
        if has_clitic and (count > own or (proclitic in "بل" and has_no_proclitic(rest, attested))):
            return reading
    return _unknown_after_conjunction(word, first, attested)


def _is_rare_before(reading: Reading) -> bool:
    """Whether the proclitic of a reading is rare before its entry: ك is, and ف except before a
    particle that is no noun (فقد, فهو)."""
    proclitic = proclitics_of(reading)
    return proclitic == "ك" or (
        proclitic == "ف" and reading.entry not in load_lexicon().inseparable
    )


def _is_particle(reading: Reading) -> bool:
    """Whether a reading is of a particle alone, or of one that hardly any noun with a pronoun looks
    like (كله is not ك before له)."""
    if reading.suffix:
        return reading.suffix in PRONOUNS and reading.entry in _BEFORE_PRONOUN
    return reading.entry in load_lexicon().particles


def _unknown_after_conjunction(word: str, first: Reading, attested: Attested) -> Reading | None:
    """A word that is in no lexicon after a conjunction, rather than a rarer word with a suffix."""
    rest = word[1:]
    count = attested(rest.replace(TEH_MARBUTA, HEH)).occurrences
    own = attested(word.replace(TEH_MARBUTA, HEH)).occurrences
    if not first.suffix or word[0] not in _CONJUNCTIONS or len(rest) < _MIN_UNKNOWN:
        return None
    if count < _FREQUENT or count <= _MORE_FREQUENT * own:
        return None
    return Reading(0.0, rest, word[0], rest, "", "corpus", "")


def _preferred(form: str, found: list[Reading], attested: Attested) -> Iterator[Reading]:
    """Yield the readings that the archive supports against the lowest cost."""
    for preferred in (_feminine_verb, _definite_noun):
        reading = preferred(form, found, attested)
        if reading is not None:
            yield reading


def _definite_noun(form: str, found: list[Reading], attested: Attested) -> Reading | None:
    """The reading with the article, if the word without it is more frequent than the word, which
    has a suffix otherwise (الهامة is not إلهام with ة)."""
    first = found[0]
    if first.prefix or not first.suffix or not form.startswith("ال"):
        return None
    if attested(form[2:]).occurrences <= attested(form).occurrences:
        return None
    return next((reading for reading in found if reading.prefix == "ال"), None)


def _feminine_verb(form: str, found: list[Reading], attested: Attested) -> Reading | None:
    """The reading of ت as the person of a verb, if the masculine in ي is more frequent than the
    noun and the verb that begin with ت (تعود beside يعود)."""
    if not form.startswith("ت") or found[0].prefix:
        return None
    masculine = attested("ي" + form[1:]).occurrences
    others = max(attested("ال" + form).occurrences, attested("ي" + form).occurrences)
    if masculine <= 2 * others or masculine * 10 < attested(form).occurrences:
        return None
    return next((reading for reading in found if reading.prefix == "ت"), None)


def _article_reading(word: str, first: Reading, attested: Attested) -> Reading | None:
    """The article before a word that is in no lexicon, rather than a costly verb."""
    article = next((each for each in ARTICLES if word.startswith(each)), "")
    rest = word[len(article) :]
    if (
        attested is unseen
        or first.source != "verb"
        or not article
        or len(rest) < _MIN_AFTER_ARTICLE
    ):
        return None
    return Reading(first.cost, rest, article, rest, "", "light", "")


def _is_much_more_frequent(reading: Reading, form: str, attested: Attested) -> bool:
    rest = form[len(reading.prefix) :]
    return (
        bool(reading.prefix)
        and attested(rest).occurrences >= _FREQUENT
        and attested(rest).occurrences >= _MORE_FREQUENT * attested(form).occurrences
    )


def _is_contradicted(reading: Reading, form: str, attested: Attested) -> bool:
    """Whether the language or the archive speaks against a reading."""
    prefix, base, suffix, source = reading.prefix, reading.base, reading.suffix, reading.source
    if reading.entry in load_lexicon().inseparable and (
        prefix.endswith(_ENDS_OF_ARTICLES) or (suffix and suffix != ME and not pronoun_of(suffix))
    ):
        return True
    if attested is unseen:
        return False
    if not suffix and source == "noun":
        return False
    rest = form[len(proclitics_of(reading)) :]
    if (
        source == "noun"
        and suffix not in _CASE_ENDINGS
        and rest != reading.entry
        and is_name(reading.entry.replace(TEH_MARBUTA, HEH), attested)
    ):
        return True
    whole = attested(form).occurrences
    if source == "verb":
        if is_weak(reading):
            is_present = prefix[-1:] in PERSONS
            entry = base + "ي" if is_present else reading.entry
            if count_present(entry, attested) < _LEAST_PRESENT * whole:
                return True
        return contradicts_verb(rest, base, suffix, attested, whole)
    return contradicts_noun(rest, base, suffix, attested, whole)


def _is_hamza_in_article(prefix: str, hamza: int) -> bool:
    """Whether the article that ends a prefix would begin with the hamza of the word."""
    return prefix.endswith("ال") and len(prefix) - 2 == hamza
