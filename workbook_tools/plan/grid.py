"""What stands on a sheet: values, formulas, and what is hidden or merged. Rows and columns count
from 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbook_tools.place import Place, cell_name, column_number

Area = tuple[int, int, int, int]
"""Top, left, bottom, right."""


class ErrorValue(str):
    """An error that stands in a cell in place of a value, e.g. ``#REF!``."""

    __slots__ = ()


NOT_CALCULATED = ErrorValue("#CHƯA_TÍNH")
"""Stands where a formula has no result and the engine cannot calculate it."""


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """A formula that takes its value from another workbook; ``target`` is where that one lies."""

    place: Place
    formula: str
    target: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A formula of the user's that looks into a generated sheet.

    ``area`` is what it names there by address (``None`` where it depends on the sheet in another
    way), ``name`` a defined name of that cell; ``moved``: the cell is empty or holds something else
    than before; ``feeds``: it stands on one of the plan's own sheets.
    """

    place: Place
    formula: str
    sheet: str = ""
    area: Area | None = None
    name: str = ""
    moved: bool = False
    feeds: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands in its file; ``rows[0]`` is row 1. Empty cells are ``None``, errors
    ``ErrorValue``.

    ``formulas`` are texts without ``=`` by (row, column), shared ones written out; ``percents`` are
    the cells whose format shows a percentage; ``decimals`` says of cells of a sheet that has
    fractions to how many decimals they are shown, where that is fewer than all. ``heading`` is the
    row of the headings, where the sheet is one table.
    """

    sheet: str
    rows: Sequence[Sequence[Any]]
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Area, ...] = ()
    percents: frozenset[tuple[int, int]] = frozenset()
    heading: int = 1
    decimals: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @property
    def headings(self) -> Sequence[Any]:
        """The row of the headings; nothing where there is none."""
        return self.rows[self.heading - 1] if len(self.rows) >= self.heading else ()

    def below_heading(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows below the headings, each with its number."""
        return enumerate(self.rows[self.heading :], self.heading + 1)

    def place(self, row: int, column: int) -> Place:
        """The cell at a row and column."""
        return Place(self.sheet, cell_name(row, column))

    def at(self, row: int, column: int) -> Any:
        """A cell's value; ``None`` beyond what the sheet holds."""
        cells = self.rows[row - 1] if 1 <= row <= len(self.rows) else ()
        return cells[column - 1] if 1 <= column <= len(cells) else None

    def named(self, cell: str) -> Any:
        """A cell's value by its name, e.g. ``H34``."""
        letters = cell.rstrip("0123456789")
        return self.at(int(cell[len(letters) :]), column_number(letters))
