"""Formulas of a template as the calculation engine reads them.

Most are given as they are written. Some the engine would read otherwise than Excel does, or would
take minutes for: names and structured references become the cells that they lead to, whole columns
and rows end with the last cell in use, a range where one value is asked for becomes the cell of it
in the formula's own row. What the engine cannot do at all is a fault of the template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbook_tools.error_kinds import (
    COMMON_CELLS,
    FUNCTION_UNKNOWN,
    JOINED_AREA,
    LIST_IN_BRACKETS,
    NAME_UNKNOWN,
    SHEET_UNKNOWN,
    SIGN_UNKNOWN,
    TEXT_FORMAT,
    WHOLE_COLUMN,
)
from workbook_tools.errors import TemplateFault
from workbook_tools.excel.calculation import knows_function
from workbook_tools.excel.cells import MAX_COLUMN, MAX_ROW, area_name, quote_sheet
from workbook_tools.excel.defined_names import DefinedName, defined_names
from workbook_tools.excel.dependence import Book, Dependence, Reading
from workbook_tools.excel.formula import (
    Piece,
    Ref,
    Token,
    functions,
    shift,
    tokenize,
    with_functions,
)
from workbook_tools.excel.package import Package, sheets
from workbook_tools.excel.tables import Table, tables_of
from workbook_tools.patterns import pattern
from workbook_tools.place import Place
from workbook_tools.render.layout import Layout
from workbook_tools.template.compiled import Formula
from workbook_tools.template.expressions import Expression

Pieces = Sequence[Piece | Expression]

_DEEPEST_NAME = 16
_LARGE = 100_000
"""An area of more cells is cut to those in use."""

_TRUTHS = frozenset({"TRUE", "FALSE"})
_COUNTING_BLANKS = frozenset({"ROWS", "COUNTBLANK", "COLUMNS"})
"""What these give for a whole column is another thing than for its cells in use."""

_PLAIN_KINDS = frozenset({"string", "function", "number", "space", "operator", "error"})
_FORMAT = pattern(r'"(?:0+%?|@|(?:yyyy|[dmy]{1,2})(?:[/ -](?:yyyy|[dmy]{1,2}))*)"', re.IGNORECASE)
"""Formats of TEXT that mean the same on every computer."""

DATES = frozenset(
    {
        "DATE",
        "DATEDIF",
        "DATEVALUE",
        "DAY",
        "DAYS",
        "DAYS360",
        "EDATE",
        "EOMONTH",
        "ISOWEEKNUM",
        "MONTH",
        "NETWORKDAYS",
        "NETWORKDAYS.INTL",
        "TEXT",
        "WEEKDAY",
        "WEEKNUM",
        "WORKDAY",
        "WORKDAY.INTL",
        "YEAR",
        "YEARFRAC",
    }
)
"""Functions that give something else where days count from 1904."""


@dataclass(frozen=True, eq=False, repr=False)
class EngineNames:
    """What formulas may name beside cells, in the output as it will be written."""

    package: Package

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The sheets' names in tab order."""
        return tuple(sheet.name for sheet in sheets(self.package))

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The sheets' names as they are spelled, whatever the capitals."""
        return {name.casefold(): name for name in self.order}

    @cached_property
    def names(self) -> tuple[DefinedName, ...]:
        """The defined names behind which stands a formula."""
        return tuple(name for name in defined_names(self.package) if not name.macro)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by name."""
        return dict(tables_of(self.package))

    @cached_property
    def dependence(self) -> Dependence:
        """What formulas read, through names and tables."""
        return Dependence(Book(self.order, {}, self.names, self.tables))

    def text_of(self, name: str, sheet: str) -> str | None:
        """What a name stands for on a sheet; ``None`` where there is no such name."""
        home, _, plain = name.rpartition("!")
        wanted = plain.casefold()
        scopes = (home.strip("'").replace("''", "'") or sheet).casefold(), None
        for scope in scopes:
            for known in self.names:
                own = known.sheet.casefold() if known.sheet else None
                if known.name.casefold() == wanted and own == scope:
                    return known.text
        return None


# ------------------------------------------------------------------------------- what cannot be


def faults(pieces: Pieces, place: Place, names: EngineNames) -> Iterator[TemplateFault]:
    """What the engine cannot do in the formula of a template's cell."""
    known = _known(pieces)
    called = functions(known)
    for name in sorted(called):
        if not knows_function(name):
            yield TemplateFault(place, FUNCTION_UNKNOWN, function=name)
    for piece in known:
        yield from _piece_faults(piece, called, place, names)
    yield from _joined_faults(pieces, place)
    yield from _format_faults(pieces, place)


