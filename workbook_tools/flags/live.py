"""Conditions that a spreadsheet program keeps judging by itself: faults of arithmetic and of months
on ``DeAn``.

Each is a formula for the first cell of an area, relative to it. It is true for just the rows for
which the rule of the same code finds a fault, as long as the row's cells are numbers or empty; a
row with text in them is left to the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.check.register import Severity
from workbook_tools.check.rules import RULES
from workbook_tools.excel.cells import quote_sheet
from workbook_tools.excel.formula import Ref, string_literal, tokenize
from workbook_tools.place import column_number
from workbook_tools.plan.form import AMOUNTS, LEVELS, SOURCES
from workbook_tools.plan.model import Line, Plan, Programme
from workbook_tools.plan.money import plain
from workbook_tools.plan.words import read_words


@dataclass(frozen=True, slots=True)
class Live:
    """A standing condition: the rule that it stands for, its area, its formula, the rows whose
    faults it shows.

    ``difference`` is what the formula holds to be zero, where the fault is a difference.
    """

    code: str
    area: str
    formula: str
    rows: Collection[int]
    field: str
    difference: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of the rule."""
        return RULES[self.code].severity


TOTAL_NAME = "_kehoach.tong"
"""The hidden name of the computed grand total: a conditional format may refer to another sheet by
way of a name only.
"""


def total_formula(plan: Plan) -> str | None:
    """The computed grand total of the plan's own sheet as a formula, for ``TOTAL_NAME``; ``None``
    without such a sheet.
    """
    if not _has_sheet(plan):
        return None
    total = _Rows(plan.columns, *plan.rows).computed("total")
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
    if read is None or not _has_sheet(plan):
        return None
    unchanged = f"EXACT({cell},{string_literal(str(said))})"
    difference = f"{TOTAL_NAME}*{plan.unit.dong}-({plain(read)})"
    return f"AND({unchanged},ROUND({difference},0)<>0)"


def live_conditions(plan: Plan) -> tuple[Live, ...]:
    """The standing conditions of a plan's own sheet; none for a plan that was not read from one."""
    return tuple(_Conditions(plan).all()) if _has_sheet(plan) else ()


