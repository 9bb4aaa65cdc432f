"""Row heights for wrapped text.

Excel fits a row to its text when a person edits it; programs that only show a file do not, nor does
any of them fit a row with merged cells. So a row to which the template gives no height of its own
gets one that holds its text, as LibreOffice would fit it, with a little room above and below.

What is known of LibreOffice's fitting was measured (7.4): letters are whole dots of a screen wide,
which are a little larger sideways than down, and a text of several lines takes two dots more than
its lines.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_area
from workbook_tools.excel.package import MAIN, Package, whole_number
from workbook_tools.render.letter_widths import FACES, UNITS
from workbook_tools.template.compiled import Constant, Row, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
MAX_HEIGHT = 409.0
_DEFAULT_WIDTH = 8.43
_DESIGN_SIZE = 11.0
_USUAL_HEIGHT = 15.0

_DOT = 0.75
"""A dot of a screen in points."""
_WIDE_DOT, _HIGH_DOT = _DOT * 1.0294, _DOT * 0.9945
"""A dot as LibreOffice measures a wrapped text, sideways and down."""
_PADDING = 3.0
"""What of a column's width no text may take, in points."""
_LEAST = 12.81
"""The least height that LibreOffice gives a row."""
_AIR = 4.0
"""Room above and below a row's text."""
_STEP = 0.75
"""Excel shows heights in whole dots."""
_SPARE = 1.045
"""How much higher than its text a high row may be: Excel and printers break lines elsewhere."""

