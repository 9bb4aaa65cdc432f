"""Where in a workbook something stands: a sheet and a cell, and how a cell is called (A1 style)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a workbook something stands: a sheet, and a cell where there is one (e.g. ``DeAn``,
    ``I7``).
    """

    sheet: str
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@cache
def column_letters(column: int) -> str:
    """``1`` → ``A``, ``27`` → ``AA``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """``A`` → ``1``, ``AA`` → ``27``."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted numbers of rows or columns as unbroken runs: ``[3, 4, 7]`` → ``[(3, 4), (7, 7)]``."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def cell_name(row: int, column: int) -> str:
    """``(7, 2)`` → ``B7``."""
    return f"{column_letters(column)}{row}"
