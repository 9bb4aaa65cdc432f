"""What lies beside a sheet in the clean copy, its drawings, charts and tables: what is known of
them and shown, with the values of the cells that they show now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from workbook_tools.excel.cells import whole
from workbook_tools.excel.package import MAIN, RELS, Relationship, parse_xml, to_xml
from workbook_tools.excel.stored_cells import Known
from workbook_tools.send.allowed import CHART, DRAWING, DRAWN, PLACED, PLOT, only_known
from workbook_tools.send.clean_formats import plain_format
from workbook_tools.send.clean_styles import known_font
from workbook_tools.send.crops import Box, is_hidden, reframe
from workbook_tools.send.trimming import without

if TYPE_CHECKING:
    from lxml.etree import _Element

WEB = re.compile(
    r"https?://[A-Za-z0-9.-]{1,100}(?::[0-9]{1,5})?/?|mailto:[\w.+-]{1,64}@[A-Za-z0-9.-]{1,100}"
)
"""The targets to which a link may lead out of the copy: a host or an address, nothing more."""

_C, _X, _A, _R = (f"{{{space}}}" for space in (CHART, PLACED, DRAWN, RELS))
_M = f"{{{MAIN}}}"
_AXIS = re.compile(rb'(<(?:c:)?(?:axId|crossAx) val=")([0-9]+)')
_WHOLE = re.compile(r"-?[0-9]{1,15}\Z")
_NUMBER = re.compile(r"-?[0-9]{0,20}\.?[0-9]{1,20}(?:[eE][+-]?[0-9]{1,3})?\Z")
_SMALLEST = 3 * 12_700
"""A picture or shape that is no wider or higher (three points) is not seen."""

_TABLE_STYLE = re.compile(r"TableStyle(?:Light|Medium|Dark)[0-9]{1,2}\Z")

_TABLE_SWITCHES = ("showFirstColumn", "showLastColumn", "showRowStripes", "showColumnStripes")

Points = Sequence[tuple[int, Known]]


@dataclass(frozen=True, slots=True)
class Around:
    """What parts beside the sheets may speak of: whether a formula stays in the copy, what stands
    in the cells of a reference (``None`` where it is none), the pictures written anew by their
    parts, a table's headings by its part and area, and which part of a picture goes out.
    """

    inside: Callable[[str], bool]
    points: Callable[[str], tuple[int, Points] | None]
    pictures: Mapping[str, bytes]
    headings: Callable[[str, str], Sequence[str]]
    frames: Mapping[str, Box] = field(default_factory=dict)


def cleaned_part(
    name: str, kind: str, data: bytes, rels: Iterable[Relationship], around: Around
) -> tuple[bytes, tuple[Relationship, ...]]:
    """A part that a sheet leads to, and what it leads to itself; ``kind`` is that of the
    relationship that leads to it.
    """
    if kind == "chart":
        return _chart(parse_xml(data, name), around), ()
    if kind == "table":
        return _table(parse_xml(data, name), name, around), ()
    kept = tuple(rel for rel in rels if _goes_along(rel, around))
    root = parse_xml(data, name)
    frames = {rel.id: around.frames[rel.target] for rel in kept if rel.target in around.frames}
    reframe(root, frames)
    return _drawing(root, {rel.id for rel in kept}), kept


def _goes_along(rel: Relationship, around: Around) -> bool:
    """Whether what a drawing leads to goes into the copy: charts, and pictures written anew."""
    if rel.external:
        return False
    return rel.kind == "chart" or (rel.kind == "image" and bool(around.pictures.get(rel.target)))


# ----------------------------------------------------------------------------------------- drawings


def _drawing(root: _Element, kept: set[str]) -> bytes:
    """A drawing's charts, pictures and shapes that are shown."""
    _keep_anchors(root, lambda anchor: not _is_unseen(anchor))
    only_known(root, DRAWING)
    for element in list(root.iter()):
        _drop_relations(element, kept)
    _keep_anchors(root, _shows_something)
    for number, properties in enumerate(root.iter(f"{_X}cNvPr"), 1):
        properties.set("id", str(number + 1))
        properties.set("name", f"Hình {number}")
    for element in root.iter(*(f"{_X}{name}" for name in ("col", "row", "colOff", "rowOff"))):
        if not _WHOLE.match(element.text or ""):
            element.text = "0"
    for data in root.iter(f"{_A}graphicData"):
        data.set("uri", CHART)
    _plain_fonts(root)
    return to_xml(root)


