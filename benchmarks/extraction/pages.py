"""Sixty web pages of twelve kinds with the facts that they state.

The texts are invented; the structures are those of Arabic news sites, old and new.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from benchmarks.extraction.articles import ARTICLES, SITES, SampleArticle

PAGES_OF_A_KIND: Final = 5


class Truth(NamedTuple):
    """The facts that a page states, and the text of its article in lines."""

    title: str
    text: str
    date: str | None
    author: str | None
    source: str | None


class KnownPage(NamedTuple):
    """A page as it comes from a site, with its kind, number and truth."""

    kind: str
    number: int
    data: bytes
    truth: Truth


class _Given(NamedTuple):
    """What a page is made of."""

    number: int
    article: SampleArticle
    site: str
    other: SampleArticle

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def author(self) -> str:
        return self.article.author

    def paragraphs(self) -> str:
        return "\n".join(f"<p>{each}</p>" for each in self.article.paragraphs)

    def broken(self) -> str:
        return "<br /><br />\n".join(self.article.paragraphs)

    def truth(self, date: str | None, author: str | None, *, text: str = "") -> Truth:
        text = text or "\n".join(self.article.paragraphs)
        return Truth(self.title, text, date, author, self.site)


_Built: TypeAlias = tuple[str, Truth]


def _wordpress(given: _Given) -> _Built:
    iso, printed, stamp = (
        ("2016-12-05", "ديسمبر 5, 2016", "2016-12-05T10:15:00+03:00"),
        ("2019-06-25", "25 يونيو، 2019", "2019-06-25T20:00:07+00:00"),
        ("2013-01-09", "9 يناير 2013", "2013-01-09T07:30:00+02:00"),
        ("2015-08-28", "الجمعة، 28 أغسطس 2015", "2015-08-28T06:00:00+01:00"),
        ("2021-03-14", "14 مارس، 2021", "2021-03-14T12:00:00+03:00"),
    )[given.number]
    user = (given.author, "admin", given.author, "editor1", given.author)[given.number]
    byline = f"<p><strong>كتب: {given.author}</strong></p>" if user != given.author else ""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "@id": "https://w.example/#website", "name": given.site},
            {"@type": "WebPage", "@id": "https://w.example/x/", "datePublished": stamp,
             "name": f"{given.title} - {given.site}"},
            {"@type": "Person", "@id": "https://w.example/#p", "name": user},
        ],
    }  # fmt: skip
    og = f'<meta property="og:site_name" content="{given.site}" />' if given.number % 2 else ""
    page = f"""<!DOCTYPE html>
<html dir="rtl" lang="ar"><head><meta charset="UTF-8" />
<title>{given.title} - {given.site}</title>
<link rel="canonical" href="https://w.example/{iso.replace("-", "/")}/x/" />
<meta property="og:title" content="{given.title} - {given.site}" />{og}
<script type="application/ld+json">{json.dumps(graph, ensure_ascii=False)}</script>
</head><body class="single single-post has-sidebar">
<header id="masthead"><a class="site-title" href="https://w.example/">{given.site}</a>
<nav class="menu"><ul><li><a href="/a">الرئيسية</a></li><li><a href="/b">محليات</a></li></ul></nav></header>
<div id="content"><article id="post-15" class="post-15 post type-post">
<header class="entry-header"><h1 class="entry-title">{given.title}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published updated"
 datetime="{stamp}">{printed}</time></span>
