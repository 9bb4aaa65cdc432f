"""Pictures of LibreOffice with the buttons, for the guides: python -m scripts.screenshot.

Needs Xvfb (Debian: xvfb) beside LibreOffice.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import ImageGrab

from workbook_tools.addin import unopkg
from workbook_tools.errors import InputError
from workbook_tools.host.libreoffice import connect
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.new_plan import new_plan

ROOT = Path(__file__).resolve().parent.parent
SIZE = "1700x1000"
DISPLAY = ":93"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["KEHOACH_STATE"] = f"{name}/state"
        profile = f"file://{name}/profile"
        unopkg.act("install", profile)
        screen = subprocess.Popen(
            ["Xvfb", DISPLAY, "-screen", "0", f"{SIZE}x24"], stderr=subprocess.DEVNULL
        )
        try:
            pictures(Path(name), profile)
        finally:
            screen.terminate()
            unopkg.act("uninstall", profile)


@dataclass(frozen=True)
class Shot:
    """A picture in docs/: which workbook, which cell is chosen, what is the first that is seen."""

    target: str
    data: bytes
    cell: str
    column: int = 0
    row: int = 0


def shots() -> list[Shot]:
    """The pictures, in the order of the guides."""
    scanned = ROOT / "examples/dong-nai-2021-as-scanned.xlsx"
    flagged = build_workbook(scanned).data
    return [
        Shot("libreoffice", flagged, "DeAn!I17", 2, 9),
        Shot("bat-dau-thong-tin", new_plan("Đồng Nai", 2027), "ThongTin!B4"),
        Shot("bat-dau-de-an", scanned.read_bytes(), "DeAn!J6"),
        Shot("bat-dau-kiem-tra", flagged, "KiemTra!F7"),
        Shot("bat-dau-phu-luc", flagged, "PhuLuc!A10"),
    ]


def pictures(folder: Path, profile: str) -> None:
    environment = {**os.environ, "DISPLAY": DISPLAY}
    office = subprocess.Popen(
        [
            shutil.which("soffice") or "soffice",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation={profile}",
            "--accept=pipe,name=kehoach_picture;urp;",
        ],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    engine = _connected(office)
    for shot in shots():
        take(shot, folder / f"{shot.target}.xlsx")
    engine.desktop.terminate()
    office.wait(60)


def take(shot: Shot, file: Path) -> None:
    """Open a workbook in the program's window, and keep what the screen shows."""
    import xlwings

    file.write_bytes(shot.data)
    app: Any = xlwings.apps.active
    book = app.books.open(str(file))
    sheet, _, cell = shot.cell.partition("!")
    book.sheets[sheet].activate()
    book.sheets[sheet].range(cell).select()
    controller = book.api.getCurrentController()
    width, height = (int(part) for part in SIZE.split("x"))
    controller.getFrame().getContainerWindow().setPosSize(0, 0, width, height, 15)
    controller.setFirstVisibleColumn(shot.column)
    controller.setFirstVisibleRow(shot.row)
    time.sleep(4)  # the window is drawn by another process, which does not say when it is done
    target = ROOT / f"docs/{shot.target}.png"
    shown = ImageGrab.grab(xdisplay=DISPLAY)
    shown.quantize(128).save(target, optimize=True)
    book.close()
    print(target)


def _connected(office: subprocess.Popen[bytes]) -> Any:
    while True:  # the program says by accepting that it is ready
        try:
            return connect("pipe,name=kehoach_picture")
        except InputError:
            if office.poll() is not None:
                raise
            time.sleep(0.3)


if __name__ == "__main__":
    main()
