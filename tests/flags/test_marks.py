"""Our conditional formats in a sheet's text: in before the user's, and out again."""

from __future__ import annotations

import re

import pytest

from tests.books import sheet, texts
from workbook_tools.flags.marks import Format, with_formats, without_formats

LOOKS = {"error": 3, "note": 4}
USERS = (
    '<conditionalFormatting sqref="A1"><cfRule type="cellIs" priority="1" operator="equal">'
    "<formula>1</formula></cfRule></conditionalFormatting>"
)
BOTH = (Format("B2", "B2>1", "error"), Format("C3 C5", "", "note"))


def priorities(xml: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb'priority="(\d+)"', xml)]


def test_a_format_holds_while_its_condition_does() -> None:
    xml = with_formats(sheet(), BOTH[:1], LOOKS)
    assert texts(xml, "formula") == ['AND("kehoach"<>"",B2>1)']
    assert b'sqref="B2"' in xml and b'dxfId="3"' in xml


def test_a_format_without_a_condition_always_holds() -> None:
    assert texts(with_formats(sheet(), BOTH[1:], LOOKS), "formula") == ['"kehoach"<>""']


def test_ours_come_first_and_the_users_move_up() -> None:
    assert priorities(with_formats(sheet(after=USERS), BOTH, LOOKS)) == [1, 2, 3]


def test_only_a_format_that_stops_stops() -> None:
    stops = with_formats(sheet(), (Format("A1", "", "note", stops=True), BOTH[0]), LOOKS)
    assert stops.count(b'stopIfTrue="1"') == 1


def test_they_stand_before_what_must_follow_them() -> None:
    xml = with_formats(sheet(after="<mergeCells/><pageMargins/>"), BOTH, LOOKS)
    assert xml.find(b"<mergeCells/>") < xml.find(b"<cfRule") < xml.find(b"<pageMargins/>")


def test_a_condition_is_written_as_text() -> None:
    xml = with_formats(sheet(), (Format("A1", 'A1<"&"', "error"),), LOOKS)
    assert texts(xml, "formula") == ['AND("kehoach"<>"",A1<"&")']


@pytest.mark.parametrize("after", ["", USERS, USERS + "<pageMargins/>"])
def test_in_and_out_again_changes_no_byte(after: str) -> None:
    before = sheet("<row/>", after)
    assert without_formats(with_formats(before, BOTH, LOOKS)) == before


def test_a_sheet_without_ours_is_left_as_it_is() -> None:
    xml = sheet(after=USERS)
    assert without_formats(xml) is xml


def test_of_a_block_that_we_share_the_users_rules_stay() -> None:
    ours = '<cfRule type="expression" priority="2"><formula>"kehoach"&lt;&gt;""</formula></cfRule>'
    later = '<cfRule type="expression" priority="5"><formula>A1=2</formula></cfRule>'
    shared = USERS.replace("</conditionalFormatting>", f"{ours}{later}</conditionalFormatting>")
    left = without_formats(sheet(after=shared))
    assert texts(left, "formula") == ["1", "A1=2"] and priorities(left) == [1, 4]


def test_a_rule_that_speaks_of_our_mark_elsewhere_is_the_users() -> None:
    users = USERS.replace("<formula>1<", '<formula>A1="kehoach"<')
    assert without_formats(sheet(after=users)) == sheet(after=users)


def test_a_cell_that_holds_our_mark_is_the_users() -> None:
    xml = sheet('<row><c t="inlineStr"><is><t>"kehoach"</t></is></c></row>', USERS)
    assert without_formats(xml) == xml
