"""What somebody typed into a generated sheet since it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_tools.errors import InputError
from workbook_tools.excel.same_value import typed_text
from workbook_tools.place import Place
from workbook_tools.plan.grid import Grid
from workbook_tools.read.source import Source

GENERATED = ("PhuLuc", "TongHop", "KiemTra")
_REASONS = 6
"""The column of ``KiemTra`` that is the accountant's to write in."""


def manual_edits(made: Source, now: Source) -> Iterator[Place]:
    """The cells of generated sheets whose formula or constant is not the one that was made.

    Results of formulas are not compared, nor the reasons on the checks sheet. A sheet that is gone,
    or was not made, has no edits.
    """
    for name in GENERATED:
        try:
            before, after = made.grid(name), now.grid(name)
        except InputError:
            continue
        if before is not None and after is not None:
            yield from _differences(before, after)


def _differences(before: Grid, after: Grid) -> Iterator[Place]:
    for row in range(1, max(len(before.rows), len(after.rows)) + 1):
        width = max(
            (len(grid.rows[row - 1]) for grid in (before, after) if row <= len(grid.rows)),
            default=0,
        )
        for column in range(1, width + 1):
            if after.sheet == "KiemTra" and column == _REASONS:
                continue
            if _held(before, row, column) != _held(after, row, column):
                yield after.place(row, column)


def _held(grid: Grid, row: int, column: int) -> str:
    """What a cell holds, however a program writes it down."""
    formula = grid.formulas.get((row, column))
    if formula is not None:
        return "=" + re.sub(r"[\s$]|_xlfn\.", "", formula).upper().replace(";", ",")
    return typed_text(grid.at(row, column))
