"""Conditional formats as they show now: which of them a cell wears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbook_tools.excel.calculated_cells import calculated_cells
from workbook_tools.excel.cells import split_cell, whole
from workbook_tools.excel.formula import shift
from workbook_tools.excel.package import MAIN, Package, SheetPart, sheets, to_xml
from workbook_tools.machine.child import ChildError
from workbook_tools.patterns import pattern
from workbook_tools.place import cell_name
from workbook_tools.send.scales import NUMBER, scale_fills

if TYPE_CHECKING:
    from lxml.etree import _Element

    from workbook_tools.send.clean_styles import Palette

_M = f"{{{MAIN}}}"
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_TRUE = ("1", "true")
_MOST = 20_000
"""Conditions are tried for no more cells than this."""

_FORMULA = pattern(rb"<f\b[^<>]*(?:/>|>[^<]*</f>)")
_LAST_ROW = 1_048_576
_COMPARED = {
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "equal": "=",
    "notEqual": "<>",
    "greaterThanOrEqual": ">=",
    "greaterThan": ">",
}
_FORMLESS = {"dataBar": "thanh dữ liệu", "iconSet": "biểu tượng"}
"""Conditional formats that no format of a cell looks like."""

_Cell = tuple[int, int]


Worn = int | str
"""A differential format by its number, or the ground of a colour scale, a colour in six digits."""


@dataclass(frozen=True, slots=True)
class Baked:
    """What cells wear now, the first before the others; how many formats could not be tried; and
    what has no form outside conditional formats, with its areas.
    """

    worn: dict[_Cell, tuple[Worn, ...]]
    lost: int = 0
    formless: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    """A condition, as a formula of the first cell of its areas; or a colour scale, by the grounds
    that it gives.
    """

    cells: tuple[_Cell, ...]
    priority: int
    stops: bool = False
    origin: _Cell = (1, 1)
    formula: str = ""
    dxf: int = 0
    grounds: Mapping[_Cell, str] = field(default_factory=dict)

    def gives(self, cell: _Cell) -> Worn:
        """What a cell wears for which it holds."""
        return self.grounds.get(cell, self.dxf)


def baked(package: Package, sheet: SheetPart, root: _Element, palette: Palette) -> Baked:
    """What a sheet's conditional formats show now. They are taken out of it, ``root``."""
    numbers = _numbers(root)
    rules: list[_Rule] = []
    formless: dict[str, list[str]] = {}
    lost = 0
    for kind, areas in _of_newer_programs(root):
        if kind in _FORMLESS:
            formless.setdefault(_FORMLESS[kind], []).extend(areas.split())
        else:
            lost += 1
    for holder in list(root.iterfind(f"{_M}conditionalFormatting")):
        areas = str(holder.get("sqref") or "")
        for element in holder.iterfind(f"{_M}cfRule"):
            kind = str(element.get("type"))
            scale = element.find(f"{_M}colorScale")
            rule = (
                _rule(element, areas) if scale is None else _scale(element, areas, numbers, palette)
            )
            if kind in _FORMLESS:
                formless.setdefault(_FORMLESS[kind], []).extend(areas.split())
            elif rule is None:
                lost += 1
            else:
                rules.append(rule)
        root.remove(holder)
    met, untried = _held(package, sheet, root, sorted(rules, key=lambda rule: rule.priority))
    told = tuple((kind, tuple(dict.fromkeys(areas))) for kind, areas in formless.items())
    return Baked(_worn(met), lost + untried, told)


def _of_newer_programs(root: _Element) -> Iterator[tuple[str, str]]:
    """The types and areas of the conditional formats that a sheet has in the form of Excel 2010
    alone; most that stand in it only add to one of the usual form, which names them.
    """
    usual = f"{_M}conditionalFormatting/{_M}cfRule/{_M}extLst/{_M}ext/{_X14}id"
    named = {str(held.text).strip() for held in root.iterfind(usual)}
    for holder in root.iter(f"{_X14}conditionalFormatting"):
        areas = str(holder.findtext(f"{_XM}sqref") or "")
        for rule in holder.iterfind(f"{_X14}cfRule"):
            if str(rule.get("id")) not in named:
                yield str(rule.get("type")), areas


def _held(
    package: Package, sheet: SheetPart, root: _Element, rules: Sequence[_Rule]
) -> tuple[list[tuple[_Rule, _Cell]], int]:
    """The rules with the cells for which they hold, and how many rules could not be tried."""
    conditions = [rule for rule in rules if rule.formula]
    scales = _pairs([rule for rule in rules if not rule.formula])
    tried = _pairs(conditions)
    if not tried:
        return scales, 0
    if len(tried) > _MOST:
        return scales, len(conditions)
    try:
        met = _met(package, sheet, root, tried)
    except ChildError:
        return scales, len(conditions)
    return [*scales, *(pair for pair, holds in zip(tried, met, strict=True) if holds)], 0


def _pairs(rules: Sequence[_Rule]) -> list[tuple[_Rule, _Cell]]:
    return [(rule, cell) for rule in rules for cell in rule.cells]


