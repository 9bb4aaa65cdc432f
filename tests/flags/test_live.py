"""Standing conditions: true for just the rows in which the rule of the same code finds a fault, as
a calculation engine judges them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from tests.check.typed import COLUMN, detail, on_sheet, plan_of, programme, project, section
from tests.check.typed import grand_total as stated_total
from workbook_tools.check import RULES
from workbook_tools.check.standing import (
    TOTAL_NAME,
    Standing,
    total_formula,
    words_condition,
)
from workbook_tools.excel.calculation import calculate
from workbook_tools.excel.cells import split_area
from workbook_tools.excel.formula import Ref, shift, tokenize
from workbook_tools.flags.live import Live, live_conditions
from workbook_tools.place import cell_name
from workbook_tools.plan.form import SOURCES
from workbook_tools.plan.model import Detail, Line, Plan, Programme, Project, Section
from workbook_tools.plan.money import DONG

LEVEL = {
    Section: "Mục",
    Programme: "Chương trình",
    Project: "Đề án",
    Detail: "Chi tiết",
    Line: "Tổng cộng",
}


def typed(*lines: Line, cells: Mapping[str, Any] | None = None, **options: Any) -> Plan:
    """A plan with its sheet: levels, months and amounts stand in their cells."""
    plan = plan_of(*lines, **options)
    held: dict[str, Any] = {}
    for row, line in plan.by_row.items():
        held[f"{COLUMN['level']}{row}"] = LEVEL[type(line)]
        held[f"{COLUMN['start_month']}{row}"] = line.start_month
        held[f"{COLUMN['end_month']}{row}"] = line.end_month
    found = on_sheet(plan, held | dict(cells or {}))
    assert found.grid is not None
    rows = [[_number(value) for value in row] for row in found.grid.rows]
    return replace(found, grid=replace(found.grid, rows=rows))


def _number(value: Any) -> Any:
    """A value as a sheet gives it: no exact decimals."""
    return value if value is None or isinstance(value, str) else float(value)


def calculated(plan: Plan, formulas: Sequence[str]) -> list[Any]:
    """What formulas give beside a plan's own sheet."""
    assert plan.grid is not None
    book = openpyxl.Workbook()
    page, scratch = book.active, book.create_sheet("Scratch")
    assert page is not None
    page.title = plan.sheet
    for row in plan.grid.rows:
        page.append(list(row))
    for at, formula in enumerate(formulas, 1):
        scratch.cell(at, 1).value = f"={formula}"
    raw = io.BytesIO()
    book.save(raw)
    values = calculate(raw.getvalue())
    return [values.value("Scratch", at, 1) for at in range(1, len(formulas) + 1)]


def elsewhere(plan: Plan, formula: str) -> str:
    """A formula as it reads from another sheet."""
    return "".join(
        f"{plan.sheet}!{piece}" if isinstance(piece, Ref) else piece.text
        for piece in tokenize(formula)
    )


def true_at(plan: Plan, code: str) -> set[str]:
    """The cells for which a standing condition of a rule is true."""
    cells: list[str] = []
    formulas: list[str] = []
    for entry in live_conditions(plan):
        if entry.code != code:
            continue
        top, left, bottom, _ = split_area(entry.standing.area)
        for row in range(top, bottom + 1):
            cells.append(cell_name(row, left))
            formulas.append(elsewhere(plan, shift(entry.standing.formula, row - top, 0)))
    found = zip(cells, calculated(plan, formulas), strict=True)
    return {cell for cell, value in found if value is True}


def found_at(plan: Plan, code: str) -> set[str]:
    """The cells in which the rule finds something."""
    return {found.place.cell for found in RULES[code].find(plan)}


def total(row: int) -> str:
    return f"{COLUMN['total']}{row}"


# -------------------------------------------------------------------------- a project's own amounts


@pytest.mark.parametrize(
    ("code", "amounts", "faulty"),
    [
        ("A01", {"province": 5, "total": 6}, True),
        ("A01", {"province": 5, "total": 5}, False),
        ("A01", {"province": 5}, False),
        (
            "A01",
            {"province": 5, "beneficiary": 1, "total": 7},
            False,
        ),  # the third source is the rest
        ("A01", {"province": 5, "beneficiary": 1, "other": 1, "total": 8}, True),
        ("A01", {"province": 5, "beneficiary": 1, "other": 1, "total": 7}, False),
        ("A01", {"province": "5", "total": "5.001"}, True),
        ("A06", {"province": 5, "beneficiary": 1, "total": 4}, True),
        ("A06", {"province": 5, "beneficiary": 1, "total": 6}, False),
        ("A07", {}, True),
        ("A07", {"total": 5}, True),
        ("A07", {"province": 0}, False),
    ],
)
def test_the_total_beside_its_sources(code: str, amounts: dict[str, Any], faulty: bool) -> None:
    plan = typed(programme(), project(**amounts))
    assert true_at(plan, code) & {total(3)} == ({total(3)} if faulty else set())
    assert bool(found_at(plan, code)) is faulty