_DIGITS: Mapping[str, float] = {
    "times new roman": 0.5,
    "tinos": 0.5,
    "liberation serif": 0.5,
    "calibri": 0.507,
    "carlito": 0.507,
    "arial": 0.556,
    "helvetica": 0.556,
    "liberation sans": 0.556,
    "cambria": 0.554,
    "tahoma": 0.546,
    "verdana": 0.636,
    "segoe ui": 0.539,
    "aptos narrow": 0.5,
}
"""How wide a digit of a font is, in its sizes; other letters are wider in much the same way."""
_USUAL_DIGIT = 0.5
_STAND_IN = 0.636
"""A digit of DejaVu Sans, which LibreOffice shows for a font that is not there."""
_ALWAYS_THERE = (0.5, 0.556)
"""Digits of fonts for which every program has one of the same widths."""
_FACES = ("regular", "bold", "italic", "bold_italic")
_BREAKS = re.compile(r"[\-–—!?]")
_PIECES = re.compile(r".[^\-–—!?]*[\-–—!?]*")
"""The pieces of a word between which a line may end."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """What of a cell's format decides how much room its text takes; ``size`` in points, ``digit``
    is the width of a digit in sizes.
    """

    size: float = _DESIGN_SIZE
    bold: bool = False
    wrap: bool = False
    italic: bool = False
    indent: int = 0
    digit: float = _USUAL_DIGIT
    number_format: str = ""

    @property
    def dots(self) -> int:
        """The font's size in dots of a screen."""
        return max(1, round(self.size / _DOT))

    def room(self, width: float) -> Room:
        """The room in a cell that many points wide."""
        capacity = max(1.0, (width - _PADDING) / _WIDE_DOT)
        measure = self._measure
        certain = int(capacity // max(1, measure("W")))
        likely = int(capacity // max(1, measure("n")))
        return Room(capacity, measure, self.height(1), self.line, certain, likely)

    def width(self, text: str) -> float:
        """How wide a column must be for a number on one line, with a bracket's room behind it."""
        return self._measure(text + "))") * _WIDE_DOT + _PADDING

    @property
    def _measure(self) -> Callable[[str], int]:
        return words(_FACES[self.bold + 2 * self.italic], self.dots, self.digit)

    @property
    def line(self) -> float:
        """The height of one line of several in points."""
        return (math.floor(0.891 * self.dots + 0.5) + math.floor(0.216 * self.dots + 0.5)) * (
            _HIGH_DOT
        )

    def height(self, count: int) -> float:
        """The height of that many lines in points, with the room above and below."""
        if count == 1:
            return max(_LEAST, 1.177 * self.size + 0.87) + _AIR
        return count * self.line + 2 * _HIGH_DOT + _AIR


_NO_FONT = TextStyle(digit=_DIGITS["calibri"])
"""What is shown, and written beside others, where a workbook has no fonts."""


def text_styles(package: Package, part: str) -> list[TextStyle]:
    """The text style of every cell format of a workbook."""
    root = package.tree(part)
    fonts = [_font(font) for font in root.iterfind(f"{_M}fonts/{_M}font")] or [_NO_FONT]
    formats = {
        str(element.get("numFmtId")): str(element.get("formatCode"))
        for element in root.iterfind(f"{_M}numFmts/{_M}numFmt")
    }
    return [
        replace(
            fonts[_within(xf.get("fontId"), len(fonts))],
            wrap=_wraps(xf),
            indent=_indent(xf),
            number_format=formats.get(str(xf.get("numFmtId")), ""),
        )
        for xf in root.iterfind(f"{_M}cellXfs/{_M}xf")
    ]


def digit_width(package: Package, part: str) -> float:
    """The width of a digit of a workbook's usual font in points: what widths of columns count."""
    font = _usual_font(package, part)
    return font.digit * font.size


def widest_digit(package: Package, part: str) -> float:
    """The same where a program has not got the font and shows another one in its place."""
    font = _usual_font(package, part)
    return max(font.digit, _STAND_IN if font.digit not in _ALWAYS_THERE else 0.0) * font.size


def _usual_font(package: Package, part: str) -> TextStyle:
    root = package.tree(part)
    fonts = [_font(font) for font in root.iterfind(f"{_M}fonts/{_M}font")] or [_NO_FONT]
    usual = root.find(f"{_M}cellStyleXfs/{_M}xf")
    return fonts[_within(usual.get("fontId") if usual is not None else None, len(fonts))]


def _within(said: str | None, count: int) -> int:
    """A place in a list of that length; the first where none is given that is in it."""
    at = whole_number(said, 0)
    return at if at < count else 0


def _font(font: _Element) -> TextStyle:
    """Size, weight, slant and family of a font."""
    size, name = font.find(f"{_M}sz"), font.find(f"{_M}name")
    family = str(name.get("val", "")).casefold() if name is not None else ""
    return TextStyle(
        float(size.get("val", _DESIGN_SIZE)) if size is not None else _DESIGN_SIZE,
        bold=_is_on(font.find(f"{_M}b")),
        italic=_is_on(font.find(f"{_M}i")),
        digit=_DIGITS.get(family, _USUAL_DIGIT),
    )


def _is_on(element: _Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _wraps(xf: _Element) -> bool:
    alignment = xf.find(f"{_M}alignment")
    return alignment is not None and alignment.get("wrapText") in ("1", "true")


def _indent(xf: _Element) -> int:
    alignment = xf.find(f"{_M}alignment")
    return whole_number(alignment.get("indent"), 0) if alignment is not None else 0


# ------------------------------------------------------------------------------- texts and lines


class _Letters(dict[str, int]):
    """How many dots each letter is wide; any other is as wide as ``usual``."""

    def __init__(self, usual: int) -> None:
        super().__init__()
        self.usual = usual

    def __missing__(self, letter: str) -> int:
        return self.usual


@lru_cache(maxsize=64)
def words(face: str, dots: int, digit: float = _USUAL_DIGIT) -> Callable[[str], int]:
    """A function that gives how many dots of a screen a word is wide in a face of that size."""
    scale = dots * digit / _USUAL_DIGIT / UNITS
    letters = _Letters(math.floor(0.5 * UNITS * scale + 0.5))
    for width_of, held in FACES[face].items():
        letters |= dict.fromkeys(held, math.floor(width_of * scale + 0.5))
    of = letters.__getitem__

    @lru_cache(maxsize=1 << 15)
    def width(word: str) -> int:
        return sum(map(of, word))

    return width


@lru_cache(maxsize=1 << 13)
def lines(text: str, capacity: float, width: Callable[[str], int]) -> int:
    """How many lines a text takes where that many dots fit on one; ``width`` measures a word."""
    if "\n" in text:
        return sum(lines(part, capacity, width) for part in text.split("\n"))
    parts, space = text.split(" "), width(" ")
    ends = list(accumulate([width(part) + space for part in parts]))
    if ends[-1] - space <= capacity:
        return 1
    if _BREAKS.search(text) is None and "" not in parts:
        filled = _filled_lines(ends, capacity + space)
        if filled:
            return filled
    count, used = 1, -float(space)
    for word in parts:
        used += space
        wide = width(word)
        if used + wide <= capacity:
            used += wide
        else:
            more, used = _broken(word, used, capacity, width)
            count += more
    return count


def _filled_lines(ends: Sequence[int], room: float) -> int:
    """How many lines words take that are broken nowhere; ``ends`` are the places where they end on
    an endless line, each with the blank behind it, ``room`` that on a line with a blank more.
    None (0) where a word is longer than a line.
    """
    count, at, begun = 0, 0, 0
    while at < len(ends):
        after = bisect_right(ends, begun + room, at)
        if after == at:
            return 0
        at, begun, count = after, ends[after - 1], count + 1
    return count


def _broken(
    word: str, used: float, capacity: float, width: Callable[[str], int]
) -> tuple[int, float]:
    """How many lines more a word takes that does not fit where ``used`` dots of a line are taken,
    and how much of the last one: it is broken after a hyphen, and within only where a whole line
    does not hold it.
    """
    count = 0
    for piece in _PIECES.findall(word):
        wide = width(piece)
        if used + wide > capacity and used > 0:
            count, used = count + 1, 0.0
        if wide <= capacity:
            used += wide
            continue
        for letter in piece:
            one = width(letter)
            if used + one > capacity and used > 0:
                count, used = count + 1, 0
            used += one
    return count, used


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Room:
    """How many dots of a screen fit on a line of a cell whose text is wrapped, what measures its
    words, the heights of a single line and of one of several, how many letters fit on a line
    whatever they are, and how many usual ones do.
    """

    capacity: float
    width: Callable[[str], int]
    single: float
    line: float
    certain: int
    likely: int

    def height(self, text: str) -> float:
        """The height that a text takes in points."""
        if len(text) <= self.likely and "\n" not in text and self.width(text) <= self.capacity:
            return self.single
        count = lines(text, self.capacity, self.width)
        return self.single if count == 1 else count * self.line + 2 * _HIGH_DOT + _AIR


def settled(height: float) -> float:
    """The height of a row whose text needs that much: in steps, with more to spare the higher it
    is.
    """
    least = math.ceil(height / _STEP) * _STEP
    return min(MAX_HEIGHT, max(least, math.floor(height * _SPARE / _STEP) * _STEP))


# ------------------------------------------------------------------------------- columns and rows


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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RowRoom:
    """For a row without a height of its own: the least that its text needs, and the cells whose
    text may need more.
    """

    least: float
    cells: Mapping[int, Room]


def row_room(
    sheet: Sheet, row: Row, styles: Sequence[TextStyle], digit: float = _DESIGN_SIZE * _USUAL_DIGIT
) -> RowRoom | None:
    """What decides the height of a pattern row; ``None`` where the template gives it one. ``digit``
    is what widths of columns count, in points.
    """
    if "ht" in row.attributes or not row.cells:
        return None
    width = column_widths(sheet.root)
    merged = _merged_in_row(sheet.root, row.number)
    least = 0.0
    rooms: dict[int, Room] = {}
    for cell in row.cells:
        known = cell.style is not None and cell.style < len(styles)
        style = styles[cell.style] if cell.style is not None and known else TextStyle()
        least = max(least, style.height(1))
        right = merged.get(cell.column, cell.column)
        if right is None or not style.wrap:
            continue
        room = style.room(width(cell.column, right) * digit - _indented(style, digit))
        rooms[cell.column] = room
        if isinstance(cell.content, Constant) and cell.content.kind == "s":
            least = max(least, room.height(cell.content.value))
    return RowRoom(least, rooms)


def standing_height(sheet: Sheet, row: Row) -> float:
    """The height in points of a row that has one of its own, or the one that the sheet says for
    those that have none.
    """
    if row.attributes.get("hidden") in ("1", "true"):
        return 0.0
    format_ = sheet.root.find(f"{_M}sheetFormatPr")
    usual = format_.get("defaultRowHeight") if format_ is not None else None
    return float(row.attributes.get("ht") or usual or _USUAL_HEIGHT)


def _indented(style: TextStyle, digit: float) -> float:
    """What an indent takes of a cell's width: three blanks each, half a digit wide, of which some
    is padding that is there without it.
    """
    return 1.5 * digit * style.indent - 0.45 if style.indent else 0.0


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