def _piece_faults(
    piece: Piece, called: set[str], place: Place, names: EngineNames
) -> Iterator[TemplateFault]:
    """What is wrong with one reference or name of a formula that calls these functions."""
    if isinstance(piece, Ref):
        home = piece.sheet
        whole = not piece.left or piece.bottom - piece.top >= MAX_ROW - 1
    else:
        whole = piece.kind == "columns"
        home = _prefix(piece.text) if whole else None
        if piece.kind in ("name", "structured") and not _is_known(piece, place.sheet, names):
            yield TemplateFault(place, NAME_UNKNOWN, name=piece.text)
        if piece.text in ("@", "#"):
            yield TemplateFault(place, SIGN_UNKNOWN, sign=piece.text)
    if home is not None and home.casefold() not in names.sheets:
        yield TemplateFault(place, SHEET_UNKNOWN, sheet=home)
    if whole and called & _COUNTING_BLANKS:
        found = ", ".join(sorted(called & _COUNTING_BLANKS))
        yield TemplateFault(place, WHOLE_COLUMN, function=found)


def _prefix(text: str) -> str | None:
    """The sheet that a text with ``!`` names."""
    home, mark, _ = text.rpartition("!")
    return home.strip("'").replace("''", "'") if mark else None


def _is_known(token: Token, sheet: str, names: EngineNames) -> bool:
    name, bracket, _ = token.text.partition("[")
    if bracket:
        return not name or name.casefold() in names.tables
    if token.text.upper() in _TRUTHS or names.text_of(token.text, sheet) is not None:
        return True
    return token.text.casefold() in names.tables


def _joined_faults(pieces: Pieces, place: Place) -> Iterator[TemplateFault]:
    """Ways to put references together that the engine does not know: lists in brackets, common
    cells, ranges through sheets.
    """
    if any(_said(piece) == "," and called == "" for piece, called in with_functions(pieces)):
        yield TemplateFault(place, LIST_IN_BRACKETS)
    if any(_said(piece) == ":" for piece in pieces):
        yield TemplateFault(place, JOINED_AREA)
    for one, between, other in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if _is_area(one) and _is_area(other) and not _said(between).strip():
            yield TemplateFault(place, COMMON_CELLS)


def _format_faults(pieces: Pieces, place: Place) -> Iterator[TemplateFault]:
    """Calls of TEXT whose result differs from computer to computer."""
    for at, piece in enumerate(pieces):
        is_text = isinstance(piece, Token) and piece.kind == "function" and _said(piece) == "TEXT"
        if is_text and not _has_plain_format(pieces[at + 1 :]):
            yield TemplateFault(place, TEXT_FORMAT)


def _said(piece: Piece | Expression) -> str:
    """The text of what is no reference, in capitals."""
    return piece.text.upper() if isinstance(piece, Token) else "…"


def _is_area(piece: Piece | Expression) -> bool:
    return isinstance(piece, Ref) or (
        isinstance(piece, Token) and piece.kind in ("name", "columns", "structured")
    )


def _has_plain_format(call: Pieces) -> bool:
    """Whether the last argument of a call, which begins with its bracket, is a format that means
    the same everywhere.
    """
    depth, last = 0, ""
    for piece in call:
        text = _said(piece)
        depth += {"(": 1, ")": -1}.get(text, 0)
        if depth == 0:
            break
        last = "" if depth == 1 and text == "," else last + text.strip()
    return _FORMAT().fullmatch(last) is not None