@pytest.mark.parametrize("amount", SOURCES)
@pytest.mark.parametrize(
    ("code", "value", "faulty"),
    [
        ("A06", -1, True),
        ("A06", 0, False),
        ("A09", "1.5", False),
        ("A09", "1.0005", True),
        ("A09", "1.0000001", False),
    ],
)
def test_an_amount_by_itself(amount: str, code: str, value: Any, faulty: bool) -> None:
    plan = typed(programme(), project(**{"province": 1} | {amount: value}))
    assert (f"{COLUMN[amount]}3" in true_at(plan, code)) is faulty


def test_in_whole_dong_half_a_dong_is_too_fine() -> None:
    plan = typed(programme(), project(province="1.5"), unit=DONG)
    assert true_at(plan, "A09") == {f"{COLUMN['province']}3"}


# ------------------------------------------------------------------------------------------- months


@pytest.mark.parametrize(
    ("code", "start", "end", "faulty"),
    [
        ("C01", 6, 5, True),
        ("C01", 6, 6, False),
        ("C01", 13, 5, False),
        ("C01", 6, 0, False),
        ("C02", 0, 12, True),
        ("C02", 13, 12, True),
        ("C02", 1, 12, False),
        ("C03", None, 12, True),
        ("C03", 1, 12, False),
    ],
)
def test_the_first_month(code: str, start: int | None, end: int, faulty: bool) -> None:
    plan = typed(programme(), project(province=1, start_month=start, end_month=end))
    assert (f"{COLUMN['start_month']}3" in true_at(plan, code)) is faulty
    assert bool(found_at(plan, code)) is faulty


def test_the_last_month_is_watched_too() -> None:
    plan = typed(programme(), project(province=1, end_month=13))
    assert true_at(plan, "C02") == {f"{COLUMN['end_month']}3"}


def test_a_programme_needs_no_months() -> None:
    assert true_at(typed(programme(), project(province=1)), "C03") == set()


# ---------------------------------------------------------------------------------------- subtotals

TWO = (project("1.1", 5), project("1.2", 6))


def test_a_programme_sums_its_own_projects_only() -> None:
    plan = typed(section(), programme(total=11), *TWO, programme("2", total=11), project("2.1", 7))
    assert true_at(plan, "A02") == {total(6)} == found_at(plan, "A02")


def test_a_section_sums_the_projects_of_its_programmes() -> None:
    plan = typed(section(total=12), programme(total=11), *TWO)
    assert true_at(plan, "A02") == {total(2)} == found_at(plan, "A02")


def test_each_stated_source_is_watched() -> None:
    plan = typed(programme(province=11, beneficiary=1), *TWO)
    assert true_at(plan, "A02") == {f"{COLUMN['beneficiary']}2"} == found_at(plan, "A02")


def test_the_grand_total_sums_all() -> None:
    plan = typed(programme(), *TWO, stated_total(total=12))
    assert true_at(plan, "A03") == {total(5)} == found_at(plan, "A03")
    assert true_at(typed(programme(), *TWO, stated_total(total=11)), "A03") == set()


def test_a_source_that_is_the_rest_counts() -> None:
    rest = project("1.1", 5, 1, total=10)
    assert true_at(typed(programme(other=4), rest), "A02") == set()
    assert true_at(typed(programme(other=5), rest), "A02") == {f"{COLUMN['other']}2"}


def test_a_programme_without_projects_is_not_watched() -> None:
    assert [c.code for c in live_conditions(typed(programme(total=1))) if c.code == "A02"] == []


# ---------------------------------------------------------------------------- what is left to rules


def rows_of(plan: Plan, code: str) -> set[int]:
    live = live_conditions(plan)
    return {row for entry in live if entry.code == code for row in entry.standing.rows}


def test_a_row_with_text_in_its_amounts_is_left_to_the_rule() -> None:
    plan = typed(programme(), *TWO, cells={f"{COLUMN['other']}3": "khoảng 5"})
    assert rows_of(plan, "A01") == {2, 4} and rows_of(plan, "C01") == {2, 3, 4}


def test_a_level_that_is_written_in_another_way_is_left_to_the_rule() -> None:
    plan = typed(programme(), *TWO, cells={f"{COLUMN['level']}3": "đề  án"})
    assert rows_of(plan, "A01") == {2, 4}


def test_a_level_counts_whatever_its_capitals() -> None:
    plan = typed(programme(), *TWO, cells={f"{COLUMN['level']}3": "ĐỀ ÁN"})
    assert rows_of(plan, "A01") == {2, 3, 4}


def test_a_subtotal_over_a_dash_is_still_watched() -> None:
    plan = typed(programme(total=11), *TWO, cells={f"{COLUMN['other']}3": "-"})
    assert rows_of(plan, "A02") == {2} and rows_of(plan, "A01") == {2, 4}


def test_a_subtotal_over_a_text_is_left_to_the_rule() -> None:
    plan = typed(programme(total=11), *TWO, cells={f"{COLUMN['other']}3": "?"})
    assert rows_of(plan, "A02") == set()


