"""What stands in a cell, as XML."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from workbook_tools.excel.strings import StringTable
from workbook_tools.render.cell_xml import constant, encoder, number_text, serial, with_result
from workbook_tools.template.compiled import Constant


class Kind(StrEnum):
    ONE = "một"


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        ("", "/>"),
        (None, "/>"),
        ("chữ", ' t="s"><v>0</v></c>'),
        (Kind.ONE, ' t="s"><v>0</v></c>'),
        (7, "><v>7</v></c>"),
        (True, ' t="b"><v>1</v></c>'),
        (False, ' t="b"><v>0</v></c>'),
        (1.5, "><v>1.5</v></c>"),
        (Decimal("120"), "><v>120</v></c>"),
        (Decimal("1E+3"), "><v>1000</v></c>"),
        (Decimal("-0.50"), "><v>-0.5</v></c>"),
        (date(2021, 5, 10), "><v>44326</v></c>"),
    ],
)
def test_a_typed_value(value: Any, xml: str) -> None:
    assert encoder(StringTable([]), date_1904=False)(value) == xml


def test_equal_texts_share_one_string() -> None:
    strings = StringTable([])
    encode = encoder(strings, date_1904=False)
    assert [encode(text) for text in ("a", "b", "a")] == [
        f' t="s"><v>{index}</v></c>' for index in (0, 1, 0)
    ]


def test_a_text_longer_than_a_cell_is_refused() -> None:
    encode = encoder(StringTable([]), date_1904=False)
    assert encode("x" * 32_767)
    with pytest.raises(ValueError, match=r"dài 32\.768 ký tự"):
        encode("x" * 32_768)


def test_what_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="giá trị này không phải là số"):
        encoder(StringTable([]), date_1904=False)([])


@pytest.mark.parametrize(
    ("value", "since_1904", "text"),
    [
        (date(2021, 5, 10), False, "44326"),
        (date(2021, 5, 10), True, "42864"),
        (datetime(2021, 5, 10, 12), False, "44326.5"),
        (datetime(2021, 5, 10, 18), True, "42864.75"),
    ],
)
def test_a_date_is_a_number_of_days(value: date, since_1904: bool, text: str) -> None:
    assert serial(value, date_1904=since_1904) == text


@pytest.mark.parametrize(
    ("content", "xml"),
    [
        (None, "/>"),
        (Constant("s", "a & b"), ' t="s"><v>0</v></c>'),
        (Constant("rich", "<r><t>a</t></r>"), ' t="s"><v>0</v></c>'),
        (Constant("n", "1.50"), "><v>1.50</v></c>"),
        (Constant("b", "1"), ' t="b"><v>1</v></c>'),
        (Constant("e", "#N/A"), ' t="e"><v>#N/A</v></c>'),
    ],
)
def test_a_constant(content: Constant | None, xml: str) -> None:
    assert constant(content, StringTable([])) == xml


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (None, "F</c>"),
        (True, ' t="b"F<v>1</v></c>'),
        (7, "F<v>7</v></c>"),
        (7.0, "F<v>7</v></c>"),
        (0.1, "F<v>0.1</v></c>"),
        (Decimal("1E+2"), "F<v>100</v></c>"),
        ("a<b", ' t="str"F<v>a&lt;b</v></c>'),
    ],
)
def test_a_formula_with_its_result(value: Any, xml: str) -> None:
    assert with_result("F", value) == xml


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-3.0, "-3"),
        (1e14, "100000000000000"),
        (1e16, "1e+16"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_a_number_as_excel_stores_it(value: float, text: str) -> None:
    assert number_text(value) == text
