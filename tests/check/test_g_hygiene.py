"""Family G, the sheet: numbers as text, errors, what is hidden, linked, merged."""

from __future__ import annotations

from typing import Any

import pytest

from tests.check.typed import (
    cells,
    fault,
    faults,
    grand_total,
    on_sheet,
    plan_of,
    programme,
    project,
    section,
)
from workbook_tools.place import Place
from workbook_tools.plan.grid import ErrorValue, OutsideLink
from workbook_tools.plan.model import Plan, Remark


def sheet(
    values: dict[str, Any] | None = None,
    formulas: dict[str, str] | None = None,
    *,
    hidden_rows: frozenset[int] = frozenset(),
    hidden_columns: frozenset[int] = frozenset(),
    merges: tuple[tuple[int, int, int, int], ...] = (),
    **options: Any,
) -> Plan:
    """A section, a programme, two projects in rows 4 and 5, a grand total, on their sheet."""
    lines = [section(), programme(), project("1.1", 5), project("1.2", 7), grand_total(name="Cộng")]
    return on_sheet(
        plan_of(*lines, **options),
        values,
        formulas,
        hidden_rows=hidden_rows,
        hidden_columns=hidden_columns,
        merges=merges,
    )


@pytest.mark.parametrize("code", [f"G{number:02d}" for number in range(1, 13)])
def test_a_frame_without_a_sheet_is_not_judged(code: str) -> None:
    assert faults(code, plan_of(section(), programme(), project())) == []


# G01, numbers as text


def test_g01_tells_what_was_read_and_why() -> None:
    remark = Remark(Place("DeAn", "J4"), "195.000", "195000", "dấu chấm phần ngàn")
    found = fault("G01", sheet(remarks=(remark,)))
    assert found.message == (
        "1.1 Đề án 1.1: cột “KPKC ĐP” chứa chữ “195.000”, không phải số; "
        "được đọc là 195000 (dấu chấm phần ngàn)"
    )
    assert found.hint == "Gõ lại ô này bằng chữ số, không có dấu cách, chữ hay dấu nháy."
    assert (str(found.place), found.column) == ("DeAn!J4", "province")


def test_g01_leaves_what_was_read_as_nothing() -> None:
    remarks = tuple(
        Remark(Place("DeAn", cell), "-", read, "gạch") for cell, read in (("J4", "ô trống"),
                                                                       ("J5", "0"))
    )  # fmt: skip
    assert cells("G01", sheet(remarks=remarks)) == ["DeAn!J5"]


def test_g01_tells_months_as_text() -> None:
    found = fault("G01", sheet({"G4": " 5 ", "H4": "cuối năm", "M4": "5"}))
    assert found.message == "1.1 Đề án 1.1: cột “Bắt đầu (tháng)” chứa chữ “5”, không phải số"
    assert (str(found.place), found.column) == ("DeAn!G4", "start_month")


def test_g01_takes_the_text_of_a_formula_for_nothing_typed() -> None:
    assert faults("G01", sheet({"G4": "5"}, {"G4": "A1"})) == []


# G05, errors


def test_g05_tells_the_cell_and_the_error() -> None:
    found = fault("G05", sheet({"I4": ErrorValue("#REF!")}))
    assert found.message == "1.1 Đề án 1.1: ô I4 hiện #REF!"
    assert found.hint == "Sửa công thức, hoặc gõ lại giá trị."
    assert (str(found.place), found.column) == ("DeAn!I4", "total")
    assert found.line is not None and found.line.tt == "1.1"


def test_g05_tells_the_formula() -> None:
    found = fault("G05", sheet({"I4": ErrorValue("#DIV/0!")}, {"I4": "J4/0"}))
    assert found.message.endswith("ô I4 hiện #DIV/0! (=J4/0)")


