"""Column widths that somebody set on a generated sheet stay when the sheet is made anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from workbook_tools.excel.package import open_package, pack
from workbook_tools.host.edits import GENERATED
from workbook_tools.read.source import Source

_COLUMN = re.compile(rb"<col\b[^<>]*>")
_ATTRIBUTE = re.compile(rb'\b(min|max|width)="([0-9.]+)"')
_CHANGED = 0.5
"""Programs write a width that nobody touched a little differently; what a hand moves is more than
this, in digits.
"""


def with_kept_widths(built: bytes, made: Source, now: Source) -> bytes:
    """The finished workbook with the columns of generated sheets as wide as they were set since
    ``made`` was made.
    """
    package = open_package(built, "built")
    parts = Source("built", built, package).sheets
    changed: dict[str, bytes] = {}
    for name in GENERATED:
        key = name.casefold()
        if not (key in parts and key in made.sheets and key in now.sheets):
            continue
        before, after = (
            _widths(source.package.plain(source.sheets[key].part)) for source in (made, now)
        )
        wanted = {
            column: after[column]
            for column in before.keys() & after.keys()
            if abs(after[column] - before[column]) > _CHANGED
        }
        if wanted:
            changed[parts[key].part] = _with_widths(package.plain(parts[key].part), wanted)
    return pack(package.changed(changed)) if changed else built


def _columns(xml: bytes) -> list[tuple[re.Match[bytes], int, int, float]]:
    found = []
    for match in _COLUMN.finditer(xml[: 1 << 16]):
        held = dict(_ATTRIBUTE.findall(match[0]))
        if {b"min", b"max", b"width"} <= held.keys():
            found.append((match, int(held[b"min"]), int(held[b"max"]), float(held[b"width"])))
    return found


def _widths(xml: bytes) -> dict[int, float]:
    return {
        column: width
        for _, first, last, width in _columns(xml)
        for column in range(first, min(last, first + 200) + 1)
    }


def _with_widths(xml: bytes, wanted: Mapping[int, float]) -> bytes:
    """A sheet with other widths for single columns; an element that several share is divided."""
    for match, first, last, width in reversed(_columns(xml)):
        own = sorted(column for column in wanted if first <= column <= last)
        if own:
            ends = [*own, *(column + 1 for column in own), first, last + 1]
            starts = sorted({end for end in ends if first <= end <= last + 1})
            pieces = [
                _element(match[0], start, stop - 1, wanted.get(start, width))
                for start, stop in pairwise(starts)
            ]
            xml = xml[: match.start()] + b"".join(pieces) + xml[match.end() :]
    return xml


def _element(element: bytes, first: int, last: int, width: float) -> bytes:
    values = {b"min": b"%d" % first, b"max": b"%d" % last, b"width": b"%g" % width}
    return _ATTRIBUTE.sub(lambda found: b'%s="%s"' % (found[1], values[found[1]]), element)
