"""Typed rows as sections, programmes and projects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from workbook_tools import InputError
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.plan.model import Funding, Line, Norm
from workbook_tools.plan.money import THOUSAND
from workbook_tools.read.lines import Lines, TypedRow, read_lines

FIELDS = ("tt", "name", "start_month", "total", "province", "other", "note", "norm_code")
COLUMNS = {name: column for column, name in enumerate(FIELDS, 1)}


def row(number: int, level: str, **values: Any) -> TypedRow:
    return TypedRow(number, level, [values.get(name) for name in FIELDS])


def read(*rows: TypedRow, columns: dict[str, int] = COLUMNS, **options: Any) -> Lines:
    return read_lines(Grid("DeAn", []), rows, columns, THOUSAND, **options)


def one(**values: Any) -> Lines:
    """What becomes of one project's values."""
    return read(row(2, "Mục"), row(3, "Chương trình"), row(4, "Đề án", **values), year=2021)


def provinces(*typed: Any) -> list[Decimal | None]:
    """What becomes of one column's amounts."""
    rows = [row(number, "Đề án", province=value) for number, value in enumerate(typed, 4)]
    lines = read(row(2, "Mục"), row(3, "Chương trình"), *rows)
    return [project.stated.get("province") for project in lines.sections[0].programmes[0].projects]


def outline(lines: Lines) -> list[tuple[int, list[tuple[int, list[int]]]]]:
    """The rows of sections, programmes and projects."""
    found = []
    for section in lines.sections:
        programmes = [(p.row, [project.row for project in p.projects]) for p in section.programmes]
        found.append((section.row, programmes))
    return found


# ----------------------------------------------------------------------------------------- levels


def test_lines_stand_under_the_last_line_above_them() -> None:
    lines = read(
        row(2, "Mục"),
        row(3, "Chương trình"),
        row(4, "Đề án"),
        row(5, "Đề án"),
        row(6, "Chương trình"),
        row(7, "Mục"),
        row(8, "Chương trình"),
        row(9, "Đề án"),
    )
    assert outline(lines) == [(2, [(3, [4, 5]), (6, [])]), (7, [(8, [9])])]


def test_a_programme_outside_any_section_stands_under_one_without_a_row() -> None:
    assert outline(read(row(2, "Chương trình"), row(3, "Đề án"))) == [(0, [(2, [3])])]


def test_a_project_outside_any_programme_stands_under_one_without_a_row() -> None:
    assert outline(read(row(2, "Mục"), row(3, "Đề án"))) == [(2, [(0, [3])])]


def test_a_project_outside_everything_stands_under_two_without_a_row() -> None:
    assert outline(read(row(2, "Đề án"), row(3, "Đề án"))) == [(0, [(0, [2, 3])])]


def test_the_total_is_no_line_of_the_plan() -> None:
    lines = read(row(2, "Mục"), row(3, "Tổng cộng", total=5, name="Tổng"))
    assert lines.total == Line(name="Tổng", row=3, stated=Funding(total=Decimal(5)))
    assert outline(lines) == [(2, [])]


def test_without_rows_there_are_no_lines() -> None:
    assert read() == Lines((), None, (), ())


# ----------------------------------------------------------------------------------------- fields


def test_texts_are_read_without_blanks_around_them() -> None:
    only = one(tt=" 1.1 ", name=5.0).sections[0].programmes[0].projects[0]
    assert (only.tt, only.name, only.goal) == ("1.1", "5", "")


def test_a_row_that_ends_early_is_empty_from_there() -> None:
    lines = read(TypedRow(2, "Đề án", ["1.1"]))
    only = lines.sections[0].programmes[0].projects[0]
    assert (only.tt, only.name, only.start_month, only.stated) == ("1.1", "", None, Funding())


def test_columns_that_are_missing_are_empty() -> None:
    only = read(row(2, "Đề án"), columns={"tt": 1}).sections[0].programmes[0].projects[0]
    assert (only.norm_code, only.note, only.stated) == ("", "", Funding())


def test_a_project_knows_its_norm_by_its_code() -> None:
    norm = Norm("DM1")
    rows = [row(2, "Đề án", norm_code="DM1"), row(3, "Đề án", norm_code="DM2"), row(4, "Đề án")]
    lines = read(*rows, norms={"DM1": norm})
    assert [p.norm for p in lines.sections[0].programmes[0].projects] == [norm, None, None]


