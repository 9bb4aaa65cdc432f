"""What asks for a format that is not there is as if it asked for none."""

from __future__ import annotations

import pytest

from tests.books import STYLES, package, part_of, relation, sheet
from workbook_tools.excel.package import MAIN, Package
from workbook_tools.excel.stray_formats import without_stray_formats

_ROWS = '<row r="1" s="{0}" customFormat="1"><c r="A1" s="{0}"/><c r="B1" s="1"/></row>'
_COLUMNS = '<cols><col min="1" max="2" width="9" style="{0}"/></cols>'
_CONDITION = '<conditionalFormatting sqref="A1"><cfRule type="top10" dxfId="{0}"/>'
_TABLE = "xl/tables/table1.xml"


def _book(cell: str, look: str, cells: int = 2, looks: int = 1) -> Package:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * cells}</cellXfs>'
        f"<dxfs>{'<dxf/>' * looks}</dxfs></styleSheet>"
    )
    table = f'<table xmlns="{MAIN}" headerRowDxfId="{look}" dataDxfId="0"/>'
    after = _CONDITION.format(look) + "</conditionalFormatting>"
    return package(
        {"DeAn": sheet(_ROWS.format(cell), after, _COLUMNS.format(cell))},
        rels={part_of(1): [relation("rId1", "table", _TABLE)]},
        parts={STYLES: styles.encode(), _TABLE: table.encode()},
    )


@pytest.mark.parametrize("cell", ["2", "9", "10", "00000000000000000099", "-1", "abc", ""])
def test_a_format_that_is_not_there_is_the_first_one(cell: str) -> None:
    xml = without_stray_formats(_book(cell, "0")).read(part_of(1))
    assert b'<row r="1" s="0" customFormat="1"><c r="A1" s="0"/><c r="B1" s="1"/></row>' in xml
    assert b'<col min="1" max="2" width="9"/>' in xml


@pytest.mark.parametrize("look", ["1", "7", "4294967296"])
def test_a_look_that_is_not_there_is_none(look: str) -> None:
    found = without_stray_formats(_book("0", look))
    assert b'<cfRule type="top10"/>' in found.read(part_of(1))
    assert b' dataDxfId="0"/>' in found.read(_TABLE)
    assert b"headerRowDxfId" not in found.read(_TABLE)


@pytest.mark.parametrize("cells", [1, 2, 9, 10, 19, 100, 199, 999, 1000])
def test_the_last_format_of_all_is_there(cells: int) -> None:
    book = _book(str(cells - 1), "0", max(cells, 2))
    assert without_stray_formats(book) is book


@pytest.mark.parametrize("cells", [2, 9, 10, 19, 100, 199, 999, 1000])
def test_the_one_after_the_last_is_not(cells: int) -> None:
    assert b'<c r="A1" s="0"/>' in without_stray_formats(_book(str(cells), "0", cells)).read(
        part_of(1)
    )


def test_a_text_that_reads_like_a_format_stays() -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&lt;c s="77" dxfId="9"</t></is></c></row>'
    book = package({"DeAn": sheet(rows)}, parts={STYLES: _book("0", "0").read(STYLES)})
    assert without_stray_formats(book) is book
