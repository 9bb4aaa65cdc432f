"""Line numbers (TT)."""

from __future__ import annotations

import pytest

from workbook_tools.plan.numbering import (
    LAST_ROMAN,
    Number,
    numbers_in_order,
    read_number,
    roman,
    roman_number,
)


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


def test_roman_numbers_reach_as_far_as_is_said() -> None:
    written = [roman_number(value) for value in range(1, LAST_ROMAN + 1)]
    assert [roman(text) for text in written] == list(range(1, LAST_ROMAN + 1))
    assert roman(roman_number(LAST_ROMAN + 1)) is None


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ("A B C D", "l1 l2 l3 l4"),
        ("A C", "l1 r100"),
        ("B C", "l2 l3"),
        ("A. B. (C) D)", "l1 l2 l3 l4"),
        ("C D", "r100 l4"),
        ("C", "r100"),
        ("I V", "r1 r5"),
        ("A I", "l1 r1"),
        ("H I", "l8 l9"),
        ("A 1 2 B 1 C", "l1 d1 d2 l2 d1 l3"),
        ("a b c d", "l1 l2 l3 l4"),
        ("a c", "l1 l3"),
        ("i ii iii iv v vi", "r1 r2 r3 r4 r5 r6"),
        ("i 1 ii 1 iii iv (v) vi", "r1 d1 r2 d1 r3 r4 r5 r6"),
        ("i v", "r1 l22"),
        ("v", "l22"),
        ("iv x", "r4 l24"),
        ("viii ix x xi", "r8 r9 r10 r11"),
        ("I a b II c", "r1 l1 l2 r2 l3"),
        ("IV v", "r4 l22"),
        ("x? 3", "- d3"),
    ],
)
def test_letters_and_roman_numbers_are_told_by_what_stands_before(texts: str, said: str) -> None:
    found = numbers_in_order(texts.split())
    shown = [f"{one.style[0]}{one.last}" if one is not None else "-" for one in found]
    assert " ".join(shown) == said
    assert all(one is None or one.parts[-1] == one.last for one in found)
