"""The plan as a value: sums, the balancing source, groups, and where things were typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal

import pytest

from workbook_tools.place import Place
from workbook_tools.plan.form import AMOUNTS, COLUMNS, SOURCES
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.plan.model import (
    Funding,
    Group,
    LegalDocument,
    Line,
    Norm,
    Plan,
    Programme,
    Project,
    Recipient,
    Section,
    Target,
    amount_of,
)


def money(*amounts: int | None) -> Funding:
    """Total, province, beneficiary, other."""
    exact = [None if amount is None else Decimal(amount) for amount in amounts]
    return Funding.of(**dict(zip(AMOUNTS, exact, strict=False)))


def project(tt: str = "", *amounts: int | None, **fields: object) -> Project:
    """A project with the sources given, without a stated total."""
    return Project(tt=tt, stated=money(None, *amounts), **fields)  # type: ignore[arg-type]


ONE = project("1.1", 100, 50, 5, row=4, start_month=1, executing_unit="Sở")
TWO = project("1.2", 30, 0, 0, row=5, start_month=4, executing_unit="Cơ sở A")
THREE = project("2.1", 1, 2, 3, row=7, executing_unit="SỞ")
FIRST = Programme(tt="1", row=3, projects=(ONE, TWO))
SECOND = Programme(tt="2", row=6, projects=(THREE,))
SECTION = Section(tt="I", row=2, programmes=(FIRST, SECOND))
EMPTY = Section(tt="II", row=8)
PLAN = Plan(
    sections=(SECTION, EMPTY),
    columns={"tt": "A", "province": "J", "total": "I"},
    record_columns={"ChiTieu": {"Cột": "F"}},
)


# ---------------------------------------------------------------------------------------- amounts


@pytest.mark.parametrize(("amount", "value"), [*zip(AMOUNTS, (1, 2, 3, 4), strict=True)])
def test_a_stated_amount_by_its_name(amount: str, value: int) -> None:
    assert money(1, 2, 3, 4).get(amount) == value


@pytest.mark.parametrize(("amount", "value"), [*zip(AMOUNTS, (155, 100, 50, 5), strict=True)])
def test_a_computed_amount_by_its_name(amount: str, value: int) -> None:
    assert amount_of(ONE, amount) == value


def test_another_name_is_no_amount() -> None:
    with pytest.raises(KeyError, match="profit"):
        amount_of(ONE, "profit")


def amounts(line: Project | Programme | Section | Group | Plan) -> list[Decimal]:
    return [amount_of(line, amount) for amount in AMOUNTS]


def test_the_total_of_a_project_is_the_sum_of_its_sources() -> None:
    assert amounts(ONE) == [155, 100, 50, 5]


def test_an_empty_source_counts_nothing() -> None:
    assert amounts(project("1", None, 7, None)) == [7, 0, 7, 0]


def test_a_stated_total_does_not_count_where_all_sources_are_stated() -> None:
    line = Project(stated=money(99, 1, 2, 3))
    assert line.total == 6
    assert line.balancing is None


@pytest.mark.parametrize(
    ("missing", "stated"),
    [
        ("province", money(100, None, 30, 10)),
        ("beneficiary", money(100, 30, None, 10)),
        ("other", money(100, 30, 10, None)),
    ],
)
def test_the_one_missing_source_is_the_total_less_the_others(missing: str, stated: Funding) -> None:
    line = Project(stated=stated)
    assert line.balancing == missing
    assert amount_of(line, missing) == 60
    assert line.total == 100


def test_the_missing_source_may_come_out_as_nothing() -> None:
    assert Project(stated=money(3, 1, 2, None)).balancing == "other"


def test_the_missing_source_may_come_out_negative() -> None:
    assert Project(stated=money(10, 30, None, 0)).beneficiary == -20


@pytest.mark.parametrize(
    "stated",
    [money(None, 1, None, 1), money(100, 1, None, None), money(100, None, None, None), money()],
)
def test_nothing_balances_unless_the_total_and_two_sources_are_stated(stated: Funding) -> None:
    line = Project(stated=stated)
    assert line.balancing is None
    assert line.total == sum((stated.get(source) or Decimal(0) for source in SOURCES), Decimal(0))


def test_a_programme_sums_its_projects() -> None:
    assert amounts(FIRST) == [185, 130, 50, 5]


def test_a_section_sums_its_programmes() -> None:
    assert amounts(SECTION) == [191, 131, 52, 8]


def test_what_has_no_parts_sums_to_nothing() -> None:
    assert amounts(EMPTY) == amounts(Programme()) == amounts(Plan()) == [0, 0, 0, 0]


def test_a_plan_sums_its_sections() -> None:
    other = Section(programmes=(Programme(projects=(project("", 1, 1, 1),)),))
    assert amounts(Plan(sections=(SECTION, other))) == [194, 132, 53, 9]


def test_lines_are_values() -> None:
    assert project("1.1", 1, 2, 3) == project("1.1", 1, 2, 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        ONE.amounts = {}  # type: ignore[misc]


# ------------------------------------------------------------------------------------------ norms


@pytest.mark.parametrize(("share", "due"), [("0.3", 70), ("0", 100), ("1", 0)])
def test_the_beneficiary_pays_what_the_norm_does_not_allow(share: str, due: int) -> None:
    line = project("1", 50, 50, 0, norm=Norm("DM1", max_share=Decimal(share)))
    assert line.required_beneficiary == due


@pytest.mark.parametrize("norm", [None, Norm("DM1"), Norm("DM1", max_amount=Decimal(5))])
def test_without_a_share_nothing_is_required_of_the_beneficiary(norm: Norm | None) -> None:
    assert project("1", 50, norm=norm).required_beneficiary is None


def test_the_projects_whose_norm_limits_the_share() -> None:
    limited = project("1", 50, norm=Norm("DM1", max_share=Decimal(1)))
    free = project("2", 50, norm=Norm("DM2"))
    plan = Plan(sections=(Section(programmes=(Programme(projects=(free, limited)),)),))
    assert plan.normed_projects == (limited,)


# ------------------------------------------------------------------------------------- particulars


@pytest.mark.parametrize(
    ("particulars", "year"),
    [({"Năm kế hoạch": 2021}, 2021), ({"Năm kế hoạch": "2021"}, None), ({}, None)],
)
def test_the_year_of_a_plan(particulars: dict[str, object], year: int | None) -> None:
    assert Plan(particulars=particulars).year == year


@pytest.mark.parametrize(
    ("particulars", "name"),
    [({"Tỉnh": "Đồng Nai"}, "Đồng Nai"), ({"Tỉnh": None}, ""), ({}, ""), ({"Tỉnh": 5}, "5")],
)
def test_the_province_of_a_plan(particulars: dict[str, object], name: str) -> None:
    assert Plan(particulars=particulars).province_name == name


# ------------------------------------------------------------------------------------------ lines


def test_the_programmes_and_projects_of_all_sections_in_order() -> None:
    assert PLAN.programmes == (FIRST, SECOND)
    assert PLAN.projects == (ONE, TWO, THREE)


def test_the_lines_are_in_the_appendixs_order() -> None:
    assert list(PLAN.lines()) == [SECTION, FIRST, ONE, TWO, SECOND, THREE, EMPTY]


def test_every_typed_line_by_its_row() -> None:
    unwritten = Section(programmes=(Programme(projects=(ONE,)),))
    total = Line(row=9)
    plan = Plan(sections=(unwritten, EMPTY), stated=total)
    assert plan.by_row == {4: ONE, 8: EMPTY, 9: total}
    assert 9 not in PLAN.by_row


@pytest.mark.parametrize(
    ("stated", "balanced"), [(money(10, 5, 5, None), True), (money(10, 5, 5, 0), False)]
)
def test_whether_any_source_is_computed(stated: Funding, balanced: bool) -> None:
    programme = Programme(projects=(ONE, Project(stated=stated)))
    assert Plan(sections=(Section(programmes=(programme,)),)).has_balanced is balanced


def test_what_is_not_read_off_a_row_has_none() -> None:
    assert Line().row == Norm("DM1").row == LegalDocument("1/QĐ-UBND").row == 0
    assert Target("x").row == Recipient("x").row == 0
    assert Line().start_month is None


def test_an_empty_plan_has_no_rows_of_its_sheet() -> None:
    assert (Plan().sheet, Plan().rows, Plan().appendix) == ("DeAn", (2, 1), False)


# ----------------------------------------------------------------------------------------- groups


def test_executing_units_are_in_order_of_appearance_whatever_their_capitals() -> None:
    assert [(unit.name, unit.projects) for unit in PLAN.executing_units] == [
        ("Sở", (ONE, THREE)),
        ("Cơ sở A", (TWO,)),
    ]


def test_a_group_counts_and_sums_its_projects() -> None:
    group = Group("Sở", (ONE, THREE))
    assert group.count == 2
    assert amounts(group) == [161, 101, 52, 8]


def test_a_group_that_is_no_quarter_has_no_months() -> None:
    assert (Group("Sở", ()).first_month, Group("Sở", ()).last_month) == (0, 0)


def starting(months: Sequence[int | None]) -> Plan:
    projects = tuple(project(str(month), start_month=month) for month in months)
    return Plan(sections=(Section(programmes=(Programme(projects=projects),)),))


def test_the_quarters_and_their_months() -> None:
    assert [(q.name, q.first_month, q.last_month) for q in PLAN.quarters] == [
        ("Quý I", 1, 3),
        ("Quý II", 4, 6),
        ("Quý III", 7, 9),
        ("Quý IV", 10, 12),
    ]


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, 0), (3, 0), (4, 1), (6, 1), (7, 2), (9, 2), (10, 3), (12, 3)]
)
def test_a_project_is_in_the_quarter_of_its_first_month(month: int, quarter: int) -> None:
    counts = [group.count for group in starting([month]).quarters]
    assert counts == [int(at == quarter) for at in range(4)]


@pytest.mark.parametrize("month", [None, 0, -1, 13])
def test_a_project_without_such_a_month_is_in_no_quarter(month: int | None) -> None:
    assert sum(group.count for group in starting([month]).quarters) == 0


def test_a_quarter_has_its_projects_in_order() -> None:
    assert [p.tt for p in starting([3, 5, 1]).quarters[0].projects] == ["3", "1"]


# ----------------------------------------------------------------------------------------- places


def test_the_cell_of_a_field() -> None:
    assert PLAN.place(ONE, "province") == Place("DeAn", "J4")


def test_a_field_without_a_column_is_somewhere_on_the_sheet() -> None:
    assert PLAN.place(ONE, "note") == Place("DeAn")


def test_a_line_without_a_row_is_somewhere_on_the_sheet() -> None:
    assert PLAN.place(Section(), "tt") == Place("DeAn")


def test_the_cell_of_a_record() -> None:
    assert PLAN.record_place("ChiTieu", 5, "Cột") == Place("ChiTieu", "F5")


@pytest.mark.parametrize(("sheet", "heading"), [("ChiTieu", "Giá trị"), ("CanCu", "Cột")])
def test_a_record_without_a_column_is_somewhere_on_its_sheet(sheet: str, heading: str) -> None:
    assert PLAN.record_place(sheet, 5, heading) == Place(sheet)


FAILING = Grid("DeAn", [[], [], [], [None] * 9 + [ErrorValue("#REF!")], [None] * 9 + ["#REF!"]])


@pytest.mark.parametrize(
    ("line", "column", "fails"),
    [
        (ONE, "province", True),
        (ONE, "total", False),
        (ONE, "note", False),
        (TWO, "province", False),
    ],
)
def test_a_field_fails_where_an_error_stands_in_its_cell(
    line: Project, column: str, fails: bool
) -> None:
    plan = Plan(sections=PLAN.sections, columns=PLAN.columns, grid=FAILING)
    assert plan.fails(line, column) is fails


def test_nothing_fails_where_there_is_no_sheet() -> None:
    assert PLAN.fails(ONE, "province") is False


# ----------------------------------------------------------------------------------------- frames


def test_a_frame_has_the_columns_of_the_sheet() -> None:
    assert list(PLAN.to_frame().columns) == list(COLUMNS.values())


def test_a_frame_has_a_row_a_line_with_its_level() -> None:
    frame = PLAN.to_frame()
    assert list(zip(frame["Loại dòng"], frame["TT"], strict=True)) == [
        ("Mục", "I"),
        ("Chương trình", "1"),
        ("Đề án", "1.1"),
        ("Đề án", "1.2"),
        ("Chương trình", "2"),
        ("Đề án", "2.1"),
        ("Mục", "II"),
    ]
    assert frame["Tổng KP thực hiện"].iloc[0] == Decimal(191)


def test_a_frame_holds_each_field_under_its_heading() -> None:
    line = Project(
        tt="1.1",
        name="Đề án",
        executing_unit="Sở",
        goal="mục tiêu",
        result="kết quả",
        start_month=2,
        end_month=9,
        stated=money(None, 3, 2, 1),
        note="ghi chú",
        norm_code="DM1",
        quantity="5 cơ sở",
    )
    frame = Plan(sections=(Section(programmes=(Programme(projects=(line,)),)),)).to_frame()
    assert frame.iloc[2].to_dict() == {
        "TT": "1.1",
        "Loại dòng": "Đề án",
        "Tên đề án": "Đề án",
        "Đơn vị thực hiện": "Sở",
        "Mục tiêu và nội dung chính": "mục tiêu",
        "Dự kiến kết quả đạt được": "kết quả",
        "Bắt đầu (tháng)": 2,
        "Kết thúc (tháng)": 9,
        "Tổng KP thực hiện": Decimal(6),
        "KPKC ĐP": Decimal(3),
        "KP đơn vị thụ hưởng": Decimal(2),
        "Nguồn khác": Decimal(1),
        "Ghi chú": "ghi chú",
        "Mã định mức": "DM1",
        "Số lượng": "5 cơ sở",
    }


def test_the_frame_of_an_empty_plan_has_no_rows() -> None:
    assert PLAN.to_frame().shape == (7, 15)
    assert Plan().to_frame().shape == (0, 15)


@pytest.mark.parametrize(("numbers", "told"), [([], False), (["I"], False), (["I", "II"], True)])
def test_a_plan_of_several_sections_says_so(numbers: list[str], told: bool) -> None:
    plan = Plan(sections=(Section(), *(Section(tt=number) for number in numbers)))
    assert plan.is_sectioned is told
