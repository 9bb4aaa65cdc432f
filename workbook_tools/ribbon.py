"""One function for each button of the ribbon, in Excel and in LibreOffice; errors speak the user's
language.

A button in Excel starts ``pythonw -m workbook_tools.ribbon build --hwnd 4711``, and nothing else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import BUSY
from workbook_tools.errors import InputError, WorkbookToolsError
from workbook_tools.machine.command_line import Parser
from workbook_tools.machine.screen import visible

TITLE = "Khuyến công"

BUTTONS: dict[str, Callable[..., None]] = {}
"""The functions of the buttons, by name."""


def _button(action: Callable[[Any, Callable[[str, str], str]], str | None]) -> Callable[..., None]:
    """A button: find the open workbook, do it, say how it ended. Nothing is raised, and no
    traceback shown. The program that is driven may be handed over.
    """

    @wraps(action)
    def pressed(program: Any = None) -> None:
        try:
            app = _app() if program is None else program
        except InputError as error:
            print(visible(str(error)), file=sys.stderr)
            return

        def ask(text: str, buttons: str) -> str:
            return str(app.alert(visible(text), TITLE, buttons=buttons))

        mode = None
        try:
            said = action(app, ask)
        except WorkbookToolsError as error:
            said, mode = str(error), "critical"
        except Exception as error:
            said, mode = _unforeseen(action.__name__, error), "critical"
        try:
            app.status_bar = False
            if said:
                app.alert(visible(said), TITLE, mode=mode)
        except Exception as error:  # the program was closed: there is nobody left to tell
            from workbook_tools.machine.state import log_error

            log_error(action.__name__, error)

    BUTTONS[action.__name__] = pressed
    return pressed


_BACK = "Nút Hoàn tác trả sổ về như trước khi bấm."
"""Told wherever a press has replaced the workbook, or may have."""


def _unforeseen(name: str, error: Exception) -> str:
    """What the user is told of an error that no sentence foresees; its details go to the log."""
    from workbook_tools.machine.state import unforeseen

    told = unforeseen(name, error)
    if "0x800AC472" in str(error) or "-2146777998" in str(error) or "-2147418111" in str(error):
        return BUSY.said({})
    return f"{told} Nút Trợ giúp mở nhật ký. {_BACK}"


def _app() -> Any:
    from workbook_tools.host.xlwings_alone import xlwings_alone

    xlwings = xlwings_alone()
    if xlwings.engines.active is not None and xlwings.engines.active.name == "libreoffice":
        return xlwings.apps.active
    from workbook_tools.host.excel import running

    return running()


def _book(app: Any) -> Any:
    from workbook_tools.host.excel import book_in_front

    return book_in_front(app)


@_button
def new_plan(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Kế hoạch mới: an empty plan for next year in the user's documents, opened."""
    from datetime import date

    from workbook_tools.jobs.new_plan import plan_of_next_year

    path = plan_of_next_year(date.today())
    app.books.open(str(path))
    return f"Đã tạo {path}. Hãy nhập thông tin ở trang tính ThongTin và đề án ở trang tính DeAn."


