"""Typed rows → sections, programmes, projects: the same reading for the accountant's sheet and for
any appendix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from workbook_tools.errors import InputError
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
from workbook_tools.plan.money import Unit, plain
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
    reader = _Reader(grid, columns, unit, year, norms or {})
    return reader.read(rows)


@dataclass
class _Reader:
    grid: Grid
    columns: Mapping[str, int]
    unit: Unit
    year: int | None
    norms: Mapping[str, Norm]
    remarks: list[Remark] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    sections: list[tuple[dict[str, Any], list[tuple[dict[str, Any], list[Project]]]]] = field(
        default_factory=list
    )
    total: Line | None = None

    def __post_init__(self) -> None:
        self.months = [
            (name, column) for name, column in self.columns.items() if name.endswith("_month")
        ]
        self.texts = [
            (name, column)
            for name, column in self.columns.items()
            if name not in AMOUNTS and name != "level" and not name.endswith("_month")
        ]

    def read(self, rows: Sequence[TypedRow]) -> Lines:
        by_column = [self._amounts(rows, name) for name in AMOUNTS]
        for row, amounts in zip(rows, zip(*by_column, strict=True), strict=True):
            self._add(row, Funding(*amounts))
        sections = tuple(
            Section(
                **fields,
                programmes=tuple(
                    Programme(**inner, projects=tuple(projects)) for inner, projects in programmes
                ),
            )
            for fields, programmes in self.sections
        )
        return Lines(sections, self.total, tuple(self.remarks), tuple(self.unread))

    # ---------------------------------------------------------------------------------------- money

    def _amounts(self, rows: Sequence[TypedRow], name: str) -> list[Decimal | None]:
        """A column's amounts together, so that one cell's neighbours can settle how it is read."""
        column = self.columns.get(name)
        if column is None:
            return [None] * len(rows)
        found: list[Decimal | None] = []
        texts: list[tuple[int, int, str, Numeral]] = []
        for at, row in enumerate(rows):
            value = row.values[column - 1] if column <= len(row.values) else None
            if type(value) is float or type(value) is int:
                amount = values.decimal(value)
                if abs(amount) >= TOO_LARGE:
                    raise InputError(
                        f"số {plain(amount)} quá 15 chữ số, Excel không giữ được chính xác; "
                        "hãy dùng đơn vị tính lớn hơn.",
                        self.grid.place(row.number, column),
                    )
                found.append(amount)
                continue
            found.append(value if isinstance(value, Decimal) else None)
            if (
                value is None
                or isinstance(value, (Decimal, ErrorValue))
                or (isinstance(value, str) and not value.strip())
            ):
                continue
            numeral = self._numeral(row.number, name, value)
            if numeral is not None:
                texts.append((at, row.number, str(value), numeral))
        typed = [value for value in found if value is not None]
        for at, number, text, numeral in texts:
            decision = decide(numeral, [other for _, _, _, other in texts], typed)
            amount = decision.value
            if numeral.unit is not None:
                amount = amount * numeral.unit.dong / self.unit.dong
            found[at] = amount
            self.remarks.append(
                Remark(
                    self.grid.place(number, column),
                    text,
                    f"{plain(amount)} {self.unit.name}",
                    decision.evidence,
                )
            )
        return found

    def _numeral(self, row: int, name: str, value: object) -> Numeral | None:
        if isinstance(value, str):
            if value.strip() in _DASHES:
                self.remarks.append(
                    Remark(
                        self.grid.place(row, self.columns[name]),
                        value,
                        "ô trống",
                        "gạch ngang thay cho số không có",
                    )
                )
                return None
            numeral = read_numeral(value)
            if numeral is not None and abs(numeral.value) < TOO_LARGE:
                return numeral
        self._misplaced(row, name, value)
        return None

    def _misplaced(self, row: int, name: str, value: object) -> None:
        self.unread.append(Unread(self.grid.place(row, self.columns[name]), name, value, row))

    # ---------------------------------------------------------------------------------------- lines

    def _add(self, row: TypedRow, stated: Funding) -> None:
        fields = self._fields(row) | {"stated": stated, "row": row.number}
        if row.level == "Mục":
            self.sections.append((fields, []))
            return
        if row.level == "Tổng cộng":
            self.total = Line(**fields)
            return
        if not self.sections:
            self.sections.append(({}, []))
        programmes = self.sections[-1][1]
        if row.level == "Chương trình":
            programmes.append((fields, []))
            return
        if not programmes:
            programmes.append(({"note": ""}, []))
        programme, projects = programmes[-1]
        projects.append(
            Project(
                **fields,
                norm=self.norms.get(fields["norm_code"]),
                legal_basis=fields["note"] or programme["note"],
            )
        )

    def _fields(self, row: TypedRow) -> dict[str, Any]:
        fields: dict[str, Any] = {"norm_code": "", "note": ""}
        width = len(row.values)
        for name, column in self.texts:
            fields[name] = values.text(row.values[column - 1]) if column <= width else ""
        for name, column in self.months:
            fields[name] = self._month(
                row.number, name, row.values[column - 1] if column <= width else None
            )
        return fields

    def _month(self, row: int, name: str, value: object) -> int | None:
        if (
            value is None
            or isinstance(value, ErrorValue)
            or (isinstance(value, str) and not value.strip())
        ):
            return None
        if isinstance(value, str) and value.strip() in _DASHES:
            return None
        found = values.month(value, self.year)
        if found is None:
            self._misplaced(row, name, value)
        return found
