"""A plan workbook in, the finished workbook out: read once, checked once, written where it may."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.jobs.conftest import Counts
from tests.plans import SMALL, line, plan_file, project, source
from tests.templates import template_file
from workbook_tools.check import Finding, Severity
from workbook_tools.errors import InputError, TemplateError
from workbook_tools.jobs.build import (
    Built,
    build_checked,
    build_file,
    build_workbook,
    checked_plan,
    load_template,
    target_of,
    template_data,
)
from workbook_tools.jobs.stages import STAGES
from workbook_tools.place import Place
from workbook_tools.plan.model import Plan
from workbook_tools.read.source import source_of
from workbook_tools.template.compiled import Template

WRONG = [*SMALL, project("2.2", 1, 2, 3, total=7)]


@pytest.fixture
def plan_path(tmp_path: Path) -> Path:
    path = tmp_path / "k.xlsx"
    path.write_bytes(plan_file(SMALL))
    return path


# --------------------------------------------------------------------------------------- read once


def test_a_build_reads_each_sheet_once(counts: Counts, template: Template) -> None:
    build_workbook(source(SMALL), template)
    assert counts.sheets >= {"ThongTin", "DeAn"}
    assert len(counts.opened) == 1 and not counts.twice


def test_a_build_runs_the_rules_once(counts: Counts, template: Template) -> None:
    built = build_workbook(source(WRONG), template)
    assert counts.checked == [built.plan]


def test_a_finished_workbook_with_flags_is_read_once_too(
    counts: Counts, template: Template
) -> None:
    first = build_workbook(source(WRONG), template).data
    counts.restart()
    build_workbook(source_of(first, "k.xlsx"), template)
    assert "KiemTra" in counts.sheets and len(counts.opened) == 1 and not counts.twice


def test_what_was_checked_is_built_without_reading_it_again(
    counts: Counts, template: Template
) -> None:
    checked = checked_plan(source(WRONG))
    counts.restart()
    built = build_checked(checked, template)
    assert not counts.reads and not counts.checked
    assert (built.plan, built.findings) == (checked.plan, checked.of_plan)


def test_a_source_without_flags_is_handed_on_as_it_is() -> None:
    plain = source(SMALL)
    assert checked_plan(plain).source is plain


def test_flags_are_out_of_what_is_handed_on(template: Template) -> None:
    flagged = source_of(build_workbook(source(WRONG), template).data, "k.xlsx")
    clean = checked_plan(flagged).source
    assert clean.data != flagged.data and checked_plan(clean).source is clean


# ------------------------------------------------------------------------------------ what is built


def test_the_stages_are_told_in_their_order(template: Template) -> None:
    told: list[str] = []
    built = build_workbook(source(SMALL), template, progress=told.append)
    assert list(dict.fromkeys(told)) == list(STAGES) == list(built.timings)
    assert all(seconds >= 0 for seconds in built.timings.values())


def test_another_plan_may_be_made_of_the_one_that_was_read(template: Template) -> None:
    def first_programme(plan: Plan) -> Plan:
        section = plan.sections[0]
        return replace(
            plan,
            sections=(replace(section, programmes=section.programmes[:1]),),
            grid=None,
        )

    built = build_workbook(source(SMALL), template, select=first_programme)
    assert int(built.plan.total) == 180
    assert len(built.plan.programmes) == 1


def test_without_flags_findings_are_listed_only(template: Template) -> None:
    plain = build_workbook(source(WRONG), template, flags=False)
    made = source_of(plain.data, "k.xlsx")
    sheet = made.package.read(made.sheets["dean"].part)
    assert plain.findings and b"conditionalFormatting" not in sheet
    reasons = made.grid("KiemTra")
    assert reasons is not None and any("A01" in map(str, row) for row in reasons.rows)


def test_open_errors_are_counted_without_what_is_accepted(template: Template) -> None:
    built = build_workbook(source(WRONG), template)
    assert [finding.rule for finding in built.open_errors] == ["A01"]
    accepted = tuple(replace(finding, accepted="đã hỏi") for finding in built.findings)
    assert replace(built, findings=accepted).open_errors == []


def test_a_template_with_a_total_that_nothing_proves_is_refused(tmp_path: Path) -> None:
    def named(book: Any) -> None:
        book.define_name("TongCong_KP", "=PhuLuc!$A$2")

    mau = tmp_path / "mau.xlsx"
    rows = {1: {"A": "{{ plan.total }}"}, 2: {"A": "=A1"}}
    mau.write_bytes(template_file(rows, more=named))
    with pytest.raises(TemplateError, match="chưa có dòng"):
        build_workbook(source(SMALL), mau)


def test_the_shipped_template_is_compiled_once_in_a_process() -> None:
    assert load_template() is load_template()


def test_a_template_of_ones_own_is_read_anew(tmp_path: Path) -> None:
    mau = tmp_path / "mau.xlsx"
    mau.write_bytes(template_file({1: {"A": "{{ plan.total }}"}}))
    assert load_template(mau) is not load_template(str(mau))


def test_a_template_sees_how_many_findings_are_open() -> None:
    error = Finding("A01", Severity.ERROR, "x", Place("DeAn", "I5"), "m", "h")
    note = replace(error, severity=Severity.NOTE)
    data = template_data(Plan(), (error, error, note, replace(error, accepted="đã hỏi")))
    assert data["counts"] == {"error": 2, "warning": 0, "note": 1, "accepted": 1}


# ----------------------------------------------------------------------------------- where it goes


def test_the_result_lies_beside_the_plan(plan_path: Path) -> None:
    assert target_of(plan_path) == plan_path.with_name("PhuLuc_k.xlsx")


def test_the_result_goes_where_it_is_told(plan_path: Path, tmp_path: Path) -> None:
    assert target_of(plan_path, tmp_path / "x.xlsx") == tmp_path / "x.xlsx"


def test_the_plan_itself_is_written_where_that_is_asked_for(plan_path: Path) -> None:
    assert target_of(plan_path, in_place=True) == plan_path


def test_the_plan_is_not_written_over_unasked(plan_path: Path) -> None:
    with pytest.raises(InputError, match="--in-place"):
        target_of(plan_path, plan_path)


def test_the_plan_is_known_by_another_name_too(plan_path: Path, tmp_path: Path) -> None:
    link = tmp_path / "khac.xlsx"
    link.hardlink_to(plan_path)
    with pytest.raises(InputError, match="trùng với sổ kế hoạch"):
        target_of(plan_path, link)


def test_another_kind_of_file_is_refused(plan_path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"phải có đuôi \.xlsx"):
        target_of(plan_path, tmp_path / "x.csv")


@pytest.mark.parametrize("name", ["k.docx", "k.pdf", "k", "k.XLS", "k.csv"])
def test_what_is_no_plan_is_told_and_not_the_name_of_the_file(name: str, tmp_path: Path) -> None:
    """The name of the result is right: another ending would not help."""
    plan = tmp_path / name
    plan.write_bytes(b"x")
    with pytest.raises(InputError) as told:
        build_file(plan, tmp_path / "r.xlsx")
    assert "K108" not in str(told.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_file_holds_what_was_built(plan_path: Path) -> None:
    target, built = build_file(plan_path)
    assert target.read_bytes() == built.data


def test_the_report_stands_beside_with_the_time_of_saving(plan_path: Path, tmp_path: Path) -> None:
    build_file(plan_path, report=tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert list(report["timings"]) == [*STAGES, "save"]


def test_a_plan_that_cannot_be_read_leaves_no_file(tmp_path: Path) -> None:
    plan = tmp_path / "k.xlsx"
    plan.write_bytes(plan_file([line("Nhóm", "x")]))
    with pytest.raises(InputError, match="DeAn!B2"):
        build_file(plan, report=tmp_path / "r.json")
    assert list(tmp_path.iterdir()) == [plan]


def test_what_is_built_is_saved_whole(built: Built, tmp_path: Path) -> None:
    built.save(str(tmp_path / "x.xlsx"))
    assert (tmp_path / "x.xlsx").read_bytes() == built.data
