"""The plan: sections hold programmes, programmes hold projects, and every amount is a ``Decimal``.

A plan is immutable. Amounts are in the plan's own unit (``Plan.unit``). Each line remembers the row
it was typed in, and the plan remembers the columns, so that any value can be traced to its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from workbook_tools.place import Place, column_number
from workbook_tools.plan.form import DEFAULT_FORM, KNOWN_FURTHER, KNOWN_KEYS, TOTAL, Form, Source
from workbook_tools.plan.grid import ErrorValue, Grid, OutsideLink, Pointer
from workbook_tools.plan.money import DONG, Unit

if TYPE_CHECKING:
    import pandas

ZERO = Decimal(0)


_NOTHING: Mapping[str, Decimal] = {}
_NONE: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Funding:
    """The amounts that a line states, in the plan's unit: its total, and its sources by what they
    are called inside; ``None`` where the cell was left empty.
    """

    total: Decimal | None = None
    sources: Mapping[str, Decimal] = field(default_factory=lambda: _NOTHING)

    def get(self, amount: str) -> Decimal | None:
        """The amount of that name (one of ``Form.amounts``)."""
        return self.total if amount == TOTAL else self.sources.get(amount)

    def __bool__(self) -> bool:
        return self.total is not None or bool(self.sources)

    @classmethod
    def of(cls, total: Decimal | None = None, **sources: Decimal | None) -> Funding:
        """The funding of a total and of sources by name, those that are empty left out."""
        return cls(total, {key: value for key, value in sources.items() if value is not None})


class Summed:
    """What has computed amounts: a project, whatever sums projects up, and the plan itself.

    ``summed["KCX"]`` is the amount of a source (by itself, its ``Mã`` or what it is called inside),
    or what stands in a further column of the user's under that heading.
    """

    __slots__ = ()

    form: Form

    @property
    def amounts(self) -> Mapping[str, Decimal]:
        """The amounts by name (``Form.amounts``)."""
        raise NotImplementedError

    def __getitem__(self, name: object) -> object:
        amount = self.form.amount(name)
        if amount is not None:
            return self.amounts[amount]
        if name not in self.form.further and name not in KNOWN_FURTHER:
            raise KeyError(name)
        return self._further(str(name))

    def _further(self, heading: str) -> object:
        """What stands in a further column: the sum of all projects' numbers there."""
        raise NotImplementedError

    @property
    def total(self) -> Decimal:
        """Tổng KP thực hiện."""
        return self.amounts[TOTAL]

    @property
    def own(self) -> Decimal:
        """What no state budget pays: the sum of all other sources."""
        return sum((self.amounts[key] for key in self.form.own), ZERO)

    @property
    def national(self) -> Decimal:
        """KPKC QG; 0 where the plan has no such source."""
        return self.amounts.get("national", ZERO)

    @property
    def province(self) -> Decimal:
        """KPKC ĐP; 0 where the plan has no such source."""
        return self.amounts.get("province", ZERO)

    @property
    def beneficiary(self) -> Decimal:
        """KP đơn vị thụ hưởng; 0 where the plan has no such source."""
        return self.amounts.get("beneficiary", ZERO)

    @property
    def other(self) -> Decimal:
        """Nguồn khác; 0 where the plan has no such source."""
        return self.amounts.get("other", ZERO)


def amount_of(summed: Summed, amount: str) -> Decimal:
    """The computed amount of that name (one of ``Form.amounts``); 0 for a source that everybody
    knows and the plan has not. Raises ``KeyError`` for any other.
    """
    value = summed.amounts.get(amount)
    if value is None and amount not in KNOWN_KEYS:
        raise KeyError(amount)
    return value or ZERO


def summed_amounts(parts: Iterable[Summed], form: Form) -> Mapping[str, Decimal]:
    """The sums of the parts' amounts."""
    sums = dict.fromkeys(form.amounts, ZERO)
    for part in parts:
        for name, value in part.amounts.items():
            sums[name] += value
    return sums


