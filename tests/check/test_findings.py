"""Findings: their order, the reasons that they carry, and how they are shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.check.typed import grand_total, plan_of, programme, project, section
from workbook_tools import check_plan, findings_frame, read_plan
from workbook_tools.check import Finding, Severity
from workbook_tools.place import Place
from workbook_tools.plan.model import LegalDocument, Line, Norm, Plan

NOTE = "Quyết định 53/2018/QĐ-UBND"


def wrong(*totals: int, **options: Any) -> Plan:
    """Projects that state these totals, each with an amount of 6."""
    lines = [project(f"1.{at}", 1, 2, 3, total=total) for at, total in enumerate(totals, 1)]
    named = [replace(line, name="Việc " + "x" * at) for at, line in enumerate(lines)]
    return plan_of(section(), programme(note=NOTE), *named, **options)


def finding(severity: Severity = Severity.ERROR, accepted: str | None = None) -> Finding:
    return Finding("A01", severity, "Tên", Place("Đề án", "I7"), "Lời.", "Việc.", accepted)


def key(found: Finding) -> tuple[str, str, str]:
    return found.rule, found.where, found.message


def where(plan: Plan) -> list[tuple[str, str]]:
    return [(found.rule, found.where) for found in check_plan(plan)]


# The whole


def test_a_clean_plan_gives_none(example: Path) -> None:
    assert check_plan(read_plan(example)) == ()
    assert check_plan(wrong(6, 6)) == ()


def test_a_finding_says_what_its_rule_says() -> None:
    (found,) = check_plan(wrong(7))
    assert (found.rule, found.severity) == ("A01", Severity.ERROR)
    assert found.title == "Tổng kinh phí của đề án không bằng tổng các nguồn"
    assert (found.where, found.column) == ("DeAn!I4", "total")
    assert found.message.startswith("1.1 Việc") and found.hint.startswith("Sửa Tổng KP")
    assert found.line is not None and found.line.row == 4


def test_the_scan_shows_its_faults(as_scanned: Path) -> None:
    findings = check_plan(read_plan(as_scanned))
    text = "\n".join(found.message for found in findings)
    for figure in ("904.000", "754.000", "6.183.100", "3.300.000", "2.883.100"):
        assert figure in text
    assert {(found.rule, found.where) for found in findings} >= {
        ("A02", "DeAn!I17"),
        ("A03", "DeAn!I26"),
        ("A03", "DeAn!J26"),
        ("A03", "DeAn!K26"),
        ("B03", "DeAn!A23"),
        ("B02", "DeAn!A24"),
        ("G11", "DeAn!C15"),
        ("C04", "DeAn!C8"),
        ("C04", "ThongTin!B4"),
        ("B08", "DeAn!L13"),
        ("B08", "DeAn!H10"),
        ("B08", "DeAn!G10"),
        ("B07", "DeAn!C6"),
        ("E05", "DeAn!M20"),
        ("F01", "ChiTieu!B13"),
        ("A04", "ThongTin!B11"),
    }
    shown = next(found.message for found in findings if found.rule == "B03")
    assert "Duy trì phòng trưng bày" in shown and "904.000" in shown and "150.000" in shown


def test_every_message_names_its_line_and_every_hint_says_what_to_do(as_scanned: Path) -> None:
    for found in check_plan(read_plan(as_scanned)):
        assert found.message and found.hint.endswith(".")
        assert found.place.cell


# Order


def test_errors_come_before_warnings() -> None:
    plan = wrong(6, 7)
    lines = [section(), programme(note=NOTE), project("1.1"), project("1.2", 5, 0, 0, total=6)]
    assert where(plan) == [("A01", "DeAn!I5")]
    assert where(plan_of(*lines)) == [("A01", "DeAn!I5"), ("A07", "DeAn!I4")]


def test_the_plans_sheet_comes_before_others_and_those_by_name() -> None:
    places = {"CanCu": {"Số, ký hiệu": "A"}, "DinhMuc": {"Mã định mức": "A"}}
    document = LegalDocument("53/2018/QĐ-UBND", row=2)
    plan = plan_of(
        section(),
        programme(note=NOTE),
        project("1.1"),
        norms=(Norm("", "x", row=3), Norm("", "x", row=2)),
        documents=(document, replace(document, row=3)),
        record_columns=places,
    )
    assert [place for _, place in where(plan)] == [
        "DeAn!I4",
        "CanCu!A3",
        "DinhMuc!A2",
        "DinhMuc!A3",
    ]


def test_findings_of_one_sheet_come_by_row_and_column() -> None:
    lines = [project(f"1.{at}", 1, 2, 3, total=7, start_month=13) for at in range(1, 9)]
    named = [replace(line, name="Việc " + "x" * at) for at, line in enumerate(lines)]
    found = [place for _, place in where(plan_of(section(), programme(note=NOTE), *named))]
    assert found == [f"DeAn!{letter}{row}" for row in range(4, 12) for letter in "GI"]


# Reasons


def test_an_accepted_finding_carries_its_reason_and_is_no_open_error() -> None:
    before = check_plan(wrong(7))[0]
    (after,) = check_plan(wrong(7, accepted={key(before): "Đã hỏi Sở"}))
    assert (after.accepted, after.open_error) == ("Đã hỏi Sở", False)
    assert (before.accepted, before.open_error) == (None, True)


def test_a_reason_holds_no_longer_for_what_says_something_else() -> None:
    before = check_plan(wrong(7))[0]
    assert check_plan(wrong(8, accepted={key(before): "Đã hỏi Sở"}))[0].accepted is None


def test_a_reason_holds_for_its_own_rule_only() -> None:
    rule, place, message = key(check_plan(wrong(7))[0])
    assert rule == "A01"
    assert check_plan(wrong(7, accepted={("A02", place, message): "x"}))[0].accepted is None


def test_a_reason_moves_with_its_line() -> None:
    rule, _, message = key(check_plan(wrong(7))[0])
    accepted = {(rule, "DeAn!I40", message): "Đã hỏi Sở"}
    assert check_plan(wrong(7, accepted=accepted))[0].accepted == "Đã hỏi Sở"


def test_a_reason_moves_whatever_rows_the_message_names() -> None:
    lines: list[Line] = [section(), programme(note=NOTE)]
    lines += [project(f"1.{at}", 5, name="Gốm sứ") for at in (1, 2)]
    before = check_plan(plan_of(*lines))[0]
    assert "(dòng 5): giống" in before.message and before.where == "DeAn!C5"
    (after,) = check_plan(plan_of(grand_total(), *lines, accepted={key(before): "Hai lớp"}))
    assert (after.where, after.accepted) == ("DeAn!C6", "Hai lớp")


def same(rows: int, *at: int) -> dict[tuple[str, str, str], str]:
    """Reasons for findings that say the same, at these places."""
    plan = plan_of(section(), programme(note=NOTE), *(project("", name="x") for _ in range(rows)))
    found = [one for one in check_plan(plan) if one.rule == "A07"]
    return {(found[0].rule, f"DeAn!I{row}", found[0].message): f"lý do {row}" for row in at}


@pytest.mark.parametrize(
    ("at", "reasons"),
    [
        ((50, 60), ["lý do 50", "lý do 60"]),
        ((50,), [None, None]),
        ((50, 60, 70), [None, None]),
        ((4, 50), ["lý do 4", "lý do 50"]),
        ((50, 5), ["lý do 50", "lý do 5"]),
        ((4,), ["lý do 4", None]),
    ],
)
def test_reasons_move_in_order_where_there_are_as_many_findings(
    at: tuple[int, ...], reasons: list[str | None]
) -> None:
    lines = [section(), programme(note=NOTE), project("", name="x"), project("", name="x")]
    findings = check_plan(plan_of(*lines, accepted=same(2, *at)))
    assert [found.accepted for found in findings if found.rule == "A07"] == reasons


# How a finding is shown


def test_a_finding_is_labelled_in_vietnamese() -> None:
    assert [finding(severity).label for severity in Severity] == ["Lỗi", "Cảnh báo", "Lưu ý"]


def test_a_finding_links_to_its_cell() -> None:
    assert finding().link == "'Đề án'!I7"
    assert replace(finding(), place=Place("DeAn")).link.endswith("!A1")


@pytest.mark.parametrize(
    ("severity", "accepted", "is_open"),
    [
        (Severity.ERROR, None, True),
        (Severity.ERROR, "có lý do", False),
        (Severity.WARNING, None, False),
        (Severity.NOTE, None, False),
    ],
)
def test_only_an_error_without_a_reason_is_open(
    severity: Severity, accepted: str | None, is_open: bool
) -> None:
    assert finding(severity, accepted).open_error is is_open


def test_findings_as_a_frame() -> None:
    frame = findings_frame([finding(), finding(Severity.NOTE, "có lý do")])
    assert list(frame.columns) == ["Mã", "Mức độ", "Vị trí", "Nội dung", "Gợi ý", "Giải trình"]
    assert frame.to_numpy().tolist() == [
        ["A01", "Lỗi", "Đề án!I7", "Lời.", "Việc.", ""],
        ["A01", "Lưu ý", "Đề án!I7", "Lời.", "Việc.", "có lý do"],
    ]
