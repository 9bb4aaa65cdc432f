"""Which parts of the template go along with its generated sheets, and what they are called in the
output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbook_tools.excel.package import (
    Package,
    Relationship,
    relationships,
    relationships_xml,
    rels_name,
)
from workbook_tools.render.base import Base
from workbook_tools.render.kept import Kept
from workbook_tools.render.layout import SheetLayout

_FIRST_SHEET = "xl/worksheets/sheet1.xml"


@dataclass(frozen=True, eq=False, repr=False)
class Moving:
    """A part that goes along: of which kind, its name in the template and in the output, and the
    sheet whose rows it follows.
    """

    kind: str
    part: str
    name: str
    sheet: SheetLayout


@dataclass(frozen=True, eq=False, repr=False)
class GoingAlong:
    """Everything that goes along. ``sheet_parts`` gives the part of each generated sheet by the
    sheet's name, ``movings`` are in the order in which the sheets lead to them, ``rels`` are the
    relationship parts of sheets and movings, ``taken`` all part names of the output so far, in
    small letters.
    """

    sheet_parts: Mapping[str, str]
    movings: tuple[Moving, ...]
    rels: Mapping[str, bytes]
    taken: frozenset[str]


def free_name(
    like: str, taken: set[str] | frozenset[str], given: dict[str, int] | None = None
) -> str:
    """A part name that is not taken, numbered as Office numbers them; ``taken`` are names in small
    letters, ``given`` remembers the last number for names alike, all of which below it are taken.
    """
    stem, dot, extension = like.rpartition(".")
    stem = stem.rstrip("0123456789")
    given = {} if given is None else given
    kind = f"{stem}{dot}{extension}"
    number = given.get(kind, 0) + 1
    while f"{stem}{number}{dot}{extension}".casefold() in taken:
        number += 1
    given[kind] = number
    return f"{stem}{number}{dot}{extension}"


def going_along(base: Base, kept: Kept) -> GoingAlong:
    """Everything that the generated sheets lead to, each part once, with its name in the output."""
    taken = {name.casefold() for name in (*kept.parts, *base.replaced_parts)}
    sheet_parts: dict[str, str] = {}
    for sheet in base.layout.sheets:
        old = base.replaced.get(sheet.sheet.name)
        part = old.part if old else free_name(_FIRST_SHEET, taken)
        sheet_parts[sheet.sheet.name] = part
        taken.add(part.casefold())
    movings: list[Moving] = []
    given: dict[str, int] = {}
    names = {sheet.sheet.part.part: sheet_parts[sheet.sheet.name] for sheet in base.layout.sheets}
    for sheet in base.layout.sheets:
        movings += _led_to(base.template, sheet, names, taken, given)
    rels = _relationship_parts(base.template, names)
    return GoingAlong(sheet_parts, tuple(movings), rels, frozenset(taken))


def _led_to(
    template: Package,
    sheet: SheetLayout,
    names: dict[str, str],
    taken: set[str],
    given: dict[str, int],
) -> list[Moving]:
    """What a sheet leads to and is not named yet, each before what it leads to itself; the names
    given are added to ``names``, ``taken`` and ``given``.
    """
    found: list[Moving] = []
    todo = [iter(relationships(template, sheet.sheet.part.part))]
    while todo:
        rel = next(todo[-1], None)
        if rel is None:
            todo.pop()
        elif not rel.external and rel.target not in names and rel.target in template:
            name = names[rel.target] = free_name(rel.target, taken, given)
            taken.add(name.casefold())
            found.append(Moving(rel.kind, rel.target, name, sheet))
            todo.append(iter(relationships(template, rel.target)))
    return found


def _relationship_parts(template: Package, names: Mapping[str, str]) -> dict[str, bytes]:
    """The relationship parts of everything named, leading to the names in the output."""
    parts: dict[str, bytes] = {}
    for part, name in names.items():
        rels = [_renamed(rel, names) for rel in relationships(template, part)]
        if rels:
            parts[rels_name(name)] = relationships_xml(name, rels)
    return parts


def _renamed(rel: Relationship, names: Mapping[str, str]) -> Relationship:
    if rel.external:
        return rel
    return Relationship(rel.id, rel.type, names.get(rel.target, rel.target))
