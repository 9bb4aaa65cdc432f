"""Our conditional formats in a sheet's text: put before the user's own, known again by our mark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.excel.strings import escape_text
from workbook_tools.flags.sheet_tail import AFTER_FORMATS, before, prefix, tail_start

MARK = "kehoach"
"""A text that the formula of each of our formats carries, and our hidden names begin with."""


@dataclass(frozen=True, slots=True)
class Format:
    """A conditional format: its areas, apart by blanks; its condition for the first cell; how it
    looks (``LOOKS``).
    """

    areas: str
    condition: str
    look: str
    stops: bool = False


_PRIORITY = re.compile(rb'(<(?:\w+:)?cfRule\b[^>]*?\bpriority=")(\d+)')
_BLOCK = re.compile(
    rb"<(?:\w+:)?conditionalFormatting\b[^>]*>(.*?)</(?:\w+:)?conditionalFormatting>", re.DOTALL
)
_RULE = re.compile(rb"<(?:\w+:)?cfRule\b[^>]*?(?:/>|>.*?</(?:\w+:)?cfRule>)", re.DOTALL)
_OURS = re.compile(rb'>\s*(?:AND\()?(?:"|&quot;)' + MARK.encode() + rb'(?:"|&quot;)')


def with_formats(xml: bytes, formats: Sequence[Format], looks: Mapping[str, int]) -> bytes:
    """A sheet with our formats before the user's, whose priorities move up; ``looks`` are the
    numbers of the differential formats.
    """
    own = prefix(xml).decode()
    blocks = [
        _block(entry, looks[entry.look], priority, own) for priority, entry in enumerate(formats, 1)
    ]
    at = before(xml, ("conditionalFormatting", *AFTER_FORMATS), tail_start(xml))
    count = len(blocks)
    rest = _PRIORITY.sub(lambda match: match[1] + str(int(match[2]) + count).encode(), xml[at:])
    return b"".join((xml[:at], "".join(blocks).encode(), rest))


def _block(entry: Format, look: int, priority: int, own: str) -> str:
    """One of our formats as it stands in a sheet; ``own`` is the prefix of the sheet's names."""
    formula = f'AND("{MARK}"<>"",{entry.condition})' if entry.condition else f'"{MARK}"<>""'
    stop = ' stopIfTrue="1"' if entry.stops else ""
    return (
        f'<{own}conditionalFormatting sqref="{entry.areas}"><{own}cfRule type="expression" '
        f'dxfId="{look}" priority="{priority}"{stop}><{own}formula>{escape_text(formula)}'
        f"</{own}formula></{own}cfRule></{own}conditionalFormatting>"
    )


def without_formats(xml: bytes) -> bytes:
    """A sheet without our formats; the priorities of the others close up again."""
    start = tail_start(xml)
    tail = xml[start:]
    if not _OURS.search(tail):
        return xml
    gone: list[int] = []

    def stripped(block: re.Match[bytes]) -> bytes:
        if not _OURS.search(block[0]):
            return block[0]
        kept, ours = _parted(block[1])
        gone.extend(ours)
        if not kept:
            return b""
        head = block[0][: block.start(1) - block.start()]
        foot = block[0][block.end(1) - block.start() :]
        return head + b"".join(kept) + foot

    tail = _BLOCK.sub(stripped, tail)

    def moved_up(match: re.Match[bytes]) -> bytes:
        number = int(match[2])
        earlier = sum(1 for other in gone if other < number)
        return match[1] + str(number - earlier).encode()

    return xml[:start] + _PRIORITY.sub(moved_up, tail)


def _parted(rules: bytes) -> tuple[list[bytes], list[int]]:
    """The rules of a block that are the user's, and the priorities of those that are ours."""
    kept: list[bytes] = []
    ours: list[int] = []
    for rule in _RULE.findall(rules):
        if not _OURS.search(rule):
            kept.append(rule)
            continue
        priority = _PRIORITY.match(rule)
        ours.append(int(priority[2]) if priority else 0)
    return kept, ours
