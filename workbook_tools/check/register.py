"""What a rule is, and the register of all rules.

A rule is one thing in one place: one function with ``@rule``. Its code, severity, title, examples,
its live twin, how its flag looks and the faults that it must find are the decorator's arguments,
its explanation is its docstring; command, checks sheet, docs, flags, tests and the benchmark all
read them from here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from workbook_tools.place import Place
from workbook_tools.plan.model import Line, Plan
from workbook_tools.plan.money import format_amount

if TYPE_CHECKING:
    from workbook_tools.check.standing import Standing, Table


class Severity(Enum):
    """How grave a finding is; the value is the word in reports, ``label`` the word users see."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """``Lỗi``, ``Cảnh báo`` or ``Lưu ý``."""
        return {"error": "Lỗi", "warning": "Cảnh báo", "note": "Lưu ý"}[self.value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found: the cell to mend, what is wrong in numbers, what to do, and which amount
    shows it. Where it ``explains`` its whole row, that row does not echo in other rules, but for
    its money.
    """

    place: Place
    message: str
    hint: str
    line: Line | None = None
    column: str = ""
    severity: Severity | None = None
    explains: bool = False


def fault(
    plan: Plan, line: Line, column: str, message: str, hint: str, severity: Severity | None = None
) -> Fault:
    """What a rule found in a field of a line: its cell is to be mended, and shows it; of another
    severity than the rule's where one is given.
    """
    return Fault(plan.place(line, column), message, hint, line, column, severity)


Find = Callable[[Plan], Iterator[Fault]]


class Look(Enum):
    """Where the flag of a rule shows: on a value, on a cell that may be empty, or on a stated
    amount that differs from the computed one, and only as long as it does.
    """

    VALUE = "value"
    EMPTY = "empty"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Example:
    """What is wrong, or right, as the page of a rule tells it, and the plan in which it is so.

    ``cells`` are typed over the small clean plan that all examples share: an address (on ``DeAn``
    where it names no sheet) → a value, ``None`` for an empty cell, ``"=…"`` for a formula, a pair
    for a formula with its stored result, ``"'…"`` for a text that begins like a formula. ``marks``
    is what else is done to the sheet, e.g. ``hidden 4``. A good example without cells is the clean
    plan itself. A bad example is found at the cell ``at``
    and ``says`` what the message is; a good one is found nowhere.
    """

    text: str
    cells: Mapping[str, object] = field(default_factory=dict)
    at: str = ""
    says: str = ""
    marks: Sequence[str] = ()

    def __str__(self) -> str:
        return self.text

    @property
    def where(self) -> str:
        """Where a bad example is found, with its sheet."""
        return f"DeAn!{self.at}" if "!" not in self.at and self.at[-1:].isdigit() else self.at


TOTAL_UNTOLD: Mapping[str, object] = {
    "ThongTin!B6": None,
    **dict.fromkeys([f"ChiTieu!{column}2" for column in "ABCDEF"]),
}
"""Cells of an example that changes the plan's total: nothing else tells of it."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule:
    """One rule.

    ``bad`` and ``good`` are its examples. ``live`` gives its standing conditions, ``watch`` that of
    a single cell. ``on_appendix``: it is asked of an appendix beside its plan, too, of its numbers
    and formulas as they stand. ``fault`` names the faults of ``tests/faults/`` that it must find.
    """

    code: str
    severity: Severity
    title: str
    explanation: str
    bad: Example
    good: Example
    find: Find
    live: Callable[[Table], Iterator[Standing]] | None = None
    watch: Callable[[Plan, str], str | None] | None = None
    on_appendix: bool = False
    look: Look = Look.VALUE
    fault: Sequence[str] = ()


_REGISTERED: dict[str, Rule] = {}


def rule(
    code: str,
    severity: Severity,
    title: str,
    *,
    bad: Example | str,
    good: Example | str,
    live: Callable[[Table], Iterator[Standing]] | None = None,
    watch: Callable[[Plan, str], str | None] | None = None,
    on_appendix: bool = False,
    look: Look = Look.VALUE,
    fault: Sequence[str] = (),
) -> Callable[[Find], Find]:
    """Register a rule. Raises ``ValueError`` for a code that is taken."""

    def register(find: Find) -> Find:
        if code in _REGISTERED:
            raise ValueError(f"rule {code} is there already")
        explanation = " ".join((find.__doc__ or "").split())
        _REGISTERED[code] = Rule(
            code,
            severity,
            title,
            explanation,
            bad if isinstance(bad, Example) else Example(bad),
            good if isinstance(good, Example) else Example(good),
            find,
            live,
            watch,
            on_appendix,
            look,
            fault,
        )
        return find

    return register


def named(line: Line) -> str:
    """How a message calls a line: its number and name, or its row."""
    said = f"{line.tt} {line.name}".strip()
    return (said if len(said) <= 80 else said[:79] + "…") if said else f"Dòng {line.row}"


def of_programme(programme: Line) -> str:
    """Whose projects are meant: those of a programme; nothing where no row names it."""
    return f" của chương trình {named(programme)}" if programme.row else ""


def money(plan: Plan, value: Decimal) -> str:
    """An amount as a message says it, with the plan's unit (đơn vị tính)."""
    return f"{format_amount(value)} {plan.unit.said}"


def quoted(value: object) -> str:
    """A cell's text as a message shows it: composed, on one line, not too long."""
    said = unicodedata.normalize("NFC", " ".join(str(value).split()))
    return f"“{said if len(said) <= 60 else said[:59] + '…'}”"


def registered() -> dict[str, Rule]:
    """The register itself, in the order of the codes: a rule that is added later is in it too."""
    for code in sorted(_REGISTERED):
        _REGISTERED[code] = _REGISTERED.pop(code)
    return _REGISTERED
