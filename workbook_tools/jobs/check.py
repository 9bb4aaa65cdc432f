"""Reading and checking a workbook once, for whatever is made of it: a plan, a finished workbook, or
somebody else's appendix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbook_tools.check.findings import Finding, check_plan
from workbook_tools.errors import InputError
from workbook_tools.jobs.stages import stage
from workbook_tools.plan.model import Plan
from workbook_tools.read.appendix import read_appendix
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, open_source

APPENDIX = "PhuLuc"
_ON_THE_APPENDIX = ("A01", "A02", "A03", "A06", "G02", "G03", "G04", "G05", "G06", "G08")
"""What is asked of an appendix beside its plan: its numbers and formulas as they stand; its texts
are the plan's.
"""


@dataclass(frozen=True)
class Checked:
    """A workbook, the plan that was read from it, and what the rules find, for a job to hand on.

    ``of_plan`` are the findings on ``plan``, ``of_appendix`` those on the appendix beside it as it
    stands; ``timings`` are seconds by stage.
    """

    source: Source
    plan: Plan
    of_plan: tuple[Finding, ...]
    of_appendix: tuple[Finding, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, as the user sees them in one list."""
        return self.of_plan + self.of_appendix

    @property
    def open_errors(self) -> list[Finding]:
        """The findings that keep the workbook from going out."""
        return open_errors(self.findings)

    def part(self, select: Callable[[Plan], Plan]) -> Checked:
        """Another plan made of the one that was read, checked; nothing is read again."""
        plan = select(self.plan)
        return Checked(self.source, plan, check_plan(plan))


def check_workbook(source: str | Path | Source) -> Checked:
    """The plan of a workbook and every finding on it. Raises ``InputError`` where it holds no plan
    and no appendix.

    A workbook with the sheet ``DeAn`` or ``ThongTin`` is a plan; its appendix, if it has one, is
    checked as it stands, too. Any other is read as an appendix, by its headings, and the rules that
    need no other sheet are applied to it.
    """
    timings: dict[str, float] = {}
    with stage("read", timings):
        source = opened(source)
        alone = not {"dean", "thongtin"} & source.sheets.keys()
        plan = read_appendix(source) if alone else read_plan(source)
        beside = None if alone else _appendix_beside(source, plan)
    with stage("check", timings):
        of_plan = check_plan(plan)
        of_appendix = check_plan(beside) if beside is not None else ()
        asked = tuple(found for found in of_appendix if found.rule in _ON_THE_APPENDIX)
    return Checked(source, plan, of_plan, asked, timings)


def check_file(path: Path, report: Path | None = None) -> Checked:
    """``kehoach check``: check a workbook file, and write the report of it where one is wanted."""
    checked = check_workbook(path)
    if report is not None:
        from workbook_tools.jobs.json_report import write_report

        write_report(report, checked.plan, checked.findings, None, checked.timings)
    return checked


def open_errors(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that keep a workbook from going out: errors without a reason."""
    return [finding for finding in findings if finding.open_error]


def opened(source: str | Path | Source) -> Source:
    """A workbook, read into memory where it is still a file. Raises ``InputError``."""
    return source if isinstance(source, Source) else open_source(Path(source))


def _appendix_beside(source: Source, plan: Plan) -> Plan | None:
    """The appendix of a finished workbook as it stands, with the reasons that the plan holds."""
    if APPENDIX.casefold() not in source.sheets:
        return None
    with suppress(InputError):  # a template of the office's own may have no heading that is known
        return replace(read_appendix(source, APPENDIX), accepted=plan.accepted, links=())
    return None
