"""How high a row must be to hold its text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.render.layouts import element
from tests.templates import template_of
from workbook_tools.excel.styles import styles_part
from workbook_tools.render.heights import (
    RowRoom,
    TextStyle,
    column_widths,
    digit_width,
    lines,
    row_room,
    settled,
    text_styles,
    widest_digit,
    words,
)


def of_ten(word: str) -> int:
    """Every letter is ten dots wide."""
    return 10 * len(word)


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
        ("aaaa bbbb", 1),
        ("aaaaa bbbbb", 2),
        ("aaaa bbbb cccc dddd", 2),
        ("aaaaaa bbbbbb cccccc", 3),
        ("a " + "x" * 10, 2),
        ("aaaa bbbb-cccc", 2),
        ("aaaaaa bbb-ccc", 2),
        ("aaaaaa bbb/ccc", 2),
        ("aaaa bbbb/cccc", 2),
        ("aaaaa bbb-ccccc ddd", 2),
        ("aaaaa bbb/ccccc ddd", 3),
    ],
)
def test_lines_of_ten_letters(text: str, count: int) -> None:
    assert lines(text, 100, of_ten) == count


def test_a_letter_is_as_wide_as_in_the_font() -> None:
    regular = words("regular", 15)
    assert [regular(letter) for letter in "0iaWđề N"] == [8, 4, 7, 14, 8, 7, 4, 11]
    assert words("bold", 15)("a") == 8


def test_letters_that_no_plan_holds_are_as_wide_as_digits() -> None:
    assert words("italic", 15)("漢字") == 16


def test_a_font_with_wider_digits_has_wider_letters() -> None:
    assert words("regular", 15, 0.556)("nhà nước") > words("regular", 15)("nhà nước")


@given(st.text(), st.integers(1, 5000))
def test_any_text_takes_a_line_at_least(text: str, capacity: int) -> None:
    assert lines(text, capacity, words("regular", 15)) >= 1 + text.count("\n")


@given(st.text(alphabet="aб \n", max_size=200), st.integers(1, 1000))
def test_a_wider_cell_never_needs_more_lines(text: str, capacity: int) -> None:
    assert lines(text, capacity + 80, of_ten) <= lines(text, capacity, of_ten)


@given(st.text(alphabet="abc -/", max_size=60), st.integers(1, 300))
def test_no_line_holds_more_than_it_can(text: str, capacity: int) -> None:
    assert lines(text, capacity, of_ten) * (max(capacity, 10) + 10) >= of_ten(text.strip(" "))


def test_a_larger_font_holds_fewer_letters() -> None:
    text = "chữ và chữ " * 9
    assert TextStyle(22).room(150).height(text) > 2 * TextStyle(11).room(150).height(text)


def test_bold_letters_are_wider() -> None:
    assert TextStyle(bold=True).room(200).width("hạng") > TextStyle().room(200).width("hạng")


def test_even_the_narrowest_column_holds_a_letter() -> None:
    assert TextStyle(72).room(0).height("abc") == TextStyle(72).height(3)


def test_what_surely_fits_on_a_line_does() -> None:
    room = TextStyle().room(100)
    assert room.certain > 2
    assert lines("W" * room.certain, room.capacity, room.width) == 1


@pytest.mark.parametrize(
    ("size", "one", "thirty"), [(10, 12.81, 337.29), (11, 13.8, 359.69), (13, 16.16, 426.84)]
)
def test_lines_are_as_high_as_libreoffice_measured_them(
    size: float, one: float, thirty: float
) -> None:
    assert TextStyle(size).height(1) == pytest.approx(one + 4, abs=0.1)
    assert TextStyle(size).height(30) == pytest.approx(thirty + 4, rel=0.002)


@given(st.floats(16, 390))
def test_a_settled_height_is_in_whole_dots_and_a_little_more_than_needed(height: float) -> None:
    found = settled(height)
    assert found % 0.75 == 0
    assert height <= found <= max(height * 1.045, height + 0.75)


def test_no_row_is_higher_than_excel_shows() -> None:
    assert settled(5000) == 409


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
    assert found.least == pytest.approx(16.8, abs=0.1)


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
    assert styles[0] == TextStyle(11, digit=0.507)
    assert TextStyle(14, bold=True, wrap=True, digit=0.507) in styles


def test_an_indent_leaves_less_room() -> None:
    text = {1: {"A": "{{ text }}"}}
    plain, indented = room_of(text, wrapped()), room_of(text, wrapped(indent=2))
    assert plain is not None and indented is not None
    assert indented.cells[1].capacity < plain.cells[1].capacity - 15


def test_a_digit_is_as_wide_as_in_the_workbooks_usual_font() -> None:
    def usual(book: Any, page: Any) -> None:
        book.formats[0].set_font_name("Arial")
        book.formats[0].set_font_size(10)

    package = template_of({1: {"A": "x"}}, usual).package
    assert digit_width(package, styles_part(package)) == pytest.approx(5.56)
    assert widest_digit(package, styles_part(package)) == pytest.approx(5.56)


def test_a_font_that_may_be_missing_is_shown_in_a_wider_one() -> None:
    package = template_of({1: {"A": "x"}}).package
    part = styles_part(package)
    assert widest_digit(package, part) > 1.2 * digit_width(package, part)


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
    changed = package.changed({part: given})
    calibri = TextStyle(digit=0.507)
    assert text_styles(changed, part) == [calibri]
    assert digit_width(changed, part) == calibri.size * calibri.digit
