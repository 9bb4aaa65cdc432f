"""An Office Open XML package as a set of parts, read within bounds and written reproducibly.

A part that nobody changes is carried over as it is compressed in the file it came from, byte for
byte. What is read out of a part is read once, however many ask, and known again in the packages
that are made from this one, as long as the part is the same.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from workbook_tools.error_kinds import (
    BINARY_FORMAT,
    DAMAGED_PART,
    DOCTYPE,
    NO_WORKBOOK_PART,
    NOT_A_WORKBOOK,
    OLD_FORMAT,
    PASSWORD,
    SHEET_WITHOUT_PART,
    STRICT,
    TOO_LARGE_AS_WRITTEN,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.archive import Entry, entries
from workbook_tools.excel.bounds import judge_part, judge_size, judge_tree, not_well_formed
from workbook_tools.excel.other_formats import (
    STRICT_HOME,
    refusal_of_file,
    refusal_of_parts,
)
from workbook_tools.excel.outline import outline
from workbook_tools.excel.part_names import TYPES_PART as TYPES_PART
from workbook_tools.excel.part_names import known_names
from workbook_tools.excel.plain_form import NotXmlError, is_gated, plain_form

if TYPE_CHECKING:
    from lxml.etree import _Element

LEVEL = 5
"""How hard parts are compressed: on sheets 5 takes half the time of 6 for the same size."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

_T = TypeVar("_T")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it lies in a file: compressed, with the checksum and size of what it unpacks to."""

    data: bytes
    method: int
    crc: int
    size: int


@dataclass(frozen=True, eq=False, repr=False)
class Package:
    """Parts by name (``xl/workbook.xml``)."""

    parts: Mapping[str, bytes | Packed]
    _unpacked: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[str, dict[Callable[[bytes, str], Any], Any]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises ``KeyError`` where there is no such part, ``InputError`` where it
        is damaged.
        """
        part = self.parts[name]
        if isinstance(part, bytes):
            return part
        if name not in self._unpacked:
            self._unpacked[name] = _unpack(name, part)
        return self._unpacked[name]

    def plain(self, name: str) -> bytes:
        """A part in the plain form that Excel writes, for who scans or rewrites it: as it lies in
        the file where it is plain already. Raises ``KeyError`` where there is no such part,
        ``InputError`` where it is no well-formed XML or holds more than it may.
        """
        xml = self._as_plain(name)
        known = self._known[name]
        foreign = isinstance(self.parts[name], Packed) and not name.endswith(".vml")
        if foreign and judge_part not in known and _parse_plain not in known:
            _judge(self, xml, name)
            known[judge_part] = None
        return xml

    def is_plain(self, name: str) -> bool:
        """Whether a part lies in the file in the plain form. Raises as ``plain`` does."""
        return self._as_plain(name) == self.read(name)

    def _as_plain(self, name: str) -> bytes:
        """A part in the plain form, not judged yet."""
        known = self._known.setdefault(name, {})
        if _plain not in known:
            known[_plain] = _plain(self.read(name), name, self.once(name, outline))
        xml: bytes = known[_plain]
        return xml

    def once(self, name: str, read: Callable[[bytes, str], _T]) -> _T:
        """What ``read`` makes of a part's bytes and name, kept for all who ask: nobody may change
        it. Raises ``KeyError`` where there is no such part, and what ``read`` raises.
        """
        known = self._known.setdefault(name, {})
        if read not in known:
            known[read] = read(self.read(name), name)
        found: _T = known[read]
        return found

    def scanned(self, name: str, scan: Callable[[bytes, str], _T]) -> _T:
        """What ``scan`` makes of a part's plain form, kept as ``once`` keeps it. Raises as
        ``plain`` does.
        """
        xml = self.plain(name)
        known = self._known[name]
        if scan not in known:
            known[scan] = scan(xml, name)
        found: _T = known[scan]
        return found

    def tree(self, name: str) -> _Element:
        """A part's element, to be looked at and never changed; ``tree_to_change`` is for that."""
        return self.once(name, _parse_plain)

    def tree_to_change(self, name: str) -> _Element:
        """A copy of a part's element that belongs to who asks."""
        return deepcopy(self.tree(name))

    def changed(self, parts: Mapping[str, bytes | Packed], without: Iterable[str] = ()) -> Package:
        """This package with some parts replaced or added, and some left out. What is known of the
        parts that stay stays known, and a part given with the bytes that it has stays.
        """
        gone = set(without)
        merged = {name: data for name, data in self.parts.items() if name not in gone}
        merged |= {name: data for name, data in parts.items() if not self._holds(name, data, gone)}
        same = {name for name, data in merged.items() if data is self.parts.get(name)}
        return Package(
            merged,
            {name: data for name, data in self._unpacked.items() if name in same},
            {name: dict(known) for name, known in self._known.items() if name in same},
        )

    def written(self, names: Iterable[str]) -> Package:
        """This package, of which some parts have just been written in the plain form."""
        for name in names:
            self._known.setdefault(name, {})[_plain] = self.read(name)
        return self

    def _holds(self, name: str, data: bytes | Packed, gone: set[str]) -> bool:
        """Whether a part that stays, and was read already, has these very bytes."""
        return name not in gone and name in self._unpacked and self._unpacked[name] == data


