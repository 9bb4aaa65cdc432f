"""What a formula of the clean copy may speak of: the sheets that go out, the names that stay."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from workbook_tools.excel.formula import Piece, Ref, Token, tokenize

_FUNCTIONS = frozenset({"SUM", "SUMIF", "SUMIFS", "COUNTIFS", "ROUND", "IF", "MAX", "MIN"})
_OPERATORS = frozenset("+-*/(),%=<>") | {"<=", ">=", "<>"}
_LONGEST = 3
"""A text in a formula that goes out has no more characters: the others are for those who wrote it.
"""


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

    def computes(self, formula: str, home: str) -> bool:
        """Whether a formula is arithmetic over cells of the copy and nothing else."""
        try:
            pieces = tokenize(formula)
        except ValueError:
            return False
        return bool(pieces) and all(self._is_arithmetic(piece, home) for piece in pieces)

    def _is_arithmetic(self, piece: Piece, home: str) -> bool:
        """Whether a piece of a formula is cells of the copy, or counts with them."""
        if isinstance(piece, Ref):
            return self._has_cells(piece, home)
        if piece.kind == "string":
            return len(piece.text) - 2 <= _LONGEST
        if piece.kind == "columns":
            return self._has_meaning(piece)
        if piece.kind == "function":
            return piece.text.upper() in _FUNCTIONS
        return piece.kind in ("number", "space") or piece.text in _OPERATORS

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
