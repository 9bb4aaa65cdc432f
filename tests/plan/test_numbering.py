from __future__ import annotations

import pytest

from workbook_tools.plan.numbering import read_number, roman


@pytest.mark.parametrize(
    ("text", "parts", "style", "last"),
    [
        ("I", (1,), "roman", 1),
        ("XIV.", (14,), "roman", 14),
        ("5", (5,), "digits", 5),
        ("5.2", (5, 2), "digits", 2),
        ("1.10", (1, 10), "digits", 10),
        ("3.1-3.3", (3, 1), "digits", 3),
        ("3.1 – 3.3", (3, 1), "digits", 3),
        ("1)", (1,), "digits", 1),
        ("01", (1,), "digits", 1),
        ("a", (1,), "letter", 1),
        ("B", (2,), "letter", 2),
        ("1,2", (1, 2), "digits", 2),
        ("I.1", (1, 1), "digits", 1),
    ],
)
def test_numbers_of_lines(text: str, parts: tuple[int, ...], style: str, last: int) -> None:
    number = read_number(text)
    assert number is not None and (number.parts, number.style, number.last) == (parts, style, last)


@pytest.mark.parametrize(
    "text", ["", "x y", "3.3-3.1", "3.1-4.2", "1..2", "-", "IIII", "1.a", "Tổng"]
)
def test_what_is_no_number(text: str) -> None:
    assert read_number(text) is None


def test_roman_numbers() -> None:
    assert [roman(text) for text in ("IV", "IX", "XL", "XC", "CC", "", "VX")] == [
        4,
        9,
        40,
        90,
        200,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("text", "parts", "style", "last"),
    [
        ("C", (100,), "roman", 100),
        ("L", (50,), "roman", 50),
        ("Đ", (5,), "letter", 5),
        ("đ", (5,), "letter", 5),
        ("A", (1,), "letter", 1),
        ("z", (26,), "letter", 26),
        ("A.2", (1, 2), "digits", 2),
        ("(3)", (3,), "digits", 3),
        (" 4 / ", (4,), "digits", 4),
        ("5. 2", (5, 2), "digits", 2),
        ("1.2.3", (1, 2, 3), "digits", 3),
        ("999999", (999999,), "digits", 999999),
        ("I-III", (1,), "roman", 3),
        ("a-c", (1,), "letter", 3),
        ("3.1-3.1", (3, 1), "digits", 1),
        ("3.1-4", (3, 1), "digits", 4),
        ("3-5", (3,), "digits", 5),
        ("3.1 ÷ 3.3", (3, 1), "digits", 3),
        ("3.1—3.3", (3, 1), "digits", 3),
    ],
)
def test_more_numbers_of_lines(text: str, parts: tuple[int, ...], style: str, last: int) -> None:
    number = read_number(text)
    assert number is not None and (number.parts, number.style, number.last) == (parts, style, last)


@pytest.mark.parametrize(
    "text",
    ["1000000", "1-2-3", "1-x", "x-1", "1-a", "I-2", "5-3", "3.1-4.1", "ab", "XLX", "CCCC", "A.x"],
)
def test_more_that_is_no_number(text: str) -> None:
    assert read_number(text) is None


def test_the_number_that_a_line_stands_under() -> None:
    parents = []
    for text in ("5", "5.2", "5.2.1"):
        number = read_number(text)
        assert number is not None
        parents.append(number.parent)
    assert parents == [(), (5,), (5, 2)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I", 1),
        ("II", 2),
        ("III", 3),
        ("V", 5),
        ("VIII", 8),
        ("X", 10),
        ("XI", 11),
        ("XIV", 14),
        ("XXXIX", 39),
        ("L", 50),
        ("LXXX", 80),
        ("XCIX", 99),
        ("C", 100),
        ("CCCXCIX", 399),
        ("i", None),
        ("XIVI", None),
        ("1", None),
    ],
)
def test_each_roman_numeral(text: str, value: int | None) -> None:
    assert roman(text) == value
