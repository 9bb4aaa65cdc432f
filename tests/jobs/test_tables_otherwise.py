"""One table of projects as many offices lay it out: whatever its numbers, its sums and what stands
below it, it is the same projects and the same total, without an error.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from workbook_tools.check import Severity
from workbook_tools.jobs.import_table import Imported, import_tables
from workbook_tools.read.any_source import tables_of_file

Rows = list[list[Any]]

HEADING = ["TT", "Tên đề án", "Đơn vị thực hiện", "Tổng kinh phí", "Ngân sách tỉnh", "Đối ứng"]
NAMES = ("Sấy nông sản", "Đan cói", "Chưng cất tinh dầu", "Nung gốm", "Ép dầu lạc", "Làm miến")
MONEY = ((900, 400, 500), (300, 150, 150), (700, 700, 0), (210, 90, 120), (60, 20, 40), (80, 80, 0))
TOTAL = 2250
SIGNED: Rows = [[], [None, "Người lập biểu", None, "GIÁM ĐỐC"], [], [None, "Đỗ C", None, "Lý D"]]


def sums(*parts: int) -> tuple[int, ...]:
    """The sums of some of the projects."""
    return tuple(sum(MONEY[at][column] for at in parts) for column in range(3))


def lines(*numbers: Any) -> Rows:
    """The projects under their numbers; a text that stands alone is a group's."""
    made: Rows = []
    left = iter(zip(NAMES, MONEY, strict=True))
    for number in numbers:
        if isinstance(number, tuple):
            made.append(list(number))
        else:
            name, money = next(left)
            made.append([number, name, "Trung tâm", *money])
    return made


def group(number: Any, *money: int) -> tuple[Any, ...]:
    return (number, f"Nhóm {number}", None, *money)


def total(name: str = "Tổng cộng") -> Rows:
    return [[None, name, None, *sums(*range(6))]]


def part(*parts: int, name: str = "Cộng") -> tuple[Any, ...]:
    return (None, name, None, *sums(*parts))


LETTERED = lines(group("A"), 1, 2, group("B"), 1, 2, group("C"), 1, 2)
ROMAN = lines(group("I"), 1, 2, group("II"), 1, 2, group("III"), 1, 2)
EACH_SUMMED = lines(
    group("I"), 1, 2, part(0, 1), group("II"), 1, 2, part(2, 3), group("III"), 1, 2, part(4, 5)
)
DASHED = lines(
    group(1), "-", "-", part(0, 1), group(2), "-", "-", part(2, 3), group(3), "-", "-", part(4, 5)
)
TABLES: Mapping[str, tuple[Rows, int]] = {
    "groups A, B, C": (LETTERED + total(), 6),
    "groups A to C, stated": (
        lines(
            *(group("A", *sums(0, 1)), 1, 2, group("B", *sums(2, 3)), 1, 2),
            *(group("C", *sums(4, 5)), 1, 2),
        )
        + total("CỘNG"),
        6,
    ),
    "groups A to D": (
        lines(group("A"), 1, group("B"), 1, group("C"), 1, group("D"), 1, 2, 3) + total(),
        6,
    ),
    "a sum below each group": (EACH_SUMMED + total(), 6),
    "a sum below each group and none of all": (EACH_SUMMED, 6),
    "the sum of all above, one below each group": (total("Cộng") + EACH_SUMMED, 6),
    "dashes, the sum of all above": (total("Cộng") + DASHED, 3),
    "dashes, a sum below each and none of all": (DASHED, 3),
    **{
        f"all called {name}": (ROMAN + total(name), 6)
        for name in ("CỘNG TỔNG", "Cộng tổng:", "Cộng tổng (I+II+III)", "Tổng số", "Toàn tỉnh")
    },
    "all called CỘNG TỔNG, above": (total("CỘNG TỔNG") + ROMAN, 6),
    "signed, the sum above": (total() + ROMAN + SIGNED, 6),
    "signed, no sum": (ROMAN + SIGNED, 6),
    "signed in the columns of money alone": (
        [*ROMAN, [], [None, None, None, "KT. GIÁM ĐỐC"], [None] * 3 + ["PHÓ GIÁM ĐỐC"]],
        6,
    ),
    "a place and a day in the columns of money": (
        [*ROMAN, [None, None, None, None, "Hà Giang, ngày 3 tháng 2 năm 2026"]],
        6,
    ),
}


