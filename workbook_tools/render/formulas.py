"""Formula references stretched by scope.

A reference to the row that the formula itself stands on moves with it. Any other reference to a
pattern row becomes what that row turned into within the formula's scope: the copies that have the
same section, programme, project … as the formula's own row, whatever sheet they are on. One row, or
several side by side, become a range; rows apart become a list. Where they are added up, only the
lines of one parent become a range: rows that are sums themselves stand one by one, so that a row
inserted by hand between two of them is not counted twice. A reference that spans several template
rows becomes the one range from the first of their copies to the last.

In place of a row that is not printed, as nobody named what it stands for, stands what it would sum.
A list of cells that is longer than a formula may be is told by a column that only their rows fill
in (``by_column``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from workbook_tools.error_kinds import (
    APART,
    APART_IN_FUNCTION,
    FORMULA_GREW,
    NOT_REPEATED,
    ROWS_FOR_A_CELL,
    TOO_MANY_ARGUMENTS,
)
from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.cells import MAX_ROW, split_area
from workbook_tools.excel.formula import (
    ARRAYS,
    MANY,
    MAX_ARGUMENTS,
    MAX_LENGTH,
    NESTING,
    SCALARS,
    Piece,
    Ref,
    Token,
    string_literal,
    with_functions,
    within,
)
from workbook_tools.place import Place
from workbook_tools.plan.money import grouped
from workbook_tools.render.by_column import sum_by_column
from workbook_tools.render.layout import Instance, Layout, SheetLayout, fault_of
from workbook_tools.template.compiled import Formula, Row
from workbook_tools.template.expressions import Expression
from workbook_tools.template.plain import Scope

_OF_CELLS = frozenset(
    [
        "AVERAGE",
        "COUNT",
        "COUNTA",
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
    return _texts(layout, sheet, ref, areas, scope)


def _texts(
    layout: Layout, sheet: SheetLayout, ref: Ref, areas: Sequence[tuple[int, int]], scope: Scope
) -> list[str]:
    """A reference with the rows of each area, and with what stands for rows that are not
    printed.
    """
    if not ref.left:
        return [_whole_rows(ref, top, bottom) for top, bottom in areas]
    unnamed = sheet.unnamed(ref.top, scope) if ref.top == ref.bottom else []
    if unnamed:
        return _with_unnamed(layout, sheet, ref, areas, unnamed)
    return [ref.text(top, bottom) for top, bottom in areas]


def _with_unnamed(
    layout: Layout,
    sheet: SheetLayout,
    ref: Ref,
    areas: Sequence[tuple[int, int]],
    unnamed: Sequence[Instance],
) -> list[str]:
    """The texts of a reference some of whose rows are not printed, in the order of the sheet: what
    the rows themselves sum stands in their place.
    """
    found = [(top, 1, ref.text(top, bottom)) for top, bottom in areas]
    for instance in unnamed:
        for column in range(ref.left, ref.right + 1):
            for text in _summed_by(layout, sheet, instance, column):
                found.append((instance.row, 0, text if "!" in text else ref.prefix + text))
    return [text for _, _, text in sorted(found, key=lambda part: part[:2])]


def _summed_by(
    layout: Layout, sheet: SheetLayout, instance: Instance, column: int
) -> Iterator[str]:
    """The cells that a cell of a row that is not printed would add up: those of its formula; where
    it has none, those of the rows one level below.
    """
    pattern, scope = instance.pattern, instance.scope
    for ref in _refs_of(sheet, pattern, column):
        if _refers_to(ref, pattern):
            for beside in range(ref.left, ref.right + 1):
                yield from _summed_by(layout, sheet, instance, beside)
        else:
            yield from stretch(layout, ref, sheet, pattern.number, None, scope, added=True)


def _refs_of(sheet: SheetLayout, pattern: Row, column: int) -> list[Ref]:
    """The references in a cell of a pattern row; without a formula, to the same column of the rows
    that are repeated one level below.
    """
    content = next((cell.content for cell in pattern.cells if cell.column == column), None)
    if isinstance(content, Formula):
        return [piece for piece in content.pieces if isinstance(piece, Ref)]
    own = pattern.loop_variables
    below = [row for row in sheet.sheet.rows.values() if row.loop_variables[:-1] == own]
    return [Ref(None, row.number, column, row.number, column) for row in below]


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
    place = home.sheet.place(row.number, column)
    pieces = _own_row(layout, home, row, formula)
    if pieces is not None:
        head, *tail = pieces
        if not tail:
            return lambda instance: head
        return lambda instance: str(instance.row).join(pieces)
    single, parts = not formula.array, in_parts(formula.pieces)

    def text_of(instance: Instance) -> str:
        scope = instance.scope
        return write_formula(layout, home, row.number, instance, scope, parts, place, single=single)

    return text_of


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
    parts: Sequence[Part],
    place: Place,
    *,
    of_cell: bool = True,
    single: bool = True,
) -> str:
    """A formula's text in the output, of its pieces ``in_parts``; ``of_cell`` says that a cell
    shows what it gives, ``single`` that it is no array's. Raises ``TemplateError`` where there can
    be none.
    """
    asked = _Asked(layout, home, pattern, instance, scope, place, of_cell, single and of_cell)
    text = _text(asked, parts)
    if len(text) > MAX_LENGTH:
        text = _text(asked, parts, by_column=True)
    if len(text) > MAX_LENGTH:
        grew = TemplateFault(
            place, FORMULA_GREW, length=grouped(len(text)), most=grouped(MAX_LENGTH)
        )
        raise TemplateError((grew,))
    return text


class _Asked(NamedTuple):
    """The formula that is written: from which row of a template's sheet, for which copy."""

    layout: Layout
    home: SheetLayout
    pattern: int
    instance: Instance | None
    scope: Scope
    place: Place
    of_cell: bool
    single: bool


