"""The clean copy read back and proved again. The engine that calculates it runs in a child process
with bounds on time and memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from workbook_tools.error_kinds import CLEAN_FORMULA, CLEAN_TOTAL, NOT_RECHECKED
from workbook_tools.errors import InputError
from workbook_tools.excel.calculated_cells import Asked, calculated_cells
from workbook_tools.excel.calculation import Value
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.same_value import same_value
from workbook_tools.machine.child import ChildError
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.plan.model import Plan, amount_of
from workbook_tools.plan.money import format_amount
from workbook_tools.read.source import Source

_Values = Mapping[Asked, Value]
"""Calculated cells."""


def prove_copy(source: Source, plan: Plan) -> int:
    """Calculate a clean copy anew: each formula must give what stands beside it, each grand total
    the plan's.

    Gives the number of formulas. Raises ``InputError`` naming the first cell that fails.
    """
    grids = [grid for name in source.sheets if (grid := source.grid(name)) is not None]
    formulas = [(grid.sheet, *cell) for grid in grids for cell in grid.formulas]
    totals = dict(_totals(source, plan.form.total_names.values()))
    asked = [*formulas, *(cell for cells in totals.values() for cell in cells)]
    try:
        values = dict(zip(asked, calculated_cells(source.package, asked), strict=True))
    except ChildError as error:
        raise InputError(NOT_RECHECKED) from error
    for grid in grids:
        _prove_sheet(grid, values, plan.unit.step)
    _prove_totals(totals, values, plan)
    return len(formulas)


def _prove_sheet(grid: Grid, values: _Values, step: Decimal) -> None:
    """Compare each formula's result with what stands beside it. Raises ``InputError``."""
    for (row, column), formula in grid.formulas.items():
        found, stored = values[grid.sheet, row, column], grid.at(row, column)
        if not same_value(found, stored, step) or isinstance(stored, ErrorValue):
            raise InputError(
                CLEAN_FORMULA,
                grid.place(row, column),
                formula=formula,
                found=_said(found),
                stored=_said(stored),
            )


def _said(value: object) -> str:
    """A cell's value as a sentence shows it."""
    if value is None:
        return "ô trống"
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return format_amount(Decimal(repr(value) if isinstance(value, float) else value))
    return f"“{value}”"


def _totals(source: Source, names: Iterable[str]) -> Iterator[tuple[str, list[Asked]]]:
    """The names of grand totals with the cells that they lead to; of an area the first one."""
    named = workbook_names(source.package)
    for name in names:
        refs = (piece for piece in tokenize(named.get(name, "")) if isinstance(piece, Ref))
        yield (
            name,
            [
                (ref.sheet, ref.top, ref.left)
                for ref in refs
                if ref.sheet and ref.sheet.casefold() in source.sheets
            ],
        )


def _prove_totals(totals: Mapping[str, list[Asked]], values: _Values, plan: Plan) -> None:
    """Compare each grand total that has a name with the plan's. Raises ``InputError``."""
    for amount, name in plan.form.total_names.items():
        due = plan.unit.quantize(amount_of(plan, amount))
        for sheet, row, column in totals[name]:
            value = values[sheet, row, column]
            if not isinstance(value, float) or plan.unit.quantize(Decimal(repr(value))) != due:
                raise InputError(
                    CLEAN_TOTAL,
                    Place(sheet, cell_name(row, column)),
                    column=plan.form.heading_of(amount),
                    found=_said(value),
                    due=format_amount(due),
                    unit=plan.unit.said,
                )
