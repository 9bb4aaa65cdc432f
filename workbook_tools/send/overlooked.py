"""What goes out with a sheet and is easily overlooked: texts in the margins of the page, cells
outside the area that is printed, cells behind pictures and shapes. The sender is asked about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_cell, whole
from workbook_tools.excel.defined_names import DefinedName
from workbook_tools.excel.formula import tokenize
from workbook_tools.excel.package import MAIN
from workbook_tools.machine.screen import one_line
from workbook_tools.place import cell_name
from workbook_tools.send.allowed import CHART, DRAWN, PLACED
from workbook_tools.send.clean_sheets import HEADER_PIECE, listed, taken_in
from workbook_tools.send.crops import is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

_M, _A, _X = (f"{{{space}}}" for space in (MAIN, DRAWN, PLACED))
_C = f"{{{CHART}}}"
_PRINTED = "_xlnm.print_area"
_PAGE_WORDS = frozenset(["trang", "tờ", "số", "page", "of"])
_LONGEST = 120
_DOT = 9525
_POINT = 12_700
_MOST_LINES = 10_000
"""A picture is followed over no more rows or columns than this."""

_Area = tuple[int, int, int, int]


def overlooked(
    sheet: str,
    root: _Element,
    names: Iterable[DefinedName],
    drawings: Sequence[_Element],
    charts: Iterable[_Element] = (),
) -> tuple[str, ...]:
    """Sentences on what is easily overlooked on a sheet of the copy, ``root``; ``names`` are the
    copy's, ``drawings`` and ``charts`` those of the sheet: what these show is not overlooked.
    """
    held = _held(root)
    said = [f"Đầu hoặc chân trang của {sheet} có chữ: “{text}”." for text in _margins(root)]
    outside = _outside(held, _printed(sheet, names), _charted(sheet, charts))
    if outside:
        said.append(f"Trang tính {sheet} có chữ hoặc số nằm ngoài vùng in: {_named(outside)}.")
    covered = [area for drawing in drawings for area in _covered(root, drawing)]
    behind = [cell for cell in held if _in_any(cell, covered)]
    if behind:
        said.append(f"Trang tính {sheet} có ô nằm dưới ảnh hoặc hình vẽ: {_named(behind)}.")
    return tuple(said)


def _held(root: _Element) -> list[tuple[int, int]]:
    """The cells that hold anything."""
    return [split_cell(str(cell.get("r"))) for cell in root.iter(f"{_M}c") if len(cell)]


def _named(cells: Sequence[tuple[int, int]]) -> str:
    return listed([cell_name(*cell) for cell in cells])


def _in_any(cell: tuple[int, int], areas: Iterable[_Area]) -> bool:
    row, column = cell
    return any(
        top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas
    )


def _margins(root: _Element) -> Iterator[str]:
    """The texts of headers and footers that say more than the number of the page."""
    for child in root.iterfind(f"{_M}headerFooter/*"):
        pieces = [piece[0] for piece in HEADER_PIECE.finditer(child.text or "")]
        text = " ".join(_said(pieces).split())
        words = re.findall(r"\w+", text)
        if any(not word.isdecimal() and word.casefold() not in _PAGE_WORDS for word in words):
            yield text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _said(pieces: Iterable[str]) -> str:
    """The text of a header or footer; its three sections stand apart."""
    sections = ("&L", "&C", "&R")
    kept = (" " if piece[:2] in sections else piece for piece in pieces)
    return one_line("".join(piece for piece in kept if not piece.startswith("&")))


def _printed(sheet: str, names: Iterable[DefinedName]) -> list[_Area]:
    """The areas of a sheet that are printed; none where that is not said."""
    found = []
    for name in names:
        if name.name.casefold() == _PRINTED and name.sheet == sheet:
            areas = (taken_in(piece, sheet)[1] for piece in tokenize(name.text))
            found += [area for area in areas if area is not None]
    return found


def _outside(
    held: Sequence[tuple[int, int]], printed: Sequence[_Area], charted: Iterable[_Area]
) -> list[tuple[int, int]]:
    """The cells that are neither printed nor shown by a chart; none where all is printed."""
    seen = [*printed, *charted]
    return [cell for cell in held if not _in_any(cell, seen)] if printed else []


def _charted(sheet: str, charts: Iterable[_Element]) -> Iterator[_Area]:
    """The areas of a sheet that its charts show."""
    references = (reference for chart in charts for reference in chart.iter(f"{_C}f"))
    for piece in (piece for said in references for piece in tokenize(said.text or "")):
        home, area = taken_in(piece, sheet)
        if area is not None and home.casefold() == sheet.casefold():
            yield area


# ---------------------------------------------------------------------------- pictures and shapes


def _covered(root: _Element, drawing: _Element) -> Iterator[_Area]:
    """The areas of a sheet that a drawing's pictures, charts and filled shapes touch."""
    widths, heights = _widths(root), _heights(root)
    for anchor in drawing:
        if is_hidden(anchor) or not _is_opaque(anchor):
            continue
        top, bottom = _span(anchor, "row", "cy", heights)
        left, right = _span(anchor, "col", "cx", widths)
        yield top, left, bottom, right


