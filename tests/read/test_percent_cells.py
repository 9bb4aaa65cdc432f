"""A percentage in a column of money is no amount: it is told, and not counted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plans import SMALL, plan_file
from workbook_tools.check import check_plan
from workbook_tools.excel.number_formats import percent_formats
from workbook_tools.plan.model import Plan
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import source_of


def plan_with(value: Any, code: str, cell: str = "J4") -> Plan:
    """A plan with a number in a cell of ``DeAn`` shown by a format."""

    def put(book: Any) -> None:
        look = book.add_format({"num_format": code})
        book.get_worksheet_by_name("DeAn").write_number(cell, value, look)

    return read_plan(source_of(plan_file(SMALL, extra=put), "x.xlsx"))


def told(plan: Plan) -> list[str]:
    return [f"{f.where} {f.message}" for f in check_plan(plan) if f.rule == "B08"]


@pytest.mark.parametrize("code", ["0%", "0.00%", "#,##0.0%;[Red]-0.0%", "0.0 %"])
def test_a_percentage_among_amounts_is_told_with_what_it_shows(code: str) -> None:
    (message,) = told(plan_with(0.3, code))
    assert message.startswith("DeAn!J4") and "30%" in message


def test_it_is_not_counted() -> None:
    assert plan_with(0.3, "0%").total == plan_with(0.5, "0%").total


@pytest.mark.parametrize("code", ["#,##0", '0" %"', "0\\%", "General", '[=1]"100%";0'])
def test_a_percent_sign_that_is_only_text_changes_nothing(code: str) -> None:
    assert told(plan_with(195_000, code)) == []


def test_another_column_may_hold_a_percentage() -> None:
    assert told(plan_with(0.3, "0%", "P4")) == []


def test_formats_are_found_by_their_place() -> None:
    def put(book: Any) -> None:
        sheet = book.get_worksheet_by_name("DeAn")
        sheet.write_number("J4", 1, book.add_format({"num_format": "0.0%"}))
        sheet.write_number("J5", 1, book.add_format({"num_format": "0.00"}))

    assert len(percent_formats(source_of(plan_file(SMALL, extra=put), "x").package)) == 1
