"""The gate: a part in the plain form that Excel itself writes, so that scanners may rely on it.

Plain is: UTF-8, no byte-order mark; the part's own namespace without a prefix; attributes in
double quotes and, on rows and cells, in Excel's order with ``r`` first; every row and cell with its
``r``; no comment, instruction, CDATA or blank between elements, no letter of ASCII by its
number; ``v`` without attributes, and no blank around a number.
Any other legal way to write the same part is brought into this form by a real parser, in one pass
and without building a tree. A document type is refused: nothing legal in a workbook has one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from workbook_tools.excel.outline import outline
from workbook_tools.patterns import pattern
from workbook_tools.place import column_letters, column_number

HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
MAX_DEPTH = 256
"""Elements inside one another; Excel's own parts stay below 30."""

MAX_PIECES = 5_000_000
"""How many tags and texts are written anew: some eight seconds of work."""

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BARE_HOMES = frozenset(
    {
        _SHEETS,
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006/content-types",
    }
)
"""Namespaces of which no attribute is ever prefixed: a prefix bound to them can go."""

_XML = "http://www.w3.org/XML/1998/namespace"
_CELL_ORDER_OF_NAMES = ("r", "s", "t", "cm", "vm", "ph")
_ROW_ORDER = ("r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel")
_FULL = 1 << 15
"""How many pieces of text are gathered before they are joined."""

_DECLARATION = re.compile(
    rb'\A(?:<\?xml version="1\.0" encoding="(?:UTF-8|utf-8)"(?: standalone="(?:yes|no)")?\?>\s*)?'
)
_ROOT = re.compile(rb'\A<(\w+)[^<>]*? xmlns="([^"<]+)"')
_BLANK = pattern(rb">[ \t\r\n]+<")
_CELL_ORDER = re.compile(rb'<c r="[^"<]*" (?:t="[^"<]*" s="|(?!s="|t="|cm="|vm="|ph="))')
_AMPERSAND = re.compile(
    rb"&(?!amp;|lt;|gt;|quot;|apos;|#)"
    rb"|&#(?:0*(?:3[235-8]|[4-9][0-9]|1[01][0-9]|12[0-6])"
    rb"|x0*(?:2[0134568-9A-Fa-f]|[3-7][0-9A-Fa-f]));"
)
"""An entity that XML does not know, or a letter, digit or sign of ASCII by its number: what is
looked for is made of these. Other letters by number stay: openpyxl writes all of them so.
"""

_DOUBTS = (b"='", b"= ", b" =", b" >", b"\t")
"""Where one of these stands a tag may be written in another way, or a text holds it."""

_ODD_TAG = re.compile(rb"<(?:[^<>\"'\s=]|=(?!\s)|\"[^\"<]*\"| (?![ =>]))*(?:'|[\t\r\n]| [ =>]|=\s)")
"""A tag with another quote, or with blanks other than one before each attribute."""

_BLANKS_IN_VALUES = tuple(
    sign for blank in (b" ", b"\n", b"\r", b"\t") for sign in (b"<v>" + blank, blank + b"</v>")
)
_SPACED_NUMBER = pattern(
    rb'<c (?![^<>]* t="(?:str|inlineStr)")[^<>]*>(?:<f(?:[^<>]*/>|[^<>]*>[^<]*</f>))?'
    rb"<v>(?:[ \t\r\n]|[^<]*[ \t\r\n]</v>)"
)
"""A number, which XML lets stand among blanks; those of a text are its own."""

_TEXTS = ("str", "inlineStr")

_ODD_ELEMENTS = (b"<!", b"<?", b"\x00", b"<v ", b"<v\n", b"<c/", b"<c>", b"<row/", b"<row>")
_ANYWHERE = 3
"""So many of these are odd in any part, not on a sheet alone."""

_RARE = b"!?'\n\r\t"
"""Signs that most parts have nowhere: where one is missing, so is whatever it is part of."""

_VML = "urn:schemas-microsoft-com:vml"
_PREFIXES = {
    _VML: "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:excel": "x",
}
"""The prefixes of the old drawing language, by which everybody knows it."""

