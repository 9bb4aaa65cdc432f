"""Speed against what a user would pick instead, as ratios within this run: python -m benchmarks.run
[--quick].

Each pair is run in turn, A B A B …; the medians are compared. Numbers of different runs or machines
are not comparable, the ratios are.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import xlsxwriter_cells
from tests.faults.plans import write_plan
from workbook_tools.jobs.build import build_workbook, load_template

HERE = Path(__file__).resolve().parent


def alternating(
    one: Callable[[], float], other: Callable[[], float], runs: int
) -> tuple[float, float]:
    """The medians of two timings taken in turn, after one of each that is not counted."""
    one(), other()
    pairs = [(one(), other()) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def process(*command: str) -> float:
    """A whole process, its modules compiled by the run that is not counted, as they are once
    installed.
    """
    environment = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return timed(
        lambda: subprocess.run(
            [sys.executable, *command], check=True, capture_output=True, env=environment
        )
    )


def writing(plan: Path, runs: int) -> tuple[float, float]:
    """Layout and writing of the whole workbook, against XlsxWriter writing the cells of its
    appendix.
    """
    template = load_template()
    cells = xlsxwriter_cells.appendix_cells(build_workbook(plan, template).data)

    def ours() -> float:
        timings = build_workbook(plan, template).timings
        return sum(timings[stage] for stage in ("layout", "write", "pack"))

    return alternating(ours, lambda: timed(lambda: xlsxwriter_cells.write(cells)), runs)


def whole(plan: Path, projects: int, folder: Path, runs: int) -> tuple[float, float]:
    """``kehoach build`` as a process, against the openpyxl script as a process."""
    out = str(folder / "out.xlsx")
    return alternating(
        lambda: process("-m", "workbook_tools", "build", str(plan), "-o", out),
        lambda: process(
            str(HERE / "openpyxl_script.py"), str(projects), str(folder / "other.xlsx")
        ),
        runs,
    )


def main(quick: bool) -> None:
    rows: list[tuple[str, str, float, float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plans = {}
        for size in (100, 10_000) if quick else (100, 10_000, 100_000):
            plans[size] = folder / f"plan{size}.xlsx"
            write_plan(plans[size], size)
        rows.append(
            (
                "layout and writing, 10,000 rows",
                "XlsxWriter",
                *writing(plans[10_000], 3 if quick else 7),
                0.35,
            )
        )
        if not quick:
            rows.append(
                (
                    "layout and writing, 100,000 rows",
                    "XlsxWriter",
                    *writing(plans[100_000], 3),
                    0.35,
                )
            )
            rows.append(
                ("the same, 100,000 rows to 10,000 rows", "itself", rows[1][2], rows[0][2], 11.0)
            )
        rows.append(
            (
                "kehoach build, 100 rows, whole process",
                "openpyxl script",
                *whole(plans[100], 100, folder, 5 if quick else 21),
                1.25,
            )
        )
        rows.append(
            (
                "kehoach build, 10,000 rows, whole process",
                "openpyxl script",
                *whole(plans[10_000], 10_000, folder, 3 if quick else 7),
                0.6,
            )
        )
    print(
        "| what | against | ours, s | theirs, s | ratio | at most |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    for what, against, ours, theirs, most in rows:
        print(f"| {what} | {against} | {ours:.3f} | {theirs:.3f} | {ours / theirs:.2f} | {most} |")


if __name__ == "__main__":
    main("--quick" in sys.argv)
