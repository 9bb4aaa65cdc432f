"""What was calculated or left out, told as the sheet of findings tells it: a row of the least
severity, without a code, for all cells of one kind on one sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from workbook_tools.check.findings import Finding
from workbook_tools.check.register import Severity
from workbook_tools.place import Place
from workbook_tools.plan.model import Remark

NO_CODE = "–"
_LISTED = 12
"""So many cells are named; the others are counted."""


def remark_findings(
    remarks: Iterable[Remark], accepted: Mapping[tuple[str, str, str], str]
) -> tuple[Finding, ...]:
    """Remarks as rows of the sheet of findings, with the reasons that are written there."""
    found = []
    for said in by_kind(remarks, by_sheet=True):
        place = said[0].place
        message = told(said)
        reason = accepted.get((NO_CODE, str(place), message))
        found.append(Finding(NO_CODE, Severity.NOTE, "", place, message, said[0].hint, reason))
    return tuple(found)


def by_kind(remarks: Iterable[Remark], *, by_sheet: bool = False) -> list[list[Remark]]:
    """Remarks of one kind together, in the order in which the kinds come."""
    kinds: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        sheet = remark.place.sheet if by_sheet else ""
        kinds.setdefault((remark.evidence, sheet), []).append(remark)
    return list(kinds.values())


def told(said: Sequence[Remark]) -> str:
    """Remarks of one kind in one line: how many cells, why, and which; what belongs to no cell is
    told as it is.
    """
    if not said[0].place.cell:
        return said[0].evidence
    places = list(dict.fromkeys(remark.place for remark in said))
    read_as = ", ".join(dict.fromkeys(remark.read_as for remark in said))
    shown = f" ({_found(said[0])} → {read_as})" if len(places) == 1 else ""
    return f"{len(places)} ô {said[0].evidence}: {listed(places)}{shown}"


def _found(remark: Remark) -> str:
    """What stood in a cell: a formula with its sign, a text in quotes."""
    said = remark.found
    return said if said.startswith("=") else f"“{said}”" if said else "ô trống"


def listed(places: Sequence[Place]) -> str:
    """Cells by name, as many as fit, a sheet's name once for those that follow each other."""
    named = []
    for sheet, group in groupby(places[:_LISTED], key=lambda place: place.sheet):
        cells = ", ".join(filter(None, dict.fromkeys(place.cell for place in group)))
        named.append(f"{sheet}!{cells}" if cells else sheet)
    more = f" và {len(places) - _LISTED} ô nữa" if len(places) > _LISTED else ""
    return "; ".join(dict.fromkeys(named)) + more
