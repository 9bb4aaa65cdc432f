"""A workbook's values, sheet by sheet, as they stand or, where a formula has no stored result, as calculated."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workbook_tools.calc import CalculationError, calculate
from workbook_tools.cells import cell_name, column_number, split_cell
from workbook_tools.errors import InputError, Place
from workbook_tools.opc import Package, SheetPart, open_package, pack, sheets

MAX_CELLS = 30_000_000

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*?>\s*'
                   rb'<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>.*?</(?:\w+:)?f>)\s*(<(?:\w+:)?v>[^<]|)', re.DOTALL)
_COLUMN = re.compile(rb'c r="([A-Z]{1,3})')
_ROW = re.compile(rb'row\b[^>]*?\br="([0-9]{1,7})"')


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's values; ``rows[0]`` is row 1. Empty cells are ``None``."""

    sheet: str
    rows: Sequence[Sequence[Any]]

    def place(self, row: int, column: int) -> Place:
        """The cell at a row and column, both from 1."""
        return Place(self.sheet, cell_name(row, column))


@dataclass(frozen=True)
class Source:
    """A workbook file, read into memory once."""

    name: str
    data: bytes
    package: Package

    @cached_property
    def sheets(self) -> Mapping[str, SheetPart]:
        """The worksheets by name, whatever its capitals."""
        return {sheet.name.casefold(): sheet for sheet in sheets(self.package) if sheet.kind == "worksheet"}

    @cached_property
    def _values(self) -> Any:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(self.data))
        except (CalamineError, OSError, ValueError) as error:
            raise InputError(f"Tệp {self.name} không đọc được ({error}); hãy mở bằng Excel và lưu lại.") from error

    def grid(self, name: str) -> Grid | None:
        """The values of a sheet; ``None`` where there is no such sheet."""
        sheet = self.sheets.get(name.casefold())
        if sheet is None:
            return None
        xml = self.package.read(sheet.part)
        _within_bounds(xml, sheet.name)
        try:
            found = self._values.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        except Exception as error:
            raise InputError(f"không đọc được ({error}); hãy mở bằng Excel và lưu lại.", Place(sheet.name)) from error
        rows = [[None if value == "" else value for value in row] for row in found]
        for cell in _without_result(xml):
            row, column = split_cell(cell)
            value = self._calculated_value(sheet.name, row, column)
            while len(rows) < row:
                rows.append([])
            rows[row - 1] += [None] * (column - len(rows[row - 1]))
            rows[row - 1][column - 1] = value
        return Grid(sheet.name, rows)

    @cached_property
    def _calculated(self) -> Any:
        try:
            return calculate(pack(self.package))
        except CalculationError as error:
            raise InputError(f"Tệp {self.name} có công thức chưa có kết quả và không tính được ({error}); "
                             "hãy mở bằng Excel và lưu lại.") from error

    def _calculated_value(self, sheet: str, row: int, column: int) -> Any:
        value = self._calculated.value(sheet, row, column)
        if isinstance(value, str) and value.startswith("#"):
            raise InputError(f"công thức cho kết quả lỗi {value}; hãy sửa công thức.", Place(sheet, cell_name(row, column)))
        return None if value == "" else value


def open_source(path: Path) -> Source:
    """Read a workbook file. Raises ``InputError`` where it is missing, no workbook, or locked by a password."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"Không có tệp {path}; hãy kiểm tra lại tên và thư mục.") from None
    except OSError as error:
        raise InputError(f"Không mở được tệp {path} ({error.strerror}).") from error
    return source_of(data, path.name)


def source_of(data: bytes, name: str) -> Source:
    """A workbook already in memory."""
    source = Source(name, data, open_package(data, name))
    if not source.sheets:
        raise InputError(f"Tệp {name} không có trang tính nào.")
    return source


def _without_result(xml: bytes) -> list[str]:
    """The cells whose formula has no result stored beside it."""
    if b"<f" not in xml and b":f>" not in xml:
        return []
    return [cell.decode() for cell, result in _CELL.findall(xml) if not result]


def _within_bounds(xml: bytes, sheet: str) -> None:
    columns = max((column_number(letters.decode()) for letters in set(_COLUMN.findall(xml))), default=0)
    last = xml.rfind(b"row r=")
    match = _ROW.match(xml, last) if last >= 0 else None
    if match and columns * int(match[1]) > MAX_CELLS:
        raise InputError("trang trải rộng bất thường (có ô rất xa); hãy xoá các dòng, cột thừa rồi lưu lại.", Place(sheet))
