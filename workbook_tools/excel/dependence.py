"""What the formulas of a workbook read, and which formulas depend on which cells: by references,
names, tables and 3-D ranges, and through other formulas.

What cannot be resolved (INDIRECT, the cells that OFFSET leads to, a formula that is none) counts as
read by nobody. Nothing here is quadratic: a sheet's formulas are looked into only once a cell of a
sheet that they may read is asked about, and each area is met once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from workbook_tools.excel.cells import MAX_COLUMN, MAX_ROW
from workbook_tools.excel.defined_names import DefinedName
from workbook_tools.excel.formula import Piece, Ref, Token, sheet_name, tokenize
from workbook_tools.excel.tables import Area, Table
from workbook_tools.patterns import pattern
from workbook_tools.place import column_number

Cell = tuple[int, int]
"""Row and column, from 1."""

At = tuple[str, Cell]
"""A cell of a sheet; the sheet's name is casefolded."""

Reading = tuple[str, Area]
"""An area of a sheet that a formula reads; the sheet's name is casefolded."""

_THREE_D = re.compile(r"(?<![\w'.$])([^\W\d][\w.]*):([^\W\d][\w.]*)!")
_MAYBE_THREE_D = re.compile(r":[^:!()+*/,;&=<>]*!")
_WHOLE_COLUMNS = pattern(r"(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})\Z")
_WORD = re.compile(r"[\w.\\?]+")
_UNRESOLVED = {"OFFSET"}
_LARGEST_ARRAY = 1 << 16
_LEVELS = 21
"""Rows are counted by 21 bits."""


