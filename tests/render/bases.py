"""Plan workbooks as bases, for the tests of the steps of a transplant."""

from __future__ import annotations

from dataclasses import replace

from tests.plans import SMALL, plan_file
from tests.render.layouts import loop
from workbook_tools.excel.package import Package, open_package
from workbook_tools.render.base import Base, base_of
from workbook_tools.render.layout import Layout
from workbook_tools.render.transplant import draft_of


def plan_package() -> Package:
    """A plan workbook that nothing was built in yet."""
    return open_package(plan_file(SMALL), "ke-hoach.xlsx")


def fresh(layout: Layout | None = None) -> Base:
    """A workbook in which the generated sheet is new."""
    return base_of(plan_package(), layout or loop(2))


def built(layout: Layout | None = None) -> Base:
    """A workbook in which the same template was built before."""
    layout = layout or loop(2)
    return base_of(draft_of(plan_package(), layout).package, layout)


def with_part(base: Base, name: str, data: bytes) -> Base:
    """The same base with one part more, or another one."""
    return replace(base, package=base.package.changed({name: data}))