<span class="byline">بواسطة <span class="author vcard"><a class="url fn n" href="/author/1">{user}</a></span></span>
<span class="comments-link"><a href="#respond">اترك تعليقاً</a></span></div></header>
<div class="entry-content">{byline}
<figure class="wp-block-image"><img src="1.jpg" alt=""/><figcaption>صورة من المكان صباح أمس بعدسة المراسل</figcaption></figure>
{given.paragraphs()}
<div class="sharedaddy sd-sharing-enabled"><h3>شارك هذا الموضوع:</h3><ul><li><a href="#">فيس بوك</a></li></ul></div>
</div><footer class="entry-footer"><span class="tags-links">الوسوم: <a href="/t">أخبار</a></span></footer></article>
<div id="comments" class="comments-area"><h2>تعليقان</h2><ol class="comment-list"><li class="comment">
<span class="fn">زائر كريم</span><time datetime="2022-01-01T00:00:00+00:00">1 يناير 2022</time>
<p>شكراً على هذا الخبر الجميل الذي يفرح القلب، ونتمنى أن نقرأ المزيد من هذه الأخبار كل يوم.</p></li></ol></div></div>
<aside id="secondary" class="widget-area"><section class="widget"><h2>أحدث المقالات</h2><ul><li>
<a href="/z">{given.other.title}</a> <span class="post-date">3 مايو 2022</span></li></ul></section></aside>
<footer id="colophon">جميع الحقوق محفوظة © 2022</footer></body></html>"""
    return page, given.truth(iso, given.author)


def _blogspot(given: _Given) -> _Built:
    iso, printed = (
        ("2012-11-15", "الخميس، 15 نوفمبر 2012"),
        ("2010-05-03", "الاثنين، ٣ مايو ٢٠١٠"),
        ("2014-02-20", "20 فبراير 2014"),
        ("2011-07-09", "السبت، 9 يوليو 2011"),
        ("2009-12-31", "31 ديسمبر، 2009"),
    )[given.number]
    page = f"""<!DOCTYPE html>
<html dir='rtl' xmlns='http://www.w3.org/1999/xhtml' xmlns:b='http://www.google.com/2005/gml/b'>
<head><meta content='text/html; charset=UTF-8' http-equiv='Content-Type'/>
<meta content='blogger' name='generator'/>
<title>{given.site}: {given.title}</title></head>
<body class='loading'><div id='header-inner'><h1 class='title'><a href='http://b.example/'>{given.site}</a></h1>
<p class='description'><span>مدونة عن أهل الوادي وأخبارهم، وعن كل ما يفرح القلب من كتب وأشجار وحكايات قديمة</span></p></div>
<div class='main section' id='main'><div class='widget Blog' id='Blog1'><div class='blog-posts hfeed'>
<h2 class='date-header'><span>{printed}</span></h2>
<div class='date-posts'><div class='post-outer'><div class='post hentry'><a name='1'></a>
<h3 class='post-title entry-title'>{given.title}</h3>
<div class='post-header'><div class='post-header-line-1'></div></div>
<div class='post-body entry-content' id='post-body-1'>
<div dir="rtl" style="text-align: right;" trbidi="on"><div class="separator"><a href="1.jpg"><img src="1.jpg"/></a></div>
{given.broken()}</div><div style='clear: both;'></div></div>
<div class='post-footer'><div class='post-footer-line post-footer-line-1'>
<span class='post-author vcard'>مرسلة بواسطة <span class='fn'>{given.author}</span></span>
<span class='post-timestamp'>في <a class='timestamp-link' href='http://b.example/1.html'
 rel='bookmark' title='permanent link'><abbr class='published' title='{iso}T10:15:00+02:00'>10:15 ص</abbr></a></span>
