"""Areas in the output."""

from __future__ import annotations

import pytest

from tests.render.layouts import loop, two_groups
from workbook_tools.render.areas import copies, square_in_output


@pytest.mark.parametrize(
    ("square", "expected"),
    [
        ("A3", "A2:A4"),
        ("A1:B5", "A1:B5"),
        ("A1 B3:C3", "A1 B2:C4"),
        ("A2", ""),
        ("A9", "A9"),
    ],
)
def test_a_square_takes_in_all_copies(square: str, expected: str) -> None:
    assert square_in_output(loop(3).sheets[0], square) == expected


def test_rows_apart_stay_apart_but_for_the_hull() -> None:
    sheet = two_groups().sheets[0]
    assert square_in_output(sheet, "A4") == "A2:A3 A5"
    assert square_in_output(sheet, "A4", whole=True) == "A2:A5"


def names(count: int, area: str) -> list[str]:
    return [name for _, name in copies(loop(count).sheets[0], area)]


def test_an_area_of_a_row_is_there_for_every_copy() -> None:
    assert names(2, "A3:B3") == ["A2:B2", "A3:B3"]
    assert names(0, "A3:B3") == []


def test_each_copy_comes_with_its_row() -> None:
    found = copies(loop(2).sheets[0], "A3")
    assert [instance.scope["item"] for instance, _ in found if instance] == ["m0", "m1"]


def test_an_area_over_all_copies_is_there_once() -> None:
    assert names(3, "A1:B5") == ["A1:B5"]


def test_an_area_over_an_items_rows_is_there_for_each_item() -> None:
    found = copies(two_groups().sheets[0], "A2:A4")
    assert [name for _, name in found] == ["A1:A3", "A4:A5"]


def test_an_area_below_everything_keeps_its_distance_and_has_no_row() -> None:
    assert copies(loop(4).sheets[0], "C8:D9") == [(None, "C9:D10")]
