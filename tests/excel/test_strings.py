"""Shared strings: read in any form, added to without disturbing an index."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.excel.package import Package, open_package, parse_xml
from workbook_tools.excel.strings import (
    StringTable,
    escape_text,
    item_xmls,
    read_shared_strings,
    strings_part,
    text_xml,
    unescape_text,
    used_strings,
)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*texts: str) -> Package:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet()
    for row, text in enumerate(texts):
        page.write_string(row, 0, text)
    book.close()
    return open_package(raw.getvalue(), "sổ")


def with_strings(xml: str) -> Package:
    package = workbook("a")
    part = strings_part(package)
    assert part is not None
    return package.changed({part: xml.encode()})


def sst(*items: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(items)}</sst>'


def test_texts_in_order() -> None:
    package = workbook("một", "hai & ba", " b ")
    assert [item.text for item in read_shared_strings(package)] == ["một", "hai & ba", " b "]


def test_a_workbook_without_strings() -> None:
    package = workbook()
    without = package.changed({}, [strings_part(package) or ""])
    assert strings_part(without) is None
    assert read_shared_strings(without) == []
    assert item_xmls(without) == []


def test_runs_are_joined_and_known_as_rich() -> None:
    xml = "<r><t>Kế </t></r><r><rPr><b/></rPr><t>hoạch</t></r>"
    [item] = read_shared_strings(with_strings(sst(f"<si>{xml}</si>")))
    assert item == ("Kế hoạch", True, xml)


def test_a_reading_aid_is_no_text() -> None:
    [item] = read_shared_strings(with_strings(sst("<si><t>a</t><rPh><t>b</t></rPh></si>")))
    assert item.text == "a"


@pytest.mark.parametrize("empty", ["<si/>", "<si></si>", "<si><t/></si>", "<si><t></t></si>"])
def test_an_empty_string_keeps_its_place(empty: str) -> None:
    found = read_shared_strings(with_strings(sst(empty, "<si><t>b</t></si>")))
    assert [item.text for item in found] == ["", "b"]


def test_names_with_prefixes_are_read_too() -> None:
    xml = (
        f'<x:sst xmlns:x="{MAIN}"><x:si><x:t xml:space="preserve"> a &amp; b</x:t></x:si>'
        "<x:si><x:r><x:t>c</x:t></x:r></x:si></x:sst>"
    )
    package = with_strings(xml)
    assert [(item.text, item.rich) for item in read_shared_strings(package)] == [
        (" a & b", False),
        ("c", True),
    ]
    assert item_xmls(package)[0] == b'<t xml:space="preserve"> a &amp; b</t>'


@pytest.mark.parametrize(
    "items",
    [
        ("<si><t>a</t></si>", "<si><r><t>b</t></r></si>"),
        ("<si><t>a</t></si>", "<si/>"),
        ("<si><t>a</t></si>\n", "<si><t>b</t></si>\n"),
        (),
    ],
)
def test_the_xml_of_each_string_is_the_same_read_or_cut(items: tuple[str, ...]) -> None:
    package = with_strings(sst(*items))
    assert item_xmls(package) == [item.xml.encode() for item in read_shared_strings(package)]


# ----------------------------------------------------------------------------------------- escaping


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("a & b < c", "a &amp; b &lt; c"),
        ("a\x0bb", "a_x000B_b"),
        ("a\r", "a_x000D_"),
        ("a\nb\tc", "a\nb\tc"),
        ("_x000A_", "_x005F_x000A_"),
        ("_x00", "_x00"),
        ("\ufffe", "_xFFFE_"),
    ],
)
def test_a_text_as_xml(text: str, xml: str) -> None:
    assert escape_text(text) == xml
    assert unescape_text(xml) == text


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_is_read_again_as_it_was_written(text: str) -> None:
    root = parse_xml(f"<si>{text_xml(text)}</si>".encode(), "si")
    assert unescape_text(escape_text(text)) == text
    assert unescape_text((root[0].text or "").replace("&", "&amp;")) == text


@pytest.mark.parametrize("text", [" a", "a ", "a\nb"])
def test_blanks_that_count_are_marked(text: str) -> None:
    assert text_xml(text).startswith('<t xml:space="preserve">')


def test_blanks_within_need_no_mark() -> None:
    assert text_xml("a b") == "<t>a b</t>"


# --------------------------------------------------------------------------- which strings are used


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" t="s"><v>3</v></c><c r="B1" s="1" t="s"><v>5</v></c><c r="C1"><v>9</v></c>',
        '<c r="A1" t="s"><f>A2</f><v>3</v></c><c r="B1" t="s"><v>5</v></c>',
    ],
)
def test_the_strings_that_a_sheet_holds(cells: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row>{cells}</row></sheetData></worksheet>'
    assert used_strings(sheet.encode()) == {3, 5}


# ---------------------------------------------------------------------------------------- the table


def items(table: StringTable) -> list[str]:
    root = parse_xml(table.to_xml(), "xl/sharedStrings.xml")
    return ["".join(t.text or "" for t in item.iter(f"{{{MAIN}}}t")) for item in root]


def test_a_text_that_is_there_keeps_its_index() -> None:
    table = StringTable([b"<t>a</t>", b"<t>b</t>"])
    assert (table.index("b"), table.index("c"), table.index("c")) == (1, 2, 2)
    assert items(table) == ["a", "b", "c"]


def test_a_place_that_nobody_uses_is_taken_again() -> None:
    table = StringTable([b"<t>a</t>", b"<t>b</t>", b"<t>c</t>"], used={0, 2})
    assert (table.index("d"), table.index("e")) == (1, 3)
    assert items(table) == ["a", "d", "c", "e"]


def test_unused_strings_at_the_end_go() -> None:
    table = StringTable([b"<t>a</t>", b"<t>b</t>", b"<t>c</t>"], used={0})
    assert items(table) == ["a"]


def test_a_text_that_nobody_uses_is_not_found_again() -> None:
    table = StringTable([b"<t>a</t>", b"<t>b</t>"], used={1})
    assert table.index("a") == 0
    assert items(table) == ["a", "b"]


def test_nothing_is_used() -> None:
    assert items(StringTable([b"<t>a</t>"], used=set())) == []


def test_a_rich_text_is_told_from_a_plain_one() -> None:
    table = StringTable([])
    assert (table.index("a"), table.rich("<r><t>a</t></r>"), table.rich("<r><t>a</t></r>")) == (
        0,
        1,
        1,
    )


def test_texts_with_signs_are_the_same_text() -> None:
    table = StringTable([])
    assert table.index("a & b") == table.index("a & b")
    assert items(table) == ["a & b"]
