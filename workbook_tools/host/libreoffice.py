"""An xlwings engine for LibreOffice Calc, over UNO: the part of xlwings' API that this project
uses, and no more.

xlwings has no engine for LibreOffice but lets one be registered. What is implemented is what
``workbook_tools`` calls (``tests/host/test_calls.py`` collects the calls): apps, books, sheets,
names, ranges with values and formulas, selection, status bar, message boxes. Anything else raises
``AttributeError``, as it would for a member that Excel does not have. Here are the program and its
open workbooks; what is inside a workbook is in ``libreoffice_cells``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import NO_BOOK_OPEN, NO_CONNECTION, NOT_OPENED_THERE
from workbook_tools.errors import InputError
from workbook_tools.host.libreoffice_cells import Names, Range, Sheets, areas_of
from workbook_tools.host.uno_bridge import EXPORTS, file_url, load_uno, uno_property
from workbook_tools.host.xlwings_alone import xlwings_alone
from workbook_tools.machine.pdf_export import EXPORT

NAME = "libreoffice"
"""The engine's name: ``xlwings.engines["libreoffice"]``."""

PIPE = "kehoach"
"""The pipe on which LibreOffice is asked to listen."""

_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}


def connect(where: str = f"pipe,name={PIPE}") -> LibreOffice:
    """The engine of a LibreOffice that listens (``soffice --accept="pipe,name=kehoach;urp;"``),
    registered and active.

    Raises ``InputError`` where no LibreOffice listens there.
    """
    xlwings = xlwings_alone()
    from xlwings.main import Engine

    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    try:
        context = resolver.resolve(f"uno:{where};urp;StarOffice.ComponentContext")
    except Exception as error:
        raise InputError(NO_CONNECTION, address=where) from error
    engine = LibreOffice(context)
    xlwings.engines.add(Engine(impl=engine))
    xlwings.engines[NAME].activate()
    return engine


class LibreOffice:
    """The engine. ``calls`` counts the members that are used, each of which crosses the border of
    the process.
    """

    name = NAME
    type = "desktop"

    def __init__(self, context: Any) -> None:
        self.context = context
        self.desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        self.calls = 0
        self.indicator: Any = None

    def says(self, text: str) -> bool:
        """Change what the status bar says, or clear it; whether that was possible: not where the
        window is gone in which it was said.
        """
        try:
            self.indicator.setText(text) if text else self.indicator.end()
        except Exception:  # UNO's own, as for any window that is closed
            return False
        return True

    @property
    def apps(self) -> Apps:
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """A Python value as a cell takes it."""
        return "" if value is None else value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Cells' values as xlwings gives them: empty cells as ``empty_as``, numbers through
        ``number_builder``.
        """

        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty_as
            if number_builder and isinstance(value, float):
                return number_builder(value)
            return value

        return [list(map(clean, row)) for row in data]


class Apps:
    """The one running LibreOffice, as xlwings' collection of applications."""

    def __init__(self, engine: LibreOffice) -> None:
        self.engine = engine

    def keys(self) -> list[int]:
        return [1]

    def __iter__(self) -> Iterator[App]:
        yield App(self.engine)

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return App(self.engine)


class App:
    """LibreOffice as an application."""

    _display_alerts = True
    _enable_events = True
    _status: Any = None

    def __init__(self, engine: LibreOffice) -> None:
        self.engine = engine

    @property
    def api(self) -> Any:
        return self.engine.desktop

    @property
    def pid(self) -> int:
        return 1

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        self.engine.calls += 1
        document = self._document()
        held = document.getCurrentController().getSelection() if document is not None else None
        cells = held is not None and held.supportsService("com.sun.star.sheet.SheetCellRanges")
        if not cells and not hasattr(held, "getRangeAddress"):
            return None
        return areas_of(Book(self, document), held)

    def calculate(self) -> None:
        self.engine.calls += 1
        document = self._document()
        if document is not None:
            document.calculateAll()

    @property
    def version(self) -> str:
        self.engine.calls += 1
        provider = self.engine.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.engine.context
        )
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            (uno_property("nodepath", "/org.openoffice.Setup/Product"),),
        )
        return str(access.getByName("ooSetupVersion"))

    def activate(self, steal_focus: bool = False) -> None:
        """Nothing to do: there is one application, and its windows are brought to the front by
        their books.
        """

    @property
    def display_alerts(self) -> bool:
        return App._display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        App._display_alerts = bool(value)

    @property
    def enable_events(self) -> bool:
        return App._enable_events

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        App._enable_events = bool(value)

    @property
    def screen_updating(self) -> bool:
        document = self._document()
        return document is None or not document.hasControllersLocked()

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self.engine.calls += 1
        document = self._document()
        if document is not None and not value:
            document.lockControllers()
        elif document is not None and document.hasControllersLocked():
            document.unlockControllers()

    @property
    def status_bar(self) -> Any:
        return App._status

    @status_bar.setter
    def status_bar(self, value: Any) -> None:
        self.engine.calls += 1
        said, App._status = App._status, value
        if said and self.engine.says(str(value) if value else ""):
            return
        frame = self.engine.desktop.getCurrentFrame() if value else None
        if frame is not None:
            self.engine.indicator = frame.createStatusIndicator()
            self.engine.indicator.start(str(value), 1)

    def alert(
        self, prompt: str, title: str | None, buttons: str, mode: str | None, callback: Any
    ) -> str:
        self.engine.calls += 1
        context = self.engine.context
        toolkit = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", context
        )
        frame = self.engine.desktop.getCurrentFrame()
        window = frame.getContainerWindow() if frame is not None else None
        kind = load_uno().Enum(
            "com.sun.star.awt.MessageBoxType",
            "ERRORBOX" if mode == "critical" else "QUERYBOX" if buttons != "ok" else "INFOBOX",
        )
        box = toolkit.createMessageBox(window, kind, _BUTTONS[buttons], title or "", prompt)
        return _ANSWERS.get(int(box.execute()), "cancel")

    def _document(self) -> Any:
        document = self.engine.desktop.getCurrentComponent()
        return document if document is not None and hasattr(document, "Sheets") else None


