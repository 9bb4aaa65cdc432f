"""Line numbers (TT)."""

from __future__ import annotations

import pytest

from workbook_tools.plan.numbering import Number, read_number, roman


@pytest.mark.parametrize(
    ("text", "parts", "style"),
    [
        ("I", (1,), "roman"),
        ("XIV.", (14,), "roman"),
        ("C", (100,), "roman"),
        ("5", (5,), "digits"),
        ("0", (0,), "digits"),
        ("5.2", (5, 2), "digits"),
        ("1.10", (1, 10), "digits"),
        ("1.2.3", (1, 2, 3), "digits"),
        ("1)", (1,), "digits"),
        ("(1)", (1,), "digits"),
        ("1/", (1,), "digits"),
        ("1-", (1,), "digits"),
        ("ĐA1", (1,), "digits"),
        ("NV 2", (2,), "digits"),
        (" 1 . 2 ", (1, 2), "digits"),
        ("01", (1,), "digits"),
        ("1,2", (1, 2), "digits"),
        ("123456", (123456,), "digits"),
        ("I.1", (1, 1), "digits"),
        ("A.2", (1, 2), "digits"),
        ("a", (1,), "letter"),
        ("B", (2,), "letter"),
        ("z", (26,), "letter"),
        ("đ", (5,), "letter"),
        ("Đ", (5,), "letter"),
        ("E", (5,), "letter"),
    ],
)
def test_a_number_that_is_no_range(text: str, parts: tuple[int, ...], style: str) -> None:
    assert read_number(text) == Number(parts, style, parts[-1])


@pytest.mark.parametrize(
    ("text", "parts", "style", "last"),
    [
        ("3.1-3.3", (3, 1), "digits", 3),
        ("3.1 – 3.3", (3, 1), "digits", 3),
        ("3.1÷3", (3, 1), "digits", 3),
        ("3.1-4", (3, 1), "digits", 4),
        ("3.1-3.1", (3, 1), "digits", 1),
        ("1—4", (1,), "digits", 4),
        ("3-3", (3,), "digits", 3),
        ("I-III", (1,), "roman", 3),
        ("a-c", (1,), "letter", 3),
    ],
)
def test_a_range_begins_with_one_number_and_ends_with_another(
    text: str, parts: tuple[int, ...], style: str, last: int
) -> None:
    assert read_number(text) == Number(parts, style, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x y",
        "1..2",
        "-",
        "IIII",
        "1.a",
        "I.a",
        "Tổng",
        "1234567",
        "1.1234567",
        "12a",
        "ab",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    ["3.3-3.1", "3.1-4.2", "3.1-4.1", "1-II", "1-2-3", "-1", "1-x", "x-1", "I-c", "3-4.5"],
)
def test_what_is_no_range(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "parent"), [("5", ()), ("5.2", (5,)), ("1.2.3", (1, 2)), ("3.1-3.3", (3,))]
)
def test_the_number_that_a_number_stands_under(text: str, parent: tuple[int, ...]) -> None:
    number = read_number(text)
    assert number is not None
    assert number.parent == parent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I", 1),
        ("III", 3),
        ("IV", 4),
        ("V", 5),
        ("VIII", 8),
        ("IX", 9),
        ("X", 10),
        ("XIX", 19),
        ("XL", 40),
        ("L", 50),
        ("XC", 90),
        ("XXXIX", 39),
        ("LXXX", 80),
        ("XCIX", 99),
        ("CC", 200),
        ("CCCXCIX", 399),
    ],
)
def test_roman_numbers(text: str, value: int) -> None:
    assert roman(text) == value


@pytest.mark.parametrize(
    "text", ["", "VX", "IIII", "VV", "IC", "CCCC", "D", "i", "IVI", "XLX", "1"]
)
def test_what_is_no_roman_number(text: str) -> None:
    assert roman(text) is None
