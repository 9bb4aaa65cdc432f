"""An xlwings engine for LibreOffice Calc, over UNO: the part of xlwings' API that this project
uses, and no more.

xlwings has no engine for LibreOffice but lets one be registered. What is implemented is what
``workbook_tools`` calls (``tests/host/test_calls.py`` collects the calls): apps, books, sheets,
names, ranges with values and formulas, selection, status bar, message boxes. Anything else raises
``AttributeError``, as it would for a member that Excel does not have.

UNO comes with LibreOffice. On Debian it is the package python3-uno, for the system's Python;
``load_uno`` finds it there for an interpreter of the same version in a virtual environment. On
Windows and macOS LibreOffice brings a Python of its own, into which this package is installed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbook_tools.errors import InputError
from workbook_tools.excel.cells import split_area
from workbook_tools.place import cell_name

NAME = "libreoffice"
"""The engine's name: ``xlwings.engines["libreoffice"]``."""

PIPE = "kehoach"
"""The pipe on which LibreOffice is asked to listen."""

_UNO_FOLDERS = (
    "/usr/lib/python3/dist-packages",
    "/usr/lib64/libreoffice/program",
    "/usr/lib/libreoffice/program",
    "/opt/libreoffice/program",
)
_EXPORTS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".pdf": "calc_pdf_Export",
}
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}


def load_uno() -> Any:
    """The module ``uno``. Raises ``InputError`` with what to install where it is not to be found."""
    try:
        import uno
    except ImportError:
        for folder in _UNO_FOLDERS:
            if (Path(folder) / "uno.py").exists():
                sys.path.append(folder)
        try:
            import uno
        except ImportError as error:
            raise InputError(
                "Chưa có UNO của LibreOffice cho Python này; hãy cài gói python3-uno (Debian, Ubuntu), hoặc "
                "cài chương trình này vào Python đi kèm LibreOffice."
            ) from error
    return uno


def connect(where: str = f"pipe,name={PIPE}") -> LibreOffice:
    """The engine of a LibreOffice that listens (``soffice --accept="pipe,name=kehoach;urp;"``),
    registered and active.

    Raises ``InputError`` where no LibreOffice listens there.
    """
    import xlwings
    from xlwings.main import Engine

    uno = load_uno()
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    try:
        context = resolver.resolve(f"uno:{where};urp;StarOffice.ComponentContext")
    except Exception as error:
        raise InputError(
            "Không nối được với LibreOffice đang mở; hãy bấm nút từ trong LibreOffice, hoặc mở nó với "
            f'--accept="{where};urp;".'
        ) from error
    engine = LibreOffice(context)
    xlwings.engines.add(Engine(impl=engine))
    xlwings.engines[NAME].activate()
    return engine


def store_copy(document: Any, path: Path) -> None:
    """Write a copy of an open document, which stays as it is.

    Its window is made the active one first: LibreOffice writes the zoom and frozen panes of the
    active window, whichever document that shows.
    """
    document.CurrentController.Frame.activate()
    kind = _EXPORTS.get(path.suffix.lower(), _EXPORTS[".xlsx"])
    document.storeToURL(_url(str(path)), (_property("FilterName", kind),))


def _url(path: str) -> str:
    return Path(path).absolute().as_uri()


def _property(name: str, value: object) -> Any:
    uno = load_uno()
    held = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    held.Name, held.Value = name, value
    return held


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
        return [
            [
                empty_as
                if value in ("", None)
                else number_builder(value)
                if number_builder and isinstance(value, float)
                else value
                for value in row
            ]
            for row in data
        ]


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
        if held is None or not hasattr(held, "getRangeAddress"):
            return None
        address = held.getRangeAddress()
        return _range(Book(self, document), held, address)

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
            (_property("nodepath", "/org.openoffice.Setup/Product"),),
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
        App._status = value
        frame = self.engine.desktop.getCurrentFrame()
        if frame is None:
            return
        indicator = frame.createStatusIndicator()
        if value:
            indicator.start(str(value), 1)
        else:
            indicator.end()

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
                raise InputError("Chưa mở sổ tính nào.")
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
            _url(fullname), "_blank", 0, (_property("MacroExecutionMode", always),)
        )
        if document is None:
            raise InputError(f"LibreOffice không mở được tệp {Path(fullname).name}.")
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
        filter_name = _EXPORTS.get(Path(path).suffix.lower(), _EXPORTS[".xlsx"])
        self.document.storeAsURL(_url(path), (_property("FilterName", filter_name),))

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        self.app.engine.calls += 1
        self.document.storeToURL(_url(path), (_property("FilterName", _EXPORTS[".pdf"]),))

    def close(self) -> None:
        self.app.engine.calls += 1
        with suppress(Exception):
            self.document.setModified(False)
        self.document.close(True)


