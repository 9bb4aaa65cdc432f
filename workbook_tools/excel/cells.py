"""Cell addresses in A1 style, and nothing else."""

from __future__ import annotations

import re

from workbook_tools.place import cell_name, column_number

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_LONGEST_NUMBER = 10

_WORD = re.compile(r"[^\W\d]\w*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}|[RrCc]\d*|[Rr]\d+[Cc]\d+")
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")


def split_cell(reference: str) -> tuple[int, int]:
    """``B7`` or ``$B$7`` → ``(7, 2)``: row, then column. Raises ``ValueError`` for all else."""
    match = _CELL.match(reference)
    if not match:
        raise ValueError(f"not a cell: {reference!r}")
    return int(match[2]), column_number(match[1])


def split_area(reference: str) -> tuple[int, int, int, int]:
    """``B2:C5`` → ``(2, 2, 5, 3)``: top, left, bottom, right. One cell is an area of itself."""
    first, _, last = reference.partition(":")
    top, left = split_cell(first)
    bottom, right = split_cell(last) if last else (top, left)
    return top, left, bottom, right


def whole(text: str | None, otherwise: int) -> int:
    """The number that an attribute or a text holds; ``otherwise`` where it is missing or is none
    that a file of Excel's has.
    """
    held = (text or "").strip()
    short = held.isascii() and held.isdecimal() and len(held) <= _LONGEST_NUMBER
    return int(held) if short else otherwise


def area_name(top: int, left: int, bottom: int, right: int) -> str:
    """``(2, 2, 5, 3)`` → ``B2:C5``; one cell is written as one cell."""
    first, last = cell_name(top, left), cell_name(bottom, right)
    return first if first == last else f"{first}:{last}"


def quote_sheet(name: str) -> str:
    """A sheet's name as a formula writes it, in quotes where it needs them."""
    if _WORD.fullmatch(name) and not _LIKE_A_CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"
