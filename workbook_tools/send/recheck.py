"""The clean copy read back and proved again."""

from __future__ import annotations

from decimal import Decimal

from workbook_tools.errors import InputError
from workbook_tools.excel.calculation import CalculationError, calculate_package
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
        raise InputError(f"Không kiểm lại được bản sạch ({error}); chưa gửi gì.") from error
    count = 0
    for part in source.sheets.values():
        grid = source.grid(part.name)
        assert grid is not None
        for (row, column), formula in grid.formulas.items():
            count += 1
            found, stored = calculated.value(part.name, row, column), grid.at(row, column)
            if not same_value(found, stored) or isinstance(stored, ErrorValue):
                raise InputError(
                    f"công thức ={formula} của bản sạch cho {found}, nhưng ô ghi {stored}; chưa gửi gì.",
                    Place(part.name, cell_name(row, column)),
                )
    named = workbook_names(source.package)
    for amount, name in TOTAL_NAMES.items():
        for piece in tokenize(named[name]) if name in named else ():
            if (
                isinstance(piece, Ref)
                and piece.sheet is not None
                and piece.sheet.casefold() in calculated.index
            ):
                value = calculated.value(piece.sheet, piece.top, piece.left)
                due: Decimal = plan.unit.quantize(amount_of(plan, amount))
                if not isinstance(value, float) or plan.unit.quantize(Decimal(repr(value))) != due:
                    raise InputError(
                        f"{name} của bản sạch là {value}, kế hoạch là {format_amount(due)}; hãy lập biểu lại.",
                        Place(piece.sheet, cell_name(piece.top, piece.left)),
                    )
    return count