def _keep_anchors(root: _Element, wanted: Callable[[_Element], bool]) -> None:
    for anchor in list(root):
        if not wanted(anchor):
            root.remove(anchor)


def _drop_relations(element: _Element, kept: set[str]) -> None:
    """Take out of an element what leads to something that does not go along."""
    for name, value in list(element.attrib.items()):
        if str(name).startswith(_R) and value not in kept:
            del element.attrib[name]


def _is_unseen(anchor: _Element) -> bool:
    """Whether an anchor's picture or shape is hidden, or too small to be seen."""
    if is_hidden(anchor):
        return True
    if anchor.find(f"{_X}cxnSp") is not None:
        return False
    outer = anchor.find(f"{_X}ext")
    if outer is not None:
        return min(whole(outer.get("cx"), 0), whole(outer.get("cy"), 0)) <= _SMALLEST
    return _is_narrow(anchor, "col") or _is_narrow(anchor, "row")


def _is_narrow(anchor: _Element, name: str) -> bool:
    """Whether what lies between two cells is no wider (``col``) or higher (``row``) than a line."""
    first, last = (anchor.find(f"{_X}{end}") for end in ("from", "to"))
    if first is None or last is None:
        return False
    if first.findtext(f"{_X}{name}") != last.findtext(f"{_X}{name}"):
        return False
    lengths = [whole(end.findtext(f"{_X}{name}Off"), 0) for end in (first, last)]
    return lengths[1] - lengths[0] <= _SMALLEST


def _shows_something(anchor: _Element) -> bool:
    """Whether an anchor still holds a chart, a picture or a shape; pictures whose file did not
    come along are none.
    """
    for picture in list(anchor.iter(f"{_X}pic")):
        blip = picture.find(f"{_X}blipFill/{_A}blip")
        if blip is None or blip.get(f"{_R}embed") is None:
            without(picture)
    for frame in list(anchor.iter(f"{_X}graphicFrame")):
        chart = frame.find(f"{_A}graphic/{_A}graphicData/{_C}chart")
        if chart is None or chart.get(f"{_R}id") is None:
            without(frame)
    return any(
        next(anchor.iter(f"{_X}{name}"), None) is not None
        for name in ("pic", "sp", "cxnSp", "graphicFrame")
    )


def _plain_fonts(root: _Element) -> None:
    """Leave of fonts' names the known ones."""
    for element in list(root.iter(f"{_A}latin")):
        face = str(element.get("typeface") or "")
        if not face.startswith("+m") or face not in ("+mn-lt", "+mj-lt"):
            element.set("typeface", known_font(face))


# ------------------------------------------------------------------------------------------- charts


def _chart(root: _Element, around: Around) -> bytes:
    """A chart with the values that its cells have now. Series that point out of the copy keep what
    they show, as literals; categories of several levels, which have no such form, go.
    """
    only_known(root, PLOT)
    for kind in ("num", "str"):
        for element in list(root.iter(f"{_C}{kind}Ref")):
            _show_cells(element, kind, around)
    for element in list(root.iterfind(f".//{_C}numLit/{_C}pt")):
        if not _NUMBER.match(element.findtext(f"{_C}v") or ""):
            without(element)
    for element in list(root.iter(f"{_C}cat", f"{_C}val", f"{_C}xVal", f"{_C}yVal")):
        if not len(element):
            without(element)
    for element in root.iter(f"{_C}numFmt", f"{_A}numFmt"):
        element.set("formatCode", plain_format(str(element.get("formatCode") or "General")))
    for element in root.iter(f"{_C}formatCode"):
        element.text = plain_format(element.text or "General")
    _plain_fonts(root)
    return _AXIS.sub(_numbered(), to_xml(root))


