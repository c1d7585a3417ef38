"""Templates compiled once for each language, with translated sentences in the compiled code.

A page has about sixty sentences; looking each up for every answer would be a fifth of the time of
rendering it. Sentences with parameters are looked up at rendering.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask.templating import Environment
from flask_babel import gettext
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from web.localization import current_language, date_text, number_text


class _SentenceTranslator(NodeTransformer):
    """Replaces calls of ``_`` with one constant sentence by its translation."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        match node.node, node.args, node.kwargs:
            case nodes.Name(name="_"), [nodes.Const(value=str(sentence))], []:
                # As jinja2 does at rendering: %% is one character, and HTML is not escaped.
                translated = nodes.Const(gettext(sentence) % {}, lineno=node.lineno)
                return nodes.MarkSafeIfAutoescape(translated, lineno=node.lineno)
        return node


class TranslatedEnvironment(Environment):
    """The templates of an application, in the language of the current request."""

    _by_language: dict[str, TranslatedEnvironment] | None = None

    def get_or_select_template(self, *arguments: Any, **options: Any) -> Template:
        """A template compiled in the language of the request."""
        if self.overlayed:
            return super().get_or_select_template(*arguments, **options)
        if self._by_language is None:
            self._by_language = {}
        language = current_language()
        own = self._by_language.get(language)
        if own is None:
            own = self._by_language[language] = self.overlay()
            own.filters = {
                **self.filters,
                "date": partial(date_text, language=language),
                "number": partial(number_text, language=language),
            }
            own.globals = {
                **self.globals,
                "lang": language,
                "direction": "rtl" if language == "ar" else "ltr",
                "other": "en" if language == "ar" else "ar",
            }
        return own.get_or_select_template(*arguments, **options)

    def make_globals(self, d: Any) -> Any:
        """All variables in one dict: Jinja copies it for every included template."""
        return {**self.globals, **(d or {})}

    def compile(self, source: Any, *arguments: Any, **options: Any) -> Any:
        """Compile a template in the language of the request."""
        tree = self.parse(source, *arguments[:2]) if isinstance(source, str) else source
        return super().compile(_SentenceTranslator().visit(tree), *arguments, **options)
