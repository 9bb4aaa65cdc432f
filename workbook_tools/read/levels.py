"""The level of each line of a table (section, programme, project, part of one, sum), told by its
number, its name and its money, as no column says it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from workbook_tools.patterns import pattern
from workbook_tools.plan.numbering import Number, numbers_in_order
from workbook_tools.read.headers import normal
from workbook_tools.read.vocabulary import CARRIED_NAME, DASHES, SUBTOTAL_NAME, TOTAL_NAME

SECTION, PROGRAMME, PROJECT, DETAIL, TOTAL = (
    "Mục",
    "Chương trình",
    "Đề án",
    "Chi tiết",
    "Tổng cộng",
)


class NumberedLine(NamedTuple):
    """A line's number (TT) and name as they are typed, and whether it says nothing else: a heading
    that no unit carries out at no time. ``money``: it states an amount.
    """

    tt: str
    name: str
    bare: bool
    money: bool = True


@dataclass(frozen=True, slots=True)
class _Style:
    """How a table numbers its lines: the kinds of numbers in it (``roman``, ``letter``, ``digits``,
    ``dotted``, and ``small`` for a, b, c), how many parts the longest has, whether the bare ones of
    its plain numbers are programmes, the others projects, and whether dashes stand before lines.
    ``headings`` is what the small letters of its headings (i, ii above 1, 1.1) count by.
    """

    kinds: frozenset[str]
    deepest: int
    mixed: bool
    dashed: bool
    headings: str


def levels_of(lines: Sequence[NumberedLine]) -> list[str]:
    """``Cấp`` of every line.

    Roman numbers and letters are sections where there are plain numbers with dotted ones below; the
    only kind of numbers are projects'. Where programmes and projects both have plain numbers, the
    bare lines are the programmes. A line without a number is a project, with a dash a part of one,
    without number and money a heading.
    """
    numbers = numbers_in_order(["" if _is_dashed(line) else line.tt for line in lines])
    parts = _numbers_of_parts(lines, numbers)
    numbers = [None if part else one for one, part in zip(numbers, parts, strict=True)]
    style = _style(lines, numbers, _small_headings(lines, numbers))
    ranks = _ranks(style)
    found: list[str] = []
    above = ""
    for line, number, part in zip(lines, numbers, parts, strict=True):
        if is_total(line.tt, line.name):
            found.append(TOTAL)
        elif part and above == PROJECT:
            found.append(DETAIL)
        elif _is_dashed(line):
            found.append(DETAIL if above in (PROJECT, "") else PROJECT)
        else:
            above = _bare_level(line) if number is None else _level(number, line, style, ranks)
            found.append(above)
    return found


def is_total(tt: str, name: str) -> bool:
    """Whether a line with this number and name is the grand total."""
    return bool(TOTAL_NAME().match(normal(name))) and (not tt or normal(tt) == normal(name))


def is_sum(tt: str, name: str) -> bool:
    """Whether a line with this number and name is a sum: of all, of a part (Cộng mục I), or of what
    stands above it (Mang sang trang sau).
    """
    said = normal(name)
    own = not tt or normal(tt) == said
    return own and (is_total("", name) or any(sum_().match(said) for sum_ in _SUMS))


_SUMS = (SUBTOTAL_NAME, CARRIED_NAME)


def summed_part(name: str) -> str:
    """The number of the part whose sum a line is called; empty where it says none."""
    found = SUBTOTAL_NAME().match(normal(name))
    return found["of"] if found is not None else ""


def _is_dashed(line: NumberedLine) -> bool:
    return line.tt in DASHES or (not line.tt and line.name[:2].strip() in DASHES)


def _bare_level(line: NumberedLine) -> str:
    """The level of a line without a number."""
    return PROJECT if line.money or not line.bare else PROGRAMME


_PROJECT_PARTS, _DETAIL_PARTS = 2, 3
_LETTERED = pattern(r"(.*[0-9])\.?[a-zđ]\W*")
"""A number that goes on another's with a letter: 1.2a, 1.2.b."""


def _numbers_of_parts(
    lines: Sequence[NumberedLine], numbers: Sequence[Number | None]
) -> list[bool]:
    """Whether each line's number goes on that of a project above, for a part of it: 1.2a below 1.2;
    1.2.1 where sections, programmes and projects are I, 1, 1.1, most of which say who carries them
    out, or when.
    """
    nested = _has_nested_parts(lines, numbers)
    found: list[bool] = []
    above = ""
    for line, number in zip(lines, numbers, strict=True):
        lettered = _LETTERED().fullmatch(line.tt) if number is None else None
        is_part = lettered is not None and lettered[1] == above
        found.append(
            is_part or (nested and number is not None and len(number.parts) == _DETAIL_PARTS)
        )
        if not found[-1] and line.tt:
            above = line.tt.strip(" .")
    return found


