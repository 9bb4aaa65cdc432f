"""Checking a workbook file: a plan, a finished workbook, or somebody else's appendix."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from workbook_tools.check.findings import Finding, check_plan
from workbook_tools.errors import InputError
from workbook_tools.plan.model import Plan
from workbook_tools.read.appendix import read_appendix
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, open_source

APPENDIX = "PhuLuc"
_ON_THE_APPENDIX = ("A01", "A02", "A03", "A06", "G02", "G03", "G04", "G05", "G06", "G08")
"""What is asked of an appendix beside its plan: its numbers and formulas as they stand; its texts
are the plan's.
"""


def check_workbook(source: str | Path | Source) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan of a workbook and every finding on it. Raises ``InputError`` where it holds no plan
    and no appendix.

    A workbook with the sheet ``DeAn`` or ``ThongTin`` is a plan; its appendix, if it has one, is
    checked as it stands, too. Any other is read as an appendix, by its headings, and the rules that
    need no other sheet are applied to it.
    """
    if not isinstance(source, Source):
        source = open_source(Path(source))
    if not {"dean", "thongtin"} & source.sheets.keys():
        plan = read_appendix(source)
        return plan, check_plan(plan)
    plan = read_plan(source)
    findings = check_plan(plan)
    if APPENDIX.casefold() in source.sheets:
        with suppress(
            InputError
        ):  # a template of the office's own may have no heading that is known
            appendix = replace(read_appendix(source, APPENDIX), accepted=plan.accepted, links=())
            findings += tuple(
                found for found in check_plan(appendix) if found.rule in _ON_THE_APPENDIX
            )
    return plan, findings
