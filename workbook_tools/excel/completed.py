"""A workbook's package with what other programs leave out: relationships that lead to a part by
its very name, content types for all parts, styles, the way to its strings.

Excel opens such workbooks and fills the gaps in silence; so does this, before anything is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workbook_tools.errors import InputError
from workbook_tools.excel.package import (
    CONTENT_TYPES,
    RELS,
    TYPES_PART,
    Package,
    Relationship,
    content_types,
    relationships,
    relationships_xml,
    rels_name,
    to_xml,
    typed,
    workbook_part,
)
from workbook_tools.excel.part_names import named_part

_SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_TYPES = f"{{{CONTENT_TYPES}}}"
_BOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
_BY_ENDING = {
    "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "bin": "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
}
_DRAWING_TYPES = "application/vnd.openxmlformats-officedocument."
_BY_KIND = {
    "officeDocument": f"{_SHEET_TYPES}sheet.main+xml",
    "worksheet": f"{_SHEET_TYPES}worksheet+xml",
    "chartsheet": f"{_SHEET_TYPES}chartsheet+xml",
    "dialogsheet": f"{_SHEET_TYPES}dialogsheet+xml",
    "styles": f"{_SHEET_TYPES}styles+xml",
    "sharedStrings": f"{_SHEET_TYPES}sharedStrings+xml",
    "comments": f"{_SHEET_TYPES}comments+xml",
    "table": f"{_SHEET_TYPES}table+xml",
    "calcChain": f"{_SHEET_TYPES}calcChain+xml",
    "externalLink": f"{_SHEET_TYPES}externalLink+xml",
    "connections": f"{_SHEET_TYPES}connections+xml",
    "queryTable": f"{_SHEET_TYPES}queryTable+xml",
    "pivotTable": f"{_SHEET_TYPES}pivotTable+xml",
    "pivotCacheDefinition": f"{_SHEET_TYPES}pivotCacheDefinition+xml",
    "pivotCacheRecords": f"{_SHEET_TYPES}pivotCacheRecords+xml",
    "theme": f"{_DRAWING_TYPES}theme+xml",
    "drawing": f"{_DRAWING_TYPES}drawing+xml",
    "chart": f"{_DRAWING_TYPES}drawingml.chart+xml",
    "extended-properties": f"{_DRAWING_TYPES}extended-properties+xml",
    "custom-properties": f"{_DRAWING_TYPES}custom-properties+xml",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
    "vbaProject": "application/vnd.ms-office.vbaProject",
}
_PLAIN_STYLES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    b"</styleSheet>"
)
"""The styles of an empty workbook, which is what Excel takes where there are none."""


def completed(package: Package) -> Package:
    """The package without gaps; the very same one where it has none. What is no workbook stays as
    it is, for who reads it to say.
    """
    package = _with_named_targets(_with_start(package))
    try:
        book = workbook_part(package)
    except InputError:
        return package
    package = _with_strings(package, book)
    package = _with_styles(package, book)
    return _with_types(package)


def _with_start(package: Package) -> Package:
    """The package with a relationship to its workbook."""
    if rels_name("") in package:
        return package
    types = content_types(package)
    books = [part for part, kind in types.items() if kind.endswith(".main+xml")]
    book = books[0] if books else _BOOK
    if book not in package:
        return package
    start = Relationship("rId1", f"{RELS}/officeDocument", book)
    return package.changed({rels_name(""): relationships_xml("", [start])})


def _with_named_targets(package: Package) -> Package:
    """The package in which every relationship leads to its part by the name that the part has."""
    by_folded = {part.casefold(): part for part in package.parts}
    changed: dict[str, bytes] = {}
    for owner in _owners(package):
        rels = relationships(package, owner)
        named = [_named(rel, package, by_folded) for rel in rels]
        if any(new is not old for new, old in zip(named, rels, strict=True)):
            changed[rels_name(owner)] = relationships_xml(owner, named)
    return package.changed(changed) if changed else package


def _named(rel: Relationship, package: Package, by_folded: Mapping[str, str]) -> Relationship:
    if rel.external or rel.target in package:
        return rel
    found = named_part(rel.target, by_folded)
    return rel if found is None else replace(rel, target=found)


def _owners(package: Package) -> Iterator[str]:
    """The parts that have relationships, and the package itself."""
    for part in package.parts:
        if part.endswith(".rels") and "_rels/" in part:
            folder, _, name = part.rpartition("_rels/")
            yield folder + name.removesuffix(".rels")


def _with_strings(package: Package, book: str) -> Package:
    """The package whose workbook leads to the strings that lie where Excel keeps them."""
    rels = relationships(package, book)
    if _STRINGS not in package or any(rel.kind == "sharedStrings" for rel in rels):
        return package
    return _leading(package, book, "sharedStrings", _STRINGS)


def _with_styles(package: Package, book: str) -> Package:
    """The package with a part of styles."""
    rels = relationships(package, book)
    held = next((rel for rel in rels if rel.kind == "styles"), None)
    if held is not None and held.target in package:
        return package
    if held is not None:
        return package.changed({held.target: _PLAIN_STYLES})
    usual = _STYLES
    if usual in package:
        return _leading(package, book, "styles", usual)
    return _leading(package.changed({usual: _PLAIN_STYLES}), book, "styles", usual)


def _leading(package: Package, book: str, kind: str, part: str) -> Package:
    """The package whose workbook has one more relationship."""
    rels = relationships(package, book)
    taken = {rel.id for rel in rels}
    free = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    added = (*rels, Relationship(free, f"{RELS}/{kind}", part))
    return package.changed({rels_name(book): relationships_xml(book, added)})


def _with_types(package: Package) -> Package:
    """The package with a content type for each part, under the part's own name."""
    root = package.tree(TYPES_PART)
    by_folded = {part.casefold(): part for part in package.parts}
    overrides = root.findall(f"{_TYPES}Override")
    misnamed = {
        str(element.get("PartName")): by_folded[_part(element.get("PartName")).casefold()]
        for element in overrides
        if _part(element.get("PartName")) not in package
        and _part(element.get("PartName")).casefold() in by_folded
    }
    known = {str(e.get("Extension")).lower() for e in root.findall(f"{_TYPES}Default")}
    missing = dict(_missing_types(package, set(misnamed.values()), known))
    if not misnamed and not missing and known >= _DEFAULTS.keys():
        return package
    return package.changed({TYPES_PART: _typed(package, misnamed, missing)})


