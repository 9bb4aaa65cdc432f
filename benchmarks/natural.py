"""How the rules do on workbooks that nobody here wrote: python -m benchmarks.natural [--draw].

Every workbook of the shared corpus and cases, of the packages that are installed, and the source
document is checked, and where it is somebody's table imported, too. Reported: the findings by rule,
for each 1,000 cells that hold anything; of 200 of them (all, where there are fewer), drawn by a
fixed seed and judged one by one in ``natural.csv``, the share that is right, by rule. ``--draw``
writes the drawn findings, those that are judged with their verdicts, the others without. Where the
shared folders are not beside the checkout, the judged findings alone are reported.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from workbook_tools.check.findings import Finding
from workbook_tools.errors import WorkbookToolsError
from workbook_tools.jobs.check import check_workbook
from workbook_tools.jobs.import_table import import_tables
from workbook_tools.read.any_source import open_tables

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
FOLDERS = ("corpus", "cases/tables", "cases/plans", "seed")
PACKAGES = Path(sysconfig.get_paths()["purelib"])
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".txt")
JUDGED = HERE / "natural.csv"
COLUMNS = ("workbook", "cell", "rule", "message", "verdict", "reason")
VERDICTS = ("right", "wrong", "debatable")
DRAWN = 200
SEED = 2026
GOAL = 0.9
LOWEST = 0.7
FEW = 5
"""A rule that is judged fewer times is printed, and fails nothing: so few say little of it."""


class Found(NamedTuple):
    """A finding: the workbook (``>`` before one that was imported), where, the rule, its words."""

    workbook: str
    cell: str
    rule: str
    message: str


class Seen(NamedTuple):
    """What a pass over all workbooks has seen."""

    found: list[Found]
    workbooks: int
    cells: int
    told: int


def workbooks() -> Iterator[Path]:
    """The workbooks, those of this project's own left out."""
    for folder in FOLDERS:
        files = (SHARED / folder).rglob("*")
        yield from sorted(file for file in files if file.suffix.lower() in SUFFIXES)
    for file in sorted(PACKAGES.rglob("*.xls[xm]")):
        if "workbook_tools" not in file.parts:
            yield file


def seen() -> Seen:
    """Every finding of every workbook; how many there are, with how many cells, and how many are
    told in a sentence to hold no plan and no table.
    """
    found: list[Found] = []
    cells = told = count = 0
    for file in workbooks():
        count += 1
        cells += _cells(file)
        said = len(found)
        found += _findings(file)
        told += len(found) == said and _is_told(file)
    return Seen(sorted(set(found)), count, cells, told)


def _findings(file: Path) -> Iterator[Found]:
    """The findings of a check, and of the plan that an import makes."""
    try:
        for one in check_workbook(file).findings:
            yield _named(one, file.name)
    except WorkbookToolsError:
        pass
    try:
        for one in import_tables(open_tables(file)).findings:
            yield _named(one, f">{file.name}")
    except WorkbookToolsError:
        pass


def _named(one: Finding, name: str) -> Found:
    return Found(name, one.where, one.rule, one.message)


def _is_told(file: Path) -> bool:
    try:
        check_workbook(file)
    except WorkbookToolsError:
        return True
    return False


def _cells(file: Path) -> int:
    """How many cells of a workbook hold anything; 0 for what is not read."""
    try:
        book = open_tables(file)
        grids = [grid for name in book.sheet_names if (grid := book.grid(name)) is not None]
    except WorkbookToolsError:
        return 0
    return sum(value not in (None, "") for grid in grids for row in grid.rows for value in row)


def drawn(found: Sequence[Found]) -> list[Found]:
    """The findings that are judged."""
    return sorted(random.Random(SEED).sample(found, min(DRAWN, len(found))))


def judged() -> dict[Found, tuple[str, str]]:
    """The verdict on each finding that was judged, and its reason."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {Found(*row[:4]): (row[4], row[5]) for row in rows}


def write(found: Sequence[Found]) -> None:
    """The drawn findings with the verdicts that they have."""
    known = judged() if JUDGED.exists() else {}
    with JUDGED.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for one in drawn(found):
            rows.writerow((*one, *known.get(one, ("", ""))))


def report(known: dict[Found, tuple[str, str]]) -> bool:
    """Print the precision by rule and of all; whether it reaches the goal."""
    counts: dict[str, Counter[str]] = {}
    for one, (verdict, _) in known.items():
        counts.setdefault(one.rule, Counter())[verdict] += 1
    print("rule   judged  right  debatable  wrong  precision")
    for rule, count in sorted(counts.items()):
        print(_line(rule, count))
    total = sum(counts.values(), Counter())
    print(_line("all", total))
    low = [rule for rule, count in sorted(counts.items()) if _share(count) < LOWEST]
    print(f"rules under {LOWEST:.0%}: {', '.join(low) or 'none'}")
    often = [rule for rule in low if counts[rule].total() >= FEW]
    return _share(total) >= GOAL and not often


def _line(rule: str, count: Counter[str]) -> str:
    right, wrong, debatable = (count[verdict] for verdict in VERDICTS)
    share = f"{_share(count):9.1%}"
    return f"{rule:6} {count.total():6} {right:6} {debatable:10} {wrong:6}  {share}"


def _share(count: Counter[str]) -> float:
    """The share that is right: what is debatable counts as not right."""
    return count["right"] / count.total() if count.total() else 0.0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draw", action="store_true")
    draw = parser.parse_args().draw
    known = judged() if JUDGED.exists() else {}
    if not SHARED.exists():
        print(f"{SHARED} is not there: only what was judged is reported")
        return int(not report(known))
    done = seen()
    print(f"{done.workbooks} workbooks, {done.cells:,} cells, {len(done.found)} findings")
    print(f"{done.told} workbooks hold no plan and no table of projects, and are told so")
    for rule, count in sorted(Counter(one.rule for one in done.found).items()):
        print(f"{rule:6} {count:6} findings {1000 * count / done.cells:8.3f} for 1,000 cells")
    if draw:
        write(done.found)
        return 0
    left = [one for one in drawn(done.found) if one not in known]
    gone = [one for one in known if one not in set(done.found)]
    print(f"judged findings that are told no longer: {len(gone)}", *gone, sep="\n  ")
    print(f"drawn and not judged: {len(left)}", *left[:10], sep="\n  ")
    return int(not report(known) or bool(left))


if __name__ == "__main__":
    sys.exit(main())
