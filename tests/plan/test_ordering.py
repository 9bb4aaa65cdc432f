from typing import Any

import pytest

from tests.plans import line, plan_file, project
from workbook_tools.plan.ordering import ordered
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import source_of


def order(*rows: dict[str, Any]) -> list[int]:
    """The lines in the order of their numbers, counted from 0."""
    return [row - 2 for row in ordered(read_plan(source_of(plan_file(rows), "k.xlsx")))]


SECTION, ONE, TWO = line("Mục", "I"), line("Chương trình", "1"), line("Chương trình", "2")


def test_lines_in_order_stay() -> None:
    assert order(SECTION, ONE, project("1.1"), project("1.2"), TWO, project("2.1")) == [*range(6)]


def test_projects_stand_in_the_order_of_their_numbers() -> None:
    assert order(SECTION, ONE, project("1.10"), project("1.9"), project("1.2")) == [0, 1, 4, 3, 2]


def test_a_project_goes_to_the_programme_that_its_number_names() -> None:
    found = order(SECTION, ONE, project("1.1"), TWO, project("2.1"), project("1.2"))
    assert found == [0, 1, 2, 5, 3, 4]


def test_programmes_go_with_their_projects() -> None:
    found = order(SECTION, TWO, project("2.1"), project("2.2"), ONE, project("1.1"))
    assert found == [0, 4, 5, 1, 2, 3]


def test_details_go_with_their_project() -> None:
    detail = line("Chi tiết", "", "Phần", province=1)
    assert order(SECTION, ONE, project("1.2"), detail, project("1.1")) == [0, 1, 4, 2, 3]


def test_a_line_without_a_number_stays_behind_the_one_above() -> None:
    assert order(SECTION, ONE, project("1.2"), project(""), project("1.1")) == [0, 1, 4, 2, 3]


@pytest.mark.parametrize("number", ["9.1", "A", "", "1"])
def test_a_number_that_names_no_other_programme_moves_nothing(number: str) -> None:
    assert order(SECTION, ONE, project("1.1"), TWO, project(number)) == [*range(5)]


def test_where_two_programmes_have_the_number_the_project_stays() -> None:
    rows = (SECTION, ONE, project("1.1"), line("Mục", "II"), ONE, TWO, project("1.2"))
    assert order(*rows) == [*range(7)]
