"""Formula text as pieces: what is a cell reference, what is a string, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from workbook_tools.place import column_letters, column_number

MAX_LENGTH = 8192
MAX_ARGUMENTS = 255
MAX_STRING = 255

_SHEET = r"(?:(?:'(?:[^']|'')+'|\[\d+\][^\W\d][\w.]*|[^\W\d][\w.]*)!)"
_TOKEN = re.compile(
    rf"""
    (?P<string>"(?:[^"]|"")*")
  | (?P<ref>(?P<sheet>{_SHEET})?(?:
        (?P<first>\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}})(?::(?P<last>\$?[A-Za-z]{{1,3}}\$?[0-9]{{1,7}}))?(?![\w.(\[!])
      | (?P<top>\$?[0-9]{{1,7}}):(?P<bottom>\$?[0-9]{{1,7}})(?![\w.(]) ))
  | (?P<columns>{_SHEET}?\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(]))
  | (?P<function>[^\W\d][\w.]*(?=\())
  | (?P<name>{_SHEET}?[^\W\d\\][\w.\\?]*(?:\[(?:[^\[\]]|\[[^\]]*\])*\])?)
  | (?P<structured>\[(?:[^\[\]]|\[[^\]]*\])*\])
  | (?P<error>\#[A-Z0-9/]+[!?]?)
  | (?P<number>[0-9]+(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]+)?|\.[0-9]+)
  | (?P<space>\s+)
  | (?P<operator><=|>=|<>|[-+*/^&=<>%(){{}},;:@\#])
""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]+)\Z")


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a cell, an area, or whole rows (``left`` and ``right`` are then 0)."""

    sheet: str | None
    top: int
    left: int
    bottom: int
    right: int
    top_fixed: bool = False
    left_fixed: bool = False
    bottom_fixed: bool = False
    right_fixed: bool = False
    area: bool = False
    prefix: str = ""

    @property
    def left_text(self) -> str:
        """The first column as it is written, e.g. ``$H``."""
        return ("$" if self.left_fixed else "") + column_letters(self.left)

    @property
    def right_text(self) -> str:
        """The last column as it is written."""
        return ("$" if self.right_fixed else "") + column_letters(self.right)

    def text(self, top: int, bottom: int) -> str:
        """This reference with other rows."""
        first = f"{self.prefix}{self.left_text}{'$' if self.top_fixed else ''}{top}"
        if not self.area and top == bottom:
            return first
        return f"{first}:{self.right_text}{'$' if self.bottom_fixed else ''}{bottom}"

    def __str__(self) -> str:
        return self.text(self.top, self.bottom)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula that is no reference; ``kind`` is its group's name in the grammar."""

    kind: str
    text: str


Piece = Token | Ref

_P = TypeVar("_P")


def sheet_name(prefix: str) -> str:
    """``'Tổng hợp'!`` → ``Tổng hợp``."""
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


_SUM_OF_AREA = re.compile(r"SUM\(([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})\)")


def summed_area(formula: str) -> tuple[int, int, int, int] | None:
    """The area (top, left, bottom, right) of a formula that is nothing but ``SUM(H10:H19)``, as
    most totals are; ``None`` for any other.
    """
    match = _SUM_OF_AREA.fullmatch(formula)
    if match is None:
        return None
    top, bottom = int(match[2]), int(match[4])
    left, right = column_number(match[1]), column_number(match[3])
    return (top, left, bottom, right) if top <= bottom and left <= right else None


@lru_cache(maxsize=8192)
def tokenize(formula: str) -> tuple[Piece, ...]:
    """Split a formula (without its ``=``). Raises ``ValueError`` at what no formula can hold."""
    pieces: list[Piece] = []
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if not match:
            raise ValueError(f"“{formula[at : at + 10]}” ở vị trí {at + 1}")
        kind = str(match.lastgroup)
        if match["ref"] is not None:
            pieces.append(_ref(match))
        else:
            pieces.append(Token(kind, match[0]))
        at = match.end()
    return tuple(pieces)


def _ref(match: re.Match[str]) -> Ref:
    """The reference that the grammar has found: whole rows, an area or a cell."""
    prefix = match["sheet"] or ""
    sheet = sheet_name(prefix) if prefix else None
    if match["top"]:
        top, bottom = match["top"], match["bottom"]
        return Ref(
            sheet=sheet,
            top=int(top.lstrip("$")),
            left=0,
            bottom=int(bottom.lstrip("$")),
            right=0,
            top_fixed=top.startswith("$"),
            bottom_fixed=bottom.startswith("$"),
            area=True,
            prefix=prefix,
        )
    first = _CORNER.match(match["first"])
    last = _CORNER.match(match["last"] or match["first"])
    assert first and last
    return Ref(
        sheet=sheet,
        top=int(first[4]),
        left=column_number(first[2].upper()),
        bottom=int(last[4]),
        right=column_number(last[2].upper()),
        top_fixed=bool(first[3]),
        left_fixed=bool(first[1]),
        bottom_fixed=bool(last[3]),
        right_fixed=bool(last[1]),
        area=match["last"] is not None,
        prefix=prefix,
    )


def join(pieces: tuple[Piece, ...]) -> str:
    """The formula's text again."""
    return "".join(piece.text if isinstance(piece, Token) else str(piece) for piece in pieces)


def shift(formula: str, rows: int, columns: int) -> str:
    """A formula as Excel would copy it that many rows down and columns right (used for shared
    formulas). A reference that leaves the sheet becomes ``#REF!``.
    """
    return "".join(
        _moved(piece, rows, columns) if isinstance(piece, Ref) else piece.text
        for piece in tokenize(formula)
    )


