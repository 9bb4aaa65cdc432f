"""Reading and checking a workbook once: a plan, a finished workbook, somebody else's appendix."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from workbook_tools.check import RULES
from workbook_tools.check.findings import check_plan
from workbook_tools.error_kinds import TOO_MANY_ROWS
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_TABLE_ROWS
from workbook_tools.jobs.checked import Checked, opened
from workbook_tools.jobs.stages import stage
from workbook_tools.place import Place
from workbook_tools.plan.model import SURE, Plan, Remark
from workbook_tools.plan.money import grouped
from workbook_tools.read.appendix import APPENDIX, read_appendices, read_appendix
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source


def check_workbook(source: str | Path | Source) -> Checked:
    """The plan of a workbook and every finding on it. Raises ``InputError`` where it holds no plan
    and no appendix.

    A workbook with the sheet ``DeAn`` or ``ThongTin`` is a plan; its appendix, if it has one, is
    checked as it stands, too. Any other is read as an appendix, by its headings, and the rules that
    need no other sheet are applied to it; where it has several, all are checked. An appendix beside
    its plan that is too long to be read is told.
    """
    timings: dict[str, float] = {}
    with stage("read", timings):
        source = opened(source)
        alone = not {"dean", "thongtin"} & source.sheets.keys()
        plan, *others = read_appendices(source) if alone else (read_plan(source),)
        beside, told = (None, ()) if alone else _appendix_beside(source, plan)
        if told:
            plan = replace(plan, decisions=(*plan.decisions, *told))
    with stage("check", timings):
        of_plan = check_plan(plan)
        of_appendix = check_plan(beside) if beside is not None else ()
        asked = [found for found in of_appendix if RULES[found.rule].on_appendix]
        asked += [found for other in others for found in check_plan(other)]
    return Checked(source, plan, of_plan, tuple(asked), timings, tuple(others))


def check_file(path: Path, report: Path | None = None) -> Checked:
    """``kehoach check``: check a workbook file, and write the report of it where one is wanted."""
    if report is None:
        return check_workbook(path)
    from workbook_tools.jobs.json_report import refuse_report, write_report

    refuse_report(report, path)
    checked = check_workbook(path)
    write_report(
        report,
        checked.plan,
        checked.findings,
        None,
        checked.timings,
        checked.source.remarks,
        source=path,
        others=checked.others,
    )
    return checked


_NOT_READ = Remark(
    Place(APPENDIX),
    "",
    "",
    f"quá {grouped(MAX_TABLE_ROWS)} dòng nên không được đọc lại; chỉ có DeAn được kiểm tra",
    sure=SURE,
)


def _appendix_beside(source: Source, plan: Plan) -> tuple[Plan | None, tuple[Remark, ...]]:
    """The appendix of a finished workbook as it stands, with the reasons that the plan holds; and
    what is told where it is too long to be read.
    """
    if APPENDIX.casefold() not in source.sheets:
        return None, ()
    try:
        return replace(read_appendix(source, APPENDIX), accepted=plan.accepted, links=()), ()
    except InputError as error:
        # A template of the office's own may have no heading that is known.
        return None, (_NOT_READ,) if error.kind is TOO_MANY_ROWS else ()
