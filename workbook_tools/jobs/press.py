"""A press on the open workbook: what it holds now is checked or built by the same core as the
command, and shown again.

The program writes a copy of the open workbook, unsaved edits and all; the core makes the finished
workbook of it; the open one is closed and the finished one, put in its place in one step, is opened
with the same selection. So what is shown is the very file that the command writes, charts and all;
the user's own sheets and formulas are the ones of the package; a press that fails, or is cancelled,
has touched nothing; and the number of calls to the program is the same for any number of rows.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from workbook_tools.check import Finding
from workbook_tools.errors import InputError, WorkbookToolsError
from workbook_tools.flags.flagging import unflagged
from workbook_tools.host.edits import GENERATED, manual_edits
from workbook_tools.host.widths import with_kept_widths
from workbook_tools.jobs.build import STAGES, build_workbook
from workbook_tools.jobs.check import check_workbook
from workbook_tools.machine.files import write_whole
from workbook_tools.machine.state import Journal
from workbook_tools.place import Place
from workbook_tools.plan.form import TOTAL_NAMES
from workbook_tools.plan.model import Plan, amount_of
from workbook_tools.plan.money import format_amount
from workbook_tools.read.source import Source, source_of

Ask = Callable[[str, str], str]
"""Asks the user: a text and the kind of buttons, as xlwings names them; gives the name of the
button.
"""


class Cancelled(WorkbookToolsError):  # noqa: N818  (no error: the user said so)
    """The user chose not to go on; nothing has changed."""


@dataclass(frozen=True, slots=True)
class View:
    """Where the user was: sheet, selected area, first row and column in the window."""

    sheet: str
    selection: str
    row: int
    column: int


def rebuild(book: Any, ask: Ask) -> tuple[Any, Plan, tuple[Finding, ...]]:
    """Lập biểu: rebuild the summary of an open workbook. Gives the workbook as it is open now, its
    plan and findings.

    Raises ``InputError``, ``ProofError``, ``TemplateError`` (nothing has changed), ``Cancelled``.
    """
    path = local_path(book)
    data = snapshot(book, path)
    source = source_of(data, path.name)
    journal = Journal(path)
    kept = _ask_about_edits(book, journal, source, ask)
    if kept:
        data = snapshot(book, path)
        source = source_of(data, path.name)
    app = book.app
    built = build_workbook(source, progress=lambda stage: _say(app, stage))
    made = journal.last_made()
    after = (
        built.data
        if made is None
        else with_kept_widths(built.data, source_of(made, path.name), source)
    )
    book = replaced(book, path, data, after)
    journal.push(data, after)
    judge(book, built.plan)
    return book, built.plan, built.findings


def check(book: Any) -> tuple[Plan, tuple[Finding, ...]]:
    """Kiểm tra: the findings on an open workbook as it is now; nothing is changed."""
    path = Path(str(book.name))
    return check_workbook(source_of(snapshot(book, path), path.name))


def clear_flags(book: Any) -> Any:
    """Bỏ đánh dấu: the workbook without flags; gives it as it is open now. Raises ``InputError``."""
    path = local_path(book)
    data = snapshot(book, path)
    source = source_of(data, path.name)
    clean = unflagged(source)
    if clean is source:
        raise InputError("Sổ này không có dấu kiểm tra nào.")
    book = replaced(book, path, data, clean.data)
    Journal(path).push(data, clean.data)
    return book


def undo(book: Any) -> Any:
    """Hoàn tác: the workbook as it was before the last press. Raises ``InputError`` where there is
    none.
    """
    path = local_path(book)
    journal = Journal(path)
    before = journal.last_before()
    if before is None:
        raise InputError("Không còn lần bấm nào để hoàn tác cho sổ này.")
    now = snapshot(book, path)
    book = replaced(book, path, now, before)
    journal.undone(now)
    journal.made(before)
    return book


# -------------------------------------------------------------------------------- the open workbook


def local_path(book: Any) -> Path:
    """Where the workbook lies on this machine. Raises ``InputError`` for one never saved, or one in
    the cloud only.
    """
    try:
        name = str(book.fullname)
    except Exception as error:  # xlwings raises its own, differing by system, where a cloud address has no folder here
        raise InputError(_IN_THE_CLOUD) from error
    if "://" in name:
        raise InputError(_IN_THE_CLOUD)
    path = Path(name)
    if not name or not path.is_absolute() or not path.exists():
        raise InputError("Sổ này chưa được lưu lần nào; hãy lưu thành tệp .xlsx rồi bấm lại.")
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise InputError(
            f"Sổ {path.name} không phải .xlsx hay .xlsm; hãy lưu thành .xlsx rồi bấm lại."
        )
    return path


_IN_THE_CLOUD = (
    "Sổ này nằm trên OneDrive hoặc SharePoint mà máy này không có bản đồng bộ; "
    "hãy lưu một bản vào máy rồi bấm lại."
)


def snapshot(book: Any, path: Path) -> bytes:
    """The open workbook as a file's bytes, with edits that are not saved; the open one stays as it
    is.

    xlwings has no call for a copy beside the open file, so each program is asked in its own words;
    where it has none (Excel for macOS), the workbook is saved first.
    """
    suffix = path.suffix.lower() if path.suffix.lower() in (".xlsx", ".xlsm") else ".xlsx"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"ban-sao{suffix}"
        if _engine_name(book) == "libreoffice":
            from workbook_tools.host.libreoffice import store_copy

            store_copy(book.api, copy)
        elif sys.platform == "win32":
            book.api.SaveCopyAs(str(copy))
        else:
            book.save()
            copy = path
        return copy.read_bytes()


def _engine_name(book: Any) -> str:
    return str(book.app.engine.name)


def replaced(book: Any, path: Path, before: bytes, after: bytes) -> Any:
    """Close the workbook, put its new file in place, open it where the user was; on any failure the
    old one is open again.

    ``before`` is the workbook as it was open, unsaved edits and all: that is what a failure gives
    back.
    """
    app = book.app
    view = seen(book)
    written = path.read_bytes()
    book.close()
    try:
        write_whole(path, after)
        with app.properties(
            enable_events=False
        ):  # no macro of the workbook runs because it is shown again
            fresh = app.books.open(str(path))
    except BaseException:
        with suppress(Exception):
            write_whole(path, before if path.read_bytes() == after else written)
            app.books.open(str(path))
        raise
    show(fresh, view)
    return fresh


def printer(app: Any) -> Callable[[bytes], bytes]:
    """Makes a PDF of a workbook by the program that is open, which prints as the user sees it
    there.
    """

    def printed(workbook: bytes) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
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
    sheet = book.sheets.active
    selection = book.app.selection
    row, column = 1, 1
    with suppress(Exception):  # a window may be minimised, or show no cells
        if _engine_name(book) == "libreoffice":
            controller = book.api.getCurrentController()
            row, column = (
                int(controller.getFirstVisibleRow()) + 1,
                int(controller.getFirstVisibleColumn()) + 1,
            )
        elif sys.platform == "win32":
            row, column = (
                int(book.app.api.ActiveWindow.ScrollRow),
                int(book.app.api.ActiveWindow.ScrollColumn),
            )
    return View(
        str(sheet.name), str(selection.address) if selection is not None else "$A$1", row, column
    )


def show(book: Any, view: View) -> None:
    """Bring the user back to where they were, as far as the sheet is still there."""
    try:
        sheet = book.sheets(view.sheet)
    except Exception:  # each program's own error says that there is no such sheet
        return
    sheet.range(view.selection).select()
    with suppress(Exception):
        if _engine_name(book) == "libreoffice":
            controller = book.api.getCurrentController()
            controller.setFirstVisibleRow(view.row - 1)
            controller.setFirstVisibleColumn(view.column - 1)
        elif sys.platform == "win32":
            window = book.app.api.ActiveWindow
            window.ScrollRow, window.ScrollColumn = view.row, view.column


def judge(book: Any, plan: Plan) -> None:
    """The program's own calculation is the last judge: its totals against the model's. Raises
    ``InputError``.
    """
    book.app.calculate()
    for amount, name in TOTAL_NAMES.items():
        found = book.names(name).refers_to_range.value
        due = plan.unit.quantize(amount_of(plan, amount))
        if not isinstance(found, (int, float)) or plan.unit.quantize(Decimal(repr(found))) != due:
            said = (
                format_amount(Decimal(repr(found)))
                if isinstance(found, (int, float))
                else str(found)
            )
            raise InputError(
                f"Chương trình bảng tính ra {said} ở {name}, biểu phải là {format_amount(due)} "
                f"{plan.unit.name}. Đừng gửi sổ này; hãy bấm Hoàn tác và báo người hỗ trợ."
            )


_TOLD = ("read", "write", "prove")
"""The stages that the status bar tells of; each costs a call to the program."""


def _say(app: Any, stage: str) -> None:
    if stage in _TOLD:
        app.status_bar = f"Khuyến công: {STAGES[stage]} …"


# ---------------------------------------------------------------------------------------- questions


def _ask_about_edits(book: Any, journal: Journal, source: Source, ask: Ask) -> bool:
    """Ask about what was typed into generated sheets since they were made; whether copies of them
    were kept.
    """
    made = journal.last_made()
    edits = list(manual_edits(source_of(made, source.name), source)) if made is not None else []
    if not edits:
        return False
    answer = ask(_edits_text(edits), "yes_no_cancel")
    if answer == "yes":
        return False
    if answer != "no":
        raise Cancelled("Đã dừng theo yêu cầu; sổ giữ nguyên.")
    taken = {sheet.name for sheet in book.sheets}
    for name in GENERATED:
        if any(place.sheet == name for place in edits):
            sheet = book.sheets[name]
            sheet.copy(after=sheet, name=_free_name(name, taken))
    return True


def _edits_text(edits: Sequence[Place]) -> str:
    said = ", ".join(str(place) for place in edits[:12]) + (
        f" … ({len(edits)} ô)" if len(edits) > 12 else ""
    )
    return (
        f"Các ô này của trang do chương trình lập đã bị sửa tay từ lần lập trước: {said}.\n\n"
        "Có: lập lại, bỏ các sửa đổi đó.\nKhông: giữ một bản sao của trang rồi lập lại.\nHuỷ: giữ nguyên sổ."
    )


def _free_name(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name} (sửa tay {number})" in taken:
        number += 1
    return f"{name} (sửa tay {number})"
