"""The workbook that is open in a spreadsheet program: where it lies, a copy of it, another file in
its place, and where the user is in it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import (
    IN_THE_CLOUD,
    NEVER_SAVED,
    NOT_SAVED_AS_XLSX,
    NOT_SAVED_ON_MACOS,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.charts import sheets_with_charts
from workbook_tools.excel.package import Package
from workbook_tools.machine.leftovers import temporary_folder


@dataclass(frozen=True, slots=True)
class View:
    """Where the user was: sheet, selected area, first row and column in the window."""

    sheet: str
    selection: str
    row: int
    column: int


def local_path(book: Any) -> Path:
    """Where the workbook lies on this machine. Raises ``InputError`` for one never saved, or one in
    the cloud only.
    """
    try:
        name = str(book.fullname)
    except Exception as error:  # xlwings raises its own, differing by system, for a cloud address
        raise InputError(IN_THE_CLOUD) from error
    if "://" in name:
        raise InputError(IN_THE_CLOUD)
    path = Path(name)
    if not name or not path.is_absolute() or not path.exists():
        raise InputError(NEVER_SAVED)
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise InputError(NOT_SAVED_AS_XLSX, name=path.name)
    return path


def snapshot(book: Any, path: Path, *, held: bool = False) -> bytes:
    """The open workbook as a file's bytes, with edits that are not saved; the open one stays as it
    is. ``held``: what was being typed into a cell is entered already.

    xlwings has no call for a copy beside the open file, so each program is asked in its own words;
    where it has none (Excel for macOS), the saved file is read. Raises ``InputError`` where the
    workbook has edits there that are not saved.
    """
    suffix = path.suffix.lower() if path.suffix.lower() in (".xlsx", ".xlsm") else ".xlsx"
    with temporary_folder() as folder:
        copy = Path(folder) / f"ban-sao{suffix}"
        if _engine_name(book) == "libreoffice":
            from workbook_tools.host.uno_bridge import store_copy

            store_copy(book.api, copy, held=held)
        elif sys.platform == "win32":
            book.api.SaveCopyAs(str(copy))
        else:
            if not book.api.saved.get():
                raise InputError(NOT_SAVED_ON_MACOS)
            copy = path
        return copy.read_bytes()


def _engine_name(book: Any) -> str:
    return str(book.app.engine.name)


@contextmanager
def without_prompts(app: Any) -> Iterator[None]:
    """While a workbook is opened that was open a moment ago: no macro of it runs because of that,
    those that the user allows stay allowed, and nothing is asked about links.
    """
    api = app.api if sys.platform == "win32" and _is_excel(app) else None
    security = api.AutomationSecurity if api is not None else None
    with app.properties(enable_events=False):
        try:
            if api is not None:
                api.AutomationSecurity = _BY_THE_USERS_SETTINGS
            yield
        finally:
            if api is not None:
                api.AutomationSecurity = security


_BY_THE_USERS_SETTINGS = 2
"""msoAutomationSecurityByUI: macros as the user allows them, not all of them."""


def _is_excel(app: Any) -> bool:
    return str(app.engine.name) == "excel"


def printer(app: Any) -> Callable[[bytes], bytes]:
    """Makes a PDF of a workbook by the program that is open, which prints as the user sees it
    there.
    """

    def printed(workbook: bytes) -> bytes:
        with temporary_folder() as folder:
            copy, target = Path(folder) / "ban-sach.xlsx", Path(folder) / "ban-sach.pdf"
            copy.write_bytes(workbook)
            before, book = app.books.active, app.books.open(str(copy))
            try:
                book.to_pdf(str(target))
            finally:
                book.close()
                before.activate()
            return target.read_bytes()

    return printed


def seen(book: Any) -> View:
    """Where the user is in a workbook."""
    if _engine_name(book) == "libreoffice":
        from workbook_tools.host.libreoffice_view import position

        return View(*position(book.api))
    sheet = book.sheets.active
    row, column = 1, 1
    with suppress(Exception):  # a window may be minimised, or show no cells
        row, column = _first_cell(book)
    address = "$A$1"
    with suppress(Exception):  # a picture or a chart may be selected
        address = _selected(book)
    return View(str(sheet.name), address, row, column)


def _selected(book: Any) -> str:
    """The address of the selected cells. xlwings counts them first, and Excel for Windows cannot
    count those of a whole sheet.
    """
    if sys.platform == "win32" and _engine_name(book) == "excel":
        return str(book.app.api.Selection.Address)
    return str(book.app.selection.address)


def _first_cell(book: Any) -> tuple[int, int]:
    """The row and column at the window's upper left; the first ones where no program is known to
    tell.
    """
    if sys.platform == "win32":
        window = book.app.api.ActiveWindow
        return int(window.ScrollRow), int(window.ScrollColumn)
    return 1, 1


def as_saved(book: Any, package: Package) -> None:
    """What is shown is what the file holds, whose ``package`` this is: closing it asks nothing,
    unless something was typed since it was opened.
    """
    with suppress(Exception):
        if _engine_name(book) == "libreoffice":
            if not book.api.getUndoManager().isUndoPossible():
                from workbook_tools.host.uno_bridge import not_modified

                not_modified(book.api, sheets_with_charts(package))
        elif sys.platform == "win32":
            book.api.Saved = True


def show(book: Any, view: View) -> None:
    """Bring the user back to where they were, as far as the sheet is still there."""
    if _engine_name(book) == "libreoffice":
        from workbook_tools.host.libreoffice_view import bring_to

        with suppress(Exception):
            bring_to(book.api, view.sheet, view.selection, view.row, view.column)
        return
    try:
        sheet = book.sheets(view.sheet)
    except Exception:  # each program's own error says that there is no such sheet
        return
    with suppress(Exception):  # a chart may have been selected
        sheet.activate()
        sheet.range(view.selection).select()
    with suppress(Exception):
        if sys.platform == "win32":
            window = book.app.api.ActiveWindow
            window.ScrollRow, window.ScrollColumn = view.row, view.column
