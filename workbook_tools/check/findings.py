"""Running the rules: a plan in, findings out, in the order of their gravity and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.check.register import Fault, Rule, Severity
from workbook_tools.check.rules import RULES
from workbook_tools.excel.cells import quote_sheet, split_cell
from workbook_tools.machine.collecting import uncollected
from workbook_tools.place import Place
from workbook_tools.plan.model import Line, Plan

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Finding:
    """One inconsistency: which rule, where, what, what to do, and the reason for which it was
    accepted, if it was.
    """

    rule: str
    severity: Severity
    title: str
    place: Place
    message: str
    hint: str
    accepted: str | None = None
    line: Line | None = None
    column: str = ""

    @property
    def label(self) -> str:
        """``Mức độ``: Lỗi, Cảnh báo, Lưu ý."""
        return self.severity.label

    @property
    def where(self) -> str:
        """``Vị trí``, e.g. ``DeAn!I7``."""
        return str(self.place)

    @property
    def link(self) -> str:
        """The target of a link to the cell."""
        return f"{quote_sheet(self.place.sheet)}!{self.place.cell or 'A1'}"

    @property
    def open_error(self) -> bool:
        """Whether it keeps the workbook from going out."""
        return self.severity is Severity.ERROR and self.accepted is None


def check_plan(plan: Plan) -> tuple[Finding, ...]:
    """Every finding of every rule, errors first; those with a reason in ``plan.accepted`` carry it."""
    with uncollected():
        faults = [(rule, fault) for rule in RULES.values() for fault in rule.find(plan)]
    reasons = _reasons(plan, faults)
    found = [
        Finding(
            rule.code,
            rule.severity,
            rule.title,
            fault.place,
            fault.message,
            fault.hint,
            reasons.get(at),
            fault.line,
            fault.column,
        )
        for at, (rule, fault) in enumerate(faults)
    ]
    grades = {grade: at for at, grade in enumerate(Severity)}
    return tuple(
        sorted(
            found,
            key=lambda finding: (
                grades[finding.severity],
                finding.place.sheet != plan.sheet,
                finding.place.sheet,
                _position(finding.place),
                finding.rule,
            ),
        )
    )


def _reasons(plan: Plan, faults: Sequence[tuple[Rule, Fault]]) -> dict[int, str]:
    """The reasons written for findings of an earlier build, by the position of the fault that each
    still holds for.

    A reason holds for the same rule saying the same thing, at its place or, where lines have been
    added or taken out above, at the place to which it moved.
    """
    if not plan.accepted:
        return {}
    held: dict[int, str] = {}
    for at, (rule, fault) in enumerate(faults):
        reason = plan.accepted.get((rule.code, str(fault.place), fault.message))
        if reason is not None:
            held[at] = reason
    used = {(faults[at][0].code, str(faults[at][1].place), faults[at][1].message) for at in held}
    left: dict[tuple[str, str], list[str]] = {}
    for key, reason in plan.accepted.items():
        if key not in used:
            left.setdefault((key[0], _said(key[2])), []).append(reason)
    moved: dict[tuple[str, str], list[int]] = {}
    for at, (rule, fault) in enumerate(faults):
        if at not in held and (rule.code, _said(fault.message)) in left:
            moved.setdefault((rule.code, _said(fault.message)), []).append(at)
    for said, places in moved.items():
        if len(places) == len(left[said]):
            held |= dict(zip(places, left[said], strict=True))
    return held


def _said(message: str) -> str:
    """What a message says, wherever its rows stand by now."""
    return re.sub(r"\b([Dd]òng) \d+", r"\1", message)


def _position(place: Place) -> tuple[int, int]:
    return split_cell(place.cell) if place.cell else (0, 0)


def findings_frame(findings: Iterable[Finding]) -> pandas.DataFrame:
    """Findings as a ``pandas.DataFrame`` in the columns of the checks sheet (``KiemTra``)."""
    import pandas

    return pandas.DataFrame(
        [[f.rule, f.label, f.where, f.message, f.hint, f.accepted or ""] for f in findings],
        columns=["Mã", "Mức độ", "Vị trí", "Nội dung", "Gợi ý", "Giải trình"],
    )
