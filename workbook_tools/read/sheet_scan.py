"""What a scan of a sheet's plain form finds besides its values: formulas, errors, hidden rows and
columns, merges.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from workbook_tools.error_kinds import TOO_MANY_LONG_FORMULAS
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_FORMULA_TEXTS, MAX_TEXTS
from workbook_tools.excel.cells import MAX_COLUMN, split_area, split_cell
from workbook_tools.excel.formula import shift
from workbook_tools.excel.package import Package
from workbook_tools.excel.strings import strings_part, unescape_text
from workbook_tools.patterns import pattern
from workbook_tools.plan.grid import Area, ErrorValue

Cell = tuple[int, int]
"""Row and column, from 1."""

_COLUMNS_PART = 1 << 16
"""How far into a sheet its columns are looked for: they stand before its rows."""

_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?:[^<>]*?(\bt="str")|)[^<>]*>'
    rb"<f\b([^<>]*?)(?:/>|>([^<]*)</f>)(<v(?:\s[^<>]*)?(?:/>|>)[^<]?|)",
)
"""A text that is stored may be empty, anything else not."""
_ERROR = pattern(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?=[^<>]*\bt="e")[^<>]*>'
    rb"(?:<f\b[^<>]*>(?:[^<]*</f>)?)?<v(?:\s[^<>]*)?>([^<]*)<",
)
_SHARED = re.compile(rb'\bt="shared"')
_SHARED_INDEX = pattern(rb'\bsi="([0-9]+)"')
_SHOWN = pattern(rb' t="s"[^<>]*><v>([0-9]{1,9})<')
_FRACTION = pattern(rb"<v>-?[0-9]*(?:\.|[Ee]-)")
_STYLED = pattern(rb'<c r="([A-Z]{1,3}[0-9]{1,7})" s="([0-9]{1,6})"')
_HIDDEN_ROW = re.compile(
    rb'<row r="([0-9]{1,7})"(?=[^<>]*(?:\bhidden="(?:1|true)"|\bht="0(?:\.0+)?"))'
)
_HIDDEN_COLUMN = re.compile(
    rb'<col\b(?=[^<>]*(?:\bhidden="(?:1|true)"|\bwidth="0(?:\.0+)?"))[^<>]*>'
)
_SPAN = pattern(rb'\b(min|max)="([0-9]{1,5})"')
_MERGE = re.compile(rb'<mergeCell\b[^<>]*?\bref="([A-Z0-9:]+)"')


@dataclass(frozen=True, slots=True)
class FormulaCells:
    """The cells of a sheet that hold formulas; ``texts`` are without ``=``, shared ones written
    out. ``waiting`` are those that have no result stored beside them.
    """

    texts: Mapping[Cell, str]
    waiting: tuple[Cell, ...]


def formula_cells(xml: bytes, part: str = "") -> FormulaCells:
    """The formulas of a sheet. ``part`` is the part's name, for messages. Raises ``InputError``
    where their texts, written out in each cell, are beyond the bounds.
    """
    if b"<f" not in xml:
        return FormulaCells({}, ())
    texts: dict[Cell, str] = {}
    waiting: list[Cell] = []
    masters: dict[bytes, tuple[Cell, str]] = {}
    shared: dict[Cell, tuple[Cell, str]] = {}
    length = 0
    for reference, is_text, attributes, body, result in _FORMULA.findall(xml):
        cell = split_cell(reference.decode())
        text = unescape_text(body.decode("utf-8", "replace"))
        index = _shared_index(attributes)
        shared.pop(cell, None)
        if index and text:
            masters[index] = cell, text
        elif index in masters:
            shared[cell] = masters[index]
            text = masters[index][1]
        texts[cell] = text
        length += len(text)
        if length > MAX_FORMULA_TEXTS:
            raise InputError(TOO_MANY_LONG_FORMULAS, part=part, cell=reference.decode())
        if not result or (not is_text and result[-1:] == b">"):
            waiting.append(cell)
    for cell, master in shared.items():  # once it is known that they are not too many
        texts[cell] = _shared_text(master, cell)
    return FormulaCells(texts, tuple(waiting))


def _shared_index(attributes: bytes) -> bytes:
    """The number of the shared formula that a cell takes part in; empty where it has its own."""
    index = _SHARED_INDEX().search(attributes) if _SHARED.search(attributes) else None
    return index[1] if index else b""


def _shared_text(master: tuple[Cell, str], cell: Cell) -> str:
    """A shared formula at another cell; as it is where the tokenizer does not know it."""
    (row, column), text = master
    try:
        return shift(text, cell[0] - row, cell[1] - column)
    except ValueError:
        return text


def error_cells(xml: bytes) -> Iterator[tuple[Cell, ErrorValue]]:
    """The cells that hold an error, typed or as a formula's stored result."""
    if b't="e"' not in xml:
        return
    for reference, error in _ERROR().findall(xml):
        yield split_cell(reference.decode()), ErrorValue(error.decode("utf-8", "replace"))


