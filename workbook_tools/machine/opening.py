"""A file shown to the user in the program that opens such files."""

from __future__ import annotations

import os
import subprocess
import sys
import webbrowser
from pathlib import Path


def open_file(path: str | Path) -> None:
    """Open a file as if it were clicked. Raises ``OSError`` where Windows has no program for it.

    A browser is asked where the system has no such call: on Windows it would show a workbook's or
    a log's name as an address, and start a download.
    """
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  (the file is ours)
    elif sys.platform == "darwin":
        subprocess.run(["/usr/bin/open", str(path)], check=False)  # noqa: S603  (its own tool)
    else:
        webbrowser.open(Path(path).absolute().as_uri())
