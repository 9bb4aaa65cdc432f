"""Somebody else's appendix, read off its headings."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.conftest import ROOT
from tests.faults.drafts import clean_draft
from workbook_tools import InputError, read_plan
from workbook_tools.check import check_plan
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.jobs.check import check_workbook
from workbook_tools.read.appendix import read_appendix
from workbook_tools.read.source import source_of

CORPUS = sorted((ROOT.parent / "shared/corpus/excel-made").glob("*.xls[xm]"))


def book(rows: list[list[Any]], start: int = 0, extra: Any = None, name: str = "Biểu 1") -> Any:
    raw = io.BytesIO()
    file = xlsxwriter.Workbook(raw, {"in_memory": True})
    file.add_worksheet("Bìa").write(0, 0, "Kế hoạch")
    page = file.add_worksheet(name)
    for at, row in enumerate(rows, start):
        page.write_row(at, 0, row)
    if extra is not None:
        extra(file, page)
    file.close()
    return source_of(raw.getvalue(), "phu-luc.xlsx")


HEAD: list[list[Any]] = [
    ["KẾ HOẠCH KHUYẾN CÔNG TỈNH ĐỒNG THÁP NĂM 2022"],
    ["ĐVT: triệu đồng"],
    [
        "STT",
        "Nội dung đề án",
        "Đơn vị chủ trì",
        "Kinh phí",
        "Ngân sách tỉnh",
        "Vốn đối ứng",
        "Ghi chú",
    ],
]


def test_our_own_appendix_is_read_as_anybody_elses(built: Built, example: Path) -> None:
    plan, mine = read_appendix(source_of(built.data, "k.xlsx"), "PhuLuc"), read_plan(example)
    assert [(line.tt, line.name, line.stated.province) for line in plan.lines()] == [
        (line.tt, line.name, line.province) for line in mine.lines()
    ]
    assert (plan.total, plan.year, plan.unit.name, plan.province_name) == (
        Decimal(9230500),
        2021,
        "ngàn đồng",
        "Đồng Nai",
    )
    assert (
        plan.particulars["Tổng cộng bằng chữ"]
        == "Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng"
    )
    assert check_plan(plan) == ()


def test_other_headings_other_levels_other_unit() -> None:
    plan = read_appendix(
        book(
            [
                *HEAD,
                ["I", "Đào tạo", "", 30, 30, 0],
                ["1", "Lớp may", "Sở", 10, 10, 0],
                ["2", "Lớp gốm", "Sở", 20, 20, 0],
                ["II", "Máy móc", "", 50, 20, 30],
                ["1", "Máy sấy", "Cơ sở A", 50, 20, 30],
                ["", "Tổng cộng", "", 80, 50, 30],
                [],
                ["Người lập biểu"],
            ]
        )
    )
    assert [(type(line).__name__, line.tt, line.row) for line in plan.lines() if line.row] == [
        ("Programme", "I", 4),
        ("Project", "1", 5),
        ("Project", "2", 6),
        ("Programme", "II", 7),
        ("Project", "1", 8),
    ]
    assert (plan.total, plan.unit.name, plan.year, plan.province_name, plan.sheet) == (
        Decimal(80),
        "triệu đồng",
        2022,
        "Đồng Tháp",
        "Biểu 1",
    )
    assert plan.stated is not None and plan.stated.row == 9 and plan.rows == (4, 9)
    assert [(f.rule, f.where) for f in check_plan(plan)] == [("G02", "Biểu 1!D9")]


def test_headings_in_two_rows_with_merges_and_a_row_that_counts_columns() -> None:
    def merged(file: Any, page: Any) -> None:
        page.merge_range("A2:A3", "TT")
        page.merge_range("B2:B3", "Tên đề án")
        page.merge_range("C2:D2", "Thời gian thực hiện")
        page.write_row(2, 2, ["Bắt đầu", "Kết thúc"])
        page.merge_range("E2:E3", "Tổng kinh phí (đồng)")
        page.merge_range("F2:G2", "Trong đó")
        page.write_row(2, 5, ["KPKC địa phương", "Nguồn khác"])
        page.write_row(3, 0, [1, 2, 3, 4, 5, 6, 7])
        page.write_row(4, 0, ["1", "Chương trình", None, None, 5, 5, 0])
        page.write_row(5, 0, ["1.1", "Đề án", 2, 9, 5, 5, 0])

    plan = read_appendix(book([], extra=merged))
    assert plan.columns == {
        "tt": "A",
        "name": "B",
        "start_month": "C",
        "end_month": "D",
        "total": "E",
        "province": "F",
        "other": "G",
    }
    only = plan.projects[0]
    assert (only.row, only.start_month, only.end_month, only.province, plan.unit.name) == (
        6,
        2,
        9,
        Decimal(5),
        "đồng",
    )


def test_a_workbook_without_such_a_table_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match=r"không có trang nào có bảng"):
        read_appendix(book([["a", "b"], ["c", 1]]))


def test_check_takes_a_plan_a_finished_workbook_and_an_appendix(
    built: Built, example: Path
) -> None:
    assert (
        check_workbook(example).findings == ()
        and check_workbook(source_of(built.data, "k.xlsx")).findings == ()
    )
    rows = [*HEAD, ["1", "Đào tạo", "", 31, 30, 0], ["1.1", "Lớp may", "Sở", 30, 30, 0]]
    checked = check_workbook(book(rows))
    assert checked.plan.appendix and [
        (f.rule, f.where) for f in checked.findings if f.rule == "A02"
    ] == [("A02", "Biểu 1!D4")]


def test_what_is_built_from_a_clean_plan_is_clean_as_it_stands(template: Any) -> None:
    seeds = [seed for seed in range(40, 120) if clean_draft(seed).layout == "plan"][:16]
    for seed in seeds:
        data = build_workbook(source_of(clean_draft(seed).file(), "k.xlsx"), template).data
        assert [
            (f.rule, f.where, f.message) for f in check_workbook(source_of(data, "k.xlsx")).findings
        ] == [], seed


def test_a_total_typed_over_in_a_finished_workbook_is_found(built: Built) -> None:
    import openpyxl

    file = openpyxl.load_workbook(io.BytesIO(built.data))
    file["PhuLuc"]["H9"] = 999
    raw = io.BytesIO()
    file.save(raw)
    findings = check_workbook(source_of(raw.getvalue(), "k.xlsx")).findings
    assert {(f.rule, f.where) for f in findings} >= {("A02", "PhuLuc!H9"), ("G02", "PhuLuc!H9")}


@pytest.mark.skipif(not CORPUS, reason="the workbooks made by Excel are not beside this checkout")
def test_whatever_excel_wrote_is_read_or_refused_in_one_sentence() -> None:
    for file in CORPUS:
        try:
            assert check_workbook(file).plan.appendix
        except InputError as error:
            assert str(error) and "\n" not in str(error), file


@pytest.mark.skipif(not CORPUS, reason="the workbooks made by Excel are not beside this checkout")
def test_every_grid_that_excel_wrote_can_be_looked_at() -> None:
    seen = {"formulas": 0, "merges": 0, "hidden": 0}
    for file in CORPUS:
        source = source_of(file.read_bytes(), file.name)
        for sheet in source.sheets.values():
            grid = source.grid(sheet.name)
            assert grid is not None
            seen["formulas"] += len(grid.formulas)
            seen["merges"] += len(grid.merges)
            seen["hidden"] += len(grid.hidden_rows) + len(grid.hidden_columns)
    assert all(seen.values()), seen
