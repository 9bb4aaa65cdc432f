"""The shared strings of a package: reading them, and adding to them without disturbing a single
index.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from workbook_tools.excel.package import MAIN, Package, parse_xml, relationships, workbook_part

if TYPE_CHECKING:
    from lxml.etree import _Element

_ITEM = re.compile(
    r"<si>((<t(?: xml:space=\"preserve\")?>([^<&_]*)</t>)?.*?)</si>|<si\s*/>", re.DOTALL
)
_PLAIN = re.compile(r"\s*<t(?: xml:space=\"preserve\")?(?:/>|>([^<]*)</t>)\s*\Z")
_TEXT = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPECIAL = re.compile("[&<>]|_x")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
    data = package.read(part)
    if b"<sst" not in data[:400]:
        return [_shared(_inside(item)) for item in parse_xml(data, part)]
    return [
        SharedString(text, False, xml) if plain and len(plain) == len(xml) else _shared(xml)
        for xml, plain, text in _ITEM.findall(data.decode("utf-8"))
    ]


def _unprefixed(element: _Element) -> str:
    """An element's XML with plain names, for files that write every name with a prefix."""
    name = str(element.tag).rpartition("}")[2]
    attributes = ""
    for key, value in element.attrib.items():
        plain = "xml:space" if str(key).endswith("}space") else str(key)
        attributes += f' {plain}="{escape_text(str(value))}"'
    return f"<{name}{attributes}>{escape_xml(element.text or '')}{_inside(element)}</{name}>"


def _inside(element: _Element) -> str:
    """The XML of an element's children with plain names."""
    return "".join(_unprefixed(child) for child in element)


def escape_xml(text: str) -> str:
    """Text as XML holds it, no more."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_STRING_CELL = re.compile(rb' t="s"[^>]*>\s*<v>(\d+)<')


def used_strings(sheet: bytes, part: str) -> set[int]:
    """The indexes of the shared strings that a sheet's cells hold."""
    found = _STRING_CELL.findall(sheet)
    # Every mark of a string was found with its index; else the sheet is written another way.
    if len(found) == sheet.count(b't="s"') + sheet.count(b"t='s'"):
        return {int(index) for index in set(found)}
    return {
        int(cell.findtext(f"{{{MAIN}}}v") or 0)
        for cell in parse_xml(sheet, part).iter(f"{{{MAIN}}}c")
        if cell.get("t") == "s"
    }


def _shared(xml: str) -> SharedString:
    plain = _PLAIN.match(xml)
    if plain:
        return SharedString(unescape_text(plain[1] or ""), False, xml)
    text = "".join(_TEXT.findall(_PHONETIC.sub("", xml)))
    return SharedString(unescape_text(text), True, xml)


def rich_text(xml: str) -> str:
    """The text of what stands inside ``<si>``, without its formats."""
    return _shared(xml).text


def unescape_text(xml: str) -> str:
    """XML text → text, with Excel's own ``_x000A_`` escapes read."""
    text = unescape(xml) if "&" in xml else xml
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def escape_text(text: str) -> str:
    """Text → XML text; what XML cannot hold is written as Excel writes it."""
    if text.isprintable() and not _SPECIAL.search(text):
        return text
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: "_x005F" + match[0], text)
    if not text.isprintable():
        text = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return escape_xml(text)


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
    xml = package.read(part)
    if b"<si/>" in xml or b"<si " in xml or b"</si>\n" in xml or b"<sst" not in xml[:400]:
        return [item.xml.encode() for item in read_shared_strings(package)]
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
