"""The rows of ``DeAn`` with their levels: as ``Cấp`` says, and where that is empty as the number,
the name and the money of the row tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from workbook_tools.error_kinds import AFTER_THE_TOTAL, NO_LEVEL
from workbook_tools.errors import InputError, InputFaultsError
from workbook_tools.place import Place
from workbook_tools.plan.form import LEVELS, Form
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import SURE, LeftOut, Remark
from workbook_tools.plan.money import format_amount
from workbook_tools.plan.numbering import LAST_ROMAN, read_number, roman_number
from workbook_tools.plan.vietnamese import without_marks
from workbook_tools.read import values
from workbook_tools.read.columns import amount_in
from workbook_tools.read.headers import normal
from workbook_tools.read.levels import TOTAL, NumberedLine, is_sum, levels_of
from workbook_tools.read.lines import TypedRow
from workbook_tools.read.sums import SumRow, settled_sums
from workbook_tools.read.table import is_numbering_row
from workbook_tools.read.vocabulary import DASHES, END_OF_TABLE, NUMBERED_NAME

_LEVELS = {normal(level): level for level in LEVELS}
_OTHERWISE = {
    **{normal(without_marks(level)): level for level in LEVELS},
    **dict.fromkeys(("da", "du an", "nhiem vu", "de an nhiem vu"), "Đề án"),
    **dict.fromkeys(("ct", "chtr"), "Chương trình"),
    **dict.fromkeys(("m", "phan", "muc lon"), "Mục"),
    **dict.fromkeys(("tc", "tong", "cong"), TOTAL),
    **dict.fromkeys(("hang muc", "chi tiet de an", "thanh phan"), "Chi tiết"),
}
"""Levels as people shorten them or type them without marks, small letters."""

_LEVELS_SAID = ", ".join(LEVELS)
_SUM = "sum"
_NOTE = "note"


@dataclass
class PlanRows:
    """The rows that are lines, the sums that state what headings (by their rows) have, what was
    decided, and the sums that agree with nothing.
    """

    rows: list[TypedRow] = field(default_factory=list)
    stated_by: dict[int, _Row] = field(default_factory=dict)
    decisions: list[Remark] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


class _Row(NamedTuple):
    """A row that holds anything: where it stands, its values, level, number, name and money; the
    level is empty where ``Cấp`` does not say it.
    """

    number: int
    values: Sequence[Any]
    said: object
    level: str
    tt: str
    name: str
    money: Mapping[str, Decimal]
    others: int

    @property
    def kind(self) -> tuple[str, int]:
        """How its number is written."""
        number = read_number(self.tt)
        return ("", 0) if number is None else (number.style, len(number.parts))


def plan_rows(grid: Grid, columns: Mapping[str, int], declared: int, form: Form) -> PlanRows:
    """The rows that hold anything, each with its level; the stated grand total is the last of them.
    ``declared`` is the row that a table of the sheet declares as its total.

    Raises ``InputError`` for the rows whose level is unclear, all of them, and for one after the
    total.
    """
    said = _all_said(grid, columns)
    if said is not None:
        found = PlanRows(said)
        _number(grid, columns, found)
        found.decisions += _dated(grid, columns, found.rows)
        return found
    found = PlanRows()
    rows = _without_bare_numbers(grid, _filled(grid, columns, declared, form, found), found)
    levels = _levels(rows)
    _refuse(grid, columns, rows, levels)
    levels = _with_sums(grid, columns, rows, levels, found)
    at_level = _shown_level(grid, columns)
    for row, level in zip(rows, levels, strict=True):
        place = grid.place(row.number, at_level)
        if level not in LEVELS:
            continue
        if found.rows and found.rows[-1].level == TOTAL:
            raise InputError(AFTER_THE_TOTAL, place)
        found.decisions += _decided(place, row, level)
        found.rows.append(_typed(row, level, found.stated_by.get(row.number), columns, form))
    _number(grid, columns, found)
    found.decisions += _dated(grid, columns, found.rows)
    return found


def _dated(grid: Grid, columns: Mapping[str, int], rows: Sequence[TypedRow]) -> Iterator[Remark]:
    """What is told of the numbers that Excel took for dates."""
    for row in rows:
        said = values.at(row.values, columns["tt"])
        if isinstance(said, date):
            place = grid.place(row.number, columns["tt"])
            number = values.line_number(said)
            yield Remark(place, values.text(said), number, values.TAKEN_FOR_DATE)


def _shown_level(grid: Grid, columns: Mapping[str, int]) -> int:
    """The column where a level is told of: that of levels, or of numbers where the sheet has none
    but one that was put behind its last.
    """
    at = columns["level"]
    beyond = max((len(row) for _, row in grid.below_heading()), default=at) < at
    return columns["tt"] if beyond and at == len(grid.headings) else at


def _filled(
    grid: Grid, columns: Mapping[str, int], declared: int, form: Form, found: PlanRows
) -> list[_Row]:
    """The rows that hold anything but the numbers of the columns, which are told."""
    rows = []
    merged = _merged_over_names(grid, columns["name"])
    for number, row in grid.below_heading():
        if number == grid.heading + 1 and is_numbering_row(row):
            why = "là dòng đánh số các cột, không phải đề án"
            found.decisions.append(Remark(grid.place(number, 1), "", "dòng đánh số cột", why))
        elif _is_heading_again(grid, row):
            why = "là dòng tiêu đề lặp lại, không phải đề án"
            place = grid.place(number, columns["tt"])
            found.decisions.append(Remark(place, values.text(row[0]), "dòng tiêu đề", why))
        elif any(values.at(row, column) not in (None, "") for column in columns.values()):
            row = _with_own_cells(row, columns, merged.get(number, 0))
            rows.append(_row(number, row, columns, declared, form))
    return rows


_AGAIN = 4


def _is_heading_again(grid: Grid, row: Sequence[Any]) -> bool:
    """Whether a row says the headings once more, as at the head of a page."""
    said = [(value, head) for value, head in zip(row, grid.headings, strict=False) if value]
    alike = [
        value for value, head in said if isinstance(value, str) and normal(value) == normal(head)
    ]
    return len(alike) >= _AGAIN and len(alike) == len(said)


def _merged_over_names(grid: Grid, column: int) -> dict[int, int]:
    """The rows with a cell that is merged across that of the name, each with where it begins."""
    return {
        top: left
        for top, left, bottom, right in grid.merges
        if top == bottom and left < column <= right
    }


def _with_own_cells(row: Sequence[Any], columns: Mapping[str, int], merged: int) -> Sequence[Any]:
    """A row whose name stands in a cell that is merged across to it, or together with its number,
    with each in its own cell.
    """
    tt, level, name = (columns[key] for key in ("tt", "level", "name"))
    if values.text(values.at(row, name)):
        return row
    held = [*row, *[None] * (max(tt, level, name) - len(row))]
    if merged == level and not level_said(held[level - 1]):
        held[name - 1], held[level - 1] = held[level - 1], None
        return held
    said = NUMBERED_NAME().match(values.text(held[tt - 1]))
    if said is not None:
        held[tt - 1], held[name - 1] = said[1], said[2]
    elif is_sum("", values.text(held[tt - 1])):
        held[name - 1] = held[tt - 1]
    return held


def _decided(place: Place, row: _Row, level: str) -> Iterator[Remark]:
    """What is told of a row's level, where its cell does not say it in so many words."""
    if not row.level:
        why = "đọc theo TT, tên và số tiền, vì loại dòng còn trống"
        yield Remark(place, row.tt or row.name, level, why)
    elif values.text(row.said) and normal(row.said) not in _LEVELS:
        why = f"là “{level}”, viết tắt hoặc viết khác"
        yield Remark(place, values.text(row.said), level, why)


