"""Pictures, shapes and charts follow the rows that they are anchored to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook_tools.render.layout import SheetLayout

if TYPE_CHECKING:
    from lxml.etree import _Element

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def move_drawing(root: _Element, sheet: SheetLayout) -> None:
    """Move everything in a drawing with the row that it is anchored to; its size in rows stays."""
    for anchor in root:
        start = anchor.find(f"{_DRAWING}from/{_DRAWING}row")
        end = anchor.find(f"{_DRAWING}to/{_DRAWING}row")
        if start is None:
            continue
        before = int(start.text or "0")
        after = sheet.following(before + 1) - 1
        start.text = str(after)
        if end is not None:
            end.text = str(after + int(end.text or "0") - before)
