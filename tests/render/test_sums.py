"""Sums of a level after somebody has inserted rows by hand: nothing is counted twice or missed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.plans import line, project, source
from tests.render.outputs import build, cells
from tests.templates import ROWS, template_of
from workbook_tools.excel.calculation import FormulaCell, SheetCells, Value, calculate_cells
from workbook_tools.excel.formula import MAX_ARGUMENTS

EMPTY = (
    line("Mục", "I"),
    line("Chương trình", "1"),
    line("Chương trình", "2"),
    line("Chương trình", "3"),
    project("3.1", 7, 1, 0),
    project("3.2", 9, 1, 0),
    project("3.3", 11, 1, 0),
)
"""Output rows: 3 I, 4 and 5 programmes without projects, 6 programme 3, 7 to 9, 10 Cộng."""


def appendix(*plan: dict[str, Any]) -> dict[str, Any]:
    return cells(build(source(plan), template_of(ROWS), flags=False), "PhuLuc")


def with_row(held: dict[str, Any], at: int) -> dict[str, Any]:
    """A sheet's cells after a row was inserted, as a spreadsheet program moves them."""

    def moved(match: re.Match[str]) -> str:
        row = int(match[3])
        return f"{match[1]}{match[2]}{row + (row >= at)}"

    cell = re.compile(r"(\b|\$)([A-Z]{1,2}\$?)(\d+)\b")
    return {
        cell.sub(moved, name): cell.sub(moved, value)
        if isinstance(value, str) and value.startswith("=")
        else value
        for name, value in held.items()
    }


def total(held: dict[str, Any], cell: str) -> Value:
    """What a cell gives, calculated."""
    values: list[tuple[int, int, Value]] = []
    formulas: list[FormulaCell] = []
    for name, value in held.items():
        column, row = ord(name[0]) - 64, int(name[1:])
        if isinstance(value, str) and value.startswith("="):
            formulas.append(FormulaCell(row, column, value[1:]))
        else:
            values.append((row, column, value))
    found = calculate_cells([SheetCells("PhuLuc", values, formulas)])
    return found.value("PhuLuc", int(cell[1:]), ord(cell[0]) - 64)


def test_neighbouring_programmes_are_named_one_by_one() -> None:
    held = appendix(*EMPTY)
    assert (held["C3"], held["D3"]) == ("=SUM(C4,C5,C6)", "=SUM($D$4,$D$5,$D$6)")


def test_neighbouring_sections_are_named_one_by_one() -> None:
    held = appendix(line("Mục", "O"), *EMPTY)
    assert held["C11"] == "=SUM(C3,C4)"


def test_the_lines_of_a_programme_stand_as_a_range() -> None:
    assert appendix(*EMPTY)["C6"] == "=SUM(C7:C9)"


def test_a_project_between_two_empty_programmes_is_counted_once() -> None:
    held = with_row(appendix(*EMPTY), 5)
    held |= {"D5": 100, "E5": 0, "C5": "=D5+E5", "C4": "=SUM(C5)", "D4": "=SUM(D5)"}
    assert (total(held, "C11"), total(held, "D11")) == (130.0, 127.0)


@pytest.mark.parametrize("at", [8, 9])
def test_a_row_in_the_middle_of_a_programme_is_counted(at: int) -> None:
    held = with_row(appendix(*EMPTY), at)
    held |= {f"D{at}": 100, f"E{at}": 0, f"C{at}": f"=D{at}+E{at}"}
    assert (total(held, "C6"), total(held, "C11")) == (130.0, 130.0)


def test_lines_of_two_parents_that_touch_are_two_ranges() -> None:
    rows: dict[int, dict[str, Any]] = {
        1: {"A": "{% for section in plan.sections %}"},
        2: {"A": "{% for programme in section.programmes %}"},
        3: {"A": "{{ programme.tt }}", "B": "{{ programme.total }}"},
        4: {"A": "{% endfor %}"},
        5: {"A": "{% endfor %}"},
        6: {"B": "=SUM(B3)"},
    }
    plan = (*EMPTY, line("Mục", "II"), line("Chương trình", "4"), line("Chương trình", "5"))
    found = cells(build(source(plan), template_of(rows), flags=False), "PhuLuc")
    assert found["B6"] == "=SUM(B1:B3,B4:B5)"


@pytest.mark.parametrize("count", [126, 127, 255, 256, 600])
def test_many_programmes_are_taken_together_first(count: int) -> None:
    rows = [line("Mục", "I"), *(line("Chương trình", str(at)) for at in range(1, count + 1))]
    held = appendix(*rows, project(f"{count}.1", 7, 1, 0))
    formula = held["C3"]
    assert all(call.count(",") < MAX_ARGUMENTS for call in re.findall(r"SUM\(([^()]*)\)", formula))
    assert ":" not in formula and total(held, "C3") == 8.0