def _moved(ref: Ref, rows: int, columns: int) -> str:
    """A reference's text after copying; what is fixed, and the columns of whole rows, stay."""
    top = ref.top + (0 if ref.top_fixed else rows)
    bottom = ref.bottom + (0 if ref.bottom_fixed else rows)
    if min(top, bottom) < 1:
        return "#REF!"
    if not ref.left:
        return str(replace(ref, top=top, bottom=bottom))
    left = ref.left + (0 if ref.left_fixed else columns)
    right = ref.right + (0 if ref.right_fixed else columns)
    if min(left, right) < 1:
        return "#REF!"
    first = _corner(ref.prefix, left, top, ref.left_fixed, ref.top_fixed)
    if not ref.area:
        return first
    return f"{first}:{_corner('', right, bottom, ref.right_fixed, ref.bottom_fixed)}"


def _corner(prefix: str, column: int, row: int, column_fixed: bool, row_fixed: bool) -> str:
    return (
        f"{prefix}{'$' if column_fixed else ''}{column_letters(column)}"
        f"{'$' if row_fixed else ''}{row}"
    )


def string_literal(text: str) -> str:
    """A text as a formula's string, in parts joined by ``&`` where it is longer than Excel allows
    in one.
    """
    parts = [text[at : at + MAX_STRING] for at in range(0, len(text), MAX_STRING)] or [""]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


VOLATILE = frozenset({"NOW", "TODAY", "RAND", "RANDBETWEEN", "OFFSET", "INDIRECT", "INFO", "CELL"})
"""Functions that make a workbook calculate again without any change to it."""

AFTER_2016 = frozenset(
    {
        "ARRAYTOTEXT",
        "BYCOL",
        "BYROW",
        "CHOOSECOLS",
        "CHOOSEROWS",
        "CONCAT",
        "DROP",
        "EXPAND",
        "FILTER",
        "GROUPBY",
        "HSTACK",
        "IFS",
        "IMAGE",
        "ISOMITTED",
        "LAMBDA",
        "LET",
        "MAKEARRAY",
        "MAP",
        "MAXIFS",
        "MINIFS",
        "PIVOTBY",
        "RANDARRAY",
        "REDUCE",
        "REGEXEXTRACT",
        "REGEXREPLACE",
        "REGEXTEST",
        "SCAN",
        "SEQUENCE",
        "SORT",
        "SORTBY",
        "STOCKHISTORY",
        "SWITCH",
        "TAKE",
        "TEXTAFTER",
        "TEXTBEFORE",
        "TEXTJOIN",
        "TEXTSPLIT",
        "TOCOL",
        "TOROW",
        "TRANSLATE",
        "UNIQUE",
        "VALUETOTEXT",
        "VSTACK",
        "WRAPCOLS",
        "WRAPROWS",
        "XLOOKUP",
        "XMATCH",
    }
)
"""Functions that Excel 2016, as the offices have it, does not know."""


NESTING = frozenset({"SUM", "MAX", "MIN", "PRODUCT"})
"""Functions that give the same when some of their arguments are taken together first."""

MANY = NESTING | {"AVERAGE", "COUNT", "COUNTA", "MEDIAN", "SUMSQ", "AND", "OR"}
"""Functions for which any number of areas is as good as one."""


def with_functions(
    pieces: Sequence[_P],
) -> Iterator[tuple[_P, str | None]]:
    """Each piece of a formula with the function that it is an argument of: ``""`` in brackets that
    belong to no function, ``None`` outside all brackets.
    """
    around: list[str] = []
    called = ""
    for piece in pieces:
        yield piece, around[-1] if around else None
        if isinstance(piece, Token):
            if piece.text == "(":
                around.append(called)
            elif piece.text == ")" and around:
                around.pop()
            called = piece.text.upper() if piece.kind == "function" else ""


ARRAYS = frozenset({"SUMPRODUCT", "LOOKUP", "MMULT", "FREQUENCY", "INDEX"})
"""Functions that calculate with areas cell by cell in whatever stands in them."""

SCALARS = frozenset(
    (
        *("ABS", "ROUND", "ROUNDUP", "ROUNDDOWN", "INT", "TRUNC", "MOD", "MROUND", "SIGN", "SQRT"),
        *("POWER", "CEILING", "FLOOR", "EVEN", "ODD", "IF", "IFERROR", "IFNA", "NOT", "N", "T"),
        *("TEXT", "VALUE", "FIXED", "LEN", "LEFT", "RIGHT", "MID", "UPPER", "LOWER", "PROPER"),
        *("TRIM", "SUBSTITUTE", "REPLACE", "FIND", "SEARCH", "REPT", "EXACT", "CONCATENATE"),
        *("DATE", "YEAR", "MONTH", "DAY", "WEEKDAY", "EDATE", "EOMONTH", "CHAR", "CODE"),
    )
)
"""Functions whose arguments are one cell each."""


def within(pieces: Sequence[_P], function_names: frozenset[str]) -> list[bool]:
    """Of each piece of a formula whether it stands, however deep, in one of these functions."""
    found: list[bool] = []
    around: list[bool] = [False]
    called = False
    for piece in pieces:
        found.append(around[-1])
        if isinstance(piece, Token):
            if piece.text == "(":
                around.append(around[-1] or called)
            elif piece.text == ")" and len(around) > 1:
                around.pop()
            called = piece.kind == "function" and piece.text.upper() in function_names
    return found


def functions(pieces: tuple[Piece, ...]) -> set[str]:
    """The names of the functions that a formula calls, in capitals, without Excel's prefixes."""
    return {
        piece.text.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
        for piece in pieces
        if isinstance(piece, Token) and piece.kind == "function"
    }
