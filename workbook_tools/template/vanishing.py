"""What a template may not do with its control rows, which vanish: refer to them in formulas, names
and charts, or hide their tags under a merge.

One reference to a control row has a meaning: from the only row of a loop to the row of its
``{% for %}`` right above. It is the row above in the finished sheet, whatever stands there: the
copy before, for a running total, or what comes before the first copy.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workbook_tools.error_kinds import (
    CHART_TO_VANISHING_ROW,
    NAME_TO_VANISHING_ROW,
    RUNNING_RANGE,
    TAG_UNDER_MERGE,
    VANISHING_ROW,
)
from workbook_tools.errors import TemplateFault
from workbook_tools.excel.cells import split_area, split_cell
from workbook_tools.excel.defined_names import defined_names
from workbook_tools.excel.formula import Piece, Ref, tokenize
from workbook_tools.excel.package import Package, relationships
from workbook_tools.place import Place, cell_name
from workbook_tools.template.compiled import Block, Choice, Formula, Loop, Row, Sheet
from workbook_tools.template.expressions import Expression

_Span = tuple[int, int]
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def reference_faults(sheets: Sequence[Sheet]) -> Iterator[TemplateFault]:
    """The formulas that point at nothing but control rows."""
    by_name = {sheet.name.casefold(): sheet for sheet in sheets}
    for sheet in sheets:
        running = set(_running(sheet.blocks))
        for row in sheet.rows.values():
            for cell in row.every_cell:
                if isinstance(cell.content, Formula):
                    place = Place(sheet.name, cell_name(row.number, cell.column))
                    for piece in cell.content.pieces:
                        if isinstance(piece, Ref) and _is_half_fixed(piece, row):
                            yield TemplateFault(place, RUNNING_RANGE, reference=piece)
                    above = row.number - 1 if row.number in running else 0
                    yield from _to_nothing(cell.content, place, sheet, above, by_name)


def _to_nothing(
    formula: Formula, place: Place, sheet: Sheet, above: int, by_name: Mapping[str, Sheet]
) -> Iterator[TemplateFault]:
    """A fault for each reference to control rows but ``above``, the one that means the row above
    (0 for none).
    """
    for ref, _ in _vanishing(formula.pieces, sheet, by_name):
        same = ref.sheet is None or by_name[ref.sheet.casefold()] is sheet
        if not above or not same or (ref.top, ref.bottom) != (above, above):
            yield TemplateFault(place, VANISHING_ROW, reference=ref)


def _is_half_fixed(ref: Ref, row: Row) -> bool:
    """Whether a reference on a row that is repeated runs down a column from that row fixed to it
    not fixed, as a running total does in a sheet that is filled down.
    """
    own = ref.sheet is None and ref.top == ref.bottom == row.number and ref.left == ref.right
    running = ref.area and ref.top_fixed and not ref.bottom_fixed
    return own and running and bool(row.loop_variables)


def pointing_faults(package: Package, sheets: Sequence[Sheet]) -> Iterator[TemplateFault]:
    """The names and the charts that point at nothing but control rows, each at the row."""
    by_name = {sheet.name.casefold(): sheet for sheet in sheets}
    for name in defined_names(package):
        for ref, place in _pointing(name.text, by_name):
            yield TemplateFault(place, NAME_TO_VANISHING_ROW, name=name.name, reference=ref)
    for formula in dict.fromkeys(_charted(package, sheets)):
        for ref, place in _pointing(formula, by_name):
            yield TemplateFault(place, CHART_TO_VANISHING_ROW, reference=ref)


def _pointing(text: str, by_name: Mapping[str, Sheet]) -> Iterator[tuple[Ref, Place]]:
    """The references of a name or a chart to rows that vanish; of what cannot be read, none."""
    try:
        pieces = tokenize(text)
    except ValueError:
        return
    for ref, into in _vanishing(pieces, None, by_name):
        yield ref, Place(into.name, cell_name(ref.top, ref.left or 1))


def _charted(package: Package, sheets: Sequence[Sheet]) -> Iterator[str]:
    """What the charts of the generated sheets show."""
    for sheet in sheets:
        for drawing in relationships(package, sheet.part.part):
            if drawing.kind != "drawing" or drawing.external or drawing.target not in package:
                continue
            for chart in relationships(package, drawing.target):
                if chart.kind == "chart" and not chart.external and chart.target in package:
                    for element in package.tree(chart.target).iter(f"{_CHART}f"):
                        yield element.text or ""


def _vanishing(
    pieces: Iterable[Piece | Expression], home: Sheet | None, by_name: Mapping[str, Sheet]
) -> Iterator[tuple[Ref, Sheet]]:
    """The references of a formula to rows that all vanish, each with their sheet."""
    for piece in pieces:
        if not isinstance(piece, Ref) or not piece.top:
            continue
        into = home if piece.sheet is None else by_name.get(piece.sheet.casefold())
        if into is None or piece.bottom > into.last_row:
            continue
        if not any(number in into.rows for number in range(piece.top, piece.bottom + 1)):
            yield piece, into


def _running(blocks: Iterable[Block]) -> Iterator[int]:
    """The rows that are all that their loop repeats, right under its tag."""
    for block in blocks:
        if isinstance(block, Loop):
            only = block.body[0] if len(block.body) == 1 else None
            if isinstance(only, Row) and only.number == split_cell(block.place.cell)[0] + 1:
                yield only.number
            yield from _running((*block.body, *block.otherwise))
        elif isinstance(block, Choice):
            for _, inside in block.branches:
                yield from _running(inside)


def merge_faults(
    sheet: str, merges: Iterable[str], tags: Mapping[int, Sequence[int]], controls: set[_Span]
) -> Iterator[TemplateFault]:
    """The tags that a merged area hides. ``tags`` are the rows of the cells with a tag, in order,
    by column; ``controls`` the cells that hold a control tag.
    """
    for merge in merges:
        top, left, bottom, right = split_area(merge)
        hidden = _first_hidden((top, left, bottom, right), tags)
        if hidden is None and bottom > top and (top, left) in controls:
            hidden = (top, left)
        if hidden is not None:
            yield TemplateFault(Place(sheet, cell_name(*hidden)), TAG_UNDER_MERGE, area=merge)


def _first_hidden(
    area: tuple[int, int, int, int], tags: Mapping[int, Sequence[int]]
) -> _Span | None:
    """A cell with a tag inside an area, its first cell left out."""
    top, left, bottom, right = area
    for column in sorted(tags):
        if not left <= column <= right:
            continue
        rows = tags[column]
        at = bisect_left(rows, top + 1 if column == left else top)
        if at < len(rows) and rows[at] <= bottom:
            return rows[at], column
    return None
