"""The clean copy: what leaves the office, without anything that is not meant to.

The sheets that go out are kept with their formulas and formats; whatever else a workbook carries is
left out: other sheets and their texts, macros, flags, notes, hidden rows and columns, links to
other workbooks, names of people and folders. A formula that points outside the copy becomes its
value. Nothing is left out silently: ``Cleaned.removed`` lists it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbook_tools.errors import InputError
from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.defined_names import names_with_elements
from workbook_tools.excel.formula import Ref, Token, shift, tokenize
from workbook_tools.excel.package import (
    MAIN,
    RELS,
    Package,
    Relationship,
    SheetPart,
    content_types,
    drop_attribute,
    open_package,
    pack,
    parse_xml,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    to_xml,
    typed,
    workbook_part,
)
from workbook_tools.excel.strings import StringTable, read_shared_strings, strings_part
from workbook_tools.flags.sheet_parts import take_flags
from workbook_tools.place import Place
from workbook_tools.send.beside import LEADS_OUT, cleaned_part

if TYPE_CHECKING:
    from lxml.etree import _Element

SENT_SHEETS = ("PhuLuc", "TongHop")
"""The sheets that go out where nothing else is chosen."""

_M = f"{{{MAIN}}}"
_R = f"{{{RELS}}}"
_KEPT_RELATIONS = frozenset({"drawing", "chart", "image", "hyperlink", "table"})
"""What a sheet may lead to in the copy; notes, printer settings, controls, pivots, queries and
custom data may not.
"""

_BOOK_RELATIONS = frozenset({"worksheet", "styles", "theme", "sharedStrings"})
_BOOK_CHILDREN = frozenset({"workbookPr", "bookViews", "sheets", "definedNames", "calcPr"})
_SHEET_CHILDREN = frozenset(
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
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"/>'
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean copy's bytes, and what was left out, in sentences."""

    data: bytes
    removed: tuple[str, ...]


def clean_copy(data: bytes, name: str, keep: Sequence[str] = SENT_SHEETS) -> Cleaned:
    """The clean copy of a finished workbook. Raises ``InputError`` where a sheet that is to go out
    is missing or hidden.
    """
    return _Cleaner(open_package(data, name), keep).clean()


