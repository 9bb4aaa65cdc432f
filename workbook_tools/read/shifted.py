"""Rows whose values stand some columns beside their own, as scans and pasted tables have them: put
right where the sums of the row prove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from workbook_tools.patterns import pattern
from workbook_tools.place import Place, column_letters
from workbook_tools.plan.form import TOTAL
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LIKELY, SURE, UNSURE, Remark
from workbook_tools.plan.numbering import read_number
from workbook_tools.read.appendix_rows import Row, reread_row
from workbook_tools.read.columns import amount_in
from workbook_tools.read.periods import period
from workbook_tools.read.table import LONG_NOTE, Table, shown_headings
from workbook_tools.read.values import at, month, text
from workbook_tools.read.vocabulary import DASHES

_FARTHEST = 6
"""No value is looked for farther from its column."""

_MOST_ROWS = 300
"""So many rows of a table are put right at most: more are no accident of single rows."""

_MOVES = 3
_MANY = 3
"""A move that no sum proves must mend so many faults at once."""

_TEXTS = ("name", "executing_unit", "goal", "result", "note")
_MONTHS = ("start_month", "end_month")
_NUMBER_AND_NAME = pattern(
    r"([IVXLC]{1,5}|[A-ZĐ]|[0-9]{1,3}(?:\.[0-9]{1,3})*)[.)]?\s+(\D.{5,})\Z", re.DOTALL
)


@dataclass
class Righted:
    """The rows, those that were put right among them; what was decided; of each moved value its
    row and column letters → those of the column where it stands.
    """

    rows: list[Row] = field(default_factory=list)
    decisions: list[Remark] = field(default_factory=list)
    moved: dict[tuple[int, str], str] = field(default_factory=dict)


class _Cell(NamedTuple):
    """A value and the column where it stands; 0 for an empty cell."""

    value: Any
    column: int


_EMPTY = _Cell(None, 0)
_Cells = Sequence[_Cell]


class _Columns(NamedTuple):
    """What the columns of a table hold, by number: money, months, texts; the name's and the last
    one with a heading.
    """

    of: Mapping[str, int]
    money: frozenset[int]
    months: frozenset[int]
    texts: frozenset[int]
    name: int
    number: int
    last: int


class _Move(NamedTuple):
    """A row after values ``first`` to ``last`` were moved by ``step`` columns."""

    cells: _Cells
    first: int
    last: int
    step: int
    faults: int
    proved: bool


def put_right(grid: Grid, table: Table, rows: Sequence[Row]) -> Righted:
    """The rows of a table, those whose values have slipped into other columns put right: where a
    row's total is the sum of its sources only then, or all that was wrong with it is right then.
    """
    found = Righted()
    tried = 0
    columns = _columns(grid, table)
    for row in rows:
        cells = [_Cell(value, column) for column, value in enumerate(row.values, 1)]
        if tried >= _MOST_ROWS or not _faults(cells, columns):
            found.rows.append(row)
            continue
        tried += 1
        righted = _moved(grid, columns, row, cells, found)
        moved = _with_own_name(grid, columns, row, righted, found)
        found.rows.append(row if moved == cells else reread_row(table, row, _values(moved)))
    return found


def _columns(grid: Grid, table: Table) -> _Columns:
    of, money = table.columns, frozenset(table.amounts.values())
    return _Columns(
        of,
        money,
        frozenset(of[name] for name in _MONTHS if name in of),
        frozenset(of[name] for name in _TEXTS if name in of),
        of["name"],
        of.get("tt", 0),
        max((*shown_headings(grid, table), *of.values())),
    )


def _values(cells: _Cells) -> list[Any]:
    return [cell.value for cell in cells]


def _moved(grid: Grid, columns: _Columns, row: Row, cells: _Cells, found: Righted) -> _Cells:
    """The cells of a row after the moves that put it right; each is told."""
    shifted = False
    for _ in range(_MOVES):
        move = _best_move(cells, columns, shifted=shifted)
        if move is None:
            break
        shifted = True
        moved = move.cells[move.first - 1 + move.step : move.last + move.step]
        place = grid.place(row.number, moved[0].column or move.first)
        found.decisions.append(_told(place, moved, move, columns))
        cells = move.cells
    for column, cell in enumerate(cells, 1):
        if cell.column not in (0, column):
            key = (row.number, column_letters(column))
            found.moved[key] = column_letters(cell.column)
    return cells


def _told(place: Place, moved: _Cells, move: _Move, columns: _Columns) -> Remark:
    """What is told of a move: the sums prove where money stands, and not where texts do."""
    of_money = any({cell.column, cell.column + move.step} & columns.money for cell in moved)
    shown = " | ".join(text(cell.value)[:_SHOWN] for cell in moved if text(cell.value))
    side = "phải" if move.step > 0 else "trái"
    read_as = f"dời {abs(move.step)} cột sang {side}"
    if move.proved and of_money:
        why = "bị lệch cột, được dời về cột mà tổng của dòng khớp với các nguồn"
        return Remark(place, shown, read_as, why, sure=SURE)
    why = "bị lệch cột, được dời về cột hợp với nội dung"
    return Remark(place, shown, read_as, why, sure=UNSURE if move.faults else LIKELY)


_SHOWN = 60


def _best_move(cells: _Cells, columns: _Columns, *, shifted: bool) -> _Move | None:
    """The move that leaves the fewest faults; of equal ones a proved one, then the shortest of the
    fewest values.
    """
    before = _faults(cells, columns)
    moves = []
    for move in _moves(cells, columns):
        mended = before - move.faults
        proved = move.proved and (shifted or _is_of_money(move, columns))
        enough = proved or shifted or (mended >= _MANY and not move.faults)
        if mended > 0 and enough:
            moves.append(move)
    return min(
        moves,
        key=lambda move: (
            move.faults,
            not move.proved,
            abs(move.step),
            move.last - move.first,
        ),
        default=None,
    )


def _is_of_money(move: _Move, columns: _Columns) -> bool:
    """Whether a move takes anything out of the columns of money or into them, or from beyond the
    table.
    """
    before = set(range(move.first, move.last + 1))
    after = {column + move.step for column in before}
    return bool((before ^ after) & columns.money) or move.last > columns.last


def _moves(cells: _Cells, columns: _Columns) -> Iterator[_Move]:
    """Every move of neighbouring values to where nothing stands but zeros."""
    fixed = {columns.number} | (set() if _is_ill(cells, columns, columns.name) else {columns.name})
    filled = [column for column, cell in enumerate(cells, 1) if text(cell.value)]
    for at_, first in enumerate(filled):
        for last in filled[at_:]:
            if fixed & set(range(first, last + 1)):
                break
            for step in (*range(-_FARTHEST, 0), *range(1, _FARTHEST + 1)):
                new = _stepped(cells, first, last, step) if first + step > 0 else None
                if new is not None and _is_fair(cells, columns, range(first, last + 1), step):
                    proved = _proved(new, columns)
                    yield _Move(new, first, last, step, _faults(new, columns), proved)


def _stepped(cells: _Cells, first: int, last: int, step: int) -> list[_Cell] | None:
    """The cells with those of some columns moved; ``None`` where they would stand on others."""
    new = [*cells, *[_EMPTY] * max(0, last + step - len(cells))]
    block = new[first - 1 : last]
    new[first - 1 : last] = [_EMPTY] * len(block)
    if any(not _is_nothing(cell.value) for cell in new[first - 1 + step : last + step]):
        return None
    new[first - 1 + step : last + step] = block
    return new


def _is_nothing(value: Any) -> bool:
    return not text(value) or text(value) in ("0", *DASHES)


def _is_fair(cells: _Cells, columns: _Columns, moved: range, step: int) -> bool:
    """Whether something is moved that counts, all that goes into the columns of money from others,
    or out of them, is wrong where it stands, and nothing goes in that is no amount or where the
    sums are right without it.
    """
    values = {column: cells[column - 1].value for column in moved if text(cells[column - 1].value)}
    if all(map(_is_nothing, values.values())):
        return False
    crossing = [at_ for at_ in values if (at_ in columns.money) != (at_ + step in columns.money)]
    entering = [values[at_] for at_ in crossing if at_ not in columns.money]
    if entering and (_proved(cells, columns) or not all(map(_is_money, entering))):
        return False
    return all(_is_ill(cells, columns, at_) for at_ in crossing)


def _is_money(value: Any) -> bool:
    return amount_in(value) is not None or _is_nothing(value)


def _faults(cells: _Cells, columns: _Columns) -> int:
    """How much stands in a row that its column cannot hold, and whether its total is wrong."""
    filled = (column for column, cell in enumerate(cells, 1) if cell.value is not None)
    faults = sum(_is_ill(cells, columns, column) for column in filled)
    sums = _sums(cells, columns)
    return faults + (sums is not None and sums[0] != sums[1])


def _is_ill(cells: _Cells, columns: _Columns, column: int) -> bool:
    """Whether a value cannot be its column's: a long text in one of money, what is no month in one
    of months, a bare amount in one of texts, anything beyond the last column.
    """
    value = cells[column - 1].value if column <= len(cells) else None
    said = text(value)
    if not said:
        return False
    if column > columns.last:
        return True
    amount = amount_in(value)
    if column in columns.money:
        return amount is None and len(said) > LONG_NOTE
    if column in columns.months:
        return _is_no_month(value)
    if amount is None or column not in columns.texts:
        return False
    return column == columns.name or not amount or abs(amount) >= _LEAST


_LEAST = 1000
"""A smaller number may be a text of its own: a number of people, a note's number."""


