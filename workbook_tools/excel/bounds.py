"""How much a workbook may hold: the figures, and parts judged by them in one linear scan of bytes,
before anything is made of them.

The figures are Excel's own limits, or lie far above any workbook of an office, so that whatever
lies beyond was made to harm, or is damaged. Within them every command answers in seconds and in
one gigabyte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from workbook_tools.error_kinds import (
    DOCTYPE,
    NOT_WELL_FORMED,
    OFF_THE_SHEET,
    PART_TOO_LARGE,
    TOO_DEEP,
    TOO_MANY,
    TOO_MANY_DEPENDENT,
    TOO_MANY_TAGS,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.cells import MAX_COLUMN, MAX_ROW
from workbook_tools.excel.part_names import TYPES_PART
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, column_number

MAX_FILE_BYTES = 1 << 28
"""A workbook's file as it lies on the disk."""

MAX_PARTS = 20_000
MAX_PACKAGE_BYTES = 1 << 29
"""All parts unpacked, pictures and videos among them."""

MAX_PART_BYTES = 1 << 28
"""One part that is only carried over."""

MAX_READ_BYTES = 1 << 26
"""A part that is read: a sheet of 64 MB, as the contract says."""

MAX_TREE_TAGS = 1_500_000
"""Tags of a part that is parsed into a tree, which takes twenty times the part's size."""

MAX_LIST_TAGS = 70_000
"""Tags of a list of parts: what a part leads to (more than a sheet has links), what parts are."""

MAX_DEPTH = 250
"""Elements inside one another; Excel's own parts stay below 30, and the parser stops at 256."""

MAX_PLAN_ROWS = 200_000
MAX_TABLE_ROWS = 40_000
"""The lines of an appendix, or of anybody's table, which take three times as long to read."""
MAX_CELLS = 4_000_000
MAX_DEPENDENT = 50_000
"""Formulas of the user's that take something from a generated sheet, each of which is told or
calculated anew.
"""
MAX_LAID_OUT = 5_000_000
"""Cells of the rectangle that a sheet spans, up to which it is laid out whole, gaps included."""

MAX_READ_TOGETHER = 1 << 27
"""All sheets that one command reads, as bytes of XML."""

MAX_TEXTS = 40_000_000
"""Bytes of all texts of the sheets that are read, a shared string counted in each cell that shows
it.
"""

MAX_FORMULA = 8_192
MAX_FORMULA_DEPTH = 64
MAX_FORMULA_TEXTS = 16_000_000
"""Characters of all formulas of a sheet, shared ones written out in each cell."""

_PER_PART: Mapping[bytes, tuple[tuple[bytes, int, str], ...]] = {
    b"worksheet": (
        (b"<c ", MAX_CELLS, "ô"),
        (b"<row ", MAX_ROW, "dòng"),
        (b"<mergeCell ", 50_000, "vùng ô gộp"),
        (b"<cfRule ", 50_000, "quy tắc định dạng có điều kiện"),
        (b"<dataValidation ", 65_534, "quy tắc nhập liệu"),
        (b"<hyperlink ", 65_530, "liên kết"),
        (b"<col ", MAX_COLUMN, "cột"),
        (b"<protectedRange ", 10_000, "vùng được bảo vệ"),
    ),
    b"sst": ((b"<si", 2_000_000, "chuỗi chữ"),),
    b"styleSheet": (
        (b"<xf ", 150_000, "định dạng ô"),
        (b"<font>", 65_536, "phông chữ"),
        (b"<fill>", 65_536, "kiểu tô nền"),
        (b"<border", 65_536, "kiểu kẻ khung"),
        (b"<dxf", 65_536, "định dạng có điều kiện"),
        (b"<numFmt ", 65_536, "định dạng số"),
        (b"<cellStyle ", 65_536, "kiểu ô"),
    ),
    b"workbook": ((b"<sheet ", 1_000, "trang tính"), (b"<definedName ", 65_536, "tên vùng")),
    b"comments": ((b"<comment ", 50_000, "ghi chú"),),
    b"Relationships": ((b"<Relationship ", 70_000, "liên hệ giữa các phần"),),
}
"""Root of a part → what it may hold at most: how it is written in the plain form, how many, what a
user calls it.
"""

