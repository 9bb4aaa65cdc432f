"""The workbook part of the copy: its sheets, and the names that mean something there."""

from __future__ import annotations

import pytest
from lxml.etree import _Element

from tests.books import BOOK, attributes, package, sheet
from workbook_tools.excel.package import MAIN, RELS, Package, SheetPart, sheets
from workbook_tools.send.clean_workbook import hidden_sheets, keep_names, keep_sheets
from workbook_tools.send.stays import Reach

M = f"{{{MAIN}}}"


def book(names: str = "", **states: str) -> Package:
    made = {"DeAn": sheet(), "PhuLuc": sheet(), "TongHop": sheet()}
    return package(made, names=names, states=states)


def kept(made: Package) -> list[SheetPart]:
    return [found for found in sheets(made) if found.name != "DeAn"]


def name(text: str, name: str = "TongCong_KP", more: str = "") -> str:
    return f'<definedName name="{name}"{more}>{text}</definedName>'


def named(names: str) -> tuple[list[tuple[str, dict[str, str]]], Reach]:
    """The names of the copy with their attributes, and its reach."""
    made = book(names)
    root = made.tree_to_change(BOOK)
    reach = keep_names(root, kept(made))
    found = [(e.text or "", attributes(e)) for e in root.iter(f"{M}definedName")]
    return found, reach


def texts(names: str) -> list[str]:
    return [text for text, _ in named(names)[0]]


def test_sheets_that_are_not_shown_are_known() -> None:
    root = book(PhuLuc="hidden", TongHop="veryHidden", DeAn="visible").tree(BOOK)
    assert hidden_sheets(root) == {"PhuLuc", "TongHop"}


# -------------------------------------------------------------------------------------------- names


def test_a_name_of_the_copy_stays() -> None:
    assert texts(name("PhuLuc!$A$1")) == ["PhuLuc!$A$1"]


@pytest.mark.parametrize("own", ["Ten", "_xlnm._FilterDatabase", "TongCong_", "BangChu"])
def test_a_name_that_is_of_no_use_in_the_copy_goes(own: str) -> None:
    assert texts(name("PhuLuc!$A$1", own)) == []


@pytest.mark.parametrize("text", ['"bí mật"', "PhuLuc!$A$1*2", "#REF!", "Khac!$A$1"])
def test_a_name_that_is_more_than_cells_of_the_copy_goes(text: str) -> None:
    assert texts(name(text)) == []


def test_a_name_that_points_outside_goes_and_is_lost() -> None:
    found, reach = named(name("DeAn!$A$1", "TenRieng"))
    assert found == [] and reach.lost_names == {"tenrieng"}


def test_a_name_that_is_made_of_a_lost_one_goes_too() -> None:
    assert texts(name("DeAn!$A$1", "Mot") + name("Mot*2", "Hai")) == []


def test_a_hidden_name_goes() -> None:
    assert texts(name("PhuLuc!$A$1", more=' hidden="1"')) == []


def test_a_name_of_a_macro_goes() -> None:
    assert texts(name("PhuLuc!$A$1", more=' vbProcedure="1"')) == []


def test_what_was_said_of_a_name_goes() -> None:
    found, _ = named(name("PhuLuc!$A$1", more=' comment="x" description="y" help="z"'))
    assert found == [("PhuLuc!$A$1", {"name": "TongCong_KP"})]


def test_a_name_of_one_sheet_follows_it_to_its_new_place() -> None:
    found, _ = named(name("PhuLuc!$1:$3", "_xlnm.Print_Titles", ' localSheetId="1"'))
    assert found[0][1]["localSheetId"] == "0"


def test_a_name_of_a_sheet_that_stays_behind_goes() -> None:
    assert texts(name("PhuLuc!$A$1", more=' localSheetId="0"')) == []


def test_without_names_there_is_no_list_of_them() -> None:
    made = book(name("DeAn!$A$1"))
    root = made.tree_to_change(BOOK)
    keep_names(root, kept(made))
    assert root.find(f"{M}definedNames") is None


def test_the_reach_is_the_sheets_of_the_copy() -> None:
    assert named("")[1] == Reach(frozenset({"phuluc", "tonghop"}), set())


# ------------------------------------------------------------------------------------------- sheets


def left(made: Package) -> _Element:
    root = made.tree_to_change(BOOK)
    keep_sheets(root, kept(made))
    return root


def test_only_sheets_of_the_copy_are_listed_numbered_anew() -> None:
    found = [(e.get("name"), e.get("sheetId")) for e in left(book()).iter(f"{M}sheet")]
    assert found == [("PhuLuc", "1"), ("TongHop", "2")]


def test_the_program_is_told_to_calculate_anew() -> None:
    calculation = left(book()).find(f"{M}calcPr")
    assert calculation is not None and attributes(calculation) == {"fullCalcOnLoad": "1"}


def test_the_workbook_forgets_its_name_for_macros() -> None:
    properties = left(book()).find(f"{M}workbookPr")
    assert properties is not None and not properties.attrib


def changed(old: str, new: str) -> _Element:
    made = book()
    xml = made.read(BOOK).replace(old.encode(), new.encode(), 1)
    return left(made.changed({BOOK: xml}))


def test_views_forget_which_sheet_was_open() -> None:
    root = changed("<sheets>", '<bookViews><workbookView activeTab="2"/></bookViews><sheets>')
    (view,) = root.iter(f"{M}workbookView")
    assert not view.attrib


def test_what_is_not_needed_goes() -> None:
    root = changed("<workbookPr", "<fileSharing userName='x'/><workbookProtection/><workbookPr")
    assert [str(child.tag).removeprefix(M) for child in root] == ["workbookPr", "sheets", "calcPr"]


def test_paths_of_other_makers_go() -> None:
    root = changed("<workbookPr", '<workbookPr xmlns:x="khac" x:path="C:/Users/rieng"')
    assert all(RELS in str(key) for e in root.iter() for key in e.attrib if str(key)[0] == "{")


@pytest.mark.parametrize("number", ["A1", "-1", "9" * 400])
def test_a_name_of_a_sheet_that_is_not_listed_is_the_copys(number: str) -> None:
    found, _ = named(name("PhuLuc!$1:$3", more=f' localSheetId="{number}"'))
    assert "localSheetId" not in found[0][1]
