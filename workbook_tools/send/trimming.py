"""Elements rid of what is not known to be wanted."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN, drop_attribute

if TYPE_CHECKING:
    from lxml.etree import _Element


def local_name(element: _Element) -> str:
    """An element's name without its space."""
    return str(element.tag).rpartition("}")[2]


def without(element: _Element) -> None:
    """Take an element out of what holds it, if anything does."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def keep_children(root: _Element, names: Collection[str]) -> None:
    """Take out every child that is not one of the spreadsheet's own elements of these names."""
    for child in list(root):
        if not str(child.tag).startswith(f"{{{MAIN}}}") or local_name(child) not in names:
            root.remove(child)


def drop_foreign(root: _Element, known: tuple[str, ...]) -> None:
    """Drop every attribute of a space that is not known (``{http…``), on the element and below."""
    for element in root.iter():
        for attribute in list(element.attrib):
            if str(attribute).startswith("{") and not str(attribute).startswith(known):
                del element.attrib[attribute]


def drop_attributes(element: _Element, *names: str) -> None:
    """Drop those attributes that are there."""
    for name in names:
        drop_attribute(element, name)
