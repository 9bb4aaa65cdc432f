"""A sheet of a template that holds too much is a fault, told before it is compiled."""

from __future__ import annotations

from typing import Any

import pytest

from tests.templates import template_of
from workbook_tools.errors import TemplateError

ROW = {1: {"A": "Đề án"}}


def rows(_: Any, page: Any) -> None:
    for row in range(1, 20_002):
        page.set_row(row, 30)


def cells(_: Any, page: Any) -> None:
    for row in range(1, 1_002):
        page.write_row(row, 0, [1] * 50)


def formulas(_: Any, page: Any) -> None:
    for row in range(1, 1_002):
        for column in range(10):
            page.write_formula(row, column, "=1+1")


def merges(_: Any, page: Any) -> None:
    for row in range(1, 5_003):
        page.merge_range(row, 0, row, 1, "")


def lists(_: Any, page: Any) -> None:
    for row in range(1, 2_003):
        page.data_validation(row, 0, row, 0, {"validate": "list", "source": ["a", str(row)]})


def formats(_: Any, page: Any) -> None:
    for row in range(1, 2_003):
        page.conditional_format(row, 0, row, 0, {"type": "formula", "criteria": "=A1=1"})


def notes(_: Any, page: Any) -> None:
    for row in range(1, 5_003):
        page.write_comment(row, 0, "x")


def texts(_: Any, page: Any) -> None:
    for row in range(1, 200):
        page.write(row, 0, "x" * 30_000)


def long_formulas(_: Any, page: Any) -> None:
    for row in range(1, 130):
        page.write_formula(row, 0, "=1" + "+1" * 4_000)


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (rows, "20.000 dòng"),
        (cells, "50.000 ô"),
        (formulas, "10.000 công thức"),
        (merges, "5.000 vùng ô gộp"),
        (lists, "2.000 quy tắc nhập liệu"),
        (formats, "2.000 quy tắc định dạng"),
        (notes, "5.000 ghi chú"),
        (texts, "4 triệu chữ"),
        (long_formulas, "1 triệu chữ trong các công thức"),
    ],
)
def test_a_sheet_that_holds_too_much_is_told(draw: Any, said: str) -> None:
    with pytest.raises(TemplateError, match=f"PhuLuc: trang tính mẫu có quá {said}"):
        template_of(ROW, draw)


def test_a_sheet_at_its_limits_compiles() -> None:
    def draw(_: Any, page: Any) -> None:
        for row in range(1, 4_000):
            page.merge_range(row, 0, row, 1, "")
            page.write_row(row, 2, [1] * 9)

    assert template_of(ROW, draw).sheets[0].last_row == 4_000


def test_content_far_below_is_told() -> None:
    def draw(_: Any, page: Any) -> None:
        page.write("B100001", "x")

    with pytest.raises(TemplateError, match=r"PhuLuc: trang tính mẫu có quá 100\.000 dòng"):
        template_of(ROW, draw)


def test_rows_without_content_at_the_end_of_a_sheet_are_left_out() -> None:
    def draw(book: Any, page: Any) -> None:
        page.set_row(1_048_575, 30)
        page.write_blank("A1048576", None, book.add_format({"bold": True}))

    assert template_of(ROW, draw).sheets[0].last_row == 1
