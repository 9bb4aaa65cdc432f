"""Rules over a plan, and the findings that they give."""

from workbook_tools.check.findings import Finding, check_plan, findings_frame
from workbook_tools.check.register import Rule, Severity
from workbook_tools.check.rules import RULES

__all__ = ["RULES", "Finding", "Rule", "Severity", "check_plan", "findings_frame"]
