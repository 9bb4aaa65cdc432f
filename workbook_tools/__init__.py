"""Plans of local industrial promotion (khuyến công địa phương) → the official appendix, with proved
formulas.

    >>> from workbook_tools import read_plan, check_plan, build_workbook
    >>> plan = read_plan("examples/dong-nai-2021.xlsx")
    >>> plan.total
    Decimal('9230500')
    >>> check_plan(plan)
    ()

Importing this package imports none of its own modules until one is asked for: a ribbon button pays
for what it uses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbook_tools.check import Finding, check_plan, findings_frame
    from workbook_tools.errors import InputError, ProofError, TemplateError, WorkbookToolsError
    from workbook_tools.jobs.build import Built, build_workbook
    from workbook_tools.plan.model import Funding, Plan, Programme, Project, Section
    from workbook_tools.plan.money import Unit
    from workbook_tools.plan.words import amount_in_words
    from workbook_tools.read import read_plan

_HOMES = {
    "Built": "jobs.build",
    "build_workbook": "jobs.build",
    "Finding": "check",
    "check_plan": "check",
    "findings_frame": "check",
    "InputError": "errors",
    "ProofError": "errors",
    "TemplateError": "errors",
    "WorkbookToolsError": "errors",
    "Unit": "plan.money",
    "amount_in_words": "plan.words",
    "Funding": "plan.model",
    "Plan": "plan.model",
    "Programme": "plan.model",
    "Project": "plan.model",
    "Section": "plan.model",
    "read_plan": "read",
}

__all__ = [
    "Built",
    "Finding",
    "Funding",
    "InputError",
    "Plan",
    "Programme",
    "Project",
    "ProofError",
    "Section",
    "TemplateError",
    "Unit",
    "WorkbookToolsError",
    "amount_in_words",
    "build_workbook",
    "check_plan",
    "findings_frame",
    "read_plan",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
