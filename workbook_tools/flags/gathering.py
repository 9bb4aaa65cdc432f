"""Flags as they are gathered, sheet by sheet: what a flag says, how grave it is, how it looks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from workbook_tools.check import Finding
from workbook_tools.flags.marks import Format
from workbook_tools.flags.sheet_parts import SheetFlags
from workbook_tools.plan.money import format_amount

GRADES = ("accepted", "error", "warning", "note")
"""From what shows before all else to what shows last."""

_LONG = 200
SIGN_WIDTH = 4
"""Digits that the sign, its blank and the room of a bracket take."""


@dataclass(eq=False, repr=False)
class SheetGathering:
    """Flags of one sheet as they are gathered."""

    formats: dict[str, list[Format]] = field(
        default_factory=lambda: {grade: [] for grade in GRADES}
    )
    plain: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def flag(self, cell: str, look: str, condition: str = "", *, stops: bool = False) -> None:
        """Flag a cell; cells that are flagged alike without a condition share one format."""
        grade = look.partition("-")[0]
        if condition or stops:
            self.formats[grade].append(Format(cell, condition, look, stops))
        else:
            self.plain.setdefault((grade, look), []).append(cell)

    def say(self, cell: str, text: str) -> None:
        """Put a text into the note of a cell, after what stands there already."""
        self.notes.setdefault(cell, []).append(text)

    def whole(self) -> SheetFlags:
        """All of it, the graver first; what was accepted goes before all."""
        formats: list[Format] = []
        for grade in GRADES:
            formats += self.formats[grade]
            formats += [
                Format(" ".join(dict.fromkeys(cells)), "", look)
                for (held, look), cells in self.plain.items()
                if held == grade
            ]
        notes = {cell: "\n\n".join(said) for cell, said in self.notes.items()}
        return SheetFlags(tuple(formats), notes)


Gathering = defaultdict[str, SheetGathering]
"""The flags of each sheet, by its name."""


def gathering() -> Gathering:
    """No flags yet."""
    return defaultdict(SheetGathering)


def note_of(finding: Finding) -> str:
    """What the note of a flagged cell says: the rule, what is wrong, what to do, why it stays."""
    accepted = f"\nĐã giải trình: {finding.accepted}" if finding.accepted is not None else ""
    said = f"{finding.label} {finding.rule}: {finding.message}.\n→ {finding.hint}{accepted}"
    return said.replace("..\n", ".\n")


def grade_of(finding: Finding) -> str:
    """The grade (one of ``GRADES``) in which a finding shows."""
    return "accepted" if finding.accepted is not None else finding.severity.value


def look_of(grade: str, value: object, width: float) -> str:
    """The look for a cell as it was typed: a sign before the value, where there is one and it has
    room (``width`` in digits); lines and hatching elsewhere.
    """
    if type(value) in (int, float):
        amount = Decimal(repr(value))
        if len(format_amount(amount)) + SIGN_WIDTH > width:
            return f"{grade}-plain"
        return with_decimals(grade, amount)
    return grade if isinstance(value, str) and 0 < len(value) <= _LONG else f"{grade}-plain"


def with_decimals(grade: str, amount: Decimal) -> str:
    """The look with a sign for an amount; its decimals show where it has some."""
    return grade if amount == amount.to_integral_value() else f"{grade}-decimals"
