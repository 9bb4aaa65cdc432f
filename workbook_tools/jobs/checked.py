"""A workbook that has been read and checked, once, for whatever is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbook_tools.check.findings import Finding, check_plan
from workbook_tools.check.register import Severity
from workbook_tools.plan.model import Plan
from workbook_tools.read.source import Source, open_source


@dataclass(frozen=True, eq=False, repr=False)
class Checked:
    """A workbook, the plan that was read from it, and what the rules find, for a job to hand on.

    ``of_plan`` are the findings on ``plan``, ``of_appendix`` those on the appendix beside it as it
    stands, and on the ``others`` of a workbook of several appendices; ``timings`` are seconds by
    stage.
    """

    source: Source
    plan: Plan
    of_plan: tuple[Finding, ...]
    of_appendix: tuple[Finding, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    others: tuple[Plan, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, as the user sees them in one list."""
        return self.of_plan + self.of_appendix

    @property
    def open_errors(self) -> list[Finding]:
        """The findings that keep the workbook from going out."""
        return open_errors(self.findings)

    def part(self, select: Callable[[Plan], Plan]) -> Checked:
        """Another plan made of the one that was read, checked; nothing is read again."""
        plan = select(self.plan)
        return Checked(self.source, plan, check_plan(plan))


def open_errors(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that keep a workbook from going out: errors without a reason."""
    return [finding for finding in findings if finding.open_error]


def counts_of(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings are open, by the value of their severity, and how many are ``accepted``."""
    counts = {**{severity.value: 0 for severity in Severity}, "accepted": 0}
    for finding in findings:
        counts["accepted" if finding.accepted is not None else finding.severity.value] += 1
    return counts


def opened(source: str | Path | Source) -> Source:
    """A workbook, read into memory where it is still a file. Raises ``InputError``."""
    return source if isinstance(source, Source) else open_source(Path(source))
