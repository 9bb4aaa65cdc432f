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