</div></div></div>
<div class='comments' id='comments'><h4>ليست هناك تعليقات:</h4></div></div></div></div></div></div>
<div class='sidebar section'><div class='widget BlogArchive'><h2>أرشيف المدونة</h2><ul><li><a href='/2015'>2015 (12)</a></li></ul></div>
<div class='widget Profile'><h2>من أنا</h2><span>{given.other.author}</span><p>كاتب هاو يحب القراءة والسفر ويكتب هنا منذ سنوات طويلة عما يراه.</p></div></div>
</body></html>"""
    if given.number == 2:
        page = page.replace("title='2014-02-20T10:15:00+02:00'", "title='2014-02'")
    return page, given.truth(iso, given.author)


def _drupal(given: _Given) -> _Built:
    iso, printed, stamp = (
        ("2016-12-05", "اثنين, 05/12/2016 - 10:15", "2016-12-05T10:15:00+03:00"),
        ("2013-04-21", "أحد, 2013-04-21 20:05", "2013-04-21T20:05:00+03:00"),
        ("2018-09-12", "12 سبتمبر 2018", ""),
        ("2017-06-12", "17 رمضان 1438هـ - 12 يونيو 2017م", ""),
        ("2014-03-30", "الأحد، مارس 30، 2014", "2014-03-30T00:00:00+00:00"),
    )[given.number]
    rdf = (
        f'property="dc:date dc:created" content="{stamp}" datatype="xsd:dateTime"' if stamp else ""
    )
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML+RDFa 1.0//EN" "http://www.w3.org/MarkUp/DTD/xhtml-rdfa-1.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ar" version="XHTML+RDFa 1.0" dir="rtl"
 xmlns:dc="http://purl.org/dc/terms/"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="Generator" content="Drupal 7 (http://drupal.org)" /><title>{given.title} | {given.site}</title></head>
<body class="html not-front one-sidebar page-node page-node-12"><div id="page"><div id="header"><div id="logo">
<a href="/" rel="home"><img src="logo.png" alt="الرئيسية" /></a></div>
<ul class="menu"><li class="leaf"><a href="/n">أخبار</a></li><li class="leaf"><a href="/r">رأي</a></li></ul></div>
<div class="breadcrumb"><a href="/">الرئيسية</a> » <a href="/n">أخبار</a></div>
<h1 class="title" id="page-title">{given.title}</h1>
<div id="node-12" class="node node-article"><div class="meta submitted">
<span {rdf} rel="sioc:has_creator">نشر بواسطة <span class="username">{given.author}</span> في {printed}</span></div>
<div class="content"><div class="field field-name-field-image"><img src="a.jpg" alt="" /></div>
<div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items">
<div class="field-item even" property="content:encoded">{given.paragraphs()}</div></div></div>
<div class="field field-name-field-tags"><div class="field-label">الوسوم: </div><div class="field-items"><a href="/t/1">مدن</a></div></div>
</div><ul class="links inline"><li class="comment_forbidden first last"><a href="/user">سجل دخولك</a> لتكتب التعليقات</li></ul></div>
<div class="region region-sidebar-second sidebar"><div class="block"><h2>الأكثر قراءة</h2><ul>
<li><a href="/z">{given.other.title}</a></li></ul></div></div>
<div id="footer"><p>© {given.site}</p></div></div></body></html>"""
    return page, given.truth(iso, given.author)


def _tables(given: _Given) -> _Built:
    iso, printed = (
        ("2004-05-12", "الأربعاء 12/5/2004"),
        ("2006-11-03", "3 تشرين الثاني 2006"),
        ("2003-04-09", "الأربعاء 9 نيسان/أبريل 2003"),
        ("2005-02-14", "الاثنين 5 محرم 1426 هـ الموافق 14 فبراير 2005 م"),
        ("2007-07-01", "العدد 1210 - الأحد 1 تموز 2007"),
    )[given.number]
    byline = (
        f"بقلم: {given.author}",
        f"<b>{given.author} - بيروت</b>",
        f"كتب {given.author}:",
        f"بغداد - {given.author}",
        f"إعداد/ {given.author}",
    )[given.number]
    page = f"""<HTML dir=rtl><HEAD><META http-equiv=Content-Type content="text/html; charset=windows-1256">
<TITLE>{given.site} - {given.title}</TITLE></HEAD>
<BODY bgColor=#ffffff leftMargin=0 topMargin=0>
<TABLE width=780 border=0 cellPadding=0 cellSpacing=0 align=center><TR><TD colspan=3>
<IMG src="banner.gif" width=780 height=90></TD></TR>
<TR><TD width=150 vAlign=top bgColor=#eeeeee><FONT size=2><A href="index.htm">الصفحة الأولى</A><BR>
<A href="local.htm">محليات</A><BR><A href="arab.htm">عربي ودولي</A><BR><A href="sport.htm">رياضة</A><BR>
<A href="old.htm">الأعداد السابقة</A></FONT></TD>
<TD vAlign=top width=480><TABLE width="100%" border=0><TR><TD align=right><FONT color=#990000 size=2>{printed}</FONT></TD></TR>
<TR><TD align=center><FONT face="Simplified Arabic" color=#000080 size=5><B>{given.title}</B></FONT></TD></TR>
<TR><TD align=right><FONT size=3 color=#666666>{byline}</FONT></TD></TR>
<TR><TD align=justify><FONT face="Simplified Arabic" size=4>{given.broken()}</FONT></TD></TR>
<TR><TD align=left><A href="javascript:window.print()"><FONT size=2>طباعة</FONT></A> <A href="send.asp?id=3"><FONT size=2>أرسل لصديق</FONT></A></TD></TR>
</TABLE></TD>
<TD width=150 vAlign=top><FONT size=2><B>أخبار أخرى</B><BR><A href="n2.htm">{given.other.title}</A><BR>
<A href="n3.htm">افتتاح مدرسة للموسيقى في الحي الغربي من المدينة</A></FONT></TD></TR>
<TR><TD colspan=3 align=center><FONT size=1>جميع الحقوق محفوظة {given.site} 2007</FONT></TD></TR></TABLE></BODY></HTML>"""
    return page, given.truth(iso, given.author)


