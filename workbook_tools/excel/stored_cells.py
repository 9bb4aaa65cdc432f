"""What is stored in a sheet's cells, told and changed cell by cell: no step ever crosses from one
cell into the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.excel.calculation import ErrorText, Value
from workbook_tools.excel.cells import split_area, split_cell
from workbook_tools.excel.package import Package, SheetPart
from workbook_tools.excel.strings import (
    SharedString,
    escape_text,
    unescape_text,
)
from workbook_tools.patterns import pattern
from workbook_tools.place import cell_name

Cell = tuple[int, int]
Area = tuple[int, int, int, int]

_START = b'<c r="'
_VALUE = pattern(rb"<v(?:\s[^<>]*)?(?:/>|>([^<]*)</v>)")
_TYPE = pattern(rb' t="([^"]*)"')
_METADATA = pattern(rb' vm="[^"]*"')
_TEXT = pattern(rb"<t(?:\s[^<>]*)?>([^<]*)</t>")
_FORMULA_ARRAY = pattern(rb'<f\b(?=[^<>]*\bt="array")[^<>]*?\bref="([A-Z0-9:]+)"')
_ADDRESS = pattern(rb"[A-Z]{1,3}[0-9]{1,7}\Z")

_LONGEST_INDEX = 9
_EXACT = 1e15
"""Below this, a whole number is written without a point."""

ERRORS = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#SPILL!",
        "#CALC!",
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """A value as far as two programs agree on it: its kind (``n``, ``s``, ``b``, ``e``), and its
    text, a number's to 15 digits.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Result:
    """What stands beside a formula. ``value`` is ``None`` where nothing does; ``array`` is the area
    that the formula fills, where it is an array formula.
    """

    value: Known | None
    array: Area | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Piece:
    """A cell's XML from its address on, up to the next cell: the place of its parts in it."""

    xml: bytes
    address: bytes
    attributes: bytes
    body: bytes
    end: int


def plain(package: Package, part: str) -> bytes:
    """A part in the plain form."""
    return package.plain(part)


def results(package: Package, sheet: SheetPart) -> dict[Cell, Result]:
    """What stands beside each formula of a sheet."""
    found: dict[Cell, Result] = {}
    xml = plain(package, sheet.part)
    if b"<f" not in xml:
        return found
    for piece in _pieces(xml):
        if piece.body.startswith(b"<f"):
            found[split_cell(piece.address.decode())] = Result(
                _known(piece, ()), _array(piece.body)
            )
    return found


def values(
    package: Package, sheet: SheetPart, strings: Sequence[SharedString]
) -> dict[Cell, Known]:
    """What stands in each cell of a sheet that holds anything; ``strings`` are the package's."""
    found: dict[Cell, Known] = {}
    for piece in _pieces(plain(package, sheet.part)):
        known = _known(piece, strings)
        if known is not None:
            found[split_cell(piece.address.decode())] = known
    return found


def with_results(xml: bytes, changed: Mapping[Cell, Known | None]) -> bytes:
    """A sheet in the plain form with other results in some cells, none where it says ``None``."""
    head, *pieces = xml.split(_START)
    wanted = {cell_name(*cell).encode(): value for cell, value in changed.items()}
    out = [head]
    for piece in pieces:
        address = piece[: piece.find(b'"')]
        if address in wanted:
            cell = _piece(piece)
            out.append(_with_result(cell, wanted[address]) if cell is not None else piece)
        else:
            out.append(piece)
    return _START.join(out)


def _pieces(xml: bytes) -> Iterator[_Piece]:
    for text in xml.split(_START)[1:]:
        piece = _piece(text)
        if piece is not None:
            yield piece


