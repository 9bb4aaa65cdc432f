"""Where the columns of a template's sheet go once they are repeated, and what a reference to them
becomes.

A column that stands once moves. A reference from inside a loop to a column of the same loop means
the same copy; from outside, all copies. What begins and ends in different columns becomes the one
range from the first copy to the last. A cell's reference to its own pattern cell means the other
copies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from workbook_tools.error_kinds import COLUMN_GONE, COLUMNS_APART, NO_COPY, ErrorKind
from workbook_tools.excel.formula import (
    MANY,
    Piece,
    Ref,
    Token,
    sheet_name,
    tokenize,
    with_functions,
)
from workbook_tools.place import column_letters, column_number, runs

_COLUMNS = re.compile(r"(?P<sheet>.*!)?(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})\Z", re.DOTALL)


class Bound(NamedTuple):
    """A variable of a column loop in one copy: what it stands for, and how a text says that."""

    variable: str
    item: object
    said: str


Bindings = tuple[Bound, ...]


class Copy(NamedTuple):
    """A column of the output: the template's column that it is a copy of, and what is bound."""

    column: int
    bindings: Bindings = ()


class Own(NamedTuple):
    """The pattern cell that a formula stands in, and its column in the output."""

    row: int
    column: int
    now: int


class UnwritableError(Exception):
    """A reference that means nothing in the output: ``kind`` says why."""

    def __init__(self, kind: ErrorKind, **values: object) -> None:
        super().__init__(kind.code)
        self.kind, self.values = kind, values


