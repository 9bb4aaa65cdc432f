"""What lies beside a sheet in the clean copy, its drawings, charts and tables, without what leads
out of the copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN, RELS, Relationship, drop_attribute, parse_xml, to_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = f"{{{RELS}}}"
_WEB = ("http://", "https://", "mailto:")
LEADS_OUT = frozenset(
    {
        "package",
        "oleObject",
        "queryTable",
        "vmlDrawing",
        "control",
        "customXml",
        "slicer",
        "timeline",
    }
)
"""Kinds of relationship that the copy does not follow."""

_AXIS = re.compile(rb'(<(?:c:)?(?:axId|crossAx) val=")([0-9]+)')

Inside = Callable[[str], bool]


def cleaned_part(
    name: str, data: bytes, rels: Iterable[Relationship], inside: Inside
) -> tuple[bytes, list[Relationship]]:
    """A part that a sheet leads to, and what it leads to itself; ``inside`` tells whether a formula
    stays in the copy.
    """
    kept = [
        rel
        for rel in rels
        if rel.kind not in LEADS_OUT
        and (not rel.external or (rel.kind == "hyperlink" and rel.target.startswith(_WEB)))
    ]
    if not name.endswith(".xml") or not any(
        folder in name for folder in ("/charts/", "/drawings/", "/tables/")
    ):
        return data, kept
    root = parse_xml(data, name)
    if "/charts/" in name:
        _chart(root, inside)
    elif "/tables/" in name:
        _table(root, inside)
    for element in root.iter("{*}cNvPr", "{*}docPr"):
        for attribute in ("descr", "title"):
            if re.search(r"[\\/]", str(element.get(attribute) or "")):
                drop_attribute(element, attribute)
    _unlink(root, {rel.id for rel in kept})
    return _AXIS.sub(_numbered(), to_xml(root)), kept


def _numbered() -> Callable[[re.Match[bytes]], bytes]:
    """Numbers the axes of a chart in order: LibreOffice gives them other numbers each time it
    writes.
    """
    numbers: dict[bytes, int] = {}
    return lambda match: b"%s%d" % (match[1], numbers.setdefault(match[2], len(numbers) + 1))


def _chart(root: _Element, inside: Inside) -> None:
    """Series that point out of the copy keep what they show, as literals."""
    for kind, cache, literal in (
        ("numRef", "numCache", "numLit"),
        ("strRef", "strCache", "strLit"),
    ):
        for element in list(root.iter(f"{_C}{kind}")):
            parent, held = element.getparent(), element.find(f"{_C}{cache}")
            if parent is None or inside(element.findtext(f"{_C}f") or ""):
                continue
            if parent.tag == f"{_C}tx":
                _plain_title(parent, element, held)
            elif held is None:
                parent.remove(element)
            else:
                held.tag = f"{_C}{literal}"
                parent.replace(element, held)
    for element in list(root.iter(f"{_C}multiLvlStrRef")):
        parent = element.getparent()
        if parent is not None and not inside(element.findtext(f"{_C}f") or ""):
            _without(parent)
    for element in list(root.iter(f"{_C}externalData", f"{_C}pivotSource")):
        _without(element)


def _without(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _plain_title(parent: _Element, element: _Element, held: _Element | None) -> None:
    """A name of a series becomes its text; a title made of a cell goes, for it has no such form."""
    from lxml import etree

    parent.remove(element)
    above = parent.getparent()
    if above is not None and above.tag == f"{_C}ser":
        etree.SubElement(parent, f"{_C}v").text = (
            "" if held is None else held.findtext(f"{_C}pt/{_C}v") or ""
        )
    else:
        _without(parent)


def _table(root: _Element, inside: Inside) -> None:
    """A table without the query that filled it, or formulas that point out of the copy."""
    for attribute in ("tableType", "connectionId", "comment"):
        drop_attribute(root, attribute)
    for column in root.iter(f"{{{MAIN}}}tableColumn"):
        for attribute in ("queryTableFieldId", "uniqueName"):
            drop_attribute(column, attribute)
        for formula in list(column):
            if str(formula.tag).endswith("Formula") and not inside(formula.text or ""):
                column.remove(formula)


def _unlink(root: _Element, kept: set[str]) -> None:
    """Links whose target is gone go too; a picture that was only linked to shows nothing."""
    for element in list(root.iter()):
        for attribute, value in list(element.attrib.items()):
            if not str(attribute).startswith(_R) or value in kept:
                continue
            if str(element.tag).rpartition("}")[2].startswith("hlink"):
                _without(element)
            else:
                del element.attrib[attribute]
