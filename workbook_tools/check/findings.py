"""Running the rules: a plan in, findings out, in the order of their gravity and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.check.fields import forget
from workbook_tools.check.register import Fault, Rule, Severity
from workbook_tools.check.rules import RULES
from workbook_tools.excel.cells import quote_sheet, split_cell
from workbook_tools.machine.collecting import uncollected
from workbook_tools.place import Place
from workbook_tools.plan.model import Line, Plan

if TYPE_CHECKING:
    import pandas

_Key = tuple[str, str, str]
"""What an accepted finding is known by: code, place, message."""


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
    """Every finding of every rule, errors first, with the reasons that ``plan.accepted`` gives."""
    with uncollected():
        faults = [(rule, fault) for rule in RULES.values() for fault in rule.find(plan)]
        forget(plan)
    faults = _without_echoes(plan, faults)
    reasons = _reasons(plan, faults)
    found = [
        Finding(
            rule.code,
            fault.severity or rule.severity,
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


def _without_echoes(plan: Plan, faults: Sequence[tuple[Rule, Fault]]) -> list[tuple[Rule, Fault]]:
    """What was found, without what other rules say of rows that one explains."""
    explained = {
        fault.line.row: rule.code
        for rule, fault in faults
        if fault.explains and fault.line is not None
    }
    if not explained:
        return list(faults)
    return [
        (rule, fault)
        for rule, fault in faults
        if fault.line is None
        or fault.column in plan.form.amounts
        or explained.get(fault.line.row, rule.code) == rule.code
    ]


def _reasons(plan: Plan, faults: Sequence[tuple[Rule, Fault]]) -> dict[int, str]:
    """The reasons written for findings of an earlier build, by the position of the fault that each
    still holds for.

    A reason holds for the same rule saying the same thing, at its place or, where lines have been
    added or taken out above, at the place to which it moved.
    """
    if not plan.accepted:
        return {}
    keys = [(rule.code, str(fault.place), fault.message) for rule, fault in faults]
    held = {at: plan.accepted[key] for at, key in enumerate(keys) if key in plan.accepted}
    used = {keys[at] for at in held}
    left = {key: reason for key, reason in plan.accepted.items() if key not in used}
    return held | _moved(left, {at: key for at, key in enumerate(keys) if at not in held})


def _moved(left: Mapping[_Key, str], faults: Mapping[int, _Key]) -> dict[int, str]:
    """The reasons without a place, given in their order to the faults that say the same; none where
    there are more or fewer of those.
    """
    reasons: dict[tuple[str, str], list[str]] = {}
    for (code, _, message), reason in left.items():
        reasons.setdefault((code, _said(message)), []).append(reason)
    places: dict[tuple[str, str], list[int]] = {}
    for at, (code, _, message) in faults.items():
        places.setdefault((code, _said(message)), []).append(at)
    held: dict[int, str] = {}
    for said, given in reasons.items():
        if len(given) == len(places.get(said, ())):
            held |= dict(zip(places[said], given, strict=True))
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
