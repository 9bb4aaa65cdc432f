"""Which amount of which part of the plan a cell of a generated sheet holds, by what the template
binds it to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbook_tools.plan.form import AMOUNTS
from workbook_tools.plan.model import Plan, Programme, Project, Section
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.template.compiled import Row
from workbook_tools.template.expressions import Expression

Node = Plan | Section | Programme | Project
"""A part of the plan that has amounts."""

Part = tuple[Node, str]
"""A part of the plan and the name of one of its amounts."""

_NODES = (Plan, Section, Programme, Project)
_Binding = tuple[str, str]
"""A loop variable, and the amount of what it stands for."""


@dataclass(frozen=True, slots=True)
class CellAmounts:
    """``bindings`` gives, for a pattern row (by its ``id``) and a column, what the cell holds."""

    layout: Layout
    bindings: Mapping[int, Mapping[int, _Binding]]

    def at(self, sheet: SheetLayout, row: int, column: int) -> Part | None:
        """The part of the plan and the amount in a cell; ``None`` where it holds neither."""
        if not 1 <= row <= sheet.last_row:
            return None
        instance = sheet.instances[row - 1]
        binding = self.bindings[id(instance.pattern)].get(column)
        if binding is None:
            return None
        node = instance.scope.get(binding[0])
        return (node, binding[1]) if isinstance(node, _NODES) else None


def cell_amounts(layout: Layout) -> CellAmounts:
    """What the cells of a layout's sheets hold."""
    rows = [row for sheet in layout.sheets for row in sheet.sheet.rows.values()]
    return CellAmounts(layout, {id(row): dict(_bindings(row)) for row in rows})


def _bindings(row: Row) -> Iterator[tuple[int, _Binding]]:
    """The columns of a pattern row that are bound to an amount; what a row of proofs says of a cell
    comes last and counts.
    """
    held = [
        (cell.column, cell.content) for cell in row.cells if isinstance(cell.content, Expression)
    ]
    for column, expression in [*held, *row.proofs.items()]:
        if expression.path is not None and expression.path[1] in AMOUNTS:
            yield column, expression.path
