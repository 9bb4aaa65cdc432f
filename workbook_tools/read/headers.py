"""Columns found by the text of their heading, in any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from workbook_tools.error_kinds import DOUBLE_COLUMN, NO_COLUMN
from workbook_tools.errors import InputError
from workbook_tools.place import Place
from workbook_tools.plan.grid import Grid


def normal(text: object) -> str:
    """A heading as it is compared: composed Unicode, single blanks, small letters."""
    return " ".join(
        unicodedata.normalize("NFC", re.sub("[\u200b-\u200d\ufeff]", "", str(text))).split()
    ).casefold()


_FORMER = {"cấp": "Loại dòng"}
"""What a heading was called in older plans → what it is called now."""


def headings_of(grid: Grid) -> list[Any]:
    """The headings of a sheet, each by today's name unless another column has that."""
    known = {normal(said) for said in grid.headings if isinstance(said, str)}
    return [_today(said, known) for said in grid.headings]


def _today(said: Any, known: Set[str]) -> Any:
    now = _FORMER.get(normal(said)) if isinstance(said, str) else None
    return said if now is None or normal(now) in known else now


def columns_by_heading(
    grid: Grid, headings: Mapping[str, str], required: Iterable[str]
) -> dict[str, int]:
    """Field → column (from 1) by the headings of a sheet. Raises ``InputError`` for a missing or
    doubled one.
    """
    found: dict[str, int] = {}
    names = {normal(heading): field for field, heading in headings.items()}
    for column, text in enumerate(headings_of(grid), 1):
        field = names.get(normal(text)) if text is not None else None
        if field is None:
            continue
        if field in found:
            raise InputError(
                DOUBLE_COLUMN, grid.place(grid.heading, column), column=headings[field]
            )
        found[field] = column
    missing = [headings[field] for field in required if field not in found]
    if missing:
        names_said = ", ".join(f"“{name}”" for name in missing)
        raise InputError(NO_COLUMN, Place(grid.sheet), columns=names_said)
    return found


_SEARCHED_ROWS = 15
_FEWEST = 4


def with_heading(grid: Grid, headings: Iterable[str], fewest: int = _FEWEST) -> Grid:
    """The sheet with the row in which most of these headings stand, so many at least, as that of
    its headings: people put a title above. Row 1 where no row has so many more.
    """
    known = {normal(heading) for heading in headings} | _FORMER.keys()
    told = [_known_in(row, known) for row in grid.rows[:_SEARCHED_ROWS]]
    most = max(told, default=0)
    if most < fewest or told[0] == most:
        return grid
    return replace(grid, heading=told.index(most) + 1)


def has_headings(grid: Grid, headings: Iterable[str], fewest: int) -> bool:
    """Whether one of the first rows of a sheet has so many of these headings."""
    known = {normal(heading) for heading in headings} | _FORMER.keys()
    return any(_known_in(row, known) >= fewest for row in grid.rows[:_SEARCHED_ROWS])


def _known_in(row: Sequence[object], known: Set[str]) -> int:
    """How many of the known headings stand in a row."""
    return len(known & {normal(cell) for cell in row if isinstance(cell, str)})