class Part(NamedTuple):
    """A piece of a formula, the function that it is an argument of (``with_functions``), whether it
    is a whole argument, and whether it stands where one cell must.
    """

    piece: Piece | Expression
    function: str | None
    alone: bool
    takes_a_cell: bool


def in_parts(pieces: tuple[Piece | Expression, ...]) -> tuple[Part, ...]:
    """What is known of the pieces of a formula before it is written."""
    found = []
    arrays = within(pieces, ARRAYS)
    for at, (piece, function) in enumerate(with_functions(pieces)):
        alone = _stands_alone(pieces, at)
        cell = not arrays[at] and _takes_a_cell(function, alone=alone)
        found.append(Part(piece, function, alone, cell))
    return tuple(found)


def _text(asked: _Asked, parts: Sequence[Part], *, by_column: bool = False) -> str:
    """A formula's text; ``by_column``: lists of cells that are added up are told by a column that
    only their rows fill in, where there is one.
    """
    out: list[str] = []
    for piece, function, alone, takes_a_cell in parts:
        if isinstance(piece, Token):
            out.append(piece.text)
        elif isinstance(piece, Expression):
            out.append(string_literal(_filled(piece, asked.scope, asked.place)))
        else:
            said = _reference(asked, piece, function, alone=alone, by_column=by_column)
            if takes_a_cell and asked.single:
                _refuse_rows(asked, piece, said)
            out.append(said)
    text = "".join(out)
    return text[4:-1] if text.startswith("SUM(SUMIF(") and _is_one_call(parts) else text


def _by_column(asked: _Asked, ref: Ref) -> str:
    """A list of cells that are summed, told by a column; empty where none tells them."""
    return sum_by_column(target(asked.layout, ref, asked.home.sheet.name), ref, asked.scope)


def _reference(
    asked: _Asked, ref: Ref, function: str | None, *, alone: bool, by_column: bool
) -> str:
    """A reference in the output, as an argument of the function around it; ``alone`` says that it
    is a whole argument. Raises ``TemplateError`` where there can be none.
    """
    layout, home, pattern, instance, scope, place, of_cell, _ = asked
    added = function in NESTING
    texts = stretch(layout, ref, home, pattern, instance, scope, added=added)
    short = _by_column(asked, ref) if by_column and function == "SUM" and len(texts) > 1 else ""
    if short:
        return short
    if not added and _stands_for_others(layout, ref, home, pattern, scope):
        return f"SUM({_arguments(texts, 'SUM', place)})" if texts else "0"
    if len(texts) > 1:
        return _apart(texts, ref, function, place, alone=alone)
    if not texts and of_cell:
        _refuse_no_rows(asked, ref, function)
    return _one_or_none(texts, ref, function)


