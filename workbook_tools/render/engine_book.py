"""The small workbook in which the engine calculates the formulas of the generated sheets.

It holds their formulas, and the cells that these, their names and the charts lead to; cells of the
user's own sheets come along as values. Nothing else that the workbook holds is seen by the engine,
so nothing else can stop, slow or crash a proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.calculation import (
    Calculated,
    ErrorText,
    FormulaCell,
    SheetCells,
    Value,
    calculate_cells,
)
from workbook_tools.excel.cells import MAX_COLUMN, split_area
from workbook_tools.excel.dependence import Reading
from workbook_tools.excel.formula import Ref
from workbook_tools.excel.strings import rich_text
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.render.by_column import BY_COLUMN
from workbook_tools.render.cell_xml import serial
from workbook_tools.render.engine_formulas import (
    EngineNames,
    Translation,
    faults,
    is_plain,
)
from workbook_tools.render.layout import SheetLayout
from workbook_tools.render.moved_charts import ranges
from workbook_tools.render.rows import Written
from workbook_tools.render.transplant import Draft
from workbook_tools.template.compiled import Cell, Constant, Formula, Row, Sheet
from workbook_tools.template.expressions import Expression

Grids = Callable[[str], Grid | None]
"""Gives a sheet of the user's as it was read."""

_DAY = 86400


def calculated(draft: Draft, grid: Grids) -> Calculated:
    """What the formulas of a draft's generated sheets give, and the cells that they lead to.

    Raises ``CalculationError``, and what ``book`` raises.
    """
    return calculate_cells(book(draft, grid))


def book(draft: Draft, grid: Grids) -> list[SheetCells]:
    """What the engine is shown of a draft. Raises ``TemplateError`` for what the engine cannot do,
    and what ``grid`` raises.
    """
    return _EngineBook(draft, grid, EngineNames(draft.package)).cells()


