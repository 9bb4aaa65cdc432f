"""How much a sheet of a template may hold: it is repeated for every line of a plan, so it is small
beside what it makes.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbook_tools.error_kinds import TEMPLATE_TOO_LARGE
from workbook_tools.errors import TemplateFault
from workbook_tools.excel.package import Package, SheetPart
from workbook_tools.place import Place
from workbook_tools.read.sheet_scan import shown_text

_LIMITS = (
    (b"<row ", 20_000, "dòng"),
    (b"<c ", 50_000, "ô"),
    (b"<f", 10_000, "công thức"),
    (b"<mergeCell ", 5_000, "vùng ô gộp"),
    (b"<cfRule ", 2_000, "quy tắc định dạng có điều kiện"),
    (b"<dataValidation ", 2_000, "quy tắc nhập liệu"),
)
"""How a thing is written in the plain form, how many a sheet may have, what a user calls it."""

_TEXTS = 4_000_000
"""Bytes of the texts that a sheet's cells show, a shared string counted in each."""


def excess(package: Package, sheet: SheetPart) -> Iterator[TemplateFault]:
    """What a sheet of a template has too much of."""
    xml = package.plain(sheet.part)
    for tag, most, called in _LIMITS:
        if xml.count(tag) > most:
            yield _fault(sheet, f"{most // 1000}.000 {called}")
    if shown_text(package, xml) > _TEXTS:
        yield _fault(sheet, f"{_TEXTS // 1_000_000} triệu chữ trong các ô")


def _fault(sheet: SheetPart, most: str) -> TemplateFault:
    return TemplateFault(Place(sheet.name), TEMPLATE_TOO_LARGE, most=most)
