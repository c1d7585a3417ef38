"""Reading pages: the siblings of each kind of fact, and pages made to take long."""

from __future__ import annotations

import time
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.page.facts import PageFacts, read_page
from corpus.page.tree import ELEMENT_LIMIT, parse_page
from corpus.readers import html

TITLE = "مهرجان الفخار يعود إلى ضفة النهر"
PARAGRAPHS = (
    "تستعد المدينة لاستقبال مهرجان الفخار الذي يقام كل عامين على ضفة النهر بمشاركة سبعين حرفيا.",
    "وأوضحت مديرة المهرجان أن الدورة الحالية تضم جناحا للأطفال وورشا مفتوحة طوال الأسبوع.",
    "ويختتم المهرجان بحفل.",
)
BODY = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)


def page(
    above: str = "", *, head: str = "", title: str = f"{TITLE} | صوت الحرف", body: str = BODY
) -> PageFacts:
    return read_page(
        f"<html><head><title>{title}</title>{head}</head><body><div><a href='/'>الرئيسية</a></div>"
        f"<h1>{TITLE}</h1>{above}<div class='story'>{body}</div>"
        "<div class='related'><a href='/8'>خبر آخر</a> <span class='date'>1/1/2001</span></div>"
        "</body></html>"
    )


def date_of(facts: PageFacts) -> str | None:
    return None if facts.date is None else facts.date.iso


@pytest.mark.parametrize(
    ("above", "iso"),
    [
        ("<div class='date'>22/10/1440هـ - 25/6/2019م</div>", "2019-06-25"),
        ("<div class='meta'>الأحد 22/10/1440 الموافق 25/6/2019</div>", "2019-06-25"),
        ("<p>الاثنين 5 ربيع الأول 1438 - 5 ديسمبر 2016</p>", "2016-12-05"),
        ("<p>يوم الاثنين الموافق 5/12/2016</p>", "2016-12-05"),
        ("<div class='meta'>العدد 12/2018</div>", None),
        ("<div>كانون الأول 2010 / عدد 153</div>", "2010-12"),
        ("<div>العدد الثاني عشر، حزيران 2004</div>", "2004-06"),
        ("<div>09 مارس 2022•تحديث: 10 مارس 2022</div>", "2022-03-09"),
        ("<dl><dt>تاريخ التسجيل</dt><dd>Feb 2012</dd></dl><i>28-03-2012 #1</i>", "2012-03-28"),
        ("<div>4 من يوليو 2010 22 من رجب 1431 هـ السنة 134 العدد 45135</div>", "2010-07-04"),
        ("<div class='info'>الإعجابات 2016 | المشاهدات 12/2018</div>", None),
        ("<div class='date'>5-3-1438</div>", "2016-12-04"),
        ("<time datetime='2016-09'>أيلول</time>", "2016-09"),
        ("<time>Oct 7 2022</time>", "2022-10-07"),
        ("<abbr class='published' title='2016-09'>منذ زمن</abbr>", "2016-09"),
        ("<p><span>مجتمع</span><span class='date'>12 مايس 1963</span></p>", "1963-05-12"),
        ("<p>آخر تحديث: 6/12/2016 | نشر في: 5/12/2016</p>", "2016-12-05"),
        ("<div class='by'>12.05.2019 - محدث : 13.05.2019</div>", "2019-05-12"),
        ("<p>تاريخ النشر: 12 أكتوبر 2022 08:15 تحديث: 14 أكتوبر 2022 10:00</p>", "2022-10-12"),
        ("<div class='by'>أحمد علي: <span>نشر في 22 مايس 2013</span></div>", "2013-05-22"),
        ("<div>لندن- الحرف السبت، 14 مايو 2022 11:20 ص بتوقيت غرينتش</div>", "2022-05-14"),
        ("<div><b class='tarih'>14.05.2021 - محدث : 15.05.2021</b></div>", "2021-05-14"),
        ("<div class='k'>07-19-2012 09:10 PM</div>", "2012-07-19"),
        ("<div><a href='/a'>أحمد علي</a><span>٣ أكتوبر ٢٠٢٤</span></div>", "2024-10-03"),
        (
            "<div><span>٩ أغسطس ٢٠٢٣، ١٠:٣٠ ص</span><span>محدث ١٠ أغسطس ٢٠٢٣</span></div>",
            "2023-08-09",
        ),
        ("<p>زلزال 12 يناير 2010 في الجزيرة</p>", None),
        ("<p>رؤية شاملة للمهرجان</p>", None),
    ],
)
def test_the_printed_date_is_read(above: str, iso: str | None) -> None:
    assert date_of(page(above)) == iso


