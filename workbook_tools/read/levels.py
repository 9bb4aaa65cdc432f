"""The level of each line of a table (section, programme, project, total), told by its number, as no
column says it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workbook_tools.plan.numbering import Number, read_number
from workbook_tools.read.headers import normal

_TOTAL = re.compile(
    r"(tổng\s*(cộng|số|kinh phí)|cộng|tổng)\b[\s:.]*(toàn bộ|kinh phí|\(.*\)|[ivx+\-, ]*)?\Z"
)


class NumberedLine(NamedTuple):
    """A line's number (TT) and name as they are typed, and whether it says nothing else: a heading
    that no unit carries out at no time.
    """

    tt: str
    name: str
    bare: bool


@dataclass(frozen=True, slots=True)
class _Style:
    """How a table numbers its lines: the kinds of numbers in it (``roman``, ``letter``, ``digits``
    and ``dotted``), how many parts the longest has, and whether the bare ones of its plain numbers
    are programmes, the others projects.
    """

    kinds: frozenset[str]
    deepest: int
    mixed: bool


def levels_of(lines: Sequence[NumberedLine]) -> list[str]:
    """``Cấp`` of every line.

    Roman numbers and letters are sections where there are plain numbers with dotted ones below.
    Where programmes and projects both have plain numbers, the bare lines are the programmes. A line
    without a number is a project.
    """
    numbers = [read_number(line.tt) for line in lines]
    style = _style(lines, numbers)
    ranks = _ranks(style)
    return [
        "Tổng cộng" if is_total(line.tt, line.name) else _level(number, line.bare, style, ranks)
        for line, number in zip(lines, numbers, strict=True)
    ]


def is_total(tt: str, name: str) -> bool:
    """Whether a line with this number and name is the grand total."""
    return bool(_TOTAL.match(normal(name))) and (not tt or normal(tt) == normal(name))


def _kind(number: Number) -> str:
    return "dotted" if len(number.parts) > 1 else number.style


def _style(lines: Sequence[NumberedLine], numbers: Sequence[Number | None]) -> _Style:
    """The style that the lines' numbers have together."""
    known = [number for number in numbers if number is not None]
    kinds = frozenset(map(_kind, known))
    plain = [
        line.bare
        for line, number in zip(lines, numbers, strict=True)
        if number is not None and _kind(number) == "digits"
    ]
    return _Style(
        kinds,
        deepest=max((len(number.parts) for number in known), default=1),
        mixed="dotted" not in kinds and any(plain) and not all(plain),
    )


def _ranks(style: _Style) -> Mapping[str, str]:
    """The level that each kind of number stands for in a table of this style."""
    above = style.kinds & {"roman", "letter"}
    if "dotted" in style.kinds and "digits" in style.kinds:
        return {"roman": "Mục", "letter": "Mục", "digits": "Chương trình", "dotted": "Đề án"}
    if "dotted" in style.kinds:
        return {"roman": "Chương trình", "letter": "Chương trình", "dotted": "Đề án"}
    if style.mixed:
        return {"roman": "Mục", "letter": "Mục", "digits": "Đề án"}
    if len(above) == 2:
        return {"letter": "Mục", "roman": "Chương trình", "digits": "Đề án"}
    return {"roman": "Chương trình", "letter": "Chương trình", "digits": "Đề án"}


def _level(number: Number | None, bare: bool, style: _Style, ranks: Mapping[str, str]) -> str:
    """The level of a line that is no total; where numbers have three parts or more, those of two
    are programmes and those of one sections.
    """
    if number is None:
        return "Đề án"
    kind = _kind(number)
    if style.mixed and bare and kind == "digits":
        return "Chương trình"
    if style.deepest > 2 and kind == "dotted" and len(number.parts) < style.deepest:
        return "Chương trình"
    if style.deepest > 2 and ranks[kind] == "Chương trình":
        return "Mục"
    return ranks[kind]
