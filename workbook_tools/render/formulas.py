"""Formula references stretched by scope.

A reference to the row that the formula itself stands on moves with it. Any other reference to a
pattern row becomes what that row turned into within the formula's scope: the copies that have the
same section, programme, project … as the formula's own row, whatever sheet they are on. One row, or
several side by side, become a range; rows apart become a list. Where they are added up, only the
lines of one parent become a range: rows that are sums themselves stand one by one, so that a row
inserted by hand between two of them is not counted twice. A reference that spans several template
rows becomes the one range from the first of their copies to the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from workbook_tools.error_kinds import APART, APART_IN_FUNCTION, FORMULA_GREW, TOO_MANY_ARGUMENTS
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
from workbook_tools.render.layout import Instance, Layout, SheetLayout, fault_of
from workbook_tools.template.compiled import Formula, Row
from workbook_tools.template.expressions import Expression, Scope

_NESTING = frozenset({"SUM", "MAX", "MIN", "PRODUCT"})
"""Functions that give the same when some of their arguments are taken together first."""

_MANY = _NESTING | {"AVERAGE", "COUNT", "COUNTA", "MEDIAN", "SUMSQ", "AND", "OR"}
"""Functions for which any number of areas is as good as one."""

_OF_CELLS = frozenset(
    [
        "AVERAGE",
        "COUNT",
        "COUNTA",
        "MAX",
        "MEDIAN",
        "MIN",
        "PRODUCT",
        "AVERAGEIF",
        "AVERAGEIFS",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "HLOOKUP",
        "INDEX",
        "LOOKUP",
        "MATCH",
        "RANK",
        "SUMIF",
        "SUMIFS",
        "SUMPRODUCT",
        "VLOOKUP",
    ]
)
"""Functions that take an empty cell otherwise than 0, or nothing but cells."""

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
    *,
    added: bool = False,
) -> list[str]:
    """The reference's texts in the output; more than one where the rows lie apart, none where there
    is no row. ``added`` says that they are arguments of a sum.
    """
    sheet = target(layout, ref, home.sheet.name)
    if sheet is None:
        return [str(ref)]
    if sheet is home and instance is not None:
        row = _row_of_the_copy(sheet, ref, pattern, instance)
        if row is not None:
            return [ref.text(row, row)] if row else []
    if added and ref.top == ref.bottom:
        areas = sheet.groups(ref.top, scope)
    else:
        areas = sheet.areas(ref.top, ref.bottom, scope, whole=ref.top != ref.bottom)
    if not ref.left:
        return [_whole_rows(ref, top, bottom) for top, bottom in areas]
    return [ref.text(top, bottom) for top, bottom in areas]


def _row_of_the_copy(sheet: SheetLayout, ref: Ref, pattern: int, instance: Instance) -> int | None:
    """The one row that a reference from a copy means: its own or the one above, 0 where there is
    none above; ``None`` where it means copies of another row.
    """
    if ref.top == ref.bottom == pattern:
        return instance.row
    return instance.row - 1 if _is_above(sheet, ref, pattern) else None


def _is_above(sheet: SheetLayout, ref: Ref, pattern: int) -> bool:
    """Whether a reference is to the control row right above a pattern row, which means the row
    above in the output (``template.vanishing`` says where this may be).
    """
    above = ref.left > 0 and ref.top == ref.bottom == pattern - 1
    return above and pattern <= sheet.sheet.last_row and ref.top not in sheet.sheet.rows


def _whole_rows(ref: Ref, top: int, bottom: int) -> str:
    """A reference to whole rows with other rows, e.g. ``$1:$2``."""
    first = "$" if ref.top_fixed else ""
    last = "$" if ref.bottom_fixed else ""
    return f"{ref.prefix}{first}{top}:{last}{bottom}"


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
        elif _refers_to(piece, row):
            before, *rest = _around_rows(piece)
            parts[-1] += before
            parts += rest
        else:
            return None
    return parts


def _refers_to(ref: Ref, row: Row) -> bool:
    """Whether a reference is to cells of a pattern row, on its own sheet."""
    return ref.sheet is None and ref.left > 0 and ref.top == ref.bottom == row.number


def _around_rows(ref: Ref) -> list[str]:
    """The text of a reference around its one or two row numbers."""
    first = ref.prefix + ref.left_text + ("$" if ref.top_fixed else "")
    if not ref.area:
        return [first, ""]
    return [first, f":{ref.right_text}{'$' if ref.bottom_fixed else ''}", ""]


def write_formula(
    layout: Layout,
    home: SheetLayout,
    pattern: int,
    instance: Instance | None,
    scope: Scope,
    pieces: tuple[Piece | Expression, ...],
    place: Place,
) -> str:
    """A formula's text in the output. Raises ``TemplateError`` where there can be none."""
    out: list[str] = []
    for at, (piece, function) in enumerate(with_functions(pieces)):
        if isinstance(piece, Expression):
            out.append(string_literal(_filled(piece, scope, place)))
        elif isinstance(piece, Token):
            out.append(piece.text)
        else:
            added = function in _NESTING
            texts = stretch(layout, piece, home, pattern, instance, scope, added=added)
            if len(texts) <= 1:
                out.append(_one_or_none(texts, piece, function))
            elif function and function not in _MANY:
                fault = TemplateFault(
                    place, APART_IN_FUNCTION, reference=piece, count=len(texts), function=function
                )
                raise TemplateError((fault,))
            elif function and _stands_alone(pieces, at):
                out.append(_arguments(texts, function, place))
            else:
                fault = TemplateFault(place, APART, reference=piece, count=len(texts))
                raise TemplateError((fault,))
    text = "".join(out)
    if len(text) > MAX_LENGTH:
        grew = TemplateFault(place, FORMULA_GREW, length=len(text), most=MAX_LENGTH)
        raise TemplateError((grew,))
    return text


