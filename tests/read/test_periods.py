"""When a project runs, as offices write it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from workbook_tools.read.periods import end_month, later_end, period


@pytest.mark.parametrize(
    ("said", "months"),
    [
        ("Quý I", (1, 3)),
        ("Quý IV/2026", (10, 12)),
        ("Q2", (4, 6)),
        ("Quý II - Quý IV", (4, 12)),
        ("quý I, II", (1, 6)),
        ("II-IV", (4, 12)),
        ("5-12", (5, 12)),
        ("Tháng 3 - 11/2026", (3, 11)),
        ("T3-T11", (3, 11)),
        ("Từ tháng 3/2026 đến tháng 11/2026", (3, 11)),
        ("Tháng 03 năm 2026", (3, 3)),
        ("cả năm", (1, 12)),
        ("Năm 2026", (1, 12)),
        (2026, (1, 12)),
        (5, (5, 5)),
        ("01/3/2026 - 31/12/2026", (3, 12)),
        ("31/12/2026", (12, 12)),
        (datetime(2026, 4, 1), (4, 4)),
        ("2025 - 2027", (1, 12)),
        ("10/2026 - 3/2027", (10, 12)),
        ("10/2025 - 3/2026", (1, 3)),
        ("từ tháng 3", (3, 3)),
        ("đến tháng 9", (9, 9)),
        ("cho đến hết tháng 11/2026", (11, 11)),
        ("tháng mười hai", (12, 12)),
        ("Tháng Tư - tháng mười một", (4, 11)),
        ("6 tháng đầu năm 2026", (1, 6)),
        ("nửa cuối năm", (7, 12)),
    ],
)
def test_the_months_of_the_plans_year(said: object, months: tuple[int, int]) -> None:
    assert period(said, 2026) == months


@pytest.mark.parametrize(
    "said",
    ["", "đầu năm", "theo tiến độ", "11-3", "5/2020", "6/2027", "13", 1.5, True, None, "1-2-3-4-5"],
)
def test_what_says_no_month_of_that_year(said: object) -> None:
    assert period(said, 2026) is None


def test_another_years_day_is_no_month_of_the_plans() -> None:
    assert period(date(2025, 4, 1), 2026) is None


def test_without_a_plans_year_any_year_is_taken_for_it() -> None:
    assert period("3/2026 - 11/2026", None) == period("3-11", None) == (3, 11)


@pytest.mark.parametrize(
    ("said", "month"), [("6/2027", 12), ("Quý II", 6), ("6/2040", None), ("6/2025", None)]
)
def test_an_end_in_one_of_the_next_years_is_december(said: str, month: int | None) -> None:
    assert end_month(said, 2026) == month


def test_without_a_plans_year_no_year_is_a_later_one() -> None:
    assert end_month("6/2027", None) == 6


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("12/2028", "12/2028"),
        ("Tháng 3/2026 - 12/2028", "12/2028"),
        ("Quý II/2027", "6/2027"),
        ("2026 - 2030", "12/2030"),
        ("năm 2027", "12/2027"),
        (date(2028, 12, 1), "12/2028"),
        ("10/2025 - 3/2027", "3/2027"),
        ("12/2026", ""),
        (12, ""),
        ("3/2025", ""),
        ("12/2040", ""),
        ("sau năm 2027", ""),
    ],
)
def test_an_end_in_a_later_year_is_kept_as_month_and_year(said: object, end: str) -> None:
    assert later_end(said, 2026) == end


def test_the_farthest_year_is_the_same_in_one_column_and_in_two() -> None:
    assert period("3/2026 - 5/2031", 2026) == (3, 12)
    assert end_month("5/2031", 2026) == 12
    assert end_month("5/2032", 2026) is None
    assert period("3/2026 - 5/2032", 2026) is None


def test_without_a_plans_year_no_end_lies_later() -> None:
    assert later_end("12/2028", None) == ""
