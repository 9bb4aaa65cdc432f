"""The machine-readable report of a build or a check (``--report``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from workbook_tools.check import Finding
from workbook_tools.plan.form import AMOUNTS
from workbook_tools.plan.model import Plan, amount_of
from workbook_tools.plan.money import plain
from workbook_tools.render.proof import Proof


def report(
    plan: Plan, findings: tuple[Finding, ...], proof: Proof | None, timings: Mapping[str, float]
) -> bytes:
    """The report as UTF-8 JSON in the contract's form; amounts are decimal strings in the plan's
    unit.
    """
    document: dict[str, Any] = {
        "plan": {"province": plan.province_name, "year": plan.year, "unit": plan.unit.name},
        "totals": {amount: plain(amount_of(plan, amount)) for amount in AMOUNTS},
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity.value,
                "sheet": f.place.sheet,
                "cell": f.place.cell,
                "message": f.message,
                "hint": f.hint,
                "accepted": f.accepted,
            }
            for f in findings
        ],
        "formulas": {
            "written": proof.written if proof else 0,
            "proved": proof.proved if proof else 0,
        },
        "timings": {stage: round(seconds, 6) for stage, seconds in timings.items()},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
