"""Text for the screen: nothing in it acts on a terminal, or shows as something else than it is."""

from __future__ import annotations

import re
import unicodedata
from typing import TextIO

_UNSEEN = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters, the escape and its C1 forms among them
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # shown as nothing
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, marks and turns of direction
    "\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"  # fillers, variants, byte order
    "\ud800-\udfff"  # halves of characters, which no stream can write
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # tags and their like
    "]"
)

_NARROWEST = 20
"""Letters of a line, at least: a terminal may say that it has none."""

_PARTING = frozenset({*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029"})


def visible(text: str) -> str:
    """A text with every character that cannot be seen written as its number (``‹U+202E›``), in
    composed Unicode. Line breaks stay: the sentences of this program are lines.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(_number, unicodedata.normalize("NFC", text))


def one_line(text: str) -> str:
    """The same for a line that quotes what a file holds: a break in it makes no line of its own."""
    return visible(text.replace("\r\n", "\n")).replace("\n", " ")


def wrapped(line: str, width: int) -> str:
    """A line broken between words, never inside one; what follows stands a little to the right."""
    if len(line) <= width:
        return line
    import textwrap

    indent = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.fill(
        line.strip(),
        max(width, _NARROWEST),
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def width_of(stream: TextIO) -> int:
    """How many letters a line of a stream may have: those of its terminal; 0 where it is none, and
    lines are left whole for other programs, whatever they say of their own.
    """
    if not stream.isatty():
        return 0
    import shutil

    return shutil.get_terminal_size().columns


def without_unseen(text: str) -> str:
    """A text for others to read, of which only the characters are left that can be seen; what
    breaks or parts lines stays, for the caller to judge.
    """
    return _UNSEEN.sub(lambda found: found[0] if found[0] in _PARTING else "", text)


def _number(match: re.Match[str]) -> str:
    return f"‹U+{ord(match[0]):04X}›"
