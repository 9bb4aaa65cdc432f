"""What a job reads and checks, counted."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import python_calamine

from workbook_tools.check import RULES
from workbook_tools.check.register import Fault
from workbook_tools.plan.model import Plan


@dataclass
class Counts:
    """The files whose values were opened, how often each sheet of each was read, and the plans over
    which the rules were run.
    """

    files: list[bytes] = field(default_factory=list)
    reads: Counter[tuple[int, str]] = field(default_factory=Counter)
    checked: list[Plan] = field(default_factory=list)

    def restart(self) -> None:
        """Forget what was counted; a file that is open already keeps its number."""
        self.reads.clear()
        self.checked.clear()
        self.files[:] = [b""] * len(self.files)

    @property
    def opened(self) -> list[bytes]:
        """The files that were opened since the start."""
        return [data for data in self.files if data]

    @property
    def sheets(self) -> set[str]:
        """The sheets that were read, of whichever file."""
        return {sheet for _, sheet in self.reads}

    @property
    def twice(self) -> list[str]:
        """The sheets that were read more than once out of one file."""
        return [sheet for (_, sheet), count in self.reads.items() if count > 1]


class Reader:
    """The reader of a file's values; it counts the sheets that are asked for."""

    def __init__(self, file: io.BytesIO, counts: Counts) -> None:
        self.number = len(counts.files)
        counts.files.append(file.getvalue())
        self.reader = python_calamine.load_workbook(file)
        self.counts = counts

    def get_sheet_by_name(self, name: str) -> Any:
        self.counts.reads[self.number, name] += 1
        return self.reader.get_sheet_by_name(name)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Counts from here on; nothing that is read or found is another."""
    held = Counts()
    rule = RULES["A01"]

    class Workbook:
        @staticmethod
        def from_filelike(file: io.BytesIO) -> Reader:
            return Reader(file, held)

    def find(plan: Plan) -> Iterator[Fault]:
        held.checked.append(plan)
        return rule.find(plan)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Workbook)
    monkeypatch.setitem(RULES, "A01", replace(rule, find=find))
    return held
