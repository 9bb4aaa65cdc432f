"""What a formula of the clean copy may speak of: the sheets that go out, the names that stay."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from workbook_tools.excel.formula import Ref, Token, tokenize


@dataclass(frozen=True, slots=True)
class Reach:
    """The sheets of the copy and the names that it loses, both in small letters."""

    sheets: Set[str]
    lost_names: Set[str] = frozenset()

    def has_sheet(self, name: str) -> bool:
        """Whether a sheet is in the copy."""
        return name.casefold() in self.sheets

    def holds(self, formula: str, home: str | None) -> bool:
        """Whether a formula points at nothing outside the copy; ``home`` is the sheet on which it
        stands, ``None`` for one that stands on no sheet.
        """
        try:
            pieces = tokenize(formula)
        except ValueError:
            return False
        return all(
            self._has_cells(piece, home) if isinstance(piece, Ref) else self._has_meaning(piece)
            for piece in pieces
        )

    def _has_cells(self, reference: Ref, home: str | None) -> bool:
        """Whether the cells of a reference are in the copy."""
        if reference.sheet is None:
            return home is not None
        return self.has_sheet(reference.sheet)

    def _has_meaning(self, token: Token) -> bool:
        """Whether a name, whole columns, or any other piece of a formula means something in the
        copy.
        """
        if token.kind == "string":
            return True
        sheet, _, name = token.text.rpartition("!")
        if token.kind == "error" or (sheet and not self.has_sheet(sheet.strip("'"))):
            return False
        if token.kind not in ("name", "structured"):
            return True
        return "[" not in name and name.casefold() not in self.lost_names
