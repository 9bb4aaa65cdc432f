"""The plan workbook as people fill it: a sheet called otherwise, a title above, no numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from workbook_tools.check.findings import check_plan
from workbook_tools.errors import InputError
from workbook_tools.jobs.build import build_workbook
from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.model import Plan
from workbook_tools.plan.numbering import roman, roman_number
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, source_of

HEADINGS = list(COLUMNS.values())
LINES: list[dict[str, Any]] = [
    {"tt": "I", "level": "Mục", "name": "Mục một"},
    {"tt": "1", "level": "Chương trình", "name": "Máy móc"},
    {"tt": "1.1", "level": "Đề án", "name": "Sấy chè", "province": 5, "beneficiary": 2, "other": 0},
    {"tt": "1.2", "level": "Đề án", "name": "Dệt lụa", "province": 3, "beneficiary": 1, "other": 0},
]


def source(
    name: str = "DeAn",
    above: Sequence[Sequence[Any]] = (),
    *,
    numbered: bool = True,
    levels: Sequence[int] = (0, 1, 2, 3),
) -> Source:
    book = Workbook()
    about = book.worksheets[0]
    about.title = "ThongTin"
    for row in (["Mục", "Nội dung"], ["Tỉnh", "Sơn La"], ["Năm kế hoạch", 2026]):
        about.append(row)
    about.append(["Đơn vị tính", "triệu đồng"])
    sheet = book.create_sheet(name)
    for title in above:
        sheet.append(list(title))
    sheet.append(HEADINGS)
    for line in (LINES[at] for at in levels):
        shown = line if numbered else {**line, "tt": None}
        held = {"start_month": 2, "end_month": 9, **shown} if line["level"] == "Đề án" else shown
        sheet.append([held.get(field) for field in COLUMNS])
    raw = io.BytesIO()
    book.save(raw)
    return source_of(raw.getvalue(), "ke-hoach.xlsx")


def told(plan: Plan) -> set[str]:
    return {remark.evidence for remark in plan.decisions}


# ----------------------------------------------------------------------------- the sheet, its title


@pytest.mark.parametrize("name", ["Đề án", "ĐỀ ÁN", "De an", "De_An", "đề-án"])
def test_a_sheet_called_otherwise(name: str) -> None:
    plan = read_plan(source(name))
    assert (plan.sheet, plan.total) == (name, Decimal(11))
    assert f"Trang tính “{name}” được đọc là trang tính DeAn" in told(plan)


def test_dean_goes_before_a_sheet_that_is_called_like_it() -> None:
    assert told(read_plan(source("DeAn"))) == set()
    with pytest.raises(InputError, match="thiếu trang tính DeAn"):
        read_plan(source("Đề án cũ"))


@pytest.mark.parametrize(
    "above",
    [
        [["KẾ HOẠCH KHUYẾN CÔNG NĂM 2026"]],
        [["KẾ HOẠCH", None, "năm 2026"], [], ["ĐVT: triệu đồng"]],
        [["TT", "ghi chú của tôi"]],
        [[]] * 13,
    ],
)
def test_a_title_above_the_headings(above: list[list[Any]]) -> None:
    plan = read_plan(source(above=above))
    first = len(above) + 2
    assert (plan.total, plan.rows) == (Decimal(11), (first, first + 3))
    assert str(plan.place(plan.projects[0], "province")) == f"DeAn!J{first + 2}"
    assert "là dòng tiêu đề, phía trên là tựa của bảng" in told(plan)


def test_headings_too_far_below_are_asked_for() -> None:
    with pytest.raises(InputError, match="thiếu cột"):
        read_plan(source(above=[[]] * 20))


def test_a_plan_below_a_title_is_built_and_built_again() -> None:
    first = build_workbook(source("Đề án", [["KẾ HOẠCH NĂM 2026"], []]))
    again = build_workbook(source_of(first.data, "a.xlsx"))
    plain = build_workbook(source())
    grids = [source_of(one.data, "a.xlsx").grid("PhuLuc") for one in (first, again, plain)]
    assert grids[0] is not None and grids[1] is not None and grids[2] is not None
    assert grids[0].rows == grids[1].rows == grids[2].rows


# ------------------------------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("levels", "numbers"),
    [
        ((0, 1, 2, 3, 1, 2), ["I", "1", "1.1", "1.2", "2", "2.1"]),
        ((1, 2, 3), ["1", "1.1", "1.2"]),
        ((2, 3), ["1", "2"]),
        ((0, 2, 3, 0, 2), ["I", "1", "2", "II", "1"]),
    ],
)
def test_lines_without_any_number_are_numbered(levels: list[int], numbers: list[str]) -> None:
    plan = read_plan(source(numbered=False, levels=levels))
    assert [line.tt for line in plan.lines() if line.row] == numbers
    assert told(plan) == {"chưa có TT nên được đánh số theo loại dòng"}
    assert not [found for found in check_plan(plan) if found.rule in ("B02", "B03")]


def test_where_one_has_a_number_none_is_made() -> None:
    plan = read_plan(source(levels=(0, 1, 2)))
    assert told(plan) == set()


def test_roman_numbers_are_those_that_are_read() -> None:
    assert [roman(roman_number(value)) for value in range(1, 400)] == list(range(1, 400))


def test_more_sections_than_roman_numbers_reach_are_numbered_with_digits() -> None:
    plan = read_plan(source(numbered=False, levels=(0, 2) * 400))
    assert (plan.sections[-1].tt, plan.projects[-1].tt) == ("400", "400.1")
    assert not [found for found in check_plan(plan) if found.rule in ("B01", "B02", "B03")]
