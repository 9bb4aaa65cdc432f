"""A picture of LibreOffice with the flagged example and the buttons, for the docs: python -m
scripts.screenshot.

Needs Xvfb and ImageMagick (Debian: xvfb, imagemagick) beside LibreOffice.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from workbook_tools.addin import unopkg
from workbook_tools.errors import InputError
from workbook_tools.host.libreoffice import connect
from workbook_tools.jobs.build import build_workbook

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
            picture(Path(name), profile)
        finally:
            screen.terminate()
            unopkg.act("uninstall", profile)


def picture(folder: Path, profile: str) -> None:
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
    file = folder / "dong-nai-2021.xlsx"
    build_workbook(ROOT / "examples/dong-nai-2021-as-scanned.xlsx").save(file)
    import xlwings

    app: Any = xlwings.apps.active
    book = app.books.open(str(file))
    book.sheets["DeAn"].range("I17").select()
    window = book.api.getCurrentController().getFrame().getContainerWindow()
    width, height = (int(part) for part in SIZE.split("x"))
    window.setPosSize(0, 0, width, height, 15)
    controller = book.api.getCurrentController()
    controller.setFirstVisibleColumn(2)
    controller.setFirstVisibleRow(9)
    time.sleep(4)  # the window is drawn by another process, which does not say when it is done
    target = ROOT / "docs/libreoffice.png"
    subprocess.run(["import", "-window", "root", str(target)], env=environment, check=True)
    book.close()
    engine.desktop.terminate()
    office.wait(60)
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
