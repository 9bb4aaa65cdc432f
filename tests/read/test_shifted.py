"""Rows whose values have slipped into other columns."""

from __future__ import annotations

from typing import Any

import pytest

from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LIKELY, SURE, UNSURE
from workbook_tools.read.appendix_rows import table_rows
from workbook_tools.read.shifted import Righted, put_right
from workbook_tools.read.table import find_tables

HEADING = ["TT", "Tên đề án", "Đơn vị thực hiện", "Mục tiêu", "Bắt đầu", "Kết thúc"]
HEADING += ["Tổng kinh phí", "KPKC ĐP", "Vốn đối ứng", "Ghi chú"]
BASIS = "Quyết định 12/2020/QĐ-UBND ngày 5/5/2020"
RIGHT = ["1.1", "Lớp may", "Trung tâm", "30 người học", 2, 11, 90, 60, 30, BASIS]


def righted(*rows: list[Any]) -> Righted:
    grid = Grid("Biểu", [HEADING, *rows])
    (table,) = find_tables(grid)
    return put_right(grid, table, table_rows(grid, table, len(grid.rows)))


def only(row: list[Any]) -> tuple[list[Any], Righted]:
    found = righted(RIGHT, row)
    return list(found.rows[-1].values), found


def test_a_right_row_stays() -> None:
    found = righted(RIGHT)
    assert list(found.rows[0].values) == RIGHT
    assert (found.decisions, found.moved) == ([], {})


def test_amounts_one_column_to_the_left() -> None:
    row = ["2.1", "Hội chợ", "Sở", "Gian hàng", 3, 5000, 3000, 2000, None, BASIS]
    values, found = only(row)
    assert values == ["2.1", "Hội chợ", "Sở", "Gian hàng", 3, None, 5000, 3000, 2000, BASIS]
    (told,) = found.decisions
    assert (str(told.place), told.found) == ("Biểu!F3", "5000 | 3000 | 2000")
    assert (told.read_as, told.sure) == ("dời 1 cột sang phải", SURE)
    assert found.moved == {(3, "G"): "F", (3, "H"): "G", (3, "I"): "H"}


def test_a_total_row_that_lost_its_empty_cells() -> None:
    values, _ = only(["Tổng cộng", None, None, 95_000, 63_000, 32_000])
    assert values[6:9] == [95_000, 63_000, 32_000]


def test_a_note_among_the_amounts() -> None:
    values, found = only(["3", "Tập huấn", "Sở", "x", 1, 2, "4.000", "4.000", BASIS])
    assert values[6:] == ["4.000", "4.000", None, BASIS]
    assert found.decisions[0].sure == SURE


def test_a_note_beyond_the_last_column() -> None:
    values, found = only(["3", "Tập huấn", "Sở", "x", 1, 2, 4, 4, 0, 0, BASIS])
    assert values[:10] == ["3", "Tập huấn", "Sở", "x", 1, 2, 4, 4, 0, BASIS]
    assert found.decisions[0].sure != SURE


def test_a_number_and_its_name_in_one_cell() -> None:
    values, found = only(["II. Xây dựng định mức", 3, 12, None, 0, 0, "Sẽ bổ sung sau khi duyệt"])
    assert values[:2] == ["II", "Xây dựng định mức"]
    assert [told.sure for told in found.decisions] == [LIKELY, LIKELY]


@pytest.mark.parametrize(
    "row",
    [
        ["4", "Thật sai", "Sở", "x", 1, 2, 100, 30, 90, BASIS],
        ["4", "Thiếu tiền", "Sở", "x", 5, 12, 95, 90, None, None],
        ["4", "Chữ thay tháng", "Sở", None, "theo tiến độ", None, 95, 90, 5, None],
        ["4", "Chữ ngắn", "Sở", "x", 1, 2, 95, 95, "lồng ghép", None],
        ["4", "Tháng 0", "Sở", "x", 3, 0, 95, 95, 0, None],
        ["4", "Tháng 0 và 11", "Sở", "x", 0, 11, 95, 95, 0, None],
        ["4", "Chữ dài thay tháng", "Sở", "x", "theo tiến độ dự án", 9, 95, 90, 5, None],
        ["4", "Ghi chú là số", "Sở", "x", 1, 2, 95, 95, None, "5"],
    ],
)
def test_what_no_sum_proves_stays(row: list[Any]) -> None:
    values, found = only(row)
    assert values == row
    assert (found.decisions, found.moved) == ([], {})


def test_a_text_moved_beside_a_proved_move_is_unsure() -> None:
    row = ["4", "Website", None, None, "Duy trì trang tin hằng ngày", 5000, 5000, 0, 0, BASIS]
    values, found = only(row)
    assert values[3:9] == ["Duy trì trang tin hằng ngày", None, None, 5000, 5000, 0]
    assert {told.sure for told in found.decisions} <= {SURE, LIKELY, UNSURE}
    assert found.decisions[-1].sure != SURE
