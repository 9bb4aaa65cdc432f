"""What the cells of a sheet hold, in a form that does not depend on the program that wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from zlib import crc32

from workbook_tools.excel.package import Package, SheetPart
from workbook_tools.excel.same_value import typed_text
from workbook_tools.excel.strings import item_xmls, rich_text, unescape_text
from workbook_tools.patterns import pattern
from workbook_tools.place import column_letters, column_number
from workbook_tools.plan.pieces import END, Pieces
from workbook_tools.read.headers import normal
from workbook_tools.read.sheet_scan import formula_cells

_LONGEST_NUMBER = 9
"""Digits of a row or of an index; more of them are none of either."""

_REASONS_SHEET, _REASONS = "kiemtra", "giải trình"
"""The column that is the accountant's to write in is no part of what was made."""

_SPELLING = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyz;", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ,")
_UNSPELT = b" \t\r\n$"
_MARKS = (b"_XLFN.", b"_XLWS.")
"""What one program writes into a formula and another does not: small letters, blanks, fixed
references, the mark of a newer function.
"""

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})[0-9]++"(?: s="[0-9]+")?+(?: t="([A-Za-z]+)")?+[^<>]*+(?<!/)>'
    rb"(?:<f\b[^<>]*+(?:(?<=/)>|>([^<]*+)</f>))?+"
    rb"(?:<v[^<>]*+>([^<]*+)|<is>(.*?)</is>)?+",
    re.DOTALL,
)
_ODD = ("&", "_x", "  ", "\t", "\n", "\r", "\v", "\f", "<t> ", " </t>", "</t><")
"""Escapes, blanks that do not count, other tags behind the text."""
_OTHER_TAG = pattern(rf"{END}(?!<t>)[^{END}]")

_NUMBER = re.compile(rb'[^<>]*?\br="([0-9]+)"')

Cells = list[tuple[bytes, bytes]]
"""What a row holds: columns (``AB``) with what stands in them, empty cells left out."""

Line = tuple[int, Cells]
"""A row's number and what it holds."""


def string_texts(package: Package) -> Callable[[bytes], bytes]:
    """A function that gives the shared string of an index in the form that is compared."""
    items = item_xmls(package)
    texts = [item[3:-4] for item in items]
    for at in _odd(items):
        texts[at] = _inline(items[at])
    count = len(items)

    def text(index: bytes) -> bytes:
        index = index or b"0"
        at = int(index) if index.isdigit() and len(index) < _LONGEST_NUMBER else count
        return texts[at] if at < count else b""

    return text


def _odd(items: Sequence[bytes]) -> Iterator[int]:
    """The strings of which what is compared is not simply what stands between their tags."""
    pieces = Pieces(range(len(items)), lambda at: items[at].decode("latin-1"))
    return pieces.with_signs(_OTHER_TAG(), *_ODD)


def held_lines(xml: bytes, sheet: SheetPart, text: Callable[[bytes], bytes]) -> Iterator[Line]:
    """What each row of a sheet holds, without the reasons on the sheet of findings."""
    shared = b't="shared"' in xml
    formulas = _by_row(formula_cells(xml, sheet.part).texts) if shared else {}
    left_out = b""
    findings = sheet.name.casefold() == _REASONS_SHEET
    for piece in xml.split(b"<row ")[1:]:
        number = _NUMBER.match(piece)
        if number is None or len(number[1]) >= _LONGEST_NUMBER:
            continue
        row = int(number[1])
        cells = _cells(piece, text)
        if shared and b"<f" in piece:
            cells = _with_shared(cells, row, formulas)
        if findings:
            cells = [(column, held) for column, held in cells if column != left_out]
            left_out = left_out or _reasons_column(cells)
        yield row, cells


def _cells(row: bytes, text: Callable[[bytes], bytes]) -> Cells:
    """What the cells of a row hold, however the program that wrote it puts it down."""
    return [
        (column, held)
        for column, kind, formula, value, inline in _CELL.findall(row)
        if (
            held := _formula(formula)
            if formula
            else text(value)
            if kind == b"s"
            else value
            if not kind and value.isdigit()
            else _other(kind, value, inline)
        )
    ]


def _other(kind: bytes, value: bytes, inline: bytes) -> bytes:
    """What a cell holds that has neither a formula nor a shared string nor a whole number."""
    if value:
        return _typed(kind, value)
    return _inline(inline) if inline else b""


def _inline(xml: bytes) -> bytes:
    return b" ".join(rich_text(xml.decode()).encode("utf-8", "replace").split())


def _formula(xml: bytes) -> bytes:
    if b"&" in xml or b"_x" in xml:
        xml = unescape_text(xml.decode()).encode("utf-8", "replace")
    return _spelt(xml)


def _spelt(formula: bytes) -> bytes:
    """A formula in the form that is compared."""
    said = formula.translate(_SPELLING, _UNSPELT)
    for mark in _MARKS:
        if mark in said:
            said = said.replace(mark, b"")
    return b"=" + said


def _typed(kind: bytes, value: bytes) -> bytes:
    """A constant that is no shared string."""
    said = value.decode()
    if kind in (b"", b"n"):
        try:
            return typed_text(float(said)).encode()
        except (ValueError, OverflowError):
            return value
    if kind == b"b":
        return typed_text(said in ("1", "true")).encode()
    return b" ".join(unescape_text(said).encode("utf-8", "replace").split())


def _with_shared(cells: Cells, row: int, formulas: Mapping[int, list[tuple[bytes, str]]]) -> Cells:
    """The cells of a row with every formula written out."""
    own = dict(cells)
    for letters, said in formulas.get(row, ()):
        own[letters] = _spelt(said.encode("utf-8", "replace"))
    return sorted(own.items(), key=lambda cell: column_number(cell[0].decode()))


def _by_row(formulas: Mapping[tuple[int, int], str]) -> dict[int, list[tuple[bytes, str]]]:
    """Formulas by row, with their columns."""
    found: dict[int, list[tuple[bytes, str]]] = {}
    for (row, column), said in formulas.items():
        found.setdefault(row, []).append((column_letters(column).encode(), said))
    return found


def _reasons_column(cells: Cells) -> bytes:
    """The column of the reasons where a row is the heading of the findings; none elsewhere."""
    return next((column for column, held in cells if normal(held.decode()) == _REASONS), b"")


def row_hash(cells: Cells) -> int:
    """24 bits for a row; 0 for one that holds nothing."""
    return crc32(b"\x1f".join([column + held for column, held in cells])) & 0xFFFFFF
