"""Which columns of a table are its sources: the headings say it, the sums of the rows decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from workbook_tools.place import column_letters
from workbook_tools.plan.form import MOST_SOURCES, OTHER, TOTAL, Source
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LeftOut, Remark
from workbook_tools.plan.money import format_amount
from workbook_tools.plan.numerals import read_numeral
from workbook_tools.read.table import SpareColumn, Table
from workbook_tools.read.values import at, decimal

_ZERO = Decimal(0)


class Columns(NamedTuple):
    """A table with the sources that its sums prove, what was decided, and the money that no column
    of it holds.
    """

    table: Table
    decisions: tuple[Remark, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class _Row(NamedTuple):
    """A row's total, the sum of its known sources, its spare amounts by column."""

    total: Decimal
    known: Decimal
    spare: Mapping[int, Decimal]


def amount_in(value: Any) -> Decimal | None:
    """The amount in a cell as it stands, in whatever unit; ``None`` where it holds none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return decimal(value)
    if isinstance(value, Decimal):
        return value
    numeral = read_numeral(value) if isinstance(value, str) else None
    return None if numeral is None else numeral.value


def settled_columns(grid: Grid, table: Table, rows: Sequence[tuple[int, Sequence[Any]]]) -> Columns:
    """The table with those of its spare columns as sources with which totals fit; without any
    total, those whose heading is one of money. ``rows`` are the numbers and values of its rows.
    """
    spare = _holding_money(grid, table, rows)
    if len(table.sources) + len(spare) > MOST_SOURCES:
        return Columns(table)
    amounts = [values for _, values in rows]
    found, whole = _without_sums(table, spare, amounts)
    decisions = [_of_a_sum(grid, table, name, column) for name, column in whole]
    spare = [column for column in found.spare if column in spare]
    taken = _taken(found, spare, amounts)
    for column in taken:
        found, source = _with_source(found, column)
        decisions.append(_decision(grid, table, column, source))
    sums, left = _others(found, spare, taken, amounts)
    decisions += [_of_a_sum(grid, table, column.heading, column.column) for column in sums]
    return Columns(found, tuple(decisions), tuple(_left_out(grid, table, rows, left)))


def _others(
    table: Table,
    spare: Sequence[SpareColumn],
    taken: Sequence[SpareColumn],
    rows: Sequence[Sequence[Any]],
) -> tuple[list[SpareColumn], list[SpareColumn]]:
    """The columns of money that are not taken: those that are sums of others, and the rest."""
    other = [column for column in spare if column not in taken and column.money]
    sums = [column for column in other if _parts(table, spare, column.column, rows)]
    return sums, [column for column in other if column not in sums]


def _without_sums(
    table: Table, spare: Sequence[SpareColumn], rows: Sequence[Sequence[Any]]
) -> tuple[Table, list[tuple[str, int]]]:
    """The table without the sources that are the sums of columns beside them, those columns as
    sources in their place; and the headings and columns of those that are gone.
    """
    gone: list[tuple[str, int]] = []
    found = table
    for source in table.sources if TOTAL in table.columns else ():
        parts = _parts(found, spare, found.columns[source.key], rows)
        split = _split(found, source, parts) if parts else found
        if _fitting(split, rows) > _fitting(found, rows):
            gone.append((source.heading, found.columns[source.key]))
            found = split
    return found, gone


def _split(table: Table, source: Source, parts: Sequence[int]) -> Table:
    """The table without a source, the columns of which it is the sum as sources in its place."""
    columns = {name: column for name, column in table.columns.items() if name != source.key}
    sources = tuple(other for other in table.sources if other is not source)
    found = replace(table, columns=columns, sources=sources)
    for column in table.spare:
        if column.column in parts:
            found, _ = _with_source(found, column)
    return found


def _fitting(table: Table, rows: Sequence[Sequence[Any]]) -> int:
    """How many rows' totals are the sum of their sources."""
    read = [_row(table, (), values) for values in rows]
    return _fits([row for row in read if row is not None], ())


_MOST_PARTS = 6


def _parts(
    table: Table, spare: Sequence[SpareColumn], column: int, rows: Sequence[Sequence[Any]]
) -> tuple[int, ...]:
    """The columns right of a column, or left of it, whose sum it is in every row; none where there
    are not two at least that hold anything.
    """
    known = {table.columns[source.key] for source in table.sources}
    known |= {other.column for other in spare}
    for step in (1, -1):
        parts: list[int] = []
        while column + step * (len(parts) + 1) in known and len(parts) < _MOST_PARTS:
            parts.append(column + step * (len(parts) + 1))
            if len(parts) > 1 and _is_sum(column, parts, rows):
                return tuple(parts)
    return ()


def _is_sum(column: int, parts: Sequence[int], rows: Sequence[Sequence[Any]]) -> bool:
    """Whether a column is the sum of others in every row, and each of those holds something."""
    held: set[int] = set()
    for values in rows:
        amounts = {part: amount_in(at(values, part)) or _ZERO for part in parts}
        if (amount_in(at(values, column)) or _ZERO) != sum(amounts.values(), _ZERO):
            return False
        held |= {part for part, amount in amounts.items() if amount}
    return held == set(parts)


