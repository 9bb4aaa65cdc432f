"""A plan cut into parts, one for each executing unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workbook_tools.plan.model import Funding, Plan


def unit_plan(unit: str) -> Callable[[Plan], Plan]:
    """The plan of one executing unit: its own projects, under their programmes and sections, with
    sums of their own.
    """
    wanted = unit.casefold()

    def select(plan: Plan) -> Plan:
        sections = []
        for section in plan.sections:
            programmes = []
            for programme in section.programmes:
                projects = tuple(
                    p for p in programme.projects if p.executing_unit.casefold() == wanted
                )
                if projects:
                    programmes.append(replace(programme, projects=projects, stated=Funding()))
            if programmes:
                sections.append(replace(section, programmes=tuple(programmes), stated=Funding()))
        about = {**plan.particulars, "Tổng cộng bằng chữ": None}
        return replace(
            plan,
            sections=tuple(sections),
            stated=None,
            particulars=about,
            targets=(),
            grid=None,
            unread=(),
            remarks=(),
            links=(),
            accepted={},
        )

    return select
