"""The looks of cells in the clean copy: the formats in use and no other, written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbook_tools.excel.cells import whole
from workbook_tools.excel.package import MAIN, Package
from workbook_tools.excel.strings import escape_xml
from workbook_tools.excel.styles import styles_part, theme_colours, tinted
from workbook_tools.send.allowed import is_plain
from workbook_tools.send.clean_formats import plain_format

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_FIRST_OWN_FORMAT = 164
_SWITCHES = ("b", "i", "strike", "outline", "shadow", "u", "vertAlign", "sz")
_RUN_ORDER = ("rFont", "b", "i", "strike", "outline", "shadow", "color", "sz", "u", "vertAlign")
_SIDES = ("left", "right", "top", "bottom", "diagonal")
_PLAIN_FONT = "Times New Roman"
_FONT = re.compile(
    r"(?:Times New Roman|Arial(?: Narrow| Black| Unicode MS)?|Calibri(?: Light)?|Cambria(?: Math)?"
    r"|Aptos(?: Narrow| Display)?|Tahoma|Verdana|Segoe UI(?: Symbol)?|Courier New|Consolas"
    r"|Georgia|Garamond|Century|Book Antiqua|Palatino Linotype|Trebuchet MS|Symbol|Wingdings"
    r"|Webdings|Roboto|Open Sans|Noto Sans|Noto Serif|Carlito|Caladea|DejaVu Sans"
    r"|DejaVu Serif|Liberation (?:Sans|Serif|Mono)|\.Vn[A-Z][A-Za-z]{2,11}|VNI-[A-Z][a-z]{2,7})"
)
_BUILT_IN = {9: "0%", 10: "0.00%", 14: "dd/mm/yyyy", 49: "@"}
_NO_FILL = '<fill><patternFill patternType="none"/></fill>'
_GRAY = '<fill><patternFill patternType="gray125"/></fill>'
_NO_BORDER = "<border><left/><right/><top/><bottom/><diagonal/></border>"
_ALIGNED = (
    "horizontal",
    "vertical",
    "textRotation",
    "wrapText",
    "indent",
    "relativeIndent",
    "justifyLastLine",
    "shrinkToFit",
    "readingOrder",
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks: the XML of its font, fill, border and alignment, the code of its number
    format; with that, what can be seen of it: colours in six digits (``fill`` is ``None`` where it
    is not one), the size of letters.
    """

    font: str
    filled: str
    border: str
    aligned: str
    number_format: str
    number: int
    quoted: bool
    colour: str
    fill: str | None
    size: float


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that cells speak of by number."""

    theme: Sequence[str]
    indexed: Sequence[str]

    def colour(self, element: _Element | None, otherwise: str) -> str:
        """A colour in six digits, of an element that tells one."""
        if element is None:
            return otherwise
        rgb = str(element.get("rgb") or "")
        if re.fullmatch(r"(?:[0-9A-Fa-f]{2}){3,4}", rgb):
            return rgb[-6:].upper()
        theme = whole(element.get("theme"), len(self.theme))
        if theme < len(self.theme):
            tint = str(element.get("tint") or "0")
            return tinted(self.theme[theme], float(tint) if is_plain(tint) else 0.0).upper()
        number = whole(element.get("indexed"), len(self.indexed))
        return self.indexed[number] if number < len(self.indexed) else otherwise


def palette(package: Package, root: _Element) -> Palette:
    """The colours of a workbook; ``root`` is its styles."""
    from openpyxl.styles.colors import COLOR_INDEX

    indexed = [str(colour)[-6:].upper() for colour in COLOR_INDEX[:64]]
    for at, own in enumerate(root.iterfind(f"{_M}colors/{_M}indexedColors/{_M}rgbColor")):
        rgb = str(own.get("rgb") or "")[-6:].upper()
        if at < len(indexed) and re.fullmatch("[0-9A-F]{6}", rgb):
            indexed[at] = rgb
    return Palette(theme_colours(package), indexed)


def font_xml(font: _Element, colours: Palette, name: str = "name") -> tuple[str, bool]:
    """A font's known properties; and whether its name is one that is not known, so that another
    stands in its place.
    """
    kept = [xml for switch in _SWITCHES if (xml := _switch_xml(font, switch))]
    own = font.find(f"{_M}color")
    if own is not None and own.get("auto") is None:
        kept.append(f'<color rgb="FF{colours.colour(own, "000000")}"/>')
    called = font.find(f"{_M}{name}")
    said = str(called.get("val") or "") if called is not None else ""
    known = _FONT.fullmatch(said) is not None
    if said:
        kept.append(f'<{name} val="{said if known else _PLAIN_FONT}"/>')
    if name == "rFont":
        kept.sort(key=lambda xml: _RUN_ORDER.index(xml[1:].partition(" ")[0].rstrip("/>")))
    return "".join(kept), bool(said) and not known


def _switch_xml(font: _Element, switch: str) -> str:
    """One of a font's plain properties; nothing where it has it not, or says what is none."""
    found = font.find(f"{_M}{switch}")
    if found is None:
        return ""
    value = str(found.get("val") or "")
    if not value:
        return f"<{switch}/>"
    return f'<{switch} val="{value}"/>' if is_plain(value) else ""


