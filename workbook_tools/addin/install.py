"""The add-in put where Excel starts it, xlwings told which Python to use; and both taken away
again.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from workbook_tools.addin.xlam import PROJECT, addin
from workbook_tools.error_kinds import ADDIN_IN_USE, NO_APPLESCRIPT, NO_EXCEL_HERE
from workbook_tools.errors import InputError
from workbook_tools.machine.files import write_whole

SYSTEMS = ("win32", "darwin")
"""The systems that Excel runs on, as ``sys.platform`` names them."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things go: the add-in, xlwings' settings, and on macOS the script by which Excel may
    start a program.
    """

    addin: Path
    settings: Path
    script: Path | None = None


def places(
    home: Path | None = None, system: str = sys.platform, appdata: Path | None = None
) -> Places:
    """The places below a home folder. Raises ``InputError`` on a system without Excel."""
    home = home or Path.home()
    if system == "win32":
        roaming = appdata or home / "AppData" / "Roaming"
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
            home / "Library/Application Scripts/com.microsoft.Excel" / _apple_script().name,
        )
    raise InputError(NO_EXCEL_HERE)


def _apple_script() -> Path:
    spec = find_spec("xlwings")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path()
    return next(iter(sorted(folder.glob("xlwings-*.applescript"))), folder / "xlwings.applescript")


def settings(python: str = sys.executable, system: str = sys.platform) -> Mapping[str, str]:
    """xlwings' settings: this interpreter, without a console; the long-running server, so that a
    second press loads nothing; and no code from the folder of a workbook that came by mail."""
    if system == "win32":
        windowless = Path(python).with_name("pythonw.exe")
        return {
            "INTERPRETER_WIN": str(windowless if windowless.exists() else python),
            "USE UDF SERVER": "True",
            "SHOW CONSOLE": "False",
            "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        }
    return {"INTERPRETER_MAC": python, "ADD_WORKBOOK_TO_PYTHONPATH": "False"}


def install(where: Places, wanted: Mapping[str, str]) -> list[str]:
    """Put the add-in and the settings in place; settings of the user's own stay. Gives what was
    done, in sentences.
    """
    for file in (where.addin, where.settings):
        file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(where.addin, addin())
    held = read_settings(where.settings)
    write_whole(where.settings, _settings_text(held | dict(wanted)))
    done = [f"Đã cài {where.addin}", f"Đã ghi thiết lập {where.settings}"]
    if where.script is not None:
        script = _apple_script()
        if not script.is_file():
            raise InputError(NO_APPLESCRIPT)
        where.script.parent.mkdir(parents=True, exist_ok=True)
        write_whole(where.script, script.read_bytes())
        done.append(f"Đã ghi {where.script}")
    return [*done, "Hãy mở lại Excel; thẻ Khuyến công ở cuối dải lệnh."]


def uninstall(where: Places, wanted: Mapping[str, str]) -> list[str]:
    """Take away what ``install`` put there, and nothing else. Gives what was done, in sentences."""
    done = []
    if where.addin.exists():
        _remove(where.addin)
        done.append(f"Đã gỡ {where.addin}")
    held = read_settings(where.settings)
    left = {name: value for name, value in held.items() if name not in wanted}
    if left != held:
        if left:
            write_whole(where.settings, _settings_text(left))
        else:
            _remove(where.settings)
            folder = where.settings.parent
            if folder.name == f".{PROJECT}" and not any(folder.iterdir()):
                folder.rmdir()
        done.append(f"Đã bỏ thiết lập {where.settings}")
    if where.script is not None and where.script.exists():
        _remove(where.script)
        done.append(f"Đã gỡ {where.script}")
    return done or ["Phần bổ trợ chưa được cài; không có gì để gỡ."]


def status(where: Places, wanted: Mapping[str, str]) -> list[str]:
    """What of the add-in is there, and whether it is this version's; in sentences."""
    if not where.addin.exists():
        said = [f"Chưa cài phần bổ trợ ({where.addin})."]
    else:
        fresh = where.addin.read_bytes() == addin()
        which = "đúng bản này." if fresh else "nhưng là bản khác; hãy chạy kehoach addin install."
        said = [f"Đã cài {where.addin}, {which}"]
    held = read_settings(where.settings)
    unlike = [name for name, value in wanted.items() if held.get(name) != value]
    if unlike:
        said.append(f"Thiết lập {where.settings} thiếu hoặc khác: {', '.join(unlike)}.")
    else:
        said.append(f"Thiết lập {where.settings} đúng.")
    for name in ("INTERPRETER_WIN", "INTERPRETER_MAC"):
        if name in held and not Path(held[name]).exists():
            said.append(
                f"Python {held[name]} trong thiết lập không còn nữa; "
                "hãy chạy kehoach addin install."
            )
    if where.script is not None:
        said.append(f"{where.script}: " + ("có." if where.script.exists() else "chưa có."))
    return said


def read_settings(file: Path) -> dict[str, str]:
    """xlwings' settings file: a name and a value on each line, in quotes."""
    if not file.exists():
        return {}
    rows = csv.reader(io.StringIO(file.read_text("utf-8", errors="replace")))
    return {row[0]: row[1] for row in rows if len(row) >= 2}


def _settings_text(held: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(held.items())
    return out.getvalue().encode()


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except PermissionError as error:
        raise InputError(ADDIN_IN_USE, file=file) from error
