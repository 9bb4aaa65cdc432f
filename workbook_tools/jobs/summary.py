"""What a build or a check has found, in sentences for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbook_tools.check import Finding, Severity
from workbook_tools.check.remarks import by_kind, told
from workbook_tools.plan.model import Plan, Remark
from workbook_tools.plan.money import format_amount

if TYPE_CHECKING:
    from workbook_tools.render.proof import Proof


def summary(
    plan: Plan,
    findings: Sequence[Finding],
    proof: Proof | None = None,
    remarks: Sequence[Remark] = (),
    others: Sequence[Plan] = (),
) -> list[str]:
    """The plan's size and totals, those of the ``others`` of its workbook, its formulas, what was
    read otherwise than it stands, what was calculated or left out (``remarks``, a line for each
    kind), and every finding; a line each.
    """
    lines = [_size(plan), _totals(plan)]
    for other in others:
        lines += [f"{_size(other)} (trang {other.sheet})", _totals(other)]
    if proof is not None:
        lines.append(f"  Công thức: {proof.written} đã ghi, {proof.proved} đã chứng minh")
    lines += [
        f"  {remark.place}: “{remark.found}” được đọc là {remark.read_as} ({remark.evidence})"
        for remark in plan.remarks
    ]
    decisions = [remark for read in (plan, *others) for remark in read.decisions]
    lines += [f"  {told(said)}" for said in by_kind((*decisions, *remarks))]
    lines += [_line(finding) for finding in findings]
    if not any(finding.severity is Severity.ERROR for finding in findings):
        lines.append("  Không có lỗi.")
    return lines


def _size(plan: Plan) -> str:
    named = [str(part) for part in (plan.province_name, plan.year) if part]
    whose = " ".join(named) or plan.sheet
    sections = sum(1 for section in plan.sections if section.row)
    programmes = sum(1 for programme in plan.programmes if programme.row)
    return f"  {whose}: {sections} mục, {programmes} chương trình, {len(plan.projects)} đề án"


def _totals(plan: Plan) -> str:
    sources = [
        f"{source.name} {format_amount(plan.amounts[source.key])}" for source in plan.form.sources
    ]
    said = "; ".join([f"Tổng KP {format_amount(plan.total)}", *sources])
    return f"  {said} ({plan.unit.name})"


def _line(finding: Finding) -> str:
    accepted = f" [đã giải trình: {finding.accepted}]" if finding.accepted is not None else ""
    return f"  {finding.rule} {finding.label} {finding.where}: {finding.message}{accepted}"
