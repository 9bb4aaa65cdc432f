"""The shared strings of a package: reading them, and adding to them without disturbing a single
index.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from workbook_tools.excel.package import Package, relationships, workbook_part
from workbook_tools.patterns import pattern

_ITEM = pattern(r"<si(?: [^<>]*)?>")
_EMPTY_ITEM = pattern(r"<si(?: [^<>]*)?/>")
_PLAIN = pattern(r"\s*<t(?: xml:space=\"preserve\")?(?:/>|>([^<]*)</t>)\s*\Z")
_TEXT = pattern(r"<t(?:\s[^<>]*)?>([^<]*)</t>")
_PHONETIC = pattern(r"<rPh\b[^<>]*>(?:(?!</?rPh\b).)*</rPh>", re.DOTALL)
_ESCAPE = pattern(r"_x([0-9A-Fa-f]{4})_")
_SPECIAL = re.compile("[&<>]|_x")
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class SharedString(NamedTuple):
    """One shared string: its text, whether it has formatted runs, and its XML inside ``<si>``."""

    text: str
    rich: bool
    xml: str


def strings_part(package: Package) -> str | None:
    """The name of the shared strings part, if the workbook has one."""
    for rel in relationships(package, workbook_part(package)):
        if rel.kind == "sharedStrings" and rel.target in package:
            return rel.target
    return None


def read_shared_strings(package: Package) -> list[SharedString]:
    """All shared strings in order."""
    part = strings_part(package)
    if part is None:
        return []
    return [_shared(item) for item in _items(package.plain(part).decode("utf-8"))]


def _items(xml: str) -> list[str]:
    """The XML inside each ``<si>``, in order."""
    if "<si/>" in xml or "<si " in xml:
        xml = _EMPTY_ITEM().sub("<si></si>", xml)
        xml = _ITEM().sub("<si>", xml)
    first = xml.find("<si>")
    return xml[first + 4 : xml.rfind("</si>")].split("</si><si>") if first >= 0 else []


def escape_xml(text: str) -> str:
    """Text as XML holds it, no more."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_STRING_CELL = re.compile(rb' t="s"[^<>]*>(?:<f\b[^<>]*>(?:[^<]*</f>)?)?<v>([0-9]{1,9})<')


def used_strings(sheet: bytes) -> set[int]:
    """The indexes of the shared strings that the cells of a sheet in the plain form hold."""
    return {int(index) for index in set(_STRING_CELL.findall(sheet))}


def _shared(xml: str) -> SharedString:
    """A shared string by the XML inside its ``<si>``."""
    text = xml[3:-4]
    if xml == f"<t>{text}</t>" and "<" not in text:
        return SharedString(unescape_text(text), False, xml)
    plain = _PLAIN().match(xml)
    if plain:
        return SharedString(unescape_text(plain[1] or ""), False, xml)
    text = "".join(_TEXT().findall(_PHONETIC().sub("", xml)))
    return SharedString(unescape_text(text), True, xml)


def rich_text(xml: str) -> str:
    """The text of what stands inside ``<si>``, without its formats."""
    return _shared(xml).text


def unescape_text(xml: str) -> str:
    """XML text → text, with Excel's own ``_x000A_`` escapes read."""
    text = xml
    if "&" in xml:
        from html import unescape

        text = unescape(xml)
    return _ESCAPE().sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def escape_text(text: str) -> str:
    """Text → XML text; what XML cannot hold is written as Excel writes it."""
    if text.isprintable() and not _SPECIAL.search(text):
        return text
    return escape_xml(escape_controls(text))


def escape_controls(text: str) -> str:
    """Text as a tree of XML can hold it, with Excel's own escapes for all else."""
    if "_x" in text:
        text = _ESCAPE().sub(lambda match: "_x005F" + match[0], text)
    if not text.isprintable():
        text = _CONTROL().sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text


def text_xml(text: str) -> str:
    """Text → the XML inside ``<si>``."""
    kept = text[:1].isspace() or text[-1:].isspace() or "\n" in text
    space = ' xml:space="preserve"' if kept else ""
    return f"<t{space}>{escape_text(text)}</t>"


def item_xmls(package: Package) -> list[bytes]:
    """The XML inside each ``<si>``, in order, without reading it."""
    part = strings_part(package)
    if part is None:
        return []
    xml = package.plain(part)
    if b"<si/>" in xml or b"<si " in xml:
        return [item.encode() for item in _items(xml.decode("utf-8"))]
    first = xml.find(b"<si>")
    return xml[first + 4 : xml.rfind(b"</si>")].split(b"</si><si>") if first >= 0 else []


_EMPTY = b"<t></t>"


class StringTable:
    """Shared strings that grow. Indexes in ``used`` keep their place, and the others are free to
    be taken again; without ``used`` all keep theirs.

    Strings are told apart by their XML, so that none of the workbook's own has to be read.
    """

    def __init__(self, existing: list[bytes], used: set[int] | None = None) -> None:
        kept = len(existing)
        self._free: list[int] = []
        if used is not None:
            kept = max((index + 1 for index in used if index < kept), default=0)
            self._free = [index for index in range(kept - 1, -1, -1) if index not in used]
        self._existing = existing[:kept]
        for index in self._free:
            self._existing[index] = _EMPTY
        self._index = dict(zip(self._existing, range(kept), strict=True))
        self._index.pop(_EMPTY, None)
        self._added: list[bytes] = []

    def index(self, text: str) -> int:
        """The index of a text, added if it is new."""
        if "&" not in text and "<" not in text and "_x" not in text:
            found = self._index.get(b"<t>%b</t>" % text.encode("utf-8", "surrogatepass"))
            if found is not None:
                return found
        return self._intern(text_xml(text).encode())

    def rich(self, xml: str) -> int:
        """The index of a text given as the XML inside ``<si>``, added if it is new."""
        return self._intern(xml.encode())

    def _intern(self, xml: bytes) -> int:
        found = self._index.get(xml)
        if found is None:
            found = self._index[xml] = self._add(xml)
        return found

    def _add(self, xml: bytes) -> int:
        if self._free:
            index = self._free.pop()
            self._existing[index] = xml
            return index
        self._added.append(xml)
        return len(self._existing) + len(self._added) - 1

    def to_xml(self) -> bytes:
        """The shared strings part."""
        items = self._existing + self._added
        head = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'uniqueCount="{len(items)}">'
        )
        if not items:
            return f"{head}</sst>".encode()
        items[0] = f"{head}<si>".encode() + items[0]
        items[-1] += b"</si></sst>"
        return b"</si><si>".join(items)