def _meta_only(given: _Given) -> _Built:
    iso, written, name = (
        ("2016-09", "2016-09", "article:published_time"),
        ("2015-08-28", "28 أغسطس 2015", "date"),
        ("2018-05", "2018-05", "DC.date.issued"),
        ("2017-10-03", "2017-10-03 14:20:00", "pubdate"),
        ("2012", "2012", "DC.Date"),
    )[given.number]
    key = "property" if ":" in name else "name"
    author = (
        given.author,
        f"كتب: {given.author}",
        given.site,
        f"بقلم / {given.author} - خاص",
        f"{given.author} | {given.site}",
    )[given.number]
    page = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>{given.title}</title><meta {key}="{name}" content="{written}">
<meta name="author" content="{author}"><meta property="og:site_name" content="{given.site}">
<meta property="og:title" content="{given.title}"><meta property="og:type" content="article"></head>
<body><div class="c1"><div class="c2"><a href="/">أولى</a><a href="/s">علوم</a></div></div>
<div class="c3"><div class="c4">{given.title}</div><div class="c5">
{"".join(f'<div class="c6">{each}</div>' for each in given.article.paragraphs)}</div></div>
<div class="c7"><a href="/1">{given.other.title}</a><a href="/2">من نحن</a></div></body></html>"""
    return page, given.truth(iso, None if given.number == 2 else given.author)


def _linked_data(given: _Given) -> _Built:
    iso, stamp, modified = (
        ("2020-01-17", "2020-01-17T05:00:00Z", "2020-02-01T00:00:00Z"),
        ("2022-10-07", "Oct 7 2022", "2022-10-09"),
        ("2019-06", "2019-06", "2019-07-02"),
        ("2023-03-02", "2023-03-02T22:41:10+0300", "2023-03-03"),
        ("2021-11-30", "٣٠ نوفمبر ٢٠٢١", "2021-12-01"),
    )[given.number]
    second = given.other.author
    authors: object = (
        {"@type": "Person", "name": given.author},
        [{"@type": "Person", "name": given.author}, {"@type": "Person", "name": second}],
        given.author,
        {"@type": "Person", "name": f"{given.author} - مراسل القاهرة"},
        {"@type": "Organization", "name": given.site},
    )[given.number]
    data = {
        "@context": "http://schema.org", "@type": "NewsArticle", "headline": given.title,
        "datePublished": stamp, "dateModified": modified, "author": authors,
        "publisher": {"@type": "Organization", "name": given.site,
                      "logo": {"@type": "ImageObject", "url": "https://j.example/l.png"}},
    }  # fmt: skip
    page = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"/>
<title>{given.title}</title><script id="ld" type="application/ld+json">{json.dumps(data)}</script></head>
<body><div id="__next"><header><button>القائمة</button><nav><a href="/">الأخبار</a><a href="/v">فيديو</a></nav></header>
<main><section class="css-1x"><h1 class="css-9k">{given.title}</h1><div class="css-3m"><label>مدة القراءة دقيقتان</label></div>
<div class="css-77 rtl">{"".join(f'<p class="css-p"><span>{each}</span></p>' for each in given.article.paragraphs)}
<div class="css-ad"><p><a href="/also">اقرأ أيضاً: {given.other.title}</a></p></div></div></section></main>
<section class="css-rel"><h2>الأكثر تداولاً</h2><article><h3><a href="/q">{given.other.title}</a></h3><time dateTime="2024-01-01">1 يناير</time></article></section>
<footer><p>حقوق النشر محفوظة</p></footer></div></body></html>"""
    author = (
        given.author, f"{given.author}; {second}", given.author, given.author, None,
    )[given.number]  # fmt: skip
    return page, given.truth(iso, author)


