"""The shared strings of a package: reading them, and adding to them without disturbing a single index."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from workbook_tools.opc import Package, relationships, workbook_part

_ITEM = re.compile(r"<si>((<t(?: xml:space=\"preserve\")?>([^<&_]*)</t>)?.*?)</si>|<si\s*/>", re.DOTALL)
_PLAIN = re.compile(r"\s*<t(?: xml:space=\"preserve\")?(?:/>|>([^<]*)</t>)\s*\Z")
_TEXT = re.compile(r"<t(?:\s[^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
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
    return [SharedString(text, False, xml) if plain and len(plain) == len(xml) else _shared(xml)
            for xml, plain, text in _ITEM.findall(package.read(part).decode("utf-8"))]


def _shared(xml: str) -> SharedString:
    plain = _PLAIN.match(xml)
    if plain:
        return SharedString(unescape_text(plain[1] or ""), False, xml)
    text = "".join(_TEXT.findall(_PHONETIC.sub("", xml)))
    return SharedString(unescape_text(text), True, xml)


def unescape_text(xml: str) -> str:
    """XML text → text, with Excel's own ``_x000A_`` escapes read."""
    text = unescape(xml) if "&" in xml else xml
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def escape_text(text: str) -> str:
    """Text → XML text; what XML cannot hold is written as Excel writes it."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: "_x005F" + match[0], text)
    if not text.isprintable():
        text = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_xml(text: str) -> str:
    """Text → the XML inside ``<si>``."""
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() or "\n" in text else ""
    return f"<t{space}>{escape_text(text)}</t>"


class StringTable:
    """Shared strings that grow. Indexes in ``used`` keep their place; the others are free to be taken again."""

    def __init__(self, existing: Iterable[SharedString], used: set[int]) -> None:
        kept = list(existing)
        while kept and len(kept) - 1 not in used:
            kept.pop()
        self._items = [f"<si>{item.xml}</si>" for item in kept]
        self._free = [index for index in range(len(kept) - 1, -1, -1) if index not in used]
        for index in self._free:
            self._items[index] = "<si><t></t></si>"
        self._rich: dict[str, int] = {item.xml: index for index, item in enumerate(kept) if index in used}
        self._by_text: dict[str, int] = {}
        for index, item in enumerate(kept):
            if index in used and not item.rich:
                self._by_text.setdefault(item.text, index)

    def index(self, text: str) -> int:
        """The index of a text, added if it is new."""
        found = self._by_text.get(text)
        if found is None:
            found = self._by_text[text] = self._add(text_xml(text))
        return found

    def rich(self, xml: str) -> int:
        """The index of a formatted text, given as the XML inside ``<si>``."""
        found = self._rich.get(xml)
        if found is None:
            found = self._rich[xml] = self._add(xml)
        return found

    def _add(self, xml: str) -> int:
        if self._free:
            index = self._free.pop()
            self._items[index] = f"<si>{xml}</si>"
            return index
        self._items.append(f"<si>{xml}</si>")
        return len(self._items) - 1

    def to_xml(self, references: int) -> bytes:
        """The shared strings part; ``references`` is how many cells of the workbook hold one."""
        head = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                f'count="{references}" uniqueCount="{len(self._items)}">')
        return (head + "".join(self._items) + "</sst>").encode()
