"""Pattern rows → the XML of ``sheetData``: each row's fragment is compiled once and filled for every copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from workbook_tools.build.formulas import formula_writer
from workbook_tools.build.heights import Measure, TextStyle, row_measure
from workbook_tools.build.layout import Instance, Layout, SheetLayout, explain
from workbook_tools.calc import Value
from workbook_tools.cells import cell_name, column_letters, split_area
from workbook_tools.errors import Place, TemplateError, TemplateFault
from workbook_tools.money import plain
from workbook_tools.strings import StringTable, escape_text
from workbook_tools.template.expressions import MAX_TEXT, Expression
from workbook_tools.template.model import Cell, Constant, Formula, Row

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)

CellWriter = Callable[[Instance], str]


@dataclass(slots=True)
class Written:
    """One formula as written. ``expected`` is what the model says it gives, where the template states it."""

    row: int
    column: int
    pattern: Row
    text: str
    expected: Any
    bound: bool


@dataclass(slots=True)
class RowWriter:
    """What filling the rows of one workbook needs; ``values`` are the calculated results of earlier passes."""

    layout: Layout
    strings: StringTable
    styles: Mapping[int, int]
    values: Mapping[tuple[str, int, int], Value]
    text_styles: list[TextStyle]
    date_1904: bool = False
    formulas: list[Written] = field(default_factory=list)
    faults: list[TemplateFault] = field(default_factory=list)
    text_cells: int = 0

    def sheet_data(self, sheet: SheetLayout) -> str:
        """All rows of a sheet. Faults of cells are collected in ``faults``; the rows go on without them."""
        writers: dict[int, Callable[[Instance], str]] = {}
        out = []
        for instance in sheet.instances:
            number = instance.pattern.number
            writer = writers.get(number)
            if writer is None:
                writer = writers[number] = self._row(sheet, instance.pattern)
            out.append(writer(instance))
        return "".join(out)

    def _row(self, sheet: SheetLayout, row: Row) -> Callable[[Instance], str]:
        if not row.cells and not row.attributes:
            return lambda instance: ""
        attributes = "".join(f' {name.rpartition("}")[2]}="{escape_text(value)}"'
                             for name, value in row.attributes.items() if name != "s" and not name.startswith("{"))
        if "s" in row.attributes:
            attributes += f' s="{self.styles[int(row.attributes["s"])]}"'
        pattern = '<row r="%s"' + attributes.replace("%", "%%")
        fixed: list[CellWriter | None] = [None]
        measure = row_measure(sheet.sheet, row, self.text_styles)
        if measure is not None:
            pattern += "%s"
            fixed.append(self._height(measure))
        pattern += ">"
        for cell in row.cells:
            style = f' s="{self.styles[cell.style]}"' if cell.style is not None else ""
            pattern += f'<c r="{column_letters(cell.column)}%s"{style}'
            fixed.append(None)
            writer = self._cell(sheet, row, cell)
            if isinstance(writer, str):
                pattern += writer.replace("%", "%%")
            else:
                pattern += "%s"
                fixed.append(writer)
        pattern += "</row>"

        def write(instance: Instance) -> str:
            number = str(instance.row)
            return pattern % tuple([number if part is None else part(instance) for part in fixed])

        return write

    def _height(self, measure: Measure) -> CellWriter:
        def write(instance: Instance) -> str:
            try:
                return f' ht="{measure(instance):.6g}"'
            except Exception:  # the cell that cannot be read says so itself
                return ""

        return write

    def _cell(self, sheet: SheetLayout, row: Row, cell: Cell) -> CellWriter | str:
        content = cell.content
        if content is None:
            return "/>"
        if isinstance(content, Constant):
            return self._constant(content)
        place = Place(sheet.sheet.name, cell_name(row.number, cell.column))
        if isinstance(content, Formula):
            return self._formula(sheet, row, cell, content, place)
        return self._expression(content, place)

    def _constant(self, content: Constant) -> str:
        if content.kind in ("s", "rich"):
            index = self.strings.index(content.value) if content.kind == "s" else self.strings.rich(content.value)
            return f' t="s"><v>{index}</v></c>'
        kind = "" if content.kind == "n" else f' t="{content.kind}"'
        return f"{kind}><v>{escape_text(content.value)}</v></c>"

    def _expression(self, expression: Expression, place: Place) -> CellWriter:
        evaluate, encode = expression.evaluate, self._encode

        def write(instance: Instance) -> str:
            try:
                return encode(evaluate(instance.scope))
            except Exception as error:
                self._fault(place, explain(error, expression))
                return "/>"

        return write

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
            self.text_cells += 1
            return f' t="s"><v>{self.strings.index(value)}</v></c>'
        if kind is Decimal:
            return f"><v>{plain(value)}</v></c>"
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
        day = (value.date() if isinstance(value, datetime) else value) - (_EPOCH_1904 if self.date_1904 else _EPOCH)
        if isinstance(value, datetime):
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return repr(day.days + seconds / 86400)
        return str(day.days)

    def _formula(self, sheet: SheetLayout, row: Row, cell: Cell, content: Formula, place: Place) -> CellWriter:
        try:
            text_of = formula_writer(self.layout, sheet, row, cell.column, content)
        except TemplateError as error:
            self.faults += [fault for fault in error.faults if fault not in self.faults]
            return lambda instance: "/>"
        proof = row.proofs.get(cell.column)
        record, name, column, values = self.formulas.append, sheet.sheet.name, cell.column, self.values

        def write(instance: Instance) -> str:
            try:
                text = text_of(instance)
                expected = proof.evaluate(instance.scope) if proof else None
            except TemplateError as error:
                self.faults.extend(fault for fault in error.faults if fault not in self.faults)
                return "/>"
            except Exception as error:
                self._fault(place, explain(error, proof or Expression(content.text, lambda _: None, None, frozenset())))
                return "/>"
            record(Written(instance.row, column, row, text, expected, proof is not None))
            head = "><f>" if not content.array else f'><f t="array" ref="{_moved(content.array, instance.row)}">'
            body = f"{head}{escape_text(text)}</f>"
            value = expected if proof is not None else values.get((name, instance.row, column))
            return _cached(body, value)

        return write


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
    return (f"{column_letters(left)}{row}" + (f":{column_letters(right)}{row + bottom - top}"
                                              if (top, left) != (bottom, right) else ""))
