"""Formulas that have no result stored beside them: calculated, and each told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbook_tools.errors import InputError
from workbook_tools.excel.calculated_cells import calculated_cells
from workbook_tools.excel.calculation import Value
from workbook_tools.excel.package import Package
from workbook_tools.excel.stored_cells import ERRORS
from workbook_tools.machine.child import ChildError, Reason
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.grid import ErrorValue
from workbook_tools.plan.model import Remark
from workbook_tools.read.sheet_scan import Cell, FormulaCells
from workbook_tools.read.values import shown

CALCULATED = "có công thức chưa có kết quả nên chương trình tự tính"
HINT = "Mở sổ bằng Excel rồi lưu lại để có kết quả của Excel."
_WHY = {
    Reason.TOO_LONG: "tính quá lâu",
    Reason.TOO_LARGE: "cần quá nhiều bộ nhớ để tính",
    Reason.CANNOT: "chương trình không tính được",
    Reason.DIED: "chương trình không tính được",
}


@dataclass(frozen=True, slots=True)
class Calculated:
    """Values by cell, as a grid holds them, and a remark for each."""

    values: Mapping[Cell, Any]
    remarks: tuple[Remark, ...]


def calculated_values(package: Package, sheet: str, formulas: FormulaCells) -> Calculated:
    """What the formulas of a sheet that wait for a result give. Raises ``InputError``, naming the
    first, where they cannot be calculated.
    """
    cells = formulas.waiting
    try:
        found = calculated_cells(package, [(sheet, row, column) for row, column in cells])
    except ChildError as error:
        text = formulas.texts[cells[0]]
        raise InputError(
            f"công thức ={text} chưa có kết quả và {_WHY[error.reason]}; "
            "hãy mở sổ bằng Excel và lưu lại.",
            Place(sheet, cell_name(*cells[0])),
        ) from error
    values = {cell: _held(value) for cell, value in zip(cells, found, strict=True)}
    remarks = (
        Remark(
            Place(sheet, cell_name(*cell)),
            "=" + formulas.texts[cell],
            shown(value) or "ô trống",
            CALCULATED,
            HINT,
        )
        for cell, value in values.items()
    )
    return Calculated(values, tuple(remarks))


def _held(value: Value) -> Any:
    """A calculated value as a grid holds it."""
    if isinstance(value, str) and value in ERRORS:
        return ErrorValue(value)
    return None if value == "" else value
