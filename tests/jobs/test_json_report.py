"""The report that programs read: amounts as decimal strings, findings with their cells."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import workbook_tools
from tests.plans import SMALL, project, source
from workbook_tools.check import Finding, Severity, check_plan
from workbook_tools.errors import InputError
from workbook_tools.jobs.json_report import report, write_report
from workbook_tools.place import Place
from workbook_tools.plan.model import Plan
from workbook_tools.read import read_plan
from workbook_tools.render.proof import Proof


def held(data: bytes) -> Any:
    return json.loads(data.decode("utf-8"))


def small(**options: Any) -> Plan:
    return read_plan(source(SMALL, **options))


def test_the_plan_is_named_with_its_unit() -> None:
    said = held(report(small(unit="triệu đồng"), (), None, {}))["plan"]
    assert (said["province"], said["year"], said["unit"]) == ("Đồng Nai", 2021, "triệu đồng")


def test_the_plan_is_told_with_its_sources_and_its_size() -> None:
    said = held(report(small(), (), None, {}))["plan"]
    assert said["sources"] == ["KPKC", "ThuHuong", "Khac"]
    assert (said["sections"], said["programmes"], said["projects"]) == (1, 2, 3)


def test_every_plan_of_the_workbook_is_told_the_first_one_among_them() -> None:
    said = held(report(small(), (), None, {}, others=[small(unit="triệu đồng")]))
    assert [one["unit"] for one in said["plans"]] == ["ngàn đồng", "triệu đồng"]
    assert said["plans"][0] == {"sheet": "DeAn", **said["plan"], "totals": said["totals"]}


def test_what_was_read_and_written_is_named_with_the_version() -> None:
    said = held(report(small(), (), None, {}, source=Path("a.xlsx"), output=Path("b.xlsx")))
    assert (said["version"], said["source"], said["output"]) == (
        workbook_tools.__version__,
        "a.xlsx",
        "b.xlsx",
    )


def test_a_name_that_is_no_text_does_not_stop_the_report() -> None:
    said = held(report(small(), (), None, {}, source=Path("a\udcff.xlsx")))
    assert said["source"] == "a\udcff.xlsx"


def test_open_findings_are_counted_by_severity_and_those_with_a_reason_apart() -> None:
    found = Finding("A01", Severity.NOTE, "x", Place("DeAn", "I5"), "sai", "sửa")
    both = (found, replace(found, accepted="đã hỏi"))
    said = held(report(small(), both, None, {}))["counts"]
    assert said == {"error": 0, "warning": 0, "note": 1, "accepted": 1}


def test_amounts_are_decimal_strings_in_the_plans_unit() -> None:
    rows = [*SMALL[:2], project("1.1", 100.5, 50, 0)]
    totals = held(report(read_plan(source(rows)), (), None, {}))["totals"]
    assert totals == {"total": "150.5", "province": "100.5", "beneficiary": "50", "other": "0"}


def test_a_finding_stands_with_its_cell_and_its_reason() -> None:
    found = Finding("A01", Severity.NOTE, "x", Place("DeAn", "I5"), "sai", "sửa", "đã hỏi")
    assert held(report(small(), (found,), None, {}))["findings"] == [
        {
            "rule": "A01",
            "severity": "note",
            "sheet": "DeAn",
            "cell": "I5",
            "message": "sai",
            "hint": "sửa",
            "accepted": "đã hỏi",
        }
    ]


def test_findings_keep_their_order() -> None:
    plan = read_plan(source([*SMALL, project("2.2", 1, 2, 3, total=7), project("2.2", 1, 1, 1)]))
    findings = check_plan(plan)
    said = held(report(plan, findings, None, {}))["findings"]
    assert [entry["rule"] for entry in said] == [finding.rule for finding in findings]


def test_formulas_are_counted_where_there_are_any() -> None:
    assert held(report(small(), (), Proof(7, 5), {}))["formulas"] == {"written": 7, "proved": 5}
    assert held(report(small(), (), None, {}))["formulas"] == {"written": 0, "proved": 0}


def test_seconds_are_given_to_the_microsecond() -> None:
    assert held(report(small(), (), None, {"read": 0.12345678}))["timings"] == {"read": 0.123457}


def test_it_is_text_that_a_person_can_read() -> None:
    text = report(small(), (), None, {}).decode("utf-8")
    assert "Đồng Nai" in text and text.endswith("}\n") and text.count("\n") > 10


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Không ghi được"):
        write_report(tmp_path / "khong-co" / "r.json", small(), (), None, {})
