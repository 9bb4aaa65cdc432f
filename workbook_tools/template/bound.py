"""The texts of a repeated column, its variable said by what it stands for in one copy."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from workbook_tools.patterns import pattern
from workbook_tools.plan.form import KNOWN_KEYS, Source
from workbook_tools.template.column_map import Bindings
from workbook_tools.template.expressions import (
    Expression,
    Language,
    asked_of,
    compile_expression,
    compile_text,
    lex,
)
from workbook_tools.template.plain import Scope

_AMOUNT = pattern(r"\s*\{\{-?\s*([^\W\d]\w*)\[\s*([^\W\d]\w*)\s*\]\s*-?\}\}\s*\Z")
_NO_VARIABLE = (".", "|", "is")
"""After these a name is no variable."""


def compile_bound(env: Language, text: str, bindings: Bindings) -> Expression:
    """``compile_text`` for a cell of a repeated column; what is told of it is told in the author's
    words. Raises ``TemplateSyntaxError``.
    """
    match = _AMOUNT().match(unicodedata.normalize("NFC", text)) if bindings else None
    if match is not None:
        item = next((one.item for one in bindings if one.variable == match[2]), None)
        if isinstance(item, Source):
            return _amount(env, match[1], item, lambda: bound(env, text, bindings))
    said = bound(env, text, bindings)
    compiled = compile_text(env, said)
    return compiled if said == text else replace(compiled, source=asked_of(text))


def _amount(env: Language, variable: str, source: Source, text: Callable[[], str]) -> Expression:
    """``{{ variable[source] }}``: read directly, as a table of thousands of rows needs."""
    if source.key in KNOWN_KEYS:
        return compile_expression(env, f"{variable}.{source.key}")
    asked = cache(lambda: compile_text(env, text()))

    def evaluate(scope: Scope) -> Any:
        try:
            return scope[variable][source]
        except (KeyError, TypeError):
            return asked().evaluate(scope)

    return Expression(f"{variable}.{source.key}", evaluate, amount=(variable, source.key))


def bound_expression(env: Language, source: str, bindings: Bindings) -> str:
    """The inside of a ``{{ … }}`` with what is bound in it. Raises ``TemplateSyntaxError``."""
    said = bound(env, "{{ " + source + " }}", bindings)
    return said.removeprefix("{{ ").removesuffix(" }}")


def bound(env: Language, text: str, bindings: Bindings) -> str:
    """A text with Jinja in which the variables that are bound are said by what they stand for."""
    known = {one.variable: one for one in bindings if one.variable in text}
    if not known:
        return text
    tokens = lex(env, text)
    out: list[str] = []
    at, before = 0, ""
    while at < len(tokens):
        kind, value = tokens[at]
        if kind == "name" and value in known and before not in _NO_VARIABLE:
            said = _text_of(known[value].item, tokens[at + 1 : at + 3])
            out.append(known[value].said if said is None else _literal(said))
            at += 1 if said is None else 3
        else:
            out.append(value)
            at += 1
        if kind != "whitespace":
            before = value
    return "".join(out)


def _text_of(item: object, after: list[tuple[str, str]]) -> str | None:
    """The text that a source has under the name that is asked for; ``None`` for all else."""
    if not isinstance(item, Source) or [kind for kind, _ in after] != ["operator", "name"]:
        return None
    texts: Mapping[str, str] = {
        "code": item.code,
        "key": item.key,
        "heading": item.heading,
        "printed": item.printed,
        "kind": item.kind,
        "name": item.name,
    }
    return texts.get(after[1][1]) if after[0][1] == "." else None


def _literal(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