def _numbers(root: _Element) -> dict[_Cell, float]:
    """The numbers that stand in a sheet's cells."""
    return {
        split_cell(str(cell.get("r"))): float(said)
        for cell in root.iter(f"{_M}c")
        if cell.get("t", "n") == "n" and NUMBER.match(said := cell.findtext(f"{_M}v") or "")
    }


def _scale(
    element: _Element, areas: str, numbers: Mapping[_Cell, float], palette: Palette
) -> _Rule | None:
    """A colour scale, by the grounds that it gives now; ``None`` where they are not known."""
    cells, scale = _cells(areas), element.find(f"{_M}colorScale")
    if cells is None or scale is None:
        return None
    grounds = scale_fills(scale, {c: numbers[c] for c in cells if c in numbers}, palette)
    if grounds is None:
        return None
    return _Rule(tuple(grounds), whole(element.get("priority"), 0), grounds=grounds)


def _rule(element: _Element, areas: str) -> _Rule | None:
    """A rule, or ``None`` for one whose condition is no formula."""
    cells = _cells(areas)
    formulas = [found.text or "" for found in element.iterfind(f"{_M}formula")]
    if cells is None or not cells or not formulas or element.get("dxfId") is None:
        return None
    origin = (min(row for row, _ in cells), min(column for _, column in cells))
    formula: str | None = formulas[0]
    if element.get("type") == "cellIs":
        formula = _comparison(str(element.get("operator")), cell_name(*origin), formulas)
    if not formula:
        return None
    return _Rule(
        cells,
        whole(element.get("priority"), 0),
        element.get("stopIfTrue") in _TRUE,
        origin,
        formula,
        whole(element.get("dxfId"), 0),
    )


def _comparison(operator: str, cell: str, formulas: list[str]) -> str | None:
    """A comparison with a cell's value as a formula."""
    if operator in _COMPARED:
        return f"{cell}{_COMPARED[operator]}({formulas[0]})"
    if operator in ("between", "notBetween") and len(formulas) > 1:
        inside = f"AND({cell}>=({formulas[0]}),{cell}<=({formulas[1]}))"
        return inside if operator == "between" else f"NOT({inside})"
    return None


def _cells(areas: str) -> tuple[_Cell, ...] | None:
    """The cells of areas; ``None`` where they are too many to try."""
    found: dict[_Cell, None] = {}
    for area in areas.split():
        first, _, last = area.partition(":")
        try:
            (top, left), (bottom, right) = split_cell(first), split_cell(last or first)
        except ValueError:
            return None
        if (bottom - top + 1) * (right - left + 1) > _MOST:
            return None
        for row in range(top, bottom + 1):
            found.update(((row, column), None) for column in range(left, right + 1))
    return tuple(found)


def _met(
    package: Package, sheet: SheetPart, root: _Element, tried: list[tuple[_Rule, _Cell]]
) -> list[bool]:
    """Which conditions hold. They are calculated in a row under the sheet. Raises
    ``ChildError``.
    """
    from lxml import etree

    copy = etree.fromstring(_FORMULA().sub(b"", to_xml(root)))
    data = copy.find(f"{_M}sheetData")
    if data is None:
        return [False for _ in tried]
    last = max((whole(row.get("r"), 0) for row in data), default=0)
    asked: list[tuple[str, int, int] | None] = []
    width = 1000
    for start in range(0, len(tried), width):
        number = last + 2 + start // width
        row = etree.SubElement(data, f"{_M}row", r=str(number))
        for column, (rule, cell) in enumerate(tried[start : start + width], 1):
            formula = _moved(rule, cell)
            if formula is None or number > _LAST_ROW:
                asked.append(None)
                continue
            held = etree.SubElement(row, f"{_M}c", r=cell_name(number, column))
            etree.SubElement(held, f"{_M}f").text = f"IF({formula},1,0)"
            asked.append((sheet.name, number, column))
    known = [cell for cell in asked if cell is not None]
    changed = package.changed({**_as_stored(package, sheet), sheet.part: to_xml(copy)})
    values = dict(zip(known, calculated_cells(changed, known), strict=True))
    return [cell is not None and values[cell] == 1 for cell in asked]


def _as_stored(package: Package, sheet: SheetPart) -> dict[str, bytes]:
    """The other sheets with their results in place of their formulas: what stands there decides,
    and nothing on the user's own sheets slows it.
    """
    return {
        other.part: _FORMULA().sub(b"", package.plain(other.part))
        for other in sheets(package)
        if other.kind == "worksheet" and other.part != sheet.part
    }


def _moved(rule: _Rule, cell: _Cell) -> str | None:
    """A rule's formula as another cell of its areas has it."""
    try:
        return shift(rule.formula, cell[0] - rule.origin[0], cell[1] - rule.origin[1])
    except ValueError:
        return None


def _worn(met: Sequence[tuple[_Rule, _Cell]]) -> dict[_Cell, tuple[Worn, ...]]:
    """What each cell wears of the rules that hold for it, up to the first that is the last."""
    worn: dict[_Cell, list[Worn]] = {}
    stopped: set[_Cell] = set()
    for rule, cell in sorted(met, key=lambda pair: pair[0].priority):
        if cell not in stopped:
            worn.setdefault(cell, []).append(rule.gives(cell))
            if rule.stops:
                stopped.add(cell)
    return {cell: tuple(formats) for cell, formats in worn.items()}
