"""Whether the sheets that go out still say what the list of projects says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from workbook_tools.excel.same_value import same_shown
from workbook_tools.place import Place
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.money import Unit
from workbook_tools.read.source import Source


def outdated(
    source: Source, rebuilt: Source, names: Sequence[str], unit: Unit
) -> tuple[Place, ...]:
    """The cells of some sheets that would be others if the workbook were built now: typed over, or
    left behind. Amounts of the unit are compared to the last đồng.
    """
    found: list[Place] = []
    for name in names:
        now, then = source.grid(name), rebuilt.grid(name)
        if now is not None and then is not None:
            found += _unlike(now, then, unit.step)
    return tuple(found)


def _unlike(now: Grid, then: Grid, step: Decimal) -> Iterator[Place]:
    """The cells in which two states of a sheet differ, row by row."""
    for row in range(1, max(len(now.rows), len(then.rows)) + 1):
        for column in range(1, max(_width(now, row), _width(then, row)) + 1):
            if not same_shown(now.at(row, column), then.at(row, column), step):
                yield now.place(row, column)


def _width(grid: Grid, row: int) -> int:
    return len(grid.rows[row - 1]) if row <= len(grid.rows) else 0


def said(places: Sequence[Place]) -> str:
    """One sentence about them."""
    more = f" và {len(places) - 1} ô nữa" if len(places) > 1 else ""
    return (
        f"{places[0]}{more} khác với danh sách đề án hiện nay; "
        "nếu không cố ý sửa, hãy lập biểu lại rồi mới gửi."
    )
