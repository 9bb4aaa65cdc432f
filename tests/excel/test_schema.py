"""Values that are written in no way that the format knows are found; what Excel writes is not."""

from __future__ import annotations

import pytest

from tests.books import parse, sheet
from workbook_tools.excel.package import open_package
from workbook_tools.excel.schema import odd_values
from workbook_tools.template.shipped import template_path

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
OFFICE = "urn:schemas-microsoft-com:office:excel"


def odd(xml: bytes) -> list[tuple[str, str]]:
    return list(odd_values(parse(xml)))


@pytest.mark.parametrize(
    ("rows", "after", "found"),
    [
        ('<row r="x"/>', "", ("row/r", "x")),
        ('<row r="1"><c r="1"/></row>', "", ("c/r", "1")),
        ('<row r="1"><c r="A1" s="abc"/></row>', "", ("c/s", "abc")),
        ('<row r="1"><c r="A1" s="²"/></row>', "", ("c/s", "²")),
        ('<row r="1" ht="rất cao"/>', "", ("row/ht", "rất cao")),
        ("", '<mergeCells><mergeCell ref="A:B"/></mergeCells>', ("mergeCell/ref", "A:B")),
        ("", "<mergeCells><mergeCell/></mergeCells>", ("mergeCell/ref", "")),
        ("", '<hyperlinks><hyperlink ref="#REF!"/></hyperlinks>', ("hyperlink/ref", "#REF!")),
        ("", '<rowBreaks><brk id="-1"/></rowBreaks>', ("brk/id", "-1")),
        (
            "",
            '<conditionalFormatting sqref="A1 B2:B9 x"/>',
            ("conditionalFormatting/sqref", "A1 B2:B9 x"),
        ),
    ],
)
def test_a_value_of_another_form_is_found(rows: str, after: str, found: tuple[str, str]) -> None:
    assert odd(sheet(rows, after=after)) == [found]


@pytest.mark.parametrize(
    ("rows", "after", "found"),
    [
        ('<c r="A1"/>', "", ("sheetData", "c")),
        ('<row r="1"><v>1</v></row>', "", ("row", "v")),
        ("", "<mergeCells><brk id='1'/></mergeCells>", ("mergeCells", "brk")),
    ],
)
def test_an_element_among_others_of_another_kind_is_found(
    rows: str, after: str, found: tuple[str, str]
) -> None:
    assert odd(sheet(rows, after=after)) == [found]


@pytest.mark.parametrize("text", ["x", "1,2", "1.5", "99999999999"])
def test_a_place_in_a_drawing_that_is_no_number_is_found(text: str) -> None:
    assert odd(f'<a xmlns:x="{XDR}"><x:row>{text}</x:row></a>'.encode()) == [("row", text)]
    assert odd(f'<a xmlns:x="{OFFICE}"><x:Row>{text}</x:Row></a>'.encode()) == [("Row", text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [("1, 2, 3, 4, 5, 6, 7, 8", 0), ("1,2,3,4,5,6,7,-8", 0), ("1,2", 1), ("a", 1)],
)
def test_the_box_of_a_note_has_eight_numbers(text: str, count: int) -> None:
    assert len(odd(f'<a xmlns:x="{OFFICE}"><x:Anchor>{text}</x:Anchor></a>'.encode())) == count


def test_the_shipped_template_has_none() -> None:
    package = open_package(template_path().read_bytes(), "mẫu")
    parts = [part for part in package.parts if part.endswith(".xml")]
    assert [found for part in parts for found in odd_values(package.tree(part))] == []
