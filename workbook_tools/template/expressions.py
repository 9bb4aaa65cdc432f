"""Jinja2 in cells, in a sandbox that lets a template read the plan and do nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from jinja2 import Template as JinjaTemplate
from jinja2 import Undefined, nodes

from workbook_tools.plan.money import DONG, Unit, format_amount, plain
from workbook_tools.plan.words import WordStyle, amount_in_words
from workbook_tools.template.sandbox import (
    MAX_TEXT,
    RefusedError,
    Sandbox,
    WrongTextError,
    bounded_filter,
    sandbox,
)

Scope = Mapping[str, Any]
Evaluate = Callable[[Scope], Any]


def words(
    value: Decimal | int,
    unit: Unit = DONG,
    thousand: str = "ngàn",
    zero_tens: str = "lẻ",
    four: str = "bốn",
    separator: str = ",",
    even: bool = False,
    capital: bool = True,
) -> str:
    """The filter ``words``: an amount of the unit in words, its first letter large (Bằng chữ)."""
    said = amount_in_words(value, unit, WordStyle(thousand, zero_tens, four, separator, even=even))
    return said[:1].upper() + said[1:] if capital else said


def money(value: Decimal | int | None, decimals: int | None = None) -> str:
    """The filter ``money``: ``9230500`` → ``9.230.500``."""
    return "" if value is None else format_amount(Decimal(value), decimals)


def dong(value: Decimal, unit: Unit = DONG) -> str:
    """The filter ``dong``: an amount of the unit as plain digits in đồng, to the last đồng."""
    return plain(DONG.quantize(unit.to_dong(Decimal(value))))


def vietnamese_date(value: date | None) -> str:
    """The filter ``date``: ``ngày 10 tháng 5 năm 2021``; dots to fill in by hand where there is no
    date.
    """
    if not isinstance(value, date):
        return str(value) if value else "ngày … tháng … năm …"
    return f"ngày {value.day:02d} tháng {value.month} năm {value.year}"


def environment(*, loops: bool = False, autoescape: bool = False) -> Sandbox:
    """The sandbox with the filters that a template may use; with ``loops`` for the texts of a
    mail.
    """
    env = sandbox(loops=loops, autoescape=autoescape)
    for name, function in (("words", words), ("money", money), ("dong", dong)):
        env.filters[name] = bounded_filter(function)
    env.filters["date"] = bounded_filter(vietnamese_date)
    return env


_PATH = re.compile(r"([^\W\d]\w*)((?:\.[^\W\d_]\w*)+)\Z")
_WORDS = {"none", "true", "false", "None", "True", "False", "not"}
_MISSING = object()
_LONGEST_PATH = 200


def has_tag(text: str) -> bool:
    """Whether a cell's text holds Jinja."""
    return "{{" in text or "{%" in text or "{#" in text


@dataclass(frozen=True, slots=True)
class Expression:
    """What a cell is filled with: ``evaluate(scope)`` gives a typed value for ``{{ x }}``, text for
    mixed cells.

    ``path`` is ``(variable, attributes)`` for a plain ``{{ variable.attribute }}``.
    """

    source: str
    evaluate: Evaluate
    path: tuple[str, str] | None = None


def compile_text(env: Sandbox, text: str) -> Expression:
    """Compile a cell's text. Raises ``TemplateSyntaxError`` for wrong Jinja, or a loop inside a
    cell.
    """
    text = unicodedata.normalize("NFC", text)
    pure = _pure(text)
    if pure is not None:
        return compile_expression(env, pure)
    template = env.from_string(text)
    return Expression(text, lambda scope: filled(template, scope))


def filled(template: JinjaTemplate, scope: Scope, longest: int = MAX_TEXT) -> str:
    """A text filled in, at most so long. Raises ``SecurityError`` and what Jinja raises."""
    parts, length = [], 0
    for part in template.generate(scope):
        length += len(part)
        if length > longest:
            raise RefusedError(f"văn bản dài quá {longest} ký tự")
        parts.append(part)
    return "".join(parts)


def _pure(text: str) -> str | None:
    """What stands between the brackets of a text that is one ``{{ … }}``; ``None`` for others."""
    text = text.strip()
    inside = text.removeprefix("{{").removesuffix("}}")
    if len(text) - len(inside) != 4 or "{{" in inside or "}}" in inside:
        return None
    return inside.removeprefix("-").removesuffix("-").strip()


