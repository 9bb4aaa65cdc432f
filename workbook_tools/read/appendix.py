"""Somebody's finished appendix → ``Plan``, read off the cells as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from workbook_tools.error_kinds import NO_PROJECT_ROW, NO_TABLE, TOO_MANY_ROWS
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_PLAN_ROWS
from workbook_tools.place import Place, column_letters
from workbook_tools.plan.form import AMOUNTS
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import Plan
from workbook_tools.plan.money import DONG, Unit, parse_unit
from workbook_tools.read.headers import normal
from workbook_tools.read.levels import NumberedLine, is_total, levels_of
from workbook_tools.read.lines import TypedRow, read_lines
from workbook_tools.read.source import Source
from workbook_tools.read.table import Table, find_table, is_numbering_row
from workbook_tools.read.values import at, text

_END = re.compile(
    r"\(?(bằng chữ|nơi nhận|người lập|ghi chú:|tm\.|kt\.|thủ trưởng|giám đốc|số tiền bằng chữ)"
)
_WORDS = re.compile(r"\(?\s*(?:số tiền )?bằng chữ\s*:?\s*(.+?)\s*\)?\Z", re.IGNORECASE | re.DOTALL)
_IN_BRACKETS = re.compile(r"\(([^()]*đồng)\)")
_UNIT_TITLE = re.compile(r"^(đvt|đơn vị tính)\s*:?")
_UNIT = re.compile(r"(?:đơn vị(?: tính)?|đvt|dvt)\s*:?\s*([^\d();:]+)", re.IGNORECASE)
_YEAR = re.compile(r"năm\s+((?:19|20)\d{2})", re.IGNORECASE)
_PROVINCE = re.compile(
    r"(?:tỉnh|TỈNH)\s+([A-ZĐÀ-Ỹ][\w-]*(?:\s+(?!NĂM\b|Năm\b)[A-ZĐÀ-Ỹ-][\w-]*){0,4})"
)
_LINES_BELOW = 6
"""How many lines below the table may say something of it."""


def read_appendix(source: Source, sheet: str | None = None) -> Plan:
    """Read the appendix of a workbook: the sheet that is named, or the first one with an appendix's
    headings.

    Amounts are in the unit that the sheet states (đồng where it states none), sections, programmes
    and projects are told by their numbers. Raises ``InputError`` where no sheet has a table with
    the headings of an appendix.
    """
    names = [sheet] if sheet is not None else [part.name for part in source.sheets.values()]
    grids = [grid for name in names if (grid := source.grid(name)) is not None]
    tables = [(grid, table) for grid in grids if (table := find_table(grid)) is not None]
    if not tables:
        raise InputError(NO_TABLE, name=source.name)
    grid, table = max(tables, key=lambda found: len(found[1].columns))
    return _plan(source, grid, table)


def _plan(source: Source, grid: Grid, table: Table) -> Plan:
    """The plan that a table holds. Raises ``InputError`` where it has no line but a total."""
    columns = table.columns
    rows = _data_rows(grid, table)
    if not any(row.level != "Tổng cộng" for row in rows):
        raise InputError(NO_PROJECT_ROW, Place(grid.sheet))
    unit = _unit(grid, table)
    about, cells = _particulars(grid, table, rows[-1].number)
    year = about.get("Năm kế hoạch")
    read = read_lines(grid, rows, columns, unit, year=year if isinstance(year, int) else None)
    return Plan(
        sections=read.sections,
        unit=unit,
        particulars=about,
        stated=read.total,
        remarks=read.remarks,
        unread=read.unread,
        sheet=grid.sheet,
        particular_cells=cells,
        grid=grid,
        columns={name: column_letters(column) for name, column in columns.items()},
        rows=(table.first_row, rows[-1].number),
        appendix=True,
        links=source.outside_links,
    )


# --------------------------------------------------------------------------------------------- rows


class _Row(NamedTuple):
    """A row of the table: its number on the sheet, its values, its number and name as texts, and
    whether it has money.
    """

    number: int
    values: Sequence[Any]
    tt: str
    name: str
    money: bool


def _data_rows(grid: Grid, table: Table) -> list[TypedRow]:
    """The table's rows with their levels, as their numbers tell them. Raises ``InputError`` where
    they are more than a plan may have.
    """
    rows = _rows(grid, table)
    if len(rows) > MAX_PLAN_ROWS:
        raise InputError(
            TOO_MANY_ROWS,
            grid.place(rows[MAX_PLAN_ROWS].number, 1),
            most=f"{MAX_PLAN_ROWS // 1000}.000",
        )
    levels = levels_of([_numbered(row, table.columns) for row in rows])
    return [
        TypedRow(row.number, level, row.values) for row, level in zip(rows, levels, strict=True)
    ]


def _rows(grid: Grid, table: Table) -> list[_Row]:
    """The rows of the table that say anything, down to its total, to what stands below a table, or
    to a text after a gap.
    """
    found: list[_Row] = []
    for number in range(table.first_row, len(grid.rows) + 1):
        row = _row(grid, table, number)
        if _END.match(normal(row.name or row.tt)):
            break
        if not (row.tt or row.name or row.money) or _counts_columns(row, table):
            continue
        if found and _is_apart(row, found[-1]):
            break
        found.append(row)
        if is_total(row.tt, row.name) and number > table.first_row + 1:
            break
    return found


def _row(grid: Grid, table: Table, number: int) -> _Row:
    values, columns = grid.rows[number - 1], table.columns
    tt = text(at(values, columns["tt"])) if "tt" in columns else ""
    name = text(at(values, columns["name"])) or _first_text(values, columns)
    amounts = [at(values, column) for column in _money_columns(columns)]
    return _Row(number, values, tt, name, any(amount not in (None, "") for amount in amounts))


def _counts_columns(row: _Row, table: Table) -> bool:
    return row.number == table.first_row and is_numbering_row(row.values)


def _is_apart(row: _Row, before: _Row) -> bool:
    """Whether a row is no line of the table: a text after a gap."""
    return row.number - before.number > 1 and not row.money and not row.tt


def _numbered(row: _Row, columns: Mapping[str, int]) -> NumberedLine:
    return NumberedLine(row.tt, row.name, _is_bare(row.values, columns))


def _money_columns(columns: Mapping[str, int]) -> list[int]:
    return [columns[amount] for amount in AMOUNTS if amount in columns]


def _first_text(row: Sequence[Any], columns: Mapping[str, int]) -> str:
    """The first text left of the money: the title of a total row is often written, or merged,
    across.
    """
    before = row[: min(_money_columns(columns), default=1) - 1]
    return next((text(value) for value in before if isinstance(value, str) and value.strip()), "")


def _is_bare(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """Whether a row says neither who carries it out nor when, where there are columns for both: a
    heading.
    """
    held = ("executing_unit", "start_month", "end_month")
    return columns.keys() >= set(held) and not any(text(at(row, columns[name])) for name in held)


# --------------------------------------------------------------------------------- around the table


def _proper(text_: str) -> str:
    """A name from a title in capitals, written as a name."""
    return text_.title() if text_.isupper() else text_


def _unit(grid: Grid, table: Table) -> Unit:
    """The unit that a line above the table or its heading states; đồng where none does."""
    for row in grid.rows[: table.heading[1]]:
        for value in row:
            unit = _stated_unit(value) if isinstance(value, str) else None
            if unit is not None:
                return unit
    return DONG


def _stated_unit(line: str) -> Unit | None:
    """The first unit that a line states after its title (Đơn vị tính: …), or in brackets."""
    after_title = [match[1] for match in _UNIT.finditer(line)]
    for said in after_title + _IN_BRACKETS.findall(line):
        try:
            return parse_unit(_UNIT_TITLE.sub("", said.strip().lower()).strip())
        except ValueError:
            continue
    return None


def _particulars(grid: Grid, table: Table, last: int) -> tuple[dict[str, object], dict[str, Place]]:
    """What the lines above and below the table say: year, province, the total in words."""
    found: dict[str, object] = {}
    cells: dict[str, Place] = {}
    above = range(1, table.heading[0])
    below = range(last + 1, min(last + _LINES_BELOW, len(grid.rows)) + 1)
    for number in (*above, *below):
        for column, value in enumerate(grid.rows[number - 1], 1):
            if isinstance(value, str):
                said = _said(value, above=number in above)
                new = {name: particular for name, particular in said.items() if name not in found}
                found |= new
                cells |= dict.fromkeys(new, grid.place(number, column))
    return found, cells


def _said(line: str, *, above: bool) -> dict[str, object]:
    """The particulars that a line says; the plan's year stands above the table only."""
    said: dict[str, object] = {}
    if above and (year := _YEAR.search(line)):
        said["Năm kế hoạch"] = int(year[1])
    if province := _PROVINCE.search(line):
        said["Tỉnh"] = _proper(province[1].strip(" .)"))
    if words := _WORDS.match(line.strip()):
        said["Tổng cộng bằng chữ"] = _proper(words[1].strip(" .)"))
    return said