def _numbered() -> Callable[[re.Match[bytes]], bytes]:
    """Numbers the axes of a chart in order: LibreOffice gives them other numbers each time it
    writes.
    """
    numbers: dict[bytes, int] = {}
    return lambda match: b"%s%d" % (match[1], numbers.setdefault(match[2], len(numbers) + 1))


def _show_cells(element: _Element, kind: str, around: Around) -> None:
    """Write a reference's values from its cells; ``kind`` is num or str."""
    parent, formula = element.getparent(), element.findtext(f"{_C}f") or ""
    found = around.points(formula)
    if parent is None:
        return
    if found is None:
        _show_nothing(parent, element)
        return
    code = element.findtext(f"{_C}{kind}Cache/{_C}formatCode")
    stays = around.inside(formula)
    if parent.tag == f"{_C}tx" and not stays:
        _make_plain_title(parent, element, found[1])
        return
    points = _points(f"{kind}{'Cache' if stays else 'Lit'}", code, found)
    if stays:
        for child in list(element)[1:]:
            element.remove(child)
        element.append(points)
    else:
        parent.replace(element, points)


def _show_nothing(parent: _Element, element: _Element) -> None:
    parent.remove(element)
    if parent.tag == f"{_C}tx":
        without(parent)


def _points(name: str, code: str | None, found: tuple[int, Points]) -> _Element:
    """The points of a chart, as numbers or texts."""
    from lxml import etree

    holder = etree.Element(f"{_C}{name}")
    if name.startswith("num"):
        etree.SubElement(holder, f"{_C}formatCode").text = code or "General"
    etree.SubElement(holder, f"{_C}ptCount").set("val", str(found[0]))
    for at, known in found[1]:
        if known.kind == "n" or name.startswith("str"):
            point = etree.SubElement(holder, f"{_C}pt")
            point.set("idx", str(at))
            etree.SubElement(point, f"{_C}v").text = known.text
    return holder


def _make_plain_title(parent: _Element, element: _Element, points: Points) -> None:
    """A name of a series becomes its text; a title made of a cell goes, for it has no such form."""
    from lxml import etree

    parent.remove(element)
    above = parent.getparent()
    if above is None or above.tag != f"{_C}ser":
        without(parent)
        return
    shown = " ".join(known.text for _, known in points)
    etree.SubElement(parent, f"{_C}v").text = shown


# ------------------------------------------------------------------------------------------- tables


def _table(root: _Element, part: str, around: Around) -> bytes:
    """A table written anew: its area, the headings that stand there, one of the usual looks."""
    from lxml import etree

    area, number = str(root.get("ref")), str(whole(root.get("id"), 1))
    headed = root.get("headerRowCount") != "0"
    made: Any = etree.Element(f"{_M}table", nsmap=cast("Any", {None: MAIN}))
    for name, value in {"id": number, "name": f"Bang{number}"}.items():
        made.set(name, value)
    made.set("displayName", f"Bang{number}")
    made.set("ref", area)
    for name in ("headerRowCount", "totalsRowCount"):
        if root.get(name) in ("0", "1"):
            made.set(name, str(root.get(name)))
    if headed and root.find(f"{_M}autoFilter") is not None and root.get("totalsRowCount") != "1":
        etree.SubElement(made, f"{_M}autoFilter").set("ref", area)
    _table_columns(made, around.headings(part, area), headed)
    look = root.find(f"{_M}tableStyleInfo")
    if look is not None and _TABLE_STYLE.match(str(look.get("name"))):
        worn = etree.SubElement(made, f"{_M}tableStyleInfo", name=str(look.get("name")))
        for switch in _TABLE_SWITCHES:
            worn.set(switch, "1" if look.get(switch) in ("1", "true") else "0")
    return to_xml(made)


def _table_columns(made: _Element, headings: Sequence[str], headed: bool) -> None:
    """The columns of a table, under the headings that stand there."""
    from lxml import etree

    columns = etree.SubElement(made, f"{_M}tableColumns", count=str(len(headings)))
    for at, heading in enumerate(headings, 1):
        said = heading if headed else f"Cot{at}"
        etree.SubElement(columns, f"{_M}tableColumn", id=str(at), name=said)
