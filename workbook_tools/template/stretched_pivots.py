"""Pivot tables of a template as its columns now stand: a field for each copy of a column that they
read, and where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import area_name, split_area, whole
from workbook_tools.excel.package import MAIN, RELS, drop_attribute
from workbook_tools.plan.form import Source
from workbook_tools.template.column_map import Bindings, ColumnMap, Maps

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_VALUES = -2
"""The field that stands for the values themselves, where several are added up."""

_ON_FIELDS = (("format", "reference", "field"), ("conditionalFormat", "reference", "field"))
"""What holds for fields by number, and goes where there is no longer one of that number."""


@dataclass(frozen=True)
class Fields:
    """What the fields of a pivot's source became: ``now`` gives the numbers of the copies of each,
    ``said`` what tells a copy from the others, by its number.
    """

    now: Mapping[int, list[int]]
    said: Mapping[int, str]

    @property
    def order(self) -> list[int]:
        """The field that each one of the output is a copy of."""
        found = {at: before for before, copies in self.now.items() for at in copies}
        return [found[at] for at in sorted(found)]


def stretch_pivot_source(root: _Element, maps: Maps) -> Fields | None:
    """The source of a pivot cache as the columns now stand; ``None`` where it reads none that is
    repeated, or where its fields are no columns.
    """
    source = root.find(f"{_M}cacheSource/{_M}worksheetSource")
    holder = root.find(f"{_M}cacheFields")
    if source is None or holder is None or not source.get("ref"):
        return None
    columns = maps.get(str(source.get("sheet", "")).casefold())
    top, left, bottom, right = split_area(str(source.get("ref")))
    hull = columns.hull(left, right) if columns is not None else None
    if columns is None or hull is None:
        return None
    read = [c for c in range(left, right + 1) if c not in columns.tags]
    if len(holder) > right - left:  # the columns of the tags are fields, too
        read = list(range(left, right + 1))
    if len(holder) < len(read):
        return None
    source.set("ref", area_name(top, hull[0], bottom, hull[1]))
    fields = _fields(columns, read, hull, len(holder))
    _repeat(holder, fields, _name_field)
    for name in (f"{{{RELS}}}id", "recordCount"):
        drop_attribute(root, name)
    root.set("saveData", "0")
    root.set("refreshOnLoad", "1")
    return fields


def _fields(columns: ColumnMap, read: Sequence[int], hull: tuple[int, int], count: int) -> Fields:
    """What the fields of some columns became; those that are computed come after them."""
    now = {at: _from(hull[0], columns.of(column)) for at, column in enumerate(read)}
    width = hull[1] - hull[0] + 1
    now |= {at: [at + width - len(read)] for at in range(len(read), count)}
    said = {
        at: _said(columns.bindings(hull[0] + at), copies.index(at) + 1)
        for copies in now.values()
        for at in copies
        if len(copies) > 1
    }
    return Fields(now, said)


def _from(first: int, numbers: Iterable[int]) -> list[int]:
    return [number - first for number in numbers]


def _said(bindings: Bindings, number: int) -> str:
    """What tells a copy of a column from the others."""
    for one in bindings:
        if isinstance(one.item, Source):
            return one.item.printed
    return str(number)


def _name_field(field: _Element, said: str) -> None:
    field.set("name", f"{field.get('name', '')} {said}".strip())


def _repeat(
    holder: _Element, fields: Fields, name: Callable[[_Element, str], None] | None = None
) -> None:
    """Put a copy for each field of the output in the place of what stands there for each field."""
    before = list(holder)
    for element in before:
        holder.remove(element)
    for at, origin in enumerate(fields.order):
        copy = deepcopy(before[origin])
        if name is not None and at in fields.said:
            name(copy, fields.said[at])
        holder.append(copy)
    holder.set("count", str(len(holder)))


def stretch_pivot(root: _Element, columns: ColumnMap | None, fields: Fields | None) -> None:
    """A pivot table as the columns now stand: its place on its sheet, and its fields."""
    location = root.find(f"{_M}location")
    if location is not None and columns is not None and location.get("ref"):
        top, left, bottom, right = split_area(str(location.get("ref")))
        start = columns.following(left)
        location.set("ref", area_name(top, start, bottom, start + right - left))
    if fields is None:
        return
    holder = root.find(f"{_M}pivotFields")
    if holder is not None and len(holder) == len(fields.now):
        _repeat(holder, fields)
    for path, attribute in (
        ("rowFields", "x"),
        ("colFields", "x"),
        ("pageFields", "fld"),
        ("dataFields", "fld"),
    ):
        _renumber(root.find(f"{_M}{path}"), attribute, fields)
    for name in ("rowItems", "colItems"):
        _remove(root.findall(f"{_M}{name}"))
    for outer, inner, attribute in _ON_FIELDS:
        for element in list(root.iter(f"{_M}{outer}")):
            _renumber_references(element, element.iter(f"{_M}{inner}"), attribute, fields)
    _drop_emptied(root)
    _show_values_apart(root)


def _renumber(holder: _Element | None, attribute: str, fields: Fields) -> None:
    """Repeat what names a field for each of its copies."""
    for element in list(holder) if holder is not None else ():
        assert holder is not None
        position, copies = holder.index(element), fields.now.get(_number(element, attribute))
        if copies is None:
            continue
        holder.remove(element)
        for at, now in enumerate(copies):
            copy = deepcopy(element)
            copy.set(attribute, str(now))
            if now in fields.said and copy.get("name"):
                _name_field(copy, fields.said[now])
            base = fields.now.get(_number(copy, "baseField"))
            if base:
                copy.set("baseField", str(base[0]))
            holder.insert(position + at, copy)
    if holder is not None:
        holder.set("count", str(len(holder)))


def _number(element: _Element, attribute: str) -> int:
    """The field that an attribute names; a number of no field where it is no number."""
    return whole(element.get(attribute), _VALUES)


def _renumber_references(
    element: _Element, references: Iterable[_Element], attribute: str, fields: Fields
) -> None:
    """Write the numbers of the fields that a format is for; one for several copies, or for none,
    goes.
    """
    for reference in list(references):
        copies = fields.now.get(_number(reference, attribute))
        if copies is not None and len(copies) != 1:
            _remove([element])
            return
        if copies is not None:
            reference.set(attribute, str(copies[0]))


def _drop_emptied(root: _Element) -> None:
    for name in ("formats", "conditionalFormats", "rowFields", "colFields", "pageFields"):
        for holder in root.findall(f"{_M}{name}"):
            holder.set("count", str(len(holder)))
            if not len(holder):
                _remove([holder])


def _show_values_apart(root: _Element) -> None:
    """Where several fields are added up, the values stand side by side."""
    from lxml import etree

    added = root.find(f"{_M}dataFields")
    axes = [one for name in ("rowFields", "colFields") for one in root.iterfind(f"{_M}{name}/*")]
    if added is None or len(added) < 2 or any(_number(one, "x") == _VALUES for one in axes):
        return
    holder = root.find(f"{_M}colFields")
    if holder is None:
        before = [root.find(f"{_M}{name}") for name in ("rowFields", "pivotFields", "location")]
        after = next(one for one in before if one is not None)
        holder = etree.Element(f"{_M}colFields")
        root.insert(root.index(after) + 1, holder)
    etree.SubElement(holder, f"{_M}field", x=str(_VALUES))
    holder.set("count", str(len(holder)))


def _remove(elements: Iterable[_Element]) -> None:
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
