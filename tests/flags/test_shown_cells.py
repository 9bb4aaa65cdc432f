"""Flags on generated sheets: which cells show a fault, until when, and how."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.books import parse, part_of, sheet
from tests.check.typed import grand_total, plan_of, programme, project
from tests.flags.findings import finding
from workbook_tools.excel.package import SheetPart
from workbook_tools.flags.gathering import SheetGathering, gathering
from workbook_tools.flags.shown_cells import flag_shown
from workbook_tools.plan.model import Plan
from workbook_tools.render.layout import Instance, SheetLayout
from workbook_tools.template.compiled import Cell, Row, Sheet
from workbook_tools.template.expressions import Expression

PLAN = plan_of(
    programme(total=9), project(province=5, beneficiary=1, name="Đề án A"), grand_total(total=9)
)
PROJECT, PROGRAMME = PLAN.projects[0], PLAN.programmes[0]


def expression(source: str) -> Expression:
    return Expression(source, lambda scope: None)


def layout(source: str, **scope: Any) -> SheetLayout:
    """A sheet with one row, whose cell in column B shows something of what is in scope."""
    row = Row(3, cells=(Cell(2, None, expression(source)),))
    made = Sheet(SheetPart("PhuLuc", part_of(1), "rId1", 1, 0), (row,), {3: row}, 3, parse(sheet()))
    return SheetLayout(made, (Instance(row, 7, scope),), 7, {}, {})


def shown(source: str, scope: dict[str, Any], plan: Plan = PLAN, **other: Any) -> SheetGathering:
    flags = gathering()
    flag_shown(flags, plan, [finding(**other)], [layout(source, **scope)])
    return flags["PhuLuc"]


def conditions(flags: SheetGathering) -> list[str]:
    return [entry.condition for entry in flags.whole().formats]


@pytest.mark.parametrize(
    "source", ["project.total", "(project.total)", "project.total or ''", "project.total | money"]
)
def test_a_cell_shows_the_field_that_its_expression_begins_with(source: str) -> None:
    flags = shown(source, {"project": PROJECT}, line=PROJECT, column="total")
    assert [entry.areas for entry in flags.whole().formats] == ["B7"]


@pytest.mark.parametrize("source", ["project.total + 1", "project.total.x", "total", "other.total"])
def test_a_cell_that_shows_something_else_is_not_flagged(source: str) -> None:
    flags = shown(source, {"project": PROJECT}, line=PROJECT, column="total")
    assert not flags.whole().formats


def test_the_note_names_the_cell_to_be_mended() -> None:
    flags = shown("project.total", {"project": PROJECT}, line=PROJECT, column="total")
    assert flags.notes["B7"][0].endswith("\n(Sửa ở DeAn!I4)")


def test_another_line_is_not_flagged() -> None:
    assert not shown("p.total", {"p": PROGRAMME}, line=PROJECT, column="total").whole().formats


def test_another_field_is_not_flagged() -> None:
    assert not shown("p.other", {"p": PROJECT}, line=PROJECT, column="total").whole().formats


def test_the_grand_total_is_the_plans() -> None:
    flags = shown("plan.total", {"plan": PLAN}, line=PLAN.stated, column="total")
    assert conditions(flags) == ["ROUND(B7-(9),3)<>0"]


def test_of_the_whole_plan_only_amounts_are_shown() -> None:
    assert not shown("plan.name", {"plan": PLAN}, line=None, column="name").whole().formats


def test_a_finding_on_no_field_is_shown_nowhere() -> None:
    assert not shown("project.total", {"project": PROJECT}, line=PROJECT).whole().formats


def test_a_total_that_differs_is_flagged_while_it_does() -> None:
    flags = shown("p.total", {"p": PROGRAMME}, rule="A02", line=PROGRAMME, column="total")
    assert conditions(flags) == ["ROUND(B7-(9),3)<>0"]


def test_once_accepted_it_is_flagged_while_it_shows_the_same() -> None:
    flags = shown(
        "p.total", {"p": PROGRAMME}, rule="A02", line=PROGRAMME, column="total", accepted="vì"
    )
    assert conditions(flags) == ["ROUND(B7-(6),3)=0"]


def test_any_other_amount_is_flagged_while_it_shows_the_same() -> None:
    flags = shown("p.province", {"p": PROJECT}, rule="A08", line=PROJECT, column="province")
    assert conditions(flags) == ["ROUND(B7-(5),3)=0"]


def test_a_month_is_a_number_too() -> None:
    flags = shown("p.start_month", {"p": PROJECT}, rule="C02", line=PROJECT, column="start_month")
    assert conditions(flags) == ["ROUND(B7-(1),3)=0"]


def test_a_text_is_flagged_as_long_as_the_workbook_is_this_one() -> None:
    flags = shown("p.name", {"p": PROJECT}, rule="G01", line=PROJECT, column="name")
    looks = [(entry.condition, entry.look) for entry in flags.whole().formats]
    assert looks == [("", "error-plain")]


def test_an_amount_that_has_no_room_for_a_sign_has_none() -> None:
    plan = plan_of(programme(), project(province=Decimal("123456")))
    line = plan.projects[0]
    flags = shown("p.province", {"p": line}, plan, rule="A09", line=line, column="province")
    assert [entry.look for entry in flags.whole().formats] == ["error-plain"]


def test_an_amount_with_decimals_shows_them() -> None:
    plan = plan_of(programme(), project(province=Decimal("1.5")))
    line = plan.projects[0]
    flags = shown("p.province", {"p": line}, plan, rule="A09", line=line, column="province")
    assert [entry.look for entry in flags.whole().formats] == ["error-decimals"]
