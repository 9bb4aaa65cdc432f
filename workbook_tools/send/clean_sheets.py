"""A sheet of the clean copy: its cells, formats and links, without what is hidden and without what
leads out of the copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.formula import Ref, shift, tokenize
from workbook_tools.excel.package import (
    MAIN,
    RELS,
    Package,
    Relationship,
    SheetPart,
    relationships,
    to_xml,
)
from workbook_tools.excel.strings import SharedString, StringTable
from workbook_tools.send.beside import WEB
from workbook_tools.send.stays import Reach
from workbook_tools.send.trimming import (
    drop_attributes,
    drop_foreign,
    keep_children,
    local_name,
    without,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_R = f"{{{RELS}}}"
_XML = "{http://www.w3.org/XML"
_LAST_COLUMN = 16_384
_TRUE = ("1", "true")

_KEPT_RELATIONS = frozenset({"drawing", "chart", "image", "hyperlink", "table"})
"""What a sheet may lead to in the copy; notes, printer settings, controls, pivots, queries and
custom data may not.
"""

_CHILDREN = frozenset(
    {
        "sheetPr",
        "dimension",
        "sheetViews",
        "sheetFormatPr",
        "cols",
        "sheetData",
        "sheetCalcPr",
        "autoFilter",
        "mergeCells",
        "conditionalFormatting",
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "ignoredErrors",
        "drawing",
        "tableParts",
    }
)


@dataclass(frozen=True, slots=True)
class CleanSheet:
    """A sheet of the copy: its part, what that leads to, what was left out, in sentences."""

    xml: bytes
    led: tuple[Relationship, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The workbook's table of strings, and the copy's, which grows as sheets are cleaned."""

    held: Sequence[SharedString]
    table: StringTable

    def moved(self, number: int) -> int:
        """A string's number in the copy's table."""
        text = self.held[number]
        return self.table.rich(text.xml) if text.rich else self.table.index(text.text)


@dataclass(frozen=True, slots=True)
class _Hidden:
    """The rows and columns of a sheet that are hidden."""

    rows: frozenset[int]
    columns: frozenset[int]

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell is hidden."""
        return row in self.rows or column in self.columns

    def meets(self, area: Ref) -> bool:
        """Whether a reference takes in a hidden cell."""
        rows = any(area.top <= row <= area.bottom for row in self.rows)
        return rows or any(area.left <= column <= area.right for column in self.columns)


def clean_sheet(package: Package, sheet: SheetPart, reach: Reach, texts: Texts) -> CleanSheet:
    """A sheet as it goes out. Its texts are put into the copy's table of strings."""
    root = package.tree_to_change(sheet.part)
    keep_children(root, _CHILDREN)
    drop_foreign(root, (_R, _XML))
    _drop_identity(root)
    removed = []
    hidden = _unhide(root)
    if hidden.rows or hidden.columns:
        removed.append(
            f"nội dung của {len(hidden.rows)} dòng và {len(hidden.columns)} cột bị ẩn "
            f"ở trang {sheet.name}"
        )
    frozen = _clean_cells(root, sheet.name, reach, hidden, texts)
    if frozen:
        removed.append(f"{frozen} công thức trỏ ra ngoài ở trang {sheet.name} (nay là giá trị)")
    _clean_formulas_beside(root, sheet.name, reach)
    rels = relationships(package, sheet.part)
    if _clean_links(root, rels, reach):
        removed.append(f"liên kết ra ngoài ở trang {sheet.name}")
    led = _led(root, rels)
    return CleanSheet(to_xml(root), led, tuple(removed))


def _drop_identity(root: _Element) -> None:
    """Drop what ties a sheet to its workbook: its name for macros, the printer, the open tab."""
    properties = root.find(f"{_M}sheetPr")
    if properties is not None:
        drop_attributes(properties, "codeName")
    for view in root.iter(f"{_M}sheetView"):
        drop_attributes(view, "tabSelected")
    for setup in root.iter(f"{_M}pageSetup"):
        drop_attributes(setup, f"{_R}id")


# -------------------------------------------------------------------------------------------- cells


def _unhide(root: _Element) -> _Hidden:
    """Show hidden rows and columns; gives which they were, for their content to go."""
    rows = set()
    for row in root.iter(f"{_M}row"):
        if row.get("hidden") in _TRUE:
            rows.add(int(str(row.get("r"))))
        drop_attributes(row, "hidden")
    columns: set[int] = set()
    for column in root.iterfind(f"{_M}cols/{_M}col"):
        if column.get("hidden") in _TRUE:
            first, last = int(str(column.get("min"))), int(str(column.get("max")))
            columns.update(range(first, min(last, _LAST_COLUMN) + 1))
            drop_attributes(column, "hidden")
    return _Hidden(frozenset(rows), frozenset(columns))


