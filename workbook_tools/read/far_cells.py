"""A sheet whose cells lie far apart, read without the gaps between them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workbook_tools.error_kinds import FAR_CELLS
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_LAID_OUT
from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.one_sheet import worksheet_only
from workbook_tools.excel.package import Package, SheetPart, pack, stored
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, cell_name
from workbook_tools.read.values import stored_values

Cell = tuple[int, int]
"""Row and column, from 1."""

_CELL = pattern(rb'<c r="([^"<>]*)"([^<>]*)>')
_DIMENSION = pattern(rb"<dimension [^<>]*>")
_COLUMN_LENGTH = 1_000_000
_NO_CELLS: list[Any] = []


def far_cells(package: Package, sheet: SheetPart, xml: bytes) -> list[list[Any]]:
    """The values of a sheet in the plain form, each row as long as its last cell that holds
    something; rows that hold nothing are one and the same empty list, which nobody may change.

    The cells are moved together into few columns, read there, and put back. Raises ``InputError``
    where even so too many cells would have to be laid out, and what the reader of values raises.
    """
    from python_calamine import CalamineWorkbook

    cells: list[Cell] = []
    together = worksheet_only(package, sheet, _moved_together(xml, cells))
    book = CalamineWorkbook.from_filelike(io.BytesIO(pack(together, stored)))
    found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return _rows(zip(cells, _in_order(found), strict=False), sheet.name)


def _moved_together(xml: bytes, cells: list[Cell]) -> bytes:
    """The sheet with its cells one below the other; ``cells`` is told where each came from."""

    def moved(match: re.Match[bytes]) -> bytes:
        column, row = divmod(len(cells), _COLUMN_LENGTH)
        cells.append(split_cell(match[1].decode()))
        return b'<c r="%b"%b>' % (cell_name(row + 1, column + 1).encode(), match[2])

    return _CELL().sub(moved, _DIMENSION().sub(b"", xml, count=1))


def _in_order(found: Sequence[Sequence[Any]]) -> Iterator[Any]:
    """The values of cells that stand one below the other, column by column."""
    for column in range(len(found[0]) if found else 0):
        for row in found:
            yield row[column]


def _rows(cells: Iterable[tuple[Cell, Any]], sheet: str) -> list[list[Any]]:
    """Values put into the rows and columns of their cells. Raises ``InputError``."""
    rows: list[list[Any]] = []
    laid_out = 0
    for (row, column), value in cells:
        if value == "":
            continue
        rows += [_NO_CELLS] * (row - len(rows))
        held = rows[row - 1] = rows[row - 1] or []
        gap = column - len(held)
        laid_out += max(gap, 0)
        if laid_out > MAX_LAID_OUT:
            raise InputError(FAR_CELLS, Place(sheet, cell_name(row, column)))
        held += [None] * gap
        held[column - 1] = value
    return [stored_values(row) if row else row for row in rows]
