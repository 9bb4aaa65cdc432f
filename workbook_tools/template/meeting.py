"""A template that repeats columns meets a plan: its columns are laid out for the data, before any
row is. What comes out is an ordinary template, to be compiled as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from workbook_tools.error_kinds import (
    COLUMN_MERGE,
    COLUMN_NOT_ALONE,
    COLUMN_ROW_CONTENT,
    COLUMN_ROW_TAG,
)
from workbook_tools.errors import TemplateError, TemplateFault
from workbook_tools.excel.cells import MAX_COLUMN, split_area, split_cell
from workbook_tools.excel.charts import led_to
from workbook_tools.excel.defined_names import defined_names, workbook_names
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.package import (
    MAIN,
    Package,
    SheetPart,
    relationships,
    relationships_xml,
    rels_name,
    to_xml,
    workbook_part,
)
from workbook_tools.excel.strings import SharedString
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.form import TOTAL, Form, Source
from workbook_tools.plan.model import Remark
from workbook_tools.template.cell_texts import CONTROL, typed_text
from workbook_tools.template.column_map import ColumnMap, Maps
from workbook_tools.template.column_tags import ColumnTags, column_map, is_column_tag, read_tags
from workbook_tools.template.compiled import Template
from workbook_tools.template.expressions import Language
from workbook_tools.template.room import fit_page
from workbook_tools.template.stretched_parts import (
    stretch_chart,
    stretch_drawing,
    stretch_names,
    stretch_note_boxes,
    stretch_notes,
    stretch_table,
    stretch_threads,
)
from workbook_tools.template.stretched_pivots import Fields, stretch_pivot, stretch_pivot_source
from workbook_tools.template.stretching import Stretching, stretch_sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_TOTAL = pattern(r"\s*\{\{-?\s*plan\[\s*([^\W\d]\w*)\s*\]\s*-?\}\}\s*\Z")
_PRINT_AREA = "_xlnm.print_area"

_KEPT = 4
"""The forms of a plan for which a template stays compiled."""

Compile = Callable[[Package, Maps], Template]


@dataclass(frozen=True)
class Meeting:
    """A template with tags of columns, by casefolded sheet name; ``compiled`` makes an ordinary one
    out of what comes of it.
    """

    package: Package
    parts: Sequence[SheetPart]
    strings: Sequence[SharedString]
    tags: Mapping[str, ColumnTags]
    env: Language
    compiled: Compile
    known: dict[object, Template] = field(default_factory=dict)

    def fitted(self, data: Mapping[str, Any]) -> Template:
        """The template with the columns that some data ask for. Raises ``TemplateError``."""
        faults: list[TemplateFault] = []
        self.env.work.budget.renew()
        maps = {name: column_map(self.env, tags, data, faults) for name, tags in self.tags.items()}
        if faults:
            raise TemplateError(tuple(dict.fromkeys(faults)))
        key = tuple((name, columns.key, _sources(columns)) for name, columns in maps.items())
        if key not in self.known:
            while len(self.known) >= _KEPT:
                del self.known[next(iter(self.known))]
            said: list[Remark] = []
            compiled = self.compiled(self.stretched(maps, said), maps)
            self.known[key] = replace(compiled, remarks=tuple(said))
        return self.known[key]

    def stretched(self, maps: Maps, said: list[Remark]) -> Package:
        """The package with its columns repeated; what there is to say of that is added to
        ``said``. Raises ``TemplateError`` with all faults.
        """
        changed: dict[str, bytes] = {}
        faults: list[TemplateFault] = []
        fresh: list[tuple[str, str, int, int]] = []
        for part in self.parts:
            name = part.name.casefold()
            root = self.package.tree_to_change(part.part)
            if name in maps:
                fresh += self._totals(part.name, root, maps[name])
            work = Stretching(part.name, maps, self.env, self._patterns(root), faults)
            stretch_sheet(root, work, self.tags.get(name))
            if name in maps:
                used = min(self._used(root), self._printed(part.name, maps[name]))
                said += fit_page(part.name, root, maps[name], used)
            changed[part.part] = to_xml(root)
            if name in maps:
                faults += self._beside(part, maps[name], changed)
            faults += self._charts(part, maps, changed)
        self._pivots(maps, changed)
        book = workbook_part(self.package)
        root = self.package.tree_to_change(book)
        stretch_names(root, maps, fresh)
        changed[book] = to_xml(root)
        if faults:
            raise TemplateError(tuple(dict.fromkeys(faults)))
        return self.package.changed(changed)

    def _used(self, root: _Element) -> int:
        """The last column in which something stands that is not in a control row."""
        shown = [row for row in root.iter(f"{_M}row") if control_word(row, self.strings) is None]
        cells = [cell for row in shown for cell in row]
        return max((split_cell(str(cell.get("r")))[1] for cell in cells), default=0)

    def _printed(self, sheet: str, columns: ColumnMap) -> int:
        """The last column that is printed, where the template says it."""
        said = [
            piece.right
            for name in defined_names(self.package)
            if name.name.casefold() == _PRINT_AREA and name.sheet == sheet
            for piece in tokenize(name.text)
            if isinstance(piece, Ref)
        ]
        return max(columns.of(max(said)), default=MAX_COLUMN) if said else MAX_COLUMN

    def _pivots(self, maps: Maps, changed: dict[str, bytes]) -> None:
        """Stretch the pivot tables of the generated sheets, and what they read; the records that
        lie beside go, as the fields are others.
        """
        read: dict[str, Fields | None] = {}
        for part in self.parts:
            for table in led_to(self.package, part.part, "pivotTable"):
                cache = next(iter(led_to(self.package, table, "pivotCacheDefinition")), "")
                if cache and cache not in read:
                    root = self.package.tree_to_change(cache)
                    read[cache] = stretch_pivot_source(root, maps)
                    changed[cache] = to_xml(root)
                    if read[cache] is not None:
                        rels = relationships(self.package, cache)
                        led = [rel for rel in rels if rel.kind != "pivotCacheRecords"]
                        changed[rels_name(cache)] = relationships_xml(cache, led)
                root = self.package.tree_to_change(table)
                stretch_pivot(root, maps.get(part.name.casefold()), read.get(cache))
                changed[table] = to_xml(root)

    def _patterns(self, root: _Element) -> Mapping[int, int]:
        """For the rows of cells that may stand in place of others: the pattern row above."""
        found: dict[int, int] = {}
        above = 0
        for row in root.iter(f"{_M}row"):
            number, word = int(row.get("r", "0")), control_word(row, self.strings)
            if word == "instead":
                found[number] = above
            elif word != "prove":
                above = number
        return found

    def _totals(
        self, sheet: str, root: _Element, columns: ColumnMap
    ) -> Iterator[tuple[str, str, int, int]]:
        """The names of the grand totals of the sources: of the cells in the row of the grand total
        that are proved by ``plan[source]``.
        """
        total = next(iter(_refs(workbook_names(self.package), Form().total_names[TOTAL])), None)
        if total is None or (total.sheet or "").casefold() != sheet.casefold():
            return
        above = 0
        for row in root.iter(f"{_M}row"):
            word = control_word(row, self.strings)
            if word is None:
                above = int(row.get("r", "0"))
            elif word == "prove" and above == total.top:
                for cell in row:
                    for code, at in self._proved_totals(cell, columns):
                        yield f"TongCong_{code}", sheet, above, at

    def _proved_totals(self, cell: _Element, columns: ColumnMap) -> Iterator[tuple[str, int]]:
        """The codes of the sources whose grand totals a cell proves, each with its column."""
        match = _TOTAL().match(typed_text(cell, self.strings) or "")
        if match is None:
            return
        for at in columns.of(split_cell(str(cell.get("r")))[1]):
            for one in columns.bindings(at):
                if one.variable == match[1] and isinstance(one.item, Source):
                    yield one.item.code, at

    def _beside(
        self, part: SheetPart, columns: ColumnMap, changed: dict[str, bytes]
    ) -> Iterator[TemplateFault]:
        """Move what lies beside the cells of a sheet; gives what is wrong."""
        for kind, move in (
            ("drawing", stretch_drawing),
            ("comments", stretch_notes),
            ("threadedComment", stretch_threads),
            ("vmlDrawing", stretch_note_boxes),
        ):
            for name in led_to(self.package, part.part, kind):
                root = self.package.tree_to_change(name)
                move(root, columns)
                changed[name] = to_xml(root)
        for name in led_to(self.package, part.part, "table"):
            root = self.package.tree_to_change(name)
            yield from stretch_table(root, columns, part.name)
            changed[name] = to_xml(root)

    def _charts(
        self, part: SheetPart, maps: Maps, changed: dict[str, bytes]
    ) -> Iterator[TemplateFault]:
        """Stretch the charts of a sheet; gives what is wrong."""
        for drawing in led_to(self.package, part.part, "drawing"):
            for name in led_to(self.package, drawing, "chart"):
                root = self.package.tree_to_change(name)
                yield from stretch_chart(root, maps, part.name)
                changed[name] = to_xml(root)


def _sources(columns: ColumnMap) -> tuple[object, ...]:
    """What a template says of sources by itself, so that it must be compiled anew for others."""
    items = {one.said: one.item for copy in columns.copies for one in copy.bindings}
    return tuple(
        (said, item, item.name) for said, item in items.items() if isinstance(item, Source)
    )


def _refs(names: Mapping[str, str], name: str) -> list[Ref]:
    try:
        return [piece for piece in tokenize(names.get(name, "")) if isinstance(piece, Ref)]
    except ValueError:
        return []


def control_word(row: _Element, strings: Sequence[SharedString]) -> str | None:
    """The word of a row's control tag (``for``, ``prove`` …); ``None`` for other rows."""
    for cell in row:
        match = CONTROL().match((typed_text(cell, strings) or "").strip())
        if match is not None:
            return match[1]
    return None


