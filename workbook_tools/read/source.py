"""A workbook's sheets as grids: values as they stand or, where a formula has no stored result, as
calculated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workbook_tools.errors import InputError
from workbook_tools.excel.calculation import CalculationError, calculate_package
from workbook_tools.excel.cells import split_area, split_cell
from workbook_tools.excel.formula import shift
from workbook_tools.excel.package import (
    Package,
    SheetPart,
    open_package,
    pack,
    relationships,
    sheets,
    workbook_part,
)
from workbook_tools.excel.strings import unescape_text
from workbook_tools.place import Place, cell_name, column_number
from workbook_tools.plan.grid import Area, ErrorValue, Grid, OutsideLink

MAX_CELLS = 30_000_000

_FORMULA = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"[^>]*?>\s*'
    rb"<(?:\w+:)?f\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?f>)\s*(<(?:\w+:)?v>[^<]|)",
    re.DOTALL,
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b((?=[^>]*\bt="e")[^>]*)>(?:\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>.*?</(?:\w+:)?f>))?\s*'
    rb"<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_SHARED = re.compile(rb'\bt="shared"')
_SHARED_INDEX = re.compile(rb'\bsi="([0-9]+)"')
_COLUMN = re.compile(rb'c r="([A-Z]{1,3})')
_ROW = re.compile(rb'row\b[^>]*?\br="([0-9]{1,7})"')
_HIDDEN_ROW = re.compile(
    rb'<(?:\w+:)?row\b(?=[^>]*(?:\bhidden="(?:1|true)"|\bht="0(?:\.0+)?"))[^>]*?\br="([0-9]{1,7})"'
)
_HIDDEN_COLUMN = re.compile(
    rb'<(?:\w+:)?col\b(?=[^>]*(?:\bhidden="(?:1|true)"|\bwidth="0(?:\.0+)?"))[^>]*>'
)
_SPAN = re.compile(rb'\b(min|max)="([0-9]{1,5})"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z0-9:]+)"')
_OUTSIDE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Source:
    """A workbook file, read into memory once."""

    name: str
    data: bytes
    package: Package

    def with_package(self, package: Package) -> Source:
        """This workbook with other parts; its file's bytes are put together from them."""
        return Source(self.name, pack(package), package)

    @cached_property
    def sheets(self) -> Mapping[str, SheetPart]:
        """The worksheets by name, whatever its capitals."""
        return {
            sheet.name.casefold(): sheet
            for sheet in sheets(self.package)
            if sheet.kind == "worksheet"
        }

    @cached_property
    def _values(self) -> Any:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(self.data))
        except (CalamineError, OSError, ValueError) as error:
            raise InputError(
                f"Tệp {self.name} không đọc được ({error}); hãy mở bằng Excel và lưu lại."
            ) from error

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
            raise InputError(
                f"không đọc được ({error}); hãy mở bằng Excel và lưu lại.", Place(sheet.name)
            ) from error
        rows = [[None if value == "" else value for value in row] for row in found]
        formulas, waiting = _formulas(xml)
        for row, column in waiting:
            _put(rows, row, column, self._calculated_value(sheet.name, row, column))
        for row, column, value in _errors(xml):
            _put(rows, row, column, value)
        return Grid(
            sheet.name, rows, formulas, _hidden_rows(xml), _hidden_columns(xml), _merges(xml)
        )

    @cached_property
    def outside_links(self) -> tuple[OutsideLink, ...]:
        """The formulas that take values from other workbooks; a link that no formula uses stands
        without a cell.
        """
        book = workbook_part(self.package)
        targets = []
        for rel in relationships(self.package, book):
            if rel.kind == "externalLink":
                inner = (
                    relationships(self.package, rel.target) if rel.target in self.package else ()
                )
                targets.append(next((r.target for r in inner if r.external), rel.target))
        if not targets:
            return ()
        found = []
        for sheet in self.sheets.values():
            for (row, column), formula in _formulas(self.package.read(sheet.part))[0].items():
                numbers = [
                    int(number)
                    for number in _OUTSIDE.findall(formula)
                    if 1 <= int(number) <= len(targets)
                ]
                if numbers:
                    found.append(
                        OutsideLink(
                            Place(sheet.name, cell_name(row, column)),
                            formula,
                            targets[numbers[0] - 1],
                        )
                    )
        used = {link.target for link in found}
        first = next(iter(self.sheets.values())).name
        return (
            *found,
            *(OutsideLink(Place(first), "", target) for target in targets if target not in used),
        )

    @cached_property
    def _calculated(self) -> Any:
        try:
            return calculate_package(self.package)
        except CalculationError as error:
            raise InputError(
                f"Tệp {self.name} có công thức chưa có kết quả và không tính được ({error}); "
                "hãy mở bằng Excel và lưu lại."
            ) from error

    def _calculated_value(self, sheet: str, row: int, column: int) -> Any:
        value = self._calculated.value(sheet, row, column)
        if isinstance(value, str) and value.startswith("#"):
            return ErrorValue(value)
        return None if value == "" else value


