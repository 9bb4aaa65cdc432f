"""A plan cut into parts, one for each executing unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workbook_tools.plan.model import Funding, Plan

_OF_THE_WHOLE = ("Tổng cộng bằng chữ", "Chức vụ người ký", "Người ký")
"""Particulars that an excerpt (trích) has not: the authority has signed the whole."""


def unit_plan(unit: str) -> Callable[[Plan], Plan]:
    """The plan of one executing unit: its own projects, under their programmes and sections, with
    sums of their own: an excerpt, which nobody signs.
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
        about = {**plan.particulars, **dict.fromkeys(_OF_THE_WHOLE)}
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
            excerpt_of=unit,
        )

    return select
