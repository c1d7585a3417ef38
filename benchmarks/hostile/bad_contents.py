"""Contents of hostile files: JSON lines, pages, tables and plain text, each made at random.

Every maker takes a random generator and returns text; lone surrogates and control characters may be
in it. ``MAKERS`` has them by the extension of their format.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Final

ARABIC: Final = [
    "وصلت",
    "القافلة",
    "إلى",
    "السوق",
    "ومعها",
    "بضائع",
    "كثيرة",
    "من",
    "بلاد",
    "بعيدة",
    "في",
    "يوم",
    "ممطر",
]
_BIDI: Final = "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_CONTROLS: Final = "".join(map(chr, range(32))) + "\x7f\x85\x9b"
_ODD: Final = (
    *("\ud800", "\udfff", "\udc80", "\ufffe", "\uffff", "\U0010ffff", "\ue000", "\ufeff", "\u2028"),
    *("\u2029", "\u00a0", "\u200b", "\u0640" * 300, "\u064e" * 300, "ﷺ" * 90, "😀", "a\u0301" * 90),
    *("\x1b[31m", "\x1b]0;x\x07", "\r\n", "\r", "\0", "%s%n", "{{7*7}}", "../../etc/passwd"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "]]>", "-->", "=cmd|' /C'!A1"),
)
_DATES: Final = (
    *("2016", "9999-99-99", "0000-00-00", "-1", "31/2/2016", "1e9", "99999999999999999999", ""),
    *("٣٠ شباط ٢٠١٦", "1438-13-40", "2016-09-28T25:61:61+99:99", "tomorrow", "5/12/2016" * 200),
)
_FIELDS: Final = (
    *("id", "title", "text", "body", "content", "url", "source", "author", "date", "section"),
    *("tags", "extra", "", "\0", "__class__", "é" * 300),
)


def words(pick: random.Random, most: int = 60) -> str:
    """Arabic words with odd characters among them."""
    found = pick.choices(ARABIC, k=pick.randint(1, most))
    for _ in range(pick.choice((0, 0, 1, 4))):
        odd = pick.choice((*_ODD, pick.choice(_BIDI), pick.choice(_CONTROLS)))
        found.insert(pick.randrange(len(found) + 1), odd)
    return pick.choice((" ", " ", " ", "", "\n", "\n\n")).join(found)


def _number(pick: random.Random) -> str:
    return pick.choice(
        ("NaN", "-Infinity", "1e999", "9" * pick.choice((20, 400, 5_000)), "-0", "0x1", "1.", "01")
    )


def _nested(pick: random.Random) -> str:
    depth = pick.choice((5, 90, 600, 5_000))
    first, last = pick.choice((("[", "]"), ('{"a":', "}"), ('[{"b":', "}]")))
    closed = pick.random() < 0.7
    return first * depth + "1" + last * (depth if closed else depth - 1)


def _value(pick: random.Random) -> str:
    match pick.randrange(8):
        case 0:
            return _number(pick)
        case 1:
            return _nested(pick)
        case 2:
            return pick.choice(("null", "true", "[]", "{}", '[null, 1, "x"]', '"\\ud800"', '"\\u"'))
        case 3:
            return json.dumps(words(pick), ensure_ascii=False)
        case 4:
            return json.dumps(pick.choice(_DATES))
        case 5:
            return json.dumps([words(pick, 5) for _ in range(pick.choice((1, 3, 200)))])
        case 6:
            return json.dumps(pick.choice(ARABIC) * pick.choice((100, 100, 3_000, 3_000, 60_000)))
        case _:
            return json.dumps(words(pick))


def _record(pick: random.Random) -> str:
    keys = [*pick.choices(_FIELDS, k=pick.choice((0, 1, 3, 8))), "text", "text"]
    parts = [f"{json.dumps(key)}: {_value(pick)}" for key in keys[: pick.choice((-1, -1, None))]]
    if pick.random() < 0.1:
        parts += [f'"k{number}": {number}' for number in range(pick.choice((100, 5_000)))]
    return "{" + pick.choice((", ", ", ", ",,", " ")).join(parts) + "}"


def json_lines(pick: random.Random) -> str:
    """Records of which many are malformed, or very many empty ones."""
    if pick.random() < 0.03:
        empty = pick.choice(("{}", "[]", "null", "", "{", "1", '""', " "))
        return f"{empty}\n" * pick.choice((1, 2_000, 30_000))
    records = [_record(pick) for _ in range(pick.choice((1, 2, 10)))]
    if pick.random() < 0.15:
        return f"[{','.join(records)}]"
    return pick.choice(("\n", "\n", "\r\n", "\r", "")).join(records)


def _bomb(_: random.Random) -> str:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(12)
    )
    return f"<!DOCTYPE html [{entities}]><html><body><p>&l11;</p></body></html>"


def _deep_page(pick: random.Random) -> str:
    tag = pick.choice(("div", "b", "table><tr><td", "ul><li", "svg", "template", "a", "font"))
    depth = pick.choice((50, 400, 3_000))
    return f"<html><body>{f'<{tag}>' * depth}{words(pick)}"


def _wide_page(pick: random.Random) -> str:
    count = pick.choice((100, 100, 2_000, 2_000, 20_000))
    match pick.randrange(5):
        case 0:
            return "<html><body>" + f"<p>{pick.choice(ARABIC)}" * count
        case 1:
            attributes = " ".join(f'a{number}="{number}"' for number in range(count))
            return f"<html><body {attributes}><p>{words(pick)}</p>"
        case 2:
            return f'<html><body><p class="{"x" * count * 9}">{words(pick)}</p>'
        case 3:
            return f"<html><head><meta {'a' * count * 9}></head><body><p>{words(pick)}"
        case _:
            return "<html><body>" + pick.choice(("&amp;", "&#1;", "&#x110000;", "&nbsp;")) * count


def _meta_page(pick: random.Random) -> str:
    metas = "".join(
        f'<meta {pick.choice(("name", "property"))}="{name}" content="{words(pick, 9)}">'
        for name in ("author", "og:title", "article:author", "og:site_name", "keywords")
    )
    day = pick.choice(_DATES)
    data = _nested(pick) if pick.random() < 0.3 else f'{{"datePublished": {_value(pick)}}}'
    charset = pick.choice(("utf-8", "utf-7", "utf-16", "x", "cp1256", "idna", "zip", "rot13"))
    return (
        f'<html><head><meta charset="{charset}"><title>{words(pick)}</title>{metas}'
        f'<meta property="article:published_time" content="{day}">'
        f'<script type="application/ld+json">{data}</script></head>'
        f"<body><h1>{words(pick)}</h1><time datetime='{day}'>{day}</time><p>{words(pick)}</p>"
    )


def _broken_page(pick: random.Random) -> str:
    pieces = (
        *(
            "<!--",
            "-->",
            "<![CDATA[",
            "<script>",
            "<style>",
            "<title>",
            "<plaintext>",
            "<textarea>",
        ),
        *("</html>", "<html", "<p ", "<", ">", "<?xml version='1.0' encoding='x'?>", "<!doctype x"),
        *(
            "<base href='javascript:1'>",
            "<frameset>",
            "<xmp>",
            "<noscript>",
            "</p></p>",
            "<p></div>",
        ),
    )
    return "<html>" + "".join(
        pick.choice((pick.choice(pieces), words(pick, 9))) for _ in range(pick.randint(1, 60))
    )


def page(pick: random.Random) -> str:
    """A page: deep, wide, with odd facts, with an entity bomb, or broken."""
    makers = (_bomb, _deep_page, _wide_page, _meta_page, _meta_page, _broken_page, _broken_page)
    return pick.choice(makers)(pick)


def table(pick: random.Random) -> str:
    """A table with open quotes, ragged rows, many columns or long cells."""
    sign = pick.choice((",", ";", "\t", "|"))
    columns = [*pick.sample(_FIELDS, 4), "text"]
    if pick.random() < 0.08:
        columns += [f"c{number}" for number in range(pick.choice((500, 9_000, 60_000)))]
    rows = [sign.join(columns)]
    for _ in range(pick.choice((0, 1, 5, 5, 50, 50, 2_000))):
        cells = [pick.choice(ARABIC) for _ in range(pick.choice((0, 1, 5, 5, 5, 9)))]
        if cells and pick.random() < 0.3:
            cells[-1] = pick.choice(
                ('"', '"a""', 'a"b', f'"{words(pick)}"', f'"{words(pick)}', "x" * 9_000, "=1+1")
            )
        rows.append(sign.join(cells))
    return pick.choice(("\n", "\n", "\r\n", "\r")).join(rows)


def text(pick: random.Random) -> str:
    """Plain text: odd characters, runs of marks, one glued run, or only spaces."""
    match pick.randrange(6):
        case 0:
            return pick.choice(ARABIC) * pick.choice((10, 10, 1_000, 1_000, 20_000))
        case 1:
            return pick.choice((*_ODD, " ", "\n", "،", "ا", "و")) * pick.choice((1, 900, 9_000))
        case 2:
            return "".join(chr(pick.randrange(0x110000)) for _ in range(pick.choice((9, 900))))
        case 3:
            return "".join(pick.choice(_CONTROLS + _BIDI + "اب ") for _ in range(900))
        case _:
            return words(pick, 400)


MAKERS: Final[dict[str, Callable[[random.Random], str]]] = {
    "jsonl": json_lines,
    "html": page,
    "csv": table,
    "txt": text,
}
