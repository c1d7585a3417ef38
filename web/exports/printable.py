"""Records as one HTML file that needs no other, for reading and printing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from markupsafe import Markup

from corpus.messages import Language
from web.exports.labels import LABELS, check_line, heading, origin, remarks
from web.exports.records import ExportRecord, RecordList
from web.markup import display, language_of, web_address

_STYLE: Final = Markup(
    """\
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1.25rem; font: 1.0625rem/1.8
  "Noto Naskh Arabic", "Geeza Pro", "Traditional Arabic", Georgia, serif; overflow-wrap: anywhere; }
h1 { font-size: 1.625rem; line-height: 1.5; }
h2 { font-size: 1.3125rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1.125rem; line-height: 1.6; margin: 0; }
p, dl { margin: .25rem 0; }
ol { margin: 0; padding: 0; list-style: none; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 1rem; }
li { padding: .9rem 0; break-inside: avoid; }
li + li { border-block-start: 1px solid #b9ad97; }
dt { font-weight: 600; }
dd { margin: 0; white-space: pre-line; }
.meta { opacity: .8; }
@media print { @page { margin: 2cm; } body { margin: 0; font-size: 11pt; } a { color: inherit; } }
"""
)

_PAGE: Final = Markup(
    """\
<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<h1>{title}</h1>
{sentences}
{groups}
</body>
</html>
"""
)


def printable_page(records: RecordList) -> str:
    """The records as a page in the language of the list; every text has its own direction."""
    paragraphs = [*map(display, records.sentences), check_line(records)]
    numbered = enumerate(records.records, 1)
    groups = groupby(numbered, key=lambda each: each[1].group)
    return str(
        _PAGE.format(
            language=records.language,
            direction=_direction(records.language),
            title=display(records.title),
            style=_STYLE,
            sentences=_joined(Markup('<p dir="auto">{}</p>').format(each) for each in paragraphs),
            groups=_joined(_group(name, list(each), records.language) for name, each in groups),
        )
    )


def _group(name: str, numbered: list[tuple[int, ExportRecord]], language: Language) -> Markup:
    first = numbered[0][0]
    title = Markup('<h2 dir="auto">{}</h2>\n').format(display(name)) if name else Markup("")
    items = _joined(_item(number, record, language) for number, record in numbered)
    return title + Markup('<ol start="{}">\n{}\n</ol>').format(first, items)


def _item(number: int, record: ExportRecord, language: Language) -> Markup:
    of = language_of(record.title) if record.title.strip() else language
    return Markup('<li lang="{}" dir="{}">\n{}\n</li>').format(
        of, _direction(of), _joined(_parts(number, record, language))
    )


def _parts(number: int, record: ExportRecord, language: Language) -> Iterator[Markup]:
    yield Markup("<h3>{}. {}</h3>").format(number, heading(record, language))
    if known := origin(record, language):
        names = Markup(" · ").join(Markup("<bdi>{}</bdi>").format(each) for each in known)
        yield Markup('<p class="meta">{}</p>').format(names)
    if record.is_gone:
        gone = Markup('<p lang="{}" dir="{}"><strong>{}</strong></p>')
        yield gone.format(language, _direction(language), LABELS[language].gone)
    if url := web_address(record.url):
        link = Markup('<p><bdi dir="ltr"><a href="{}" rel="noreferrer">{}</a></bdi></p>')
        yield link.format(url, display(url))
    if record.snippet.strip():
        yield Markup('<p dir="auto">{}</p>').format(display(record.snippet))
    for label, value in remarks(record, language):
        row = Markup('<dl lang="{}" dir="{}"><dt>{}</dt><dd dir="auto">{}</dd></dl>')
        yield row.format(language, _direction(language), label, value)


def _joined(parts: Iterator[Markup]) -> Markup:
    return Markup("\n").join(parts)


def _direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"
