"""The level of each line, told by its number."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from workbook_tools.read.levels import NumberedLine, is_sum, is_total, levels_of, summed_part

SHORT = {"M": "Mục", "C": "Chương trình", "Đ": "Đề án", "T": "Tổng cộng"}


def levels(*numbers: str) -> str:
    """The levels of lines that have these numbers, by their first letters."""
    said = levels_of([NumberedLine(tt, "đề án", bare=False) for tt in numbers])
    return "".join(level[0] for level in said)


@pytest.mark.parametrize(
    ("numbers", "letters"),
    [
        (["I", "1", "1.1", "1.2", "II", "2", "2.1"], "MCĐĐMCĐ"),
        (["A", "1", "1.1"], "MCĐ"),
        (["A", "I", "1", "2", "B", "I", "1"], "MCĐĐMCĐ"),
        (["I", "1", "2", "II", "1"], "CĐĐCĐ"),
        (["A", "1", "2"], "CĐĐ"),
        (["1", "2", "3"], "ĐĐĐ"),
        (["1", "1.1", "1.2"], "CĐĐ"),
        (["I", "I.1", "I.2"], "CĐĐ"),
        (["1", "1.1", "1.1.1", "1.1.2"], "MCĐĐ"),
        (["I", "1.1", "1.1.1"], "MCĐ"),
        (["I", "II", "III"], "ĐĐĐ"),
        (["a)", "b)"], "ĐĐ"),
        (["I", "a)", "b)"], "CĐĐ"),
        (["1", "-", "-", "2"], "ĐCCĐ"),
        (["I", "-", "-", "II", "-"], "CĐĐCĐ"),
        (["1", "a)", "b)", "2"], "ĐCCĐ"),
        (["A", "I", "1", "1.1"], "MCĐC"),
        (["01", "02"], "ĐĐ"),
        (["i", "1", "1.1", "ii", "2", "2.1"], "MCĐMCĐ"),
        (["a.", "1", "1.1", "b.", "1", "1.1", "1.2"], "MCĐMCĐĐ"),
        (["i)", "1", "2", "ii)", "1"], "CĐĐCĐ"),
        (["i", "1", "ii", "1", "iii", "1", "iv", "1", "v", "1", "vi", "1"], "CĐCĐCĐCĐCĐCĐ"),
        (["a", "1", "a)", "b)", "b", "1"], "CĐCCCĐ"),
        (["I", "1", "1.1", "1.2", "1.2a", "1.2b", "1.3"], "MCĐĐCCĐ"),
        (["I", "1", "1.1", "1.2", "1.2.a", "1.2.b)", "1.3"], "MCĐĐCCĐ"),
        (["1", "1a", "1b", "2"], "ĐCCĐ"),
        (["I", "1", "1.1", "1.2", "1.2.1", "1.2.2", "1.3"], "MCĐĐCCĐ"),
        (["I", "1", "1.1", "1.1.1", "2", "2.1", "2.1.1"], "MCĐCCĐC"),
        ([], ""),
    ],
)
def test_the_way_of_numbering_tells_the_levels(numbers: Sequence[str], letters: str) -> None:
    assert levels(*numbers) == letters


def test_a_line_without_a_number_is_a_project() -> None:
    assert levels("I", "", "x y", "1") == "CĐĐĐ"


def test_where_all_have_plain_numbers_the_bare_ones_are_programmes() -> None:
    lines = [("I", True), ("1", True), ("1", False), ("2", False), ("2", True), ("1", False)]
    said = levels_of([NumberedLine(tt, "đề án", bare) for tt, bare in lines])
    assert "".join(level[0] for level in said) == "MCĐĐCĐ"


def test_where_all_plain_numbers_are_bare_none_is_a_programme() -> None:
    said = levels_of([NumberedLine(tt, "đề án", bare=True) for tt in ("I", "1", "2")])
    assert said == ["Chương trình", "Đề án", "Đề án"]


def test_bare_lines_mean_nothing_where_dotted_numbers_tell() -> None:
    said = levels_of([NumberedLine(tt, "đề án", tt == "1") for tt in ("1", "1.1", "2", "2.1")])
    assert said == ["Chương trình", "Đề án", "Chương trình", "Đề án"]


def test_a_total_is_a_total_whatever_the_numbers() -> None:
    lines = [NumberedLine("1", "Lớp may", False), NumberedLine("", "Tổng cộng", True)]
    assert levels_of(lines) == ["Đề án", "Tổng cộng"]


@pytest.mark.parametrize(
    "name",
    [
        "Tổng cộng",
        "TỔNG CỘNG:",
        "Cộng",
        "Tổng số",
        "Tổng kinh phí",
        "Tổng cộng (I+II)",
        "Tổng cộng I+II",
        "Cộng toàn bộ",
        "Tổng cộng toàn tỉnh",
        "Tổng kinh phí thực hiện",
        "TỔNG CỘNG = I + II",
        "Tổng cộng: 15 đề án",
    ],
)
def test_a_total(name: str) -> None:
    assert is_total("", name)


@pytest.mark.parametrize("name", ["", "Tổng kết năm", "Cộng đồng doanh nghiệp", "Lớp may"])
def test_no_total(name: str) -> None:
    assert not is_total("", name)


def test_a_line_with_a_number_of_its_own_is_no_total() -> None:
    assert not is_total("5", "Tổng cộng")


def test_a_total_merged_across_shows_in_the_column_of_numbers_too() -> None:
    assert is_total("TỔNG CỘNG", "Tổng cộng")


@pytest.mark.parametrize(
    ("name", "part"),
    [("Cộng mục I", "i"), ("Cộng chương trình 2", "2"), ("Tổng 1.2:", "1.2"), ("Cộng mục a", "a")],
)
def test_the_sum_of_a_part_says_whose_it_is(name: str, part: str) -> None:
    assert is_sum("", name) and summed_part(name) == part


@pytest.mark.parametrize("name", ["Cộng đồng doanh nghiệp", "Lớp may", "Tổng kết năm"])
def test_what_is_no_sum(name: str) -> None:
    assert not is_sum("", name) and summed_part(name) == ""


def test_a_bare_line_without_number_and_money_is_a_heading() -> None:
    lines = [NumberedLine("", "Máy móc", True, False), NumberedLine("1", "Máy sấy", False)]
    assert levels_of(lines) == ["Chương trình", "Đề án"]
