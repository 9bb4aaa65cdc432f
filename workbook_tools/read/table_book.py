"""Whatever holds tables, as sheets of cells: a workbook, or a document laid out as one sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from workbook_tools.plan.grid import Grid, OutsideLink

TEXT_SHEET = "Văn bản"
"""What the one sheet of a document is called: a row for each paragraph, line, or row of a table."""


class TableBook(Protocol):
    """Sheets by name, and what is known of their workbook."""

    @property
    def name(self) -> str:
        """The file's name, for messages."""

    @property
    def sheet_names(self) -> Sequence[str]:
        """The sheets in their order."""

    @property
    def is_document(self) -> bool:
        """Whether it is a text, in which a table may stand anywhere."""

    @property
    def outside_links(self) -> tuple[OutsideLink, ...]:
        """The formulas that take values from other workbooks."""

    @property
    def settings(self) -> tuple[str, ...]:
        """How the workbook calculates, where that is not the usual way."""

    @property
    def left_behind(self) -> tuple[tuple[str, str], ...]:
        """What it has beside the values of its cells, each with its sheet, in words."""

    def grid(self, name: str) -> Grid | None:
        """A sheet, the same grid for all who ask; ``None`` where there is no such sheet. Raises
        ``InputError`` where it cannot be read.
        """


@dataclass(frozen=True)
class LaidOut:
    """Sheets that are no workbook of Excel's own format."""

    name: str
    grids: Mapping[str, Grid]
    is_document: bool = False
    outside_links: tuple[OutsideLink, ...] = ()
    settings: tuple[str, ...] = ()
    left_behind: tuple[tuple[str, str], ...] = ()

    @property
    def sheet_names(self) -> Sequence[str]:
        """The sheets in their order."""
        return tuple(self.grids)

    def grid(self, name: str) -> Grid | None:
        """A sheet, whatever its capitals; ``None`` where there is no such sheet."""
        wanted = name.casefold()
        return next((grid for key, grid in self.grids.items() if key.casefold() == wanted), None)
