"""How much a sheet of a template may hold: it is repeated for every line of a plan, so it is small
beside what it makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workbook_tools.error_kinds import TEMPLATE_TOO_LARGE
from workbook_tools.errors import TemplateFault
from workbook_tools.excel.package import Package, SheetPart, relationships
from workbook_tools.place import Place
from workbook_tools.read.sheet_scan import formula_cells, shown_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_LIMITS = (
    (b"<row ", 20_000, "dòng"),
    (b"<c ", 50_000, "ô"),
    (b"<f", 10_000, "công thức"),
    (b"<mergeCell ", 5_000, "vùng ô gộp"),
    (b"<cfRule ", 2_000, "quy tắc định dạng có điều kiện"),
    (b"<dataValidation ", 2_000, "quy tắc nhập liệu"),
)
"""How a thing is written in the plain form, how many a sheet may have, what a user calls it."""

_BESIDE = {
    "comments": (b"comment ", 5_000, "ghi chú"),
    "vmlDrawing": (b":shape ", 6_000, "khung vẽ kiểu cũ"),
    "drawing": (b"Anchor>", 10_000, "hình vẽ"),
}
"""The same for the parts beside a sheet, by the kind of their relationship, in whatever form."""

LAST_ROW = 100_000
"""The last row that may hold anything: all rows above it are laid out."""

_BARE_ROWS = 1_000
"""So many rows without content count below the last one that has some; programs that format a whole
sheet write its very last row.
"""

_TEXTS = 4_000_000
"""Bytes of the texts that a sheet's cells show, a shared string counted in each."""

_FORMULA_TEXTS = 1_000_000
"""Characters of all formulas of a sheet, shared ones written out in each cell."""


def excess(package: Package, sheet: SheetPart) -> Iterator[TemplateFault]:
    """What a sheet of a template has too much of."""
    xml = package.plain(sheet.part)
    for tag, most, called in _LIMITS:
        if xml.count(tag) > most:
            yield _fault(sheet, f"{most // 1000}.000 {called}")
    for rel in relationships(package, sheet.part):
        tag, most, called = _BESIDE.get(rel.kind, (b"", 0, ""))
        if tag and rel.target in package and package.read(rel.target).count(tag) > most:
            yield _fault(sheet, f"{most // 1000}.000 {called}")
    formulas = package.scanned(sheet.part, formula_cells).texts.values()
    if sum(map(len, formulas)) > _FORMULA_TEXTS:
        yield _fault(sheet, f"{_FORMULA_TEXTS // 1_000_000} triệu chữ trong các công thức")
    if shown_text(package, xml) > _TEXTS:
        yield _fault(sheet, f"{_TEXTS // 1_000_000} triệu chữ trong các ô")


def rows_in_use(rows: Sequence[_Element]) -> list[_Element]:
    """The rows of a sheet, less those without content far below all others."""
    last = max((_number(row) for row in rows if any(map(len, row))), default=0)
    return [row for row in rows if _number(row) <= last + _BARE_ROWS]


def _number(row: _Element) -> int:
    return int(row.get("r", "0"))


def too_far(sheet: SheetPart) -> TemplateFault:
    """The fault of a sheet with content below ``LAST_ROW``."""
    return _fault(sheet, f"{LAST_ROW // 1000}.000 dòng")


def _fault(sheet: SheetPart, most: str) -> TemplateFault:
    return TemplateFault(Place(sheet.name), TEMPLATE_TOO_LARGE, most=most)