@dataclass(frozen=True, eq=False, repr=False)
class _EngineBook:
    """``columns`` are those that are seen of each generated sheet, ``areas`` what is seen of the
    user's own ones, both by casefolded name; ``plain`` says which formulas are given as written.
    """

    draft: Draft
    grid: Grids
    names: EngineNames
    columns: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    areas: dict[str, list[tuple[int, int, int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    plain: dict[tuple[int, int], bool] = field(default_factory=dict)

    def cells(self) -> list[SheetCells]:
        """What the engine is shown. Raises ``TemplateError``."""
        found: list[TemplateFault] = []
        for sheet in self.draft.layout.sheets:
            for row in sheet.patterns:
                for cell in row.cells:
                    if isinstance(cell.content, Formula):
                        found += self._look_into(sheet.sheet, row, cell, cell.content)
        if found:
            raise TemplateError(tuple(dict.fromkeys(found)))
        self._see_sums_by_column()
        for chart in self.draft.carried.charts.values():
            for formula in ranges(chart):
                self._see(self.names.dependence.readings_of(formula, ""))
        generated = [self._generated(sheet) for sheet in self.draft.layout.sheets]
        return generated + [self._own(name) for name in self.areas]

    # ------------------------------------------------------------------------------ what is seen

    def _see_sums_by_column(self) -> None:
        """Note what sums read that are told by a column that no formula of the template names."""
        for name, formulas in self.draft.written.items():
            for written in formulas:
                if BY_COLUMN in written.text:
                    self._see(self.names.dependence.readings_of(written.text, name))

    def _look_into(
        self, sheet: Sheet, row: Row, cell: Cell, formula: Formula
    ) -> list[TemplateFault]:
        """Note what a formula of the template reads; gives what is wrong with it."""
        place = sheet.place(row.number, cell.column)
        found = list(faults(formula.pieces, place, self.names))
        if found:
            return found
        plain = is_plain(formula.pieces, self.names)
        self.plain[id(row), cell.column] = plain or bool(formula.array)
        if plain:
            self._see(_readings(formula, sheet.name))
        else:
            self._see(self.names.dependence.readings_of(formula.text, sheet.name))
        return []

    def _see(self, readings: Iterable[Reading]) -> None:
        for name, (top, left, bottom, right) in readings:
            if self.draft.layout.sheet(name) is not None:
                self.columns[name].update(range(left, min(right, MAX_COLUMN) + 1))
            elif name in self.names.sheets:
                self.areas[name].append((top, left, bottom, right))

    # ------------------------------------------------------------------------- generated sheets

    def _generated(self, sheet: SheetLayout) -> SheetCells:
        name = sheet.sheet.name
        return SheetCells(name, self._values(sheet), self._formulas(name))

    def _values(self, sheet: SheetLayout) -> Iterator[tuple[int, int, Value]]:
        """The cells without a formula that are seen."""
        seen, days_1904 = self.columns.get(sheet.sheet.name.casefold(), set()), self._days_1904
        held = {id(row): _seen(row, seen) for row in sheet.patterns}
        for pattern, row, scope in sheet.instances:
            for cell in held.get(id(pattern), ()):
                content = cell.content
                if isinstance(content, Expression):
                    yield row, cell.column, engine_value(content.evaluate(scope), days_1904)
                else:
                    assert isinstance(content, Constant)
                    yield row, cell.column, _constant(content)

    def _formulas(self, sheet: str) -> Iterator[FormulaCell]:
        translation = Translation(self.names, self._last)
        for written in self.draft.written[sheet]:
            row, column, pattern, text, _, _ = written
            if not self.plain[id(pattern), column]:
                text = _translated(translation, sheet, written)
            yield FormulaCell(row, column, text, _array_size(pattern, column))

    def _last(self, name: str) -> tuple[int, int]:
        """The last row and column in use on a sheet."""
        sheet = self.draft.layout.sheet(name)
        if sheet is not None:
            columns = [cell.column for row in sheet.patterns for cell in row.cells]
            return sheet.last_row, max(columns, default=1)
        grid = self.grid(self.names.sheets[name])
        rows = grid.rows if grid is not None else ()
        return len(rows), max(map(len, rows), default=1)

    # ---------------------------------------------------------------------------- the user's own

    def _own(self, name: str) -> SheetCells:
        """The cells of a sheet of the user's that are seen, as values."""
        grid = self.grid(self.names.sheets[name])
        values = _grid_values(grid, self.areas[name], self._days_1904)
        return SheetCells(self.names.sheets[name], values)

    @property
    def _days_1904(self) -> bool:
        return self.draft.filling.date_1904


def _readings(formula: Formula, sheet: str) -> Iterator[Reading]:
    """The areas that a formula without names reads, in the template's rows."""
    for piece in formula.pieces:
        if isinstance(piece, Ref):
            area = piece.top, piece.left, piece.bottom, piece.right
            yield (piece.sheet or sheet).casefold(), area


def _translated(translation: Translation, sheet: str, written: Written) -> str:
    """A formula as the engine reads it; what cannot be put so is left to the engine to refuse."""
    try:
        return translation.text(written.text, sheet, written.row, written.column)
    except ValueError:
        return written.text


def _array_size(pattern: Row, column: int) -> tuple[int, int] | None:
    """The height and width of the array that a formula of a pattern row fills."""
    for cell in pattern.cells:
        if cell.column == column and isinstance(cell.content, Formula) and cell.content.array:
            top, left, bottom, right = split_area(cell.content.array)
            return bottom - top + 1, right - left + 1
    return None


def _seen(row: Row, columns: set[int]) -> list[Cell]:
    """The cells of a pattern row in some columns that hold a value, not a formula."""
    return [
        cell
        for cell in row.cells
        if cell.column in columns
        and cell.content is not None
        and not isinstance(cell.content, Formula)
    ]


def _constant(content: Constant) -> Value:
    """A typed cell of the template as the engine takes it."""
    kind, text = content.kind, content.value
    if kind == "n":
        return float(text)
    if kind == "b":
        return text in ("1", "true")
    if kind == "e":
        return ErrorText(text)
    return rich_text(text) if kind == "rich" else text


def engine_value(value: Any, days_1904: bool) -> Value:
    """A value as the engine takes it: a date as the number in its cell, no text as no value."""
    if type(value) is str:
        return value or None
    if isinstance(value, ErrorValue):
        return ErrorText(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (date, datetime)):
        return float(serial(value, date_1904=days_1904))
    if isinstance(value, timedelta):
        return value.total_seconds() / _DAY
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / _DAY
    return value if isinstance(value, str) else float(value)


def _grid_values(
    grid: Grid | None, areas: Iterable[tuple[int, int, int, int]], days_1904: bool
) -> Iterator[tuple[int, int, Value]]:
    """The values of some areas of a sheet, each cell once or more."""
    if grid is None:
        return
    for top, left, bottom, right in dict.fromkeys(areas):
        for row in range(top, min(bottom, len(grid.rows)) + 1):
            cells = grid.rows[row - 1]
            for column in range(left, min(right, len(cells)) + 1):
                if cells[column - 1] is not None:
                    yield row, column, engine_value(cells[column - 1], days_1904)
