"""Which rows of a generated sheet belong together on a page, read from the template's loops."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_area
from workbook_tools.excel.package import MAIN
from workbook_tools.render.areas import copies
from workbook_tools.render.layout import Instance, SheetLayout
from workbook_tools.render.page_breaks import BLOCK, FREE, ONE, WHOLE
from workbook_tools.template.compiled import Block, Choice, Loop, Row

if TYPE_CHECKING:
    from lxml.etree import _Element

SHORT = 6
"""A table of up to so many rows stays whole."""
_M = f"{{{MAIN}}}"


def bonds(sheet: SheetLayout, kept: Iterable[tuple[int, int]] = ()) -> list[int]:
    """How firmly each row is bound to the next one; ``kept`` are rows that something lies over.

    A row of an outer loop is bound to the first row of the loop in it, and the last row of a loop
    to the row that follows it in the same turn of the outer one. What stands outside of all loops
    is bound to what it heads or ends, up to the next empty row; after the last loop, to the end.
    """
    instances = sheet.instances
    ends = _end_of_loops(sheet.sheet.blocks)
    found = [_bond(one, other, ends) for one, other in pairwise(instances)]
    _keep_short_tables(instances, found)
    for top, bottom in (*kept, *_merged(sheet)):
        for row in range(max(top, 1), min(bottom, len(found) + 1)):
            found[row - 1] = ONE
    return [*found, FREE]


def _bond(one: Instance, other: Instance, ends: int) -> int:
    """How firmly a row is bound to the next one; ``ends`` is the last row of the last loop."""
    loops, other_loops = one.pattern.loop_variables, other.pattern.loop_variables
    if not loops and not other_loops:
        after_all = other.pattern.number > ends > 0
        return FREE if _parts(one, other) and not after_all else BLOCK
    if one.scope is other.scope:
        return ONE
    if len(loops) == len(other_loops) or _parts(one, other):
        return FREE
    inner, outer = (one, other) if len(loops) > len(other_loops) else (other, one)
    names = outer.pattern.loop_variables
    inside = all(inner.scope.get(name) is outer.scope.get(name) for name in names)
    return BLOCK if inside else FREE


def _parts(one: Instance, other: Instance) -> bool:
    """Whether a row parts what stands above it from the next one: it is empty, outside of loops."""
    empty = not one.pattern.cells and not one.pattern.loop_variables
    return empty and bool(other.pattern.cells)


def _end_of_loops(blocks: Sequence[Block]) -> int:
    """The last pattern row of the template's last loop; 0 where it has none."""
    loops = [block for block in blocks if isinstance(block, Loop)]
    return max((_last(loop) for loop in loops), default=0)


def _last(block: Block) -> int:
    """The last pattern row of a block."""
    if isinstance(block, Row):
        return block.number
    if isinstance(block, Choice):
        inside = [part for _, branch in block.branches for part in branch]
    else:
        inside = [*block.body, *block.otherwise]
    return max(map(_last, inside), default=0)


def _keep_short_tables(instances: Sequence[Instance], bonds: list[int]) -> None:
    """Bind the rows of each table that has few of them."""
    start = 0
    for at in range(len(instances)):
        if at + 1 < len(instances) and not _parts_tables(instances[at], bonds[at]):
            continue
        rows = sum(bool(one.pattern.loop_variables) for one in instances[start : at + 1])
        if 0 < rows <= SHORT:
            for row in range(start, at):
                bonds[row] = max(bonds[row], WHOLE)
        start = at + 1


def _parts_tables(one: Instance, bond: int) -> bool:
    """Whether a table ends before the row after this one: this one is empty."""
    return bond == FREE and not one.pattern.cells and not one.pattern.loop_variables


def _merged(sheet: SheetLayout) -> list[tuple[int, int]]:
    """The first and the last row of each merge of several rows."""
    found = []
    for element in sheet.sheet.root.iterfind(f"{_M}mergeCells/{_M}mergeCell"):
        area = str(element.get("ref"))
        top, _, bottom, _ = split_area(area)
        if top != bottom:
            for _, name in copies(sheet, area):
                first, _, last, _ = split_area(name)
                found.append((first, last))
    return found


def drawn_over(root: _Element, sheet: SheetLayout) -> list[tuple[int, int]]:
    """The first and the last row under each picture or chart of a drawing of the template."""
    found = []
    for anchor in root:
        rows = [each for each in anchor.iter() if str(each.tag).endswith("}row")]
        if len(rows) == 2:
            top, bottom = (int(row.text or "0") + 1 for row in rows)
            first = sheet.following(top)
            found.append((first, first + bottom - top))
    return found
