"""Somebody's finished appendix → ``Plan``, read off the cells as they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

from workbook_tools.error_kinds import (
    NO_PROJECT_ROW,
    NO_TABLE,
    NOT_PROJECTS,
    NOT_PROJECTS_AT_ALL,
    UNKNOWN_UNIT,
    WITHOUT_MONEY,
)
from workbook_tools.errors import InputError
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, column_letters
from workbook_tools.plan.form import GENERATED_SHEETS, TOTAL, Form
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LeftOut, Plan, Remark
from workbook_tools.plan.money import DONG, Unit, format_amount, parse_unit
from workbook_tools.plan.provinces import province_in
from workbook_tools.read.appendix_rows import Row, is_other_heading, table_rows, typed_rows
from workbook_tools.read.columns import amount_in, settled_columns
from workbook_tools.read.headers import normal
from workbook_tools.read.legacy import in_unicode
from workbook_tools.read.lines import TypedRow, read_lines
from workbook_tools.read.shifted import Righted, put_right
from workbook_tools.read.table import (
    Table,
    find_tables,
    heading_without_money,
    kind_of_sheet,
    other_kind,
    said_again,
    shown_headings,
)
from workbook_tools.read.table_book import TableBook
from workbook_tools.read.values import at, text
from workbook_tools.read.vocabulary import TOTAL_NAME, UNSPLIT

_WORDS = pattern(r"\(?\s*(?:số tiền )?b[ằả]ng chữ\s*(?::\s*)?(.+)\Z", re.IGNORECASE | re.DOTALL)
_IN_BRACKETS = pattern(r"\(([^()]*(?:đồng|đ|trđ|triệu|tỷ))\)", re.IGNORECASE)
_UNIT_TITLE = pattern(r"^(đvt|đơn vị tính)\s*:?")
_UNIT = pattern(r"(?:đơn vị(?: tính)?|đvt|dvt)\s*:?\s*([^();:]+)", re.IGNORECASE)
_UNIT_SAID = pattern(r"\W*(?:đơn vị tính|đvt|dvt)\s*:\s*([^();:]+?)\W*\Z", re.IGNORECASE)
_YEAR = pattern(r"(?:năm|khuyến công|kế hoạch)\s+((?:19|20)\d{2})(?!\s*[-–]\s*20)", re.IGNORECASE)
_ATTACHED = pattern(
    r"(?:kế hoạch|quyết định|tờ trình|văn bản|công văn|nghị quyết)\s+số\s*:?\s*(\d[^\s,;()]*)"
    r"(?:[,\s]+ngày\s+(\d{1,2})\s*(?:/|-|tháng)\s*(\d{1,2})\s*(?:/|-|năm)\s*(\d{4}))?"
    r"(?:\s+của\s+([^();]{3,80}))?",
    re.IGNORECASE,
)
"""The document that an appendix is attached to: number, day, month, year, issuer."""
APPENDIX = "PhuLuc"
_LINES_BELOW = 6
"""How many lines below the table may say something of it."""


def read_appendix(source: TableBook, sheet: str | None = None, *, as_made: bool = False) -> Plan:
    """Read the appendix of a workbook: on the sheet that is named, or anywhere, the table with the
    most headings of one. ``as_made``: it stands as this program wrote it, nothing in it has slipped
    into other columns.

    Amounts are in the unit that the sheet states (đồng where it states none), sections, programmes
    and projects are told by their numbers. Raises ``InputError`` where no sheet has a table with
    the headings of an appendix.
    """
    return read_appendices(source, sheet, as_made=as_made)[0]


def read_appendices(
    source: TableBook, sheet: str | None = None, *, as_made: bool = False
) -> tuple[Plan, ...]:
    """Every appendix of a workbook, the one with the most headings first; that one tells of the
    tables that could not be read. ``as_made`` is that of ``read_appendix``. Raises ``InputError``
    where there is none.
    """
    names = [sheet] if sheet is not None else _sheets(source)
    plans: list[Plan] = []
    faults: list[InputError] = []
    for name in names:
        for plan in _plans(source, name, as_made):
            if isinstance(plan, InputError):
                faults.append(plan)
            else:
                plans.append(plan)
    if not plans:
        raise faults[0] if faults else _no_table(source, names)
    main = max(plans, key=lambda plan: len(plan.columns))
    told = tuple(_not_read(fault) for fault in faults)
    first = replace(main, decisions=(*main.decisions, *told))
    return (first, *(plan for plan in plans if plan is not main))


def _no_table(source: TableBook, names: Sequence[str]) -> InputError:
    """What to say of a book without a table of projects: what else it has, where that is known."""
    for name in names:
        grid = source.grid(name)
        kind = "" if grid is None else kind_of_sheet(in_unicode(grid)[0])
        if kind:
            return InputError(NOT_PROJECTS_AT_ALL, name=source.name, what=kind)
        heading = 0 if grid is None else heading_without_money(grid)
        if grid is not None and heading:
            return InputError(WITHOUT_MONEY, grid.place(heading, 1))
    return InputError(NO_TABLE, name=source.name)


def _sheets(source: TableBook) -> list[str]:
    """The sheets where an appendix may stand: of a finished workbook not those made beside it."""
    beside = {name.casefold() for name in GENERATED_SHEETS if name != APPENDIX}
    names = source.sheet_names
    finished = APPENDIX.casefold() in map(str.casefold, names)
    return [name for name in names if not finished or name.casefold() not in beside]


def _not_read(fault: InputError) -> Remark:
    """What is told of a table that could not be read beside one that could."""
    return Remark(Place(fault.place.sheet if fault.place else ""), "", "", f"Không đọc: {fault}")


def _plans(source: TableBook, sheet: str, as_made: bool) -> Iterator[Plan | InputError]:
    """The appendices of a sheet, from above, or why there is one that cannot be read."""
    try:
        grid = source.grid(sheet)
    except InputError as fault:
        yield fault
        return
    if grid is None:
        return
    tables = find_tables(grid, anywhere=source.is_document)
    told: Sequence[Remark] = ()
    if not tables:
        grid, told = in_unicode(grid)
        tables = find_tables(grid, anywhere=source.is_document) if told else []
    last = 0
    for index, table in enumerate(tables):
        if table.heading[0] <= last:
            continue
        try:
            plan = _plan(source, grid, table, tables[index + 1 :], as_made)
        except InputError as fault:
            yield fault
            last = table.heading[1]
            continue
        last = plan.rows[1]
        yield replace(plan, decisions=(*told, *plan.decisions)) if told else plan


def _plan(
    source: TableBook, grid: Grid, table: Table, below: Sequence[Table], as_made: bool
) -> Plan:
    """The plan that a table holds; ``below`` are the headings further down. Raises ``InputError``
    where it has no line but a total, or is a table of another kind.
    """
    kind = other_kind(grid, table)
    if kind:
        raise InputError(NOT_PROJECTS, grid.place(table.heading[0], 1), what=kind)
    standing = _its_rows(grid, table, below)
    righted = Righted(list(standing)) if as_made else put_right(grid, table, standing)
    found = righted.rows
    settled = settled_columns(grid, table, [(row.number, row.values) for row in found])
    table = settled.table
    done = typed_rows(grid, table, found)
    rows = done.rows
    if not any(row.level != "Tổng cộng" for row in rows):
        raise InputError(NO_PROJECT_ROW, Place(grid.sheet))
    stated_unit = _unit(grid, table)
    unit = stated_unit or DONG
    last = found[-1].number
    about, cells = _particulars(grid, table, last)
    year = about.get("Năm kế hoạch")
    planned = year if isinstance(year, int) else None
    form, unused, told = _form(grid, table, rows)
    columns = _columns(table, unused)
    read = read_lines(grid, rows, columns, unit, year=planned, form=form)
    return Plan(
        sections=read.sections,
        unit=unit,
        form=form,
        particulars=about,
        stated=read.total,
        remarks=read.remarks,
        unread=read.unread,
        decisions=(*righted.decisions, *settled.decisions, *done.decisions, *told, *read.decisions),
        left_out=(*settled.left_out, *done.left_out, *_below(grid, table, last, below)),
        sheet=grid.sheet,
        particular_cells=cells,
        grid=grid,
        columns={name: column_letters(column) for name, column in columns.items()},
        rows=(table.first_row, last),
        headings={column_letters(at_): said for at_, said in shown_headings(grid, table).items()},
        moved=righted.moved,
        unit_stated=stated_unit is not None,
        appendix=True,
        links=source.outside_links,
        settings=source.settings,
    )


def _columns(table: Table, unused: Collection[str]) -> dict[str, int]:
    """The columns of a table's lines; one of periods is that of both ends."""
    columns = {name: at_ for name, at_ in table.columns.items() if name not in unused}
    if "period" in columns and not {"start_month", "end_month"} & columns.keys():
        columns |= {"start_month": columns["period"], "end_month": columns["period"]}
    columns.pop("period", None)
    return columns


