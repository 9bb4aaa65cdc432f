"""Which cells a formula adds up: sums, differences, SUM, brackets. Anything else is no total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workbook_tools.excel.formula import Piece, Ref, Token, tokenize

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


def linear_terms(formula: str, *, subtotals: bool = False) -> Iterator[Term]:
    """The cells that a formula (without its ``=``) adds up, one by one.

    With ``subtotals``, SUBTOTAL(9, …) and SUBTOTAL(109, …) are read too. Raises ``ValueError``,
    with the text that is no part of a sum, where the formula does anything else.
    """
    return _Reader(tokenize(formula), subtotals).read()


class _Reader:
    def __init__(self, pieces: tuple[Piece, ...], subtotals: bool) -> None:
        self.pieces = [
            piece for piece in pieces if not (isinstance(piece, Token) and piece.kind == "space")
        ]
        self.at, self.subtotals, self.count = 0, subtotals, 0

    def read(self) -> Iterator[Term]:
        found = self._sum(1, ranges=False, skips=False)
        if self.at != len(self.pieces):
            raise ValueError(f"{self._text()!r}")
        return iter(found)

    def _text(self) -> str:
        if self.at >= len(self.pieces):
            return ""
        piece = self.pieces[self.at]
        return piece.text if isinstance(piece, Token) else str(piece)

    def _take(self, text: str) -> None:
        if self._text() != text:
            raise ValueError(f"{self._text()!r}")
        self.at += 1

    def _sum(self, sign: int, *, ranges: bool, skips: bool) -> list[Term]:
        found: list[Term] = []
        present = sign
        if self._text() in ("+", "-"):
            present = sign if self._text() == "+" else -sign
            self.at += 1
        while True:
            found += self._term(present, ranges=ranges, skips=skips)
            if self._text() not in ("+", "-"):
                return found
            present = sign if self._text() == "+" else -sign
            self.at += 1

    def _term(self, sign: int, *, ranges: bool, skips: bool) -> list[Term]:
        piece = self.pieces[self.at] if self.at < len(self.pieces) else None
        if isinstance(piece, Ref):
            self.at += 1
            area = (piece.top, piece.left) != (piece.bottom, piece.right)
            if not piece.left or (area and not ranges):
                raise ValueError(f"{piece}")
            self.count += (piece.bottom - piece.top + 1) * (piece.right - piece.left + 1)
            if self.count > MAX_TERMS:
                raise ValueError(f"{piece}")
            return [
                Term(piece.sheet, row, column, sign, skips)
                for row in range(piece.top, piece.bottom + 1)
                for column in range(piece.left, piece.right + 1)
            ]
        text = self._text()
        if text == "0":
            self.at += 1
            return []
        if text == "(":
            self.at += 1
            found = self._sum(sign, ranges=False, skips=skips)
            self._take(")")
            return found
        if text.upper() == "SUM" or (self.subtotals and text.upper() == "SUBTOTAL"):
            self.at += 1
            self._take("(")
            if text.upper() == "SUBTOTAL":
                if self._text() not in ("9", "109"):
                    raise ValueError(f"{self._text()!r}")
                self.at += 1
                self._take(",")
                skips = True
            found = self._sum(sign, ranges=True, skips=skips)
            while self._text() == ",":
                self.at += 1
                found += self._sum(sign, ranges=True, skips=skips)
            self._take(")")
            return found
        raise ValueError(f"{text!r}")
