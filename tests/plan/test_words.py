"""Amounts in words: each place of a number said, and each word read back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbook_tools.plan.money import BILLION, MAX_DONG, MILLION, THOUSAND
from workbook_tools.plan.words import WordStyle, amount_in_words, read_words


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "một"),
        (5, "năm"),
        (9, "chín"),
        (12, "mười hai"),
        (19, "mười chín"),
        (25, "hai mươi lăm"),
        (30, "ba mươi"),
        (31, "ba mươi mốt"),
        (44, "bốn mươi bốn"),
        (99, "chín mươi chín"),
        (100, "một trăm"),
        (101, "một trăm lẻ một"),
        (104, "một trăm lẻ bốn"),
        (105, "một trăm lẻ năm"),
        (111, "một trăm mười một"),
        (121, "một trăm hai mươi mốt"),
        (250, "hai trăm năm mươi"),
        (999, "chín trăm chín mươi chín"),
        (1_000, "một ngàn"),
        (1_001, "một ngàn, không trăm lẻ một"),
        (1_010, "một ngàn, không trăm mười"),
        (21_000, "hai mươi mốt ngàn"),
        (1_000_001, "một triệu, không trăm lẻ một"),
        (1_001_000, "một triệu, không trăm lẻ một ngàn"),
        (10**9, "một tỷ"),
        (10**9 + 1, "một tỷ, không trăm lẻ một"),
        (10**9 - 1, "chín trăm chín mươi chín triệu, chín trăm chín mươi chín ngàn, "
                    "chín trăm chín mươi chín"),
        (2 * 10**9 + 3 * 10**6, "hai tỷ, không trăm lẻ ba triệu"),
        (1_005 * 10**9, "một ngàn, không trăm lẻ năm tỷ"),
    ],
)  # fmt: skip
def test_each_place_is_said_and_read_back(number: int, said: str) -> None:
    assert amount_in_words(number) == f"{said} đồng"
    assert read_words(f"{said} đồng") == number


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (4, "bốn"),
        (14, "mười bốn"),
        (24, "hai mươi tư"),
        (104, "một trăm linh bốn"),
        (114, "một trăm mười bốn"),
        (144, "một trăm bốn mươi tư"),
    ],
)
def test_four_at_the_end_of_tens_is_the_styles(number: int, said: str) -> None:
    style = WordStyle("nghìn", "linh", "tư", "")
    assert amount_in_words(number, style=style) == f"{said} đồng"
    assert read_words(said) == number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("mươi", None),
        ("hai mươi nhăm", 25),
        ("hai mươi bẩy", 27),
        ("hai mươi tư", 24),
        ("một trăm lẻ bẩy", 107),
        ("một trăm linh bẩy", 107),
        ("lẻ năm", 5),
        ("mười", 10),
        ("âm mười đồng", -10),
        ("Bằng chữ: Mười đồng chẵn.", 10),
        ("(Mười nghìn đồng)", 10_000),
        ("năm tỉ đồng", 5 * 10**9),
        ("hai tỷ tỷ", 2 * 10**18),
        ("hai tỷ chín trăm triệu", 2_900_000_000),
        ("hai tỷ chín trăm chín mươi chín triệu", 2_999_000_000),
        ("hai triệu ba", 2_000_003),
    ],
)
def test_words_in_other_styles_are_read(said: str, number: int | None) -> None:
    assert read_words(said) == number


@pytest.mark.parametrize(
    "said",
    [
        "",
        "đồng",
        "chẵn",
        "âm",
        "nhiều tiền",
        "trăm năm",
        "một trăm lẻ",
        "một trăm lẻ năm sáu",
        "một trăm lẻ x",
        "hai ba",
        "mười x",
        "hai mươi x",
        "hai mươi ba bốn",
        "hai ngàn ba triệu",
        "hai ngàn ba ngàn",
        "hai triệu ba triệu",
        "hai x ngàn",
        "hai ngàn x",
        "x tỷ",
        "hai tỷ x",
        "phẩy năm",
        "năm phẩy",
        "năm phẩy x",
        "năm phẩy năm x",
        "năm phẩy năm phẩy năm",
    ],
)
def test_what_is_no_amount_is_not_read(said: str) -> None:
    assert read_words(said) is None


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("không phẩy năm", "0.5"),
        ("năm phẩy không năm", "5.05"),
        ("chín phẩy chín bảy đồng", "9.97"),
        ("mười hai phẩy một hai ba đồng", "12.123"),
        ("âm hai phẩy tư đồng", "-2.4"),
    ],
)
def test_decimals_behind_the_comma_word_are_read_back(said: str, amount: str) -> None:
    assert read_words(said) == Decimal(amount)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0.5", "không phẩy năm đồng"),
        ("5.05", "năm phẩy không năm đồng"),
        ("-2.4", "âm hai phẩy bốn đồng"),
    ],
)
def test_decimals_are_said_digit_by_digit(amount: str, said: str) -> None:
    assert amount_in_words(Decimal(amount)) == said


def test_an_amount_is_said_in_dong_or_in_its_own_unit() -> None:
    assert amount_in_words(2, THOUSAND) == "hai ngàn đồng"
    assert amount_in_words(2, MILLION) == "hai triệu đồng"
    assert amount_in_words(2, BILLION) == "hai tỷ đồng"
    assert amount_in_words(2, BILLION, in_unit=True) == "hai tỷ đồng"
    assert amount_in_words(21, MILLION, in_unit=True) == "hai mươi mốt triệu đồng"


def test_even_is_said_of_whole_amounts_only_and_where_the_style_says_so() -> None:
    style = WordStyle(even=True)
    assert amount_in_words(5, style=style) == "năm đồng chẵn"
    assert amount_in_words(Decimal("5.5"), style=style) == "năm phẩy năm đồng"
    assert amount_in_words(5) == "năm đồng"


def test_the_largest_amounts() -> None:
    assert amount_in_words(MAX_DONG) == "một tỷ tỷ đồng"
    assert amount_in_words(-MAX_DONG) == "âm một tỷ tỷ đồng"
    for beyond in (MAX_DONG + 1, -MAX_DONG - 1):
        with pytest.raises(ValueError, match=r"beyond 10\^18"):
            amount_in_words(beyond)
