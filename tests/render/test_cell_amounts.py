"""Which amount of which part of the plan a cell holds."""

from __future__ import annotations

from typing import Any

from tests.plans import SMALL, source
from tests.render.layouts import laid_out
from tests.templates import tag
from workbook_tools.plan.model import Plan
from workbook_tools.read import read_plan
from workbook_tools.render.cell_amounts import Part, cell_amounts

PROJECTS: dict[int, dict[str, Any]] = {
    1: {"A": "{{ plan.total }}", "B": "=SUM(B4)", "C": "{{ year }}"},
    2: tag("prove") | {"B": "{{ plan.province }}"},
    3: tag("for project in plan.projects"),
    4: {
        "A": "{{ project.name }}",
        "B": "{{ project.province }}",
        "C": "{{ project.province + 0 }}",
        "D": "{{ year.total }}",
    },
    5: tag("endfor"),
}


class Year:
    total = 2021


def held(row: int, column: int) -> tuple[Plan, Part | None]:
    plan = read_plan(source(SMALL))
    layout = laid_out(PROJECTS, plan=plan, year=Year())
    return plan, cell_amounts(layout).at(layout.sheets[0], row, column)


def test_a_cell_holds_what_it_is_filled_from() -> None:
    plan, part = held(1, 1)
    assert part is not None and part[0] is plan and part[1] == "total"


def test_a_formula_holds_what_the_row_of_proofs_says() -> None:
    plan, part = held(1, 2)
    assert part is not None and part[0] is plan and part[1] == "province"


def test_each_copy_holds_its_own_projects_amount() -> None:
    plan, part = held(3, 2)
    assert part is not None and part[0] is plan.projects[1] and part[1] == "province"


def test_a_text_holds_no_amount() -> None:
    assert held(2, 1)[1] is None


def test_a_calculation_holds_no_amount() -> None:
    assert held(2, 3)[1] is None


def test_what_is_no_part_of_the_plan_holds_none() -> None:
    assert held(2, 4)[1] is None


def test_an_empty_cell_and_one_outside_of_the_rows_hold_none() -> None:
    assert held(2, 9)[1] is None
    assert held(0, 1)[1] is None
    assert held(99, 1)[1] is None
