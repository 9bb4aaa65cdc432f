"""``kehoach addin``: the add-in's files made, put in place, taken away, looked at."""

from __future__ import annotations

import sys
from pathlib import Path

from workbook_tools.addin.xlam import PROJECT
from workbook_tools.error_kinds import ADDIN_SUFFIX, OUT_ONLY_FOR_BUILD
from workbook_tools.errors import InputError
from workbook_tools.machine.files import write_whole


def addin(action: str, out: Path | None = None) -> list[str]:
    """``build``, ``install``, ``uninstall`` or ``status``. Gives what was done or found, in
    sentences.

    ``out`` is the file that ``build`` makes. Raises ``InputError`` where it cannot be done.
    """
    if action == "build":
        return [f"Đã làm {make(out or Path(f'{PROJECT}.xlam'))}"]
    if out is not None:
        raise InputError(OUT_ONLY_FOR_BUILD)
    from workbook_tools.addin import unopkg
    from workbook_tools.addin.install import SYSTEMS

    said = unopkg.act(action)
    return _in_excel(action) + said if sys.platform in SYSTEMS else said


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
    from workbook_tools.addin.install import install, places, settings, status, uninstall

    act = {"install": install, "uninstall": uninstall, "status": status}[action]
    return act(places(), settings())