def _without_bare_numbers(grid: Grid, rows: list[_Row], found: PlanRows) -> list[_Row]:
    """The rows that hold more than a number typed ahead for lines to come; that others are left
    out is told once.
    """
    bare = _bare_numbers(rows)
    if not bare:
        return rows
    first, last = bare[0].number, bare[-1].number
    where = f"dòng {first}" if first == last else f"dòng {first} đến {last}"
    why = f"{len(bare)} dòng chỉ có TT, chưa có tên và số tiền, nên được bỏ qua ({where})"
    found.decisions.append(Remark(Place(grid.sheet), bare[0].tt, "dòng trống", why, sure=SURE))
    gone = {row.number for row in bare}
    return [row for row in rows if row.number not in gone]


def _bare_numbers(rows: Sequence[_Row]) -> list[_Row]:
    """The rows that hold a number alone. One below which lines stand (1 above 1.1) is a line's."""
    empty = [row for row in rows if row.kind[0] and not _says_more(row)]
    above = {_parts(row.tt)[:-1] for row in rows if _says_more(row)} - {()}
    return [row for row in empty if _parts(row.tt) not in above]


def _says_more(row: _Row) -> bool:
    """Whether a row says more than its number."""
    return bool(row.name or row.level or row.others)


def _parts(tt: str) -> tuple[int, ...]:
    number = read_number(tt)
    return number.parts if number is not None else ()


