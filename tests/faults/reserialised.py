"""The same workbook, its parts written in every other legal way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from workbook_tools.excel.package import (
    MAIN,
    TYPES_PART,
    open_package,
    pack,
    parse_xml,
    relationships,
    rels_name,
    sheets,
    workbook_part,
)
from workbook_tools.excel.strings import strings_part

_M = f"{{{MAIN}}}"
_SPACE = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True)
class Way:
    """How elements are written. ``prefix`` is the one of the workbook's own namespace."""

    prefix: str = ""
    quote: str = '"'
    backwards: bool = False
    blanks: bool = False
    cdata: bool = False
    numbers: bool = False
    comments: bool = False
    addresses: bool = True
    kept_space: bool = False
    encoding: str = "utf-8"
    mark: bytes = b""
    declared: str = '<?xml version="1.0" encoding="UTF-8"?>'


WAYS: Mapping[str, Way] = {
    "prefixes": Way(prefix="kh"),
    "single quotes": Way(quote="'"),
    "attributes backwards": Way(backwards=True),
    "blanks between elements": Way(blanks=True),
    "CDATA": Way(cdata=True),
    "characters by number": Way(numbers=True),
    "comments": Way(comments=True),
    "cells and rows without r": Way(addresses=False),
    "space kept on values": Way(kept_space=True),
    "UTF-16": Way(encoding="utf-16", declared='<?xml version="1.0" encoding="UTF-16"?>'),
    "a byte-order mark": Way(mark=b"\xef\xbb\xbf"),
    "no declaration": Way(declared=""),
    "all at once": Way("q", "'", True, True, False, True, True, True, True, "utf-16", b"", ""),
}


def rewritten_parts(data: bytes, way: Way) -> bytes:
    """The workbook with its sheets, strings, styles, workbook part and notes in another way."""
    package = open_package(data, "sổ")
    book = workbook_part(package)
    parts = [sheet.part for sheet in sheets(package) if sheet.kind == "worksheet"]
    notes = [
        rel.target
        for part in parts
        for rel in relationships(package, part)
        if rel.kind == "comments"
    ]
    strings = strings_part(package)
    styles = [rel.target for rel in relationships(package, book) if rel.kind == "styles"]
    wanted = [book, *parts, *notes, *styles, *([strings] if strings else [])]
    return pack(package.changed({part: written(package.read(part), way) for part in wanted}))


def written(xml: bytes, way: Way) -> bytes:
    """A part in another way."""
    root = parse_xml(xml, "phần")
    if not way.addresses:
        _drop_addresses(root)
    if way.kept_space:
        for value in root.iter(f"{_M}v"):
            value.set(f"{{{_SPACE}}}space", "preserve")
    return way.mark + (way.declared + _element(root, {}, way)).encode(way.encoding)


def _drop_addresses(root: _Element) -> None:
    """Take the addresses of cells and rows that follow right upon the one before."""
    before = 0
    for row in root.iter(f"{_M}row"):
        number = int(str(row.get("r")))
        expected = 0
        for cell in row:
            letters = str(cell.get("r")).rstrip("0123456789")
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            if column == expected + 1:
                del cell.attrib["r"]
            expected = column
        if number == before + 1:
            del row.attrib["r"]
        before = number


def _element(element: _Element, outer: Mapping[str | None, str], way: Way) -> str:
    """An element as text."""
    name = _name(str(element.tag), element.prefix, way)
    held = [
        (_prefixed(prefix, uri, way), uri)
        for prefix, uri in element.nsmap.items()
        if outer.get(prefix) != uri
    ]
    held += [(_attribute_name(element, str(key)), str(value)) for key, value in _items(element)]
    if way.backwards:
        held.reverse()
    tag = "".join(f" {key}={way.quote}{_escaped(value, way)}{way.quote}" for key, value in held)
    gap = "\n  " if way.blanks and len(element) and not (element.text or "").strip() else ""
    note = "<!-- ghi chú -->" if way.comments and len(element) else ""
    inside = "".join(
        f"{gap}{note}{_element(child, element.nsmap, way)}{_text(child.tail or '', way)}"
        for child in element
    )
    return f"<{name}{tag}>{_text(element.text or '', way)}{inside}{gap}</{name}>"


