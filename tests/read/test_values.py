"""Single cells' values as texts, numbers, dates and months."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import numpy
import pandas
import pytest

from workbook_tools.plan.grid import ErrorValue
from workbook_tools.read import values

MAY = date(2021, 5, 10)
MAY_AT_NOON = datetime(2021, 5, 10, 12)
REF = ErrorValue("#REF!")


@pytest.mark.parametrize(("column", "value"), [(1, "a"), (2, "b"), (3, None), (99, None)])
def test_the_value_in_a_column(column: int, value: str | None) -> None:
    assert values.at(["a", "b"], column) == value


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, "5"),
        (5.0, "5"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        (-2.5, "-2.5"),
        (123456789.123456789, "123456789.123457"),
    ],
)
def test_a_number_is_what_excel_shows_of_it(value: float, number: str) -> None:
    assert str(values.decimal(value)) == number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        ("  a b ", "a b"),
        (" Đề án ", "Đề án"),
        (unicodedata.normalize("NFD", "Đề án"), "Đề án"),
        (REF, ""),
        (5, "5"),
        (5.0, "5"),
        (2.5, "2.5"),
        (MAY, "10/05/2021"),
        (MAY_AT_NOON, "10/05/2021"),
        (True, "True"),
    ],
)
def test_a_value_as_text(value: object, said: str) -> None:
    assert values.text(value) == said


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5),
        (0.3, Decimal("0.3")),
        ("9.230,5", Decimal("9230.5")),
        ("30%", Decimal("0.3")),
        ("30 %", Decimal("0.3")),
        (True, None),
        ("nhiều", None),
        ("", None),
        (None, None),
        (MAY, None),
    ],
)
def test_a_value_as_a_number(value: object, number: Decimal | None) -> None:
    assert values.number(value) == number


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (MAY, MAY),
        (MAY_AT_NOON, MAY),
        ("10/5/2021", MAY),
        (" 10-05-2021 ", MAY),
        ("31/2/2021", None),
        ("10/5/21", None),
        ("5/2021", None),
        (44326, None),
        (None, None),
    ],
)
def test_a_value_as_a_day(value: object, day: date | None) -> None:
    assert values.day(value) == day


def test_a_day_has_no_hour() -> None:
    assert type(values.day(MAY_AT_NOON)) is date


@pytest.mark.parametrize(
    ("value", "month"),
    [
        (5, 5),
        (5.0, 5),
        (13, 13),
        (9_999, 9_999),
        (10_000, None),
        (1.5, None),
        ("5", 5),
        ("05", 5),
        ("Tháng 5", 5),
        ("tháng 05", 5),
        ("T5", 5),
        ("Th.5", 5),
        ("5/2021", 5),
        ("Tháng 5/2021", 5),
        ("5-2021", 5),
        ("5/2020", None),
        ("đầu năm", None),
        ("5 tháng", None),
        (MAY, 5),
        (MAY_AT_NOON, 5),
        (date(2020, 5, 10), None),
        (True, None),
        (None, None),
    ],
)
def test_a_value_as_a_month_of_the_year(value: object, month: int | None) -> None:
    assert values.month(value, 2021) == month


def test_without_a_year_a_dated_month_is_none() -> None:
    assert values.month("5/2021", None) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [(2.5, "2,5"), (2.0, "2"), ("2.5", "2.5"), (True, "TRUE"), (REF, "#REF!"), (None, "")],
)
def test_a_value_as_its_cell_shows_it(value: object, shown: str) -> None:
    assert values.shown(value) == shown


@pytest.mark.parametrize("value", [None, float("nan"), pandas.NA, pandas.NaT])
def test_what_pandas_misses_is_an_empty_cell(value: object) -> None:
    assert values.frame_value(value) is None


@pytest.mark.parametrize(
    ("value", "cell"), [(numpy.int64(5), 5), (numpy.float64(2.5), 2.5), ("a", "a"), (0, 0)]
)
def test_a_frames_value_is_a_cells(value: object, cell: object) -> None:
    found = values.frame_value(value)
    assert found == cell
    assert type(found) is type(cell)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2021-05-10T00:00:00Z", date(2021, 5, 10)),
        ("2021-05-10T23:59:59.999", date(2021, 5, 10)),
        ("2021-05-10T07:00:00+07:00", date(2021, 5, 10)),
        ("2021-13-10T00:00:00Z", None),
        ("2021-05-10Tsáng", None),
    ],
)
def test_a_moment_of_iso_8601_as_a_day(value: str, found: date | None) -> None:
    assert values.day(value) == found