def compile_expression(env: Sandbox, source: str) -> Expression:
    """Compile the inside of ``{{ … }}``. Raises ``TemplateSyntaxError``.

    The usual forms (``a.b``, ``a.b or 'x'``, ``a.b is none``, ``a.b == 'x'``) are read directly,
    which is what a table of thousands of rows needs; Jinja itself is asked for the rest, and
    wherever a name turns out to be missing.
    """
    source = unicodedata.normalize("NFC", source.strip())
    if not source:
        raise WrongTextError("thiếu nội dung giữa {{ và }}", 1)
    match = _PATH.match(source) if len(source) <= _LONGEST_PATH else None
    asked = cache(lambda: _checked(env, source))
    if match and match[1] not in _WORDS:
        variable, attributes = match[1], match[2].removeprefix(".")
        return Expression(source, _path(variable, attributes, asked), (variable, attributes))
    output = env.parse("{{ " + source + " }}").body
    direct = None
    if len(output) == 1 and isinstance(output[0], nodes.Output) and len(output[0].nodes) == 1:
        direct = _direct(output[0].nodes[0])
    if direct is None:
        return Expression(source, asked())

    def evaluate(scope: Scope) -> Any:
        value = direct(scope)
        return asked()(scope) if value is _MISSING else value

    return Expression(source, evaluate)


def _path(variable: str, attributes: str, asked: Callable[[], Evaluate]) -> Evaluate:
    """``_attribute`` in one step, for the form that fills most cells."""
    read = attrgetter(attributes)

    def evaluate(scope: Scope) -> Any:
        try:
            value = read(scope[variable])
        except (AttributeError, KeyError):
            return asked()(scope)
        return asked()(scope) if callable(value) else value

    return evaluate


def _checked(env: Sandbox, source: str) -> Evaluate:
    """Jinja's own evaluation, a missing name being an error."""
    compiled = env.compile_expression(source, undefined_to_none=False)

    def evaluate(scope: Scope) -> Any:
        value = compiled(**scope)
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()
        return value

    return evaluate


def _attribute(variable: str, attributes: str) -> Evaluate:
    """Reads ``variable.attributes``; a method is as good as missing, for Jinja to refuse."""
    read = attrgetter(attributes)

    def evaluate(scope: Scope) -> Any:
        try:
            value = read(scope[variable])
        except (AttributeError, KeyError):
            return _MISSING
        return _MISSING if callable(value) else value

    return evaluate


def _direct(node: nodes.Node) -> Evaluate | None:
    """A plain function for the few forms that need no Jinja; ``None`` for every other."""
    if isinstance(node, nodes.Const):
        constant = node.value
        return lambda scope: constant
    if isinstance(node, nodes.Getattr):
        return _dotted(node)
    if isinstance(node, nodes.Or):
        return _of_both(node.left, node.right, _either)
    if isinstance(node, nodes.Test) and node.name == "none" and not node.args:
        tested = _direct(node.node)
        return _is_none(tested) if tested is not None else None
    if isinstance(node, nodes.Compare) and len(node.ops) == 1 and node.ops[0].op == "eq":
        return _of_both(node.expr, node.ops[0].expr, _equal)
    return None


def _dotted(node: nodes.Getattr) -> Evaluate | None:
    """``variable.a.b`` as a plain function; ``None`` where it is another form."""
    path: list[str] = []
    inner: nodes.Node = node
    while isinstance(inner, nodes.Getattr) and not inner.attr.startswith("_"):
        path.append(inner.attr)
        inner = inner.node
    if not isinstance(inner, nodes.Name):
        return None
    return _attribute(inner.name, ".".join(reversed(path)))


def _of_both(
    one: nodes.Node, other: nodes.Node, made_of: Callable[[Evaluate, Evaluate], Evaluate]
) -> Evaluate | None:
    """A function of two that are plain themselves; ``None`` where one is not."""
    first, second = _direct(one), _direct(other)
    return None if first is None or second is None else made_of(first, second)


def _is_none(tested: Evaluate) -> Evaluate:
    def evaluate(scope: Scope) -> Any:
        value = tested(scope)
        return _MISSING if value is _MISSING else value is None

    return evaluate


def _either(left: Evaluate, right: Evaluate) -> Evaluate:
    return lambda scope: left(scope) or right(scope)


def _equal(first: Evaluate, second: Evaluate) -> Evaluate:
    def evaluate(scope: Scope) -> Any:
        one, two = first(scope), second(scope)
        return _MISSING if one is _MISSING or two is _MISSING else one == two

    return evaluate