def imported(rows: Rows, heading: Rows | None = None) -> Imported:
    book = Workbook()
    sheet = book.worksheets[0]
    title: Rows = [["DANH MỤC ĐỀ ÁN KHUYẾN CÔNG TỈNH HÀ GIANG NĂM 2026"], ["ĐVT: triệu đồng"]]
    for row in (*title, *(heading or [HEADING]), *rows):
        sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    return import_tables(tables_of_file(raw.getvalue(), "bieu.xlsx"))


def errors(done: Imported) -> list[str]:
    return [said.message for said in done.findings if said.severity is Severity.ERROR]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_laid_out_otherwise_is_the_same(name: str) -> None:
    rows, projects = TABLES[name]
    done = imported(rows)
    assert (done.plan.total, len(done.plan.projects)) == (Decimal(TOTAL), projects)
    assert errors(done) == []


@pytest.mark.parametrize("heading", ["Vốn ngân sách", "Nguồn ngân sách", "KP tỉnh hỗ trợ"])
def test_the_only_column_of_money(heading: str) -> None:
    rows: Rows = [[1, "Sấy", "TT", 50], [2, "Đan", "TT", 70], [None, "Tổng cộng", None, 120]]
    above: Rows = [["TT", "Tên đề án", "Đơn vị thực hiện", heading]]
    done = imported(rows, above)
    assert (done.plan.total, errors(done)) == (Decimal(120), [])


@pytest.mark.parametrize("count", [range(1, 7), [f"({at})" for at in range(1, 7)]])
def test_names_above_which_columns_are_counted_are_no_money(count: Any) -> None:
    heading = ["TT", "Tên đề án", "Đơn vị thụ hưởng", "Tổng kinh phí", "Ngân sách tỉnh", "Đối ứng"]
    above: Rows = [[*heading], list(count)]
    done = imported([[1, "Sấy", "HTX Tân Mai", 80, 50, 30]], above)
    assert (done.plan.total, errors(done)) == (Decimal(80), [])


CALLED: Mapping[int, tuple[str, ...]] = {
    1: ("Tên gọi đề án", "Danh mục chi", "Tên công trình", "Tên hoạt động", "Nội dung khuyến công"),
    2: ("Tổ chức chủ trì", "Chủ trì thực hiện", "Đơn vị chịu trách nhiệm", "Tổ chức thực hiện"),
    3: ("Kinh phí thực hiện năm 2026", "Kinh phí dự kiến", "Tổng giá trị", "Tổng nguồn", "Cộng"),
    4: ("Kinh phí NSNN", "Kinh phí KC", "Số tiền hỗ trợ", "Tỉnh hỗ trợ", "Nguồn NSĐP", "Vốn KC"),
    5: ("Kinh phí của cơ sở", "Vốn DN", "Phần đơn vị", "Nguồn của các đơn vị", "KP cơ sở"),
}
"""Other headings of the columns, by their place."""


@pytest.mark.parametrize(
    ("place", "name"), [(place, name) for place, names in CALLED.items() for name in names]
)
def test_a_column_called_otherwise(place: int, name: str) -> None:
    heading = [*HEADING[:place], name, *HEADING[place + 1 :]]
    done = imported(ROMAN + total(), [heading])
    plan = done.plan
    assert [str(plan.amounts[key]) for key in ("total", "province", "beneficiary")] == [
        str(amount) for amount in sums(*range(6))
    ]
    assert plan.projects[0].executing_unit == "Trung tâm" and errors(done) == []


@pytest.mark.parametrize("name", ["Kinh phí cả năm", "Vốn được giao", "Chi phí"])
def test_a_sum_that_is_called_no_total_is_no_source(name: str) -> None:
    heading = [*HEADING[:3], name, *HEADING[4:]]
    done = imported(ROMAN + total(), [heading])
    assert done.plan.total == Decimal(TOTAL)
    assert {reading.read_as for reading in done.readings} >= {"cột cộng"}
