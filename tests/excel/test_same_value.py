"""When two values of a cell are the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from workbook_tools.excel.same_value import (
    ONE_CALCULATION,
    TWO_PROGRAMS,
    same_as_stored,
    same_number,
    same_shown,
    same_value,
    typed_text,
)


@pytest.mark.parametrize("within", [ONE_CALCULATION, TWO_PROGRAMS])
def test_numbers_are_compared_relative_to_their_size(within: float) -> None:
    assert same_number(1e15, 1e15 * (1 + within / 2), within)
    assert not same_number(1e15, 1e15 * (1 + within * 2), within)


def test_near_zero_the_bound_itself_counts() -> None:
    assert same_number(0.0, 0.9e-9, TWO_PROGRAMS)
    assert not same_number(0.0, 1.1e-9, TWO_PROGRAMS)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (0.1 + 0.2, 0.3), (None, ""), (None, 0), (False, None), (True, 1), ("a", "a")],
)
def test_two_programs_mean_the_same(one: Any, other: Any) -> None:
    assert same_value(one, other)
    assert same_value(other, one)
    assert same_shown(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 2), ("a", "A"), (None, 1), (None, "a"), (1, "2"), (float("nan"), float("nan"))],
)
def test_two_programs_mean_something_else(one: Any, other: Any) -> None:
    assert not same_value(one, other)
    assert not same_shown(one, other)


@pytest.mark.parametrize(("one", "other"), [(1, "1"), (date(2021, 5, 10), "2021-05-10")])
def test_the_same_text_in_another_kind_is_shown_the_same(one: Any, other: Any) -> None:
    assert same_shown(one, other)
    assert not same_value(one, other)


@pytest.mark.parametrize(
    ("calculated", "stored", "kind"),
    [
        (1.0, b"1", "n"),
        (0.1 + 0.2, b"0.3", "n"),
        (True, b"1", "b"),
        (False, b"0", "b"),
        ("a & b", b"a &amp; b", "str"),
        ("", b"", "str"),
    ],
)
def test_a_calculated_value_is_the_stored_one(calculated: Any, stored: bytes, kind: str) -> None:
    assert same_as_stored(calculated, stored, kind)


@pytest.mark.parametrize(
    ("calculated", "stored", "kind"),
    [
        (1.0, None, "n"),
        (None, b"", "str"),
        (1.0, b"", "n"),
        (1.0, b"1", "str"),
        (1.0, b"1", "b"),
        (1.0, b"1.000000001", "n"),
        (True, b"1", "n"),
        (True, b"0", "b"),
        ("1", b"1", "n"),
        ("a", b"b", "str"),
        ("a", b"a", "e"),
    ],
)
def test_a_calculated_value_is_not_the_stored_one(
    calculated: Any, stored: bytes | None, kind: str
) -> None:
    assert not same_as_stored(calculated, stored, kind)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (False, ""),
        (True, "True"),
        (1, "1"),
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (1234567890123.4, "1.23456789012E+12"),
        ("  hai   từ\n", "hai từ"),
        ("e\u0302", "ê"),
    ],
)
def test_what_a_typed_constant_says(value: Any, said: str) -> None:
    assert typed_text(value) == said
