"""How high a row must be to hold its text."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.render.layouts import element
from tests.templates import template_of
from workbook_tools.excel.styles import styles_part
from workbook_tools.render.heights import (
    Room,
    RowRoom,
    TextStyle,
    column_widths,
    lines,
    row_room,
    text_styles,
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("x" * 10, 1),
        ("x" * 11, 2),
        ("x" * 30, 3),
        ("a\nb", 2),
        ("\n", 2),
        ("a\n\nb", 3),
        ("x" * 11 + "\n" + "x", 3),
    ],
)
def test_lines_of_ten_letters(text: str, count: int) -> None:
    assert lines(text, 10) == count


def test_capitals_take_more_room() -> None:
    assert lines("x" * 20, 10) == 2
    assert lines("X" * 20, 10) == 3


@given(st.text(), st.floats(1, 500))
def test_any_text_takes_a_line_at_least(text: str, capacity: float) -> None:
    assert lines(text, capacity) >= 1 + text.count("\n")


@given(st.text(alphabet="aб\n", max_size=200), st.floats(1, 100))
def test_a_wider_cell_never_needs_more_lines(text: str, capacity: float) -> None:
    assert lines(text, capacity + 10) <= lines(text, capacity)


def test_a_larger_font_holds_fewer_letters() -> None:
    assert TextStyle(22).capacity(40) < TextStyle(11).capacity(40)


def test_bold_letters_are_wider() -> None:
    assert TextStyle(bold=True).capacity(40) < TextStyle().capacity(40)


def test_even_the_narrowest_column_holds_a_letter() -> None:
    assert TextStyle(72).capacity(0) == 1


def test_a_room_is_as_high_as_its_lines() -> None:
    assert Room(10, 15.0).height("x" * 25) == 45.0
    assert Room(10, 15.0).height("") == 15.0


def width(xml: str) -> Any:
    return column_widths(element(f"<worksheet>{xml}</worksheet>"))


def test_widths_of_columns_add_up() -> None:
    found = width('<cols><col min="1" max="2" width="10"/><col min="3" max="3" width="5"/></cols>')
    assert (found(1, 1), found(1, 3)) == (10, 25)


def test_a_hidden_column_has_no_width() -> None:
    assert width('<cols><col min="1" max="1" width="10" hidden="1"/></cols>')(1, 1) == 0


def test_a_column_that_says_nothing_is_as_wide_as_the_sheet_says() -> None:
    assert width('<sheetFormatPr defaultColWidth="12"/>')(4, 5) == 24
    assert width("")(4, 4) == pytest.approx(8.43)
    assert width('<sheetFormatPr/><cols><col min="1" max="1"/></cols>')(1, 1) == pytest.approx(8.43)


def room_of(rows: dict[int, dict[str, Any]], draw: Any, number: int = 1) -> RowRoom | None:
    template = template_of(rows, draw)
    styles = text_styles(template.package, styles_part(template.package))
    sheet = template.sheets[0]
    return row_room(sheet, sheet.rows[number], styles)


def wrapped(**options: Any) -> Any:
    """Puts the text of A1 into a wrapped format."""

    def draw(book: Any, page: Any) -> None:
        form = book.add_format({"text_wrap": True, "font_size": 10, **options})
        page.set_column("A:A", 11.5)
        page.write_string("A1", "{{ text }}", form)

    return draw


def test_a_wrapped_cell_may_make_its_row_higher() -> None:
    found = room_of({1: {"A": "{{ text }}"}}, wrapped())
    assert found is not None and list(found.cells) == [1]
    assert found.least == pytest.approx(13.7, abs=2)


def test_a_cell_that_is_not_wrapped_does_not() -> None:
    found = room_of({1: {"A": "{{ text }}"}}, None)
    assert found is not None and not found.cells


def test_a_row_with_a_height_of_its_own_keeps_it() -> None:
    def draw(book: Any, page: Any) -> None:
        wrapped()(book, page)
        page.set_row(0, 33)

    assert room_of({1: {"A": "{{ text }}"}}, draw) is None


def test_a_row_without_cells_needs_nothing() -> None:
    assert room_of({1: {"A": "x"}, 3: {"A": "x"}}, None, 2) is None


def test_a_text_that_is_always_there_counts_at_once() -> None:
    def draw(book: Any, page: Any) -> None:
        page.set_column("A:A", 11.5)
        page.write_string("A1", "chữ " * 30, book.add_format({"text_wrap": True}))

    found = room_of({1: {"A": "x"}}, draw)
    assert found is not None and found.least > 10 * 11


def merged(area: str) -> Any:
    def draw(book: Any, page: Any) -> None:
        form = book.add_format({"text_wrap": True})
        page.merge_range(area, "", form)
        page.write_string("A1", "{{ text }}", form)

    return draw


def test_a_merge_over_columns_is_as_wide_as_they_are() -> None:
    alone = room_of({1: {"A": "x"}}, wrapped(font_size=11))
    together = room_of({1: {"A": "x"}}, merged("A1:D1"))
    assert alone is not None and together is not None
    assert together.cells[1].capacity > 2 * alone.cells[1].capacity


def test_a_merge_over_rows_decides_no_rows_height() -> None:
    found = room_of({1: {"A": "x"}, 2: {"B": "x"}}, merged("A1:A2"))
    assert found is not None and 1 not in found.cells


def test_text_styles_say_size_weight_and_wrapping() -> None:
    def draw(book: Any, page: Any) -> None:
        look = {"font_size": 14, "bold": True, "text_wrap": True}
        page.write_string("A1", "x", book.add_format(look))

    template = template_of({1: {"A": "x"}}, draw)
    styles = text_styles(template.package, styles_part(template.package))
    assert styles[0] == TextStyle(11, False, False)
    assert TextStyle(14, True, True) in styles


def test_a_line_is_higher_than_its_font() -> None:
    assert 11 < TextStyle(11).line < 11 * 1.5
    assert not math.isnan(TextStyle(11).line)


@pytest.mark.parametrize("number", ["5", "abc", "-1", "9" * 400])
def test_a_format_of_a_font_that_is_not_there_has_the_first(number: str) -> None:
    package = template_of({1: {"A": "x"}}).package
    part = styles_part(package)
    given = package.read(part).replace(b'fontId="0"', f'fontId="{number}"'.encode())
    assert text_styles(package.changed({part: given}), part) == text_styles(package, part)


def test_a_workbook_without_fonts_has_excels() -> None:
    package = template_of({1: {"A": "x"}}).package
    part = styles_part(package)
    given = re.sub(rb"<fonts.*</fonts>", b"", package.read(part))
    assert text_styles(package.changed({part: given}), part) == [TextStyle()]
