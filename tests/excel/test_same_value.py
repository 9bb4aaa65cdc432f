"""When two values of a cell are the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from workbook_tools.excel.same_value import (
    same_amount,
    same_shown,
    same_value,
    typed_text,
)

DONG, MILLION = Decimal(1), Decimal("0.000001")
"""One đồng, in đồng and in millions."""


@pytest.mark.parametrize(
    ("found", "expected", "step"),
    [
        (900_000_000_000.0, "900000000000", DONG),
        (0.1 + 0.2, "0.3", MILLION),
        (900_000.123456, "900000.123456", MILLION),
        (2 / 3, str(Decimal(2) / 3), DONG),
        (1e-11, "0", MILLION),
        (2.0**53, str(2**53), DONG),
    ],
)
def test_a_number_is_the_one_expected(found: float, expected: str, step: Decimal) -> None:
    assert same_amount(found, Decimal(expected), step)


@pytest.mark.parametrize(
    ("found", "expected", "step"),
    [
        (900_000_000_001.0, "900000000000", DONG),
        (9_000_000_000_000_001.0, "9000000000000000", DONG),
        (900_000.123457, "900000.123456", MILLION),
        (1.3, "1", DONG),
        (0.35, "0.36", DONG),
        (0.2, "0", DONG),
        (float("inf"), "1", DONG),
        (float("nan"), "0", DONG),
        (9e15 + 2, "9000000000000001", DONG),
        (1e18, "1000000000000000001", DONG),
    ],
)
def test_a_number_is_not_the_one_expected(found: float, expected: str, step: Decimal) -> None:
    assert not same_amount(found, Decimal(expected), step)


@pytest.mark.parametrize(
    ("one", "other", "step"),
    [
        (900_000_000_400, 900_000_000_000, DONG),
        (9_000_000_000_000_001, 9_000_000_000_000_000, DONG),
        (900_000.0004, 900_000.0, MILLION),
    ],
)
def test_amounts_that_differ_by_a_dong_or_more_differ(
    one: float, other: float, step: Decimal
) -> None:
    assert not same_value(one, other, step)
    assert not same_shown(one, other, step)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (0.1 + 0.2, 0.3), (None, ""), (None, 0), (False, None), (True, 1), ("a", "a")],
)
def test_two_programs_mean_the_same(one: Any, other: Any) -> None:
    assert same_value(one, other, DONG)
    assert same_value(other, one, DONG)
    assert same_shown(one, other, DONG)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 2), ("a", "A"), (None, 1), (None, "a"), (1, "2"), (float("nan"), float("nan"))],
)
def test_two_programs_mean_something_else(one: Any, other: Any) -> None:
    assert not same_value(one, other, DONG)
    assert not same_shown(one, other, DONG)


@pytest.mark.parametrize(("one", "other"), [(1, "1"), (date(2021, 5, 10), "2021-05-10")])
def test_the_same_text_in_another_kind_is_shown_the_same(one: Any, other: Any) -> None:
    assert same_shown(one, other, DONG)
    assert not same_value(one, other, DONG)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (False, ""),
        (True, "True"),
        (1, "1"),
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (1234567890123.4, "1234567890123.4"),
        (9_000_000_000_000_400, "9000000000000400"),
        (9_000_000_000_000_000, "9000000000000000"),
        ("  hai   từ\n", "hai từ"),
        ("e\u0302", "ê"),
    ],
)
def test_what_a_typed_constant_says(value: Any, said: str) -> None:
    assert typed_text(value) == said