LINKED_DATA = '<script type="application/ld+json">{%s}</script>'


@pytest.mark.parametrize(
    ("head", "iso"),
    [
        ('<meta property="article:published_time" content="2016-09">', "2016-09"),
        ('<meta name="date" content="28 أغسطس 2015">', "2015-08-28"),
        ('<meta name="DC.date.issued" content="2016">', "2016"),
        ('<meta itemprop="datePublished" content="ديسمبر 5 2016">', "2016-12-05"),
        ('<meta name="pubdate" content="0000-00-00">', None),
        ('<meta name="pubdate" content="1970-01-01T00:00:00Z">', None),
        ('<meta name="viewport" content="2016-09-01">', None),
        ('<link rel="canonical" href="https://example.org/2016/09/x">', "2016-09"),
        (LINKED_DATA % '"@type": "Article", "datePublished": "2016-09"', "2016-09"),
        (LINKED_DATA % '"@type": "Event", "datePublished": "2016-09"', None),
        (LINKED_DATA % '"@type": "Article", "datePublished": ', None),
    ],
)
def test_the_date_of_metadata_is_read_and_never_completed(head: str, iso: str | None) -> None:
    assert date_of(page(head=head)) == iso


def test_a_day_that_a_paragraph_mentions_counts_last() -> None:
    mention = "وكان في <time datetime='2001-05'>أيار 2001</time> صغيرا جدا وقليل الزوار."
    body = f"<p>{PARAGRAPHS[0]} {mention}</p>"
    assert date_of(page(body=body)) == "2001-05"
    assert date_of(page("<div class='date'>5 ديسمبر 2016</div>", body=body)) == "2016-12-05"


def test_a_choice_between_dates_is_recorded() -> None:
    head = '<meta property="article:published_time" content="2020-02-01T08:00:00Z">'
    markup = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>"
        f"<div class='date'>الاثنين 5 ديسمبر 2016</div>{BODY}</body></html>"
    )
    document = html.read(markup.encode())
    assert document.date == "2020-02-01"
    assert document.extra == {
        "date_from": "article:published_time",
        "date_as_read": "2020-02-01T08:00:00Z",
        "other_dates": [
            {"date": "2016-12-05", "from": "date line", "written": "الاثنين 5 ديسمبر 2016"}
        ],
    }


@pytest.mark.parametrize("day", [0.0, 1e9, 2e9])
def test_a_page_gives_the_same_document_on_any_day(day: float) -> None:
    markup = f"<title>{TITLE}</title><h1>{TITLE}</h1><time datetime='2016-09'>أيلول</time>{BODY}"
    with mock.patch.object(time, "time", return_value=day):
        document = html.read(markup.encode())
    assert (document.date, document) == ("2016-09", html.read(markup.encode()))


