"""``kehoach template lint``: compile a template and fill it from a sample plan, collecting every
fault.
"""

from __future__ import annotations

from pathlib import Path

from workbook_tools.check import RULES, Finding, Severity
from workbook_tools.error_kinds import SAMPLE_NOT_PROVED, TOO_HARD
from workbook_tools.errors import InputError, ProofError, TemplateError, TemplateFault
from workbook_tools.excel.calculation import CalculationError
from workbook_tools.excel.package import Package, pack
from workbook_tools.jobs.build import template_data
from workbook_tools.place import Place
from workbook_tools.read.source import Source, open_source
from workbook_tools.render.engine_book import calculated
from workbook_tools.render.layout import lay_out
from workbook_tools.render.proof import prove
from workbook_tools.render.transplant import draft_of
from workbook_tools.template.compile import compile_template
from workbook_tools.template.lint import contract_faults, sample_plan


def lint_file(path: Path) -> tuple[TemplateFault, ...]:
    """``kehoach template lint``: every fault of a template's file. Raises ``InputError``."""
    return lint(open_source(path).package)


def lint(package: Package) -> tuple[TemplateFault, ...]:
    """Every fault of a template workbook, each with sheet and cell; none where it is sound."""
    try:
        template = compile_template(package)
    except TemplateError as error:
        return error.faults
    except InputError as error:
        return (_unusable(error),)
    faults = contract_faults(template)
    plan = sample_plan()
    finding = Finding(next(iter(RULES)), Severity.ERROR, "Thử", Place("DeAn", "I5"), "Thử", "Thử")
    try:
        layout = lay_out(template, template_data(plan, (finding, finding)))
        draft = draft_of(package, layout)
        # The template's own sheets stand for those of a plan.
        own = Source("tệp mẫu", pack(package), package)
        prove(layout, draft.written, calculated(draft, own.grid), plan.unit)
    except TemplateError as error:
        faults += error.faults
    except ProofError as error:
        faults.append(
            TemplateFault(
                error.place,
                SAMPLE_NOT_PROVED,
                formula=error.formula,
                found=error.found,
                expected=error.expected,
            )
        )
    except InputError as error:
        faults.append(_unusable(error))
    except CalculationError:
        faults.append(TemplateFault(Place("PhuLuc"), TOO_HARD))
    return tuple(faults)


def _unusable(error: InputError) -> TemplateFault:
    """The fault of a template that cannot be read, or not be filled."""
    return TemplateFault(error.place or Place("Tệp mẫu"), error.kind, **error.values)
