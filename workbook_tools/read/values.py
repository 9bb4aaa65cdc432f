"""Single cells' values → text, numbers, dates, months."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from workbook_tools.patterns import pattern
from workbook_tools.plan.grid import ErrorValue
from workbook_tools.plan.money import plain
from workbook_tools.plan.numerals import read_numeral

_MONTH = pattern(r"(?:tháng|th|t)?\.?\s*0*([0-9]{1,4})(?:\s*[/-]\s*([0-9]{4}))?\Z", re.IGNORECASE)


NO_NUMBER = ErrorValue("#NUM!")
"""What stands for a number that Excel does not know: infinite, or none at all."""

TAKEN_FOR_DATE = "số thứ tự bị Excel đổi thành ngày"
"""What is told of a line's number that is stored as a date."""

_ISO_MOMENT = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,20}(?:Z|[+-][0-9:]{4,5})?")


def stored_values(row: Sequence[Any]) -> list[Any]:
    """A row as a reader of files gives it → values: what is empty is ``None``, a number that is
    none (1e400, NaN) an error.
    """
    return [
        (None if value == "" else value)
        if value.__class__ is not float or isfinite(value)
        else NO_NUMBER
        for value in row
    ]


def at(row: Sequence[Any], column: int) -> Any:
    """The value in a column (from 1) of a row; ``None`` beyond its end."""
    return row[column - 1] if column <= len(row) else None


def decimal(value: float | int) -> Decimal:
    """A cell's number as Excel shows it: to 15 digits, so that 0,1 + 0,2 is 0,3."""
    if isinstance(value, int) or value.is_integer():
        return Decimal(int(value))
    return Decimal(format(value, ".15g"))


def text(value: object) -> str:
    """A value as text: composed Unicode without blanks around it; an error is no text."""
    if value is None:
        return ""
    if type(value) is str:
        return value.strip() if value.isascii() else unicodedata.normalize("NFC", value).strip()
    if isinstance(value, ErrorValue):
        return ""
    if isinstance(value, float):
        return plain(decimal(value))
    if isinstance(value, (date, datetime)):
        return value.strftime("%d/%m/%Y")
    return unicodedata.normalize("NFC", str(value)).strip()


def number(value: object) -> Decimal | None:
    """A number, typed or as text, ``30%`` included; ``None`` for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return decimal(value)
    numeral = read_numeral(value.rstrip("% ")) if isinstance(value, str) else None
    if numeral is None:
        return None
    return (
        numeral.value / 100
        if isinstance(value, str) and value.rstrip().endswith("%")
        else numeral.value
    )


def dong(value: object) -> Decimal | None:
    """A number of đồng, as ``number`` reads it; one that says its unit (300 triệu đồng) in đồng."""
    numeral = read_numeral(value) if isinstance(value, str) else None
    if numeral is None or numeral.unit is None:
        return number(value)
    return numeral.unit.to_dong(numeral.value)


def line_number(value: object) -> str:
    """A line's number as text; one that Excel took for a date (1.2 → 1/2) as it was typed."""
    return f"{value.day}.{value.month}" if isinstance(value, date) else text(value)


def day(value: object) -> date | None:
    """A date, typed or as ``10/5/2021``, or as a file of dates in ISO 8601 stores one with a zone
    or parts of a second; ``None`` for anything else.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _ISO_MOMENT().fullmatch(value):
        value = "/".join(reversed(value[:10].split("-")))
    match = (
        re.match(r"\s*([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})\s*\Z", value)
        if isinstance(value, str)
        else None
    )
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def month(value: object, year: int | None) -> int | None:
    """The number of a month: ``5``, ``Tháng 5``, ``T5``, ``5/2021``, a date; ``None`` where the
    value is none.

    Whole numbers come back as they are, whether there is such a month or not; another year's month
    is none.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if abs(value) < 10_000 and value == int(value) else None
    if isinstance(value, date):
        return value.month if value.year == year else None
    match = _MONTH().match(value.strip()) if isinstance(value, str) else None
    if not match or (match[2] and int(match[2]) != year):
        return None
    return int(match[1])


def shown(value: object) -> str:
    """A value as the user sees it in the cell."""
    if isinstance(value, float):
        return plain(decimal(value)).replace(".", ",")
    return text(value) if not isinstance(value, (bool, ErrorValue)) else str(value).upper()


def frame_value(value: object) -> object:
    """A DataFrame's cell as a sheet's: pandas' own missing values are empty cells."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    item = getattr(value, "item", None)
    held = item() if callable(item) else value
    return NO_NUMBER if isinstance(held, float) and not isfinite(held) else held