def _is_opaque(anchor: _Element) -> bool:
    """Whether what stands behind an anchor's picture or shape may not be seen."""
    shape = anchor.find(f"{_X}sp")
    if shape is not None:
        return shape.find(f"{_X}spPr/{_A}noFill") is None
    return any(anchor.find(f"{_X}{name}") is not None for name in ("pic", "graphicFrame", "grpSp"))


def _span(
    anchor: _Element, line: str, size: str, lengths: tuple[Mapping[int, int], int]
) -> tuple[int, int]:
    """The first and the last row (or column) that an anchor touches."""
    start, end, outer = (anchor.find(f"{_X}{name}") for name in ("from", "to", "ext"))
    first = whole(start.findtext(f"{_X}{line}"), 0) + 1 if start is not None else 1
    offset = whole(start.findtext(f"{_X}{line}Off"), 0) if start is not None else 0
    if end is not None:
        last = whole(end.findtext(f"{_X}{line}"), 0) + 1
        reaches = whole(end.findtext(f"{_X}{line}Off"), 0) > 0
        return first, last if reaches else last - 1
    place = anchor.find(f"{_X}pos")
    offset += whole(place.get("x" if line == "col" else "y"), 0) if place is not None else 0
    begins = _reached(first, offset, lengths)
    length = whole(outer.get(size), 0) if outer is not None else 0
    return begins, _reached(first, offset + max(length - 1, 0), lengths)


def _reached(first: int, distance: int, lengths: tuple[Mapping[int, int], int]) -> int:
    """The row (or column) at a distance from the beginning of another."""
    own, usual = lengths
    at = first
    while at < first + _MOST_LINES and distance >= own.get(at, usual):
        distance -= own.get(at, usual)
        at += 1
    return at


def _widths(root: _Element) -> tuple[Mapping[int, int], int]:
    """How wide columns are, and those of which nothing is said."""
    own: dict[int, int] = {}
    for column in root.iterfind(f"{_M}cols/{_M}col"):
        first, last = whole(column.get("min"), 1), whole(column.get("max"), 1)
        for at in range(first, min(last, first + _MOST_LINES) + 1):
            own[at] = _wide(column.get("width"))
    usual = root.find(f"{_M}sheetFormatPr")
    return own, _wide(usual.get("defaultColWidth") if usual is not None else None)


def _heights(root: _Element) -> tuple[Mapping[int, int], int]:
    """How high rows are, and those of which nothing is said."""
    usual = root.find(f"{_M}sheetFormatPr")
    high = _number(usual.get("defaultRowHeight") if usual is not None else None, 15.0)
    own = {
        whole(row.get("r"), 0): int(_number(row.get("ht"), high) * _POINT)
        for row in root.iter(f"{_M}row")
    }
    return own, int(high * _POINT)


def _wide(width: str | None) -> int:
    return int(_number(width, 8.43) * 7 + 5) * _DOT


def _number(said: str | None, otherwise: float) -> float:
    held = said or ""
    return float(held) if re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,15})?", held) else otherwise
