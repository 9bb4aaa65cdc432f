"""Pattern rows → the XML of ``sheetData``: each row's fragment is compiled once and filled for
every copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.calculation import Value
from workbook_tools.excel.cells import split_area
from workbook_tools.excel.strings import StringTable, escape_text
from workbook_tools.place import Place, cell_name, column_letters
from workbook_tools.plan.money import plain
from workbook_tools.render.formulas import formula_writer
from workbook_tools.render.heights import MAX_HEIGHT, Room, RowRoom, TextStyle, row_room
from workbook_tools.render.layout import Instance, Layout, SheetLayout, explain
from workbook_tools.template.compiled import Cell, Constant, Formula, Row
from workbook_tools.template.expressions import MAX_TEXT, Expression

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)

FormulaWriter = Callable[[Instance], tuple[str, Any]]
"""Gives the rest of a formula cell's XML, and the result that stands in it."""


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


@dataclass(slots=True)
class RowWriter:
    """What filling the rows of one workbook needs; ``values`` are the calculated results of earlier
    passes.
    """

    layout: Layout
    strings: StringTable
    styles: Mapping[int, int]
    values: Mapping[tuple[str, int, int], Value]
    text_styles: list[TextStyle]
    date_1904: bool = False
    formulas: list[Written] = field(default_factory=list)
    faults: list[TemplateFault] = field(default_factory=list)

    def sheet_data(self, sheet: SheetLayout) -> list[bytes]:
        """All rows of a sheet, in pieces to be joined once. Faults of cells are collected in
        ``faults``.
        """
        writers: dict[int, Callable[[Instance], str]] = {}
        chunks, out = [], []
        for instance in sheet.instances:
            number = instance.pattern.number
            writer = writers.get(number)
            if writer is None:
                writer = writers[number] = self._row(sheet, instance.pattern)
            out.append(writer(instance))
            if len(out) == _CHUNK:
                chunks.append("".join(out).encode())
                out.clear()
        chunks.append("".join(out).encode())
        return chunks

    def _row(self, sheet: SheetLayout, row: Row) -> Callable[[Instance], str]:
        if not row.cells and not row.attributes:
            return lambda instance: ""
        attributes = "".join(
            f' {name.rpartition("}")[2]}="{escape_text(value)}"'
            for name, value in row.attributes.items()
            if name != "s" and not name.startswith("{")
        )
        if "s" in row.attributes:
            attributes += f' s="{self.styles[int(row.attributes["s"])]}"'
        pattern = '<row r="%s"' + attributes.replace("%", "%%")
        room = row_room(sheet.sheet, row, self.text_styles)
        if room is not None:
            pattern += ' ht="%s"'
        pattern += ">"
        size = 1 if room is None else 2
        texts: list[TextCell] = []
        formulas: list[tuple[int, FormulaWriter, Room | None]] = []
        for cell in row.cells:
            style = f' s="{self.styles[cell.style]}"' if cell.style is not None else ""
            pattern += f'<c r="{column_letters(cell.column)}%s"{style}'
            size += 1
            held = room.cells.get(cell.column) if room is not None else None
            place = Place(sheet.sheet.name, cell_name(row.number, cell.column))
            if isinstance(cell.content, Expression):
                texts.append((size, cell.content, held, place))
            elif isinstance(cell.content, Formula):
                formulas.append((size, self._formula(sheet, row, cell, cell.content, place), held))
            else:
                pattern += self._constant(cell.content).replace("%", "%%")
                continue
            pattern += "%s"
            size += 1
        return self._row_writer(pattern + "</row>", size, room, texts, formulas)

    def _row_writer(
        self,
        pattern: str,
        size: int,
        room: RowRoom | None,
        texts: list[TextCell],
        formulas: list[tuple[int, FormulaWriter, Room | None]],
    ) -> Callable[[Instance], str]:
        """Fills a compiled row: every part of ``pattern`` is the row number but for the cells in
        the two lists.
        """
        encode = self._encode
        variable, together, others = _taken_together(texts)
        read = attrgetter(*(path for _, path, _ in together)) if together else None
        targets = [(at, room) for at, _, room in together]

        def write(instance: Instance) -> str:
            scope, out = instance.scope, [str(instance.row)] * size
            height = room.least if room is not None else 0.0
            rest = others
            try:
                values = read(scope[variable]) if read is not None else ()
                for (at, held), value in zip(targets, values, strict=True):
                    out[at] = encode(value)
                    if (
                        held is not None
                        and type(value) is str
                        and (len(value) > held.capacity or "\n" in value)
                    ):
                        height = max(height, held.height(value))
            except Exception:
                rest = texts  # one by one, to say which cell it is
            for at, expression, held, place in rest:
                try:
                    value = expression.evaluate(scope)
                    out[at] = encode(value)
                except Exception as error:
                    self._fault(place, explain(error, expression))
                    continue
                if (
                    held is not None
                    and type(value) is str
                    and (len(value) > held.capacity or "\n" in value)
                ):
                    height = max(height, held.height(value))
            for at, writer, held in formulas:
                out[at], value = writer(instance)
                if held is not None and type(value) is str:
                    height = max(height, held.height(value))
            if room is not None:
                out[1] = f"{min(height, MAX_HEIGHT):.6g}"
            return pattern % tuple(out)

        return write

    def _constant(self, content: Constant | None) -> str:
        if content is None:
            return "/>"
        if content.kind in ("s", "rich"):
            index = (
                self.strings.index(content.value)
                if content.kind == "s"
                else self.strings.rich(content.value)
            )
            return f' t="s"><v>{index}</v></c>'
        kind = "" if content.kind == "n" else f' t="{content.kind}"'
        return f"{kind}><v>{escape_text(content.value)}</v></c>"

    def _fault(self, place: Place, message: str) -> None:
        fault = TemplateFault(place, message)
        if fault not in self.faults:
            self.faults.append(fault)

    def _encode(self, value: Any) -> str:
        """A typed value as the rest of a cell's XML."""
        kind = type(value)
        if kind is str:
            if not value:
                return "/>"
            if len(value) > MAX_TEXT:
                raise ValueError(f"văn bản dài {len(value)} ký tự, một ô chỉ chứa {MAX_TEXT}")
            return f' t="s"><v>{self.strings.index(value)}</v></c>'
        if kind is Decimal:
            text = str(value)
            return f"><v>{text if text.isdigit() else plain(value)}</v></c>"
        if kind is int:
            return f"><v>{value}</v></c>"
        if value is None:
            return "/>"
        if kind is bool:
            return f' t="b"><v>{int(value)}</v></c>'
        if kind is float:
            return f"><v>{value!r}</v></c>"
        if isinstance(value, date):
            return f"><v>{self._serial(value)}</v></c>"
        if isinstance(value, (str, Decimal, int, float)):
            return self._encode(str(value))
        raise ValueError(f"{type(value).__name__} không phải là số, chữ hay ngày")

    def _serial(self, value: date) -> str:
        day = (value.date() if isinstance(value, datetime) else value) - (
            _EPOCH_1904 if self.date_1904 else _EPOCH
        )
        if isinstance(value, datetime):
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return repr(day.days + seconds / 86400)
        return str(day.days)

    def _formula(
        self, sheet: SheetLayout, row: Row, cell: Cell, content: Formula, place: Place
    ) -> FormulaWriter:
        try:
            text_of = formula_writer(self.layout, sheet, row, cell.column, content)
        except TemplateError as error:
            self.faults += [fault for fault in error.faults if fault not in self.faults]
            return lambda instance: ("/>", None)
        proof = row.proofs.get(cell.column)
        record, name, column, values = (
            self.formulas.append,
            sheet.sheet.name,
            cell.column,
            self.values,
        )

        def write(instance: Instance) -> tuple[str, Any]:
            try:
                text = text_of(instance)
                expected = proof.evaluate(instance.scope) if proof else None
            except TemplateError as error:
                self.faults.extend(fault for fault in error.faults if fault not in self.faults)
                return "/>", None
            except Exception as error:
                self._fault(
                    place, explain(error, proof or Expression(content.text, lambda _: None))
                )
                return "/>", None
            record(Written(instance.row, column, row, text, expected, proof is not None))
            head = (
                "><f>"
                if not content.array
                else f'><f t="array" ref="{_moved(content.array, instance.row)}">'
            )
            body = f"{head}{escape_text(text)}</f>"
            value = expected if proof is not None else values.get((name, instance.row, column))
            return _cached(body, value), value

        return write


