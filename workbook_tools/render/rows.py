"""Pattern rows → the XML of ``sheetData``: each row's fragment is compiled once and filled for
every copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.calculation import Value
from workbook_tools.excel.cells import split_area
from workbook_tools.excel.strings import StringTable, escape_text
from workbook_tools.place import Place, column_letters
from workbook_tools.render.cell_xml import EMPTY, Encode, constant, encoder, with_result
from workbook_tools.render.formulas import formula_writer
from workbook_tools.render.heights import (
    Room,
    RowRoom,
    TextStyle,
    row_room,
    settled,
    standing_height,
)
from workbook_tools.render.layout import Instance, Layout, SheetLayout, fault_of
from workbook_tools.template.compiled import Cell, Formula, Row
from workbook_tools.template.expressions import Expression
from workbook_tools.template.plain import Scope

_CHUNK = 400
"""Rows that are put together at a time: small enough for their memory to be used again."""

Results = Callable[[str, int, int], Value]
"""What a formula gives, by sheet, row and column."""


class Written(NamedTuple):
    """One formula as written. ``expected`` is what the model says it gives, where the template
    states it.
    """

    row: int
    column: int
    pattern: Row
    text: str
    expected: Any
    bound: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Filling:
    """What filling the rows of one workbook needs. ``styles`` gives the formats in the output,
    ``strings`` grows as texts are written.
    """

    layout: Layout
    strings: StringTable
    styles: Mapping[int, int]
    text_styles: list[TextStyle]
    date_1904: bool = False
    digit: float = 5.5
    """What widths of columns count: a digit of the template's usual font, in points."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SheetData:
    """The rows of a sheet as XML, in pieces to be joined once, its formulas in their order, and the
    heights of its rows in points.
    """

    xml: tuple[bytes, ...]
    formulas: tuple[Written, ...]
    heights: tuple[float, ...] = ()


RowWriter = Callable[[Instance], str]

FormulaWriter = Callable[[Instance], tuple[str, Any]]
"""Gives the rest of a formula cell's XML, and the result that stands in it."""

TextFiller = Callable[[Scope, list[str], float], float]
"""Puts the texts of a row's copy into its parts; gives the height that they need, at least the one
given.
"""


class _TextCell(NamedTuple):
    """A cell that is filled: ``at`` counts the parts of the row's pattern."""

    at: int
    expression: Expression
    room: Room | None
    place: Place


class _FormulaCell(NamedTuple):
    at: int
    write: FormulaWriter
    room: Room | None


class _Outcome(NamedTuple):
    """What filling the rows of a sheet gives beside their XML."""

    formulas: list[Written]
    faults: list[TemplateFault]
    heights: list[float]

    def take(self, faults: Iterable[TemplateFault]) -> None:
        """Add faults, each once."""
        for fault in faults:
            if fault not in self.faults:
                self.faults.append(fault)


def no_results(sheet: str, row: int, column: int) -> Value:
    """The results before anything is calculated."""
    return None


def sheet_data(filling: Filling, sheet: SheetLayout, results: Results = no_results) -> SheetData:
    """All rows of a sheet; ``results`` are put beside formulas that the model says nothing of.

    Raises ``TemplateError`` with the faults of all its cells.
    """
    outcome = _Outcome([], [], [])
    writers: dict[int, RowWriter] = {}
    chunks: list[bytes] = []
    out: list[str] = []
    for instance in sheet.instances:
        number = id(instance.pattern)
        writer = writers.get(number)
        if writer is None:
            writer = _row_writer(filling, sheet, instance.pattern, results, outcome)
            writers[number] = writer
        out.append(writer(instance))
        if len(out) == _CHUNK:
            chunks.append("".join(out).encode())
            out.clear()
    chunks.append("".join(out).encode())
    if outcome.faults:
        raise TemplateError(tuple(outcome.faults))
    return SheetData(tuple(chunks), tuple(outcome.formulas), tuple(outcome.heights))


# ------------------------------------------------------------------------------- a row's pattern


def _row_writer(
    filling: Filling, sheet: SheetLayout, row: Row, results: Results, outcome: _Outcome
) -> RowWriter:
    """Compile a pattern row to a function that gives the XML of each copy.

    Every ``%s`` of the pattern is the row's number, but for the height and for the cells that are
    filled.
    """
    standing = standing_height(sheet.sheet, row)
    if not row.cells and not row.attributes:
        return _empty_rows(standing, outcome.heights)
    room = row_room(sheet.sheet, row, filling.text_styles, filling.digit)
    pattern = '<row r="%s"' + _row_attributes(filling, row).replace("%", "%%")
    pattern += ">" if room is None else ' ht="%s">'
    size = 1 if room is None else 2
    texts: list[_TextCell] = []
    formulas: list[_FormulaCell] = []
    for cell in row.cells:
        style = f' s="{filling.styles[cell.style]}"' if cell.style is not None else ""
        pattern += f'<c r="{column_letters(cell.column)}%s"{style}'
        size += 1
        held = room.cells.get(cell.column) if room is not None else None
        place = sheet.sheet.place(row.number, cell.column)
        if isinstance(cell.content, Expression):
            texts.append(_TextCell(size, cell.content, held, place))
        elif isinstance(cell.content, Formula):
            write = _formula(filling.layout, sheet, row, cell, cell.content, results, outcome)
            formulas.append(_FormulaCell(size, write, held))
        else:
            pattern += constant(cell.content, filling.strings).replace("%", "%%")
            continue
        pattern += "%s"
        size += 1
    encode = encoder(filling.strings, date_1904=filling.date_1904)
    fill = _text_filler(texts, encode, outcome)
    writer = _filled(pattern + "</row>", size, room, fill, formulas, outcome.heights)
    return writer if room is not None else _standing(writer, standing, outcome.heights)