def _piece(xml: bytes) -> _Piece | None:
    """A cell's parts; ``None`` for one that is empty, or has no address that a sheet knows."""
    quote, close = xml.find(b'"'), xml.find(b">")
    address = xml[:quote]
    if close < quote or xml[close - 1 : close] == b"/" or not _ADDRESS().match(address):
        return None
    end = xml.find(b"</c>", close)
    if end < 0:
        return None
    return _Piece(xml, address, xml[quote + 1 : close], xml[close + 1 : end], end)


def _known(piece: _Piece, strings: Sequence[SharedString]) -> Known | None:
    """A cell's value; ``None`` where nothing is stored."""
    found = _TYPE().search(piece.attributes)
    kind = found[1].decode() if found else "n"
    if kind == "inlineStr":
        return Known("s", _decoded(b"".join(_TEXT().findall(piece.body))))
    value = _VALUE().search(piece.body, _after_formula(piece.body))
    if value is None:
        return None
    text = _decoded(value[1] or b"")
    if kind == "s":
        return _shared(text, strings)
    if kind == "n":
        return number(text) if text else None
    return Known({"str": "s"}.get(kind, kind), text)


def _shared(text: str, strings: Sequence[SharedString]) -> Known | None:
    known = text.isascii() and text.isdigit() and len(text) <= _LONGEST_INDEX
    at = int(text) if known else len(strings)
    return Known("s", strings[at].text) if at < len(strings) else None


def number(text: str) -> Known:
    """A stored number; what is none is known by its text."""
    try:
        return Known("n", format(float(text), ".15g"))
    except ValueError:
        return Known("n", text)


def of_engine(value: Value, *, exact: bool = False) -> Known:
    """A calculated value as one that is stored: to 15 digits for comparing, ``exact`` for storing;
    no value is a text without letters.
    """
    if isinstance(value, bool):
        return Known("b", str(int(value)))
    if isinstance(value, str) or value is None:
        return Known("e" if isinstance(value, ErrorText) else "s", str(value or ""))
    if exact:
        whole = value.is_integer() and abs(value) < _EXACT
        return Known("n", str(int(value)) if whole else repr(value))
    return Known("n", format(value, ".15g"))


def to_engine(known: Known) -> Value:
    """A stored value as the engine is given it."""
    if known.kind == "n":
        try:
            return float(known.text)
        except ValueError:
            return known.text
    if known.kind == "b":
        return known.text == "1"
    return ErrorText(known.text) if known.kind == "e" else known.text


def _decoded(text: bytes) -> str:
    return unescape_text(text.decode("utf-8", "replace"))


def _after_formula(body: bytes) -> int:
    """Where a cell's formula ends; 0 where it has none."""
    if not body.startswith(b"<f"):
        return 0
    close = body.find(b">")
    if body[close - 1 : close] == b"/":
        return close + 1
    end = body.find(b"</f>", close)
    return end + 4 if end >= 0 else len(body)


def _array(body: bytes) -> Area | None:
    found = _FORMULA_ARRAY().match(body)
    if found is None:
        return None
    try:
        return split_area(found[1].decode())
    except ValueError:
        return None


def _with_result(piece: _Piece, value: Known | None) -> bytes:
    """A cell with another result, or with none."""
    attributes = _METADATA().sub(b"", _TYPE().sub(b"", piece.attributes))
    formula = _after_formula(piece.body)
    rest = _VALUE().sub(b"", piece.body[formula:], count=1)
    stored = b""
    if value is not None:
        stored = b"<v>" + escape_text(value.text).encode() + b"</v>"
        mark = {"n": b"", "s": b' t="str"'}.get(value.kind, f' t="{value.kind}"'.encode())
        style = re.match(rb'(?: s="[^"]*")?', attributes)
        at = style.end() if style else 0
        attributes = attributes[:at] + mark + attributes[at:]
    body = piece.body[:formula] + stored + rest
    if not body:
        return piece.address + b'"' + attributes + b"/>" + piece.xml[piece.end + 4 :]
    return piece.address + b'"' + attributes + b">" + body + piece.xml[piece.end :]
