"""Money as the plan writes it: units of account and the form of an amount. All amounts are
``Decimal``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MAX_DONG = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of account (đơn vị tính); ``dong`` is how many đồng one of it is."""

    name: str
    dong: int

    @property
    def decimals(self) -> int:
        """How many decimals an amount in this unit can have before it is a part of a đồng."""
        return len(str(self.dong)) - 1

    @property
    def step(self) -> Decimal:
        """One đồng in this unit: the smallest step of an amount."""
        return Decimal(1).scaleb(-self.decimals)

    def to_dong(self, amount: Decimal) -> Decimal:
        """An amount in this unit, in đồng."""
        return amount * self.dong

    def quantize(self, amount: Decimal) -> Decimal:
        """An amount in this unit rounded to the last đồng."""
        return amount.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)


DONG = Unit("đồng", 1)
THOUSAND = Unit("ngàn đồng", 1_000)
MILLION = Unit("triệu đồng", 1_000_000)
BILLION = Unit("tỷ đồng", 1_000_000_000)

_UNITS = {
    "đồng": 1,
    "đ": 1,
    "vnđ": 1,
    "vnd": 1,
    "ngàn đồng": 1_000,
    "nghìn đồng": 1_000,
    "1000 đồng": 1_000,
    "1.000 đồng": 1_000,
    "ngàn": 1_000,
    "nghìn": 1_000,
    "triệu đồng": 1_000_000,
    "triệu": 1_000_000,
    "tỷ đồng": 1_000_000_000,
    "tỉ đồng": 1_000_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
}


def parse_unit(text: str) -> Unit:
    """``"ngàn đồng"`` → that unit, under the name it was given. Raises ``ValueError`` for an
    unknown one.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    factor = _UNITS.get(name.lower())
    if factor is None:
        raise ValueError(f"unknown unit: {text!r}")
    return Unit(name, factor)


def format_amount(amount: Decimal, decimals: int | None = None) -> str:
    """``9230.5`` → ``9.230,5``: dots between thousands, a comma before decimals, no zeros at the
    end.
    """
    if decimals is not None:
        amount = amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{amount:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def plain(amount: Decimal) -> str:
    """An amount as a spreadsheet cell or a JSON string holds it: no exponent, no trailing zeros."""
    text = str(amount)
    if text.isdigit():
        return text
    if amount == amount.to_integral_value():
        return str(int(amount))
    return format(amount, "f").rstrip("0")
