"""Everything about a sheet as LibreOffice has it, to compare two renderings cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

PAGE = (
    "IsLandscape",
    "ScaleToPagesX",
    "ScaleToPagesY",
    "LeftMargin",
    "RightMargin",
    "TopMargin",
    "BottomMargin",
    "CenterHorizontally",
)


def sheet_looks(document: Any, name: str) -> dict[str, Any]:
    sheet = document.Sheets.getByName(name)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    address = cursor.getRangeAddress()
    whole = sheet.getCellRangeByPosition(0, 0, address.EndColumn, address.EndRow)
    found: dict[str, Any] = {"values": whole.getDataArray(), "formulas": whole.getFormulaArray()}
    formats = document.NumberFormats
    for row in range(address.EndRow + 1):
        found[f"height {row + 1}"] = sheet.Rows.getByIndex(row).Height
        for column in range(address.EndColumn + 1):
            cell = sheet.getCellByPosition(column, row)
            number = cell.NumberFormat
            borders = [
                (getattr(cell, side).OuterLineWidth, getattr(cell, side).Color)
                for side in ("LeftBorder", "RightBorder", "TopBorder", "BottomBorder")
            ]
            found[f"{column},{row}"] = (
                formats.getByKey(number).FormatString,
                borders,
                str(cell.CellBackColor),
                cell.CharHeight,
                cell.CharWeight,
                str(cell.HoriJustify.value),
                cell.IsTextWrapped,
                cell.CharFontName,
                cell.CharColor,
                cell.IsMerged,
            )
    for column in range(address.EndColumn + 1):
        found[f"width {column + 1}"] = sheet.Columns.getByIndex(column).Width
    notes = sheet.Annotations
    found["notes"] = sorted(
        (
            notes.getByIndex(at).Position.Row,
            notes.getByIndex(at).Position.Column,
            notes.getByIndex(at).String,
        )
        for at in range(notes.Count)
    )
    found["conditions"] = sorted(_conditions(sheet))
    style = document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    found["page"] = {key: getattr(style, key) for key in PAGE}
    found["print areas"] = [
        (a.StartRow, a.StartColumn, a.EndRow, a.EndColumn) for a in sheet.getPrintAreas()
    ]
    found["charts"] = sorted(
        tuple(
            (a.Sheet, a.StartRow, a.StartColumn, a.EndRow, a.EndColumn)
            for a in sheet.Charts.getByIndex(at).Ranges
        )
        for at in range(sheet.Charts.Count)
    )
    return found


PIXEL = 27
"""In a file that it did not write itself LibreOffice rounds a row's height down to a pixel (0.26
mm).
"""


def differences(live: Any, file: Any, names: Iterable[str]) -> dict[str, Any]:
    """What differs between two open documents on the named sheets: nothing, where they are one
    rendering.
    """
    found = {}
    for name in names:
        one, other = sheet_looks(live, name), sheet_looks(file, name)
        for key in one.keys() | other.keys():
            left, right = one.get(key), other.get(key)
            close = (
                key.startswith("height")
                and left is not None
                and right is not None
                and abs(left - right) <= PIXEL
            )
            if left != right and not close:
                found[f"{name} {key}"] = (left, right)
    return found


def _conditions(sheet: Any) -> list[tuple[str, str]]:
    out = []
    for held in sheet.ConditionalFormats.getConditionalFormats():
        where = held.Range.getRangeAddressesAsString()
        for at in range(held.getCount()):
            entry = held.getByIndex(at)
            out.append((where, str(getattr(entry, "Formula1", ""))))
    return out
