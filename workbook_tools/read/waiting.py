"""Formulas that have no result stored beside them: calculated, and each told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from workbook_tools.excel.calculation import CIRCULAR, ENGINE_ERRORS, ErrorText, Value
from workbook_tools.excel.defined_names import defined_names
from workbook_tools.excel.dependence import At, Book, Dependence
from workbook_tools.excel.number_formats import day_formats
from workbook_tools.excel.package import Package, SheetPart
from workbook_tools.excel.tables import tables_of
from workbook_tools.excel.waiting_book import Sheet, date_1904, waiting_values
from workbook_tools.machine.child import ChildError
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.grid import NOT_CALCULATED, ErrorValue
from workbook_tools.plan.model import Remark
from workbook_tools.read.sheet_scan import Cell, formatted_cells, formula_cells
from workbook_tools.read.values import shown

CALCULATED = "có công thức chưa có kết quả nên chương trình tự tính"
NOT_POSSIBLE = "có công thức chưa có kết quả mà chương trình không tính được"
HINT = "Mở sổ bằng Excel rồi lưu lại để có kết quả của Excel."
_EACH_TIME_ANOTHER = pattern(r"\b(?:RAND|RANDBETWEEN|RANDARRAY|NOW)\(", re.IGNORECASE)
"""Functions that give something else whenever they are calculated: nothing to go by."""

_AFTER_LAST_DAY = 2_957_003
"""The last day of the year 9999, counted from 1904: what is less is a day by either count."""
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
    fleeting = _fleeting(package, known)
    found = {
        cell: value for cell, value in found.items() if (sheet.casefold(), cell) not in fleeting
    }
    values = {cell: _held(found.get(cell, NOT_CALCULATED)) for cell in formulas.waiting}
    for cell in _days(package, formulas.part, values):
        values[cell] = _moment(values[cell], date_1904(package))
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


def _fleeting(package: Package, known: Sequence[Sheet]) -> set[At]:
    """The formulas that wait for a result and would have another one each time, and all that depend
    on them.
    """
    seeds = {
        (sheet.part.name.casefold(), cell)
        for sheet in known
        for cell in sheet.waiting
        if _EACH_TIME_ANOTHER().search(sheet.formulas[cell])
    }
    if not seeds:
        return set()
    texts = {sheet.part.name: sheet.formulas for sheet in known}
    book = Book(tuple(texts), texts, defined_names(package), tables_of(package))
    return seeds | Dependence(book).reached(seeds)


def _formulas(package: Package, part: SheetPart) -> tuple[Mapping[Cell, str], Sequence[Cell]]:
    found = package.scanned(part.part, formula_cells)
    return found.texts, found.waiting


def _days(package: Package, part: SheetPart, values: Mapping[Cell, Any]) -> list[Cell]:
    """Those cells whose number is shown as a day."""
    shown_so = formatted_cells(package.plain(part.part), day_formats(package))
    return [cell for cell, value in values.items() if cell in shown_so and type(value) is float]


def _moment(days: float, from_1904: bool) -> Any:
    """A number of days as the date that a sheet shows for it; as it is where that is none."""
    if not 1 <= days < _AFTER_LAST_DAY:
        return days
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    found = start + timedelta(days=days)
    return found.date() if found.time() == datetime.min.time() else found


def _held(value: Value) -> Any:
    """A calculated value as a grid holds it."""
    if isinstance(value, ErrorText):
        return NOT_CALCULATED if value in _OF_THE_ENGINE else ErrorValue(value)
    return None if value == "" else value