_CHUNK = 400
"""Rows that are put together at a time: small enough for their memory to be used again."""

TextCell = tuple[int, Expression, Room | None, Place]


def _taken_together(
    texts: list[TextCell],
) -> tuple[str, list[tuple[int, str, Room | None]], list[TextCell]]:
    """The cells of a row that are plain attributes of one variable, read in one step; and the
    others.
    """
    variables = Counter(expression.path[0] for _, expression, _, _ in texts if expression.path)
    variable, count = variables.most_common(1)[0] if variables else ("", 0)
    if count < 2:
        return "", [], texts
    together = [
        (at, expression.path[1], room)
        for at, expression, room, _ in texts
        if expression.path and expression.path[0] == variable
    ]
    taken = {at for at, _, _ in together}
    return variable, together, [text for text in texts if text[0] not in taken]


def _cached(body: str, value: Any) -> str:
    """A formula's XML with its result beside it."""
    if isinstance(value, Decimal):
        return f"{body}<v>{plain(value)}</v></c>"
    if value is None:
        return f"{body}</c>"
    if isinstance(value, bool):
        return f' t="b"{body}<v>{int(value)}</v></c>'
    if isinstance(value, int):
        return f"{body}<v>{value}</v></c>"
    if isinstance(value, float):
        return f"{body}<v>{number_text(value)}</v></c>"
    return f' t="str"{body}<v>{escape_text(str(value))}</v></c>'


def number_text(value: float) -> str:
    """A calculated number as Excel stores it: whole numbers without a point, others to 17 digits."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _moved(area: str, row: int) -> str:
    top, left, bottom, right = split_area(area)
    return f"{column_letters(left)}{row}" + (
        f":{column_letters(right)}{row + bottom - top}" if (top, left) != (bottom, right) else ""
    )