class Books:
    """The open workbooks."""

    def __init__(self, app: App) -> None:
        self.app = app

    def _documents(self) -> list[Any]:
        found = []
        components = self.app.engine.desktop.getComponents().createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if hasattr(component, "Sheets"):
                found.append(component)
        return found

    @property
    def active(self) -> Book:
        self.app.engine.calls += 1
        document = self.app.engine.desktop.getCurrentComponent()
        if document is None or not hasattr(document, "Sheets"):
            documents = self._documents()
            if not documents:
                raise InputError(NO_BOOK_OPEN)
            document = documents[0]
        return Book(self.app, document)

    def __call__(self, name_or_index: str | int) -> Book:
        for at, document in enumerate(self._documents(), 1):
            book = Book(self.app, document)
            if at == name_or_index or book.name == name_or_index:
                return book
        raise KeyError(name_or_index)

    def __iter__(self) -> Iterator[Book]:
        return (Book(self.app, document) for document in self._documents())

    def __len__(self) -> int:
        return len(self._documents())

    def open(self, fullname: str, *options: Any) -> Book:
        self.app.engine.calls += 1
        always = load_uno().getConstantByName("com.sun.star.document.MacroExecMode.NEVER_EXECUTE")
        document = self.app.engine.desktop.loadComponentFromURL(
            file_url(fullname), "_blank", 0, (uno_property("MacroExecutionMode", always),)
        )
        if document is None:
            raise InputError(NOT_OPENED_THERE, name=Path(fullname).name)
        return Book(self.app, document)


class Book:
    """An open workbook."""

    def __init__(self, app: App, document: Any) -> None:
        self.app, self.document = app, document

    @property
    def api(self) -> Any:
        return self.document

    @property
    def fullname(self) -> str:
        self.app.engine.calls += 1
        url = str(self.document.getURL())
        return str(load_uno().fileUrlToSystemPath(url)) if url.startswith("file:") else url

    @property
    def name(self) -> str:
        return os.path.basename(self.fullname) or str(self.document.getTitle())

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self.app.engine.calls += 1
        frame = self.document.getCurrentController().getFrame()
        frame.activate()
        frame.getContainerWindow().toFront()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.app.engine.calls += 1
        if path is None:
            self.document.store()
            return
        filter_name = EXPORTS.get(Path(path).suffix.lower(), EXPORTS[".xlsx"])
        self.document.storeAsURL(file_url(path), (uno_property("FilterName", filter_name),))

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        self.app.engine.calls += 1
        self.document.storeToURL(file_url(path), _as_pdf())

    def close(self) -> None:
        """Close it without asking. What keeps it open raises its own error; the document is as it
        was then, edits that are not saved and all, and stays ours to close.
        """
        self.app.engine.calls += 1
        modified = self.document.isModified()
        self.document.setModified(False)
        try:
            self.document.close(False)
        except Exception:
            with suppress(Exception):
                self.document.setModified(modified)
            raise


def _as_pdf() -> tuple[Any, ...]:
    """What LibreOffice is told when it writes a PDF."""
    wishes = tuple(uno_property(name, value) for name, value in EXPORT.items())
    held = load_uno().Any("[]com.sun.star.beans.PropertyValue", wishes)
    return (uno_property("FilterName", EXPORTS[".pdf"]), uno_property("FilterData", held))
