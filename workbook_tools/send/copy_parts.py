"""The clean copy put together: the parts that it keeps, named anew, and nothing that tells who made
it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbook_tools.excel.package import (
    TYPES_PART,
    Package,
    Relationship,
    content_types,
    parse_xml,
    relationships,
    relationships_xml,
    rels_name,
    typed,
)
from workbook_tools.send.beside import LEADS_OUT, cleaned_part

_CORE_PART = "docProps/core.xml"
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"/>'
)
_CORE_RELATION = Relationship(
    "rId2",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    _CORE_PART,
)
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PLAIN_TYPE = "application/xml"
_EMPTY_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What a copy is made of. ``cleaned`` are parts as they go out and ``led`` what those lead to;
    every other part is looked for from these, but for ``left_out``.
    """

    book: str
    cleaned: Mapping[str, bytes]
    led: Mapping[str, Sequence[Relationship]]
    left_out: frozenset[str]

    @property
    def start(self) -> list[str]:
        """The parts to begin with: the workbook, what it leads to, the sheets."""
        sheets = [part for part in self.led if part != self.book]
        return [self.book, *(rel.target for rel in self.led[self.book]), *sheets]


def put_together(package: Package, plan: CopyPlan, inside: Callable[[str], bool]) -> Package:
    """The copy's package; ``inside`` tells whether a formula beside the sheets stays in it."""
    merged = package.changed(plan.cleaned)
    names = _renamed(merged, plan)
    held: dict[str, bytes] = {}
    for old, name in names.items():
        data, led = merged.read(old), plan.led.get(old)
        if led is None:
            data, led = cleaned_part(old, data, relationships(merged, old), inside)
        held[name] = data
        if led:
            moved = [replace(rel, target=names.get(rel.target, rel.target)) for rel in led]
            held[rels_name(name)] = relationships_xml(name, moved)
    office = next(rel for rel in relationships(package, "") if rel.kind == "officeDocument")
    book = Relationship("rId1", office.type, office.target)
    held[rels_name("")] = relationships_xml("", [book, _CORE_RELATION])
    held[_CORE_PART] = _CORE
    held[TYPES_PART] = _types(package, names, plan.book)
    return Package(held)


def _types(package: Package, names: Mapping[str, str], book: str) -> bytes:
    """The content types of the copy's parts; ``names`` are theirs by the old ones."""
    known = content_types(package)
    kinds = {name: known[old] for old, name in names.items() if old in known}
    kinds |= {book: _MAIN_TYPE, _CORE_PART: _CORE_TYPE}
    told = {name: kind for name, kind in kinds.items() if kind != _PLAIN_TYPE}
    return typed(parse_xml(_EMPTY_TYPES, TYPES_PART), told)


def _renamed(package: Package, plan: CopyPlan) -> dict[str, str]:
    """Each part that the copy keeps, with its name there: numbered from 1 as it is come upon.

    A name tells nothing of what there was besides, and the same content has the same bytes whoever
    numbered it before.
    """
    counts: Counter[str] = Counter()
    names = {plan.book: plan.book}
    for part in _in_order(package, plan):
        if part == plan.book:
            continue
        stem, dot, ending = part.rpartition(".")
        plain = stem.rstrip("0123456789")
        counts[plain] += 1
        number = str(counts[plain]) if plain != stem else ""
        names[part] = f"{plain}{number}{dot}{ending}"
    return names


def _in_order(package: Package, plan: CopyPlan) -> list[str]:
    """Every part that the copy keeps, each followed by what it leads to."""
    order: dict[str, None] = {}
    todo = list(reversed(plan.start))
    while todo:
        part = todo.pop()
        if part in order or part in plan.left_out or part not in package:
            continue
        order[part] = None
        if part != plan.book:
            led = plan.led.get(part, relationships(package, part))
            followed = [rel for rel in led if not rel.external and rel.kind not in LEADS_OUT]
            todo += [rel.target for rel in reversed(followed)]
    return list(order)
