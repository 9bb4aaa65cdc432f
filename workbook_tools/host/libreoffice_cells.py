"""What is inside an open workbook of LibreOffice, as xlwings wants it: sheets, cells, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from workbook_tools.excel.cells import split_area
from workbook_tools.place import cell_name, column_letters, column_number


class OpenBook(Protocol):
    """The workbook that they belong to: its application, and its document in UNO."""

    app: Any
    document: Any


Area = tuple[int, int, int, int]
"""Top, left, bottom, right, from 1."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of a sheet, as Excel has them; LibreOffice 7.4 has as many rows, and columns as it is set."""


class NotInFront(Exception):  # noqa: N818  (the program's own error, as Excel's 1004)
    """Cells of a sheet that is not in front cannot be selected, as in Excel."""


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
        areas = _areas(text)
        return Range(self, *areas[0], more=areas[1:])

    @property
    def used_range(self) -> Range:
        self.book.app.engine.calls += 1
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.getRangeAddress()
        return Range(self, 1, 1, address.EndRow + 1, address.EndColumn + 1)


class Range:
    """An area of a sheet, rows and columns from 1; and the ``more`` areas that are with it."""

    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(
        self,
        sheet: Sheet,
        top: int,
        left: int,
        bottom: int,
        right: int,
        more: Sequence[Area] = (),
    ) -> None:
        self.sheet, self.area, self.more = sheet, (top, left, bottom, right), more
        self.cells: Any = None

    @property
    def api(self) -> Any:
        if self.cells is not None:
            return self.cells
        return _cells(self.sheet.sheet, self.area)

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
        return ",".join(map(_address, (self.area, *self.more)))

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
        document = self.sheet.book.document
        controller = document.getCurrentController()
        if controller.getActiveSheet().getName() != self.sheet.sheet.getName():
            raise NotInFront
        controller.select(_together(document, self.sheet.sheet, (self.area, *self.more)))


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
    found = Range(Sheet(book, None, cells), *_area_of(address))
    found.cells = cells
    return found


def address_of(selected: Any) -> str:
    """The address of the cells that UNO gave as selected. Raises where they are none."""
    several = getattr(selected, "getRangeAddresses", None)
    areas = several() if several is not None else (selected.getRangeAddress(),)
    return ",".join(_address(_area_of(area)) for area in areas)


def areas_of(book: OpenBook, selected: Any) -> Range:
    """The range of what is selected: an area, or several of them."""
    if not hasattr(selected, "getRangeAddresses"):
        return range_of(book, selected, selected.getRangeAddress())
    first, *more = selected.getRangeAddresses()
    sheet = Sheet(book, book.document.Sheets.getByIndex(first.Sheet))
    return Range(sheet, *_area_of(first), more=[_area_of(address) for address in more])


def _area_of(address: Any) -> Area:
    """An area that UNO gave. As many columns as LibreOffice has are all of them."""
    right = address.EndColumn + 1
    if address.StartColumn == 0 and right in (1024, LAST_COLUMN):
        right = LAST_COLUMN
    return address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, right


def _area(text: str) -> Area:
    """``B2:C5``, ``B7``, ``A:C`` (whole columns) or ``5:7`` (whole rows) → the area."""
    first, _, last = text.partition(":")
    if last and first.isalpha() and last.isalpha():
        return 1, column_number(first), LAST_ROW, column_number(last)
    if last and first.isdecimal() and last.isdecimal():
        return int(first), 1, int(last), LAST_COLUMN
    return split_area(text)


def _address(area: Area) -> str:
    """As Excel writes it: ``$B$2:$C$5``, ``$B$7``, ``$A:$C``, ``$5:$7``."""
    top, left, bottom, right = area
    if (top, bottom) == (1, LAST_ROW):
        return f"${column_letters(left)}:${column_letters(right)}"
    if (left, right) == (1, LAST_COLUMN):
        return f"${top}:${bottom}"
    first, last = _fixed(cell_name(top, left)), _fixed(cell_name(bottom, right))
    return first if first == last else f"{first}:{last}"


def cells_at(document: Any, sheet: Any, address: str) -> Any:
    """What the program selects for an address (``$B$2:$C$5,$E$7``) on a sheet in UNO."""
    return _together(document, sheet, _areas(address))


def _areas(text: str) -> list[Area]:
    return [_area(part) for part in text.replace("$", "").split(",")]


def _together(document: Any, sheet: Any, areas: Sequence[Area]) -> Any:
    """The cells of an area, or a collection where there are several."""
    if len(areas) == 1:
        return _cells(sheet, areas[0])
    held = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    for area in areas:
        held.addRangeAddress(_cells(sheet, area).getRangeAddress(), False)
    return held


def _cells(sheet: Any, area: Area) -> Any:
    """The area's cells in UNO; whole rows reach as far as the program's columns do."""
    top, left, bottom, right = area
    if right == LAST_COLUMN:
        right = sheet.getColumns().getCount()
    return sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)
