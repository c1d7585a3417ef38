"""What is inside an article and no part of it: boxes of links, pictures, the signs of an end."""

from __future__ import annotations

import pytest

from corpus.page.facts import read_page

TITLE = "نحالون ينقلون خلاياهم إلى السفوح"
FIRST = "نقل مربو النحل في الوادي أكثر من ألف خلية إلى السفوح بعد أن جفت أزهار السهل هذا العام."
SECOND = "وقال أحدهم إن الطريق الجديدة قصرت الرحلة إلى ساعتين وإن النحل وصل سالما إلى مكانه."
LAST = "وتستمر الرحلة حتى الخريف."
LINKS = (
    '<ul><li><a href="/1">أسعار العسل في السوق</a></li><li><a href="/2">موسم الزهر</a></li></ul>'
)
LINK = '<p><a href="/1">محمية جديدة للطيور في أعالي الوادي الغربي</a></p>'


def text_of(box: str = "", *, above: str = "", below: str = "", layout: str = "story") -> list[str]:
    return read_page(
        f"<html><head><title>{TITLE} | بريد الوادي</title></head><body><h1>{TITLE}</h1>{above}"
        f'<div class="{layout}"><p>{FIRST}</p>{box}<p>{SECOND}</p><p>{LAST}</p>{below}</div>'
        "</body></html>"
    ).text.splitlines()


@pytest.mark.parametrize("layout", ["story", "css-1x"])
@pytest.mark.parametrize(
    "box",
    [
        f"<div class='k1'><h2>اقرأ أيضا</h2><span>list of 2 items</span>{LINKS}<i>end</i></div>",
        f"<section><div><strong>مواضيع قد تهمك</strong></div><p>تخطى القصص</p>{LINKS}</section>",
        f"<div><p><b>اقرأ أيضًا:</b></p>{LINK}{LINK}</div>",
        f"<p><b>إقرأ المزيد</b></p>{LINK}",
        f"<p>موضوعات متعلقة</p>{LINKS}",
        "<div class='k2'><h4>تابع أيضا</h4><a href='/1'>البورصة تغلق على ارتفاع</a></div>",
        "<aside>قراءة أيضا: <a href='/1'>مراكب قديمة</a></aside>",
        "<div class='inline-ad'><span>إعلان</span></div>",
        "<p>إعلان</p>",
        "<p><img src='1.jpg'><br><em>صورة: أيمن</em></p>",
        "<figure><p><span>صدر الصورة، </span>وكالة الضفة</p><img src='1.jpg'></figure>",
        "<div class='itemImageBlock'><span class='itemImageCaption'>خلايا على السفح</span></div>",
        "<table><tr><td><img src='1.jpg'><br><font>خلايا على السفح</font></td></tr></table>",
        "<article><h3><a href='/5'>سد جديد</a></h3><p>تعرف على السد الذي يحفظ ماء الشتاء للصيف"
        " ويسقي بساتين القرى كلها.</p></article>",
    ],
)  # fmt: skip
def test_a_box_inside_an_article_is_no_text(box: str, layout: str) -> None:
    assert text_of(box, layout=layout) == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    ("box", "lines"),
    [
        ("<h3>المزيد من العسل</h3>", ["المزيد من العسل"]),
        ("<ul><li>عسل السدر</li><li>عسل الزعتر</li></ul>", ["عسل السدر", "عسل الزعتر"]),
        ("<blockquote>النحل يعرف طريقه.</blockquote>", ["النحل يعرف طريقه."]),
        ("<figure><table><tr><td>السدر</td></tr></table></figure>", ["السدر"]),
        ("<p>إعلان الجفاف جاء متأخرا.</p>", ["إعلان الجفاف جاء متأخرا."]),
    ],
)
def test_headings_lists_quotes_and_tables_of_an_article_are_text(
    box: str, lines: list[str]
) -> None:
    assert text_of(box) == [FIRST, *lines, SECOND, LAST]


