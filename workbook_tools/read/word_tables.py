"""A Word document as one sheet: a row for each paragraph outside tables, and for each row of a
table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbook_tools.error_kinds import CANNOT_BE_READ, DOCUMENT_WITHOUT_TABLE, TOO_MANY_ROWS
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_TABLE_ROWS
from workbook_tools.excel.package import Package, open_parts, relationships, whole_number
from workbook_tools.excel.strict import transitional
from workbook_tools.plan.grid import Area, Grid
from workbook_tools.read.table_book import TEXT_SHEET, LaidOut

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
"""What is no text of the document as it stands: deleted, moved away, said twice."""

_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_MOST_COLUMNS = 256


@dataclass
class _Sheet:
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    tables: int = 0


def word_document(data: bytes, name: str) -> LaidOut:
    """The document of a ``.docx``; ``name`` is the file's, for messages. Raises ``InputError`` for
    one that is damaged, holds more than it may, or has no table, and only pictures perhaps.
    """
    package = transitional(open_parts(data, name))
    body = package.tree(_document_part(package, name)).find(f"{_W}body")
    sheet = _Sheet()
    if body is not None:
        _lay_out(body, sheet)
    if not sheet.tables:
        raise InputError(DOCUMENT_WITHOUT_TABLE, name=name)
    if len(sheet.rows) > MAX_TABLE_ROWS:
        raise InputError(TOO_MANY_ROWS, most=f"{MAX_TABLE_ROWS // 1000}.000")
    grid = Grid(TEXT_SHEET, sheet.rows, merges=tuple(sheet.merges))
    return LaidOut(name, {TEXT_SHEET: grid}, is_document=True)


def _document_part(package: Package, name: str) -> str:
    for rel in relationships(package, ""):
        if rel.kind == "officeDocument" and rel.target in package:
            return rel.target
    raise InputError(CANNOT_BE_READ, name=name)


def _lay_out(parent: _Element, sheet: _Sheet) -> None:
    """Put the paragraphs and tables of a body, or of a control within it, below one another."""
    for element in parent:
        if element.tag == f"{_W}p":
            sheet.rows.append([text_of(element).strip() or None])
        elif element.tag == f"{_W}tbl":
            sheet.tables += 1
            _lay_out_table(element, sheet)
        elif element.tag == f"{_W}sdt":
            content = element.find(f"{_W}sdtContent")
            if content is not None:
                _lay_out(content, sheet)


def _lay_out_table(table: _Element, sheet: _Sheet) -> None:
    """Put a table's rows below what is there, its merged cells among the merges."""
    open_: dict[int, tuple[int, int]] = {}
    for row in _within(table, "tr"):
        number = len(sheet.rows) + 1
        values: list[Any] = [None] * _said(row.find(f"{_W}trPr"), "gridBefore", 0)
        going_on: dict[int, tuple[int, int]] = {}
        for cell in _within(row, "tc"):
            left, about = len(values) + 1, cell.find(f"{_W}tcPr")
            span = max(_said(about, "gridSpan", 1), 1)
            if left + span > _MOST_COLUMNS:
                break
            down = None if about is None else about.find(f"{_W}vMerge")
            above = down is not None and down.get(f"{_W}val") != "restart"
            values += [None if above else text_of(cell).strip() or None, *[None] * (span - 1)]
            if down is not None:
                going_on[left] = open_.get(left, (number, span)) if above else (number, span)
            elif span > 1:
                sheet.merges.append((number, left, number, left + span - 1))
        _close(open_, going_on, number, sheet)
        open_ = going_on
        sheet.rows.append(values)
    _close(open_, {}, len(sheet.rows) + 1, sheet)


def _close(
    open_: dict[int, tuple[int, int]],
    going_on: dict[int, tuple[int, int]],
    number: int,
    sheet: _Sheet,
) -> None:
    """Put the merges that end above a row among the merges."""
    for left, (top, span) in open_.items():
        if going_on.get(left) != (top, span) and (number - 1 > top or span > 1):
            sheet.merges.append((top, left, number - 1, left + span - 1))


def _within(parent: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table, or the cells of a row, those in controls among them."""
    for element in parent:
        if element.tag == f"{_W}{name}":
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _within(element, name)


def _said(about: _Element | None, name: str, otherwise: int) -> int:
    found = None if about is None else about.find(f"{_W}{name}")
    number = otherwise if found is None else whole_number(found.get(f"{_W}val"), otherwise)
    return min(number, _MOST_COLUMNS)


def text_of(element: _Element) -> str:
    """The text of a paragraph, or of a cell with its paragraphs one below the other."""
    return "".join(_pieces(element))


def _pieces(element: _Element) -> Iterator[str]:
    """The pieces of an element's text as they stand."""
    paragraphs: Sequence[str] = [f"{_W}p"]
    first = True
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[str(child.tag)]
        else:
            if child.tag in paragraphs and not first:
                yield "\n"
            first = first and child.tag not in paragraphs
            yield from _pieces(child)
