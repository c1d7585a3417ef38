"""Templates that are compiled once a language, with its sentences in them.

A page has some sixty sentences, and to look each up for every answer is a fifth of making it. Those
with parameters are still looked up when they are needed.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask.templating import Environment
from flask_babel import gettext
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from web.localization import current, date_text, number_text


class _Sentences(NodeTransformer):
    """Puts the translations of sentences without parameters into the tree of a template."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        match node.node, node.args, node.kwargs:
            case nodes.Name(name="_"), [nodes.Const(value=str(sentence))], []:
                # As when it is looked up later: %% is one sign, and HTML of ours is not escaped.
                written = nodes.Const(gettext(sentence) % {}, lineno=node.lineno)
                return nodes.MarkSafeIfAutoescape(written, lineno=node.lineno)
        return node


class TranslatedEnvironment(Environment):
    """The templates of an application, in the language of the request at hand."""

    _in: dict[str, TranslatedEnvironment] | None = None

    def get_or_select_template(self, *arguments: Any, **options: Any) -> Template:
        """Return a template, compiled in the language of the request."""
        if self.overlayed:
            return super().get_or_select_template(*arguments, **options)
        if self._in is None:
            self._in = {}
        spoken = current()
        own = self._in.get(spoken)
        if own is None:
            own = self._in[spoken] = self.overlay()
            own.filters = {
                **self.filters,
                "date": partial(date_text, spoken=spoken),
                "number": partial(number_text, spoken=spoken),
            }
            own.globals = {
                **self.globals,
                "lang": spoken,
                "direction": "rtl" if spoken == "ar" else "ltr",
                "other": "en" if spoken == "ar" else "ar",
            }
        return own.get_or_select_template(*arguments, **options)

    def make_globals(self, d: Any) -> Any:
        """Return what a template knows without being told, in one piece: it is copied whole for
        every part of a page."""
        return {**self.globals, **(d or {})}

    def compile(self, source: Any, *arguments: Any, **options: Any) -> Any:
        """Compile a template in the language of the request."""
        tree = self.parse(source, *arguments[:2]) if isinstance(source, str) else source
        return super().compile(_Sentences().visit(tree), *arguments, **options)