def _has_nested_parts(lines: Sequence[NumberedLine], numbers: Sequence[Number | None]) -> bool:
    """Whether numbers of three parts (1.2.1) are those of parts of projects."""
    known = [
        (number, line.bare)
        for line, number in zip(lines, numbers, strict=True)
        if number is not None
    ]
    depths = {len(number.parts) for number, _ in known if number.style == "digits"}
    headed = any(number.style in ("roman", "letter") for number, _ in known)
    if not headed or depths != {1, _PROJECT_PARTS, _DETAIL_PARTS}:
        return False
    bare = [is_bare for number, is_bare in known if len(number.parts) == _PROJECT_PARTS]
    return 2 * sum(bare) < len(bare)


def _kind(number: Number, tt: str, headings: str) -> str:
    if len(number.parts) > 1:
        return "dotted"
    is_small = number.style != "digits" and tt.strip(" ().").islower()
    return (headings or "small") if is_small else number.style


def _small_headings(lines: Sequence[NumberedLine], numbers: Sequence[Number | None]) -> str:
    """What the numbers in small letters of a table count by (``roman``, ``letter``) that number its
    headings: the table begins with one, and they run on over the others; empty for any others, as
    those of parts of a project.
    """
    known = [(one, line.tt) for line, one in zip(lines, numbers, strict=True) if one is not None]
    small = [one for one, tt in known if _kind(one, tt, "") == "small"]
    if not small or small[0] is not known[0][0] or len(small) == len(known):
        return ""
    in_order = [one.last for one in small] == list(range(1, len(small) + 1))
    return small[0].style if in_order else ""


def _style(
    lines: Sequence[NumberedLine], numbers: Sequence[Number | None], headings: str
) -> _Style:
    """The style that the lines' numbers have together."""
    known = [
        (line, number, _kind(number, line.tt, headings))
        for line, number in zip(lines, numbers, strict=True)
        if number is not None
    ]
    kinds = frozenset(kind for _, _, kind in known)
    plain = [line.bare for line, _, kind in known if kind == "digits"]
    return _Style(
        kinds,
        deepest=max((len(number.parts) for _, number, _ in known), default=1),
        mixed="dotted" not in kinds and any(plain) and not all(plain),
        dashed=any(map(_is_dashed, lines)),
        headings=headings,
    )


def _ranks(style: _Style) -> dict[str, str]:
    """The level that each kind of number stands for in a table of this style."""
    large = style.kinds & {"roman", "letter"}
    plain = style.kinds & {"digits", "dotted"}
    small = {"small": DETAIL if plain else PROJECT}
    if not plain:
        return small | _ranks_of_large(large, below="small" in style.kinds or style.dashed)
    if len(plain) == 1:
        return small | _ranks_above(large, style.mixed) | dict.fromkeys(plain, PROJECT)
    if len(large) == 2 and style.deepest == 2:
        four = {"letter": SECTION, "roman": PROGRAMME, "digits": PROJECT, "dotted": DETAIL}
        return small | four
    return small | dict.fromkeys(large, SECTION) | {"digits": PROGRAMME, "dotted": PROJECT}


def _ranks_of_large(large: AbstractSet[str], *, below: bool) -> dict[str, str]:
    """The levels of Roman numbers and letters where there are no others; ``below``: lines without
    such a number stand under them.
    """
    if len(large) == 2:
        return {"letter": SECTION if below else PROGRAMME, "roman": PROGRAMME if below else PROJECT}
    return dict.fromkeys(large, PROGRAMME if below else PROJECT)


def _ranks_above(large: AbstractSet[str], mixed: bool) -> dict[str, str]:
    """The levels of Roman numbers and letters above one kind of plain numbers; ``mixed``: these are
    those of programmes, too.
    """
    if mixed:
        return dict.fromkeys(large, SECTION)
    if len(large) == 2:
        return {"letter": SECTION, "roman": PROGRAMME}
    return dict.fromkeys(large, PROGRAMME)


def _level(number: Number, line: NumberedLine, style: _Style, ranks: Mapping[str, str]) -> str:
    """The level of a line that is no total; where numbers have three parts or more, those of two
    are programmes and those of one sections.
    """
    kind = _kind(number, line.tt, style.headings)
    if style.mixed and line.bare and kind == "digits":
        return PROGRAMME
    if style.deepest > 2 and kind == "dotted" and len(number.parts) < style.deepest:
        return PROGRAMME
    if style.deepest > 2 and ranks[kind] == PROGRAMME:
        return SECTION
    return ranks[kind]
