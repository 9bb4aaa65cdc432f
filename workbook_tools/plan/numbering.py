"""Line numbers (TT): ``I``, ``5``, ``5.2``, ``3.1-3.3``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_RANGE = re.compile(r"\s*[-–—÷]\s*")
_PART = re.compile(r"\d{1,6}\Z")


@dataclass(frozen=True, slots=True)
class Number:
    """A line's number; ``style`` is ``digits``, ``roman`` or ``letter``; a range (3.1-3.3) ends
    with ``last``.
    """

    parts: tuple[int, ...]
    style: str
    last: int

    @property
    def parent(self) -> tuple[int, ...]:
        """The number of the line that this one stands under: ``5.2`` → ``(5,)``."""
        return self.parts[:-1]


@lru_cache(maxsize=65536)
def read_number(text: str) -> Number | None:
    """Read a TT; ``None`` where it is none. ``I.`` and ``1)`` are read without their sign."""
    first, *rest = _RANGE.split(text.strip())
    number = _single(first)
    if number is None or not rest:
        return number
    end = _single(rest[0]) if len(rest) == 1 else None
    if (
        end is None
        or end.style != number.style
        or end.parts[-1] < number.parts[-1]
        or (len(end.parts) > 1 and end.parent != number.parent)
    ):
        return None
    return Number(number.parts, number.style, end.parts[-1])


def _single(text: str) -> Number | None:
    body = text.strip().rstrip(".)/ ").lstrip("(").replace(",", ".")
    pieces = [piece.strip() for piece in body.split(".")]
    if all(_PART.match(piece) for piece in pieces):
        parts = tuple(int(piece) for piece in pieces)
        return Number(parts, "digits", parts[-1])
    head, *tail = pieces
    value = roman(head)
    style = "roman"
    if value is None and re.fullmatch(r"[A-ZĐa-zđ]", head):
        value, style = ord(head.upper()) - 64 if head.upper() != "Đ" else 5, "letter"
    if value is None or not all(_PART.match(piece) for piece in tail):
        return None
    parts = (value, *(int(piece) for piece in tail))
    return Number(parts, style if not tail else "digits", parts[-1])


def roman(text: str) -> int | None:
    """``XIV`` → 14; ``None`` for what is no Roman numeral up to 399."""
    if not re.fullmatch(r"C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", text) or not text:
        return None
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
