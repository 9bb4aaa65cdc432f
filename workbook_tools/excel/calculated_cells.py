"""Some cells of a workbook, calculated in a child process with bounds on time and memory."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.excel.calculation import Value, calculate_package
from workbook_tools.excel.package import Package, open_package, pack, stored
from workbook_tools.machine.child import in_child

Asked = tuple[str, int, int]
"""Sheet, row, column."""


def calculated_cells(package: Package, cells: Sequence[Asked]) -> list[Value]:
    """The values of some cells, as the engine calculates the whole workbook. Raises
    ``ChildError``.
    """
    found: list[Value] = in_child(f"{__name__}:values_of", pack(package, stored), list(cells))
    return found


def values_of(workbook: bytes, cells: Sequence[Asked]) -> list[Value]:
    """The values of some cells of a workbook's file, calculated; ``None`` on a sheet that the
    engine does not know.
    """
    done = calculate_package(open_package(workbook, ""))
    return [
        done.value(sheet, row, column) if sheet.casefold() in done.index else None
        for sheet, row, column in cells
    ]
