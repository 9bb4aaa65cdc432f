"""What was calculated or left out, told as the sheet of findings tells it: a row of the least
severity, without a code, for all cells of one kind on one sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from workbook_tools.check.findings import Finding
from workbook_tools.check.register import Severity
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
    cells = ", ".join(str(remark.place) for remark in said[:_LISTED])
    more = f" và {len(said) - _LISTED} ô nữa" if len(said) > _LISTED else ""
    first = said[0]
    shown = f" (={first.found.removeprefix('=')} → {first.read_as})" if len(said) == 1 else ""
    return f"{len(said)} ô {first.evidence}: {cells}{more}{shown}"
