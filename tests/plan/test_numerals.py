"""Numerals as people type them, and which of two readings one has in its column."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.plan.money import THOUSAND, format_amount
from workbook_tools.plan.numerals import Decision, Numeral, decide, read_numeral


def numeral(text: str) -> Numeral:
    found = read_numeral(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.230,5", "9230.5"),
        ("9.230.500", "9230500"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1'234'567", "1234567"),
        ("9,230,500", "9230500"),
        ("1,234,567.5", "1234567.5"),
        ("1234,56", "1234.56"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("-0.250", "-0.25"),
        ("1234.5", "1234.5"),
        ("195000", "195000"),
        ("1 234,5", "1234.5"),
        ("0", "0"),
        ("+5", "5"),
        (" 12,34 ", "12.34"),
        ("(12,34)", "-12.34"),
        ("123.456,789", "123456.789"),
    ],
)
def test_a_numeral_with_one_reading(text: str, value: str) -> None:
    assert (numeral(text).value, numeral(text).other) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("text", "value"), [("-5", -5), ("−5", -5), ("– 5", -5), ("(1.000.000)", -1_000_000)]
)
def test_a_negative_numeral(text: str, value: int) -> None:
    assert numeral(text).value == value


@pytest.mark.parametrize("text", ["0.123.456", "000.123.456", "0,123,456"])
def test_no_number_in_groups_begins_with_zero(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize(("text", "value"), [("(5", 5), ("5)", 5)])
def test_one_bracket_alone_makes_nothing_negative(text: str, value: int) -> None:
    assert numeral(text).value == value


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("1.234", "1234", "1.234"),
        ("1,234", "1.234", "1234"),
        ("12.345", "12345", "12.345"),
        ("999.000", "999000", "999.000"),
        ("-1.234", "-1234", "-1.234"),
        ("(1,234)", "-1.234", "-1234"),
    ],
)
def test_a_numeral_with_two_readings_has_the_vietnamese_one_first(
    text: str, value: str, other: str
) -> None:
    assert (numeral(text).value, numeral(text).other) == (Decimal(value), Decimal(other))


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("1.234,5", "vi"),
        ("1.234.567", "vi"),
        ("12,5", "vi"),
        ("1,234.5", "en"),
        ("1,234,567", "en"),
        ("12.5", "en"),
        ("9.230,567", "vi"),
        ("9,230.567", "en"),
        ("12,5678", "vi"),
        ("1.234", ""),
        ("1,234", ""),
        ("1234,567", ""),
        ("5", ""),
    ],
)
def test_the_style_that_a_numeral_tells(text: str, style: str) -> None:
    assert numeral(text).style == style


@pytest.mark.parametrize(
    ("text", "value", "name", "dong"),
    [
        ("6.172,4 triệu đồng", "6172.4", "triệu đồng", 1_000_000),
        ("5 tỷ", "5", "tỷ", 1_000_000_000),
        ("500đ", "500", "đ", 1),
        ("(5) ngàn", "-5", "ngàn", 1_000),
        ("5 triệu đồng./.", "5", "triệu đồng", 1_000_000),
    ],
)
def test_a_numeral_with_its_unit_beside_it(text: str, value: str, name: str, dong: int) -> None:
    found = numeral(text)
    assert found.unit is not None
    assert (found.value, found.unit.name, found.unit.dong) == (Decimal(value), name, dong)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1.2.3",
        "12 34",
        "1234 567",
        "1 2345",
        "1,2 3",
        "00.1.2",
        "1 23",
        "5 người",
        "1.234 con",
        "--",
        "-",
        "1.23.456",
        "1.234.56",
        "1,234.567,8",
        "1.",
        ".5",
        "=1",
    ],
)
def test_what_is_no_numeral(text: str) -> None:
    assert read_numeral(text) is None


@given(st.text(max_size=20))
def test_reading_never_raises(text: str) -> None:
    read_numeral(text)


@given(st.integers(0, 10**15))
def test_whole_amounts_read_back_from_their_format(amount: int) -> None:
    assert numeral(format_amount(Decimal(amount))).value == amount


# ----------------------------------------------------------------------------------- two readings

BY_STYLE_VI = "các ô khác trong cột viết kiểu 1.234,5"
BY_STYLE_EN = "các ô khác trong cột viết kiểu 1,234.5"
BY_SIZE = "cùng cỡ với các số khác trong cột"
BY_CUSTOM = "không có căn cứ khác, đọc theo lối Việt Nam"


def test_one_reading_needs_no_decision() -> None:
    assert decide(numeral("5,5"), [numeral("1,234.5")]) == Decision(
        Decimal("5.5"), "chỉ đọc được một cách"
    )


@pytest.mark.parametrize(
    ("column", "value", "evidence"),
    [
        (["9.230,5"], "1234", BY_STYLE_VI),
        (["9,230.5"], "1.234", BY_STYLE_EN),
        (["9.230,5", "1,5", "9,230.5"], "1234", BY_STYLE_VI),
        (["9.230,5", "9,230.5", "9,230.6"], "1.234", BY_STYLE_EN),
        (["9.230,5", "9,230.5"], "1234", BY_CUSTOM),
        (["5", "1.234"], "1234", BY_CUSTOM),
        ([], "1234", BY_CUSTOM),
    ],
)
def test_the_style_of_most_others_in_the_column_decides(
    column: Sequence[str], value: str, evidence: str
) -> None:
    others = [numeral(text) for text in column]
    assert decide(numeral("1.234"), others) == Decision(Decimal(value), evidence)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ([2, 3], "1.234"),
        ([2000], "1234"),
        ([2000, 2], "1234"),
        ([1, 1500, 3], "1.234"),
        ([-2000, -3000], "1234"),
        ([1, 2, 3000, 4000, 5000], "1234"),
        ([1, 2, 3, 4000, 5000], "1.234"),
        ([5000, 1, 4000, 2, 3], "1.234"),
        ([1, 5000], "1234"),
        ([0, 0, 0, 2], "1.234"),
        ([30], "1.234"),
        ([40], "1234"),
    ],
)
def test_without_a_style_the_size_of_the_typed_numbers_decides(
    typed: Sequence[int], value: str
) -> None:
    decision = decide(numeral("1.234"), [], [Decimal(number) for number in typed])
    assert decision == Decision(Decimal(value), BY_SIZE)


def test_style_goes_before_size() -> None:
    assert decide(numeral("1.234"), [numeral("9.230,5")], [Decimal(2)]).value == 1234


def test_zeros_are_no_size() -> None:
    assert decide(numeral("1.234"), [], [Decimal(0)]).evidence == BY_CUSTOM


def test_a_zero_that_could_be_two_things_is_zero() -> None:
    zero = Numeral(Decimal(0), other=Decimal(0))
    assert decide(zero, [], [Decimal(5)]).value == 0


def test_a_reading_of_nothing_is_farther_than_any_other() -> None:
    odd = Numeral(Decimal(0), other=Decimal(1))
    assert decide(odd, [], [Decimal(10) ** 15]).value == 1


def test_a_unit_beside_it_does_not_change_how_a_numeral_is_read() -> None:
    assert numeral("1.234 ngàn đồng") == Numeral(Decimal(1234), THOUSAND, Decimal("1.234"))


def test_a_decision_says_whether_it_was_the_only_one_or_a_blind_one() -> None:
    only, open_ = read_numeral("1.234,5"), read_numeral("1.234")
    assert only is not None and open_ is not None
    beside = decide(open_, [only])
    told = [(one.told, one.blind) for one in (decide(only, []), beside, decide(open_, []))]
    assert told == [(True, False), (False, False), (False, True)]
