"""When two values of a cell are the same: a stored, a calculated and a typed one are compared here
and nowhere else.
"""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal
from typing import Any

from workbook_tools.excel.calculation import Value
from workbook_tools.excel.strings import escape_text

ONE_CALCULATION = 1e-12
"""How far two runs of the same calculation may lie apart, relative to the number."""

TWO_PROGRAMS = 1e-9
"""How far two programs' results of the same formulas may lie apart."""

EXACT = 2**53
"""Up to here a spreadsheet's numbers hold every whole number."""

_PER_NUMBER = Decimal("1e-9")

TYPED_DIGITS = 12
"""As many digits of a typed number survive every program that saves it."""


def same_number(one: float, other: float, within: float) -> bool:
    """Whether two numbers differ by no more than ``within`` of the larger, or near zero by that."""
    return math.isclose(one, other, rel_tol=within, abs_tol=within)


def same_amount(found: float, expected: Decimal, step: Decimal) -> bool:
    """Whether a calculated number is the one expected, to the last ``step`` (one đồng in the unit
    at hand).

    An expected number that is no multiple of the step (a ratio) must be met as exactly as one
    calculation can.
    """
    if found == expected:
        return True
    if not math.isfinite(found) or abs(expected) > step * EXACT:
        return False
    apart = abs(Decimal(repr(float(found))) - expected)
    if apart > _PER_NUMBER * max(Decimal(1), abs(expected)):
        return False
    return apart < step / 2 if expected % step == 0 else apart < step / 10


def same_value(one: Any, other: Any) -> bool:
    """Whether two programs mean the same value; an empty cell is as good as 0, FALSE or no text."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return same_number(one, other, TWO_PROGRAMS)
    return bool((one or None) == (other or None))


def same_shown(one: Any, other: Any) -> bool:
    """Whether a reader sees the same: the same value, or the same text in another kind."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return same_value(one, other)
    return same_value(one, other) or str(one) == str(other)


def same_as_stored(calculated: Value, stored: bytes | None, kind: str) -> bool:
    """Whether a calculated value is the one that stands in a sheet's XML as ``stored`` with the
    type ``kind`` (``n``, ``b``, ``str``, …).
    """
    if stored is None or calculated is None:
        return False
    if isinstance(calculated, bool):
        return kind == "b" and stored == str(int(calculated)).encode()
    if isinstance(calculated, str):
        return kind == "str" and stored == escape_text(calculated).encode()
    try:
        return kind == "n" and same_number(float(stored), calculated, ONE_CALCULATION)
    except ValueError:
        return False


def typed_text(value: Any) -> str:
    """What a cell's typed constant says, however a program writes it down: two constants are the
    same where these are.
    """
    if isinstance(value, bool) or value is None:
        return str(value or "")
    if isinstance(value, (int, float)):
        return str(Decimal(format(float(value), f".{TYPED_DIGITS}g")).normalize())
    return " ".join(unicodedata.normalize("NFC", str(value)).split())
