"""Conditions that a spreadsheet program keeps judging by itself: faults of arithmetic and of months
on ``DeAn``.

Each is a formula for the first cell of an area, relative to it. It is true for just the rows for
which the rule of the same code finds a fault, as long as the row's cells are numbers or empty; a
row with text in them is left to the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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
    writer = _Writer(plan)
    return "".join(
        f"{quote_sheet(plan.sheet)}!{piece}" if isinstance(piece, Ref) else piece.text
        for piece in tokenize(writer.sum("total", *plan.rows))
    )


def words_condition(plan: Plan, cell: str) -> str | None:
    """True while the amount in words in a cell is the one of now and no longer the grand total; by
    ``TOTAL_NAME``.
    """
    said = plan.particulars.get("Tổng cộng bằng chữ")
    read = read_words(str(said)) if said else None
    if read is None or not _has_sheet(plan):
        return None
    return f"AND(EXACT({cell},{string_literal(str(said))}),ROUND({TOTAL_NAME}*{plan.unit.dong}-({plain(read)}),0)<>0)"


def live_conditions(plan: Plan) -> tuple[Live, ...]:
    """The standing conditions of a plan's own sheet; none for a plan that was not read from one."""
    return tuple(_Writer(plan).conditions()) if _has_sheet(plan) else ()


def _has_sheet(plan: Plan) -> bool:
    needed = {"level", *AMOUNTS, "start_month", "end_month"}
    return (
        plan.grid is not None
        and not plan.appendix
        and needed <= plan.columns.keys()
        and plan.rows[1] >= plan.rows[0]
    )


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.first, self.last = plan.rows
        self.digits = plan.unit.decimals
        self.letters = plan.columns
        self.plain = _plain_rows(plan, AMOUNTS)
        self.dashed = _plain_rows(plan, AMOUNTS, dashes=True)

    def cell(self, field: str, row: int | None = None) -> str:
        """A cell of a row, by its field; the first row of the table where none is given."""
        return f"${self.letters[field]}{self.first if row is None else row}"

    def area(self, field: str) -> str:
        letters = self.letters[field]
        return f"{letters}{self.first}:{letters}{self.last}"

    def conditions(self) -> Iterator[Live]:
        is_project = f'{self.cell("level")}="Đề án"'
        sources = ",".join(self.cell(source) for source in SOURCES)
        four = ",".join(self.cell(amount) for amount in AMOUNTS)
        total = self.cell("total")
        numbers = f"COUNTA({four})=COUNT({four})"
        difference = f"{total}-SUM({sources})"
        yield Live(
            "A01",
            self.area("total"),
            f"AND({is_project},ISNUMBER({total}),{numbers},OR(COUNT({sources})=1,COUNT({sources})=3),"
            f"ROUND({difference},{self.digits})<>0)",
            self.plain,
            "total",
            difference,
        )
        yield Live(
            "A07", self.area("total"), f"AND({is_project},COUNTA({sources})=0)", self.plain, "total"
        )
        yield Live(
            "A06",
            self.area("total"),
            f"AND({is_project},ISNUMBER({total}),{numbers},COUNT({sources})=2,{difference}<0)",
            self.plain,
            "total",
        )
        for amount in AMOUNTS:
            own = self.cell(amount)
            yield Live(
                "A06", self.area(amount), f"AND(ISNUMBER({own}),{own}<0)", self.plain, amount
            )
            yield Live(
                "A09",
                self.area(amount),
                f"AND(ISNUMBER({own}),ROUND({own},{self.digits})<>ROUND({own},{self.digits + 3}))",
                self.plain,
                amount,
            )
        yield from self._months(is_project)
        yield from self._subtotals()

    def _months(self, is_project: str) -> Iterator[Live]:
        start, end = self.cell("start_month"), self.cell("end_month")
        rows = _plain_rows(self.plan, ("start_month", "end_month"))
        yield Live(
            "C01",
            self.area("start_month"),
            f"AND(ISNUMBER({start}),ISNUMBER({end}),{start}>{end},{start}<=12,{end}>=1)",
            rows,
            "start_month",
        )
        for month in ("start_month", "end_month"):
            own = self.cell(month)
            yield Live(
                "C02", self.area(month), f"AND(ISNUMBER({own}),OR({own}<1,{own}>12))", rows, month
            )
            yield Live("C03", self.area(month), f'AND({is_project},TRIM({own})="")', rows, month)

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
        stated = [amount for amount in AMOUNTS if line.stated.get(amount) is not None]
        if not stated or not line.row or bottom < top:
            return
        plain = line.row in self.plain and all(row in self.dashed for row in range(top, bottom + 1))
        for amount in stated:
            own = f"{self.letters[amount]}{line.row}"
            difference = f"{own}-{self.sum(amount, top, bottom)}"
            numbers = self._numbers_only(top, bottom)
            yield Live(
                code,
                own,
                f"AND(ISNUMBER({own}),{numbers},ROUND({difference},{self.digits})<>0)",
                (line.row,) if plain else (),
                amount,
                difference,
            )

    def sum(self, amount: str, top: int, bottom: int) -> str:
        """The computed sum of an amount over projects: a source left empty beside the total and the
        two others counts.
        """
        if amount == "total":
            return "(" + "+".join(self.sum(source, top, bottom) for source in SOURCES) + ")"

        def rows(field: str) -> str:
            return f"${self.letters[field]}${top}:${self.letters[field]}${bottom}"

        def summed(field: str, *numeric: str) -> str:
            wanted = "".join(f',{rows(name)},">-1E+300"' for name in numeric)
            return f'SUMIFS({rows(field)},{rows("level")},"Đề án"{wanted})'

        others = [source for source in SOURCES if source != amount]
        beside = ("total", *others)
        left_empty = "".join(
            f"{sign}({summed(name, *beside)}-{summed(name, *beside, amount)})"
            for name, sign in (("total", "+"), *((other, "-") for other in others))
        )
        return f"({summed(amount)}{left_empty})"

    def _numbers_only(self, top: int, bottom: int) -> str:
        """Whether the money of these rows is numbers, nothing, or a dash for nothing."""
        parts = []
        for field in AMOUNTS:
            rows = f"${self.letters[field]}${top}:${self.letters[field]}${bottom}"
            parts.append(f'COUNTA({rows})=COUNT({rows})+COUNTIF({rows},"-")')
        return ",".join(parts)


_LEVELS = frozenset(level.casefold() for level in LEVELS)


def _last_row(programme: Programme) -> int:
    return max([programme.row, *(project.row for project in programme.projects)])


def _plain_rows(plan: Plan, fields: Sequence[str], *, dashes: bool = False) -> frozenset[int]:
    """The rows whose cells in these columns hold numbers or nothing, and whose level is written as
    the lists have it.
    """
    grid = plan.grid
    assert grid is not None
    columns = [column_number(plan.columns[field]) - 1 for field in fields]
    level, last = column_number(plan.columns["level"]) - 1, max(columns)
    first = plan.rows[0]
    found = []
    for number, row in enumerate(grid.rows[first - 1 : plan.rows[1]], first):
        if len(row) <= max(level, last):
            row = [*row, *[None] * (1 + max(level, last) - len(row))]
        said = row[level]
        if (
            type(said) is str
            and said.casefold() in _LEVELS
            and all(
                type(row[column]) in _NUMBERS or (dashes and row[column] == "-")
                for column in columns
            )
        ):
            found.append(number)
    return frozenset(found)


_NUMBERS = frozenset({int, float, type(None)})
