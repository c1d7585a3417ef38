"""Hits and values of facets as HTML: escaped, in their language, with what they lack left out."""

from __future__ import annotations

from flask import Flask

from search.answer import Hit, Mark, Passage
from web.pages.answer_html import NumberedHit, document_meta, hits_html, value_links_html
from web.pages.refinements import ValueLink


def passage(text: str, *marks: Mark) -> Passage:
    return Passage(text=text, html="", start=0, marks=marks, cut_before=False, cut_after=True)


def hit(title: str, *snippets: Passage, source: str | None = None, beginning: str = "") -> Hit:
    return Hit(
        id="a",
        score=1.0,
        title=passage(title),
        beginning=beginning,
        snippets=snippets,
        date="2016-12-01" if source else None,
        added_at=None,
        source=source,
        author=None,
        url=None,
        section=None,
    )


def test_texts_and_addresses_of_a_hit_are_escaped(app: Flask) -> None:
    one = hit('<a title="x">', passage("<b> & سوق", Mark(6, 9)), source="<i>")
    with app.test_request_context("/?lang=en"):
        html = hits_html([NumberedHit(3, one, '/a?q="&x', "/b?q=<")])
    assert '<h2 id="hit-3" lang="en" dir="auto"><a href="/a?q=&#34;&amp;x">&lt;a title=' in html
    assert "&lt;b&gt; &amp; <mark>سوق</mark>" in html
    assert '<bdi class="source" lang="en">&lt;i&gt;</bdi><span class="separator">' in html
    assert 'href="/b?q=&lt;" aria-labelledby="why-3 hit-3">Why this matched</a>' in html


def test_a_hit_without_title_text_and_fields_has_none_of_their_elements(app: Flask) -> None:
    with app.test_request_context("/"):
        html = hits_html([NumberedHit(1, hit(" "), "/a", "/b")])
        assert not hits_html([])
        assert not document_meta(hit("سوق"))
    assert '<a href="/a">(بلا عنوان)</a>' in html
    assert "snippet" not in html
    assert "meta" not in html


def test_a_hit_without_a_title_has_its_first_words(app: Flask) -> None:
    one = hit(" ", beginning="<b>سوق الزيت…")
    with app.test_request_context("/"):
        html = hits_html([NumberedHit(1, one, "/a", "/b")])
    assert (
        '<a href="/a"><span class="beginning">&lt;b&gt;سوق الزيت…</span>'
        ' <small class="untitled" lang="ar">(بلا عنوان)</small></a>'
    ) in html


def test_a_value_is_a_link_or_the_active_one(app: Flask) -> None:
    values = [ValueLink("سوق & ميناء", 1200, "/?q=a&b"), ValueLink("Port", 3, "")]
    with app.test_request_context("/?lang=en"):
        link, active = value_links_html(values, True).split("\n")
        plain = value_links_html(values, False)
    assert '<a href="/?q=a&amp;b" lang="ar"><bdi>سوق &amp; ميناء</bdi></a>' in link
    assert '<span class="count">1,200</span>' in link
    assert '<strong aria-current="true"><bdi>Port</bdi></strong>' in active
    assert "lang=" not in plain
