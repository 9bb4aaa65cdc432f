"""The Excel whose button was pressed: found by its window, never by the name of a workbook."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

from workbook_tools.error_kinds import NO_BOOK_OPEN, NO_EXCEL_HERE, NO_EXCEL_OPEN, PROTECTED_VIEW
from workbook_tools.errors import InputError
from workbook_tools.host.xlwings_alone import xlwings_alone
from workbook_tools.machine.opening import open_file

_STYLES = {"ok": 0x0, "ok_cancel": 0x1, "yes_no": 0x4, "yes_no_cancel": 0x3}
_ICONS = {None: 0x40, "info": 0x40, "critical": 0x30}
_ANSWERS = {1: "ok", 2: "cancel", 6: "yes", 7: "no"}


def running() -> Any:
    """The Excel that is in front. Raises ``InputError`` where none is running, or can be."""
    xlwings = xlwings_alone()
    if xlwings.engines.active is None:
        raise InputError(NO_EXCEL_HERE)
    app = xlwings.apps.active
    if app is None:
        raise InputError(NO_EXCEL_OPEN)
    return app


def attached(hwnd: int) -> Any:
    """The Excel that a window (``Application.Hwnd``) belongs to; ``BareExcel`` where it has no
    workbook open, or only one in Protected View: xlwings cannot find it then.
    """
    apps = xlwings_alone().apps
    try:
        return apps[process_of(hwnd)]
    except KeyError:
        return BareExcel(hwnd)


def process_of(hwnd: int) -> int:
    """The process that a window belongs to; 0 where there is no such window."""
    if sys.platform != "win32":
        raise InputError(NO_EXCEL_HERE)
    import ctypes
    from ctypes import wintypes

    process = wintypes.DWORD()
    ctypes.windll.user32.GetWindowThreadProcessId(wintypes.HWND(hwnd), ctypes.byref(process))
    return int(process.value)


def book_in_front(app: Any) -> Any:
    """The workbook that the user sees. Raises ``InputError`` where there is none, or where it is
    shown in Protected View: ``ActiveWorkbook`` would be nothing, or another one behind it.
    """
    if isinstance(app, BareExcel):
        raise InputError(NO_BOOK_OPEN)
    desktop = sys.platform == "win32" and str(app.engine.name) == "excel"
    if desktop and app.api.ActiveProtectedViewWindow is not None:
        raise InputError(PROTECTED_VIEW)
    book = app.books.active
    if book is None or (desktop and book.api is None):
        raise InputError(NO_BOOK_OPEN)
    return book


@dataclass(slots=True)
class BareExcel:
    """An Excel without a workbook, as far as a button needs one: it tells, and opens a file."""

    hwnd: int
    status_bar: object = None
    books: BareBooks = field(default_factory=lambda: BareBooks())

    def alert(
        self, prompt: str, title: str = "", buttons: str = "ok", mode: str | None = None
    ) -> str:
        """A message in front of Excel's window; gives the answer as xlwings does."""
        if sys.platform != "win32":
            raise InputError(NO_EXCEL_HERE)
        import ctypes
        from ctypes import wintypes

        user32 = ctypes.windll.user32
        owner = wintypes.HWND(self.hwnd if user32.IsWindow(wintypes.HWND(self.hwnd)) else None)
        style = _STYLES[buttons] | _ICONS[mode]
        return _ANSWERS.get(user32.MessageBoxW(owner, prompt, title, style), "cancel")


@dataclass(frozen=True, slots=True)
class BareBooks:
    """Its workbooks: none, until one is opened."""

    active: None = None

    def open(self, path: str) -> None:
        """Open a file in the program that opens such files."""
        open_file(path)