class _Cleaner:
    def __init__(self, package: Package, keep: Sequence[str]) -> None:
        self.removed: list[str] = []
        flagless = take_flags(package)
        if flagless is not package:
            self.removed.append("dấu kiểm tra và ghi chú của chúng")
        self.package = flagless
        self.book = workbook_part(flagless)
        every = sheets(flagless)
        by_name = {sheet.name.casefold(): sheet for sheet in every if sheet.kind == "worksheet"}
        missing = [name for name in keep if name.casefold() not in by_name]
        if missing:
            raise InputError(f"Sổ không có trang {', '.join(missing)}; hãy lập biểu trước khi gửi.")
        self.kept = [
            sheet for sheet in every if sheet.name.casefold() in {name.casefold() for name in keep}
        ]
        self.root = flagless.tree_to_change(self.book)
        hidden = {
            str(e.get("name"))
            for e in self.root.iterfind(f"{_M}sheets/{_M}sheet")
            if e.get("state", "visible") != "visible"
        }
        for sheet in self.kept:
            if sheet.name in hidden:
                raise InputError(
                    "trang này đang ẩn; hãy hiện lại trước khi gửi.", Place(sheet.name)
                )
        others = [sheet.name for sheet in every if sheet not in self.kept]
        if others:
            self.removed.append(f"các trang {', '.join(others)}")
        self.names = {sheet.name.casefold() for sheet in self.kept}
        self.strings = read_shared_strings(flagless)
        self.table = StringTable([])
        self.parts: dict[str, bytes] = {}
        self.led: dict[str, list[Relationship]] = {}
        self.lost_names: set[str] = set()

    def clean(self) -> Cleaned:
        self._names()
        for sheet in self.kept:
            self._sheet(sheet)
        self._book()
        self._note_what_goes()
        return Cleaned(pack(self._package()), tuple(dict.fromkeys(self.removed)))

    # ---------------------------------------------------------------------------------------- names

    def _names(self) -> None:
        """Names that point into the copy stay; the others go, and formulas that use them become
        values.
        """
        holder = self.root.find(f"{_M}definedNames")
        positions = {name: at for at, name in enumerate(sheet.name for sheet in self.kept)}
        for name, element in names_with_elements(self.root):
            inside = name.sheet is None or name.sheet in positions
            if not (inside and self._inside(name.text, name.sheet)) or name.hidden or name.macro:
                self.lost_names.add(name.name.casefold())
                if holder is not None:
                    holder.remove(element)
                continue
            for attribute in ("comment", "description", "help", "statusBar", "customMenu"):
                drop_attribute(element, attribute)
            if name.sheet is not None:
                element.set("localSheetId", str(positions[name.sheet]))
        if holder is not None and not len(holder):
            self.root.remove(holder)

    def _inside(self, formula: str, home: str | None) -> bool:
        """Whether a formula points at nothing outside the copy."""
        try:
            pieces = tokenize(formula)
        except ValueError:
            return False
        for piece in pieces:
            if isinstance(piece, Ref):
                if piece.sheet is not None and piece.sheet.casefold() not in self.names:
                    return False
                if piece.sheet is None and home is None:
                    return False
            elif not self._token_stays(piece):
                return False
        return True

    def _token_stays(self, token: Token) -> bool:
        """Whether a name, whole columns, or any other piece of a formula means something in the
        copy.
        """
        sheet, _, name = token.text.rpartition("!")
        if token.kind == "string":
            return True
        if token.kind == "error" or (sheet and sheet.strip("'").casefold() not in self.names):
            return False
        return token.kind not in ("name", "structured") or (
            "[" not in name and name.casefold() not in self.lost_names
        )

    # --------------------------------------------------------------------------------------- sheets

    def _sheet(self, sheet: SheetPart) -> None:
        root = parse_xml(self.package.read(sheet.part), sheet.part)
        for child in list(root):
            name = str(child.tag).rpartition("}")[2]
            if name not in _SHEET_CHILDREN or not str(child.tag).startswith(_M):
                root.remove(child)
        for element in root.iter():
            for attribute in list(element.attrib):
                if str(attribute).startswith("{") and not str(attribute).startswith(
                    (_R, "{http://www.w3.org/XML")
                ):
                    del element.attrib[attribute]
        properties = root.find(f"{_M}sheetPr")
        if properties is not None:
            drop_attribute(properties, "codeName")
        for view in root.iter(f"{_M}sheetView"):
            drop_attribute(view, "tabSelected")
        for setup in root.iter(f"{_M}pageSetup"):
            drop_attribute(setup, f"{_R}id")
        hidden = self._unhide(root, sheet)
        self._cells(root, sheet, hidden)
        self._formulas_beside(root, sheet)
        self.led[sheet.part] = self._relations(root, sheet)
        self.parts[sheet.part] = to_xml(root)

    def _unhide(self, root: _Element, sheet: SheetPart) -> tuple[set[int], set[int]]:
        """Hidden rows and columns: their content goes, what is left is empty and visible."""
        rows = {
            int(str(row.get("r")))
            for row in root.iter(f"{_M}row")
            if row.get("hidden") in ("1", "true")
        }
        columns: set[int] = set()
        for column in root.iterfind(f"{_M}cols/{_M}col"):
            if column.get("hidden") in ("1", "true"):
                columns |= set(
                    range(int(str(column.get("min"))), min(int(str(column.get("max"))), 16_384) + 1)
                )
                drop_attribute(column, "hidden")
        for row in root.iter(f"{_M}row"):
            drop_attribute(row, "hidden")
        if rows or columns:
            self.removed.append(
                f"nội dung của {len(rows)} dòng và {len(columns)} cột bị ẩn ở trang {sheet.name}"
            )
        return rows, columns

    def _cells(self, root: _Element, sheet: SheetPart, hidden: tuple[set[int], set[int]]) -> None:
        rows, columns = hidden
        masters: dict[str, tuple[int, int, str]] = {}
        frozen = 0
        for cell in list(root.iter(f"{_M}c")):
            row, column = split_cell(str(cell.get("r")))
            for attribute in ("cm", "vm", "ph"):
                drop_attribute(cell, attribute)
            formula = cell.find(f"{_M}f")
            if formula is not None:
                text = _written_out(formula, row, column, masters)
                if row in rows or column in columns or not self._stays(text, sheet, rows, columns):
                    cell.remove(formula)
                    frozen += row not in rows and column not in columns
                elif formula.get("t") == "shared":
                    formula.attrib.clear()
                    formula.text = text
            if row in rows or column in columns:
                cell[:] = []
                drop_attribute(cell, "t")
            elif cell.get("t") == "s":
                self._restring(cell)
            elif cell.get("t") == "str" and cell.find(f"{_M}f") is None:
                _put_inline(cell, cell.findtext(f"{_M}v") or "")
        if frozen:
            self.removed.append(
                f"{frozen} công thức trỏ ra ngoài ở trang {sheet.name} (nay là giá trị)"
            )

    def _stays(self, text: str, sheet: SheetPart, rows: set[int], columns: set[int]) -> bool:
        if not self._inside(text, sheet.name):
            return False
        if not rows and not columns:
            return True
        for piece in tokenize(text):
            here = (
                isinstance(piece, Ref)
                and (piece.sheet or sheet.name).casefold() == sheet.name.casefold()
            )
            if (
                isinstance(piece, Ref)
                and here
                and (
                    rows & set(range(piece.top, piece.bottom + 1))
                    or columns & set(range(piece.left, piece.right + 1))
                )
            ):
                return False
        return True

    def _restring(self, cell: _Element) -> None:
        value = cell.find(f"{_M}v")
        if value is None:
            return
        held = self.strings[int(value.text or 0)]
        value.text = str(self.table.rich(held.xml) if held.rich else self.table.index(held.text))

    def _formulas_beside(self, root: _Element, sheet: SheetPart) -> None:
        """Conditional formats and validations that point outside go whole: they would be broken in
        the copy.
        """
        for name in ("conditionalFormatting", "dataValidation"):
            for element in list(root.iter(f"{_M}{name}")):
                texts = [
                    e.text or ""
                    for e in element.iter()
                    if str(e.tag).rpartition("}")[2].startswith("formula")
                ]
                if not all(self._inside(text, sheet.name) for text in texts):
                    parent = element.getparent()
                    if parent is not None:
                        parent.remove(element)
        for validation in root.iter(f"{_M}dataValidation"):
            for attribute in ("prompt", "promptTitle"):
                drop_attribute(validation, attribute)
        holder = root.find(f"{_M}dataValidations")
        if holder is not None:
            holder.set("count", str(len(holder)))
            if not len(holder):
                root.remove(holder)

    def _relations(self, root: _Element, sheet: SheetPart) -> list[Relationship]:
        """What the sheet still leads to; links that lead out of the copy go with their cells'
        targets.
        """
        rels = {rel.id: rel for rel in relationships(self.package, sheet.part)}
        links = root.find(f"{_M}hyperlinks")
        for link in list(links) if links is not None else []:
            rel = rels.get(str(link.get(f"{_R}id")))
            web = (
                rel is not None
                and rel.external
                and rel.target.startswith(("http://", "https://", "mailto:"))
            )
            target = str(link.get("location") or "").partition("!")[0].strip("'").casefold()
            if links is not None and not web and target not in self.names:
                links.remove(link)
                self.removed.append(f"liên kết ra ngoài ở trang {sheet.name}")
        if links is not None and not len(links):
            root.remove(links)
        used = {
            value
            for element in root.iter()
            for name, value in element.attrib.items()
            if str(name).startswith(_R)
        }
        found = []
        for identifier, rel in rels.items():
            if (
                identifier in used
                and rel.kind in _KEPT_RELATIONS
                and (not rel.external or rel.kind == "hyperlink")
            ):
                found.append(rel)
        gone = used - {rel.id for rel in found}
        for element in list(root.iter()):
            if any(
                str(name).startswith(_R) and value in gone for name, value in element.attrib.items()
            ):
                parent = element.getparent()
                if parent is not None:
                    parent.remove(element)
        return found

    # ------------------------------------------------------------------------------------- workbook

    def _book(self) -> None:
        ids = {sheet.rel_id for sheet in self.kept}
        for child in list(self.root):
            name = str(child.tag).rpartition("}")[2]
            if name not in _BOOK_CHILDREN or not str(child.tag).startswith(_M):
                self.root.remove(child)
        for element in self.root.iter():
            for attribute in list(element.attrib):
                if str(attribute).startswith("{") and not str(attribute).startswith(_R):
                    del element.attrib[attribute]
        properties = self.root.find(f"{_M}workbookPr")
        if properties is not None:
            for attribute in ("codeName", "filterPrivacy"):
                drop_attribute(properties, attribute)
        holder = self.root.find(f"{_M}sheets")
        assert holder is not None
        for number, element in enumerate([e for e in holder if str(e.get(f"{_R}id")) in ids], 1):
            element.set("sheetId", str(number))
        for element in list(holder):
            if str(element.get(f"{_R}id")) not in ids:
                holder.remove(element)
        for view in self.root.iter(f"{_M}workbookView"):
            view.attrib.clear()
        calculation = self.root.find(f"{_M}calcPr")
        if calculation is not None:
            calculation.attrib.clear()
            calculation.set("fullCalcOnLoad", "1")

    def _note_what_goes(self) -> None:
        kinds = {
            "vbaProject": "macro",
            "externalLink": "liên kết tới sổ tính khác",
            "comments": "ghi chú",
            "threadedComment": "bình luận",
            "person": "tên người bình luận",
            "printerSettings": "thiết lập máy in",
            "customXml": "dữ liệu kèm theo",
            "connections": "kết nối dữ liệu",
            "pivotCacheDefinition": "bảng tổng hợp động",
            "custom-properties": "thuộc tính riêng",
            "control": "nút, điều khiển",
        }
        owners = ["", self.book, *(sheet.part for sheet in self.kept)]
        found = {rel.kind for owner in owners for rel in relationships(self.package, owner)}
        self.removed += [said for kind, said in kinds.items() if kind in found]
        self.removed.append("tên tác giả, người sửa cuối, cơ quan, đường dẫn")

    def _package(self) -> Package:
        strings = strings_part(self.package)
        keep = {sheet.rel_id for sheet in self.kept}
        rels = [
            rel
            for rel in relationships(self.package, self.book)
            if rel.kind in _BOOK_RELATIONS and (rel.kind != "worksheet" or rel.id in keep)
        ]
        parts: dict[str, bytes] = dict(self.parts)
        parts[self.book] = to_xml(self.root)
        self.led[self.book] = rels
        if strings is not None:
            parts[strings] = self.table.to_xml()
        core = Relationship(
            "rId2",
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        )
        office = next(
            rel for rel in relationships(self.package, "") if rel.kind == "officeDocument"
        )
        parts["_rels/.rels"] = relationships_xml(
            "", [Relationship("rId1", office.type, office.target), core]
        )
        merged = self.package.changed(parts)
        new = _renamed(
            merged,
            self.led,
            [self.book, *(rel.target for rel in rels), *(sheet.part for sheet in self.kept)],
            frozenset(sheet.part for sheet in sheets(self.package) if sheet not in self.kept),
        )
        held: dict[str, bytes] = {
            "docProps/core.xml": _CORE,
            "_rels/.rels": merged.read("_rels/.rels"),
        }
        for old, name in new.items():
            held[name], led = merged.read(old), self.led.get(old)
            if led is None:
                held[name], led = cleaned_part(
                    old,
                    held[name],
                    relationships(merged, old),
                    lambda text: self._inside(text, self.kept[0].name),
                )
            led = [replace(rel, target=new.get(rel.target, rel.target)) for rel in led]
            if led:
                held[rels_name(name)] = relationships_xml(name, led)
        return Package(held | {"[Content_Types].xml": self._types(new)})

    def _types(self, new: Mapping[str, str]) -> bytes:
        known = content_types(self.package)
        kinds = {name: known[old] for old, name in new.items() if old in known}
        kinds[self.book] = _MAIN_TYPE
        kinds["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
        root = parse_xml(_EMPTY_TYPES, "types")
        return typed(
            root, {name: kind for name, kind in kinds.items() if kind != "application/xml"}
        )


_EMPTY_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def _put_inline(cell: _Element, text: str) -> None:
    """Make a cell hold a text of its own, whether or not the workbook has a table of strings."""
    from lxml import etree

    cell[:] = []
    cell.set("t", "inlineStr")
    held = etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t")
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    held.text = text


def _renamed(
    package: Package,
    led: Mapping[str, Sequence[Relationship]],
    start: Sequence[str],
    skip: frozenset[str],
) -> dict[str, str]:
    """Each part that the copy keeps, with its name there: numbered from 1 as it is come upon.

    ``led`` is what some parts lead to in the copy. A name tells nothing of what there was besides,
    and the same content has the same bytes whoever numbered it before.
    """
    order: dict[str, None] = {}
    todo = list(reversed(start))
    while todo:
        part = todo.pop()
        if part in order or part in skip or part not in package:
            continue
        order[part] = None
        todo += [
            rel.target
            for rel in reversed(led.get(part, relationships(package, part)))
            if not rel.external and rel.kind not in LEADS_OUT and part != start[0]
        ]
    counts: Counter[str] = Counter()
    new = {start[0]: start[0]}
    for part in list(order)[1:]:
        stem, dot, ending = part.rpartition(".")
        plain = stem.rstrip("0123456789")
        counts[plain] += 1
        new[part] = f"{plain}{counts[plain] if plain != stem else ''}{dot}{ending}"
    return new


def _written_out(
    formula: _Element, row: int, column: int, masters: dict[str, tuple[int, int, str]]
) -> str:
    """A cell's formula, shared ones written out."""
    text = formula.text or ""
    if formula.get("t") == "shared":
        index = str(formula.get("si"))
        if text:
            masters[index] = (row, column, text)
        elif index in masters:
            first_row, first_column, master = masters[index]
            try:
                text = shift(master, row - first_row, column - first_column)
            except ValueError:
                text = "#REF!"
    return text


__all__ = ["SENT_SHEETS", "Cleaned", "clean_copy"]