@pytest.mark.parametrize(
    ("above", "author"),
    [
        ("<p class='byline'>كتب: أحمد علي | الجمعة 28 آب 2015</p>", "أحمد علي"),
        ("<div class='author'>بقلم: أحمد علي - القاهرة</div>", "أحمد علي"),
        ("<div><span>بغداد/ أحمد علي</span></div>", "أحمد علي"),
        ("<div>28 آب 2015 | كتب بواسطة: أحمد علي</div>", "أحمد علي"),
        ("<p>أحمد علي</p><p>28 آب 2015</p>", "أحمد علي"),
        ("<span class='byline'><b class='name'>أحمد علي</b><i class='t'>بي بي سي - عمان</i></span>",
         "أحمد علي"),
        ("<p>بيروت - رويترز</p>", "رويترز"),
        ("<p>كتب: <a>أحمد علي</a>، <a>منى صابر</a></p>", "أحمد علي; منى صابر"),
        ("<p>بقلم: أحمد علي، كاتب مصري</p>", "أحمد علي"),
        ("<p>كتب: أحمد علي، القاهرة</p>", "أحمد علي"),
        ("<div>أحمد علي: <span>نشر في 22 مايس 2013</span></div>", "أحمد علي"),
        ("<div class='bbauthor'>أحمد علي</div>", "أحمد علي"),
        ("<a class='x-1' href='/Author/7'>أحمد علي</a>", "أحمد علي"),
        ("<div>Publié le : 03.01.2023 14:20 Par <a>أحمد علي</a></div>", "أحمد علي"),
        ("<div>رام الله-&quot;الحرف&quot; دوت كوم- أحمد علي الأربعاء 09 آب 2017</div>", "أحمد علي"),
        ("<div class='meta'>المصدر: دبي - أحمد علي</div>", "أحمد علي"),
        ("<center><font>أحمد علي</font></center>", "أحمد علي"),
        ("<div>2022-07-19 12:44 AM أبها: أحمد علي</div>", "أحمد علي"),
        ("<div class='byline'>دمشق أحمد علي</div>", "أحمد علي"),
        ("<div class='author-details'>ع.ش / هـ.د</div>", None),
        ("<div class='meta'>مدة القراءة دقيقتان</div>", None),
        ("<h2>حكاية جديدة هنا</h2><p>28 آب 2015</p>", None),
        ("<p class='author'>admin</p>", None),
        ("<p>تصوير: أحمد علي</p>", None),
        ("<h4>أحمد علي</h4><p>28 آب 2015</p>", "أحمد علي"),
        ("<div><i>منذ ساعتين</i> <i>٩ يوليو ٢٠٢٢</i> <a href='/u'>أحمد علي</a></div>", "أحمد علي"),
        ("<table><tr><td>الكاتب</td><td>أحمد علي</td></tr></table>", "أحمد علي"),
        ("<dl><dt>الكاتب</dt><dd>أحمد علي</dd></dl>", "أحمد علي"),
        ("<div class='art-by'>صوت الحرف - أحمد علي</div>", "أحمد علي"),
        ("<div class='meta'>المصدر: أحمد علي - صوت الحرف نشر في 5/12/2016</div>", "أحمد علي"),
        ("<div class='author-card'><b>د. أحمد علي</b><p>طبيب وكاتب</p></div>", "د. أحمد علي"),
        ("<div class='w'><div class='writer'><i>تونس</i><a rel='author'>أحمد علي</a></div><div"
         " class='writer'><i>جدة</i><a rel='author'>منى صابر</a></div></div>",
         "أحمد علي; منى صابر"),
        ("<div class='byline'>دمشق <a>أحمد علي</a> | حمص <a>منى صابر</a></div>",
         "أحمد علي; منى صابر"),
    ],
)  # fmt: skip
def test_the_author_is_read(above: str, author: str | None) -> None:
    facts = page(above)
    assert facts.author == author
    assert facts.text.splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("stated", "printed", "author", "other"),
    [
        ("أحمد علي", "", "أحمد علي", None),
        ("صوت الحرف", "كتب: سلمى حسن", "سلمى حسن", None),
        ("editor", "كتب: سلمى حسن", "سلمى حسن", None),
        ("ahmad", "كتب: سلمى حسن", "سلمى حسن", "ahmad"),
        ("أحمد علي", "كتب: سلمى حسن", "أحمد علي", "سلمى حسن"),
    ],
)
def test_metadata_and_byline_that_disagree(
    stated: str, printed: str, author: str, other: str | None
) -> None:
    facts = page(f"<p>{printed}</p>", head=f'<meta name="author" content="{stated}">')
    assert (facts.author, facts.other_author) == (author, other)


def test_the_desk_of_metadata_counts_after_a_printed_name() -> None:
    head = '<meta name="author" content="فريق التحرير">'
    assert page(head=head).author == "فريق التحرير"
    assert page("<p class='author'>أحمد علي</p>", head=head).author == "أحمد علي"


def test_the_agency_of_a_dateline_that_is_the_site_is_no_author() -> None:
    dateline = f"<p>القاهرة (CNN) -- {PARAGRAPHS[0]}</p>"
    assert page(body=dateline).author == "CNN"
    assert page(body=dateline, title=f"{TITLE} | CNN Arabic").author is None