def known_font(name: str) -> str:
    """A font's name, where it is one that is known; else the one that stands in its place."""
    return name if _FONT.fullmatch(name) else _PLAIN_FONT


class Looks:
    """The looks of a workbook's cells, and the copy's, which grow as cells are cleaned."""

    def __init__(self, package: Package) -> None:
        root = package.tree(styles_part(package))
        self.palette = palette(package, root)
        self.odd_fonts = False
        self.told_formats: dict[str, None] = {}
        self._fonts, self._fills, self._borders = (
            list(root.iterfind(f"{_M}{name}/*")) for name in ("fonts", "fills", "borders")
        )
        self._xfs = list(root.iterfind(f"{_M}cellXfs/{_M}xf"))
        self._dxfs = list(root.iterfind(f"{_M}dxfs/{_M}dxf"))
        self._codes = {
            whole(element.get("numFmtId"), 0): str(element.get("formatCode") or "")
            for element in root.iterfind(f"{_M}numFmts/{_M}numFmt")
        }
        self._seen: dict[int, Look] = {}
        self._numbers: dict[Look, int] = {}
        base = root.find(f"{_M}cellStyleXfs/{_M}xf")
        self._base = self._look(base)
        self.number(self.cell(0))

    def cell(self, style: int, over: Iterable[int | str] = ()) -> Look:
        """How a cell with a style of the workbook looks, with differential formats or grounds (a
        colour in six digits) over it, the first before the others.
        """
        if style not in self._seen:
            self._seen[style] = self._look(self._xfs[style] if style < len(self._xfs) else None)
        found = self._seen[style]
        for number in reversed(list(over)):
            if isinstance(number, str):
                found = replace(found, filled=_ground(number), fill=number)
            elif number < len(self._dxfs):
                found = self._over(found, self._dxfs[number])
        return found

    def number(self, look: Look) -> int:
        """The number of a look in the copy, added if it is new."""
        return self._numbers.setdefault(look, len(self._numbers))

    def _look(self, xf: _Element | None) -> Look:
        """How cells look that have this format."""
        font = _at(self._fonts, xf, "fontId")
        font_said, odd = font_xml(font, self.palette) if font is not None else ("", False)
        self.odd_fonts |= odd
        filled, fill = self._filled(_at(self._fills, xf, "fillId"))
        number = whole(xf.get("numFmtId"), 0) if xf is not None else 0
        code = self._codes.get(number)
        aligned = xf.find(f"{_M}alignment") if xf is not None else None
        return Look(
            font_said,
            filled,
            self._bordered(_at(self._borders, xf, "borderId")),
            _aligned(aligned),
            self._code(code) if code is not None else _BUILT_IN.get(number, ""),
            number if code is None and number < _FIRST_OWN_FORMAT else 0,
            xf is not None and xf.get("quotePrefix") in ("1", "true"),
            self._colour(font),
            fill,
            _size(font),
        )

    def _code(self, code: str) -> str:
        plain = plain_format(code)
        if plain != code:
            self.told_formats[code] = None
        return plain

    def _colour(self, font: _Element | None) -> str:
        return self.palette.colour(font.find(f"{_M}color") if font is not None else None, "000000")

    def _filled(self, fill: _Element | None, *, over: bool = False) -> tuple[str, str | None]:
        """A fill's XML, and its colour where it is one; ``over`` is that of a differential format,
        whose ground is what others call the background.
        """
        pattern = fill.find(f"{_M}patternFill") if fill is not None else None
        if pattern is None:
            return self._gradient(fill)
        kind = str(pattern.get("patternType") or ("solid" if over else "none"))
        if kind == "none" or not is_plain(kind):
            return _NO_FILL, "FFFFFF"
        front, ground = pattern.find(f"{_M}fgColor"), pattern.find(f"{_M}bgColor")
        if over and kind == "solid":
            front = ground if ground is not None else front
        first = self.palette.colour(front, "FFFFFF" if kind == "solid" else "000000")
        second = self.palette.colour(ground, "FFFFFF")
        xml = (
            f'<fill><patternFill patternType="{kind}"><fgColor rgb="FF{first}"/>'
            f'<bgColor rgb="FF{second}"/></patternFill></fill>'
        )
        return xml, first if kind == "solid" else None

    def _gradient(self, fill: _Element | None) -> tuple[str, str | None]:
        """A fill of several colours, by those."""
        gradient = fill.find(f"{_M}gradientFill") if fill is not None else None
        if gradient is None:
            return _NO_FILL, "FFFFFF"
        names = ("type", "degree", "left", "right", "top", "bottom")
        stops = [
            f'<stop position="{stop.get("position")}"><color rgb="FF'
            f'{self.palette.colour(stop.find(f"{_M}color"), "FFFFFF")}"/></stop>'
            for stop in gradient.iterfind(f"{_M}stop")
            if is_plain(str(stop.get("position")))
        ]
        head = f"<gradientFill{_attributes(gradient, names)}>"
        return f"<fill>{head}{''.join(stops)}</gradientFill></fill>", None

    def _bordered(self, border: _Element | None) -> str:
        if border is None:
            return _NO_BORDER
        sides = "".join(self._side(border, side) for side in _SIDES)
        return f"<border{_attributes(border, ('diagonalUp', 'diagonalDown'))}>{sides}</border>"

    def _side(self, border: _Element, side: str) -> str:
        """One side of a border."""
        found = border.find(f"{_M}{side}")
        style = str(found.get("style") or "") if found is not None else ""
        if found is None or not style or style == "none" or not is_plain(style):
            return f"<{side}/>"
        colour = self.palette.colour(found.find(f"{_M}color"), "000000")
        return f'<{side} style="{style}"><color rgb="FF{colour}"/></{side}>'

    def _over(self, look: Look, dxf: _Element) -> Look:
        """A look with a differential format over it."""
        font, fill, border = (dxf.find(f"{_M}{name}") for name in ("font", "fill", "border"))
        code = dxf.find(f"{_M}numFmt")
        if font is not None:
            own, _ = font_xml(font, self.palette)
            coloured = font.find(f"{_M}color") is not None
            look = replace(
                look,
                font=_merged(look.font, own),
                colour=self._colour(font) if coloured else look.colour,
            )
        if fill is not None:
            filled, ground = self._filled(fill, over=True)
            look = replace(look, filled=filled, fill=ground)
        if border is not None:
            look = replace(look, border=_merged_sides(look.border, self._bordered(border)))
        if code is not None:
            look = replace(look, number_format=self._code(str(code.get("formatCode"))), number=0)
        return look

    def to_xml(self) -> bytes:
        """The styles part of the copy."""
        looks = list(self._numbers)
        fonts = _listed([self._base.font, *(look.font for look in looks)])
        fills = _listed([_NO_FILL, _GRAY, *(look.filled for look in looks)])
        borders = _listed([_NO_BORDER, *(look.border for look in looks)])
        codes = _own_codes(looks)
        formats = [
            f'<numFmt numFmtId="{at}" formatCode="{_quoted(code)}"/>' for code, at in codes.items()
        ]
        numbers = [look.number or codes.get(look.number_format, 0) for look in looks]
        xfs = [
            _xf_xml(look, (number, fonts[look.font], fills[look.filled], borders[look.border]))
            for look, number in zip(looks, numbers, strict=True)
        ]
        base = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
        sections = [
            _section("numFmts", formats) if formats else "",
            _section("fonts", [f"<font>{font}</font>" for font in fonts]),
            _section("fills", list(fills)),
            _section("borders", list(borders)),
            _section("cellStyleXfs", [f"{base}/>"]),
            _section("cellXfs", xfs),
            _section("cellStyles", ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
        ]
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        return f'{head}<styleSheet xmlns="{MAIN}">{"".join(sections)}</styleSheet>'.encode()


def _ground(colour: str) -> str:
    """A fill of one colour."""
    front, ground = f'<fgColor rgb="FF{colour}"/>', f'<bgColor rgb="FF{colour}"/>'
    return f'<fill><patternFill patternType="solid">{front}{ground}</patternFill></fill>'


def _own_codes(looks: Iterable[Look]) -> dict[str, int]:
    """The number formats that are not built in, with the numbers that they have in the copy."""
    own = _listed([look.number_format for look in looks if look.number_format and not look.number])
    return {code: _FIRST_OWN_FORMAT + at for code, at in own.items()}


def _xf_xml(look: Look, parts: tuple[int, int, int, int]) -> str:
    """A cell format; ``parts`` are the numbers of its number format, font, fill and border."""
    number, font, fill, border = parts
    quoted = ' quotePrefix="1"' if look.quoted else ""
    end = f">{look.aligned}</xf>" if look.aligned else "/>"
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"'
        f"{quoted}{end}"
    )


