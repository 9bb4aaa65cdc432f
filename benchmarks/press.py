"""A warm press of the button against the program opening the same file: python -m benchmarks.press.

LibreOffice is started once and listens; the workbook has 100 projects. Pressed and opened in turn,
medians compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults.plans import write_plan

RUNS = 9
SIZE = 100


def main() -> None:
    from workbook_tools.errors import InputError
    from workbook_tools.host.libreoffice import connect

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["KEHOACH_STATE"] = str(folder / "state")
        pipe = f"kehoach_bench_{os.getpid()}"
        program = os.environ.get("SOFFICE", "soffice")
        office = subprocess.Popen(
            [
                program,
                "--headless",
                "--norestore",
                "--nologo",
                f"-env:UserInstallation=file://{name}/profile",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while True:  # the program says by accepting that it is ready
            try:
                engine = connect(f"pipe,name={pipe}")
                break
            except InputError:
                if office.poll() is not None:
                    raise
                time.sleep(0.2)
        try:
            measure(folder, engine)
        finally:
            engine.desktop.terminate()
            office.wait(60)


def measure(folder: Path, engine: Any) -> None:
    import xlwings

    from workbook_tools.jobs.press import rebuild

    app: Any = xlwings.apps.active
    path = folder / "plan.xlsx"
    write_plan(path, SIZE)
    book, _, _ = rebuild(app.books.open(str(path)), lambda text, buttons: "yes")
    presses, openings = [], []
    for _ in range(RUNS):
        calls, start = engine.calls, time.perf_counter()
        book, _, _ = rebuild(book, lambda text, buttons: "yes")
        presses.append(time.perf_counter() - start)
        used = engine.calls - calls
        book.close()
        start = time.perf_counter()
        book = app.books.open(str(path))
        openings.append(time.perf_counter() - start)
    press, opening = statistics.median(presses), statistics.median(openings)
    print(
        "| what | press, s | opening, s | ratio | at most | calls |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    print(
        f"| warm press, {SIZE} rows, against opening the file | {press:.3f} | {opening:.3f} "
        f"| {press / opening:.2f} | 3 | {used} |"
    )


if __name__ == "__main__":
    main()
