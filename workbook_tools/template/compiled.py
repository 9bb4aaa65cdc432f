"""What a compiled template is made of. Rows are numbered as in the template, from 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from workbook_tools.excel.formula import Piece
from workbook_tools.excel.package import Package, SheetPart
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.model import Remark
from workbook_tools.template.column_map import ColumnMap
from workbook_tools.template.expressions import Expression
from workbook_tools.template.work import Budget

if TYPE_CHECKING:
    from lxml.etree import _Element

GUIDE = "HuongDan"
PLAN_SHEETS = (
    *("ThongTin", "DeAn", "NguonKP", "ChiTieu", "DinhMuc", "CanCu", "NoiNhan"),
    GUIDE,
)
"""The sheets that the accountant types into; every other sheet of a template is generated."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A cell that is the same in every copy; ``value`` is text, a number's text, or a rich text's
    ``<si>`` XML.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula; a string in it that holds Jinja is an ``Expression``. ``array`` is its array's
    area, if any.
    """

    pieces: tuple[Piece | Expression, ...]
    text: str
    array: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a pattern row; ``content`` is ``None`` for a blank one, ``style`` an index into
    ``cellXfs``.
    """

    column: int
    style: int | None
    content: Constant | Formula | Expression | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A row of cells that stand in place of those of the pattern row above, each wherever its
    column's condition holds.
    """

    place: Place
    number: int
    conditions: Mapping[int, Expression]
    cells: Mapping[int, Cell]


@dataclass(frozen=True, eq=False, repr=False)
class Row:
    """A pattern row. ``proofs`` gives, for a column, what the model says that cell must be."""

    number: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    proofs: Mapping[int, Expression] = field(default_factory=dict)
    loop_variables: tuple[str, ...] = ()
    repeats: bool = False
    alternatives: tuple[Alternative, ...] = ()

    @property
    def last(self) -> int:
        """The last row of the template that says what its cells are."""
        return self.alternatives[-1].number if self.alternatives else self.number

    @cached_property
    def conditions(self) -> tuple[Expression, ...]:
        """When its other cells stand in place of its own, in their order."""
        return tuple(
            condition for other in self.alternatives for condition in other.conditions.values()
        )

    @property
    def every_cell(self) -> tuple[Cell, ...]:
        """Its cells, and those that may stand in their place."""
        others = [cell for held in self.alternatives for cell in held.cells.values()]
        return (*self.cells, *others) if others else self.cells


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Loop:
    """Rows between ``{% for variable in items %}`` and ``{% endfor %}``; ``otherwise`` where there
    is no item. ``key`` is what the groups of ``{% for key, variable in … %}`` have in common.
    """

    place: Place
    variable: str
    items: Expression
    body: tuple[Block, ...]
    otherwise: tuple[Block, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Choice:
    """Rows between ``{% if %}`` and ``{% endif %}``: the first branch whose condition holds."""

    place: Place
    branches: tuple[tuple[Expression | None, tuple[Block, ...]], ...]


Block = Row | Loop | Choice


@dataclass(frozen=True, eq=False, repr=False)
class Sheet:
    """A generated sheet: its blocks of rows, and the rest of its XML (``root``, with an empty
    ``sheetData``).
    """

    part: SheetPart
    blocks: tuple[Block, ...]
    rows: Mapping[int, Row]
    last_row: int
    root: _Element
    columns: ColumnMap | None = None
    """Where its columns came from, where the template repeats some."""

    def place(self, row: int, column: int) -> Place:
        """A cell of the sheet as the template's author knows it."""
        known = column if self.columns is None else self.columns.origin(column)
        return Place(self.name, cell_name(row, known))

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.part.name


@dataclass(frozen=True, eq=False, repr=False)
class Template:
    """A compiled template; ``sheets`` are those that are generated, in tab order."""

    package: Package
    sheets: tuple[Sheet, ...]
    budget: Budget = field(default_factory=Budget)
    """The work that its texts may still do."""
    fitting: Callable[[Mapping[str, Any]], Template] | None = None
    """Where it repeats columns: gives the same with the columns that some data ask for."""
    remarks: tuple[Remark, ...] = ()
    """What had to be decided for these columns."""

    def fitted(self, data: Mapping[str, Any]) -> Template:
        """The template with the columns that these data ask for. Raises ``TemplateError``."""
        return self if self.fitting is None else self.fitting(data)

    def sheet(self, name: str) -> Sheet:
        """The generated sheet of that name. Raises ``KeyError``."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)
