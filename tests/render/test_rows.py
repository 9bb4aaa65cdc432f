"""Rows of a sheet as XML."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tests.render.layouts import LOOP, SHEET, laid_out, loop
from tests.templates import tag
from workbook_tools.errors import TemplateError
from workbook_tools.excel.strings import StringTable
from workbook_tools.excel.styles import styles_part
from workbook_tools.render.heights import text_styles
from workbook_tools.render.layout import Layout
from workbook_tools.render.rows import Filling, SheetData, no_results, sheet_data


def filled(layout: Layout, results: Any = no_results) -> SheetData:
    template = layout.template.package
    styles = text_styles(template, styles_part(template))
    same = {number: number for number in range(len(styles))}
    return sheet_data(Filling(layout, StringTable([]), same, styles), layout.sheets[0], results)


def rows_of(data: SheetData) -> list[str]:
    return re.findall(r"<row .*?</row>", b"".join(data.xml).decode())


def test_a_row_for_each_copy() -> None:
    assert [re.findall(r'r="(\w+)"', row) for row in rows_of(filled(loop(2)))] == [
        ["1", "A1"],
        ["2", "A2", "B2"],
        ["3", "A3", "B3"],
        ["4", "A4"],
    ]


def test_a_percent_sign_stays_one() -> None:
    (row,) = rows_of(filled(laid_out({1: {"A": '="5%s"'}})))
    assert '<f>"5%s"</f>' in row


def test_many_rows_come_in_pieces() -> None:
    data = filled(loop(1000))
    assert len(data.xml) == 3
    assert len(rows_of(data)) == 1002


def test_a_row_of_the_template_that_holds_nothing_is_left_out() -> None:
    assert len(rows_of(filled(laid_out({1: {"A": "x"}, 3: {"A": "y"}})))) == 2


def test_plain_attributes_and_others_stand_side_by_side() -> None:
    rows = {1: {"A": "{{ it.name }}", "B": "{{ it.size }}", "C": "{{ it.size + 1 }}"}}
    (row,) = rows_of(filled(laid_out(rows, it=SimpleNamespace(name="", size=4))))
    assert re.findall(r"<v>(.*?)</v>", row) == ["4", "5"]


def test_the_cell_that_fails_is_named_though_all_are_read_together() -> None:
    rows = {1: {"A": "{{ it.name }}", "B": "{{ it.size }}"}}
    with pytest.raises(TemplateError) as caught:
        filled(laid_out(rows, it=SimpleNamespace(name="x")))
    assert [str(fault.place) for fault in caught.value.faults] == ["PhuLuc!B1"]


def test_a_fault_of_many_copies_is_told_once() -> None:
    rows = LOOP | {3: {"A": "{{ thieu }}", "B": "{{ cung_thieu }}"}}
    with pytest.raises(TemplateError) as caught:
        filled(laid_out(rows, items=[1, 2, 3]))
    assert [str(fault.place) for fault in caught.value.faults] == ["PhuLuc!A3", "PhuLuc!B3"]


def test_a_value_that_no_cell_holds_is_a_fault() -> None:
    with pytest.raises(TemplateError, match="không tính được với các giá trị này"):
        filled(laid_out({1: {"A": "{{ items }}"}}, items=[]))


def test_a_formula_stands_without_result_before_it_is_calculated() -> None:
    (row,) = rows_of(filled(laid_out({1: {"A": "=1+1"}})))
    assert "<f>1+1</f></c>" in row


def test_a_formula_stands_with_its_calculated_result() -> None:
    asked = []

    def results(*cell: Any) -> float:
        asked.append(cell)
        return 2.0

    (row,) = rows_of(filled(laid_out({1: {"A": "=1+1"}}), results))
    assert "<f>1+1</f><v>2</v></c>" in row
    assert asked == [(SHEET, 1, 1)]


def test_a_formula_that_the_model_vouches_for_shows_what_the_model_says() -> None:
    rows = {1: {"B": "=1+1"}, 2: tag("prove") | {"B": "{{ two }}"}}
    data = filled(laid_out(rows, two=Decimal(2)), lambda *cell: 3.0)
    assert "<f>1+1</f><v>2</v>" in rows_of(data)[0]
    assert (data.formulas[0].expected, data.formulas[0].bound) == (2, True)


def test_formulas_are_recorded_with_their_place() -> None:
    rows = LOOP | {3: {"A": "{{ item }}", "C": "=A3&B3"}}
    data = filled(laid_out(rows, items=["a", "b"]))
    assert [(f.row, f.column, f.text, f.bound) for f in data.formulas] == [
        (2, 3, "A2&B2", False),
        (3, 3, "A3&B3", False),
    ]


def test_text_in_a_formula_is_escaped() -> None:
    (row,) = rows_of(filled(laid_out({1: {"A": '=IF(1<2,"a&b","")'}})))
    assert '<f>IF(1&lt;2,"a&amp;b","")</f>' in row


def test_an_array_formula_moves_with_its_row() -> None:
    def draw(book: Any, page: Any) -> None:
        page.write_array_formula("B3:C3", "{=A3:B3}")

    rows = LOOP | {3: {"A": "{{ item }}"}}
    found = rows_of(filled(laid_out(rows, draw, items=["a", "b"])))
    assert [re.findall(r'ref="(.*?)"', row) for row in found] == [[], ["B2:C2"], ["B3:C3"], []]


def heights(text: str, draw: Any = None) -> list[str]:
    def wrapped(book: Any, page: Any) -> None:
        page.set_column("A:A", 20)
        page.write_string("A1", "{{ text }}", book.add_format({"text_wrap": True}))

    (row,) = rows_of(filled(laid_out({1: {"A": "x"}}, draw or wrapped, text=text)))
    return re.findall(r'ht="(.*?)"', row)


def test_a_longer_text_makes_a_higher_row() -> None:
    (short,), (long,) = heights("x"), heights("x" * 200)
    assert float(long) > 5 * float(short)


def test_an_empty_text_takes_one_line() -> None:
    assert heights("") == heights("x")


def test_no_row_is_higher_than_excel_takes() -> None:
    assert heights("dài " * 5000) == ["409"]
