"""What stands in a cell, as the rest of the cell's XML after its style."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workbook_tools.excel.strings import StringTable, escape_text
from workbook_tools.plan.money import grouped, plain
from workbook_tools.template.compiled import Constant
from workbook_tools.template.work import MAX_TEXT

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_DAY = 86400
_EXACT = 1e15
"""Below this, a whole number is written without a point."""

EMPTY = "/>"
Encode = Callable[[Any], str]


def encoder(strings: StringTable, *, date_1904: bool) -> Encode:
    """A function that writes a typed value; texts go into ``strings``.

    It raises ``ValueError``, with words for the user, for a text that is too long for a cell and
    for what no cell can hold.
    """

    def encode(value: Any) -> str:
        kind = type(value)
        if kind is str:
            if not value:
                return EMPTY
            if len(value) > MAX_TEXT:
                raise ValueError(
                    f"văn bản dài {grouped(len(value))} ký tự, "
                    f"một ô chỉ chứa {grouped(MAX_TEXT)} ký tự"
                )
            return f' t="s"><v>{strings.index(value)}</v></c>'
        if kind is Decimal:
            text = str(value)
            return f"><v>{text if text.isdigit() else plain(value)}</v></c>"
        if kind is int:
            return f"><v>{value}</v></c>"
        if value is None:
            return EMPTY
        if isinstance(value, (str, Decimal, int, float)) and kind not in (bool, float):
            return encode(str(value))
        return _rarer(value, date_1904)

    return encode


def _rarer(value: Any, date_1904: bool) -> str:
    """Yes or no, a floating number, a date. Raises ``ValueError`` for all else."""
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, float):
        return f"><v>{value!r}</v></c>"
    if isinstance(value, date):
        return f"><v>{serial(value, date_1904=date_1904)}</v></c>"
    raise ValueError("giá trị này không phải là số, chữ hay ngày")


def serial(value: date, *, date_1904: bool) -> str:
    """A date as the number of days that a cell holds, with the time as a part of a day."""
    day = value.date() if isinstance(value, datetime) else value
    days = (day - (_EPOCH_1904 if date_1904 else _EPOCH)).days
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return repr(days + seconds / _DAY)
    return str(days)


def constant(content: Constant | None, strings: StringTable) -> str:
    """A cell that is the same in every copy of its row."""
    if content is None:
        return EMPTY
    if content.kind == "s":
        return f' t="s"><v>{strings.index(content.value)}</v></c>'
    if content.kind == "rich":
        return f' t="s"><v>{strings.rich(content.value)}</v></c>'
    kind = "" if content.kind == "n" else f' t="{content.kind}"'
    return f"{kind}><v>{escape_text(content.value)}</v></c>"


def with_result(formula: str, value: Any) -> str:
    """A formula's XML with its result beside it."""
    if isinstance(value, Decimal):
        return f"{formula}<v>{plain(value)}</v></c>"
    if value is None:
        return f"{formula}</c>"
    if isinstance(value, bool):
        return f' t="b"{formula}<v>{int(value)}</v></c>'
    if isinstance(value, int):
        return f"{formula}<v>{value}</v></c>"
    if isinstance(value, float):
        return f"{formula}<v>{number_text(value)}</v></c>"
    return f' t="str"{formula}<v>{escape_text(str(value))}</v></c>'


def number_text(value: float) -> str:
    """A calculated number as Excel stores it: whole without a point, others to 17 digits."""
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
