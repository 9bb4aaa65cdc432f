"""What lies beside a sheet in the clean copy, its drawings, charts and tables, without what leads
out of the copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN, RELS, Relationship, parse_xml, to_xml
from workbook_tools.send.trimming import drop_attributes, local_name, without

if TYPE_CHECKING:
    from lxml.etree import _Element

WEB = ("http://", "https://", "mailto:")
"""How the targets begin to which a link may lead out of the copy."""

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

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = f"{{{RELS}}}"
_FOLDERS = ("/charts/", "/drawings/", "/tables/")
_AXIS = re.compile(rb'(<(?:c:)?(?:axId|crossAx) val=")([0-9]+)')
_PATH = re.compile(r"[\\/]")

Inside = Callable[[str], bool]


def cleaned_part(
    name: str, data: bytes, rels: Iterable[Relationship], inside: Inside
) -> tuple[bytes, tuple[Relationship, ...]]:
    """A part that a sheet leads to, and what it leads to itself; ``inside`` tells whether a formula
    stays in the copy.
    """
    kept = tuple(rel for rel in rels if _goes_along(rel))
    if not name.endswith(".xml") or not any(folder in name for folder in _FOLDERS):
        return data, kept
    root = parse_xml(data, name)
    if "/charts/" in name:
        _clean_chart(root, inside)
    elif "/tables/" in name:
        _clean_table(root, inside)
    _drop_paths(root)
    _unlink(root, {rel.id for rel in kept})
    return _AXIS.sub(_numbered(), to_xml(root)), kept


def _goes_along(rel: Relationship) -> bool:
    """Whether what a part leads to goes into the copy; of what lies outside, pages of the web."""
    if rel.kind in LEADS_OUT:
        return False
    return not rel.external or (rel.kind == "hyperlink" and rel.target.startswith(WEB))


def _numbered() -> Callable[[re.Match[bytes]], bytes]:
    """Numbers the axes of a chart in order: LibreOffice gives them other numbers each time it
    writes.
    """
    numbers: dict[bytes, int] = {}
    return lambda match: b"%s%d" % (match[1], numbers.setdefault(match[2], len(numbers) + 1))


def _drop_paths(root: _Element) -> None:
    """Drop descriptions of pictures that are paths of files."""
    for element in root.iter("{*}cNvPr", "{*}docPr"):
        for attribute in ("descr", "title"):
            if _PATH.search(str(element.get(attribute) or "")):
                drop_attributes(element, attribute)


def _clean_chart(root: _Element, inside: Inside) -> None:
    """Series that point out of the copy keep what they show, as literals; categories of several
    levels, which have no such form, go.
    """
    for kind in ("num", "str"):
        for element in list(root.iter(f"{_C}{kind}Ref")):
            if not inside(_formula(element)):
                _make_literal(element, kind)
    for element in list(root.iter(f"{_C}multiLvlStrRef")):
        holder = element.getparent()
        if holder is not None and not inside(_formula(element)):
            without(holder)
    for element in list(root.iter(f"{_C}externalData", f"{_C}pivotSource")):
        without(element)


def _formula(element: _Element) -> str:
    return element.findtext(f"{_C}f") or ""


def _make_literal(element: _Element, kind: str) -> None:
    """Put what a chart shows of a reference in the reference's place; ``kind`` is num or str."""
    parent, held = element.getparent(), element.find(f"{_C}{kind}Cache")
    if parent is None:
        return
    if parent.tag == f"{_C}tx":
        _make_plain_title(parent, element, held)
    elif held is None:
        parent.remove(element)
    else:
        held.tag = f"{_C}{kind}Lit"
        parent.replace(element, held)


def _make_plain_title(parent: _Element, element: _Element, held: _Element | None) -> None:
    """A name of a series becomes its text; a title made of a cell goes, for it has no such form."""
    from lxml import etree

    parent.remove(element)
    above = parent.getparent()
    if above is None or above.tag != f"{_C}ser":
        without(parent)
        return
    shown = held.findtext(f"{_C}pt/{_C}v") if held is not None else None
    etree.SubElement(parent, f"{_C}v").text = shown or ""


def _clean_table(root: _Element, inside: Inside) -> None:
    """A table without the query that filled it, or formulas that point out of the copy."""
    drop_attributes(root, "tableType", "connectionId", "comment")
    for column in root.iter(f"{{{MAIN}}}tableColumn"):
        drop_attributes(column, "queryTableFieldId", "uniqueName")
        for formula in list(column):
            if str(formula.tag).endswith("Formula") and not inside(formula.text or ""):
                column.remove(formula)


def _unlink(root: _Element, kept: set[str]) -> None:
    """Links whose target is gone go too; a picture that was only linked to shows nothing."""
    for element in list(root.iter()):
        for attribute, value in list(element.attrib.items()):
            if not str(attribute).startswith(_R) or value in kept:
                continue
            if local_name(element).startswith("hlink"):
                without(element)
            else:
                del element.attrib[attribute]
