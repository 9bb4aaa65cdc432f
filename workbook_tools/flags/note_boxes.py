"""The boxes of our notes: shapes in the old drawing language (VML); Excel wants one for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from workbook_tools.excel.cells import split_cell
from workbook_tools.patterns import pattern

_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = pattern(rb"<v:shape\b(?:(?!<v:shape\b|</v:shape>).)*</v:shape>", re.DOTALL)
_ROW = pattern(rb"<x:Row>\s*([0-9]{1,9})\s*<")
_COLUMN = pattern(rb"<x:Column>\s*([0-9]{1,9})\s*<")


def empty_boxes(count: int) -> bytes:
    """A drawing without shapes, with room for the numbers of so many."""
    blocks = ",".join(str(number) for number in range(1, 2 + (count + 1) // 1024))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout></xml>'
    ).encode()


def has_boxes(shapes: bytes) -> bool:
    """Whether any shape is left in a drawing."""
    return _SHAPE().search(shapes) is not None


def with_boxes(shapes: bytes, cells: Iterable[str]) -> bytes:
    """A drawing with a box for each of the cells."""
    number = max(
        [1024, *(int(found) for found in re.findall(rb'id="_x0000_s([0-9]{1,9})"', shapes))]
    )
    kind = "" if b'id="_x0000_t202"' in shapes else _SHAPE_TYPE
    boxes = "".join(_box(number + at, cell) for at, cell in enumerate(cells, 1))
    return shapes.replace(b"</xml>", (kind + boxes).encode() + b"</xml>")


def _box(number: int, cell: str) -> str:
    """The box of a note: hidden until the pointer rests on the cell."""
    row, column = split_cell(cell)
    top = max(0, row - 2)
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:60pt;margin-top:2pt;'
        f'width:260pt;height:90pt;z-index:{number - 1024};visibility:hidden" '
        'fillcolor="#fff8e1" o:insetmode="auto">'
        '<v:fill color2="#fff8e1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column}, 12, {top}, 6, {column + 3}, 20, {top + 5}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
        f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def without_boxes(shapes: bytes, cells: Iterable[str]) -> bytes:
    """A drawing without the boxes of the notes of some cells."""
    places = {split_cell(cell) for cell in cells}
    left = _SHAPE().sub(lambda shape: b"" if _belongs_to(shape[0], places) else shape[0], shapes)
    if has_boxes(left) and b'type="#_x0000_t202"' in left:
        return left
    return left.replace(_SHAPE_TYPE.encode(), b"", 1)


def _belongs_to(shape: bytes, places: Collection[tuple[int, int]]) -> bool:
    """Whether a shape is the box of a note of one of these cells."""
    row, column = _ROW().search(shape), _COLUMN().search(shape)
    if row is None or column is None or b'ObjectType="Note"' not in shape:
        return False
    return (int(row[1]) + 1, int(column[1]) + 1) in places
