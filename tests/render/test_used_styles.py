"""The formats that generated sheets use."""

from __future__ import annotations

from typing import Any

from tests.render.layouts import LOOP, laid_out, loop
from workbook_tools.render.used_styles import used_styles


def formatted(draw: Any) -> Any:
    return used_styles(laid_out(LOOP, draw, items=[]))


def test_a_plain_sheet_uses_no_format_of_its_own() -> None:
    found = used_styles(loop(1))
    assert found.cells <= {0} and found.differential == frozenset()


def test_formats_of_cells_rows_and_columns_are_used() -> None:
    def draw(book: Any, page: Any) -> None:
        page.write_string("A1", "x", book.add_format({"bold": True}))
        page.set_row(4, None, book.add_format({"italic": True}))
        page.set_column("D:D", 9, book.add_format({"underline": True}))
        book.add_format({"font_size": 30})

    assert formatted(draw).cells - {0} == {1, 2, 3}


def test_formats_of_conditions_are_used() -> None:
    def draw(book: Any, page: Any) -> None:
        bold = book.add_format({"bold": True})
        page.conditional_format("A1", {"type": "formula", "criteria": "=TRUE", "format": bold})

    assert formatted(draw).differential == {0}


def test_formats_of_tables_are_used() -> None:
    def draw(book: Any, page: Any) -> None:
        bold = book.add_format({"bold": True})
        page.add_table("D8:D9", {"columns": [{"header": "x", "format": bold}]})

    assert formatted(draw).differential == {0}
