"""The standing conditions of all rules that have some, on the sheet that a plan stands on."""

from __future__ import annotations

from dataclasses import dataclass

from workbook_tools.check.register import Look, Rule, Severity
from workbook_tools.check.rules import RULES
from workbook_tools.check.standing import Standing, Table, has_sheet
from workbook_tools.plan.model import Plan


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Live:
    """A standing condition, and the rule that it stands for."""

    rule: Rule
    standing: Standing

    @property
    def code(self) -> str:
        """The code of the rule."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return self.rule.severity

    @property
    def shows_on_empty_cells(self) -> bool:
        """Whether the cell that it is on may be empty."""
        return self.rule.look is Look.EMPTY


def live_conditions(plan: Plan) -> tuple[Live, ...]:
    """The standing conditions of a plan's own sheet, in the order of the rules: of two on a cell
    the graver one shows, then the earlier one. None for a plan that was not read from a sheet.
    """
    if not has_sheet(plan):
        return ()
    table = Table(plan)
    return tuple(
        Live(rule, standing)
        for rule in RULES.values()
        if rule.live is not None
        for standing in rule.live(table)
    )
