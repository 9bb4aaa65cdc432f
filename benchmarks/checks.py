"""How well the rules find faults: python -m benchmarks.checks [--instances N] [--clean N].

Clean plans are made at random; into each one fault is put, for every rule in turn, and the workbook
is written, read and checked as a user's would be. Reported for each rule: found at the right cell,
found elsewhere only, missed; false alarms on the clean plans; two and ten faults at once; and the
time that all rules take.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl

from tests.faults.plans import write_plan
from tests.faults.scoring import false_alarms, score, together
from workbook_tools.check import RULES, check_plan
from workbook_tools.read import read_plan


def speed() -> list[tuple[str, float, float]]:
    """All rules on 10,000 rows against openpyxl reading them; on 100 rows; on 20,000 against
    10,000.
    """
    with tempfile.TemporaryDirectory() as name:
        files = {size: Path(name) / f"{size}.xlsx" for size in (100, 10_000, 20_000)}
        for size, file in files.items():
            write_plan(file, size)
        timed = {size: _checking(file) for size, file in files.items()}
        reading = _median(partial(_read_with_openpyxl, files[10_000].read_bytes()), 3)
    return [
        (
            "all rules, 10,000 rows, against openpyxl (read-only) reading the sheet",
            timed[10_000],
            reading,
        ),
        ("all rules, 20,000 rows, against 10,000 rows", timed[20_000], timed[10_000]),
        ("all rules, 100 rows, against 30 ms", timed[100], 0.030),
    ]


def _checking(file: Path) -> float:
    return _median(partial(check_plan, read_plan(file)))


def _read_with_openpyxl(data: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    for row in book["DeAn"].iter_rows(values_only=True):
        len(row)


def _median(action: Callable[[], object], runs: int = 5) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def one_fault(instances: int, clean: int) -> bool:
    """Print the table of the rules; whether any falls short."""
    short = False
    alarms = false_alarms(clean)
    print(
        "| rule | right cell | elsewhere | missed | false alarms | other rules that spoke too |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    for code in RULES:
        result = score(code, instances)
        short = short or bool(result.elsewhere or result.missed or alarms[code])
        beside = ", ".join(f"{other} {count}" for other, count in result.beside.most_common(5))
        note = f" (seeds {result.wrong_seeds[:5]})" if result.wrong_seeds else ""
        print(
            f"| {code} | {result.right} | {result.elsewhere} | {result.missed} | {alarms[code]} "
            f"| {beside} |{note}",
            flush=True,
        )
    print(f"\nFalse alarms on {clean} clean plans: {alarms.total()}")
    return short


def several_faults() -> bool:
    """Print how many of two and of ten faults at once are found; whether any is not."""
    short = False
    for faults, plans in ((2, 100), (10, 50)):
        found, put, lost = together(faults, plans)
        short = short or found < put
        print(
            f"{faults} faults at once, {plans} plans: {found} of {put} found"
            + (f"; not found: {dict(lost)}" if lost else "")
        )
    return short


def main() -> int:
    """Print the tables; the exit status is 1 where anything falls short of the goal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=int, default=50)
    parser.add_argument("--clean", type=int, default=300)
    options = parser.parse_args()
    began = time.perf_counter()
    short = [one_fault(options.instances, options.clean), several_faults()]
    print("\n| what | ours, s | theirs, s | ratio |\n| --- | --- | --- | --- |")
    for what, ours, theirs in speed():
        print(f"| {what} | {ours:.4f} | {theirs:.4f} | {ours / theirs:.2f} |")
    print(f"\n{time.perf_counter() - began:.0f} s")
    return int(any(short))


if __name__ == "__main__":
    sys.exit(main())