def _microdata(given: _Given) -> _Built:
    iso, printed, stamp = (
        ("2016-12-05", "الاثنين 5 ديسمبر 2016", "2016-12-05T09:00:00"),
        ("2015-03", "آذار 2015", "2015-03"),
        ("2014-08-20", "20 أوت 2014", "2014-08-20"),
        ("2017-01-11", "11 جانفي 2017", ""),
        ("2018-05-19", "19 ماي 2018", "2018-05-19T18:00+01:00"),
    )[given.number]
    when = (
        f'<time itemprop="datePublished" datetime="{stamp}">{printed}</time>'
        if stamp
        else f'<span itemprop="datePublished">{printed}</span>'
    )
    page = f"""<!DOCTYPE html><html lang="ar-TN" dir="rtl"><head><meta charset="utf-8">
<title>{given.title} :: {given.site}</title></head>
<body itemscope itemtype="http://schema.org/WebPage"><div class="topbar"><span class="today">السبت 28 نوفمبر 2026</span></div>
<ol class="breadcrumb" itemscope itemtype="http://schema.org/BreadcrumbList"><li itemprop="itemListElement"><span itemprop="name">وطنية</span></li></ol>
<div class="news-view" itemscope itemtype="http://schema.org/NewsArticle">
<h2 itemprop="headline">{given.title}</h2>
<div class="by">{when} | <span itemprop="author" itemscope itemtype="http://schema.org/Person">بقلم <span itemprop="name">{given.author}</span></span></div>
<div itemprop="image" itemscope itemtype="http://schema.org/ImageObject"><img src="i.jpg"></div>
<div itemprop="articleBody">{given.paragraphs()}</div></div>
<div class="comments"><div itemscope itemtype="http://schema.org/Comment"><span itemprop="author">زائر</span>
<time itemprop="datePublished" datetime="2020-01-01">1 جانفي 2020</time><p itemprop="text">خبر يستحق القراءة فعلاً وشكراً للكاتب على هذا الجهد الكبير.</p></div></div>
</body></html>"""
    return page, given.truth(iso, given.author)


def _amp(given: _Given) -> _Built:
    iso, printed = (
        ("2019-02-11", "الإثنين 11 فبراير 2019 09:15 ص"),
        ("2020-08-04", "الثلاثاء، 04 أغسطس 2020 06:10 م"),
        ("2018-12-25", "25-12-2018"),
        ("2021-05-13", "1/10/1442 - 13/5/2021"),
        ("2017-11-09", "09 تشرين2 2017"),
    )[given.number]
    first, *rest = given.article.paragraphs
    inline = first.replace("،", "<time>،</time>", 1) if given.number == 0 else first
    page = f"""<!doctype html><html ⚡ lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{given.title} - {given.site}</title>
<link rel="canonical" href="https://m.example/story/{100 + given.number}"><meta name="viewport" content="width=device-width">
<style amp-custom>body{{font-family:sans-serif}}</style><script async src="https://cdn.ampproject.org/v0.js"></script></head>
<body><amp-sidebar id="s" layout="nodisplay" side="right"><ul><li><a href="/">رئيسية</a></li><li>عاجل</li></ul></amp-sidebar>
<header class="amp-header"><a href="/amp"><amp-img src="l.png" width="100" height="30" alt="{given.site}"></amp-img></a></header>
<article class="amp-article"><header class="amp-article-header"><h1 class="amp-title">{given.title}</h1>
<div class="amp-meta"><span class="amp-author">{given.author}</span><span class="amp-date">{printed}</span></div></header>
<figure><amp-img src="p.jpg" width="600" height="400"></amp-img><figcaption>صورة أرشيفية</figcaption></figure>
<div class="amp-article-content"><p>{inline}</p><amp-ad width="300" height="250" type="doubleclick"></amp-ad>
{"".join(f"<p>{each}</p>" for each in rest)}</div>
<amp-social-share type="twitter"></amp-social-share></article>
<div class="amp-related"><h3>ذات صلة</h3><p><a href="/amp/9">{given.other.title}</a></p></div></body></html>"""
    return page, given.truth(iso, given.author)


