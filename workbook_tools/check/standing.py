"""Standing conditions: what rules say of a row, as formulas that a spreadsheet program keeps
judging by itself.

Each is a formula for the first cell of an area, relative to it. It is true for just the rows for
which its rule finds a fault, as long as the row's cells are numbers or empty; a row with text in
them is left to the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbook_tools.excel.cells import quote_sheet
from workbook_tools.excel.formula import Ref, string_literal, tokenize
from workbook_tools.place import column_letters, column_number, runs
from workbook_tools.plan.form import LEVELS, TOTAL, Form
from workbook_tools.plan.model import Line, Plan
from workbook_tools.plan.money import plain
from workbook_tools.plan.words import read_words


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Standing:
    """A standing condition: its area, its formula, the rows whose faults it shows, the field that
    it is on. ``difference`` is what the formula holds to be zero, where the fault is a difference.
    """

    area: str
    formula: str
    rows: Collection[int]
    field: str
    difference: str = ""


TOTAL_NAME = "_kehoach.tong"
"""The hidden name of the computed grand total: a conditional format may refer to another sheet by
way of a name only.
"""


def total_formula(plan: Plan) -> str | None:
    """The computed grand total of the plan's own sheet as a formula, for ``TOTAL_NAME``; ``None``
    without such a sheet, and where the levels do not tell on which rows money counts.
    """
    if not has_sheet(plan) or _unclear(plan):
        return None
    total = Rows(plan.columns, plan.form, *plan.rows, _has_details(plan)).computed("total")
    return "".join(
        f"{quote_sheet(plan.sheet)}!{piece}" if isinstance(piece, Ref) else piece.text
        for piece in tokenize(total)
    )


def words_condition(plan: Plan, cell: str) -> str | None:
    """True while the amount in words in a cell is the one of now and no longer the grand total; by
    ``TOTAL_NAME``.
    """
    said = plan.particulars.get("Tổng cộng bằng chữ")
    read = read_words(str(said)) if said else None
    if read is None or total_formula(plan) is None:
        return None
    unchanged = f"EXACT({cell},{string_literal(str(said))})"
    difference = f"{TOTAL_NAME}*{plan.unit.dong}-({plain(read)})"
    return f"AND({unchanged},ROUND({difference},0)<>0)"


def has_sheet(plan: Plan) -> bool:
    """Whether a plan stands on a sheet of its own, with every column that conditions look at."""
    needed = {"level", *plan.form.amounts, "start_month", "end_month"}
    return (
        plan.grid is not None
        and not plan.appendix
        and needed <= plan.columns.keys()
        and plan.rows[1] >= plan.rows[0]
    )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rows:
    """Some rows of the table, and what formulas say of them; ``letters`` are its columns,
    ``detailed`` says that some projects have details, on which their money counts.
    """

    letters: Mapping[str, str]
    form: Form
    top: int
    bottom: int
    detailed: bool = False

    def column(self, field: str, down: int = 0) -> str:
        """The cells of a field, or those so many rows further down."""
        letters = self.letters[field]
        return f"${letters}${self.top + down}:${letters}${self.bottom + down}"

    def computed(self, amount: str) -> str:
        """The computed sum of an amount over projects: the numbers that stand in its columns, and
        what is left of the total where a source is empty. It grows with the number of sources, not
        with its square.
        """
        if amount == TOTAL:
            areas = [f"SUMPRODUCT({self._on_projects(area)},{area})" for area in self._areas]
            summed = "+".join(areas) or self._sum_of(TOTAL)
        else:
            summed = self._sum_of(amount)
        return f"({summed}{self._left_over('' if amount == TOTAL else amount)})"

    def _sum_of(self, amount: str) -> str:
        """The numbers of a column on the rows where money counts."""
        if self.detailed:
            return f"SUMPRODUCT({self._counts}*1,{self.column(amount)})"
        return f'SUMIFS({self.column(amount)},{self._level},"Đề án")'

    def _on_projects(self, area: str) -> str:
        return f"{self._counts}*(COLUMN({area})>0)"

    @property
    def _counts(self) -> str:
        """For each row, whether money counts on it: a project, or where it has details, these."""
        if not self.detailed:
            return f'({self._level}="Đề án")'
        below = self.column("level", 1)
        alone = f'({self._level}="Đề án")*({below}<>"Chi tiết")'
        return f'(({self._level}="Chi tiết")+{alone})'

    @property
    def _level(self) -> str:
        return self.column("level")

    @property
    def _areas(self) -> list[str]:
        """The cells of the sources, those of neighbouring columns together."""
        return self._in_runs(self.form.keys)

    def _in_runs(self, fields: Iterable[str]) -> list[str]:
        numbers = sorted(column_number(self.letters[key]) for key in fields)
        return [
            f"${column_letters(first)}${self.top}:${column_letters(last)}${self.bottom}"
            for first, last in runs(numbers)
        ]

    def _left_over(self, source: str) -> str:
        """What is added to the numbers of the sources where the source (any, where none is named)
        is computed: the total less those numbers. Total and sources side by side need the condition
        once only.
        """
        left = self._left_empty(source)
        if not left:
            return ""
        total, areas = self.column(TOTAL), self._areas
        whole, *apart = self._in_runs((TOTAL, *self.form.keys))
        if not apart and whole.startswith(total.partition(":")[0]):
            sign = f"(1-2*(COLUMN({whole})>COLUMN({total})))"
            return f"+SUMPRODUCT({left}*{sign},{whole})"
        others = "".join(f"-SUMPRODUCT({left}*(COLUMN({area})>0),{area})" for area in areas)
        return f"+SUMPRODUCT({left}*1,{total}){others}"

    def _left_empty(self, source: str) -> str:
        """Whether a row is a project with a total whose source (any, where none is named) is
        computed as what is left: for each row, true or false; nothing where none can be.
        """
        keys, rest = self.form.keys, self.form.rest
        if len(keys) < 2 or (source and rest not in (None, source)):
            return ""
        held = f"{self._counts}*{self._filled(TOTAL)}"
        empty = source or rest
        if empty:
            held += f"*(1-{self._filled(empty)})"
        if rest is None:
            held += f"*({'+'.join(map(self._filled, keys))}={len(keys) - 1})"
        return held

    def _filled(self, field: str) -> str:
        """Whether a number stands in a cell that holds a number, nothing or a dash."""
        column = self.column(field)
        return f'({column}<>"")*({column}<>"-")'

    def numbers_only(self) -> str:
        """Whether the money of these rows is numbers, nothing, or a dash for nothing."""
        return ",".join(
            f'COUNTA({area})=COUNT({area})+COUNTIF({area},"-")'
            for area in (self.column(TOTAL), *self._areas)
        )


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """A plan's table, and what formulas say of it, each written for the first row."""

    plan: Plan

    @property
    def digits(self) -> int:
        """How many decimals an amount can have."""
        return self.plan.unit.decimals

    @cached_property
    def plain(self) -> frozenset[int]:
        """The rows whose amounts are numbers or nothing."""
        return _plain_rows(self.plan, self.plan.form.amounts)

    @cached_property
    def _dashed(self) -> frozenset[int]:
        return _plain_rows(self.plan, self.plan.form.amounts, dashes=True)

    @cached_property
    def _unclear(self) -> Sequence[int]:
        return _unclear(self.plan)

    @cached_property
    def plain_months(self) -> frozenset[int]:
        """The rows whose months are numbers or nothing."""
        return _plain_rows(self.plan, ("start_month", "end_month"))

    @property
    def is_project(self) -> str:
        """Whether a row is a project's."""
        return f'{self.cell("level")}="Đề án"'

    @property
    def has_no_details(self) -> str:
        """Whether a row is a project's without details."""
        if not _has_details(self.plan):
            return self.is_project
        below = f"${self.plan.columns['level']}{self.plan.rows[0] + 1}"
        return f'AND({self.is_project},{below}<>"Chi tiết")'

    @property
    def counts(self) -> str:
        """Whether money counts on a row: a project's without details, or a detail's."""
        if not _has_details(self.plan):
            return self.is_project
        return f'OR({self.cell("level")}="Chi tiết",{self.has_no_details})'

    @cached_property
    def plain_and_counting(self) -> frozenset[int]:
        """The rows of ``plain`` that are no project's with details."""
        return self.plain - {project.row for project in self.plan.projects if project.details}

    def cell(self, field: str) -> str:
        """The cell of a field."""
        return f"${self.plan.columns[field]}{self.plan.rows[0]}"

    def cells(self, fields: Sequence[str]) -> str:
        """The cells of fields, those of neighbouring columns together."""
        first = self.plan.rows[0]
        numbers = sorted(column_number(self.plan.columns[field]) for field in fields)
        return ",".join(
            f"${column_letters(left)}{first}"
            + (f":${column_letters(right)}{first}" if right > left else "")
            for left, right in runs(numbers)
        )

    @property
    def sources(self) -> str:
        """The cells of the funding sources."""
        return self.cells(self.plan.form.keys)

    @property
    def beside_total(self) -> str:
        """By how much the total differs from the sum of the sources."""
        return f"{self.cell(TOTAL)}-SUM({self.sources})"

    @property
    def states_total(self) -> tuple[str, ...]:
        """Whether money counts on a row, its total is a number, and its sources are numbers or
        nothing.
        """
        total = self.cell(TOTAL)
        every = f"{total},{self.sources}"
        return self.counts, f"ISNUMBER({total})", f"COUNTA({every})=COUNT({every})"

    @property
    def is_left_over(self) -> str:
        """Whether a source is computed as what is left of the total; empty where none can be."""
        form = self.plan.form
        if form.rest is not None:
            return f"NOT(ISNUMBER({self.cell(form.rest)}))"
        count = len(form.keys)
        return f"COUNT({self.sources})={count - 1}" if count > 1 else ""

    @property
    def is_settled(self) -> str:
        """Whether no source is computed."""
        form = self.plan.form
        if form.rest is not None:
            return f"ISNUMBER({self.cell(form.rest)})"
        count = len(form.keys)
        return f"COUNT({self.sources})<>{count - 1}" if count > 1 else "TRUE"

    def on(self, field: str, *tests: str, rows: Collection[int], difference: str = "") -> Standing:
        """The condition on the cells of a field that all the tests hold."""
        letters = self.plan.columns[field]
        first, last = self.plan.rows
        area = f"{letters}{first}:{letters}{last}"
        return Standing(area, f"AND({','.join(tests)})", rows, field, difference)

    def stated(self, line: Line, top: int, bottom: int) -> Iterator[Standing]:
        """The conditions on the stated amounts of a line that sums the rows ``top`` to
        ``bottom``: one that differs from the sum. None where the levels of these rows do not tell
        on which of them money counts.
        """
        if not line.row or bottom < top or not line.stated:
            return
        if any(top <= row <= bottom for row in self._unclear):
            return
        detailed = _has_details(self.plan)
        summed = Rows(self.plan.columns, self.plan.form, top, bottom, detailed)
        plain = line.row in self.plain and all(
            row in self._dashed for row in range(top, bottom + 1)
        )
        for amount in self.plan.form.amounts:
            if line.stated.get(amount) is None:
                continue
            own = f"{self.plan.columns[amount]}{line.row}"
            difference = f"{own}-{summed.computed(amount)}"
            differs = f"ROUND({difference},{self.digits})<>0"
            formula = f"AND(ISNUMBER({own}),{summed.numbers_only()},{differs})"
            yield Standing(own, formula, (line.row,) if plain else (), amount, difference)


