"""Amounts beside the bars of a chart, in tỷ or triệu where they are too long to be read there."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workbook_tools.excel.package import Package, to_xml
from workbook_tools.plan.money import Unit

_NUMBER_FORMAT = "{http://schemas.openxmlformats.org/drawingml/2006/chart}numFmt"
_WHOLE = "#,##0;;"
"""The format of a template's labels that may be shortened."""

_LONG = Decimal(10) ** 7
"""From eight digits an amount is wider than its bar."""

_BILLION, _MILLION = Decimal(10) ** 9, Decimal(10) ** 6


def short_format(unit: Unit, largest: Decimal) -> str:
    """The format of labels up to an amount; in the plan's own unit where that is short enough."""
    if largest < _LONG:
        return _WHOLE
    dong = unit.to_dong(largest)
    each, name = (_BILLION, "tỷ") if dong >= 10 * _BILLION else (_MILLION, "triệu")
    thousands = (len(str(int(each / unit.to_dong(Decimal(1))))) - 1) // 3
    return f'#,##0.0{"," * thousands}" {name}";;' if thousands > 0 else _WHOLE


def with_short_amounts(
    package: Package, charts: Iterable[str], unit: Unit, largest: Decimal
) -> Package:
    """The workbook with the labels of its charts no longer than can be read."""
    code = short_format(unit, largest)
    if code == _WHOLE:
        return package
    parts: dict[str, bytes] = {}
    for name in charts:
        root = package.tree_to_change(name)
        labels = [one for one in root.iter(_NUMBER_FORMAT) if one.get("formatCode") == _WHOLE]
        for label in labels:
            label.set("formatCode", code)
        if labels:
            parts[name] = to_xml(root)
    return package.changed(parts) if parts else package
