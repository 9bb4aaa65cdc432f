"""Formulas that are written relative to an area (conditional formats, validations), and lists of
references (names, charts, links), in the output.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbook_tools.excel.cells import area_name, split_area
from workbook_tools.excel.formula import Piece, Ref, Token, join, tokenize
from workbook_tools.place import Place
from workbook_tools.render.areas import square_in_output
from workbook_tools.render.formulas import in_parts, stretch, write_formula
from workbook_tools.render.layout import Instance, Layout, SheetLayout
from workbook_tools.template.compiled import Row

_NO_ROW = Row(0)

Spread = list[tuple[str, list[str]]]
"""Areas (an ``sqref``), each with the formulas that hold for it."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Anchored:
    """Formulas as they stand in a template's sheet: written for row ``anchor``."""

    layout: Layout
    sheet: SheetLayout
    anchor: int
    formulas: tuple[tuple[Piece, ...], ...]
    place: Place


def spread(layout: Layout, sheet: SheetLayout, square: str, formulas: list[str]) -> Spread:
    """A conditional format's or validation's area with its formulas, in the output.

    Its formulas are written for the area's first row. Where they refer to nothing but their own row
    and to rows that stand once, one area with one set of formulas is enough; otherwise every row
    gets its own.
    """
    anchored = _Anchored(
        layout,
        sheet,
        min(split_area(area)[0] for area in square.split()),
        tuple(tokenize(formula) for formula in formulas),
        Place(sheet.sheet.name, square.split()[0]),
    )
    if all(_uniform(anchored, piece) for formula in anchored.formulas for piece in formula):
        return _in_one(anchored, square)
    return [found for area in square.split() for found in _row_by_row(anchored, area)]


def _in_one(anchored: _Anchored, square: str) -> Spread:
    """The whole square with one set of formulas; nothing where no row of it is in the output."""
    moved = square_in_output(anchored.sheet, square)
    if not moved:
        return []
    first = min(split_area(area)[0] for area in moved.split())
    pattern = anchored.sheet.sheet.rows.get(anchored.anchor) or _NO_ROW
    return [(moved, _written(anchored, anchored.anchor, Instance(pattern, first, {})))]


def _row_by_row(anchored: _Anchored, area: str) -> Iterator[tuple[str, list[str]]]:
    """Each row of an area with formulas of its own."""
    top, left, bottom, right = split_area(area)
    for number in range(top, bottom + 1):
        for instance in anchored.sheet.of(number):
            name = area_name(instance.row, left, instance.row, right)
            yield name, _written(anchored, number, instance)


def _written(anchored: _Anchored, number: int, instance: Instance) -> list[str]:
    """The formulas, moved to a row of the template, as they read for one copy of it."""
    texts = []
    for formula in anchored.formulas:
        moved = tuple(_moved(piece, number - anchored.anchor) for piece in formula)
        texts.append(
            write_formula(
                anchored.layout,
                anchored.sheet,
                number,
                instance,
                instance.scope,
                in_parts(moved),
                anchored.place,
                of_cell=False,
            )
        )
    return texts


def _uniform(anchored: _Anchored, piece: Piece) -> bool:
    """Whether a piece of a formula reads the same for every copy of the area's rows, but for the
    row's own number.
    """
    if isinstance(piece, Token) or not piece.left:
        return True
    fixed = piece.top_fixed and piece.bottom_fixed
    into = anchored.layout.sheet(piece.sheet or anchored.sheet.sheet.name)
    if into is None:
        return fixed
    if into is anchored.sheet and _own_row(piece, anchored.anchor):
        return True
    once = len(into.of(piece.top)) <= 1 and len(into.of(piece.bottom)) <= 1
    return fixed and (once or piece.top != piece.bottom)


def _own_row(ref: Ref, anchor: int) -> bool:
    moves = not ref.top_fixed and not ref.bottom_fixed
    return moves and ref.top == ref.bottom == anchor


def _moved(piece: Piece, down: int) -> Piece:
    if isinstance(piece, Token) or not down:
        return piece
    return replace(
        piece,
        top=piece.top + (0 if piece.top_fixed else down),
        bottom=piece.bottom + (0 if piece.bottom_fixed else down),
    )


def _of_no_list(piece: Piece) -> bool:
    """Whether a piece stands in formulas only, not in lists of references."""
    return isinstance(piece, Token) and piece.kind != "columns" and piece.text not in ",() "


def stretched(
    layout: Layout, sheet: SheetLayout, formula: str, instance: Instance | None = None
) -> str:
    """A reference list (a defined name, a chart's range, a link's target) or a formula in the
    output; as it is if it is neither. Raises ``TemplateError`` where it cannot be written.
    """
    try:
        pieces = tokenize(formula)
    except ValueError:
        return formula
    scope = instance.scope if instance else {}
    if any(_of_no_list(piece) for piece in pieces):
        place = Place(sheet.sheet.name)
        return write_formula(
            layout, sheet, -1, instance, scope, in_parts(pieces), place, of_cell=False
        )
    out = []
    for piece in pieces:
        if isinstance(piece, Ref):
            texts = stretch(layout, piece, sheet, -1, instance, scope)
            out.append(",".join(texts) or "#REF!")
        else:
            out.append(piece.text)
    text = "".join(out)
    is_list = "," in text and text != join(pieces)
    return f"({text})" if is_list and not formula.startswith("(") else text
