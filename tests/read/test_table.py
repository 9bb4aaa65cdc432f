"""The table of an appendix, found by its headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from workbook_tools.plan.grid import Area, Grid
from workbook_tools.read.table import Table, find_tables, is_numbering_row, other_kind

HEADING: list[Any] = ["TT", "Tên đề án", "Tổng kinh phí", "Nguồn khác"]
DATA: list[Any] = ["1", "Lớp may", 5, 5]


def table(rows: Sequence[Sequence[Any]], *merges: Area) -> Table | None:
    return next(iter(find_tables(Grid("Biểu", rows, merges=merges))), None)


def columns(*heading: str) -> dict[str, int]:
    found = table([["TT", "Tên đề án", "Tổng kinh phí", *heading]])
    assert found is not None
    fixed = ("tt", "name", "total")
    return {name: at for name, at in found.columns.items() if name not in fixed}


def test_a_table_below_its_title() -> None:
    found = table([["KẾ HOẠCH"], [], HEADING, DATA])
    assert found == Table((3, 3), {"tt": 1, "name": 2, "total": 3, "other": 4})
    assert found.first_row == 4


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Cấp", "level"),
        ("Mã định mức hỗ trợ", "norm_code"),
        ("Số lượng", "quantity"),
        ("Đơn vị thực hiện", "executing_unit"),
        ("Cơ quan chủ trì", "executing_unit"),
        ("Chủ đầu tư", "executing_unit"),
        ("Mục tiêu và nội dung chính", "goal"),
        ("Dự kiến kết quả đạt được", "result"),
        ("Thời gian bắt đầu", "start_month"),
        ("Kết thúc (tháng)", "end_month"),
        ("KPKC địa phương", "province"),
        ("Ngân sách tỉnh", "province"),
        ("Mức hỗ trợ", "province"),
        ("Đơn vị thụ hưởng", "beneficiary"),
        ("Vốn đối ứng", "beneficiary"),
        ("Nguồn khác", "other"),
        ("Kinh phí KCQG", "national"),
        ("KPKC quốc gia", "national"),
        ("Kinh phí KCĐP hỗ trợ", "province"),
        ("Đối ứng của đơn vị thụ hưởng", "beneficiary"),
        ("Cơ sở đóng góp", "beneficiary"),
        ("Vốn doanh nghiệp", "beneficiary"),
        ("Ngân sách trung ương", "NSTW"),
        ("NSTW", "NSTW"),
        ("Ngân sách xã", "NSX"),
        ("Ngân sách cấp huyện", "NSH"),
        ("Vốn vay", "VonVay"),
        ("Thời gian thực hiện", "period"),
        ("Đơn vị thực hiện, đơn vị phối hợp", "executing_unit"),
        ("Căn cứ pháp lý", "note"),
        ("GHI  CHÚ:", "note"),
    ],
)
def test_a_heading_tells_its_field(heading: str, field: str) -> None:
    assert columns(heading) == {field: 4}


@pytest.mark.parametrize("heading", ["Điện thoại", "x" * 151, "Ghi chú " + "x" * 150])
def test_another_or_too_long_a_text_is_no_heading(heading: str) -> None:
    assert columns(heading, "Nguồn khác") == {"other": 5}


def test_the_first_of_two_columns_of_one_heading_is_taken() -> None:
    assert columns("Nguồn khác", "Nguồn khác") == {"other": 4}


def test_what_stands_in_brackets_does_not_count_unless_it_is_all() -> None:
    assert columns("Nguồn khác (nếu có)", "(Vốn đối ứng)") == {"other": 4, "beneficiary": 5}


@pytest.mark.parametrize(
    "heading",
    [
        ["TT", "Tên đề án", "Đơn vị thực hiện"],
        ["TT", "Đơn vị thực hiện", "Tổng kinh phí"],
        ["Tên đề án", "Tổng kinh phí"],
        ["Tên đề án"],
        [],
    ],
)
def test_without_a_name_an_amount_and_one_more_there_is_no_table(heading: list[str]) -> None:
    assert table([heading, DATA]) is None


def test_no_row_far_below_is_looked_at() -> None:
    assert table([[]] * 79 + [HEADING]) is not None
    assert table([[]] * 80 + [HEADING]) is None


def test_the_table_with_the_most_headings_is_taken() -> None:
    found = table([HEADING, [*HEADING, "Ghi chú"], DATA])
    assert found is not None and found.heading[1] == 2


def test_of_equal_tables_the_uppermost_is_taken() -> None:
    found = table([HEADING, DATA, HEADING, DATA])
    assert found is not None and found.heading == (1, 1)


# ------------------------------------------------------------------------- headings of several rows

TWO_ROWS = [
    ["TT", "Tên đề án", "Kinh phí", None, "Ghi chú"],
    [None, None, "Tổng số", "Nguồn khác"],
    DATA,
]


def test_a_heading_may_go_on_in_the_row_below() -> None:
    found = table(TWO_ROWS)
    assert found is not None
    assert (found.heading, found.columns["other"], found.columns["total"]) == ((1, 2), 4, 3)


def test_a_heading_has_three_rows_at_most() -> None:
    rows = [["TT", "Tên đề án", "x"], ["a", "b"], ["c", "d", "Kinh phí"], ["e", "Ghi chú"], DATA]
    found = table(rows)
    assert found is not None and found.heading == (1, 3)


def test_a_row_with_a_number_is_no_part_of_a_heading() -> None:
    assert table([["TT", "Tên đề án"], ["x", 5], ["Kinh phí", "y"]]) is None


def test_a_merged_text_counts_for_each_of_its_columns() -> None:
    rows = [["TT", "Tên đề án", "Kinh phí", None], [None, None, "x", "y"], DATA]
    found = table([["TT", "Tên đề án", "Nguồn khác", "Kinh phí"], DATA], (1, 4, 1, 5))
    assert found is not None and found.columns["total"] == 4
    merged = table(
        [["TT", None, "Kinh phí", "Tên đề án"], ["x", "y", None, None], DATA], (1, 3, 2, 3)
    )
    assert merged is not None and merged.columns["total"] == 3
    assert table(rows, (1, 3, 1, 4)) is not None


def test_a_heading_merged_downwards_ends_with_its_merge() -> None:
    found = table([HEADING, [], DATA], (1, 1, 2, 1))
    assert found is not None
    assert (found.heading, found.first_row) == ((1, 2), 3)


def test_a_merge_makes_no_heading_deeper_than_four_rows() -> None:
    found = table([HEADING, [], [], [], [], DATA], (1, 1, 5, 1))
    assert found is not None and found.heading == (1, 4)


def test_a_merge_elsewhere_does_not_matter() -> None:
    found = table([["x"], HEADING, DATA, DATA], (1, 1, 1, 4), (3, 1, 4, 1))
    assert found is not None and found.heading == (2, 2)


# ------------------------------------------------------------------------------- counting columns


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 3, 4],
        [1.0, 2.0, 3.0, 4.0],
        ["(1)", "(2)", "(3)", "(4)"],
        ["[1]", "[2]", "[3]", "[4]"],
        ["A", "B", 1, 2, 3],
        [None, 2, 3, 4, 5],
        [1, 2, 3, "4=5+6"],
        ["(1)", "(2)", "(3)=(4)+(5)", "(4)", "(5)"],
        [1, 2, "3=4+5", 4, 5],
        [0, 1, 2, 3],
    ],
)
def test_a_row_that_counts_the_columns(values: list[object]) -> None:
    assert is_numbering_row(values)


@pytest.mark.parametrize(
    "values",
    [
        [],
        [1, 2, 3],
        ["A", "B", "C", "D"],
        ["A", "B", 1, 2],
        [3, 4, 5, 6],
        [1, 2, 4, 5],
        [2, 1, 3, 4],
        [1, 2, 3, "Lớp may"],
        ["1", "Lớp may", 5, 5],
        ["²", 1, 2, 3],
    ],
)
def test_a_row_that_counts_nothing(values: list[object]) -> None:
    assert not is_numbering_row(values)


# ---------------------------------------------------------------------- what columns hold


@pytest.mark.parametrize(
    "heading",
    [
        "Tên đề án/Đơn vị thụ hưởng",
        "Tên chương trình, đề án",
        "Nội dung hoạt động",
        "Nội dung chi",
        "Tên dự án",
        "Đề án/nhiệm vụ",
        "Danh mục",
    ],
)
def test_a_column_of_names(heading: str) -> None:
    found = table([["TT", heading, "Tổng kinh phí"], DATA])
    assert found is not None and found.columns["name"] == 2


def test_a_column_of_names_is_no_money_whatever_it_is_called() -> None:
    heading = ["TT", "Tên đề án", "Đơn vị thụ hưởng", "Tổng kinh phí", "Vốn đối ứng"]
    found = table([heading, ["1", "Máy", "Công ty A", 5, 5], ["2", "Lò", "HTX B", 5, 5]])
    assert found is not None and found.columns["beneficiary"] == 5


def test_a_second_column_of_money_is_kept_aside() -> None:
    found = table([[*HEADING, "Nguồn khác"], [*DATA, 5]])
    assert found is not None
    assert [(spare.column, spare.heading, spare.money) for spare in found.spare] == [
        (5, "Nguồn khác", True)
    ]


def test_every_table_of_a_sheet_is_found() -> None:
    rows = [HEADING, DATA, [], [*HEADING, "Ghi chú"], DATA]
    assert [found.heading for found in find_tables(Grid("Biểu", rows))] == [(1, 1), (4, 4)]


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        (["Đã giải ngân", "Đã quyết toán"], "bảng theo dõi giải ngân, quyết toán"),
        (["Kinh phí sau điều chỉnh", "Tăng (+), giảm (-)"], "bảng điều chỉnh kế hoạch"),
        (["Ghi chú", "Địa điểm"], ""),
    ],
)
def test_a_table_of_another_kind_is_called_what_it_is(more: list[str], kind: str) -> None:
    grid = Grid("Biểu", [[*HEADING, *more], [*DATA, 1, 1]])
    (found,) = find_tables(grid)
    assert other_kind(grid, found) == kind