def _empty_rows(height: float, heights: list[float]) -> RowWriter:
    """The function that writes rows of which nothing is said."""

    def write(instance: Instance) -> str:
        heights.append(height)
        return ""

    return write


def _standing(writer: RowWriter, height: float, heights: list[float]) -> RowWriter:
    """The same writer for rows that all have one height."""

    def write(instance: Instance) -> str:
        heights.append(height)
        return writer(instance)

    return write


def _row_attributes(filling: Filling, row: Row) -> str:
    """A row's own attributes, those of other namespaces left out, its format as in the output."""
    attributes = "".join(
        f' {name}="{escape_text(value)}"'
        for name, value in row.attributes.items()
        if name != "s" and not name.startswith("{")
    )
    if "s" in row.attributes:
        attributes += f' s="{filling.styles[int(row.attributes["s"])]}"'
    return attributes


def _filled(
    pattern: str,
    size: int,
    room: RowRoom | None,
    fill: TextFiller,
    formulas: list[_FormulaCell],
    heights: list[float],
) -> RowWriter:
    """The function that fills a compiled row of ``size`` parts; where its texts decide its height,
    that is added to ``heights``.
    """
    least = room.least if room is not None else 0.0

    def write(instance: Instance) -> str:
        out = [str(instance.row)] * size
        height = fill(instance.scope, out, least)
        for at, writer, held in formulas:
            out[at], value = writer(instance)
            if held is not None:
                height = _higher(height, held, value)
        if room is not None:
            height = settled(height)
            heights.append(height)
            out[1] = f"{height:.6g}"
        return pattern % tuple(out)

    return write


def _higher(height: float, room: Room, value: Any) -> float:
    """The height of a row once a value stands in it, where only long texts need more than one
    line.
    """
    if type(value) is not str or (len(value) <= room.certain and "\n" not in value):
        return height
    return max(height, room.height(value))


# ------------------------------------------------------------------------------- cells of a row


def _text_filler(texts: list[_TextCell], encode: Encode, outcome: _Outcome) -> TextFiller:
    """The function that fills the cells of a row that hold an expression."""
    variable, together, others = _taken_together(texts)
    read = attrgetter(*(path for _, path, _ in together)) if together else None
    targets = [(at, room) for at, _, room in together]

    def fill_each(cells: list[_TextCell], scope: Scope, out: list[str], height: float) -> float:
        for at, expression, held, place in cells:
            try:
                value = expression.evaluate(scope)
                out[at] = encode(value)
            except Exception as error:
                outcome.take([fault_of(place, error, expression)])
                continue
            if held is not None:
                height = _higher(height, held, value)
        return height

    def fill(scope: Scope, out: list[str], height: float) -> float:
        if read is None:
            return fill_each(texts, scope, out, height)
        try:
            for (at, held), value in zip(targets, read(scope[variable]), strict=True):
                out[at] = encode(value)
                if held is not None and type(value) is str:
                    height = _higher(height, held, value)
        except Exception:
            # One by one, to say which cell it is.
            return fill_each(texts, scope, out, height)
        return fill_each(others, scope, out, height)

    return fill


def _taken_together(
    texts: list[_TextCell],
) -> tuple[str, list[tuple[int, str, Room | None]], list[_TextCell]]:
    """The cells of a row that are plain attributes of one variable, read in one step; and the
    others.
    """
    variables = Counter(cell.expression.path[0] for cell in texts if cell.expression.path)
    variable, count = variables.most_common(1)[0] if variables else ("", 0)
    if count < 2:
        return "", [], texts
    together: list[tuple[int, str, Room | None]] = []
    others: list[_TextCell] = []
    for cell in texts:
        path = cell.expression.path
        if path and path[0] == variable:
            together.append((cell.at, path[1], cell.room))
        else:
            others.append(cell)
    return variable, together, others


def _formula(
    layout: Layout,
    sheet: SheetLayout,
    row: Row,
    cell: Cell,
    content: Formula,
    results: Results,
    outcome: _Outcome,
) -> FormulaWriter:
    """The function that writes a formula cell and records the formula for its proof."""
    try:
        text_of = formula_writer(layout, sheet, row, cell.column, content)
    except TemplateError as error:
        outcome.take(error.faults)
        return lambda instance: (EMPTY, None)
    name, column = sheet.sheet.name, cell.column
    proof, record = row.proofs.get(column), outcome.formulas.append

    def write(instance: Instance) -> tuple[str, Any]:
        try:
            text = text_of(instance)
            expected = proof.evaluate(instance.scope) if proof else None
        except TemplateError as error:
            outcome.take(error.faults)
            return EMPTY, None
        except Exception as error:
            asked = proof or Expression(content.text, lambda _: None)
            place = sheet.sheet.place(row.number, column)
            outcome.take([fault_of(place, error, asked)])
            return EMPTY, None
        record(Written(instance.row, column, row, text, expected, proof is not None))
        head = _array_head(content.array, instance.row) if content.array else "><f>"
        value = expected if proof is not None else results(name, instance.row, column)
        return with_result(f"{head}{escape_text(text)}</f>", value), value

    return write


def _array_head(area: str, row: int) -> str:
    """The head of an array formula, its area moved to a row."""
    top, left, bottom, right = split_area(area)
    moved = f"{column_letters(left)}{row}"
    if (top, left) != (bottom, right):
        moved += f":{column_letters(right)}{row + bottom - top}"
    return f'><f t="array" ref="{moved}">'
