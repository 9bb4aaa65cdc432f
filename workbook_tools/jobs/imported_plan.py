"""The workbook of an imported plan: an empty plan with the lines that were read, and the sheet
``NhapLieu`` that tells how.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workbook_tools.excel.added_sheet import with_sheet
from workbook_tools.excel.package import (
    MAIN,
    Package,
    pack,
    parse_xml,
    relationships,
    sheets,
    to_xml,
)
from workbook_tools.excel.strings import escape_controls, text_xml
from workbook_tools.jobs.imported_lines import Lines, is_usual
from workbook_tools.jobs.interpreted import HEADINGS, Reading
from workbook_tools.jobs.new_plan import empty_plan, fill_cells
from workbook_tools.patterns import pattern
from workbook_tools.place import cell_name
from workbook_tools.plan.money import plain

SHEET = "NhapLieu"
_M = f"{{{MAIN}}}"
_SHEET_DATA = pattern(rb"<sheetData>.*</sheetData>", re.DOTALL)
_DAY_ZERO = date(1899, 12, 30)
_LONGEST = 32_767
_WIDTHS = (18, 52, 14, 32, 60, 16)
_LAST_LISTED = 3_000
"""To this row the lists of an empty plan reach."""


def plan_file(about: Mapping[str, Any], lines: Lines, told: Sequence[Reading]) -> bytes:
    """The file of a plan: ``about`` are rows of ``ThongTin``, ``told`` those of ``NhapLieu``."""
    package = empty_plan(() if is_usual(lines.form) else lines.form.sources)
    said = {name: _particular(value) for name, value in about.items()}
    package = fill_cells(package, "ThongTin", said)
    package, heading, text = _with_lines(package, lines)
    return pack(with_sheet(package, SHEET, _told_sheet(told, heading, text)))


def _particular(value: Any) -> str | int:
    if isinstance(value, date):
        return _serial(value)
    return value if isinstance(value, int) else str(value)


def _serial(value: date) -> int:
    day = value.date() if isinstance(value, datetime) else value
    return (day - _DAY_ZERO).days


def _with_lines(package: Package, lines: Lines) -> tuple[Package, str, str]:
    """The package with the lines on ``DeAn``; and the styles of its headings and of its texts."""
    part = next(sheet.part for sheet in sheets(package) if sheet.name == "DeAn")
    root = parse_xml(package.read(part), part)
    heading, model = root.iter(f"{_M}row")
    styles = [str(cell.get("s")) for cell in model]
    text = styles[-1]
    styles += [text] * (len(lines.headings) - len(styles))
    _widen(root, len(lines.headings))
    _reach(root, len(lines.rows) + 1, len(lines.headings))
    top = str(heading[0].get("s"))
    rows = [_row(1, lines.headings, [top] * len(lines.headings), ' ht="34" customHeight="1"')]
    for number, cells in enumerate(lines.rows, 2):
        rows.append(_row(number, [cell.value for cell in cells], styles))
    data = f"<sheetData>{''.join(rows)}</sheetData>".encode()
    changed = {part: _SHEET_DATA().sub(lambda _: data, to_xml(root))}
    for rel in relationships(package, part):
        if rel.kind == "table":
            changed[rel.target] = to_xml(_table(package, rel.target, lines))
    return package.changed(changed), top, text


def _widen(root: Any, count: int) -> None:
    """The widths of columns of the user's own."""
    columns = root.find(f"{_M}cols")
    last = max(int(str(column.get("max"))) for column in columns)
    if count > last:
        column = deepcopy(columns[-1])
        column.set("min", str(last + 1))
        column.set("max", str(count))
        columns.append(column)


def _reach(root: Any, rows: int, columns: int) -> None:
    """Let the lists of the sheet, and what it says of its size, reach all rows."""
    root.find(f"{_M}dimension").set("ref", f"A1:{cell_name(rows, columns)}")
    if rows <= _LAST_LISTED:
        return
    for element in root.iter(f"{_M}dataValidation"):
        areas = str(element.get("sqref"))
        element.set("sqref", re.sub(rf"(?<=[A-Z]){_LAST_LISTED}\b", str(rows), areas))


def _table(package: Package, part: str, lines: Lines) -> Any:
    """The table of ``DeAn`` over all lines, with the columns of the user's own."""
    root = parse_xml(package.read(part), part)
    area = f"A1:{cell_name(len(lines.rows) + 1, len(lines.headings))}"
    for element in (root, *root.iter(f"{_M}autoFilter")):
        element.set("ref", area)
    columns: Any = root.find(f"{_M}tableColumns")
    for number in range(len(columns) + 1, len(lines.headings) + 1):
        column = deepcopy(columns[-1])
        column.set("id", str(number))
        column.set("name", escape_controls(lines.headings[number - 1]))
        columns.append(column)
    columns.set("count", str(len(columns)))
    return root


def _row(number: int, values: Sequence[Any], styles: Sequence[str], more: str = "") -> str:
    cells = [
        f'<c r="{cell_name(number, column)}" s="{style}"{_content(value)}'
        for column, (value, style) in enumerate(zip(values, styles, strict=True), 1)
    ]
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def _content(value: Any) -> str:
    """What stands in a cell, as the rest of the cell's XML after its style."""
    if value is None or value == "":
        return "/>"
    if isinstance(value, Decimal):
        return f"><v>{plain(value)}</v></c>"
    if isinstance(value, (int, float)):
        return f"><v>{value!r}</v></c>"
    if isinstance(value, date):
        value = value.strftime("%d/%m/%Y")
    return f' t="inlineStr"><is>{text_xml(str(value)[:_LONGEST])}</is></c>'


def _told_sheet(told: Sequence[Reading], heading: str, text: str) -> bytes:
    """The sheet ``NhapLieu``."""
    width = len(HEADINGS)
    rows = [_row(1, HEADINGS, [heading] * width)]
    for number, reading in enumerate(told, 2):
        said = (
            str(reading.place),
            reading.found,
            reading.target,
            reading.read_as,
            reading.how,
            reading.sure,
        )
        rows.append(_row(number, said, [text] * width))
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{size}" customWidth="1"/>'
        for at, size in enumerate(_WIDTHS, 1)
    )
    last = cell_name(max(len(told), 1) + 1, width)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:{last}"/><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f'<sheetData>{"".join(rows)}</sheetData><autoFilter ref="A1:{last}"/></worksheet>'
    ).encode()
