"""Which cells a formula adds up: sums, differences, SUM, SUMIF by what is filled in, brackets.
Anything else is no total.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from workbook_tools.excel.formula import Piece, Ref, Token, tokenize
from workbook_tools.place import column_number

MAX_TERMS = 2_000_000
"""More cells than any total of a plan takes in."""


class Term(NamedTuple):
    """One cell with its sign; ``sheet`` is ``None`` for the formula's own, ``skips_subtotals``
    where SUBTOTAL reads it.
    """

    sheet: str | None
    row: int
    column: int
    sign: int
    skips_subtotals: bool = False


_ONE_CELL = re.compile(r"(?:([A-Za-z]\w*)!)?([A-Z]{1,3})([1-9][0-9]{0,6})")
"""What most formulas on a summary are."""

Filled = Callable[[str | None, int, int], bool]
"""Whether anything stands in a cell, by sheet (``None`` for the formula's own), row and column."""


def linear_terms(
    formula: str, *, subtotals: bool = False, filled: Filled | None = None
) -> Iterator[Term]:
    """The cells that a formula (without its ``=``) adds up, one by one.

    With ``subtotals``, SUBTOTAL(9, …) and SUBTOTAL(109, …) are read too, with ``filled`` also
    SUMIF(C4:C9,"<>",H4:H9): of one column, those beside which anything stands in another. Raises
    ``ValueError``, with the text that is no part of a sum, where the formula does anything else.
    """
    cell = _ONE_CELL.fullmatch(formula)
    if cell is not None:
        return iter([Term(cell[1], int(cell[3]), column_number(cell[2]), 1)])
    return _Reader(tokenize(formula), subtotals, filled).read()


class _Reader:
    def __init__(self, pieces: tuple[Piece, ...], subtotals: bool, filled: Filled | None) -> None:
        self.pieces = [
            piece for piece in pieces if not (isinstance(piece, Token) and piece.kind == "space")
        ]
        self.at, self.subtotals, self.count = 0, subtotals, 0
        self.filled = filled

    def read(self) -> Iterator[Term]:
        found = self._sum(1, ranges=False, skips=False)
        if self.at != len(self.pieces):
            raise ValueError(f"“{self._text()}”")
        return iter(found)

    def _text(self) -> str:
        if self.at >= len(self.pieces):
            return ""
        piece = self.pieces[self.at]
        return piece.text if isinstance(piece, Token) else str(piece)

    def _take(self, text: str) -> None:
        if self._text() != text:
            raise ValueError(f"“{self._text()}”")
        self.at += 1

    def _sign(self) -> int:
        """Takes a sign where one stands: 1 or -1; 0 where none does."""
        text = self._text()
        if text not in ("+", "-"):
            return 0
        self.at += 1
        return 1 if text == "+" else -1

    def _sum(self, sign: int, *, ranges: bool, skips: bool) -> list[Term]:
        """The cells of ``term + term - …`` up to what is no such sign."""
        present = self._sign() or 1
        found: list[Term] = []
        while present:
            found += self._term(sign * present, ranges=ranges, skips=skips)
            present = self._sign()
        return found

    def _term(self, sign: int, *, ranges: bool, skips: bool) -> list[Term]:
        """The cells of a reference, a nought, a bracket, or a SUM (or SUBTOTAL, where asked)."""
        piece = self.pieces[self.at] if self.at < len(self.pieces) else None
        text = self._text()
        name = text.upper()
        self.at += 1
        if isinstance(piece, Ref):
            return self._cells(piece, sign, ranges=ranges, skips=skips)
        if text == "0":
            return []
        if text == "(":
            found = self._sum(sign, ranges=False, skips=skips)
            self._take(")")
            return found
        if name == "SUM":
            self._take("(")
            return self._arguments(sign, skips=skips)
        if name == "SUMIF" and self.filled is not None:
            self._take("(")
            return self._filled_in(sign, self.filled)
        if name == "SUBTOTAL" and self.subtotals:
            self._take("(")
            self._take_code_of_sum()
            return self._arguments(sign, skips=True)
        raise ValueError(f"“{text}”")

    def _cells(self, ref: Ref, sign: int, *, ranges: bool, skips: bool) -> list[Term]:
        """The cells of a reference; an area counts only where ``ranges`` are added up."""
        area = (ref.top, ref.left) != (ref.bottom, ref.right)
        if not ref.left or (area and not ranges):
            raise ValueError(f"{ref}")
        self.count += (ref.bottom - ref.top + 1) * (ref.right - ref.left + 1)
        if self.count > MAX_TERMS:
            raise ValueError(f"{ref}")
        return [
            Term(ref.sheet, row, column, sign, skips)
            for row in range(ref.top, ref.bottom + 1)
            for column in range(ref.left, ref.right + 1)
        ]

    def _arguments(self, sign: int, *, skips: bool) -> list[Term]:
        """The cells of a function's arguments, up to its closing bracket."""
        found = self._sum(sign, ranges=True, skips=skips)
        while self._text() == ",":
            self.at += 1
            found += self._sum(sign, ranges=True, skips=skips)
        self._take(")")
        return found

    def _filled_in(self, sign: int, filled: Filled) -> list[Term]:
        """The cells of SUMIF's last argument beside which the first one's are filled in."""
        by = self._column()
        self._take(",")
        self._take('"<>"')
        self._take(",")
        summed = self._column()
        self._take(")")
        if (by.top, by.bottom) != (summed.top, summed.bottom):
            raise ValueError(f"{summed}")
        terms = self._cells(summed, sign, ranges=True, skips=False)
        return [term for term in terms if filled(by.sheet, term.row, by.left)]

    def _column(self) -> Ref:
        """A reference to cells of one column."""
        piece = self.pieces[self.at] if self.at < len(self.pieces) else None
        if not isinstance(piece, Ref) or not piece.left or piece.left != piece.right:
            raise ValueError(f"“{self._text()}”")
        self.at += 1
        return piece

    def _take_code_of_sum(self) -> None:
        """SUBTOTAL's first argument, which must say that it adds up."""
        if self._text() not in ("9", "109"):
            raise ValueError(f"“{self._text()}”")
        self.at += 1
        self._take(",")
