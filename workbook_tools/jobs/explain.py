"""``kehoach rules``: the rules listed, or one of them explained."""

from __future__ import annotations

from workbook_tools.check import RULES
from workbook_tools.errors import InputError


def listed() -> list[str]:
    """All rules, a line each."""
    return [f"{rule.code}  {rule.severity.label:<9} {rule.title}" for rule in RULES.values()]


def explained(code: str) -> list[str]:
    """One rule with its examples. Raises ``InputError`` where there is none of this code."""
    rule = RULES.get(code.upper())
    if rule is None:
        raise InputError(f"Không có quy tắc {code}; xem danh sách bằng lệnh kehoach rules.")
    return [
        f"{rule.code} ({rule.severity.label}) {rule.title}",
        "",
        rule.explanation,
        "",
        f"Sai:   {rule.bad}",
        f"Đúng:  {rule.good}",
    ]


def rules(code: str | None = None) -> list[str]:
    """The list, or the explanation of the rule that is named."""
    return listed() if code is None else explained(code)
