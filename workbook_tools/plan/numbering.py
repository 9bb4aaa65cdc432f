"""Line numbers (TT): ``I``, ``5``, ``5.2``, ``3.1-3.3``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
LAST_ROMAN = 399
"""Beyond it letters would be needed that stand for themselves, D and M."""

_RANGE = re.compile("[-–—÷]")
_CALLED = re.compile(
    r"\A(?:ĐA|DA|NV|(?:đề án|dự án|nhiệm vụ|chương trình|mục|phần|nhóm)(?: số)?(?=[ .]))"
    r"[ .]*(?=[0-9]|[IVX]+\Z)",
    re.IGNORECASE,
)
"""What may stand before a line's number: ĐA1, DA 2 (dự án), NV3 (nhiệm vụ), Đề án 4, Mục II."""
_PART = re.compile(r"[0-9]{1,6}\Z")
_PLAIN = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})*")
"""How most numbers are written: 3.1.12."""
_SMALL_ROMAN = re.compile(r"(?:i|[ivx]{2,6})\Z")


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


@lru_cache(maxsize=16384)
def read_number(text: str) -> Number | None:
    """Read a TT; ``None`` where it is none. ``I.``, ``1)`` and ``1-`` are read without
    their sign, ``ĐA1`` without what it counts.
    """
    if _PLAIN.fullmatch(text):
        parts = tuple(map(int, text.split(".")))
        return Number(parts, "digits", parts[-1])
    first, *rest = map(_single, _RANGE.split(text.strip().rstrip("-–—")))
    if first is None or not rest:
        return first
    last = rest[0] if len(rest) == 1 else None
    if last is None or not _may_end(first, last):
        return None
    return Number(first.parts, first.style, last.parts[-1])


def numbers_in_order(texts: Sequence[str]) -> list[Number | None]:
    """The numbers of lines in their order: a letter that is a Roman number, too, is the letter
    where it follows the one before it in the alphabet (A, B, C), and a small one the Roman number
    where it follows that (iv, v).
    """
    found: list[Number | None] = []
    large = small = 0
    for text in texts:
        number = _large_letter(text, _small_roman(text, read_number(text), small), large)
        if number is not None and number.style == "letter" and text.strip(" .()").isupper():
            large = number.last
        elif number is not None and number.style == "roman" and text.islower():
            small = number.last
        found.append(number)
    return found


def _large_letter(text: str, number: Number | None, before: int) -> Number | None:
    """A number; of a letter (C, D) behind the one before it in the alphabet the letter."""
    letter = text.strip(" .()")
    is_single = len(letter) == 1 and letter in _LETTERS and number is not None
    follows = is_single and before > 0 and _LETTERS.index(letter) == before
    return Number((before + 1,), "letter", before + 1) if follows else number


def _small_roman(text: str, number: Number | None, before: int) -> Number | None:
    """A number; of a small letter (v, x) behind a small Roman one the next Roman one."""
    is_letter = before > 0 and number is not None and number.style == "letter" and text.islower()
    follows = is_letter and roman(text.strip(" .()").upper()) == before + 1
    return Number((before + 1,), "roman", before + 1) if follows else number


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _may_end(first: Number, last: Number) -> bool:
    """Whether a range that begins with one number may end with another: 3.1-3.3, or 3.1-3."""
    beside = len(last.parts) == 1 or last.parent == first.parent
    return last.style == first.style and last.parts[-1] >= first.parts[-1] and beside


def _single(text: str) -> Number | None:
    """A number that is no range; ``None`` where it is none."""
    body = text.strip().rstrip(".)/ ").lstrip("(").replace(",", ".")
    if body[:1].isalpha() and len(body) > 1:
        body = _CALLED.sub("", body)
    head, *tail = (piece.strip() for piece in body.split("."))
    first = _first(head)
    if first is None or not all(_PART.match(piece) for piece in tail):
        return None
    value, style = first
    parts = (value, *map(int, tail))
    return Number(parts, "digits" if tail else style, parts[-1])


def _first(text: str) -> tuple[int, str] | None:
    """The value and the style of a number's first part; ``None`` where it is none. ``Đ`` counts
    as the fifth letter.
    """
    if _PART.match(text):
        return int(text), "digits"
    value = roman(text.upper() if _SMALL_ROMAN.match(text) else text)
    if value is not None:
        return value, "roman"
    if not re.fullmatch(r"[A-ZĐa-zđ]", text):
        return None
    letter = text.upper()
    return (5 if letter == "Đ" else ord(letter) - ord("A") + 1), "letter"


def roman(text: str) -> int | None:
    """``XIV`` → 14; ``None`` for what is no Roman numeral up to 399."""
    if not re.fullmatch(r"C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", text) or not text:
        return None
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


_ROMAN_PARTS = (
    *((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV")),
    (1, "I"),
)


def roman_number(value: int) -> str:
    """``14`` → XIV, up to 399."""
    written = ""
    for part, letters in _ROMAN_PARTS:
        count, value = divmod(value, part)
        written += letters * count
    return written
