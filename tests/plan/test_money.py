from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.plan.money import (
    BILLION,
    DONG,
    MAX_DONG,
    MILLION,
    THOUSAND,
    Unit,
    format_amount,
    parse_unit,
    plain,
)
from workbook_tools.plan.numerals import decide, read_numeral
from workbook_tools.plan.words import WordStyle, amount_in_words, read_words

STYLES = st.builds(
    WordStyle,
    st.sampled_from(["ngàn", "nghìn"]),
    st.sampled_from(["lẻ", "linh"]),
    st.sampled_from(["bốn", "tư"]),
    st.sampled_from([",", ""]),
    st.just("đồng"),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "không đồng"),
        (4, "bốn đồng"),
        (10, "mười đồng"),
        (11, "mười một đồng"),
        (14, "mười bốn đồng"),
        (15, "mười lăm đồng"),
        (20, "hai mươi đồng"),
        (21, "hai mươi mốt đồng"),
        (24, "hai mươi bốn đồng"),
        (105, "một trăm lẻ năm đồng"),
        (110, "một trăm mười đồng"),
        (115, "một trăm mười lăm đồng"),
        (1_005, "một ngàn, không trăm lẻ năm đồng"),
        (1_000_000, "một triệu đồng"),
        (10_010_010, "mười triệu, không trăm mười ngàn, không trăm mười đồng"),
        (9_230_500_000, "chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng"),
        (1_000_000_000_000, "một ngàn tỷ đồng"),
        (10**15, "một triệu tỷ đồng"),
        (10**18, "một tỷ tỷ đồng"),
        (-44, "âm bốn mươi bốn đồng"),
    ],
)
def test_amounts_as_accountants_read_them(amount: int, said: str) -> None:
    assert amount_in_words(amount) == said


def test_the_line_of_the_source_document() -> None:
    assert (
        amount_in_words(Decimal(9_230_500), THOUSAND).capitalize() + "."
        == "Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng."
    )


def test_the_plain_style_of_vouchers() -> None:
    style = WordStyle("nghìn", "linh", "tư", "", even=True)
    assert (
        amount_in_words(10_010_010, style=style)
        == "mười triệu không trăm mười nghìn không trăm mười đồng chẵn"
    )
    assert (
        amount_in_words(1_024_004, style=style)
        == "một triệu không trăm hai mươi tư nghìn không trăm linh bốn đồng chẵn"
    )


def test_decimals_of_the_unit() -> None:
    assert (
        amount_in_words(Decimal("9230.5"), MILLION)
        == "chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng"
    )
    assert (
        amount_in_words(Decimal("9230.5"), MILLION, in_unit=True)
        == "chín ngàn, hai trăm ba mươi phẩy năm triệu đồng"
    )
    assert (
        amount_in_words(Decimal("0.05"), style=WordStyle(even=True)) == "không phẩy không năm đồng"
    )


def test_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"10\^18"):
        amount_in_words(10**18 + 1)


@given(st.integers(-(10**18), 10**18), STYLES)
def test_words_read_back(amount: int, style: WordStyle) -> None:
    assert read_words(amount_in_words(amount, style=style)) == amount


@given(st.decimals(0, 10**9, places=6), STYLES)
def test_words_with_decimals_read_back(amount: Decimal, style: WordStyle) -> None:
    assert read_words(amount_in_words(amount, BILLION, style)) == BILLION.to_dong(amount)


@given(st.text(max_size=60))
def test_reading_words_never_raises(text: str) -> None:
    read_words(text)


def test_words_as_people_type_them() -> None:
    assert (
        read_words("(Bằng chữ: Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng./.)")
        == 9_230_500_000
    )
    assert read_words("Chín tỉ hai trăm ba mươi triệu năm trăm nghìn đồng chẵn") == 9_230_500_000
    assert read_words("chín đồng và một ít") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.230,5", "9230.5"),
        ("9.230.500", "9230500"),
        ("1 234 567", "1234567"),
        ("1\u00a0234\u202f567", "1234567"),
        ("(1.000.000)", "-1000000"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("1,234,567.5", "1234567.5"),
        ("1234,56", "1234.56"),
        ("0,123", "0.123"),
        ("195000", "195000"),
        ("1 234,5", "1234.5"),
    ],
)
def test_vietnamese_numerals(text: str, value: str) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.other) == (Decimal(value), None)


def test_a_numeral_with_its_unit() -> None:
    numeral = read_numeral("6.172,4 triệu đồng")
    assert numeral is not None and numeral.unit is not None
    assert (numeral.value, numeral.unit.dong) == (Decimal("6172.4"), 1_000_000)


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "12 34", "5 người", "1.234 con", "--", "1.23.456", "=1"]
)
def test_no_numerals(text: str) -> None:
    assert read_numeral(text) is None


