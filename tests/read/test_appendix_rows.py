"""The rows of a table of projects: which are its, and what each is."""

from __future__ import annotations

from typing import Any

import pytest

from workbook_tools.plan.grid import Grid
from workbook_tools.read.appendix_rows import Typed, restored_number, table_rows, typed_rows
from workbook_tools.read.table import find_tables

HEAD = ["TT", "Tên đề án", "Tổng kinh phí", "Ngân sách tỉnh"]


def typed(*rows: list[Any]) -> Typed:
    grid = Grid("Biểu", [HEAD, *rows])
    (table,) = find_tables(grid)
    return typed_rows(grid, table, table_rows(grid, table, len(grid.rows)))


def lines(*rows: list[Any]) -> list[tuple[int, str]]:
    return [(row.number, row.level) for row in typed(*rows).rows]


A, B = ["1", "A", 5, 5], ["2", "B", 5, 5]
SUM = ["", "Tổng cộng", 10, 10]


def test_what_stands_below_a_table_is_none_of_it() -> None:
    below: list[list[Any]] = [["Bằng chữ: mười"], [], ["Nơi nhận:"]]
    assert lines(A, B, SUM, *below) == [(2, "Đề án"), (3, "Đề án"), (4, "Tổng cộng")]


def test_a_note_below_the_total_is_none_of_it() -> None:
    assert lines(A, B, SUM, ["", "Số liệu tạm tính"])[-1] == (4, "Tổng cộng")


def test_another_tables_heading_ends_a_table() -> None:
    other = ["STT", "Cơ quan", "Tổng tiền chi", "Nhà nước chi"]
    assert lines(A, B, SUM, other, ["1", "X", 7, 7])[-1] == (4, "Tổng cộng")


def test_a_text_that_goes_on_in_the_next_row_is_one_name() -> None:
    done = typed(["1", "Máy sấy", 5, 5], ["", "của hợp tác xã", None, None], B)
    assert [row.values[1] for row in done.rows] == ["Máy sấy của hợp tác xã", "B"]
    assert [str(told.place) for told in done.decisions] == ["Biểu!B3"]


def test_dashes_are_parts_of_the_project_above() -> None:
    rows = [["1", "A", 5, 5], ["-", "Cơ sở X", 2, 2], ["-", "Cơ sở Y", 3, 3]]
    assert [level for _, level in lines(*rows)] == ["Đề án", "Chi tiết", "Chi tiết"]


def test_the_money_of_a_sum_is_its_headings_and_stands_where_it_stands() -> None:
    done = typed(["I", "Máy", None, None], A, ["", "Cộng mục I", 5, 5], ["II", "Lớp", 5, 5], B)
    assert (done.rows[0].money_row, done.rows[0].values[2:]) == (4, [5, 5])


@pytest.mark.parametrize(
    ("value", "before", "said"),
    [(1.1, "1.9", "1.10"), (1.2, "1.19", "1.20"), (1.1, "1", "1.1"), ("1.1", "1.9", "1.1")],
)
def test_a_number_without_its_last_zero_has_it_again(value: object, before: str, said: str) -> None:
    assert restored_number(value, before) == said