_DRAWING_ROOT = pattern(
    rb"\A(?:<\?xml[^<>]*\?>\s*)?<xml(?=[^<>]*\sxmlns:v=.urn:schemas-microsoft-com:vml.)"
    rb"(?![^<>]*\sxmlns(?::x)?=.urn:schemas-microsoft-com:(?:vml|office:office).)"
    rb"(?=[^<>]*\sxmlns:x=.urn:schemas-microsoft-com:office:excel.)"
)
_ODD_DRAWING = pattern(rb"\b(?:id|type|data|ObjectType)(?:='|\s+=|=\s)")
"""Another quote where Excel, too, writes the usual one in a drawing."""

_HEAD = 4096
_HOMES = tuple(home.encode() for home in sorted(_BARE_HOMES))


class NotXmlError(ValueError):
    """A part that is no well-formed XML, or has a document type, or is nested beyond ``MAX_DEPTH``.

    ``reason`` is one word for it: ``form``, ``doctype``, ``depth``; or ``size``, for a part of more
    than ``MAX_PIECES`` that is not in the plain form.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def is_gated(xml: bytes) -> bool:
    """Whether a part is of the kind that has a plain form: of the workbook's own namespaces, or
    written in a way that hides which.
    """
    head = xml[:_HEAD]
    if not head.startswith(b"<") or b"<!" in head:
        return True
    return any(home in head for home in _HOMES)


def is_plain(xml: bytes, short: bytes = b"") -> bool:
    """Whether a part is in the plain form, told by scans in C; in doubt it is not. ``short`` is its
    ``outline``, where that is known.
    """
    declaration = _DECLARATION.match(xml)
    at = declaration.end() if declaration is not None else 0
    root = _ROOT.match(xml[at : at + _HEAD])
    if root is None or xml.count(b'"' + root[2] + b'"') != 1:
        return _is_plain_drawing(xml)
    if _AMPERSAND.search(xml):
        return False
    cells, short = root[1] != b"sst", short or outline(xml)
    return _has_plain_tags(short, at, cells) or (
        short is not xml and _has_plain_tags(xml, at, cells)
    )


def _has_plain_tags(xml: bytes, at: int, cells: bool) -> bool:
    """Whether all tags are written in Excel's way, cells and rows with their addresses first."""
    if _has_any(xml, _ODD_ELEMENTS[: None if cells else _ANYWHERE], at) or _has_blanks(xml, at):
        return False
    if _has_any(xml, _DOUBTS, at) and _ODD_TAG.search(xml, at):
        return False
    if not cells:
        return True
    if _has_any(xml, _BLANKS_IN_VALUES, at) and _SPACED_NUMBER().search(xml, at):
        return False
    return not (_has_bare(xml, b"c") or _has_bare(xml, b"row") or _CELL_ORDER.search(xml))


def _is_plain_drawing(xml: bytes) -> bool:
    """Whether a part is a drawing in the old language whose names have the usual prefixes, and
    whose boxes are told by attributes in double quotes.
    """
    if b"<!" in xml or _DRAWING_ROOT().match(xml[:_HEAD]) is None:
        return False
    return not (_ODD_DRAWING().search(xml) or _AMPERSAND.search(xml))


def _has_any(xml: bytes, signs: tuple[bytes, ...], at: int) -> bool:
    """Whether one of these stands somewhere; a single byte is found ten times as fast as two."""
    missing = {sign for sign in _RARE if xml.find(sign, at) < 0}
    possible = [sign for sign in signs if missing.isdisjoint(sign)]
    return any(xml.find(sign, at) >= 0 for sign in possible)


def _has_bare(xml: bytes, name: bytes) -> bool:
    """Whether an element of that name does not begin with its address."""
    return xml.count(b"<%b " % name) != xml.count(b'<%b r="' % name)


def _has_blanks(xml: bytes, at: int) -> bool:
    """Whether blanks stand between elements; looked for only where some follow a bracket."""
    return _has_any(xml, (b"> ", b">\n", b">\r"), at) and bool(_BLANK().search(xml, at))


