"""Which cells are flagged, when, and what they say: findings → flags on typed and on generated
sheets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from workbook_tools.check import Finding
from workbook_tools.excel.cells import area_name, runs, split_cell
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.package import Package, parse_xml, workbook_part
from workbook_tools.flags.live import (
    TOTAL_NAME,
    Live,
    live_conditions,
    total_formula,
    words_condition,
)
from workbook_tools.flags.sheet_parts import MARK, Format, SheetFlags, put_flags, take_flags
from workbook_tools.place import cell_name
from workbook_tools.plan.form import AMOUNTS
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import Line, Plan, Programme, Project, Section, amount_of
from workbook_tools.plan.money import format_amount, plain
from workbook_tools.read.source import Source
from workbook_tools.render.heights import column_widths
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.rows import Written
from workbook_tools.template.compiled import Row
from workbook_tools.template.expressions import Expression

UNFLAGGED = "KiemTra"
"""The sheet that lists the findings is not flagged itself."""

_WORDS = "Tổng cộng bằng chữ"
_LONG = 200
_LONGEST_CONDITION = 1500
_GRADES = ("accepted", "error", "warning", "note")


@dataclass
class _Sheet:
    """Flags of one sheet as they are collected."""

    formats: dict[str, list[Format]] = field(
        default_factory=lambda: {grade: [] for grade in _GRADES}
    )
    plain: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def flag(self, cell: str, look: str, condition: str = "", *, stops: bool = False) -> None:
        """Flag a cell; cells that are flagged alike without a condition share one format."""
        grade = look.partition("-")[0]
        if condition or stops:
            self.formats[grade].append(Format(cell, condition, look, stops))
        else:
            self.plain.setdefault((grade, look), []).append(cell)

    def whole(self) -> SheetFlags:
        """All of it, the graver first; what was accepted goes before all."""
        formats: list[Format] = []
        for grade in _GRADES:
            formats += self.formats[grade]
            formats += [
                Format(" ".join(dict.fromkeys(cells)), "", look)
                for (held, look), cells in self.plain.items()
                if held == grade
            ]
        return SheetFlags(
            tuple(formats), {cell: "\n\n".join(said) for cell, said in self.notes.items()}
        )


def flagged(
    package: Package,
    source: Source,
    plan: Plan,
    findings: Sequence[Finding],
    layout: Layout,
    written: Mapping[str, Sequence[Written]],
) -> Package:
    """The finished workbook's package with every finding flagged at both ends, and with standing
    conditions.
    """
    sheets: dict[str, _Sheet] = {}

    def on(name: str) -> _Sheet:
        return sheets.setdefault(name, _Sheet())

    live = live_conditions(plan)
    _flag_typed(source, plan, findings, live, on, words=_has_names(package))
    _flag_generated(plan, findings, layout, on)
    decimals = any(
        value is not None and value != value.to_integral_value()
        for line in plan.by_row.values()
        for value in (
            line.stated.total,
            line.stated.province,
            line.stated.beneficiary,
            line.stated.other,
        )
    )
    for entry in live:
        sparse = (
            "-plain"
            if entry.code in ("A07", "C03")
            else "-decimals"
            if decimals and entry.field in AMOUNTS
            else ""
        )
        on(plan.sheet).flag(entry.area, entry.severity.value + sparse, entry.formula)
    for sheet in layout.sheets:
        if sheet.sheet.name != UNFLAGGED:
            for look, area, condition in _overwritten(
                sheet, written.get(sheet.sheet.name, ()), plan.unit.decimals
            ):
                on(sheet.sheet.name).flag(area, look, condition)
    names = _words(plan, package, on)
    return put_flags(package, {name: sheet.whole() for name, sheet in sheets.items()}, names)


def _words(plan: Plan, package: Package, on: Callable[[str], _Sheet]) -> dict[str, str]:
    """A standing condition for the amount in words, and the name that it refers to."""
    place, total = plan.particular_cells.get(_WORDS), total_formula(plan)
    condition = words_condition(plan, place.cell) if place is not None else None
    if place is None or condition is None or total is None or not _has_names(package):
        return {}
    on(place.sheet).flag(place.cell, "error", condition)
    return {TOTAL_NAME: total}


def _has_names(package: Package) -> bool:
    return b"</definedNames>" in package.read(workbook_part(package))


def unflagged(source: Source) -> Source:
    """A workbook as it was before it was flagged; the very same one where it holds no flag."""
    package = take_flags(source.package)
    return source if package is source.package else source.with_package(package)


def _note(finding: Finding) -> str:
    accepted = f"\nĐã giải trình: {finding.accepted}" if finding.accepted is not None else ""
    return (
        f"{finding.label} {finding.rule}: {finding.message}.\n→ {finding.hint}{accepted}".replace(
            "..\n", ".\n"
        )
    )


def _grade(finding: Finding) -> str:
    return "accepted" if finding.accepted is not None else finding.severity.value


# ----------------------------------------------------------------------- where the accountant types


def _flag_typed(
    source: Source,
    plan: Plan,
    findings: Sequence[Finding],
    live: Sequence[Live],
    on: Callable[[str], _Sheet],
    *,
    words: bool,
) -> None:
    """Flag the cells to be mended. What a standing condition shows needs no format, unless it was
    accepted.

    ``words`` tells whether the amount in words has such a condition.
    """
    shown = {(entry.code, row, entry.field): entry for entry in live for row in entry.rows}
    grids: dict[str, Grid | None] = {plan.sheet: plan.grid}
    fits = _Widths(source)
    for finding in findings:
        name, cell = finding.place.sheet, finding.place.cell
        if not cell or name.casefold() not in source.sheets:
            continue
        if name not in grids:
            grids[name] = source.grid(name)
        grid = grids[name]
        row, column = split_cell(cell)
        value = grid.at(row, column) if grid is not None else None
        sheet = on(name)
        sheet.notes.setdefault(cell, []).append(_note(finding))
        grade = _grade(finding)
        standing = shown.get((finding.rule, row, finding.column)) if name == plan.sheet else None
        look = _look(grade, value, fits(name, column))
        standing_words = words and finding.rule == "A04" and words_condition(plan, cell) is not None
        if grade != "accepted" and (standing is not None or standing_words):
            continue
        sheet.flag(cell, look, _while(cell, value, standing, plan, grid), stops=grade == "accepted")


def _while(cell: str, value: Any, standing: Live | None, plan: Plan, grid: Grid | None) -> str:
    """The condition under which a flag holds: for a number, as long as the cell has it."""
    if type(value) not in (int, float):
        return ""
    same = f"{cell}={plain(Decimal(repr(value)))}"
    if standing is None or not standing.difference or grid is None:
        return same
    line = plan.by_row.get(split_cell(cell)[0])
    off = _difference(line, standing.field, plan)
    if off is None:
        return same
    moved = _at_row(
        standing.difference, split_cell(standing.area.partition(":")[0])[0], split_cell(cell)[0]
    )
    return f"AND({same},ROUND({moved}-({plain(off)}),{plan.unit.decimals})=0)"


def _difference(line: Line | None, amount: str, plan: Plan) -> Decimal | None:
    """By how much a stated amount differs from the computed one."""
    stated = line.stated.get(amount) if line is not None else None
    if line is None or stated is None:
        return None
    whole = plan if line is plan.stated else line
    if not isinstance(whole, Plan | Section | Programme | Project):
        return None
    return stated - amount_of(whole, amount)


def _at_row(formula: str, first: int, row: int) -> str:
    """A condition's formula as it stands for another row of its area."""
    from workbook_tools.excel.formula import shift

    return shift(formula, row - first, 0)