@pytest.mark.parametrize(
    ("title", "source"),
    [
        (f"{TITLE} | صوت الحرف", "صوت الحرف"),
        (f"{TITLE} - صوت الحرف", "صوت الحرف"),
        (f"{TITLE} » الحرف", "الحرف"),
        (f"{TITLE} :: صوت الحرف ::", "صوت الحرف"),
        (f"صوت الحرف: {TITLE}", "صوت الحرف"),
        (f"صوت الحرف - ثقافة - {TITLE}", "صوت الحرف"),
        (f"{TITLE} | ثقافة | صوت الحرف", "صوت الحرف"),
        (f"&quot;{TITLE}&quot; &raquo; صوت الحرف", "صوت الحرف"),
        (f"{TITLE} - نسخة للطباعة", None),
        (f"{TITLE} - مسلسل", None),
        (f"{TITLE} - ضفاف", "ضفاف"),
        (f"ضفاف: {TITLE}", "ضفاف"),
        (f"عاجل: {TITLE}", None),
        (f"{TITLE}, الــــرأي", None),
        (TITLE, None),
    ],
)
def test_the_site_is_what_the_title_has_beside_the_headline(title: str, source: str | None) -> None:
    facts = page(title=title)
    assert (facts.title, facts.source) == (TITLE, source)


def test_the_stated_name_of_the_site_counts_first() -> None:
    head = '<meta property="og:site_name" content="الحرف">'
    assert page(head=head).source == "الحرف"


def test_the_author_of_a_pair_of_label_and_value_in_metadata_is_read() -> None:
    label, value = "twitter:label1", "twitter:data1"
    head = f'<meta name="{label}" content="كُتب بواسطة"><meta name="{value}" content="أحمد علي">'
    assert page(head=head).author == "أحمد علي"
    assert page(head=head.replace("كُتب بواسطة", "وقت القراءة")).author is None


@pytest.mark.parametrize(
    ("below", "author"),
    [("<p>أحمد علي - بيروت</p>", "أحمد علي"), ("<p>الوادي - بيروت</p>", None)],
)
def test_a_name_beside_a_city_below_a_text_is_the_author(below: str, author: str | None) -> None:
    assert page(body=BODY + below).author == author


def test_a_print_version_has_its_title_in_bold_and_its_site_in_an_image() -> None:
    markup = (
        "<title>نسخة للطباعة</title><div><img alt='صوت الحرف'></div><div>صوت الحرف</div>"
        f"<div><b>مهرجان الفخار</b></div><div>{'<br>'.join(PARAGRAPHS)}</div>"
    )
    facts = read_page(markup)
    assert (facts.title, facts.source) == ("مهرجان الفخار", "صوت الحرف")
    assert facts.text.splitlines() == list(PARAGRAPHS)


def test_a_large_line_before_a_comma_of_the_title_is_the_headline() -> None:
    body = "<br><br>".join(PARAGRAPHS)
    markup = (
        "<title>الفخار, الــــرأي</title><img src='logo.gif' alt='صوت الحرف'>"
        f"<table><tr><td><font size=5>الفخار</font><br><font>أحمد علي</font><p>{body}</p>"
    )
    facts = read_page(markup)
    assert (facts.title, facts.source, facts.author) == ("الفخار", "صوت الحرف", "أحمد علي")


def test_inline_elements_and_entities_of_a_text_are_kept() -> None:
    body = (
        "<p>تستعد المدينة في <time datetime='2016-12-05'>5 ديسمبر</time> لاستقبال"
        " <label>مهرجان</label> &amp;quot;الفخار&amp;quot; الذي يقام على&nbsp;ضفة <b>النهر</b>.</p>"
    )
    expected = 'تستعد المدينة في 5 ديسمبر لاستقبال مهرجان "الفخار" الذي يقام على ضفة النهر.'
    assert page(body=body).text == expected


