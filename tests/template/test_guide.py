"""The sheet ``HuongDan`` of a new plan: one page of steps and of what the colours mean."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pypdf import PdfReader

from workbook_tools.excel.package import open_package, pack
from workbook_tools.flags.looks import INKS, SIGNS
from workbook_tools.jobs.new_plan import new_plan, only_sheets
from workbook_tools.send.pdf import to_pdf
from workbook_tools.template.compiled import GUIDE

PLAN = new_plan("Đồng Nai", 2027)


def test_a_new_plan_opens_on_its_first_sheet_and_ends_with_the_guide() -> None:
    book = openpyxl.load_workbook(io.BytesIO(PLAN))
    assert book.sheetnames[-1] == GUIDE and book.active.title == "ThongTin"


def test_every_mark_is_shown_in_its_colours() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(PLAN))[GUIDE]
    shown = {
        str(row[0].value): (row[0].fill.fgColor.rgb, row[0].font.color.rgb)
        for row in sheet.iter_rows()
        if row[0].value in SIGNS.values()
    }
    assert shown == {SIGNS[grade]: INKS[grade] for grade in SIGNS}


@pytest.mark.judge("libreoffice")
def test_it_is_one_page() -> None:
    alone = pack(only_sheets(open_package(PLAN, "k.xlsx"), (GUIDE,)))
    assert len(PdfReader(io.BytesIO(to_pdf(alone))).pages) == 1
