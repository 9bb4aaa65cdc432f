"""The very cells of a built appendix, written by XlsxWriter: texts, numbers, formulas with their
results, formats.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import xlsxwriter
from lxml import etree

from workbook_tools.excel.package import MAIN, open_package, sheets
from workbook_tools.excel.strings import read_shared_strings

_M = f"{{{MAIN}}}"


@dataclass(frozen=True, slots=True)
class CellOut:
    """One cell to write; ``style`` only tells formats apart."""

    row: int
    column: int
    style: int
    text: str | None
    number: float | None
    formula: str | None


def appendix_cells(workbook: bytes) -> list[CellOut]:
    """Every cell of the sheet ``PhuLuc`` of a built workbook."""
    from workbook_tools.excel.cells import split_cell

    package = open_package(workbook, "built")
    strings = [item.text for item in read_shared_strings(package)]
    part = next(sheet.part for sheet in sheets(package) if sheet.name == "PhuLuc")
    found = []
    for _, cell in etree.iterparse(io.BytesIO(package.read(part)), tag=f"{_M}c"):
        row, column = split_cell(str(cell.get("r")))
        value, formula = cell.findtext(f"{_M}v"), cell.findtext(f"{_M}f")
        is_text = cell.get("t") in ("s", "str")
        text = (
            (strings[int(value)] if cell.get("t") == "s" else value)
            if is_text and value is not None
            else None
        )
        number = float(value) if value is not None and not is_text else None
        found.append(CellOut(row - 1, column - 1, int(cell.get("s", "0")), text, number, formula))
        cell.clear()
    return found


def write(cells: list[CellOut]) -> bytes:
    """Write them with XlsxWriter, in memory."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    sheet = book.add_worksheet("PhuLuc")
    formats = {
        style: book.add_format(
            {"font_name": "Times New Roman", "border": 1, "text_wrap": True, "indent": at}
        )
        for at, style in enumerate(sorted({cell.style for cell in cells}))
    }
    for cell in cells:
        style = formats[cell.style]
        if cell.formula is not None:
            sheet.write_formula(
                cell.row, cell.column, "=" + cell.formula, style, cell.text or cell.number
            )
        elif cell.text is not None:
            sheet.write_string(cell.row, cell.column, cell.text, style)
        elif cell.number is not None:
            sheet.write_number(cell.row, cell.column, cell.number, style)
        else:
            sheet.write_blank(cell.row, cell.column, None, style)
    book.close()
    return raw.getvalue()
