"""A LibreOffice of the tests' own: started once, listening on a pipe, with a profile that is thrown
away.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.judges.openxml import soffice
from workbook_tools.errors import InputError
from workbook_tools.host.libreoffice import LibreOffice, connect


class Office:
    """The running program and the engine that is connected to it."""

    def __init__(self, folder: Path, name: str, display: str = "") -> None:
        """Without windows, or with real ones on a display."""
        program = soffice()
        assert program is not None
        self.pipe = name
        self.profile = f"file://{folder}/profile"
        self.process = subprocess.Popen(
            [
                program,
                *([] if display else ["--headless"]),
                "--norestore",
                "--nologo",
                f"-env:UserInstallation={self.profile}",
                f"--accept=pipe,name={name};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"} if display else None,
        )
        self.engine = self._connected(f"pipe,name={name}")
        self.registered = self._registered()

    def _connected(self, where: str) -> LibreOffice:
        deadline = time.monotonic() + 90
        while (
            True
        ):  # the program says by accepting that it is ready; there is nothing else to wait on
            try:
                return connect(where)
            except InputError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    @property
    def app(self) -> Any:
        import xlwings

        xlwings.engines.engines_by_name["libreoffice"] = (
            self.registered
        )  # another test may have had a program of its own
        self.registered.activate()
        return xlwings.apps.active

    @staticmethod
    def _registered() -> Any:
        import xlwings

        return xlwings.engines["libreoffice"]

    def close_all(self) -> None:
        for book in list(self.app.books):
            book.close()

    def kill(self) -> None:
        """End the program and its helpers at once, as a crash would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def stop(self) -> None:
        from contextlib import suppress

        with suppress(Exception):
            self.engine.desktop.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()


def copied(source: Path, folder: Path, name: str) -> Path:
    target = folder / name
    shutil.copy(source, target)
    return target