@dataclass(frozen=True)
class ColumnMap:
    """The columns of a sheet: the copies of the first ``last`` ones, in order. Those in which tags
    stand (``tags``) have none; ``between`` are those between tags.
    """

    copies: tuple[Copy, ...]
    last: int
    tags: frozenset[int]
    between: frozenset[int]

    @cached_property
    def _of(self) -> Mapping[int, list[tuple[int, Bindings]]]:
        found: dict[int, list[tuple[int, Bindings]]] = {}
        for at, copy in enumerate(self.copies, 1):
            found.setdefault(copy.column, []).append((at, copy.bindings))
        return found

    def of(self, column: int, bindings: Bindings = ()) -> list[int]:
        """Where a column went: its copies that agree with what is bound."""
        if column > self.last:
            return [column + len(self.copies) - self.last]
        return [at for at, held in self._of.get(column, ()) if _agree(held, bindings)]

    def hull(self, left: int, right: int, bindings: Bindings = ()) -> tuple[int, int] | None:
        """From the first copy of some columns to the last; ``None`` where there is none."""
        found = [at for column in self._governed(left, right) for at in self.of(column, bindings)]
        if right > self.last:
            found += self.of(max(left, self.last + 1)) + self.of(right)
        return (min(found), max(found)) if found else None

    def spread(self, left: int, right: int) -> list[int]:
        """All copies of some columns, in order."""
        found = [at for column in self._governed(left, right) for at in self.of(column)]
        found += [at for c in range(max(left, self.last + 1), right + 1) for at in self.of(c)]
        return sorted(found)

    def _governed(self, left: int, right: int) -> range:
        return range(left, min(right, self.last) + 1)

    def repeats(self, column: int) -> bool:
        """Whether a column stands between tags, so that there may be none, one or many of it."""
        return column in self.between

    def following(self, column: int) -> int:
        """The first copy of a column, or of the next one that has any."""
        while column <= self.last and not self.of(column):
            column += 1
        return self.of(column)[0]

    def origin(self, now: int) -> int:
        """The template's column that one of the output is a copy of."""
        count = len(self.copies)
        return self.copies[now - 1].column if now <= count else now - count + self.last

    def bindings(self, now: int) -> Bindings:
        """What is bound in a column of the output."""
        return self.copies[now - 1].bindings if now <= len(self.copies) else ()

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What makes two maps the same."""
        return tuple(map(_key, self.copies))


def _key(copy: Copy) -> tuple[object, ...]:
    return (copy.column, *(bound.said for bound in copy.bindings))


Maps = Mapping[str, ColumnMap]
"""The maps of sheets whose columns are repeated, by casefolded name."""


def _agree(held: Bindings, wanted: Bindings) -> bool:
    """Whether what is bound in two places agrees on every variable that both know."""
    return all(
        one.item is other.item or one.item == other.item
        for one in held
        for other in wanted
        if one.variable == other.variable
    )


@dataclass(frozen=True)
class Home:
    """Where a formula stands: its sheet, what is bound there, and its cell, if it is one's.

    Without ``cell`` it may become several areas (a name, a chart).
    """

    maps: Maps
    sheet: str
    bindings: Bindings = ()
    own: Own | None = None
    cell: bool = True


def rewritten(text: str, home: Home) -> str:
    """A formula with its references as the columns now stand. Raises ``UnwritableError``; a text
    that is no formula stays.
    """
    try:
        pieces = tokenize(text)
    except ValueError:
        return text
    out = []
    for at, (piece, function) in enumerate(with_functions(pieces)):
        if isinstance(piece, Ref):
            out.append(_reference(pieces, at, piece, function, home))
        elif piece.kind == "columns":
            out.append(_whole_columns(piece.text, home))
        else:
            out.append(piece.text)
    return "".join(out)


def _reference(pieces: Sequence[Piece], at: int, ref: Ref, function: str | None, home: Home) -> str:
    """A reference as it reads in the output."""
    columns = home.maps.get((ref.sheet or home.sheet).casefold())
    if columns is None or not ref.left:
        return str(ref)
    areas = _areas(ref, columns, home)
    if not areas:
        return _none(ref, columns, function)
    single = len(areas) == 1 and (areas[0][0] == areas[0][1] or ref.left != ref.right)
    if home.cell and not single:
        _refuse_apart(pieces, at, ref, function, areas)
    return ",".join(_with_columns(ref, left, right) for left, right in areas)


def _refuse_apart(
    pieces: Sequence[Piece],
    at: int,
    ref: Ref,
    function: str | None,
    areas: Sequence[tuple[int, int]],
) -> None:
    """Raise ``UnwritableError`` where several columns stand in a place that takes one."""
    if not function or (len(areas) > 1 and not (function in MANY and _alone(pieces, at))):
        count = sum(right - left + 1 for left, right in areas)
        raise UnwritableError(COLUMNS_APART, reference=ref, count=count)


def _none(ref: Ref, columns: ColumnMap, function: str | None) -> str:
    """What stands for a reference to columns that are not there: 0 in a sum."""
    if ref.left == ref.right and ref.left in columns.tags:
        raise UnwritableError(COLUMN_GONE, reference=ref)
    if function != "SUM":
        raise UnwritableError(NO_COPY, reference=ref)
    return "0"


def _areas(ref: Ref, columns: ColumnMap, home: Home) -> list[tuple[int, int]]:
    """The columns that a reference means, as unbroken runs."""
    own = home.own
    if ref.left != ref.right:
        hull = columns.hull(ref.left, ref.right, home.bindings)
        return [hull] if hull is not None else []
    same = ref.sheet is None or ref.sheet.casefold() == home.sheet.casefold()
    if own is not None and same and home.bindings:
        cell = (ref.top, ref.bottom, ref.left)
        if cell == (own.row, own.row, own.column):
            return runs([at for at in columns.of(ref.left) if at != own.now])
    return runs(columns.of(ref.left, home.bindings))


def _with_columns(ref: Ref, left: int, right: int) -> str:
    fixed = ref.right_fixed if ref.area else ref.left_fixed
    bottom_fixed = ref.bottom_fixed if ref.area else ref.top_fixed
    moved = replace(
        ref,
        left=left,
        right=right,
        right_fixed=fixed,
        bottom_fixed=bottom_fixed,
        area=ref.area or left != right,
    )
    return str(moved)


def _whole_columns(text: str, home: Home) -> str:
    """A reference to whole columns as it reads in the output."""
    match = _COLUMNS.match(text)
    assert match is not None, text
    prefix, first_fixed, first, last_fixed, last = match.groups()
    sheet = sheet_name(prefix) if prefix else home.sheet
    columns = home.maps.get(sheet.casefold())
    if columns is None:
        return text
    hull = columns.hull(column_number(first.upper()), column_number(last.upper()), home.bindings)
    if hull is None:
        raise UnwritableError(NO_COPY, reference=text)
    left, right = map(column_letters, hull)
    return f"{prefix or ''}{first_fixed}{left}:{last_fixed}{right}"


def _alone(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece is a whole argument."""
    before = pieces[at - 1] if at else None
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    opens = isinstance(before, Token) and before.text in "(,"
    return opens and isinstance(after, Token) and after.text in "),"