class Sheets:
    """The sheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        self.book.app.engine.calls += 1
        return Sheet(self.book, self.book.document.getCurrentController().getActiveSheet())

    def __call__(self, name_or_index: str | int) -> Sheet:
        self.book.app.engine.calls += 1
        sheets = self.book.document.Sheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, sheets.getByIndex(name_or_index - 1))
        if not sheets.hasByName(name_or_index):
            raise KeyError(name_or_index)
        return Sheet(self.book, sheets.getByName(name_or_index))

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, sheet) for sheet in self.book.document.Sheets)

    def __len__(self) -> int:
        return int(self.book.document.Sheets.getCount())


class Sheet:
    """A sheet."""

    def __init__(self, book: Book, sheet: Any, cells: Any = None) -> None:
        self.book, self._sheet, self._cells = book, sheet, cells

    @property
    def sheet(self) -> Any:
        if self._sheet is None:
            self._sheet = self._cells.getSpreadsheet()
        return self._sheet

    @property
    def api(self) -> Any:
        return self.sheet

    @property
    def name(self) -> str:
        self.book.app.engine.calls += 1
        return str(self.sheet.getName())

    @name.setter
    def name(self, value: str) -> None:
        self.book.app.engine.calls += 1
        self.sheet.setName(value)

    @property
    def index(self) -> int:
        return int(self.sheet.getRangeAddress().Sheet) + 1

    def activate(self) -> None:
        self.book.app.engine.calls += 1
        self.book.document.getCurrentController().setActiveSheet(self.sheet)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        self.book.app.engine.calls += 1
        at = (
            before.index - 1
            if before is not None
            else after.index
            if after is not None
            else self.index
        )
        sheets = self.book.document.Sheets
        name = f"{self.sheet.getName()}_2"
        sheets.copyByName(self.sheet.getName(), name, at)

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, tuple):
            row, column = first
            bottom, right = last if isinstance(last, tuple) else (row, column)
            return Range(self, row, column, bottom, right)
        text = str(first) if last is None else f"{first}:{last}"
        return Range(self, *split_area(text.replace("$", "")))

    @property
    def used_range(self) -> Range:
        self.book.app.engine.calls += 1
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.getRangeAddress()
        return Range(self, 1, 1, address.EndRow + 1, address.EndColumn + 1)


class Range:
    """An area of a sheet; rows and columns from 1."""

    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.area = sheet, (top, left, bottom, right)
        self.cells: Any = None

    @property
    def api(self) -> Any:
        if self.cells is not None:
            return self.cells
        top, left, bottom, right = self.area
        return self.sheet.sheet.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    @property
    def address(self) -> str:
        top, left, bottom, right = self.area
        first, last = (cell_name(row, column) for row, column in ((top, left), (bottom, right)))
        return _fixed(first) if first == last else f"{_fixed(first)}:{_fixed(last)}"

    @property
    def raw_value(self) -> Any:
        self.sheet.book.app.engine.calls += 1
        data = self.api.getDataArray()
        return data[0][0] if self.shape == (1, 1) else data

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.sheet.book.app.engine.calls += 1
        rows = data if isinstance(data, (list, tuple)) else [[data]]
        self.api.setDataArray(
            tuple(tuple("" if value is None else value for value in row) for row in rows)
        )

    @property
    def formula(self) -> Any:
        self.sheet.book.app.engine.calls += 1
        data = self.api.getFormulaArray()
        return data[0][0] if self.shape == (1, 1) else data

    def select(self) -> None:
        self.sheet.book.app.engine.calls += 1
        controller = self.sheet.book.document.getCurrentController()
        controller.setActiveSheet(self.sheet.sheet)
        controller.select(self.api)


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


class Names:
    """The names that are defined in a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, name: str) -> Name:
        self.book.app.engine.calls += 1
        try:
            return Name(self.book, self.book.document.NamedRanges.getByName(name))
        except Exception as error:
            raise KeyError(name) from error

    def contains(self, name: str) -> bool:
        return bool(self.book.document.NamedRanges.hasByName(name))

    def __len__(self) -> int:
        return int(self.book.document.NamedRanges.getCount())


class Name:
    """A defined name."""

    def __init__(self, book: Book, name: Any) -> None:
        self.book, self.held = book, name

    @property
    def api(self) -> Any:
        return self.held

    @property
    def name(self) -> str:
        return str(self.held.getName())

    @property
    def refers_to_range(self) -> Range:
        cells = self.held.getReferredCells()
        return _range(self.book, cells, cells.getRangeAddress())


def _range(book: Book, cells: Any, address: Any) -> Range:
    """The range of cells that UNO gave; its sheet is asked for only where it is used."""
    found = Range(
        Sheet(book, None, cells),
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow + 1,
        address.EndColumn + 1,
    )
    found.cells = cells
    return found
