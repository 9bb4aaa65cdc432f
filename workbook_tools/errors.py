"""Every failure a user can meet, each told in one Vietnamese sentence that says where and what to
do.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbook_tools.error_kinds import NOT_PROVED, ErrorKind
from workbook_tools.place import Place


class WorkbookToolsError(Exception):
    """Base of all errors meant for the user; ``str(error)`` is the Vietnamese sentence, without a
    traceback. ``kind`` is one of ``error_kinds``; ``values`` are what its sentence speaks of.
    """

    def __init__(self, kind: ErrorKind | str, place: Place | None = None, **values: object) -> None:
        self.kind, self.place, self.values = kind, place, values
        where = str(place) if place is not None else ""
        super().__init__(kind if isinstance(kind, str) else kind.said(values, where))


class InputError(WorkbookToolsError):
    """The plan, or a file given to a command, cannot be used (exit status 2)."""


class InputFaultsError(InputError):
    """Several things for which an input cannot be used, each with its place, told in one run."""

    def __init__(self, faults: tuple[InputError, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


@dataclass(frozen=True, slots=True, init=False)
class TemplateFault:
    """One thing wrong with a template, and where; ``message`` is the sentence of its kind."""

    place: Place
    kind: ErrorKind | str
    message: str

    def __init__(self, place: Place, kind: ErrorKind | str, **values: object) -> None:
        message = kind if isinstance(kind, str) else kind.told(values)
        for name, value in (("place", place), ("kind", kind), ("message", message)):
            object.__setattr__(self, name, value)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    def at(self, place: Place) -> TemplateFault:
        """The same at another place."""
        moved = TemplateFault(place, self.message)
        object.__setattr__(moved, "kind", self.kind)
        return moved


class TemplateError(WorkbookToolsError):
    """A template with every fault found in it, none hidden behind another."""

    def __init__(self, faults: tuple[TemplateFault, ...]) -> None:
        self.faults = faults
        super().__init__("Tệp mẫu có lỗi:\n" + "\n".join(f"  - {fault}" for fault in faults))


class ProofError(WorkbookToolsError):
    """A formula that could not be proved: names the cell, the formula, what was expected and what
    was found.
    """

    place: Place

    def __init__(
        self,
        place: Place,
        formula: str,
        expected: str,
        found: str,
        kind: ErrorKind = NOT_PROVED,
    ) -> None:
        self.formula, self.expected, self.found = formula, expected, found
        super().__init__(kind, place, formula=formula, expected=expected, found=found)
