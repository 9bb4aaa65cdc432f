"""A workbook's sheets as grids: values as they stand or, where a formula has no stored result, as
calculated.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook_tools.error_kinds import (
    FORMULA_TOO_LONG,
    NO_SHEET,
    TOO_MUCH_TEXT,
    UNREADABLE_SHEET,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import (
    MAX_FILE_BYTES,
    MAX_FORMULA_DEPTH,
    MAX_READ_TOGETHER,
    MAX_TEXTS,
    extent,
    formula_excess,
    judge_part,
)
from workbook_tools.excel.completed import completed
from workbook_tools.excel.number_formats import decimal_formats, percent_formats
from workbook_tools.excel.one_sheet import worksheet_only
from workbook_tools.excel.outline import outline
from workbook_tools.excel.package import (
    MAIN,
    Package,
    SheetPart,
    open_package,
    pack,
    relationships,
    sheets,
    stored,
    workbook_part,
)
from workbook_tools.excel.rich_values import rich_cells
from workbook_tools.machine.files import read_file
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.grid import Grid, OutsideLink
from workbook_tools.plan.model import Remark
from workbook_tools.read.far_cells import far_cells
from workbook_tools.read.left_behind import left_behind
from workbook_tools.read.outside import outside_links
from workbook_tools.read.sheet_scan import (
    error_cells,
    formatted_cells,
    formula_cells,
    has_fractions,
    hidden_columns,
    hidden_rows,
    merges,
    rounded_cells,
    shown_text,
)
from workbook_tools.read.values import stored_values

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


_LARGE = 2_000_000
"""Bytes of a file, some 30,000 lines, of which the texts take much of the memory."""


@dataclass(frozen=True)
class Source:
    """A workbook file, read into memory once; what is read out of it is read once, too."""

    name: str
    data: bytes
    package: Package
    _grids: dict[str, Grid] = field(default_factory=dict, repr=False, compare=False)
    _weights: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)
    _remarks: dict[str, tuple[Remark, ...]] = field(default_factory=dict, repr=False, compare=False)

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

    @property
    def sheet_names(self) -> Sequence[str]:
        """The worksheets in tab order."""
        return [sheet.name for sheet in self.sheets.values()]

    @property
    def is_document(self) -> bool:
        """It is a workbook, whose tables begin near the top of their sheets."""
        return False

    def grid(self, name: str) -> Grid | None:
        """The values of a sheet, the same grid for all who ask; ``None`` where there is no such
        sheet. Raises ``InputError`` where it cannot be read or spreads too far.
        """
        sheet = self.sheets.get(name.casefold())
        if sheet is None:
            return None
        if sheet.name not in self._grids:
            self._grids[sheet.name] = self._read(sheet)
        return self._grids[sheet.name]

    @cached_property
    def outside_links(self) -> tuple[OutsideLink, ...]:
        """The formulas that take values from other workbooks; a link that no formula uses stands
        without a cell.
        """
        return outside_links(self.package, tuple(self.sheets.values()))

    @cached_property
    def settings(self) -> tuple[str, ...]:
        """How the workbook calculates, where that is not the usual way: ``manual``, ``iterate``,
        ``displayed`` (precision as displayed).
        """
        found = self.package.tree(workbook_part(self.package)).find(f"{{{MAIN}}}calcPr")
        if found is None:
            return ()
        said = {
            "manual": found.get("calcMode") == "manual",
            "iterate": found.get("iterate") in ("1", "true"),
            "displayed": found.get("fullPrecision") in ("0", "false"),
        }
        return tuple(name for name, is_so in said.items() if is_so)

    @property
    def left_behind(self) -> tuple[tuple[str, str], ...]:
        """What it has beside the values of its cells, each with its sheet, in words."""
        return tuple(left_behind(self.package, tuple(self.sheets.values())))

    def _read(self, sheet: SheetPart) -> Grid:
        """A sheet's grid: stored values, what is calculated where none is stored, errors."""
        xml = self._within_bounds(sheet)
        short = self.package.once(sheet.part, outline) if self.package.is_plain(sheet.part) else xml
        rows = self._stored(sheet, xml)
        formulas = self.package.scanned(sheet.part, formula_cells)
        for cell, text in formulas.texts.items():
            if len(text) > MAX_FORMULA_DEPTH and (excess := formula_excess(text)):
                raise InputError(
                    FORMULA_TOO_LONG, Place(sheet.name, cell_name(*cell)), excess=excess
                )
        if formulas.waiting:
            from workbook_tools.read.waiting import calculated_values

            calculated = calculated_values(self.package, tuple(self.sheets.values()), sheet.name)
            self._remarks[sheet.name] = tuple(calculated.remarks)
            for (row, column), value in calculated.values.items():
                _put(rows, row, column, value)
        for (row, column), error in error_cells(xml):
            _put(rows, row, column, error)
        for row, column in rich_cells(self.package, xml):
            _put(rows, row, column, None)
        return Grid(
            sheet.name,
            rows,
            formulas.texts,
            hidden_rows(xml) if b"hidden=" in short or b'ht="' in short else frozenset(),
            hidden_columns(xml),
            merges(xml),
            formatted_cells(xml, self._percent_formats),
            decimals=rounded_cells(xml, self._decimal_formats) if has_fractions(short) else {},
        )

    @cached_property
    def _decimal_formats(self) -> Mapping[int, int]:
        return decimal_formats(self.package)

    @cached_property
    def _percent_formats(self) -> frozenset[int]:
        return percent_formats(self.package)

    def _within_bounds(self, sheet: SheetPart) -> bytes:
        """A sheet's XML, after a judgement of what it holds, alone and with all that was read
        before. Raises ``InputError``.
        """
        self.package.scanned(sheet.part, judge_part)
        xml = self.package.plain(sheet.part)
        self._weights[sheet.part] = len(xml), shown_text(self.package, xml)
        size = sum(weight for weight, _ in self._weights.values())
        texts = sum(text for _, text in self._weights.values())
        if size > MAX_READ_TOGETHER or texts > MAX_TEXTS:
            raise InputError(TOO_MUCH_TEXT, Place(sheet.name))
        return xml

    def _stored(self, sheet: SheetPart, xml: bytes) -> list[list[Any]]:
        """The values that are stored in a sheet's cells, row by row; empty ones are ``None``."""
        if extent(xml).is_far:
            return _values_in(lambda: far_cells(self.package, sheet, xml), sheet.name)
        plain = self.package.is_plain(sheet.part) and self._is_plain
        values = self._values_of(sheet.name) if plain else None
        if values is None:
            alone = pack(worksheet_only(self.package, sheet), stored)
            values = _values_in(lambda: _only_sheet(alone), sheet.name)
        return [stored_values(row) for row in values]

    @cached_property
    def _is_plain(self) -> bool:
        """Whether the parts that all values need have the plain form in the file itself."""
        book = workbook_part(self.package)
        needed = [
            rel.target
            for rel in relationships(self.package, book)
            if rel.kind in ("sharedStrings", "styles") and rel.target in self.package
        ]
        return all(self.package.is_plain(part) for part in (book, *needed))

    def _values_of(self, sheet: str) -> list[list[Any]] | None:
        """The values of a sheet as the file has them; ``None`` where the reader does not take the
        file, or the sheet, as it is.
        """
        from python_calamine import CalamineError

        if self._values is None:
            return None
        try:
            return self._values.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except (CalamineError, OSError, ValueError, OverflowError):
            return None

    @cached_property
    def _values(self) -> CalamineWorkbook | None:
        """The reader of the file's values; ``None`` where it does not take the file, mostly for
        something on a sheet that nobody asks for.
        """
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(self.data))
        except (CalamineError, OSError, ValueError, OverflowError):
            return None

    def let_go(self) -> None:
        """Let go of the reader of values of a large file, which holds every text once more; it
        begins anew where one more sheet is asked for.
        """
        if len(self.data) > _LARGE:
            vars(self).pop("_values", None)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What was calculated for want of a stored result, on the sheets that have been read."""
        return tuple(remark for remarks in self._remarks.values() for remark in remarks)


def open_source(path: Path) -> Source:
    """Read a workbook file. Raises ``InputError`` where it is missing, no workbook, or locked by a
    password.
    """
    return source_of(read_file(path, MAX_FILE_BYTES), path.name)


def source_of(data: bytes, name: str) -> Source:
    """A workbook already in memory."""
    opened = open_package(data, name)
    package = completed(opened)
    source = Source(name, data if package is opened else pack(package), package)
    if not source.sheets:
        raise InputError(NO_SHEET, name=name)
    return source


def _values_in(read: Callable[[], list[list[Any]]], sheet: str) -> list[list[Any]]:
    """What a reader of values gives. Raises ``InputError`` where it takes the sheet for damaged."""
    from python_calamine import CalamineError

    try:
        return read()
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise InputError(UNREADABLE_SHEET, Place(sheet)) from error


def _only_sheet(data: bytes) -> list[list[Any]]:
    """The values of the only sheet of a workbook."""
    from python_calamine import CalamineWorkbook

    held = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return held.to_python(skip_empty_area=False)


def _put(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    """Put a value into a cell, making the rows and columns up to it."""
    rows += [[] for _ in range(row - len(rows))]
    held = rows[row - 1]
    if column > len(held):
        held = rows[row - 1] = [*held, *[None] * (column - len(held))]
    held[column - 1] = value
