"""From finding to finding in the workbook that is open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from workbook_tools.check import Finding
from workbook_tools.excel.cells import split_cell
from workbook_tools.host.open_book import seen
from workbook_tools.jobs.press import check
from workbook_tools.jobs.summary import boxed, verdict

Position = tuple[int, int, int]
"""Sheet, row and column, in the order in which the user goes."""


def first(book: Any) -> str:
    """Kiểm tra: go to the first finding. Gives how many there are, and what each kind says."""
    findings = check(book).findings
    still_open = [finding for finding in findings if finding.accepted is None]
    if not still_open:
        return verdict(findings)
    _go_to(book, still_open[0])
    return f"{verdict(findings)} Ô đầu tiên đã được chọn.\n\n{boxed(findings)}"


def step(book: Any, way: int) -> str | None:
    """Lỗi sau (1), Lỗi trước (-1): select the nearest finding from where the user is, round the
    workbook. Gives a sentence where there is none.
    """
    sheets = {str(sheet.name): at for at, sheet in enumerate(book.sheets)}
    findings = check(book).findings
    placed = _placed(findings, sheets)
    if not placed:
        return verdict(findings)
    view = seen(book)
    _go_to(book, nearest(placed, (sheets.get(view.sheet, 0), *_first_cell(view.selection)), way))
    return None


def _first_cell(selection: str) -> tuple[int, int]:
    """The row and column of a selection's first cell: ``$A:$A``, ``$5:$5``, ``$C$3,$A$1``."""
    first = re.split("[:,]", selection.replace("$", ""))[0]
    letters = first.rstrip("0123456789")
    return split_cell(f"{letters or 'A'}{first[len(letters) :] or '1'}")


def nearest(placed: Sequence[tuple[Position, Finding]], here: Position, way: int) -> Finding:
    """The first finding after a position, or the last before it; round the end where there is
    none.
    """
    if way > 0:
        after = [finding for at, finding in placed if at > here]
        return after[0] if after else placed[0][1]
    before = [finding for at, finding in placed if at < here]
    return before[-1] if before else placed[-1][1]


def _placed(findings: Iterable[Finding], sheets: dict[str, int]) -> list[tuple[Position, Finding]]:
    """The findings that are still open, one a cell, in the order of sheets, rows and columns."""
    held: dict[Position, Finding] = {}
    for finding in findings:
        if finding.accepted is None and finding.place.cell:
            row, column = split_cell(finding.place.cell)
            held[sheets.get(finding.place.sheet, 0), row, column] = finding
    return sorted(held.items(), key=lambda item: item[0])


def _go_to(book: Any, finding: Finding) -> None:
    sheet = book.sheets[finding.place.sheet]
    sheet.activate()  # Excel selects nothing on a sheet that is not in front
    sheet.range(finding.place.cell or "A1").select()
