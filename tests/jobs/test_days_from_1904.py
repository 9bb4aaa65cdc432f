"""Workbooks that count their days from 1904 (Excel for Mac, once): read right, kept, and written
right.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from tests.plans import SMALL, plan_file
from tests.templates import tag, template_of
from workbook_tools.excel.package import open_package, sheets
from workbook_tools.jobs.build import build_workbook
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, source_of

ISSUED, FROM, UNTIL = date(2021, 5, 10), date(2016, 1, 1), date(2025, 12, 31)
BY_COUNT = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
MARK = b'date1904="1"'


def workbook(from_1904: bool, *, formula: bool = False) -> bytes:
    """A plan with days on every sheet that has any; as formulas without a result on demand."""

    def add(book: Any) -> None:
        book.date_1904 = from_1904
        shown = book.add_format({"num_format": "dd/mm/yyyy"})

        def put(sheet: Any, cell: str, day: date) -> None:
            count = (day - BY_COUNT[from_1904]).days
            if formula:
                sheet.write_formula(cell, f"={count - 1}+1", shown, "")
            else:
                sheet.write_number(cell, count, shown)

        about = book.get_worksheet_by_name("ThongTin")
        about.write("A9", "Ngày ban hành")
        put(about, "B9", ISSUED)
        put(book.get_worksheet_by_name("DeAn"), START, ISSUED)
        norms = book.add_worksheet("DinhMuc")
        norms.write_row(0, 0, ["Mã định mức", "Nội dung", "Hiệu lực từ", "Hiệu lực đến"])
        norms.write_row(1, 0, ["DM1", "Máy"])
        documents = book.add_worksheet("CanCu")
        documents.write_row(0, 0, ["Số, ký hiệu", "Trích yếu", "Hiệu lực từ", "Hiệu lực đến"])
        documents.write("E1", "Ngày")
        documents.write_row(1, 0, ["53/2018/QĐ-UBND", "Mức hỗ trợ"])
        put(documents, "E2", ISSUED)
        for sheet in (norms, documents):
            put(sheet, "C2", FROM)
            put(sheet, "D2", UNTIL)
        recipients = book.add_worksheet("NoiNhan")
        recipients.write_row(0, 0, ["Đơn vị", "Người nhận", "Email", "Hình thức"])
        put(recipients, "A2", ISSUED)

    return plan_file(SMALL, extra=add)


START = "G4"
"""The month in which the first project starts, given as a day."""


def opened(data: bytes) -> Source:
    return source_of(data, "k.xlsx")


def days(plan: Plan) -> list[object]:
    """Every day that a plan holds."""
    norm, document = plan.norms[0], plan.documents[0]
    return [
        plan.particulars["Ngày ban hành"],
        plan.projects[0].start_month,
        norm.valid_from,
        norm.valid_to,
        document.issued,
        document.valid_from,
        document.valid_to,
        plan.recipients[0].organisation,
    ]


READ = [ISSUED, 5, FROM, UNTIL, ISSUED, FROM, UNTIL, "10/05/2021"]


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize("formula", [False, True])
def test_days_are_read_by_the_workbooks_count(from_1904: bool, formula: bool) -> None:
    data = workbook(from_1904, formula=formula)
    assert (MARK in open_package(data, "x").read("xl/workbook.xml")) is from_1904
    assert days(read_plan(opened(data))) == READ


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize("formula", [False, True])
def test_a_build_keeps_them(from_1904: bool, formula: bool) -> None:
    built = build_workbook(opened(workbook(from_1904, formula=formula)))
    assert (MARK in open_package(built.data, "x").read("xl/workbook.xml")) is from_1904
    assert days(read_plan(opened(built.data))) == READ


@pytest.mark.parametrize("from_1904", [False, True])
def test_a_build_writes_days_of_its_own_by_the_workbooks_count(from_1904: bool) -> None:
    rows = {
        1: {"A": "{{ plan.particulars['Ngày ban hành'] }}"},
        2: tag("for project in plan.projects"),
        3: {"A": "{{ project.name }}", "B": "{{ project.total }}"},
        4: tag("endfor"),
    }
    made = build_workbook(opened(workbook(from_1904)), template_of(rows)).data
    package = open_package(made, "x")
    page = next(sheet for sheet in sheets(package) if sheet.name == "PhuLuc")
    first = re.search(rb'<c r="A1"[^>]*><v>([^<]*)</v>', package.read(page.part))
    assert first is not None
    assert int(first[1]) == (ISSUED - BY_COUNT[from_1904]).days
