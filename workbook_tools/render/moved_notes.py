"""Notes, threaded comments and the boxes of notes follow their rows."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_area
from workbook_tools.excel.package import MAIN
from workbook_tools.place import cell_name
from workbook_tools.render.areas import copies
from workbook_tools.render.layout import SheetLayout

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_VML = "{urn:schemas-microsoft-com:vml}"
_VML_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_FIRST_SHAPE = 1024
"""Office numbers the shapes of a sheet from 1025."""
_ANCHOR_PARTS = 8
_ANCHOR_TOP, _ANCHOR_BOTTOM = 2, 6
"""Where an anchor (left column, offset, top row, offset, right …) holds rows, counted from 0."""


def move_notes(root: _Element, sheet: SheetLayout) -> None:
    """Move and copy a sheet's notes (``comments.xml``) with their rows."""
    holder = root.find(f"{_M}commentList")
    if holder is None:
        return
    for element in list(holder):
        holder.remove(element)
        for at, (_, name) in enumerate(copies(sheet, str(element.get("ref")))):
            copy = deepcopy(element)
            copy.set("ref", name)
            if at:
                _identify(copy, at)
            holder.append(copy)


def _identify(note: _Element, at: int) -> None:
    """Give a copy of a note identifiers of its own, the same in every build."""
    import uuid

    for attribute in list(note.attrib):
        if str(attribute).endswith("uid"):
            seed = f"{note.get(str(attribute))}/{at}"
            fresh = str(uuid.uuid5(uuid.NAMESPACE_OID, seed)).upper()
            note.set(str(attribute), "{" + fresh + "}")


def move_threads(root: _Element, sheet: SheetLayout) -> None:
    """Move a sheet's threaded comments to the first copy of their rows."""
    for element in root:
        found = copies(sheet, str(element.get("ref")))
        if found:
            element.set("ref", found[0][1])


def move_note_boxes(root: _Element, sheet: SheetLayout) -> None:
    """Move and copy the boxes of notes (and other shapes of a VML drawing) with their rows."""
    shapes = list(root.iter(f"{_VML}shape"))
    free = count(max(_shape_numbers(shapes), default=_FIRST_SHAPE) + 1)
    for shape in shapes:
        cell = _cell_of(shape)
        parent = shape.getparent()
        if cell is None or parent is None:
            continue
        position = parent.index(shape)
        parent.remove(shape)
        for at, (_, name) in enumerate(copies(sheet, cell_name(*cell))):
            copy = deepcopy(shape)
            if at:
                copy.set("id", f"_x0000_s{next(free)}")
            _put_on_row(copy, cell[0], split_area(name)[0])
            parent.insert(position + at, copy)


_LONGEST_NUMBER = 10


def _shape_numbers(shapes: list[_Element]) -> Iterator[int]:
    for shape in shapes:
        number = str(shape.get("id", "")).rpartition("_s")[2]
        if number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER:
            yield int(number)


def _cell_of(shape: _Element) -> tuple[int, int] | None:
    """The row and column that a shape belongs to; ``None`` where it belongs to no cell."""
    row = shape.find(f".//{_VML_EXCEL}Row")
    column = shape.find(f".//{_VML_EXCEL}Column")
    if row is None or column is None:
        return None
    return int(row.text or "0") + 1, int(column.text or "0") + 1


def _put_on_row(shape: _Element, before: int, row: int) -> None:
    """Write the row of a shape, and move its box as far."""
    element = shape.find(f".//{_VML_EXCEL}Row")
    if element is not None:
        element.text = str(row - 1)
    anchor = shape.find(f".//{_VML_EXCEL}Anchor")
    if anchor is None or not anchor.text:
        return
    parts = [int(part) for part in anchor.text.split(",")]
    if len(parts) == _ANCHOR_PARTS:
        for at in (_ANCHOR_TOP, _ANCHOR_BOTTOM):
            parts[at] = max(0, parts[at] + row - before)
        anchor.text = ", ".join(str(part) for part in parts)
