"""What is ready to go out: one mail and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass

from workbook_tools.plan.model import Plan
from workbook_tools.send.mail import Mail


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail that is ready: its plan (or part of it), what was left out of the copy, formulas
    proved, pages printed.

    ``doubts`` are sentences that the user should read before it goes.
    """

    name: str
    unit: str
    plan: Plan
    mail: Mail
    removed: tuple[str, ...]
    formulas: int
    pages: int
    doubts: tuple[str, ...] = ()