def _agency(given: _Given) -> _Built:
    iso, printed, lead, agency, sign = (
        ("2011-12-05", "05/12/2011 LOC 17:02:11", "الكويت - 5 - 12 (كونا) -- ", "كونا", "(النهاية) ع ل / م م"),
        ("2019-06-25", "22/10/1440هـ - 25/6/2019م", "الرياض 22 شوال 1440 هـ الموافق 25 يونيو 2019 م واس - ", "واس", "// انتهى //"),
        ("2014-08-28", "الخميس 28 آب 2014", "عمان 28 آب (بترا) - ", "بترا", "--(بترا)"),
        ("2016-12-05", "الاثنين 5 ربيع الأول 1438 - 5 ديسمبر 2016", "القاهرة - رويترز: ", "رويترز", ""),
        ("2015-02-17", "17 شباط 2015 الساعة 14:30", "دمشق - سانا - ", "سانا", ""),
    )[given.number]  # fmt: skip
    first, *rest = given.article.paragraphs
    paragraphs = [lead + first, *rest]
    lines = [*paragraphs, *([sign] if sign else [])]
    page = f"""<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8">
<title>{given.site} : {given.title}</title></head><body dir="rtl">
<div id="top"><a href="/ar">العربية</a> <a href="/en">English</a></div>
<div id="hdr" class="site-title">{given.site}</div>
<div class="ArticleHead"><span id="lblTitle" class="NewsTitle">{given.title}</span></div>
<div id="lblDateTime" class="NewsDate">{printed}</div>
<div class="NewsText" id="pnlDetails">{"<br/>".join(lines)}</div>
<div class="links"><a href="/p">طباعة</a></div><div id="ftr">حقوق النشر محفوظة © {given.site}</div></body></html>"""
    return page, given.truth(iso, agency, text="\n".join(paragraphs))


def _printed(given: _Given) -> _Built:
    iso, printed = (
        ("2008-03-17", "تاريخ النشر: 17/03/2008"),
        ("2010-10-10", "نُشر في: الأحد 10 أكتوبر 2010 - 08:45"),
        ("2016-12-05", "يوم الاثنين الموافق 5/12/2016"),
        ("2013-06", "حزيران 2013"),
        ("2009-09-09", "أيلول ٩، ٢٠٠٩"),
    )[given.number]
    byline = (
        f"كتب: {given.author}",
        f"{given.author} | مراسل الجنوب",
        f"تقرير: {given.author} - صنعاء",
        f"إعداد وتحرير: {given.author}",
        f"بقلم الكاتب {given.author}",
    )[given.number]
    cell = f'<td class="writer">{byline}</td>' if given.number == 1 else f"<td>{byline}</td>"
    page = f"""<html dir="rtl"><head><meta charset="utf-8"><title>{given.title} - نسخة للطباعة</title>
<style>body{{font:16pt serif}}</style></head><body onload="window.print()">
<table width="600"><tr><td><img src="logo_print.gif" alt="{given.site}" class="logo"></td></tr>
<tr><td><h2>{given.title}</h2></td></tr><tr><td>{printed}</td></tr><tr>{cell}</tr>
<tr><td><div align="justify">{given.paragraphs()}</div></td></tr>
<tr><td><hr>الرابط: http://p.example/news.php?id=12<br>تاريخ الطباعة: 28/11/2026</td></tr></table></body></html>"""
    return page, given.truth(iso, given.author)


