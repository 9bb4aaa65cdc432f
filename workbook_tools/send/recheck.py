"""The clean copy read back and proved again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from workbook_tools.error_kinds import CLEAN_FORMULA, CLEAN_TOTAL, NOT_RECHECKED
from workbook_tools.errors import InputError
from workbook_tools.excel.calculation import Calculated, CalculationError, calculate_package
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.same_value import same_value
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.form import TOTAL_NAMES
from workbook_tools.plan.grid import ErrorValue
from workbook_tools.plan.model import Plan, amount_of
from workbook_tools.plan.money import format_amount
from workbook_tools.read.source import Source


def prove_copy(source: Source, plan: Plan) -> int:
    """Calculate a clean copy anew: each formula must give what stands beside it, each grand total
    the plan's.

    Gives the number of formulas. Raises ``InputError`` naming the first cell that fails.
    """
    try:
        calculated = calculate_package(source.package)
    except CalculationError as error:
        raise InputError(NOT_RECHECKED) from error
    count = sum(_prove_sheet(source, name, calculated, plan.unit.step) for name in source.sheets)
    _prove_totals(source, calculated, plan)
    return count


def _prove_sheet(source: Source, name: str, calculated: Calculated, step: Decimal) -> int:
    """Compare each formula's result with what stands beside it; gives how many formulas there
    are. Raises ``InputError``.
    """
    grid = source.grid(name)
    assert grid is not None
    for (row, column), formula in grid.formulas.items():
        found, stored = calculated.value(grid.sheet, row, column), grid.at(row, column)
        if not same_value(found, stored, step) or isinstance(stored, ErrorValue):
            raise InputError(
                CLEAN_FORMULA, grid.place(row, column), formula=formula, found=found, stored=stored
            )
    return len(grid.formulas)


def _prove_totals(source: Source, calculated: Calculated, plan: Plan) -> None:
    """Compare each grand total that has a name with the plan's. Raises ``InputError``."""
    named = workbook_names(source.package)
    for amount, name in TOTAL_NAMES.items():
        due = plan.unit.quantize(amount_of(plan, amount))
        for sheet, row, column in _cells_of(named.get(name, ""), calculated):
            value = calculated.value(sheet, row, column)
            if not isinstance(value, float) or plan.unit.quantize(Decimal(repr(value))) != due:
                raise InputError(
                    CLEAN_TOTAL,
                    Place(sheet, cell_name(row, column)),
                    name=name,
                    found=value,
                    due=format_amount(due),
                    unit=plan.unit.name,
                )


def _cells_of(formula: str, calculated: Calculated) -> Iterator[tuple[str, int, int]]:
    """The cells that a name leads to: sheet, row, column; of an area the first one."""
    for piece in tokenize(formula):
        if isinstance(piece, Ref) and piece.sheet and piece.sheet.casefold() in calculated.index:
            yield piece.sheet, piece.top, piece.left