def _number(grid: Grid, columns: Mapping[str, int], found: PlanRows) -> None:
    """Number the lines of a table none of which has a number, and tell it: I, 1, 1.1 as far as it
    has sections and programmes; 1, 1.1, 1.1.1 where no Roman number reaches the last section.
    """
    lines = [row for row in found.rows if row.level != TOTAL]
    if any(values.text(values.at(row.values, columns["tt"])) for row in lines):
        return
    count = dict.fromkeys(LEVELS, 0)
    nested = [row.level for row in lines].count(LEVELS[0]) > LAST_ROMAN
    for at, row in enumerate(found.rows):
        number = _next_number(row.level, count)
        if nested and number:
            number = ".".join(str(count[level]) for level in LEVELS[:3] if count[level])
        if not number:
            continue
        held = [*row.values, *[None] * (columns["tt"] - len(row.values))]
        held[columns["tt"] - 1] = number
        found.rows[at] = row._replace(values=held)
        place = grid.place(row.number, columns["tt"])
        found.decisions.append(
            Remark(place, "", number, "chưa có TT nên được đánh số theo loại dòng")
        )


def _next_number(level: str, count: dict[str, int]) -> str:
    """The number of the next line of a level; ``count`` are those of the lines so far."""
    section, programme, project = LEVELS[:3]
    if level not in (section, programme, project):
        return ""
    count[level] += 1
    if level == section:
        count[programme] = count[project] = 0
        return roman_number(count[section])
    if level == programme:
        count[project] = 0
        return str(count[programme])
    above = f"{count[programme]}." if count[programme] else ""
    return f"{above}{count[project]}"


def _all_said(grid: Grid, columns: Mapping[str, int]) -> list[TypedRow] | None:
    """The rows of a sheet where each that holds anything says its level, the total last; ``None``
    for any other sheet.
    """
    others = [column for column in columns.values() if column != columns["level"]]
    known: dict[object, str] = {}
    rows: list[TypedRow] = []
    for number, row in grid.below_heading():
        said = values.at(row, columns["level"])
        if said is None or said == "":
            if any(values.at(row, column) not in (None, "") for column in others):
                return None
            continue
        level = known.get(said)
        if level is None:
            level = known[said] = _LEVELS.get(normal(said), "")
        if not level or (rows and rows[-1].level == TOTAL):
            return None
        rows.append(TypedRow(number, level, row))
    return rows


