"""The parts of the workbook as a whole that follow: its lists of sheets, names and pivot caches,
its relationships, strings, content types and properties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from workbook_tools.excel.package import (
    CONTENT_TYPES,
    MAIN,
    RELS,
    TYPES_PART,
    Relationship,
    parse_xml,
    relationships,
    relationships_xml,
    rels_name,
    to_xml,
    typed,
    whole_number,
)
from workbook_tools.excel.strings import StringTable, strings_part
from workbook_tools.render.base import Base
from workbook_tools.render.carried import Cache, Carried
from workbook_tools.render.going_along import GoingAlong, free_name
from workbook_tools.render.kept import Kept
from workbook_tools.render.moved_pivots import dropped_ids
from workbook_tools.render.template_names import names_in_output

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_R = f"{{{RELS}}}"
_R_PREFIX = {"r": RELS}
"""Said here: else it is the one that some other library has registered in this process."""

_TYPES = f"{{{CONTENT_TYPES}}}"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_SHEET_TYPE = f"{_SPREADSHEET}worksheet+xml"
_STRINGS_TYPE = f"{_SPREADSHEET}sharedStrings+xml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRINGS = "xl/sharedStrings.xml"
_BOOK_ORDER = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "AlternateContent",
    "revisionPtr",
    "absPath",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
)


def book_parts(
    base: Base, kept: Kept, along: GoingAlong, carried: Carried, strings: StringTable
) -> dict[str, bytes]:
    """The parts by name; ``strings`` holds the texts of all sheets that are written."""
    root = base.package.tree_to_change(base.book)
    rels = [
        rel
        for rel in relationships(base.package, base.book)
        if rel.kind != "calcChain" and rel.target not in kept.dropped_caches
    ]
    types = dict.fromkeys(along.sheet_parts.values(), _SHEET_TYPE) | dict(carried.types)
    part = strings_part(base.package)
    if part is None:
        is_taken = _STRINGS.casefold() in along.taken
        part = free_name(_STRINGS, along.taken) if is_taken else _STRINGS
        rels.append(_new_relationship(rels, "sharedStrings", part))
        types[part] = _STRINGS_TYPE
    rels += _list_sheets(root, base, along, rels)
    rels += _list_caches(root, dropped_ids(base, kept), carried.caches, rels)
    _put_names(root, names_in_output(base, root))
    _child(root, "calcPr").set("fullCalcOnLoad", "1")
    return {
        part: strings.to_xml(),
        base.book: to_xml(root),
        rels_name(base.book): relationships_xml(base.book, rels),
        TYPES_PART: _content_types(base, kept, carried, types),
        **_properties(base),
    }


def _new_relationship(rels: Iterable[Relationship], kind: str, target: str) -> Relationship:
    """A relationship with an identifier that is not taken."""
    taken = {rel.id for rel in rels}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return Relationship(f"rId{number}", f"{_REL}{kind}", target)


def _list_sheets(
    root: _Element, base: Base, along: GoingAlong, rels: list[Relationship]
) -> list[Relationship]:
    """List the generated sheets that the workbook does not have yet; gives their relationships. One
    that it has under other capitals gets its own name: formulas of the template call it so.
    """
    from lxml import etree

    holder = root.find(f"{_M}sheets")
    assert holder is not None
    own = {name.casefold(): name for name in base.replaced}
    for element in holder:
        said = str(element.get("name"))
        element.set("name", own.get(said.casefold(), said))
    number = _numbered(holder)
    new: list[Relationship] = []
    for name, part in along.sheet_parts.items():
        if name in base.replaced:
            continue
        number += 1
        rel = _new_relationship([*rels, *new], "worksheet", part)
        new.append(rel)
        attributes = {"name": name, "sheetId": str(number), f"{_R}id": rel.id}
        etree.SubElement(holder, f"{_M}sheet", attributes, nsmap=_R_PREFIX)
    return new


def _numbered(holder: _Element) -> int:
    """The largest number of the sheets that are listed, once those have one that had none."""
    numbers = [whole_number(element.get("sheetId"), 0) for element in holder]
    largest = max(numbers, default=0)
    for element, number in zip(holder, numbers, strict=True):
        if not number:
            largest += 1
            element.set("sheetId", str(largest))
    return largest


def _list_caches(
    root: _Element, gone: set[str], caches: Iterable[Cache], rels: list[Relationship]
) -> list[Relationship]:
    """List the pivot caches that come along instead of those that go; gives their relationships."""
    from lxml import etree

    holder = root.find(f"{_M}pivotCaches")
    if holder is not None:
        for element in list(holder):
            if element.get(f"{_R}id") in gone:
                holder.remove(element)
    new: list[Relationship] = []
    for cache in caches:
        if holder is None:
            holder = etree.Element(f"{_M}pivotCaches")
            _child(root, "calcPr").addnext(holder)
        rel = _new_relationship([*rels, *new], "pivotCacheDefinition", cache.part)
        new.append(rel)
        attributes = {"cacheId": str(cache.number), f"{_R}id": rel.id}
        etree.SubElement(holder, f"{_M}pivotCache", attributes, nsmap=_R_PREFIX)
    if holder is not None and not len(holder):
        root.remove(holder)
    return new


def _put_names(root: _Element, names: list[_Element]) -> None:
    """Put names in place of those that the workbook's element holds."""
    from lxml import etree

    holder = root.find(f"{_M}definedNames")
    if holder is not None:
        root.remove(holder)
    if names:
        holder = _child(root, "definedNames")
        holder.extend(names)
        etree.cleanup_namespaces(holder)


def _child(root: _Element, name: str) -> _Element:
    """A child of the workbook element, made in its place where it is missing."""
    found = root.find(f"{_M}{name}")
    if found is None:
        from lxml import etree

        found = etree.Element(f"{_M}{name}")
        earlier = _BOOK_ORDER[: _BOOK_ORDER.index(name)]
        at = 0
        for number, child in enumerate(root, 1):
            if str(child.tag).rpartition("}")[2] in earlier:
                at = number
        root.insert(at, found)
    return found


def _content_types(base: Base, kept: Kept, carried: Carried, types: Mapping[str, str]) -> bytes:
    """The content types of the output; those of parts that are gone are left out."""
    root = base.package.tree_to_change(TYPES_PART)
    for element in root.findall(f"{_TYPES}Override"):
        part = str(element.get("PartName")).removeprefix("/")
        there = (part in base.package and kept.stays(part)) or part in carried.parts
        if part in types or not there:
            root.remove(element)
    return typed(root, types)


def _properties(base: Base) -> dict[str, bytes]:
    """The extended properties without the titles of sheets and names, which Excel lists anew."""
    parts = {}
    for rel in relationships(base.package, ""):
        if rel.kind == "extended-properties" and rel.target in base.package:
            root = parse_xml(base.package.read(rel.target), rel.target)
            for element in list(root):
                if str(element.tag).rpartition("}")[2] in ("TitlesOfParts", "HeadingPairs"):
                    root.remove(element)
            parts[rel.target] = to_xml(root)
    return parts
