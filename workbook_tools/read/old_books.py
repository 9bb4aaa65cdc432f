"""Workbooks of other formats, Excel 97-2003 and OpenDocument, as grids. Their reader runs in a
child process with bounds on time and memory: these formats have no gate of their own.
"""

from __future__ import annotations

import io
import re
from typing import Any

from workbook_tools.error_kinds import CANNOT_BE_READ, NO_SHEET, PASSWORD, UNPACKS_TOO_LARGE
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_CELLS
from workbook_tools.excel.package import Package, is_ole, open_parts, refuse_password
from workbook_tools.machine.child import Bounds, ChildError, Reason, in_child
from workbook_tools.patterns import pattern
from workbook_tools.plan.grid import Area, Grid
from workbook_tools.read.table_book import LaidOut
from workbook_tools.read.values import stored_values

_SECONDS = 30.0
_UNBOUNDED = (Reason.TOO_LARGE, Reason.TOO_LONG, Reason.DIED)
"""What becomes of a reader that a file would make grow: it ends itself where memory does."""

_LOCKED = "PasswordError"
_TOO_MUCH = "OverflowError"

_CONTENT = "content.xml"
_ROWS = pattern(rb'\A[^<>]*table:number-rows-repeated="([0-9]{1,9})"')
_COLUMNS = pattern(rb'\A[^<>]*table:number-columns-repeated="([0-9]{1,9})"')

_Sheet = tuple[str, list[list[Any]], list[Area]]


def old_book(data: bytes, name: str) -> LaidOut:
    """The sheets of an ``.xls`` or ``.ods``; ``name`` is the file's, for messages. Raises
    ``InputError`` for one that is locked, damaged or holds more than it may.
    """
    if is_ole(data):
        refuse_password(data, name)
    else:
        _judge_repeats(open_parts(data, name), name)
    try:
        sheets: list[_Sheet] = in_child(f"{__name__}:sheets_in", data, bounds=Bounds(_SECONDS))
    except ChildError as error:
        raise _refusal(error, name) from error
    if not sheets:
        raise InputError(NO_SHEET, name=name)
    return LaidOut(name, {sheet: _grid(sheet, rows, merges) for sheet, rows, merges in sheets})


def _judge_repeats(package: Package, name: str) -> None:
    """Raises ``InputError`` where an ``.ods`` repeats cells that hold something beyond all bounds:
    what takes a few bytes there is laid out cell by cell.
    """
    if _CONTENT not in package:
        raise InputError(CANNOT_BE_READ, name=name)
    count = 0
    for row in package.read(_CONTENT).split(b"<table:table-row")[1:]:
        cells = 0
        for cell in row.split(b"<table:table-cell")[1:]:
            cells += _repeated(_COLUMNS().search(cell)) if b"<text:p" in cell else 0
        count += cells * _repeated(_ROWS().search(row))
        if count > MAX_CELLS:
            raise InputError(UNPACKS_TOO_LARGE, name=name)


def _repeated(match: re.Match[bytes] | None) -> int:
    return int(match[1]) if match is not None else 1


def _refusal(error: ChildError, name: str) -> InputError:
    if error.detail.startswith(_LOCKED):
        return InputError(PASSWORD, name=name)
    if error.reason in _UNBOUNDED or error.detail.startswith(_TOO_MUCH):
        return InputError(UNPACKS_TOO_LARGE, name=name)
    return InputError(CANNOT_BE_READ, name=name)


def _grid(name: str, rows: list[list[Any]], merges: list[Area]) -> Grid:
    return Grid(name, [stored_values(row) for row in rows], merges=tuple(merges))


def sheets_in(data: bytes) -> list[_Sheet]:
    """The worksheets of a file: name, values row by row, merged areas. Run in a child. Raises
    ``OverflowError`` for one that spans more cells than a sheet may hold.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: list[_Sheet] = []
    spanned = 0
    for about in book.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        spanned += sheet.total_height * sheet.total_width
        if spanned > MAX_CELLS:
            raise OverflowError
        merges = [
            (a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in sheet.merged_cell_ranges or ()
        ]
        found.append((about.name, sheet.to_python(skip_empty_area=False), merges))
    return found