def plain_form(xml: bytes, short: bytes = b"") -> bytes:
    """A part in the plain form; the very same bytes where it is in it already. ``short`` is its
    ``outline``, where that is known. Raises ``NotXmlError``.
    """
    return xml if is_plain(xml, short) else rewritten(xml)


def rewritten(xml: bytes) -> bytes:
    """A part written anew in the plain form. Raises ``NotXmlError``."""
    from xml.parsers import expat

    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.buffer_size = 1 << 18
    parser.StartNamespaceDeclHandler = writer.declare
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except NotXmlError:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise NotXmlError("form") from error
    return writer.written()


def _refuse_doctype(*_: object) -> None:
    raise NotXmlError("doctype")


class _Name(NamedTuple):
    """An element's name as it is written; ``own`` is its local name where it is of a sheet's own
    namespace, ``default`` the namespace that it stands in, ``None`` where a prefix says it.
    """

    written: str
    own: str
    default: str | None


@dataclass(slots=True, eq=False, repr=False)
class _Writer:
    """Writes what the parser tells, in the plain form."""

    done: bytearray = field(default_factory=lambda: bytearray(HEADER))
    out: list[str] = field(default_factory=list)
    stack: list[_Name] = field(default_factory=list)
    names: dict[str, _Name] = field(default_factory=dict)
    pending: list[tuple[str, str]] = field(default_factory=list)
    home: str | None = None
    held: str = ""
    unclosed: bool = False
    leaf: bool = False
    row: int = 0
    cell: str = ""
    is_text: bool = False
    count: int = 0
    special: dict[str, Callable[[_Name, list[str]], None]] = field(init=False)

    def __post_init__(self) -> None:
        self.special = {
            "c": self._start_cell,
            "row": self._start_row,
            "v": self._start_value,
        }

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """A namespace declaration, told before the element that holds it."""
        if prefix and uri:
            self.pending.append((prefix, uri))

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins."""
        known = self.names.get(name) or self._known(name)
        if self.unclosed:
            self.out.append(">")
        if self.held:
            if not self.held.isspace():
                self.out.append(_text(self.held))
            self.held = ""
        special = self.special.get(known.own)
        if special is not None:
            special(known, attributes)
        else:
            self._start(known, _named(attributes) if attributes else attributes)
        self.stack.append(known)
        self.unclosed = self.leaf = True
        if len(self.out) > _FULL:
            self._store()

    def _store(self) -> None:
        """Put aside what is written; refuse what is nested too deeply or too long."""
        self.count += 1
        if self.count * _FULL > MAX_PIECES:
            raise NotXmlError("size")
        self.done += "".join(self.out).encode("utf-8", "surrogatepass")
        self.out.clear()

    def written(self) -> bytes:
        """All that was written."""
        self._store()
        return bytes(self.done)

    def end(self, name: str) -> None:
        """An element ends."""
        written = self.stack.pop().written
        held = self.held
        if held:
            self.held = ""
            if written == "v" and not self.is_text:
                held = held.strip(" \t\r\n")
            held = _text(held) if self.leaf or not held.isspace() else ""
        if not self.unclosed:
            self.out.append(f"{held}</{written}>")
        elif held or written == "v":
            self.out.append(f">{held}</{written}>")
        else:
            self.out.append("/>")
        self.unclosed = self.leaf = False

    def text(self, text: str) -> None:
        """Text inside the element that is open."""
        self.held += text

    def _known(self, name: str) -> _Name:
        """A name as the parser joins it, met for the first time."""
        uri, local, prefix = _parts(name)
        if self.home is None:
            self.home = uri
        bare = uri == self.home or not prefix
        written = local if bare else f"{_PREFIXES.get(uri, prefix)}:{local}"
        own = local if uri == self.home == _SHEETS else ""
        known = self.names[name] = _Name(written, own, uri if bare else None)
        return known

    def _start(self, name: _Name, given: list[str]) -> None:
        """The start tag of an element but for its bracket; ``given`` are names and values in
        turn.
        """
        if len(self.stack) >= MAX_DEPTH:
            raise NotXmlError("depth")
        tag = f"<{name.written}"
        if self.pending or not self.stack or name.default != self.stack[-1].default:
            tag += self._declared(name)
        for at in range(0, len(given), 2):
            tag += f' {given[at]}="{_attribute(given[at + 1])}"'
        self.out.append(tag)

    def _declared(self, name: _Name) -> str:
        """The namespaces that an element declares; prefixes of its part's own can go."""
        outer = next((e.default for e in reversed(self.stack) if e.default is not None), "")
        said = ""
        if name.default is not None and name.default != outer:
            said = f' xmlns="{_attribute(name.default)}"'
        for prefix, uri in self.pending:
            if uri != self.home or uri not in _BARE_HOMES:
                said += f' xmlns:{_PREFIXES.get(uri, prefix)}="{_attribute(uri)}"'
        self.pending = []
        return said

    def _start_value(self, name: _Name, attributes: list[str]) -> None:
        """A cell's value, without attributes."""
        if self.pending or not self.stack or name.default != self.stack[-1].default:
            self._start(name, [])
        else:
            self.out.append("<v")

    def _start_row(self, name: _Name, attributes: list[str]) -> None:
        """A row, with the number that follows from the row before where it has none."""
        known = _by_name(attributes)
        self.row = _number(known.get("r", ""), self.row + 1)
        self.cell = ""
        known.setdefault("r", str(self.row))
        self._start(name, _ordered(known, _ROW_ORDER))

    def _start_cell(self, name: _Name, attributes: list[str]) -> None:
        """A cell, with the address that follows from the cell before where it has none."""
        known = dict(zip(attributes[::2], attributes[1::2], strict=True))
        address = known.pop("r", None)
        if address is None:
            address = f"{_next_column(self.cell)}{self.row or 1}"
        self.cell = address
        style, kind = known.pop("s", None), known.pop("t", None)
        self.is_text = kind in _TEXTS
        if known or self.pending or not self.stack or name.default != self.stack[-1].default:
            held = _by_name(attributes) | {"r": address}
            self._start(name, _ordered(held, _CELL_ORDER_OF_NAMES))
        else:
            self.out.append(_cell_tag(address, style, kind))


