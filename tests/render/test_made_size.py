"""What a build may make at most: rows and formulas, fewer of them with each turn."""

from __future__ import annotations

import pytest

from tests.plans import SMALL, source
from tests.render.layouts import laid_out, loop
from tests.templates import tag
from workbook_tools.errors import InputError
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.render.layout import Layout
from workbook_tools.render.made_size import (
    MAX_MADE_FORMULAS,
    MAX_MADE_ROWS,
    judge_layout,
    judge_plan,
)

PLAN: Plan = read_plan(source(SMALL))

WITH_FORMULA = {
    1: tag("for item in items"),
    2: {"A": "{{ item }}", "B": "=A2", "C": "=A2"},
    3: tag("endfor"),
}


def refusal(layout: Layout, turn: int) -> str:
    with pytest.raises(InputError) as caught:
        judge_layout(layout, PLAN, turn)
    return str(caught.value)


def test_lines_and_what_is_told_of_them_count_together() -> None:
    judge_plan(PLAN, range(MAX_MADE_ROWS - len(SMALL)))
    with pytest.raises(InputError, match=r"6 dòng và 94\.995 điểm cần xem.*95\.000 dòng.*K239"):
        judge_plan(PLAN, range(MAX_MADE_ROWS - len(SMALL) + 1))


def test_rows_of_all_sheets_are_bounded() -> None:
    judge_layout(loop(MAX_MADE_ROWS - 2), PLAN, 1)
    assert "có 95.001 dòng" in refusal(loop(MAX_MADE_ROWS - 1), 1)


def test_formulas_are_bounded() -> None:
    judge_layout(laid_out(WITH_FORMULA, items=range(MAX_MADE_FORMULAS // 2)), PLAN, 1)
    more = laid_out(WITH_FORMULA, items=range(MAX_MADE_FORMULAS // 2 + 1))
    assert "150.002 công thức, quá mức lập được trong một lần là 150.000" in refusal(more, 1)


@pytest.mark.parametrize(("turn", "rows"), [(1, 95_000), (2, 63_333), (3, 47_500)])
def test_each_turn_leaves_less(turn: int, rows: int) -> None:
    judge_layout(loop(rows - 2), PLAN, turn)
    refusal(loop(rows - 1), turn)
