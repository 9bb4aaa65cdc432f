"""Formula references stretched by scope.

A reference to the row that the formula itself stands on moves with it. Any other reference to a
pattern row becomes what that row turned into within the formula's scope: the copies that have the
same section, programme, project … as the formula's own row, whatever sheet they are on. One row, or
several side by side, become a range; rows apart become a list. A reference that spans several
template rows becomes the one range from the first of their copies to the last.
"""

from __future__ import annotations

from collections.abc import Callable

from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.cells import MAX_ROW
from workbook_tools.excel.formula import (
    MAX_ARGUMENTS,
    MAX_LENGTH,
    Piece,
    Ref,
    Token,
    string_literal,
)
from workbook_tools.place import Place, cell_name
from workbook_tools.render.layout import Instance, Layout, SheetLayout, explain
from workbook_tools.template.compiled import Formula, Row
from workbook_tools.template.expressions import Expression, Scope

_NESTING = frozenset({"SUM", "MAX", "MIN", "PRODUCT"})
"""Functions that give the same when some of their arguments are taken together first."""

Writer = Callable[[Instance], str]


def target(layout: Layout, ref: Ref, home: str) -> SheetLayout | None:
    """The generated sheet that a reference points into; ``None`` for whole columns and the user's
    own sheets.
    """
    return layout.sheet(ref.sheet if ref.sheet is not None else home)


def stretch(
    layout: Layout,
    ref: Ref,
    home: SheetLayout,
    pattern: int,
    instance: Instance | None,
    scope: Scope,
) -> list[str]:
    """The reference's texts in the output; more than one where the rows lie apart, none where there
    is no row.
    """
    sheet = target(layout, ref, home.sheet.name)
    if sheet is None:
        return [str(ref)]
    if sheet is home and instance is not None and ref.top == ref.bottom == pattern:
        return [ref.text(instance.row, instance.row)]
    areas = sheet.areas(ref.top, ref.bottom, scope, whole=ref.top != ref.bottom)
    if not ref.left:
        return [
            f"{ref.prefix}{'$' if ref.top_fixed else ''}{top}:{'$' if ref.bottom_fixed else ''}{bottom}"
            for top, bottom in areas
        ]
    return [ref.text(top, bottom) for top, bottom in areas]


def formula_writer(
    layout: Layout, home: SheetLayout, row: Row, column: int, formula: Formula
) -> Writer:
    """Compile a pattern row's formula to a function that gives its text for each copy.

    Raises ``TemplateError`` where a list of cells stands in a place that takes one cell only.
    """
    place = Place(home.sheet.name, cell_name(row.number, column))
    pieces = _own_row(layout, home, row, formula)
    if pieces is not None:
        head, *tail = pieces
        if not tail:
            return lambda instance: head
        return lambda instance: str(instance.row).join(pieces)
    return lambda instance: write_formula(
        layout, home, row.number, instance, instance.scope, formula.pieces, place
    )


def _own_row(layout: Layout, home: SheetLayout, row: Row, formula: Formula) -> list[str] | None:
    """The text around the row number, for a formula that refers to nothing but its own row (the
    usual case).
    """
    parts = [""]
    for piece in formula.pieces:
        if isinstance(piece, Token):
            parts[-1] += piece.text
        elif isinstance(piece, Expression):
            return None
        elif target(layout, piece, home.sheet.name) is None:
            parts[-1] += str(piece)
        elif piece.sheet is None and piece.top == piece.bottom == row.number and piece.left:
            parts[-1] += piece.prefix + piece.left_text + ("$" if piece.top_fixed else "")
            parts.append("")
            if piece.area:
                parts[-1] = f":{piece.right_text}{'$' if piece.bottom_fixed else ''}"
                parts.append("")
        else:
            return None
    return parts


def write_formula(
    layout: Layout,
    home: SheetLayout,
    pattern: int,
    instance: Instance | None,
    scope: Scope,
    pieces: tuple[Piece | Expression, ...],
    place: Place,
) -> str:
    """A formula's text in the output."""
    out: list[str] = []
    callers: list[str] = []
    called = ""
    for at, piece in enumerate(pieces):
        if isinstance(piece, Expression):
            out.append(string_literal(_filled(piece, scope, place)))
        elif isinstance(piece, Ref):
            texts = stretch(layout, piece, home, pattern, instance, scope)
            if len(texts) == 1:
                out.append(_one_cell(texts[0]) if not callers or callers[-1] == "SUM" else texts[0])
            elif not texts:
                summed = piece.top == piece.bottom or (bool(callers) and callers[-1] == "SUM")
                out.append("0" if summed else piece.text(MAX_ROW, MAX_ROW))
            else:
                out.append(_list(texts, callers[-1] if callers else "", pieces, at, place))
        else:
            out.append(piece.text)
            if piece.text == "(":
                callers.append(called)
            elif piece.text == ")" and callers:
                callers.pop()
            called = piece.text.upper() if piece.kind == "function" else ""
    text = "".join(out)
    if len(text) > MAX_LENGTH:
        raise TemplateError(
            (
                TemplateFault(
                    place,
                    f"công thức sau khi lập dài {len(text)} ký tự, Excel chỉ nhận "
                    f"{MAX_LENGTH}; hãy chia kế hoạch thành nhiều mục hơn",
                ),
            )
        )
    return text


def _one_cell(text: str) -> str:
    """``H8:H8`` as ``H8``, which reads better; functions that take a range by its shape keep it."""
    first, _, last = text.partition(":")
    return (
        first
        if last and first.rpartition("!")[2].replace("$", "") == last.replace("$", "")
        else text
    )


def _list(
    texts: list[str], function: str, pieces: tuple[Piece | Expression, ...], at: int, place: Place
) -> str:
    """Cells that lie apart, as arguments of the function around them, nested where they are too
    many.
    """
    before, after = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
    alone = (
        isinstance(before, Token)
        and before.text in "(,"
        and isinstance(after, Token)
        and after.text in "),"
    )
    if not function or not alone:
        raise TemplateError(
            (
                TemplateFault(
                    place,
                    f"tham chiếu {pieces[at]} sau khi lặp thành {len(texts)} ô rời nhau; "
                    "hãy đặt nó làm đối số của SUM",
                ),
            )
        )
    if len(texts) < MAX_ARGUMENTS // 2:
        return ",".join(texts)
    if function not in _NESTING:
        raise TemplateError(
            (TemplateFault(place, f"hàm {function} không nhận quá {MAX_ARGUMENTS} đối số"),)
        )
    return ",".join(
        f"{function}({','.join(texts[first : first + MAX_ARGUMENTS])})"
        for first in range(0, len(texts), MAX_ARGUMENTS)
    )


def _filled(expression: Expression, scope: Scope, place: Place) -> str:
    try:
        return str(expression.evaluate(scope))
    except Exception as error:
        raise TemplateError((TemplateFault(place, explain(error, expression)),)) from error
