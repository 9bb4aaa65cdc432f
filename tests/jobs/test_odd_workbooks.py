"""Workbooks that other programs write and Excel opens: they are built all the same."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.judges.packages import package_faults
from tests.plans import SMALL, plan_file
from workbook_tools.excel.package import Package, open_package, pack, sheets
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read import read_plan
from workbook_tools.read.source import source_of

BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"


def own_sheet(book: Any) -> None:
    """A sheet of the accountant's own."""
    page = book.add_worksheet("Của tôi")
    page.write_number("A1", 1)
    page.write_formula("B1", "=A1+1", None, 2)


def with_change(part: str, pattern: bytes, by: bytes) -> bytes:
    """A plan workbook one of whose parts is written in an odd way."""
    package = open_package(plan_file(SMALL, extra=own_sheet), "k.xlsx")
    xml, count = re.subn(pattern, lambda _: by, package.read(part), count=1, flags=re.DOTALL)
    assert count == 1
    return pack(package.changed({part: xml}))


def output(data: bytes) -> Package:
    """What is built of a workbook; a second build is the same."""
    built = build_workbook(source_of(data, "k.xlsx")).data
    assert package_faults(built) == []
    assert build_workbook(source_of(built, "k.xlsx")).data == built
    return open_package(built, "k.xlsx")


@pytest.mark.parametrize("blank", [b" ", b"\n\t", b"\r\n    "])
def test_numbers_among_blanks_are_the_numbers(blank: bytes) -> None:
    package = open_package(plan_file(SMALL, extra=own_sheet), "k.xlsx")
    odd = {
        sheet.part: package.read(sheet.part)
        .replace(b"<v>", b"<v>" + blank)
        .replace(b"</v>", blank + b"</v>")
        for sheet in sheets(package)
    }
    made = output(pack(package.changed(odd)))
    before = read_plan(source_of(plan_file(SMALL), "k.xlsx"))
    plan = read_plan(source_of(pack(made), "k.xlsx"))
    assert (plan.total, plan.year) == (before.total, before.year) and plan.unread == ()


@pytest.mark.parametrize("number", ["A1", "-1", "7", "9" * 400, ""])
def test_a_name_of_no_sheet(number: str) -> None:
    name = f'</sheets><definedNames><definedName name="Rieng" localSheetId="{number}">'
    xml = f"{name}DeAn!$A$1</definedName></definedNames>".encode()
    book = output(with_change(BOOK, b"</sheets>", xml)).read(BOOK)
    assert b'<definedName name="Rieng">DeAn!$A$1</definedName>' in book


@pytest.mark.parametrize("number", ["abc", "-1", "", "9" * 400])
def test_a_sheet_whose_number_is_none(number: str) -> None:
    made = with_change(BOOK, b'sheetId="2"', f'sheetId="{number}"'.encode())
    assert min(sheet.sheet_id for sheet in sheets(output(made))) > 0


@pytest.mark.parametrize("number", ["5", "12", "40", "99999999"])
def test_a_cell_with_a_format_that_is_not_there_looks_as_it_did(number: str) -> None:
    cell = f'<c r="A1" s="{number}"><v>1</v></c>'.encode()
    made = with_change("xl/worksheets/sheet3.xml", rb'<c r="A1"><v>1</v></c>', cell)
    book = openpyxl.load_workbook(io.BytesIO(pack(output(made))))
    shown = book["Của tôi"]["A1"]
    assert (shown.font.name, shown.number_format, shown.fill.fill_type) == (
        "Calibri",
        "General",
        None,
    )


@pytest.mark.parametrize("number", range(1, 40, 6))
def test_an_amount_with_a_format_that_is_not_there_is_no_percentage(number: int) -> None:
    cell = rf'<c r="J4" s="{number}"><v>100</v></c>'.encode()
    made = with_change("xl/worksheets/sheet2.xml", rb'<c r="J4"><v>100</v></c>', cell)
    before = read_plan(source_of(plan_file(SMALL, extra=own_sheet), "k.xlsx"))
    assert read_plan(source_of(pack(output(made)), "k.xlsx")).total == before.total


@pytest.mark.parametrize("section", ["cellXfs", "fonts", "fills", "borders", "cellStyleXfs"])
def test_a_workbook_without_a_section_of_its_formats(section: str) -> None:
    pattern = f"<{section}[ >].*</{section}>".encode()
    package = output(with_change(STYLES, pattern, b""))
    book = openpyxl.load_workbook(io.BytesIO(pack(package)))
    assert book["Của tôi"]["A1"].font.name == "Calibri"
    assert book["Của tôi"]["A1"].number_format == "General"


@pytest.mark.parametrize(
    "moment", ["2021-01-02", "2021-01-02T00:00:00", "2021-01-02T03:04:05.000Z", "03:04:05", ""]
)
def test_a_cell_of_an_iso_date_stays(moment: str) -> None:
    own = f'<c r="A1" t="d"><v>{moment}</v></c>'.encode()
    made = with_change("xl/worksheets/sheet3.xml", rb'<c r="A1"><v>1</v></c>', own)
    package = output(made)
    part = next(sheet.part for sheet in sheets(package) if sheet.name == "Của tôi")
    assert own in package.read(part)
    assert "PhuLuc" in {sheet.name for sheet in sheets(package)}


@pytest.mark.parametrize("moment", ["2021-01-02", "2021-01-02T00:00:00", "2021-01-02T00:00:00Z"])
def test_an_iso_date_is_read_as_a_date(moment: str) -> None:
    given = plan_file(SMALL, sheets={"DinhMuc": [["Mã định mức", "Hiệu lực từ"], ["A", 44198]]})
    package = open_package(given, "k.xlsx")
    part = next(sheet.part for sheet in sheets(package) if sheet.name == "DinhMuc")
    cell = f'<c r="B2" t="d"><v>{moment}</v></c>'.encode()
    xml = re.sub(rb'<c r="B2"><v>44198</v></c>', cell, package.read(part))
    assert cell in xml
    plan = read_plan(source_of(pack(package.changed({part: xml})), "k.xlsx"))
    assert plan.norms[0].valid_from == date(2021, 1, 2)


@pytest.mark.parametrize("name", ["phuluc", "PHULUC", "tongHop", "TONGHOP", "kiemtra"])
def test_a_generated_sheet_in_other_capitals_is_that_sheet(name: str) -> None:
    made = with_change(BOOK, 'name="Của tôi"'.encode(), f'name="{name}"'.encode())
    names = [sheet.name for sheet in sheets(output(made))]
    assert sorted(names) == ["DeAn", "KiemTra", "PhuLuc", "ThongTin", "TongHop"]
