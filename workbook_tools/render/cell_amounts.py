"""Which amount of which part of the plan a cell of a generated sheet holds, by what the template
binds it to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workbook_tools.plan.form import KNOWN_KEYS, Form
from workbook_tools.plan.model import Detail, Group, Plan, Programme, Project, Section
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.template.compiled import Row
from workbook_tools.template.expressions import Expression

Node = Plan | Section | Programme | Project | Detail | Group
"""A part of the plan that has amounts; a group of projects is one, too."""

Part = tuple[Node, str]
"""A part of the plan and the name of one of its amounts."""

_NODES = (Plan, Section, Programme, Project, Detail, Group)
_Binding = tuple[str, str]
"""A loop variable, and a field of what it stands for."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CellAmounts:
    """``bindings`` gives, for a pattern row (by its ``id``) and a column, what the cell holds."""

    layout: Layout
    bindings: Mapping[int, Mapping[int, _Binding]]
    _left_out: dict[str, frozenset[str]] = field(default_factory=dict)

    def without_column(self, sheet: SheetLayout) -> frozenset[str]:
        """The sources of which no line has money, and no cell of a sheet is bound to an amount: a
        template may leave out their columns. Known once it has been asked for.
        """
        name = sheet.sheet.name
        if name not in self._left_out:
            self._left_out[name] = self._without_column(sheet)
        return self._left_out[name]

    def _without_column(self, sheet: SheetLayout) -> frozenset[str]:
        plan = next((row.scope["plan"] for row in sheet.instances if "plan" in row.scope), None)
        if not isinstance(plan, Plan):
            return frozenset()
        shown = set(self._shown(sheet, plan.form))
        return frozenset(key for key in _empty(plan) if key not in shown)

    def _shown(self, sheet: SheetLayout, form: Form) -> Iterator[str]:
        """The amounts to which cells of a sheet are bound."""
        for row in sheet.patterns:
            for _, name in self.bindings[id(row)].values():
                yield form.amount(name) or name

    def at(self, sheet: SheetLayout, row: int, column: int) -> Part | None:
        """The part of the plan and the amount in a cell; ``None`` where it holds neither."""
        if not 1 <= row <= sheet.last_row:
            return None
        instance = sheet.instances[row - 1]
        binding = self.bindings[id(instance.pattern)].get(column)
        if binding is None:
            return None
        node = instance.scope.get(binding[0])
        if not isinstance(node, _NODES):
            return None
        amount = _amount(node, binding[1])
        return (node, amount) if amount is not None else None

    def hold(self, sheet: SheetLayout, top: int, column: int, parts: Sequence[Part]) -> bool:
        """Whether the cells of a column from a row on hold these very parts, one by one."""
        rows = sheet.instances[top - 1 : top - 1 + len(parts)]
        pattern, binding = None, None
        for row, (node, amount) in zip(rows, parts, strict=False):
            if row.pattern is not pattern:
                pattern = row.pattern
                binding = self.bindings[id(pattern)].get(column)
            if binding is None or row.scope.get(binding[0]) is not node:
                return False
            if _amount(node, binding[1]) != amount:
                return False
        return len(rows) == len(parts)


def _amount(node: Node, field: str) -> str | None:
    """The amount that a field of a part of the plan shows; ``None`` where it shows none."""
    return node.form.amount(field) or (field if field in KNOWN_KEYS else None)


def _empty(plan: Plan) -> list[str]:
    """The sources of which no line has money."""
    held = [project.amounts for project in plan.projects]
    for project in plan.projects:
        held += [detail.amounts for detail in project.details]
    filled = {key for amounts in held for key, value in amounts.items() if value}
    return [key for key in plan.form.keys if key not in filled]


def cell_amounts(layout: Layout) -> CellAmounts:
    """What the cells of a layout's sheets hold."""
    rows = [row for sheet in layout.sheets for row in sheet.patterns]
    return CellAmounts(layout, {id(row): dict(_bindings(row)) for row in rows})


def _bindings(row: Row) -> Iterator[tuple[int, _Binding]]:
    """The columns of a pattern row that are bound to a field, which may be an amount; what a row of
    proofs says of a cell comes last and counts.
    """
    held = [
        (cell.column, cell.content) for cell in row.cells if isinstance(cell.content, Expression)
    ]
    for column, expression in [*held, *row.proofs.items()]:
        if expression.field is not None:
            yield column, expression.field
