"""Defined names in the output."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from tests.render.bases import built, plan_package
from tests.render.layouts import LOOP, SHEET, M, laid_out, loop
from workbook_tools.render.base import Base, base_of
from workbook_tools.render.layout import Layout
from workbook_tools.render.template_names import names_in_output


def named(**names: str) -> Layout:
    """A layout of a template with these names; one with two underscores belongs to its sheet."""

    def draw(book: Any, page: Any) -> None:
        for name, text in names.items():
            book.define_name(name.replace("__", "!"), f"={text}")

    return laid_out(LOOP, draw, items=["a", "b"])


def base_with(names: str, layout: Layout) -> Base:
    """A workbook that defines names of its own."""
    package = plan_package()
    book = package.read("xl/workbook.xml").decode()
    assert "<definedNames>" not in book
    xml = book.replace("</sheets>", f"</sheets><definedNames>{names}</definedNames>")
    return base_of(package.changed({"xl/workbook.xml": xml.encode()}), layout)


def put_in(base: Base) -> list[tuple[str, str | None, str]]:
    """Name, sheet and text of every name of the output."""
    root: Any = base.package.tree_to_change(base.book)
    if SHEET not in base.replaced:
        etree.SubElement(root.find(f"{M}sheets"), f"{M}sheet", name=SHEET)
    return [
        (str(e.get("name")), e.get("localSheetId"), str(e.text))
        for e in names_in_output(base, root)
    ]


def test_a_name_of_the_template_is_stretched() -> None:
    base = base_of(plan_package(), named(Mau=f"{SHEET}!$A$3"))
    assert put_in(base) == [("Mau", None, f"{SHEET}!$A$2:$A$3")]


def test_a_name_of_one_sheet_gets_the_sheets_new_place() -> None:
    layout = named(**{f"{SHEET}__Mau": f"{SHEET}!$A$1"})
    base = base_of(plan_package(), layout)
    assert put_in(base) == [("Mau", str(len(base.sheets)), f"{SHEET}!$A$1")]


def test_a_name_of_the_template_that_points_elsewhere_stays_behind() -> None:
    assert put_in(base_of(plan_package(), named(Mau="DeAn!$A$1", So="5"))) == []


def test_names_of_the_workbook_stay() -> None:
    own = '<definedName name="CuaToi">DeAn!$A$1</definedName>'
    assert put_in(base_with(own, loop(1))) == [("CuaToi", None, "DeAn!$A$1")]


def test_a_name_of_the_template_takes_the_place_of_the_workbooks() -> None:
    own = '<definedName name="MAU">DeAn!$A$1</definedName>'
    assert put_in(base_with(own, named(Mau=f"{SHEET}!$A$1"))) == [("Mau", None, f"{SHEET}!$A$1")]


def test_names_are_in_the_order_of_the_alphabet() -> None:
    own = '<definedName name="b">1</definedName><definedName name="D">2</definedName>'
    layout = named(Chi=f"{SHEET}!$A$1", An=f"{SHEET}!$A$5")
    assert [name for name, _, _ in put_in(base_with(own, layout))] == ["An", "b", "Chi", "D"]


def test_the_print_area_of_a_replaced_sheet_goes() -> None:
    base = built(loop(1))
    index = base.replaced[SHEET].index
    names = (
        f'<definedName name="_xlnm.Print_Area" localSheetId="{index}">x</definedName>'
        f'<definedName name="Rieng" localSheetId="{index}">y</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0">z</definedName>'
    )
    book = base.package.read("xl/workbook.xml").decode()
    xml = book.replace("</sheets>", f"</sheets><definedNames>{names}</definedNames>")
    base = base_of(base.package.changed({"xl/workbook.xml": xml.encode()}), base.layout)
    assert put_in(base) == [("_xlnm.Print_Area", "0", "z"), ("Rieng", str(index), "y")]


@pytest.mark.parametrize("number", ["A1", "-1", "99", "9" * 400])
def test_a_name_of_a_sheet_that_is_not_listed_becomes_the_workbooks(number: str) -> None:
    own = f'<definedName name="Rieng" localSheetId="{number}">DeAn!$A$1</definedName>'
    assert put_in(base_with(own, loop(1))) == [("Rieng", None, "DeAn!$A$1")]


def test_a_name_whose_sheet_is_not_listed_gives_way_to_one_of_the_workbook() -> None:
    own = (
        '<definedName name="Rieng">1</definedName>'
        '<definedName name="RIENG" localSheetId="A1">2</definedName>'
    )
    assert put_in(base_with(own, loop(1))) == [("Rieng", None, "1")]


def test_a_name_of_a_sheet_that_is_still_to_come_does_not_become_its_own() -> None:
    count = len(base_of(plan_package(), loop(1)).sheets)
    own = f'<definedName name="Rieng" localSheetId="{count}">1</definedName>'
    assert put_in(base_with(own, loop(1))) == [("Rieng", None, "1")]
