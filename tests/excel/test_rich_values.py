"""Pictures and records in cells are told from errors."""

from __future__ import annotations

import pytest

from tests.books import BOOK, package, part_of, relation, sheet
from workbook_tools.excel.package import Package
from workbook_tools.excel.rich_values import rich_cells

_CELL = '<row r="1"><c r="A1" t="e" vm="1"><v>#VALUE!</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'
_METADATA = (
    '<metadata><futureMetadata name="XLRICHVALUE"><bk><rvb i="{0}"/></bk></futureMetadata>'
    '<valueMetadata><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>'
)
_RELATED = {
    BOOK: [
        relation("rId1", "worksheet", part_of(1)),
        relation("rId2", "sheetMetadata", "xl/metadata.xml"),
        relation("rId3", "rdRichValue", "xl/richData/rv.xml"),
        relation("rId4", "rdRichValueStructure", "xl/richData/rvs.xml"),
    ]
}


def _book(structure: str, value: int = 0) -> Package:
    return package(
        {"DeAn": sheet(_CELL)},
        rels=_RELATED,
        parts={
            "xl/metadata.xml": _METADATA.format(value).encode(),
            "xl/richData/rv.xml": b'<rvData><rv s="0"><v>0</v></rv></rvData>',
            "xl/richData/rvs.xml": f'<rvStructures><s t="{structure}"/></rvStructures>'.encode(),
        },
    )


@pytest.mark.parametrize("structure", ["_localImage", "_webimage", "_linkedentity"])
def test_a_picture_or_a_record_is_no_error(structure: str) -> None:
    book = _book(structure)
    assert list(rich_cells(book, book.plain(part_of(1)))) == [(1, 1)]


def test_an_error_that_is_written_as_a_rich_value_is_one() -> None:
    book = _book("_error")
    assert list(rich_cells(book, book.plain(part_of(1)))) == []


def test_a_value_that_is_not_there_leaves_the_error() -> None:
    book = _book("_localImage", 7)
    assert list(rich_cells(book, book.plain(part_of(1)))) == []


def test_without_the_parts_an_error_is_an_error() -> None:
    book = package({"DeAn": sheet(_CELL)})
    assert list(rich_cells(book, book.plain(part_of(1)))) == []