def counts_days(layout: Layout) -> bool:
    """Whether a formula of the generated sheets calls a function of days, which the engine counts
    from 1900.
    """
    return any(
        functions(_known(cell.content.pieces)) & DATES
        for sheet in layout.sheets
        for row in sheet.sheet.rows.values()
        for cell in row.every_cell
        if isinstance(cell.content, Formula)
    )


def _known(pieces: Pieces) -> tuple[Piece, ...]:
    """The pieces of a formula that are known before it is filled."""
    return tuple(piece for piece in pieces if not isinstance(piece, Expression))


# ------------------------------------------------------------------------------- given otherwise


def is_plain(pieces: Pieces, names: EngineNames) -> bool:
    """Whether the engine reads every copy of a template's formula as Excel does, just as it is
    written.
    """
    depth = 0
    for piece in pieces:
        if isinstance(piece, Expression):
            continue
        if isinstance(piece, Ref):
            if not _is_plain_ref(piece, depth, names):
                return False
        elif piece.kind not in _PLAIN_KINDS and piece.text.upper() not in _TRUTHS:
            return False
        else:
            depth += {"(": 1, ")": -1}.get(piece.text, 0)
    return True


def _is_plain_ref(ref: Ref, depth: int, names: EngineNames) -> bool:
    if not ref.left or (ref.area and not depth) or _cells(ref) > _LARGE:
        return False
    return ref.sheet is None or names.sheets.get(ref.sheet.casefold()) == ref.sheet


def _cells(ref: Ref) -> int:
    return (ref.bottom - ref.top + 1) * (ref.right - ref.left + 1)


@dataclass(frozen=True, eq=False, repr=False)
class Translation:
    """Turns formulas of the output into ones that the engine reads alike. ``last`` gives the last
    row and column in use, by a sheet's casefolded name.
    """

    names: EngineNames
    last: Callable[[str], tuple[int, int]]

    def text(self, formula: str, sheet: str, row: int, column: int, level: int = 0) -> str:
        """A formula of a cell as the engine is given it. Raises ``ValueError`` where there is no
        such text.
        """
        if level > _DEEPEST_NAME:
            raise ValueError(formula)
        out: list[str] = []
        depth = 0
        for piece in tokenize(formula):
            if isinstance(piece, Token) and piece.kind in _PLAIN_KINDS:
                depth += {"(": 1, ")": -1}.get(piece.text, 0)
                out.append(piece.text)
                continue
            text = self._piece(piece, sheet, row, column, level)
            one_value = not depth and not level and ":" in text
            out.append(f"@{text}" if one_value else text)
        return "".join(out)

    def _piece(self, piece: Piece, sheet: str, row: int, column: int, level: int) -> str:
        """A reference or a name as the engine is given it."""
        if isinstance(piece, Token) and piece.kind == "name":
            if piece.text.upper() in _TRUTHS:
                return piece.text
            held = self.names.text_of(piece.text, sheet)
            if held is not None:
                return self._named(held, sheet, row, column, level)
        readings = self.names.dependence.readings_of(_text(piece), sheet, row)
        if not readings:
            raise ValueError(_text(piece))
        return ",".join(self._area(reading, piece, sheet) for reading in readings)

    def _named(self, held: str, sheet: str, row: int, column: int, level: int) -> str:
        """What a name stands for, in a cell: its references that are not fixed are as from A1."""
        text = self.text(shift(held, row - 1, column - 1), sheet, row, column, level + 1)
        pieces = tokenize(held)
        lone = len(pieces) == 1 or all(isinstance(p, Ref) or p.text == "," for p in pieces)
        return text if lone else f"({text})"

    def _area(self, reading: Reading, piece: Piece, sheet: str) -> str:
        """An area on its sheet, cut to what is in use where it is large."""
        name, (top, left, bottom, right) = reading
        if (bottom - top + 1) * (right - left + 1) > _LARGE:
            rows, columns = self.last(name)
            bottom = max(top, min(bottom, rows))
            if right - left + 1 == MAX_COLUMN:
                right = max(left, min(right, columns))
        area = area_name(top, left, bottom, right)
        if name == sheet.casefold():
            return area
        return f"{quote_sheet(self.names.sheets.get(name, name))}!{area}"


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Token) else str(piece)
