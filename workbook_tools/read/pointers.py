"""Formulas of the user's that look into generated sheets: by address, and those that the plan's own
sheets hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workbook_tools.excel.bounds import judge_dependent
from workbook_tools.excel.defined_names import defined_names
from workbook_tools.excel.dependence import Book, Dependence
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.tables import tables_of
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.form import GENERATED_SHEETS, INPUT_SHEETS
from workbook_tools.plan.grid import Area, Grid, Pointer
from workbook_tools.read.sheet_scan import formula_cells

if TYPE_CHECKING:
    from workbook_tools.excel.package import Package
    from workbook_tools.read.source import Source

_GENERATED = {name.casefold() for name in GENERATED_SHEETS}
_PLAN = {name.casefold() for name in INPUT_SHEETS}
_BUILT_IN = "_xlnm."


def pointers(source: Source) -> tuple[Pointer, ...]:
    """The formulas that point into a generated sheet by address, and those of the plan's sheets
    that depend on one, whether it is there already or only after this build. Raises ``InputError``
    where more depend on one than can be told.
    """
    generated = _GENERATED
    formulas = {
        sheet.name: source.package.once(sheet.part, formula_cells).texts
        for sheet in source.sheets.values()
    }
    outside = {name: texts for name, texts in formulas.items() if name.casefold() not in generated}
    if not any(outside.values()):
        return ()
    names = defined_names(source.package)
    book = Book(tuple(formulas), formulas, names, tables_of(source.package))
    found = {pointer.place: pointer for pointer in _by_address(source, outside, generated)}
    for place, formula in _feeding(book, outside, generated):
        known = found.get(place, Pointer(place, formula))
        found[place] = replace(known, feeds=True)
    return tuple(found.values())


def _by_address(
    source: Source, formulas: Mapping[str, Mapping[tuple[int, int], str]], generated: set[str]
) -> Iterator[Pointer]:
    """The formulas that name a cell of a generated sheet, each with the first one that it names.
    Raises ``InputError`` where they are too many.
    """
    homes = _named_cells(source.package)
    count, first = 0, Place("")
    for sheet, texts in formulas.items():
        for cell, formula in texts.items():
            if "!" not in formula:
                continue
            ref = _pointing(formula, generated)
            if ref is not None:
                place = Place(sheet, cell_name(*cell))
                first = first if count else place
                count += 1
                judge_dependent(count, first)
                area = (ref.top, ref.left or 1, ref.bottom, ref.right or 16_384)
                target = source.grid(str(ref.sheet))
                yield Pointer(
                    place,
                    formula,
                    target.sheet if target is not None else str(ref.sheet),
                    area,
                    homes.get((str(ref.sheet).casefold(), area[:2]), ""),
                    _moved_as_it_stands(source, place, formula, target, area),
                )


def _pointing(formula: str, generated: set[str]) -> Ref | None:
    """The first reference of a formula to a cell of a generated sheet."""
    try:
        pieces = tokenize(formula)
    except ValueError:
        return None
    for piece in pieces:
        if isinstance(piece, Ref) and piece.sheet and piece.sheet.casefold() in generated:
            return piece
    return None


def _named_cells(package: Package) -> dict[tuple[str, tuple[int, int]], str]:
    """The names that stand for one cell, by the sheet and the cell; not those that Excel gives
    itself (print area, titles), which no formula can use.
    """
    found = {}
    for name in defined_names(package):
        try:
            pieces = tokenize(name.text)
        except ValueError:
            continue
        ref = pieces[0] if len(pieces) == 1 else None
        shown = not name.hidden and not name.name.startswith(_BUILT_IN)
        if isinstance(ref, Ref) and ref.sheet and shown:
            found[str(ref.sheet).casefold(), (ref.top, ref.left)] = name.name
    return found


def _moved_as_it_stands(
    source: Source, place: Place, formula: str, target: Grid | None, area: Area
) -> bool:
    """Whether the cell that is pointed at is empty, or is not what the pointing cell shows."""
    if target is None or area[:2] != area[2:]:
        return False
    there = target.at(area[0], area[1])
    if there is None:
        return True
    pieces = tokenize(formula)
    if len(pieces) != 1:
        return False
    own = source.grid(place.sheet)
    shown = own.named(place.cell) if own is not None else None
    return shown is not None and shown != there


def judged(found: tuple[Pointer, ...], before: Source, after: Source) -> tuple[Pointer, ...]:
    """The same pointers after a build: ``moved`` where what they point at holds something else in
    the new sheets than in the workbook as it was read. Where no name stood for the cell, one that
    stands for it now does.
    """
    homes = _named_cells(after.package)
    return tuple(_judged(pointer, before, after, homes) for pointer in found)


def _judged(
    pointer: Pointer,
    before: Source,
    after: Source,
    homes: Mapping[tuple[str, tuple[int, int]], str],
) -> Pointer:
    if pointer.area is None:
        return pointer
    name = pointer.name or homes.get((pointer.sheet.casefold(), pointer.area[:2]), "")
    return replace(pointer, name=name, moved=_differs(pointer, before, after))


def _differs(pointer: Pointer, before: Source, after: Source) -> bool:
    old, new = before.grid(pointer.sheet), after.grid(pointer.sheet)
    if old is None or pointer.area is None:
        return False
    if new is None:
        return True
    top, left, bottom, right = pointer.area
    last = min(bottom, max(len(old.rows), len(new.rows)))
    widest = max((len(row) for grid in (old, new) for row in grid.rows[top - 1 : last]), default=0)
    return any(
        _held(old.at(row, column)) != _held(new.at(row, column))
        for row in range(top, last + 1)
        for column in range(left, min(right, widest) + 1)
    )


def _held(value: Any) -> Any:
    return None if value == "" else value


def _feeding(
    book: Book, formulas: Mapping[str, Mapping[tuple[int, int], str]], generated: set[str]
) -> Iterator[tuple[Place, str]]:
    """The formulas of the plan's sheets that depend on a generated one, through others, too. Raises
    ``InputError`` where too many of the user's do.
    """
    dependence = Dependence(book)
    seeds = dependence.that_read(generated)
    reached = dependence.reached(seeds) if seeds else set()
    sheets = {name.casefold(): name for name in formulas}
    own = sorted(at for at in reached if at[0] in sheets)
    if own:
        judge_dependent(len(own), Place(sheets[own[0][0]], cell_name(*own[0][1])))
    for sheet, cell in own:
        name = sheets[sheet]
        if sheet in _PLAN and cell in formulas[name]:
            yield Place(name, cell_name(*cell)), formulas[name][cell]
