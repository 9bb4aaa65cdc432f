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
from typing import TYPE_CHECKING, Protocol

from workbook_tools.place import Place, column_number
from workbook_tools.plan.form import AMOUNTS, COLUMNS, SOURCES
from workbook_tools.plan.grid import ErrorValue, Grid, OutsideLink, Pointer
from workbook_tools.plan.money import DONG, Unit

if TYPE_CHECKING:
    import pandas

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Funding:
    """Four amounts in the plan's unit; ``None`` where the cell was left empty."""

    total: Decimal | None = None
    province: Decimal | None = None
    beneficiary: Decimal | None = None
    other: Decimal | None = None

    def get(self, amount: str) -> Decimal | None:
        """The amount of that name (one of ``AMOUNTS``)."""
        match amount:
            case "total":
                return self.total
            case "province":
                return self.province
            case "beneficiary":
                return self.beneficiary
            case "other":
                return self.other
        raise KeyError(amount)


class Summed(Protocol):
    """What has computed amounts: a project, whatever sums projects up, and the plan itself."""

    @property
    def total(self) -> Decimal:
        """Tổng KP thực hiện."""

    @property
    def province(self) -> Decimal:
        """KPKC ĐP."""

    @property
    def beneficiary(self) -> Decimal:
        """KP đơn vị thụ hưởng."""

    @property
    def other(self) -> Decimal:
        """Nguồn khác."""


