"""What a compiled template is made of. Rows are numbered as in the template, from 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbook_tools.excel.formula import Piece
from workbook_tools.excel.package import Package, SheetPart
from workbook_tools.place import Place
from workbook_tools.template.expressions import Expression
from workbook_tools.template.sandbox import Budget

if TYPE_CHECKING:
    from lxml.etree import _Element

PLAN_SHEETS = ("ThongTin", "DeAn", "ChiTieu", "DinhMuc", "CanCu", "NoiNhan")
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
class Row:
    """A pattern row. ``proofs`` gives, for a column, what the model says that cell must be."""

    number: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    proofs: Mapping[int, Expression] = field(default_factory=dict)
    loop_variables: tuple[str, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Loop:
    """Rows between ``{% for variable in items %}`` and ``{% endfor %}``; ``otherwise`` where there
    is no item.
    """

    place: Place
    variable: str
    items: Expression
    body: tuple[Block, ...]
    otherwise: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Rows between ``{% if %}`` and ``{% endif %}``: the first branch whose condition holds."""

    place: Place
    branches: tuple[tuple[Expression | None, tuple[Block, ...]], ...]


Block = Row | Loop | Choice


@dataclass(frozen=True)
class Sheet:
    """A generated sheet: its blocks of rows, and the rest of its XML (``root``, with an empty
    ``sheetData``).
    """

    part: SheetPart
    blocks: tuple[Block, ...]
    rows: Mapping[int, Row]
    last_row: int
    root: _Element

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.part.name


@dataclass(frozen=True)
class Template:
    """A compiled template; ``sheets`` are those that are generated, in tab order."""

    package: Package
    sheets: tuple[Sheet, ...]
    budget: Budget = field(default_factory=Budget)
    """The work that its texts may still do."""

    def sheet(self, name: str) -> Sheet:
        """The generated sheet of that name. Raises ``KeyError``."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)
