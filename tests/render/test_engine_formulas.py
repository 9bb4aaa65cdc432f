"""Formulas of a template as the calculation engine reads them, and what it cannot do."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

import pytest
import xlsxwriter

from workbook_tools.excel.formula import tokenize
from workbook_tools.excel.package import open_package
from workbook_tools.place import Place
from workbook_tools.render.engine_formulas import EngineNames, Translation, faults, is_plain

CELL = Place("PhuLuc", "B7")


@cache
def names() -> EngineNames:
    """A workbook with names, one of them of one sheet alone, and a table."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("PhuLuc")
    book.add_worksheet("Giá cả")
    page.write_row("K18", ["Mã", "Tiền"])
    page.write_row("K19", ["x", 1])
    page.add_table("K18:L19", {"name": "tblMau", "columns": [{"header": "Mã"}, {"header": "Tiền"}]})
    for name, text in {
        "TongCong": "=PhuLuc!$C$12",
        "Đơn_giá": "='Giá cả'!$B$2",
        "Hai": "=2",
        "Gộp": "=TongCong*Hai",
        "BênTrái": "=PhuLuc!A1",
        "VongQuanh": "=VongQuanh+1",
        "'Giá cả'!Riêng": "='Giá cả'!$A$1",
    }.items():
        book.define_name(name, text)
    book.close()
    return EngineNames(open_package(raw.getvalue(), "sổ"))


def translated(formula: str, row: int = 5, column: int = 3) -> str:
    found: Any = Translation(names(), lambda sheet: (200, 12))
    return str(found.text(formula, "PhuLuc", row, column))


@pytest.mark.parametrize(
    ("formula", "given"),
    [
        ("TongCong*2", "C12*2"),
        ("Đơn_giá+1", "'Giá cả'!B2+1"),
        ("Gộp-1", "(C12*2)-1"),
        ("'Giá cả'!Riêng", "'Giá cả'!A1"),
        ("SUM(BênTrái)", "SUM(C5)"),
        ("SUM(A:A)", "SUM(A1:A200)"),
        ("SUM($2:$3)", "SUM(A2:XFD3)"),
        ("VLOOKUP(A1,'Giá cả'!A:C,2,0)", "VLOOKUP(A1,'Giá cả'!A1:C200,2,0)"),
        ("SUMPRODUCT(A1:XFD1048576)", "SUMPRODUCT(A1:L200)"),
        ("SUM(tblMau[Tiền])", "SUM(L19)"),
        ("phuluc!C4+'GIÁ CẢ'!A1", "C4+'Giá cả'!A1"),
        ("A1:A9*2", "@A1:A9*2"),
        ("IF(TRUE,1,2)", "IF(TRUE,1,2)"),
    ],
)
def test_a_formula_as_it_is_given(formula: str, given: str) -> None:
    assert translated(formula) == given


@pytest.mark.parametrize("formula", ["VongQuanh", "KhongCo+1"])
def test_what_leads_nowhere_is_no_formula(formula: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        translated(formula)


@pytest.mark.parametrize(
    ("formula", "plain"),
    [
        ("SUM(A1:A3)", True),
        ("'Giá cả'!A1&\"x\"", True),
        ("IF(TRUE,1,A1)", True),
        ("A1:A3", False),
        ("phuluc!A1", False),
        ("SUM(A:A)", False),
        ("SUM(1:2)", False),
        ("TongCong", False),
        ("SUM(A1:Z100000)", False),
    ],
)
def test_what_is_given_as_it_is_written(formula: str, plain: bool) -> None:
    assert is_plain(tokenize(formula), names()) is plain


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("BAHTTEXT(A1)", "hàm BAHTTEXT"),
        ("IFERROR(LayDuLieu(A1),0)", "hàm LAYDULIEU"),
        ("KhongCo+1", "tên KhongCo không có"),
        ("Bang[Tiền]", r"tên Bang\[Tiền\] không có"),
        ("Trang9!A1", "trang tính Trang9 không có"),
        ("'Trang 9'!A:B", "trang tính Trang 9 không có"),
        ("SUM((A1,A3))", "SUM\\(a,b\\)"),
        ("SUM(PhuLuc:'Giá cả'!A1)", "đi qua nhiều trang tính"),
        ("SUM('PhuLuc:Giá cả'!A1)", "không có trong sổ"),
        ("SUM(A1:A5 A3:B3)", "phần chung"),
        ("ROWS(A:A)", "hàm ROWS trên cả cột"),
        ('TEXT(A1,"#,##0")', "hàm TEXT"),
        ("TEXT(A1,B1)", "hàm TEXT"),
        ("SUM(A1#)", "dấu #"),
    ],
)
def test_what_the_engine_cannot_do_is_said(formula: str, said: str) -> None:
    found = [fault.message for fault in faults(tokenize(formula), CELL, names())]
    assert re.search(said, "\n".join(found))


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1,A3)",
        "SUM((A1:A3))",
        "(A1+A2)*2",
        'TEXT(A1,"dd/mm/yyyy")',
        'TEXT(ROUND(A1,0),"00")',
        "SUM({1,2})",
        "SUM(tblMau[Tiền])",
        "Gộp*Đơn_giá",
        "COUNTIF(A:A,B1)",
        "SUM( A1 , B1 )",
        "_xlfn.STDEV.S(A1:A3)",
    ],
)
def test_what_the_engine_can_do_is_no_fault(formula: str) -> None:
    assert list(faults(tokenize(formula), CELL, names())) == []
