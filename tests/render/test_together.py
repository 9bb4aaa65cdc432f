"""What belongs together on a page is read from the template's loops."""

from __future__ import annotations

from typing import Any

from tests.render.layouts import GROUPS, groups, laid_out, loop, sheet_of, two_groups
from tests.templates import picture, tag
from workbook_tools.excel.package import relationships
from workbook_tools.render.page_breaks import BLOCK, FREE, ONE, WHOLE
from workbook_tools.render.together import bonds, drawn_over


def test_a_heading_stays_with_its_first_row_and_the_end_with_the_last() -> None:
    layout = laid_out(GROUPS, groups=groups(a=list("uvwx"), b=list("yz")))
    # a u v w x b y z Cuối
    assert bonds(layout.sheets[0]) == [BLOCK, FREE, FREE, FREE, FREE, BLOCK, FREE, BLOCK, FREE]


def test_a_table_of_few_rows_stays_whole() -> None:
    assert bonds(two_groups().sheets[0]) == [BLOCK, WHOLE, WHOLE, BLOCK, BLOCK, FREE]
    assert bonds(loop(6).sheets[0])[2:5] == [WHOLE] * 3
    assert bonds(loop(7).sheets[0])[2:5] == [FREE] * 3


def test_the_rows_of_one_item_are_one() -> None:
    rows: dict[int, dict[str, Any]] = {
        1: tag("for item in items"),
        2: {"A": "{{ item }}"},
        3: {"B": "{{ item }}"},
        4: tag("endfor"),
    }
    found = bonds(sheet_of(rows, items=list("abcdefg")))
    assert found[:4] == [ONE, FREE, ONE, FREE]


def test_a_total_below_an_inner_loop_stays_with_it() -> None:
    rows: dict[int, dict[str, Any]] = {
        1: tag("for group in groups"),
        2: tag("for item in group.parts"),
        3: {"A": "{{ item }}"},
        4: tag("endfor"),
        5: {"A": "{{ group.name }}"},
        6: tag("endfor"),
    }
    found = bonds(sheet_of(rows, groups=groups(a=list("tuvw"), b=list("xyz"))))
    assert found == [FREE, FREE, FREE, BLOCK, FREE, FREE, FREE, BLOCK, FREE]


TABLES: dict[int, dict[str, Any]] = {
    1: {"A": "Đầu"},
    3: {"A": "Bảng 1"},
    4: tag("for item in items"),
    5: {"A": "{{ item }}"},
    6: tag("endfor"),
    7: {"A": "Cộng"},
    9: {"A": "Bảng 2"},
    10: tag("for other in items"),
    11: {"A": "{{ other }}"},
    12: tag("else"),
    13: {"A": "Không có"},
    14: tag("endfor"),
    16: {"A": "Người ký"},
}


def test_an_empty_row_parts_tables_but_not_the_end_from_the_last() -> None:
    found = bonds(sheet_of(TABLES, items=list("abcdefgh")))
    # Đầu, -, Bảng 1, a … h, Cộng, -, Bảng 2, a … h, -, Người ký
    assert found[:3] == [BLOCK, FREE, BLOCK]
    assert found[10:14] == [BLOCK, BLOCK, FREE, BLOCK]
    assert found[-4:] == [FREE, BLOCK, BLOCK, FREE]


def test_what_stands_where_nothing_repeats_is_the_tables_own() -> None:
    found = bonds(sheet_of(TABLES, items=[]))
    # Đầu, -, Bảng 1, Cộng, -, Bảng 2, Không có, -, Người ký
    assert found == [BLOCK, FREE, BLOCK, BLOCK, FREE, BLOCK, BLOCK, BLOCK, FREE]


def test_a_merge_of_rows_is_one() -> None:
    def draw(book: Any, page: Any) -> None:
        page.merge_range("D1:D3", "x")

    assert bonds(sheet_of({1: {"A": 1}, 3: {"A": 2}, 4: {"A": 3}}, draw))[:2] == [ONE, ONE]


def test_rows_under_a_picture_are_one() -> None:
    def draw(book: Any, page: Any) -> None:
        page.insert_image("I4", "p.png", {"image_data": picture(), "y_scale": 3})

    layout = loop(9, draw)
    sheet, package = layout.sheets[0], layout.template.package
    (drawing,) = [
        rel.target for rel in relationships(package, sheet.sheet.part.part) if rel.kind == "drawing"
    ]
    ((top, bottom),) = drawn_over(package.tree(drawing), sheet)
    assert (top, bottom - top) == (11, 3)
    assert bonds(sheet, [(3, 5)])[1:6] == [FREE, ONE, ONE, FREE, FREE]
