"""What a workbook says, whatever its parts are called and however they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from workbook_tools.excel.package import (
    MAIN,
    Package,
    Relationship,
    drop_attribute,
    open_package,
    parse_xml,
    relationships,
)
from workbook_tools.excel.strings import strings_part

_M = f"{{{MAIN}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_UNSAID = frozenset({"sharedStrings", "calcChain"})
"""What is told where it is used, or says nothing."""

PROPERTIES = frozenset({"extended-properties", "core-properties"})
"""What no one is led to without the relationships of the package."""

OPTIONAL = PROPERTIES | {"theme", "styles"}
"""What is another where the optional parts are missing: colours of a theme become plain ones."""


def meaning(data: bytes, unsaid: frozenset[str] = frozenset()) -> Mapping[str, str]:
    """Each part by the way of relationships that leads to it, in canonical form; strings stand in
    their cells, and what a relationship leads to stands for its identifier. ``unsaid`` are kinds of
    relationships that are not followed.
    """
    package = open_package(data, "k.xlsx")
    return dict(_walk(package, "", "", _UNSAID | unsaid, _strings(package), set()))


def _strings(package: Package) -> bytes:
    part = strings_part(package)
    return package.plain(part) if part is not None else b"<sst/>"


def _walk(
    package: Package, owner: str, way: str, unsaid: frozenset[str], strings: bytes, seen: set[str]
) -> Iterator[tuple[str, str]]:
    """The parts that a part leads to, each once."""
    for rel, name in _named(package, owner):
        here = f"{way}/{name}"
        if rel.kind in unsaid:
            continue
        if rel.external:
            yield here, rel.target
        elif rel.target not in seen and rel.target in package:
            seen.add(rel.target)
            yield here, _said(package, rel.target, strings)
            yield from _walk(package, rel.target, here, unsaid, strings, seen)


def _named(package: Package, owner: str) -> list[tuple[Relationship, str]]:
    """The relationships of a part, each with its kind and its number among those of the kind."""
    times: Counter[str] = Counter()
    found = []
    for rel in relationships(package, owner):
        times[rel.kind] += 1
        found.append((rel, f"{rel.kind} {times[rel.kind]}"))
    return found


def _said(package: Package, part: str, strings: bytes) -> str:
    if part.lower().endswith((".png", ".jpeg", ".bin")):
        return package.read(part).hex()
    names = tuple((rel.id, name) for rel, name in _named(package, part))
    return canonical(package.plain(part), strings, names)


@lru_cache(maxsize=4096)
def canonical(
    xml: bytes, strings: bytes = b"<sst/>", names: tuple[tuple[str, str], ...] = ()
) -> str:
    """A part without what does not count: prefixes, blanks between elements, order of
    attributes, and where a text is kept.
    """
    root = parse_xml(xml, "phần")
    texts = list(_parsed(strings))
    for cell in root.iter(f"{_M}c"):
        _with_text(cell, texts)
    known = dict(names)
    for element in root.iter():
        for key, value in element.attrib.items():
            if "elationships}" in str(key) or str(key).endswith("}relid"):
                element.set(key, known.get(str(value), str(value)))
        if (element.text or "") == (element.text or "").strip():
            drop_attribute(element, _SPACE)
        if len(element) and not (element.text or "").strip():
            element.text = None
        if not (element.tail or "").strip():
            element.tail = None
    said: str = etree.canonicalize(etree.tostring(root, encoding="unicode"), rewrite_prefixes=True)
    return said


@lru_cache(maxsize=64)
def _parsed(strings: bytes) -> _Element:
    return parse_xml(strings, "chuỗi")


def _with_text(cell: _Element, texts: list[_Element]) -> None:
    """Let a cell hold its own text."""
    value = cell.find(f"{_M}v")
    if cell.get("t") != "s" or value is None:
        return
    held = deepcopy(texts[int(value.text or "0")])
    held.tag = f"{_M}is"
    cell.replace(value, held)
    cell.set("t", "inlineStr")
