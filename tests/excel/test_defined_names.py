"""Defined names: what they are, and whose."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from workbook_tools.excel.defined_names import (
    DefinedName,
    defined_names,
    names_with_elements,
    workbook_names,
)
from workbook_tools.excel.package import Package, open_package, parse_xml

BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheets><sheet name="Một"/><sheet name="Hai"/></sheets><definedNames>{}</definedNames>'
    "</workbook>"
)


def read(names: str) -> list[DefinedName]:
    root = parse_xml(BOOK.format(names).encode(), "xl/workbook.xml")
    return [name for name, _ in names_with_elements(root)]


def package(*names: tuple[str, str]) -> Package:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    for sheet in ("Một", "Hai"):
        book.add_worksheet(sheet)
    for name, text in names:
        book.define_name(name, text)
    book.close()
    return open_package(raw.getvalue(), "sổ")


def test_a_name_of_the_workbook_and_one_of_a_sheet() -> None:
    made = package(("TongCong", "='Một'!$A$1"), ("Hai!Rieng", "=Hai!$B$2"))
    assert set(defined_names(made)) == {
        DefinedName("TongCong", None, "'Một'!$A$1"),
        DefinedName("Rieng", "Hai", "Hai!$B$2"),
    }


def test_the_texts_by_name() -> None:
    made = package(("Mot", "='Một'!$A$1"), ("Hai", "=Hai!$A$1"))
    assert workbook_names(made) == {"Mot": "'Một'!$A$1", "Hai": "Hai!$A$1"}


def test_a_workbook_without_names() -> None:
    assert defined_names(package()) == ()


def test_hidden_in_both_ways_of_writing_it() -> None:
    found = read(
        '<definedName name="a" hidden="1">1</definedName>'
        '<definedName name="b" hidden="true">1</definedName>'
        '<definedName name="c" hidden="0">1</definedName><definedName name="d">1</definedName>'
    )
    assert [name.hidden for name in found] == [True, True, False, False]


def test_a_name_behind_which_a_macro_stands() -> None:
    found = read(
        '<definedName name="a" function="1">1</definedName>'
        '<definedName name="b" vbProcedure="1">1</definedName><definedName name="c">1</definedName>'
    )
    assert [name.macro for name in found] == [True, True, False]


def test_a_name_of_a_sheet_that_is_not_listed_counts_as_the_workbooks() -> None:
    found = read(
        '<definedName name="a" localSheetId="1">1</definedName>'
        '<definedName name="b" localSheetId="2">1</definedName>'
    )
    assert [name.sheet for name in found] == ["Hai", None]


def test_a_name_without_a_text() -> None:
    assert read('<definedName name="a"/>') == [DefinedName("a", None, "")]


def test_each_name_comes_with_its_own_element() -> None:
    root = parse_xml(BOOK.format('<definedName name="a">1</definedName>').encode(), "book")
    [(name, element)] = names_with_elements(root)
    assert (name.name, element.text) == ("a", "1")


@pytest.mark.parametrize("number", ["A1", "-1", "-2", "2", "9" * 400, "", "1.0", "٠", "0x1"])
def test_a_name_of_a_sheet_whose_number_is_none_counts_as_the_workbooks(number: str) -> None:
    found = read(f'<definedName name="a" localSheetId="{number}">1</definedName>')
    assert found == [DefinedName("a", None, "1")]
