"""When two values of a cell are the same: a stored, a calculated and a typed one are compared here
and nowhere else.
"""

from __future__ import annotations

import math
import unicodedata
from decimal import Decimal
from typing import Any

EXACT = 2**53
"""Up to here a spreadsheet's numbers hold every whole number."""

_PER_NUMBER = Decimal("1e-9")

TYPED_DIGITS = 15
"""As many digits of a typed number survive every program that saves it."""


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


def same_value(one: Any, other: Any, step: Decimal) -> bool:
    """Whether two programs mean the same value: amounts to the last ``step``, other numbers as near
    as two programs come. An empty cell is as good as 0, FALSE or no text.
    """
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return _same_number(one, other, step)
    return bool((one or None) == (other or None))


def _same_number(one: float, other: float, step: Decimal) -> bool:
    if one == other:
        return True
    if float(one).is_integer() and float(other).is_integer():
        return False
    apart = abs(one - other)
    return apart <= float(_PER_NUMBER) * max(1, abs(one), abs(other)) and apart < float(step) / 2


def same_shown(one: Any, other: Any, step: Decimal) -> bool:
    """Whether a reader sees the same: the same value, or the same text in another kind."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return same_value(one, other, step)
    return same_value(one, other, step) or str(one) == str(other)


def typed_text(value: Any) -> str:
    """What a cell's typed constant says, however a program writes it down: two constants are the
    same where these are.
    """
    if isinstance(value, bool) or value is None:
        return str(value or "")
    if isinstance(value, (int, float)):
        return _typed_number(value)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _typed_number(value: float) -> str:
    """A typed number, whole ones to the last digit."""
    if float(value).is_integer() and abs(value) <= EXACT:
        return str(int(value))
    return str(Decimal(format(float(value), f".{TYPED_DIGITS}g")).normalize())
