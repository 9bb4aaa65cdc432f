"""How high LibreOffice shows rows, and how high it would make them for their text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.host.office import Office
from workbook_tools.host.uno_bridge import file_url, uno_property

AIR = 4.0
"""Room above and below a text, in points."""


class ShownRow(NamedTuple):
    """A row's number, its height, and the height that its text needs, in points."""

    row: int
    height: float
    needed: float

    @property
    def fits(self) -> bool:
        """Whether it is as high as it must be and at most a twentieth higher."""
        return self.needed - 0.1 <= self.height <= 1.05 * self.needed


def shown_rows(office: Office, file: Path) -> Mapping[str, list[ShownRow]]:
    """The used rows of each sheet of a workbook."""
    hidden = (uno_property("Hidden", True),)
    document = office.engine.desktop.loadComponentFromURL(file_url(str(file)), "_blank", 0, hidden)
    try:
        return {str(sheet.Name): _rows(sheet) for sheet in document.Sheets}
    finally:
        document.close(True)


def _rows(sheet: Any) -> list[ShownRow]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    numbers = range(cursor.RangeAddress.EndRow + 1)
    heights = [_points(sheet.Rows.getByIndex(at).Height) for at in numbers]
    sheet.Rows.OptimalHeight = True
    needed = [_points(sheet.Rows.getByIndex(at).Height) + AIR for at in numbers]
    return [ShownRow(at + 1, heights[at], needed[at]) for at in numbers]


def _points(hundredths: int) -> float:
    """Hundredths of a millimetre in points."""
    return hundredths / 2540 * 72