def test_ambiguous_numerals_have_two_readings_and_their_column_decides() -> None:
    numeral = read_numeral("1.234")
    assert numeral is not None
    assert (numeral.value, numeral.other) == (Decimal(1234), Decimal("1.234"))
    vietnamese, english = read_numeral("9.230,5"), read_numeral("9,230.5")
    assert vietnamese and english
    assert decide(numeral, [numeral, vietnamese]).value == 1234
    assert decide(numeral, [numeral, english]).value == Decimal("1.234")
    assert decide(numeral, [numeral], [Decimal(2), Decimal(3)]).value == Decimal("1.234")
    assert decide(numeral, [numeral], [Decimal(2000)]).value == 1234
    assert "không có căn cứ" in decide(numeral, [numeral]).evidence


@given(st.text(max_size=20))
def test_reading_numerals_never_raises(text: str) -> None:
    read_numeral(text)


@given(st.integers(0, 10**15))
def test_whole_amounts_read_back_from_their_format(amount: int) -> None:
    numeral = read_numeral(format_amount(Decimal(amount)))
    assert numeral is not None
    assert numeral.value == amount


def test_units() -> None:
    assert parse_unit(" nghìn  đồng").dong == 1000
    assert parse_unit("Triệu đồng").decimals == 6
    assert DONG.quantize(Decimal("1.5")) == 2
    with pytest.raises(ValueError, match="unknown unit"):
        parse_unit("cái")


@pytest.mark.parametrize(
    ("name", "dong"),
    [
        ("đồng", 1),
        ("đ", 1),
        ("vnđ", 1),
        ("VND", 1),
        ("ngàn đồng", 1_000),
        ("nghìn đồng", 1_000),
        ("1000 đồng", 1_000),
        ("1.000  đồng", 1_000),
        ("ngàn", 1_000),
        ("nghìn", 1_000),
        ("Triệu đồng", 1_000_000),
        ("triệu", 1_000_000),
        ("tỷ đồng", 1_000_000_000),
        ("tỉ đồng", 1_000_000_000),
        ("tỷ", 1_000_000_000),
        ("tỉ", 1_000_000_000),
    ],
)
def test_each_name_of_a_unit_is_so_many_dong(name: str, dong: int) -> None:
    assert parse_unit(name) == Unit(" ".join(name.split()), dong)


def test_units_of_account_in_dong_and_their_decimals() -> None:
    units = (DONG, THOUSAND, MILLION, BILLION)
    assert [unit.dong for unit in units] == [1, 1_000, 1_000_000, 1_000_000_000]
    assert [unit.decimals for unit in units] == [0, 3, 6, 9]
    assert THOUSAND.to_dong(Decimal("9230.5")) == 9_230_500
    assert MAX_DONG == 1_000_000_000_000_000_000


@pytest.mark.parametrize(
    ("unit", "amount", "rounded"),
    [
        (DONG, "0.5", "1"),
        (DONG, "1.4", "1"),
        (THOUSAND, "0.0005", "0.001"),
        (THOUSAND, "0.0004", "0.000"),
        (MILLION, "1.0000015", "1.000002"),
    ],
)
def test_an_amount_is_rounded_to_the_last_dong(unit: Unit, amount: str, rounded: str) -> None:
    assert str(unit.quantize(Decimal(amount))) == rounded


@pytest.mark.parametrize(
    ("amount", "decimals", "said"),
    [
        ("0", None, "0"),
        ("100", None, "100"),
        ("1000", None, "1.000"),
        ("1000.50", None, "1.000,5"),
        ("-1234567", None, "-1.234.567"),
        ("1E+3", None, "1.000"),
        ("57.142", 1, "57,1"),
        ("57.15", 1, "57,2"),
        ("50.04", 1, "50"),
        ("0.5", 0, "1"),
    ],
)
def test_an_amount_as_it_is_shown(amount: str, decimals: int | None, said: str) -> None:
    assert format_amount(Decimal(amount), decimals) == said


@pytest.mark.parametrize(
    ("amount", "held"),
    [
        ("12", "12"),
        ("-12", "-12"),
        ("1E+3", "1000"),
        ("2.0", "2"),
        ("1.50", "1.5"),
        ("-0.25", "-0.25"),
        ("0.000001", "0.000001"),
        ("1E-7", "0.0000001"),
    ],
)
def test_an_amount_as_a_cell_holds_it(amount: str, held: str) -> None:
    assert plain(Decimal(amount)) == held
