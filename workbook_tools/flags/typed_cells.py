"""Flags where the accountant types: the cells to be mended, each flagged as long as it holds what
it held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from workbook_tools.check import RULES, Finding
from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.formula import shift
from workbook_tools.excel.package import parse_xml
from workbook_tools.flags.gathering import Gathering, grade_of, look_of, note_of
from workbook_tools.flags.live import Live
from workbook_tools.plan.form import GENERATED_SHEETS, INPUT_SHEETS
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import Line, Plan, Programme, Project, Section, amount_of
from workbook_tools.plan.money import plain
from workbook_tools.read.source import Source
from workbook_tools.render.heights import column_widths

_FLAGGED = {name.casefold() for name in (*INPUT_SHEETS, *GENERATED_SHEETS)}
"""The sheets that are flagged beside the plan's own; a finding on any other stands on ``KiemTra``,
with its link, and nothing is changed there.
"""


def flag_typed(
    gathering: Gathering,
    source: Source,
    plan: Plan,
    findings: Sequence[Finding],
    live: Sequence[Live],
    *,
    words: bool,
) -> None:
    """Flag the cells to be mended. What a standing condition shows needs no format, unless it was
    accepted.

    ``words`` tells whether the amount in words has such a condition.
    """
    standing = _by_cell(live, {_row_of(finding) for finding in findings})
    sheets = _TypedSheets(source, {plan.sheet: plan.grid})
    for finding in findings:
        name, cell = finding.place.sheet, finding.place.cell
        if not cell or name.casefold() not in source.sheets or not _is_flagged(name, plan):
            continue
        grid, (row, column) = sheets.grid(name), split_cell(cell)
        value = grid.at(row, column) if grid is not None else None
        sheet, grade = gathering[name], grade_of(finding)
        sheet.say(cell, note_of(finding))
        own_sheet = name == plan.sheet
        shown_by = standing.get((finding.rule, row, finding.column)) if own_sheet else None
        look = look_of(grade, value, sheets.width(name, column))
        stands = shown_by is not None or (words and _watched_words(finding, plan))
        if stands and grade != "accepted":
            continue
        condition = _while(cell, value, shown_by, plan, grid)
        sheet.flag(cell, look, condition, stops=grade == "accepted")


def _is_flagged(sheet: str, plan: Plan) -> bool:
    return sheet == plan.sheet or sheet.casefold() in _FLAGGED


def _row_of(finding: Finding) -> int:
    """The row of a finding's cell; 0 where it has none."""
    return split_cell(finding.place.cell)[0] if finding.place.cell else 0


def _by_cell(live: Sequence[Live], wanted: set[int]) -> dict[tuple[str, int, str], Live]:
    """The standing conditions of some rows by rule, row and field."""
    return {
        (entry.code, row, entry.standing.field): entry
        for entry in (live if wanted else ())
        for row in entry.standing.rows
        if row in wanted
    }


def _watched_words(finding: Finding, plan: Plan) -> bool:
    """Whether a finding is on a cell, as that of the amount in words, that a standing condition of
    its own can watch.
    """
    rule = RULES.get(finding.rule)
    watch = rule.watch if rule is not None else None
    return watch is not None and watch(plan, finding.place.cell) is not None


def _while(cell: str, value: object, live: Live | None, plan: Plan, grid: Grid | None) -> str:
    """The condition under which a flag holds: for a number, as long as the cell has it."""
    if type(value) not in (int, float):
        return ""
    same = f"{cell}={plain(Decimal(repr(value)))}"
    if live is None or not live.standing.difference or grid is None:
        return same
    standing = live.standing
    row, _ = split_cell(cell)
    off = _difference(plan.by_row.get(row), standing.field, plan)
    if off is None:
        return same
    first, _ = split_cell(standing.area.partition(":")[0])
    moved = shift(standing.difference, row - first, 0)
    return f"AND({same},ROUND({moved}-({plain(off)}),{plan.unit.decimals})=0)"


def _difference(line: Line | None, amount: str, plan: Plan) -> Decimal | None:
    """By how much a stated amount differs from the computed one."""
    stated = line.stated.get(amount) if line is not None else None
    if line is None or stated is None:
        return None
    whole = plan if line is plan.stated else line
    if not isinstance(whole, Plan | Section | Programme | Project):
        return None
    return stated - amount_of(whole, amount)


def flag_standing(gathering: Gathering, plan: Plan, live: Sequence[Live]) -> None:
    """Put the standing conditions on the plan's own sheet."""
    decimals = _has_decimals(plan)
    for entry in live:
        look, standing = entry.severity.value, entry.standing
        if entry.shows_on_empty_cells:
            look = f"{look}-plain"
        elif decimals and standing.field in plan.form.amounts:
            look = f"{look}-decimals"
        gathering[plan.sheet].flag(standing.area, look, standing.formula)


def _has_decimals(plan: Plan) -> bool:
    """Whether any amount was typed with decimals."""
    stated = [
        line.stated.get(amount) for line in plan.by_row.values() for amount in plan.form.amounts
    ]
    return any(value is not None and value != value.to_integral_value() for value in stated)


@dataclass(eq=False, repr=False)
class _TypedSheets:
    """The accountant's sheets: their grids, and how wide their columns are, each read once."""

    source: Source
    grids: dict[str, Grid | None]
    widths: dict[str, Callable[[int, int], float]] = field(default_factory=dict)

    def grid(self, name: str) -> Grid | None:
        """A sheet as it stands."""
        if name not in self.grids:
            self.grids[name] = self.source.grid(name)
        return self.grids[name]

    def width(self, name: str, column: int) -> float:
        """The width of a column, in digits."""
        if name not in self.widths:
            part = self.source.sheets[name.casefold()].part
            self.widths[name] = column_widths(
                parse_xml(_head(self.source.package.plain(part)), part)
            )
        return self.widths[name](column, column)


def _head(xml: bytes) -> bytes:
    """A sheet up to its rows, closed: that is enough to know its columns."""
    cut = xml.rfind(b"<", 0, xml.find(b"sheetData"))
    return xml[:cut] + b"</worksheet>"