def further_sum(projects: Iterable[Project], heading: str) -> Decimal:
    """The sum of the numbers that projects have in a further column."""
    held = (project[heading] for project in projects)
    return sum((value for value in held if isinstance(value, Decimal)), ZERO)


def _funded(stated: Funding, form: Form) -> tuple[Mapping[str, Decimal], str | None]:
    """The amounts of a line that states its own money, and the one source that is computed as its
    total less the others: the only empty one, or the one that the form allows alone.
    """
    given = stated.sources
    amounts: dict[str, Decimal] = {TOTAL: ZERO}
    empty: list[str] = []
    for key in form.keys:
        value = given.get(key)
        if value is None:
            empty.append(key)
        amounts[key] = value or ZERO
    whole = sum(amounts.values(), ZERO)
    if not form.keys:
        return {TOTAL: stated.total or ZERO}, None
    balancing = form.balanced(empty) if stated.total is not None else None
    if balancing is not None and stated.total is not None:
        amounts[balancing] = stated.total - whole
        whole = stated.total
    amounts[TOTAL] = whole
    return amounts, balancing


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One typed row of ``DeAn``; ``stated`` is what its money cells say, ``row`` where it stands
    (from 1), ``stated_row`` where its money stands, if that is another row (Cộng mục I).
    ``end_month`` is the last month in the plan's year, ``end_later`` the end of a project of
    several years (``12/2028``), whose ``end_month`` is December.
    """

    tt: str = ""
    name: str = ""
    executing_unit: str = ""
    goal: str = ""
    result: str = ""
    start_month: int | None = None
    end_month: int | None = None
    end_later: str = ""
    stated: Funding = Funding()
    note: str = ""
    norm_code: str = ""
    quantity: str = ""
    further: Mapping[str, object] = field(default_factory=lambda: _NONE)
    row: int = 0
    stated_row: int = 0

    @property
    def end(self) -> int | str | None:
        """When it ends, as it is shown: a month of the plan's year, or month and year."""
        return self.end_later or self.end_month

    @property
    def is_typed(self) -> bool:
        """Whether a row says it: what only holds projects that stand under nothing has none."""
        return bool(self.row or self.tt or self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail(Line, Summed):
    """A part of a project (chi tiết), e.g. one beneficiary: where any states money, the project's
    is theirs.
    """

    form: Form = DEFAULT_FORM
    balancing: Source | None = field(init=False)
    amounts: Mapping[str, Decimal] = field(init=False)

    def __post_init__(self) -> None:
        amounts, balancing = _funded(self.stated, self.form)
        object.__setattr__(self, "amounts", amounts)
        object.__setattr__(
            self, "balancing", None if balancing is None else self.form.source(balancing)
        )

    def _further(self, heading: str) -> object:
        return self.further.get(heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Line, Summed):
    """A project (đề án). Its typed money counts, unless its details state theirs.

    ``balancing`` is the one source that is computed as total less the others, because the total
    and the others are stated; it is ``None`` everywhere else.
    """

    form: Form = DEFAULT_FORM
    details: tuple[Detail, ...] = ()
    balancing: Source | None = field(init=False)
    amounts: Mapping[str, Decimal] = field(init=False)
    norm: Norm | None = None
    legal_basis: str = ""

    def __post_init__(self) -> None:
        if self.is_detailed:
            amounts, balancing = summed_amounts(self.details, self.form), None
        else:
            amounts, balancing = _funded(self.stated, self.form)
        object.__setattr__(self, "amounts", amounts)
        object.__setattr__(
            self, "balancing", None if balancing is None else self.form.source(balancing)
        )

    def _further(self, heading: str) -> object:
        """What the project says itself; else the sum of the numbers of its details."""
        own = self.further.get(heading)
        below = [detail.further.get(heading) for detail in self.details]
        numbers = [value for value in below if isinstance(value, Decimal)]
        return sum(numbers, ZERO) if own is None and numbers else own

    @property
    def is_detailed(self) -> bool:
        """Whether the money is that of the details, and what the project states is a total."""
        return any(detail.stated for detail in self.details)

    @property
    def supported(self) -> Decimal:
        """The money of the sources that a norm limits."""
        return sum((self.amounts[key] for key in self.form.normed), ZERO)

    @property
    def required_beneficiary(self) -> Decimal | None:
        """The least that the beneficiary must pay by the project's norm (1 − ``Tỷ lệ tối đa``, of
        the total).
        """
        if self.norm is None or self.norm.max_share is None:
            return None
        return self.total * (1 - self.norm.max_share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Line, Summed):
    """A programme (chương trình); its amounts are the sums of its projects. ``under_tt`` is the
    number of the section that it stands under, ``under`` that one's name where nobody typed a
    programme.
    """

    form: Form = DEFAULT_FORM
    projects: tuple[Project, ...] = ()
    under_tt: str = ""
    under: str = ""
    amounts: Mapping[str, Decimal] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amounts", summed_amounts(self.projects, self.form))

    def _further(self, heading: str) -> object:
        own = self.further.get(heading)
        return own if isinstance(own, str | date) else further_sum(self.projects, heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Line, Summed):
    """A section (mục I, II …); its amounts are the sums of its programmes."""

    form: Form = DEFAULT_FORM
    programmes: tuple[Programme, ...] = ()
    amounts: Mapping[str, Decimal] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "amounts", summed_amounts(self.programmes, self.form))

    def _further(self, heading: str) -> object:
        own = self.further.get(heading)
        if isinstance(own, str | date):
            return own
        return sum((further_sum(part.projects, heading) for part in self.programmes), ZERO)


