"""How well the commands stand what strangers send: python -m benchmarks.trust [--tries N].

Damaged packages (one change each, by a fixed seed), workbooks made to harm, and workbooks written
anew in every legal way, each given to a command in a process of its own whose time and memory are
measured. Survived: an answer in the project's own words, within 20 s and 1 GB.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.faults import hostile, reserialised
from tests.faults.mutations import mutated
from tests.faults.survival import Outcome, Runner

EXAMPLE = ROOT / "examples/dong-nai-2021.xlsx"
DE_AN = "xl/worksheets/sheet2.xml"
COMMANDS = (("build",), ("check",), ("unflag",), ("template", "lint"))


@dataclass
class Row:
    """What came of one kind of input."""

    tries: int = 0
    survived: int = 0
    seconds: float = 0.0
    megabytes: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, outcome: Outcome) -> None:
        """Count one try."""
        self.tries += 1
        self.survived += not outcome.fault
        self.seconds = max(self.seconds, outcome.seconds)
        self.megabytes = max(self.megabytes, outcome.megabytes)
        if outcome.fault:
            self.faults.append(f"{name}: {outcome.fault}")


Try = tuple[str, str, Path, tuple[tuple[str, ...], ...]]
"""A kind, a name, a file, and the commands that are given it."""


def damaged(folder: Path, data: bytes, tries: int) -> Iterator[Try]:
    """Packages with one change each."""
    for seed in range(tries):
        kind, changed = mutated(seed, data)
        file = folder / f"m{seed}.xlsx"
        file.write_bytes(changed)
        yield f"damaged: {kind}", f"seed {seed}", file, (COMMANDS[seed % len(COMMANDS)],)
        file.unlink()


def harmful(folder: Path, data: bytes) -> Iterator[Try]:
    """Workbooks made to harm."""
    for kind, name, file in hostile.save(folder, data, DE_AN):
        yield f"harmful: {kind}", name, file, (("build",), ("check",))


def anew(folder: Path, data: bytes) -> Iterator[Try]:
    """The example written in every legal way."""
    for name, way in reserialised.WAYS.items():
        file = folder / "anew.xlsx"
        file.write_bytes(reserialised.rewritten_parts(data, way))
        yield "written anew", name, file, COMMANDS
        file.unlink()


def table(tries: int) -> dict[str, Row]:
    """The rows of the table, by kind."""
    data = EXAMPLE.read_bytes()
    rows: dict[str, Row] = {}
    with Runner() as runner:
        folder = runner.folder
        sources = (damaged(folder, data, tries), harmful(folder, data), anew(folder, data))
        for source in sources:
            for kind, name, file, commands in source:
                for command in commands:
                    outcome = runner.run(*command, str(file))
                    rows.setdefault(kind, Row()).add(f"{name}, {' '.join(command)}", outcome)
    return rows


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
