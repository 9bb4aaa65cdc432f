"""Building from in-memory parts, and reading the outcome cell by cell."""

from __future__ import annotations

from typing import Any

from workbook_tools.check import check_plan
from workbook_tools.excel.calculation import calculate
from workbook_tools.excel.package import (
    MAIN,
    Package,
    open_package,
    pack,
    parse_xml,
    sheets,
    stored,
)
from workbook_tools.excel.strings import read_shared_strings
from workbook_tools.jobs.build import build_workbook, template_data
from workbook_tools.read import read_plan
from workbook_tools.read.source import Source
from workbook_tools.render.layout import lay_out
from workbook_tools.render.proof import prove
from workbook_tools.render.transplant import draft_of, finished
from workbook_tools.template.compiled import Template

M = f"{{{MAIN}}}"


def build(plan: Source, template: Template, *, flags: bool = True) -> bytes:
    """The finished workbook's bytes."""
    return build_workbook(plan, template, flags=flags).data


def transplanted(plan: Source, template: Template) -> Package:
    """The first pass only: no proof."""
    model = read_plan(plan)
    layout = lay_out(template, template_data(model, check_plan(model)))
    draft = draft_of(plan.package, layout)
    calculated = calculate(pack(draft.package, stored))
    prove(layout, draft.written, calculated, model.unit)
    return finished(draft, calculated)


def cells(data: bytes, sheet: str) -> dict[str, Any]:
    """Cell → formula (with ``=``) or value, as it stands in the XML."""
    package = open_package(data, "x")
    strings = read_shared_strings(package)
    part = next(s.part for s in sheets(package) if s.name == sheet)
    found: dict[str, Any] = {}
    for cell in parse_xml(package.read(part), part).iter(f"{M}c"):
        formula, value = cell.findtext(f"{M}f"), cell.findtext(f"{M}v")
        if formula is not None:
            found[str(cell.get("r"))] = "=" + formula
        elif value is not None:
            found[str(cell.get("r"))] = (
                strings[int(value)].text
                if cell.get("t") == "s"
                else value
                if cell.get("t") in ("e", "str")
                else float(value)
            )
    return found


def results(data: bytes, sheet: str) -> dict[str, str | None]:
    """Cell → the result stored beside its formula."""
    package = open_package(data, "x")
    part = next(s.part for s in sheets(package) if s.name == sheet)
    return {
        str(cell.get("r")): cell.findtext(f"{M}v")
        for cell in parse_xml(package.read(part), part).iter(f"{M}c")
        if cell.find(f"{M}f") is not None
    }


def root(data: bytes, sheet: str) -> Any:
    """A sheet's XML."""
    package = open_package(data, "x")
    part = next(s.part for s in sheets(package) if s.name == sheet)
    return parse_xml(package.read(part), part)
