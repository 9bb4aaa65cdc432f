"""The small clean plan over which the examples of the rules are typed, as a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from tests.faults.scoring import with_outside_link
from workbook_tools.check import check_plan
from workbook_tools.check.findings import Finding
from workbook_tools.check.register import Example
from workbook_tools.excel.cells import split_cell
from workbook_tools.plan.form import COLUMNS
from workbook_tools.read import read_plan
from workbook_tools.read.source import source_of

_BASIS = "Quyết định 53/2018/QĐ-UBND ngày 11/12/2018"
_DAN = "Lớp đan lát cho lao động nông thôn"
_UNIT, _SHOP = "Trung tâm Khuyến công", "Cơ sở Hoa Sen"

CLEAN: Mapping[str, list[list[Any]]] = {
    "ThongTin": [
        ["Mục", "Nội dung"],
        ["Tỉnh", "Đồng Nai"],
        ["Năm kế hoạch", 2021],
        ["Giai đoạn chương trình", "2021 - 2025"],
        ["Đơn vị tính", "ngàn đồng"],
        ["Tổng cộng bằng chữ", "Một tỷ, bảy mươi lăm triệu đồng"],
    ],
    "DeAn": [
        list(COLUMNS.values()),
        ["I", "Mục", "Chương trình, đề án khuyến công"],
        ["1", "Chương trình", "Đào tạo, truyền nghề", *[None] * 9, _BASIS],
        [
            *("1.1", "Đề án", "Lớp may công nghiệp", _UNIT, "Dạy nghề may", "60 người có nghề"),
            *(3, 9, 120_000, 100_000, 20_000, 0, None, None, "60 người"),
        ],
        [
            *("1.2", "Đề án", _DAN, _UNIT, "Dạy nghề đan lát", "40 người có nghề"),
            *(4, 11, 80_000, 70_000, 10_000, 0, None, None, "40 người"),
        ],
        [
            *("1.3", "Đề án", "Lớp mộc", _UNIT, "Dạy nghề mộc", "35 người có nghề"),
            *(2, 8, 75_000, 60_000, 15_000, 0, None, None, "35 người"),
        ],
        ["2", "Chương trình", "Ứng dụng máy móc thiết bị", *[None] * 9, _BASIS],
        [
            *(
                "2.1",
                "Đề án",
                "Máy sấy nông sản",
                _SHOP,
                "Máy sấy cho cơ sở CNNT",
                "05 máy hoạt động",
            ),
            *(5, 12, 350_000, 175_000, 175_000, 0, None, "MAY", "05 cơ sở"),
        ],
        [
            *("2.2", "Đề án", "Máy đóng gói", "HTX Bình Minh", "Đóng gói cho cơ sở CNNT", "02 máy"),
            *(6, 10, 150_000, 70_000, 80_000, 0, None, "MAY", "02 cơ sở"),
        ],
        ["II", "Mục", "Thông tin, tuyên truyền"],
        ["3", "Chương trình", "Cung cấp thông tin", *[None] * 9, _BASIS],
        [
            *("3.1", "Đề án", "Bản tin khuyến công", _UNIT, "Tuyên truyền cho cơ sở CNNT"),
            *("Phát hành 4 số", 1, 12, 200_000, 200_000, 0, 0, None, None, "4 số"),
        ],
        [
            *("3.2", "Đề án", "Trang tin điện tử", _UNIT, "Giới thiệu cơ sở CNNT", "Tin hằng tuần"),
            *(1, 12, 100_000, 100_000, 0, 0, None, None, "12 tháng"),
        ],
    ],
    "ChiTieu": [
        ["Chỉ tiêu", "Giá trị", "Đơn vị", "Nơi nêu", "TT đề án", "Cột"],
        ["Tổng kinh phí", 1075, "triệu đồng", "V.1", "tổng cộng", "Tổng KP thực hiện"],
        ["Người học may", 60, "người", "III.1.a", "1.1", "Số lượng"],
    ],
    "DinhMuc": [
        [
            *("Mã định mức", "Nội dung", "Tỷ lệ tối đa", "Mức tối đa (đồng)", "Tính cho"),
            *("Hiệu lực từ", "Hiệu lực đến", "Căn cứ"),
        ],
        ["MAY", "Ứng dụng máy móc", 0.5, 35_000_000, "cơ sở", None, None, "53/2018/QĐ-UBND"],
    ],
    "CanCu": [
        ["Số, ký hiệu", "Ngày", "Trích yếu", "Hiệu lực từ", "Hiệu lực đến", "Thay thế bởi"],
        ["53/2018/QĐ-UBND", "11/12/2018", "Quy định nội dung chi khuyến công"],
        ["147/2018/NQ-HĐND", "07/12/2018", "Mức chi khuyến công"],
    ],
}


_MONEY = range(8, 12)
"""The columns of amounts, counted from 0."""


def findings_on(example: Example) -> tuple[Finding, ...]:
    """What is found where an example is typed over the clean plan, by way of a file."""
    data = workbook(example)
    if "outside" in example.marks:
        data = with_outside_link(data)
    return check_plan(read_plan(source_of(data, "vi-du.xlsx")))


def workbook(example: Example) -> bytes:
    """The clean plan with an example's cells, as a file's bytes."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    pages = {name: book.add_worksheet(name) for name in CLEAN}
    shown = next((mark.split(" ", 1)[1] for mark in example.marks if mark.startswith("shown")), "")
    money = book.add_format({"num_format": shown}) if shown else None
    for (name, at), value in _cells(example).items():
        if name not in pages:
            pages[name] = book.add_worksheet(name)
        _put(pages[name], at, value, money if name == "DeAn" and at[1] in _MONEY else None)
    for mark in example.marks:
        _mark(book, pages["DeAn"], mark)
    book.close()
    return raw.getvalue()


def _cells(example: Example) -> dict[tuple[str, tuple[int, int]], Any]:
    """Sheet and place, counted from 0, of every cell that holds something."""
    cells: dict[tuple[str, tuple[int, int]], Any] = {}
    for name, rows in CLEAN.items():
        for at, row in enumerate(rows):
            cells |= {(name, (at, column)): value for column, value in enumerate(row)}
    for address, value in example.cells.items():
        name, _, cell = address.rpartition("!")
        row_, column_ = split_cell(cell)
        cells[name or "DeAn", (row_ - 1, column_ - 1)] = value
    return {place: value for place, value in cells.items() if value is not None}


def _put(page: Any, at: tuple[int, int], value: Any, shown: Any) -> None:
    """A value, a formula, a pair of a formula and its result, a text after an apostrophe."""
    if isinstance(value, tuple):
        page.write_formula(*at, value[0], shown, value[1])
    elif isinstance(value, str) and value.startswith("="):
        page.write_formula(*at, value, shown, 0)
    elif isinstance(value, str):
        page.write_string(*at, value.removeprefix("'"))
    else:
        page.write(*at, value, shown)


def _mark(book: Any, page: Any, mark: str) -> None:
    """What is done to the sheet beside what is typed: ``hidden 4``, ``merged D4:D6``,
    ``manual``; ``shown #,##0`` is how amounts are shown.
    """
    what, _, where = mark.partition(" ")
    if what == "hidden":
        page.set_row(int(where) - 1, None, None, {"hidden": True})
    elif what == "merged":
        first = where.partition(":")[0]
        row, column = split_cell(first)
        page.merge_range(where, CLEAN["DeAn"][row - 1][column - 1])
    elif what == "manual":
        book.set_calc_mode("manual")
    else:
        assert what in ("outside", "shown"), mark
