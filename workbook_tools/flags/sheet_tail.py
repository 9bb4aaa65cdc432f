"""Where in a sheet's plain form the rows end, and where what follows them stands."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

AFTER_FORMATS = (
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
"""What may follow a sheet's conditional formats, in the order of the standard."""

AFTER_LEGACY = AFTER_FORMATS[AFTER_FORMATS.index("legacyDrawingHF") :]
"""What may follow the pointer to the boxes of its notes."""

_ROWS = b"sheetData"
_TAG = re.compile(rb'<(/?)([\w:.-]+)(?:[^<>"/]|"[^"<]*"|/(?!>))*(/?)>')


class Child(NamedTuple):
    """An element that is the sheet's own child, and where it begins and ends."""

    name: str
    start: int
    end: int


def tail_start(xml: bytes) -> int:
    """Where the rows end."""
    at = xml.find(_ROWS)
    end = xml.find(b">", at)
    while xml[end - 1 : end] != b"/" and not xml[xml.rfind(b"<", 0, at) : at].startswith(b"</"):
        at = xml.find(_ROWS, at + 1)
        end = xml.find(b">", at)
        if at < 0:
            break
    return end + 1


def children(xml: bytes, start: int) -> Iterator[Child]:
    """The sheet's own children from there on, where one of them begins, and last the end of the
    sheet as one without a name. What stands inside of them is passed over, whatever its name.
    """
    depth, begun = 0, start
    for tag in _TAG.finditer(xml, start):
        closing, empty = tag[1], tag[3]
        if closing and not depth:
            yield Child("", tag.start(), tag.start())
            return
        if not depth:
            begun, name = tag.start(), tag[2].decode()
        depth += -1 if closing else 0 if empty else 1
        if not depth:
            yield Child(name, begun, tag.end())


def before(xml: bytes, names: Container[str], start: int) -> int:
    """Where the first of the sheet's own children of these names begins, or the sheet ends."""
    return next(
        (child.start for child in children(xml, start) if child.name in names or not child.name),
        len(xml),
    )
