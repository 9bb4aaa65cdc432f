"""Columns found by the text of their heading."""

from __future__ import annotations

import unicodedata

import pytest

from workbook_tools import InputError
from workbook_tools.plan.grid import Grid
from workbook_tools.read.headers import columns_by_heading, headings_of, normal

HEADINGS = {"name": "Tên đề án", "amount": "Kinh phí"}


@pytest.mark.parametrize(
    "typed",
    [
        "Tên đề án",
        "TÊN ĐỀ ÁN",
        "  Tên \n đề\u00a0án ",
        "Tên\u200b đề án\ufeff",
        unicodedata.normalize("NFD", "Tên đề án"),
    ],
)
def test_one_heading_in_other_hands(typed: str) -> None:
    assert normal(typed) == "tên đề án"


def test_a_heading_that_is_no_text() -> None:
    assert normal(2021) == "2021"


def found(first: list[object], *required: str) -> dict[str, int]:
    return columns_by_heading(Grid("DeAn", [first]), HEADINGS, required)


def test_columns_in_any_order_between_others() -> None:
    assert found(["x", "kinh  phí", None, "TÊN ĐỀ ÁN"]) == {"amount": 2, "name": 4}


def test_a_column_that_is_not_required_may_be_missing() -> None:
    assert found(["Tên đề án"], "name") == {"name": 1}


def test_an_empty_sheet_has_no_columns() -> None:
    assert columns_by_heading(Grid("DeAn", []), HEADINGS, ()) == {}


def test_all_missing_columns_are_named_at_once() -> None:
    sentence = "Trang tính DeAn: thiếu cột “Tên đề án”, “Kinh phí” ở dòng tiêu đề"
    with pytest.raises(InputError, match=sentence):
        found(["x"], "name", "amount")


def test_a_doubled_column_is_named_with_its_second_cell() -> None:
    with pytest.raises(InputError, match=r"Ô DeAn!C1: cột “Kinh phí” có hai lần"):
        found(["Kinh phí", "x", "KINH PHÍ"])


def test_the_former_name_of_a_heading_is_understood() -> None:
    level = {"level": "Loại dòng"}
    assert columns_by_heading(Grid("DeAn", [["TT", "CẤP"]]), level, ("level",)) == {"level": 2}


def test_beside_todays_name_it_is_a_column_of_the_users_own() -> None:
    both = Grid("DeAn", [["Cấp", "Loại dòng"]])
    assert headings_of(both) == ["Cấp", "Loại dòng"]
    assert columns_by_heading(both, {"level": "Loại dòng"}, ("level",)) == {"level": 2}
