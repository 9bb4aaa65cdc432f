"""Where the rows of a sheet end, however they are written."""

from __future__ import annotations

import pytest

from tests.books import sheet
from workbook_tools.flags.sheet_tail import AFTER_FORMATS, AFTER_LEGACY, before, prefix, tail_start


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


@pytest.mark.parametrize(
    ("xml", "own"),
    [(b'<?xml version="1.0"?><x:worksheet a="b">', b"x:"), (sheet(), b""), (b"<other/>", b"")],
)
def test_the_prefix_is_the_one_of_the_sheets_own_name(xml: bytes, own: bytes) -> None:
    assert prefix(xml) == own


def test_a_place_is_before_the_first_of_the_names() -> None:
    xml = sheet(after="<pageMargins/><drawing/>")
    assert xml[before(xml, ("drawing", "pageMargins"), 0) :].startswith(b"<pageMargins/>")


def test_a_place_is_at_the_end_where_none_of_the_names_follows() -> None:
    xml = sheet(after="<mergeCells/>")
    assert xml[before(xml, ("drawing",), 0) :] == b"</worksheet>"


def test_a_name_that_only_begins_alike_is_another() -> None:
    xml = sheet(after="<drawingHF/>")
    assert xml[before(xml, ("drawing",), 0) :] == b"</worksheet>"


def test_what_follows_notes_follows_formats_too() -> None:
    assert AFTER_FORMATS[-len(AFTER_LEGACY) :] == AFTER_LEGACY
    assert "legacyDrawing" not in AFTER_LEGACY