@dataclass(frozen=True, slots=True)
class Group(Summed):
    """Projects taken together: of one executing unit, of one quarter in which they start, or of
    one ``value`` of whatever a template groups by; ``lines`` are what it has grouped.
    """

    name: str
    projects: tuple[Project, ...]
    first_month: int = 0
    last_month: int = 0
    form: Form = DEFAULT_FORM
    value: object = None
    lines: tuple[Summed, ...] = ()
    count: int = field(init=False)
    amounts: Mapping[str, Decimal] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", len(self.projects))
        object.__setattr__(self, "amounts", summed_amounts(self.projects, self.form))

    def _further(self, heading: str) -> object:
        return further_sum(self.projects, heading)


@dataclass(frozen=True, slots=True)
class Norm:
    """A support norm (định mức): at most ``max_share`` of the cost and ``max_amount`` đồng per
    ``per``.
    """

    code: str
    content: str = ""
    max_share: Decimal | None = None
    max_amount: Decimal | None = None
    per: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    row: int = 0
    priority: Decimal = Decimal(1)
    """How many times ``max_amount`` a project of priority (ưu tiên) may have."""

    @property
    def is_verified(self) -> bool:
        """Whether its figures need no more to be compared with the law: ``Căn cứ`` says nothing of
        ``đối chiếu``.
        """
        return "đối chiếu" not in self.source.casefold()


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """An entry of the register of legal documents (``CanCu``); one that is amended (sửa đổi) is in
    force, one that is replaced (thay thế) or has lapsed (hết hiệu lực) is not.
    """

    number: str
    issued: date | None = None
    title: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""
    row: int = 0
    amended_by: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that the plan's text states (``ChiTieu``), and the project and column it must agree
    with.
    """

    name: str
    value: str = ""
    unit: str = ""
    stated_in: str = ""
    project_tt: str = ""
    column: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets the finished workbook (``NoiNhan``); ``kind`` is ``đến`` or ``cc``."""

    organisation: str
    name: str = ""
    email: str = ""
    kind: str = ""
    row: int = 0


SURE, LIKELY, UNSURE = "chắc chắn", "khá chắc", "chưa chắc"
"""How sure a reading is: proved or the only one; told by what stands around; no more than usual."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that had to be decided, so that no decision is silent: what stood there, how it was
    read, why; what to do, where there is anything to do; how sure the reading is.
    """

    place: Place
    found: str
    read_as: str
    evidence: str
    hint: str = ""
    sure: str = LIKELY


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell whose value its column cannot hold: text where money belongs, an amount where a month
    belongs.
    """

    place: Place
    column: str
    value: object
    row: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Money that is not in the plan: a column that was not understood, or a row that was not taken
    in; what to do about it. ``needed``: a stated total fits only with it.
    """

    place: Place
    message: str
    hint: str
    needed: bool = False


