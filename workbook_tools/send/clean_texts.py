"""Texts of the clean copy: the runs of a cell that a reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.excel.package import MAIN
from workbook_tools.excel.strings import SharedString, StringTable, text_xml, unescape_text
from workbook_tools.send.clean_styles import Look, Palette, font_xml
from workbook_tools.send.unseen import is_unseen

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown: the XML inside ``<si>``, its letters, and whether runs that nobody
    sees were left out.
    """

    xml: str
    text: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """The workbook's table of strings, and the copy's, which grows as sheets are cleaned."""

    held: Sequence[SharedString]
    table: StringTable

    def shown(self, number: int, look: Look, colours: Palette) -> Shown:
        """A string of the workbook, as a cell with this look shows it."""
        text = self.held[number]
        if not text.rich:
            return Shown(text_xml(text.text), text.text)
        return shown_runs(text.xml, look, colours)


def shown_runs(xml: str, look: Look, colours: Palette) -> Shown:
    """The runs that are seen of what stands inside ``<si>`` or ``<is>``; how they are to be read
    aloud is not among them.
    """
    root = _inside(xml)
    runs = list(root.iterfind(f"{_M}r"))
    if not runs:
        text = _text(root)
        return Shown(text_xml(text), text)
    kept, texts = [], []
    for run in runs:
        properties, text = run.find(f"{_M}rPr"), _text(run)
        if properties is not None and _is_lost(properties, look, colours) and text.strip():
            continue
        said = font_xml(properties, colours, "rFont")[0] if properties is not None else ""
        kept.append(f"<r>{f'<rPr>{said}</rPr>' if said else ''}{text_xml(text)}</r>")
        texts.append(text)
    if not kept:
        return Shown(text_xml(""), "", lost=True)
    return Shown("".join(kept), "".join(texts), lost=len(kept) < len(runs))


def _inside(xml: str) -> _Element:
    """What stands inside ``<si>``; prefixes of other makers, which it does not declare, go."""
    from lxml import etree

    data = f'<is xmlns="{MAIN}">{xml}</is>'.encode()
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    return etree.fromstring(data, parser)


def _text(element: _Element) -> str:
    return unescape_text("".join(found.text or "" for found in element.iterfind(f"{_M}t")))


def _is_lost(properties: _Element, look: Look, colours: Palette) -> bool:
    """Whether a run cannot be seen on the ground of its cell."""
    size = properties.find(f"{_M}sz")
    colour = colours.colour(properties.find(f"{_M}color"), look.colour)
    return is_unseen(colour, look.fill, str(size.get("val")) if size is not None else look.size)
