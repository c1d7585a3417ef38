"""Defective nouns: active participles and plurals that lose a final ي when they are indefinite.

قاض is قاضي with the article or in front of a genitive, and أراض is أراضي.
"""

from __future__ import annotations

from typing import Final

from arabic.attestation import Attested
from arabic.lexicon import load_lexicon, read_noun_numbers

_LEAST_LETTERS: Final = 3
_LEAST: Final = 2
_ARTICLE_SHARE: Final = 0.02
_VERB_SHARE: Final = 0.05
_PRESENT_SHARE: Final = 0.5


def full_noun(form: str, attested: Attested) -> str | None:
    """The form with the final ي that a defective noun has lost; None for other forms.

    The lexicon has the full noun as defective, the archive has it with the article, and has the
    short form neither with the article nor inflected as a verb (عاد, عادت). ``attested`` gives the
    attestation of forms.
    """
    full = form + "ي"
    if len(form) < _LEAST_LETTERS or full not in read_noun_numbers().defective:
        return None
    occurrences = attested(form).occurrences
    if occurrences < _LEAST or attested("ال" + full).occurrences < _LEAST:
        return None
    if form in load_lexicon().particles:
        return None
    other = (("ال" + form, _ARTICLE_SHARE), (form + "ت", _VERB_SHARE), ("ي" + form, _PRESENT_SHARE))
    if any(attested(each).occurrences > share * occurrences for each, share in other):
        return None
    return full
