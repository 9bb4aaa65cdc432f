"""Money as the plan writes it: units of account and the form of an amount. All amounts are
``Decimal``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from workbook_tools.plan.vietnamese import without_marks

MAX_DONG = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of account (đơn vị tính); ``dong`` is how many đồng one of it is."""

    name: str
    dong: int

    @property
    def said(self) -> str:
        """The unit as a sentence says it behind an amount: in words, where its name is a number
        (200 ngàn đồng, not 200 1.000 đồng).
        """
        return _IN_WORDS.get(self.dong, self.name) if self.name[:1].isdigit() else self.name

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
_IN_WORDS = {unit.dong: unit.name for unit in (THOUSAND, MILLION, BILLION)}

_FACTORS = {
    1: ("", "đồng", "đ", "vnđ", "vnd", "đồng việt nam", "việt nam đồng", "đồng vn"),
    1_000: ("ngàn", "nghìn", "ng", "nghđ", "ngđ", "1000", "1.000", "1,000", "k"),
    1_000_000: ("triệu", "tr", "trđ", "1000000", "1.000.000", "1,000,000"),
    1_000_000_000: ("tỷ", "tỉ", "1.000.000.000"),
}
_DONG = ("", " đồng", " đ", " vnđ", " vnd", "đ", "đồng")
_UNITS = {
    f"{said}{dong if factor > 1 else ''}": factor
    for factor, written in _FACTORS.items()
    for said in written
    for dong in (_DONG if factor > 1 else _DONG[:1])
    if said and not (said.endswith("đ") and dong)
    if not (said[0].isdigit() and not dong)
}
"""Unit as it is written, small letters, → how many đồng it is."""


_BARE_UNITS = {
    without_marks(unit.name): unit
    for unit in (DONG, THOUSAND, Unit("nghìn đồng", 1_000), MILLION, BILLION)
}
"""Unit as it is written without marks → the unit, as it is written with them."""


def parse_unit(text: str) -> Unit:
    """``"ngàn đồng"`` → that unit, under the name it was given. Raises ``ValueError`` for an
    unknown one.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    factor = _UNITS.get(name.lower()) or _UNITS.get(_undotted(name.lower()))
    if factor is not None:
        return Unit(name, factor)
    unit = _BARE_UNITS.get(_undotted(name.lower()))
    if unit is None:
        raise ValueError(f"unknown unit: {text!r}")
    return unit


_LONGEST_UNIT = 30


def _undotted(name: str) -> str:
    """An abbreviated unit without its dots: ``tr.đ`` → ``trđ``."""
    return name if len(name) > _LONGEST_UNIT else re.sub(r"(?<=[^\W\d])\.\s*", "", name)


def grouped(number: int) -> str:
    """A count with the separators of Vietnamese: ``200000`` → ``200.000``."""
    return f"{number:,}".replace(",", ".")


_LARGEST_ROUNDED = 20
"""Digits of a number that is rounded: of a longer one (a share of next to nothing) none is kept."""


def format_amount(amount: Decimal, decimals: int | None = None) -> str:
    """``9230.5`` → ``9.230,5``: dots between thousands, a comma before decimals, no zeros at the
    end.
    """
    if decimals is not None and amount.adjusted() < _LARGEST_ROUNDED:
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
