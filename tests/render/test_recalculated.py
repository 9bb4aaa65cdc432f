"""Results beside the user's own formulas."""

from __future__ import annotations

import pytest

from workbook_tools.excel.calculation import Calculated, Value
from workbook_tools.render.recalculated import refresh_formulas


def refreshed(cell: str, value: Value) -> str:
    xml = f"<sheetData><row>{cell}</row></sheetData>"
    calculated = Calculated({"a": 0}, lambda sheet, row, column: value)
    after = refresh_formulas(xml.encode(), calculated, "A").decode()
    return after.removeprefix("<sheetData><row>").removesuffix("</row></sheetData>")


CELL = '<c r="B2" s="3"><f>A1*2</f><v>{}</v></c>'


def test_a_result_that_is_no_longer_right_is_replaced() -> None:
    assert refreshed(CELL.format("1"), 4.0) == CELL.format("4")


def test_a_result_that_is_right_stays_as_it_is_written() -> None:
    assert refreshed(CELL.format("4.00"), 4.0) == CELL.format("4.00")


def test_a_missing_result_is_put_in() -> None:
    assert refreshed('<c r="B2"><f>A1</f></c>', 4.5) == '<c r="B2"><f>A1</f><v>4.5</v></c>'


@pytest.mark.parametrize(
    ("value", "mark", "text"),
    [("a<b", "str", "a&lt;b"), (True, "b", "1"), (False, "b", "0")],
)
def test_a_result_of_another_type_gets_its_mark(value: Value, mark: str, text: str) -> None:
    before = '<c r="B2" t="e"><f>A1</f><v>#N/A</v></c>'
    assert refreshed(before, value) == f'<c r="B2" t="{mark}"><f>A1</f><v>{text}</v></c>'


def test_a_number_in_place_of_a_text_loses_the_mark() -> None:
    before = '<c r="B2" t="str"><f>A1</f><v>x</v></c>'
    assert refreshed(before, 7.0) == '<c r="B2"><f>A1</f><v>7</v></c>'


@pytest.mark.parametrize("formula", ["NOW()", "today()+A1", "SUM(OFFSET(A1,1,1))", "RAND()"])
def test_a_volatile_formula_keeps_its_result(formula: str) -> None:
    cell = f'<c r="B2"><f>{formula}</f><v>1</v></c>'
    assert refreshed(cell, 4.0) == cell


@pytest.mark.parametrize("value", [None, "#NAME?", "#DIV/0!"])
def test_what_the_engine_cannot_say_leaves_the_result(value: Value) -> None:
    assert refreshed(CELL.format("1"), value) == CELL.format("1")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><v>1</v></c>',
        '<c r="B2" t="s"><v>1</v></c>',
        "<c><f>A1</f><v>1</v></c>",
        '<c r="B2" s="1"/>',
    ],
)
def test_what_is_no_formula_in_a_known_cell_stays(cell: str) -> None:
    assert refreshed(f'{cell}<c r="C9"><f>NOW()</f></c>', 4.0).startswith(cell)


def test_a_shared_formula_keeps_what_it_shares() -> None:
    head = '<f t="shared" ref="B2:B9" si="0">A1</f>'
    assert refreshed(f'<c r="B2">{head}<v>1</v></c>', 4.0) == f'<c r="B2">{head}<v>4</v></c>'
    assert (
        refreshed('<c r="B3"><f t="shared" si="0"/><v>1</v></c>', 4.0)
        == '<c r="B3"><f t="shared" si="0"/><v>4</v></c>'
    )


def test_a_sheet_without_formulas_is_the_very_same() -> None:
    xml = b"<sheetData/>"
    assert refresh_formulas(xml, Calculated({}, lambda *cell: 1.0), "A") is xml
