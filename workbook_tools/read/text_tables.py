"""A text file whose table's columns are separated by tabs, bars or, in a ``.csv``, by semicolons or
commas: one sheet, a row for each line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from workbook_tools.error_kinds import (
    CANNOT_BE_READ,
    DOCUMENT_WITHOUT_TABLE,
    FILE_TOO_LARGE,
    TOO_MANY_ROWS,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_READ_BYTES, MAX_TABLE_ROWS
from workbook_tools.patterns import pattern
from workbook_tools.plan.grid import Grid
from workbook_tools.read.table_book import TEXT_SHEET, LaidOut

_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FEWEST = 3
"""A table has so many separators in a line, at least."""

_RULE = pattern(r"[\s|:+=_-]+\Z")
"""A line that only draws: |---|---|."""

_BREAK = pattern(r"</p>\s*<p>|<br\s*/?>", re.IGNORECASE)
_TAG = pattern(r"</?(?:p|b|i|u|em|strong|span|div|sup|sub)>", re.IGNORECASE)


def text_document(data: bytes, name: str) -> LaidOut:
    """The table of a text file; ``name`` is the file's, for messages. Raises ``InputError`` for one
    without any, or with more than it may hold.
    """
    if len(data) > MAX_READ_BYTES:
        raise InputError(FILE_TOO_LARGE, path=name, size=MAX_READ_BYTES >> 20)
    said = _decoded(data, name)
    separator = _separator(said, ",;" if name.lower().endswith(".csv") else "")
    if not separator:
        raise InputError(DOCUMENT_WITHOUT_TABLE, name=name)
    rows = _rows(said, separator)
    if len(rows) > MAX_TABLE_ROWS:
        raise InputError(TOO_MANY_ROWS, most=f"{MAX_TABLE_ROWS // 1000}.000")
    return LaidOut(name, {TEXT_SHEET: Grid(TEXT_SHEET, rows)}, is_document=True)


def _decoded(data: bytes, name: str) -> str:
    """The text of a file: Unicode, or a page of eight bits as fonts of the years before had it."""
    if b"\x00" in data[:1024] and not data.startswith(_MARKS):
        raise InputError(CANNOT_BE_READ, name=name)
    for encoding in ("utf-16",) if data.startswith(_MARKS) else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(CANNOT_BE_READ, name=name)


def _separator(said: str, further: str) -> str:
    """What stands between the columns: the sign that most lines have several of; empty for none."""
    lines = said.splitlines()
    counts = {sign: _with_several(lines, sign) for sign in ("\t", "|", *further)}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] >= 2 else ""


def _with_several(lines: Iterable[str], sign: str) -> int:
    return sum(line.count(sign) >= _FEWEST for line in lines)


def _rows(said: str, separator: str) -> list[list[Any]]:
    """The lines as rows; a text in quotes may hold breaks, as spreadsheets write it: the lines that
    it goes on in are empty rows, so that a row's number is its line's.
    """
    if separator == "|":
        return [_barred(line) for line in said.splitlines()]
    lines = said.splitlines()
    if said.count('"') % 2 or f'{separator}"' not in said:
        return [_cells(line.split(separator)) for line in lines]
    found: list[list[Any]] = []
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
    for parts in reader:
        found.append(_cells(parts))
        found += [[] for _ in range(reader.line_num - len(found))]
    return found


def _barred(line: str) -> list[Any]:
    """A line whose columns bars separate, with or without bars at its ends."""
    if _RULE().fullmatch(line):
        return []
    body = line.strip()
    if body.startswith("|"):
        body = body[1:]
    return _cells(body.removesuffix("|").split("|"))


def _cells(parts: Iterable[str]) -> list[Any]:
    return [_plain(part) or None for part in parts]


def _plain(part: str) -> str:
    """A cell's text without the marks of a web page that a scanner's text has."""
    return _TAG().sub("", _BREAK().sub("\n", part)).strip() if "<" in part else part.strip()
