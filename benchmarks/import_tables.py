"""How right imports are: python -m benchmarks.import_tables [--layouts N].

Plans whose truth is known are laid out as offices do (headings, order of columns, numbering, sums,
units, forms of amounts, by chance), written as .xlsx, .docx, .txt and, by LibreOffice, as .xls and
.ods, a third of them damaged as scans are; each is imported. Reported: the share of cells that are
right, by column; wrong totals; wrong cells of an import that marks nothing unsure; errors told of
right tables.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.imports import NUMBERS, TEXTS, Score, judge
from tests.faults.layouts import SUFFIXES, file_of, layout
from tests.judges.openxml import converted
from workbook_tools.errors import InputError
from workbook_tools.jobs.import_table import import_tables
from workbook_tools.read.any_source import open_tables

LAYOUTS = 100
TEXT_GOAL = 0.995


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--layouts", type=int, default=LAYOUTS)
    count = parser.parse_args().layouts
    score = Score()
    refused = []
    with tempfile.TemporaryDirectory() as name:
        for seed in range(count):
            made = layout(seed, SUFFIXES[seed % len(SUFFIXES)], damaged=seed % 3 == 2)
            suffix = made.suffix if made.suffix in ("docx", "txt") else "xlsx"
            file = Path(name) / f"bieu{seed}.{suffix}"
            file.write_bytes(file_of(made))
            if suffix != made.suffix and made.suffix != "xlsx":
                file = converted(file, made.suffix)
            try:
                judge(made, import_tables(open_tables(file)), score)
            except InputError as error:
                refused.append(f"{seed}.{made.suffix}: {error}")
    for column in (*TEXTS, *NUMBERS):
        print(f"{column:16} {score.share([column]):8.2%} of {score.cells[column]}")
    for called, found in (
        ("refused", refused),
        ("wrong totals", score.totals),
        ("wrong cells not marked unsure", score.unmarked),
        ("errors told of right tables", score.alarms),
    ):
        print(f"{called}: {len(found)}", *found[:10], sep="\n  ")
    print("wrong cells:", len(score.wrong), *score.wrong[:20], sep="\n  ")
    reached = score.share(NUMBERS) == 1 and score.share(TEXTS) >= TEXT_GOAL
    return int(not reached or bool(refused or score.totals or score.unmarked or score.alarms))


if __name__ == "__main__":
    sys.exit(main())
