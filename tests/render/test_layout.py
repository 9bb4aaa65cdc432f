"""Which pattern row stands in which output row, with what in scope."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.render.layouts import LOOP, SHEET, laid_out, loop, sheet_of, two_groups
from tests.templates import tag
from workbook_tools.errors import TemplateError
from workbook_tools.excel.cells import MAX_ROW
from workbook_tools.render.layout import identity


def patterns(rows: dict[int, dict[str, Any]], **data: Any) -> list[int]:
    return [instance.pattern.number for instance in sheet_of(rows, **data).instances]


def test_a_loop_repeats_its_rows() -> None:
    assert patterns(LOOP, items=["a", "b"]) == [1, 3, 3, 5]


def test_output_rows_count_from_1_without_gaps() -> None:
    assert [i.row for i in loop(3).sheets[0].instances] == [1, 2, 3, 4, 5]


def test_each_copy_has_its_item_in_scope() -> None:
    sheet = sheet_of(LOOP, items=["a", "b"])
    assert [instance.scope["item"] for instance in sheet.of(3)] == ["a", "b"]


def test_what_stands_after_a_loop_does_not_know_its_variable() -> None:
    assert "item" not in sheet_of(LOOP, items=["a"]).of(5)[0].scope


def test_an_empty_loop_gives_the_rows_of_its_else() -> None:
    rows = {
        1: tag("for item in items"),
        2: {"A": "x"},
        3: tag("else"),
        4: {"A": "không có"},
        5: tag("endfor"),
    }
    assert patterns(rows, items=[]) == [4]
    assert patterns(rows, items=[1]) == [2]


@pytest.mark.parametrize(("value", "row"), [(1, 2), (2, 4), (3, 6)])
def test_a_choice_gives_the_first_branch_that_holds(value: int, row: int) -> None:
    rows = {
        1: tag("if value < 2"),
        2: {"A": "x"},
        3: tag("elif value < 3"),
        4: {"A": "y"},
        5: tag("else"),
        6: {"A": "z"},
        7: tag("endif"),
    }
    assert patterns(rows, value=value) == [row]


def test_no_branch_that_holds_gives_no_row() -> None:
    rows = {1: tag("if value"), 2: {"A": "x"}, 3: tag("endif"), 4: {"A": "y"}}
    assert patterns(rows, value=False) == [4]


@pytest.mark.parametrize("items", ["chữ", {"a": 1}, 7, None])
def test_what_is_no_list_is_a_fault_of_its_cell(items: object) -> None:
    with pytest.raises(TemplateError, match=r"PhuLuc!A2.*không phải là danh sách"):
        laid_out(LOOP, items=items)


def test_all_faults_are_told_at_once() -> None:
    rows = {
        1: tag("for a in thieu_mot"),
        2: {"A": "x"},
        3: tag("endfor"),
        4: tag("if thieu_hai"),
        5: {"A": "x"},
        6: tag("endif"),
    }
    with pytest.raises(TemplateError) as caught:
        laid_out(rows)
    told = "\n".join(fault.message for fault in caught.value.faults)
    assert "thieu_mot" in told and "thieu_hai" in told


def test_a_fault_in_a_loop_is_told_once() -> None:
    rows = {
        1: tag("for item in items"),
        2: tag("if thieu"),
        3: {"A": "x"},
        4: tag("endif"),
        5: tag("endfor"),
    }
    with pytest.raises(TemplateError) as caught:
        laid_out(rows, items=[1, 2, 3])
    assert len(caught.value.faults) == 1


def test_rows_keep_to_the_items_in_scope() -> None:
    sheet = two_groups().sheets[0]
    first, second = (instance.scope["group"] for instance in sheet.of(2))
    assert sheet.rows(4, {"group": first}) == [2, 3]
    assert sheet.rows(4, {"group": second}) == [5]
    assert sheet.rows(4, {}) == [2, 3, 5]


def test_rows_of_a_pattern_row_below_the_last_move_as_far_as_it() -> None:
    assert loop(3).sheets[0].rows(9, {}) == [9]
    assert loop(4).sheets[0].rows(9, {}) == [10]


def test_a_control_row_has_no_rows() -> None:
    assert loop(3).sheets[0].rows(2, {}) == []


def test_areas_are_unbroken_runs() -> None:
    assert two_groups().sheets[0].areas(4, 4, {}, whole=False) == ((2, 3), (5, 5))


def test_a_whole_area_is_one_hull() -> None:
    assert two_groups().sheets[0].areas(4, 4, {}, whole=True) == ((2, 5),)


def test_an_area_of_nothing_is_none() -> None:
    assert loop(0).sheets[0].areas(3, 3, {}, whole=True) == ()


def test_an_area_past_the_end_keeps_its_distance() -> None:
    assert loop(4).sheets[0].areas(3, 8, {}, whole=False) == ((2, 9),)
    assert loop(4).sheets[0].areas(7, 8, {}, whole=False) == ((8, 9),)


def test_nothing_moves_past_the_last_row_of_a_sheet() -> None:
    assert loop(9).sheets[0].beyond(MAX_ROW) == MAX_ROW


def test_a_drawing_goes_to_the_first_copy_or_to_what_comes_after() -> None:
    assert loop(3).sheets[0].following(3) == 2
    assert loop(0).sheets[0].following(3) == 2
    assert loop(3).sheets[0].following(2) == 2


def test_sheets_are_found_whatever_their_capitals() -> None:
    layout = loop(1)
    assert layout.sheet(SHEET.upper()) is layout.sheets[0]
    assert layout.sheet("Khác") is None


def test_plain_items_are_the_same_where_they_are_equal() -> None:
    assert identity("a" + "b") == identity("ab")
    assert identity(Decimal("1.0")) == identity(Decimal(1))


def test_other_items_are_the_same_only_where_they_are_one() -> None:
    first, second = [1], [1]
    assert identity(first) == identity(first)
    assert identity(first) != identity(second)
