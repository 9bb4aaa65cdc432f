"""Sheets typed for the fonts of the years before Unicode (TCVN3, VNI), in Unicode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from workbook_tools.plan.grid import ErrorValue, Grid, OutsideLink
from workbook_tools.plan.model import LIKELY, SURE, Remark
from workbook_tools.plan.vietnamese import decode, legacy_encoding
from workbook_tools.read.table_book import TableBook

_LAST_OF_EIGHT_BITS = "ÿ"
_MOSTLY = 0.75
"""Where so many texts are of one font, all are: a word may be one in both."""

TOLD = "gõ bằng phông {encoding}, được đổi sang Unicode"


@dataclass(frozen=True)
class InUnicode:
    """A book whose sheets are in Unicode throughout; what was changed is told by sheet."""

    book: TableBook
    _grids: dict[str, Grid | None] = field(default_factory=dict)
    _told: dict[str, tuple[Remark, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.book.name

    @property
    def sheet_names(self) -> Sequence[str]:
        """The sheets in their order."""
        return self.book.sheet_names

    @property
    def is_document(self) -> bool:
        """Whether it is a text, in which a table may stand anywhere."""
        return self.book.is_document

    @property
    def outside_links(self) -> tuple[OutsideLink, ...]:
        """The formulas that take values from other workbooks."""
        return self.book.outside_links

    @property
    def settings(self) -> tuple[str, ...]:
        """How the workbook calculates, where that is not the usual way."""
        return self.book.settings

    @property
    def left_behind(self) -> tuple[tuple[str, str], ...]:
        """What it has beside the values of its cells, each with its sheet."""
        return self.book.left_behind

    def grid(self, name: str) -> Grid | None:
        """A sheet in Unicode, the same grid for all who ask. Raises ``InputError`` where it cannot
        be read.
        """
        if name not in self._grids:
            raw = self.book.grid(name)
            self._grids[name], told = (None, ()) if raw is None else in_unicode(raw)
            self._told[name] = tuple(told)
        return self._grids[name]

    def told(self, name: str) -> tuple[Remark, ...]:
        """What was changed on a sheet, a remark for each cell."""
        self.grid(name)
        return self._told[name]


def in_unicode(grid: Grid) -> tuple[Grid, Sequence[Remark]]:
    """A sheet with its texts of old fonts in Unicode, and a remark for each; the same sheet where
    it has none.

    Where more texts are of an old font than in Unicode, short ones that could be either are of it,
    too.
    """
    found = _encodings(dict(_texts(grid)))
    if not found:
        return grid, ()
    rows = [list(row) for row in grid.rows]
    told = []
    for (row, column), encoding in sorted(found.items()):
        raw: Any = rows[row - 1][column - 1]
        said = rows[row - 1][column - 1] = decode(raw, encoding)
        why = TOLD.format(encoding=encoding)
        sure = SURE if legacy_encoding(raw) == encoding else LIKELY
        told.append(Remark(grid.place(row, column), raw, said, why, sure=sure))
    return replace(grid, rows=rows), told


def _encodings(texts: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The texts of old fonts by their cells, each with its encoding."""
    told = {at: legacy_encoding(said) for at, said in texts.items()}
    found = {at: encoding for at, encoding in told.items() if encoding}
    modern = sum(map(_is_modern, texts.values()))
    if len(found) <= modern:
        return found
    usual, count = Counter(found.values()).most_common(1)[0]
    if count >= _MOSTLY * len(found):
        found = dict.fromkeys(found, usual)
    open_ = [at for at, said in texts.items() if not (said.isascii() or _is_modern(said))]
    return dict.fromkeys(open_, usual) | found


def _texts(grid: Grid) -> Iterator[tuple[tuple[int, int], str]]:
    for number, row in enumerate(grid.rows, 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str) and not isinstance(value, ErrorValue):
                yield (number, column), value


def _is_modern(said: str) -> bool:
    """Whether a text has letters that no page of eight bits has."""
    return any(letter > _LAST_OF_EIGHT_BITS and letter.isalpha() for letter in said)
