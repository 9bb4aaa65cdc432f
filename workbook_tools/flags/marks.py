"""Our conditional formats in a sheet's text: put before the user's own, known again by our mark."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.excel.strings import escape_text
from workbook_tools.flags.sheet_tail import AFTER_FORMATS, before, children, tail_start
from workbook_tools.patterns import pattern

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


_PRIORITY = re.compile(rb'(<(?:\w+:)?cfRule\b[^<>]*?\bpriority=")([0-9]{1,9})(?=")')
_FORMATS = "conditionalFormatting"
_RULE_ENDS = b"</cfRule>"
_EMPTY_RULE = pattern(rb"(<cfRule\b[^<>]*/>)")
_OURS = re.compile(rb'>(?:AND\()?(?:"|&quot;)' + MARK.encode() + rb'(?:"|&quot;)')


def with_formats(xml: bytes, formats: Sequence[Format], looks: Mapping[str, int]) -> bytes:
    """A sheet with our formats before the user's, whose priorities move up; ``looks`` are the
    numbers of the differential formats.
    """
    blocks = [_block(entry, looks[entry.look], at) for at, entry in enumerate(formats, 1)]
    at = before(xml, (_FORMATS, *AFTER_FORMATS), tail_start(xml))
    count = len(blocks)
    rest = _PRIORITY.sub(lambda match: match[1] + str(int(match[2]) + count).encode(), xml[at:])
    return b"".join((memoryview(xml)[:at], "".join(blocks).encode(), rest))


def _block(entry: Format, look: int, priority: int) -> str:
    """One of our formats as it stands in a sheet."""
    formula = f'AND("{MARK}"<>"",{entry.condition})' if entry.condition else f'"{MARK}"<>""'
    stop = ' stopIfTrue="1"' if entry.stops else ""
    return (
        f'<conditionalFormatting sqref="{entry.areas}"><cfRule type="expression" '
        f'dxfId="{look}" priority="{priority}"{stop}><formula>{escape_text(formula)}'
        "</formula></cfRule></conditionalFormatting>"
    )


def without_formats(xml: bytes) -> bytes:
    """A sheet without our formats; the priorities of the others close up again."""
    start = tail_start(xml)
    if not _OURS.search(xml, start):
        return xml
    gone: list[int] = []
    pieces: list[bytes] = []
    done = start
    for child in children(xml, start):
        block = xml[child.start : child.end]
        if child.name != _FORMATS or not _OURS.search(block):
            continue
        kept, ours = _without_ours(block)
        pieces += (xml[done : child.start], kept)
        gone += ours
        done = child.end
    tail = b"".join([*pieces, xml[done:]])
    gone.sort()

    def moved_up(match: re.Match[bytes]) -> bytes:
        number = int(match[2])
        return match[1] + str(number - bisect_left(gone, number)).encode()

    return xml[:start] + _PRIORITY.sub(moved_up, tail)


def _without_ours(block: bytes) -> tuple[bytes, list[int]]:
    """A block of formats without our rules, empty where it had no others; and their priorities."""
    head, foot = block.find(b">") + 1, block.rfind(b"</")
    kept: list[bytes] = []
    ours: list[int] = []
    for rule in _rules(block[head:foot]):
        if not _OURS.search(rule):
            kept.append(rule)
            continue
        priority = _PRIORITY.search(rule)
        ours.append(int(priority[2]) if priority else 0)
    if not any(b"<cfRule" in rule for rule in kept):
        return b"", ours
    return block[:head] + b"".join(kept) + block[foot:], ours


def _rules(inside: bytes) -> Iterator[bytes]:
    """The rules of a block, one after the other."""
    for piece in inside.split(_RULE_ENDS):
        *alone, rest = _EMPTY_RULE().split(piece)
        yield from (rule for rule in alone if rule)
        if rest:
            yield rest + _RULE_ENDS if b"<cfRule" in rest else rest