def formatted_cells(xml: bytes, formats: frozenset[int]) -> frozenset[Cell]:
    """The cells of a sheet in the plain form that have one of some cell formats."""
    if not formats or not any(b' s="%d"' % at in xml for at in formats):
        return frozenset()
    styles = "|".join(str(at) for at in sorted(formats))
    cell = re.compile(rf'<c r="([A-Z]{{1,3}}[0-9]{{1,7}})" s="(?:{styles})"'.encode())
    return frozenset(split_cell(name.decode()) for name in cell.findall(xml))


def has_fractions(short: bytes) -> bool:
    """Whether some cell of a sheet, of which the ``outline`` is given, holds a number that is not
    whole; a text may look like one.
    """
    return _FRACTION().search(short) is not None


def rounded_cells(xml: bytes, formats: Mapping[int, int]) -> dict[Cell, int]:
    """The cells of a sheet in the plain form that have one of some cell formats, with what is said
    of it.
    """
    found = ((match[1].decode(), int(match[2])) for match in _STYLED().finditer(xml))
    return {split_cell(name): formats[style] for name, style in found if style in formats}


def hidden_rows(xml: bytes) -> frozenset[int]:
    """The rows that are hidden or of no height."""
    if b"hidden=" not in xml and b'ht="0' not in xml:
        return frozenset()
    return frozenset(int(number) for number in _HIDDEN_ROW.findall(xml))


def hidden_columns(xml: bytes) -> frozenset[int]:
    """The columns that are hidden or of no width."""
    found: set[int] = set()
    for match in _HIDDEN_COLUMN.finditer(xml[:_COLUMNS_PART]):
        span = {name: int(number) for name, number in _SPAN().findall(match[0])}
        first, last = span.get(b"min", 1), min(span.get(b"max", 0), MAX_COLUMN)
        found.update(range(first, last + 1))
    return frozenset(found)


def merges(xml: bytes) -> tuple[Area, ...]:
    """The merged areas from above; one that is written in no way that a sheet knows is left out,
    and so is one that lies over another, as Excel leaves it out.
    """
    found = []
    for reference in _MERGE.findall(xml, max(0, xml.rfind(b"sheetData"))):
        try:
            found.append(split_area(reference.decode()))
        except ValueError:
            continue
    return tuple(_apart(found))


def _apart(areas: Sequence[Area]) -> Iterator[Area]:
    """The areas in the order of their rows, without those that lie over an earlier one.

    One pass from above: ``spans`` are the columns of those that reach down to the row at hand,
    sorted; ``ends`` their last rows, the next one first.
    """
    spans: list[tuple[int, int]] = []
    ends: list[tuple[int, int, int]] = []
    for top, left, bottom, right in sorted(areas):
        while ends and ends[0][0] < top:
            _, first, last = heappop(ends)
            del spans[bisect_left(spans, (first, last))]
        at = bisect_left(spans, (left, left))
        if (at and spans[at - 1][1] >= left) or (at < len(spans) and spans[at][0] <= right):
            continue
        spans.insert(at, (left, right))
        heappush(ends, (bottom, left, right))
        yield top, left, bottom, right


def shown_text(package: Package, xml: bytes) -> int:
    """How much text a sheet's cells show out of the shared strings, in bytes, each string counted
    in every cell that holds it.
    """
    part = strings_part(package)
    if part is None:
        return 0
    lengths = package.scanned(part, _string_lengths)
    if max(lengths) * xml.count(b' t="s"') <= MAX_TEXTS // 10:
        return 0
    last = len(lengths) - 1
    return sum(lengths[min(int(index), last)] for index in _SHOWN().findall(xml))


def _string_lengths(xml: bytes, part: str) -> list[int]:
    """The length of each shared string's XML."""
    return [len(item) for item in xml.split(b"</si>")]
