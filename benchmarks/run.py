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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import xlsxwriter_cells
from tests.faults.plans import write_plan
from workbook_tools.jobs.build import build_workbook, load_template

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Shape:
    """A kind of plan: how many projects a programme has, what follows on each aim, and the bound
    of layout and writing: XlsxWriter is given the finished texts, and measures no row's height and
    writes no digest, each of which takes a quarter of ours. ``most`` projects are tried: of long
    texts there may be no more in one workbook (K223).
    """

    name: str
    programme: int
    layout: float
    sentence: str = ""
    most: int = 75_000


@dataclass(frozen=True)
class Row:
    """A pair of medians, in seconds, and the largest ratio that is wanted."""

    what: str
    against: str
    ours: float
    theirs: float
    most: float

    @property
    def ratio(self) -> float:
        """Ours to theirs."""
        return self.ours / self.theirs


_LONG = ", đào tạo nghề gắn với giải quyết việc làm cho lao động tại địa phương" * 4
SHAPES = (
    Shape("programmes of 100", 100, 0.8),
    Shape("programmes of 10", 10, 0.8),
    Shape("programmes of 10 with long texts", 10, 0.85, _LONG, 50_000),
)
# Rows of a plan: runs of layout and writing, of whole builds, and the bound of the latter.
SIZES = {100: (0, 21, 1.25), 10_000: (5, 5, 0.9), 75_000: (3, 0, 1.0)}
QUICK = {100: (0, 5, 1.25), 10_000: (3, 3, 0.9)}


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


def whole(plan: Path, projects: int, shape: Shape, runs: int) -> tuple[float, float]:
    """``kehoach build`` as a process, against the openpyxl script as a process."""
    out = str(plan.with_name("out.xlsx"))
    other = (str(HERE / "openpyxl_script.py"), str(projects), out, str(shape.programme))
    return alternating(
        lambda: process("-m", "workbook_tools", "build", str(plan), "-o", out),
        lambda: process(*other, shape.sentence),
        runs,
    )


def measured(folder: Path, quick: bool) -> Iterator[Row]:
    """Every row of the table, for each shape of plan."""
    sizes = QUICK if quick else SIZES
    for shape in SHAPES:
        layout: dict[int, float] = {}
        for size, (layouts, builds, most) in sizes.items():
            projects = min(size, shape.most)
            plan = folder / f"plan{projects}.xlsx"
            write_plan(plan, projects, shape.programme, shape.sentence)
            what = f"{projects:,} rows, {shape.name}"
            if layouts:
                pair = writing(plan, layouts)
                layout[projects] = pair[0]
                yield Row(f"layout and writing, {what}", "XlsxWriter", *pair, shape.layout)
            if builds:
                pair = whole(plan, projects, shape, builds)
                yield Row(f"kehoach build, {what}", "openpyxl script", *pair, most)
        if len(layout) > 1:
            small, large = sorted(layout)
            pair, most = (layout[large], layout[small]), 1.1 * large / small
            yield Row(f"{large:,} rows to {small:,}, {shape.name}", "itself", *pair, most)


def main(quick: bool) -> int:
    """Print the table, and last which row is furthest from its bound; the exit status is 1 where
    one is over it.
    """
    print("| what | against | ours, s | theirs, s | ratio | at most |")
    print("| --- | --- | --- | --- | --- | --- |")
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for row in measured(Path(name), quick):
            rows.append(row)
            print(
                f"| {row.what} | {row.against} | {row.ours:.3f} | {row.theirs:.3f} "
                f"| {row.ratio:.2f} | {row.most:.4g} |",
                flush=True,
            )
    for against in sorted({row.against for row in rows}):
        worst = max((row for row in rows if row.against == against), key=lambda row: row.ratio)
        print(f"\nWorst against {against}: {worst.ratio:.2f} ({worst.what})")
    return int(any(row.ratio > row.most for row in rows))


if __name__ == "__main__":
    sys.exit(main("--quick" in sys.argv))
