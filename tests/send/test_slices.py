"""The plan of one executing unit: its own projects and sums, and nothing that speaks of others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.check.typed import grand_total, on_sheet, plan_of, programme, project, section
from workbook_tools.plan.model import Funding, Plan, Target
from workbook_tools.send.slices import unit_plan

PLAN = plan_of(
    section("I", total=100),
    programme("1", total=100),
    project("1.1", 1, executing_unit="Trung tâm A"),
    project("1.2", 2, executing_unit="Trung tâm B"),
    programme("2"),
    project("2.1", 4, executing_unit="Trung tâm B"),
    section("II"),
    programme("3"),
    project("3.1", 8, executing_unit="TRUNG TÂM a"),
    grand_total(total=15),
)


def numbers(plan: Plan) -> list[str]:
    return [line.tt for line in plan.lines()]


def test_it_has_its_own_projects_under_their_programmes_and_sections() -> None:
    assert numbers(unit_plan("Trung tâm A")(PLAN)) == ["I", "1", "1.1", "II", "3", "3.1"]


def test_programmes_and_sections_without_its_projects_are_not_in_it() -> None:
    assert numbers(unit_plan("Trung tâm B")(PLAN)) == ["I", "1", "1.2", "2", "2.1"]


def test_its_sums_are_its_own() -> None:
    part = unit_plan("trung tâm a")(PLAN)
    assert part.total == 9 and [section.total for section in part.sections] == [1, 8]


def test_the_parts_add_up_to_the_whole() -> None:
    parts = [unit_plan(group.name)(PLAN) for group in PLAN.executing_units]
    assert sum((part.total for part in parts), Decimal(0)) == PLAN.total


def test_what_was_stated_of_the_whole_is_not_in_it() -> None:
    part = unit_plan("Trung tâm A")(PLAN)
    stated = [line.stated for line in (*part.sections, *part.programmes)]
    assert part.stated is None and all(said == Funding() for said in stated)


def test_its_projects_keep_what_was_stated_of_them() -> None:
    assert unit_plan("Trung tâm A")(PLAN).projects[0] is PLAN.projects[0]


def test_the_amount_in_words_is_left_to_be_written_anew() -> None:
    about = {"Tỉnh": "Đồng Nai", "Tổng cộng bằng chữ": "Mười lăm ngàn đồng"}
    part = unit_plan("Trung tâm A")(plan_of(programme(), project(), particulars=about))
    assert part.particulars["Tỉnh"] == "Đồng Nai"
    assert part.particulars["Tổng cộng bằng chữ"] is None


def test_the_authority_has_not_signed_it() -> None:
    about = {"Chức vụ người ký": "CHỦ TỊCH", "Người ký": "Nguyễn Văn A"}
    part = unit_plan("Trung tâm A")(plan_of(programme(), project(), particulars=about))
    assert (part.particulars["Chức vụ người ký"], part.particulars["Người ký"]) == (None, None)


def test_it_says_whose_excerpt_it_is() -> None:
    assert unit_plan("Trung tâm A")(PLAN).excerpt_of == "Trung tâm A"


@pytest.mark.parametrize("name", ["targets", "unread", "remarks", "links"])
def test_what_was_found_in_the_whole_workbook_is_not_in_it(name: str) -> None:
    plan = plan_of(programme(), project(), **{name: (Target("x"),)})
    assert vars(unit_plan("Trung tâm")(plan))[name] == ()


def test_it_stands_on_no_sheet_and_has_no_reasons() -> None:
    plan = on_sheet(plan_of(programme(), project(), accepted={("A01", "x", "y"): "vì"}))
    part = unit_plan("Trung tâm")(plan)
    assert part.grid is None and part.accepted == {}


def test_a_unit_that_nobody_named_has_nothing() -> None:
    assert numbers(unit_plan("Trung tâm")(PLAN)) == []
