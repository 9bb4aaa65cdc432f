"""The same workbook, its parts written in every other legal way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree
from lxml.etree import _Element

from workbook_tools.excel.package import (
    MAIN,
    TYPES_PART,
    Package,
    open_package,
    pack,
    parse_xml,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    workbook_part,
)
from workbook_tools.excel.strings import strings_part

_M = f"{{{MAIN}}}"
_SPACE = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True)
class Way:
    """How elements are written. ``prefix`` is the one of a part's own namespace, ``home``."""

    prefix: str = ""
    quote: str = '"'
    backwards: bool = False
    blanks: bool = False
    cdata: bool = False
    numbers: bool = False
    comments: bool = False
    addresses: bool = True
    kept_space: bool = False
    entities: bool = False
    encoding: str = "utf-8"
    mark: bytes = b""
    declared: str = '<?xml version="1.0" encoding="UTF-8"?>'
    home: str = ""


WAYS: Mapping[str, Way] = {
    "prefixes": Way(prefix="kh"),
    "single quotes": Way(quote="'"),
    "attributes backwards": Way(backwards=True),
    "blanks between elements": Way(blanks=True),
    "CDATA": Way(cdata=True),
    "characters by number": Way(numbers=True),
    "comments": Way(comments=True),
    "quotes by name, brackets as they are": Way(entities=True),
    "cells and rows without r": Way(addresses=False),
    "space kept on values": Way(kept_space=True),
    "UTF-16": Way(encoding="utf-16", declared='<?xml version="1.0" encoding="UTF-16"?>'),
    "a byte-order mark": Way(mark=b"\xef\xbb\xbf"),
    "no declaration": Way(declared=""),
    "all at once": Way(
        "q", "'", True, True, False, True, True, True, True, False, "utf-16", b"", ""
    ),
}


def rewritten_parts(data: bytes, way: Way) -> bytes:
    """The workbook with all of its parts in another way."""
    package = open_package(data, "sổ")
    wanted = [part for part in package.parts if part.endswith((".xml", ".rels", ".vml"))]
    return pack(package.changed({part: written(package.read(part), way) for part in wanted}))


def written(xml: bytes, way: Way) -> bytes:
    """A part in another way."""
    root = parse_xml(xml, "phần")
    uri = etree.QName(root).namespace or ""
    way = replace(way, home=uri if way.prefix else "")
    if not way.addresses and root.tag == f"{_M}worksheet":
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
    if uri == way.home:
        prefix = way.prefix
    return f"xmlns:{prefix}" if prefix else "xmlns"


def _name(tag: str, prefix: str | None, way: Way) -> str:
    uri, _, local = tag.rpartition("}")
    own = way.prefix if way.home and uri == f"{{{way.home}" else prefix
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
    escaped = _escaped(text, way).replace("&#10;", "\n")
    if way.entities:
        return escaped.replace("&gt;", ">") if "]]" not in text else escaped
    return escaped.replace("&apos;", "'").replace("&quot;", '"')


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


def with_inline_strings(data: bytes) -> bytes:
    """The workbook whose cells hold their texts themselves."""
    package = open_package(data, "sổ")
    strings = strings_part(package)
    if strings is None:
        return data
    texts = list(parse_xml(package.read(strings), strings))
    changed: dict[str, bytes] = {}
    for sheet in sheets(package):
        if sheet.kind != "worksheet":
            continue
        root = parse_xml(package.read(sheet.part), sheet.part)
        for cell in root.iter(f"{_M}c"):
            value = cell.find(f"{_M}v")
            if cell.get("t") == "s" and value is not None:
                held = deepcopy(texts[int(value.text or "")])
                held.tag = f"{_M}is"
                cell.replace(value, held)
                cell.set("t", "inlineStr")
        changed[sheet.part] = etree.tostring(root)
    return pack(_without_strings(package.changed(changed), strings))


def _without_strings(package: Package, strings: str) -> Package:
    """The package without its part of strings, which nothing needs any more."""
    book = workbook_part(package)
    left = [rel for rel in relationships(package, book) if rel.target != strings]
    types = parse_xml(package.read(TYPES_PART), TYPES_PART)
    for element in list(types):
        if element.get("PartName") == f"/{strings}":
            types.remove(element)
    changed = {rels_name(book): relationships_xml(book, left), TYPES_PART: etree.tostring(types)}
    return package.changed(changed, {strings})


def under_other_names(data: bytes, name: Callable[[str, int], str]) -> bytes:
    """The workbook whose parts have names of one's own, by their place in the package."""
    package = open_package(data, "sổ")
    kept = {TYPES_PART, rels_name("")}
    parts = [part for part in package.parts if part not in kept and not part.endswith(".rels")]
    names = {part: name(part, at) for at, part in enumerate(parts)}
    made = {names[part]: package.read(part) for part in parts}
    for owner in ("", *parts):
        rels = relationships(package, owner)
        moved = [rel if rel.external else replace(rel, target=names[rel.target]) for rel in rels]
        if rels:
            new = names[owner] if owner else ""
            made[rels_name(new)] = relationships_xml(new, moved)
    types = parse_xml(package.read(TYPES_PART), TYPES_PART)
    for element in types:
        held = element.get("PartName")
        if held is not None:
            part = held.removeprefix("/")
            element.set("PartName", f"/{names.get(part, part)}")
    made[TYPES_PART] = etree.tostring(types)
    return pack(package.changed(made, set(package.parts) - made.keys()))


def elsewhere(part: str, at: int) -> str:
    """A name that says nothing, with the ending that tells its type."""
    return f"so/{at % 3}/phan{at}.{part.rpartition('.')[2]}"


def in_capitals(data: bytes) -> bytes:
    """The workbook whose file names its parts in capitals, other than what leads to them."""
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(raw, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename.upper(), old.read(entry))
    return raw.getvalue()