def _at(held: Sequence[_Element], xf: _Element | None, name: str) -> _Element | None:
    """The font, fill or border that a format speaks of."""
    number = whole(xf.get(name), 0) if xf is not None else 0
    return held[number] if number < len(held) else None


def _size(font: _Element | None) -> float:
    found = font.find(f"{_M}sz") if font is not None else None
    said = str(found.get("val")) if found is not None else "11"
    return float(said) if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,9})?", said) else 11.0


def _aligned(found: _Element | None) -> str:
    attributes = _attributes(found, _ALIGNED) if found is not None else ""
    return f"<alignment{attributes}/>" if attributes else ""


def _attributes(element: _Element, names: Sequence[str]) -> str:
    said = [(name, str(element.get(name))) for name in names if element.get(name) is not None]
    return "".join(f' {name}="{value}"' for name, value in said if is_plain(value))


_PROPERTY = re.compile(r"<(\w+)[^>]*/>")
_SIDE = re.compile(r"<(left|right|top|bottom|diagonal)(?:/>|.*?</\1>)")
_FONT_ORDER = (*_SWITCHES, "color", "name")


def _merged(under: str, over: str) -> str:
    """A font's properties with others over them."""
    found = {match[1]: match[0] for match in _PROPERTY.finditer(under)}
    found |= {match[1]: match[0] for match in _PROPERTY.finditer(over)}
    return "".join(found[name] for name in _FONT_ORDER if name in found)


def _merged_sides(under: str, over: str) -> str:
    """A border's sides with others over them, where those are drawn."""
    found = {match[1]: match[0] for match in _SIDE.finditer(under)}
    drawn = {match[1]: match[0] for match in _SIDE.finditer(over) if "style" in match[0]}
    found |= drawn
    return f"<border>{''.join(found.get(side, f'<{side}/>') for side in _SIDES)}</border>"


def _listed(values: Sequence[str]) -> dict[str, int]:
    """Values without repetition, numbered from 0."""
    return {value: at for at, value in enumerate(dict.fromkeys(values))}


def _quoted(text: str) -> str:
    return escape_xml(text).replace('"', "&quot;")


def _section(name: str, items: Sequence[str]) -> str:
    return f'<{name} count="{len(items)}">{"".join(items)}</{name}>'
