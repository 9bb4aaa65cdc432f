"""Where the rows of a sheet end, and what stands behind them."""

from __future__ import annotations

import pytest

from tests.books import sheet
from workbook_tools.flags.sheet_tail import (
    AFTER_FORMATS,
    AFTER_LEGACY,
    before,
    children,
    tail_start,
)


@pytest.mark.parametrize(
    ("xml", "tail"),
    [
        (b"<worksheet><sheetData><row/></sheetData><x/></worksheet>", b"<x/></worksheet>"),
        (b"<worksheet><sheetData/><x/></worksheet>", b"<x/></worksheet>"),
        (b"<a:worksheet><a:sheetData /><x/></a:worksheet>", b"<x/></a:worksheet>"),
        (b"<a:worksheet><a:sheetData></a:sheetData ><x/>", b"<x/>"),
    ],
)
def test_the_rows_end_before_what_follows_them(xml: bytes, tail: bytes) -> None:
    assert xml[tail_start(xml) :] == tail


def test_a_place_is_looked_for_among_the_sheets_own_children() -> None:
    inside = "<extLst><ext><x14:f><legacyDrawingHF/><a b='>'/></x14:f></ext></extLst>"
    xml = sheet(after=f"<drawing/>{inside}".replace("b='>'", 'b=">"'))
    assert xml[before(xml, AFTER_LEGACY, tail_start(xml)) :].startswith(b"<extLst>")


def test_the_children_of_a_sheet_are_told_with_their_ends() -> None:
    xml = sheet(after="<a><a/></a><b/>")
    found = [(xml[at:end], name) for name, at, end in children(xml, tail_start(xml))]
    assert found == [(b"<a><a/></a>", "a"), (b"<b/>", "b"), (b"", "")]


def test_a_place_is_before_the_first_of_the_names() -> None:
    xml = sheet(after="<pageMargins/><drawing/>")
    at = before(xml, ("drawing", "pageMargins"), tail_start(xml))
    assert xml[at:].startswith(b"<pageMargins/>")


def test_a_place_is_at_the_end_where_none_of_the_names_follows() -> None:
    xml = sheet(after="<mergeCells/>")
    assert xml[before(xml, ("drawing",), tail_start(xml)) :] == b"</worksheet>"


def test_a_name_that_only_begins_alike_is_another() -> None:
    xml = sheet(after="<drawingHF/>")
    assert xml[before(xml, ("drawing",), tail_start(xml)) :] == b"</worksheet>"


def test_what_follows_notes_follows_formats_too() -> None:
    assert AFTER_FORMATS[-len(AFTER_LEGACY) :] == AFTER_LEGACY
    assert "legacyDrawing" not in AFTER_LEGACY


@pytest.mark.parametrize(
    "tail",
    [
        "<headerFooter><oddFooter>sheetData</oddFooter></headerFooter>",
        "<extLst><ext><x14:sheetData/></ext></extLst>",
        '<hyperlinks><hyperlink ref="A1" display="sheetData"/></hyperlinks>',
    ],
)
def test_a_word_that_is_like_the_rows_behind_them_does_not_count(tail: str) -> None:
    xml = sheet(after=tail)
    assert xml[tail_start(xml) :].startswith(tail.encode())


def test_a_text_that_is_like_the_rows_in_them_does_not_count() -> None:
    text = b'<row><c t="inlineStr"><is><t>sheetData/ sheetData</t></is></c></row>'
    xml = b"<worksheet><sheetData>" + text + b"</sheetData><x/></worksheet>"
    assert xml[tail_start(xml) :] == b"<x/></worksheet>"


@pytest.mark.parametrize("name", ["legacyDrawing", "tableParts", "pageMargins", "extLst"])
def test_a_word_inside_an_extension_is_no_place(name: str) -> None:
    inside = f"<extLst><ext><x14:a><{name}/></x14:a></ext></extLst>"
    xml = sheet(after=f"<conditionalFormatting>{inside}</conditionalFormatting><extLst/>")
    at = before(xml, (name, "extLst"), tail_start(xml))
    assert xml[at:].startswith(b"<extLst/>")