def _typed(
    row: _Row, level: str, sum_: _Row | None, columns: Mapping[str, int], form: Form
) -> TypedRow:
    """A row with its level, and with the money of the sum that states what it has, if any does."""
    if sum_ is None:
        return TypedRow(row.number, level, row.values)
    amounts = [columns[name] for name in form.amounts]
    held = [*row.values, *[None] * (max(amounts) - len(row.values))]
    for column in amounts:
        held[column - 1] = values.at(sum_.values, column)
    return TypedRow(row.number, level, held, sum_.number)


def _row(
    number: int, row: Sequence[Any], columns: Mapping[str, int], declared: int, form: Form
) -> _Row:
    """What a row says, and its level where it says that."""
    said = values.at(row, columns["level"])
    level = level_said(said) if said is not None else ""
    if number == declared and not level:
        level = TOTAL
    amounts = {name: amount_in(values.at(row, columns[name])) for name in form.amounts}
    held = [name for name, at in columns.items() if values.at(row, at) not in (None, "")]
    return _Row(
        number,
        row,
        said,
        level,
        values.line_number(values.at(row, columns["tt"])),
        values.text(values.at(row, columns["name"])),
        {name: value for name, value in amounts.items() if value is not None},
        len([name for name in held if name not in ("tt", "name")]),
    )


def level_said(said: object) -> str:
    """The level that a cell says; empty where it says none."""
    words = re.findall(r"\w+", without_marks(normal(said)))
    otherwise = _OTHERWISE.get(" ".join(words)) or _OTHERWISE.get("".join(words), "")
    return _LEVELS.get(normal(said)) or otherwise


def _levels(rows: Sequence[_Row]) -> list[str]:
    """The levels of the rows; of a table that says none, as those of an appendix, where it numbers
    its lines in two ways at least, or has money on every line.
    """
    if _tell_levels(rows) and not any(values.text(row.said) for row in rows):
        return _levels_by_numbers(rows)
    last = max((row.number for row in rows if row.level), default=0)
    alike = _levels_by_kind(rows)
    found: list[str] = []
    for row in rows:
        above = found[-1] if found else ""
        found.append(row.level or _dashed(row, above) or _inferred(row, last, alike[row.kind]))
    return found


def _levels_by_kind(rows: Sequence[_Row]) -> dict[tuple[str, int], set[str]]:
    """The levels that rows say whose numbers are written alike."""
    found: dict[tuple[str, int], set[str]] = {}
    for row in rows:
        found.setdefault(row.kind, set()).update({row.level} - {""})
    return found


def _dashed(row: _Row, above: str) -> str:
    """The level of a row that a dash marks as a part of the project above it; empty for others."""
    marked = row.tt in DASHES or (not row.tt and row.name[:1] in DASHES)
    is_part = marked and row.money and above in ("Đề án", "Chi tiết")
    return "Chi tiết" if is_part and not values.text(row.said) else ""


def _tell_levels(rows: Sequence[_Row]) -> bool:
    """Whether lines are numbered in two ways at least; or in one way, or not at all, and each has
    money.
    """
    if len({row.kind for row in rows if row.kind[0]}) > 1:
        return True
    last = max((row.number for row in rows if row.kind[0] or row.money), default=0)
    lines = [row for row in rows if not _without_level(row, last)]
    return bool(lines) and all(row.name and row.money for row in lines)


def _levels_by_numbers(rows: Sequence[_Row]) -> list[str]:
    """The levels of rows none of which says its own."""
    last = max((row.number for row in rows if row.kind[0] or row.money), default=0)
    found = [_without_level(row, last) for row in rows]
    lines = [at for at, level in enumerate(found) if not level]
    for at, level in zip(lines, levels_of([_numbered(rows[at]) for at in lines]), strict=True):
        found[at] = level
    return found


