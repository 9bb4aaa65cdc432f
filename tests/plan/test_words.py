"""Amounts in words, written and read back."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.plan.money import BILLION, MILLION, THOUSAND, parse_unit
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
VOUCHER = WordStyle("nghìn", "linh", "tư", "", even=True)

# -------------------------------------------------------------------------------------- written


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "không đồng"),
        (1, "một đồng"),
        (4, "bốn đồng"),
        (5, "năm đồng"),
        (10, "mười đồng"),
        (11, "mười một đồng"),
        (14, "mười bốn đồng"),
        (15, "mười lăm đồng"),
        (20, "hai mươi đồng"),
        (21, "hai mươi mốt đồng"),
        (24, "hai mươi bốn đồng"),
        (25, "hai mươi lăm đồng"),
        (36, "ba mươi sáu đồng"),
        (31, "ba mươi mốt đồng"),
        (44, "bốn mươi bốn đồng"),
        (99, "chín mươi chín đồng"),
        (100, "một trăm đồng"),
        (101, "một trăm lẻ một đồng"),
        (104, "một trăm lẻ bốn đồng"),
        (105, "một trăm lẻ năm đồng"),
        (110, "một trăm mười đồng"),
        (111, "một trăm mười một đồng"),
        (115, "một trăm mười lăm đồng"),
        (121, "một trăm hai mươi mốt đồng"),
        (250, "hai trăm năm mươi đồng"),
        (999, "chín trăm chín mươi chín đồng"),
        (1_000, "một ngàn đồng"),
        (1_001, "một ngàn, không trăm lẻ một đồng"),
        (1_005, "một ngàn, không trăm lẻ năm đồng"),
        (1_015, "một ngàn, không trăm mười lăm đồng"),
        (1_000_000, "một triệu đồng"),
        (21_000, "hai mươi mốt ngàn đồng"),
        (1_001_000, "một triệu, không trăm lẻ một ngàn đồng"),
        (1_000_005, "một triệu, không trăm lẻ năm đồng"),
        (10_010_010, "mười triệu, không trăm mười ngàn, không trăm mười đồng"),
        (1_000_000_000, "một tỷ đồng"),
        (2_003_000_000, "hai tỷ, không trăm lẻ ba triệu đồng"),
        (1_000_000_001, "một tỷ, không trăm lẻ một đồng"),
        (9_230_500_000, "chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng"),
        (1_000_000_000_000, "một ngàn tỷ đồng"),
        (1_001_000_000_000, "một ngàn, không trăm lẻ một tỷ đồng"),
        (10**15, "một triệu tỷ đồng"),
        (10**18, "một tỷ tỷ đồng"),
        (-44, "âm bốn mươi bốn đồng"),
    ],
)
def test_amounts_as_accountants_read_them(amount: int, said: str) -> None:
    assert amount_in_words(amount) == said


def test_the_line_of_the_source_document() -> None:
    said = amount_in_words(Decimal(9_230_500), THOUSAND)
    assert said.capitalize() == "Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (10_010_010, "mười triệu không trăm mười nghìn không trăm mười đồng chẵn"),
        (1_024_004, "một triệu không trăm hai mươi tư nghìn không trăm linh bốn đồng chẵn"),
        (14, "mười bốn đồng chẵn"),
        (24, "hai mươi tư đồng chẵn"),
        (104, "một trăm linh bốn đồng chẵn"),
        (144, "một trăm bốn mươi tư đồng chẵn"),
        (4, "bốn đồng chẵn"),
    ],
)
def test_the_plain_style_of_vouchers(amount: int, said: str) -> None:
    assert amount_in_words(amount, style=VOUCHER) == said


def test_another_currency() -> None:
    assert amount_in_words(2, style=WordStyle(currency="đồng Việt Nam")) == "hai đồng Việt Nam"


def test_an_amount_of_another_unit_is_said_in_dong() -> None:
    said = amount_in_words(Decimal("9230.5"), MILLION)
    assert said == "chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng"


def test_an_amount_said_in_its_own_unit() -> None:
    said = amount_in_words(Decimal("9230.5"), MILLION, in_unit=True)
    assert said == "chín ngàn, hai trăm ba mươi phẩy năm triệu đồng"


def test_decimals_are_said_one_by_one_and_are_never_even() -> None:
    assert amount_in_words(Decimal("0.05"), style=VOUCHER) == "không phẩy không năm đồng"


@pytest.mark.parametrize("amount", [10**18, -(10**18)])
def test_the_limit_itself_is_said(amount: int) -> None:
    assert amount_in_words(amount).endswith("một tỷ tỷ đồng")


@pytest.mark.parametrize("amount", [10**18 + 1, -(10**18) - 1])
def test_beyond_the_limit_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match=r"10\^18"):
        amount_in_words(amount)


def test_the_limit_is_in_dong_where_the_amount_is_said_in_dong() -> None:
    with pytest.raises(ValueError, match=r"10\^18"):
        amount_in_words(10**10, BILLION)
    assert amount_in_words(10**10, BILLION, in_unit=True) == "mười tỷ tỷ đồng"


# ------------------------------------------------------------------------------------ read back


@given(st.integers(-(10**18), 10**18), STYLES)
def test_words_read_back(amount: int, style: WordStyle) -> None:
    assert read_words(amount_in_words(amount, style=style)) == amount


@given(st.decimals(0, 10**9, places=6), STYLES)
def test_words_of_another_unit_read_back(amount: Decimal, style: WordStyle) -> None:
    assert read_words(amount_in_words(amount, BILLION, style)) == BILLION.to_dong(amount)


@given(st.decimals(-(10**6), 10**6, places=3), STYLES)
def test_words_with_decimals_read_back(amount: Decimal, style: WordStyle) -> None:
    assert read_words(amount_in_words(amount, style=style)) == amount


@given(st.text(max_size=60))
def test_reading_never_raises(text: str) -> None:
    read_words(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(Bằng chữ: Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng./.)", "9230500000"),
        ("Chín tỉ hai trăm ba mươi triệu năm trăm nghìn đồng chẵn", "9230500000"),
        ("MƯỜI ĐỒNG", "10"),
        ("mười", "10"),
        ("năm chẵn", "5"),
        ("âm năm đồng", "-5"),
        ("hai mươi mốt", "21"),
        ("hai mươi tư", "24"),
        ("hai mươi nhăm", "25"),
        ("mười lăm", "15"),
        ("bẩy", "7"),
        ("lẻ năm", "5"),
        ("hai trăm", "200"),
        ("hai trăm năm", "205"),
        ("hai trăm lẻ năm", "205"),
        ("hai trăm linh năm", "205"),
        ("hai trăm mười", "210"),
        ("hai trăm mười sáu", "216"),
        ("hai trăm ba mươi", "230"),
        ("không trăm lẻ bốn", "4"),
        ("một ngàn", "1000"),
        ("hai nghìn ba", "2003"),
        ("ba triệu", "3000000"),
        ("hai tỷ", "2000000000"),
        ("hai tỷ ba", "2000000003"),
        ("hai tỷ chín trăm chín mươi chín triệu", "2999000000"),
        ("một ngàn tỷ năm", "1000000000005"),
        ("hai tỷ tỷ", "2000000000000000000"),
    ],
)
def test_words_as_people_type_them(text: str, value: str) -> None:
    assert read_words(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("không phẩy năm", "0.5"),
        ("hai phẩy không năm đồng", "2.05"),
        ("mười hai phẩy ba bốn", "12.34"),
        ("chín phẩy chín bẩy đồng", "9.97"),
        ("âm hai phẩy tư đồng", "-2.4"),
    ],
)
def test_decimals_after_phay(text: str, value: str) -> None:
    assert read_words(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "phẩy",
        "một phẩy",
        "một phẩy x",
        "một phẩy năm x",
        "một phẩy mười",
        "một phẩy hai phẩy ba",
        "phẩy năm",
        "một phẩy năm trăm",
    ],
)
def test_what_is_said_amiss_around_phay_is_no_amount(text: str) -> None:
    assert read_words(text) is None


def test_words_typed_in_pieces_are_the_same_words() -> None:
    assert read_words(unicodedata.normalize("NFD", "bảy mươi lăm đồng")) == 75


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đồng",
        "chẵn",
        "âm",
        "chín đồng và một ít",
        "hai ba",
        "mươi",
        "trăm",
        "lẻ",
        "hai trăm lẻ",
        "lẻ mười",
        "hai trăm lẻ năm sáu",
        "mười mười",
        "mười sáu bảy",
        "hai mươi ba bốn",
        "một nghìn hai nghìn",
        "hai triệu ba triệu",
        "hai x ngàn",
        "một nghìn hai triệu",
        "một triệu x",
        "x triệu",
        "x tỷ",
        "tỷ",
        "tỷ năm",
        "hai tỷ x",
        "hai mươi x",
        "x mươi",
        "x trăm",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert read_words(text) is None


def test_a_thousand_is_called_as_the_unit_calls_it() -> None:
    assert amount_in_words(2_500, parse_unit("nghìn đồng")) == "hai triệu, năm trăm nghìn đồng"
    assert amount_in_words(2_500, parse_unit("ngàn đồng")) == "hai triệu, năm trăm ngàn đồng"


@pytest.mark.parametrize(
    ("said", "dong"),
    [
        ("Ba nghìn chín trăm sáu mươi phẩy năm triệu đồng", 3_960_500_000),
        ("Ba ngàn chín trăm sáu mươi triệu đồng", 3_960_000_000),
        ("chín nghìn triệu đồng chẵn", 9_000_000_000),
        ("một phẩy hai lăm tỷ đồng", 1_250_000_000),
        ("âm mười hai phẩy năm triệu đồng", -12_500_000),
    ],
)
def test_an_amount_in_the_unit_of_its_table_is_read(said: str, dong: int) -> None:
    assert read_words(said) == dong