# ------------------------------------------------------------------------------------------ tags


def tags_of(
    package: Package,
    parts: Sequence[SheetPart],
    strings: Sequence[SharedString],
    faults: list[TemplateFault],
) -> Mapping[str, ColumnTags]:
    """The tags of columns, by casefolded sheet name; all that is wrong with them, and with what
    stands around them, is added to ``faults``.
    """
    if not _mentioned(package, parts, strings):
        return {}
    found: dict[str, ColumnTags] = {}
    for part in parts:
        root = package.tree(part.part)
        texts = {
            split_cell(str(cell.get("r"))): typed_text(cell, strings) or ""
            for cell in root.iter(f"{_M}c")
            if len(cell)
        }
        held = [(row, column, text) for (row, column), text in texts.items() if is_column_tag(text)]
        tags = read_tags(part.name, held, faults)
        if tags is not None:
            found[part.name.casefold()] = tags
            merges = [str(one.get("ref")) for one in root.iter(f"{_M}mergeCell")]
            faults += _surroundings(part.name, tags, texts, merges)
    return found


def _mentioned(
    package: Package, parts: Sequence[SheetPart], strings: Sequence[SharedString]
) -> bool:
    """Whether a cell may hold a tag of columns."""
    if any("{%" in item.text and is_column_tag(item.text) for item in strings):
        return True
    pages = [package.plain(part.part) for part in parts]
    return any(b"inlineStr" in xml and b"column" in xml for xml in pages)


