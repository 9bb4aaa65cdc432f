"""Jinja2 in cells, in a sandbox that lets a template read the plan and do nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from workbook_tools.plan.money import DONG, Unit, format_amount, plain
from workbook_tools.plan.words import WordStyle, amount_in_words

Scope = Mapping[str, Any]
Evaluate = Callable[[Scope], Any]

MAX_TEXT = 32_767
"""The longest text that a cell can hold."""

_KEPT_FILTERS = (
    "abs",
    "capitalize",
    "default",
    "d",
    "first",
    "int",
    "last",
    "length",
    "count",
    "list",
    "lower",
    "max",
    "min",
    "round",
    "sort",
    "sum",
    "title",
    "trim",
    "upper",
    "unique",
)


class _Sandbox(SandboxedEnvironment):
    """No call, no power, no private name: a template that comes by mail can read and format, not
    act.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        numbers = (int, float, Decimal)
        if operator != "*" or not isinstance(left, numbers) or not isinstance(right, numbers):
            raise SecurityError(f"phép tính {operator} không được dùng với các giá trị này")
        return super().call_binop(context, operator, left, right)


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


def joined(values: Iterable[object], separator: str = "") -> str:
    """The filter ``join``, within the length of a cell."""
    said = ""
    for at, value in enumerate(values):
        said += (separator if at else "") + str(value)
        if len(said) > MAX_TEXT:
            raise SecurityError("văn bản dài quá một ô")
    return said


def vietnamese_date(value: date | None) -> str:
    """The filter ``date``: ``ngày 10 tháng 5 năm 2021``; dots to fill in by hand where there is no
    date.
    """
    if not isinstance(value, date):
        return str(value) if value else "ngày … tháng … năm …"
    return f"ngày {value.day:02d} tháng {value.month} năm {value.year}"


def environment() -> SandboxedEnvironment:
    """The sandbox with the filters that a template may use."""
    env = _Sandbox(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    kept = {name: env.filters[name] for name in _KEPT_FILTERS}
    env.filters.clear()
    env.filters.update(kept)
    env.filters.update(words=words, money=money, dong=dong, join=joined, date=vietnamese_date)
    env.globals.clear()
    return env


_PURE = re.compile(r"\{\{-?\s*((?:(?!\}\}|\{\{).)*?)\s*-?\}\}\Z", re.DOTALL)
_PATH = re.compile(r"([^\W\d]\w*)((?:\.[^\W\d_]\w*)+)\Z")
_WORDS = {"none", "true", "false", "None", "True", "False", "not"}
_MISSING = object()
_NOT_IN_A_CELL = (
    nodes.For,
    nodes.Macro,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
    nodes.CallBlock,
    nodes.FilterBlock,
)


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


def compile_text(env: SandboxedEnvironment, text: str) -> Expression:
    """Compile a cell's text. Raises ``TemplateSyntaxError`` for wrong Jinja, or a loop inside a
    cell.
    """
    text = unicodedata.normalize("NFC", text)
    pure = _PURE.match(text.strip())
    if pure:
        return compile_expression(env, pure[1])
    parsed = env.parse(text)
    if any(parsed.find_all(_NOT_IN_A_CELL)):
        raise TemplateSyntaxError("trong một ô chỉ dùng được {{ … }} và {% if … %}", 1)
    template = env.from_string(parsed)
    return Expression(text, lambda scope: template.render(scope))


def compile_expression(env: SandboxedEnvironment, source: str) -> Expression:
    """Compile the inside of ``{{ … }}``. Raises ``TemplateSyntaxError``.

    The usual forms (``a.b``, ``a.b or 'x'``, ``a.b is none``, ``a.b == 'x'``) are read directly,
    which is what a table of thousands of rows needs; Jinja itself is asked for the rest, and
    wherever a name turns out to be missing.
    """
    source = unicodedata.normalize("NFC", source.strip())
    if not source:
        raise TemplateSyntaxError("thiếu nội dung giữa {{ và }}", 1)
    match = _PATH.match(source)
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


def _checked(env: SandboxedEnvironment, source: str) -> Evaluate:
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
