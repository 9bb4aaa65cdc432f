"""What a build or a check has found, in sentences for the terminal and for a message box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workbook_tools.check import Finding, Severity
from workbook_tools.check.register import money, named
from workbook_tools.check.remarks import by_kind, listed, told
from workbook_tools.jobs.checked import counts_of
from workbook_tools.plan.model import Plan, Remark

if TYPE_CHECKING:
    from workbook_tools.render.proof import Proof

_BOXED = 5
"""So many kinds fit a message box."""


def summary(
    plan: Plan,
    findings: Sequence[Finding],
    proof: Proof | None = None,
    remarks: Sequence[Remark] = (),
    others: Sequence[Plan] = (),
    *,
    each: bool = False,
) -> list[str]:
    """The plan's size and totals, those of the ``others`` of its workbook, its formulas, what was
    read otherwise than it stands, what was calculated or left out (``remarks``, a line for each
    kind), the findings, a line for each kind or, with ``each``, for each one; last their number.
    """
    lines = [_size(plan), _totals(plan)]
    for other in others:
        lines += [f"{_size(other)} (trang tính {other.sheet})", _totals(other)]
    if proof is not None:
        lines.append(f"  {_proved(proof)}")
    lines += [
        f"  {remark.place}: “{remark.found}” được đọc là {remark.read_as} ({remark.evidence})"
        for remark in plan.remarks
    ]
    decisions = [remark for read in (plan, *others) for remark in read.decisions]
    lines += [f"  {told(said)}" for said in by_kind((*decisions, *remarks))]
    kinds = [[finding] for finding in findings] if each else kinds_of(findings)
    lines += [f"  {line_of(alike)}" for alike in kinds]
    where = " Xem trang tính KiemTra." if proof is not None and findings else ""
    return [*lines, f"  {verdict(findings)}{where}"]


def counted(findings: Iterable[Finding]) -> str:
    """How many findings are open, by severity, and how many have a reason: ``2 lỗi, 5 cảnh báo,
    0 lưu ý, 1 đã giải trình``.
    """
    counts = counts_of(findings)
    said = [f"{counts[severity.value]} {severity.label.lower()}" for severity in Severity]
    if counts["accepted"]:
        said.append(f"{counts['accepted']} đã giải trình")
    return ", ".join(said)


def verdict(findings: Sequence[Finding]) -> str:
    """The same as a sentence, and that there is no error where nothing at all is open."""
    nothing = all(finding.accepted is not None for finding in findings)
    return f"{counted(findings)}.{' Không có lỗi.' if nothing else ''}"


def kinds_of(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings of one rule, one severity and one reason together, in the order in which the kinds
    come.
    """
    kinds: dict[tuple[str, Severity, str | None], list[Finding]] = {}
    for finding in findings:
        key = (finding.rule, finding.severity, finding.accepted)
        kinds.setdefault(key, []).append(finding)
    return list(kinds.values())


def line_of(alike: Sequence[Finding]) -> str:
    """Findings of one kind in a line: the rule, the cells, what was found and what to do."""
    first = alike[0]
    said = f"{first.rule} {first.label} {cells_of(alike)}: {message_of(alike)}"
    if first.accepted is not None:
        return f"{said} [đã giải trình: {first.accepted}]"
    return f"{said} → {first.hint}"


def boxed(findings: Sequence[Finding]) -> str:
    """The open findings as a message box shows them: a paragraph for each kind, as many as fit."""
    kinds = kinds_of(finding for finding in findings if finding.accepted is None)
    said = [_paragraph(alike) for alike in kinds[:_BOXED]]
    if len(kinds) > _BOXED:
        said.append(
            f"Còn {len(kinds) - _BOXED} loại khác: bấm Lỗi sau, hoặc Lập biểu rồi xem "
            "trang tính KiemTra."
        )
    return "\n\n".join(said)


def cells_of(alike: Sequence[Finding]) -> str:
    """Where findings stand, the name of a sheet said once for its cells in a row."""
    return listed([finding.place for finding in alike])


def message_of(alike: Sequence[Finding]) -> str:
    """What findings of one kind say: their common words; where they differ, the rule's title and
    what the first one says.
    """
    first = alike[0]
    if len(alike) == 1:
        return first.message
    common = {_without_row(finding) for finding in alike}
    if len(common) == 1:
        return f"{common.pop()} ({len(alike)} ô)"
    return f"{first.title} ({len(alike)} ô); ví dụ {first.where}: {first.message}"


def _without_row(finding: Finding) -> str:
    """A message without the name of the row before it."""
    if finding.line is None:
        return finding.message
    return finding.message.removeprefix(f"{named(finding.line)}: ")


def _paragraph(alike: Sequence[Finding]) -> str:
    first = alike[0]
    return f"{first.label} {first.rule} ở {cells_of(alike)}: {message_of(alike)}\n→ {first.hint}"


def _proved(proof: Proof) -> str:
    enough = "đủ " if proof.proved == proof.written else ""
    return f"{proof.written} công thức, đã kiểm chứng {enough}{proof.proved}"


def _size(plan: Plan) -> str:
    named_by = [str(part) for part in (plan.province_name, plan.year) if part]
    whose = " ".join(named_by) or plan.sheet
    sections = sum(1 for section in plan.sections if section.row)
    programmes = sum(1 for programme in plan.programmes if programme.row)
    return f"  {whose}: {sections} mục, {programmes} chương trình, {len(plan.projects)} đề án"


def _totals(plan: Plan) -> str:
    sources = [
        f"{source.name} {money(plan, plan.amounts[source.key])}" for source in plan.form.sources
    ]
    return f"  {'; '.join([f'Tổng KP {money(plan, plan.total)}', *sources])}"
