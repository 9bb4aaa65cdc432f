"""The parts of the workbook as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.bases import built, fresh, with_part
from tests.render.layouts import LOOP, SHEET, M, laid_out, loop
from workbook_tools.excel.package import (
    MAIN,
    RELS,
    Package,
    content_types,
    parse_xml,
    relationships,
    sheets,
)
from workbook_tools.excel.strings import StringTable, strings_part
from workbook_tools.render.base import Base, base_of
from workbook_tools.render.book_parts import book_parts
from workbook_tools.render.carried import Cache, Carried
from workbook_tools.render.going_along import going_along
from workbook_tools.render.kept import Kept, kept_of

NOTHING = Carried({}, {}, {}, ())
R = f"{{{RELS}}}"


def output(base: Base, carried: Carried = NOTHING, kept: Kept | None = None) -> Package:
    """The base with the parts of the workbook as a whole, and an empty generated sheet."""
    kept = kept or kept_of(base)
    along = going_along(base, kept)
    strings = StringTable([b"<t>m</t>"])
    parts = book_parts(base, kept, along, carried, strings)
    empty = dict.fromkeys(along.sheet_parts.values(), b"<worksheet/>")
    gone = [name for name in base.package.parts if not kept.stays(name)]
    return base.package.changed(empty | parts, gone)


def book(package: Package) -> Any:
    return parse_xml(package.read("xl/workbook.xml"), "x")


def test_a_new_sheet_is_listed_last() -> None:
    base = fresh()
    listed = sheets(output(base))
    assert [sheet.name for sheet in listed] == [*(sheet.name for sheet in base.sheets), SHEET]
    assert len({sheet.sheet_id for sheet in listed}) == len(listed)
    assert len({sheet.rel_id for sheet in listed}) == len(listed)


def test_a_replaced_sheet_keeps_its_place() -> None:
    base = built()
    assert sheets(output(base)) == base.sheets


def test_the_workbook_is_calculated_when_it_is_opened() -> None:
    assert book(output(fresh())).find(f"{M}calcPr").get("fullCalcOnLoad") == "1"


def test_a_missing_element_is_put_in_its_place() -> None:
    base = fresh()
    xml = f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}">'
    before = base.package.read("xl/workbook.xml").decode()
    listed = before[before.index("<sheets>") : before.index("</sheets>")] + "</sheets>"
    plain = f"{xml}<workbookPr/>{listed}<extLst/></workbook>"
    base = with_part(base, "xl/workbook.xml", plain.encode())
    names = [str(child.tag).removeprefix(M) for child in book(output(base))]
    assert names == ["workbookPr", "sheets", "calcPr", "extLst"]


def test_strings_are_those_that_were_written() -> None:
    package = output(fresh())
    assert b"<si><t>m</t></si>" in package.read(str(strings_part(package)))


def without_strings(base: Base, *, stray: bool) -> Base:
    """A workbook that knows no shared strings; with ``stray``, a part of that name lies about."""
    rels = [
        line
        for line in base.package.read("xl/_rels/workbook.xml.rels").decode().split("<Relationship ")
        if "sharedStrings" not in line
    ]
    tail = "" if rels[-1].endswith("</Relationships>") else "</Relationships>"
    changed = base.package.changed(
        {"xl/_rels/workbook.xml.rels": ("<Relationship ".join(rels) + tail).encode()},
        () if stray else ("xl/sharedStrings.xml",),
    )
    return base_of(changed, base.layout)


@pytest.mark.parametrize(
    ("stray", "part"), [(False, "xl/sharedStrings.xml"), (True, "xl/sharedStrings1.xml")]
)
def test_a_workbook_without_strings_gets_some(stray: bool, part: str) -> None:
    package = output(without_strings(fresh(), stray=stray))
    assert strings_part(package) == part
    assert content_types(package)[part].endswith("sharedStrings+xml")


def test_content_types_of_what_is_gone_are_left_out() -> None:
    base = fresh()
    types = base.package.read("[Content_Types].xml").replace(
        b"</Types>", b'<Override PartName="/xl/gone.xml" ContentType="a/b"/></Types>'
    )
    assert b"gone" not in output(with_part(base, "[Content_Types].xml", types)).read(
        "[Content_Types].xml"
    )


def test_a_new_sheet_has_its_content_type() -> None:
    package = output(fresh())
    part = next(sheet.part for sheet in sheets(package) if sheet.name == SHEET)
    assert content_types(package)[part].endswith("worksheet+xml")


def test_what_goes_along_has_its_content_type() -> None:
    carried = Carried({"xl/a.xml": b"<x/>"}, {"xl/a.xml": "a/b"}, {}, ())
    found = output(fresh(), carried).read("[Content_Types].xml")
    assert b'PartName="/xl/a.xml" ContentType="a/b"' in found


def test_titles_of_parts_are_left_to_excel() -> None:
    package = output(fresh())
    assert b"TitlesOfParts" not in package.read("docProps/app.xml")
    assert b"HeadingPairs" not in package.read("docProps/app.xml")


def test_a_pivot_cache_that_comes_along_is_listed() -> None:
    caches = (Cache("xl/pivotCache/a.xml", 4), Cache("xl/pivotCache/b.xml", 5))
    package = output(fresh(), Carried({}, {}, {}, caches))
    targets = {rel.id: rel.target for rel in relationships(package, "xl/workbook.xml")}
    listed = [
        (element.get("cacheId"), targets[str(element.get(f"{R}id"))])
        for element in book(package).iter(f"{M}pivotCache")
    ]
    assert listed == [("4", "xl/pivotCache/a.xml"), ("5", "xl/pivotCache/b.xml")]


def test_a_pivot_cache_that_goes_is_no_longer_listed() -> None:
    base = fresh(loop(1))
    carried = Carried({"xl/pivotCache/a.xml": b"<x/>"}, {}, {}, (Cache("xl/pivotCache/a.xml", 4),))
    package = output(base, carried).changed({"xl/pivotCache/a.xml": b"<x/>"})
    again = base_of(package, base.layout)
    kept = Kept(kept_of(again).parts, frozenset({"xl/pivotCache/a.xml"}))
    after = output(again, kept=kept)
    assert book(after).find(f"{M}pivotCaches") is None
    assert all(
        rel.kind != "pivotCacheDefinition" for rel in relationships(after, "xl/workbook.xml")
    )


def test_names_follow() -> None:
    def draw(book: Any, page: Any) -> None:
        book.define_name("Mau", f"={SHEET}!$A$3")

    package = output(fresh(laid_out(LOOP, draw, items=["a", "b"])))
    found = [(e.get("name"), e.text) for e in book(package).iter(f"{M}definedName")]
    assert found == [("Mau", f"{SHEET}!$A$2:$A$3")]


def test_no_names_leave_no_list() -> None:
    assert book(output(fresh(loop(1)))).find(f"{M}definedNames") is None


@pytest.mark.parametrize("number", ["abc", "-1", "", "9" * 400])
def test_sheets_without_a_number_are_given_one(number: str) -> None:
    base = fresh()
    xml = base.package.read(base.book).replace(b'sheetId="1"', f'sheetId="{number}"'.encode())
    listed = sheets(output(with_part(base, base.book, xml)))
    assert 0 not in {sheet.sheet_id for sheet in listed}
    assert len({sheet.sheet_id for sheet in listed}) == len(listed)
