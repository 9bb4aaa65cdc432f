"""Which columns are sources: headings say it, sums decide."""

from __future__ import annotations

from typing import Any

from workbook_tools.plan.grid import Grid
from workbook_tools.read.columns import Columns, amount_in, settled_columns
from workbook_tools.read.table import find_tables

HEAD = ["TT", "Tên đề án", "Tổng kinh phí", "Ngân sách tỉnh"]


def settled(
    heading: list[Any], *rows: list[Any], percents: frozenset[Any] = frozenset()
) -> Columns:
    grid = Grid("Biểu", [heading, *rows], percents=percents)
    (table,) = find_tables(grid)
    return settled_columns(grid, table, list(enumerate(rows, 2)))


def test_a_column_with_which_the_totals_fit_is_a_source_of_its_own() -> None:
    found = settled([*HEAD, "Hiệp hội"], ["1", "A", 100, 60, 40], ["2", "B", 50, 50, None])
    assert [source.heading for source in found.table.sources] == ["KPKC ĐP", "Hiệp hội"]
    assert [str(told.place) for told in found.decisions] == ["Biểu!E1"]


def test_a_column_of_money_that_no_total_needs_is_told() -> None:
    found = settled([*HEAD, "Vốn lồng ghép"], ["1", "A", 60, 60, 40])
    assert [source.key for source in found.table.sources] == ["province"]
    assert [str(left.place) for left in found.left_out] == ["Biểu!E1"]
    assert "lớn nhất là số 40" in found.left_out[0].message


def test_a_column_of_other_numbers_is_nothing_of_ours() -> None:
    found = settled([*HEAD, "Số lao động"], ["1", "A", 60, 60, 40])
    assert found.left_out == ()


def test_without_a_total_a_column_called_money_is_a_source() -> None:
    found = settled(["TT", "Tên đề án", "Ngân sách tỉnh", "Quỹ hỗ trợ"], ["1", "A", 60, 40])
    assert [source.heading for source in found.table.sources] == ["KPKC ĐP", "Quỹ hỗ trợ"]


def test_a_second_column_of_a_source_has_a_name_of_its_own() -> None:
    found = settled([*HEAD, "Kinh phí khuyến công"], ["1", "A", 100, 60, 40])
    assert [source.key for source in found.table.sources] == ["province", "Nguon5"]


def test_percentages_are_no_money() -> None:
    shares = frozenset({(2, 5)})
    found = settled([*HEAD, "Vốn lồng ghép"], ["1", "A", 60, 60, 0.4], percents=shares)
    assert found.left_out == ()


def test_an_amount_as_it_stands() -> None:
    assert [amount_in(value) for value in (5, "1.200", "x", None, True)] == [
        5,
        1200,
        None,
        None,
        None,
    ]


def test_columns_of_years_are_sources_where_the_totals_are_their_sums() -> None:
    heading = ["TT", "Tên đề án", "Tổng kinh phí", "Năm 2026", "Năm 2027"]
    found = settled(heading, ["1", "A", 100, 60, 40], ["2", "B", 50, 50, 0])
    assert [source.heading for source in found.table.sources] == ["Năm 2026", "Năm 2027"]


def test_a_column_that_is_the_sum_of_its_neighbours_is_no_source_beside_them() -> None:
    heading = ["TT", "Tên đề án", "Tổng", "NSNN", "NS tỉnh", "NS xã", "Đối ứng"]
    found = settled(heading, ["1", "A", 100, 60, 40, 20, 40], ["2", "B", 50, 30, 30, 0, 20])
    assert [found.table.columns[source.key] for source in found.table.sources] == [5, 6, 7]
    assert [str(told.place) for told in found.decisions] == ["Biểu!D1"]
    assert found.left_out == ()


def test_a_source_that_happens_to_be_as_much_as_its_neighbours_stays() -> None:
    heading = ["TT", "Tên đề án", "Tổng", "KCQG", "KC địa phương", "Đối ứng"]
    found = settled(heading, ["1", "A", 4200, 1800, 300, 2100], ["2", "B", 1800, 900, 0, 900])
    assert [found.table.columns[source.key] for source in found.table.sources] == [4, 5, 6]
