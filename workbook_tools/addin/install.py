"""The add-in put where Excel starts it, and told which Python to start; and both taken away again.

On Windows the Python stands in the user's registry, on macOS in a script of the user's own. What
the add-in was told by earlier versions, a settings file of xlwings, is taken away by both.
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.addin import registry
from workbook_tools.addin.applescript import NAME, python_of, script
from workbook_tools.addin.oxt import buttons
from workbook_tools.addin.xlam import PROJECT, addin
from workbook_tools.error_kinds import ADDIN_IN_USE, NO_EXCEL_HERE
from workbook_tools.errors import InputError
from workbook_tools.machine.files import write_whole
from workbook_tools.machine.known_folders import ROAMING, known_folder

SYSTEMS = ("win32", "darwin")
"""The systems that Excel runs on, as ``sys.platform`` names them."""

_EARLIER = {
    "INTERPRETER_WIN",
    "INTERPRETER_MAC",
    "USE UDF SERVER",
    "SHOW CONSOLE",
    "ADD_WORKBOOK_TO_PYTHONPATH",
}
"""What earlier versions wrote into xlwings' settings file."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things go: the add-in, and on macOS the script by which Excel starts the program; and
    where earlier versions wrote their settings.
    """

    addin: Path
    earlier: Path
    script: Path | None = None


def places(
    home: Path | None = None, system: str = sys.platform, appdata: Path | None = None
) -> Places:
    """The places below a home folder. Raises ``InputError`` on a system without Excel."""
    home = home or Path.home()
    if system == "win32":
        roaming = appdata or known_folder(ROAMING) or home / "AppData" / "Roaming"
        return Places(
            roaming / "Microsoft" / "Excel" / "XLSTART" / f"{PROJECT}.xlam",
            home / f".{PROJECT}" / f"{PROJECT}.conf",
        )
    if system == "darwin":
        group = home / "Library/Group Containers/UBF8T346G9.Office"
        start = group / "User Content.localized/Startup.localized/Excel"
        return Places(
            start / f"{PROJECT}.xlam",
            home / f"Library/Containers/com.microsoft.Excel/Data/{PROJECT}.conf",
            home / "Library/Application Scripts/com.microsoft.Excel" / NAME,
        )
    raise InputError(NO_EXCEL_HERE)


def program(python: str = sys.executable, system: str = sys.platform) -> str:
    """The Python that a button starts: this one; on Windows the one that opens no console."""
    windowless = Path(python).with_name("pythonw.exe")
    return str(windowless) if system == "win32" and windowless.exists() else python


def install(where: Places, python: str) -> list[str]:
    """Put the add-in in place and tell it the Python. Gives what was done, in sentences."""
    where.addin.parent.mkdir(parents=True, exist_ok=True)
    write_whole(where.addin, addin())
    done = [f"Đã cài {where.addin}"]
    if where.script is None:
        registry.write_program(python)
        done.append(f"Đã ghi HKEY_CURRENT_USER\\{registry.KEY}: {python}")
    else:
        where.script.parent.mkdir(parents=True, exist_ok=True)
        write_whole(where.script, _script(python))
        done.append(f"Đã ghi {where.script}")
    _forget_earlier(where.earlier)
    return [*done, "Hãy mở lại Excel; thẻ Khuyến công ở cuối dải lệnh."]


def uninstall(where: Places) -> list[str]:
    """Take away what ``install`` put there, and nothing else. Gives what was done, in sentences."""
    done = []
    for file in (where.addin, where.script):
        if file is not None and file.exists():
            _remove(file)
            done.append(f"Đã gỡ {file}")
    if where.script is None and registry.program() is not None:
        registry.forget_program()
        done.append(f"Đã bỏ HKEY_CURRENT_USER\\{registry.KEY}")
    _forget_earlier(where.earlier)
    return done or ["Excel: phần bổ trợ chưa được cài; không có gì để gỡ."]


def status(where: Places, python: str) -> list[str]:
    """What of the add-in is there, whether it is this version's, and whether it starts this Python;
    in sentences.
    """
    if not where.addin.exists():
        said = [f"Chưa cài phần bổ trợ ({where.addin})."]
    else:
        fresh = where.addin.read_bytes() == addin()
        which = "đúng bản này." if fresh else "nhưng là bản khác; hãy chạy kehoach addin install."
        said = [f"Đã cài {where.addin}, {which}"]
    return [*said, _said_of(_told(where), python)]


def _told(where: Places) -> str | None:
    """The Python that the add-in is told to start."""
    if where.script is None:
        return registry.program()
    return python_of(where.script.read_bytes()) if where.script.exists() else None


def _said_of(told: str | None, python: str) -> str:
    if told is None:
        return "Excel chưa biết Python của chương trình; hãy chạy kehoach addin install."
    if not Path(told).exists():
        return f"Python {told} không còn nữa; hãy chạy kehoach addin install."
    if told != python:
        return f"Nút trong Excel chạy Python khác: {told}; đổi bằng kehoach addin install."
    return f"Nút trong Excel chạy {told}."


def _script(python: str) -> bytes:
    return script(python, [name for name, _, _ in buttons()])


def _forget_earlier(file: Path) -> None:
    """Take what earlier versions wrote out of xlwings' settings; the user's own lines stay."""
    if not file.exists():
        return
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8", errors="replace"))))
    left = [row for row in rows if row and row[0] not in _EARLIER]
    if len(left) == len(rows):
        return
    if left:
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(left)
        write_whole(file, out.getvalue().encode())
        return
    _remove(file)
    folder = file.parent
    if folder.name == f".{PROJECT}" and not any(folder.iterdir()):
        folder.rmdir()


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except PermissionError as error:
        raise InputError(ADDIN_IN_USE, file=file) from error
