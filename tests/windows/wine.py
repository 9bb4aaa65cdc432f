"""Programs for Windows, started under wine and through pipes: a file as stdout ends its Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS = 120
"""More than any of these runs takes; whatever hangs is ended."""

USER = "Người dùng Trần Thị Ễ & con"


@dataclass(frozen=True, slots=True)
class Windows:
    """A prefix of wine, and the folder of the Python in it."""

    prefix: Path
    home: Path

    @property
    def python(self) -> Path:
        return self.home / "python.exe"

    @property
    def pythonw(self) -> Path:
        """The Python without standard streams, which Excel starts."""
        return self.home / "pythonw.exe"

    def run(
        self, program: Path | str, *arguments: str, cwd: Path, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; ``more`` are variables of its environment."""
        with self.begun(program, *arguments, cwd=cwd, **more) as process:
            try:
                out, errors = process.communicate(timeout=SECONDS)
            finally:
                process.kill()
        return subprocess.CompletedProcess(process.args, process.returncode, out, errors)

    def begun(
        self, program: Path | str, *arguments: str, cwd: Path, **more: str
    ) -> subprocess.Popen[str]:
        """The same, started only."""
        return subprocess.Popen(
            ["wine", str(program), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env=environment(self.prefix) | more,
            encoding="utf-8",
        )

    def kehoach(self, *arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
        """The command, as it is run in a console."""
        return self.run(self.python, "-P", "-m", "workbook_tools", *arguments, cwd=cwd, **more)

    def told(self, code: str, *arguments: str, cwd: Path, **more: str) -> list[str]:
        """The lines that a piece of Python prints."""
        ended = self.run(self.python, "-c", code, *arguments, cwd=cwd, **more)
        assert (ended.returncode, ended.stderr) == (0, "")
        return ended.stdout.splitlines()


def path_there(path: Path) -> str:
    """How a path of this machine is called there."""
    return "Z:" + str(path).replace("/", "\\")


def environment(prefix: Path) -> dict[str, str]:
    """What a program there is told: nothing of this machine's Python and screen."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER") if name in os.environ}
    return kept | {
        "WINEPREFIX": str(prefix),
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree,mshtml=",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextmanager
def started(
    laid_down: Path, folder: Path, project: Path, screen: bool = False
) -> Iterator[Windows]:
    """A Windows of its own in a folder, up until the end of the block; with a screen that nobody
    sees, or without any: then no message can come up.
    """
    prefix, home = folder / "prefix", folder / USER / "python"
    _copy_prefix(laid_down / "prefix", prefix)
    _copy_python(laid_down, home, project)
    if screen:
        with (prefix / "user.reg").open("a") as registry:
            registry.write('\n[Software\\\\Wine\\\\Drivers]\n"Graphics"="null"\n')
    server = environment(prefix)
    subprocess.run(["wineserver", "-p"], env=server, check=True)
    # The first program starts Windows' services, which hold on to the streams that it was given.
    nowhere = subprocess.DEVNULL
    subprocess.run(
        ["wineboot"],
        env=server,
        check=True,
        timeout=SECONDS,
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
    )
    try:
        yield Windows(prefix, home)
    finally:
        subprocess.run(["wineserver", "-k"], env=server, check=False)


def _copy_prefix(source: Path, prefix: Path) -> None:
    """The registry and the user's folders are copied; what Windows itself consists of is shared."""
    shutil.copytree(
        source, prefix, symlinks=True, ignore=shutil.ignore_patterns("windows", "Program*")
    )
    for shared in source.glob("drive_c/*"):
        if not (prefix / "drive_c" / shared.name).exists():
            (prefix / "drive_c" / shared.name).symlink_to(shared.resolve())


def _copy_python(laid_down: Path, home: Path, project: Path) -> None:
    """The Python with the project's own code and the dependencies on its path."""
    home.mkdir(parents=True)
    for file in (laid_down / "python").resolve().iterdir():
        if file.suffix != "._pth":
            (home / file.name).symlink_to(file)
    site = (laid_down / "site").resolve()
    folders = (project, site, site / "win32", site / "win32/lib")
    lines = ["python313.zip", ".", *(path_there(folder) for folder in folders)]
    (home / "python313._pth").write_text("\n".join(lines), "utf-8")
