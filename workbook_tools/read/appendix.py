"""Somebody's finished appendix → ``Plan``, read off the cells as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from workbook_tools.errors import InputError
from workbook_tools.place import Place, column_letters
from workbook_tools.plan.form import AMOUNTS
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import Plan
from workbook_tools.plan.money import DONG, Unit, parse_unit
from workbook_tools.plan.numbering import read_number
from workbook_tools.read.headers import normal
from workbook_tools.read.lines import TypedRow, read_lines
from workbook_tools.read.source import Source
from workbook_tools.read.table import Table, find_table, is_numbering_row
from workbook_tools.read.values import at, text

_TOTAL = re.compile(
    r"(tổng\s*(cộng|số|kinh phí)|cộng|tổng)\b[\s:.]*(toàn bộ|kinh phí|\(.*\)|[ivx+\-, ]*)?\Z"
)
_END = re.compile(
    r"\(?(bằng chữ|nơi nhận|người lập|ghi chú:|tm\.|kt\.|thủ trưởng|giám đốc|số tiền bằng chữ)"
)
_WORDS = re.compile(r"\(?\s*(?:số tiền )?bằng chữ\s*:?\s*(.+?)\s*\)?\Z", re.IGNORECASE | re.DOTALL)
_UNIT = re.compile(r"(?:đơn vị(?: tính)?|đvt|dvt)\s*:?\s*([^\d();:]+)", re.IGNORECASE)
_YEAR = re.compile(r"năm\s+((?:19|20)\d{2})", re.IGNORECASE)
_PROVINCE = re.compile(
    r"(?:tỉnh|TỈNH)\s+([A-ZĐÀ-Ỹ][\w-]*(?:\s+(?!NĂM\b|Năm\b)[A-ZĐÀ-Ỹ-][\w-]*){0,4})"
)


def read_appendix(source: Source, sheet: str | None = None) -> Plan:
    """Read the appendix of a workbook: the sheet that is named, or the first one with an appendix's
    headings.

    Amounts are in the unit that the sheet states (đồng where it states none), sections, programmes
    and projects are told by their numbers. Raises ``InputError`` where no sheet has a table with
    the headings of an appendix.
    """
    names = [sheet] if sheet is not None else [part.name for part in source.sheets.values()]
    best: tuple[Grid, Table] | None = None
    for name in names:
        grid = source.grid(name)
        table = find_table(grid) if grid is not None else None
        if (
            grid is not None
            and table is not None
            and (best is None or len(table.columns) > len(best[1].columns))
        ):
            best = grid, table
    if best is None:
        raise InputError(
            f"Tệp {source.name} không có trang nào có bảng với các cột của biểu tổng hợp "
            "(tên đề án, tổng kinh phí, các nguồn); hãy kiểm tra dòng tiêu đề của bảng."
        )
    return _plan(source, *best)


def _plan(source: Source, grid: Grid, table: Table) -> Plan:
    columns = table.columns
    rows = _data_rows(grid, table)
    if not any(row.level != "Tổng cộng" for row in rows):
        raise InputError("bảng chưa có dòng đề án nào.", Place(grid.sheet))
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


def _data_rows(grid: Grid, table: Table) -> list[TypedRow]:
    """The table's rows with their levels, as their numbers tell them."""
    columns = table.columns
    found: list[tuple[int, Sequence[Any], str, str]] = []
    for number in range(table.first_row, len(grid.rows) + 1):
        row = grid.rows[number - 1]
        tt = text(at(row, columns["tt"])) if "tt" in columns else ""
        name = text(at(row, columns["name"])) or _first_text(row, columns)
        money = any(
            at(row, columns[amount]) not in (None, "") for amount in AMOUNTS if amount in columns
        )
        said = normal(name or tt)
        if _END.match(said):
            break
        if not (tt or name or money) or (number == table.first_row and is_numbering_row(row)):
            continue
        if found and not money and not tt and number - found[-1][0] > 1:
            break
        found.append((number, row, tt, name))
        if _is_total(tt, name) and number > table.first_row + 1:
            break
    levels = _levels([(tt, name, _is_bare(row, columns)) for _, row, tt, name in found])
    return [
        TypedRow(number, level, row)
        for (number, row, _, _), level in zip(found, levels, strict=True)
    ]


