"""What the terminal says of a plan."""

from __future__ import annotations

from dataclasses import replace

from tests.plans import SMALL, source
from workbook_tools.check import Finding, Severity
from workbook_tools.jobs.summary import summary
from workbook_tools.place import Place
from workbook_tools.plan.model import Plan
from workbook_tools.read import read_plan
from workbook_tools.render.proof import Proof

FOUND = Finding("A01", Severity.WARNING, "x", Place("DeAn", "I5"), "sai", "sửa")


def small() -> Plan:
    return read_plan(source(SMALL))


def test_size_and_totals_come_first() -> None:
    assert summary(small(), ())[:2] == [
        "  Đồng Nai 2021: 1 mục, 2 chương trình, 3 đề án",
        "  Tổng KP 195; KPKC ĐP 135; đơn vị thụ hưởng 55; nguồn khác 5 (ngàn đồng)",
    ]


def test_a_plan_without_a_name_is_called_by_its_sheet() -> None:
    nameless = replace(small(), particulars={})
    assert summary(nameless, ())[0].startswith("  DeAn: ")


def test_formulas_are_named_where_there_are_any() -> None:
    assert "  Công thức: 7 đã ghi, 5 đã chứng minh" in summary(small(), (), Proof(7, 5))
    assert not any("Công thức" in line for line in summary(small(), ()))


def test_each_finding_is_a_line() -> None:
    assert "  A01 Cảnh báo DeAn!I5: sai" in summary(small(), (FOUND,))


def test_a_reason_stands_behind_its_finding() -> None:
    accepted = replace(FOUND, accepted="đã hỏi")
    assert "  A01 Cảnh báo DeAn!I5: sai [đã giải trình: đã hỏi]" in summary(small(), (accepted,))


def test_without_an_error_that_is_said() -> None:
    assert summary(small(), (FOUND,))[-1] == "  Không có lỗi."
    assert summary(small(), (replace(FOUND, severity=Severity.ERROR),))[-1] != "  Không có lỗi."
