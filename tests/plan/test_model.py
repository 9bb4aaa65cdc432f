"""The plan as values: what is computed from what is typed, and where a value stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbook_tools.place import Place
from workbook_tools.plan.form import AMOUNTS
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.plan.model import (
    Funding,
    Group,
    Line,
    Norm,
    Plan,
    Programme,
    Project,
    Section,
    amount_of,
)


def stated(*amounts: int | None) -> Funding:
    """Total, province, beneficiary, other."""
    return Funding(*(None if amount is None else Decimal(amount) for amount in amounts))


def amounts(thing: Project | Programme | Section | Group | Plan) -> list[int]:
    return [int(amount_of(thing, name)) for name in AMOUNTS]


FIRST = Project(stated=stated(None, 1, 20, 300), row=4, name="một", executing_unit="Sở A")
SECOND = Project(stated=stated(None, 4, 50, 600), row=5, name="hai", executing_unit="Sở B")
THIRD = Project(stated=stated(None, 7, 80, 900), row=7, name="ba", executing_unit="SỞ A")
ONE = Programme(tt="1", row=3, projects=(FIRST, SECOND))
TWO = Programme(tt="2", row=6, projects=(THIRD,))
SECTION = Section(tt="I", row=2, programmes=(ONE, TWO))
EMPTY = Section(tt="II", row=8)
PLAN = Plan(
    sections=(SECTION, EMPTY),
    stated=Line(row=9, stated=stated(1, None, None, None)),
    columns={"tt": "A", "name": "C", "total": "I"},
    record_columns={"ChiTieu": {"Giá trị": "B"}},
)


def test_each_amount_by_its_name() -> None:
    funding = stated(1, 2, 3, 4)
    assert [funding.get(name) for name in ("total", "province", "beneficiary", "other")] == [
        funding.total,
        funding.province,
        funding.beneficiary,
        funding.other,
    ]
    assert amounts(FIRST) == [321, 1, 20, 300]


@pytest.mark.parametrize("name", ["", "name", "Total"])
def test_another_name_is_no_amount(name: str) -> None:
    with pytest.raises(KeyError):
        Funding().get(name)
    with pytest.raises(KeyError):
        amount_of(FIRST, name)


@pytest.mark.parametrize(
    ("typed", "computed", "balancing"),
    [
        ((None, 1, 2, 3), [6, 1, 2, 3], None),
        ((9, 1, 2, 3), [6, 1, 2, 3], None),
        ((10, None, 2, 3), [10, 5, 2, 3], "province"),
        ((10, 1, None, 3), [10, 1, 6, 3], "beneficiary"),
        ((10, 1, 2, None), [10, 1, 2, 7], "other"),
        ((3, 1, 2, None), [3, 1, 2, 0], "other"),
        ((10, 1, None, None), [1, 1, 0, 0], None),
        ((10, None, None, None), [0, 0, 0, 0], None),
        ((None, 1, 2, None), [3, 1, 2, 0], None),
        ((None, None, None, None), [0, 0, 0, 0], None),
    ],
)
def test_a_project_is_what_its_sources_say(
    typed: tuple[int | None, ...], computed: list[int], balancing: str | None
) -> None:
    project = Project(stated=stated(*typed))
    assert (amounts(project), project.balancing) == (computed, balancing)


def test_programmes_sections_groups_and_the_plan_sum_up() -> None:
    assert amounts(ONE) == [975, 5, 70, 900]
    assert amounts(SECTION) == amounts(PLAN) == [1962, 12, 150, 1800]
    assert amounts(EMPTY) == amounts(Plan()) == [0, 0, 0, 0]
    group = Group("x", (FIRST, THIRD))
    assert (group.count, amounts(group)) == (2, [1308, 8, 100, 1200])


@pytest.mark.parametrize(
    ("norm", "due"),
    [
        (None, None),
        (Norm("A"), None),
        (Norm("A", max_share=Decimal("0.3")), Decimal(70)),
        (Norm("A", max_share=Decimal(1)), Decimal(0)),
        (Norm("A", max_share=Decimal(0)), Decimal(100)),
    ],
)
def test_what_the_beneficiary_must_pay_by_the_norm(norm: Norm | None, due: Decimal | None) -> None:
    assert Project(stated=stated(None, 100, 0, 0), norm=norm).required_beneficiary == due


def test_the_lines_in_their_order() -> None:
    assert list(PLAN.lines()) == [SECTION, ONE, FIRST, SECOND, TWO, THIRD, EMPTY]
    assert PLAN.programmes == (ONE, TWO)
    assert PLAN.projects == (FIRST, SECOND, THIRD)


def test_the_lines_by_their_rows() -> None:
    untyped = Programme(projects=(Project(row=11),))
    plan = Plan(sections=(Section(programmes=(untyped,)),))
    assert sorted(plan.by_row) == [11]
    assert sorted(PLAN.by_row) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert PLAN.by_row[5] is SECOND and PLAN.by_row[9] is PLAN.stated


def test_units_are_one_whatever_their_capitals_in_the_order_of_the_plan() -> None:
    assert [(group.name, group.projects) for group in PLAN.executing_units] == [
        ("Sở A", (FIRST, THIRD)),
        ("Sở B", (SECOND,)),
    ]


@pytest.mark.parametrize(
    ("month", "quarter"),
    [(1, 0), (2, 0), (3, 0), (4, 1), (6, 1), (7, 2), (9, 2), (10, 3), (12, 3)],
)
def test_a_project_stands_in_the_quarter_of_its_first_month(month: int, quarter: int) -> None:
    project = Project(start_month=month)
    plan = Plan(sections=(Section(programmes=(Programme(projects=(project,)),)),))
    assert [group.count for group in plan.quarters] == [int(at == quarter) for at in range(4)]


def test_the_quarters_and_their_months() -> None:
    assert [(group.name, group.first_month, group.last_month) for group in PLAN.quarters] == [
        ("Quý I", 1, 3),
        ("Quý II", 4, 6),
        ("Quý III", 7, 9),
        ("Quý IV", 10, 12),
    ]
    assert sum(group.count for group in PLAN.quarters) == 0


def test_a_group_has_no_months_of_its_own() -> None:
    group = Group("x", ())
    assert (group.first_month, group.last_month, group.count) == (0, 0, 0)


def test_whether_a_source_is_computed() -> None:
    balanced = Project(stated=stated(10, 1, 2, None))
    plan = Plan(sections=(Section(programmes=(Programme(projects=(FIRST, balanced)),)),))
    assert plan.has_balanced and not PLAN.has_balanced


def test_the_projects_that_a_norm_limits() -> None:
    limited = Project(norm=Norm("A", max_share=Decimal("0.5")))
    capped = Project(norm=Norm("B", max_amount=Decimal(5)))
    plan = Plan(sections=(Section(programmes=(Programme(projects=(FIRST, limited, capped)),)),))
    assert plan.normed_projects == (limited,)


def test_the_cell_of_a_field() -> None:
    assert PLAN.place(FIRST, "name") == Place("DeAn", "C4")
    assert PLAN.place(FIRST, "note") == Place("DeAn", "")
    assert PLAN.place(Project(), "name") == Place("DeAn", "")


@pytest.mark.parametrize(
    ("value", "column", "fails"),
    [
        (ErrorValue("#REF!"), "tt", True),
        ("#REF!", "tt", False),
        (ErrorValue("#REF!"), "note", False),
        (ErrorValue("#REF!"), "name", False),
    ],
)
def test_whether_an_error_stands_in_the_cell_of_a_field(
    value: object, column: str, fails: bool
) -> None:
    grid = Grid("DeAn", [[], [value, None, "C"]])
    plan = Plan(grid=grid, columns={"tt": "A", "name": "C"})
    assert plan.fails(Line(row=2), column) is fails


def test_without_a_sheet_nothing_fails() -> None:
    assert Plan(columns={"tt": "A"}).fails(Line(row=2), "tt") is False


def test_the_cell_of_a_record_on_another_sheet() -> None:
    assert PLAN.record_place("ChiTieu", 3, "Giá trị") == Place("ChiTieu", "B3")
    assert PLAN.record_place("ChiTieu", 3, "Đơn vị") == Place("ChiTieu", "")
    assert PLAN.record_place("CanCu", 3, "Ngày") == Place("CanCu", "")


def test_particulars_of_the_plan() -> None:
    plan = Plan(particulars={"Tỉnh": "Đồng Nai", "Năm kế hoạch": 2021})
    assert (plan.province_name, plan.year) == ("Đồng Nai", 2021)
    assert (Plan().province_name, Plan().year) == ("", None)
    assert Plan(particulars={"Tỉnh": None, "Năm kế hoạch": "2021"}).year is None
    assert Plan(particulars={"Tỉnh": None}).province_name == ""


def test_what_an_empty_line_and_an_empty_plan_are() -> None:
    assert (Line().row, Norm("A").row, Line().start_month) == (0, 0, None)
    assert (Plan().rows, Plan().appendix, Plan().sheet) == ((2, 1), False, "DeAn")


def test_a_frame_has_a_row_for_each_line() -> None:
    frame = PLAN.to_frame()
    assert list(frame["Cấp"]) == [
        "Mục",
        "Chương trình",
        "Đề án",
        "Đề án",
        "Chương trình",
        "Đề án",
        "Mục",
    ]
    assert frame["Tổng KP thực hiện"].iloc[0] == Decimal(1962)
