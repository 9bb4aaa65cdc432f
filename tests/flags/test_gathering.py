"""Flags as they are gathered: which shows first, what they say, how they look."""

from __future__ import annotations

import pytest

from tests.flags.findings import finding
from workbook_tools.check.register import Severity
from workbook_tools.flags.gathering import (
    GRADES,
    SheetGathering,
    gathering,
    grade_of,
    look_of,
    note_of,
)


def test_a_sheet_is_there_once_it_is_asked_for() -> None:
    flags = gathering()
    flags["DeAn"].say("A1", "Sai")
    assert flags["DeAn"].notes == {"A1": ["Sai"]} and set(flags) == {"DeAn"}


def test_the_graver_shows_first_and_what_was_accepted_before_all() -> None:
    flags = SheetGathering()
    for look in ("note", "warning-plain", "error-decimals", "accepted"):
        flags.flag("A1", look, "A1>1")
    assert [entry.look.partition("-")[0] for entry in flags.whole().formats] == list(GRADES)


def test_cells_that_are_flagged_alike_share_a_format() -> None:
    flags = SheetGathering()
    for cell in ("A1", "B2", "A1"):
        flags.flag(cell, "error")
    flags.flag("C3", "error-plain")
    assert [(entry.areas, entry.look) for entry in flags.whole().formats] == [
        ("A1 B2", "error"),
        ("C3", "error-plain"),
    ]


def test_of_one_grade_those_with_a_condition_show_first() -> None:
    flags = SheetGathering()
    flags.flag("A1", "error")
    flags.flag("A1", "error", "A1>1")
    assert [entry.condition for entry in flags.whole().formats] == ["A1>1", ""]


def test_a_flag_that_stops_has_a_format_of_its_own() -> None:
    flags = SheetGathering()
    flags.flag("A1", "accepted", stops=True)
    flags.flag("B1", "accepted", stops=True)
    assert [(entry.areas, entry.stops) for entry in flags.whole().formats] == [
        ("A1", True),
        ("B1", True),
    ]


def test_what_is_said_of_a_cell_stands_in_one_note() -> None:
    flags = SheetGathering()
    flags.say("A1", "Một")
    flags.say("A1", "Hai")
    assert flags.whole().notes == {"A1": "Một\n\nHai"}


def test_a_note_says_rule_fault_and_remedy() -> None:
    assert note_of(finding()) == "Lỗi A01: tổng là 5, cộng được 6.\n→ Sửa lại"


def test_a_note_says_why_it_was_accepted() -> None:
    assert note_of(finding(accepted="Đã hỏi Sở")).endswith("\n→ Sửa lại\nĐã giải trình: Đã hỏi Sở")


def test_a_message_that_ends_in_a_full_stop_gets_no_second_one() -> None:
    assert note_of(finding(message="sai.")) == "Lỗi A01: sai.\n→ Sửa lại"


@pytest.mark.parametrize(
    ("other", "grade"),
    [
        ({}, "error"),
        ({"severity": Severity.NOTE}, "note"),
        ({"accepted": "vì"}, "accepted"),
        ({"accepted": ""}, "accepted"),
    ],
)
def test_the_grade_is_the_severity_until_it_is_accepted(other: dict[str, str], grade: str) -> None:
    assert grade_of(finding(**other)) == grade


@pytest.mark.parametrize(
    ("value", "width", "look"),
    [
        (123, 7, "error"),
        (123, 6.9, "error-plain"),
        (1234, 8, "error-plain"),
        (1234, 9, "error"),
        (1.5, 9, "error-decimals"),
        (2.0, 9, "error"),
        ("x" * 200, 1, "error"),
        ("x" * 201, 300, "error-plain"),
        ("", 9, "error-plain"),
        (None, 9, "error-plain"),
        (True, 9, "error-plain"),
    ],
)
def test_a_sign_needs_a_value_and_room(value: object, width: float, look: str) -> None:
    assert look_of("error", value, width) == look