def _its_rows(grid: Grid, table: Table, below: Sequence[Table]) -> list[Row]:
    """The rows of a table, down to the next table; its own heading, said again, is none."""
    repeated: set[int] = set()
    for other in below:
        again = said_again(grid, table, other)
        if not again:
            return table_rows(grid, table, other.heading[0] - 1, repeated)
        rows = table_rows(grid, table, other.heading[0] - 1, repeated)
        if rows and _ends(rows[-1], other):
            return rows
        repeated |= set(again)
    return table_rows(grid, table, len(grid.rows), repeated)


def _ends(row: Row, other: Table) -> bool:
    """Whether a table ends above the next heading: with a sum, or well above it."""
    name = "" if row.tt else normal(row.name)
    return row.number < other.heading[0] - 2 or bool(TOTAL_NAME().match(name))


def _form(
    grid: Grid, table: Table, rows: Sequence[TypedRow]
) -> tuple[Form, frozenset[str], list[Remark]]:
    """The form of a plan of these rows, the sources that none of its lines has but the total, and
    what is told of those.
    """
    lines = [row for row in rows if row.level in ("Đề án", "Chi tiết") or row.alone]
    alone = [row for row in lines if _amount(table, row, TOTAL) and not _has_source(table, row)]
    if not alone or not table.sources:
        return Form(table.sources), frozenset(), []
    if any(_has_source(table, row) for row in lines):
        return Form((*table.sources, UNSPLIT)), frozenset(), []
    unused = frozenset(source.key for source in table.sources)
    return Form(()), unused, list(_of_the_total(grid, table, rows))


