"""Charts: their ranges in the output, and the values that they show before they are calculated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbook_tools.excel.calculation import Calculated, Value
from workbook_tools.excel.cells import whole
from workbook_tools.excel.formula import Ref, tokenize
from workbook_tools.excel.strings import escape_controls
from workbook_tools.render.layout import Layout, SheetLayout
from workbook_tools.render.spread import stretched

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_NUMBERS, _STRINGS = f"{_CHART}numCache", f"{_CHART}strCache"
_CACHE_OF = {f"{_CHART}numRef": _NUMBERS, f"{_CHART}strRef": _STRINGS}


def move_chart(root: _Element, layout: Layout, sheet: SheetLayout) -> bool:
    """Stretch a chart's ranges; says whether any of them points into a generated sheet."""
    moved = False
    for element in root.iter(f"{_CHART}f"):
        if _points_into(layout, element.text or ""):
            moved = True
            element.text = stretched(layout, sheet, element.text or "")
    return moved


def _points_into(layout: Layout, formula: str) -> bool:
    """Whether a formula refers to a generated sheet; not where it cannot be read."""
    try:
        pieces = tokenize(formula)
    except ValueError:
        return False
    refs = (piece for piece in pieces if isinstance(piece, Ref))
    return any(layout.sheet(ref.sheet or "") is not None for ref in refs)


def ranges(root: _Element) -> list[str]:
    """The references of a chart whose values it shows."""
    return [
        element.text or ""
        for element in root.iter(f"{_CHART}f")
        if (parent := element.getparent()) is not None and str(parent.tag) in _CACHE_OF
    ]


def fill_chart(root: _Element, calculated: Calculated) -> None:
    """Write what a chart shows before it is calculated again: the present values of its ranges."""
    for element in list(root.iter(f"{_CHART}f")):
        parent = element.getparent()
        kind = _CACHE_OF.get(str(parent.tag)) if parent is not None else None
        if parent is None or kind is None:
            continue
        values = _range_values(element.text or "", calculated)
        if values is None:
            continue
        cache = next((child for child in parent if str(child.tag) in (_NUMBERS, _STRINGS)), None)
        code = cache.findtext(f"{_CHART}formatCode") if cache is not None else None
        fresh = _cache(kind, values, code)
        if cache is not None:
            parent.replace(cache, fresh)
        else:
            parent.insert(parent.index(element) + 1, fresh)


def hide_empty(root: _Element) -> None:
    """Leave out of a chart what shows nothing, where something else does: of stacked bars the
    series (LibreOffice counts the entries of their legend from the other end), of one series (a
    ring) the points from its legend.
    """
    from lxml import etree

    position = root.find(f"{_CHART}chart/{_CHART}legend/{_CHART}legendPos")
    series = list(root.iter(f"{_CHART}ser"))
    _drop_empty(root, series)
    if position is None or len(series) != 1 or series[0].find(f"{_CHART}dPt") is None:
        return
    shown = _points_shown(series[0])
    for at in reversed([at for at, shows in enumerate(shown) if any(shown) and not shows]):
        entry = etree.Element(f"{_CHART}legendEntry")
        etree.SubElement(entry, f"{_CHART}idx", val=str(at))
        etree.SubElement(entry, f"{_CHART}delete", val="1")
        position.addnext(entry)


def show_names(root: _Element) -> None:
    """Let each bar of a lying bar chart have its name, in smaller letters where there are many:
    programs leave out every second one that does not fit. What a template says of the axis itself
    stays, and beyond ``_MOST_NAMES`` bars the names are the program's own choice.
    """
    from lxml import etree

    lying = any(found.get("val") == "bar" for found in root.iter(f"{_CHART}barDir"))
    axis = next(root.iter(f"{_CHART}catAx"), None)
    counts = [len(_points_shown(one)) for one in root.iter(f"{_CHART}ser")]
    bars = max(counts, default=0)
    if not lying or axis is None or not _FEW_NAMES < bars <= _MOST_NAMES:
        return
    before = axis.find(f"{_CHART}crossAx")
    if before is None or axis.find(f"{_CHART}txPr") is not None:
        return
    looks = etree.fromstring(_SMALL.format(size=900 - 100 * min(4, (bars - 6) // 3)).encode())
    before.addprevious(looks)
    offset = axis.find(f"{_CHART}lblOffset")
    if offset is not None and axis.find(f"{_CHART}tickLblSkip") is None:
        offset.addnext(etree.Element(f"{_CHART}tickLblSkip", val="1"))


_FEW_NAMES, _MOST_NAMES = 8, 20
_SMALL = (
    '<c:txPr xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:bodyPr rot="0" vert="horz"/><a:p><a:pPr><a:defRPr sz="{size}"/></a:pPr>'
    '<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
)
"""The letters of an axis; turned by 0 on purpose: LibreOffice then leaves out none."""


def _drop_empty(root: _Element, series: Sequence[_Element]) -> None:
    """Drop the series of stacked bars that show nothing, if others show something."""
    stacked = any(found.get("val") == "stacked" for found in root.iter(f"{_CHART}grouping"))
    empty = [one for one in series if not any(_points_shown(one))]
    for one in empty if stacked and len(empty) < len(series) else ():
        above = one.getparent()
        assert above is not None
        above.remove(one)


def _points_shown(series: _Element) -> list[bool]:
    """Of each point of a series, whether it shows an amount."""
    cache = series.find(f"{_CHART}val/{_CHART}numRef/{_CHART}numCache")
    if cache is None:
        return [True]
    count = cache.find(f"{_CHART}ptCount")
    shown = [False] * whole(count.get("val") if count is not None else None, 0)
    for point in cache.iter(f"{_CHART}pt"):
        at = whole(point.get("idx"), len(shown))
        if at < len(shown):
            shown[at] = (point.findtext(f"{_CHART}v") or "0") != "0"
    return shown


def _cache(kind: str, values: list[Value], code: str | None) -> _Element:
    """A cache of numbers or texts, without what is of no use in it; ``code`` is the numbers'
    format.
    """
    from lxml import etree

    cache = etree.Element(kind)
    if kind == _NUMBERS:
        etree.SubElement(cache, f"{_CHART}formatCode").text = code or "General"
    etree.SubElement(cache, f"{_CHART}ptCount", val=str(len(values)))
    for at, value in enumerate(values):
        if value is None or (kind == _NUMBERS and not isinstance(value, float)):
            continue
        point = etree.SubElement(cache, f"{_CHART}pt", idx=str(at))
        etree.SubElement(point, f"{_CHART}v").text = _point(value)
    return cache


def _point(value: Value) -> str:
    """A value as a chart keeps it; control characters are written as in a cell."""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return escape_controls(str(value))


def _range_values(formula: str, calculated: Calculated) -> list[Value] | None:
    """The values of a chart's ranges, row by row; ``None`` where they cannot all be told."""
    values: list[Value] = []
    for piece in tokenize(formula):
        if isinstance(piece, Ref):
            sheet = (piece.sheet or "").casefold()
            if sheet not in calculated.index or not piece.left:
                return None
            values += _area_values(piece, calculated, sheet)
        elif piece.kind not in ("operator", "space"):
            return None
    return values


def _area_values(ref: Ref, calculated: Calculated, sheet: str) -> list[Value]:
    lookup, index = calculated.lookup, calculated.index[sheet]
    return [
        lookup(index, row, column)
        for row in range(ref.top, ref.bottom + 1)
        for column in range(ref.left, ref.right + 1)
    ]
