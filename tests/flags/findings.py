"""Findings as values, of a plan that stands on no sheet."""

from __future__ import annotations

from typing import Any

from workbook_tools.check import Finding
from workbook_tools.check.register import Severity
from workbook_tools.place import Place


def finding(rule: str = "A01", cell: str = "I4", **other: Any) -> Finding:
    """A finding on ``DeAn``, an error where nothing else is said."""
    given: dict[str, Any] = {
        "severity": Severity.ERROR,
        "title": "Tổng sai",
        "place": Place("DeAn", cell),
        "message": "tổng là 5, cộng được 6",
        "hint": "Sửa lại",
    }
    return Finding(rule=rule, **(given | other))