def with_functions(
    pieces: Sequence[Piece | Expression],
) -> Iterator[tuple[Piece | Expression, str | None]]:
    """Each piece of a formula with the function that it is an argument of: ``""`` in brackets that
    belong to no function, ``None`` outside all brackets.
    """
    around: list[str] = []
    called = ""
    for piece in pieces:
        yield piece, around[-1] if around else None
        if isinstance(piece, Token):
            if piece.text == "(":
                around.append(called)
            elif piece.text == ")" and around:
                around.pop()
            called = piece.text.upper() if piece.kind == "function" else ""


def _one_or_none(texts: list[str], ref: Ref, function: str | None) -> str:
    """A reference that became one area, or none: 0 where it is summed, else cells that are surely
    empty.
    """
    if texts:
        return _one_cell(texts[0]) if function in (None, "SUM") else texts[0]
    if function == "SUM" or (ref.top == ref.bottom and function not in _OF_CELLS):
        return "0"
    return ref.text(MAX_ROW, MAX_ROW)


def _one_cell(text: str) -> str:
    """``H8:H8`` as ``H8``, which reads better; functions that take a range by its shape keep it."""
    first, _, last = text.partition(":")
    start = first.rpartition("!")[2].replace("$", "")
    return first if last and start == last.replace("$", "") else text


def _stands_alone(pieces: tuple[Piece | Expression, ...], at: int) -> bool:
    """Whether a piece is a whole argument."""
    before = pieces[at - 1] if at else None
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    opens = isinstance(before, Token) and before.text in "(,"
    return opens and isinstance(after, Token) and after.text in "),"


def _arguments(texts: list[str], function: str, place: Place) -> str:
    """Cells that lie apart, as arguments of the function around them, nested where they are too
    many.
    """
    if len(texts) < MAX_ARGUMENTS // 2:
        return ",".join(texts)
    if function not in _NESTING:
        many = TemplateFault(place, TOO_MANY_ARGUMENTS, function=function, most=MAX_ARGUMENTS)
        raise TemplateError((many,))
    groups = [texts[at : at + MAX_ARGUMENTS] for at in range(0, len(texts), MAX_ARGUMENTS)]
    return ",".join(f"{function}({','.join(group)})" for group in groups)


def _filled(expression: Expression, scope: Scope, place: Place) -> str:
    try:
        return str(expression.evaluate(scope))
    except Exception as error:
        raise TemplateError((fault_of(place, error, expression),)) from error
