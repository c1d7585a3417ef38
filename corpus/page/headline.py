"""The headline of a page and the name of its site, which share the ``<title>`` element."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from arabic.folding import strip_unseen
from corpus.page.statements import Statement
from corpus.page.tree import Element, Line, PageTree, ancestors, name_words, squeeze

_SITE_LIMIT: Final = 60
_SITE_WORD_LIMIT: Final = 7
_TITLE_LIMIT: Final = 300
_PARTS_LIMIT: Final = 8
_LONG: Final = 15
_HEADLINE_WORDS: Final = 6
_FEW_WORDS: Final = 2
_FIRST_LINES: Final = 8

_STRONG: Final = re.compile(r"\s*[|»«•·¦│]\s*|\s*::\s*|\s+(?:>>|<<|~)\s+")
_SEPARATOR: Final = re.compile(r"\s*[|»«•·¦│]\s*|\s*::\s*|\s+(?:>>|<<|~|/)\s+|\s+[-–—]+\s+|\s*:\s+")
SITE_WORDS: Final = re.compile(
    r"\b(?:صحيفة|جريدة|أسبوعية|يومية|نشرة|موقع|وكالة|شبكة|قناة|فضائية|مجلة|بوابة|منتدى|منتديات|ملتقى|مدونة|مدونات|راديو|إذاعة"
    r"|اذاعة|تلفزيون|تليفزيون|مركز|مؤسسة|معهد|نيوز|برس|اون لاين|أون لاين|أونلاين|اونلاين|نت|دوت كوم"
    r"|الإخبارية|الاخبارية|الإخباري|الاخباري|الإلكترونية|الالكترونية|الإلكتروني|الالكتروني|للأنباء"
    r"|للانباء|news|online|press|media|tv|blog|\w+\.(?:com|net|org|info|ps|eg|sa|iq|sy|lb|jo|ma|dz|tn))\b",
    re.IGNORECASE,
)
"""Words of the names of sites."""

_NO_SITE: Final = re.compile(
    r"(?:الصفحة )?الرئيسية|(?:صفحة|نسخة)? ?(?:لل)?طباعة|home|index|print"
    r"|untitled(?: document)?|new page \d*"
    r"|تفاصيل (?:الخبر|المقال)|عرض (?:الخبر|المقال|الموضوع)|[أا]خبار|مقالات|مقال|خبر"
    r"|(?:ال)?(?:رياضة|سياسة|اقتصاد|ثقافة|محليات|منوعات|تقارير|تحقيقات|آراء|رأي|فن|فنون|صحة|علوم|تكنولوجيا"
    r"|دولي|عربي|محلي)|عربي ودولي|(?:ال)?صفحة (?:ال)?\w+",
    re.IGNORECASE,
)
_COMMON_WORD: Final = re.compile(
    r"(?:بال)?(?:فيديو|صور|صورة)|عاجل|مباشر|خاص|تحليل|تحقيق|حصري|حصريا|شاهد|حوار|مقابلة|مسلسل|فيلم|قصة"
    r"|قصيدة|شعر|رواية|حلقة|كاريكاتير|ملف|وثائق|دراسة|بحث|كتاب|بودكاست|استطلاع|افتتاحية|مدونات|\d+"
    r"|ج\d+|جزء|\w{1,2}",
)
"""Words beside a headline that say what kind of text it is, and not where."""

_TITLE_WORDS: Final = frozenset(("title", "headline", "subject", "heading", "topictitle", "عنوان"))
_SITE_PLACES: Final = frozenset(("logo", "brand", "sitetitle", "sitename", "masthead"))
_HEADINGS: Final = ("h1", "h2", "h3", "h4")


class Headline(NamedTuple):
    """The title of an article and the index of its line, and the name of the site; empty or None if
    the page does not state them."""

    title: str
    line: int | None
    source: str | None


def find_headline(
    page: PageTree, statements: Sequence[Statement], beside: Sequence[bool]
) -> Headline:
    """Find the headline and the site of a page.

    A line of the page that is also stated in metadata or is a part of ``<title>`` is the headline;
    otherwise the stated title, the only first-level heading, or ``<title>`` without the site.
    """
    stated = [each.value for each in statements if each.fact == "title"]
    site = _stated_site(statements)
    best = _matching_line(page, [*stated, page.title], site, beside)
    if best is not None and not stated and site is None and _is_site(page, best):
        site, best = page.lines[best].text, None
    if best is not None:
        title = page.lines[best].text
    else:
        title, best = _unmatched(page, stated, site, beside)
    if site is None and title:
        site = _site_beside(page, title)
    if site is None:
        site = _site_in_logo(page, title)
    if site is not None and best is None and _key(title) == _key(site):
        title = ""
    return Headline(title[:_TITLE_LIMIT], best, site)


def _is_site(page: PageTree, index: int) -> bool:
    """Whether the line that is the whole ``<title>`` is the name of the site, and another line the
    first-level heading."""
    name = page.lines[index].text
    return (
        _key(name) == _key(page.title)
        and (SITE_WORDS.match(name) is not None or len(name.split()) <= _FEW_WORDS)
        and _may_be_site(name)
        and any(
            line.block.tag == "h1" and len(line.text.split()) > len(name.split())
            for line in page.lines
        )
    )


def _stated_site(statements: Sequence[Statement]) -> str | None:
    found = [each for each in statements if each.fact == "source"]
    found.sort(key=lambda each: each.place != "og:site_name")
    for each in found:
        if len(each.value) <= 2 * _SITE_LIMIT and not each.value.startswith(("http:", "https:")):
            return each.value
    return None


def split_title(title: str) -> list[str]:
    """The parts of a title between separators (``|``, ``::``, ``»``, a dash between spaces)."""
    return [part for part in (part.strip() for part in _SEPARATOR.split(title)) if part]


def _runs(title: str) -> Iterator[str]:
    """The runs of neighbouring parts of a title, as written."""
    starts, ends = [0], []
    for match in list(_SEPARATOR.finditer(title))[:_PARTS_LIMIT]:
        ends.append(match.start())
        starts.append(match.end())
    ends.append(len(title))
    for index, start in enumerate(starts):
        for end in ends[index:]:
            yield title[start:end].strip()


class _KnownTitles:
    """The titles that a page states, and the runs of their parts, by their keys."""

    def __init__(self, titles: Sequence[str], whole: str, site: str | None) -> None:
        self._points: dict[str, int] = {}
        self._cut: list[str] = []
        self._whole = _key(whole)
        for title in titles:
            for run in _runs(title[:_TITLE_LIMIT]):
                key = _key(run)
                self._points[key] = max(self._points.get(key, 0), 3 if run == title else 0)
                bare = key.removesuffix("...").rstrip()
                if bare != key and len(bare) >= _LONG:
                    self._cut.append(bare)
        for known in ("", _key(site or "")):
            self._points.pop(known, None)

    def points(self, line: Line, key: str) -> int | None:
        """How well a line agrees with a title, None if it does not."""
        found = self._points.get(key)
        if found is None and any(key.startswith(start) for start in self._cut):
            return 3
        is_part = len(key) >= _LONG and key in self._whole
        is_before_comma = self._whole.startswith((f"{key},", f"{key}،"))
        if found is None and (is_part or is_before_comma) and _prominence(line) > 0:
            return 0
        return found


def _matching_line(
    page: PageTree, titles: Sequence[str], site: str | None, beside: Sequence[bool]
) -> int | None:
    """The index of the line that is one of ``titles`` or a run of its parts."""
    known = _KnownTitles(titles, page.title, site)
    best: tuple[float, int, int] | None = None
    for index, line in enumerate(page.lines):
        if len(line.text) > _TITLE_LIMIT or (beside[index] and line.block.tag not in _HEADINGS):
            continue
        key = _key(line.text)
        points = known.points(line, key)
        if points is None:
            continue
        # A headline has more words than the name of a site, which may be a heading too.
        words = min(len(key.split()), _HEADLINE_WORDS) / 2
        rank = (points + _prominence(line) + words, len(key), -index)
        if best is None or rank > best:
            best = rank
    return None if best is None or best[0] < -3 else -best[2]


def _prominence(line: Line) -> int:
    """How much a line looks like the headline, and unlike the name of the site."""
    points = 0
    for depth, element in enumerate(ancestors(line.block)):
        words = name_words(element)
        if depth < 3 and (element.tag in _HEADINGS or not _TITLE_WORDS.isdisjoint(words)):
            points = max(points, 3 if element.tag == "h1" else 2)
        if not _SITE_PLACES.isdisjoint(words) or {"site", "title"} <= words:
            points -= 6
        if depth == 6:
            break
    if _is_large(line.block):
        points = max(points, 2)
    if line.link_share > 0.9 and _links_home(line.block):
        points -= 6
    if SITE_WORDS.match(line.text) and len(line.text.split()) <= 4:
        points -= 2
    return points


def _is_large(block: Element) -> bool:
    """Whether a block or the first elements inside it have a font of a headline."""
    fonts = [each for _, each in zip(range(4), block.iter(), strict=False)]
    return any(
        each.tag == "font" and (each.get("size") or "").strip("+ ") in ("5", "6", "7")
        for each in fonts
    )


def _is_bold(line: Line) -> bool:
    """Whether all of a line is in one element of bold letters."""
    bold = next(iter(line.block.iter("b", "strong")), None)
    return bold is not None and squeeze(bold.text_content()) == line.text


def _links_home(block: Element) -> bool:
    for link in block.iter("a"):
        address = (link.get("href") or "").strip()
        return bool(re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+|default\.\w+)?", address))
    return False


def _unmatched(
    page: PageTree, stated: Sequence[str], site: str | None, beside: Sequence[bool]
) -> tuple[str, int | None]:
    """The title of a page with no line that metadata or ``<title>`` repeats."""
    prominent = [
        (index, line)
        for index, line in enumerate(page.lines)
        if not beside[index]
        and len(line.text) <= _TITLE_LIMIT
        and len(line.text.split()) > 1
        and (site is None or _key(line.text) != _key(site))
    ]
    headings = [each for each in prominent if each[1].block.tag == "h1"]
    for title in stated:
        plain = _without_site(title, site)
        if plain and (site is None or _key(plain) != _key(site)):
            return plain, None
    if len(headings) == 1 and _prominence(headings[0][1]) > 0:
        return headings[0][1].text, headings[0][0]
    named = [each for each in prominent if _prominence(each[1]) > 0]
    plain = _without_site(page.title, site or _bare_site(page, page.title))
    if not named and _NO_SITE.fullmatch(plain):
        named = [each for each in prominent if _is_bold(each[1])]
    few = len(plain.split()) <= _FEW_WORDS
    only_site = few or (SITE_WORDS.search(plain) and len(plain.split()) <= 5)
    if named and (only_site or _NO_SITE.fullmatch(plain)):
        return named[0][1].text, named[0][0]
    return plain, None


def _without_site(title: str, site: str | None) -> str:
    """A title without the name of the site at its beginning or end."""
    if site is None:
        return title
    for run in sorted(_runs(title), key=len, reverse=True):
        rest = title
        if run != title and _key(run) == _key(site):
            if rest.endswith(run):
                return _SEPARATOR.sub("", rest[: -len(run)][::-1], count=1)[::-1].strip(" -–—|:»«")
            if rest.startswith(run):
                return rest[len(run) :].strip(" -–—|:»«")
    return "" if _key(title) == _key(site) else title


def _site_beside(page: PageTree, title: str) -> str | None:
    """The name of the site in what ``<title>`` has beside the headline."""
    whole = page.title
    place = whole.find(title)
    if place < 0:
        if _key(title) in _key(whole):
            return _named_part(page, split_title(whole), title)
        is_name = len(split_title(whole)) == 1 and len(whole.split()) <= _FEW_WORDS
        return whole if is_name and _may_be_site(whole) else _bare_site(page, whole)
    before, after = whole[:place], whole[place + len(title) :]
    if not before.strip() and not after.strip():
        return None
    parts = [*split_title(before), *split_title(after)]
    # The site is at an end of the title, and sections are between it and the headline.
    return _named_part(page, parts if after.strip() else parts[::-1], title)


def _named_part(page: PageTree, parts: Sequence[str], title: str) -> str | None:
    """The part of a title that is the name of a site: one with a word of such names, else the
    last."""
    strong = _STRONG.search(page.title) is not None
    names = [
        name
        for name in (part.strip(" -–—|:»«،,") for part in parts)
        if _may_be_site(name) and _key(name) != _key(title)
    ]
    for name in names:
        if SITE_WORDS.search(name):
            return name
    return next((name for name in reversed(names) if strong or _is_distinct(page, name)), None)


def _is_distinct(page: PageTree, name: str) -> bool:
    """Whether a part of a title after a dash is more than a common word, such as مسلسل."""
    return (
        _COMMON_WORD.fullmatch(name) is None
        or _occurs_alone(page, name)
        or any(line.text.startswith((f"{name} -", f"{name}:", f"{name} –")) for line in page.lines)
    )


def _bare_site(page: PageTree, title: str) -> str | None:
    """The name of the site in a ``<title>`` whose headline is not known."""
    parts = [part.strip() for part in _STRONG.split(title) if part.strip()]
    if len(parts) > 1:
        named = [part for part in (parts[-1], parts[0]) if SITE_WORDS.search(part)]
        choice = named[0] if named else parts[-1]
        return choice if _may_be_site(choice) else None
    weak = split_title(title)
    for part in (weak[-1], weak[0]) if len(weak) > 1 else ():
        if _may_be_site(part) and (SITE_WORDS.search(part) or _occurs_alone(page, part)):
            return part
    return None


def _may_be_site(name: str) -> bool:
    return (
        1 < len(name) <= _SITE_LIMIT
        and len(name.split()) <= _SITE_WORD_LIMIT
        and _NO_SITE.fullmatch(name.replace("ـ", "")) is None
        and any(letter.isalpha() for letter in name)
    )


def _occurs_alone(page: PageTree, name: str) -> bool:
    """Whether a name is a line of the page, or the text of an image."""
    key = _key(name)
    return any(len(line.text) <= _SITE_LIMIT and _key(line.text) == key for line in page.lines)


_RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|&copy;|حقوق)[^\n]{0,60}?(?:محفوظة|لدى|reserved)?\s*(?:لـ\s?|لموقع\s|©\s*)?\s*"
    r"(?P<name>(?:صحيفة|جريدة|موقع|وكالة|شبكة|قناة|مجلة|بوابة|منتدى|منتديات|مدونة)(?: \w+){1,4})"
)
_ORIGIN: Final = re.compile(
    r"(?:المصدر|الرابط الأصلي|source)\s*[:：]\s*(?P<name>.{2,60})", re.IGNORECASE
)


def _site_in_logo(page: PageTree, title: str) -> str | None:
    """The name of the site in its logo, in a line that names the origin, or in the rights."""
    for element in page.root.iter("img", "a", "h1", "h2", "div", "span", "p", "td"):
        words = name_words(element)
        if _SITE_PLACES.isdisjoint(words) and not {"site", "title"} <= words:
            continue
        start, end = page.extents.get(element, (0, 0))
        if end - start > 3:
            continue
        name = element.get("alt") if element.tag == "img" else page.text_of(element)
        if not name and element.tag != "img":
            name = next((each.get("alt") for each in element.iter("img") if each.get("alt")), "")
        name = squeeze(name or "")
        if _may_be_site(name) and _key(name) != _key(title):
            return name
    return _site_in_image(page, title) or _site_in_lines(page, title)


def _site_in_image(page: PageTree, title: str) -> str | None:
    """The name of the site in the text of an image that is called a logo, or that is repeated in
    one of the first lines."""
    first = {_key(line.text) for line in page.lines[:_FIRST_LINES]}
    for image in page.root.iter("img"):
        name = squeeze(image.get("alt") or "")
        is_logo = "logo" in (image.get("src") or "").lower() or _key(name) in first
        if is_logo and _may_be_site(name) and _key(name) != _key(title):
            return name
    return None


def _site_in_lines(page: PageTree, title: str) -> str | None:
    """The name of the site in a line that names the origin, in the first lines or in the rights."""
    for line in page.lines[-40:]:
        found = _ORIGIN.fullmatch(line.text)
        if found and _may_be_site(found["name"]) and "/" not in found["name"]:
            return found["name"].strip()
    for line in page.lines[:_FIRST_LINES]:
        name = re.split(r"\s*[>»|]\s*", line.text)[0]
        if SITE_WORDS.match(name) and _may_be_site(name) and name != title:
            return name
    for line in page.lines[-15:]:
        found = _RIGHTS.search(line.text[:400])
        if found:
            return found["name"].strip(" .-–")
    return None


_QUOTES: Final = re.compile("[\"'`«»‹›‘’‛“”‟]")


def _key(text: str) -> str:
    """The comparison key of a title: no quotes, marks or invisible characters, in lower case."""
    plain = strip_unseen(unicodedata.normalize("NFKC", text)).lower()
    return " ".join(_QUOTES.sub("", plain).replace("…", "...").split())
