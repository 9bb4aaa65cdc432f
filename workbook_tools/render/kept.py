"""What of the base stays: every part but the replaced sheets and what only they led to."""

from __future__ import annotations

from dataclasses import dataclass

from workbook_tools.excel.package import TYPES_PART, Package, reachable, relationships
from workbook_tools.excel.strings import StringTable, item_xmls, used_strings
from workbook_tools.render.base import Base

_CACHE = "pivotCacheDefinition"


@dataclass(frozen=True, eq=False, repr=False)
class Kept:
    """The parts that stay, and the pivot caches that go because only replaced sheets used them."""

    parts: frozenset[str]
    dropped_caches: frozenset[str]

    def stays(self, name: str) -> bool:
        """Whether a part of the base is in the output, as it is or rewritten."""
        if name == TYPES_PART:
            return True
        if name.endswith(".rels") and "_rels/" in name:
            owner = name.replace("_rels/", "").removesuffix(".rels")
            return owner == "" or owner in self.parts
        return name in self.parts


def kept_of(base: Base) -> Kept:
    """What of the base stays. A part that nothing led to before stays, too: it is the user's."""
    old = base.replaced_parts
    rels = relationships(base.package, base.book)
    skip = old | {rel.target for rel in rels if rel.kind == "calcChain"}
    caches = {rel.target for rel in rels if rel.kind == _CACHE}
    dropped = caches & _only_through(base, old, skip)
    reached = reachable(base.package, [""], skip | dropped)
    return Kept(
        frozenset((reached | _strays(base.package)) - {""}),
        frozenset(dropped),
    )


def _only_through(base: Base, old: frozenset[str], skip: frozenset[str]) -> set[str]:
    """The parts that the replaced sheets lead to and none of the other sheets does."""
    others = [sheet.part for sheet in base.sheets if sheet.part not in old]
    return reachable(base.package, old) - reachable(base.package, others, skip)


def _strays(package: Package) -> set[str]:
    """The parts that nothing leads to."""
    reached = reachable(package, [""])
    return {
        name
        for name in package.parts
        if name not in reached and not name.endswith(".rels") and name != TYPES_PART
    }


def kept_strings(base: Base, kept: Kept) -> StringTable:
    """The base's strings; those that no sheet that stays holds are free to be taken again, so that
    a second build finds them as the first did.
    """
    used: set[int] = set()
    for sheet in base.sheets:
        if sheet.part in kept.parts and sheet.kind != "chartsheet":
            used |= used_strings(base.package.plain(sheet.part))
    return StringTable(item_xmls(base.package), used)
