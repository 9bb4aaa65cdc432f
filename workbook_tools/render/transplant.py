"""Generated sheets transplanted into the accountant's own workbook.

The output's base is the accountant's package. Only what must change is rewritten: the generated
sheets and what they carry along, the workbook's list of sheets and names, styles and shared strings
(which only grow), content types. Everything else is carried over as it lies in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbook_tools.errors import InputError, TemplateError
from workbook_tools.excel.calculation import Calculated, Value
from workbook_tools.excel.defined_names import DefinedName, names_with_elements
from workbook_tools.excel.package import (
    CONTENT_TYPES,
    MAIN,
    RELS,
    TYPES_PART,
    Package,
    Packed,
    Relationship,
    SheetPart,
    content_types,
    parse_xml,
    reachable,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    to_xml,
    typed,
    workbook_part,
)
from workbook_tools.excel.strings import StringTable, item_xmls, strings_part, used_strings
from workbook_tools.excel.styles import merge_styles, styles_part
from workbook_tools.place import Place
from workbook_tools.render import follow
from workbook_tools.render.heights import text_styles
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.recalculated import refresh_formulas
from workbook_tools.render.rows import RowWriter, Written

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_R = f"{{{RELS}}}"
_TYPES = f"{{{CONTENT_TYPES}}}"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_BOOK_ORDER = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "AlternateContent",
    "revisionPtr",
    "absPath",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
)


@dataclass
class Transplant:
    """One transplant in progress: set up once, then ``write`` with the values calculated so far."""

    base: Package
    layout: Layout
    written: dict[str, list[Written]] = field(default_factory=dict)
    _parts: dict[str, bytes | Packed] = field(default_factory=dict)
    _data: dict[str, bytes] = field(default_factory=dict)
    _whole: dict[str, bytes | Packed] = field(default_factory=dict)
    _copied: dict[str, str] = field(default_factory=dict)
    _types: dict[str, str] = field(default_factory=dict)
    _charts: dict[str, _Element] = field(default_factory=dict)
    _caches: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.template = self.layout.template.package
        self.book = workbook_part(self.base)
        self.base_sheets = sheets(self.base)
        by_name = {sheet.name.casefold(): sheet for sheet in self.base_sheets}
        self.replaced: dict[str, SheetPart] = {
            sheet.sheet.name: by_name[sheet.sheet.name.casefold()]
            for sheet in self.layout.sheets
            if sheet.sheet.name.casefold() in by_name
        }
        self._keep()
        self._taken = self.kept | {sheet.part for sheet in self.replaced.values()}
        self.sheet_parts: dict[str, str] = {}
        for sheet in self.layout.sheets:
            old = self.replaced.get(sheet.sheet.name)
            self.sheet_parts[sheet.sheet.name] = (
                old.part if old else self._free("xl/worksheets/sheet1.xml")
            )
            self._taken.add(self.sheet_parts[sheet.sheet.name])
        self._template_types = content_types(self.template)
        self._text_styles = text_styles(self.template, styles_part(self.template))
        self._styles()
        self._strings()
        self._tables = self._known_tables()
        for sheet in self.layout.sheets:
            self._carry(sheet)

    # ----------------------------------------------------------------------------------- what stays

    def _keep(self) -> None:
        """The parts of the base that stay: all but the replaced sheets and what only they led to."""
        old = frozenset(sheet.part for sheet in self.replaced.values())
        calc_chain = {
            rel.target for rel in relationships(self.base, self.book) if rel.kind == "calcChain"
        }
        skip = old | calc_chain
        before = reachable(self.base, [""])
        others = [sheet.part for sheet in self.base_sheets if sheet.part not in old]
        caches = {
            rel.target
            for rel in relationships(self.base, self.book)
            if rel.kind == "pivotCacheDefinition"
        }
        still_used = reachable(self.base, others, skip)
        orphaned = {
            cache
            for cache in caches
            if cache in reachable(self.base, old) and cache not in still_used
        }
        self.dropped_caches = orphaned
        reached = reachable(self.base, [""], frozenset(skip | orphaned))
        strays = {
            name
            for name in self.base.parts
            if name not in before and not name.endswith(".rels") and name != "[Content_Types].xml"
        }
        self.kept = (reached | strays) - {""}

    def _free(self, like: str) -> str:
        """A part name that is not taken, numbered as Office numbers them."""
        stem, dot, extension = like.rpartition(".")
        stem = stem.rstrip("0123456789")
        number = 1
        while f"{stem}{number}{dot}{extension}" in self._taken:
            number += 1
        name = f"{stem}{number}{dot}{extension}"
        self._taken.add(name)
        return name

    # --------------------------------------------------------------------------- styles and strings

    def _styles(self) -> None:
        cells: set[int] = set()
        differential: set[int] = set()
        for sheet in self.layout.sheets:
            root = sheet.sheet.root
            cells |= {
                cell.style
                for row in sheet.sheet.rows.values()
                for cell in row.cells
                if cell.style is not None
            }
            cells |= {
                int(row.attributes["s"])
                for row in sheet.sheet.rows.values()
                if "s" in row.attributes
            }
            cells |= {
                int(str(c.get("style")))
                for c in root.iterfind(f"{_M}cols/{_M}col")
                if c.get("style")
            }
            differential |= {
                int(str(rule.get("dxfId")))
                for rule in root.iter(f"{_M}cfRule")
                if rule.get("dxfId")
            }
            for rel in relationships(self.template, sheet.sheet.part.part):
                if rel.kind == "table":
                    found = re.findall(rb'[dD]xfId="(\d+)"', self.template.read(rel.target))
                    differential |= {int(number) for number in found}
        merged = merge_styles(self.base, self.template, cells, differential)
        self.cell_styles, self.differential = merged.cells, merged.differential
        self._parts[styles_part(self.base)] = merged.xml

    def _strings(self) -> None:
        """The base's strings; where sheets are replaced, those that only they held are free to be
        taken again.
        """
        used: set[int] | None = None
        if self.replaced:
            used = set()
            for sheet in self.base_sheets:
                if sheet.part in self.kept and sheet.kind == "worksheet":
                    used |= used_strings(self.base.read(sheet.part), sheet.part)
        self.strings = StringTable(item_xmls(self.base), used)

    # ---------------------------------------------------------------------------- what sheets carry

    def _known_tables(self) -> tuple[set[int], dict[str, str]]:
        """The ids and names of tables that stay."""
        ids, names = set(), {}
        for part in self.kept:
            if "/tables/" in part and part in self.base:
                root = parse_xml(self.base.read(part), part)
                ids.add(int(root.get("id", "0")))
                names[str(root.get("displayName")).casefold()] = part
        return ids, names

    def _carry(self, sheet: SheetLayout) -> None:
        """Copy everything that a template's sheet leads to, moved to where its rows went."""
        part = sheet.sheet.part.part
        name = self.sheet_parts[sheet.sheet.name]
        self._copied[part] = name
        rels = [self._carried(rel, sheet) for rel in relationships(self.template, part)]
        if rels:
            self._parts[rels_name(name)] = relationships_xml(name, rels)

    def _carried(self, rel: Relationship, sheet: SheetLayout) -> Relationship:
        if rel.external:
            return rel
        if rel.target in self._copied:
            return Relationship(rel.id, rel.type, self._copied[rel.target])
        if rel.target not in self.template:
            return rel
        name = self._copied[rel.target] = self._free(rel.target)
        if rel.target in self._template_types:
            self._types[name] = self._template_types[rel.target]
        self._parts[name] = self._moved(rel, sheet, name)
        inner = [self._carried(below, sheet) for below in relationships(self.template, rel.target)]
        if inner:
            self._parts[rels_name(name)] = relationships_xml(name, inner)
        return Relationship(rel.id, rel.type, name)

    def _moved(self, rel: Relationship, sheet: SheetLayout, name: str) -> bytes | Packed:
        """A part's bytes in the output: the very same ones wherever nothing in it has to move."""
        kind, raw = rel.kind, self.template.parts[rel.target]
        if kind not in (
            "table",
            "comments",
            "vmlDrawing",
            "drawing",
            "chart",
            "threadedComment",
            "pivotTable",
            "pivotCacheDefinition",
        ):
            return raw
        root = parse_xml(self.template.read(rel.target), rel.target)
        before = to_xml(root)
        if kind == "table":
            self._table(root, sheet, rel.target)
        elif kind == "comments":
            follow.notes(root, sheet)
        elif kind == "threadedComment":
            follow.threaded_notes(root, sheet)
        elif kind == "vmlDrawing":
            follow.note_shapes(root, sheet)
        elif kind == "drawing":
            follow.drawing(root, sheet)
        elif kind == "chart":
            if follow.chart_ranges(root, self.layout, sheet):
                self._charts[name] = root
        elif kind == "pivotTable":
            self._pivot(root, sheet, rel.target)
        else:
            follow.pivot_source(root, self.layout)
            self._caches.append((name, rel.target))
        after = to_xml(root)
        return raw if after == before else after

    def _table(self, root: _Element, sheet: SheetLayout, part: str) -> None:
        ids, names = self._tables
        title = str(root.get("displayName"))
        if title.casefold() in names:
            raise InputError(
                f"sổ tính đã có bảng (Table) tên {title} ở trang khác; hãy đổi tên bảng đó rồi lập lại.",
                Place(sheet.sheet.name),
            )
        names[title.casefold()] = part
        number = int(root.get("id", "1"))
        if number in ids:
            number = max(ids) + 1
        ids.add(number)
        root.set("id", str(number))
        follow.table(root, sheet, Place(sheet.sheet.name, str(root.get("ref")).partition(":")[0]))
        for element in root.iter():
            for attribute in list(element.attrib):
                if str(attribute).endswith("xfId") and str(attribute) != "xfId":
                    element.set(
                        str(attribute), str(self.differential[int(str(element.get(attribute)))])
                    )

    def _pivot(self, root: _Element, sheet: SheetLayout, part: str) -> None:
        location = root.find(f"{_M}location")
        if location is not None and location.get("ref"):
            spans = follow.copies(sheet, str(location.get("ref")))
            if spans:
                location.set("ref", spans[0][1])
        cache = next(
            (
                rel.target
                for rel in relationships(self.template, part)
                if rel.kind == "pivotCacheDefinition"
            ),
            "",
        )
        root.set("cacheId", str(self._cache_id(cache)))

    def _cache_id(self, template_cache: str) -> int:
        """The number under which the workbook will know a pivot cache that comes with the template."""
        gone = {
            rel.id
            for rel in relationships(self.base, self.book)
            if rel.target in self.dropped_caches
        }
        taken = {
            int(str(element.get("cacheId")))
            for element in self.base.tree(self.book).iter(f"{_M}pivotCache")
            if element.get(f"{_R}id") not in gone
        }
        known = [
            rel.target
            for rel in relationships(self.template, workbook_part(self.template))
            if rel.kind == "pivotCacheDefinition"
        ]
        return max(taken, default=0) + 1 + known.index(template_cache)

    # -------------------------------------------------------------------------------------- writing

    def write(self, calculated: Calculated | None = None) -> Package:
        """The output as far as values are known: without ``calculated``, unproved formulas stand
        without one.
        """
        first = calculated is None
        values = _Values(calculated)
        for sheet in self.layout.sheets:
            name = sheet.sheet.name
            if not first and all(formula.bound for formula in self.written[name]):
                continue
            writer = RowWriter(
                self.layout,
                self.strings,
                self.cell_styles,
                values,
                self._text_styles,
                self._date_1904(),
            )
            head, tail = follow.sheet_frame(
                self.layout, sheet, self.cell_styles, self.differential, self._code_name(name)
            )
            rows = writer.sheet_data(sheet)
            if writer.faults:
                raise TemplateError(tuple(writer.faults))
            self.written[name] = writer.formulas
            self._data[self.sheet_parts[name]] = b"".join(
                (head, b"<sheetData>", *rows, b"</sheetData>", tail)
            )
            self._whole.clear()
        if not self._whole:
            self._whole.update(self._shared_parts())
        parts = self._parts | self._data | self._whole
        if calculated is not None:
            for name, root in self._charts.items():
                follow.chart_caches(root, calculated.index, calculated.lookup)
                parts[name] = to_xml(root)
            parts |= self._refreshed(calculated)
        gone = [name for name in self.base.parts if not self._stays(name)]
        return self.base.changed(parts, gone)

    def _stays(self, name: str) -> bool:
        if name == "[Content_Types].xml":
            return True
        if name.endswith(".rels") and "_rels/" in name:
            owner = name.replace("_rels/", "").removesuffix(".rels")
            return owner in self.kept or owner == "" or name == "_rels/.rels"
        return name in self.kept

    def _refreshed(self, calculated: Calculated) -> dict[str, bytes | Packed]:
        """The user's own sheets whose formulas now give something else than what stands beside
        them.
        """
        out: dict[str, bytes | Packed] = {}
        for sheet in self.base_sheets:
            if (
                sheet.part in self.kept
                and sheet.kind == "worksheet"
                and sheet.name.casefold() in calculated.index
            ):
                before = self.base.read(sheet.part)
                after = refresh_formulas(before, calculated, sheet.name)
                if after != before:
                    out[sheet.part] = after
        return out

    def _date_1904(self) -> bool:
        properties = self.base.tree(self.book).find(f"{_M}workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true")

    def _code_name(self, name: str) -> str | None:
        """The name by which the workbook's macros know a sheet that is replaced."""
        old = self.replaced.get(name)
        if old is None:
            return None
        found = re.search(rb'<sheetPr\b[^>]*\bcodeName="([^"]*)"', self.base.read(old.part)[:4096])
        return found[1].decode() if found else None

    def _shared_parts(self) -> dict[str, bytes | Packed]:
        """The parts of the workbook as a whole that follow: workbook, relationships, strings,
        types, properties.
        """
        parts: dict[str, bytes | Packed] = {}
        strings = strings_part(self.base)
        rels = [
            rel
            for rel in relationships(self.base, self.book)
            if rel.kind != "calcChain" and rel.target not in self.dropped_caches
        ]
        types = {
            self.sheet_parts[sheet.sheet.name]: _SHEET_TYPE for sheet in self.layout.sheets
        } | self._types
        if strings is None:
            strings = (
                self._free("xl/sharedStrings.xml")
                if "xl/sharedStrings.xml" in self._taken
                else "xl/sharedStrings.xml"
            )
            rels.append(Relationship(_free_id(rels), f"{_REL}sharedStrings", strings))
            types[strings] = _STRINGS_TYPE
        parts[strings] = self.strings.to_xml()
        root = self.base.tree_to_change(self.book)
        self._list_sheets(root, rels)
        self._pivot_caches(root, rels)
        self._names(root)
        calculation = _child(root, "calcPr")
        calculation.set("fullCalcOnLoad", "1")
        parts[self.book] = to_xml(root)
        parts[rels_name(self.book)] = relationships_xml(self.book, rels)
        parts["[Content_Types].xml"] = self._content_types(types)
        for rel in relationships(self.base, ""):
            if rel.kind == "extended-properties" and rel.target in self.base:
                properties = parse_xml(self.base.read(rel.target), rel.target)
                for element in list(properties):
                    if str(element.tag).rpartition("}")[2] in ("TitlesOfParts", "HeadingPairs"):
                        properties.remove(element)
                parts[rel.target] = to_xml(properties)
        return parts

    def _list_sheets(self, root: _Element, rels: list[Relationship]) -> None:
        from lxml import etree

        holder = root.find(f"{_M}sheets")
        assert holder is not None
        number = max([0, *(int(str(element.get("sheetId"))) for element in holder)])
        for sheet in self.layout.sheets:
            if sheet.sheet.name in self.replaced:
                continue
            number += 1
            identifier = _free_id(rels)
            rels.append(
                Relationship(identifier, f"{_REL}worksheet", self.sheet_parts[sheet.sheet.name])
            )
            etree.SubElement(
                holder,
                f"{_M}sheet",
                {"name": sheet.sheet.name, "sheetId": str(number), f"{_R}id": identifier},
            )

    def _pivot_caches(self, root: _Element, rels: list[Relationship]) -> None:
        from lxml import etree

        gone = {
            rel.id
            for rel in relationships(self.base, self.book)
            if rel.target in self.dropped_caches
        }
        holder = root.find(f"{_M}pivotCaches")
        for element in list(holder) if holder is not None else []:
            if holder is not None and element.get(f"{_R}id") in gone:
                holder.remove(element)
        for name, cache in self._caches:
            if holder is None:
                holder = etree.Element(f"{_M}pivotCaches")
                calculation = _child(root, "calcPr")
                calculation.addnext(holder)
            identifier = _free_id(rels)
            rels.append(Relationship(identifier, f"{_REL}pivotCacheDefinition", name))
            etree.SubElement(
                holder,
                f"{_M}pivotCache",
                {"cacheId": str(self._cache_id(cache)), f"{_R}id": identifier},
            )
        if holder is not None and not len(holder):
            root.remove(holder)

    def _names(self, root: _Element) -> None:
        """The template's names that point at generated sheets, in place of those of an earlier
        build.
        """
        from lxml import etree

        template_root = self.template.tree(workbook_part(self.template))
        index = {
            str(element.get("name")).casefold(): at
            for at, element in enumerate(root.iterfind(f"{_M}sheets/*"))
        }
        fresh: list[_Element] = []
        for name, element in names_with_elements(template_root):
            sheet = self._sheet_of(name)
            if sheet is None:
                continue
            copy = deepcopy(element)
            copy.text = follow.stretched(self.layout, sheet, name.text).strip("()")
            if name.sheet is not None:
                copy.set("localSheetId", str(index[name.sheet.casefold()]))
            fresh.append(copy)
        replaced = {str(old.index) for old in self.replaced.values()}
        coming = {(str(e.get("name")).casefold(), e.get("localSheetId")) for e in fresh}
        holder = root.find(f"{_M}definedNames")
        kept = (
            []
            if holder is None
            else [
                element
                for element in holder
                if (str(element.get("name")).casefold(), element.get("localSheetId")) not in coming
                and not (
                    element.get("localSheetId") in replaced
                    and str(element.get("name")).startswith("_xlnm.")
                )
            ]
        )
        if holder is not None:
            root.remove(holder)
        if kept or fresh:
            holder = _child(root, "definedNames")
            for element in sorted(
                [*kept, *fresh],
                key=lambda e: (str(e.get("name")).casefold(), int(e.get("localSheetId", "-1"))),
            ):
                holder.append(element)
            etree.cleanup_namespaces(holder)

    def _sheet_of(self, name: DefinedName) -> SheetLayout | None:
        """The generated sheet that a name of the template belongs to, or points at."""
        if name.sheet is not None:
            return self.layout.sheet(name.sheet)
        pointed = (s for s in self.layout.sheets if _mentions(name.text, s.sheet.name))
        return next(pointed, None)

    def _content_types(self, types: Mapping[str, str]) -> bytes:
        root = self.base.tree_to_change(TYPES_PART)
        for element in root.findall(f"{_TYPES}Override"):
            part = str(element.get("PartName")).removeprefix("/")
            if part in types or not (
                (self._stays(part) and part in self.base) or part in self._parts
            ):
                root.remove(element)
        return typed(root, types)


class _Values(dict[tuple[str, int, int], Value]):
    """Calculated values by sheet, row and column, looked up when asked for."""

    def __init__(self, calculated: Calculated | None) -> None:
        super().__init__()
        self.calculated = calculated

    def get(self, key: tuple[str, int, int], default: Value = None) -> Value:  # type: ignore[override]
        return default if self.calculated is None else self.calculated.value(*key)


def _mentions(text: str, sheet: str) -> bool:
    return text.startswith((f"{sheet}!", "'" + sheet.replace("'", "''") + "'!"))


def _free_id(rels: list[Relationship]) -> str:
    taken = {rel.id for rel in rels}
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    return f"rId{number}"


def _child(root: _Element, name: str) -> _Element:
    """A child of the workbook element, made in its place where it is missing."""
    found = root.find(f"{_M}{name}")
    if found is None:
        from lxml import etree

        found = etree.Element(f"{_M}{name}")
        earlier = _BOOK_ORDER[: _BOOK_ORDER.index(name)]
        at = max(
            (i + 1 for i, child in enumerate(root) if str(child.tag).rpartition("}")[2] in earlier),
            default=0,
        )
        root.insert(at, found)
    return found