def amount_of(summed: Summed, amount: str) -> Decimal:
    """The computed amount of that name (one of ``AMOUNTS``). Raises ``KeyError`` for any other."""
    match amount:
        case "total":
            return summed.total
        case "province":
            return summed.province
        case "beneficiary":
            return summed.beneficiary
        case "other":
            return summed.other
    raise KeyError(amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One typed row of ``DeAn``; ``stated`` is what its money cells say, ``row`` where it stands
    (from 1).
    """

    tt: str = ""
    name: str = ""
    executing_unit: str = ""
    goal: str = ""
    result: str = ""
    start_month: int | None = None
    end_month: int | None = None
    stated: Funding = Funding()
    note: str = ""
    norm_code: str = ""
    quantity: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Line):
    """A project (đề án): the only lines whose typed money counts.

    ``balancing`` names the one source that is computed as total less the others, because the total
    and both other sources are stated; it is ``None`` everywhere else.
    """

    balancing: str | None = field(init=False)
    total: Decimal = field(init=False)
    province: Decimal = field(init=False)
    beneficiary: Decimal = field(init=False)
    other: Decimal = field(init=False)
    norm: Norm | None = None
    legal_basis: str = ""

    def __post_init__(self) -> None:
        stated = self.stated
        sources = [stated.province, stated.beneficiary, stated.other]
        balancing = None
        if stated.total is not None and sources.count(None) == 1:
            at = sources.index(None)
            balancing = SOURCES[at]
            sources[at] = stated.total - sum(
                (value for value in sources if value is not None), ZERO
            )
        province, beneficiary, other = (value or ZERO for value in sources)
        put = object.__setattr__
        put(self, "balancing", balancing)
        put(self, "province", province)
        put(self, "beneficiary", beneficiary)
        put(self, "other", other)
        put(self, "total", province + beneficiary + other)

    @property
    def required_beneficiary(self) -> Decimal | None:
        """The least that the beneficiary must pay by the project's norm (1 − ``Tỷ lệ tối đa``, of
        the total).
        """
        if self.norm is None or self.norm.max_share is None:
            return None
        return self.total * (1 - self.norm.max_share)


def _sums(
    lines: Iterable[Project | Programme | Section],
) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    total = province = beneficiary = other = ZERO
    for line in lines:
        total += line.total
        province += line.province
        beneficiary += line.beneficiary
        other += line.other
    return total, province, beneficiary, other


def _put_sums(whole: Programme | Section | Group, lines: Iterable[Project | Programme]) -> None:
    """Give a line that is being made the sums of its parts."""
    for name, value in zip(AMOUNTS, _sums(lines), strict=True):
        object.__setattr__(whole, name, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Line):
    """A programme (chương trình); its amounts are the sums of its projects."""

    projects: tuple[Project, ...] = ()
    total: Decimal = field(init=False)
    province: Decimal = field(init=False)
    beneficiary: Decimal = field(init=False)
    other: Decimal = field(init=False)

    def __post_init__(self) -> None:
        _put_sums(self, self.projects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Line):
    """A section (mục I, II …); its amounts are the sums of its programmes."""

    programmes: tuple[Programme, ...] = ()
    total: Decimal = field(init=False)
    province: Decimal = field(init=False)
    beneficiary: Decimal = field(init=False)
    other: Decimal = field(init=False)

    def __post_init__(self) -> None:
        _put_sums(self, self.programmes)


@dataclass(frozen=True, slots=True)
class Group:
    """Projects taken together for the summary: of one executing unit, or of one quarter in which
    they start.
    """

    name: str
    projects: tuple[Project, ...]
    first_month: int = 0
    last_month: int = 0
    count: int = field(init=False)
    total: Decimal = field(init=False)
    province: Decimal = field(init=False)
    beneficiary: Decimal = field(init=False)
    other: Decimal = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", len(self.projects))
        _put_sums(self, self.projects)


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


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """An entry of the register of legal documents (``CanCu``)."""

    number: str
    issued: date | None = None
    title: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    replaced_by: str = ""
    row: int = 0


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


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that had to be decided, so that no decision is silent: what stood there, how it was
    read, why; what to do, where there is anything to do.
    """

    place: Place
    found: str
    read_as: str
    evidence: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell whose value its column cannot hold: text where money belongs, an amount where a month
    belongs.
    """

    place: Place
    column: str
    value: object
    row: int


@dataclass(frozen=True)
class Plan:
    """A yearly plan. ``particulars`` are the rows of ``ThongTin``; ``columns`` maps a field to its
    column letters.

    ``grid`` is the sheet that the lines were read from, as it stands (``None`` for a DataFrame),
    ``rows`` the first and last row of its table. ``appendix`` tells a finished appendix of whatever
    origin from the accountant's own sheet. ``record_columns`` maps the other sheets' headings to
    column letters, sheet by sheet.
    """

    sections: tuple[Section, ...] = ()
    unit: Unit = DONG
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
    record_columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    particular_cells: Mapping[str, Place] = field(default_factory=dict)

    @property
    def province_name(self) -> str:
        """``Tỉnh``, as typed."""
        return str(self.particulars.get("Tỉnh") or "")

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
    def _amounts(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        return _sums(self.sections)

    @property
    def total(self) -> Decimal:
        """Tổng KP thực hiện of the whole plan."""
        return self._amounts[0]

    @property
    def province(self) -> Decimal:
        """KPKC ĐP of the whole plan."""
        return self._amounts[1]

    @property
    def beneficiary(self) -> Decimal:
        """KP đóng góp của đơn vị thụ hưởng of the whole plan."""
        return self._amounts[2]

    @property
    def other(self) -> Decimal:
        """Nguồn khác of the whole plan."""
        return self._amounts[3]

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
        return tuple(Group(name, tuple(projects)) for name, projects in found.values())

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
        return Group(name, tuple(projects), first_month, last_month)

    def lines(self) -> Iterator[Section | Programme | Project]:
        """Every line in the appendix's order."""
        for section in self.sections:
            yield section
            for programme in section.programmes:
                yield programme
                yield from programme.projects

    @cached_property
    def by_row(self) -> Mapping[int, Line]:
        """Every typed line by the row it stands in, the stated grand total included."""
        found: dict[int, Line] = {line.row: line for line in self.lines() if line.row}
        return found | ({self.stated.row: self.stated} if self.stated is not None else {})

    def place(self, line: Line, column: str) -> Place:
        """The cell in which a line's field was typed (the sheet alone where its column does not
        exist).
        """
        letters = self.columns.get(column, "")
        return Place(self.sheet, f"{letters}{line.row}" if letters and line.row else "")

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

        rows = [_record(line) for line in self.lines()]
        return pandas.DataFrame(rows, columns=list(COLUMNS)).rename(columns=COLUMNS)


def _record(line: Section | Programme | Project) -> dict[str, object]:
    """A line as a row of ``DeAn``: its fields by the names of ``COLUMNS``, amounts as computed."""
    return {
        "tt": line.tt,
        "level": _level(line),
        "name": line.name,
        "executing_unit": line.executing_unit,
        "goal": line.goal,
        "result": line.result,
        "start_month": line.start_month,
        "end_month": line.end_month,
        "total": line.total,
        "province": line.province,
        "beneficiary": line.beneficiary,
        "other": line.other,
        "note": line.note,
        "norm_code": line.norm_code,
        "quantity": line.quantity,
    }


def _level(line: Section | Programme | Project) -> str:
    """``Cấp`` of a line."""
    match line:
        case Section():
            return "Mục"
        case Programme():
            return "Chương trình"
        case Project():
            return "Đề án"