def test_comments_below_an_article_are_no_text() -> None:
    comment = "<p>هذا تعليق طويل من قارئ يرى أن المهرجان مهم للمدينة وأنه يجب أن يقام كل سنة.</p>"
    facts = page(body=f"{BODY}<div><h3>التعليقات (9)</h3>{comment * 9}</div>")
    assert facts.text.splitlines() == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<",
        "\0",
        "<!--",
        "<title>",
        "<p>" * (ELEMENT_LIMIT + 1),
        "<div>" * 5_000 + BODY,
        f"<p {' '.join(f'a{number}=1' for number in range(2_000))}>{PARAGRAPHS[0]}</p>",
        '<script type="application/ld+json">' + "[" * 10_000 + "</script>",
        '<script type="application/ld+json">{"@type":"Article","author":{"name":[[1]]}}</script>',
        f"<meta {'a' * 20_000}>",
    ],
)
def test_any_markup_is_read(markup: str) -> None:
    facts = read_page(markup)
    assert (PARAGRAPHS[0] in markup) == (PARAGRAPHS[0] in facts.text)


def test_a_page_of_too_many_elements_is_one_text() -> None:
    markup = f"<title>{TITLE}</title>" + "<p>سطر <b>أول</b></p><p>سطر ثان</p>" * (
        ELEMENT_LIMIT // 2
    )
    facts = read_page(markup)
    assert facts.title == TITLE
    assert facts.text.startswith("سطر أول\nسطر ثان\nسطر أول")


@given(st.text(alphabet="<>/=\"' pdivahref1&;نص|-:", max_size=200))
def test_no_markup_raises(markup: str) -> None:
    read_page(f"<title>{TITLE}</title>{markup}")
    parse_page(markup)


@pytest.mark.parametrize(
    ("title", "heading", "source"),
    [
        ("مهرجان الفخار يعود إلى الضفة", "مهرجان الفخار يعود", None),
        ("عودة مهرجان الفخار إلى الضفة", "مهرجان الفخار إلى الضفة", None),
        ("مهرجان الفخار", "مهرجان الفخار يعود إلى الضفة", None),
        ("مهرجان &quot;الفخار&quot; يعود هذا العام", "مهرجان الفخار يعود", None),
        ("مهرجان الفخار يعود إلى الضفة | صوت الحرف", "مهرجان الفخار يعود", "صوت الحرف"),
        ("صوت الحرف - مهرجان الفخار يعود إلى الضفة", "مهرجان الفخار يعود", "صوت الحرف"),
        ("مهرجان الفخار يعود_صوت الحرف", "مهرجان الفخار يعود", "صوت الحرف"),
        ("صوت الحرف", "مهرجان الفخار يعود إلى الضفة", "صوت الحرف"),
    ],
)
def test_a_piece_of_the_headline_is_no_site(title: str, heading: str, source: str | None) -> None:
    facts = read_page(
        f"<html><head><title>{title}</title></head><body><h1>{heading}</h1>{BODY}</body></html>"
    )
    assert facts.title == heading
    assert facts.source == source


SITE_ALONE = "<html><head><title>صوت الحرف</title></head><body>{}</body></html>"
BREAKS = "<br>".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "above",
    [
        f"<font color=red>محليات</font><br><b>{TITLE}</b><br>سمير حداد - صوت الحرف<br>",
        f"<font color=navy size=3>{TITLE}</font><br>",
        f"<table><tr><td><font color=navy><b>{TITLE}</b></font></td></tr></table>",
    ],
)
def test_headline_in_a_font_below_a_title_that_is_the_site(above: str) -> None:
    facts = read_page(SITE_ALONE.format(above + BREAKS))
    assert facts.title == TITLE
    assert facts.source == "صوت الحرف"


@pytest.mark.parametrize(
    "body",
    [
        f"سمير حداد - صوت الحرف<br>{BREAKS}",
        f"{BODY}<p>جميع الحقوق محفوظة صوت الحرف</p>",
    ],
)
def test_site_is_no_title_of_a_page_without_a_headline(body: str) -> None:
    facts = read_page(SITE_ALONE.format(body))
    assert facts.title == ""
    assert facts.source == "صوت الحرف"


def test_title_of_two_words_that_is_not_the_site_is_the_title() -> None:
    bold = BODY.replace("<p>ويختتم", "<p><b>جناح للأطفال الصغار</b></p><p>ويختتم")
    facts = read_page(SITE_ALONE.replace("صوت الحرف", "موسم الفخار").format(bold))
    assert facts.title == "موسم الفخار"
    assert facts.source is None