def _items(element: _Element) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in element.attrib.items()]


def _prefixed(prefix: str | None, uri: str, way: Way) -> str:
    if uri == MAIN and prefix is None:
        prefix = way.prefix
    return f"xmlns:{prefix}" if prefix else "xmlns"


def _name(tag: str, prefix: str | None, way: Way) -> str:
    uri, _, local = tag.rpartition("}")
    own = way.prefix if uri == f"{{{MAIN}" and prefix is None else prefix
    return f"{own}:{local}" if own else local


def _attribute_name(element: _Element, key: str) -> str:
    uri, _, local = key.rpartition("}")
    if not uri:
        return local
    if uri[1:] == _SPACE:
        return f"xml:{local}"
    prefix = next(p for p, held in element.nsmap.items() if held == uri[1:] and p)
    return f"{prefix}:{local}"


def _escaped(text: str, way: Way) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("'", "&apos;").replace("\n", "&#10;")
    return text.replace("e", "&#101;") if way.numbers else text


def _text(text: str, way: Way) -> str:
    if way.cdata and text.strip() and "]]>" not in text:
        return f"<![CDATA[{text}]]>"
    escaped = _escaped(text, way).replace("&apos;", "'").replace("&quot;", '"')
    return escaped.replace("&#10;", "\n")


# ------------------------------------------------------------------------------ the package itself


def _absolute(xml: bytes, folder: str) -> bytes:
    return _with_targets(xml, lambda target: f"/{folder}{target}")


def _dotted(xml: bytes, folder: str) -> bytes:
    return _with_targets(xml, lambda target: f"./{target}")


def _backslashes(xml: bytes, folder: str) -> bytes:
    return _with_targets(xml, lambda target: target.replace("/", "\\"))


def _capitals(xml: bytes, folder: str) -> bytes:
    return _with_targets(xml, str.upper)


def _with_targets(xml: bytes, change: Callable[[str], str]) -> bytes:
    root = parse_xml(xml, "rels")
    for element in root:
        target = str(element.get("Target"))
        if element.get("TargetMode") != "External" and not target.startswith(("/", "..")):
            element.set("Target", change(target))
    return etree.tostring(root)


TARGETS: Mapping[str, Callable[[bytes, str], bytes]] = {
    "absolute targets": _absolute,
    "targets with a dot": _dotted,
    "targets with backslashes": _backslashes,
    "targets in capitals": _capitals,
}


def other_targets(data: bytes, change: Callable[[bytes, str], bytes]) -> bytes:
    """The workbook whose relationships lead to its parts in another way."""
    package = open_package(data, "sổ")
    book = workbook_part(package)
    folder = book.rpartition("/")[0]
    return pack(
        package.changed(
            {
                rels_name(""): change(package.read(rels_name("")), ""),
                rels_name(book): change(package.read(rels_name(book)), f"{folder}/"),
            }
        )
    )


def without_optional_parts(data: bytes) -> bytes:
    """The workbook without what a reader can do without: properties, theme, Defaults of types."""
    package = open_package(data, "sổ")
    book = workbook_part(package)
    gone = {"docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml"}
    changed: dict[str, bytes] = {}
    for owner in ("", book):
        root = parse_xml(package.read(rels_name(owner)), "rels")
        for element in list(root):
            if str(element.get("Type")).endswith(("theme", "-properties")):
                root.remove(element)
        changed[rels_name(owner)] = etree.tostring(root)
    types = parse_xml(package.read(TYPES_PART), TYPES_PART)
    for element in list(types):
        if element.get("Extension") or str(element.get("PartName")).lstrip("/") in gone:
            types.remove(element)
    changed[TYPES_PART] = etree.tostring(types)
    return pack(package.changed(changed, gone))


def without_start(data: bytes) -> bytes:
    """The workbook without the relationships of its package."""
    package = open_package(data, "sổ")
    return pack(package.changed({}, {rels_name("")}))
