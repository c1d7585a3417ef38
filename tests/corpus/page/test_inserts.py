"""Elements between the paragraphs of an article that are no text by their structure."""

from __future__ import annotations

import pytest

from corpus.page.facts import read_page
from tests.linear import assert_linear

TITLE = "مجلس القرية يرمم الطاحونة القديمة"
PARAGRAPHS = (
    "أعلن مجلس القرية بدء ترميم الطاحونة القديمة على ضفة الجدول بعد أن جمع الأهالي كلفة الحجر.",
    "وقال المشرف على العمل إن العجلة الخشبية ستصنع من جديد في ورشة النجارة القريبة من الجسر.",
    "وتعود الطاحونة إلى مطلع القرن الماضي، وكانت تطحن قمح أربع قرى.",
)
LINK = '<a href="/7">افتتاح مكتبة عامة في وسط المدينة</a>'


def text_of(box: str, below: str = "") -> list[str]:
    first, second, last = PARAGRAPHS
    return read_page(
        f"<html><head><title>{TITLE} | بريد الجدول</title></head><body><h1>{TITLE}</h1>"
        f"<div class='w'><p>{first}</p>{box}<p>{second}</p><p>{last}</p>{below}</div></body></html>"
    ).text.splitlines()


@pytest.mark.parametrize(
    "box",
    [
        # the caption of a picture
        "<div class='k'><img src='1.jpg'><p>الطاحونة في الشتاء (أرشيف البلدية)</p></div>",
        "<div><div><amp-img></amp-img></div><span>عجلة الطاحونة</span></div>",
        "<table><tr><td><img src='1.jpg'></td></tr><tr><td>عجلة الطاحونة</td></tr></table>",
        "<figure><p>الصورة من البلدية</p></figure>",
        "<p><img src='1.jpg'></p><p><em>الطاحونة كما كانت قبل ثلاثين عاما</em></p>",
        "<p>نجار يقيس العجلة - تصوير: سامي حسن</p>",
        # a form, a button, a question
        "<div><p>أهم الأخبار في بريدك كل صباح</p><button>سجل</button></div>",
        "<div><h5>هل زرت الطاحونة؟</h5><label><input type='radio'> نعم</label></div>",
        "<section><form><label>بريدك</label><input></form></section>",
        # links to other articles
        f"<div class='k'><span>من الأرشيف</span><h4>{LINK}</h4><span>12 أكتوبر</span></div>",
        f"<p><strong>للمزيد: {LINK}</strong></p>",
        f"<p>{LINK}</p>",
        "<p>المزيد عن: <a>طواحين</a> <a>قرى</a></p>",
        # a note in an element of its own
        "<div class='note'>هذا الخبر مضى عليه عام</div>",
    ],
)  # fmt: skip
def test_what_is_inserted_in_an_article_is_no_text(box: str) -> None:
    assert text_of(box) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "box",
    [
        "<h3>عجلة جديدة</h3>",
        "<div>وهذا ليس كل شيء.</div>",
        "<div class='sub-title'>عجلة جديدة</div>",
        "<div class='k'><b>عجلة جديدة</b></div>",
        "<blockquote><p>كنا ننام على صوتها</p></blockquote>",
        "<ul><li>حجر الرحى</li><li>عجلة من خشب</li></ul>",
        "<figure><blockquote>كنا ننام على صوتها</blockquote></figure>",
        "<p><em>كنا ننام على صوتها</em></p>",
    ],
)
def test_headings_quotations_and_lists_are_text(box: str) -> None:
    assert len(text_of(box)) > len(PARAGRAPHS)


@pytest.mark.parametrize(
    "below",
    [
        "<h3>علامات:</h3><div><a>طواحين</a><a>قرى</a></div>",
        f"<h2>مختارات</h2><ul><li>{LINK}</li><li>{LINK}</li></ul><ul><li>تاريخ 5.6.2013</li></ul>",
        "<div class='err'><p>إذا وجدت خطأ في هذا المقال فأرسل إلينا تصحيحا مع مصدره.</p></div>",
        "<p>هذا المقال يعبر عن رأي كاتبه ولا يعكس بالضرورة رأي الموقع.</p>",
        "<p>تابعوا بريد الجدول على <a href='/t'>تلغرام</a></p>",
        "<p>م. ن / ح ع (د ب أ)</p>",
        "<div class='rate'>قيم المقال 4.5</div>",
    ],
)
def test_what_is_below_an_article_is_no_text(below: str) -> None:
    assert text_of("", below) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "part",
    [
        "<div class='a'><img><div class='b'>سطر قصير</div></div>",
        f"<h3>مزيد</h3>{LINK}",
        "<div><button>x</button>اشترك</div>",
        "<p class='post-text'>سطر</p>",
        "<div class='date'>خبر 5 مايو 2016</div>",
    ],
)
def test_reading_takes_linear_time(part: str) -> None:
    body = f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>" + part * (120_000 // len(part))
    assert_linear(read_page, body)