@dataclass(frozen=True, eq=False, repr=False)
class Book:
    """What must be known of a workbook: its sheets in their order; formulas without ``=`` by sheet;
    names; tables by name; the areas of array formulas that fill more than their own cell.
    """

    order: tuple[str, ...]
    formulas: Mapping[str, Mapping[Cell, str]]
    names: tuple[DefinedName, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    arrays: Mapping[str, Mapping[Cell, Area]] = field(default_factory=dict)


class Dependence:
    """The formulas of a workbook, each with what it reads."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._order = [name.casefold() for name in book.order]
        self._formulas = {name.casefold(): cells for name, cells in book.formulas.items()}
        self._titles = {name.casefold(): name for name in book.formulas}
        self._readings: dict[At, tuple[Reading, ...]] = {}
        self._name_readings: dict[tuple[str, str], tuple[Reading, ...]] = {}
        self._readers: dict[str, _Readers] = {}

    def title(self, sheet: str) -> str:
        """A sheet's name as it is written."""
        return self._titles.get(sheet, sheet)

    # ------------------------------------------------------------------------------ one formula

    def readings(self, at: At) -> tuple[Reading, ...]:
        """What a formula reads; nothing where the cell holds none."""
        if at not in self._readings:
            text = self._formulas.get(at[0], {}).get(at[1], "")
            self._readings[at] = self.readings_of(text, at[0], at[1][0]) if text else ()
        return self._readings[at]

    def readings_of(self, formula: str, sheet: str, row: int | None = None) -> tuple[Reading, ...]:
        """What a formula's text reads on a sheet, in a row of it."""
        found: list[Reading] = []
        for reading in self._direct(formula, sheet.casefold(), row, False):
            if isinstance(reading, str):
                found += self._of_name(sheet.casefold(), reading)
            else:
                found.append(reading)
        return tuple(found)

    def _of_name(self, sheet: str, name: str) -> tuple[Reading, ...]:
        """What a name leads to, through other names too."""
        if (sheet, name) not in self._name_readings:
            found: list[Reading] = []
            seen, todo = {name}, [name]
            while todo:
                text = self.name_text(sheet, todo.pop())
                for reading in self._direct(text, sheet, None, True):
                    if not isinstance(reading, str):
                        found.append(reading)
                    elif reading not in seen:
                        seen.add(reading)
                        todo.append(reading)
            self._name_readings[sheet, name] = tuple(found)
        return self._name_readings[sheet, name]

    def name_text(self, sheet: str, name: str) -> str:
        """What a name stands for on a sheet; nothing where it is none."""
        home, _, plain = name.casefold().rpartition("!")
        known = self._known_names
        for scope in (sheet_name(home + "!").casefold() if home else sheet, None):
            if (scope, plain) in known:
                return known[scope, plain]
        return ""

    @cached_property
    def _known_names(self) -> dict[tuple[str | None, str], str]:
        return {
            (name.sheet.casefold() if name.sheet else None, name.name.casefold()): name.text
            for name in self.book.names
            if not name.macro
        }

    @cached_property
    def _named(self) -> set[str]:
        return {name for _, name in self._known_names}

    def _direct(
        self, formula: str, sheet: str, row: int | None, named: bool
    ) -> Iterator[Reading | str]:
        """The areas and, as text, the names that a formula reads. Relative references of a name
        (``named``) may mean any row or column.
        """
        last: Reading | None = None
        joined = False
        for piece in _resolvable(self._pieces(formula)):
            if _is_between(piece):
                joined = _text(piece) == ":" or (joined and not _text(piece).strip())
                continue
            areas = list(self._areas(piece, sheet, row, named))
            if joined and last is not None and areas and areas[0][0] == last[0]:
                areas[0] = (last[0], _around(last[1], areas[0][1]))
            yield from areas
            yield from self._names_in(piece)
            last, joined = (areas[0] if len(areas) == 1 else None), False

    def _pieces(self, formula: str) -> tuple[Piece, ...]:
        """A formula's pieces, sheets from … to … in quotes; none where it cannot be read."""
        text = _THREE_D.sub(self._quoted, formula) if ":" in formula and "!" in formula else formula
        try:
            return tokenize(text)
        except ValueError:
            return ()

    def _quoted(self, match: re.Match[str]) -> str:
        known = {match[1].casefold(), match[2].casefold()} <= set(self._order)
        return f"'{match[1]}:{match[2]}'!" if known else match[0]

    def _names_in(self, piece: Piece) -> Iterator[str]:
        if isinstance(piece, Token) and piece.kind == "name":
            text = piece.text.casefold()
            if text.rpartition("!")[2] in self._named:
                yield text

    def _areas(self, piece: Piece, sheet: str, row: int | None, named: bool) -> Iterator[Reading]:
        """The areas that one piece of a formula reads by itself."""
        if isinstance(piece, Ref):
            area = _area_of(piece, named)
            home = piece.sheet
        elif piece.kind == "columns":
            prefix, _, text = piece.text.rpartition("!")
            area = _columns_area(text, named)
            home = sheet_name(prefix + "!") if prefix else None
        else:
            yield from self._of_table(piece, sheet, row)
            return
        for name in self._sheets_of(home, sheet):
            yield name, area

    def _sheets_of(self, named: str | None, own: str) -> list[str]:
        """The sheets that a reference's prefix means."""
        if named is None:
            return [own]
        first, _, last = named.casefold().partition(":")
        if not last:
            return [first]
        if not {first, last} <= set(self._order):
            return []
        ends = sorted((self._order.index(first), self._order.index(last)))
        return self._order[ends[0] : ends[1] + 1]

    def _of_table(self, piece: Token, sheet: str, row: int | None) -> Iterator[Reading]:
        """The area of a table that a structured reference means."""
        if piece.kind not in ("name", "structured"):
            return
        name, bracket, rest = piece.text.partition("[")
        known = self.book.tables.get(name.casefold())
        table = known if name else self._table_around(sheet, row)
        if table is None:
            return
        inside = table.sheet.casefold() == sheet and row is not None
        inner = rest[:-1] if bracket else ""
        yield table.sheet.casefold(), table.part(inner, row if inside else None)

    def _table_around(self, sheet: str, row: int | None) -> Table | None:
        for table in self.book.tables.values():
            if row is not None and table.sheet.casefold() == sheet:
                top, _, bottom, _ = table.area
                if top <= row <= bottom:
                    return table
        return None

    # ------------------------------------------------------------------------------ all formulas

    def that_read(self, sheets: Collection[str]) -> dict[At, tuple[Reading, ...]]:
        """The formulas that read cells of some sheets themselves, each with what it reads there."""
        wanted = {sheet.casefold() for sheet in sheets}
        found = {}
        for at in self._candidates(wanted, wanted):
            there = tuple(reading for reading in self.readings(at) if reading[0] in wanted)
            if there:
                found[at] = there
        return found

    def reached(self, seeds: Iterable[At]) -> set[At]:
        """The formulas that depend on some cells, and these themselves."""
        done = set(seeds)
        todo = list(done)
        spent: set[tuple[str, int, int, tuple[int, int]]] = set()
        while todo:
            sheet, cell = todo.pop()
            if sheet not in self._readers:
                self._readers[sheet] = self._readers_of(sheet)
            for at in self._readers[sheet].met(sheet, self._home(sheet, cell), spent):
                if at not in done:
                    done.add(at)
                    todo.append(at)
        return done

    def _home(self, sheet: str, cell: Cell) -> Iterable[Cell]:
        """The cells that a formula's results fill."""
        area = self.book.arrays.get(self._titles.get(sheet, sheet), {}).get(cell)
        if area is None:
            return (cell,)
        top, left, bottom, right = area
        cells = product(range(top, bottom + 1), range(left, right + 1))
        return islice(cells, _LARGEST_ARRAY)

    def _readers_of(self, sheet: str) -> _Readers:
        readers = _Readers()
        for at in self._candidates({sheet}, set()):
            for home, area in self.readings(at):
                if home == sheet:
                    readers.add(area, at)
        return readers

    def _candidates(self, targets: set[str], without: set[str]) -> Iterator[At]:
        """The formulas that may read a cell of the targets: those there, and those that hold a word
        that leads there.
        """
        words = self._words(targets)
        for sheet, cells in self._formulas.items():
            if sheet in without:
                continue
            own = sheet in targets
            for cell, text in cells.items():
                if own or words.may_be_in(text):
                    yield sheet, cell

    def _words(self, targets: set[str]) -> _Words:
        """The words by which a formula may lead to the targets."""
        sheets = [re.escape(target.replace("'", "''")) for target in sorted(targets)]
        tables = {
            name for name, table in self.book.tables.items() if table.sheet.casefold() in targets
        }
        words = _Words(re.compile("|".join(sheets)), tables)
        found = [name for (_, name), text in self._known_names.items() if words.may_be_in(text)]
        users = self._names_by_word
        while found:
            name = found.pop()
            if name not in words.names:
                words.names.add(name)
                found += users.get(name, ())
        return words

    @cached_property
    def _names_by_word(self) -> dict[str, list[str]]:
        """The names whose texts hold a word."""
        users: dict[str, list[str]] = defaultdict(list)
        for (_, name), text in self._known_names.items():
            for word in set(_WORD.findall(text.casefold())):
                users[word].append(name)
        return users


@dataclass(frozen=True, eq=False, repr=False)
class _Words:
    """Sheets, and names of cells and tables, one of which a formula holds that reads them."""

    sheets: re.Pattern[str]
    names: set[str]

    def may_be_in(self, text: str) -> bool:
        """Whether a formula may lead there: if not, it surely does not."""
        if _MAYBE_THREE_D.search(text):
            return True
        plain = text.casefold()
        if self.sheets.search(plain):
            return True
        return not self.names.isdisjoint(_WORD.findall(plain))


class _Readers:
    """Who reads the cells of one sheet: single cells by themselves, areas in a tree over the
    rows, in which each area stands in few nodes, by its span of columns.
    """

    def __init__(self) -> None:
        self._single: dict[Cell, list[At]] = defaultdict(list)
        self._nodes: dict[tuple[int, int], dict[tuple[int, int], list[At]]] = {}

    def add(self, area: Area, at: At) -> None:
        """Note that a formula reads an area."""
        top, left, bottom, right = area
        if (top, left) == (bottom, right):
            self._single[top, left].append(at)
            return
        for node in _nodes(top, bottom):
            self._nodes.setdefault(node, {}).setdefault((left, right), []).append(at)

    def met(
        self,
        sheet: str,
        cells: Iterable[Cell],
        spent: set[tuple[str, int, int, tuple[int, int]]],
    ) -> Iterator[At]:
        """The formulas that read one of the cells; what is ``spent`` has been met before."""
        for row, column in cells:
            yield from self._single.get((row, column), ())
            for level in range(_LEVELS):
                for span, readers in self._nodes.get((level, row >> level), {}).items():
                    key = (sheet, level, row >> level, span)
                    if span[0] <= column <= span[1] and key not in spent:
                        spent.add(key)
                        yield from readers


def _nodes(top: int, bottom: int) -> Iterator[tuple[int, int]]:
    """The fewest nodes, as level and number, that together hold just the rows of an area."""
    level = 0
    last = bottom + 1
    while top < last:
        if top & 1:
            yield level, top
            top += 1
        if last & 1:
            last -= 1
            yield level, last
        top, last, level = top >> 1, last >> 1, level + 1


def _text(piece: Piece) -> str:
    return piece.text if isinstance(piece, Token) else ""


def _is_between(piece: Piece) -> bool:
    return isinstance(piece, Token) and piece.kind in ("operator", "space")


def _resolvable(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces of a formula without what OFFSET starts from."""
    inside: list[list[str]] = []
    called = ""
    for piece in pieces:
        kind = piece.kind if isinstance(piece, Token) else ""
        if kind == "operator":
            _step(inside, _text(piece), called)
        called = _text(piece).upper() if kind == "function" else ""
        if not any(len(call) == 1 and call[0] in _UNRESOLVED for call in inside):
            yield piece


def _step(inside: list[list[str]], operator: str, called: str) -> None:
    """Follow brackets: each open one with the function that it belongs to and its commas so far."""
    if operator == "(":
        inside.append([called])
    elif operator == ")" and inside:
        inside.pop()
    elif operator in (",", ";") and inside:
        inside[-1].append(operator)


def area_read(piece: Piece) -> tuple[str | None, Area] | None:
    """The area that a piece of a formula names, whole rows and columns among them, and the sheet
    that it says; ``None`` of what names none.
    """
    if isinstance(piece, Ref):
        return piece.sheet, _area_of(piece, named=False)
    if piece.kind != "columns":
        return None
    prefix, _, text = piece.text.rpartition("!")
    return sheet_name(prefix + "!") if prefix else None, _columns_area(text, named=False)


def _area_of(ref: Ref, named: bool) -> Area:
    """The area of a reference; where a name holds it, rows and columns that are not fixed may be
    any.
    """
    top, bottom = sorted((ref.top, ref.bottom))
    left, right = sorted((ref.left, ref.right)) if ref.left else (1, MAX_COLUMN)
    if named and not (ref.top_fixed and ref.bottom_fixed):
        top, bottom = 1, MAX_ROW
    if named and not (ref.left_fixed and ref.right_fixed):
        left, right = 1, MAX_COLUMN
    return top, left, bottom, right


def _columns_area(text: str, named: bool) -> Area:
    match = _WHOLE_COLUMNS().match(text)
    if match is None or (named and not (match[1] and match[3])):
        return 1, 1, MAX_ROW, MAX_COLUMN
    left, right = sorted((column_number(match[2].upper()), column_number(match[4].upper())))
    return 1, left, MAX_ROW, right


def _around(one: Area, other: Area) -> Area:
    """The smallest area that holds both."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
