"""The fields of a line, each under the name of its column."""

from __future__ import annotations

from tests.check.typed import on_sheet, plan_of, project
from workbook_tools.check.fields import (
    MONTHS,
    column_numbers,
    line_at,
    months,
    texts,
    typed_texts,
)
from workbook_tools.plan.form import COLUMNS


def test_months_come_under_the_names_of_their_columns() -> None:
    assert months(project(start_month=3, end_month=None)) == (
        ("start_month", 3),
        ("end_month", None),
    )
    assert tuple(name for name, _ in months(project())) == MONTHS


def test_texts_come_under_the_names_of_their_columns() -> None:
    values = {"executing_unit": "b", "goal": "c", "result": "d", "note": "e", "quantity": "f"}
    assert dict(texts(project("", name="a", **values))) == {"name": "a", **values}
    assert dict(texts(project())).keys() <= COLUMNS.keys()


def test_columns_are_numbered_from_one() -> None:
    assert column_numbers(plan_of(columns={"tt": "A", "goal": "AB"})) == {"tt": 1, "goal": 28}


def test_a_row_without_a_line_gives_an_empty_one() -> None:
    plan = plan_of(project("1.1"))
    assert (line_at(plan, 2).tt, line_at(plan, 9).row, line_at(plan, 9).tt) == ("1.1", 9, "")


def test_typed_texts_are_those_of_the_table_that_no_formula_gives() -> None:
    cells = {"A1": "TT", "A2": "1.1", "C2": "x", "E2": "y", "G2": 5, "A3": "unter"}
    plan = on_sheet(plan_of(project("1.1")), cells, {"E2": "A1"})
    assert list(typed_texts(plan)) == [(2, "tt", "1.1"), (2, "name", "x")]
    assert list(typed_texts(plan, ("name",))) == [(2, "name", "x")]


def test_a_plan_without_a_sheet_has_no_typed_texts() -> None:
    assert list(typed_texts(plan_of(project("1.1")))) == []
