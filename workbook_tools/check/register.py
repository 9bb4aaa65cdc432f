"""What a rule is, and the register of all rules.

Adding a rule is adding one function with ``@rule``: its code, severity and title are the
decorator's arguments, its explanation is its docstring, and command, checks sheet and docs all read
them from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from workbook_tools.place import Place
from workbook_tools.plan.model import Line, Plan


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
    shows it.
    """

    place: Place
    message: str
    hint: str
    line: Line | None = None
    column: str = ""
    severity: Severity | None = None


def fault(plan: Plan, line: Line, field: str, message: str, hint: str) -> Fault:
    """What a rule found in a field of a line: its cell is to be mended, and shows it."""
    return Fault(plan.place(line, field), message, hint, line, field)


Find = Callable[[Plan], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``bad`` and ``good`` are its examples."""

    code: str
    severity: Severity
    title: str
    explanation: str
    bad: str
    good: str
    find: Find


_REGISTERED: dict[str, Rule] = {}


def rule(
    code: str, severity: Severity, title: str, *, bad: str, good: str
) -> Callable[[Find], Find]:
    """Register a rule. Raises ``ValueError`` for a code that is taken."""

    def register(find: Find) -> Find:
        if code in _REGISTERED:
            raise ValueError(f"rule {code} is there already")
        _REGISTERED[code] = Rule(
            code, severity, title, " ".join((find.__doc__ or "").split()), bad, good, find
        )
        return find

    return register


def named(line: Line) -> str:
    """How a message calls a line: its number and name, or its row."""
    said = f"{line.tt} {line.name}".strip()
    return (said if len(said) <= 80 else said[:79] + "…") if said else f"Dòng {line.row}"


def quoted(value: object) -> str:
    """A cell's text as a message shows it: on one line, not too long."""
    said = " ".join(str(value).split())
    return f"“{said if len(said) <= 60 else said[:59] + '…'}”"


def registered() -> dict[str, Rule]:
    """The register itself, in the order of the codes: a rule that is added later is in it too."""
    for code in sorted(_REGISTERED):
        _REGISTERED[code] = _REGISTERED.pop(code)
    return _REGISTERED
