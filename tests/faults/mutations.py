"""Packages damaged at random, one change each: what a bad disk, a careless program or a curious
person makes of a workbook. The same seed always gives the same changes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from random import Random

from tests.faults.hostile import Parts, file_of, parts_of

Change = Callable[[Random, Parts], None]

_TAG = re.compile(rb"<[A-Za-z][^<>]*>")
_LEAF = re.compile(rb"<([A-Za-z][\w:.-]*)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)")
_ATTRIBUTE = re.compile(rb'\s[\w:.-]+="[^"<>]*"')
_TEXT = re.compile(rb">([^<>]{1,40})<")
_ODD = (
    *(b"", b"-1", b"0", b"1", b"abc", b"1e9", b"99999999999", b"4294967296", b"A1", b"XFD1048576"),
    *(b"#REF!", b"true", b"\xc2\xb2", b"../../x", b"rId1", b"NaN", b"A1:XFD1048576", b"=1"),
)


def _part(chance: Random, parts: Parts) -> str:
    """A part that holds XML, the important ones more often."""
    names = sorted(name for name, data in parts.items() if data[:1] == b"<" or b"<?xml" in data[:9])
    weights = [4 if "worksheets/sheet" in name or "/" not in name else 2 for name in names]
    return chance.choices(names, weights)[0]


def _found(chance: Random, pattern: re.Pattern[bytes], xml: bytes) -> re.Match[bytes] | None:
    found = list(pattern.finditer(xml))
    return chance.choice(found) if found else None


def _put(xml: bytes, start: int, end: int, new: bytes) -> bytes:
    return xml[:start] + new + xml[end:]


def _in_tags(change: Callable[[Random, bytes], bytes]) -> Change:
    """A change of one start tag's attributes, somewhere."""

    def made(chance: Random, parts: Parts) -> None:
        name = _part(chance, parts)
        tags = [tag for tag in _TAG.finditer(parts[name]) if b"=" in tag[0]]
        if tags:
            tag = chance.choice(tags)
            parts[name] = _put(parts[name], *tag.span(), change(chance, tag[0]))

    return made


def _without_attribute(chance: Random, tag: bytes) -> bytes:
    found = _found(chance, _ATTRIBUTE, tag)
    return _put(tag, *found.span(), b"") if found else tag


def _attribute_twice(chance: Random, tag: bytes) -> bytes:
    found = _found(chance, _ATTRIBUTE, tag)
    return _put(tag, found.end(), found.end(), found[0]) if found else tag


def _odd_attribute(chance: Random, tag: bytes) -> bytes:
    found = _found(chance, _ATTRIBUTE, tag)
    if not found:
        return tag
    name = found[0].split(b"=")[0]
    return _put(tag, *found.span(), b'%b="%b"' % (name, chance.choice(_ODD)))


def _in_leaves(change: Callable[[Random, bytes, re.Match[bytes]], bytes]) -> Change:
    """A change at one element that holds no other, somewhere."""

    def made(chance: Random, parts: Parts) -> None:
        name = _part(chance, parts)
        leaf = _found(chance, _LEAF, parts[name])
        if leaf:
            parts[name] = change(chance, parts[name], leaf)

    return made


def _dropped(_: Random, xml: bytes, leaf: re.Match[bytes]) -> bytes:
    return _put(xml, *leaf.span(), b"")


def _doubled(_: Random, xml: bytes, leaf: re.Match[bytes]) -> bytes:
    return _put(xml, leaf.end(), leaf.end(), leaf[0])


def _moved(chance: Random, xml: bytes, leaf: re.Match[bytes]) -> bytes:
    rest = _put(xml, *leaf.span(), b"")
    other = _found(chance, _LEAF, rest)
    return _put(rest, other.start(), other.start(), leaf[0]) if other else rest


def _odd_text(chance: Random, parts: Parts) -> None:
    name = _part(chance, parts)
    text = _found(chance, _TEXT, parts[name])
    if text:
        parts[name] = _put(parts[name], *text.span(1), chance.choice(_ODD))


def _bytes_flipped(chance: Random, parts: Parts) -> None:
    name = _part(chance, parts)
    data = bytearray(parts[name])
    for _ in range(chance.choice((1, 1, 3, 20))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    parts[name] = bytes(data)


def _cut_short(chance: Random, parts: Parts) -> None:
    name = _part(chance, parts)
    parts[name] = parts[name][: chance.randrange(len(parts[name]))]


def _missing(chance: Random, parts: Parts) -> None:
    del parts[chance.choice(sorted(parts))]


def _renamed(chance: Random, parts: Parts) -> None:
    name = chance.choice(sorted(parts))
    other = chance.choice((name.upper(), "x/" + name, name + "x", name.replace("/", "\\"), "ă.xml"))
    parts[other] = parts.pop(name)


def _swapped(chance: Random, parts: Parts) -> None:
    one, other = _part(chance, parts), _part(chance, parts)
    parts[one], parts[other] = parts[other], parts[one]


CHANGES: Mapping[str, Change] = {
    "bytes flipped": _bytes_flipped,
    "attribute removed": _in_tags(_without_attribute),
    "attribute twice": _in_tags(_attribute_twice),
    "attribute odd": _in_tags(_odd_attribute),
    "element dropped": _in_leaves(_dropped),
    "element doubled": _in_leaves(_doubled),
    "element moved": _in_leaves(_moved),
    "text odd": _odd_text,
    "part cut short": _cut_short,
    "part missing": _missing,
    "part renamed": _renamed,
    "parts swapped": _swapped,
}
"""Changes of the parts; those of the archive around them are ``_archive_flipped``."""

ARCHIVE = "archive"
KINDS = (*CHANGES, ARCHIVE)


def _archive_flipped(chance: Random, data: bytes) -> bytes:
    """A file with a byte of its directory, or of a header in it, changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        heads = [entry.header_offset for entry in archive.infolist()]
    directory = data.index(b"PK\x01\x02")
    at = chance.choice(
        (
            chance.randrange(directory, len(data)),
            chance.choice(heads) + chance.randrange(30),
            chance.randrange(len(data)),
        )
    )
    changed = bytearray(data)
    changed[at] = chance.choice((0, 255, changed[at] ^ 1, chance.randrange(256)))
    return bytes(changed)


def mutated(seed: int, data: bytes) -> tuple[str, bytes]:
    """A kind of damage and the file with it."""
    chance = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    if kind == ARCHIVE:
        return kind, _archive_flipped(chance, data)
    parts = parts_of(data)
    CHANGES[kind](chance, parts)
    return kind, file_of(parts)