@dataclass(frozen=True)
class Plan(Summed):
    """A yearly plan. ``particulars`` are the rows of ``ThongTin``; ``columns`` maps a field to its
    column letters.

    ``grid`` is the sheet that the lines were read from, as it stands (``None`` for a DataFrame),
    ``rows`` the first and last row of its table. ``appendix`` tells a finished appendix of whatever
    origin from the accountant's own sheet. ``record_columns`` maps the other sheets' headings to
    column letters, sheet by sheet. ``excerpt_of`` is the unit (TRÍCH) where it is only its part.
    ``decisions`` are the readings of a table that its cells do not force, ``left_out`` its money
    that the plan has not. ``headings`` are those of an appendix as they stand, by column letters;
    ``moved`` says of a cell (row, column letters) from which column its value was taken.
    ``unit_stated``: the unit is written somewhere, and not đồng for want of any.
    """

    sections: tuple[Section, ...] = ()
    unit: Unit = DONG
    form: Form = DEFAULT_FORM
    particulars: Mapping[str, object] = field(default_factory=dict)
    stated: Line | None = None
    norms: tuple[Norm, ...] = ()
    documents: tuple[LegalDocument, ...] = ()
    targets: tuple[Target, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: tuple[Unread, ...] = ()
    accepted: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str = "DeAn"
    grid: Grid | None = None
    rows: tuple[int, int] = (2, 1)
    appendix: bool = False
    links: tuple[OutsideLink, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    settings: tuple[str, ...] = ()
    """Those of the workbook under which numbers lie: ``manual``, ``iterate``, ``displayed``."""
    record_columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    particular_cells: Mapping[str, Place] = field(default_factory=dict)
    excerpt_of: str = ""
    decisions: tuple[Remark, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[tuple[int, str], str] = field(default_factory=dict)
    unit_stated: bool = True

    @property
    def province_name(self) -> str:
        """``Tỉnh``, as typed."""
        return str(self.particulars.get("Tỉnh") or "")

    @property
    def province_with_kind(self) -> str:
        """The same as a sentence names it: ``tỉnh Lâm Đồng``, ``thành phố Huế``."""
        from workbook_tools.plan.provinces import with_kind  # not paid for by a build

        return with_kind(self.province_name)

    @property
    def year(self) -> int | None:
        """``Năm kế hoạch``."""
        value = self.particulars.get("Năm kế hoạch")
        return value if isinstance(value, int) else None

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """All programmes, in order."""
        return tuple(programme for section in self.sections for programme in section.programmes)

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """All projects, in order."""
        return tuple(project for programme in self.programmes for project in programme.projects)

    @cached_property
    def amounts(self) -> Mapping[str, Decimal]:
        """The sums of the whole plan."""
        return summed_amounts(self.sections, self.form)

    def _further(self, heading: str) -> object:
        return further_sum(self.projects, heading)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The funding sources, in order."""
        return self.form.sources

    @cached_property
    def is_sectioned(self) -> bool:
        """Whether it has several sections, whose programmes may have the same numbers."""
        return sum(section.is_typed for section in self.sections) > 1

    @cached_property
    def has_balanced(self) -> bool:
        """Whether any project has a source that is computed from the others."""
        return any(project.balancing for project in self.projects)

    @cached_property
    def normed_projects(self) -> tuple[Project, ...]:
        """The projects whose norm limits the share that may be supported."""
        return tuple(
            project for project in self.projects if project.required_beneficiary is not None
        )

    @cached_property
    def executing_units(self) -> tuple[Group, ...]:
        """Projects by Đơn vị thực hiện, in order of first appearance; capitals do not make another
        unit.
        """
        found: dict[str, tuple[str, list[Project]]] = {}
        for project in self.projects:
            name = project.executing_unit
            found.setdefault(name.lower(), (name, []))[1].append(project)
        return tuple(
            Group(name, tuple(projects), form=self.form) for name, projects in found.values()
        )

    @cached_property
    def quarters(self) -> tuple[Group, ...]:
        """Projects by quarter of their first month (quý I … IV); those without a month are in
        none.
        """
        return tuple(
            self._starting_in(f"Quý {name}", 3 * at + 1, 3 * at + 3)
            for at, name in enumerate(("I", "II", "III", "IV"))
        )

    def _starting_in(self, name: str, first_month: int, last_month: int) -> Group:
        projects = [
            project
            for project in self.projects
            if project.start_month and first_month <= project.start_month <= last_month
        ]
        return Group(name, tuple(projects), first_month, last_month, self.form)

    def lines(self) -> Iterator[Section | Programme | Project]:
        """Every line in the appendix's order, without the details of projects."""
        for section in self.sections:
            yield section
            for programme in section.programmes:
                yield programme
                yield from programme.projects

    def all_lines(self) -> Iterator[Section | Programme | Project | Detail]:
        """Every line in the appendix's order."""
        for line in self.lines():
            yield line
            if isinstance(line, Project):
                yield from line.details

    @cached_property
    def by_row(self) -> Mapping[int, Line]:
        """Every typed line by the row it stands in, the stated grand total included."""
        found: dict[int, Line] = {line.row: line for line in self.all_lines() if line.row}
        return found | ({self.stated.row: self.stated} if self.stated is not None else {})

    def heading(self, field: str) -> str:
        """The column heading of a field on ``DeAn``."""
        return self.form.columns[field]

    def place(self, line: Line, column: str) -> Place:
        """The cell in which a line's field was typed (the sheet alone where its column does not
        exist).
        """
        letters = self.columns.get(column, "")
        row = line.stated_row if line.stated_row and column in self.form.amounts else line.row
        letters = self.moved.get((row, letters), letters)
        return Place(self.sheet, f"{letters}{row}" if letters and row else "")

    def fails(self, line: Line, column: str) -> bool:
        """Whether an error (#REF! …) stands in the cell of a line's field."""
        letters = self.columns.get(column)
        return (
            self.grid is not None
            and letters is not None
            and isinstance(self.grid.at(line.row, column_number(letters)), ErrorValue)
        )

    def record_place(self, sheet: str, row: int, heading: str) -> Place:
        """The cell of a record on another sheet (``ChiTieu``, ``DinhMuc``, ``CanCu`` …), by the
        heading of its column.
        """
        letters = self.record_columns.get(sheet, {}).get(heading, "")
        return Place(sheet, f"{letters}{row}" if letters else "")

    def to_frame(self) -> pandas.DataFrame:
        """The plan as a ``pandas.DataFrame`` in the columns of ``DeAn``; money as ``Decimal``,
        computed.

        One row a line (sections, programmes, projects), in order; ``Cấp`` tells them apart.
        """
        import pandas

        headings = dict(self.form.columns) | {name: name for name in self.form.further}
        rows = [_record(line) for line in self.all_lines()]
        return pandas.DataFrame(rows, columns=list(headings)).rename(columns=headings)


def _record(line: Section | Programme | Project | Detail) -> dict[str, object]:
    """A line as a row of ``DeAn``: its fields by their names, amounts as computed."""
    return {
        "tt": line.tt,
        "level": _level(line),
        "name": line.name,
        "executing_unit": line.executing_unit,
        "goal": line.goal,
        "result": line.result,
        "start_month": line.start_month,
        "end_month": line.end,
        **line.amounts,
        "note": line.note,
        "norm_code": line.norm_code,
        "quantity": line.quantity,
        **line.further,
    }


def _level(line: Section | Programme | Project | Detail) -> str:
    """``Cấp`` of a line."""
    match line:
        case Section():
            return "Mục"
        case Programme():
            return "Chương trình"
        case Project():
            return "Đề án"
        case Detail():
            return "Chi tiết"
