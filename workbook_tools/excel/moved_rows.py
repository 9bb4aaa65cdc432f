"""Rows of a sheet put into another order, whole: cells, heights, formats, formulas that look at
their own row. Where anything else holds on to a row that would move, nothing is moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import area_name, split_area, split_cell
from workbook_tools.excel.charts import led_to
from workbook_tools.excel.defined_names import defined_names
from workbook_tools.excel.formula import Piece, Ref, Token, tokenize
from workbook_tools.excel.package import (
    MAIN,
    TYPES_PART,
    Package,
    drop_attribute,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    to_xml,
    workbook_part,
)
from workbook_tools.place import Place, cell_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_AREAS = ("sqref", "ref")
_HELD = ("comments", "threadedComment")

Formulas = Mapping[str, Mapping[tuple[int, int], str]]
"""The formulas of each sheet by row and column, shared ones written out."""


def in_the_way(
    package: Package, sheet: str, order: Mapping[int, int], formulas: Formulas
) -> Iterator[tuple[Place, str]]:
    """What keeps rows from being moved: where it is and what. ``order`` says of each row that moves
    where it goes.
    """
    part = next(one.part for one in sheets(package) if one.name == sheet)
    yield from _formulas_in_the_way(sheet, order, formulas)
    yield from _names_in_the_way(package, sheet, order)
    for area, what in (*_areas(package.tree(part)), *_tables(package, part)):
        if _cuts(area, order) and (what or area[0] != area[2]):
            yield Place(sheet, area_name(*area)), what or "ô gộp"
    for cell in _noted(package, part):
        if split_cell(cell)[0] in order:
            yield Place(sheet, cell), "ghi chú"


def _formulas_in_the_way(
    sheet: str, order: Mapping[int, int], formulas: Formulas
) -> Iterator[tuple[Place, str]]:
    """The formulas that look at some of the rows that move."""
    for home, held in formulas.items():
        for (row, column), text in held.items():
            own = row if home == sheet else 0
            if own in order and not _pieces(text):
                yield Place(home, cell_name(row, column)), "công thức không đọc được"
            if any(_holds_on(piece, home, sheet, own, order) for piece in _pieces(text)):
                yield Place(home, cell_name(row, column)), "công thức dùng ô của dòng khác"


def _names_in_the_way(
    package: Package, sheet: str, order: Mapping[int, int]
) -> Iterator[tuple[Place, str]]:
    """The names that stand for some of the rows that move."""
    for name in defined_names(package):
        pieces = _pieces(name.text)
        if any(_holds_on(piece, name.sheet or "", sheet, 0, order) for piece in pieces):
            yield Place(sheet), f"tên {name.name}"


def _cuts(area: tuple[int, int, int, int], order: Mapping[int, int]) -> bool:
    """Whether an area holds some of the rows between which rows move, and not all."""
    top, bottom = min(order), max(order)
    meets = area[0] <= bottom and area[2] >= top
    return meets and not (area[0] <= top and area[2] >= bottom)


def _tables(package: Package, part: str) -> Iterator[tuple[tuple[int, int, int, int], str]]:
    for table in led_to(package, part, "table"):
        yield split_area(str(package.tree(table).get("ref"))), "bảng (Table)"


def _noted(package: Package, part: str) -> Iterator[str]:
    """The cells with a note or a comment."""
    for kind in _HELD:
        for held in led_to(package, part, kind):
            yield from (str(one.get("ref")) for one in package.tree(held).iter() if one.get("ref"))


def _pieces(text: str) -> tuple[Piece, ...]:
    try:
        return tokenize(text)
    except ValueError:
        return ()


def _holds_on(piece: Piece, home: str, sheet: str, own: int, order: Mapping[int, int]) -> bool:
    """Whether a piece of a formula looks at some of the rows that move, other than the formula's
    own.
    """
    if not isinstance(piece, Ref) or (piece.sheet or home).casefold() != sheet.casefold():
        return False
    if piece.sheet is None and piece.top == piece.bottom == own:
        return False
    return _cuts((piece.top, piece.left, piece.bottom, piece.right), order)


def _areas(root: _Element) -> Iterator[tuple[tuple[int, int, int, int], str]]:
    """The areas of which something is said beside the rows, and what that is; nothing of merges of
    one row, which move with it.
    """
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name in ("c", "row", "f", "dimension", "selection", "autoFilter"):
            continue
        said = [element.get(attribute) for attribute in _AREAS]
        if name == "sqref":  # of an extension
            said.append(element.text)
        for areas in said:
            for area in str(areas or "").split():
                yield split_area(area), "" if name == "mergeCell" else _WORDS.get(name, name)


_WORDS = {
    "conditionalFormatting": "định dạng có điều kiện",
    "dataValidation": "quy tắc nhập liệu",
    "hyperlink": "liên kết",
    "protectedRange": "vùng được bảo vệ",
    "ignoredError": "cảnh báo đã bỏ qua",
    "sqref": "định dạng hoặc quy tắc của Excel mới",
}


def with_rows_moved(
    package: Package, sheet: str, order: Mapping[int, int], formulas: Formulas
) -> Package:
    """The package with rows of a sheet moved; nothing must be ``in_the_way``."""
    part = next(one.part for one in sheets(package) if one.name == sheet)
    root = package.tree_to_change(part)
    data = root.find(f"{_M}sheetData")
    assert data is not None
    moved = {int(str(row.get("r"))): row for row in data}
    for element in list(data):
        data.remove(element)
    placed = {order.get(number, number): row for number, row in moved.items()}
    for number in sorted(placed):
        data.append(_at(placed[number], number, formulas.get(sheet, {})))
    for merge in root.iterfind(f"{_M}mergeCells/{_M}mergeCell"):
        top, left, bottom, right = split_area(str(merge.get("ref")))
        if top == bottom:
            row = order.get(top, top)
            merge.set("ref", area_name(row, left, row, right))
    return _unchained(package.changed({part: to_xml(root)}))


def _unchained(package: Package) -> Package:
    """The package without the order in which Excel calculated: it makes it anew."""
    book = workbook_part(package)
    gone = led_to(package, book, "calcChain")
    if not gone:
        return package
    kept = [rel for rel in relationships(package, book) if rel.kind != "calcChain"]
    types = package.tree_to_change(TYPES_PART)
    for element in list(types):
        if str(element.get("PartName", "")).removeprefix("/") in gone:
            types.remove(element)
    parts = {rels_name(book): relationships_xml(book, kept), TYPES_PART: to_xml(types)}
    return package.changed(parts, gone)


def _at(row: _Element, number: int, formulas: Mapping[tuple[int, int], str]) -> _Element:
    """A row at its new place, its cells and their formulas with it."""
    old = int(str(row.get("r")))
    if old == number:
        return row
    row.set("r", str(number))
    for cell in row.iterfind(f"{_M}c"):
        _, column = split_cell(str(cell.get("r")))
        cell.set("r", cell_name(number, column))
        held, text = cell.find(f"{_M}f"), formulas.get((old, column))
        if held is not None and text is not None:
            for name in ("t", "si", "ref"):
                drop_attribute(held, name)
            held.text = _of_row(text, old, number)
    return row


def _of_row(text: str, old: int, new: int) -> str:
    """A formula with what it reads of its own row read of another."""
    return "".join(_piece(piece, old, new) for piece in tokenize(text))


def _piece(piece: Piece, old: int, new: int) -> str:
    if isinstance(piece, Token):
        return piece.text
    own = piece.sheet is None and piece.top == piece.bottom == old
    return piece.text(new, new) if own else str(piece)


def rows_in_order(order: Sequence[int], top: int, bottom: int) -> dict[int, int]:
    """Where each row of a table goes, when its lines stand in that order; a row that is no line
    stays behind the line above it. Rows that stay are left out.
    """
    lines, behind = set(order), 0
    follow: dict[int, list[int]] = {}
    for row in range(top, bottom + 1):
        behind = row if row in lines else behind
        follow.setdefault(behind, []).append(row)
    rows = [row for line in (0, *order) for row in follow.get(line, ())]
    return {row: at for at, row in enumerate(rows, top) if row != at}
