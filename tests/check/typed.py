"""Plans as values, without a file: lines one below the other in the columns of ``DeAn``, and what a
rule says of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from workbook_tools.check import RULES
from workbook_tools.check.register import Fault
from workbook_tools.excel.cells import split_cell
from workbook_tools.place import Place, column_letters
from workbook_tools.plan.form import AMOUNTS, COLUMNS
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import (
    Detail,
    Funding,
    Line,
    Plan,
    Programme,
    Project,
    Section,
    Unread,
)
from workbook_tools.plan.money import THOUSAND

COLUMN = {field: column_letters(at) for at, field in enumerate(COLUMNS, 1)}
"""Field → column letters of ``DeAn``."""


def _fields(tt: str, level: str, values: dict[str, Any]) -> dict[str, Any]:
    money = {name: values.pop(name, None) for name in AMOUNTS}
    exact = {name: None if value is None else Decimal(value) for name, value in money.items()}
    return {"tt": tt, "name": f"{level} {tt}".strip(), "stated": Funding.of(**exact), **values}


def section(tt: str = "I", **values: Any) -> Section:
    return Section(**_fields(tt, "Mục", values))


def programme(tt: str = "1", **values: Any) -> Programme:
    return Programme(**_fields(tt, "Chương trình", values))


def project(tt: str = "1.1", province: Any = None, *others: Any, **values: Any) -> Project:
    """A project; its amounts are KPKC ĐP, then đơn vị thụ hưởng, then nguồn khác."""
    amounts = dict(zip(("beneficiary", "other"), others, strict=False))
    usual = {"executing_unit": "Trung tâm", "start_month": 1, "end_month": 12}
    return Project(**_fields(tt, "Đề án", {"province": province, **amounts, **usual, **values}))


def detail(tt: str = "-", province: Any = None, *others: Any, **values: Any) -> Detail:
    """A part of a project; its amounts are those of a project."""
    amounts = dict(zip(("beneficiary", "other"), others, strict=False))
    return Detail(**_fields(tt, "Chi tiết", {"province": province, **amounts, **values}))


def grand_total(**values: Any) -> Line:
    return Line(**_fields("", "", values))


def plan_of(*lines: Line, **options: Any) -> Plan:
    """A plan of these lines, which stand one below the other from row 2. A line that is none of the
    four levels is the stated grand total.
    """
    sections: list[tuple[Section, list[tuple[Programme, list[Project]]]]] = []
    stated = None
    for row, line in enumerate(lines, 2):
        put = replace(line, row=row)
        if isinstance(put, Section):
            sections.append((put, []))
        elif isinstance(put, Programme):
            sections = sections or [(Section(), [])]
            sections[-1][1].append((put, []))
        elif isinstance(put, Project):
            sections = sections or [(Section(), [])]
            if not sections[-1][1]:
                sections[-1][1].append((Programme(), []))
            sections[-1][1][-1][1].append(put)
        elif isinstance(put, Detail):
            projects = sections[-1][1][-1][1]
            projects[-1] = replace(projects[-1], details=(*projects[-1].details, put))
        else:
            stated = put
    given: dict[str, Any] = {
        "unit": THOUSAND,
        "particulars": {"Năm kế hoạch": 2021},
        "columns": COLUMN,
        "rows": (2, len(lines) + 1),
        "stated": stated,
    }
    return Plan(sections=tuple(_filled(*held) for held in sections), **{**given, **options})


def _filled(head: Section, programmes: Sequence[tuple[Programme, list[Project]]]) -> Section:
    below = [replace(held, projects=tuple(projects)) for held, projects in programmes]
    return replace(head, programmes=tuple(below))


def on_sheet(
    plan: Plan,
    cells: Mapping[str, Any] | None = None,
    formulas: Mapping[str, str] | None = None,
    **options: Any,
) -> Plan:
    """The plan with the sheet that it stands on: its amounts, ``cells`` put over them, formulas."""
    values: dict[tuple[int, int], Any] = {}
    for line in plan.by_row.values():
        for amount in AMOUNTS:
            values[split_cell(f"{COLUMN[amount]}{line.row}")] = line.stated.get(amount)
    values |= {split_cell(cell): value for cell, value in (cells or {}).items()}
    height = max([plan.rows[1], *(row for row, _ in values)])
    rows: list[list[Any]] = [[None] * len(COLUMNS) for _ in range(height)]
    for (row, column), value in values.items():
        rows[row - 1][column - 1] = value
    held = {split_cell(cell): text for cell, text in (formulas or {}).items()}
    return replace(plan, grid=Grid(plan.sheet, rows, held, **options))


def unread(cell: str, field: str, value: object) -> Unread:
    """A cell whose value its column cannot hold."""
    return Unread(Place("DeAn", cell), field, value, split_cell(cell)[0])


def faults(code: str, plan: Plan) -> list[Fault]:
    """What a rule finds."""
    return list(RULES[code].find(plan))


def fault(code: str, plan: Plan) -> Fault:
    """The one thing that a rule finds."""
    (found,) = faults(code, plan)
    return found


def cells(code: str, plan: Plan) -> list[str]:
    """Where a rule finds something."""
    return [str(found.place) for found in faults(code, plan)]
