from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.plans import SMALL, line, project, source
from workbook_tools import check_plan, findings_frame, read_plan
from workbook_tools.check import RULES, Severity
from workbook_tools.check.register import rule


def found(rows: Any, **options: Any) -> list[tuple[str, str]]:
    return [
        (finding.rule, finding.where) for finding in check_plan(read_plan(source(rows, **options)))
    ]


def test_a_clean_plan_gives_none(example: Path) -> None:
    assert check_plan(read_plan(example)) == ()
    assert found(SMALL) == []


def test_a01_stated_total_unlike_its_sources() -> None:
    assert found([*SMALL, project("2.2", 1, 2, 3, total=7)]) == [("A01", "DeAn!I8")]
    assert found([*SMALL, project("2.2", 1, 2, 3, total=6)]) == []
    assert found([*SMALL, project("2.2", 1, 2, total=6)]) == []
    assert found([*SMALL, project("2.2", total=6)]) == [("A07", "DeAn!I8")]


@pytest.mark.parametrize(
    ("field", "cell"), [("total", "I"), ("province", "J"), ("beneficiary", "K"), ("other", "L")]
)
def test_a02_and_a03_per_column(field: str, cell: str) -> None:
    amounts: dict[str, Any] = {"total": 195, "province": 135, "beneficiary": 55, "other": 5}
    right = [line("Mục", "I", **amounts), *SMALL[1:], line("Tổng cộng", **amounts)]
    assert found(right) == []
    wrong = {**amounts, field: amounts[field] + 1}
    assert found([line("Mục", "I", **wrong), *right[1:]]) == [("A02", f"DeAn!{cell}2")]
    assert found([*right[:-1], line("Tổng cộng", **wrong)]) == [("A03", f"DeAn!{cell}8")]


def test_a04_words_unlike_the_number() -> None:
    right = {"Tổng cộng bằng chữ": "Một trăm chín mươi lăm nghìn đồng"}
    assert found(SMALL, particulars=right) == []
    assert found(SMALL, particulars={"Tổng cộng bằng chữ": "Một trăm chín mươi lăm đồng"}) == [
        ("A04", "ThongTin!B6")
    ]
    assert found(SMALL, particulars={"Tổng cộng bằng chữ": "nhiều tiền"}) == [
        ("A04", "ThongTin!B6")
    ]


def test_the_scan_shows_its_faults(as_scanned: Path) -> None:
    findings = check_plan(read_plan(as_scanned))
    text = "\n".join(finding.message for finding in findings)
    for figure in ("904.000", "754.000", "6.183.100", "3.300.000", "2.883.100"):
        assert figure in text
    where = {(finding.rule, finding.where) for finding in findings}
    assert where >= {
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
    shown = next(finding.message for finding in findings if finding.rule == "B03")
    assert "Duy trì phòng trưng bày" in shown and "904.000" in shown and "150.000" in shown


def test_every_message_names_its_line_and_every_hint_says_what_to_do(as_scanned: Path) -> None:
    for finding in check_plan(read_plan(as_scanned)):
        assert finding.message and finding.hint.endswith(".")
        assert finding.place.cell


def test_an_accepted_finding_carries_its_reason_until_it_says_something_else() -> None:
    rows = [*SMALL, project("2.2", 1, 2, 3, total=7)]
    finding = check_plan(read_plan(source(rows)))[0]
    reasons = [
        ["KIỂM TRA"],
        [],
        ["Mã", "Mức độ", "Vị trí", "Nội dung", "Gợi ý", "Giải trình"],
        [finding.rule, finding.label, finding.where, finding.message, finding.hint, "Đã hỏi Sở"],
    ]
    accepted = check_plan(read_plan(source(rows, sheets={"KiemTra": reasons})))[0]
    assert (accepted.accepted, accepted.open_error) == ("Đã hỏi Sở", False)
    changed = [*SMALL, project("2.2", 1, 2, 3, total=8)]
    assert check_plan(read_plan(source(changed, sheets={"KiemTra": reasons})))[0].accepted is None


def test_rules_explain_themselves() -> None:
    for code, entry in RULES.items():
        assert re.fullmatch(r"[A-G]\d\d", code)
        assert entry.title and entry.explanation and entry.bad and entry.good
        assert isinstance(entry.severity, Severity)


def test_a_code_is_given_once() -> None:
    with pytest.raises(ValueError, match="A01"):
        rule("A01", Severity.NOTE, "x", bad="x", good="x")(lambda plan: iter(()))


def test_findings_as_a_frame(as_scanned: Path) -> None:
    findings = check_plan(read_plan(as_scanned))
    frame = findings_frame(findings)
    assert list(frame.columns) == ["Mã", "Mức độ", "Vị trí", "Nội dung", "Gợi ý", "Giải trình"]
    assert len(frame) == len(findings)
