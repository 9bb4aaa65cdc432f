"""Finished workbooks to send, with everything in them that must not go out."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from tests.faults.scoring import with_outside_link
from tests.plans import SMALL, plan_file
from workbook_tools.excel.calculation import calculate_package
from workbook_tools.excel.package import pack, sheets
from workbook_tools.excel.stored_cells import of_engine, results, with_results
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import Source, source_of

AUTHOR = "Nguyen Van Rieng"
SECRETS = (
    AUTHOR,
    "BiMatCongTy",
    "C:\\Users\\rieng",
    "GhiChuRieng",
    "TrangRieng",
    "DeAn",
    "ThongTin",
    "NoiNhan",
    "KiemTra",
    "DuToan.xlsx",
    "ThuocTinhRieng",
    "LoiNhanRieng",
    "TenRieng",
    "Trung tâm Mật",
)
"""Texts that stand in the finished workbook and must be in no part of the clean copy."""

PEOPLE = [
    ["Đơn vị", "Người nhận", "Email", "Hình thức"],
    ["Sở Công Thương", "Bà Trần Thị Ánh", "so@congthuong.gov.vn", "đến"],
    ["Sở Tài chính", "", "tc@taichinh.gov.vn", "cc"],
    ["Trung tâm", "Ông Đỗ", "tt@trungtam.vn", "đến"],
    ["Chưa có thư", "", "", "đến"],
]


def _private(book: Any) -> None:
    book.set_properties(
        {"author": AUTHOR, "company": "BiMatCongTy", "manager": AUTHOR, "comments": "LoiNhanRieng"}
    )
    book.set_custom_property("ThuocTinhRieng", "x")
    page = book.add_worksheet("TrangRieng")
    page.write_formula("A1", "=DeAn!A1")
    page.write_formula("B1", "=[1]Sheet1!B5", None, 4)
    page.write_comment("A1", "GhiChuRieng", {"author": AUTHOR})
    page.write("C1", "C:\\Users\\rieng\\ke-hoach.xlsx")
    book.define_name("TenRieng", "=TrangRieng!$A$1")
    book.get_worksheet_by_name("DeAn").write("P1", "Trung tâm Mật")


def finished(
    rows: Any = SMALL,
    *,
    people: Any = PEOPLE,
    outside: bool = True,
    extra: Any = _private,
    **options: Any,
) -> Source:
    """A finished workbook with private things in it."""
    data = plan_file(
        rows, sheets={"NoiNhan": people} | options.pop("sheets", {}), extra=extra, **options
    )
    if outside:
        data = with_outside_link(data)
    return source_of(build_workbook(source_of(data, "ke-hoach.xlsx")).data, "PhuLuc_ke-hoach.xlsx")


def changed(source: Source, change: Any) -> Source:
    """A workbook after somebody changed it in another program."""
    book = openpyxl.load_workbook(io.BytesIO(source.data))
    change(book)
    raw = io.BytesIO()
    book.save(raw)
    return source_of(raw.getvalue(), source.name)


def calculated(source: Source) -> bytes:
    """A workbook with the results of its formulas in place, as Excel leaves them after an edit."""
    done = calculate_package(source.package)
    return pack(
        source.package.changed(
            {
                sheet.part: with_results(
                    source.package.read(sheet.part),
                    {
                        cell: of_engine(done.value(sheet.name, *cell), exact=True)
                        for cell in results(source.package, sheet)
                    },
                )
                for sheet in sheets(source.package)
            }
        )
    )
