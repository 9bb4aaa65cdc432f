"""How well the commands stand what strangers send: python -m benchmarks.trust [--tries N].

Damaged packages (one change each, by a fixed seed), workbooks made to harm, and workbooks written
anew in every legal way, each given to a command in a process of its own whose time and memory are
measured. Survived: an answer in the project's own words, within 20 s and 1 GB. And mail servers
that misbehave at every step, and logs of mails that are none. Survived: the log is true, nothing is
lost or sent twice.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.faults.bad_servers import log_rows, server_rows
from tests.faults.killings import killed_row, pairs_row, saves_row, signals_row
from tests.faults.survival import Outcome
from tests.faults.trials import Row, Table, all_trials


def _mail_rows() -> dict[str, Row]:
    """The rows of what was tried here, in this process."""
    return {"bad mail servers": _row(server_rows()), "bad logs of mails": _row(log_rows())}


def _row(tried: Iterator[tuple[str, str]]) -> Row:
    row, began = Row(), time.monotonic()
    for name, fault in tried:
        now = time.monotonic()
        row.add(name, Outcome(0, "", now - began, 0), fault)
        began = now
    return row


def _interrupted_rows(kills: int, signals: int) -> tuple[dict[str, Row], int]:
    """The rows of commands that are killed, stopped or not alone, and how many kills met one at
    work.
    """
    killed, at_work = killed_row(kills)
    rows = {
        "killed": killed,
        "pairs of builds": pairs_row(20),
        "saved by another program": saves_row(),
        "stopped while a mail is made": signals_row(signals),
    }
    return rows, at_work


def main() -> int:
    """Print the table; the exit status is 1 where anything did not survive."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tries", type=int, default=1000, help="damaged packages")
    parser.add_argument("--signals", type=int, default=60, help="stops while a mail is made")
    parser.add_argument("--kills", type=int, default=300, help="commands killed while they write")
    parser.add_argument("--once", action="store_true", help="each harm in one place, not in three")
    began, options = time.monotonic(), parser.parse_args()
    table = Table(all_trials(options.tries, once=options.once))
    with ThreadPoolExecutor(2) as two:  # a machine has two cores; who is done first goes on
        first = two.submit(table.fill)
        interrupted = two.submit(_interrupted_rows, options.kills, options.signals)
        second = two.submit(table.fill)
        mails = _mail_rows()
        first.result()
        second.result()
        more, at_work = interrupted.result()
    rows = table.rows | mails | more
    print("| kind | tries | survived | slowest, s | largest, MB |\n| --- | --- | --- | --- | --- |")
    for kind, row in rows.items():
        print(f"| {kind} | {row.tries} | {row.survived} | {row.seconds:.1f} | {row.megabytes} |")
    print(
        f"\n{sum(row.survived for row in rows.values())} of "
        f"{sum(row.tries for row in rows.values())} survived, {time.monotonic() - began:.0f} s"
    )
    print(f"{at_work} of {rows['killed'].tries} kills met the command at work")
    for row in rows.values():
        print(*row.faults, sep="\n", end="\n" if row.faults else "")
    return int(any(row.faults for row in rows.values()))


if __name__ == "__main__":
    sys.exit(main())
