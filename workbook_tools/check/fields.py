"""The fields of a line as rules go through them, each under the name of its column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from operator import itemgetter
from typing import TypeVar

from workbook_tools.place import column_number
from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.model import Detail, Line, Plan, Project
from workbook_tools.plan.pieces import Pieces

MONTHS = ("start_month", "end_month")

Told = TypeVar("Told")

Cell = tuple[int, str, str]
"""A typed text: row, field, value."""


def once(ask: Callable[[Plan], Told]) -> Callable[[Plan], Told]:
    """The same function for what several rules ask of a plan, which keeps the answer until
    ``forget`` is called.
    """

    @wraps(ask)
    def told(plan: Plan) -> Told:
        answers = vars(plan).setdefault(_ANSWERS, {})
        if ask not in answers:
            answers[ask] = ask(plan)
        kept: Told = answers[ask]
        return kept

    return told


def forget(plan: Plan) -> None:
    """Let go of what was kept of a plan, when all rules have run."""
    vars(plan).pop(_ANSWERS, None)


_ANSWERS = "answers of rules"
"""Where they are kept: no name of a field."""


def months(line: Line) -> tuple[tuple[str, int | None], ...]:
    """The month fields and what they hold."""
    return ("start_month", line.start_month), ("end_month", line.end_month)


def texts(line: Line) -> tuple[tuple[str, str], ...]:
    """The fields that hold prose, and their texts."""
    return (
        ("name", line.name),
        ("executing_unit", line.executing_unit),
        ("goal", line.goal),
        ("result", line.result),
        ("note", line.note),
        ("quantity", line.quantity),
    )


def column_numbers(plan: Plan) -> Mapping[str, int]:
    """Field → the number of its column on the plan's sheet."""
    return {field: column_number(letters) for field, letters in plan.columns.items()}


def total_formulas(plan: Plan) -> Iterator[tuple[Line, str, str]]:
    """The formulas of totals, each with its line and field: of the lines above projects in every
    amount, of projects and their details in their total.
    """
    grid = plan.grid
    if grid is None or not grid.formulas:
        return
    columns = column_numbers(plan)
    for line in plan.by_row.values():
        own = isinstance(line, Detail) or (isinstance(line, Project) and not line.is_detailed)
        for field in ("total",) if own else plan.form.amounts:
            formula = grid.formulas.get((line.row, columns.get(field, 0)))
            if formula is not None:
                yield line, field, formula


def line_at(plan: Plan, row: int) -> Line:
    """The line that stands in a row; an empty one where none was read from it."""
    return plan.by_row.get(row) or Line(row=row)


@once
def typed_pieces(plan: Plan) -> Pieces[Cell]:
    """The typed texts of the table, in one piece."""
    return Pieces(list(typed_texts(plan)), itemgetter(2))


def typed_texts(plan: Plan, fields: Sequence[str] = tuple(COLUMNS)) -> Iterator[Cell]:
    """The typed texts of the table as they stand: row, field, value; results of formulas are
    none.
    """
    grid = plan.grid
    if grid is None:
        return
    columns = [
        (field, column_number(plan.columns[field]) - 1) for field in fields if field in plan.columns
    ]
    first, last = plan.rows
    for row, values in enumerate(grid.rows[first - 1 : last], first):
        width = len(values)
        for field, column in columns:
            if (
                column < width
                and type(values[column]) is str
                and (row, column + 1) not in grid.formulas
            ):
                yield row, field, values[column]
