"""The filter ``groupby``: the lines of a plan, or other records, taken together by what they have
in common.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from workbook_tools.plan.form import Source
from workbook_tools.plan.model import Group, Programme, Project, Section
from workbook_tools.template.work import refuse

if TYPE_CHECKING:
    from workbook_tools.template.sandbox import Sandbox


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Records that are no lines of a plan (findings, documents), taken together by ``value``."""

    name: str
    value: object
    lines: tuple[object, ...]

    @property
    def count(self) -> int:
        """How many records they are."""
        return len(self.lines)


def groups_of(env: Sandbox, values: list[Any], attribute: str) -> Sequence[Group | Batch]:
    """The filter ``groupby``: by an attribute or the heading of a column, in order of first
    appearance. Capitals and blanks make no other group; what is empty is a group of its own.

    The same list gives the same groups on every sheet of one rendering. Raises ``SecurityError``
    for values that are no text, number or date, ``UndefinedError`` for a name that is not there.
    """
    if type(attribute) is not str:
        refuse("groupby cần tên một thuộc tính hoặc một cột, trong dấu nháy")
    key = (attribute, *map(id, values))
    known = env.work.budget.groups.get(key)
    if known is None:
        found: dict[object, tuple[object, list[Any]]] = {}
        for item in values:
            value = _value(env, item, attribute)
            found.setdefault(_alike(value), (value, []))[1].append(item)
        groups = [_group(value, tuple(lines)) for value, lines in found.values()]
        known = env.work.budget.groups[key] = (groups, values)
    made: Sequence[Group | Batch] = known[0]
    return made


def _value(env: Sandbox, item: Any, attribute: str) -> Any:
    """What an item has under a heading or an attribute (``norm.code`` among them); nothing where
    what leads to it is empty.
    """
    from jinja2 import Undefined

    value = env.getitem(item, attribute)
    if not isinstance(value, Undefined):
        return value
    missing, value = value, item
    for name in attribute.split("."):
        value = None if value is None else env.getitem(value, name)
        if isinstance(value, Undefined):
            missing._fail_with_undefined_error()
    return value


def _alike(value: object) -> object:
    """What is the same for the values of one group."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Enum):
        return " ".join(unicodedata.normalize("NFC", value).casefold().split())
    if isinstance(value, (Decimal, int, float, date, Enum, Source)):
        return (type(value).__name__ if isinstance(value, bool) else "", value)
    return refuse("groupby chỉ nhóm được theo chữ, số hay ngày")


def _group(value: object, lines: tuple[Any, ...]) -> Group | Batch:
    """The group of some lines; with amounts where they are lines of a plan."""
    name = value.heading if isinstance(value, Source) else "" if value is None else str(value)
    if not all(isinstance(one, Section | Programme | Project) for one in lines):
        return Batch(name, value, lines)
    projects = tuple(project for one in lines for project in _projects(one))
    return Group(name, projects, form=lines[0].form, value=value, lines=lines)


def _projects(line: Section | Programme | Project) -> Sequence[Project]:
    if isinstance(line, Project):
        return (line,)
    if isinstance(line, Programme):
        return line.projects
    return [project for programme in line.programmes for project in programme.projects]
