"""What stands on a sheet, cell by cell."""

from __future__ import annotations

import pytest

from workbook_tools.plan.grid import ErrorValue, Grid

GRID = Grid("DeAn", [["a", "b"], [], [None, None, 3]])


@pytest.mark.parametrize(
    ("row", "column", "value"), [(1, 1, "a"), (1, 2, "b"), (3, 1, None), (3, 3, 3)]
)
def test_a_cells_value(row: int, column: int, value: object) -> None:
    assert GRID.at(row, column) == value


@pytest.mark.parametrize(
    ("row", "column"), [(0, 1), (-1, 1), (1, 0), (1, -1), (1, 3), (2, 1), (4, 1), (3, 4)]
)
def test_beyond_the_sheet_there_is_nothing(row: int, column: int) -> None:
    assert GRID.at(row, column) is None


def test_a_place_is_a_cell_of_the_sheet() -> None:
    assert str(GRID.place(7, 28)) == "DeAn!AB7"


def test_an_error_is_the_text_that_shows_in_its_cell() -> None:
    assert ErrorValue("#REF!") == "#REF!"


def test_a_grid_of_values_has_nothing_else() -> None:
    assert (GRID.formulas, GRID.merges) == ({}, ())
    assert GRID.hidden_rows == GRID.hidden_columns == frozenset()
