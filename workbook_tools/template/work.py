"""What the texts of a template may compute, and how far it may grow; no Jinja is needed for it.

A template that comes by mail can read and format, not act: numbers, digits, texts, lists, and the
work of one template in all have bounds. Whoever oversteps one is told by ``RefusedError``, a
``SecurityError`` of Jinja's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, Inexact
from decimal import InvalidOperation as NoNumber
from enum import Enum
from typing import Any, NoReturn

from workbook_tools.plan.money import grouped

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
PER_CALL, PER_ITEM, PER_TURN, _LETTERS = 10, 10, 1000, 8
"""What a call, an item and a turn of a loop cost, and how many letters cost one."""


def refuse(said: str) -> NoReturn:
    """Raise ``RefusedError``: a template asks for something that it may not do."""
    from workbook_tools.template.refused import RefusedError

    raise RefusedError(said)


def syntax_error() -> type[Exception]:
    """Jinja's error for a text that is written wrong, for an ``except`` that rarely catches one."""
    from jinja2 import TemplateSyntaxError

    return TemplateSyntaxError


def said_of(error: Exception) -> str:
    """What went wrong in a text, in the user's words: never Jinja's or Python's."""
    from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError

    from workbook_tools.template.refused import RefusedError, WrongTextError

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


@dataclass(slots=True, eq=False, repr=False)
class Budget:
    """The work that one template may still do, in units of about a letter's or an item's cost.

    ``groups`` are those that ``groupby`` has made in this rendering, each with what it was given.
    """

    left: int = MAX_WORK
    groups: dict[tuple[object, ...], tuple[Any, list[Any]]] = field(default_factory=dict)

    def renew(self) -> None:
        """Begin again, for another rendering."""
        self.left = MAX_WORK
        self.groups.clear()

    def take(self, cost: int) -> None:
        """Do some of it. Raises ``SecurityError`` where there is none left."""
        self.left -= cost
        if self.left < 0:
            refuse("tính quá nhiều; hãy viết đơn giản hơn, bớt vòng lặp lồng nhau")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Work:
    """What texts compute, paid for out of one budget."""

    budget: Budget

    def computed(self, operator: str, left: Any, right: Any) -> Any:
        """An operation of two values, within the bounds. Raises ``SecurityError``."""
        self.budget.take(PER_CALL)
        if is_number(left) and is_number(right):
            return computed(operator, left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.bounded(left + right) if len(left) + len(right) <= MAX_TEXT else _long()
        if operator == "+" and isinstance(left, (list, tuple)) and type(left) is type(right):
            if len(left) + len(right) > MAX_ITEMS:
                refuse(f"danh sách dài quá {grouped(MAX_ITEMS)} phần tử")
            return self.bounded(left + right)  # type: ignore[operator]
        refuse(f"phép tính {operator} không được dùng với các giá trị này")

    def bounded(self, value: Any) -> Any:
        """A value that was computed, paid for. Raises ``SecurityError`` for one that is too
        large.
        """
        if isinstance(value, str):
            self.budget.take(PER_CALL + len(value) // _LETTERS)
            return value if len(value) <= MAX_TEXT else _long()
        if is_number(value):
            self.budget.take(PER_CALL)
            return within(value)
        if isinstance(value, (list, tuple)):
            self.budget.take(PER_CALL + PER_ITEM * len(value))
        return value

    def items(self, value: Any, cost: int = PER_ITEM) -> list[Any]:
        """The items of a list, paid for. Raises ``SecurityError`` for a value that is none."""
        if not isinstance(value, Iterable):
            refuse("giá trị này không phải là danh sách")
        found = []
        for item in value:
            self.budget.take(cost)
            found.append(item)
        return found

    def filtered(
        self, function: Callable[..., Any], takes: str, value: Any, *arguments: Any, **named: Any
    ) -> Any:
        """What a filter gives: its first value as a ``text`` or as ``items`` where it takes such,
        its other values numbers and texts, its result paid for. Raises ``SecurityError``.
        """
        if is_number(value):
            within(value)
        if takes.endswith("items"):
            value = self.items(value)
        elif takes == "text":
            value = text_of(value)
        given = function(value, *arguments, **named)
        known = isinstance(given, (str, int, float, Decimal, Sequence, date, type(None)))
        return self.bounded(given if known or not isinstance(given, Iterable) else list(given))


def _long() -> str:
    refuse("văn bản dài quá một ô")


# --------------------------------------------------------------------------------------- numbers


def is_number(value: object) -> bool:
    """Whether a value is one to compute with."""
    return isinstance(value, (int, float, Decimal))


def within(value: Any) -> Any:
    """A number within the bounds, not more exact than a plan can be. Raises ``SecurityError``."""
    held = value if isinstance(value, Decimal) else Decimal(value)
    if not held.is_finite() or abs(held) > MAX_NUMBER:
        refuse("con số quá lớn (quá 30 chữ số)")
    if isinstance(value, Decimal) and value.adjusted() - int(value.as_tuple().exponent) > 120:
        refuse("con số có quá nhiều chữ số")
    return value


def computed(operator: str, left: Any, right: Any) -> Any:
    """What two numbers give: exact but for a quotient. Raises ``SecurityError``."""
    within(left)
    within(right)
    if not isinstance(left, Decimal) and not isinstance(right, Decimal):
        return within(_of_plain(operator, left, right))
    if isinstance(left, float) or isinstance(right, float):
        left, right = (Decimal(repr(n)) if isinstance(n, float) else n for n in (left, right))
    try:
        return within(_of_decimals(operator, Decimal(left), Decimal(right)))
    except Inexact:
        refuse("con số có quá nhiều chữ số")


def _of_plain(operator: str, left: Any, right: Any) -> Any:
    if operator in ("/", "//"):
        if not right:
            refuse("phép chia cho 0")
        return left / right if operator == "/" else left // right
    if operator in ("+", "-"):
        return left + right if operator == "+" else left - right
    if operator == "*":
        return left * right
    refuse(f"phép tính {operator} không được dùng")


def _of_decimals(operator: str, left: Decimal, right: Decimal) -> Decimal:
    if operator in ("/", "//") and not right:
        refuse("phép chia cho 0")
    if operator == "/":
        return _QUOTIENT.divide(left, right)
    if operator == "//":
        return _EXACT.divide_int(left, right)
    if operator in ("+", "-"):
        return _EXACT.add(left, right) if operator == "+" else _EXACT.subtract(left, right)
    if operator == "*":
        return _EXACT.multiply(left, right)
    refuse(f"phép tính {operator} không được dùng")


def rounded(value: Any, precision: int = 0, method: str = "common") -> Any:
    """The filter ``round``: to so many decimals; ``ceil`` and ``floor`` up and down."""
    if not is_number(value) or isinstance(value, bool):
        refuse("round chỉ làm tròn con số")
    if type(precision) is not int or abs(precision) > MAX_DECIMALS:
        refuse(f"round chỉ nhận từ -{MAX_DECIMALS} đến {MAX_DECIMALS} chữ số")
    ways = {"common": ROUND_HALF_EVEN, "ceil": ROUND_CEILING, "floor": ROUND_FLOOR}
    if method not in ways:
        refuse("round chỉ nhận common, ceil hoặc floor")
    within(value)
    if isinstance(value, float) and method == "common":
        return round(value, precision)
    held = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    step = Decimal(1).scaleb(-precision)
    found = held.quantize(step, ways[method], Context(prec=MAX_DIGITS))
    return found if isinstance(value, Decimal) else type(value)(found)


# ----------------------------------------------------------------------------------------- texts


def _isshown(value: object) -> bool:
    """Whether a value reads as a text: no list, no part of the plan, no function."""
    if value is None or isinstance(value, (str, int, float, Decimal, date, Enum)):
        return True
    return type(value).__str__ is not object.__str__


def shown(value: Any) -> Any:
    """What is put into a text. Raises ``SecurityError`` for what is no text, number or date."""
    if not _isshown(value):
        refuse("giá trị này không phải là số, chữ hay ngày")
    return value


def text_of(value: Any) -> str:
    """A value as a text. Raises ``SecurityError`` for what is none."""
    return str(shown(value))


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
