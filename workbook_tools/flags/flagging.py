"""Which cells are flagged, when, and what they say: findings → flags on typed and on generated
sheets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbook_tools.check import Finding
from workbook_tools.check.standing import TOTAL_NAME, total_formula, words_condition
from workbook_tools.excel.package import Package, workbook_part
from workbook_tools.flags.gathering import Gathering, gathering
from workbook_tools.flags.live import live_conditions
from workbook_tools.flags.overwritten import overwritten
from workbook_tools.flags.sheet_parts import put_flags, take_flags
from workbook_tools.flags.shown_cells import flag_shown
from workbook_tools.flags.typed_cells import flag_standing, flag_typed
from workbook_tools.plan.model import Plan
from workbook_tools.read.source import Source
from workbook_tools.render.layout import Layout
from workbook_tools.render.rows import Written

UNFLAGGED = "KiemTra"
"""The sheet that lists the findings is not flagged itself."""

_WORDS = "Tổng cộng bằng chữ"


def flagged(
    package: Package,
    source: Source,
    plan: Plan,
    findings: Sequence[Finding],
    layout: Layout,
    written: Mapping[str, Sequence[Written]],
) -> Package:
    """The finished workbook's package with every finding flagged at both ends, and with standing
    conditions.
    """
    flags, live = gathering(), live_conditions(plan)
    generated = [sheet for sheet in layout.sheets if sheet.sheet.name != UNFLAGGED]
    flag_typed(flags, source, plan, findings, live, words=_has_names(package))
    flag_shown(flags, plan, findings, generated)
    flag_standing(flags, plan, live)
    for sheet in generated:
        name = sheet.sheet.name
        for area, condition in overwritten(written.get(name, ()), plan.unit.decimals):
            flags[name].flag(area, "error", condition)
    names = _flag_words(flags, plan, package)
    return put_flags(package, {name: sheet.whole() for name, sheet in flags.items()}, names)


def _flag_words(flags: Gathering, plan: Plan, package: Package) -> dict[str, str]:
    """Put a standing condition on the amount in words; gives the name that it refers to."""
    place, total = plan.particular_cells.get(_WORDS), total_formula(plan)
    condition = words_condition(plan, place.cell) if place is not None else None
    if place is None or condition is None or total is None or not _has_names(package):
        return {}
    flags[place.sheet].flag(place.cell, "error", condition)
    return {TOTAL_NAME: total}


def _has_names(package: Package) -> bool:
    return b"</definedNames>" in package.plain(workbook_part(package))


def unflagged(source: Source) -> Source:
    """A workbook as it was before it was flagged; the very same one where it holds no flag."""
    package = take_flags(source.package)
    return source if package is source.package else source.with_package(package)


__all__ = ["UNFLAGGED", "flagged", "unflagged"]
