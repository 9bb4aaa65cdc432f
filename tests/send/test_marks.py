"""Marks planted in every part of a finished workbook: none leaves in the clean copy, but for those
that stand in cells that are shown.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from lxml import etree

from tests.faults.various import plan
from workbook_tools.excel.package import Package, open_package, pack, sheets
from workbook_tools.send.clean import SENT_SHEETS, clean_copy

MARK = "Gv7marK"
_PLANT = re.compile(r".*\.(?:xml|vml|rels)\Z")
_OTHER = "urn:bi-mat"


def _texts_of(data: bytes) -> bytes:
    """A package's parts, names and remarks, one after the other."""
    held = zipfile.ZipFile(io.BytesIO(data))
    pieces = [held.comment, *(held.read(name) + name.encode() for name in held.namelist())]
    pieces += [entry.extra + entry.comment for entry in held.infolist()]
    return b"".join(pieces)


def planted(package: Package, way: Any) -> Package:
    """The workbook with a mark in every element of every part."""
    changed = {}
    for name in package.parts:
        if _PLANT.match(name) and not name.endswith(".rels") and name != "[Content_Types].xml":
            root = etree.fromstring(package.read(name))
            for element in list(root.iter()):
                if isinstance(element.tag, str):
                    way(element)
            changed[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return package.changed(changed)


def _foreign_attribute(element: Any) -> None:
    element.set(f"{{{_OTHER}}}x", MARK)


def _comment(element: Any) -> None:
    element.append(etree.Comment(MARK))


def _instruction(element: Any) -> None:
    element.append(etree.ProcessingInstruction("x", MARK))


def _foreign_element(element: Any) -> None:
    if len(element):
        etree.SubElement(element, f"{{{_OTHER}}}x").text = MARK


def _extension(element: Any) -> None:
    if len(element) and element.getparent() is not None:
        space = etree.QName(element).namespace
        etree.SubElement(element, f"{{{space}}}extLst").append(etree.Element(f"{{{_OTHER}}}y"))
        element[-1][0].set("x", MARK)


_FREE = (
    "descr",
    "title",
    "comment",
    "prompt",
    "error",
    "promptTitle",
    "errorTitle",
    "tooltip",
    "codeName",
    "userName",
    "uri",
    "script",
    "author",
    "alt",
    "display",
)


def _free_text(element: Any) -> None:
    for name in _FREE:
        element.set(name, MARK)


@pytest.mark.parametrize(
    "way",
    [_foreign_attribute, _comment, _instruction, _foreign_element, _extension, _free_text],
    ids=lambda way: way.__name__.strip("_"),
)
@pytest.mark.parametrize("name", ["finished", "rich and finished"])
def test_no_mark_leaves(name: str, way: Any) -> None:
    package = planted(open_package(plan(name), "x.xlsx"), way)
    assert MARK.encode() in _texts_of(pack(package))
    names = {sheet.name for sheet in sheets(package)}
    kept = [sheet for sheet in SENT_SHEETS if sheet in names]
    assert MARK.encode() not in _texts_of(clean_copy(package, kept).data)


_NAMING = frozenset(["name", "id"])
"""Attributes by which parts find each other: without them there is no workbook to send."""


def _instead(element: Any) -> None:
    """A mark instead of each value that is no cell's place, no relationship and no name."""
    for name, value in list(element.attrib.items()):
        local = etree.QName(name).localname
        places = local in ("r", "ref") and etree.QName(element).localname in ("c", "row")
        if local not in _NAMING and not places and value:
            element.set(name, MARK)


_SEEN = ("sheetData", "headerFooter", "si", "definedName")
"""Texts that are shown, or that say which cells are."""


def _text_instead(element: Any) -> None:
    """A mark instead of each text outside the cells, the strings and the margins of the page."""
    above = [etree.QName(one).localname for one in (element, *element.iterancestors())]
    shown = any(name in _SEEN for name in above) or "t" in above[:1] or "v" in above[:1]
    if element.text and element.text.strip() and not shown:
        element.text = MARK


@pytest.mark.parametrize("way", [_instead, _text_instead], ids=lambda way: way.__name__.strip("_"))
def test_no_mark_leaves_that_stands_instead_of_a_value(way: Any) -> None:
    """Of each part alone: a workbook with nothing but marks has no sheet to send."""
    package = open_package(plan("rich and finished"), "x.xlsx")
    whole = planted(package, way)
    sent = sheets(package)
    kept = [sheet for sheet in SENT_SHEETS if sheet in {one.name for one in sent}]
    pages = {sheet.part for sheet in sent if sheet.name in kept}
    beside = re.compile(r"xl/(?:drawings|charts|tables)/[^/]*|xl/(?:styles|theme/theme1)\.xml")
    parts = [part for part in package.parts if part in pages or beside.fullmatch(part)]
    changed = package.changed({part: whole.read(part) for part in parts})
    assert MARK.encode() in _texts_of(pack(changed))
    assert MARK.encode() not in _texts_of(clean_copy(changed, kept).data)


def test_no_mark_leaves_with_the_archive_itself() -> None:
    raw = io.BytesIO(plan("finished"))
    with zipfile.ZipFile(raw, "a") as archive:
        archive.comment = MARK.encode()
        archive.writestr(f"xl/{MARK}.bin", MARK)
        archive.writestr("customXml/item1.xml", f"<x>{MARK}</x>")
    copy = clean_copy(open_package(raw.getvalue(), "x.xlsx"), SENT_SHEETS)
    assert MARK.encode() not in _texts_of(copy.data)
