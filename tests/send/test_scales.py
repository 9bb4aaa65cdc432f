"""Colour scales, data bars and icon sets in the copy: grounds of cells, or told."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.faults.hostile import file_of, parts_of
from workbook_tools.excel.package import open_package
from workbook_tools.send.clean import Cleaned, clean_copy

THREE = {
    "type": "3_color_scale",
    "min_color": "#FF0000",
    "mid_color": "#FFFF00",
    "max_color": "#00FF00",
}
TWO = {"type": "2_color_scale", "min_color": "#000000", "max_color": "#FFFFFF"}


def copied(*formats: dict[str, Any], numbers: tuple[Any, ...] = (0, 5, 10)) -> Cleaned:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("Gui")
    blue = book.add_format({"font_color": "#0000FF"})
    page.write_column("A1", numbers, blue)
    for one in formats:
        over = {"format": book.add_format({"bg_color": "#123456"})} if one["type"] == "cell" else {}
        page.conditional_format("A1:A5", one | over)
    book.close()
    return clean_copy(open_package(raw.getvalue(), "x.xlsx"), ["Gui"])


def grounds(copy: Cleaned) -> list[str]:
    """The colours of the cells A1 to A5, empty where they have none."""
    page = openpyxl.load_workbook(io.BytesIO(copy.data))["Gui"]
    fills = [page.cell(row, 1).fill for row in range(1, 6)]
    return [fill.fgColor.rgb[2:] if fill.patternType else "" for fill in fills]


@pytest.mark.parametrize(
    ("scale", "numbers", "colours"),
    [
        (TWO, (0, 5, 10), ["000000", "808080", "FFFFFF", "", ""]),
        (THREE, (0, 5, 10), ["FF0000", "FFFF00", "00FF00", "", ""]),
        (THREE, (0, 1, 8, 9, 10), ["FF0000", "FF2000", "FFFF00", "80FF00", "00FF00"]),
        (TWO, (7, "chữ", 7), ["000000", "", "000000", "", ""]),
        (
            TWO | {"min_type": "num", "min_value": 2, "max_type": "num", "max_value": 4},
            (1, 3, 9),
            ["000000", "808080", "FFFFFF", "", ""],
        ),
        (
            TWO | {"max_type": "percent", "max_value": 50},
            (0, 5, 10),
            ["000000", "FFFFFF", "FFFFFF", "", ""],
        ),
        (
            TWO | {"max_type": "percentile", "max_value": 75},
            (0, 1, 2, 10, 100),
            ["000000", "1A1A1A", "333333", "FFFFFF", "FFFFFF"],
        ),
    ],
    ids=["two", "three", "middle", "one number", "numbers", "percent", "percentile"],
)
def test_a_colour_scale_becomes_the_grounds_that_it_shows(
    scale: dict[str, Any], numbers: tuple[Any, ...], colours: list[str]
) -> None:
    copy = copied(scale, numbers=numbers)
    assert grounds(copy) == colours
    assert not any("định dạng có điều kiện" in said for said in copy.removed)


def test_a_format_that_stands_before_a_scale_shows() -> None:
    above = {"type": "cell", "criteria": ">", "value": 9, "stop_if_true": True}
    assert grounds(copied(above, TWO)) == ["000000", "808080", "123456", "", ""]


def test_a_scale_that_stands_before_a_format_shows() -> None:
    below = {"type": "cell", "criteria": ">", "value": 9}
    assert grounds(copied(TWO, below)) == ["000000", "808080", "FFFFFF", "", ""]


def test_a_scale_by_formulas_is_left_out_and_told() -> None:
    copy = copied(TWO | {"min_type": "formula", "min_value": "=$A$1"})
    assert grounds(copy) == [""] * 5
    assert "1 định dạng có điều kiện ở trang tính Gui" in copy.removed


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ({"type": "data_bar"}, "thanh dữ liệu của ô A1:A5 ở trang tính Gui"),
        ({"type": "icon_set", "icon_style": "3_arrows"}, "biểu tượng của ô A1:A5 ở trang tính Gui"),
    ],
    ids=["bars", "icons"],
)
def test_what_no_cell_format_looks_like_is_told_with_its_cells(
    kind: dict[str, Any], said: str
) -> None:
    copy = copied(kind)
    assert said in copy.removed and grounds(copy) == [""] * 5


NEWER = (
    '<ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    "<x14:conditionalFormattings><x14:conditionalFormatting "
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:cfRule type="%s" priority="1" id="{0B}">%s</x14:cfRule><xm:sqref>%s</xm:sqref>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext>"
)


def with_newer(kind: str, inside: str, areas: str) -> Cleaned:
    """A copy of a sheet with a conditional format that only Excel 2010 and newer know."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    book.add_worksheet("Gui").write_column("A1", (0, 5, 10))
    book.close()
    parts = parts_of(raw.getvalue())
    part = "xl/worksheets/sheet1.xml"
    more = f"<extLst>{NEWER % (kind, inside, areas)}</extLst></worksheet>"
    parts[part] = parts[part].replace(b"</worksheet>", more.encode())
    return clean_copy(open_package(file_of(parts), "x.xlsx"), ["Gui"])


@pytest.mark.parametrize(
    ("kind", "inside", "areas", "said"),
    [
        ("iconSet", '<x14:iconSet iconSet="3Stars"/>', "A1:A3", "biểu tượng của ô A1:A3"),
        ("iconSet", '<x14:iconSet iconSet="5Boxes"/>', "A1 A3", "biểu tượng của ô A1, A3"),
        ("dataBar", "<x14:dataBar/>", "A2", "thanh dữ liệu của ô A2"),
        ("expression", "<xm:f>DeAn!A1</xm:f>", "A2", "1 định dạng có điều kiện"),
    ],
)
def test_what_newer_programs_alone_know_is_told_too(
    kind: str, inside: str, areas: str, said: str
) -> None:
    assert f"{said} ở trang tính Gui" in with_newer(kind, inside, areas).removed


def test_a_bar_in_both_forms_is_told_once() -> None:
    copy = copied({"type": "data_bar", "data_bar_2010": True})
    assert [said for said in copy.removed if "thanh" in said] == [
        "thanh dữ liệu của ô A1:A5 ở trang tính Gui"
    ]


def test_what_is_of_one_kind_is_told_in_one_line() -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("Gui")
    page.write_column("A1", (0, 5, 10))
    for area in ("A1", "A3", "C1:C4"):
        page.conditional_format(area, {"type": "data_bar"})
    page.conditional_format("B1", {"type": "icon_set", "icon_style": "3_arrows"})
    book.close()
    copy = clean_copy(open_package(raw.getvalue(), "x.xlsx"), ["Gui"])
    assert [said for said in copy.removed if "thanh" in said or "biểu tượng" in said] == [
        "thanh dữ liệu của ô A1, A3, C1:C4 ở trang tính Gui",
        "biểu tượng của ô B1 ở trang tính Gui",
    ]
