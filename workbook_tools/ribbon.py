"""One function for each button of the ribbon, in Excel and in LibreOffice; errors speak the user's
language.

A button's macro runs ``import workbook_tools.ribbon as r; r.build()`` and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from workbook_tools.error_kinds import BUSY, NO_BOOK_OPEN, NO_EXCEL_OPEN, NOT_YET
from workbook_tools.errors import InputError, WorkbookToolsError
from workbook_tools.machine.command_line import Parser
from workbook_tools.machine.screen import visible

TITLE = "Khuyến công"

BUTTONS: dict[str, Callable[[], None]] = {}
"""The functions of the buttons, by name."""


def _button(action: Callable[[Any, Callable[[str, str], str]], str | None]) -> Callable[[], None]:
    """A button: find the open workbook, do it, say how it ended. Nothing is raised, and no
    traceback shown.
    """

    @wraps(action)
    def pressed() -> None:
        try:
            app = _app()
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


def _unforeseen(name: str, error: Exception) -> str:
    """What the user is told of an error that no sentence foresees; its details go to the log."""
    from workbook_tools.machine.state import unforeseen

    told = unforeseen(name, error)
    if "0x800AC472" in str(error) or "-2146777998" in str(error) or "-2147418111" in str(error):
        return BUSY.said({})
    return f"{told} Sổ giữ như trước khi bấm; nút Trợ giúp mở nhật ký."


def _app() -> Any:
    import xlwings

    if xlwings.engines.active is not None and xlwings.engines.active.name == "libreoffice":
        return xlwings.apps.active
    try:
        return xlwings.Book.caller().app
    except Exception as error:  # called from the command line, not by a button
        app = xlwings.apps.active
        if app is None:
            raise InputError(NO_EXCEL_OPEN) from error
        return app


def _book(app: Any) -> Any:
    book = app.books.active
    if book is None:
        raise InputError(NO_BOOK_OPEN)
    return book


@_button
def new_plan(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Kế hoạch mới: an empty plan for next year in the user's documents, opened."""
    from datetime import date

    from workbook_tools.jobs.new_plan import plan_of_next_year

    path = plan_of_next_year(date.today())
    app.books.open(str(path))
    return f"Đã tạo {path}. Nhập thông tin ở trang ThongTin và đề án ở trang DeAn."


@_button
def build(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Lập biểu: rebuild ``PhuLuc``, ``TongHop``, ``KiemTra`` and the flags of the open workbook."""
    from workbook_tools.jobs.checked import open_errors
    from workbook_tools.jobs.press import rebuild

    _, _, findings = rebuild(_book(app), ask)
    errors = len(open_errors(findings))
    return f"Đã lập biểu. Còn {errors} lỗi chưa giải trình; xem trang KiemTra." if errors else None


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

    clear(_book(app))
    return None


@_button
def undo(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Hoàn tác: the open workbook as it was before the last press."""
    from workbook_tools.jobs.press import undo as take_back

    take_back(_book(app))
    return None


@_button
def import_old(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Nhập biểu cũ: grey until there is an import."""
    raise InputError(NOT_YET)


@_button
def export_pdf(app: Any, ask: Callable[[str, str], str]) -> str | None:
    """Xuất PDF: the PDF of the clean copy beside the workbook, opened."""
    import webbrowser

    from workbook_tools.jobs.press_send import export_pdf as export

    target, pages = export(_book(app))
    webbrowser.open(target.as_uri())
    return f"Đã làm {target} ({pages} trang)."


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
    import webbrowser

    from workbook_tools.machine.state import log_file

    log = log_file()
    log.touch()
    webbrowser.open(log.as_uri())
    return (
        "Nhập đề án ở trang DeAn rồi bấm Lập biểu. Ô có dấu ‼ là lỗi, ▲ là cảnh báo, "
        f"○ là lưu ý; rê chuột lên ô để đọc lý do. Nhật ký lỗi: {log}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Press one button on the workbook that is open: ``python -m workbook_tools.ribbon build --pipe
    NAME``.

    ``kehoach --host libreoffice build`` and ``kehoach --host excel build`` come here, too.
    """
    parser = Parser(prog="kehoach --host", description="Bấm một nút trên sổ đang mở.")
    parser.add_argument("button", choices=sorted(BUTTONS), metavar="NÚT", help=", ".join(BUTTONS))
    parser.add_argument("--host", choices=["libreoffice", "excel"], default="libreoffice")
    parser.add_argument(
        "--pipe", default="kehoach", metavar="TÊN", help="với LibreOffice: tên ống mà nó nghe"
    )
    try:
        options = parser.parse_args(arguments)
    except InputError as error:
        print(visible(str(error)), file=sys.stderr)
        return 2
    if options.host == "libreoffice":
        from workbook_tools.host.libreoffice import connect

        try:
            connect(f"pipe,name={options.pipe}")
        except InputError as error:
            print(visible(str(error)), file=sys.stderr)
            return 2
    BUTTONS[options.button]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
