"""The sandbox of templates and mail texts: what may be written, and how far it may grow.

What an expression may be made of is judged when it is compiled (an allow-list of nodes, and bounds
on length and nesting); what it computes is bounded while it runs (numbers, digits, texts, lists,
and the work of one template in all). A template that comes by mail can read and format, not act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, Inexact
from decimal import InvalidOperation as NoNumber
from enum import Enum
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context as Running
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

MAX_TEXT = 32_767
"""The longest text that a cell can hold."""

MAX_NUMBER = Decimal(10) ** 30
MAX_DIGITS = 80
MAX_ITEMS = 300_000
MAX_TOKENS = 500
"""The names, signs and values between the brackets of one text."""
MAX_NESTING = 20
MAX_DECIMALS = 30
MAX_WORK = 100_000_000
"""The work of one rendering: some 10,000,000 calls, or a mail's 100,000 turns of a loop."""
MAX_LITERAL = 30
"""The digits of a number that is typed."""

_EXACT = Context(prec=MAX_DIGITS, traps=[Inexact, NoNumber])
_QUOTIENT = Context(prec=28, traps=[NoNumber])
_PER_CALL, _PER_ITEM, _PER_TURN, _LETTERS = 10, 10, 1000, 8
"""What a call, an item and a turn of a loop cost, and how many letters cost one."""

_VALUES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Neg,
    nodes.Pos,
    nodes.Concat,
    nodes.CondExpr,
    nodes.List,
    nodes.Tuple,
    nodes.Dict,
    nodes.Pair,
    nodes.Keyword,
    nodes.If,
    nodes.Assign,
)
_WORDS = {
    nodes.Pow: "phép tính ** không được dùng",
    nodes.Mod: "phép tính % không được dùng",
    nodes.Call: "không được gọi hàm trong tệp mẫu; hãy dùng bộ lọc (|)",
}
_TOKENS = frozenset({"whitespace", "data", "comment", "comment_begin", "comment_end", "raw_begin"})
_FORMS = {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}
_EACH = "each item"
"""The filter that counts the turns of a loop; no template can name it."""


class RefusedError(SecurityError):
    """Something that a template may not do, in words for the user."""


class WrongTextError(TemplateSyntaxError):
    """A text that cannot be compiled, in words for the user."""


def said_of(error: Exception) -> str:
    """What went wrong in a text, in the user's words: never Jinja's or Python's."""
    if isinstance(error, UndefinedError):
        names = re.findall(r"'([^']*)'", error.message or "")
        return f"nhắc tới tên không có ({names[-1] if names else '?'})"
    if isinstance(error, WrongTextError):
        return str(error.message)
    if isinstance(error, TemplateSyntaxError):
        return "viết chưa đúng: hãy xem lại dấu ngoặc, dấu nháy và tên bộ lọc"
    if isinstance(error, RefusedError):
        return f"dùng thứ không được phép trong tệp mẫu: {error}"
    if isinstance(error, SecurityError):
        return "dùng thứ không được phép trong tệp mẫu: tên riêng hay hàm"
    return "không tính được với các giá trị này"


@dataclass(slots=True)
class Budget:
    """The work that one template may still do, in units of about a letter's or an item's cost."""

    left: int = MAX_WORK

    def renew(self) -> None:
        """Begin again, for another rendering."""
        self.left = MAX_WORK

    def take(self, cost: int) -> None:
        """Do some of it. Raises ``SecurityError`` where there is none left."""
        self.left -= cost
        if self.left < 0:
            raise RefusedError("tính quá nhiều; hãy viết đơn giản hơn, bớt vòng lặp lồng nhau")