@pytest.mark.parametrize(
    "change",
    [
        {"grid": None},
        {"appendix": True},
        {"rows": (2, 1)},
        {"columns": {field: at for field, at in COLUMN.items() if field != "other"}},
    ],
)
def test_a_plan_that_does_not_stand_on_a_sheet_of_its_own_has_none(change: dict[str, Any]) -> None:
    plan = replace(typed(programme(), *TWO), **change)
    assert live_conditions(plan) == () and total_formula(plan) is None


# ------------------------------------------------------------------------------ the amount in words


def worded(words: str) -> Plan:
    return typed(programme(), *TWO, particulars={"Tổng cộng bằng chữ": words})


def test_the_grand_total_is_the_plans() -> None:
    plan = worded("Mười một ngàn đồng")
    formula = total_formula(plan)
    assert formula is not None and calculated(plan, [formula]) == [11.0]


def test_the_words_are_watched_while_they_are_the_same() -> None:
    condition = words_condition(worded("Mười một ngàn đồng"), "B6")
    assert condition == (
        f'AND(EXACT(B6,"Mười một ngàn đồng"),ROUND({TOTAL_NAME}*1000-(11000),0)<>0)'
    )


@pytest.mark.parametrize("words", ["", "không rõ"])
def test_words_that_are_no_number_are_left_to_the_rule(words: str) -> None:
    assert words_condition(worded(words), "B6") is None


def test_a_condition_is_as_grave_as_its_rule() -> None:
    live = Live(RULES["A01"], Standing("I2", "TRUE", (), "total"))
    assert live.severity is RULES["A01"].severity


def test_a_sheet_of_another_name_is_quoted() -> None:
    plan = replace(worded("Mười một ngàn đồng"), sheet="De an")
    assert (total_formula(plan) or "").count("'De an'!") > 0


# --------------------------------------------------------------------------------- details, years


def shown_at(plan: Plan, code: str) -> set[str]:
    """The cells of a rule's faults that its standing conditions show: of the rows that they say."""
    rows = {
        row for entry in live_conditions(plan) if entry.code == code for row in entry.standing.rows
    }
    return {found.place.cell for found in RULES[code].find(plan) if _row(found.place.cell) in rows}


def _row(cell: str) -> int:
    return split_area(cell)[0]


@pytest.mark.parametrize("code", ["A01", "A06", "A07"])
@pytest.mark.parametrize(
    "lines",
    [
        [project("1.1"), detail("-", 5, 1, 0), detail("-", 6, 1, 0), project("1.2", 3)],
        [project("1.1", total=14), detail("-", 5, 1, 0, total=7), detail("-", 6, 1, 0)],
        [project("1.1", 5, 1, 1, total=9), detail("-", 5, 1, 1), project("1.2", 1, 1, 1, total=9)],
        [project("1.1", 7), detail("-"), detail("-"), project("1.2")],
        [project("1.1"), detail("-", 9, 1, total=5), detail("-", -1, 1, 1), project("1.2", -2)],
    ],
)
def test_money_of_details_is_judged_on_their_rows(code: str, lines: list[Line]) -> None:
    plan = typed(section(), programme(), *lines)
    assert true_at(plan, code) == shown_at(plan, code)


@pytest.mark.parametrize("stated", [{"total": 27, "province": 20}, {"total": 28, "province": 20}])
def test_sums_above_details_take_in_these_and_not_their_project_again(
    stated: Mapping[str, Any],
) -> None:
    plan = typed(
        section(**stated),
        programme(**stated),
        project("1.1", total=14),
        detail("-", 5, 1, 0),
        detail("-", 6, None, 0, total=8),
        project("1.2", 9, 4, None, total=13),
        stated_total(**stated),
    )
    for code in ("A02", "A03"):
        assert true_at(plan, code) == found_at(plan, code), code
    total = total_formula(plan)
    assert total is not None and calculated(plan, [total]) == [27.0]


def test_details_without_money_leave_sums_to_the_rules() -> None:
    lines = (section(total=9), programme(total=9), project("1.1", 7), detail("-"))
    plan = typed(*lines, stated_total(total=9))
    assert found_at(plan, "A02") and found_at(plan, "A03")
    assert not {"A02", "A03"} & {entry.code for entry in live_conditions(plan)}
    assert total_formula(plan) is None


@pytest.mark.parametrize("months", [(5, 47_088), (47_088, 12), (46_508, 47_088)])
def test_a_date_among_months_is_no_month_outside_the_year(months: tuple[int, int]) -> None:
    plan = typed(section(), programme(), project("1.1", 7))
    start, end = months
    dated = typed(
        *(section(), programme(), project("1.1", 7)),
        cells={f"{COLUMN['start_month']}4": start, f"{COLUMN['end_month']}4": end},
    )
    assert found_at(plan, "C02") == true_at(dated, "C02") == true_at(dated, "C01") == set()
