"""``kehoach renumber``: the numbers (TT) of a plan's lines counted anew, in the sheet as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbook_tools.error_kinds import FILE_EXISTS, OTHER_SUFFIX, ROWS_HELD
from workbook_tools.errors import InputError
from workbook_tools.excel.filled_cells import fill, found_or_put
from workbook_tools.excel.moved_rows import in_the_way, rows_in_order, with_rows_moved
from workbook_tools.excel.package import parse_xml, to_xml
from workbook_tools.flags.flagging import unflagged
from workbook_tools.machine.files import write_whole
from workbook_tools.place import Place, column_number
from workbook_tools.plan.model import Plan
from workbook_tools.plan.ordering import ordered
from workbook_tools.plan.renumbering import PROJECT, Renumbered, renumbered, same_number
from workbook_tools.read import values
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.sheet_scan import formula_cells
from workbook_tools.read.source import Source, open_source

_NAMED = 12


@dataclass(frozen=True, eq=False, repr=False)
class Change:
    """A cell, the number that stood there and the one that stands there now."""

    place: Place
    old: str
    new: str


@dataclass(frozen=True, eq=False, repr=False)
class Numbered:
    """A workbook with its lines numbered; ``kept`` are cells whose number a formula gives."""

    source: Source
    changes: tuple[Change, ...]
    kept: tuple[Place, ...]
    moved: Mapping[int, int] = field(default_factory=dict)
    """Where rows went, by where they stood."""

    @property
    def is_changed(self) -> bool:
        """Whether anything is other than before."""
        return bool(self.changes or self.moved)

    @property
    def said(self) -> list[str]:
        """What was done, in sentences."""
        said = _moves_said(self.moved)
        if not self.is_changed:
            said = ["TT đã đúng thứ tự; không có gì để sửa."]
        elif self.changes:
            first = self.changes[:_NAMED]
            named = [f"{one.place}: {one.old or 'trống'} → {one.new}" for one in first]
            more = len(self.changes) - len(first)
            said += [f"Đã đánh lại {len(self.changes)} số thứ tự:", *named]
            said += [f"và {more} ô khác"] if more else []
        said += ["Hãy lập lại biểu để biểu có các số mới."] if self.is_changed else []
        if self.kept:
            cells = ", ".join(map(str, self.kept[:_NAMED]))
            said.append(f"Giữ nguyên ô có công thức: {cells}")
        return said


def numbered(source: Source) -> Numbered:
    """A plan workbook with its lines numbered anew, and the numbers by which ``ChiTieu`` speaks of
    projects with them. Raises ``InputError`` where it holds no plan.
    """
    plan = read_plan(source)
    counted = renumbered(plan)
    lines, kept = _on_lines(plan, counted)
    changes = (*lines, *_on_targets(plan, counted))
    if not changes:
        return Numbered(source, (), kept)
    package = source.package
    for sheet in dict.fromkeys(change.place.sheet for change in changes):
        part = source.sheets[sheet.casefold()].part
        root = parse_xml(package.plain(part), part)
        for change in changes:
            if change.place.sheet == sheet:
                fill(found_or_put(root, change.place.cell), change.new)
        package = package.changed({part: to_xml(root)})
    return Numbered(source.with_package(package), changes, kept)


def _moves_said(moved: Mapping[int, int]) -> list[str]:
    """How many rows were put elsewhere, and where the first of them went."""
    if not moved:
        return []
    first = [f"{old} → {new}" for old, new in list(moved.items())[:_NAMED]]
    more = f" và {len(moved) - len(first)} dòng khác" if len(moved) > len(first) else ""
    return [f"Đã sắp xếp {len(moved)} dòng theo TT: dòng {', '.join(first)}{more}"]


def out_of_order(source: Source) -> dict[int, int]:
    """Where the rows of a plan go that do not stand in the order of their numbers. Raises
    ``InputError`` where the workbook holds no plan.
    """
    order = ordered(read_plan(source))
    return rows_in_order(order, min(order), max(order)) if order else {}


def sorted_and_numbered(source: Source) -> Numbered:
    """A plan workbook, without flags, whose lines stand in the order of their numbers, numbered
    anew. Raises ``InputError``, too, where something holds on to a row that would move.
    """
    moves = out_of_order(source)
    if not moves:
        return numbered(source)
    plan, source = read_plan(source), unflagged(source)
    formulas = {
        sheet.name: source.package.scanned(sheet.part, formula_cells).texts
        for sheet in source.sheets.values()
    }
    for place, what in in_the_way(source.package, plan.sheet, moves, formulas):
        raise InputError(ROWS_HELD, place, what=what)
    package = with_rows_moved(source.package, plan.sheet, moves, formulas)
    return replace(numbered(source.with_package(package)), moved=moves)


def _on_lines(
    plan: Plan, lines: Sequence[Renumbered]
) -> tuple[tuple[Change, ...], tuple[Place, ...]]:
    """What changes on the sheet of the lines, and the formulas that stay there."""
    grid = plan.grid
    assert grid is not None  # a workbook's plan has the sheet that it was read from
    column = column_number(plan.columns["tt"])
    changes, kept = [], []
    for line in lines:
        place, old = grid.place(line.row, column), values.text(grid.at(line.row, column))
        if same_number(old, line.new):
            continue
        if (line.row, column) in grid.formulas:
            kept.append(place)
        else:
            changes.append(Change(place, old, line.new))
    return tuple(changes), tuple(kept)


def _on_targets(plan: Plan, lines: Sequence[Renumbered]) -> Iterator[Change]:
    """What changes on ``ChiTieu``: the numbers of projects of which there is one."""
    held = Counter(project.tt for project in plan.projects)
    moved = {
        line.old: line.new
        for line in lines
        if line.level == PROJECT and held[line.old] == 1 and not same_number(line.old, line.new)
    }
    column = plan.record_columns.get("ChiTieu", {}).get("TT đề án", "")
    for target in plan.targets:
        new = moved.get(target.project_tt, "")
        if column and new:
            yield Change(Place("ChiTieu", f"{column}{target.row}"), target.project_tt, new)


def renumber_file(plan: Path, out: Path | None = None, *, sort: bool = False) -> list[str]:
    """``kehoach renumber``: write a plan with its lines numbered anew, over itself where no other
    file is named; ``sort`` puts them into the order of their numbers before. Gives what was done,
    in sentences.

    Raises ``InputError`` where it holds no plan, the other file has another kind of name or is
    there already, or another program has written to the plan since it was read.
    """
    target = out or plan
    if target.suffix.lower() != plan.suffix.lower():
        raise InputError(OTHER_SUFFIX, name=target.name, suffix=plan.suffix, origin="sổ kế hoạch")
    itself = target.exists() and plan.exists() and target.samefile(plan)
    if target.exists() and not itself:
        raise InputError(FILE_EXISTS, path=target)
    source = open_source(plan)
    done = sorted_and_numbered(source) if sort else numbered(source)
    if done.is_changed or not itself:
        write_whole(target, done.source.data, source.data if itself else b"")
    return done.said