def _takes_a_cell(function: str | None, *, alone: bool) -> bool:
    """Whether a reference stands where one cell must: outside all functions, in one of single
    values, or in a calculation within a sum.
    """
    return not function or function in SCALARS or (function in MANY and not alone)


def _refuse_rows(asked: _Asked, ref: Ref, said: str) -> None:
    """Raise ``TemplateError`` where a reference to a cell became several rows of it."""
    if not ref.left or ref.top != ref.bottom or not said.startswith(ref.prefix):
        return
    area = said.removeprefix(ref.prefix).replace("$", "")
    if not area.partition(":")[2] or "(" in area or "," in area:
        return
    top, _, bottom, _ = split_area(area)
    if bottom > top:
        fault = TemplateFault(
            asked.place, ROWS_FOR_A_CELL, reference=ref, count=grouped(bottom - top + 1)
        )
        raise TemplateError((fault,))


def _refuse_no_rows(asked: _Asked, ref: Ref, function: str | None) -> None:
    """Raise ``TemplateError`` where a reference to no row would be taken for a 0 by mistake."""
    above = _may_be_above(asked.layout, ref, asked.home, asked.pattern)
    if not above and _needs_rows(ref, function):
        raise TemplateError((TemplateFault(asked.place, NOT_REPEATED, reference=ref),))


def _is_one_call(parts: Sequence[Part]) -> bool:
    """Whether a formula is one function of one reference."""
    tokens = [part.piece for part in parts if isinstance(part.piece, Token)]
    texts = [token.text for token in tokens if token.kind != "space"]
    return len(texts) == 3 and texts[1:] == ["(", ")"]


def _stands_for_others(
    layout: Layout, ref: Ref, home: SheetLayout, pattern: int, scope: Scope
) -> bool:
    """Whether a reference to one cell is to a row that is not printed, in the place of which stands
    what that row sums.
    """
    sheet = target(layout, ref, home.sheet.name)
    if sheet is None or not ref.left or ref.top != ref.bottom:
        return False
    own = sheet is home and ref.top == pattern
    return not own and bool(sheet.unnamed(ref.top, scope))


def _apart(texts: list[str], ref: Ref, function: str | None, place: Place, *, alone: bool) -> str:
    """Cells that lie apart, as arguments; ``alone`` says that the reference is a whole argument.
    Raises ``TemplateError`` where they cannot be.
    """
    if not function or (function in MANY and not alone):
        raise TemplateError((TemplateFault(place, APART, reference=ref, count=len(texts)),))
    if function not in MANY:
        fault = TemplateFault(
            place, APART_IN_FUNCTION, reference=ref, count=len(texts), function=function
        )
        raise TemplateError((fault,))
    return _arguments(texts, function, place)


def _needs_rows(ref: Ref, function: str | None) -> bool:
    """Whether a reference to rows that are not there would be taken for a 0 that nobody sees."""
    return ref.left > 0 and (not function or function not in MANY | _OF_CELLS)


def _may_be_above(layout: Layout, ref: Ref, home: SheetLayout, pattern: int) -> bool:
    """Whether a reference means the row above, which the first row of a sheet has not."""
    return target(layout, ref, home.sheet.name) is home and _is_above(home, ref, pattern)


def _one_or_none(texts: list[str], ref: Ref, function: str | None) -> str:
    """A reference that became one area, or none: 0 where it is summed, else cells that are surely
    empty.
    """
    if texts:
        single = ref.left > 0 and function in (None, "SUM")
        return _one_cell(texts[0]) if single else texts[0]
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
    if function not in NESTING:
        many = TemplateFault(place, TOO_MANY_ARGUMENTS, function=function, most=MAX_ARGUMENTS)
        raise TemplateError((many,))
    groups = [texts[at : at + MAX_ARGUMENTS] for at in range(0, len(texts), MAX_ARGUMENTS)]
    return ",".join(f"{function}({','.join(group)})" for group in groups)


def _filled(expression: Expression, scope: Scope, place: Place) -> str:
    try:
        return str(expression.evaluate(scope))
    except Exception as error:
        raise TemplateError((fault_of(place, error, expression),)) from error
