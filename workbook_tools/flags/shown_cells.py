"""Flags where a fault shows: the cells of the generated sheets that stand for what a finding speaks
of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from workbook_tools.check import RULES, Finding
from workbook_tools.check.fields import months, texts
from workbook_tools.check.register import Look
from workbook_tools.flags.gathering import (
    SIGN_WIDTH,
    Gathering,
    grade_of,
    look_of,
    note_of,
    with_decimals,
)
from workbook_tools.patterns import pattern
from workbook_tools.place import cell_name
from workbook_tools.plan.model import Line, Plan, Programme, Project, Section, amount_of
from workbook_tools.plan.money import format_amount, plain
from workbook_tools.render.heights import column_widths
from workbook_tools.render.layout import SheetLayout
from workbook_tools.template.compiled import Row
from workbook_tools.template.expressions import Expression

_FIRST_FIELD = pattern(r"\(?\s*([^\W\d]\w*)\.([^\W\d]\w*)\s*(?:\)|or\b|\||\Z)")
"""The variable and the field that an expression begins with: ``project.total``."""


def flag_shown(
    gathering: Gathering, plan: Plan, findings: Sequence[Finding], sheets: Sequence[SheetLayout]
) -> None:
    """Flag the cells of generated sheets that show what a finding speaks of."""
    wanted = _by_field(plan, findings)
    nodes = {node for node, _ in wanted}
    for sheet in sheets if wanted else ():
        width = column_widths(sheet.sheet.root)
        for row, column, node, field in _bound(sheet, nodes):
            for finding in wanted.get((id(node), field), ()):
                cell, value = cell_name(row, column), _value(node, field)
                flags = gathering[sheet.sheet.name]
                flags.say(cell, f"{note_of(finding)}\n(Sửa ở {finding.where})")
                look = _look(grade_of(finding), value, width(column, column))
                flags.flag(cell, look, _while(cell, value, finding, plan))


def _by_field(plan: Plan, findings: Sequence[Finding]) -> dict[tuple[int, str], list[Finding]]:
    """The findings by the part of the plan (its ``id``) and the field that they speak of; those on
    the plan as a whole by its amounts only.
    """
    wanted: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        whole = finding.line is None or finding.line is plan.stated
        if finding.column and (not whole or finding.column in plan.form.amounts):
            node = plan if whole else finding.line
            wanted.setdefault((id(node), finding.column), []).append(finding)
    return wanted


def _bound(sheet: SheetLayout, nodes: set[int]) -> Iterator[tuple[int, int, Any, str]]:
    """The cells that show a field of one of the given parts of the plan: row, column, the part, the
    field.
    """
    fields: dict[int, list[tuple[int, str, str]]] = {}
    for instance in sheet.instances:
        if not any(id(value) in nodes for value in instance.scope.values()):
            continue
        pattern = instance.pattern
        if id(pattern) not in fields:
            fields[id(pattern)] = list(_shown_fields(pattern))
        for column, variable, field in fields[id(pattern)]:
            node = instance.scope.get(variable)
            if id(node) in nodes:
                yield instance.row, column, node, field


def _shown_fields(row: Row) -> Iterator[tuple[int, str, str]]:
    """The cells of a pattern row that show a field: column, variable, field."""
    held: dict[int, Expression] = {
        cell.column: cell.content for cell in row.cells if isinstance(cell.content, Expression)
    }
    for column, expression in (held | dict(row.proofs)).items():
        match = _FIRST_FIELD().match(expression.source)
        if match:
            yield column, match[1], match[2]


def _value(node: Plan | Section | Programme | Project, field: str) -> object:
    """What a field of a part of the plan holds; of the whole plan only amounts are asked for."""
    if isinstance(node, Plan) or field in node.form.amounts:
        return amount_of(node, field)
    return _typed_fields(node)[field]


def _typed_fields(line: Line) -> Mapping[str, object]:
    """Every field of a line but its amounts."""
    typed = {"tt": line.tt, "norm_code": line.norm_code}
    return {**typed, **dict(texts(line)), **dict(months(line))}


def _look(grade: str, value: object, room: float) -> str:
    """The look for a cell that shows a value of the plan in a column that many digits wide."""
    if isinstance(value, Decimal):
        has_room = len(format_amount(value)) + SIGN_WIDTH <= room
        return with_decimals(grade, value) if has_room else f"{grade}-plain"
    if isinstance(value, str) and " " in value:
        return f"{grade}-plain"  # a sign could take a line more than the row's height has
    return look_of(grade, value, room)


def _while(cell: str, value: object, finding: Finding, plan: Plan) -> str:
    """While the cell shows what it showed; a total that differs from the stated one, as long as it
    does.
    """
    if not isinstance(value, (Decimal, int)) or isinstance(value, bool):
        return ""
    rule, stated = RULES.get(finding.rule), None
    if rule is not None and rule.look is Look.DIFFERENCE and finding.accepted is None:
        stated = _stated(finding)
    if stated is not None:
        return f"ROUND({cell}-({plain(stated)}),{plan.unit.decimals})<>0"
    return f"ROUND({cell}-({plain(Decimal(value))}),{plan.unit.decimals})=0"


def _stated(finding: Finding) -> Decimal | None:
    """The amount that was typed where a finding speaks of one."""
    if finding.line is None or not finding.column:
        return None
    return finding.line.stated.get(finding.column)