def _judge(package: Package, xml: bytes, name: str) -> None:
    """Raises ``InputError`` for a part that holds more than it may, a sheet's under the name that
    its user knows.
    """
    try:
        judge_part(xml, name)
    except InputError as error:
        called = {**error.values, "part": _called(package, name)}
        raise InputError(error.kind, error.place, **called) from error


def _called(package: Package, name: str) -> str:
    """A part's name, with that of the sheet that it holds."""
    with suppress(InputError, KeyError):
        for sheet in sheets(package):
            if sheet.part == name:
                return f"{name} (trang tính {sheet.name})"
    return name


def _plain(data: bytes, name: str, short: bytes = b"") -> bytes:
    """A part in the plain form; an old drawing that is no XML stays as it is."""
    try:
        return plain_form(data, short)
    except NotXmlError as error:
        if name.endswith(".vml"):
            return data
        raise _not_plain(error, name) from error


def _not_plain(error: NotXmlError, name: str) -> InputError:
    """What to say of a part that cannot be brought into the plain form."""
    if error.reason == "doctype":
        return InputError(DOCTYPE, part=name)
    if error.reason == "size":
        return InputError(TOO_LARGE_AS_WRITTEN, part=name)
    return not_well_formed("Excessive depth" if error.reason == "depth" else "", name)


def _parse_plain(data: bytes, name: str) -> _Element:
    return parse_xml(_plain(data, name) if is_gated(data) else data, name)


def _unpack(name: str, part: Packed) -> bytes:
    judge_size(part.size, name)
    if part.method == zipfile.ZIP_STORED:
        data = part.data
    else:
        unpacker = zlib.decompressobj(-15)
        try:
            data = unpacker.decompress(part.data, part.size + 1)
        except zlib.error as error:
            raise InputError(DAMAGED_PART, part=name) from error
    if len(data) != part.size or zlib.crc32(data) != part.crc:
        raise InputError(DAMAGED_PART, part=name)
    return data


def open_package(data: bytes, name: str) -> Package:
    """Read a workbook's package; ``name`` is the file's name for messages.

    Raises ``InputError`` for a password-protected or ``.xls`` file, for what is no workbook, and
    for one that would unpack to more than the bounds allow.
    """
    if is_ole(data):
        raise _old_format(data, name)
    other = refusal_of_file(data, name)
    if other is not None:
        raise other
    package = open_parts(data, name)
    refusal = refusal_of_parts(package.parts, name)
    if refusal is not None:
        raise refusal
    if TYPES_PART not in package:
        raise InputError(NOT_A_WORKBOOK, name=name)
    return package


def open_parts(data: bytes, name: str) -> Package:
    """The parts of a package of whatever kind; ``name`` is the file's name for messages. Raises
    ``InputError`` for what is none, and for one that would unpack to more than the bounds allow.
    """
    held = entries(data, name)
    known = known_names(entry.name for entry in held)
    return Package({known[entry.name]: _packed(data, entry) for entry in held})


def is_ole(data: bytes) -> bool:
    """Whether a file is of the container that ``.xls`` and files with a password are."""
    return data.startswith(_OLE)


def refuse_password(data: bytes, name: str) -> None:
    """Raises ``InputError`` for a file of that container that a password locks."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(PASSWORD, name=name)


def _old_format(data: bytes, name: str) -> InputError:
    """What to say of a file of the older container: one with a password, or an ``.xls``."""
    refuse_password(data, name)
    return InputError(OLD_FORMAT, name=name)


def _packed(data: bytes, entry: Entry) -> Packed:
    """An entry's compressed bytes, cut out of the file."""
    info = entry.info
    return Packed(data[entry.start : entry.end], info.compress_type, info.CRC, info.file_size)