def _has_details(plan: Plan) -> bool:
    return any(project.details for project in plan.projects)


def _unclear(plan: Plan) -> Sequence[int]:
    """The rows of projects whose details have no money: these are no part of a sum, and look like
    others.
    """
    return [p.row for p in plan.projects if p.details and not p.is_detailed]


_LEVELS = frozenset(level.casefold() for level in LEVELS)
_NUMBERS = frozenset({int, float, type(None)})


def _plain_rows(plan: Plan, fields: Sequence[str], *, dashes: bool = False) -> frozenset[int]:
    """The rows whose cells in these columns hold numbers or nothing (with ``dashes``, also a dash),
    and whose level is written as the lists have it.
    """
    grid = plan.grid
    assert grid is not None
    columns = [column_number(plan.columns[field]) - 1 for field in fields]
    level = column_number(plan.columns["level"]) - 1
    width = 1 + max(level, *columns)
    first, last = plan.rows
    found = []
    for number, row in enumerate(grid.rows[first - 1 : last], first):
        whole = row if len(row) >= width else [*row, *[None] * (width - len(row))]
        held = [whole[column] for column in columns]
        if _is_level(whole[level]) and all(_is_plain(value, dashes) for value in held):
            found.append(number)
    return frozenset(found)


def _is_level(value: object) -> bool:
    return type(value) is str and value.casefold() in _LEVELS


def _is_plain(value: object, dashes: bool) -> bool:
    return type(value) in _NUMBERS or (dashes and value == "-")
