"""Templates are compiled once a language; sentences stand in them, and only those with parameters
are looked up for each answer."""

from __future__ import annotations

import pytest
from flask import Flask, render_template

HELP = {"ar": "المساعدة", "en": "Help"}


@pytest.mark.parametrize("spoken", ["ar", "en"])
def test_a_sentence_is_put_into_the_template(app: Flask, spoken: str) -> None:
    with app.test_request_context(f"/?lang={spoken}"):
        code = str(app.jinja_env.compile('<b>{{ _("Help") }}</b>', "one.html", None, True))
    assert f"<b>{HELP[spoken]}</b>" in code
    assert "resolve('_')" not in code


def test_what_has_parameters_is_looked_up_and_escaped(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        template = app.jinja_env.from_string('{{ _("Page %(page)s", page="<1>") }}')
        assert template.render() == "Page &lt;1&gt;"


def test_languages_do_not_meet(app: Flask) -> None:
    for spoken in ("ar", "en", "ar"):
        with app.test_request_context(f"/?lang={spoken}"):
            page = render_template("problem.html", status=404, detail="")
        assert f">{HELP[spoken]}<" in page
        assert f">{HELP['en' if spoken == 'ar' else 'ar']}<" not in page
