"""A small workbook for calculating the formulas that have no result: these, and what stands on the
sheets that they read, as values. Nothing else on the user's sheets can stop or slow it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.excel.calculation import FormulaCell, SheetCells, Value, calculate_cells
from workbook_tools.excel.cells import area_name, quote_sheet
from workbook_tools.excel.defined_names import defined_names
from workbook_tools.excel.dependence import At, Book, Cell, Dependence
from workbook_tools.excel.formula import Piece, Token, tokenize
from workbook_tools.excel.package import MAIN, Package, SheetPart, workbook_part
from workbook_tools.excel.stored_cells import results, to_engine, values
from workbook_tools.excel.strings import read_shared_strings
from workbook_tools.excel.tables import tables_of
from workbook_tools.machine.child import in_child
from workbook_tools.patterns import pattern

_DATES = pattern(
    r"\b(?:DATE|DATEVALUE|TODAY|NOW|YEAR|MONTH|DAY|EDATE|EOMONTH|WEEKDAY|WEEKNUM|WORKDAY|TEXT"
    r"|NETWORKDAYS|DATEDIF|YEARFRAC|DAYS|DAYS360|ISOWEEKNUM)(?:\.INTL)?\(",
    re.IGNORECASE,
)
_DEEPEST = 8
"""So many names stand for each other at most."""


def date_1904(package: Package) -> bool:
    """Whether the workbook counts its days from 1904."""
    properties = package.tree(workbook_part(package)).find(f"{{{MAIN}}}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


@dataclass(frozen=True)
class Sheet:
    """A sheet with its formulas, and those of them that have no result."""

    part: SheetPart
    formulas: Mapping[Cell, str]
    waiting: Sequence[Cell]


def waiting_values(package: Package, sheets: Sequence[Sheet], sheet: str) -> dict[Cell, Value]:
    """What the waiting formulas of a sheet give; one that cannot be calculated is not there. Raises
    ``ChildError``.
    """
    by_name = {known.part.name.casefold(): known for known in sheets}
    dependence = Dependence(
        Book(
            tuple(known.part.name for known in sheets),
            {known.part.name: known.formulas for known in sheets},
            defined_names(package),
            tables_of(package),
        )
    )
    needed = _needed(dependence, by_name, sheet.casefold())
    held = {name: _held(package, by_name[name]) for name in needed}
    last = {name: _last_row(cells) for name, cells in held.items()}
    book = []
    for name in needed:
        texts = _texts(package, dependence, by_name[name], last)
        cells = [FormulaCell(*cell, text) for cell, text in texts.items()]
        book.append((by_name[name].part.name, held[name], cells))
    asked = [(cell.row, cell.column) for cell in book[0][2]]
    found = in_child(f"{__name__}:small_book", book, asked)
    return dict(zip(asked, found, strict=True))


def _needed(dependence: Dependence, sheets: Mapping[str, Sheet], first: str) -> list[str]:
    """The sheets that the waiting formulas of a sheet read, through waiting formulas on others."""
    found, todo = {first: None}, [first]
    while todo:
        name = todo.pop()
        for cell in sheets[name].waiting:
            for home, _ in dependence.readings((name, cell)):
                if home in sheets and home not in found:
                    found[home] = None
                    todo.append(home)
    return list(found)


def _held(package: Package, sheet: Sheet) -> list[tuple[int, int, Value]]:
    """What stands in the other cells of a sheet, as the engine is given it."""
    waiting = set(sheet.waiting)
    known = values(package, sheet.part, read_shared_strings(package))
    return [(*cell, to_engine(value)) for cell, value in known.items() if cell not in waiting]


def _last_row(cells: Sequence[tuple[int, int, Value]]) -> int:
    return max((row for row, _, _ in cells), default=1)


def _texts(
    package: Package, dependence: Dependence, sheet: Sheet, last: Mapping[str, int]
) -> dict[Cell, str]:
    """The waiting formulas of a sheet as the engine is given them; left out are array formulas and,
    where days count from 1904, what the engine would count from 1900.
    """
    known = results(package, sheet.part)
    other_days = date_1904(package)
    found = {}
    for cell in sheet.waiting:
        at = (sheet.part.name.casefold(), cell)
        text = _rewritten(dependence, at, sheet.formulas[cell], last)
        array = cell in known and known[cell].array is not None
        if text is not None and not array and not (other_days and _DATES().search(text)):
            found[cell] = text
    return found


def _rewritten(
    dependence: Dependence, at: At, formula: str, last: Mapping[str, int], depth: int = 0
) -> str | None:
    """A formula with areas in place of tables, what names stand for in place of names, and whole
    columns cut to what is used; ``None`` for one that cannot be read.
    """
    try:
        pieces = tokenize(formula)
    except ValueError:
        return None
    return "".join(_piece(dependence, at, piece, last, depth) for piece in pieces)


def _piece(
    dependence: Dependence, at: At, piece: Piece, last: Mapping[str, int], depth: int
) -> str:
    """A piece of a formula as the engine is given it."""
    if not isinstance(piece, Token):
        return str(piece)
    if piece.kind == "name" and depth < _DEEPEST:
        named = dependence.name_text(at[0], piece.text)
        if named:
            inner = _rewritten(dependence, at, named, last, depth + 1)
            return f"({inner})" if inner is not None else piece.text
    if piece.kind == "columns" or (piece.kind in ("name", "structured") and "[" in piece.text):
        areas = dependence.readings_of(piece.text, at[0], at[1][0])
        if len(areas) == 1:
            home, (top, left, bottom, right) = areas[0]
            bottom = max(top, min(bottom, last.get(home, 1)))
            return f"{quote_sheet(dependence.title(home))}!{area_name(top, left, bottom, right)}"
    return piece.text


def small_book(
    sheets: Sequence[tuple[str, Sequence[tuple[int, int, Value]], Sequence[FormulaCell]]],
    asked: Sequence[Cell],
) -> list[Value]:
    """The values of some cells of the first sheet, calculated: what the child does."""
    done = calculate_cells([SheetCells(*sheet) for sheet in sheets])
    return [done.value(sheets[0][0], *cell) for cell in asked]
