"""Where the user is in a workbook that is open in LibreOffice.

Each object that is asked for costs a millisecond on the way between the processes, so each is asked
for once.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from workbook_tools.host.libreoffice_cells import address_of, cells_at


def position(document: Any) -> tuple[str, str, int, int]:
    """The active sheet, the selected cells, the first row and column in the window, from 1. Where a
    chart is selected that is A1.
    """
    controller = document.getCurrentController()
    sheet, selected = str(controller.getActiveSheet().getName()), "$A$1"
    with suppress(Exception):
        selected = address_of(controller.getSelection())
    row, column = controller.getFirstVisibleRow(), controller.getFirstVisibleColumn()
    return sheet, selected, int(row) + 1, int(column) + 1


def bring_to(document: Any, name: str, selection: str, row: int, column: int) -> None:
    """Show a sheet with these cells selected, from a row and column on, in a window that is in
    front. Raises the program's own error where there is no such sheet.
    """
    sheet, controller = document.Sheets.getByName(name), document.getCurrentController()
    frame = controller.getFrame()
    frame.activate()
    frame.getContainerWindow().toFront()
    controller.setActiveSheet(sheet)
    with suppress(Exception):
        controller.select(cells_at(document, sheet, selection))
    controller.setFirstVisibleRow(row - 1)
    controller.setFirstVisibleColumn(column - 1)
