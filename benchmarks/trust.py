"""How well the commands stand what strangers send: python -m benchmarks.trust [--tries N].

Damaged packages (one change each, by a fixed seed), workbooks made to harm, and workbooks written
anew in every legal way, each given to a command in a process of its own whose time and memory are
measured. Survived: an answer in the project's own words, within 20 s and 1 GB.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.faults.trials import table


def main() -> int:
    """Print the table; the exit status is 1 where anything did not survive."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tries", type=int, default=1000, help="damaged packages")
    began = time.monotonic()
    rows = table(parser.parse_args().tries)
    print("| kind | tries | survived | slowest, s | largest, MB |\n| --- | --- | --- | --- | --- |")
    for kind, row in rows.items():
        print(f"| {kind} | {row.tries} | {row.survived} | {row.seconds:.1f} | {row.megabytes} |")
    print(
        f"\n{sum(row.survived for row in rows.values())} of "
        f"{sum(row.tries for row in rows.values())} survived, {time.monotonic() - began:.0f} s"
    )
    for row in rows.values():
        print(*row.faults, sep="\n", end="\n" if row.faults else "")
    return int(any(row.faults for row in rows.values()))


if __name__ == "__main__":
    sys.exit(main())