def test_the_legal_basis_is_the_projects_own_or_its_programmes() -> None:
    lines = read(
        row(2, "Chương trình", note="QĐ 1"),
        row(3, "Đề án"),
        row(4, "Đề án", note="QĐ 2"),
    )
    assert [p.legal_basis for p in lines.sections[0].programmes[0].projects] == ["QĐ 1", "QĐ 2"]


def test_under_no_programme_there_is_no_legal_basis_but_the_own() -> None:
    assert read(row(2, "Đề án")).sections[0].programmes[0].projects[0].legal_basis == ""


@pytest.mark.parametrize("value", [None, "", "  ", "-", " – ", "—", ErrorValue("#REF!")])
def test_a_month_that_is_not_said_is_none_and_nothing_is_kept_aside(value: object) -> None:
    lines = one(start_month=value)
    assert lines.sections[0].programmes[0].projects[0].start_month is None
    assert lines.unread == ()


@pytest.mark.parametrize("value", ["đầu năm", 1.5, True, "5/2020"])
def test_what_is_no_month_is_kept_aside_with_its_cell(value: object) -> None:
    (unread,) = one(start_month=value).unread
    assert (str(unread.place), unread.column, unread.value, unread.row) == (
        "DeAn!C4",
        "start_month",
        value,
        4,
    )


# ---------------------------------------------------------------------------------------- amounts


def test_typed_numbers_are_read_exactly_and_without_a_remark() -> None:
    lines = one(province=0.1, other=7)
    assert lines.sections[0].programmes[0].projects[0].stated == Funding.of(
        province=Decimal("0.1"), other=Decimal(7)
    )
    assert (lines.remarks, lines.unread) == ((), ())


def test_an_amount_of_a_frame_is_as_it_is() -> None:
    assert provinces(Decimal("1.50")) == [Decimal("1.50")]


@pytest.mark.parametrize("value", [None, "", " ", ErrorValue("#N/A")])
def test_an_empty_cell_is_no_amount_and_no_remark(value: object) -> None:
    lines = one(province=value)
    assert lines.sections[0].programmes[0].projects[0].stated.get("province") is None
    assert (lines.remarks, lines.unread) == ((), ())


@pytest.mark.parametrize("value", ["-", " – ", "—"])
def test_a_dash_is_an_empty_cell_and_is_remarked(value: str) -> None:
    lines = one(province=value)
    (remark,) = lines.remarks
    assert (str(remark.place), remark.found, remark.read_as) == ("DeAn!E4", value, "ô trống")
    assert lines.sections[0].programmes[0].projects[0].stated.get("province") is None


@pytest.mark.parametrize("value", ["nhiều", True, "10.000.000.000.000.000"])
def test_what_is_no_amount_is_kept_aside_with_its_cell(value: object) -> None:
    (unread,) = one(province=value).unread
    assert (str(unread.place), unread.column, unread.value) == ("DeAn!E4", "province", value)


@pytest.mark.parametrize("amount", [10**15, 1e15, -(10**15)])
def test_an_amount_of_more_than_15_digits_is_refused(amount: float) -> None:
    with pytest.raises(
        InputError, match=r"Ô DeAn!E4: số -?1\.000\.000\.000\.000\.000 quá 15 chữ số"
    ):
        one(province=amount)


def test_a_number_of_hundreds_of_digits_is_told_by_its_first() -> None:
    with pytest.raises(InputError, match=r"số 100\.000\.[0-9.]+… quá 15 chữ số") as refused:
        one(province=1e308)
    assert len(str(refused.value)) < 160


def test_an_amount_of_15_digits_is_read() -> None:
    assert provinces(10**15 - 1) == [10**15 - 1]


def test_a_text_is_read_as_its_column_is_written() -> None:
    assert provinces("1.234", "9.230,5") == [1234, Decimal("9230.5")]
    assert provinces("1.234", "9,230.5") == [Decimal("1.234"), Decimal("9230.5")]


def test_a_text_is_read_by_the_size_of_its_columns_numbers() -> None:
    assert provinces("1.234", 2, 3) == [Decimal("1.234"), 2, 3]


def test_other_columns_do_not_decide() -> None:
    lines = one(province="1.234", other="9,230.5")
    assert lines.sections[0].programmes[0].projects[0].stated.get("province") == 1234


def test_a_texts_own_unit_is_made_the_plans() -> None:
    assert provinces("6,5 triệu đồng") == [6500]


def test_how_a_text_was_read_is_remarked() -> None:
    (remark,) = one(province="6,5 triệu đồng").remarks
    assert (str(remark.place), remark.found) == ("DeAn!E4", "6,5 triệu đồng")
    assert (remark.read_as, remark.evidence) == ("6.500 ngàn đồng", "chỉ đọc được một cách")
