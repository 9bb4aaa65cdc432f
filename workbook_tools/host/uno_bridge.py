"""UNO, by which LibreOffice is spoken to: where it is found, and the few things that are put into
its words.

UNO comes with LibreOffice. On Debian it is the package python3-uno, for the system's Python;
``load_uno`` finds it there for an interpreter of the same version in a virtual environment. On
Windows and macOS LibreOffice brings a Python of its own, into which this package is installed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import NO_UNO
from workbook_tools.errors import InputError

_UNO_FOLDERS = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib64/libreoffice/program",
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
)
EXPORTS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".pdf": "calc_pdf_Export",
}
"""LibreOffice's filters, by the ending of the file that is written."""


_STEPS = ("undoActionAdded", "actionUndone", "actionRedone", "leftContext")
_NO_STEPS = (
    *("allActionsCleared", "redoActionsCleared", "resetAll", "enteredContext"),
    *("enteredHiddenContext", "leftHiddenContext", "cancelledContext", "disposing"),
)
"""What a listener hears of a document's steps: those that change it, and the rest."""


def load_uno() -> Any:
    """The module ``uno``. Raises ``InputError`` with what to install where there is none."""
    try:
        import uno
    except ImportError:
        for folder in _UNO_FOLDERS:
            if (Path(folder) / "uno.py").exists():
                sys.path.append(folder)
        try:
            import uno
        except ImportError as error:
            raise InputError(NO_UNO) from error
    return uno


def store_copy(document: Any, path: Path, *, held: bool = False) -> None:
    """Write a copy of an open document, which stays as it is.

    Its window is made the active one first: LibreOffice writes the zoom and frozen panes of the
    active window, whichever document that shows; and what is being typed into a cell is entered:
    LibreOffice would write the cell as it was before. Where the document is ``held``, that is done,
    and nothing can have been typed since.
    """
    frame = document.CurrentController.Frame
    frame.activate()
    if not held:
        enter_typing(frame)
    kind = EXPORTS.get(path.suffix.lower(), EXPORTS[".xlsx"])
    document.storeToURL(file_url(str(path)), (uno_property("FilterName", kind),))


def enter_typing(frame: Any) -> None:
    """What is being typed into a cell is entered, as by the tick beside the formula; nothing
    happens where no cell of the frame's document is being edited.
    """
    address = load_uno().createUnoStruct("com.sun.star.util.URL")
    address.Complete = address.Main = ".uno:AcceptFormula"
    address.Protocol, address.Path = ".uno:", "AcceptFormula"
    accept = frame.queryDispatch(address, "_self", 0)
    if accept is not None:
        accept.dispatch(address, (uno_property("SynchronMode", True),))


def not_modified(document: Any, with_charts: Iterable[str]) -> None:
    """A document and the charts on the sheets that have any, each of which counts as modified once
    it was drawn, hold nothing that has to be saved.
    """
    sheets = document.Sheets
    for name in with_charts:
        charts = sheets.getByName(name).getCharts()
        for name in charts.getElementNames():
            charts.getByName(name).getEmbeddedObject().setModified(False)
    document.setModified(False)


def on_change(document: Any, tell: Callable[[], None]) -> Callable[[], None]:
    """Has ``tell`` called for whatever LibreOffice could undo or redo in a document; gives what
    ends that.
    """
    load_uno()
    import unohelper
    from com.sun.star.document import XUndoManagerListener

    def heard(listener: Any, event: Any) -> None:
        tell()

    def unheard(listener: Any, event: Any) -> None: ...

    members = dict.fromkeys(_STEPS, heard) | dict.fromkeys(_NO_STEPS, unheard)
    kind: Any = type("Listener", (unohelper.Base, XUndoManagerListener), members)
    listener, steps = kind(), document.getUndoManager()
    steps.addUndoManagerListener(listener)
    return lambda: steps.removeUndoManagerListener(listener)


def file_url(path: str) -> str:
    """A file's address, as LibreOffice wants it."""
    return Path(path).absolute().as_uri()


def uno_property(name: str, value: object) -> Any:
    """One of the named values by which LibreOffice takes options."""
    uno = load_uno()
    held = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    held.Name, held.Value = name, value
    return held
