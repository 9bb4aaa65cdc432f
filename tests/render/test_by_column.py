"""Sums longer than a formula may be: told by a column that only the rows that count fill in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plans import line, project, source
from tests.render.outputs import build, cells
from tests.render.test_sums import total, with_row
from tests.templates import ROWS, template_of
from workbook_tools.errors import TemplateError

UNITS: dict[int, dict[str, Any]] = {
    **ROWS,
    8: {**ROWS[8], "F": "{{ project.executing_unit or '…' }}"},
}
"""Only projects have a unit."""
ENOUGH = 1600


def programmes(count: int, **values: Any) -> list[dict[str, Any]]:
    rows = [line("Mục", "I")]
    for at in range(1, count + 1):
        rows += [line("Chương trình", str(at)), project(f"{at}.1", at, 1, 0, **values)]
    return rows


def made(rows: list[dict[str, Any]], template: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return cells(build(source(rows), template_of(template), flags=False), "PhuLuc")


def test_a_sum_that_fits_names_its_cells() -> None:
    assert made(programmes(1000), UNITS)["C3"].startswith("=SUM(SUM(C4,C6,C8,")


def test_a_longer_one_is_told_by_the_column_of_units() -> None:
    held = made(programmes(ENOUGH), UNITS)
    last = 3 + 2 * ENOUGH
    assert held["C3"] == f'=SUMIF($F$5:$F${last},"<>",C5:C{last})'
    assert held["D3"] == f'=SUMIF($F$5:$F${last},"<>",$D$5:$D${last})'
    assert held["C5"] == "=D5+E5" and held["C4"] == "=SUM(C5)"


def test_many_sections_are_told_by_it_too() -> None:
    rows = [row for at in range(ENOUGH) for row in programmes(1, start_month=1 + at % 12)]
    last = 2 + 3 * ENOUGH
    held = made(rows, UNITS)
    assert held[f"C{last + 1}"] == f'=SUMIF($F$5:$F${last},"<>",C5:C{last})'
    assert held["C3"] == "=SUM(C4)"


def test_a_project_that_is_put_in_by_hand_is_counted_and_a_programme_is_not() -> None:
    held = made(programmes(ENOUGH), UNITS)
    before = total(held, "C3")
    assert isinstance(before, float)
    held = with_row(held, 8)
    held |= {"D8": 100, "E8": 0, "C8": "=D8+E8", "F8": "Sở Công Thương"}
    assert total(held, "C3") == before + 100
    held = with_row(held, 10)
    held |= {"C10": "=SUM(C11)", "D10": "=SUM(D11)"}
    assert total(held, "C3") == before + 100


def test_a_unit_in_one_programme_alone_makes_the_column_no_mark() -> None:
    """The template has something there for another level, so any row might be filled in one day."""
    mixed = {**UNITS, 6: {**ROWS[6], "F": "{{ programme.executing_unit }}"}}
    with pytest.raises(TemplateError, match="K4"):
        made(programmes(ENOUGH), mixed)


def test_a_column_with_a_gap_is_no_mark() -> None:
    gap = {**ROWS, 8: {**ROWS[8], "F": "{{ project.executing_unit }}"}}
    rows = programmes(ENOUGH)
    rows[-1]["executing_unit"] = ""
    with pytest.raises(TemplateError, match="K4"):
        made(rows, gap)


def test_the_first_column_that_tells_them_is_taken() -> None:
    two = {**UNITS, 8: {**UNITS[8], "G": "{{ project.start_month }}", "B": "x"}, 6: {"A": "y"}}
    two[6] |= {"C": "=SUM(C8)", "D": "=SUM(D8)"}
    assert made(programmes(ENOUGH), two)["C3"].startswith("=SUMIF($B$5:")


def test_where_the_summed_rows_are_told_themselves_these_are_summed() -> None:
    marked = {**ROWS, 6: {**ROWS[6], "H": "{{ programme.tt }}"}}
    held = made(programmes(ENOUGH), marked)
    last = 2 + 2 * ENOUGH
    assert held["C3"] == f'=SUMIF($H$4:$H${last},"<>",C4:C{last})'
