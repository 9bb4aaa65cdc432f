"""Running the rules: a plan in, findings out, in the order of their gravity and place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.cells import split_cell
from workbook_tools.check.rules import RULES, Severity
from workbook_tools.errors import Place
from workbook_tools.plan import Line, Plan

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Finding:
    """One inconsistency: which rule, where, what, what to do, and the reason for which it was accepted, if it was."""

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
        return f"{self.place.sheet}!{self.place.cell or 'A1'}"

    @property
    def open_error(self) -> bool:
        """Whether it keeps the workbook from going out."""
        return self.severity is Severity.ERROR and self.accepted is None


def check_plan(plan: Plan) -> tuple[Finding, ...]:
    """Every finding of every rule, errors first; those with a reason in ``plan.accepted`` carry it."""
    found = [
        Finding(rule.code, rule.severity, rule.title, fault.place, fault.message, fault.hint,
                plan.accepted.get((rule.code, str(fault.place), fault.message)), fault.line, fault.column)
        for rule in RULES.values() for fault in rule.find(plan)
    ]
    grades = {grade: at for at, grade in enumerate(Severity)}
    return tuple(sorted(found, key=lambda finding: (grades[finding.severity], finding.place.sheet != plan.sheet,
                                                    finding.place.sheet, _position(finding.place), finding.rule)))


def _position(place: Place) -> tuple[int, int]:
    return split_cell(place.cell) if place.cell else (0, 0)


def findings_frame(findings: Iterable[Finding]) -> pandas.DataFrame:
    """Findings as a ``pandas.DataFrame`` in the columns of the checks sheet (``KiemTra``)."""
    import pandas

    return pandas.DataFrame(
        [[f.rule, f.label, f.where, f.message, f.hint, f.accepted or ""] for f in findings],
        columns=["Mã", "Mức độ", "Vị trí", "Nội dung", "Gợi ý", "Giải trình"])
