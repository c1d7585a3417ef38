"""Templates compiled once for each language, with translated sentences in the compiled code.

A page has about sixty sentences; looking each up for every answer would be a fifth of the time of
rendering it. Sentences with parameters are looked up at rendering. The language itself and its
direction are part of the compiled code too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask.templating import Environment
from flask_babel import gettext
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from web.localization import current_language, date_text, number_text


def output_html(value: object) -> str:
    """A value as HTML; ``markupsafe.escape`` makes a copy of what is HTML already."""
    return value if type(value) is Markup else escape(value)


class _Generator(CodeGenerator):
    """Compiles templates whose output is written by ``output_html``."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import output_html as escape")


class _SentenceTranslator(NodeTransformer):
    """Replaces calls of ``_`` with one constant sentence by its translation, and the names of
    constants by their values.

    :param constants: the values of the names that are the same in every template of a language.
    """

    def __init__(self, constants: Mapping[str, str]) -> None:
        self._constants = constants

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        known = self._constants.get(node.name) if node.ctx == "load" else None
        return node if known is None else nodes.Const(known, lineno=node.lineno)

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

    code_generator_class = _Generator
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
            own.globals = {**self.globals, **_constants(language)}
        return own.get_or_select_template(*arguments, **options)

    def make_globals(self, d: Any) -> Any:
        """All variables in one dict: Jinja copies it for every included template."""
        return {**self.globals, **(d or {})}

    def compile(self, source: Any, *arguments: Any, **options: Any) -> Any:
        """Compile a template in the language of the request."""
        tree = self.parse(source, *arguments[:2]) if isinstance(source, str) else source
        translator = _SentenceTranslator(_constants(current_language()))
        return super().compile(translator.visit(tree), *arguments, **options)


def _constants(language: str) -> dict[str, str]:
    """The names of a language and of its direction, and of the other language of pages."""
    is_arabic = language == "ar"
    return {
        "lang": language,
        "direction": "rtl" if is_arabic else "ltr",
        "other": "en" if is_arabic else "ar",
    }
