"""Formulas that have no result stored beside them: calculated, and each told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbook_tools.excel.calculation import CIRCULAR, ENGINE_ERRORS, ErrorText, Value
from workbook_tools.excel.package import Package, SheetPart
from workbook_tools.excel.waiting_book import Sheet, waiting_values
from workbook_tools.machine.child import ChildError
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.grid import NOT_CALCULATED, ErrorValue
from workbook_tools.plan.model import Remark
from workbook_tools.read.sheet_scan import Cell, formula_cells
from workbook_tools.read.values import shown

CALCULATED = "có công thức chưa có kết quả nên chương trình tự tính"
NOT_POSSIBLE = "có công thức chưa có kết quả mà chương trình không tính được"
HINT = "Mở sổ bằng Excel rồi lưu lại để có kết quả của Excel."
_OF_THE_ENGINE = ENGINE_ERRORS | {CIRCULAR}
"""What the engine says where it does not know a function or cannot go on."""


@dataclass(frozen=True, slots=True)
class Calculated:
    """Values by cell, as a grid holds them, and a remark for each."""

    values: Mapping[Cell, Any]
    remarks: tuple[Remark, ...]


def calculated_values(package: Package, sheets: Sequence[SheetPart], sheet: str) -> Calculated:
    """What the formulas of a sheet that wait for a result give; ``NOT_CALCULATED`` where the engine
    cannot say.
    """
    known = [Sheet(part, *_formulas(package, part)) for part in sheets]
    formulas = next(found for found in known if found.part.name == sheet)
    try:
        found = waiting_values(package, known, sheet)
    except ChildError:
        found = {}
    values = {cell: _held(found.get(cell, NOT_CALCULATED)) for cell in formulas.waiting}
    remarks = (
        Remark(
            Place(sheet, cell_name(*cell)),
            "=" + formulas.formulas[cell],
            shown(value) or "ô trống",
            NOT_POSSIBLE if value == NOT_CALCULATED else CALCULATED,
            HINT,
        )
        for cell, value in values.items()
    )
    return Calculated(values, tuple(remarks))


def _formulas(package: Package, part: SheetPart) -> tuple[Mapping[Cell, str], Sequence[Cell]]:
    found = package.scanned(part.part, formula_cells)
    return found.texts, found.waiting


def _held(value: Value) -> Any:
    """A calculated value as a grid holds it."""
    if isinstance(value, ErrorText):
        return NOT_CALCULATED if value in _OF_THE_ENGINE else ErrorValue(value)
    return None if value == "" else value
