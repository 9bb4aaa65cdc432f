"""The rows of a table of projects: which rows of the sheet are its, and what each of them is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, repeat
from operator import or_
from typing import Any, NamedTuple

from workbook_tools.error_kinds import TOO_MANY_ROWS
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_TABLE_ROWS
from workbook_tools.place import Place
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LeftOut, Remark
from workbook_tools.plan.money import format_amount
from workbook_tools.read.columns import amount_in
from workbook_tools.read.headers import normal
from workbook_tools.read.levels import PROGRAMME, NumberedLine, is_sum, is_total, levels_of
from workbook_tools.read.lines import TypedRow
from workbook_tools.read.split_rows import parts_of_sums
from workbook_tools.read.sums import SumRow, Sums, settled_sums
from workbook_tools.read.table import Table, is_numbering_row
from workbook_tools.read.values import TAKEN_FOR_DATE, at, line_number, text
from workbook_tools.read.vocabulary import DASHES, END_OF_TABLE, NUMBERED_NAME

LOST_ZERO = "số thứ tự bị Excel bỏ số 0 ở cuối"
_BARE = ("executing_unit", "start_month", "end_month")
_ALL = "Tổng cộng"
_JOINED = ("name", "executing_unit", "goal", "result", "note")


class Row(NamedTuple):
    """A row of the table: its number on the sheet, its values, its number and name as texts, and
    whether it has money.
    """

    number: int
    values: Sequence[Any]
    tt: str
    name: str
    money: bool


@dataclass(frozen=True)
class Typed:
    """The rows of a table with their levels; what was decided, and the money that none has."""

    rows: list[TypedRow] = field(default_factory=list)
    decisions: list[Remark] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def table_rows(grid: Grid, table: Table, last: int, repeated: Collection[int] = ()) -> list[Row]:
    """The rows of the table that say anything, down to what stands below a table, to a text after
    a gap, or to a row of the sheet; ``repeated`` are rows of its heading, said again. Raises
    ``InputError`` where they are more than a plan may have.
    """
    found: list[Row] = []
    counting = True
    merged = _merged_names(grid, table)
    for number in range(table.first_row, last + 1):
        row = _named_above(table, _row(grid, table, number), found, merged)
        if number in repeated or (counting and is_numbering_row(row.values)):
            counting = True
        elif _ends(table, row, found):
            break
        elif row.tt or row.name or row.money or number in merged:
            counting = False
            found.append(row)
    if len(found) > MAX_TABLE_ROWS:
        raise InputError(
            TOO_MANY_ROWS,
            grid.place(found[MAX_TABLE_ROWS].number, 1),
            most=f"{MAX_TABLE_ROWS // 1000}.000",
        )
    return _without_footer(found)


def _ends(table: Table, row: Row, found: Sequence[Row]) -> bool:
    """Whether a table ends above a row: what stands below a table, another table's heading, or a
    text after a gap.
    """
    said = row.name or row.tt
    if (not row.money and said and _is_below(said)) or _is_signed(table, row):
        return True
    if not found or not (said or row.money):
        return False
    return _is_apart(row, found[-1]) or is_other_heading(table, row.values)


def _is_below(said: str) -> bool:
    return bool(END_OF_TABLE().match(normal(said)))


def _is_signed(table: Table, row: Row) -> bool:
    """Whether a row without number and amount says, in any column, what stands below a table."""
    if row.tt or _money(row, table):
        return False
    return any(_is_below(value) for value in row.values if isinstance(value, str))


def _without_footer(rows: list[Row]) -> list[Row]:
    """The rows without the texts that follow a sum and have neither number nor money."""
    end = len(rows)
    while end and not rows[end - 1].money and not rows[end - 1].tt:
        end -= 1
    return rows[:end] if end and is_sum(rows[end - 1].tt, rows[end - 1].name) else rows


def _row(grid: Grid, table: Table, number: int) -> Row:
    return _row_of(table, number, grid.rows[number - 1])


def _merged_names(grid: Grid, table: Table) -> set[int]:
    """The rows whose cell of the name is covered by one that is merged downwards from above."""
    column, last = table.columns["name"], len(grid.rows)
    found: set[int] = set()
    reached = table.first_row
    for top, left, bottom, right in sorted(grid.merges):
        if top >= table.first_row and left <= column <= right and bottom > reached:
            found.update(range(max(top, reached) + 1, min(bottom, last) + 1))
            reached = bottom
    return found


def _named_above(table: Table, row: Row, found: Sequence[Row], merged: Collection[int]) -> Row:
    """A row with the name of the row above, where a project has a row for each of its beneficiaries
    and its name is said but once: merged downwards, or left empty beside the next beneficiary.
    """
    column = table.columns["name"]
    if not found or row.tt or text(at(row.values, column)) or is_sum("", row.name):
        return row
    above = text(at(found[-1].values, column))
    beside = row.number in merged or (row.money and row.name and _stand_alike(row, found[-1]))
    if not above or not beside or is_sum(found[-1].tt, found[-1].name):
        return row
    if not row.money:
        return row._replace(name="")
    return row._replace(values=_put(row.values, {column: above}), name=above)


def _stand_alike(row: Row, above: Row) -> bool:
    """Whether every text of a row stands in a column in which the row above has one, too."""
    columns = [at_ for at_, value in enumerate(row.values, 1) if isinstance(value, str)]
    return all(isinstance(at(above.values, column), str) for column in columns)


def reread_row(table: Table, row: Row, values: Sequence[Any]) -> Row:
    """A row whose values are others."""
    return _row_of(table, row.number, values)


def _row_of(table: Table, number: int, values: Sequence[Any]) -> Row:
    columns = table.columns
    values = _with_own_cells(table, values)
    tt = line_number(at(values, columns["tt"])) if "tt" in columns else ""
    name = text(at(values, columns["name"])) or _first_text(values, table)
    amounts = [at(values, column) for column in table.amounts.values()]
    return Row(number, values, tt, name, any(amount not in (None, "") for amount in amounts))


def _with_own_cells(table: Table, values: Sequence[Any]) -> Sequence[Any]:
    """A row's values, number and name that stand in one cell each in its own: together in the
    column of numbers, or a heading's (I. Máy móc) in that of names.
    """
    place, column = table.columns.get("tt", 0), table.columns["name"]
    if not place:
        return values
    tt, name = text(at(values, place)), text(at(values, column))
    said = NUMBERED_NAME().match(tt or name) if not tt or not name else None
    if said is None or (not tt and not said[1].rstrip(".):").isalpha()) or len(said[1]) < 2:
        return values
    return _put(values, {place: said[1], column: said[2]})


def _is_apart(row: Row, before: Row) -> bool:
    """Whether a row is no line of the table: a text after a gap, or whatever stands after a gap
    below a sum of all.
    """
    if row.number - before.number < 2:
        return False
    if is_total(before.tt, before.name):
        return not is_sum(row.tt, row.name)
    return not (row.money or row.tt or row.name[:1].islower())


def is_other_heading(table: Table, values: Sequence[Any]) -> bool:
    """Whether a row is the heading of another table: texts in the columns of money."""
    here = (at(values, column) for column in table.amounts.values())
    held = [value for value in here if value is not None]
    said = [value for value in held if isinstance(value, str) and value.strip(" -–—")]
    amounts = [value for value in held if amount_in(value) is not None]
    return len(said) >= 2 and not amounts and not any("=" in value for value in said)


def _first_text(row: Sequence[Any], table: Table) -> str:
    """The first text left of the money: the title of a total row is often written, or merged,
    across.
    """
    before = row[: min(table.amounts.values(), default=1) - 1]
    return next((text(value) for value in before if isinstance(value, str) and value.strip()), "")


# ------------------------------------------------------------------------------------------- levels


def typed_rows(grid: Grid, table: Table, rows: Sequence[Row]) -> Typed:
    """The rows with their levels, as their numbers, their names and their sums tell them."""
    done = Typed()
    _tell_names(grid, table, rows, done)
    rows = _with_section_one(grid, table, _joined(grid, table, rows, done), done)
    rows = _without_parts(grid, table, rows, done)
    sums = [is_sum(row.tt, row.name) for row in rows]
    unnamed = [not (row.tt or row.name) for row in rows]
    if _may_be_sum(table, rows):
        unnamed[-1] = True
    settled = _settled(table, rows, list(map(or_, sums, unnamed)))
    if any(unnamed[index] for index in settled.left):
        settled = _settled(table, rows, sums)
    rows = list(map(_called, repeat(table), rows, settled.levels))
    _typed(grid, table, rows, settled, done)
    _tell_sums(grid, table, rows, settled, done)
    return done


_FEWEST_SUMMED = 3


def _may_be_sum(table: Table, rows: Sequence[Row]) -> bool:
    """Whether the last row may be the sum of all, whatever it is called: money without a number, a
    unit or months, below several rows. It is where the money says so.
    """
    if len(rows) < _FEWEST_SUMMED or rows[-1].tt or not rows[-1].money:
        return False
    return not any(
        text(at(rows[-1].values, table.columns[name])) for name in _BARE if name in table.columns
    )


def _settled(table: Table, rows: Sequence[Row], sums: Sequence[bool]) -> Sums:
    """What each row is, where those of these with money are sums."""
    sums = [sum_ and row.money for sum_, row in zip(sums, rows, strict=True)]
    lines = [_numbered(row, table.columns) for row in rows]
    told = iter(levels_of([line for line, sum_ in zip(lines, sums, strict=True) if not sum_]))
    levels = ["" if sum_ else next(told) for sum_ in sums]
    return settled_sums(_sum_rows(table, rows, levels))


def _sum_rows(table: Table, rows: Sequence[Row], levels: Sequence[str]) -> list[SumRow]:
    return [
        SumRow(row.tt, row.name, level, _money(row, table))
        for row, level in zip(rows, levels, strict=True)
    ]


def _called(table: Table, row: Row, level: str) -> Row:
    """The sum of all under its usual name, where it has none."""
    if level != _ALL or row.name:
        return row
    return row._replace(values=_put(row.values, {table.columns["name"]: _ALL}), name=_ALL)


def _tell_names(grid: Grid, table: Table, rows: Sequence[Row], done: Typed) -> None:
    """Tell of the rows that have the name of the row above."""
    column = table.columns["name"]
    for row in rows:
        said = text(grid.at(row.number, column)), text(at(row.values, column))
        if row.money and not row.tt and row.name and said == ("", row.name):
            why = "cùng đề án với dòng trên, tên chỉ ghi một lần"
            done.decisions.append(Remark(grid.place(row.number, column), "", row.name, why))


def _without_parts(grid: Grid, table: Table, rows: Sequence[Row], done: Typed) -> list[Row]:
    """The rows without those into which a sum above them is split (Trong đó: …)."""
    gone = parts_of_sums(_sum_rows(table, rows, [""] * len(rows)))
    for index, above in gone.items():
        place = grid.place(rows[index].number, table.columns["name"])
        why = f"là phần chia ra của “{rows[above].name}”, không cộng thêm"
        done.decisions.append(Remark(place, rows[index].name, "phần của dòng trên", why))
    return [row for index, row in enumerate(rows) if index not in gone]


def _with_section_one(grid: Grid, table: Table, rows: Sequence[Row], done: Typed) -> list[Row]:
    """The rows, a heading 1 above another 1 made I where a section II comes: a scan shows I so."""
    found = list(rows)
    numbers = [row.tt.strip(" .)") for row in rows]
    if "tt" not in table.columns or "I" in numbers or "II" not in numbers:
        return found
    for at_, (one, next_one) in enumerate(pairwise(numbers)):
        row = rows[at_]
        if one == next_one == "1" and not row.money:
            values = _put(row.values, {table.columns["tt"]: "I"})
            found[at_] = row._replace(values=values, tt="I")
            why = "hai dòng “1” liền nhau và phía dưới có mục “II”, nên dòng trên là mục I"
            place = grid.place(row.number, table.columns["tt"])
            done.decisions.append(Remark(place, row.tt, "I", why))
            return found
    return found


def _numbered(row: Row, columns: Mapping[str, int]) -> NumberedLine:
    """A row as its level needs it. It is bare where it says neither who carries it out nor when,
    and there are columns for both; one without number and money, where it says neither.
    """
    empty = not any(text(at(row.values, columns[name])) for name in _BARE if name in columns)
    whole = columns.keys() >= set(_BARE) or not (row.tt or row.money)
    return NumberedLine(row.tt, row.name, whole and empty, row.money)


def _money(row: Row, table: Table) -> dict[str, Decimal]:
    read = {name: amount_in(at(row.values, column)) for name, column in table.amounts.items()}
    return {name: value for name, value in read.items() if value is not None}


def _typed(grid: Grid, table: Table, rows: Sequence[Row], settled: Sums, done: Typed) -> None:
    """Put the rows that are lines of the table into ``done``."""
    columns = table.columns
    before = ""
    for index, (row, level) in enumerate(zip(rows, settled.levels, strict=True)):
        if not level:
            continue
        values = row.values
        if "tt" in columns:
            tt = restored_number(at(values, columns["tt"]), before)
            if level == PROGRAMME and tt in DASHES:
                tt, values = "", _put(values, {columns["tt"]: None})
            why = LOST_ZERO if tt != row.tt else TAKEN_FOR_DATE
            held = text(at(values, columns["tt"]))
            if tt != held and level != "Tổng cộng":
                values = _put(values, {columns["tt"]: tt})
                done.decisions.append(Remark(grid.place(row.number, columns["tt"]), held, tt, why))
            before = tt
        stated = settled.stated_by.get(index)
        if stated is not None:
            amounts = table.amounts.values()
            values = _put(values, {column: at(rows[stated].values, column) for column in amounts})
        number = 0 if stated is None else rows[stated].number
        done.rows.append(TypedRow(row.number, level, values, number, index in settled.alone))


def restored_number(value: object, before: str) -> str:
    """A line's number as it was meant: a number 1.1 that follows 1.9 is 1.10, as Excel holds it."""
    said = line_number(value)
    if not isinstance(value, float) or "." not in before or "." not in said:
        return said
    head, _, last = before.rpartition(".")
    whole, _, part = said.rpartition(".")
    due = str(int(last) + 1) if last.isdecimal() else ""
    return f"{whole}.{due}" if head == whole and due == f"{part}0" else said