def _forum(given: _Given) -> _Built:
    iso, printed = (
        ("2009-12-05", "05-12-2009, 10:15 AM"),
        ("2011-04-03", "03-04-2011, 09:40 PM"),
        ("2008-07-22", "22/07/2008"),
        ("2013-09-13", "13 - 9 - 2013"),
        ("2010-01-30", "الموافق 30-01-2010, 02:02 صباحاً"),
    )[given.number]

    def post(number: int, user: str, when: str, text: str) -> str:
        return f"""<div id="edit{number}"><table id="post{number}" class="tborder" width="100%"><tr>
<td class="thead"><a name="post{number}"><img src="post_old.gif" alt="قديم"/></a> {when}</td>
<td class="thead" align="left">#<a href="showpost.php?p={number}">{number}</a></td></tr>
<tr><td class="alt2" width="175"><a class="bigusername" href="member.php?u={number}">{user}</a>
<div class="smallfont">عضو فعال</div><div class="smallfont">تاريخ التسجيل: Jan 2007<br/>المشاركات: 340</div></td>
<td class="alt1" id="td_post_{number}"><div id="post_message_{number}">{text}</div>
<div class="signature">اللهم اغفر لي ولوالدي وللمسلمين والمسلمات الأحياء منهم والأموات</div></td></tr></table></div>"""

    reply = "بارك الله فيك أخي الكريم على هذا الموضوع المفيد، وجعله في ميزان حسناتك ونفع بك."
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "">
<html dir="rtl" lang="ar"><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256" />
<meta name="generator" content="vBulletin 3.8.4" /><title>{given.title} - منتديات {given.site}</title></head>
<body><table class="tborder"><tr><td class="navbar"><a href="index.php">منتديات {given.site}</a> &gt; <a href="f2">المنتدى العام</a></td></tr>
<tr><td class="navbar"><strong>{given.title}</strong></td></tr></table>
<table class="login"><tr><td>اسم العضو <input name="u"/> كلمة المرور <input name="p" type="password"/></td></tr></table>
<div id="posts">{post(1, given.author, printed, given.broken())}
{post(2, given.other.author, "06-12-2014, 11:00 AM", reply)}{post(3, "عابر سبيل", "07-12-2014, 01:00 PM", reply)}</div>
<div class="smallfont" align="center">الساعة الآن 05:12 PM. Powered by vBulletin</div></body></html>"""
    truth = given.truth(iso, given.author)
    return page, truth._replace(source=f"منتديات {given.site}")


def _opinion(given: _Given) -> _Built:
    iso, printed = (
        ("2012-05-23", "23 مايو 2012 - 2 رجب 1433"),
        ("1999-05-12", "12 مايس 1999"),
        ("2016-07-15", "15 يوليوز 2016"),
        ("2006-09-15", "الجمعة 15 الفاتح 2006"),
        ("2018-10-02", "2 اکتوبر 2018"),
    )[given.number]
    name = f"د. {given.author}" if given.number == 0 else given.author
    first, *rest = given.article.paragraphs
    title = given.title.replace("ال", "&quot;ال", 1).replace(" ", "&quot; ", 1)
    shown = title.replace("&quot;", '"')
    page = f"""<!DOCTYPE html><html dir="rtl"><head><meta charset="utf-8"><title>
	{title} » {given.site}
</title></head><body><form name="aspnetForm" method="post" action="Article.aspx?id=7" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="dDwtMTA3" />
<div id="ctl00_menu"><a href="Default.aspx">الرئيسية</a> | <a href="Writers.aspx">كتاب وآراء</a></div>
<div id="ctl00_main"><div class="writerBox"><img src="w.jpg" alt="" /><a id="ctl00_lnkWriter" class="writerName" href="w.aspx?i=3">{name}</a>
<span class="column">على الطريق</span></div>
<h1><span id="ctl00_lblTitle">{title}</span></h1><span id="ctl00_lblDate" class="artDate">{printed}</span>
<div id="ctl00_divText" class="articleText"><p>{first.replace(" ", "&nbsp;", 2)}</p>
{"".join(f"<p>&amp;quot;<label>{each.split()[0]}</label>&amp;quot; {' '.join(each.split()[1:])}</p>" for each in rest)}</div>
<div class="tools"><a href="#">طباعة</a> <a href="#">تكبير الخط</a> <span>عدد القراءات: 1204</span></div>
<div id="related"><h4>مقالات أخرى للكاتب</h4><ul><li><a href="a8">{given.other.title}</a> 9/9/2019</li></ul></div></div>
</form></body></html>"""
    text = [first, *(f'"{each.split()[0]}" {" ".join(each.split()[1:])}' for each in rest)]
    truth = given.truth(iso, name, text="\n".join(text))
    return page, truth._replace(title=shown)


KINDS: Final[dict[str, Callable[[_Given], _Built]]] = {
    "WordPress": _wordpress,
    "Blogspot": _blogspot,
    "Drupal": _drupal,
    "tables, windows-1256": _tables,
    "metadata only": _meta_only,
    "JSON-LD": _linked_data,
    "microdata": _microdata,
    "AMP": _amp,
    "news agency": _agency,
    "print version": _printed,
    "forum, windows-1256": _forum,
    "opinion, ASP.NET": _opinion,
}
"""The kinds of pages, each with the function that builds one."""


def build_pages() -> list[KnownPage]:
    """Build every page, the same at each call."""
    pages = []
    for place, (kind, build) in enumerate(KINDS.items()):
        for number in range(PAGES_OF_A_KIND):
            index = place * 7 + number
            given = _Given(
                number,
                ARTICLES[index % len(ARTICLES)],
                SITES[(index * 5 + place) % len(SITES)],
                ARTICLES[(index + 6) % len(ARTICLES)],
            )
            markup, truth = build(given)
            codec = "cp1256" if "windows-1256" in kind else "utf-8"
            pages.append(KnownPage(kind, number, markup.encode(codec), truth))
    return pages
