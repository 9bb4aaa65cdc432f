"""The calculation engine: what goes in, and what comes out."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from workbook_tools.excel.calculation import (
    Calculated,
    CalculationError,
    ErrorText,
    FormulaCell,
    SheetCells,
    Value,
    calculate,
    calculate_cells,
    calculate_package,
    knows_function,
)
from workbook_tools.excel.package import open_package


def workbook(cells: dict[str, Any], note: str = "") -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("Tổng hợp")
    for name, value in cells.items():
        page.write(name, value)
    if note:
        page.write_comment("A1", note)
    book.close()
    return raw.getvalue()


@pytest.fixture(scope="module")
def calculated() -> Calculated:
    return calculate(
        workbook(
            {
                "A1": 2,
                "A2": "=A1*3",
                "A3": '="số "&A1',
                "A4": "=A1>1",
                "A5": "=1/0",
                "A6": "=SUM(A1:A2)",
                "A8": "=A7",
            }
        )
    )


@pytest.mark.parametrize(
    ("row", "value"), [(1, 2.0), (2, 6.0), (3, "số 2"), (4, True), (5, "#DIV/0!"), (6, 8.0)]
)
def test_what_a_cell_gives(calculated: Calculated, row: int, value: object) -> None:
    found = calculated.value("Tổng hợp", row, 1)
    assert found == value and isinstance(found, type(value))


def test_a_sheet_is_found_whatever_its_capitals(calculated: Calculated) -> None:
    assert calculated.value("TỔNG HỢP", 1, 1) == 2.0


def test_an_unknown_sheet_is_a_key_error(calculated: Calculated) -> None:
    with pytest.raises(KeyError):
        calculated.value("DeAn", 1, 1)


def test_a_whole_number_is_a_number_like_any_other() -> None:
    found = Calculated({"a": 0}, lambda sheet, row, column: 3).value("A", 1, 1)
    assert type(found) is float


def test_a_truth_is_no_number() -> None:
    assert Calculated({"a": 0}, lambda sheet, row, column: True).value("A", 1, 1) is True


@pytest.mark.parametrize("data", [b"", b"no workbook", workbook({})[:200]])
def test_what_the_engine_cannot_load_is_its_error(data: bytes) -> None:
    with pytest.raises(CalculationError):
        calculate(data)


def test_the_engine_says_nothing_on_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    calculate(workbook({"A1": 1}))
    assert capfd.readouterr() == ("", "")


def test_notes_are_not_handed_over() -> None:
    package = open_package(workbook({"A1": 1, "A2": "=A1"}, note="ghi chú"), "sổ")
    elsewhere = {"xl/ghichu.xml": package.read("xl/comments1.xml")}
    rels = package.read("xl/worksheets/_rels/sheet1.xml.rels")
    moved = package.changed(
        elsewhere
        | {"xl/worksheets/_rels/sheet1.xml.rels": rels.replace(b"../comments1", b"../ghichu")},
        ["xl/comments1.xml"],
    )
    assert calculate_package(moved).value("Tổng hợp", 2, 1) == 1.0


@pytest.mark.parametrize("empty", [b'<c r="B1" t="n"/>', b'<c r="B1" t="n"></c>'])
def test_an_empty_cell_that_calls_itself_a_number_is_empty(empty: bytes) -> None:
    package = open_package(workbook({"A1": "=ISBLANK(B1)"}), "sổ")
    sheet = package.read("xl/worksheets/sheet1.xml")
    with_empty = sheet.replace(b"</c></row>", b"</c>" + empty + b"</row>")
    assert with_empty != sheet
    changed = package.changed({"xl/worksheets/sheet1.xml": with_empty})
    assert calculate_package(changed).value("Tổng hợp", 1, 1) is True


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("A1*2", 10.0),
        ("A2", "=1+1"),
        ("A3", True),
        ('"#1 " & A1', "#1 5"),
        ('"x"&(A1=5)', "xTRUE"),
        ("SUM({1,2;3,4})", 10.0),
        ("'Tổng hợp 😀 It''s'!A1+1", 8.0),
        ("1/3", 1 / 3),
    ],
)
def test_a_formula_among_cells_that_are_given(formula: str, value: object) -> None:
    cells: list[tuple[int, int, Value]] = [(1, 1, 5.0), (2, 1, "=1+1"), (3, 1, True), (4, 1, None)]
    other = SheetCells("Tổng hợp 😀 It's", [(1, 1, 7.0)])
    found = calculate_cells([SheetCells("Sheet1", cells, [FormulaCell(9, 9, formula)]), other])
    assert found.value("Sheet1", 9, 9) == value
    assert not isinstance(found.value("Sheet1", 9, 9), ErrorText)


@pytest.mark.parametrize(
    ("formula", "error"),
    [("1/0", "#DIV/0!"), ("A1", "#N/A"), ("1+", "#ERROR!"), ("A9+B9", "#CIRC!")],
)
def test_an_error_is_told_from_a_text(formula: str, error: str) -> None:
    cells = SheetCells("A", [(1, 1, ErrorText("#N/A"))], [FormulaCell(9, 2, formula)])
    found = calculate_cells([cells]).value("A", 9, 2)
    assert found == error and isinstance(found, ErrorText)


def test_an_array_fills_its_area() -> None:
    cells = SheetCells(
        "A", [(row, 1, float(row)) for row in (1, 2, 3)], [FormulaCell(1, 3, "A1:A3*2", (3, 1))]
    )
    found = calculate_cells([cells])
    assert [found.value("A", row, 3) for row in (1, 2, 3)] == [2.0, 4.0, 6.0]


def test_a_chain_of_formulas_is_as_long_as_a_plan_may_be() -> None:
    chain = [FormulaCell(row, 1, f"A{row + 1}+1") for row in range(1, 100_000)]
    assert calculate_cells([SheetCells("A", [], chain)]).value("A", 1, 1) == 99_999.0


@pytest.mark.parametrize(
    ("name", "known"), [("SUM", True), ("SUMIFS", True), ("BAHTTEXT", False), ("KHONGCO", False)]
)
def test_whether_a_function_is_known(name: str, known: bool) -> None:
    assert knows_function(name) is known