def _part(name: str | None) -> str:
    return (name or "").replace("\\", "/").lstrip("/")


def _missing_types(
    package: Package, named: set[str], defaults: set[str]
) -> Iterator[tuple[str, str]]:
    """The parts without a content type, each with the one that it has by what leads to it."""
    types = content_types(package)
    general = _DEFAULTS["xml"]
    kinds: dict[str, str] = {}
    for part in package.parts:
        if part in named or part.endswith(".rels") or part == TYPES_PART:
            continue
        if types.get(part, general) != general:
            continue
        kinds = kinds or _kinds(package)
        kind = _BY_KIND.get(kinds.get(part, ""))
        kind = kind or _BY_ENDING.get(part.rpartition(".")[2].lower())
        if kind and kind != types.get(part):
            yield part, kind
        elif part not in types and "xml" in defaults:
            yield part, general


def _kinds(package: Package) -> dict[str, str]:
    """What each part is, by the relationship that leads to it."""
    return {
        rel.target: rel.kind
        for owner in _owners(package)
        for rel in relationships(package, owner)
        if not rel.external
    }


def _typed(package: Package, misnamed: Mapping[str, str], missing: Mapping[str, str]) -> bytes:
    """The part of content types with all of them."""
    from lxml import etree

    root = package.tree_to_change(TYPES_PART)
    for element in root.findall(f"{_TYPES}Override"):
        name = misnamed.get(str(element.get("PartName")))
        if name is not None:
            element.set("PartName", f"/{name}")
        elif _part(element.get("PartName")) in missing:
            root.remove(element)
    known = {str(e.get("Extension")).lower() for e in root.findall(f"{_TYPES}Default")}
    for ending, kind in _DEFAULTS.items():
        if ending not in known:
            root.insert(0, etree.Element(f"{_TYPES}Default", Extension=ending, ContentType=kind))
    return typed(root, missing) if missing else to_xml(root)


__all__ = ["completed"]
