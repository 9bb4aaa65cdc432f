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
from workbook_tools.check import Severity, check_plan
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.jobs.check import check_workbook
from workbook_tools.plan.model import Plan
from workbook_tools.read.appendix import read_appendices, read_appendix
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
    assert [(line.tt, line.name, line.stated.get("province")) for line in plan.lines()] == [
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


def only(*rows: list[Any], head: list[Any] | None = None) -> Plan:
    return read_appendix(book([["ĐVT: triệu đồng"], head or HEAD[2], *rows]))


ROWS: list[list[Any]] = [["1", "Máy sấy", "TTKC", 5, 3, 2], ["2", "Lò nung", "TTKC", 7, 4, 3]]


@pytest.mark.parametrize(
    ("said", "dong"),
    [("1.000 đồng", 1000), ("trđ", 10**6), ("tr.đ", 10**6), ("nghìn đ", 1000), ("VNĐ", 1)],
)
def test_the_unit_as_offices_write_it(said: str, dong: int) -> None:
    assert read_appendix(book([[f"ĐVT: {said}"], HEAD[2], *ROWS])).unit.dong == dong


def test_a_unit_that_is_not_understood_is_said_with_its_cell() -> None:
    with pytest.raises(InputError, match=r"Ô Biểu 1!A1: “Đơn vị tính” là “USD”"):
        read_appendix(book([["Đơn vị tính: USD"], HEAD[2], *ROWS]))


def test_amounts_with_their_own_units() -> None:
    plan = only(["1", "Máy sấy", "TTKC", "0,5 tỷ", "90tr", "-"])
    assert plan.projects[0].stated.total == 500
    assert plan.projects[0].stated.sources == {"province": 90}


def test_a_table_of_totals_alone_has_no_sources() -> None:
    plan = only(["1", "Máy sấy", 5], ["", "Tổng cộng", 5], head=["TT", "Tên đề án", "Kinh phí"])
    assert (int(plan.total), len(plan.form.sources)) == (5, 0)
    assert [found.rule for found in check_plan(plan) if found.severity is Severity.ERROR] == []


def test_sources_that_only_the_sum_states_are_told_and_the_total_counts() -> None:
    plan = only(["1", "Máy sấy", "TTKC", 5], ["", "Tổng cộng", "", 5, 3, 2])
    assert (int(plan.total), len(plan.form.sources)) == (5, 0)
    assert [(str(told.place), told.found) for told in plan.decisions] == [
        ("Biểu 1!E4", "3"),
        ("Biểu 1!F4", "2"),
    ]


def test_a_project_that_states_a_total_alone_counts_beside_others() -> None:
    plan = only(*ROWS, ["3", "Hội chợ", "TTKC", 9, None, None], ["", "Tổng cộng", "", 21])
    assert [int(plan.total), int(plan.projects[2].amounts["unsplit"])] == [21, 9]
    assert [found.rule for found in check_plan(plan) if found.rule[0] == "A"] == ["A07"]


def test_one_column_of_periods_has_both_months() -> None:
    head = ["TT", "Tên đề án", "Thời gian thực hiện", "Kinh phí"]
    plan = read_appendix(book([["Năm 2026"], head, ["1", "Máy sấy", "Quý II - Quý IV", 5]]))
    assert (plan.projects[0].start_month, plan.projects[0].end_month) == (4, 12)


def test_a_heading_that_is_repeated_on_each_page_is_none_of_the_rows() -> None:
    plan = only(ROWS[0], HEAD[2], ROWS[1], ["", "Tổng cộng", "", 12, 7, 5])
    assert [project.row for project in plan.projects] == [3, 5] and plan.total == 12


def test_every_table_of_a_workbook_is_read() -> None:
    def second(file: Any, _: Any) -> None:
        sheet = file.add_worksheet("Biểu 2")
        sheet.write_row(0, 0, ["TT", "Tên đề án", "Kinh phí"])
        sheet.write_row(1, 0, ["1", "Lớp may", 9])

    plans = read_appendices(book([HEAD[2], *ROWS], extra=second))
    assert [(plan.sheet, int(plan.total)) for plan in plans] == [("Biểu 1", 12), ("Biểu 2", 9)]


def test_a_table_of_disbursements_is_called_what_it_is() -> None:
    head = ["TT", "Tên đề án", "Dự toán", "Đã tạm ứng", "Lũy kế giải ngân"]
    with pytest.raises(InputError, match="bảng theo dõi giải ngân"):
        only(["1", "Máy sấy", 5, 2, 2], head=head)


def test_a_workbook_without_such_a_table_is_refused_in_one_sentence() -> None:
    with pytest.raises(InputError, match=r"không có trang tính nào có bảng"):
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
