"""Elements rid of what is not known."""

from __future__ import annotations

from lxml.etree import _Element

from tests.books import attributes, parse, sheet
from workbook_tools.excel.package import RELS
from workbook_tools.send.trimming import (
    drop_attributes,
    drop_foreign,
    keep_children,
    local_name,
    without,
)


def names(element: _Element) -> list[str]:
    return [local_name(child) for child in element]


def test_a_name_is_told_without_its_space() -> None:
    assert local_name(parse(b'<a:b xmlns:a="x"/>')) == "b" and local_name(parse(b"<b/>")) == "b"


def test_only_known_children_stay() -> None:
    root = parse(sheet(after="<pageMargins/><extLst/>"))
    keep_children(root, {"sheetData", "pageMargins"})
    assert names(root) == ["sheetData", "pageMargins"]


def test_a_child_of_another_space_is_not_known_by_its_name() -> None:
    root = parse(sheet(after='<pageMargins xmlns="khac"/><!-- ai đó -->'))
    keep_children(root, {"sheetData", "pageMargins"})
    assert names(root) == ["sheetData"]


def test_what_is_inside_a_known_child_stays() -> None:
    root = parse(sheet("<row/>"))
    keep_children(root, {"sheetData"})
    assert names(root[0]) == ["row"]


def test_attributes_of_other_spaces_go_everywhere() -> None:
    root = parse(b'<a xmlns:x="khac" x:y="1" y="2"><b x:z="3"/></a>')
    drop_foreign(root, (f"{{{RELS}}}",))
    assert attributes(root) == {"y": "2"} and not root[0].attrib


def test_attributes_of_a_known_space_stay() -> None:
    root = parse(f'<a xmlns:r="{RELS}" r:id="rId1"/>'.encode())
    drop_foreign(root, (f"{{{RELS}}}",))
    assert attributes(root) == {f"{{{RELS}}}id": "rId1"}


def test_an_element_is_taken_out() -> None:
    root = parse(b"<a><b/><c/></a>")
    without(root[0])
    assert names(root) == ["c"]


def test_the_whole_is_left_where_it_is() -> None:
    root = parse(b"<a/>")
    without(root)
    assert local_name(root) == "a"


def test_attributes_go_where_they_are() -> None:
    root = parse(b'<a b="1" c="2"/>')
    drop_attributes(root, "b", "d")
    assert attributes(root) == {"c": "2"}