def _of_a_sum(grid: Grid, table: Table, heading: str, column: int) -> Remark:
    why = "được đọc là cột cộng của các cột bên cạnh, không phải một nguồn"
    return Remark(grid.place(table.heading[1], column), heading, "cột cộng", why)


def _taken(
    table: Table, spare: Sequence[SpareColumn], rows: Sequence[Sequence[Any]]
) -> list[SpareColumn]:
    """The spare columns that are sources; none that is the sum of those beside it."""
    if TOTAL not in table.columns:
        money = [column for column in spare if column.money]
        return [column for column in money if not _parts(table, spare, column.column, rows)]
    read = [_row(table, spare, values) for values in rows]
    return _proved([row for row in read if row is not None], spare)


def _holding_money(
    grid: Grid, table: Table, rows: Sequence[tuple[int, Sequence[Any]]]
) -> list[SpareColumn]:
    return [column for column in table.spare if _holds_money(grid, column, rows)]


def _holds_money(
    grid: Grid, column: SpareColumn, rows: Sequence[tuple[int, Sequence[Any]]]
) -> bool:
    """Whether a column holds amounts: numbers that are no percentages, one of them not 0."""
    return any(
        (number, column.column) not in grid.percents and amount_in(at(values, column.column))
        for number, values in rows
    )


def _row(table: Table, spare: Iterable[SpareColumn], values: Sequence[Any]) -> _Row | None:
    """What a row's amounts are; ``None`` where it states no total."""
    total = amount_in(at(values, table.columns[TOTAL]))
    if not total:
        return None
    known = (amount_in(at(values, table.columns[source.key])) or _ZERO for source in table.sources)
    others = {column.column: amount_in(at(values, column.column)) or _ZERO for column in spare}
    return _Row(total, sum(known, _ZERO), others)


def _proved(rows: Sequence[_Row], spare: Sequence[SpareColumn]) -> list[SpareColumn]:
    """The spare columns with which the totals of most rows, and of more than without them, are the
    sums of the sources; those called money before others, together before one alone.
    """
    money = [column for column in spare if column.money]
    one = ([column] for column in (*money, *spare))
    tried = [money, *one, list(spare)]
    best: list[SpareColumn] = []
    most = _fits(rows, ())
    for columns in tried:
        fits = _fits(rows, columns)
        if columns and fits > most and 2 * fits >= len(rows):
            best, most = columns, fits
    return best


def _fits(rows: Sequence[_Row], spare: Iterable[SpareColumn]) -> int:
    """How many rows' totals are the sum of their known sources and these columns."""
    columns = [column.column for column in spare]
    return sum(row.total == row.known + _together(row, columns) for row in rows)


def _together(row: _Row, columns: Iterable[int]) -> Decimal:
    return sum((row.spare[column] for column in columns), _ZERO)


def _with_source(table: Table, column: SpareColumn) -> tuple[Table, Source]:
    """The table with a spare column as a source: the one that it means, or one of its own."""
    keys = {source.key for source in table.sources}
    source = column.source
    if source is None or source.key in keys:
        kind = OTHER if source is None else source.kind
        code = f"Nguon{column.column}"
        source = Source(code, code, column.heading, column.heading, kind)
    sources = sorted(
        (*table.sources, source),
        key=lambda known: column.column if known is source else table.columns[known.key],
    )
    spare = tuple(other for other in table.spare if other is not column)
    columns = {**table.columns, source.key: column.column}
    return replace(table, columns=columns, sources=tuple(sources), spare=spare), source


def _decision(grid: Grid, table: Table, column: SpareColumn, source: Source) -> Remark:
    why = (
        "tổng kinh phí của các dòng chỉ khớp khi tính cả cột này"
        if TOTAL in table.columns
        else "tên cột là tên của một khoản tiền"
    )
    place = grid.place(table.heading[1], column.column)
    return Remark(place, column.heading, f"nguồn “{source.heading}”", f"được đọc là nguồn vì {why}")


def _left_out(
    grid: Grid,
    table: Table,
    rows: Sequence[tuple[int, Sequence[Any]]],
    columns: Iterable[SpareColumn],
) -> Iterable[LeftOut]:
    """What is told of the columns of money that are no source."""
    for column in columns:
        largest = _largest(column, rows)
        letters = column_letters(column.column)
        yield LeftOut(
            grid.place(table.heading[1], column.column),
            f"Cột {letters} “{column.heading}” có tiền (lớn nhất là số {format_amount(largest)}) "
            "nhưng không rõ là nguồn nào; không được tính vào kế hoạch",
            "Nếu là một nguồn kinh phí thì sửa tên cột, hoặc sửa Tổng kinh phí cho gồm cả cột này.",
        )


def _largest(column: SpareColumn, rows: Sequence[tuple[int, Sequence[Any]]]) -> Decimal:
    """The largest amount of a column."""
    return max((amount_in(at(values, column.column)) or _ZERO for _, values in rows), default=_ZERO)
