"""Room on paper for repeated columns: where a page that is printed one page wide would be too small
to read, columns of texts are narrowed, then a larger paper is proposed; both are said.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN
from workbook_tools.place import Place, runs
from workbook_tools.plan.model import Remark
from workbook_tools.template.column_map import ColumnMap

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
FITTING = 4
"""So many copies of a column fit as the template's author has laid them out."""

_LEAST = 0.7
"""The smallest scale at which letters of 11 points are read on paper."""

_TEXT, _NARROWED = 16.0, 0.8
"""From which width on a column holds texts, and how much of it is left."""

_SIZES = {"9": (8.27, 11.69), "8": (11.69, 16.54)}
"""Width and height of A4 and A3 in inches."""

_A4, _A3 = "9", "8"
_PER_LETTER, _PADDING, _PER_INCH, _USUAL = 7, 5, 96, 9.14
"""A column's width in dots, from letters; and the width of a column that has none of its own."""


def fit_page(sheet: str, root: _Element, columns: ColumnMap, used: int) -> Iterator[Remark]:
    """Make room on the page of a sheet whose columns have been repeated, the first ``used`` of them
    with something in them; gives what is said.
    """
    count = max((len(columns.of(column)) for column in columns.between), default=0)
    setup = root.find(f"{_M}pageSetup")
    if count <= FITTING or setup is None or not _is_one_wide(root, setup):
        return
    if setup.get("paperSize", _A4) != _A4 or _scale(root, setup, used) >= _LEAST:
        return
    _narrow(root, columns)
    done = "các cột chữ hẹp lại còn 80%"
    hint = ""
    if _scale(root, setup, used) < _LEAST:
        setup.set("paperSize", _A3)
        done += ", khổ giấy là A3"
        hint = "muốn in khổ A4 thì đổi ở Bố trí trang › Kích cỡ (Page Layout › Size); chữ sẽ nhỏ"
        if _scale(root, setup, used) < _LEAST:
            hint = "trên giấy A3 chữ vẫn nhỏ: nên gộp bớt nguồn, hoặc in thành nhiều trang ngang"
    why = f"một trang A4 không đủ chỗ cho {count} cột lặp, nên {done}"
    yield Remark(Place(sheet), f"{count} cột lặp", done, why, hint)


def _is_one_wide(root: _Element, setup: _Element) -> bool:
    """Whether the sheet is printed one page wide."""
    fits = root.find(f"{_M}sheetPr/{_M}pageSetUpPr")
    return (
        fits is not None
        and fits.get("fitToPage") in ("1", "true")
        and setup.get("fitToWidth", "1") == "1"
    )


def _scale(root: _Element, setup: _Element, used: int) -> float:
    """How small the sheet is printed so that all its columns are on one page."""
    short, long = _SIZES[setup.get("paperSize", _A4)]
    paper = long if setup.get("orientation") == "landscape" else short
    margins = root.find(f"{_M}pageMargins")
    if margins is not None:
        paper -= sum(float(margins.get(side, "0.7")) for side in ("left", "right"))
    return paper * _PER_INCH / max(_dots(root, used), 1)


def _dots(root: _Element, used: int) -> int:
    """The width of the columns in use, in dots."""
    widths = dict.fromkeys(range(1, used + 1), _USUAL)
    for element in root.iterfind(f"{_M}cols/{_M}col"):
        width = 0.0 if element.get("hidden") == "1" else float(element.get("width", _USUAL))
        first, last = int(str(element.get("min"))), int(str(element.get("max")))
        widths |= dict.fromkeys(range(first, min(last, used) + 1), width)
    return sum(int(width * _PER_LETTER + _PADDING) for width in widths.values() if width)


def _narrow(root: _Element, columns: ColumnMap) -> None:
    """Narrow the columns of texts that stand once."""
    for element in list(root.iterfind(f"{_M}cols/{_M}col")):
        first, last = int(str(element.get("min"))), int(str(element.get("max")))
        parent = element.getparent()
        if parent is None or float(element.get("width", "0")) < _TEXT:
            continue
        repeated = [at for at in range(first, last + 1) if columns.repeats(columns.origin(at))]
        once = [at for at in range(first, last + 1) if at not in repeated]
        copies = [_looking_like(element, *run, _NARROWED) for run in runs(once)]
        copies += [_looking_like(element, *run, 1.0) for run in runs(repeated)]
        for copy in sorted(copies, key=lambda one: int(str(one.get("min")))):
            parent.insert(parent.index(element), copy)
        parent.remove(element)


def _looking_like(element: _Element, first: int, last: int, times: float) -> _Element:
    """Some columns that look like those of an element, so many times as wide."""
    copy = deepcopy(element)
    copy.set("min", str(first))
    copy.set("max", str(last))
    if times != 1:
        copy.set("width", f"{float(element.get('width', '0')) * times:.6g}")
        copy.set("customWidth", "1")
    return copy
