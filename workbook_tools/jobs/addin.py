"""``kehoach addin``: the add-in's files made, put in place, taken away, looked at."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.addin.xlam import PROJECT
from workbook_tools.error_kinds import ADDIN_SUFFIX, NOT_INSTALLED, OUT_ONLY_FOR_BUILD
from workbook_tools.errors import InputError
from workbook_tools.machine.files import write_whole
from workbook_tools.machine.reasons import reason
from workbook_tools.machine.state import state_folder


@dataclass(frozen=True, slots=True)
class Done:
    """What was done or found, in sentences; and what failed. One program's failure stops no
    other's.
    """

    said: tuple[str, ...]
    failed: tuple[str, ...] = ()


def addin(action: str, out: Path | None = None) -> Done:
    """``build``, ``install``, ``uninstall`` or ``status``.

    ``out`` is the file that ``build`` makes. Raises ``InputError`` where that cannot be done.
    """
    if action == "build":
        return Done((f"Đã tạo {make(out or Path(f'{PROJECT}.xlam'))}",))
    if out is not None:
        raise InputError(OUT_ONLY_FOR_BUILD)
    from workbook_tools.addin import unopkg
    from workbook_tools.addin.install import SYSTEMS

    tried = [_tried("LibreOffice", unopkg.act, action)]
    if sys.platform in SYSTEMS:
        tried.insert(0, _tried("Excel", _in_excel, action))
    if action == "uninstall":
        tried.append(Done(tuple(_what_stays())))
    return Done(
        tuple(line for one in tried for line in one.said),
        tuple(line for one in tried for line in one.failed),
    )


def _tried(program: str, act: Callable[[str], list[str]], action: str) -> Done:
    """What came of one program's add-in: done, or why not."""
    try:
        return Done(tuple(act(action)))
    except InputError as error:
        return Done((), (f"{program}: {error}",))
    except OSError as error:
        return Done((), (NOT_INSTALLED.said({"program": program, "why": reason(error)}),))


def _what_stays() -> list[str]:
    """That the user's own things in the state folder stay, where there are any."""
    folder = state_folder()
    if not any(folder.iterdir()):
        return []
    return [
        f"Còn giữ trong {folder}: bản sao của các sổ đã bấm nút (để hoàn tác), thư nháp, nhật ký "
        "thư đã gửi và nhật ký lỗi. Hãy tự xóa thư mục ấy nếu không cần nữa."
    ]


def make(target: Path) -> Path:
    """Write the add-in for Excel (``.xlam``) or LibreOffice (``.oxt``). Raises ``InputError`` for
    any other kind of file.
    """
    kind = target.suffix.lower()
    if kind == ".oxt":
        from workbook_tools.addin.oxt import extension

        write_whole(target, extension())
    elif kind == ".xlam":
        from workbook_tools.addin.xlam import addin as excel_addin

        write_whole(target, excel_addin())
    else:
        raise InputError(ADDIN_SUFFIX, name=target.name)
    return target


def _in_excel(action: str) -> list[str]:
    """The same for Excel alone, in sentences."""
    from workbook_tools.addin.install import install, places, program, status, uninstall

    if action == "install":
        return install(places(), program())
    return uninstall(places()) if action == "uninstall" else status(places(), program())
