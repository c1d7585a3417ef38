"""The name of the site of a page: stated, beside the headline in ``<title>``, or printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.page.line_roles import RIGHTS, is_link
from corpus.page.statements import Statement
from corpus.page.title_parts import FEW_WORDS, STRONG_SEPARATOR, split_title, title_key
from corpus.page.tree import Element, PageTree, name_words, squeeze

_SITE_LIMIT: Final = 60
_SITE_WORD_LIMIT: Final = 7
_FIRST_LINES: Final = 8
SITE_NAME_WORDS: Final = 4
"""Words of the name of a site that begins with a word of such names, at most."""

SITE_WORDS: Final = re.compile(
    r"\b(?:صحيفة|جريدة|أسبوعية|يومية|نشرة|موقع|وكالة|شبكة|قناة|فضائية|مجلة|بوابة|منتدى|منتديات|ملتقى|مدونة|مدونات|راديو|إذاعة"
    r"|اذاعة|تلفزيون|تليفزيون|مركز|مؤسسة|معهد|نيوز|برس|اون لاين|أون لاين|أونلاين|اونلاين|نت|دوت كوم"
    r"|الإخبارية|الاخبارية|الإخباري|الاخباري|الإلكترونية|الالكترونية|الإلكتروني|الالكتروني|للأنباء"
    r"|للانباء|news|online|press|media|tv|blog|\w+\.(?:com|net|org|info|ps|eg|sa|iq|sy|lb|jo|ma|dz|tn))\b",
    re.IGNORECASE,
)
"""Words of the names of sites."""

NO_SITE: Final = re.compile(
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

_SEPARATED_BEFORE: Final = re.compile(r"(?:[^\w\s\"'«“”]|_)\s*$")
_SEPARATED_AFTER: Final = re.compile(r"\s*(?:[^\w\s\"'»“”]|_)|\s+»")

SITE_PLACES: Final = frozenset(("logo", "brand", "sitetitle", "sitename", "masthead"))


def stated_site(statements: Sequence[Statement]) -> str | None:
    found = [each for each in statements if each.fact == "source"]
    found.sort(key=lambda each: each.place != "og:site_name")
    for each in found:
        if len(each.value) <= 2 * _SITE_LIMIT and not each.value.startswith(("http:", "https:")):
            return each.value
    return None


def site_beside(page: PageTree, title: str) -> str | None:
    """The name of the site in what ``<title>`` has beside the headline."""
    whole = page.title
    place = whole.find(title)
    if place < 0:
        if title_key(title) in title_key(whole):
            parts = [part for part in split_title(whole) if title_key(title) not in title_key(part)]
            return _named_part(page, parts, title)
        first = re.split(r"\s*[-–—]\s+|\s*[|»•]\s*|\s*:\s?:\s*", whole)[0]
        if SITE_WORDS.match(first) and len(first.split()) <= SITE_NAME_WORDS:
            return first
        is_name = len(split_title(whole)) == 1 and len(whole.split()) <= FEW_WORDS
        if is_name and set(title_key(whole).split()) <= set(title_key(title).split()):
            return None  # a short form of the headline
        return whole if is_name and may_be_site(whole) else bare_site(page, whole)
    before, after = whole[:place], whole[place + len(title) :]
    if not before.strip() and not after.strip():
        return None
    # What no separator divides from the headline is a piece of it.
    befores, afters = split_title(before), split_title(after)
    befores = befores if _SEPARATED_BEFORE.search(before) else befores[:-1]
    afters = afters if _SEPARATED_AFTER.match(after) else afters[1:]
    parts = [*befores, *afters]
    if after.lstrip()[:1] in (",", "،"):
        # What a comma divides from a headline is rather its section.
        printed = site_in_logo(page, title)
        if printed is not None:
            return printed
    # The site is at an end of the title, and sections are between it and the headline.
    return _named_part(page, parts if afters else parts[::-1], title)


def _named_part(page: PageTree, parts: Sequence[str], title: str) -> str | None:
    """The part of a title that is the name of a site: one with a word of such names, else the
    last."""
    strong = STRONG_SEPARATOR.search(page.title) is not None
    names = [
        name
        for name in (part.strip(" -–—|:»«،,") for part in parts)
        if may_be_site(name) and title_key(name) != title_key(title)
    ]
    for name in names:
        if SITE_WORDS.search(name):
            return name
    if not strong:
        names = [name for name in names if not _is_section(page, name)]
    return next((name for name in reversed(names) if strong or _is_distinct(page, name)), None)


def links_home(block: Element) -> bool:
    """Whether the first link of a block is one to the first page of a site."""
    for link in block.iter("a"):
        address = (link.get("href") or "").strip()
        return bool(address) and bool(
            re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+|default\.\w+)?", address)
        )
    return False


def _is_section(page: PageTree, name: str) -> bool:
    """Whether a part of a title is a link of the menu too, and not to the first page."""
    key = title_key(name)
    return any(
        is_link(line)
        and title_key(line.text) == key
        and next(line.block.iter("a"), line.block).get("href")
        and not links_home(line.block)
        for line in page.lines
        if len(line.text) <= _SITE_LIMIT
    )


def _is_distinct(page: PageTree, name: str) -> bool:
    """Whether a part of a title after a dash is more than a common word, such as مسلسل."""
    return (
        _COMMON_WORD.fullmatch(name) is None
        or _occurs_alone(page, name)
        or any(line.text.startswith((f"{name} -", f"{name}:", f"{name} –")) for line in page.lines)
    )


def bare_site(page: PageTree, title: str) -> str | None:
    """The name of the site in a ``<title>`` whose headline is not known."""
    parts = [part.strip() for part in STRONG_SEPARATOR.split(title) if part.strip()]
    if len(parts) > 1:
        named = [part for part in (parts[-1], parts[0]) if SITE_WORDS.search(part)]
        choice = named[0] if named else parts[-1]
        return choice if may_be_site(choice) else None
    weak = split_title(title)
    for part in (weak[-1], weak[0]) if len(weak) > 1 else ():
        if may_be_site(part) and (SITE_WORDS.search(part) or _occurs_alone(page, part)):
            return part
    return None


def may_be_site(name: str) -> bool:
    return (
        1 < len(name) <= _SITE_LIMIT
        and len(name.split()) <= _SITE_WORD_LIMIT
        and NO_SITE.fullmatch(name.replace("ـ", "")) is None
        and any(letter.isalpha() for letter in name)
    )


def _occurs_alone(page: PageTree, name: str) -> bool:
    """Whether a name is a line of the page, or the text of an image."""
    key = title_key(name)
    return any(len(line.text) <= _SITE_LIMIT and title_key(line.text) == key for line in page.lines)


_RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|&copy;|حقوق)[^\n]{0,60}?(?:محفوظة|لدى|reserved)?\s*(?:لـ\s?|لموقع\s|©\s*)?\s*"
    r"(?P<name>(?:صحيفة|جريدة|موقع|وكالة|شبكة|قناة|مجلة|بوابة|منتدى|منتديات|مدونة)(?: \w+){1,4})"
)

_ORIGIN: Final = re.compile(
    r"(?:المصدر|الرابط الأصلي|source)\s*[:：]\s*(?P<name>.{2,60})", re.IGNORECASE
)


def site_in_logo(page: PageTree, title: str) -> str | None:
    """The name of the site in its logo."""
    for element in page.root.iter("img", "a", "h1", "h2", "div", "span", "p", "td"):
        words = name_words(element)
        if SITE_PLACES.isdisjoint(words) and not {"site", "title"} <= words:
            continue
        start, end = page.extents.get(element, (0, 0))
        if end - start > 3:
            continue
        name = element.get("alt") if element.tag == "img" else page.text_of(element)
        if not name and element.tag != "img":
            name = next((each.get("alt") for each in element.iter("img") if each.get("alt")), "")
        name = _POWERED.sub("", squeeze(name or ""))
        if may_be_site(name) and title_key(name) != title_key(title):
            return name
    return _site_in_image(page, title) or _site_in_home_link(page, title)


_POWERED: Final = re.compile(r"\s*[-–—|]\s*powered by.*$", re.IGNORECASE)


def _site_in_home_link(page: PageTree, title: str) -> str | None:
    """The name of the site in a link to its first page, above the article."""
    for line in page.lines[:_TOP_LINES]:
        if title_key(line.text) == title_key(title) and title:
            break
        if is_link(line) and links_home(line.block) and may_be_site(line.text):
            return line.text
    return None


_TOP_LINES: Final = 40


def _site_in_image(page: PageTree, title: str) -> str | None:
    """The name of the site in the text of an image that is called a logo, or that is repeated in
    one of the first lines."""
    first = {title_key(line.text) for line in page.lines[:_FIRST_LINES]}
    rights = " ".join(title_key(line.text) for line in page.lines[-15:] if RIGHTS.search(line.text))
    for image in page.root.iter("img"):
        name = squeeze(image.get("alt") or "")
        is_named = title_key(name) in first or f" {title_key(name)} " in f" {rights} "
        is_logo = "logo" in (image.get("src") or "").lower() or is_named
        if is_logo and may_be_site(name) and title_key(name) != title_key(title):
            return name
    return None


def site_in_lines(page: PageTree, title: str) -> str | None:
    """The name of the site in a line that names the origin, in the first lines or in the rights."""
    for line in page.lines[-40:]:
        found = _ORIGIN.fullmatch(line.text)
        if found and may_be_site(found["name"]) and "/" not in found["name"]:
            return found["name"].strip()
    for line in page.lines[:_FIRST_LINES]:
        name = re.split(r"\s*[>»|]\s*", line.text)[0]
        if SITE_WORDS.match(name) and may_be_site(name) and name != title:
            return name
    return site_in_rights(page)


def site_in_rights(page: PageTree) -> str | None:
    """The name of the site in the rights: «جميع الحقوق محفوظة لصحيفة الوادي»."""
    for line in page.lines[-15:]:
        found = _RIGHTS.search(line.text[:400])
        if found:
            return found["name"].strip(" .-–")
    return None
