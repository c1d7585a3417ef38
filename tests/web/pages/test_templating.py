"""Templates are compiled once for each language, with sentences without parameters translated."""

from __future__ import annotations

import pytest
from flask import Flask, render_template

HELP_TEXT = {"ar": "المساعدة", "en": "Help"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_sentence_is_translated_at_compilation(app: Flask, language: str) -> None:
    with app.test_request_context(f"/?lang={language}"):
        code = str(app.jinja_env.compile('<b>{{ _("Help") }}</b>', "one.html", None, True))
    assert f"<b>{HELP_TEXT[language]}</b>" in code
    assert "resolve('_')" not in code


def test_a_sentence_with_parameters_is_translated_at_rendering(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        template = app.jinja_env.from_string('{{ _("Page %(page)s", page="<1>") }}')
        assert template.render() == "Page &lt;1&gt;"


def test_each_language_has_its_own_templates(app: Flask) -> None:
    for language in ("ar", "en", "ar"):
        with app.test_request_context(f"/?lang={language}"):
            page = render_template("problem.html", status=404, detail="")
        assert f">{HELP_TEXT[language]}<" in page
        assert f">{HELP_TEXT['en' if language == 'ar' else 'ar']}<" not in page
