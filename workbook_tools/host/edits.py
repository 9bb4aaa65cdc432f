"""What somebody typed into a generated sheet since it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_tools.errors import InputError
from workbook_tools.excel.same_value import typed_text
from workbook_tools.place import Place
from workbook_tools.plan.grid import Grid
from workbook_tools.read.source import Source
from workbook_tools.render.digest import edited

GENERATED = ("PhuLuc", "TongHop", "KiemTra")
_SPELLING = re.compile(r"[\s$]|_xlfn\.")
"""What one program writes into a formula and another does not: blanks, fixed references, the mark
of a newer function.
"""

_REASONS = 6
"""The column of ``KiemTra`` that is the accountant's to write in."""


def edits_since(made: Source | None, now: Source) -> list[Place]:
    """What somebody typed into the generated sheets since they were made. The digest that the
    workbook carries says whether there is anything; what was ``made``, where that is kept on this
    machine, says exactly what.
    """
    told = edited(now.package, GENERATED)
    if made is not None and (told is None or told):
        return list(manual_edits(made, now))
    return [place for place in told or () if place.cell]


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
        for column in range(1, max(_width(before, row), _width(after, row)) + 1):
            if after.sheet == "KiemTra" and column == _REASONS:
                continue
            if _held(before, row, column) != _held(after, row, column):
                yield after.place(row, column)


def _width(grid: Grid, row: int) -> int:
    return len(grid.rows[row - 1]) if row <= len(grid.rows) else 0


def _held(grid: Grid, row: int, column: int) -> str:
    """What a cell holds, however a program writes it down."""
    formula = grid.formulas.get((row, column))
    if formula is None:
        return typed_text(grid.at(row, column))
    return "=" + _SPELLING.sub("", formula).upper().replace(";", ",")