def _cell_tag(address: str, style: str | None, kind: str | None) -> str:
    """The start tag of an ordinary cell but for its bracket."""
    tag = f'<c r="{_attribute(address)}"'
    if style is not None:
        tag += f' s="{_attribute(style)}"'
    if kind is not None:
        tag += f' t="{_attribute(kind)}"'
    return tag


def _by_name(attributes: list[str]) -> dict[str, str]:
    named = _named(attributes)
    return dict(zip(named[::2], named[1::2], strict=True))


def _ordered(known: dict[str, str], order: tuple[str, ...]) -> list[str]:
    """Names and values in turn, those of ``order`` first."""
    found: list[str] = []
    for name in order:
        if name in known:
            found += (name, known.pop(name))
    for name, value in known.items():
        found += (name, value)
    return found


def _next_column(address: str) -> str:
    """The letters of the column after a cell's; the first where there is no cell before."""
    letters = address.rstrip("0123456789")
    plain = letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) < 4
    return column_letters(column_number(letters) + 1 if plain else 1)


def _parts(name: str) -> tuple[str, str, str]:
    """``uri local prefix`` as the parser joins them; what is missing is empty."""
    pieces = name.split(" ")
    if len(pieces) == 1:
        return "", pieces[0], ""
    return pieces[0], pieces[1], pieces[2] if len(pieces) > 2 else ""


def _named(attributes: list[str]) -> list[str]:
    """Attributes under the names that they are written with, names and values in turn."""
    for at in range(0, len(attributes), 2):
        if " " in attributes[at]:
            uri, local, prefix = _parts(attributes[at])
            known = "xml" if uri == _XML else _PREFIXES.get(uri, prefix)
            attributes[at] = f"{known}:{local}" if known else local
    return attributes


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _text(text: str) -> str:
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace("\r", "&#13;")
    return text


def _attribute(text: str) -> str:
    if text.isalnum():
        return text
    text = _text(text)
    if '"' in text or "\n" in text or "\t" in text:
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text


__all__ = ["HEADER", "NotXmlError", "is_gated", "is_plain", "plain_form", "rewritten"]
