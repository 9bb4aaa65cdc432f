"""The conditions of a workbook's conditional formats, judged cell by cell by a calculation engine.

Every rule of ours is written out as an ordinary formula for each cell of its areas, on a sheet of
its own, and calculated: what is true there is what a spreadsheet program shows as flagged.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import openpyxl

from workbook_tools.excel.calculation import calculate_package
from workbook_tools.excel.cells import split_area
from workbook_tools.excel.formula import Ref, shift, tokenize
from workbook_tools.excel.package import MAIN, open_package, parse_xml, sheets
from workbook_tools.flags.marks import MARK
from workbook_tools.place import cell_name

M = f"{{{MAIN}}}"
SCRATCH = "Scratch"


@dataclass(frozen=True)
class Standing:
    """One rule of ours for one cell: where it stands on the scratch sheet, which cell it flags, its
    format's number.
    """

    row: int
    cell: str
    dxf: int
    priority: int


def with_conditions(
    data: bytes, sheet: str, changes: dict[str, Any] | None = None
) -> tuple[bytes, list[Standing]]:
    """The workbook with every condition of a sheet written out, after changes to its cells."""
    package = open_package(data, "x")
    part = next(s.part for s in sheets(package) if s.name == sheet)
    book = openpyxl.load_workbook(io.BytesIO(data))
    for cell, value in (changes or {}).items():
        book[sheet][cell] = value
    scratch = book.create_sheet(SCRATCH)
    found: list[Standing] = []
    for block in parse_xml(package.read(part), part).iter(f"{M}conditionalFormatting"):
        for rule in block.iter(f"{M}cfRule"):
            formula = rule.findtext(f"{M}formula") or ""
            if f'"{MARK}"' not in formula:
                continue
            areas = [split_area(area) for area in str(block.get("sqref")).split()]
            top, left = min(area[0] for area in areas), min(area[1] for area in areas)
            for first, west, last, east in areas:
                for row in range(first, last + 1):
                    for column in range(west, east + 1):
                        text = _on(sheet, shift(formula, row - top, column - left))
                        found.append(
                            Standing(
                                len(found) + 1,
                                cell_name(row, column),
                                int(str(rule.get("dxfId"))),
                                int(str(rule.get("priority"))),
                            )
                        )
                        scratch.cell(len(found), 1).value = "=" + text
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue(), found


def _on(sheet: str, formula: str) -> str:
    """A formula as it reads from another sheet."""
    return "".join(
        f"{sheet}!{piece}"
        if isinstance(piece, Ref) and piece.sheet is None
        else str(piece)
        if isinstance(piece, Ref)
        else piece.text
        for piece in tokenize(formula)
    )


def flagged_cells(data: bytes, sheet: str, changes: dict[str, Any] | None = None) -> set[str]:
    """The cells that a program shows as flagged, as the calculation engine sees it."""
    written, standing = with_conditions(data, sheet, changes)
    if not standing:
        return set()
    values = calculate_package(open_package(written, "x"))
    return {entry.cell for entry in standing if values.value(SCRATCH, entry.row, 1) is True}
