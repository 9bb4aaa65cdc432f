"""Cell formats of one workbook carried into another, without changing a format that is already
there.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.error_kinds import DAMAGED_PART
from workbook_tools.errors import InputError
from workbook_tools.excel.cells import whole
from workbook_tools.excel.package import (
    MAIN,
    Package,
    drop_attribute,
    relationships,
    to_xml,
    whole_number,
    workbook_part,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
_FIRST = {
    "fonts": (
        '<font><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/></font>',
    ),
    "fills": (
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ),
    "borders": ("<border><left/><right/><top/><bottom/><diagonal/></border>",),
    "cellStyleXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
    "cellXfs": ('<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',),
    "cellStyles": ('<cellStyle name="Normal" xfId="0" builtinId="0"/>',),
}
"""What Excel takes for a section that holds nothing: the look of an empty workbook."""

_POINTING = {
    "fontId": "fonts",
    "fillId": "fills",
    "borderId": "borders",
    "xfId": "cellStyleXfs",
}
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_THEME_ORDER = (
    "lt1",
    "dk1",
    "lt2",
    "dk2",
    "accent1",
    "accent2",
    "accent3",
    "accent4",
    "accent5",
    "accent6",
    "hlink",
    "folHlink",
)
_FIRST_OWN_FORMAT = 164
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}\Z")
_DXF = f"{{{MAIN}}}dxf"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MergedStyles:
    """The new ``styles.xml``, and where each of the template's formats went."""

    xml: bytes
    cells: Mapping[int, int]
    differential: Mapping[int, int]


def merge_styles(
    base: Package, template: Package, cells: Iterable[int], differential: Iterable[int]
) -> MergedStyles:
    """Add the template's given ``cellXfs`` and ``dxfs`` to the base's, reusing equal ones."""
    source = _Styles(template.tree_to_change(styles_part(template)))
    root = base.tree_to_change(styles_part(base))
    into = _Styles(root)
    source.ground()
    into.ground()
    colours = None if _has_one_theme(base, template) else theme_colours(template)
    xfs = {index: into.add_xf(source, index, colours) for index in sorted(set(cells))}
    dxfs = {index: into.add_dxf(source, index, colours) for index in sorted(set(differential))}
    return MergedStyles(to_xml(root), xfs, dxfs)


def add_differential(package: Package, looks: Sequence[str]) -> tuple[str, bytes, list[int]]:
    """Add differential formats, given as the XML inside ``<dxf>``, reusing equal ones.

    Gives the name of the styles part, its new bytes, and the index of each format.
    """
    from lxml import etree

    part = styles_part(package)
    root = package.tree_to_change(part)
    into = _Styles(root)
    numbers = []
    for look in looks:
        dxf = etree.fromstring(f'<dxf xmlns="{MAIN}">{look}</dxf>')
        for number_format in dxf.iterfind(f"{{{MAIN}}}numFmt"):
            number_format.set("numFmtId", into.number_format(str(number_format.get("formatCode"))))
        numbers.append(into.intern_differential(dxf))
    return part, to_xml(root), numbers


def styles_part(package: Package) -> str:
    """The name of the styles part. Raises ``InputError`` where there is none, as in no workbook
    that Excel can open.
    """
    for rel in relationships(package, workbook_part(package)):
        if rel.kind == "styles":
            return rel.target
    raise InputError(DAMAGED_PART, part="xl/styles.xml")


def _theme_part(package: Package) -> str | None:
    for rel in relationships(package, workbook_part(package)):
        if rel.kind == "theme" and rel.target in package:
            return rel.target
    return None


def _has_one_theme(one: Package, other: Package) -> bool:
    """Whether colours and fonts of the theme are the same in two workbooks, however their parts are
    written.
    """
    parts = _theme_part(one), _theme_part(other)
    if None in parts:
        return parts == (None, None)
    if one.read(str(parts[0])) == other.read(str(parts[1])):
        return True
    return (theme_colours(one), _theme_fonts(one)) == (theme_colours(other), _theme_fonts(other))


def _theme_fonts(package: Package) -> list[_Key]:
    """What a workbook's theme says of its fonts."""
    part = _theme_part(package)
    found = package.tree(part).iter(f"{{{_DRAWING}}}fontScheme") if part else ()
    return [_key(kind) for scheme in found for kind in scheme]


def theme_colours(package: Package) -> list[str]:
    """The colours of a workbook's theme, in the order in which cells speak of them."""
    part = _theme_part(package)
    if part is None:
        return []
    scheme = package.tree(part).find(f".//{{{_DRAWING}}}clrScheme")
    colours = []
    for name in _THEME_ORDER:
        entry = scheme.find(f"{{{_DRAWING}}}{name}") if scheme is not None else None
        value = "000000"
        if entry is not None and len(entry):
            value = str(entry[0].get("lastClr") or entry[0].get("val") or value)
        colours.append(value if _COLOUR.match(value) else "000000")
    return colours


_Key = tuple[str, tuple[tuple[str, str], ...], tuple["_Key", ...]]


def _key(element: _Element) -> _Key:
    """What makes two formats the same, however their names are prefixed and their attributes
    ordered.
    """
    attributes = sorted((str(name), str(value)) for name, value in element.attrib.items())
    return str(element.tag), tuple(attributes), tuple(_key(child) for child in element)