def compressed(data: bytes) -> Packed:
    """A part as it lies in a file."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15)
    return Packed(
        packer.compress(data) + packer.flush(), zipfile.ZIP_DEFLATED, zlib.crc32(data), len(data)
    )


def stored(data: bytes) -> Packed:
    """A part as it lies in a file that is read once and thrown away: not compressed."""
    return Packed(data, zipfile.ZIP_STORED, zlib.crc32(data), len(data))


def pack(package: Package, packed: Callable[[bytes], Packed] = compressed) -> bytes:
    """The package as a file's bytes: the same parts always give the same bytes (fixed dates, fixed
    order). ``packed`` says how changed parts lie in it.
    """
    names = sorted(
        package.parts, key=lambda name: (name != TYPES_PART, name != rels_name(""), name)
    )
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in names:
        part = package.parts[name]
        if isinstance(part, bytes):
            part = packed(part)
        encoded = name.encode()
        flags = 0x800 if not name.isascii() else 0
        common = struct.pack(
            "<HHHHHIIIHH",
            20,
            flags,
            part.method,
            0,
            0x21,
            part.crc,
            len(part.data),
            part.size,
            len(encoded),
            0,
        )
        header = b"PK\x03\x04" + common + encoded
        directory.append(
            b"PK\x01\x02"
            + struct.pack("<H", 20)
            + common
            + struct.pack("<HHHII", 0, 0, 0, 0, offset)
            + encoded
        )
        chunks += (header, part.data)
        offset += len(header) + len(part.data)
    table = b"".join(directory)
    end = b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, len(names), len(names), len(table), offset, 0
    )
    return b"".join([*chunks, table, end])


def parse_xml(data: bytes, part: str) -> _Element:
    """Parse a part without entities, document types or network. Raises ``InputError`` naming the
    part.
    """
    from lxml import etree

    judge_tree(data, part)
    try:
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", data[:4096]) or (
            b"\x00" in data[:64] and b"<\x00!\x00D" in data[:8192]
        ):
            raise InputError(DOCTYPE, part=part)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise not_well_formed(error.msg or "", part) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(DOCTYPE, part=part)
    return root


def to_xml(root: _Element) -> bytes:
    """An element as a part's bytes, with the declaration that Excel writes."""
    from lxml import etree

    body: bytes = etree.tostring(root, encoding="UTF-8")
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body


def drop_attribute(element: _Element, name: str) -> None:
    """Remove an attribute, if it is there."""
    if name in element.attrib:
        del element.attrib[name]


# ------------------------------------------------------------------------------------ relationships


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of a part; ``target`` is a part's name, or an outside address where
    ``external``.
    """

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type, e.g. ``drawing``."""
        return self.type.rsplit("/", 1)[-1]


def rels_name(part: str) -> str:
    """``xl/workbook.xml`` → ``xl/_rels/workbook.xml.rels``; ``""`` stands for the package."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def relationships(package: Package, part: str) -> tuple[Relationship, ...]:
    """The relationships of a part, targets resolved to part names."""
    name = rels_name(part)
    return package.once(name, _read_relationships) if name in package else ()


def _read_relationships(data: bytes, name: str) -> tuple[Relationship, ...]:
    """What a ``.rels`` part says; targets are relative to the folder above its own."""
    folder = posixpath.dirname(posixpath.dirname(name))
    found = []
    for element in parse_xml(data, name):
        if not isinstance(element.tag, str):
            continue
        external = element.get("TargetMode") == "External"
        target = str(element.get("Target", ""))
        if not external:
            target = _resolved(folder, target)
        found.append(
            Relationship(str(element.get("Id")), str(element.get("Type")), target, external)
        )
    return tuple(found)


def _resolved(folder: str, target: str) -> str:
    """The part's name that a target stands for."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/"))
    return posixpath.normpath(posixpath.join(folder, target))


def relationships_xml(part: str, rels: Iterable[Relationship]) -> bytes:
    """The ``.rels`` part for a part's relationships, targets written relative to it."""
    from lxml import etree

    root = etree.Element(f"{{{PACKAGE_RELS}}}Relationships", nsmap={None: PACKAGE_RELS})  # type: ignore[dict-item]
    for rel in rels:
        target = (
            rel.target
            if rel.external
            else posixpath.relpath(rel.target, posixpath.dirname(part) or ".")
        )
        element = etree.SubElement(
            root, f"{{{PACKAGE_RELS}}}Relationship", Id=rel.id, Type=rel.type, Target=target
        )
        if rel.external:
            element.set("TargetMode", "External")
    return to_xml(root)


