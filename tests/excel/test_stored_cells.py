"""What is stored in cells, told and changed, each cell by itself."""

from __future__ import annotations

import pytest

from workbook_tools.excel.calculation import ErrorText
from workbook_tools.excel.package import Package, SheetPart
from workbook_tools.excel.stored_cells import (
    Known,
    Result,
    number,
    of_engine,
    results,
    values,
    with_results,
)
from workbook_tools.excel.strings import SharedString

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<worksheet xmlns="{SPACE}"><sheetData><row r="2">'
TAIL = "</row></sheetData></worksheet>"
SHEET = SheetPart("A", "xl/worksheets/sheet1.xml", "rId1", 1, 0)


def sheet(cells: str) -> bytes:
    return f"{HEAD}{cells}{TAIL}".encode()


def package(cells: str) -> Package:
    return Package({SHEET.part: sheet(cells)})


def result(cell: str) -> Result:
    (found,) = results(package(cell), SHEET).values()
    return found


def rewritten(cell: str, value: Known | None) -> str:
    after = with_results(sheet(cell), {(2, 2): value}).decode()
    return after.removeprefix(HEAD).removesuffix(TAIL)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B2"><f>A1</f><v>4.50</v></c>', Known("n", "4.5")),
        ('<c r="B2" s="1"><f>A1</f><v>0.30000000000000004</v></c>', Known("n", "0.3")),
        ('<c r="B2" t="str"><f>A1</f><v> a&amp;b </v></c>', Known("s", " a&b ")),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', Known("s", "")),
        ('<c r="B2" t="b"><f>A1</f><v>1</v></c>', Known("b", "1")),
        ('<c r="B2" t="e"><f>A1</f><v>#N/A</v></c>', Known("e", "#N/A")),
        ('<c r="B2"><f t="shared" si="0"/><v>4</v></c>', Known("n", "4")),
        ('<c r="B2"><f>A1</f></c>', None),
        ('<c r="B2" t="str"><f>A1</f></c>', None),
        ('<c r="B2"><f>A1</f></c><c r="C2"><v>5</v></c>', None),
    ],
)
def test_what_stands_beside_a_formula(cell: str, value: Known | None) -> None:
    assert result(cell).value == value


def test_an_array_formula_says_which_cells_it_fills() -> None:
    cell = '<c r="B2"><f t="array" ref="B2:C9">A1:B8</f><v>1</v></c>'
    assert result(cell).array == (2, 2, 9, 3)


def test_a_typed_cell_has_no_result() -> None:
    assert results(package('<c r="B2"><v>1</v></c><c r="C2" s="1"/>'), SHEET) == {}


def test_values_of_every_kind_are_known() -> None:
    cells = (
        '<c r="A2"><v>1</v></c><c r="B2" s="1"/><c r="C2" t="s"><v>0</v></c>'
        '<c r="D2" t="inlineStr"><is><t>x</t></is></c><c r="E2" t="b"><v>0</v></c>'
    )
    assert values(package(cells), SHEET, [SharedString("năm", False, "")]) == {
        (2, 1): Known("n", "1"),
        (2, 3): Known("s", "năm"),
        (2, 4): Known("s", "x"),
        (2, 5): Known("b", "0"),
    }


@pytest.mark.parametrize(
    ("value", "mark", "text"),
    [
        (Known("n", "7"), "", "7"),
        (Known("s", "a<b"), ' t="str"', "a&lt;b"),
        (Known("b", "1"), ' t="b"', "1"),
        (Known("e", "#N/A"), ' t="e"', "#N/A"),
    ],
)
def test_a_result_is_put_in_place_of_another(value: Known, mark: str, text: str) -> None:
    before = '<c r="B2" s="3" t="str"><f>A1</f><v>x</v></c>'
    assert rewritten(before, value) == f'<c r="B2" s="3"{mark}><f>A1</f><v>{text}</v></c>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<c r="B2" t="str"><f>A1</f><v>x</v></c>', '<c r="B2"><f>A1</f></c>'),
        ('<c r="B2" s="3" t="b"><f/><v>1</v></c>', '<c r="B2" s="3"><f/></c>'),
        ('<c r="B2" s="3"><v>1</v></c>', '<c r="B2" s="3"/>'),
        ('<c r="B2"><f>A1</f></c>', '<c r="B2"><f>A1</f></c>'),
        ('<c r="B2" s="3"/>', '<c r="B2" s="3"/>'),
    ],
)
def test_a_result_that_is_left_out_goes_with_its_type(before: str, after: str) -> None:
    other = '<c r="C2" t="str"><f>A1</f><v> x</v></c>'
    assert rewritten(before + other, None) == after + other


def test_other_cells_and_no_cells_stay_as_they_are() -> None:
    xml = sheet('<c r="A2"><f>1</f><v>1</v></c>')
    assert with_results(xml, {(2, 2): None}) == xml


@pytest.mark.parametrize(
    ("one", "other"),
    [("0.1", 0.1), ("1e3", 1000.0), ("195000", 195000.0), ("0.30000000000000004", 0.3)],
)
def test_a_stored_number_and_a_calculated_one_are_the_same_to_15_digits(
    one: str, other: float
) -> None:
    assert number(one) == of_engine(other)


def test_a_number_that_differs_within_15_digits_is_another() -> None:
    assert number("900000000000.4") != of_engine(900000000000.5)


def test_a_calculated_number_is_stored_with_all_its_digits() -> None:
    assert of_engine(0.1 + 0.2, exact=True) == Known("n", "0.30000000000000004")
    assert of_engine(4e14, exact=True) == Known("n", "400000000000000")


def test_an_error_is_told_from_a_text_that_begins_with_a_hash() -> None:
    assert of_engine(ErrorText("#N/A")) == Known("e", "#N/A")
    assert of_engine("#N/A") == Known("s", "#N/A")
