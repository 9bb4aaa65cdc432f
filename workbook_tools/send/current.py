"""Whether the sheets that go out still say what the list of projects says."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.excel.same_value import same_shown
from workbook_tools.place import Place
from workbook_tools.read.source import Source


def outdated(source: Source, rebuilt: Source, names: Sequence[str]) -> tuple[Place, ...]:
    """The cells of some sheets that would be others if the workbook were built now: typed over, or
    left behind.
    """
    found = []
    for name in names:
        now, then = source.grid(name), rebuilt.grid(name)
        if now is None or then is None:
            continue
        for row in range(1, max(len(now.rows), len(then.rows)) + 1):
            here, there = (
                grid.rows[row - 1] if row <= len(grid.rows) else () for grid in (now, then)
            )
            for column in range(1, max(len(here), len(there)) + 1):
                if not same_shown(now.at(row, column), then.at(row, column)):
                    found.append(now.place(row, column))
    return tuple(found)


def said(places: Sequence[Place]) -> str:
    """One sentence about them."""
    more = f" và {len(places) - 1} ô nữa" if len(places) > 1 else ""
    return f"{places[0]}{more} khác với danh sách đề án hiện nay; nếu không cố ý sửa, hãy lập biểu lại rồi mới gửi."
