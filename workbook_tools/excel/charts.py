"""Where the charts of a workbook stand."""

from __future__ import annotations

from workbook_tools.excel.package import Package, relationships, sheets


def sheets_with_charts(package: Package) -> list[str]:
    """The names of the sheets on which charts stand. Raises ``InputError`` where what leads to them
    cannot be read.
    """
    return [sheet.name for sheet in sheets(package) if _has_chart(package, sheet.part)]


def _has_chart(package: Package, sheet: str) -> bool:
    drawings = led_to(package, sheet, "drawing")
    return any(led_to(package, drawing, "chart") for drawing in drawings)


def led_to(package: Package, part: str, kind: str) -> list[str]:
    """The parts of a kind to which a part leads."""
    return [
        rel.target
        for rel in relationships(package, part)
        if rel.kind == kind and not rel.external and rel.target in package
    ]