def _is_no_month(value: Any) -> bool:
    said = text(value)
    if said in DASHES or period(value, None) is not None:
        return False
    found = month(value, None)
    return found is None or not 1 <= found <= 12


def _sums(cells: _Cells, columns: _Columns) -> tuple[Decimal, Decimal] | None:
    """A row's total and the sum of its sources; ``None`` where it states no total."""
    values = _values(cells)
    amounts = {column: amount_in(at(values, column)) for column in columns.money}
    total = amounts.pop(columns.of.get(TOTAL, 0), None)
    stated = [amount for amount in amounts.values() if amount is not None]
    return None if total is None or not stated else (total, sum(stated, Decimal(0)))


def _proved(cells: _Cells, columns: _Columns) -> bool:
    """Whether a row's total is the sum of its sources, and not nothing."""
    sums = _sums(cells, columns)
    return sums is not None and sums[0] == sums[1] != 0


def _with_own_name(
    grid: Grid, columns: _Columns, row: Row, cells: _Cells, found: Righted
) -> _Cells:
    """The cells of a row whose number and name stand together in the column of numbers, apart."""
    number, name = columns.number, columns.name
    if not number or max(number, name) > len(cells) or text(cells[name - 1].value):
        return cells
    both = _NUMBER_AND_NAME().match(text(cells[number - 1].value))
    if both is None or read_number(both[1]) is None:
        return cells
    new = list(cells)
    new[number - 1] = _Cell(both[1], number)
    new[name - 1] = _Cell(both[2].strip(), number)
    place = grid.place(row.number, number)
    why = "số thứ tự và tên nằm chung một ô"
    found.decisions.append(Remark(place, text(cells[number - 1].value), both[1], why))
    found.moved[row.number, column_letters(name)] = column_letters(number)
    return new
