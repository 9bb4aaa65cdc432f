"""Family G, settings of the workbook under which numbers are not what they seem."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping

from workbook_tools.check.fields import line_at
from workbook_tools.check.register import Example, Fault, Severity, named, rule
from workbook_tools.excel.dependence import area_read
from workbook_tools.excel.formula import tokenize, with_functions
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import Plan

Cell = tuple[int, int]

_MOST = 300_000
"""More cells than this, named by formulas, are not followed."""

_NOT_OF_VALUES = frozenset({"ROW", "ROWS", "COLUMN", "COLUMNS"})
"""Functions that ask where cells lie, not what they hold."""

SETTINGS = {
    "manual": (
        "sổ đặt chế độ tính tay, nên số đang hiện có thể là số cũ",
        "Chọn Công thức › Tùy chọn tính toán › Tự động (Formulas › Calculation Options › "
        "Automatic).",
    ),
    "iterate": (
        "sổ cho phép tính lặp, nên Excel không báo khi công thức tính vòng",
        "Bỏ chọn Tệp › Tùy chọn › Công thức › Cho phép tính lặp (Enable iterative calculation).",
    ),
    "displayed": (
        "sổ đặt “độ chính xác như hiển thị”, nên Excel bỏ hẳn phần lẻ không hiện ra",
        "Bỏ chọn Tệp › Tùy chọn › Nâng cao › Đặt độ chính xác như hiển thị (Set precision as "
        "displayed), rồi đối chiếu lại các số lẻ.",
    ),
}
"""Setting → what it does, what to do."""


@rule(
    "G15",
    Severity.WARNING,
    "Thiết lập của sổ làm số liệu sai lệch",
    bad=Example(
        "Sổ đặt tính tay (Manual): sửa một đề án mà tổng vẫn là số cũ",
        at="A1",
        says="Sổ đặt chế độ tính tay, nên số đang hiện có thể là số cũ",
        marks=("manual",),
    ),
    good="Sổ tính tự động, không tính lặp, không tính vòng",
    fault=("formula_round_about",),
)
def settings(plan: Plan) -> Iterator[Fault]:
    """Tính tay, tính lặp và “độ chính xác như hiển thị” làm số đang hiện khác với số mà công thức
    cho; công thức tính vòng (lấy chính ô của nó, trực tiếp hay qua ô khác) không cho số nào cả.
    """
    for name in plan.settings:
        said, hint = SETTINGS[name]
        yield Fault(Place(plan.sheet, "A1"), said[:1].upper() + said[1:], hint)
    if plan.grid is not None and plan.grid.formulas:
        round_about = _in_circles(plan.grid)
        for row, column in sorted(round_about)[:1]:
            others = [cell_name(*cell) for cell in sorted(round_about)[1:4]]
            by = f" qua {', '.join(others)}" if others else " lấy chính ô của nó"
            line = line_at(plan, row)
            yield Fault(
                plan.grid.place(row, column),
                f"{named(line)}: công thức ở ô {cell_name(row, column)} tính vòng{by}",
                "Sửa để không công thức nào lấy lại chính ô của nó.",
                plan.by_row.get(row),
                severity=Severity.ERROR,
            )


def _in_circles(grid: Grid) -> set[Cell]:
    """The cells whose formulas need their own results, and those between such cells; none where
    formulas name too many cells to follow.
    """
    needs = _needs(grid)
    left = set(needs)
    used: dict[Cell, set[Cell]] = defaultdict(set)
    for cell, others in needs.items():
        for other in others:
            used[other].add(cell)
    for before, after in ((needs, used), (used, needs)):
        open_ends = [cell for cell in left if not before.get(cell, set()) & left]
        while open_ends:
            cell = open_ends.pop()
            left.discard(cell)
            open_ends += [
                other
                for other in after.get(cell, ())
                if other in left and not before.get(other, set()) & left
            ]
    return left


def _needs(grid: Grid) -> Mapping[Cell, set[Cell]]:
    """The cells with formulas that each formula of the sheet takes in."""
    by_column: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(grid.formulas):
        by_column[column].append(row)
    found: dict[Cell, set[Cell]] = {}
    count = 0
    for cell, formula in grid.formulas.items():
        found[cell] = set(_taken_in(grid, formula, by_column))
        count += len(found[cell])
        if count > _MOST:
            return {}
    return found


def _taken_in(grid: Grid, formula: str, by_column: Mapping[int, list[int]]) -> Iterator[Cell]:
    """The cells with formulas that a formula takes in, those of its own sheet."""
    try:
        pieces = tokenize(formula)
    except ValueError:
        return
    for piece, function in with_functions(pieces):
        found = area_read(piece) if function not in _NOT_OF_VALUES else None
        if found is None or (found[0] or grid.sheet).casefold() != grid.sheet.casefold():
            continue
        top, left, bottom, right = found[1]
        for column in by_column:
            if left <= column <= right:
                rows = by_column[column]
                for at in range(bisect_left(rows, top), bisect_right(rows, bottom)):
                    yield rows[at], column