class Sandbox(SandboxedEnvironment):
    """No call, no power, no private name, and a bound on everything that can grow.

    With ``loops`` a text may hold ``{% for %}`` (the mail), else it is a cell's.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self, *, loops: bool = False, autoescape: bool = False) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=autoescape,
            keep_trailing_newline=True,
            finalize=_shown,
            cache_size=0,
        )
        self.budget = Budget()
        self.loops = loops
        self.max_tokens = MAX_TOKENS * (8 if loops else 1)

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing may be called."""
        return False

    def parse(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> nodes.Template:
        """The tree of a text. Raises ``TemplateSyntaxError``, also for what is too long or nested
        too deeply.
        """
        _judge_length(self, source)
        try:
            tree = super().parse(source, name, filename)
            for node in tree.find_all(nodes.Node):
                self._judge(node)
            return tree
        except RecursionError:
            raise WrongTextError("các ngoặc lồng nhau quá sâu", 1) from None

    def compile(
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> Any:
        """The code of a text, once every part of it is judged. Raises ``TemplateSyntaxError``."""
        tree = self.parse(source) if isinstance(source, str) else source
        try:
            for node in tree.find_all(nodes.Node):
                self._judge(node)
            bounded = _Bounded().visit(tree)
            bounded.set_environment(self)
            return super().compile(bounded, name, filename, raw, defer_init)  # type: ignore[call-overload]
        except (RecursionError, SyntaxError, MemoryError):
            raise WrongTextError("biểu thức lồng nhau quá sâu", 1) from None

    def _judge(self, node: nodes.Node) -> None:
        """Whether a node may stand in a template. Raises ``TemplateSyntaxError``."""
        kind = type(node)
        if kind in _WORDS:
            raise WrongTextError(_WORDS[kind], node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            raise WrongTextError("vòng lặp không được gọi lại chính nó", node.lineno)
        if isinstance(node, nodes.Const) and _is_number(node.value):
            _judge_literal(node)
        if isinstance(node, _VALUES) or (self.loops and isinstance(node, nodes.For)):
            return
        if self.loops:
            raise WrongTextError("chỉ dùng được {{ … }}, {% if … %} và {% for … %}", node.lineno)
        raise WrongTextError("trong một ô chỉ dùng được {{ … }} và {% if … %}", 1)

    def call_binop(self, context: Running, operator: str, left: Any, right: Any) -> Any:
        """An operation of two values, within the bounds. Raises ``SecurityError``."""
        self.budget.take(_PER_CALL)
        if _is_number(left) and _is_number(right):
            return _computed(operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.bounded(left + right) if len(left) + len(right) <= MAX_TEXT else _long()
        if operator == "+" and isinstance(left, (list, tuple)) and type(left) is type(right):
            if len(left) + len(right) > MAX_ITEMS:
                raise RefusedError(f"danh sách dài quá {MAX_ITEMS:,} phần tử".replace(",", "."))
            return self.bounded(left + right)  # type: ignore[operator]
        raise RefusedError(f"phép tính {operator} không được dùng với các giá trị này")

    def call_unop(self, context: Running, operator: str, arg: Any) -> Any:
        """A sign before a number. Raises ``SecurityError``."""
        if not _is_number(arg):
            raise RefusedError(f"phép tính {operator} không được dùng với giá trị này")
        return _computed("-" if operator == "-" else "+", 0, arg)

    def bounded(self, value: Any) -> Any:
        """A value that was computed, paid for. Raises ``SecurityError`` for one that is too
        large.
        """
        if isinstance(value, str):
            self.budget.take(_PER_CALL + len(value) // _LETTERS)
            return value if len(value) <= MAX_TEXT else _long()
        if _is_number(value):
            self.budget.take(_PER_CALL)
            return _within(value)
        if isinstance(value, (list, tuple)):
            self.budget.take(_PER_CALL + _PER_ITEM * len(value))
        return value

    def items(self, value: Any, cost: int = _PER_ITEM) -> list[Any]:
        """The items of a list, paid for. Raises ``SecurityError`` for a value that is none."""
        if isinstance(value, Undefined):
            value._fail_with_undefined_error()
        if not isinstance(value, Iterable):
            raise RefusedError("giá trị này không phải là danh sách")
        found = []
        for item in value:
            self.budget.take(cost)
            found.append(item)
        return found


def _long() -> str:
    raise RefusedError("văn bản dài quá một ô")


def _judge_length(env: Sandbox, source: str) -> None:
    """Raises ``TemplateSyntaxError`` for a text with too much between its brackets."""
    count = depth = 0
    for line, kind, text in env.lex(source):
        if kind in _TOKENS:
            continue
        count += 1
        depth += _FORMS.get(text, 0) if kind == "operator" else 0
        if kind in ("integer", "float") and len(text) > MAX_LITERAL + 1:
            raise WrongTextError("con số quá dài", line)
        if count > env.max_tokens:
            raise WrongTextError("biểu thức quá dài", line)
        if depth > MAX_NESTING:
            raise WrongTextError("các ngoặc lồng nhau quá sâu", line)


def _judge_literal(node: nodes.Const) -> None:
    try:
        _within(node.value)
    except RefusedError as error:
        raise WrongTextError(str(error), node.lineno) from None


class _Bounded(NodeTransformer):
    """Puts the checked filters where Jinja would join texts and run through lists by itself."""

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        """``a ~ b`` is a list of texts, joined within the bounds; the turns of loops are
        counted.
        """
        node = super().generic_visit(node, *args, **kwargs)
        if isinstance(node, nodes.Concat):
            parts = nodes.List(node.nodes, lineno=node.lineno)
            return nodes.Filter(parts, "join", [], [], None, None, lineno=node.lineno)
        if isinstance(node, nodes.For):
            node.iter = nodes.Filter(node.iter, _EACH, [], [], None, None, lineno=node.lineno)
        return node


# --------------------------------------------------------------------------------------- numbers


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal))


def _within(value: Any) -> Any:
    """A number within the bounds, not more exact than a plan can be. Raises ``SecurityError``."""
    held = value if isinstance(value, Decimal) else Decimal(value)
    if not held.is_finite() or abs(held) > MAX_NUMBER:
        raise RefusedError("con số quá lớn (quá 30 chữ số)")
    if isinstance(value, Decimal) and value.adjusted() - int(value.as_tuple().exponent) > 120:
        raise RefusedError("con số có quá nhiều chữ số")
    return value


def _computed(operator: str, left: Any, right: Any) -> Any:
    """What two numbers give: exact but for a quotient. Raises ``SecurityError``."""
    _within(left)
    _within(right)
    if not isinstance(left, Decimal) and not isinstance(right, Decimal):
        return _within(_of_plain(operator, left, right))
    if isinstance(left, float) or isinstance(right, float):
        left, right = (Decimal(repr(n)) if isinstance(n, float) else n for n in (left, right))
    try:
        return _within(_of_decimals(operator, Decimal(left), Decimal(right)))
    except Inexact:
        raise RefusedError("con số có quá nhiều chữ số") from None


def _of_plain(operator: str, left: Any, right: Any) -> Any:
    if operator in ("/", "//"):
        if not right:
            raise RefusedError("phép chia cho 0")
        return left / right if operator == "/" else left // right
    if operator in ("+", "-"):
        return left + right if operator == "+" else left - right
    if operator == "*":
        return left * right
    raise RefusedError(f"phép tính {operator} không được dùng")


def _of_decimals(operator: str, left: Decimal, right: Decimal) -> Decimal:
    if operator in ("/", "//") and not right:
        raise RefusedError("phép chia cho 0")
    if operator == "/":
        return _QUOTIENT.divide(left, right)
    if operator == "//":
        return _EXACT.divide_int(left, right)
    if operator in ("+", "-"):
        return _EXACT.add(left, right) if operator == "+" else _EXACT.subtract(left, right)
    if operator == "*":
        return _EXACT.multiply(left, right)
    raise RefusedError(f"phép tính {operator} không được dùng")


def rounded(value: Any, precision: int = 0, method: str = "common") -> Any:
    """The filter ``round``: to so many decimals; ``ceil`` and ``floor`` up and down."""
    if not _is_number(value) or isinstance(value, bool):
        raise RefusedError("round chỉ làm tròn con số")
    if type(precision) is not int or abs(precision) > MAX_DECIMALS:
        raise RefusedError(f"round chỉ nhận từ -{MAX_DECIMALS} đến {MAX_DECIMALS} chữ số")
    ways = {"common": ROUND_HALF_EVEN, "ceil": ROUND_CEILING, "floor": ROUND_FLOOR}
    if method not in ways:
        raise RefusedError("round chỉ nhận common, ceil hoặc floor")
    _within(value)
    if isinstance(value, float) and method == "common":
        return round(value, precision)
    held = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    step = Decimal(1).scaleb(-precision)
    found = held.quantize(step, ways[method], Context(prec=MAX_DIGITS))
    return found if isinstance(value, Decimal) else type(value)(found)


# ----------------------------------------------------------------------------------------- texts


def _is_shown(value: object) -> bool:
    """Whether a value reads as a text: no list, no part of the plan, no function."""
    if value is None or isinstance(value, (str, int, float, Decimal, date, Enum, Undefined)):
        return True
    return type(value).__str__ is not object.__str__


def _shown(value: Any) -> Any:
    """What is put into a text. Raises ``SecurityError`` for what is no text, number or date."""
    if not _is_shown(value):
        raise RefusedError(f"{type(value).__name__} không phải là số, chữ hay ngày")
    return value


def text_of(value: Any) -> str:
    """A value as a text. Raises ``SecurityError`` for what is none."""
    return str(_shown(value))


def joined(values: Iterable[object], separator: str = "") -> str:
    """The filter ``join``, within the length of a cell."""
    parts: list[str] = []
    length = 0
    for at, value in enumerate(values):
        part = (text_of(separator) if at else "") + text_of(value)
        length += len(part)
        if length > MAX_TEXT:
            _long()
        parts.append(part)
    return "".join(parts)


def bounded_filter(function: Callable[..., Any], takes: str = "") -> Callable[..., Any]:
    """A filter within the bounds: its first value as a ``text`` or as ``items`` where it takes
    such, its other values numbers and texts, its result paid for.
    """

    @pass_context
    def run(context: Running, value: Any, *arguments: Any, **named: Any) -> Any:
        env = context.environment
        assert isinstance(env, Sandbox)
        if _is_number(value):
            _within(value)
        if takes.endswith("items"):
            value = env.items(value)
        elif takes == "text":
            value = text_of(value)
        if takes == "env items":
            given = function(env, value, *arguments, **named)
        else:
            given = function(value, *arguments, **named)
        known = isinstance(given, (str, int, float, Decimal, Sequence, date, type(None)))
        return env.bounded(given if known or not isinstance(given, Iterable) else list(given))

    return run


@pass_context
def each(context: Running, value: Any) -> list[Any]:
    """The items of a loop, its turns paid for."""
    env = context.environment
    assert isinstance(env, Sandbox)
    return env.items(value, _PER_TURN)


def summed(
    env: Sandbox, values: list[Any], attribute: str | int | None = None, start: Any = 0
) -> Any:
    """The filter ``sum``, of numbers, exact."""
    read = make_attrgetter(env, attribute) if attribute is not None else None
    total = start
    for value in values:
        number = read(value) if read is not None else value
        if not _is_number(number) or not _is_number(total):
            raise RefusedError("sum chỉ cộng được các con số")
        total = _computed("+", total, number)
    return total


def _called(function: Any) -> Callable[..., Any]:
    held: Callable[..., Any] = function
    return held


def only_numbers(test: Callable[..., Any]) -> Callable[..., Any]:
    """A test of numbers, which no text may reach: ``%`` would format it."""

    def run(value: Any, *arguments: Any) -> Any:
        for number in (value, *arguments):
            if not _is_number(number):
                raise RefusedError("chỉ thử được con số")
            _within(number)
        return test(value, *arguments)

    return run


_TEXT_FILTERS = ("capitalize", "lower", "title", "trim", "upper")
_LIST_FILTERS = ("first", "last", "max", "min", "sort", "unique")
_VALUE_FILTERS = ("abs", "default", "d", "int", "length", "count")
_KEPT_TESTS = (
    "boolean",
    "defined",
    "eq",
    "even",
    "false",
    "float",
    "ge",
    "gt",
    "in",
    "integer",
    "iterable",
    "le",
    "lower",
    "lt",
    "mapping",
    "ne",
    "none",
    "number",
    "odd",
    "divisibleby",
    "sameas",
    "sequence",
    "string",
    "true",
    "undefined",
    "upper",
    "==",
    "!=",
    ">",
    ">=",
    "<",
    "<=",
)
_OF_NUMBERS = ("even", "odd", "divisibleby")


def sandbox(*, loops: bool = False, autoescape: bool = False) -> Sandbox:
    """The sandbox with what Jinja itself gives, within bounds; no global name."""
    env = Sandbox(loops=loops, autoescape=autoescape)
    known, tests = dict(env.filters), dict(env.tests)
    env.filters.clear()
    env.globals.clear()
    env.tests.clear()
    env.tests.update({name: tests[name] for name in _KEPT_TESTS})
    env.tests.update({name: only_numbers(_called(tests[name])) for name in _OF_NUMBERS})
    env.filters.update({name: bounded_filter(known[name], "text") for name in _TEXT_FILTERS})
    env.filters.update({name: bounded_filter(known[name], "env items") for name in _LIST_FILTERS})
    env.filters.update({name: bounded_filter(known[name]) for name in _VALUE_FILTERS})
    env.filters.update(
        {
            _EACH: each,
            "list": bounded_filter(list, "items"),
            "join": bounded_filter(joined, "items"),
            "round": bounded_filter(rounded),
            "sum": bounded_filter(summed, "env items"),
        }
    )
    return env
