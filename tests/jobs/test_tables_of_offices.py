"""Tables as offices lay them out: a name said once for several rows, a heading of four rows, the
unit below it, sums of pages, parts of a sum. The total is the table's, and nothing is an error.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from workbook_tools.check.register import Severity
from workbook_tools.jobs.import_table import Imported, import_tables
from workbook_tools.read.any_source import tables_of_file
from workbook_tools.read.appendix import read_appendix
from workbook_tools.read.source import source_of

Rows = Sequence[Sequence[Any]]

TITLE: Rows = [["DANH MỤC ĐỀ ÁN KHUYẾN CÔNG TỈNH CAO BẰNG NĂM 2026"], ["ĐVT: triệu đồng"]]
HEADING = ["TT", "Tên đề án", "Đơn vị thực hiện", "Tổng kinh phí", "KPKC tỉnh", "Vốn đối ứng"]
ONE = [1, "Sấy thạch", "HTX Nguyên Bình", 90, 50, 40]
TWO = [2, "Rèn dao", "HTX Phúc Sen", 60, 25, 35]
ALL = [None, "Tổng cộng", None, 150, 75, 75]
HIGH = ["TT", "Tên đề án", "Đơn vị thực hiện", "Kinh phí", None, None]
SPLIT = ["", "Trong đó:", None, None, None, None]

TABLES: Mapping[str, Rows] = {
    "the unit below the headings": [HEADING, [None, None, None, "(Tr.đ)", "(Tr.đ)", "(Tr.đ)"]],
    "words below the headings": [HEADING, [None, None, None, "(cả năm)", "cấp tỉnh", "cơ sở"]],
    "four rows of headings": [
        HIGH,
        [None, None, None, "Tổng", "Nguồn", None],
        [None, None, None, None, "Ngân sách", "Ngoài ngân sách"],
        [None, None, None, None, "Tỉnh", "Đối ứng"],
    ],
    "the halves of a source": [
        [*HEADING[:4], "Kinh phí khuyến công địa phương", None],
        [None, None, None, None, "Hỗ trợ", "Đối ứng"],
    ],
    "grouped by district": [[HEADING[0], "Huyện, thành phố/Tên đề án", *HEADING[2:]]],
    "grouped by commune": [[HEADING[0], "Xã, phường / Tên dự án", *HEADING[2:]]],
    "grouped by branch": [[HEADING[0], "Lĩnh vực/ Nội dung đề án", *HEADING[2:]]],
}
"""Headings over the same lines."""

LINES: Mapping[str, Rows] = {
    "pages carried on": [
        ONE,
        [None, "Cộng mang sang trang sau", None, 90, 50, 40],
        [None, "Trang trước mang sang", None, 90, 50, 40],
        TWO,
        ALL,
    ],
    "a sum of each page": [
        ONE,
        [None, "Cộng trang 1", None, 90, 50, 40],
        TWO,
        [None, "Cộng trang 2", None, 60, 25, 35],
        ALL,
    ],
    "a running sum": [ONE, [None, "Cộng dồn", None, 90, 50, 40], TWO, ALL],
    "a sum without a name": [ONE, TWO, [None, None, None, 150, 75, 75]],
    "sums of groups without a name": [
        ["I", "Máy móc"],
        ONE,
        [None, None, None, 90, 50, 40],
        ["II", "Nghề"],
        [1, *TWO[1:]],
        [None, None, None, 60, 25, 35],
        ALL,
    ],
    "small Roman numbers": [["A", "Cấp tỉnh"], ["i", *ONE[1:]], ["ii", *TWO[1:]], ALL],
    "small Roman numbers, dotted": [["I", "Cấp tỉnh"], ["i.", *ONE[1:]], ["ii.", *TWO[1:]], ALL],
    "headings with their number in one cell": [
        ["I. Máy móc"],
        ONE,
        ["II. Nghề"],
        [1, *TWO[1:]],
        ALL,
    ],
    "headings with their number in the column of names": [
        [None, "I. Máy móc", None, 90, 50, 40],
        ONE,
        [None, "II. Nghề", None, 60, 25, 35],
        [1, *TWO[1:]],
        ALL,
    ],
    "letters with their headings in one cell": [
        ["A. Máy móc", None, None, 90, 50, 40],
        ONE,
        ["B. Nghề", None, None, 60, 25, 35],
        TWO,
        ALL,
    ],
    "numbers that say what they count": [["Đề án 1", *ONE[1:]], ["Đề án 2", *TWO[1:]], ALL],
    "numbers that say what they count, short": [["NV 1", *ONE[1:]], ["NV 2", *TWO[1:]], ALL],
    "a note in brackets below a project": [ONE, [None, "(Chuyển tiếp từ 2025)"], TWO, ALL],
    "groups without a number, with their sums": [
        [None, "Huyện Hà Quảng", None, 90, 50, 40],
        ONE,
        [None, "Huyện Trùng Khánh", None, 60, 25, 35],
        [1, *TWO[1:]],
        ALL,
    ],
    "groups with a star": [
        ["*", "Đợt 1", None, 90, 50, 40],
        ONE,
        ["*", "Đợt 2", None, 60, 25, 35],
        [1, *TWO[1:]],
        ALL,
    ],
    "groups without a number and no sum of all": [
        [None, "Đợt 1", None, 90, 50, 40],
        ONE,
        [None, "Đợt 2", None, 60, 25, 35],
        TWO,
    ],
    "a sum called T.Cộng": [ONE, TWO, [None, "T.Cộng", *ALL[2:]]],
    "a sum called what remains": [ONE, TWO, [None, "Còn phải bố trí", *ALL[2:]]],
    "a sum called by a whole sentence": [
        ONE,
        TWO,
        [None, "Toàn bộ kinh phí của kế hoạch năm nay là", *ALL[2:]],
    ],
    "parts of the sum above": [
        ["", *ALL[1:]],
        SPLIT,
        ["", "Sự nghiệp kinh tế", None, 100, 50, 50],
        ["", "Chương trình mục tiêu", None, 50, 25, 25],
        ONE,
        TWO,
    ],
    "parts of the sum above, with dashes": [
        ["", *ALL[1:]],
        ["-", "Sự nghiệp kinh tế", None, 100, 50, 50],
        ["-", "Chương trình mục tiêu", None, 50, 25, 25],
        ONE,
        TWO,
    ],
    "parts of a project": [
        ONE,
        [None, "Gồm:"],
        [None, "Máy", None, 60, 30, 30],
        [None, "Lắp đặt", None, 30, 20, 10],
        TWO,
        ALL,
    ],
}
"""Lines below the same headings."""


def imported(rows: Rows, *merges: str) -> Imported:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (*TITLE, *rows):
        sheet.append(row)
    for area in merges:
        sheet.merge_cells(area)
    raw = io.BytesIO()
    book.save(raw)
    return import_tables(tables_of_file(raw.getvalue(), "bieu.xlsx"))


def errors(done: Imported) -> list[str]:
    return [said.message for said in done.findings if said.severity is Severity.ERROR]


def money(done: Imported) -> list[Decimal]:
    return [done.plan.amounts[key] for key in ("total", "province", "beneficiary")]


DUE = list(map(Decimal, (150, 75, 75)))


@pytest.mark.parametrize("name", TABLES)
def test_a_heading_is_read_whole(name: str) -> None:
    done = imported([*TABLES[name], ONE, TWO, ALL])
    assert (money(done), errors(done)) == (DUE, [])
    assert [project.name for project in done.plan.projects] == ["Sấy thạch", "Rèn dao"]


@pytest.mark.parametrize("name", LINES)
def test_what_is_no_project_counts_once(name: str) -> None:
    done = imported([HEADING, *LINES[name]])
    assert (money(done), errors(done)) == (DUE, [])
    names = [project.name.partition(" (")[0] for project in done.plan.projects]
    assert names == ["Sấy thạch", "Rèn dao"]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("KẾ HOẠCH KHUYẾN CÔNG 2027", 2027),
        ("Kế hoạch 2028 tỉnh Cao Bằng", 2028),
        ("Danh mục đề án năm 2026", 2026),
        ("KẾ HOẠCH 2026 - 2030", None),
    ],
)
def test_the_year_in_a_title(title: str, year: int | None) -> None:
    book = Workbook()
    for row in ([title], TITLE[1], HEADING, ONE, TWO, ALL):
        book.worksheets[0].append(row)
    raw = io.BytesIO()
    book.save(raw)
    assert read_appendix(source_of(raw.getvalue(), "bieu.xlsx")).year == year


@pytest.mark.parametrize("merges", [("B4:B5",), ("A4:A5", "B4:B5"), ()])
def test_a_name_said_once_is_that_of_each_of_its_rows(merges: Sequence[str]) -> None:
    next_one = [None, None, "HTX Thông Nông", 10, 5, 5]
    done = imported([HEADING, ONE, next_one, TWO, [*ALL[:3], 160, 80, 80]], *merges)
    names = [project.name for project in done.plan.projects]
    assert names == ["Sấy thạch", "Sấy thạch", "Rèn dao"]
    assert done.plan.total == 160 and errors(done) == []
    assert any("tên chỉ ghi một lần" in said.how for said in done.readings)


def test_a_merged_row_without_money_goes_on_with_the_row_above() -> None:
    next_one = [None, None, "HTX Thông Nông"]
    done = imported([HEADING, ONE, next_one, TWO, ALL], "A4:A5", "B4:B5", "D4:D5")
    assert [project.executing_unit for project in done.plan.projects] == [
        "HTX Nguyên Bình HTX Thông Nông",
        "HTX Phúc Sen",
    ]
    assert (money(done), errors(done)) == (DUE, [])


def test_a_row_without_a_name_that_is_no_sum_is_told() -> None:
    done = imported([HEADING, ONE, TWO, [None, None, None, 7, 7, 0]])
    assert done.plan.total == 157
    assert [found.rule for found in done.findings if found.severity is Severity.ERROR] == ["B04"]


@pytest.mark.parametrize("amount", [70, 90, 1])
def test_a_last_row_without_a_number_is_a_project_where_it_is_no_sum(amount: int) -> None:
    heading = [*HEADING[:2], *HEADING[3:]]
    rows: Rows = [
        ["I", "Máy móc"],
        [1, "Sấy", 90, 50, 40],
        [2, "Cắt", 30, 20, 10],
        [None, "Đan", amount, amount, 0],
    ]
    done = imported([heading, *rows])
    assert [project.name for project in done.plan.projects] == ["Sấy", "Cắt", "Đan"]
    assert (done.plan.total, errors(done)) == (Decimal(120 + amount), [])


def test_two_projects_of_the_same_amount_are_two() -> None:
    done = imported([HEADING, ONE, [None, "Rèn dao", None, *ONE[3:]]])
    assert [project.name for project in done.plan.projects] == ["Sấy thạch", "Rèn dao"]


def test_rows_without_a_number_that_are_no_sums_are_projects() -> None:
    rows: Rows = [[None, "Rèn", "TT", 90, 50, 40], ONE, [None, "Đan", "TT", 70, 70, 0], TWO]
    assert len(imported([HEADING, *rows]).plan.projects) == 4


@pytest.mark.parametrize(
    ("asked", "approved"),
    [
        ("KP đề nghị", "KP thẩm định"),
        ("Kinh phí đề xuất", "Kinh phí được duyệt"),
        ("Kinh phí đăng ký", "Kinh phí phê duyệt"),
    ],
)
def test_what_is_approved_goes_before_what_is_asked_for(asked: str, approved: str) -> None:
    for headings, money_ in (((asked, approved), [120, 100]), ((approved, asked), [100, 120])):
        rows: Rows = [[1, "Sấy", "TT", *money_], [None, "Cộng", None, *money_]]
        done = imported([[*HEADING[:3], *headings], *rows])
        assert (done.plan.total, errors(done)) == (Decimal(100), [])


@pytest.mark.parametrize("amounts", [(90, 10, 50), (10, 90, 12), (1, 150, 3)])
def test_small_amounts_are_no_months_where_the_row_adds_up(amounts: Sequence[int]) -> None:
    heading = [*HEADING, "Nguồn khác"]
    rows = [[at, f"Đề án {at}", "TT", sum(amounts), *amounts] for at in (1, 2)]
    assert errors(imported([heading, *rows])) == []


@pytest.mark.parametrize(
    ("unit", "said"),
    [("1.000 đồng", "ngàn đồng"), ("1000đ", "ngàn đồng"), ("1.000.000 đồng", "triệu đồng")],
)
def test_an_amount_is_said_with_its_unit_in_words(unit: str, said: str) -> None:
    book = Workbook()
    for row in (TITLE[0], [f"Đơn vị tính: {unit}"], HEADING, [1, "Sấy", "TT", 90, 50, 30]):
        book.worksheets[0].append(row)
    raw = io.BytesIO()
    book.save(raw)
    (told,) = errors(import_tables(tables_of_file(raw.getvalue(), "bieu.xlsx")))
    assert f"90 {said}" in told and unit not in told
