"""How much one build may make: twice as much would take more than twenty seconds or a gigabyte, and
no appendix of a province has a hundredth of it.

A build that lays its sheets out once more, to tell what it left out, takes half as long again with
each turn, and may make so much less.
"""

from __future__ import annotations

from collections.abc import Sized

from workbook_tools.error_kinds import TOO_MUCH_TO_MAKE
from workbook_tools.errors import InputError
from workbook_tools.place import Place
from workbook_tools.plan.model import Plan
from workbook_tools.plan.money import grouped
from workbook_tools.render.layout import Layout
from workbook_tools.template.compiled import Formula, Row

MAX_MADE_ROWS = 95_000
"""The rows of all generated sheets: lines of the plan, findings, and what sums them up."""

MAX_MADE_FORMULAS = 150_000


def judge_plan(plan: Plan, told: Sized) -> None:
    """Raises ``InputError`` for a plan that, with what is ``told`` of it, has more rows than can be
    made.
    """
    lines = sum(1 for line in plan.all_lines() if line.row)
    said = f"kế hoạch có {grouped(lines)} dòng"
    if told:
        said += f" và {grouped(len(told))} điểm cần xem"
    _judge(lines + len(told), MAX_MADE_ROWS, "dòng", said, plan)


def judge_layout(layout: Layout, plan: Plan, turn: int) -> None:
    """Raises ``InputError`` for generated sheets with more rows or formulas than can be made when
    they are laid out for the ``turn``-th time.
    """
    rows = sum(sheet.last_row for sheet in layout.sheets)
    formulas = 0
    for sheet in layout.sheets:
        held = {id(row): _formulas(row) for row in sheet.patterns}
        formulas += sum(held[id(pattern)] for pattern, _, _ in sheet.instances)
    for count, most, called in (
        (rows, MAX_MADE_ROWS, "dòng"),
        (formulas, MAX_MADE_FORMULAS, "công thức"),
    ):
        said = f"các trang tính lập ra có {grouped(count)} {called}"
        _judge(count, 2 * most // (turn + 1), called, said, plan)


def _formulas(row: Row) -> int:
    return sum(1 for cell in row.cells if isinstance(cell.content, Formula))


def _judge(count: int, most: int, called: str, said: str, plan: Plan) -> None:
    if count > most:
        limit = f"{grouped(most)} {called}"
        raise InputError(TOO_MUCH_TO_MAKE, Place(plan.sheet), said=said, most=limit)