def _has_sheet(plan: Plan) -> bool:
    needed = {"level", *AMOUNTS, "start_month", "end_month"}
    return (
        plan.grid is not None
        and not plan.appendix
        and needed <= plan.columns.keys()
        and plan.rows[1] >= plan.rows[0]
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some rows of the table, and what formulas say of them; ``letters`` are its columns."""

    letters: Mapping[str, str]
    top: int
    bottom: int

    def column(self, field: str) -> str:
        """The cells of a field."""
        return f"${self.letters[field]}${self.top}:${self.letters[field]}${self.bottom}"

    def computed(self, amount: str) -> str:
        """The computed sum of an amount over projects: a source left empty beside the total and the
        two others counts.
        """
        if amount == "total":
            return "(" + "+".join(self.computed(source) for source in SOURCES) + ")"
        others = [source for source in SOURCES if source != amount]
        beside = ("total", *others)
        signs = {"total": "+"} | dict.fromkeys(others, "-")
        left_empty = "".join(
            f"{sign}({self._summed(name, *beside)}-{self._summed(name, *beside, amount)})"
            for name, sign in signs.items()
        )
        return f"({self._summed(amount)}{left_empty})"

    def _summed(self, field: str, *numeric: str) -> str:
        """The sum of a field over those projects that have numbers in all these other fields."""
        wanted = "".join(f',{self.column(name)},">-1E+300"' for name in numeric)
        return f'SUMIFS({self.column(field)},{self.column("level")},"Đề án"{wanted})'

    def numbers_only(self) -> str:
        """Whether the money of these rows is numbers, nothing, or a dash for nothing."""
        columns = [self.column(amount) for amount in AMOUNTS]
        return ",".join(
            f'COUNTA({column})=COUNT({column})+COUNTIF({column},"-")' for column in columns
        )


class _Conditions:
    """The standing conditions of a plan's table, each written for the first row of its area."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.first, self.last = plan.rows
        self.digits = plan.unit.decimals
        self.letters = plan.columns
        self.plain = _plain_rows(plan, AMOUNTS)
        self.dashed = _plain_rows(plan, AMOUNTS, dashes=True)
        self.is_project = f'{self.cell("level")}="Đề án"'

    def cell(self, field: str) -> str:
        """The cell of a field in the first row of the table."""
        return f"${self.letters[field]}{self.first}"

    def area(self, field: str) -> str:
        """The cells of a field in all rows of the table."""
        letters = self.letters[field]
        return f"{letters}{self.first}:{letters}{self.last}"

    def all(self) -> Iterator[Live]:
        """Every condition; of two on a cell the earlier one shows."""
        yield from self._totals()
        for amount in AMOUNTS:
            yield from self._amounts(amount)
        yield from self._months()
        yield from self._subtotals()

    def _on(
        self, code: str, field: str, *tests: str, rows: Collection[int], difference: str = ""
    ) -> Live:
        """A condition on the cells of a field: all the tests hold."""
        return Live(code, self.area(field), f"AND({','.join(tests)})", rows, field, difference)

    def _totals(self) -> Iterator[Live]:
        """The total of a project beside its sources."""
        total = self.cell("total")
        sources = ",".join(self.cell(source) for source in SOURCES)
        four = ",".join(self.cell(amount) for amount in AMOUNTS)
        difference = f"{total}-SUM({sources})"
        stated = (self.is_project, f"ISNUMBER({total})", f"COUNTA({four})=COUNT({four})")
        one_or_all = f"OR(COUNT({sources})=1,COUNT({sources})=3)"
        differs = f"ROUND({difference},{self.digits})<>0"
        below = (f"COUNT({sources})=2", f"{difference}<0")
        empty = f"COUNTA({sources})=0"
        rows = self.plain
        yield self._on(
            "A01", "total", *stated, one_or_all, differs, rows=rows, difference=difference
        )
        yield self._on("A07", "total", self.is_project, empty, rows=rows)
        yield self._on("A06", "total", *stated, *below, rows=rows)

    def _amounts(self, amount: str) -> Iterator[Live]:
        """An amount by itself: below nothing, or finer than the unit allows."""
        own, digits = self.cell(amount), self.digits
        number = f"ISNUMBER({own})"
        finer = f"ROUND({own},{digits})<>ROUND({own},{digits + 3})"
        yield self._on("A06", amount, number, f"{own}<0", rows=self.plain)
        yield self._on("A09", amount, number, finer, rows=self.plain)

    def _months(self) -> Iterator[Live]:
        """The months of a line: one after the other, within the year, there at all."""
        start, end = self.cell("start_month"), self.cell("end_month")
        rows = _plain_rows(self.plan, ("start_month", "end_month"))
        numbers = (f"ISNUMBER({start})", f"ISNUMBER({end})")
        crossed = (f"{start}>{end}", f"{start}<=12", f"{end}>=1")
        yield self._on("C01", "start_month", *numbers, *crossed, rows=rows)
        for month in ("start_month", "end_month"):
            own = self.cell(month)
            outside = f"OR({own}<1,{own}>12)"
            yield self._on("C02", month, f"ISNUMBER({own})", outside, rows=rows)
            yield self._on("C03", month, self.is_project, f'TRIM({own})=""', rows=rows)

    def _subtotals(self) -> Iterator[Live]:
        """A condition for every stated subtotal and grand total, over the rows that it sums."""
        for section in self.plan.sections:
            last = max([section.row, *(_last_row(programme) for programme in section.programmes)])
            yield from self._stated("A02", section, section.row + 1, last)
            for programme in section.programmes:
                yield from self._stated("A02", programme, programme.row + 1, _last_row(programme))
        if self.plan.stated is not None:
            yield from self._stated("A03", self.plan.stated, self.first, self.plan.stated.row - 1)

    def _stated(self, code: str, line: Line, top: int, bottom: int) -> Iterator[Live]:
        """The conditions on the stated amounts of a line that sums the rows ``top`` to
        ``bottom``.
        """
        stated = [amount for amount in AMOUNTS if line.stated.get(amount) is not None]
        if not stated or not line.row or bottom < top:
            return
        summed = _Rows(self.letters, top, bottom)
        plain = line.row in self.plain and all(row in self.dashed for row in range(top, bottom + 1))
        for amount in stated:
            own = f"{self.letters[amount]}{line.row}"
            difference = f"{own}-{summed.computed(amount)}"
            differs = f"ROUND({difference},{self.digits})<>0"
            formula = f"AND(ISNUMBER({own}),{summed.numbers_only()},{differs})"
            yield Live(code, own, formula, (line.row,) if plain else (), amount, difference)


_LEVELS = frozenset(level.casefold() for level in LEVELS)
_NUMBERS = frozenset({int, float, type(None)})


def _last_row(programme: Programme) -> int:
    return max([programme.row, *(project.row for project in programme.projects)])


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
