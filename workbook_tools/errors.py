"""Every failure a user can meet, each told in one Vietnamese sentence that says where and what to
do.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbook_tools.place import Place


class WorkbookToolsError(Exception):
    """Base of all errors meant for the user; ``str(error)`` is the Vietnamese sentence, without a
    traceback.
    """


class InputError(WorkbookToolsError):
    """The plan, or a file given to a command, cannot be used (exit status 2)."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        self.place = place
        super().__init__(
            f"Ô {place}: {message}"
            if place and place.cell
            else f"Trang {place}: {message}"
            if place
            else message
        )


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One thing wrong with a template, and where."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class TemplateError(WorkbookToolsError):
    """A template with every fault found in it, none hidden behind another."""

    def __init__(self, faults: tuple[TemplateFault, ...]) -> None:
        self.faults = faults
        super().__init__("Tệp mẫu có lỗi:\n" + "\n".join(f"  - {fault}" for fault in faults))


class ProofError(WorkbookToolsError):
    """A formula that could not be proved: names the cell, the formula, what was expected and what
    was found.
    """

    def __init__(self, place: Place, formula: str, expected: str, found: str) -> None:
        self.place, self.formula, self.expected, self.found = place, formula, expected, found
        super().__init__(
            f"Ô {place}: công thức ={formula} không chứng minh được: cần {expected}, nhưng có {found}. "
            "Chưa ghi gì ra tệp; hãy sửa công thức này trong tệp mẫu."
        )