def open_source(path: Path) -> Source:
    """Read a workbook file. Raises ``InputError`` where it is missing, no workbook, or locked by a
    password.
    """
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


def _put(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    while len(rows) < row:
        rows.append([])
    rows[row - 1] += [None] * (column - len(rows[row - 1]))
    rows[row - 1][column - 1] = value


def _formulas(xml: bytes) -> tuple[dict[tuple[int, int], str], list[tuple[int, int]]]:
    """The formulas of a sheet, and the cells of those that have no result stored beside them."""
    formulas: dict[tuple[int, int], str] = {}
    waiting: list[tuple[int, int]] = []
    if b"<f" not in xml and b":f>" not in xml:
        return formulas, waiting
    masters: dict[bytes, tuple[int, int, str]] = {}
    for cell, attributes, body, result in _FORMULA.findall(xml):
        at = split_cell(cell.decode())
        text = unescape_text(body.decode("utf-8", "replace"))
        if _SHARED.search(attributes) and (index := _SHARED_INDEX.search(attributes)):
            if text:
                masters[index[1]] = (*at, text)
            elif index[1] in masters:
                row, column, text = masters[index[1]]
                text = _shifted(text, at[0] - row, at[1] - column)
        formulas[at] = text
        if not result:
            waiting.append(at)
    return formulas, waiting


def _shifted(formula: str, rows: int, columns: int) -> str:
    """A shared formula at another cell; as it is where it holds what the tokenizer does not know."""
    try:
        return shift(formula, rows, columns)
    except ValueError:
        return formula


def _errors(xml: bytes) -> Iterator[tuple[int, int, ErrorValue]]:
    if b't="e"' not in xml:
        return
    for attributes, error in _ERROR.findall(xml):
        cell = _REFERENCE.search(attributes)
        if cell:
            yield *split_cell(cell[1].decode()), ErrorValue(error.decode("utf-8", "replace"))


def _hidden_rows(xml: bytes) -> frozenset[int]:
    if b"hidden=" not in xml and b'ht="0' not in xml:
        return frozenset()
    return frozenset(int(number) for number in _HIDDEN_ROW.findall(xml))


def _hidden_columns(xml: bytes) -> frozenset[int]:
    found: set[int] = set()
    for match in _HIDDEN_COLUMN.finditer(xml[: 1 << 16]):
        span = {name: int(number) for name, number in _SPAN.findall(match[0])}
        found.update(range(span.get(b"min", 1), min(span.get(b"max", 0), 16_384) + 1))
    return frozenset(found)


def _merges(xml: bytes) -> tuple[Area, ...]:
    found = []
    for reference in _MERGE.findall(xml, max(0, xml.rfind(b"sheetData"))):
        try:
            found.append(split_area(reference.decode()))
        except ValueError:
            continue
    return tuple(found)


def _within_bounds(xml: bytes, sheet: str) -> None:
    columns = max(
        (column_number(letters.decode()) for letters in set(_COLUMN.findall(xml))), default=0
    )
    last = xml.rfind(b"row r=")
    match = _ROW.match(xml, last) if last >= 0 else None
    if match and columns * int(match[1]) > MAX_CELLS:
        raise InputError(
            "trang trải rộng bất thường (có ô rất xa); hãy xoá các dòng, cột thừa rồi lưu lại.",
            Place(sheet),
        )
