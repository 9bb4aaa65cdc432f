"""The plan workbook as people type it: sheets and particulars called otherwise, numbers that Excel
took for dates, names and numbers in one cell, a heading said again.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from workbook_tools.check.findings import check_plan
from workbook_tools.check.register import Severity
from workbook_tools.errors import InputError
from workbook_tools.jobs.build import build_workbook
from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, source_of

HEADINGS = list(COLUMNS.values())
AT = {field: at for at, field in enumerate(COLUMNS, 1)}
LINES: list[dict[str, Any]] = [
    {"tt": "I", "level": "Mục", "name": "Hỗ trợ sản xuất"},
    {"tt": "1", "level": "Chương trình", "name": "Máy móc"},
    {"tt": "1.1", "level": "Đề án", "name": "Sấy chè", "province": 5, "beneficiary": 2},
    {"tt": "1.2", "level": "Đề án", "name": "Dệt lụa", "province": 3, "beneficiary": 1},
    {"tt": "II", "level": "Mục", "name": "Quản lý"},
    {"tt": "2", "level": "Chương trình", "name": "Thông tin"},
    {"tt": "2.1", "level": "Đề án", "name": "Bản tin", "province": 4, "beneficiary": 0},
]
Change = Callable[[Workbook], None]


def source(*changes: Change) -> Source:
    book = Workbook()
    about = book.worksheets[0]
    about.title = "ThongTin"
    for row in (["Mục", "Nội dung"], ["Tỉnh", "Yên Bái"], ["Năm kế hoạch", 2026]):
        about.append(row)
    about.append(["Đơn vị tính", "triệu đồng"])
    sheet = book.create_sheet("DeAn")
    sheet.append(HEADINGS)
    for line in LINES:
        more = {"start_month": 2, "end_month": 9, "other": 0, "executing_unit": "Trung tâm"}
        held = {**line, **(more if line["level"] == "Đề án" else {})}
        sheet.append([held.get(field) for field in COLUMNS])
    for change in changes:
        change(book)
    raw = io.BytesIO()
    book.save(raw)
    return source_of(raw.getvalue(), "ke-hoach.xlsx")


def typed(row: int, field: str, value: Any, sheet: str = "DeAn") -> Change:
    def change(book: Workbook) -> None:
        book[sheet].cell(row, AT[field]).value = value

    return change


def about(cell: str, value: Any) -> Change:
    def change(book: Workbook) -> None:
        book["ThongTin"][cell] = value

    return change


def called(name: str) -> Change:
    def change(book: Workbook) -> None:
        book["ThongTin"].title = name

    return change


def merged(area: str) -> Change:
    def change(book: Workbook) -> None:
        book["DeAn"].merge_cells(area)

    return change


def again(row: int) -> Change:
    def change(book: Workbook) -> None:
        book["DeAn"].insert_rows(row)
        for column, heading in enumerate(HEADINGS, 1):
            book["DeAn"].cell(row, column).value = heading

    return change


def errors(plan: Plan) -> list[str]:
    return [found.message for found in check_plan(plan) if found.severity is Severity.ERROR]


def as_it_is(plan: Plan) -> bool:
    """Whether a plan is what the rows say, whatever is typed otherwise."""
    names = [line.name for line in plan.lines() if line.row]
    numbers = [line.tt.rstrip(".") for line in plan.lines() if line.row]
    same = names == [line["name"] for line in LINES]
    return same and numbers == [line["tt"] for line in LINES] and plan.total == Decimal(15)


@pytest.mark.parametrize("name", ["Thông tin", "THÔNG TIN", "Thong_tin", "Thông tin chung"])
def test_the_sheet_of_particulars_called_otherwise(name: str) -> None:
    assert as_it_is(read_plan(source(called(name))))


def test_two_sheets_that_may_be_the_one_of_particulars_are_none() -> None:
    def two(book: Workbook) -> None:
        book.copy_worksheet(book["ThongTin"]).title = "Thông tin"
        book["ThongTin"].title = "Thông tin chung"

    with pytest.raises(InputError, match="thiếu trang tính ThongTin"):
        read_plan(source(two))


@pytest.mark.parametrize("title", ["Đơn vị tính:", "ĐVT", "đơn vị tính", "ĐƠN VỊ TÍNH :"])
def test_a_particular_called_otherwise(title: str) -> None:
    plan = read_plan(source(about("A4", title)))
    assert (plan.unit.name, plan.particulars["Đơn vị tính"]) == ("triệu đồng", "triệu đồng")


@pytest.mark.parametrize(
    ("said", "name", "dong"),
    [
        ("trieu dong", "triệu đồng", 10**6),
        ("Ngan dong", "ngàn đồng", 1000),
        ("NGHIN DONG", "nghìn đồng", 1000),
        ("dong", "đồng", 1),
        ("ty dong", "tỷ đồng", 10**9),
    ],
)
def test_a_unit_without_marks(said: str, name: str, dong: int) -> None:
    unit = read_plan(source(about("B4", said))).unit
    assert (unit.name, unit.dong) == (name, dong)


@pytest.mark.parametrize("year", [datetime(2026, 1, 1), "2026.0", "2026,0", "Năm 2026"])
def test_a_year_typed_otherwise(year: Any) -> None:
    assert read_plan(source(about("B3", year))).year == 2026


@pytest.mark.parametrize("levels", [("M", "CT", "ĐA"), ("m", "ct", "đa"), ("MỤC", "ch.tr", "D.A")])
def test_levels_shortened(levels: tuple[str, str, str]) -> None:
    short = dict(zip(("Mục", "Chương trình", "Đề án"), levels, strict=True))
    changes = [typed(at, "level", short[line["level"]]) for at, line in enumerate(LINES, 2)]
    assert as_it_is(read_plan(source(*changes)))


@pytest.mark.parametrize("row", [4, 5, 8])
def test_a_number_that_excel_took_for_a_date(row: int) -> None:
    first, last = map(int, LINES[row - 2]["tt"].split("."))
    plan = read_plan(source(typed(row, "tt", datetime(2026, last, first))))
    assert as_it_is(plan) and errors(plan) == []
    assert "số thứ tự bị Excel đổi thành ngày" in {said.evidence for said in plan.decisions}


@pytest.mark.parametrize(
    ("row", "text", "area"),
    [
        (2, "I. Hỗ trợ sản xuất", "A2:D2"),
        (6, "II. Quản lý", "A6:O6"),
        (3, "1. Máy móc", "A3:C3"),
        (7, "2 Thông tin", ""),
        (4, "1.1. Sấy chè", ""),
    ],
)
def test_number_and_name_in_one_cell(row: int, text: str, area: str) -> None:
    changes = [typed(row, "tt", text), typed(row, "level", None), typed(row, "name", None)]
    plan = read_plan(source(*changes, *([merged(area)] if area else [])))
    assert as_it_is(plan) and errors(plan) == []


@pytest.mark.parametrize("row", [2, 3, 6])
def test_a_name_merged_over_the_level(row: int) -> None:
    name = LINES[row - 2]["name"]
    change = [typed(row, "level", name), typed(row, "name", None), merged(f"B{row}:C{row}")]
    assert as_it_is(read_plan(source(*change)))


@pytest.mark.parametrize("called_", ["TỔNG CỘNG", "Tổng cộng:", "Cộng"])
def test_a_total_called_so_in_the_column_of_numbers(called_: str) -> None:
    changes = [typed(9, "tt", called_), typed(9, "total", 15), typed(9, "province", 12)]
    plan = read_plan(source(*changes))
    assert as_it_is(plan) and errors(plan) == []
    assert plan.stated is not None and plan.stated.stated.total == 15


@pytest.mark.parametrize("row", [4, 6, 9])
def test_a_heading_said_again(row: int) -> None:
    plan = read_plan(source(again(row)))
    assert as_it_is(plan)
    told = {said.evidence for said in plan.decisions}
    assert "là dòng tiêu đề lặp lại, không phải đề án" in told


def test_what_is_told_of_levels_points_to_the_numbers_where_no_column_is_theirs() -> None:
    def without(book: Workbook) -> None:
        book["DeAn"].delete_cols(AT["level"])

    plan = read_plan(source(without))
    places = {str(said.place) for said in plan.decisions if said.read_as == "Mục"}
    assert as_it_is(plan) and places == {"DeAn!A2", "DeAn!A6"}


@pytest.mark.parametrize("said", ["300 triệu đồng", "300 triệu", "300.000.000", "0,3 tỷ đồng"])
def test_a_norm_that_says_its_unit(said: str) -> None:
    def norm(book: Workbook) -> None:
        sheet = book.create_sheet("DinhMuc")
        sheet.append(["Mã định mức", "Nội dung", "Mức tối đa (đồng)"])
        sheet.append(["M1", "Máy", said])

    assert read_plan(source(norm)).norms[0].max_amount == 300_000_000


@pytest.mark.parametrize(
    "said", ["không quá 300 triệu đồng", "Tối đa: 300.000.000", "≤ 300 triệu", "Mức 300 triệu đồng"]
)
def test_a_norm_that_says_that_it_is_a_limit(said: str) -> None:
    def norm(book: Workbook) -> None:
        sheet = book.create_sheet("DinhMuc")
        sheet.append(["BẢNG ĐỊNH MỨC HỖ TRỢ"])
        sheet.append(["Mã định mức", "Nội dung", "Tỷ lệ tối đa", "Mức tối đa (đồng)"])
        sheet.append(["M1", "Máy", "không quá 50%", said])

    (found,) = read_plan(source(norm)).norms
    assert (found.max_amount, found.max_share) == (Decimal(300_000_000), Decimal("0.5"))
    assert found.row == 3


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_a_title_above_the_particulars(rows: int) -> None:
    def title(book: Workbook) -> None:
        book["ThongTin"].insert_rows(1, rows)
        book["ThongTin"]["A1"] = "THÔNG TIN CHUNG"

    plan = read_plan(source(title))
    assert as_it_is(plan) and str(plan.particular_cells["Đơn vị tính"]) == f"ThongTin!B{4 + rows}"


@pytest.mark.parametrize("name", ["Định mức", "DINH MUC", "Dinh_Muc"])
def test_a_sheet_that_is_almost_called_so_is_told(name: str) -> None:
    def add(book: Workbook) -> None:
        book.create_sheet(name)

    told = [said.evidence for said in read_plan(source(add)).decisions]
    assert told == [f"Trang tính “{name}” chưa được đọc; hãy đổi tên thành DinhMuc để dùng"]


@pytest.mark.parametrize(("tt", "dash"), [("-", ""), ("+", ""), ("", "- "), ("", "– ")])
def test_a_row_with_a_dash_is_a_part_of_the_project_above(tt: str, dash: str) -> None:
    def parts(book: Workbook) -> None:
        sheet = book["DeAn"]
        sheet.insert_rows(5, 2)
        for row, amount in ((5, 2), (6, 3)):
            for field, value in {"tt": tt, "name": f"{dash}HTX {row}", "province": amount}.items():
                sheet.cell(row, AT[field]).value = value
            sheet.cell(row, AT["beneficiary"]).value = 1

    plan = read_plan(source(parts))
    assert plan.total == 15 and [len(project.details) for project in plan.projects] == [2, 0, 0]


@pytest.mark.parametrize("heading", ["Thời gian thực hiện", "Tiến độ", "Thời gian"])
def test_one_column_says_from_when_to_when(heading: str) -> None:
    def in_one(book: Workbook) -> None:
        sheet = book["DeAn"]
        sheet.delete_cols(AT["end_month"])
        sheet.cell(1, AT["start_month"]).value = heading
        for row, said in ((4, "Tháng 3 - 9"), (5, "Quý II - Quý III"), (8, "cả năm")):
            sheet.cell(row, AT["start_month"]).value = said

    built = build_workbook(source(in_one))
    months = [(one.start_month, one.end_month) for one in built.plan.projects]
    assert months == [(3, 9), (4, 9), (1, 12)] and errors(built.plan) == []
    assert build_workbook(source_of(built.data, "ke-hoach.xlsx")).data == built.data


@pytest.mark.parametrize("area", ["I4:I5", "J4:J5", "I4:L5"])
def test_an_amount_merged_over_projects_is_an_error(area: str) -> None:
    (told,) = errors(read_plan(source(typed(4, "total", 7), typed(4, "other", None), merged(area))))
    assert told.endswith(f"các ô {area} gộp làm một; số tiền chỉ được tính cho dòng đầu")


def test_a_text_in_decomposed_letters_is_built_twice_alike() -> None:
    def taken_apart(book: Workbook) -> None:
        for row in book["DeAn"].iter_rows(min_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = unicodedata.normalize("NFD", cell.value)

    once = build_workbook(source(taken_apart))
    assert build_workbook(source_of(once.data, "ke-hoach.xlsx")).data == once.data
    said = "".join(found.message for found in once.findings)
    assert unicodedata.is_normalized("NFC", said) and "Unicode tổ hợp" in said
