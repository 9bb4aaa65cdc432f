"""Units of account, and the form of an amount."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from workbook_tools.plan.money import (
    BILLION,
    DONG,
    MAX_DONG,
    MILLION,
    THOUSAND,
    Unit,
    format_amount,
    grouped,
    parse_unit,
    plain,
)

NAMES = {
    1: ("đồng", "đ", "vnđ", "vnd"),
    1_000: ("ngàn đồng", "nghìn đồng", "1000 đồng", "1.000 đồng", "ngàn", "nghìn"),
    1_000_000: ("triệu đồng", "triệu"),
    1_000_000_000: ("tỷ đồng", "tỉ đồng", "tỷ", "tỉ"),
}


@pytest.mark.parametrize(
    ("name", "dong"), [(name, dong) for dong, names in NAMES.items() for name in names]
)
def test_every_name_of_a_unit_has_its_factor(name: str, dong: int) -> None:
    assert parse_unit(name) == Unit(name, dong)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" nghìn  đồng", "nghìn đồng"),
        ("Triệu đồng", "Triệu đồng"),
        ("TỶ ĐỒNG", "TỶ ĐỒNG"),
        ("ngàn\u00a0đồng", "ngàn đồng"),
    ],
)
def test_a_unit_keeps_the_name_it_was_given_less_its_blanks(typed: str, name: str) -> None:
    assert parse_unit(typed).name == name


def test_a_name_typed_in_pieces_is_the_same_name() -> None:
    assert parse_unit(unicodedata.normalize("NFD", "nghìn đồng")) == Unit("nghìn đồng", 1_000)


@pytest.mark.parametrize("name", ["", "cái", "đồng/người", "nghìn tỷ"])
def test_another_name_is_no_unit(name: str) -> None:
    with pytest.raises(ValueError, match=f"unknown unit: {name!r}"):
        parse_unit(name)


@pytest.mark.parametrize(
    ("unit", "dong", "name"),
    [
        (DONG, 1, "đồng"),
        (THOUSAND, 1_000, "ngàn đồng"),
        (MILLION, 1_000_000, "triệu đồng"),
        (BILLION, 1_000_000_000, "tỷ đồng"),
    ],
)
def test_the_units_of_plans(unit: Unit, dong: int, name: str) -> None:
    assert (unit.dong, unit.name) == (dong, name)
    assert parse_unit(name) == unit


@pytest.mark.parametrize(
    ("unit", "decimals"), [(DONG, 0), (THOUSAND, 3), (MILLION, 6), (BILLION, 9)]
)
def test_an_amount_has_as_many_decimals_as_a_dong_needs(unit: Unit, decimals: int) -> None:
    assert unit.decimals == decimals


def test_an_amount_in_dong() -> None:
    assert MILLION.to_dong(Decimal("9230.5")) == 9_230_500_000


@pytest.mark.parametrize(
    ("unit", "amount", "rounded"),
    [
        (DONG, "1.4", "1"),
        (DONG, "1.5", "2"),
        (DONG, "2.5", "3"),
        (DONG, "-1.5", "-2"),
        (THOUSAND, "1.2345", "1.235"),
        (THOUSAND, "1.2344", "1.234"),
        (THOUSAND, "0.0004", "0.000"),
        (MILLION, "1.0000015", "1.000002"),
    ],
)
def test_half_a_dong_is_rounded_away_from_zero(unit: Unit, amount: str, rounded: str) -> None:
    assert str(unit.quantize(Decimal(amount))) == rounded


def test_the_most_that_is_said_is_a_ty_of_ty() -> None:
    assert Decimal(1_000_000_000) * 1_000_000_000 == MAX_DONG


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("9230.5", "9.230,5"),
        ("0", "0"),
        ("999", "999"),
        ("1000", "1.000"),
        ("1234567", "1.234.567"),
        ("-1234.50", "-1.234,5"),
        ("1.000", "1"),
        ("100", "100"),
        ("1E+3", "1.000"),
        ("0.05", "0,05"),
    ],
)
def test_an_amount_as_offices_write_it(amount: str, text: str) -> None:
    assert format_amount(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("amount", "decimals", "text"),
    [
        ("1.25", 1, "1,3"),
        ("1.24", 1, "1,2"),
        ("2.5", 0, "3"),
        ("1999.999", 2, "2.000"),
        ("1.2", 3, "1,2"),
    ],
)
def test_an_amount_with_no_more_than_so_many_decimals(
    amount: str, decimals: int, text: str
) -> None:
    assert format_amount(Decimal(amount), decimals) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0"),
        ("100", "100"),
        ("-100", "-100"),
        ("1E+3", "1000"),
        ("-1E+3", "-1000"),
        ("1.50", "1.5"),
        ("1.00", "1"),
        ("10.00", "10"),
        ("-0.50", "-0.5"),
        ("1E-7", "0.0000001"),
    ],
)
def test_an_amount_as_a_cell_holds_it(amount: str, text: str) -> None:
    assert plain(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.000 đồng", "ngàn đồng"),
        ("1000 đ", "ngàn đồng"),
        ("1.000.000 đồng", "triệu đồng"),
        ("1.000.000.000 đồng", "tỷ đồng"),
        ("nghìn đồng", "nghìn đồng"),
        ("đồng", "đồng"),
    ],
)
def test_behind_an_amount_a_unit_stands_in_words(typed: str, said: str) -> None:
    assert parse_unit(typed).said == said


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        ("tr.đ", 1_000_000),
        ("Tr. đồng", 1_000_000),
        ("ng.đ", 1_000),
        ("đ", 1),
        ("đồng VN", 1),
        ("trieu dong", 1_000_000),
        ("ty dong", 1_000_000_000),
        ("1,000 vnđ", 1_000),
    ],
)
def test_a_unit_that_is_written_short_or_without_marks(typed: str, dong: int) -> None:
    assert parse_unit(typed).dong == dong


@pytest.mark.parametrize("typed", ["1000", "1.000", "đồng đồng", "k k", "", "."])
def test_a_number_alone_is_no_unit(typed: str) -> None:
    with pytest.raises(ValueError, match="unknown unit"):
        parse_unit(typed)


@pytest.mark.parametrize(
    ("unit", "step"),
    [("đồng", "1"), ("ngàn đồng", "0.001"), ("triệu đồng", "0.000001"), ("tỷ đồng", "1E-9")],
)
def test_the_smallest_step_of_an_amount_is_one_dong(unit: str, step: str) -> None:
    assert parse_unit(unit).step == Decimal(step)


def test_a_count_has_dots_between_its_thousands() -> None:
    assert [grouped(count) for count in (7, 1_000, 200_000, 1_234_567)] == [
        "7",
        "1.000",
        "200.000",
        "1.234.567",
    ]
