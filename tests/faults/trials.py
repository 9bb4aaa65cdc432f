"""What strangers may send, given to the commands: the rows of a table of tries and survived.

Damaged packages (one change each, by a fixed seed), workbooks made to harm, and workbooks written
anew in every legal way, each given to a command in a process of its own whose time and memory are
measured. Survived: an answer in the project's own words, within 20 s and 1 GB.
"""

from __future__ import annotations

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


def harmful(folder: Path, data: bytes, first_only: bool) -> Iterator[Try]:
    """Workbooks made to harm: all, or the first of each kind."""
    seen = set()
    for kind, name, file in hostile.save(folder, data, DE_AN):
        if first_only and kind in seen:
            continue
        seen.add(kind)
        yield f"harmful: {kind}", name, file, (("build",), ("check",))


def anew(folder: Path, data: bytes) -> Iterator[Try]:
    """The example written in every legal way."""
    for name, way in reserialised.WAYS.items():
        file = folder / "anew.xlsx"
        file.write_bytes(reserialised.rewritten_parts(data, way))
        yield "written anew", name, file, COMMANDS
        file.unlink()


def table(tries: int, *, quick: bool = False) -> dict[str, Row]:
    """The rows of the table, by kind."""
    data = EXAMPLE.read_bytes()
    rows: dict[str, Row] = {}
    with Runner() as runner:
        folder = runner.folder
        sources = (damaged(folder, data, tries), harmful(folder, data, quick), anew(folder, data))
        for source in sources:
            for kind, name, file, commands in source:
                for command in commands:
                    outcome = runner.run(*command, str(file))
                    rows.setdefault(kind, Row()).add(f"{name}, {' '.join(command)}", outcome)
    return rows