def _put(values: Sequence[Any], new: Mapping[int, Any]) -> list[Any]:
    """A row's values with others in some columns."""
    held = [*values, *[None] * (max(new) - len(values))]
    for column, value in new.items():
        held[column - 1] = value
    return held


def _tell_sums(grid: Grid, table: Table, rows: Sequence[Row], settled: Sums, done: Typed) -> None:
    """Tell how the rows that are sums were read, and which of them fit nowhere."""
    name = table.columns["name"]
    headings = {row: heading for heading, row in settled.stated_by.items()}
    for index, (row, level) in enumerate(zip(rows, settled.levels, strict=True)):
        place = grid.place(row.number, name)
        if index in settled.left:
            done.left_out.append(_row_left(place, row, table, settled.left[index]))
        elif not level and (is_sum(row.tt, row.name) or not row.name):
            heading = headings.get(index)
            over = "" if heading is None else f" của “{rows[heading].name}”"
            told = f"dòng cộng{over}"
            done.decisions.append(Remark(place, row.name, told, "là dòng cộng, không phải đề án"))
        elif index in settled.alone:
            why = "tổng cộng chỉ khớp khi tính dòng này là đề án"
            done.decisions.append(Remark(place, row.name, "đề án", why))


def _row_left(place: Place, row: Row, table: Table, why: str) -> LeftOut:
    first = next(iter(_money(row, table).values()), Decimal(0))
    return LeftOut(
        place,
        f"Dòng {row.number} “{row.name or row.tt}” (số {format_amount(first)}) {why}; không được "
        "tính vào kế hoạch",
        "Kiểm tra dòng này: ghi TT nếu là đề án, hoặc sửa số cộng.",
        needed=is_sum(row.tt, row.name),
    )


