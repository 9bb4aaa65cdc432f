"""Whether the parts of a template can be reckoned with: numbers where numbers belong, cells where
cells belong, and nothing that they need missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from workbook_tools.error_kinds import DAMAGED_PART, ODD_VALUE
from workbook_tools.errors import InputError
from workbook_tools.excel.package import (
    Package,
    SheetPart,
    reachable,
    relationships,
    workbook_part,
)
from workbook_tools.excel.schema import odd_values

_NEEDED = frozenset(
    {
        *("table", "drawing", "comments", "vmlDrawing", "chart", "pivotTable", "styles"),
        *("sharedStrings", "pivotCacheDefinition", "theme"),
    }
)
"""Kinds of relationships whose parts are read; others are carried along, or left."""


def judge_soundness(package: Package, sheets: Sequence[SheetPart]) -> None:
    """Raises ``InputError`` for the first thing in a template's parts that Excel itself would have
    to mend.
    """
    book = workbook_part(package)
    own = {book, *(sheet.part for sheet in sheets)}
    others = frozenset(rel.target for rel in relationships(package, book)) - own
    parts = reachable(package, own, others) | own
    parts |= {rel.target for rel in relationships(package, book) if rel.kind == "styles"}
    for part in sorted(parts):
        for rel in relationships(package, part):
            if rel.kind in _NEEDED and not rel.external and rel.target not in package:
                raise InputError(DAMAGED_PART, part=rel.target)
        if part.endswith((".xml", ".vml")):
            _judge_values(package, part)


def _judge_values(package: Package, part: str) -> None:
    for where, value in odd_values(package.tree(part)):
        raise InputError(ODD_VALUE, part=part, where_in=where, value=value)
