"""Typed rows → sections, programmes, projects: the same reading for the accountant's sheet and for
any appendix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from workbook_tools.error_kinds import TOO_MANY_DIGITS
from workbook_tools.errors import InputError
from workbook_tools.place import Place
from workbook_tools.plan.form import AMOUNTS
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.plan.model import (
    Funding,
    Line,
    Norm,
    Programme,
    Project,
    Remark,
    Section,
    Unread,
)
from workbook_tools.plan.money import Unit, format_amount, plain
from workbook_tools.plan.numerals import Numeral, decide, read_numeral
from workbook_tools.read import values

TOO_LARGE = Decimal(10) ** 15
"""From here Excel cannot hold an amount to the last digit."""

_DASHES = ("-", "–", "—")


class TypedRow(NamedTuple):
    """A row of the table: its number on the sheet, its level (``Cấp``), its values."""

    number: int
    level: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Lines:
    """What typed rows became. Projects outside any programme stand under one whose ``row`` is 0,
    likewise sections.
    """

    sections: tuple[Section, ...]
    total: Line | None
    remarks: tuple[Remark, ...]
    unread: tuple[Unread, ...]


def read_lines(
    grid: Grid,
    rows: Sequence[TypedRow],
    columns: Mapping[str, int],
    unit: Unit,
    *,
    year: int | None = None,
    norms: Mapping[str, Norm] | None = None,
) -> Lines:
    """Read rows in the order of the table. ``columns`` maps a line's fields to columns.

    A value that its column cannot hold is left out and listed in ``unread``. Raises ``InputError``
    for an amount that Excel cannot hold exactly.
    """
    return _Reader(grid, columns, unit, year, norms or {}).read(rows)


@dataclass(slots=True)
class _ProgrammeDraft:
    """A programme while its projects are being read; without ``fields`` where no row names it."""

    fields: dict[str, Any] = field(default_factory=dict)
    projects: list[Project] = field(default_factory=list)

    def done(self) -> Programme:
        return Programme(**self.fields, projects=tuple(self.projects))


@dataclass(slots=True)
class _SectionDraft:
    """A section while its programmes are being read; without ``fields`` where no row names it."""

    fields: dict[str, Any] = field(default_factory=dict)
    programmes: list[_ProgrammeDraft] = field(default_factory=list)

    def done(self) -> Section:
        return Section(
            **self.fields, programmes=tuple(programme.done() for programme in self.programmes)
        )


class _Text(NamedTuple):
    """An amount typed as text: where its row stands among the rows, its cell, what it may mean."""

    at: int
    place: Place
    typed: str
    numeral: Numeral


@dataclass(frozen=True)
class _Reader:
    """Reads rows one after the other; what it finds on the way gathers in its lists."""

    grid: Grid
    columns: Mapping[str, int]
    unit: Unit
    year: int | None
    norms: Mapping[str, Norm]
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @cached_property
    def months(self) -> Mapping[str, int]:
        """The columns that hold months."""
        return {name: at for name, at in self.columns.items() if name.endswith("_month")}

    @cached_property
    def texts(self) -> Mapping[str, int]:
        """The columns that hold text."""
        others = {*AMOUNTS, "level", *self.months}
        return {name: at for name, at in self.columns.items() if name not in others}

    def read(self, rows: Sequence[TypedRow]) -> Lines:
        """The lines of all rows."""
        by_column = [self._amounts(rows, name) for name in AMOUNTS]
        sections: list[_SectionDraft] = []
        total: Line | None = None
        for row, amounts in zip(rows, zip(*by_column, strict=True), strict=True):
            fields = self._fields(row) | {"stated": Funding(*amounts), "row": row.number}
            if row.level == "Tổng cộng":
                total = Line(**fields)
            else:
                self._add(sections, row.level, fields)
        return Lines(
            tuple(section.done() for section in sections),
            total,
            tuple(self.remarks),
            tuple(self.unread),
        )

    def _add(self, sections: list[_SectionDraft], level: str, fields: dict[str, Any]) -> None:
        """Put a line where its level says: a project under the last programme, a programme under
        the last section, under new ones without a row where there are none.
        """
        if level == "Mục":
            sections.append(_SectionDraft(fields))
            return
        if not sections:
            sections.append(_SectionDraft())
        programmes = sections[-1].programmes
        if level == "Chương trình":
            programmes.append(_ProgrammeDraft(fields))
            return
        if not programmes:
            programmes.append(_ProgrammeDraft())
        programmes[-1].projects.append(
            Project(
                **fields,
                norm=self.norms.get(fields["norm_code"]),
                legal_basis=fields["note"] or programmes[-1].fields.get("note", ""),
            )
        )

    # ---------------------------------------------------------------------------------------- money

    def _amounts(self, rows: Sequence[TypedRow], name: str) -> list[Decimal | None]:
        """A column's amounts together, so that one cell's neighbours can settle how it is read."""
        column = self.columns.get(name)
        if column is None:
            return [None] * len(rows)
        found: list[Decimal | None] = []
        texts: list[_Text] = []
        for at, row in enumerate(rows):
            value = values.at(row.values, column)
            amount = self._typed(row.number, column, value)
            if amount is not None and (row.number, column) in self.grid.percents:
                self._misplaced(row.number, name, f"{format_amount(amount * 100)}%")
                found.append(None)
                continue
            found.append(amount)
            if amount is None and not _is_empty(value):
                numeral = self._numeral(row.number, name, value)
                if numeral is not None:
                    place = self.grid.place(row.number, column)
                    texts.append(_Text(at, place, str(value), numeral))
        typed = [value for value in found if value is not None]
        numerals = [text.numeral for text in texts]
        for text in texts:
            found[text.at] = self._decided(text, numerals, typed)
        return found

    def _typed(self, row: int, column: int, value: object) -> Decimal | None:
        """The amount of a cell that holds a number; ``None`` for any other cell. Raises
        ``InputError`` for one that Excel cannot hold exactly.
        """
        if isinstance(value, Decimal):
            return value
        if type(value) is not float and type(value) is not int:
            return None
        amount = values.decimal(value)
        if abs(amount) >= TOO_LARGE:
            raise InputError(TOO_MANY_DIGITS, self.grid.place(row, column), number=plain(amount))
        return amount

    def _numeral(self, row: int, name: str, value: object) -> Numeral | None:
        """What a text in a column of money may mean; ``None`` where it is a dash, which is
        remarked, or no amount, which is kept aside.
        """
        if _is_dash(value):
            self.remarks.append(
                Remark(
                    self.grid.place(row, self.columns[name]),
                    str(value),
                    "ô trống",
                    "gạch ngang thay cho số không có",
                )
            )
            return None
        numeral = read_numeral(value) if isinstance(value, str) else None
        if numeral is None or abs(numeral.value) >= TOO_LARGE:
            self._misplaced(row, name, value)
            return None
        return numeral

    def _decided(self, text: _Text, column: Sequence[Numeral], typed: Sequence[Decimal]) -> Decimal:
        """The amount that a text means among the texts and the typed numbers of its column, in the
        plan's unit. The decision is remarked.
        """
        decision = decide(text.numeral, column, typed)
        amount = decision.value
        if text.numeral.unit is not None:
            amount = amount * text.numeral.unit.dong / self.unit.dong
        read_as = f"{plain(amount)} {self.unit.name}"
        self.remarks.append(Remark(text.place, text.typed, read_as, decision.evidence))
        return amount

    def _misplaced(self, row: int, name: str, value: object) -> None:
        self.unread.append(Unread(self.grid.place(row, self.columns[name]), name, value, row))

    # --------------------------------------------------------------------------------------- fields

    def _fields(self, row: TypedRow) -> dict[str, Any]:
        fields: dict[str, Any] = {"norm_code": "", "note": ""}
        for name, column in self.texts.items():
            fields[name] = values.text(values.at(row.values, column))
        for name, column in self.months.items():
            fields[name] = self._month(row.number, name, values.at(row.values, column))
        return fields

    def _month(self, row: int, name: str, value: object) -> int | None:
        if _is_empty(value) or _is_dash(value):
            return None
        found = values.month(value, self.year)
        if found is None:
            self._misplaced(row, name, value)
        return found


def _is_empty(value: object) -> bool:
    """Whether a cell says nothing: empty, blanks, or an error, which stays on the grid."""
    if isinstance(value, str):
        return isinstance(value, ErrorValue) or not value.strip()
    return value is None


def _is_dash(value: object) -> bool:
    """Whether a dash stands in a cell, as offices write for what there is none of."""
    return isinstance(value, str) and value.strip() in _DASHES