# ------------------------------------------------------------------------------------- continuation


def _joined(grid: Grid, table: Table, rows: Sequence[Row], done: Typed) -> list[Row]:
    """The rows, those that go on with the text of the row above put into that one."""
    found: list[Row] = []
    for row in rows:
        if not found or not _goes_on(row, found[-1]):
            found.append(row)
            continue
        place = grid.place(row.number, table.columns["name"])
        done.decisions.append(
            Remark(place, row.name, "phần tiếp của dòng trên", "là phần nối tiếp")
        )
        above = found[-1]
        columns = [table.columns[name] for name in _JOINED if name in table.columns]
        texts = {column: _both(above, row, column) for column in columns}
        found[-1] = above._replace(
            values=_put(above.values, texts), name=f"{above.name} {row.name}".strip()
        )
    return found


def _both(above: Row, row: Row, column: int) -> Any:
    """What stands in a column of a row and of the row that goes on with it."""
    more = text(at(row.values, column))
    value = at(above.values, column)
    return f"{text(value)} {more}".strip() if more else value


def _goes_on(row: Row, above: Row) -> bool:
    """Whether a row goes on with the text of the row above: no number, no money, and a name that
    begins small, or none.
    """
    if row.tt or row.money or row.name[:1] in DASHES:
        return False
    if not row.name:
        return True
    if row.name[0] == "(" and row.name[-1] == ")":
        return True
    return row.name[0].islower() or above.name.endswith((",", ";"))
