"""Number formats of the clean copy: what they show of a value, without texts that they carry."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from unicodedata import normalize

_PIECE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|;|[^"\\_*\[;]+')
_BRACKET = re.compile(
    r"\[(?:\$[^\]\w]{0,3}-?[0-9A-Fa-f]{0,8}|\$[A-Za-z₫đ]{1,3}-?[0-9A-Fa-f]{0,8}|[hms]{1,2}"
    r"|[<>=]{1,2}-?[0-9.]{1,15}|(?:Color ?[0-9]{1,2}|Black|Blue|Cyan|Green|Magenta|Red|White"
    r"|Yellow))\]",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?:General|AM/PM|A/P|[0#?.,%eE+\-/@dmyhsDMYHSgGbB:() $€£¥₫])+")
_SHOWS = re.compile(r"general|[0#?@dmyhsge]", re.IGNORECASE)
_SHOWS_TEXT = re.compile(r"general|@", re.IGNORECASE)
_COLOURS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
}
_NUMBERED = re.compile(r"\[color ?([1-9][0-9]?)\]", re.IGNORECASE)
_FIRST_NUMBERED = 7
"""``[Color1]`` is the colour after this one of the indexed ones."""

_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\]")
_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_WORDS = frozenset(
    [
        "đồng",
        "triệu",
        "tỷ",
        "tỉ",
        "nghìn",
        "ngàn",
        "năm",
        "tháng",
        "ngày",
        "quý",
        "người",
        "hộ",
        "xã",
        "vnd",
        "vnđ",
        "usd",
        "triệuđồng",
        "tỷđồng",
        "tỉđồng",
        "nghìnđồng",
        "ngànđồng",
    ]
)
_LONGEST = 3


def plain_format(code: str) -> str:
    """A format's code without texts of more than three characters, but for the names of units."""
    kept = []
    for piece in _PIECE.findall(code):
        if piece.startswith('"'):
            kept.append(piece if _harmless(piece.strip('"')) else "")
        elif piece.startswith("["):
            kept.append(piece if _BRACKET.fullmatch(piece) else "")
        elif piece[0] in "\\_*;":
            kept.append(piece)
        else:
            kept.append(piece if _CODE.fullmatch(piece) else "General")
    plain = "".join(kept)
    return plain if _escaped(plain) <= _LONGEST * 2 else re.sub(r"\\.", "", plain)


def _escaped(code: str) -> int:
    """How many letters a code spells out one by one."""
    return sum(piece[1].isalnum() for piece in _PIECE.findall(code) if piece[0] in "\\_*")


def _harmless(text: str) -> bool:
    said = normalize("NFC", text).casefold()
    return len(text.strip()) <= _LONGEST or all(word in _WORDS for word in re.split(r"\W+", said))


def shows_value(code: str, value: float | str | bool) -> bool:
    """Whether a cell with this format shows its value."""
    sections = _sections(code)
    if isinstance(value, bool) or (len(sections) == 1 and not sections[0].strip()):
        return True
    if isinstance(value, str):
        return len(sections) < 4 or _SHOWS_TEXT.search(_bare(sections[3])) is not None
    if any(sign in part for part in sections for sign in ("[<", "[>", "[=")):
        return any(_shows(part) for part in sections)
    section = _section_of(value, sections)
    return _shows(section) or (value == 0 and bool(section.strip()))


def format_colour(code: str, value: float | str | bool, indexed: Sequence[str]) -> str | None:
    """The colour in six digits that a format itself gives a value; ``None`` where it gives none.
    ``indexed`` are the workbook's colours by number.
    """
    sections = _sections(code)
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        section = sections[min(len(sections), 4) - 1]
        return _colour_in(section, indexed) if _SHOWS_TEXT.search(_bare(section)) else None
    if any(_CONDITION.search(section) for section in sections):
        section = next((part for part in sections if _holds(part, value)), "")
    else:
        section = _section_of(value, sections)
    return _colour_in(section, indexed)


def _holds(section: str, value: float) -> bool:
    """Whether a section's condition holds for a number; one without a condition is for the rest."""
    found = _CONDITION.search(section)
    return found is None or _HOLDS[found[1]](value, float(found[2]))


def _colour_in(section: str, indexed: Sequence[str]) -> str | None:
    for piece in _PIECE.findall(section):
        numbered = _NUMBERED.fullmatch(piece)
        at = int(numbered[1]) + _FIRST_NUMBERED if numbered is not None else len(indexed)
        named = _COLOURS.get(piece[1:-1].lower()) if piece.startswith("[") else None
        if named is not None or at < len(indexed):
            return named or indexed[at]
    return None


def _section_of(value: float, sections: Sequence[str]) -> str:
    """The section of a format that a number is shown by: of positive ones, negative ones, zeros."""
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _sections(code: str) -> list[str]:
    """The sections of a code, for numbers above, below and at zero, and for texts."""
    sections = [""]
    for piece in _PIECE.findall(code):
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _shows(section: str) -> bool:
    """Whether a section shows the number or the text that it formats."""
    return _SHOWS.search(_bare(section)) is not None


def _bare(section: str) -> str:
    """A section without what it shows beside the value."""
    return "".join(
        piece
        for piece in _PIECE.findall(section)
        if piece[0] not in '"\\_*[' or piece.lower() in ("[h]", "[hh]", "[m]", "[mm]", "[s]")
    )
