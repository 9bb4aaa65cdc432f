"""Typed rows → sections, programmes, projects: the same reading for the accountant's sheet and for
any appendix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from workbook_tools.error_kinds import TEXT_TOO_LONG, TOO_MANY_DIGITS
from workbook_tools.errors import InputError
from workbook_tools.place import Place
from workbook_tools.plan.form import DEFAULT_FORM, Form
from workbook_tools.plan.grid import ErrorValue, Grid
from workbook_tools.plan.model import (
    LIKELY,
    SURE,
    UNSURE,
    Detail,
    Funding,
    Line,
    Norm,
    Programme,
    Project,
    Remark,
    Section,
    Unread,
)
from workbook_tools.plan.money import Unit, format_amount, grouped
from workbook_tools.plan.numerals import Numeral, decide, read_numeral
from workbook_tools.read import values
from workbook_tools.read.periods import end_month, later_end, period
from workbook_tools.read.vocabulary import UNSPLIT as UNSPLIT_SOURCE

TOO_LARGE = Decimal(10) ** 15
"""From here Excel cannot hold an amount to the last digit."""

_DASHES = ("-", "–", "—", "không", "không có")
UNSPLIT = UNSPLIT_SOURCE.key

LONGEST_TEXT = 32_767
"""What a cell can hold."""

_LONGEST_NUMBER = 40
"""No more of a number is told."""


class TypedRow(NamedTuple):
    """A row of the table: its number on the sheet, its level (``Cấp``), its values; the row where
    its money stands, if that is another one; ``alone``: a project that stands under nothing.
    """

    number: int
    level: str
    values: Sequence[Any]
    stated_row: int = 0
    alone: bool = False

    @property
    def money_row(self) -> int:
        """The row where its money stands."""
        return self.stated_row or self.number


@dataclass(frozen=True, slots=True)
class Lines:
    """What typed rows became. Projects outside any programme stand under one whose ``row`` is 0,
    likewise sections.
    """

    sections: tuple[Section, ...]
    total: Line | None
    remarks: tuple[Remark, ...]
    unread: tuple[Unread, ...]
    decisions: tuple[Remark, ...] = ()


def read_lines(
    grid: Grid,
    rows: Sequence[TypedRow],
    columns: Mapping[str, int],
    unit: Unit,
    *,
    year: int | None = None,
    norms: Mapping[str, Norm] | None = None,
    form: Form = DEFAULT_FORM,
) -> Lines:
    """Read rows in the order of the table. ``columns`` maps a line's fields to columns, and the
    headings of the form's further columns to theirs.

    A value that its column cannot hold is left out and listed in ``unread``. Raises ``InputError``
    for an amount that Excel cannot hold exactly.
    """
    return _Reader(grid, columns, unit, year, norms or {}, form).read(rows)


@dataclass(slots=True, eq=False, repr=False)
class _ProjectDraft:
    """A project while its details are being read."""

    fields: dict[str, Any]
    form: Form
    details: list[Detail] = field(default_factory=list)

    def done(self) -> Project:
        return Project(**self.fields, form=self.form, details=tuple(self.details))


@dataclass(slots=True, eq=False, repr=False)
class _ProgrammeDraft:
    """A programme while its projects are being read; without ``fields`` where no row names it.
    Only the ``last`` project may get more details.
    """

    fields: dict[str, Any]
    form: Form
    before: list[Project] = field(default_factory=list)
    last: _ProjectDraft | None = None

    def begin(self, fields: dict[str, Any]) -> None:
        """The next project."""
        if self.last is not None:
            self.before.append(self.last.done())
        self.last = _ProjectDraft(fields, self.form)

    def done(self, section: Mapping[str, Any]) -> Programme:
        last = () if self.last is None else (self.last.done(),)
        projects = (*self.before, *last)
        tt, name = section.get("tt", ""), section.get("name", "")
        if self.fields:
            return Programme(**self.fields, form=self.form, projects=projects, under_tt=tt)
        return Programme(form=self.form, projects=projects, under_tt=tt, under=name)


@dataclass(slots=True, eq=False, repr=False)
class _SectionDraft:
    """A section while its programmes are being read; without ``fields`` where no row names it."""

    fields: dict[str, Any]
    form: Form
    programmes: list[_ProgrammeDraft] = field(default_factory=list)

    def done(self) -> Section:
        programmes = tuple(programme.done(self.fields) for programme in self.programmes)
        return Section(**self.fields, form=self.form, programmes=programmes)


class _Text(NamedTuple):
    """An amount typed as text: where its row stands among the rows, its cell, what it may mean."""

    at: int
    place: Place
    typed: str
    numeral: Numeral


@dataclass(frozen=True, eq=False, repr=False)
class _Reader:
    """Reads rows one after the other; what it finds on the way gathers in its lists."""

    grid: Grid
    columns: Mapping[str, int]
    unit: Unit
    year: int | None
    norms: Mapping[str, Norm]
    form: Form
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    decisions: list[Remark] = field(default_factory=list)

    @cached_property
    def months(self) -> Mapping[str, int]:
        """The columns that hold months."""
        return {name: at for name, at in self.columns.items() if name.endswith("_month")}

    @cached_property
    def texts(self) -> Mapping[str, int]:
        """The columns that hold text."""
        others = {*self.form.amounts, *self.form.further, "level", *self.months}
        return {name: at for name, at in self.columns.items() if name not in others}

    @cached_property
    def further(self) -> Mapping[str, int]:
        """The user's own columns, by their headings."""
        return {name: self.columns[name] for name in self.form.further if name in self.columns}

    def read(self, rows: Sequence[TypedRow]) -> Lines:
        """The lines of all rows."""
        by_column = [self._amounts(rows, name) for name in self.form.amounts]
        sections: list[_SectionDraft] = []
        total: Line | None = None
        for row, amounts in zip(rows, zip(*by_column, strict=True), strict=True):
            fields = self._fields(row)
            fields |= {"stated": self._stated(row.level, amounts), "row": row.number}
            if row.stated_row:
                fields["stated_row"] = row.stated_row
            if row.level == "Tổng cộng":
                total = Line(**fields)
                continue
            if row.alone:
                self._begin_anew(sections, row.level)
            self._add(sections, "Đề án" if row.alone else row.level, fields)
        return Lines(
            tuple(section.done() for section in sections),
            total,
            tuple(self.remarks),
            tuple(self.unread),
            tuple(self.decisions),
        )

    def _stated(self, level: str, amounts: Sequence[Decimal | None]) -> Funding:
        """The funding of a row's amounts; a project's total alone is that of the source that stands
        for none, where the form has it.
        """
        pairs = zip(self.form.keys, amounts[1:], strict=True)
        stated = {key: value for key, value in pairs if value is not None}
        alone = amounts[0] is not None and not stated and level != "Tổng cộng"
        if alone and UNSPLIT in self.form.keys:
            return Funding(amounts[0], {UNSPLIT: amounts[0] or Decimal(0)})
        return Funding(amounts[0], stated)

    def _begin_anew(self, sections: list[_SectionDraft], level: str) -> None:
        """Begin a section or a programme that no row names, for a project that stands beside those
        of this level.
        """
        if level == "Mục" or not sections:
            sections.append(_SectionDraft({}, self.form))
        sections[-1].programmes.append(_ProgrammeDraft({}, self.form))

    def _add(self, sections: list[_SectionDraft], level: str, fields: dict[str, Any]) -> None:
        """Put a line where its level says: a project under the last programme, a programme under
        the last section, under new ones without a row where there are none.
        """
        form = self.form
        if level == "Mục":
            sections.append(_SectionDraft(fields, form))
            return
        if not sections:
            sections.append(_SectionDraft({}, form))
        programmes = sections[-1].programmes
        if level == "Chương trình":
            programmes.append(_ProgrammeDraft(fields, form))
            return
        if not programmes:
            programmes.append(_ProgrammeDraft({}, form))
        programme = programmes[-1]
        if level == "Chi tiết" and programme.last is not None:
            programme.last.details.append(Detail(**fields, form=form))
            return
        if level == "Chi tiết":
            place = self.grid.place(fields["row"], self.columns.get("level", 1))
            self.decisions.append(Remark(place, level, "Đề án", "phía trên không có đề án nào"))
        fields["norm"] = self.norms.get(fields["norm_code"])
        fields["legal_basis"] = fields["note"] or programme.fields.get("note", "")
        programme.begin(fields)

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
            amount = self._typed(row.money_row, column, value)
            if amount is not None and (row.money_row, column) in self.grid.percents:
                self._misplaced(row.money_row, name, f"{format_amount(amount * 100)}%")
                found.append(None)
                continue
            found.append(amount)
            if amount is None and not _is_empty(value):
                numeral = self._numeral(row.money_row, name, value)
                if numeral is not None:
                    place = self.grid.place(row.money_row, column)
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
            said = format_amount(amount)
            if len(said) > _LONGEST_NUMBER:
                said = f"{said[:_LONGEST_NUMBER]}…"
            raise InputError(TOO_MANY_DIGITS, self.grid.place(row, column), number=said)
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
                    sure=SURE,
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
        read_as = f"{format_amount(amount)} {self.unit.said}"
        sure = SURE if decision.told else UNSURE if decision.blind else LIKELY
        self.remarks.append(Remark(text.place, text.typed, read_as, decision.evidence, sure=sure))
        return amount

    def _misplaced(self, row: int, name: str, value: object) -> None:
        self.unread.append(Unread(self.grid.place(row, self.columns[name]), name, value, row))

    # --------------------------------------------------------------------------------------- fields

    def _fields(self, row: TypedRow) -> dict[str, Any]:
        """What a row says but for its money. Raises ``InputError`` for a text too long."""
        fields: dict[str, Any] = {"norm_code": "", "note": ""}
        for name, column in self.texts.items():
            held = values.at(row.values, column)
            said = fields[name] = values.line_number(held) if name == "tt" else values.text(held)
            if len(said) > LONGEST_TEXT:
                place = self.grid.place(row.number, column)
                raise InputError(TEXT_TOO_LONG, place, length=grouped(len(said)))
        for name, column in self.months.items():
            value = values.at(row.values, column)
            fields[name] = self._month(row.number, name, value)
            if name == "end_month" and fields[name] is not None:
                fields["end_later"] = later_end(value, self.year)
        if self.further:
            held = {name: _own(values.at(row.values, at)) for name, at in self.further.items()}
            fields["further"] = {name: value for name, value in held.items() if value is not None}
        return fields

    def _month(self, row: int, name: str, value: object) -> int | None:
        """The month that a cell says, or a column of periods (Quý II - Quý IV) has at this end;
        what is no month is kept aside.
        """
        if _is_empty(value) or _is_dash(value):
            return None
        in_one = self.columns.get("start_month") == self.columns.get("end_month")
        found = None if in_one else values.month(value, self.year)
        if found is not None:
            return found
        ends = name == "end_month"
        said = period(value, self.year)
        if said is not None:
            found = said.last if ends else said.first
        elif ends and not in_one:
            found = end_month(value, self.year)
        if found is not None:
            self._worded(row, name, value, found)
        elif not (in_one and ends):
            self._misplaced(row, name, value)
        return found

    def _worded(self, row: int, name: str, value: object, month: int) -> None:
        """Remark how a month that is said in words was read; of an end its year, too."""
        later = later_end(value, self.year) if name == "end_month" else ""
        read_as = f"tháng {month}" if not later else f"kéo dài nhiều năm, đến {later}"
        place = self.grid.place(row, self.columns[name])
        self.decisions.append(
            Remark(place, values.shown(value), read_as, "thời gian viết bằng chữ", sure=SURE)
        )


def _own(value: object) -> object:
    """What stands in a column of the user's own: a number, a date or a text, as typed."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return values.decimal(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date | Decimal):
        return value
    return values.text(value) or None


def _is_empty(value: object) -> bool:
    """Whether a cell says nothing: empty, blanks, or an error, which stays on the grid."""
    if isinstance(value, str):
        return isinstance(value, ErrorValue) or not value.strip()
    return value is None


def _is_dash(value: object) -> bool:
    """Whether a dash stands in a cell, as offices write for what there is none of."""
    return isinstance(value, str) and values.text(value).casefold() in _DASHES
