"""How right an import of a layout is: cells by column, the total, and wrong cells that were marked
unsure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from tests.faults.layouts import Layout, Truth
from workbook_tools.jobs.import_table import Imported
from workbook_tools.plan.model import UNSURE, Project

TEXTS = ("tt", "name", "executing_unit", "goal", "note")
NUMBERS = ("start_month", "end_month", "total", "national", "province", "beneficiary", "other")


@dataclass
class Score:
    """Cells by column, right ones by column, what is wrong and was not marked unsure, wrong totals,
    errors on right tables.
    """

    cells: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    def share(self, columns: Iterable[str]) -> float:
        """The share of cells that are right, of some columns."""
        names = list(columns)
        return sum(self.right[name] for name in names) / sum(self.cells[name] for name in names)


def judge(made: Layout, done: Imported, score: Score) -> None:
    """Count what an import of a layout has right."""
    called = f"{made.seed}.{made.suffix}"
    unsure = any(reading.sure == UNSURE for reading in done.readings)
    truths: list[Truth | None] = list(made.projects)
    for truth, project in zip_longest(truths, done.plan.projects):
        for column in (*TEXTS, *NUMBERS):
            due, found = _of_truth(truth, column), _of_project(project, column)
            score.cells[column] += 1
            score.right[column] += due == found
            if due != found:
                said = f"{called}: {column}: {due!r} read as {found!r}"
                score.wrong.append(said)
                score.unmarked += [] if unsure else [said]
    total = sum(truth.total for truth in made.projects)
    if done.plan.total != total or done.plan.unit.name != made.unit:
        score.totals.append(f"{called}: {total} {made.unit} read as {done.plan.total}")
    if not made.damaged:
        score.alarms += [f"{called}: {error.rule} {error.message}" for error in done.open_errors]


def _of_truth(truth: Truth | None, column: str) -> object:
    if truth is None:
        return "no such project"
    if column in TEXTS or column.endswith("_month"):
        return getattr(truth, column)
    return Decimal(truth.total if column == "total" else truth.amounts.get(column, 0))


def _of_project(project: Project | None, column: str) -> object:
    if project is None:
        return "missing"
    if column in project.amounts:
        return project.amounts[column]
    return getattr(project, column)