def _without_level(row: _Row, last: int) -> str:
    """What a row is that is no line: a sum, or a note below the ``last`` row with a number or
    money; empty for a line.
    """
    if row.number > last and _is_below_the_table(row):
        return _NOTE
    return _SUM if is_sum(row.tt, row.name) and row.money else ""


def _numbered(row: _Row) -> NumberedLine:
    return NumberedLine(row.tt, row.name, not row.others, bool(row.money))


def _inferred(row: _Row, last: int, alike: Collection[str]) -> str:
    """What a row without ``Cấp`` is: a sum, a note below the ``last`` row with a level, or of the
    level that all rows have whose numbers are written ``alike``; empty where it is unclear.
    """
    if values.text(row.said):
        return ""
    if is_sum(row.tt, row.name) and row.money:
        return _SUM
    if row.number > last > 0 and _is_below_the_table(row):
        return _NOTE
    return next(iter(alike)) if row.kind[0] and len(alike) == 1 else ""


def _is_below_the_table(row: _Row) -> bool:
    """Whether a row behind the last line is a note, a date or a signature: without number and
    money, and no name that has a line's other particulars.
    """
    if row.kind[0] or row.money:
        return False
    said = (normal(value) for value in row.values if isinstance(value, str))
    return not row.name or not row.others or any(map(END_OF_TABLE().match, said))


def _refuse(
    grid: Grid, columns: Mapping[str, int], rows: Sequence[_Row], levels: Sequence[str]
) -> None:
    """Raise ``InputError`` where the level of any row is unclear."""
    faults = []
    for row, level in zip(rows, levels, strict=True):
        if not level:
            said = f"là “{row.said}”" if values.text(row.said) else "còn trống"
            place = grid.place(row.number, _shown_level(grid, columns))
            faults.append(
                InputError(NO_LEVEL, place, found=f"loại dòng {said}", levels=_LEVELS_SAID)
            )
    if faults:
        raise faults[0] if len(faults) == 1 else InputFaultsError(tuple(faults))


def _with_sums(
    grid: Grid,
    columns: Mapping[str, int],
    rows: Sequence[_Row],
    levels: Sequence[str],
    found: PlanRows,
) -> list[str]:
    """The levels with that of a sum of all; what is told of the other sums, and of notes."""
    if not {_SUM, _NOTE} & set(levels):
        return list(levels)
    done = list(levels)
    lines = [at for at, level in enumerate(levels) if level != _NOTE]
    settled = settled_sums([_sum_row(rows[at], levels[at]) for at in lines])
    for index, at in enumerate(lines):
        done[at] = settled.levels[index] or levels[at]
    found.stated_by |= {
        rows[lines[heading]].number: rows[lines[at]] for heading, at in settled.stated_by.items()
    }
    left = {lines[index]: why for index, why in settled.left.items()}
    for at, level in enumerate(done):
        if level in (_SUM, _NOTE):
            place = grid.place(rows[at].number, columns["name"])
            if at in left:
                found.left_out.append(_disagreeing(place, rows[at], left[at]))
            else:
                found.decisions.append(Remark(place, rows[at].name, *_TOLD[level]))
    return done


_TOLD = {
    _SUM: ("dòng cộng", "là dòng cộng, không phải đề án"),
    _NOTE: ("ghi chú", "là ghi chú dưới bảng, không phải đề án"),
}


def _sum_row(row: _Row, level: str) -> SumRow:
    return SumRow(row.tt, row.name, "" if level in (_SUM, TOTAL) else level, row.money)


def _disagreeing(place: Place, row: _Row, why: str) -> LeftOut:
    first = next(iter(row.money.values()), Decimal(0))
    return LeftOut(
        place,
        f"Dòng {row.number} “{row.name}” (số {format_amount(first)}) {why}; không được tính vào "
        "kế hoạch",
        "Chọn loại dòng cho dòng này nếu là đề án, hoặc sửa số cộng.",
        needed=True,
    )