def _first_text(row: Sequence[Any], columns: Mapping[str, int]) -> str:
    """The first text left of the money: the title of a total row is often written, or merged,
    across.
    """
    before = min((columns[amount] for amount in AMOUNTS if amount in columns), default=1)
    return next(
        (text(value) for value in row[: before - 1] if isinstance(value, str) and value.strip()), ""
    )


def _is_bare(row: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """Whether a row says neither who carries it out nor when, where there are columns for both: a
    heading.
    """
    held = ("executing_unit", "start_month", "end_month")
    return columns.keys() >= set(held) and not any(text(at(row, columns[name])) for name in held)


def _is_total(tt: str, name: str) -> bool:
    return bool(_TOTAL.match(normal(name))) and (not tt or normal(tt) == normal(name))


def _levels(lines: Sequence[tuple[str, str, bool]]) -> list[str]:
    """Cấp of every row, given number, name, and whether it is bare.

    Roman numbers and letters are sections where there are plain numbers with dotted ones below.
    Where programmes and projects both have plain numbers, the bare rows are the programmes.
    """
    numbers = [read_number(tt) for tt, _, _ in lines]
    kinds = {("dotted" if len(n.parts) > 1 else n.style) for n in numbers if n is not None}
    above = kinds & {"roman", "letter"}
    plain = [
        bare
        for n, (_, _, bare) in zip(numbers, lines, strict=True)
        if n is not None and n.style == "digits" and len(n.parts) == 1
    ]
    mixed = "dotted" not in kinds and any(plain) and not all(plain)
    if "dotted" in kinds:
        ranks = {"roman": "Mục", "letter": "Mục", "digits": "Chương trình", "dotted": "Đề án"}
        if "digits" not in kinds:
            ranks |= dict.fromkeys(above, "Chương trình")
    elif mixed:
        ranks = {"roman": "Mục", "letter": "Mục", "digits": "Đề án"}
    elif len(above) == 2:
        ranks = {"letter": "Mục", "roman": "Chương trình", "digits": "Đề án"}
    elif above:
        ranks = {"roman": "Chương trình", "letter": "Chương trình", "digits": "Đề án"}
    else:
        ranks = {"digits": "Đề án"}
    deepest = max((len(n.parts) for n in numbers if n is not None), default=1)
    found = []
    for (tt, name, bare), number in zip(lines, numbers, strict=True):
        if _is_total(tt, name):
            found.append("Tổng cộng")
        elif number is None:
            found.append("Đề án")
        elif mixed and bare and number.style == "digits":
            found.append("Chương trình")
        elif len(number.parts) > 1:
            found.append(
                "Chương trình" if len(number.parts) < deepest and deepest > 2 else ranks["dotted"]
            )
        else:
            rank = ranks[number.style]
            found.append(
                "Mục" if deepest > 2 and rank == "Chương trình" and "dotted" in kinds else rank
            )
    return found


# --------------------------------------------------------------------------------- around the table


def _proper(text_: str) -> str:
    """A name from a title in capitals, written as a name."""
    return text_.title() if text_.isupper() else text_


def _unit(grid: Grid, table: Table) -> Unit:
    for row in grid.rows[: table.heading[1]]:
        for value in row:
            if not isinstance(value, str):
                continue
            brackets = re.findall(r"\(([^()]*đồng)\)", value)
            for said in [match[1] for match in _UNIT.finditer(value)] + brackets:
                try:
                    return parse_unit(
                        re.sub(r"^(đvt|đơn vị tính)\s*:?", "", said.strip().lower()).strip()
                    )
                except ValueError:
                    continue
    return DONG


def _particulars(grid: Grid, table: Table, last: int) -> tuple[dict[str, object], dict[str, Place]]:
    """What the lines above and below the table say: year, province, the total in words."""
    found: dict[str, object] = {}
    cells: dict[str, Place] = {}
    for number, row in [
        *enumerate(grid.rows[: table.heading[0] - 1], 1),
        *enumerate(grid.rows[last : last + 6], last + 1),
    ]:
        for column, value in enumerate(row, 1):
            if not isinstance(value, str):
                continue
            words = _WORDS.match(value.strip())
            for name, said in (
                ("Năm kế hoạch", _YEAR.search(value) if number < table.heading[0] else None),
                ("Tỉnh", _PROVINCE.search(value)),
                ("Tổng cộng bằng chữ", words),
            ):
                if said and name not in found:
                    found[name] = (
                        int(said[1]) if name == "Năm kế hoạch" else _proper(said[1].strip(" .)"))
                    )
                    cells[name] = grid.place(number, column)
    return found, cells
