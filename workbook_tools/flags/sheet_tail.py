"""Where in a sheet's text the rows end, and where what follows them stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def prefix(xml: bytes) -> bytes:
    """The prefix with its colon that a sheet's names have, mostly none."""
    match = re.search(rb"<(\w+:)?worksheet\b", xml[:4096])
    return match[1] or b"" if match else b""


def tail_start(xml: bytes) -> int:
    """Where the rows end."""
    rows_end = xml.find(b">", xml.rfind(b"sheetData"))
    return xml.rfind(b">", 0, rows_end + 1) + 1


def before(xml: bytes, names: Iterable[str], start: int) -> int:
    """Where the first of the named elements begins, or the sheet ends."""
    own = prefix(xml)
    wanted = "|".join(names).encode()
    pattern = b"<" + own + b"(?:" + wanted + rb")\b|</" + own + b"worksheet>"
    match = re.compile(pattern).search(xml, start)
    assert match is not None
    return match.start()
