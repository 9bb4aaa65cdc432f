"""What a workbook holds beside the values of its cells: macros, notes, pictures, charts. An import
takes none of it along, and says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from workbook_tools.excel.package import Package, SheetPart, relationships, workbook_part
from workbook_tools.patterns import pattern

_NOTE = pattern(rb"<(?:[A-Za-z_][\w.-]*:)?(?:comment|threadedComment)[ />]", re.ASCII)
_MACROS = ("vbaProject", "xlMacrosheet", "xlIntlMacrosheet")
_NOTES = ("comments", "threadedComment")
_DRAWN = {"image": "hình ảnh", "chart": "biểu đồ", "chartEx": "biểu đồ", "diagramData": "sơ đồ"}
_FORMS = {"ctrlProp": "nút, ô chọn", "oleObject": "đối tượng nhúng", "control": "nút, ô chọn"}


def left_behind(package: Package, sheets: Sequence[SheetPart]) -> Iterator[tuple[str, str]]:
    """What no cell holds, each with its sheet (macros: the first one)."""
    if any(rel.kind in _MACROS for rel in relationships(package, workbook_part(package))):
        yield sheets[0].name, "macro của sổ"
    for sheet in sheets:
        for said, count in _beside(package, sheet.part).items():
            yield sheet.name, f"{count} {said}"


def _beside(package: Package, part: str) -> Counter[str]:
    """What a sheet leads to, counted by its name."""
    found: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for rel in relationships(package, part):
        if rel.kind in _NOTES and rel.target in package:
            notes[rel.kind] += len(_NOTE().findall(package.read(rel.target)))
        elif rel.kind == "drawing":
            kinds = (inner.kind for inner in relationships(package, rel.target))
            found.update(_DRAWN[kind] for kind in kinds if kind in _DRAWN)
        elif rel.kind in _FORMS:
            found[_FORMS[rel.kind]] += 1
    if count := max(notes.values(), default=0):  # a conversation stands as a note, too
        found["ghi chú ô"] = count
    return found