def test_g05_looks_at_rows_of_the_table_only() -> None:
    errors = {cell: ErrorValue("#N/A") for cell in ("A1", "A2", "A6", "A7")}
    assert cells("G05", sheet(errors)) == ["DeAn!A2", "DeAn!A6"]


def test_g05_takes_the_text_of_an_error_for_text() -> None:
    assert faults("G05", sheet({"I4": "#REF!"})) == []


# G06, hidden


def test_g06_tells_a_hidden_row() -> None:
    found = fault("G06", sheet(hidden_rows=frozenset({4})))
    assert found.message == "1.1 Đề án 1.1: dòng 4 bị ẩn"
    assert found.hint == "Hiện lại dòng (chọn hai dòng kề, chuột phải, Bỏ ẩn (Unhide)) hoặc bỏ lọc."
    assert (str(found.place), found.column) == ("DeAn!C4", "")


def test_g06_tells_hidden_rows_in_order_and_of_lines_only() -> None:
    plan = sheet(hidden_rows=frozenset({40, 6, 1, 5, 4}))
    assert cells("G06", plan) == ["DeAn!C4", "DeAn!C5", "DeAn!C6"]


def test_g06_tells_a_hidden_column() -> None:
    found = fault("G06", sheet(hidden_columns=frozenset({11, 40})))
    assert found.message == "Cột K “KP đơn vị thụ hưởng” bị ẩn"
    assert found.hint == "Hiện lại cột (chọn hai cột kề, chuột phải, Bỏ ẩn (Unhide))."
    assert (str(found.place), found.line) == ("DeAn!K1", None)


# G07, links


def linked(cell: str, formula: str, sheet_name: str = "DeAn") -> Plan:
    link = OutsideLink(Place(sheet_name, cell), formula, "file:///C:/Tep/DuToan2020.xlsx")
    return sheet(links=(link,))


def test_g07_tells_the_formula_and_the_workbook() -> None:
    found = fault("G07", linked("J4", "[1]Sheet1!B5"))
    assert found.message == "DeAn!J4: công thức =[1]Sheet1!B5 lấy số từ “DuToan2020.xlsx”"
    assert found.hint == (
        "Thay bằng giá trị, rồi vào Dữ liệu › Sửa nối kết › Ngắt nối kết "
        "(Data › Edit Links › Break Link)."
    )
    assert (str(found.place), found.column) == ("DeAn!J4", "province")
    assert found.line is not None and found.line.row == 4


def test_g07_tells_a_link_that_no_formula_uses() -> None:
    found = fault("G07", linked("", ""))
    assert found.message == "DeAn: sổ còn liên kết không dùng tới “DuToan2020.xlsx”"
    assert (found.line, found.column) == (None, "")


def test_g07_knows_no_line_outside_of_the_table() -> None:
    for plan in (linked("J40", "[1]A!B5"), linked("J4", "[1]A!B5", "Khác")):
        found = fault("G07", plan)
        assert (found.line, found.column) == (None, "")


# G08, merged


def test_g08_tells_the_area() -> None:
    found = fault("G08", sheet(merges=((4, 4, 5, 4),)))
    assert found.message == "1.1 Đề án 1.1: các ô D4:D5 gộp làm một"
    assert found.hint == "Hủy gộp ô (Unmerge Cells) và ghi giá trị vào từng ô."
    assert (str(found.place), found.column) == ("DeAn!D4", "")


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ((4, 4, 4, 5), 1),
        ((2, 1, 2, 5), 0),
        ((3, 1, 3, 5), 0),
        ((6, 1, 6, 5), 0),
        ((2, 1, 3, 1), 1),
        ((1, 1, 1, 5), 0),
        ((1, 1, 2, 5), 1),
        ((6, 1, 7, 5), 1),
        ((7, 1, 8, 5), 0),
    ],
    ids=str,
)
def test_g08_lets_cells_of_a_heading_line_be_merged_across(
    area: tuple[int, int, int, int], told: int
) -> None:
    assert len(faults("G08", sheet(merges=(area,)))) == told