def _has_source(table: Table, row: TypedRow) -> bool:
    return any(_amount(table, row, source.key) is not None for source in table.sources)


def _of_the_total(grid: Grid, table: Table, rows: Sequence[TypedRow]) -> Iterator[Remark]:
    """What is told of the sources that only the sum of all states."""
    for row in rows:
        for source in table.sources:
            amount = _amount(table, row, source.key)
            if amount is not None:
                yield Remark(
                    grid.place(row.number, table.columns[source.key]),
                    format_amount(amount),
                    "không chia cho đề án",
                    f"của nguồn “{source.name}” chỉ có ở dòng tổng cộng",
                )


def _amount(table: Table, row: TypedRow, name: str) -> Decimal | None:
    column = table.columns.get(name)
    return None if column is None else amount_in(at(row.values, column))


_LOOKED_BELOW = 30


def _below(grid: Grid, table: Table, last: int, below: Sequence[Table]) -> Iterator[LeftOut]:
    """The rows below a table, and above the next, that have a number or a name and money."""
    next_one = below[0].heading[0] - 1 if below else len(grid.rows)
    end = min(last + _LOOKED_BELOW, len(grid.rows), next_one)
    for number in range(last + 1, end + 1):
        values = grid.rows[number - 1]
        if is_other_heading(table, values):
            return
        amounts = [amount_in(at(values, column)) for column in table.amounts.values()]
        money = next((amount for amount in amounts if amount), None)
        name = text(at(values, table.columns["name"]))
        if money is not None and name:
            yield LeftOut(
                grid.place(number, table.columns["name"]),
                f"Dòng {number} “{name}” ({format_amount(money)}) nằm dưới bảng; không được tính "
                "vào kế hoạch",
                "Nếu là một đề án thì chuyển lên trên dòng tổng cộng.",
            )


# --------------------------------------------------------------------------------- around the table


def _proper(text_: str) -> str:
    """A name from a title in capitals, written as a name."""
    return text_.title() if text_.isupper() else text_


def _unit(grid: Grid, table: Table) -> Unit | None:
    """The unit that a line above the table or its heading states; ``None`` where none does. Raises
    ``InputError`` for one that is not understood.
    """
    strange: InputError | None = None
    for number, row in enumerate(grid.rows[: table.heading[1]], 1):
        for column, value in enumerate(row, 1):
            if not isinstance(value, str):
                continue
            unit = _stated_unit(value)
            if unit is not None:
                return unit
            said = _UNIT_SAID().match(value)
            if said is not None and number < table.heading[0]:
                strange = InputError(UNKNOWN_UNIT, grid.place(number, column), found=said[1])
    if strange is not None:
        raise strange
    return None


def _stated_unit(line: str) -> Unit | None:
    """The first unit that a line states after its title (Đơn vị tính: …), or in brackets."""
    after_title = [match[1] for match in _UNIT().finditer(line)]
    for said in after_title + _IN_BRACKETS().findall(line):
        try:
            return parse_unit(_UNIT_TITLE().sub("", said.strip().lower()).strip(" ,."))
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
    if above and (year := _YEAR().search(line)):
        said["Năm kế hoạch"] = int(year[1])
    if province := province_in(line):
        said["Tỉnh"] = province
    if above and (attached := _ATTACHED().search(line)):
        said |= _of_document(attached)
    if words := _WORDS().match(line.strip()):
        said["Tổng cộng bằng chữ"] = _proper(words[1].rstrip().removesuffix(")").strip(" .)"))
    return said


def _of_document(attached: re.Match[str]) -> dict[str, object]:
    """The particulars of the document that an appendix is attached to."""
    found: dict[str, object] = {"Số, ký hiệu": attached[1].rstrip(".,")}
    with suppress(TypeError, ValueError):
        found["Ngày ban hành"] = date(int(attached[4]), int(attached[3]), int(attached[2]))
    if attached[5]:
        found["Cơ quan ban hành"] = attached[5].strip(" .,")
    return found
