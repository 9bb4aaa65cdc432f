"""Formulas that take their values from other workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbook_tools.excel.package import Package, SheetPart, relationships, workbook_part
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.grid import OutsideLink
from workbook_tools.read.sheet_scan import formula_cells

_OUTSIDE = pattern(r"\[([0-9]{1,9})\]")


def outside_links(package: Package, sheets: Sequence[SheetPart]) -> tuple[OutsideLink, ...]:
    """The formulas of the sheets that take values from other workbooks, each with the first one it
    names; a workbook that no formula names stands without a cell, on the first sheet.
    """
    targets = _targets(package)
    if not targets:
        return ()
    found = tuple(_links(package, sheets, targets))
    used = {link.target for link in found}
    first = Place(sheets[0].name)
    rest = (OutsideLink(first, "", target) for target in targets if target not in used)
    return (*found, *rest)


def _targets(package: Package) -> list[str]:
    """The addresses of the other workbooks, in the order in which formulas count them."""
    return [
        _address(package, rel.target)
        for rel in relationships(package, workbook_part(package))
        if rel.kind == "externalLink"
    ]


def _address(package: Package, part: str) -> str:
    """Where the workbook of a link's part lies; the part's own name where it does not say."""
    rels = relationships(package, part) if part in package else ()
    return next((rel.target for rel in rels if rel.external), part)


def _links(
    package: Package, sheets: Iterable[SheetPart], targets: Sequence[str]
) -> Iterator[OutsideLink]:
    """The formulas that name one of the targets by its number, sheet by sheet."""
    for sheet in sheets:
        for cell, formula in package.scanned(sheet.part, formula_cells).texts.items():
            numbers = [int(number) for number in _OUTSIDE().findall(formula)]
            named = [number for number in numbers if 1 <= number <= len(targets)]
            if named:
                place = Place(sheet.name, cell_name(*cell))
                yield OutsideLink(place, formula, targets[named[0] - 1])