def _surroundings(
    sheet: str, tags: ColumnTags, texts: Mapping[tuple[int, int], str], merges: Sequence[str]
) -> Iterator[TemplateFault]:
    """What is wrong around the tags of a sheet: things that would vanish with them, tags of rows
    in repeated columns, merges that reach over a part of what is repeated.
    """
    areas = [split_area(merge) for merge in merges]
    ends = {span.first: span.last for span in tags.every()}
    over = {(top, left) for top, left, _, right in areas if right >= ends.get(left, right + 1)}
    for (row, column), text in texts.items():
        place = Place(sheet, cell_name(row, column))
        if is_column_tag(text):
            continue
        if row == tags.row:
            yield TemplateFault(place, COLUMN_ROW_CONTENT)
        elif column in tags.tags and (row, column) not in over:
            yield TemplateFault(place, COLUMN_NOT_ALONE)
        elif column in tags.between and CONTROL().match(text.strip()):
            yield TemplateFault(place, COLUMN_ROW_TAG, tag=text.strip())
    yield from _crossing(sheet, tags, merges)


def _crossing(sheet: str, tags: ColumnTags, merges: Sequence[str]) -> Iterator[TemplateFault]:
    """The merges that reach over a part of what is repeated."""
    spans = [(span.first, span.last) for span in tags.every()]
    for merge in merges:
        top, left, _, right = split_area(merge)
        if any(_crosses(left, right, first, last) for first, last in spans):
            yield TemplateFault(Place(sheet, cell_name(top, left)), COLUMN_MERGE, area=merge)


def _crosses(left: int, right: int, first: int, last: int) -> bool:
    """Whether columns ``left`` to ``right`` reach over a part of what ``first`` and ``last``
    enclose.
    """
    apart = right < first or left > last
    inside = first < left and right < last
    around = left <= first and last <= right
    return not (apart or inside or around)
