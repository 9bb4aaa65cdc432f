"""The rows of a table that are sums: of all, of a part, before or after."""

from __future__ import annotations

from decimal import Decimal

from workbook_tools.read.sums import SumRow, Sums, agree, settled_sums

SHORT = {"M": "Mục", "C": "Chương trình", "Đ": "Đề án", "T": "Chi tiết", "": ""}


def settled(*rows: tuple[str, str, str, int | None]) -> Sums:
    """What becomes of rows of a number, a name, a level by its first letter, and an amount."""
    return settled_sums(
        [
            SumRow(tt, name, SHORT[level], {} if value is None else {"province": Decimal(value)})
            for tt, name, level, value in rows
        ]
    )


A, B, C = ("1", "A", "Đ", 10), ("2", "B", "Đ", 20), ("3", "C", "Đ", 30)


def test_the_sum_of_all_may_stand_first() -> None:
    assert settled(("", "TỔNG SỐ", "", 30), A, B).levels == ["Tổng cộng", "Đề án", "Đề án"]


def test_of_two_sums_of_all_the_last_is_taken_and_the_other_is_none_of_the_lines() -> None:
    found = settled(("", "Tổng số", "", 30), A, B, ("", "Tổng cộng", "", 30))
    assert found.levels == ["", "Đề án", "Đề án", "Tổng cộng"]
    assert found.left == {}


def test_a_sum_after_its_part_is_what_the_parts_heading_states() -> None:
    found = settled(
        ("I", "Máy", "C", None),
        A,
        B,
        ("", "Cộng mục I", "", 30),
        ("II", "Lớp", "C", None),
        C,
        ("", "Cộng mục II", "", 30),
        ("", "Tổng cộng", "", 60),
    )
    assert found.stated_by == {0: 3, 4: 6}
    assert found.levels[-1] == "Tổng cộng"


def test_a_sum_without_a_number_is_of_the_part_with_which_it_agrees() -> None:
    found = settled(
        ("A", "Mục", "M", None),
        ("I", "Máy", "C", 10),
        A,
        ("II", "Lớp", "C", 20),
        B,
        ("", "Cộng", "", 30),
        ("", "Tổng cộng", "", 30),
    )
    assert found.stated_by == {0: 5}


def test_a_sum_that_agrees_with_nothing_is_left_and_told() -> None:
    found = settled(("I", "Máy", "C", 30), A, B, ("", "Cộng", "", 31), C, ("", "Tổng", "", 60))
    assert list(found.left) == [3]


def test_a_heading_without_projects_is_one_where_the_sum_of_all_needs_it() -> None:
    rows = (("I", "Máy", "C", 30), A, B, ("II", "Quản lý", "C", 5))
    assert settled(*rows, ("", "Tổng cộng", "", 35)).alone == {3}
    assert settled(*rows, ("", "Tổng cộng", "", 30)).alone == set()


def test_rows_below_the_sum_of_all_that_agrees_without_them_are_left_and_told() -> None:
    found = settled(("I", "Máy", "C", 30), A, B, ("", "Tổng cộng", "", 30), ("", "C", "Đ", 5))
    assert list(found.left) == [4] and found.levels[3:] == ["Tổng cộng", ""]


def test_rows_without_number_that_add_up_to_the_project_above_are_its_parts() -> None:
    found = settled(("1", "Nhóm", "Đ", 30), ("", "Cơ sở X", "Đ", 10), ("", "Cơ sở Y", "Đ", 20))
    assert found.levels == ["Đề án", "Chi tiết", "Chi tiết"]


def test_a_total_may_differ_where_all_sources_agree() -> None:
    said = {"total": Decimal(5), "province": Decimal(3)}
    assert agree(said, {"total": Decimal(4), "province": Decimal(3)})
    assert not agree(said, {"total": Decimal(5), "province": Decimal(4)})
    assert not agree({}, {}) and not agree({"total": Decimal(0)}, {})