def _clean_cells(root: _Element, sheet: str, reach: Reach, hidden: _Hidden, texts: Texts) -> int:
    """Empty the hidden cells, and leave the others their values and the formulas that mean the same
    in the copy; gives how many formulas became values.
    """
    masters: dict[str, tuple[int, int, str]] = {}
    frozen = 0
    for cell in list(root.iter(f"{_M}c")):
        row, column = split_cell(str(cell.get("r")))
        drop_attributes(cell, "cm", "vm", "ph")
        formula = cell.find(f"{_M}f")
        text = _written_out(formula, row, column, masters) if formula is not None else ""
        if hidden.covers(row, column):
            cell[:] = []
            drop_attributes(cell, "t")
            continue
        if formula is not None and not _stays(text, sheet, reach, hidden):
            cell.remove(formula)
            frozen += 1
        elif formula is not None and formula.get("t") == "shared":
            formula.attrib.clear()
            formula.text = text
        _put_text(cell, texts)
    return frozen


def _written_out(
    formula: _Element, row: int, column: int, masters: dict[str, tuple[int, int, str]]
) -> str:
    """A cell's formula, shared ones written out."""
    text = formula.text or ""
    if formula.get("t") != "shared":
        return text
    index = str(formula.get("si"))
    if text:
        masters[index] = (row, column, text)
    elif index in masters:
        first_row, first_column, master = masters[index]
        try:
            return shift(master, row - first_row, column - first_column)
        except ValueError:
            return "#REF!"
    return text


def _stays(formula: str, sheet: str, reach: Reach, hidden: _Hidden) -> bool:
    """Whether a formula means the same in the copy: nothing outside it, nothing that was hidden."""
    if not reach.holds(formula, sheet):
        return False
    if not hidden.rows and not hidden.columns:
        return True
    here = [
        piece
        for piece in tokenize(formula)
        if isinstance(piece, Ref) and (piece.sheet or sheet).casefold() == sheet.casefold()
    ]
    return not any(hidden.meets(area) for area in here)


def _put_text(cell: _Element, texts: Texts) -> None:
    """Let a cell's text stand where it can in the copy: in its table of strings, or in the cell."""
    value = cell.find(f"{_M}v")
    if cell.get("t") == "s" and value is not None:
        value.text = str(texts.moved(int(value.text or 0)))
    elif cell.get("t") == "str" and cell.find(f"{_M}f") is None:
        _put_inline(cell, cell.findtext(f"{_M}v") or "")


def _put_inline(cell: _Element, text: str) -> None:
    """Make a cell hold a text of its own, whether or not the workbook has a table of strings."""
    from lxml import etree

    cell[:] = []
    cell.set("t", "inlineStr")
    held = etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t")
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    held.text = text


# --------------------------------------------------------------------------------- beside the cells


def _clean_formulas_beside(root: _Element, sheet: str, reach: Reach) -> None:
    """Conditional formats and validations that point outside go whole: they would be broken in the
    copy.
    """
    for name in ("conditionalFormatting", "dataValidation"):
        for element in list(root.iter(f"{_M}{name}")):
            formulas = [e.text or "" for e in element.iter() if local_name(e).startswith("formula")]
            if not all(reach.holds(formula, sheet) for formula in formulas):
                without(element)
    for validation in root.iter(f"{_M}dataValidation"):
        drop_attributes(validation, "prompt", "promptTitle")
    holder = root.find(f"{_M}dataValidations")
    if holder is not None:
        holder.set("count", str(len(holder)))
        if not len(holder):
            root.remove(holder)


def _clean_links(root: _Element, rels: Sequence[Relationship], reach: Reach) -> bool:
    """Take out the links of cells that lead out of the copy, other than to the web; gives whether
    there were any.
    """
    links = root.find(f"{_M}hyperlinks")
    if links is None:
        return False
    by_id = {rel.id: rel for rel in rels}
    gone = [link for link in links if not _leads_well(link, by_id, reach)]
    for link in gone:
        links.remove(link)
    if not len(links):
        root.remove(links)
    return bool(gone)


def _leads_well(link: _Element, rels: Mapping[str, Relationship], reach: Reach) -> bool:
    """Whether a link leads to the web or to a sheet of the copy."""
    rel = rels.get(str(link.get(f"{_R}id")))
    if rel is not None and rel.external and rel.target.startswith(WEB):
        return True
    return reach.has_sheet(str(link.get("location") or "").partition("!")[0].strip("'"))


def _led(root: _Element, rels: Sequence[Relationship]) -> tuple[Relationship, ...]:
    """What the sheet still leads to; elements that point at anything else are taken out."""
    used = set()
    for element in root.iter():
        used.update(_pointers(element))
    led = tuple(rel for rel in rels if rel.id in used and _goes_along(rel))
    gone = used - {rel.id for rel in led}
    for element in list(root.iter()):
        if gone & _pointers(element):
            without(element)
    return led


def _goes_along(rel: Relationship) -> bool:
    """Whether what a sheet leads to goes into the copy."""
    return rel.kind in _KEPT_RELATIONS and (not rel.external or rel.kind == "hyperlink")


def _pointers(element: _Element) -> set[str]:
    """The relationships that an element points to."""
    return {str(value) for name, value in element.attrib.items() if str(name).startswith(_R)}
