"""Flags put into a package, and the same package after they are taken out."""

from __future__ import annotations

from tests.books import BOOK, STYLES, package, part_of, sheet, texts
from workbook_tools.excel.package import Package
from workbook_tools.flags.marks import Format
from workbook_tools.flags.sheet_parts import SheetFlags, put_flags, take_flags

NAME = '<definedName name="TenRieng">DeAn!$A$1</definedName>'
FLAG = SheetFlags((Format("A1", "A1>1", "error"),), {"A1": "Sai"})


def book() -> Package:
    return package({"DeAn": sheet(), "PhuLuc": sheet()}, names=NAME)


def test_no_flags_leave_the_very_same_package() -> None:
    before = book()
    assert put_flags(before, {}) is before


def test_a_flag_goes_on_its_sheet_only() -> None:
    after = put_flags(book(), {"PhuLuc": FLAG})
    assert after.read(part_of(1)) == book().read(part_of(1))
    assert b"kehoach" in after.read(part_of(2)) and "xl/comments1.xml" in after


def test_a_sheet_that_is_not_there_is_passed_over() -> None:
    after = put_flags(book(), {"KhongCo": FLAG})
    assert after.read(part_of(1)) == book().read(part_of(1)) and "xl/comments1.xml" not in after


def test_each_look_is_written_once() -> None:
    twice = SheetFlags((Format("A1", "A1>1", "error"), Format("B1", "B1>1", "error")), {})
    after = put_flags(book(), {"DeAn": twice, "PhuLuc": twice})
    assert after.read(STYLES).count(b"<dxf>") == 1


def test_without_notes_no_part_of_notes_is_made() -> None:
    after = put_flags(book(), {"DeAn": SheetFlags((Format("A1", "", "note"),), {})})
    assert set(after.parts) == set(book().parts)


def test_a_name_of_ours_is_hidden_and_follows_the_users() -> None:
    xml = put_flags(book(), {"DeAn": FLAG}, {"_kehoach.tong": 'A1&"<"'}).read(BOOK)
    assert texts(xml, "definedName") == ["DeAn!$A$1", 'A1&"<"']
    assert b'<definedName name="_kehoach.tong" hidden="1">' in xml


def test_what_is_taken_out_leaves_all_but_the_looks_as_it_was() -> None:
    flags = {"DeAn": FLAG, "PhuLuc": FLAG}
    clean = take_flags(put_flags(book(), flags, {"_kehoach.tong": "DeAn!$A$1"}))
    unlike = {name for name in clean.parts if clean.read(name) != book().read(name)}
    assert unlike <= {STYLES, "[Content_Types].xml"} and clean.parts.keys() == book().parts.keys()


def test_a_package_without_flags_is_given_back_itself() -> None:
    before = book()
    assert take_flags(before) is before


def test_a_users_name_that_begins_like_ours_stays() -> None:
    before = package({"DeAn": sheet()}, names='<definedName name="kehoach">1</definedName>')
    assert take_flags(before) is before
