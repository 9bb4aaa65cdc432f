"""The machine-readable report of a build or a check (``--report``)."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook_tools import __version__
from workbook_tools.check import Finding
from workbook_tools.error_kinds import CANNOT_WRITE, NOT_OUR_REPORT
from workbook_tools.errors import InputError
from workbook_tools.jobs.checked import counts_of
from workbook_tools.machine.files import refuse_overwriting, refuse_unwritable, write_whole
from workbook_tools.machine.reasons import reason
from workbook_tools.plan.model import Plan, Remark, amount_of
from workbook_tools.plan.money import plain

_LARGEST_REPORT = 100_000_000
STANDARD_OUTPUT = Path("-")
"""The name by which the standard output is asked for."""

if TYPE_CHECKING:
    from workbook_tools.render.proof import Proof


def report(
    plan: Plan,
    findings: tuple[Finding, ...],
    proof: Proof | None,
    timings: Mapping[str, float],
    remarks: tuple[Remark, ...] = (),
    *,
    source: Path | None = None,
    output: Path | None = None,
    others: Sequence[Plan] = (),
) -> bytes:
    """The report as UTF-8 JSON in the contract's form; amounts are decimal strings in the plan's
    unit. ``remarks`` go beside the plan's own; ``source`` was read, ``output`` written, ``others``
    are the further plans of the workbook.
    """
    document: dict[str, Any] = {
        "version": __version__,
        "source": None if source is None else str(source),
        "output": None if output is None else str(output),
        "plan": _about(plan),
        "plans": [
            {"sheet": one.sheet, **_about(one), "totals": _sums(one)} for one in (plan, *others)
        ],
        "totals": _sums(plan),
        "counts": counts_of(findings),
        "findings": [_entry(finding) for finding in findings],
        "remarks": [_remark(remark) for remark in (*plan.remarks, *plan.decisions, *remarks)],
        "formulas": {
            "written": proof.written if proof else 0,
            "proved": proof.proved if proof else 0,
        },
        "timings": {stage: round(seconds, 6) for stage, seconds in timings.items()},
    }
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _about(plan: Plan) -> dict[str, Any]:
    """What a plan is called, and how large it is."""
    return {
        "province": plan.province_name,
        "year": plan.year,
        "unit": plan.unit.name,
        "sources": [source.code for source in plan.form.sources],
        "sections": sum(1 for section in plan.sections if section.row),
        "programmes": sum(1 for programme in plan.programmes if programme.row),
        "projects": len(plan.projects),
    }


def _sums(plan: Plan) -> dict[str, str]:
    return {amount: plain(amount_of(plan, amount)) for amount in plan.form.amounts}


def write_report(
    path: Path,
    plan: Plan,
    findings: tuple[Finding, ...],
    proof: Proof | None,
    timings: Mapping[str, float],
    remarks: tuple[Remark, ...] = (),
    *,
    source: Path | None = None,
    output: Path | None = None,
    others: Sequence[Plan] = (),
) -> None:
    """Write the report to a file, or to the standard output where that is asked for
    (``STANDARD_OUTPUT``). Raises ``InputError`` where it cannot be written.
    """
    data = report(
        plan, findings, proof, timings, remarks, source=source, output=output, others=others
    )
    if path == STANDARD_OUTPUT:
        _print(data)
    else:
        write_whole(path, data)


def _print(data: bytes) -> None:
    try:
        if sys.stdout is None:
            raise OSError
        sys.stdout.write(data.decode())
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        raise InputError(CANNOT_WRITE, path="đầu ra chuẩn", why=reason(error)) from error


def refuse_report(path: Path | None, *given: Path | None) -> None:
    """Raises ``InputError`` where a report would be written over a file that was given or that is
    written beside it, or over anything that is no report of ours.
    """
    if path is None or path == STANDARD_OUTPUT:
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
