"""The machine-readable report of a build or a check (``--report``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook_tools.check import Finding
from workbook_tools.error_kinds import NOT_OUR_REPORT
from workbook_tools.errors import InputError
from workbook_tools.machine.files import refuse_overwriting, refuse_unwritable, write_whole
from workbook_tools.plan.model import Plan, Remark, amount_of
from workbook_tools.plan.money import plain

_LARGEST_REPORT = 100_000_000

if TYPE_CHECKING:
    from workbook_tools.render.proof import Proof


def report(
    plan: Plan,
    findings: tuple[Finding, ...],
    proof: Proof | None,
    timings: Mapping[str, float],
    remarks: tuple[Remark, ...] = (),
) -> bytes:
    """The report as UTF-8 JSON in the contract's form; amounts are decimal strings in the plan's
    unit. ``remarks`` go beside the plan's own.
    """
    document: dict[str, Any] = {
        "plan": {"province": plan.province_name, "year": plan.year, "unit": plan.unit.name},
        "totals": {amount: plain(amount_of(plan, amount)) for amount in plan.form.amounts},
        "findings": [_entry(finding) for finding in findings],
        "remarks": [_remark(remark) for remark in (*plan.remarks, *plan.decisions, *remarks)],
        "formulas": {
            "written": proof.written if proof else 0,
            "proved": proof.proved if proof else 0,
        },
        "timings": {stage: round(seconds, 6) for stage, seconds in timings.items()},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def write_report(
    path: Path,
    plan: Plan,
    findings: tuple[Finding, ...],
    proof: Proof | None,
    timings: Mapping[str, float],
    remarks: tuple[Remark, ...] = (),
) -> None:
    """Write the report to a file. Raises ``InputError`` where it cannot be written."""
    write_whole(path, report(plan, findings, proof, timings, remarks))


def refuse_report(path: Path | None, *given: Path | None) -> None:
    """Raises ``InputError`` where a report would be written over a file that was given or that is
    written beside it, or over anything that is no report of ours.
    """
    if path is None:
        return
    refuse_overwriting(path, *given)
    refuse_unwritable(path)
    if path.is_file() and path.stat().st_size and not _is_report(path):
        raise InputError(NOT_OUR_REPORT, path=path)


def _is_report(path: Path) -> bool:
    """Whether a file is a report that was written here."""
    if path.stat().st_size > _LARGEST_REPORT:
        return False
    try:
        held = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return isinstance(held, dict) and {"plan", "totals", "findings", "formulas"} <= held.keys()


def _remark(remark: Remark) -> dict[str, str]:
    return {
        "sheet": remark.place.sheet,
        "cell": remark.place.cell,
        "found": remark.found,
        "read_as": remark.read_as,
        "why": remark.evidence,
    }


def _entry(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "message": finding.message,
        "hint": finding.hint,
        "accepted": finding.accepted,
    }