class _Styles:
    """One ``styles.xml`` opened for looking up and adding."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self._known: dict[str, dict[_Key, int]] = {}
        self._sections: dict[str, _Element] = {}

    def section(self, name: str) -> _Element:
        """A section of the part, made in its place where it is missing."""
        if name not in self._sections:
            self._sections[name] = self._found(name)
        return self._sections[name]

    def _found(self, name: str) -> _Element:
        found = self.root.find(f"{{{MAIN}}}{name}")
        if found is None:
            from lxml import etree

            found = etree.Element(f"{{{MAIN}}}{name}")
            earlier = _ORDER[: _ORDER.index(name)]
            at = sum(1 for child in self.root if str(child.tag).rpartition("}")[2] in earlier)
            self.root.insert(at, found)
        return found

    def ground(self) -> None:
        """Give every section that formats are made of what an empty workbook has, where it holds
        nothing, and let formats that point at nothing point there.
        """
        from lxml import etree

        for name, first in _FIRST.items():
            section = self.section(name)
            if not len(section):
                section.extend(etree.fromstring(f'<a xmlns="{MAIN}">{"".join(first)}</a>'))
                section.set("count", str(len(first)))
        for section in (self.section("cellStyleXfs"), self.section("cellXfs")):
            for xf in section:
                self._ground_format(xf)
        looks = len(self.section("dxfs"))
        for element in self.root.iter(f"{{{MAIN}}}tableStyleElement"):
            if whole_number(element.get("dxfId"), looks) >= looks:
                drop_attribute(element, "dxfId")

    def _ground_format(self, xf: _Element) -> None:
        for attribute, name in _POINTING.items():
            held = xf.get(attribute)
            if held is not None and whole_number(held, len(self.section(name))) >= len(
                self.section(name)
            ):
                xf.set(attribute, "0")

    def _intern(self, name: str, element: _Element) -> int:
        """The index of an element in its section, added to it if it is new."""
        section = self.section(name)
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = {}
            for index, child in enumerate(section):
                known.setdefault(_key(child), index)
        key = _key(element)
        if key not in known:
            section.append(element)
            known[key] = len(section) - 1
            section.set("count", str(len(section)))
            for name_, _ in list(section.attrib.items()):
                if str(name_).endswith("knownFonts"):
                    del section.attrib[name_]
        return known[key]

    def _number_format(self, source: _Styles, number: str) -> str:
        if whole(number, 0) < _FIRST_OWN_FORMAT:
            return number
        formats = {
            str(f.get("numFmtId")): str(f.get("formatCode")) for f in source.section("numFmts")
        }
        code = formats.get(number)
        return "0" if code is None else self.number_format(code)

    def number_format(self, code: str) -> str:
        """The number of a number format of the workbook's own, added if it is new."""
        section = self.section("numFmts")
        for element in section:
            if element.get("formatCode") == code:
                return str(element.get("numFmtId"))
        from lxml import etree

        free = max([_FIRST_OWN_FORMAT - 1, *(whole(e.get("numFmtId"), 0) for e in section)]) + 1
        etree.SubElement(section, f"{{{MAIN}}}numFmt", numFmtId=str(free), formatCode=code)
        section.set("count", str(len(section)))
        return str(free)

    def _named_style(self, source: _Styles, xf: str) -> str:
        names = {str(s.get("xfId")): str(s.get("name")) for s in source.section("cellStyles")}
        mine = {str(s.get("name")): str(s.get("xfId")) for s in self.section("cellStyles")}
        return mine.get(names.get(xf, "Normal"), "0")

    def add_xf(self, source: _Styles, index: int, colours: list[str] | None) -> int:
        """The index here of a cell format of ``source``."""
        found = source.section("cellXfs")
        xf = deepcopy(found[index] if index < len(found) else found[0])
        for attribute, section in (
            ("fontId", "fonts"),
            ("fillId", "fills"),
            ("borderId", "borders"),
        ):
            parts = source.section(section)
            number = whole(xf.get(attribute), 0)
            part = deepcopy(parts[number if number < len(parts) else 0])
            _recolour(part, colours)
            xf.set(attribute, str(self._intern(section, part)))
        xf.set("numFmtId", self._number_format(source, xf.get("numFmtId", "0")))
        xf.set("xfId", self._named_style(source, xf.get("xfId", "0")))
        for flag in ("applyNumberFormat", "applyFont", "applyFill", "applyBorder"):
            xf.set(flag, "1")
        if xf.find(f"{{{MAIN}}}alignment") is not None:
            xf.set("applyAlignment", "1")
        if xf.find(f"{{{MAIN}}}protection") is not None:
            xf.set("applyProtection", "1")
        return self._intern("cellXfs", xf)

    def add_dxf(self, source: _Styles, index: int, colours: list[str] | None) -> int:
        """The index here of a differential format of ``source``."""
        found = source.section("dxfs")
        dxf = deepcopy(found[index]) if index < len(found) else found.makeelement(_DXF)
        _recolour(dxf, colours)
        for number_format in dxf.iterfind(f"{{{MAIN}}}numFmt"):
            if whole(number_format.get("numFmtId"), 0) >= _FIRST_OWN_FORMAT:
                number_format.set(
                    "numFmtId", self._number_format(source, number_format.get("numFmtId", "0"))
                )
        return self._intern("dxfs", dxf)

    def intern_differential(self, dxf: _Element) -> int:
        """The index of a differential format, added if it is new."""
        return self._intern("dxfs", dxf)


def _recolour(element: _Element, colours: list[str] | None) -> None:
    """Theme colours and theme fonts as plain ones, for a workbook with another theme."""
    if colours is None:
        return
    for child in list(element.iter()):
        name = str(child.tag).rpartition("}")[2]
        if name == "scheme":
            parent = child.getparent()
            if parent is not None:
                parent.remove(child)
        theme = whole(child.get("theme"), len(colours))
        if theme < len(colours):
            tint = float(child.get("tint", "0"))
            del child.attrib["theme"]
            drop_attribute(child, "tint")
            child.set("rgb", "FF" + tinted(colours[theme], tint))


def tinted(colour: str, tint: float) -> str:
    """A colour made darker (down to -1) or lighter (up to 1)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(
        f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation)
    )
