"""The page that shows how words are analyzed, over a real archive."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

from arabic.attestation import Attestation
from arabic.word_explanation import explain
from corpus.document import Document
from search.engine import Engine
from search.limits import LIMITS
from search.query.nodes import Word, unparse
from search.request import LEVELS
from search.word_analysis import ClassMember, WordAnalysis, WordReading
from tests.homes import add_to
from tests.search.bad_queries import BAD_QUERIES
from tests.web.conftest import application
from warraq.rendering import analysis_lines
from web.pages.analyze import WORDS_SHOWN
from web.pages.labels import ANALYSIS_STEPS, FINDINGS, READING_SOURCES
from web.word_readings import (
    SharedClass,
    WordPart,
    analysis_steps,
    count_words,
    has_hamza_for_article,
    keeps_older_class,
    shared_classes,
    word_parts,
)

ZWJ = "\N{ZERO WIDTH JOINER}"


def get(client: FlaskClient, text: str, rest: str = "", status: int = 200) -> str:
    response = client.get(f"/analyze?text={quote(text)}{rest}")
    assert response.status_code == status, response.text
    assert response.mimetype == "text/html"
    return response.text


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace(ZWJ, "").split())


def cards(page: str) -> list[str]:
    return re.findall(r'<article class="word".*?</article>', page, re.DOTALL)


def reading(prefix: str, base: str, suffix: str = "", cost: float = 1.0) -> WordReading:
    return WordReading(
        prefix=prefix, base=base, suffix=suffix, entry=base, source="noun", cost=cost
    )


def analysis(word: str, *readings: WordReading, stem: str = "") -> WordAnalysis:
    first = readings[0] if readings else reading("", word)
    return WordAnalysis(
        word=word,
        start=0,
        end=len(word),
        exact=word,
        form=word,
        bare=word,
        stem=stem or first.entry,
        root=word,
        prefix=first.prefix,
        base=first.base,
        suffix=first.suffix,
        source="noun",
        documents=1,
        readings=readings,
        root_members=(ClassMember(word, 1),),
    )


# The values that the page shows


@pytest.mark.parametrize(
    ("prefix", "base", "suffix", "shown"),
    [
        ("", "كتاب", "", ["كتاب"]),
        ("بال", "قلم", "", [f"بال{ZWJ}", f"{ZWJ}قلم"]),
        ("و", "قلم", "", ["و", "قلم"]),
        ("ال", "مكتب", "ات", [f"ال{ZWJ}", f"{ZWJ}مكتب{ZWJ}", f"{ZWJ}ات"]),
        ("", "دار", "ها", ["دار", "ها"]),
    ],
)
def test_parts_keep_the_shapes_of_their_letters(
    prefix: str, base: str, suffix: str, shown: list[str]
) -> None:
    pieces = word_parts(reading(prefix, base, suffix))
    assert [part.text for part in pieces] == shown
    assert WordPart("base", pieces[bool(prefix)].text) in pieces


def test_repeated_words_are_counted(sample_engine: Engine) -> None:
    counted = count_words(sample_engine.analyze("كتاب وكتاب كتـاب كِتاب"))
    assert [(each.word.word, each.times) for each in counted] == [
        ("كتاب", 2),  # one of them with tatweel
        ("وكتاب", 1),
        ("كِتاب", 1),
    ]


def test_a_shared_class_is_at_its_narrowest_level(sample_engine: Engine) -> None:
    words = [each.word for each in count_words(sample_engine.analyze("كاتب مكتبة والمكتبات مكتبه"))]
    assert shared_classes(words) == [
        SharedClass("form", "مكتبه", ("مكتبة", "مكتبه")),
        SharedClass("stem", "مكتبه", ("مكتبة", "والمكتبات", "مكتبه")),
        SharedClass("root", "كتب", ("كاتب", "مكتبة", "والمكتبات", "مكتبه")),
    ]


def test_unrelated_words_share_no_class(sample_engine: Engine) -> None:
    assert shared_classes(sample_engine.analyze("سفينة قلم")) == []


@pytest.mark.parametrize(
    ("written", "cheaper", "expected"),
    [
        ("بألمانيا", reading("بال", "مانيا", cost=-2), True),
        ("بالمكتبة", reading("بال", "مكتبة", cost=-2), False),
        ("بألمانيا", reading("بال", "مانيا", cost=2), False),
        ("بألمانيا", reading("", "بألمانيا", cost=-2), False),
    ],
)
def test_a_split_with_hamza_for_the_article(
    written: str, cheaper: WordReading, expected: bool
) -> None:
    word = analysis(written, reading("ب", written[1:]), cheaper)
    assert has_hamza_for_article(word) is expected


def test_a_form_of_the_archive_may_have_another_stem() -> None:
    chosen = reading("ال", "مكتبة")
    assert not keeps_older_class(analysis("المكتبة", chosen, stem="مكتبه"))
    assert keeps_older_class(analysis("المكتبة", chosen, stem="مكتب"))
    assert not keeps_older_class(analysis("2016", stem="2016"))


def test_every_source_step_and_finding_has_a_label(sample_engine: Engine) -> None:
    text = "وبالحكومة الكيلوغرام كَاتِبٌ قالت الفسسسس 2016 المهنة السويد"
    words = sample_engine.analyze(text)
    assert {word.source for word in words} == READING_SOURCES.keys()
    assert {name for word in words for name, _ in analysis_steps(word)} == ANALYSIS_STEPS.keys()
    for word in words:
        assert FINDINGS.keys() >= set(word.findings)


def test_a_prefix_removed_despite_the_cost_is_explained(sample_engine: Engine) -> None:
    vocabulary = ("وتم", "وبدأ", "بأن", "فإن", "فقد", "فلا")
    words = sample_engine.analyze(" ".join(vocabulary))
    explained = [word for word in words if "rest_is_commoner" in word.findings]
    assert explained
    for word in explained:
        assert word.prefix
        assert min(each.cost for each in word.readings) < word.readings[0].cost
        assert any("more frequent" in line for line in analysis_lines(word))


def test_the_chosen_split_has_a_cost_like_the_others() -> None:
    def attested(form: str) -> Attestation:
        return Attestation({"انترنت": 90, "الانترنت": 900}.get(form, 0), 0)

    explanation = explain("الإنترنت", attested)
    splits = [(each.prefix, each.base, each.suffix, each.entry) for each in explanation.readings]
    assert splits[0] == ("ال", "انترنت", "", "انترنت")
    assert len(set(splits)) == len(splits)
    assert explanation.readings[0].cost == min(each.cost for each in explanation.readings)


# The page


def test_a_name_that_the_archive_shows_is_explained(tmp_path: Path) -> None:
    texts = [f"وصل الوفد إلى مدينة الرصيف في اليوم {number}" for number in range(6)]
    add_to(tmp_path, [Document(id=str(place), text=text) for place, text in enumerate(texts)])
    with application(tmp_path) as app:
        page = get(app.test_client(), "بالرصيف", "&lang=en")
    assert "is a name" in page
    assert "not an Arabic word" not in page


def test_without_a_text_the_page_has_a_form_and_examples(client: FlaskClient) -> None:
    page = client.get("/analyze").text
    assert "<h1>كيف تُحلَّل الكلمات</h1>" in page
    assert 'name="text" value=""' in page
    assert cards(page) == []
    assert 'rel="alternate" type="application/json"' not in page  # the API needs a text
    examples = re.findall(r'<a href="(/analyze\?text=[^"]+)"', page)
    assert len(examples) >= 3
    for example in examples:
        assert cards(client.get(unescape(example)).text)


def test_a_word_is_shown_at_each_level(client: FlaskClient) -> None:
    page = get(client, "والمكتبة")
    (card,) = cards(page)
    assert '<h2 id="word-1"><bdi lang="ar">والمكتبة</bdi></h2>' in card
    levels = plain(re.findall(r'<dl class="levels">.*?</dl>', card, re.DOTALL)[0])
    for expected in (
        "مطابق: كما كُتبت والمكتبة",
        "لفظ: بتوحيد الرسم والمكتبه",
        "جذع: الكلمة وتصاريفها مكتبه نتيجة واحدة",
        "جذر: كل كلمات الجذر كتب",
    ):
        assert expected in levels  # fmt: skip


def test_the_parts_of_the_split_are_shown(client: FlaskClient) -> None:
    split = plain(re.findall(r'<dl class="parts".*?</dl>', get(client, "والمكتبات"), re.DOTALL)[0])
    assert split == "سابقة وال أصل مكتب لاحقة ات"


def test_other_splits_are_shown_with_their_costs(client: FlaskClient) -> None:
    (table,) = re.findall(r"<table.*?</table>", get(client, "المهنة"), re.DOTALL)
    rows = [plain(row) for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]
    assert rows == [
        "التقطيع الكلمة الباقية الكلفة",
        "ال + مهنة المختار مهنة اسم في المعجم 0.20",
        "ال + مهن + ة مهن اسم في المعجم 0.70",
    ]
    assert table.count('scope="col"') == 3
    assert "<caption>" in table


def test_a_word_with_a_single_split_is_reported(client: FlaskClient) -> None:
    page = get(client, "وبالحكومة")
    assert "<table" not in page
    assert "لا يُبقي أي تقطيع آخر" in page


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("كتاب", "في المعجم الاسم كتاب."),
        ("قالت", "في المعجم الفعل قال."),
        ("الفسسسس", "لا يُبقي أي تقطيع كلمة في المعجم أو الأرشيف"),
        ("2016", "ليست كلمة عربية"),
    ],
)
def test_the_source_of_the_split_is_shown(client: FlaskClient, word: str, sentence: str) -> None:
    assert sentence in plain(get(client, word)).replace(" .", ".")


def test_findings_from_the_archive_are_shown(client: FlaskClient) -> None:
    page = get(client, "الساحل", "&lang=en")
    assert "25 documents of the archive have this form." in page
    assert "In this archive it often follows a preposition" in page
    assert "No document of the archive has this form." in get(client, "زقزقة", "&lang=en")


def test_the_steps_end_at_the_root(client: FlaskClient) -> None:
    (steps,) = re.findall(
        r'<ol class="steps">.*?</ol>', get(client, "المكتَبة", "&lang=en"), re.DOTALL
    )
    assert [plain(step) for step in re.findall(r"<li.*?</li>", steps, re.DOTALL)] == [
        "المكتَبة as written",
        "المكتبة without diacritics",
        "المكتبة letters folded, ة kept",
        "المكتبه ة folded too: the form",
        "مكتبه without particles and the article",
        "مكتبه without affixes: the stem",
        "كتب the root of the stem",
    ]
    assert steps.count('class="same"') == 2


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_count_is_that_of_the_linked_search(client: FlaskClient, lang: str) -> None:
    card = cards(get(client, "المكتبة كتاب 2016", f"&lang={lang}"))[0]
    levels = re.findall(r'<a href="([^"]+)">([^<]+)</a>\s*</dd>', card)
    members = re.findall(
        r'<li><a href="([^"]+)" lang="ar">.*?<span class="count">([^<]+)</span>', card
    )
    assert len(levels) == len(LEVELS)
    assert len(members) >= 2
    name = "لفظ%3A" if lang == "ar" else "form%3A"
    assert all(href.startswith(f"/?q={name}") for href, _ in members)
    one = {"نتيجة واحدة": 1, "وثيقة واحدة": 1, "one result": 1, "one document": 1,
           "نتيجتان": 2, "وثيقتان": 2, "لا نتائج": 0}  # fmt: skip
    for href, count in levels + members:
        total = one[count] if count in one else int(re.findall(r"\d+", count)[0])
        parsed = urlsplit(unescape(href))
        answer = client.get("/api/v1/search?" + parsed.query).get_json()
        assert answer["total"] == total, href
        assert client.get(unescape(href)).status_code == 200


def test_operator_words_are_linked_as_words(client: FlaskClient) -> None:
    card = cards(get(client, "أو"))[0]
    for href in re.findall(r'href="(/\?[^"]+)"', card):
        answer = client.get("/api/v1/search?" + urlsplit(unescape(href)).query).get_json()
        assert answer["warnings"] == []
    assert unparse(Word(text="أو")) == "\\أو"


def test_shared_classes_are_shown(client: FlaskClient) -> None:
    page = get(client, "مكتبة المكتبات")
    assert "ما تشترك فيه هذه الكلمات" in page
    assert "مكتبة = المكتبات جذع: الكلمة وتصاريفها (مكتبه)" in plain(page)
    assert "ما تشترك فيه هذه الكلمات" not in get(client, "مكتبة")


def test_a_repeated_word_has_one_card(client: FlaskClient) -> None:
    page = get(client, "كتاب كتاب كتاب قلم")
    assert len(cards(page)) == 2
    assert "ورد في النص 3 مرات." in page


def test_a_long_text_links_to_its_remaining_words(client: FlaskClient) -> None:
    words = [first + second for first in "بتثجحخدذ" for second in "رزسشصضط"]
    page = get(client, " ".join(words))
    assert len(cards(page)) == WORDS_SHOWN < len(words)
    (rest_address,) = re.findall(r'<p class="note"><a href="([^"]+)">', page)
    rest = client.get(unescape(rest_address)).text
    shown = re.findall(r'<h2 id="word-\d+"><bdi lang="ar">([^<]+)<', page + rest)
    assert shown == words


@pytest.mark.parametrize("text", ["؟!", "...", "\u200f", "«»"])
def test_a_text_without_words_is_reported(client: FlaskClient, text: str) -> None:
    assert ("لا كلمة في هذا النص" in get(client, text)) or cards(get(client, text)) == []
    assert cards(get(client, text)) == []


def test_a_refused_text_is_kept_in_the_form(client: FlaskClient) -> None:
    text = "ب " * (LIMITS.query_code_points // 2)
    assert cards(get(client, text))
    page = get(client, text + "ب", status=400)
    assert f'value="{text}ب"' in page
    assert 'aria-invalid="true" aria-describedby="refusal"' in page
    assert re.search(r'id="refusal" role="alert" dir="auto">أقصى طول للاستعلام', page)
    assert "A query takes up to" in plain(get(client, text + "ب", "&lang=en", status=400))


@pytest.mark.parametrize(("letters", "searchable"), [(64, True), (65, False)])
def test_a_word_too_long_for_a_query_is_analyzed_without_links(
    client: FlaskClient, letters: int, searchable: bool
) -> None:
    (card,) = cards(get(client, "ز" * letters))
    assert ("لا نتائج" in card) is searchable
    assert ('href="/?q=' in card) is searchable
    (marked,) = cards(get(client, "ز" * letters + "\u064e" * 900))
    assert ('href="/?q=' in marked) is searchable


@pytest.mark.parametrize(
    "address",
    ["/analyze?q=x", "/analyze?text=x&text=y", "/analyze?lang=fr", "/analyze?text=%CA%CF"],
)
def test_bad_parameters(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("text", BAD_QUERIES, ids=lambda text: ascii(text[:12]))
def test_any_text_is_analyzed_or_refused(client: FlaskClient, text: str) -> None:
    sendable = text.encode("utf-8", "replace").decode()
    assert client.get(f"/analyze?text={quote(sendable)}").status_code in (200, 400)


def test_html_in_the_text_is_escaped(client: FlaskClient) -> None:
    page = get(client, '<script>alert(1)</script> "><img src=x> \u202eكتاب')
    assert page.count("<script") == 2
    assert "<img src=x" not in page
    assert "\u202e" not in page


def test_english_page_and_linked_json(client: FlaskClient) -> None:
    page = get(client, "كتاب", "&lang=en")
    assert '<html lang="en" dir="ltr">' in page
    assert "<h1>How words are analyzed</h1>" in page
    assert '<dl class="parts" dir="rtl">' in page  # Arabic reads from right to left anywhere
    (switch,) = re.findall(r'<a class="language-switch" href="([^"]+)"', page)
    assert unescape(switch) == "/analyze?text=كتاب"
    (twin,) = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)"', page)
    words = client.get(unescape(twin)).get_json()["words"]
    assert [word["word"] for word in words] == ["كتاب"]


# Links to the page


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("مكتبه", "مكتبه"),
        ('"المكتبة العامة" -تدمر', "المكتبة العامة تدمر"),
        ("(مكتبه OR تدمر) مكتبه", "مكتبه تدمر"),
        ("عنوان:مكتبه مصدر:بريد", "مكتبه"),
        ("زقزقة", "زقزقة"),
        ("كتب*", ""),
        ("مكتبة~1", ""),
    ],
)
def test_results_link_to_the_analysis_of_their_words(
    client: FlaskClient, query: str, text: str
) -> None:
    page = client.get(f"/?q={quote(query)}").text
    links = re.findall(r'<p class="analyze-link"><a href="([^"]+)">كيف حُلّلت الكلمات</a>', page)
    assert [unescape(href) for href in links] == (
        ["/analyze?text=" + text.replace(" ", "+")] if text else []
    )


@pytest.mark.parametrize("address", ["/", "/?q=تدمر", "/nowhere", "/analyze"])
def test_every_page_links_to_the_analysis(client: FlaskClient, address: str) -> None:
    (footer,) = re.findall(r"<footer.*?</footer>", client.get(address).text, re.DOTALL)
    assert '<a href="/analyze">كيف تُحلَّل الكلمات</a>' in footer