@pytest.mark.parametrize(
    "below",
    [
        "<p>//انتهى//<br>14:32ت م<br>0103</p>",
        "<p>(النهاية) ع ل / م م</p>",
        "<p>--(بترا) س ع/ح خ</p>",
        "<p>وام/سالم المنصوري</p>",
        "<p>ع.ش/ هـ.د (رويترز)</p>",
        "<p>الوادي/ أ ف ب</p>",
        "<div>ر. ق</div>",
        "<p>المصدر: نوفوستي</p>",
        "<p><em>* للاشتراك في بريدنا تابعونا على <a href='/t'>القناة</a></em></p>",
        "<p><a href='/'>العودة إلى الصفحة الأولى</a></p>",
        "<p>#نحل #الوادي</p>",
        "<p>haider@example.com</p>",
        "<div class='source'>المصدر : <span>الوادي + وكالات</span></div>",
        "<div><span>تمت قراءته <b>912</b> مرات</span></div>",
        "<div>قراءة <b>1,204</b> مرة</div>",
        "<div>رابط دائم: <input value='/1'></div>",
        "<div>إضافة تعليق جديد</div>",
        "<p>المصدر: بريد الوادي</p>",
        "<p>للاشتراك في قناتنا على تلغرام اضغط هنا</p>",
        "<div>http://example.org/print?id=3</div><div>جميع الحقوق محفوظة ©</div>",
        "<div class='paywall'><p>اشترك الآن لمتابعة القراءة والوصول إلى جميع المقالات.</p></div>",
        "<div class='k'><h4>الكلمات الدالة</h4><a href='/1'>نحل</a><a href='/2'>عسل</a></div>",
        "<div class='k'><span>الخبر التالي</span><a href='/1'>أسعار العسل في السوق</a></div>",
        "<p><a href='/n'>للاشتراك في نشرتنا البريدية اضغط هنا</a></p>",
    ],
)
def test_what_a_report_ends_with_is_no_text(below: str) -> None:
    assert text_of(below=below) == [FIRST, SECOND, LAST]


def test_a_sentence_that_begins_like_the_end_of_a_report_is_text() -> None:
    sentence = "انتهى الموسم قبل أوانه."
    assert text_of(below=f"<p>{sentence}</p>") == [FIRST, SECOND, LAST, sentence]


def test_a_second_headline_of_some_length_is_text() -> None:
    second = "الجفاف يدفع النحل إلى أعالي الجبال"
    assert text_of(above=f"<h4>{second}</h4><div>5 ديسمبر 2016</div>") == [
        second,
        FIRST,
        SECOND,
        LAST,
    ]
    assert text_of(above="<h4>رحلة كل صيف</h4>") == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    "name", ["standfirst", "sub_title", "article__subhead", "art-sub", "caption-intro"]
)
def test_an_introduction_below_the_headline_is_text(name: str) -> None:
    introduction = "الجفاف يدفع النحل إلى أعالي الجبال"
    date = "<div class='date'>5 ديسمبر 2016</div>"
    above = f"<div class='{name}'>{introduction}</div>{date}"
    assert text_of(above=above) == [introduction, FIRST, SECOND, LAST]


def test_the_dates_of_publication_and_update_in_one_line_are_no_text() -> None:
    dates = "<div><time>3 يناير 2023</time> <time>آخر تحديث 5 يناير 2023</time></div>"
    assert text_of(above=dates, layout="css-1x") == [FIRST, SECOND, LAST]


@pytest.mark.parametrize(
    "above",
    [
        "<div><i>منذ ساعتين</i> <i>٩ يوليو ٢٠٢٢</i> <a href='/u'>سامي حسن</a> <a>@sami</a></div>",
        "<table><tr><td>التاريخ</td><td>5 ديسمبر 2016</td></tr><tr><td>رقم المقال</td><td>61"
        "</td></tr><tr><td>الكاتب</td><td>سامي حسن</td></tr></table>",
        "<p>عمان - بريد الوادي</p>",
        "<div class='meta'>المصدر: سامي حسن - بريد الوادي تاريخ النشر: 31 ديسمبر 2018 9:30 م</div>",
        "<div>3min</div>",
    ],
)
def test_a_row_of_facts_above_a_text_is_no_text(above: str) -> None:
    markup = f"<div class='k'><h1>{TITLE}</h1>{above}<p>{FIRST}</p><p>{SECOND}</p></div>"
    facts = read_page(f"<title>{TITLE} | بريد الوادي</title>{markup}")
    assert facts.text.splitlines() == [FIRST, SECOND]


def test_the_hours_of_a_live_report_are_no_text() -> None:
    entries = "<div><time>22:10</time><p>وصل النحل.</p></div><div><i>21:15 م</i><p>عاد.</p></div>"
    assert text_of(f"<div>{entries}</div>") == [FIRST, "وصل النحل.", "عاد.", SECOND, LAST]
    row = "<table><tr><td>22:10</td><td>الوصول</td></tr></table>"
    assert "22:10" in text_of(row)


def test_the_last_figures_of_a_table_are_text() -> None:
    rows = "<tr><td>السدر</td><td>2</td><td>6</td></tr><tr><td>الزعتر</td><td>2</td><td>1</td></tr>"
    lines = text_of(below=f"<table>{rows}</table>")
    assert lines[-6:] == ["السدر", "2", "6", "الزعتر", "2", "1"]
