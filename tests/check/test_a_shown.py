"""A11: figures that are rounded where they are shown."""

from __future__ import annotations

import pytest

from tests.check.examples import findings_on
from workbook_tools.check.register import TOTAL_UNTOLD, Example

_THIRDS = {"I13": 100_000.2, "J13": 33_333.4, "K13": 33_333.4, "L13": 33_333.4, **TOTAL_UNTOLD}


def told(shown: str, **cells: object) -> list[str]:
    found = findings_on(Example("", cells={**_THIRDS, **cells}, marks=(f"shown {shown}",)))
    return [f"{finding.rule} {finding.where}" for finding in found]


@pytest.mark.parametrize("shown", ["#,##0", "0", "#,##0_);(#,##0)", '#,##0" đ"', "#,##0;[Red]-0"])
def test_whole_numbers_that_do_not_add_up(shown: str) -> None:
    assert told(shown) == ["A11 DeAn!I13"]


@pytest.mark.parametrize("shown", ["General", "#,##0.0", "#,##0.00", "0.0##", "@", "#,##0,"])
def test_what_shows_enough_or_is_not_understood_is_not_told(shown: str) -> None:
    assert told(shown) == []


def test_a_subtotal_that_does_not_add_up_is_told_at_its_cell() -> None:
    cells = {"J12": 200_000.4, "I12": 200_000.4, "J11": 300_000.8, "J13": 100_000.4}
    rest = {"I13": 100_000.4, "K13": 0, "L13": 0}
    assert told("#,##0", **cells, **rest) == ["A11 DeAn!J11"]


def test_the_hint_says_how_many_decimals_show_it_right() -> None:
    cells = {"I13": 100_000.05, "J13": 33_333.35, "K13": 33_333.35, "L13": 33_333.35}
    (found,) = findings_on(Example("", cells={**_THIRDS, **cells}, marks=("shown #,##0.0",)))
    assert "với 2 chữ số lẻ" in found.hint


def test_a_total_that_is_wrong_is_another_rules() -> None:
    assert told("#,##0", I13=100_001) == ["A01 DeAn!I13"]
