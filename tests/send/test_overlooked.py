"""What the sender is asked about: the margins of the page, what is not printed, what is covered."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from lxml import etree

from tests.jobs.test_send import NO_PDF
from tests.send.workbooks import finished
from workbook_tools.excel.package import open_package
from workbook_tools.jobs.send import prepare
from workbook_tools.send.clean import clean_copy

X = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def doubts(way: Any) -> tuple[str, ...]:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("Gui")
    page.workbook_add_chart = book.add_chart
    page.write("B2", "Một")
    page.write("D9", "Hai")
    way(page)
    book.close()
    return clean_copy(open_package(raw.getvalue(), "x.xlsx"), ["Gui"]).doubts


def shape_at(page: Any, where: str, **size: Any) -> None:
    page.insert_textbox(where, "Nhìn", {"width": 64, "height": 20} | size)


def test_a_finished_workbook_raises_no_doubt() -> None:
    assert [part.doubts for part in prepare(finished(), NO_PDF)] == [()]


@pytest.mark.parametrize("footer", ["&CTrang &P/&N", "&L&D&C&P&R&F", '&C&"Arial,Bold"&10&A', ""])
def test_the_number_of_the_page_raises_no_doubt(footer: str) -> None:
    assert doubts(lambda page: page.set_footer(footer)) == ()


def test_texts_in_the_margins_are_told() -> None:
    (said,) = doubts(lambda page: page.set_header("&LLưu hành &Bnội bộ&R&P"))
    assert said == "Đầu hoặc chân trang của Gui có chữ: “Lưu hành nội bộ”."


def test_cells_outside_the_printed_area_are_told() -> None:
    (said,) = doubts(lambda page: page.print_area("A1:C5"))
    assert said == "Trang tính Gui có chữ hoặc số nằm ngoài vùng in: ô D9."


def test_cells_inside_the_printed_area_raise_no_doubt() -> None:
    assert doubts(lambda page: page.print_area("B2:D9")) == ()


def test_cells_behind_a_shape_are_told() -> None:
    (said,) = doubts(lambda page: shape_at(page, "D9"))
    assert said == "Trang tính Gui có ô nằm dưới ảnh hoặc hình vẽ: ô D9."


@pytest.mark.parametrize("where", ["E9", "D10", "C8", "C9"])
def test_cells_beside_a_shape_raise_no_doubt(where: str) -> None:
    assert doubts(lambda page: shape_at(page, where)) == ()


def test_a_shape_without_a_fill_hides_nothing() -> None:
    assert doubts(lambda page: shape_at(page, "D9", fill={"none": True})) == ()


@pytest.mark.parametrize(("columns", "told"), [(2, False), (3, True)])
def test_a_shape_with_a_size_of_its_own_reaches_as_far_as_it_is_wide(
    columns: int, told: bool
) -> None:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("Gui")
    page.write("D1", "Hai")
    page.insert_textbox("B1", "Nhìn", {"width": 30, "height": 20})
    book.close()
    package = open_package(raw.getvalue(), "x.xlsx")
    root = package.tree_to_change("xl/drawings/drawing1.xml")
    (anchor,) = root
    anchor.tag = f"{X}oneCellAnchor"
    end = next(anchor.iter(f"{X}to"))
    end.addnext(etree.Element(f"{X}ext", cx=str(columns * 64 * 9525), cy="190500"))
    anchor.remove(end)
    changed = package.changed({"xl/drawings/drawing1.xml": etree.tostring(root)})
    assert bool(clean_copy(changed, ["Gui"]).doubts) is told


@pytest.mark.parametrize(("values", "told"), [("$H$2:$H$3", 0), ("$B$2:$B$3", 1)])
def test_what_a_chart_shows_outside_the_print_area_is_not_overlooked(
    values: str, told: int
) -> None:
    def way(page: Any) -> None:
        page.write_column("H2", [1, 2])
        page.print_area("A1:E30")
        chart = page.workbook_add_chart({"type": "bar"})
        chart.add_series({"values": f"=Gui!{values}"})
        page.insert_chart("A12", chart)

    assert len([said for said in doubts(way) if "ngoài vùng in: ô H2, H3" in said]) == told
