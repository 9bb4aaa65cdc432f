"""What the pictures of drawings show of themselves: their frames cut off the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from workbook_tools.excel.package import RELS, Package, Relationship, parse_xml, relationships
from workbook_tools.send.allowed import DRAWING, DRAWN, PLACED, only_known
from workbook_tools.send.trimming import without

if TYPE_CHECKING:
    from lxml.etree import _Element

_A, _X, _R = (f"{{{space}}}" for space in (DRAWN, PLACED, RELS))
_THOUSANDTHS = re.compile(r"-?[0-9]{1,9}\Z")
_PERCENT = re.compile(r"-?[0-9]{1,6}(?:\.[0-9]{1,9})?%\Z")
_FULL = 100_000
"""The whole of a picture in the unit of the file format, thousandths of a percent."""

Box = tuple[float, float, float, float]
"""The left, top, right and bottom edge of a part of a picture, as shares of its width and height;
below 0 and above 1 where a frame is larger than its picture.
"""

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


def picture_boxes(package: Package, led: Sequence[Relationship]) -> dict[str, list[Box]]:
    """The boxes that are shown of each picture, by its part; ``led`` is what the sheets lead to.
    Pictures that no drawing shows are not among them.
    """
    found: dict[str, list[Box]] = {}
    for drawing in dict.fromkeys(rel.target for rel in led if rel.kind == "drawing"):
        if drawing not in package:
            continue
        rels = {rel.id: rel for rel in relationships(package, drawing)}
        root = parse_xml(package.read(drawing), drawing)
        for rel_id, box in _shown(root):
            rel = rels.get(rel_id)
            if rel is not None and rel.kind == "image" and not rel.external:
                found.setdefault(rel.target, []).append(box)
    return {part: boxes for part, boxes in found.items() if part in package}


def frame_of(boxes: Sequence[Box]) -> Box:
    """The smallest part of a picture that has all that is shown of it."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return max(min(lefts), 0.0), max(min(tops), 0.0), min(max(rights), 1.0), min(max(bottoms), 1.0)


def reframe(root: _Element, frames: Mapping[str, Box]) -> None:
    """Let the frames of a drawing cut what they showed out of pictures of which only a part goes
    out; ``frames`` are those parts by the relationships that lead to the pictures.
    """
    for fill in _fills(root):
        cut, frame = fill.find(f"{_A}srcRect"), frames.get(_embedded(fill))
        if cut is None or frame is None:
            continue
        box, width, height = _box(fill), frame[2] - frame[0], frame[3] - frame[1]
        insets = {
            "l": (box[0] - frame[0]) / width,
            "t": (box[1] - frame[1]) / height,
            "r": (frame[2] - box[2]) / width,
            "b": (frame[3] - box[3]) / height,
        }
        cut.attrib.clear()
        for name, share in insets.items():
            if round(share * _FULL):
                cut.set(name, str(round(share * _FULL)))
        if not cut.attrib:
            without(cut)


def is_hidden(anchor: _Element) -> bool:
    """Whether what an anchor holds is hidden."""
    return any(found.get("hidden") in ("1", "true") for found in anchor.iter(f"{_X}cNvPr"))


def _shown(root: _Element) -> Iterator[tuple[str, Box]]:
    """The relationships that a drawing's pictures lead by, with the boxes that are shown."""
    for anchor in list(root):
        if is_hidden(anchor):
            root.remove(anchor)
    only_known(root, DRAWING)
    for fill in _fills(root):
        box = _box(fill)
        if box[0] < box[2] and box[1] < box[3]:
            yield _embedded(fill), box


def _fills(root: _Element) -> list[_Element]:
    return list(root.iter(f"{_X}blipFill", f"{_A}blipFill"))


def _embedded(fill: _Element) -> str:
    blip = fill.find(f"{_A}blip")
    return str(blip.get(f"{_R}embed")) if blip is not None else ""


def _box(fill: _Element) -> Box:
    """The box of a picture that is shown."""
    cut = fill.find(f"{_A}srcRect")
    if cut is None:
        return WHOLE
    left, top, right, bottom = (_share(str(cut.get(name) or "0")) for name in "ltrb")
    return left, top, 1 - right, 1 - bottom


def _share(said: str) -> float:
    if _PERCENT.match(said):
        return float(said[:-1]) / 100
    return int(said) / _FULL if _THOUSANDTHS.match(said) else 0.0
