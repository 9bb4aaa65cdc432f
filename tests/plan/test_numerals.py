"""Numerals as people type them, one form at a time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbook_tools.plan.money import MILLION, THOUSAND, Unit
from workbook_tools.plan.numerals import Numeral, decide, read_numeral


def read(text: str) -> Numeral:
    numeral = read_numeral(text)
    assert numeral is not None, text
    return numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("12345", "12345"),
        ("+5", "5"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("– 5", "-5"),
        ("(1000)", "-1000"),
        ("(5", "5"),
        ("5)", "5"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1 234,5", "1234.5"),
        ("9.230.500", "9230500"),
        ("9,230,500", "9230500"),
        ("9.230,5", "9230.5"),
        ("9,230.5", "9230.5"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1234,567", "1234.567"),
    ],
)
def test_a_form_with_one_reading(text: str, value: str) -> None:
    numeral = read(text)
    assert (numeral.value, numeral.unit, numeral.other) == (Decimal(value), None, None)


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("1.234", "1234", "1.234"),
        ("1,234", "1.234", "1234"),
        ("12.345", "12345", "12.345"),
        ("123,456", "123.456", "123456"),
        ("-1.234", "-1234", "-1.234"),
        ("(1.234)", "-1234", "-1.234"),
    ],
)
def test_three_digits_after_one_sign_have_two_readings(text: str, value: str, other: str) -> None:
    numeral = read(text)
    assert (numeral.value, numeral.other, numeral.style) == (Decimal(value), Decimal(other), "")


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("9.230,5", "vi"),
        ("9,230.5", "en"),
        ("9.230,567", "vi"),
        ("9,230.567", "en"),
        ("9.230.500", "vi"),
        ("9,230,500", "en"),
        ("12,5", "vi"),
        ("12.34", "en"),
        ("12,5678", "vi"),
        ("123,4", "vi"),
        ("123.4", "en"),
        ("1234,567", ""),
        ("5", ""),
    ],
)
def test_the_style_that_a_form_shows(text: str, style: str) -> None:
    assert read(text).style == style


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("6.172,4 triệu đồng", "6172.4", MILLION),
        ("5 triệu đồng", "5", MILLION),
        ("5ngàn đồng.", "5", THOUSAND),
        ("5 đ", "5", Unit("đ", 1)),
        ("-5 triệu đồng", "-5", MILLION),
        ("(5) triệu đồng", "-5", MILLION),
    ],
)
def test_a_unit_behind_the_number_comes_back_beside_it(text: str, value: str, unit: Unit) -> None:
    numeral = read(text)
    assert (numeral.value, numeral.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["12 34", "1 2345", "1,2 3", "5 máy", "1.2345.678", "00.1.2"])
def test_what_is_no_number(text: str) -> None:
    assert read_numeral(text) is None


AMBIGUOUS = read("1.234")


def test_a_numeral_with_one_reading_is_not_decided() -> None:
    decision = decide(read("5"), [read("9,230.5")], [Decimal(1)])
    assert (decision.value, decision.evidence) == (Decimal(5), "chỉ đọc được một cách")


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        (["9.230,5"], "1234", "1.234,5"),
        (["9,230.5"], "1.234", "1,234.5"),
        (["9.230,5", "9.230,6", "9,230.5"], "1234", "1.234,5"),
        (["9.230,5", "9,230.6", "9,230.5"], "1.234", "1,234.5"),
    ],
)
def test_most_neighbours_decide(column: list[str], value: str, shown: str) -> None:
    decision = decide(AMBIGUOUS, [read(text) for text in column], [Decimal(1), Decimal(10**6)])
    assert decision.value == Decimal(value)
    assert decision.evidence == f"các ô khác trong cột viết kiểu {shown}"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ([2, 3], "1.234"),
        ([2000], "1234"),
        ([2000, 2], "1234"),
        ([0, 0, 0, 2], "1.234"),
        ([-2000], "1234"),
        ([1, 1500, 3], "1.234"),
    ],
)
def test_without_a_style_the_size_of_typed_numbers_decides(typed: list[int], value: str) -> None:
    decision = decide(AMBIGUOUS, [AMBIGUOUS, read("5")], [Decimal(number) for number in typed])
    assert decision.value == Decimal(value)
    assert decision.evidence == "cùng cỡ với các số khác trong cột"


def test_as_many_of_one_style_as_of_the_other_decide_nothing() -> None:
    column = [read("9.230,5"), read("9,230.5")]
    assert decide(AMBIGUOUS, column, [Decimal(2)]).value == Decimal("1.234")


def test_without_any_evidence_the_vietnamese_reading_is_taken_and_said_so() -> None:
    decision = decide(AMBIGUOUS, [AMBIGUOUS], [Decimal(0)])
    assert decision.value == Decimal(1234)
    assert decision.evidence == "không có căn cứ khác, đọc theo lối Việt Nam"
