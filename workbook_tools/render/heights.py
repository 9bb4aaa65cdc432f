"""Row heights for wrapped text.

Excel fits a row to its text when a person edits it; programs that only show a file do not, nor does
any of them fit a row with merged cells. So a row to which the template gives no height of its own
gets one that holds its text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_area
from workbook_tools.excel.package import MAIN, Package, whole_number
from workbook_tools.template.compiled import Constant, Row, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_LINE = 1.37
"""Height of a line in font sizes."""
MAX_HEIGHT = 409.0
_DEFAULT_WIDTH = 8.43
_DESIGN_SIZE = 11.0


@dataclass(frozen=True, slots=True)
class TextStyle:
    """What of a cell's format decides how much room its text takes; ``size`` in points."""

    size: float = _DESIGN_SIZE
    bold: bool = False
    wrap: bool = False

    def capacity(self, width: float) -> float:
        """How many letters fit on a line of a column that many digits wide, with room for the break
        at words.
        """
        letters = width * _DESIGN_SIZE / self.size * (0.93 if self.bold else 1.0)
        return max(1.0, letters - 1.5)

    @property
    def line(self) -> float:
        """The height of one line in points."""
        return self.size * _LINE


def text_styles(package: Package, part: str) -> list[TextStyle]:
    """The text style of every cell format of a workbook."""
    root = package.tree(part)
    fonts = [_font(font) for font in root.iterfind(f"{_M}fonts/{_M}font")] or [TextStyle()]
    return [
        replace(fonts[_within(xf.get("fontId"), len(fonts))], wrap=_wraps(xf))
        for xf in root.iterfind(f"{_M}cellXfs/{_M}xf")
    ]


def _within(said: str | None, count: int) -> int:
    """A place in a list of that length; the first where none is given that is in it."""
    at = whole_number(said, 0)
    return at if at < count else 0


def _font(font: _Element) -> TextStyle:
    """Size and weight of a font."""
    size, bold = font.find(f"{_M}sz"), font.find(f"{_M}b")
    return TextStyle(
        float(size.get("val", _DESIGN_SIZE)) if size is not None else _DESIGN_SIZE,
        bold is not None and bold.get("val", "1") not in ("0", "false"),
    )


def _wraps(xf: _Element) -> bool:
    alignment = xf.find(f"{_M}alignment")
    return alignment is not None and alignment.get("wrapText") in ("1", "true")


def lines(text: str, capacity: float) -> int:
    """How many lines a text takes where that many letters fit on one."""
    if len(text) <= capacity and "\n" not in text:
        return 1
    if text.isupper():
        capacity *= 0.72
    if "\n" not in text:
        return math.ceil(len(text) / capacity)
    return sum(max(1, math.ceil(len(part) / capacity)) for part in text.split("\n"))


def column_widths(root: _Element) -> Callable[[int, int], float]:
    """The width of columns ``left`` to ``right`` together, in digits."""
    spans = [_span(column) for column in root.iterfind(f"{_M}cols/{_M}col")]
    format_ = root.find(f"{_M}sheetFormatPr")
    default = _DEFAULT_WIDTH
    if format_ is not None:
        default = float(format_.get("defaultColWidth", _DEFAULT_WIDTH))

    def width_of(column: int) -> float:
        return next((w for first, last, w in spans if first <= column <= last), default)

    def width(left: int, right: int) -> float:
        return sum(width_of(column) for column in range(left, right + 1))

    return width


def _span(column: _Element) -> tuple[int, int, float]:
    """First and last of some columns alike, and their width; hidden ones have none."""
    hidden = column.get("hidden") in ("1", "true")
    width = 0.0 if hidden else float(column.get("width", _DEFAULT_WIDTH))
    return int(str(column.get("min"))), int(str(column.get("max"))), width


@dataclass(frozen=True, slots=True)
class Room:
    """How many letters fit on a line of a cell, and how high a line is; for cells whose text is
    wrapped.
    """

    capacity: float
    line: float

    def height(self, text: str) -> float:
        """The height that a text takes in points."""
        return lines(text, self.capacity) * self.line


@dataclass(frozen=True, slots=True)
class RowRoom:
    """For a row without a height of its own: the least it takes, and the cells whose text may make
    it higher.
    """

    least: float
    cells: Mapping[int, Room]


def row_room(sheet: Sheet, row: Row, styles: list[TextStyle]) -> RowRoom | None:
    """What decides the height of a pattern row; ``None`` where the template gives it one."""
    if "ht" in row.attributes or not row.cells:
        return None
    width = column_widths(sheet.root)
    merged = _merged_in_row(sheet.root, row.number)
    least = 0.0
    rooms: dict[int, Room] = {}
    for cell in row.cells:
        known = cell.style is not None and cell.style < len(styles)
        style = styles[cell.style] if cell.style is not None and known else TextStyle()
        least = max(least, style.line)
        right = merged.get(cell.column, cell.column)
        if right is None or not style.wrap:
            continue
        room = Room(style.capacity(width(cell.column, right)), style.line)
        rooms[cell.column] = room
        if isinstance(cell.content, Constant) and cell.content.kind == "s":
            least = max(least, room.height(cell.content.value))
    return RowRoom(least, rooms)


def _merged_in_row(root: _Element, number: int) -> Mapping[int, int | None]:
    """First column of a merge → its last one; ``None`` for merges over several rows, which decide
    no row's height.
    """
    found: dict[int, int | None] = {}
    for element in root.iterfind(f"{_M}mergeCells/{_M}mergeCell"):
        top, left, bottom, right = split_area(str(element.get("ref")))
        if top <= number <= bottom:
            found[left] = right if top == bottom else None
    return found