_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_FAR_CELL = re.compile(rb'<c r="(?![A-Z]{1,2}[1-9][0-9]{0,5}")([^"]{0,40})')
_FAR_ROW = re.compile(rb'<row r="(?![1-9][0-9]{0,5}")([^"]{0,40})')
_TWO_LETTERS = re.compile(rb'<c r="[A-Z]{2}[0-9]')
_LOW_CELL = pattern(rb'<c r="[A-Z]([1-9][0-9]{5})"')
_LETTER = pattern(rb'<c r="([A-Z])')
_CELL = pattern(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>(?!</c>)')
_ADDRESS = pattern(rb"[A-Z]{1,3}[1-9][0-9]{0,6}\Z")


class Extent(NamedTuple):
    """How far a sheet's cells reach that hold something: their last row and column, and how many
    they are; ``cells`` is 0 where they were not counted, because they reach not far.
    """

    row: int
    column: int
    cells: int

    @property
    def is_far(self) -> bool:
        """Whether their rectangle is too large to be laid out with its gaps."""
        return self.row * self.column > MAX_LAID_OUT


def judge_size(size: int, part: str) -> None:
    """Raises ``InputError`` for a part that is too large to be read."""
    if size > MAX_READ_BYTES:
        raise InputError(
            PART_TOO_LARGE, part=part, size=_megabytes(size), most=_megabytes(MAX_READ_BYTES)
        )


def _megabytes(size: int) -> int:
    return -(-size // (1 << 20))


def judge_part(xml: bytes, part: str) -> None:
    """Whether a part in the plain form holds no more than it may, is well-formed and nested no
    deeper than the bounds allow. Raises ``InputError``, naming the part.
    """
    judge_size(len(xml), part)
    root = _ROOT.search(xml, 0, 4096)
    kind = root[1] if root is not None else b""
    for tag, most, called in _PER_PART.get(kind, ()):
        count = xml.count(tag) if len(xml) > most * len(tag) else 0
        if count > most:
            raise InputError(
                TOO_MANY, part=part, count=_grouped(count), called=called, most=_grouped(most)
            )
    if kind == b"worksheet":
        _judge_addresses(xml, part)
    judge_form(xml, part)


def judge_dependent(count: int, place: Place) -> None:
    """Raises ``InputError`` where too many formulas depend on generated sheets; ``place`` is that
    of the first one.
    """
    if count > MAX_DEPENDENT:
        raise InputError(TOO_MANY_DEPENDENT, place, most=_grouped(MAX_DEPENDENT))


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _judge_addresses(xml: bytes, part: str) -> None:
    """Raises ``InputError`` for a cell or row that lies on no sheet of Excel's."""
    for wanted, prefix in ((_FAR_CELL, b""), (_FAR_ROW, b"A")):
        for match in wanted.finditer(xml):
            address = prefix + match[1]
            if not _ADDRESS().match(address) or not _on_a_sheet(address):
                said = match[1].decode("utf-8", "replace")
                raise InputError(OFF_THE_SHEET, part=part, address=said, last=MAX_ROW)


def _on_a_sheet(address: bytes) -> bool:
    letters = address.rstrip(b"0123456789")
    row = int(address[len(letters) :])
    return row <= MAX_ROW and column_number(letters.decode()) <= MAX_COLUMN


def judge_form(xml: bytes, part: str) -> None:
    """Raises ``InputError`` where a part is no well-formed XML, or is nested too deep. A pass of
    the parser in C, without a tree.
    """
    from lxml import etree

    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise InputError(DOCTYPE, part=part)
    nothing: Any = _Nothing()
    parser = etree.XMLParser(target=nothing, resolve_entities=False, no_network=True)
    try:
        etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise not_well_formed(error.msg or "", part) from error


class _Nothing:
    """A parser's target that wants nothing of what is read."""

    def close(self) -> None:
        """Nothing was made."""


def not_well_formed(said: str, part: str) -> InputError:
    """The error for a part that the parser refused; ``said`` is the parser's own."""
    if "Excessive depth" in said:
        return InputError(TOO_DEEP, part=part, most=MAX_DEPTH)
    return InputError(NOT_WELL_FORMED, part=part)


def judge_tree(xml: bytes, part: str) -> None:
    """Raises ``InputError`` for a part that is too large to be parsed into a tree."""
    judge_size(len(xml), part)
    is_list = part.endswith((".rels", TYPES_PART))
    most = MAX_LIST_TAGS if is_list else MAX_TREE_TAGS
    if xml.count(b"<") > most:
        raise InputError(TOO_MANY_TAGS, part=part, most=_grouped(most))


def extent(xml: bytes) -> Extent:
    """How far the cells of a sheet in the plain form reach. They are looked at one by one only
    where some lie far out.
    """
    if not _FAR_CELL.search(xml) and not _TWO_LETTERS.search(xml):
        row = int(max(_LOW_CELL().findall(xml), default=b"99999"))
        near = Extent(row, 26, 0)
        if near.is_far:
            near = Extent(row, max(_LETTER().findall(xml))[0] - ord("@"), 0)
        if not near.is_far:
            return near
    rows, columns, count = 0, set(), 0
    for match in _CELL().finditer(xml):
        rows = max(rows, int(match[2]))
        columns.add(match[1])
        count += 1
    across = max((column_number(letters.decode()) for letters in columns), default=0)
    return Extent(rows, across, count)


def formula_excess(text: str) -> str:
    """What is too much in a formula's text: too long, or brackets inside one another too deep;
    empty where it is within Excel's limits.
    """
    if len(text) > MAX_FORMULA:
        return f"dài {_grouped(len(text))} ký tự, quá mức {_grouped(MAX_FORMULA)} ký tự"
    if text.count("(") > MAX_FORMULA_DEPTH and _depth(text) > MAX_FORMULA_DEPTH:
        return f"có ngoặc lồng nhau quá {MAX_FORMULA_DEPTH} cấp"
    return ""


def _depth(text: str) -> int:
    """How many brackets stand inside one another at most, those in quotes left out."""
    depth = deepest = 0
    quote = ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif letter == ")":
            depth -= 1
    return deepest
