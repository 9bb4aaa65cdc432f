"""What is inside an open workbook of LibreOffice, as xlwings wants it: sheets, cells, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from workbook_tools.excel.cells import split_area
from workbook_tools.place import cell_name


class OpenBook(Protocol):
    """The workbook that they belong to: its application, and its document in UNO."""

    app: Any
    document: Any


class Sheets:
    """The sheets of a workbook."""

    def __init__(self, book: OpenBook) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        self.book.app.engine.calls += 1
        return Sheet(self.book, self.book.document.getCurrentController().getActiveSheet())

    def __call__(self, name_or_index: str | int) -> Sheet:
        self.book.app.engine.calls += 1
        sheets = self.book.document.Sheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, sheets.getByIndex(name_or_index - 1))
        if not sheets.hasByName(name_or_index):
            raise KeyError(name_or_index)
        return Sheet(self.book, sheets.getByName(name_or_index))

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, sheet) for sheet in self.book.document.Sheets)

    def __len__(self) -> int:
        return int(self.book.document.Sheets.getCount())


class Sheet:
    """A sheet."""

    def __init__(self, book: OpenBook, sheet: Any, cells: Any = None) -> None:
        self.book, self._sheet, self._cells = book, sheet, cells

    @property
    def sheet(self) -> Any:
        if self._sheet is None:
            self._sheet = self._cells.getSpreadsheet()
        return self._sheet

    @property
    def api(self) -> Any:
        return self.sheet

    @property
    def name(self) -> str:
        self.book.app.engine.calls += 1
        return str(self.sheet.getName())

    @name.setter
    def name(self, value: str) -> None:
        self.book.app.engine.calls += 1
        self.sheet.setName(value)

    @property
    def index(self) -> int:
        return int(self.sheet.getRangeAddress().Sheet) + 1

    def activate(self) -> None:
        self.book.app.engine.calls += 1
        self.book.document.getCurrentController().setActiveSheet(self.sheet)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        self.book.app.engine.calls += 1
        at = self.index
        if before is not None:
            at = before.index - 1
        elif after is not None:
            at = after.index
        sheets = self.book.document.Sheets
        name = f"{self.sheet.getName()}_2"
        sheets.copyByName(self.sheet.getName(), name, at)

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, tuple):
            row, column = first
            bottom, right = last if isinstance(last, tuple) else (row, column)
            return Range(self, row, column, bottom, right)
        text = str(first) if last is None else f"{first}:{last}"
        return Range(self, *split_area(text.replace("$", "")))

    @property
    def used_range(self) -> Range:
        self.book.app.engine.calls += 1
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.getRangeAddress()
        return Range(self, 1, 1, address.EndRow + 1, address.EndColumn + 1)


class Range:
    """An area of a sheet; rows and columns from 1."""

    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.area = sheet, (top, left, bottom, right)
        self.cells: Any = None

    @property
    def api(self) -> Any:
        if self.cells is not None:
            return self.cells
        top, left, bottom, right = self.area
        return self.sheet.sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    @property
    def address(self) -> str:
        top, left, bottom, right = self.area
        first, last = (cell_name(row, column) for row, column in ((top, left), (bottom, right)))
        return _fixed(first) if first == last else f"{_fixed(first)}:{_fixed(last)}"

    @property
    def raw_value(self) -> Any:
        self.sheet.book.app.engine.calls += 1
        data = self.api.getDataArray()
        return data[0][0] if self.shape == (1, 1) else data

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.sheet.book.app.engine.calls += 1
        rows = data if isinstance(data, (list, tuple)) else [[data]]
        self.api.setDataArray(tuple(map(_without_none, rows)))

    @property
    def formula(self) -> Any:
        self.sheet.book.app.engine.calls += 1
        data = self.api.getFormulaArray()
        return data[0][0] if self.shape == (1, 1) else data

    def select(self) -> None:
        self.sheet.book.app.engine.calls += 1
        controller = self.sheet.book.document.getCurrentController()
        controller.setActiveSheet(self.sheet.sheet)
        controller.select(self.api)


def _without_none(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple("" if value is None else value for value in row)


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


class Names:
    """The names that are defined in a workbook."""

    def __init__(self, book: OpenBook) -> None:
        self.book = book

    def __call__(self, name: str) -> Name:
        self.book.app.engine.calls += 1
        try:
            return Name(self.book, self.book.document.NamedRanges.getByName(name))
        except Exception as error:
            raise KeyError(name) from error

    def contains(self, name: str) -> bool:
        return bool(self.book.document.NamedRanges.hasByName(name))

    def __len__(self) -> int:
        return int(self.book.document.NamedRanges.getCount())


class Name:
    """A defined name."""

    def __init__(self, book: OpenBook, name: Any) -> None:
        self.book, self.held = book, name

    @property
    def api(self) -> Any:
        return self.held

    @property
    def name(self) -> str:
        return str(self.held.getName())

    @property
    def refers_to_range(self) -> Range:
        cells = self.held.getReferredCells()
        return range_of(self.book, cells, cells.getRangeAddress())


def range_of(book: OpenBook, cells: Any, address: Any) -> Range:
    """The range of cells that UNO gave; its sheet is asked for only where it is used."""
    found = Range(
        Sheet(book, None, cells),
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow + 1,
        address.EndColumn + 1,
    )
    found.cells = cells
    return found
