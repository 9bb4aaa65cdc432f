"""``kehoach renumber``: the numbers (TT) of a plan's lines counted anew, in the sheet as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.error_kinds import FILE_EXISTS, OTHER_SUFFIX
from workbook_tools.errors import InputError
from workbook_tools.excel.filled_cells import fill, found_or_put
from workbook_tools.excel.package import parse_xml, to_xml
from workbook_tools.machine.files import write_whole
from workbook_tools.place import Place, column_number
from workbook_tools.plan.model import Plan
from workbook_tools.plan.renumbering import PROJECT, Renumbered, renumbered, same_number
from workbook_tools.read import values
from workbook_tools.read.plan_reader import read_plan
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

    @property
    def said(self) -> list[str]:
        """What was done, in sentences."""
        if not self.changes:
            said = ["TT đã đúng thứ tự; không có gì để sửa."]
        else:
            first = self.changes[:_NAMED]
            named = [f"{one.place}: {one.old or 'trống'} → {one.new}" for one in first]
            more = len(self.changes) - len(first)
            said = [f"Đã đánh lại {len(self.changes)} số thứ tự:", *named]
            said += [f"và {more} ô khác"] if more else []
            said += ["Hãy lập lại biểu để biểu có các số mới."]
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
        root = parse_xml(package.read(part), part)
        for change in changes:
            if change.place.sheet == sheet:
                fill(found_or_put(root, change.place.cell), change.new)
        package = package.changed({part: to_xml(root)})
    return Numbered(source.with_package(package), changes, kept)


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


def renumber_file(plan: Path, out: Path | None = None) -> list[str]:
    """``kehoach renumber``: write a plan with its lines numbered anew, over itself where no other
    file is named. Gives what was done, in sentences.

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
    done = numbered(source)
    if done.changes or not itself:
        write_whole(target, done.source.data, source.data if itself else b"")
    return done.said