class _Widths:
    """How wide the columns of the accountant's sheets are, in digits."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.known: dict[str, Callable[[int, int], float]] = {}

    def __call__(self, name: str, column: int) -> float:
        if name not in self.known:
            part = self.source.sheets[name.casefold()].part
            xml = self.source.package.read(part)
            at = xml.find(b"sheetData")
            cut = xml.rfind(b"<", 0, at)
            closed = (
                xml[:cut]
                + b"</"
                + xml[xml.find(b"<", xml.find(b"?>") + 1 if xml[:5] == b"<?xml" else 0) + 1 :]
                .split(None, 1)[0]
                .split(b">")[0]
                + b">"
            )
            self.known[name] = column_widths(parse_xml(closed, part))
        return self.known[name](column, column)


def _look(grade: str, value: Any, width: float) -> str:
    """A sign before the value, where there is one and it has room; lines and hatching elsewhere."""
    if type(value) in (int, float):
        amount = Decimal(repr(value))
        if len(format_amount(amount)) + 4 > width:
            return f"{grade}-plain"
        return grade if amount == amount.to_integral_value() else f"{grade}-decimals"
    return grade if isinstance(value, str) and 0 < len(value) <= _LONG else f"{grade}-plain"


# ---------------------------------------------------------------------------- where the fault shows


def _flag_generated(
    plan: Plan, findings: Sequence[Finding], layout: Layout, on: Callable[[str], _Sheet]
) -> None:
    """Flag the cells of the generated sheets that show what a finding speaks of."""
    wanted: dict[tuple[int, str], list[Finding]] = {}
    for finding in findings:
        if finding.column:
            node = plan if finding.line is None or finding.line is plan.stated else finding.line
            if node is not plan or finding.column in AMOUNTS:
                wanted.setdefault((id(node), finding.column), []).append(finding)
    if not wanted:
        return
    nodes = {node for node, _ in wanted}
    for layout_sheet in layout.sheets:
        name = layout_sheet.sheet.name
        if name == UNFLAGGED:
            continue
        for row, column, node, shown in _bound(layout_sheet, nodes):
            for finding in wanted.get((id(node), shown), ()):
                cell = cell_name(row, column)
                value = getattr(node, shown)
                said = _note(finding) + f"\n(Sửa ở {finding.where})"
                on(name).notes.setdefault(cell, []).append(said)
                on(name).flag(
                    cell,
                    _shown_look(_grade(finding), value),
                    _shown_while(cell, value, finding, plan),
                )


def _bound(sheet: SheetLayout, nodes: set[int]) -> Iterator[tuple[int, int, Any, str]]:
    """The cells that show a field of one of the given parts of the plan: row, column, the part, the
    field.
    """
    fields: dict[int, list[tuple[int, str, str]]] = {}
    for instance in sheet.instances:
        if not any(id(value) in nodes for value in instance.scope.values()):
            continue
        pattern = instance.pattern
        if id(pattern) not in fields:
            fields[id(pattern)] = list(_shown_fields(pattern))
        for column, variable, name in fields[id(pattern)]:
            node = instance.scope.get(variable)
            if id(node) in nodes:
                yield instance.row, column, node, name


_FIRST_FIELD = re.compile(r"\(?\s*([^\W\d]\w*)\.([^\W\d]\w*)\s*(?:\)|or\b|\||\Z)")


def _shown_fields(row: Row) -> Iterator[tuple[int, str, str]]:
    held: dict[int, Expression] = {
        cell.column: cell.content for cell in row.cells if isinstance(cell.content, Expression)
    }
    for column, expression in (held | dict(row.proofs)).items():
        match = _FIRST_FIELD.match(expression.source)
        if match:
            yield column, match[1], match[2]


def _shown_look(grade: str, value: Any) -> str:
    if isinstance(value, Decimal):
        return grade if value == value.to_integral_value() else f"{grade}-decimals"
    return _look(grade, value, 99)


def _shown_while(cell: str, value: Any, finding: Finding, plan: Plan) -> str:
    """While the cell shows what it showed; a total that differs from the stated one, as long as it
    does.
    """
    if not isinstance(value, (Decimal, int)) or isinstance(value, bool):
        return ""
    line = plan.stated if finding.line is plan.stated else finding.line
    stated = (
        line.stated.get(finding.column) if line is not None and finding.column in AMOUNTS else None
    )
    if finding.rule in ("A01", "A02", "A03") and stated is not None and finding.accepted is None:
        return f"ROUND({cell}-({plain(stated)}),{plan.unit.decimals})<>0"
    return f"ROUND({cell}-({plain(Decimal(value))}),{plan.unit.decimals})=0"


def _overwritten(
    sheet: SheetLayout, formulas: Iterable[Written], digits: int
) -> Iterator[tuple[str, str, str]]:
    """Conditions that show a total whose formula somebody typed over: the cell is not what the
    formula would give.
    """
    alike: dict[tuple[int, int], list[Written]] = {}
    own_row: dict[tuple[int, int], bool] = {}
    single: list[Written] = []
    for formula in formulas:
        if not formula.bound or not isinstance(formula.expected, Decimal) or "!" in formula.text:
            continue
        key = (id(formula.pattern), formula.column)
        if key not in own_row:
            own_row[key] = _keeps_to_its_row(formula)
        if own_row[key]:
            alike.setdefault(key, []).append(formula)
        else:
            single.append(formula)
    for group in alike.values():
        column = group[0].column
        areas = [
            area_name(top, column, bottom, column)
            for top, bottom in runs(sorted(f.row for f in group))
        ]
        first = min(group, key=lambda formula: formula.row)
        yield "error", " ".join(areas), _not_its_formula(first, digits)
    by_row: dict[int, list[Written]] = {}
    for formula in single:
        by_row.setdefault(formula.row, []).append(formula)
    for row, held in by_row.items():
        held.sort(key=lambda formula: formula.column)
        while held:
            same = [held[0]]
            for other in held[1:]:
                if other.column == same[-1].column + 1 and _shifted_to(other) == _shifted_to(
                    same[0]
                ):
                    same.append(other)
                else:
                    break
            held = held[len(same) :]
            yield (
                "error",
                area_name(row, same[0].column, row, same[-1].column),
                _not_its_formula(same[0], digits),
            )


def _keeps_to_its_row(formula: Written) -> bool:
    """Whether a formula refers to its own row only; then every copy of its pattern row does."""
    return all(
        piece.top == piece.bottom == formula.row
        for piece in tokenize(formula.text)
        if isinstance(piece, Ref)
    )


def _shifted_to(formula: Written) -> str:
    """A formula with columns relative to its own."""
    return "".join(
        f"{piece.left - formula.column},{piece.top}:{piece.right - formula.column},{piece.bottom}"
        if isinstance(piece, Ref)
        else piece.text
        for piece in tokenize(formula.text)
    )


def _not_its_formula(formula: Written, digits: int) -> str:
    cell = cell_name(formula.row, formula.column)
    if len(formula.text) > _LONGEST_CONDITION:
        return f"NOT(_xlfn.ISFORMULA({cell}))"
    return f"ROUND({cell}-({formula.text}),{digits})<>0"


__all__ = ["MARK", "flagged", "unflagged"]
