"""Jinja2 in cells, in a sandbox that lets a template read the plan and do nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from workbook_tools.money import DONG, Unit, WordStyle, amount_in_words, format_amount, plain

Scope = Mapping[str, Any]
Evaluate = Callable[[Scope], Any]

MAX_TEXT = 32_767
"""The longest text that a cell can hold."""

_KEPT_FILTERS = ("abs", "capitalize", "default", "d", "first", "int", "last", "length", "count", "list", "lower",
                 "max", "min", "round", "sort", "sum", "title", "trim", "upper", "unique")


class _Sandbox(SandboxedEnvironment):
    """No call, no power, no private name: a template that comes by mail can read and format, not act."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        numbers = (int, float, Decimal)
        if operator != "*" or not isinstance(left, numbers) or not isinstance(right, numbers):
            raise SecurityError(f"phép tính {operator} không được dùng với các giá trị này")
        return super().call_binop(context, operator, left, right)


def words(value: Decimal | int, unit: Unit = DONG, thousand: str = "ngàn", zero_tens: str = "lẻ", four: str = "bốn",
          separator: str = ",", even: bool = False, capital: bool = True) -> str:
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
    """The filter ``date``: ``ngày 10 tháng 5 năm 2021``; dots to fill in by hand where there is no date."""
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


def has_tag(text: str) -> bool:
    """Whether a cell's text holds Jinja."""
    return "{{" in text or "{%" in text or "{#" in text


class Expression:
    """What a cell is filled with: ``evaluate(scope)`` gives a typed value for ``{{ x }}``, text for mixed cells.

    ``path`` is ``(variable, attributes)`` for a plain ``{{ variable.attribute }}``: those are read directly.
    """

    __slots__ = ("evaluate", "path", "source", "variables")

    def __init__(self, source: str, evaluate: Evaluate, path: tuple[str, str] | None, variables: frozenset[str]) -> None:
        self.source, self.evaluate, self.path, self.variables = source, evaluate, path, variables


def compile_text(env: SandboxedEnvironment, text: str) -> Expression:
    """Compile a cell's text. Raises ``TemplateSyntaxError`` for wrong Jinja, or a loop inside a cell."""
    text = unicodedata.normalize("NFC", text)
    pure = _PURE.match(text.strip())
    if pure:
        return compile_expression(env, pure[1])
    parsed = env.parse(text)
    if next(parsed.find_all((nodes.For, nodes.Macro, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends,
                             nodes.Block, nodes.CallBlock, nodes.FilterBlock)), None):
        raise TemplateSyntaxError("trong một ô chỉ dùng được {{ … }} và {% if … %}", 1)
    template = env.from_string(text)
    return Expression(text, lambda scope: template.render(scope), None, _variables(env, text))


def compile_expression(env: SandboxedEnvironment, source: str) -> Expression:
    """Compile the inside of ``{{ … }}``. Raises ``TemplateSyntaxError``."""
    source = unicodedata.normalize("NFC", source.strip())
    if not source:
        raise TemplateSyntaxError("thiếu nội dung giữa {{ và }}", 1)
    compiled = env.compile_expression(source, undefined_to_none=False)
    variables = _variables(env, "{{ " + source + " }}")

    def checked(scope: Scope) -> Any:
        value = compiled(**scope)
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()
        return value

    match = _PATH.match(source)
    if match is None or match[1] in _WORDS:
        return Expression(source, checked, None, variables)
    variable, attributes = match[1], match[2][1:]
    read = attrgetter(attributes)

    def direct(scope: Scope) -> Any:
        try:
            value = read(scope[variable])
        except (AttributeError, KeyError):
            return checked(scope)
        return checked(scope) if callable(value) else value

    return Expression(source, direct, (variable, attributes), variables)


def _variables(env: SandboxedEnvironment, text: str) -> frozenset[str]:
    from jinja2 import meta

    return frozenset(meta.find_undeclared_variables(env.parse(text)))
