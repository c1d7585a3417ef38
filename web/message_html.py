"""What the search says about a query, in the language of the page.

The engine gives whole English sentences. Each is matched to the template it was made from, which
is the key of the catalogue ``search``; a sentence of no known template is shown as it is.
"""

from __future__ import annotations

import re
from typing import Final, get_args

from flask_babel import Domain, get_locale
from markupsafe import Markup, escape

from search.advice.adviser import LATE
from search.answer import Level
from search.query.notices import SENTENCES
from search.query.syntax import LEVELS
from web.markup import display, text_direction

REFUSALS: Final = (
    "{date} is not a date; write it as 2016, 2016-12 or 2016-12-01.",
    "The dates run backwards: after {first} and before {last}.",
    "A query takes up to {most} characters; this one has {found}: shorten it.",
    "A query takes up to {most} words and filters; this one has {found}: shorten it.",
    "A query takes up to {most} groups within one another; this one has {found}: shorten it.",
    "A query takes up to words of {most} characters; this one has one of {found}: shorten it.",
    "A query takes up to a distance of {most} words (~{same}); this one has {found}: shorten it.",
    "A beginning with * needs at least {least} letters; "
    "{word} has {found}: write more of the word.",
    "A word with ~ has {least} to {most} letters; {word} has {found}: write it without ~.",
    "Pages reach hits 0 to {most}; narrow the query to see further.",
    "A timeline has up to {most} periods; by {unit} this one has {found}: take a longer unit.",
    "The index has changed since this walk began; begin again without the cursor.",
    "A text is completed up to {most} characters; this one has {found}: shorten it.",
)
"""Templates of the sentences that refuse a request."""

WARNINGS: Final = (
    "No document has the source {value}.",
    "No document has the author {value}.",
    "No document has the section {value}.",
    "No source is named {value} in full; these were taken: {names}.",
    "No author is named {value} in full; these were taken: {names}.",
    "No section is named {value} in full; these were taken: {names}.",
    "The archive has changed since the index was built; "
    "`warraq add` or `warraq rebuild` brings the index up to it.",
    "A newer state of the index cannot be read; this answer is of the one before. "
    "`warraq rebuild` makes the index anew.",
    "No word is like {word}, where ? stands for a letter; after a question put a space.",
    "{word} has {found} forms; the {used} most frequent were used.",
    "There was no time to count the query at {levels}.",
    LATE,
)
"""Templates of what matching has to say."""

TEMPLATES: Final = (*SENTENCES.values(), *REFUSALS, *WARNINGS)

_PLACE: Final = re.compile(r"\{(\w+)\}")
_DATE: Final = re.compile(r"\d{4}(?:-\d\d)+")
_ISOLATES: Final = {
    "rtl": Markup('<bdi lang="ar" dir="rtl">{}</bdi>'),
    "ltr": Markup('<bdi lang="en" dir="ltr">{}</bdi>'),
    "": Markup('<bdi dir="ltr">{}</bdi>'),
}
_LEVELS: Final = {level: name for name, level in LEVELS.items() if not name.isascii()}
_QUOTED: Final = ("“”", "''", '""')


def _pattern(template: str) -> re.Pattern[str]:
    pieces = _PLACE.split(template)
    literal, names = pieces[::2], pieces[1::2]
    written = re.escape(literal[0])
    for name, after in zip(names, literal[1:], strict=True):
        written += f"(?P<{name}>.+?){re.escape(after)}"
    return re.compile(written, re.DOTALL)


_PATTERNS: Final = tuple((template, _pattern(template)) for template in TEMPLATES)
_CATALOGUE: Final = Domain(domain="search")


def notice_html(message: str) -> Markup:
    """Return a sentence of the engine as HTML, its quotations kept apart from its direction."""
    for template, pattern in _PATTERNS:
        found = pattern.fullmatch(message)
        if found:
            return _filled(_CATALOGUE.gettext(template), found.groupdict())
    return escape(display(message))


def isolated(value: object) -> Markup:
    """Return a value as HTML that keeps its own direction and leaves the sentence's alone, in the
    language of its letters.

    What has no letter, a date or a range, runs from left to right.
    """
    text = display(str(value))
    return _ISOLATES[text_direction(text, "")].format(text)


def _filled(template: str, values: dict[str, str]) -> Markup:
    pieces = _PLACE.split(template)
    html = [_literal(pieces[0])]
    for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
        value, arabic = values[name], str(get_locale()) == "ar"
        if name == "levels" and arabic:
            named = "، ".join(_LEVELS[level] for level in get_args(Level) if level in value)
            html += [isolated(named), _literal(after)]
        elif len(value) > 2 and value[0] + value[-1] in _QUOTED and arabic:
            html += [Markup("«"), isolated(value[1:-1]), Markup("»"), _literal(after)]
        else:
            html += [isolated(value), _literal(after)]
    return Markup("").join(html)


def _literal(text: str) -> Markup:
    """What a sentence says by itself; after Arabic letters the parts of a date would change
    places."""
    return Markup(_DATE.sub(lambda date: str(isolated(date[0])), str(escape(text))))