def reachable(
    package: Package, start: Iterable[str], skip: frozenset[str] = frozenset()
) -> set[str]:
    """Every part that the given ones lead to, themselves included, without going through
    ``skip``.
    """
    seen: set[str] = set()
    todo = [part for part in start if part not in skip]
    while todo:
        part = todo.pop()
        if part in seen or (part and part not in package):
            continue
        seen.add(part)
        todo += [
            rel.target
            for rel in relationships(package, part)
            if not rel.external and rel.target not in skip
        ]
    return seen


def content_types(package: Package) -> dict[str, str]:
    """The content type of every part that has one."""
    space = f"{{{CONTENT_TYPES}}}"
    root = package.tree(TYPES_PART)
    defaults = {
        str(e.get("Extension")).lower(): str(e.get("ContentType"))
        for e in root.findall(f"{space}Default")
    }
    overrides = {
        str(e.get("PartName")).removeprefix("/"): str(e.get("ContentType"))
        for e in root.findall(f"{space}Override")
    }
    found = {}
    for part in package.parts:
        kind = overrides.get(part) or defaults.get(part.rpartition(".")[2].lower())
        if kind:
            found[part] = kind
    return found


def typed(root: _Element, types: Mapping[str, str]) -> bytes:
    """The part of content types with those of some parts added, in a fixed order; ``root`` is its
    present element, which is changed.
    """
    from lxml import etree

    space = f"{{{CONTENT_TYPES}}}"
    defaults = {
        str(e.get("Extension")).lower(): str(e.get("ContentType"))
        for e in root.findall(f"{space}Default")
    }
    for part, kind in sorted(types.items()):
        extension = part.rpartition(".")[2].lower()
        if defaults.get(extension) == kind:
            continue
        if extension not in ("xml", "rels") and extension not in defaults:
            defaults[extension] = kind
            root.insert(0, etree.Element(f"{space}Default", Extension=extension, ContentType=kind))
        else:
            etree.SubElement(root, f"{space}Override", PartName=f"/{part}", ContentType=kind)
    root[:] = sorted(
        root,
        key=lambda e: (e.tag != f"{space}Default", e.get("Extension") or e.get("PartName") or ""),
    )
    return to_xml(root)


# ------------------------------------------------------------------------------------- the workbook


_NO_PART = Relationship("", "module", "?")
"""What stands for the part of a sheet that has none: a module of Excel 5."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it; ``index`` counts from 0."""

    name: str
    part: str
    rel_id: str
    sheet_id: int
    index: int
    kind: str = "worksheet"


def workbook_part(package: Package) -> str:
    """The name of the workbook part. Raises ``InputError`` where the package is no workbook."""
    for rel in relationships(package, ""):
        if rel.kind == "officeDocument" and rel.target in package:
            if rel.target.endswith(".bin"):
                raise InputError(BINARY_FORMAT)
            return rel.target
    raise InputError(NO_WORKBOOK_PART)


def whole_number(said: str | None, otherwise: int) -> int:
    """An attribute's number, one of nine digits at most; ``otherwise`` where it is none."""
    given = said is not None and said.isascii() and said.isdigit() and len(said) < 10
    return int(said) if given and said is not None else otherwise


def sheets(package: Package) -> tuple[SheetPart, ...]:
    """The workbook's sheets in tab order."""
    book = workbook_part(package)
    targets = {rel.id: rel for rel in relationships(package, book)}
    root = package.tree(book)
    if root.tag == f"{{{STRICT_HOME}}}workbook":
        raise InputError(STRICT)
    if root.tag != f"{{{MAIN}}}workbook":
        raise InputError(NO_WORKBOOK_PART)
    found = []
    for index, element in enumerate(root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")):
        identifier = str(element.get(f"{{{RELS}}}id"))
        rel = targets.get(identifier) if identifier else _NO_PART
        if rel is None or (rel is not _NO_PART and rel.target not in package):
            raise InputError(SHEET_WITHOUT_PART, sheet=element.get("name"))
        found.append(
            SheetPart(
                str(element.get("name")),
                rel.target,
                rel.id,
                whole_number(element.get("sheetId"), 0),
                index,
                rel.kind,
            )
        )
    return tuple(found)
