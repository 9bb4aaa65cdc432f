"""The register: codes, severities, and how messages call lines and texts."""

from __future__ import annotations

import pytest

from tests.check.typed import plan_of, project
from workbook_tools.check import RULES, Severity
from workbook_tools.check.register import fault, named, quoted, registered, rule


def test_a_code_is_given_once() -> None:
    with pytest.raises(ValueError, match="A01"):
        rule("A01", Severity.NOTE, "x", bad="x", good="x")(lambda plan: iter(()))


def test_the_register_is_in_the_order_of_the_codes() -> None:
    assert list(registered()) == sorted(RULES)


def test_severities_have_a_word_for_reports_and_one_for_users() -> None:
    assert [(one.value, one.label) for one in Severity] == [
        ("error", "Lỗi"),
        ("warning", "Cảnh báo"),
        ("note", "Lưu ý"),
    ]


def test_a_fault_in_a_field_stands_in_its_cell() -> None:
    plan = plan_of(project("1.1", 5))
    found = fault(plan, plan.projects[0], "province", "Lời.", "Việc.")
    assert (str(found.place), found.message, found.hint) == ("DeAn!J2", "Lời.", "Việc.")
    assert (found.line, found.column) == (plan.projects[0], "province")


def test_a_line_is_called_by_number_and_name_or_else_by_its_row() -> None:
    assert named(project("1.1", name="Hội chợ")) == "1.1 Hội chợ"
    assert named(project("", name="Hội chợ")) == "Hội chợ"
    assert named(project("1.1", name="")) == "1.1"
    assert named(project("", name="", row=7)) == "Dòng 7"


def test_a_long_name_is_cut_at_80() -> None:
    assert named(project("", name="x" * 80)) == "x" * 80
    assert named(project("", name="x" * 81)) == "x" * 79 + "…"


def test_a_text_is_quoted_on_one_line_and_cut_at_60() -> None:
    assert quoted(" a \n b ") == "“a b”"
    assert quoted("x" * 60) == f"“{'x' * 60}”"
    assert quoted("x" * 61) == f"“{'x' * 59}…”"
    assert quoted(12) == "“12”"
