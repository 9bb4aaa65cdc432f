"""What is handed on of a workbook that was read and checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.jobs.conftest import Counts
from tests.plans import SMALL, plan_file, source
from workbook_tools.check import Finding, Severity
from workbook_tools.jobs.check import check_workbook
from workbook_tools.jobs.checked import Checked, open_errors, opened
from workbook_tools.place import Place
from workbook_tools.plan.model import Plan


def finding(severity: Severity, accepted: str | None = None) -> Finding:
    return Finding("A01", severity, "x", Place("DeAn", "I5"), "m", "h", accepted)


def test_a_part_is_made_of_the_plan_that_was_read(counts: Counts) -> None:
    checked = check_workbook(source(SMALL))
    counts.restart()
    part = checked.part(lambda plan: replace(plan, sections=plan.sections[:1], grid=None))
    assert not counts.reads and counts.checked == [part.plan]
    assert part.source is checked.source


def test_open_errors_are_errors_without_a_reason() -> None:
    kept = finding(Severity.ERROR)
    others = [finding(Severity.WARNING), finding(Severity.ERROR, "đã hỏi")]
    assert open_errors([kept, *others]) == [kept]


def test_open_errors_of_the_appendix_count() -> None:
    error = finding(Severity.ERROR)
    checked = Checked(source(SMALL), Plan(), (), (error,))
    assert checked.open_errors == [error]


def test_a_file_is_opened_and_what_is_open_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "k.xlsx"
    file.write_bytes(plan_file(SMALL))
    held = opened(str(file))
    assert held.data == file.read_bytes() and opened(held) is held
