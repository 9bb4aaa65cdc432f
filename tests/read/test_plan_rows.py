"""The rows of ``DeAn`` with their levels, said or inferred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from workbook_tools.errors import InputFaultsError
from workbook_tools.plan.form import DEFAULT_FORM
from workbook_tools.plan.grid import Grid
from workbook_tools.read.plan_rows import PlanRows, plan_rows

COLUMNS = {"tt": 1, "level": 2, "name": 3, "total": 4, "province": 5, "beneficiary": 6, "other": 7}


def read(*rows: Sequence[Any], declared: int = 0) -> PlanRows:
    return plan_rows(Grid("DeAn", [["TT"], *rows]), COLUMNS, declared, DEFAULT_FORM)


def levels(*rows: Sequence[Any]) -> list[str]:
    return [row.level for row in read(*rows).rows]


S, P = ["I", "Mục", "Chương trình"], ["1", "Chương trình", "Máy"]
Q, C = ["2", "Chương trình", "Lớp"], ["2.1", "Đề án", "C", 9, 9]
A, B = ["1.1", "Đề án", "A", 5, 5], ["1.2", "Đề án", "B", 7, 7]


def test_an_empty_level_is_that_of_the_rows_numbered_alike_and_told() -> None:
    found = read(S, P, A, ["1.2", None, "B", 7, 7])
    assert [row.level for row in found.rows] == ["Mục", "Chương trình", "Đề án", "Đề án"]
    assert [str(told.place) for told in found.decisions] == ["DeAn!B5"]


def test_a_sum_without_a_level_is_no_line_and_told() -> None:
    found = read(S, P, A, B, [None, None, "Cộng", 12, 12], Q, C)
    assert [row.number for row in found.rows] == [2, 3, 4, 5, 7, 8]
    assert [told.read_as for told in found.decisions] == ["dòng cộng"]


def test_a_sum_is_what_the_heading_above_states() -> None:
    found = read(S, P, A, B, [None, None, "Cộng", 13, 13], Q, C)
    assert (found.rows[1].money_row, found.rows[1].values[3:5]) == (6, [13, 13])


def test_a_sum_that_agrees_with_nothing_is_left_out_and_told() -> None:
    stated = [*P, 12, 12]
    found = read(S, stated, A, B, [None, None, "Cộng", 13, 13], Q, C)
    assert [str(left.place) for left in found.left_out] == ["DeAn!C6"]


def test_the_sum_of_all_without_a_level_is_the_stated_total() -> None:
    assert levels(S, P, A, B, [None, None, "Tổng cộng", 12, 12])[-1] == "Tổng cộng"


def test_a_note_below_the_table_is_no_line_and_told() -> None:
    found = read(S, P, A, [], [], [None, None, "Người lập biểu: Tư"])
    assert (len(found.rows), [told.read_as for told in found.decisions]) == (3, ["ghi chú"])


def test_a_table_that_says_no_level_is_read_by_its_numbers() -> None:
    rows: list[list[Any]] = [
        ["1", None, "Máy"],
        ["1.1", None, "A", 5, 5],
        [None, None, "Tổng cộng", 5, 5],
    ]
    assert levels(*rows) == ["Chương trình", "Đề án", "Tổng cộng"]


def test_all_rows_whose_level_is_unclear_are_told_at_once() -> None:
    rows: list[list[Any]] = [S, P, A, ["x", None, "B", 7, 7], ["y", "Nhóm", "C", 7, 7], P]
    with pytest.raises(InputFaultsError) as told:
        read(*rows)
    assert [str(fault.place) for fault in told.value.faults] == ["DeAn!B5", "DeAn!B6"]


def test_a_declared_total_is_the_stated_total() -> None:
    assert read(S, P, A, [None, None, "Sum", 5, 5], declared=5).rows[-1].level == "Tổng cộng"


def test_numbers_typed_ahead_are_no_lines_and_told_once() -> None:
    rows = [["1", "Chương trình", "A"], ["1.1", "Đề án", "B"], ["1.2"], ["1.3"], ["2"]]
    found = read(*rows)
    assert [row.level for row in found.rows] == ["Chương trình", "Đề án"]
    (told,) = found.decisions
    assert told.evidence.startswith("3 dòng chỉ có TT") and "dòng 4 đến 6" in told.evidence


@pytest.mark.parametrize(("number", "below"), [("1", "1.1"), ("2", "2.3"), ("I", "I.1")])
def test_a_number_below_which_lines_stand_is_a_line(number: str, below: str) -> None:
    rows = [S, [number], [below, "Đề án", "B"], ["3", "Chương trình", "C"], ["3.1", "Đề án", "D"]]
    assert len(read(*rows).rows) == 5


def test_a_number_with_its_level_is_a_line() -> None:
    assert levels(["1", "Chương trình", "A"], ["1.1", "Đề án"]) == ["Chương trình", "Đề án"]