@_button
def build(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Lập biểu: rebuild ``PhuLuc``, ``TongHop``, ``KiemTra`` and the flags of the open workbook."""
    from workbook_tools.jobs.press import rebuild
    from workbook_tools.jobs.summary import verdict

    _, _, findings = rebuild(_book(app), ask)
    where = " Xem trang tính KiemTra." if findings else ""
    return f"Đã lập biểu: {verdict(findings)}{where}\n\n{_BACK}"


@_button
def check(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Kiểm tra: count the findings on the open workbook, and go to the first."""
    from workbook_tools.jobs.walk import first

    return first(_book(app))


@_button
def next_finding(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Lỗi sau: select the next flagged cell."""
    from workbook_tools.jobs.walk import step

    return step(_book(app), 1)


@_button
def previous_finding(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Lỗi trước: select the previous flagged cell."""
    from workbook_tools.jobs.walk import step

    return step(_book(app), -1)


@_button
def clear_flags(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Bỏ đánh dấu: take every flag out of the open workbook."""
    from workbook_tools.jobs.press import clear_flags as clear

    if clear(_book(app)) is None:
        return "Sổ này không có dấu kiểm tra nào; không cần làm gì thêm."
    return None


@_button
def renumber(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Đánh số: the numbers (TT) of the open workbook's lines counted anew."""
    from workbook_tools.jobs.press import renumber as count_anew

    return "\n".join(count_anew(_book(app), ask))


@_button
def undo(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Hoàn tác: the open workbook as it was before the last press."""
    from workbook_tools.jobs.press import undo as take_back

    take_back(_book(app))
    return None


@_button
def import_old(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Nhập biểu cũ: the table of the open workbook, or of a file, as a new plan, opened."""
    from workbook_tools.jobs.press_import import import_open

    return import_open(_book(app), ask)


@_button
def export_pdf(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Xuất PDF: the PDF of the clean copy beside the workbook, opened."""
    from workbook_tools.jobs.press_send import export_pdf as export
    from workbook_tools.machine.opening import open_file

    target, pages = export(_book(app))
    open_file(target)
    return f"Đã tạo {target} ({pages} trang)."


@_button
def send(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Gửi thư: a clean copy and its PDF in a mail draft that is opened; the user sees it before it
    goes.
    """
    from workbook_tools.jobs.press_send import send as put_in_front

    return put_in_front(_book(app), ask)


@_button
def help(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Trợ giúp: where the guide is, and the log of errors, opened."""
    from workbook_tools.machine.opening import open_file
    from workbook_tools.machine.state import log_file

    log = log_file()
    written = log.exists() and log.stat().st_size > 0
    if written:
        open_file(log)
    return (
        "Nhập đề án ở trang tính DeAn rồi bấm Lập biểu; các bước ghi ở trang tính HuongDan và "
        "trong docs/bat-dau.md. Ô có dấu ‼ là lỗi, ▲ là cảnh báo, "
        "○ là lưu ý; rê chuột lên ô để đọc lý do. "
        + (f"Nhật ký lỗi: {log}" if written else "Chưa có lỗi nào trong nhật ký.")
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Press one button on the workbook that is open: ``python -m workbook_tools.ribbon build --pipe
    NAME``.

    ``kehoach --host libreoffice build`` and ``kehoach --host excel build`` come here, too.
    """
    parser = Parser(prog="kehoach --host", description="Bấm một nút trên sổ đang mở.")
    parser.add_argument("button", choices=sorted(BUTTONS), metavar="NÚT", help=", ".join(BUTTONS))
    parser.add_argument("--host", choices=["libreoffice", "excel"], default="libreoffice")
    parser.add_argument("--hwnd", dest="window", type=int, metavar="SỐ", help="cửa sổ của Excel")
    parser.add_argument(
        "--pipe",
        default="kehoach",
        metavar="TÊN",
        help="với LibreOffice: tên kênh (pipe) mà nó đã mở",
    )
    try:
        options = parser.parse_args(arguments)
    except InputError as error:
        print(visible(str(error)), file=sys.stderr)
        return 2
    try:
        BUTTONS[options.button](_program(options.host, options.pipe, options.window))
    except InputError as error:
        print(visible(str(error)), file=sys.stderr)
        return 2
    return 0


def _program(host: str, pipe: str, hwnd: int | None) -> Any:
    """The program to drive, where it is known by a window or by a pipe; else the one in front.
    Raises ``InputError`` where there is none.
    """
    if hwnd is not None:
        return _excel_of(hwnd)
    if host == "libreoffice":
        from workbook_tools.host.libreoffice import connect

        connect(f"pipe,name={pipe}")
    return _app()


def _excel_of(hwnd: int) -> Any:
    """The Excel whose button was pressed. Its current folder may be that of a workbook which came
    by mail: it is left first, so that no program is looked for there. What goes wrong is logged;
    the add-in tells it by the exit code.
    """
    os.chdir(Path(sys.executable).parent)
    from workbook_tools.host.excel import attached
    from workbook_tools.machine.state import log_error

    try:
        return attached(hwnd)
    except Exception as error:
        log_error("attached", error)
        raise


if __name__ == "__main__":
    sys.exit(main())
