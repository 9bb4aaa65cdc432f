"""The gate: a part in the plain form that Excel itself writes, so that scanners may rely on it.

Plain is: UTF-8, no byte-order mark; the part's own namespace without a prefix; attributes in
double quotes and, on rows and cells, in Excel's order with ``r`` first; every row and cell with its
``r``; no comment, instruction, CDATA or blank between elements; ``v`` without attributes.
Any other legal way to write the same part is brought into this form by a real parser, in one pass
and without building a tree. A document type is refused: nothing legal in a workbook has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from workbook_tools.place import column_letters, column_number

HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
MAX_DEPTH = 256
"""Elements inside one another; Excel's own parts stay below 30."""

_BARE_HOMES = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006/content-types",
    }
)
"""Namespaces of which no attribute is ever prefixed: a prefix bound to them can go."""

_XML = "http://www.w3.org/XML/1998/namespace"
_ORDER = {
    "c": ("r", "s", "t", "cm", "vm", "ph"),
    "row": ("r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel"),
    "col": ("min", "max", "width", "style", "hidden", "bestFit", "customWidth"),
    "f": ("t", "ref", "ca", "si"),
}
_DECLARATION = re.compile(
    rb'\A(?:<\?xml version="1\.0" encoding="(?:UTF-8|utf-8)"(?: standalone="(?:yes|no)")?\?>\s*)?'
)
_ROOT = re.compile(rb'\A<(\w+)[^>]*? xmlns="([^"]+)"')
_BLANK = re.compile(rb">[ \t\r\n]+<")
_CELL_ORDER = re.compile(rb'<c r="[^"]*" (?:t="[^"]*" s="|(?!s="|t="|cm="|vm="|ph="))')
_AMPERSAND = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;|#)")
_DOUBTS = (
    b"='",
    b"= '",
    b'= "',
    b' ="',
    b"<v ",
    b"<v\n",
    b" >",
    b"\t",
    b"<c/",
    b"<c>",
    b"<row/",
    b"<row>",
)
"""Where one of these stands the part may not be plain, or a text holds it: it is written anew."""


class NotXmlError(ValueError):
    """A part that is no well-formed XML, or has a document type, or is nested beyond ``MAX_DEPTH``.

    ``reason`` is one word for it: ``form``, ``doctype``, ``depth``.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def is_plain(xml: bytes) -> bool:
    """Whether a part is in the plain form, told by scans in C; in doubt it is not."""
    declaration = _DECLARATION.match(xml)
    at = declaration.end() if declaration is not None else 0
    root = _ROOT.match(xml[at : at + 4096])
    if root is None or xml.count(b'"' + root[2] + b'"') != 1:
        return False
    if b"<!" in xml or xml.find(b"<?", at) >= 0 or b"\x00" in xml:
        return False
    if _has_any(xml, _DOUBTS, at) or _has_blanks(xml, at):
        return False
    if _has_bare(xml, b"c") or _has_bare(xml, b"row"):
        return False
    return not _CELL_ORDER.search(xml) and not _AMPERSAND.search(xml)


def _has_any(xml: bytes, signs: tuple[bytes, ...], at: int) -> bool:
    return any(xml.find(sign, at) >= 0 for sign in signs)


def _has_bare(xml: bytes, name: bytes) -> bool:
    """Whether an element of that name does not begin with its address."""
    return xml.count(b"<%b " % name) != xml.count(b'<%b r="' % name)


def _has_blanks(xml: bytes, at: int) -> bool:
    """Whether blanks stand between elements; looked for only where some follow a bracket."""
    return _has_any(xml, (b"> ", b">\n", b">\r"), at) and bool(_BLANK.search(xml, at))


def plain_form(xml: bytes) -> bytes:
    """A part in the plain form; the very same bytes where it is in it already.

    Raises ``NotXmlError``.
    """
    return xml if is_plain(xml) else rewritten(xml)


def rewritten(xml: bytes) -> bytes:
    """A part written anew in the plain form. Raises ``NotXmlError``."""
    writer = _Writer()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartNamespaceDeclHandler = writer.declare
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise NotXmlError("form") from error
    except (LookupError, UnicodeError, ValueError) as error:
        if isinstance(error, NotXmlError):
            raise
        raise NotXmlError("form") from error
    return HEADER + "".join(writer.out).encode("utf-8", "surrogatepass")


def _refuse_doctype(*_: object) -> None:
    raise NotXmlError("doctype")


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet: its written name, its default namespace, what came."""

    name: str
    default: str | None
    children: bool = False
    held: str = ""
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class _Writer:
    """Writes what the parser tells, in the plain form."""

    out: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    pending: list[tuple[str, str]] = field(default_factory=list)
    home: str = ""
    unclosed: bool = False

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """A namespace declaration, told before the element that holds it."""
        if prefix and uri:
            self.pending.append((prefix, uri))

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins."""
        uri, local, prefix = _parts(name)
        if not self.stack:
            self.home = uri
        if len(self.stack) >= MAX_DEPTH:
            raise NotXmlError("depth")
        self._open_parent()
        outer = self.stack[-1].default if self.stack else None
        bare = uri == self.home or not prefix
        written = local if bare else f"{prefix}:{local}"
        default = (uri or None) if bare else outer
        given = _named(attributes)
        if uri == self.home:
            given = self._with_address(local, given)
        declared = [("xmlns", default or "")] if bare and default != outer else []
        declared += self._declared()
        self.out.append(_unclosed_tag(written, [*declared, *given]))
        self.unclosed = True
        self.stack.append(_Open(written, default))

    def _declared(self) -> list[tuple[str, str]]:
        """The prefixes that the next element declares; those of its part's own can go."""
        kept = [
            (f"xmlns:{prefix}", uri)
            for prefix, uri in self.pending
            if uri != self.home or uri not in _BARE_HOMES
        ]
        self.pending = []
        return kept

    def end(self, name: str) -> None:
        """An element ends."""
        element = self.stack.pop()
        held = element.held
        if element.children and not held.strip():
            held = ""
        if self.unclosed and not held and element.name != "v":
            self.out.append("/>")
        else:
            if self.unclosed:
                self.out.append(">")
            self.out.append(f"{_text(held)}</{element.name}>")
        self.unclosed = False

    def text(self, text: str) -> None:
        """Text inside the element that is open."""
        if self.stack:
            self.stack[-1].held += text

    def _open_parent(self) -> None:
        """Close the parent's start tag; text before a child stays only where it is no blank."""
        if not self.stack:
            return
        parent = self.stack[-1]
        if self.unclosed:
            self.out.append(">")
            self.unclosed = False
        if parent.held.strip():
            self.out.append(_text(parent.held))
        parent.held = ""
        parent.children = True

    def _with_address(self, local: str, given: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The attributes of an element of the part's own, rows and cells with their addresses."""
        if local == "v":
            return []
        if local not in _ORDER:
            return given
        known = dict(given)
        parent = self.stack[-1] if self.stack else None
        if local == "row" and parent is not None:
            known.setdefault("r", str(parent.row + 1))
            parent.row = _number(known["r"], parent.row + 1)
        elif local == "c" and parent is not None:
            self._cell(known, parent)
        order = _ORDER[local]
        ranks = {key: at for at, key in enumerate(order)}
        return sorted(known.items(), key=lambda item: ranks.get(item[0], len(order)))

    def _cell(self, known: dict[str, str], row: _Open) -> None:
        """Give a cell without one the address that follows from the cell before."""
        sheet_data = self.stack[-2] if len(self.stack) > 1 else None
        letters = known.get("r", "").rstrip("0123456789")
        if letters.isascii() and letters.isalpha() and letters.isupper():
            row.column = column_number(letters)
        elif "r" not in known:
            row.column += 1
            number = sheet_data.row if sheet_data is not None else 1
            known["r"] = f"{column_letters(row.column)}{number}"


def _unclosed_tag(name: str, attributes: list[tuple[str, str]]) -> str:
    held = "".join(f' {key}="{_attribute(value)}"' for key, value in attributes)
    return f"<{name}{held}"


def _parts(name: str) -> tuple[str, str, str]:
    """``uri local prefix`` as the parser joins them; what is missing is empty."""
    pieces = name.split(" ")
    if len(pieces) == 1:
        return "", pieces[0], ""
    return pieces[0], pieces[1], pieces[2] if len(pieces) > 2 else ""


def _named(attributes: list[str]) -> list[tuple[str, str]]:
    """Attributes under the names that they are written with."""
    found = []
    for at in range(0, len(attributes), 2):
        uri, local, prefix = _parts(attributes[at])
        name = f"xml:{local}" if uri == _XML else f"{prefix}:{local}" if prefix else local
        found.append((name, attributes[at + 1]))
    return found


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _text(text: str) -> str:
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace("\r", "&#13;")
    return text


def _attribute(text: str) -> str:
    text = _text(text)
    if '"' in text or "\n" in text or "\t" in text:
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text


__all__ = ["HEADER", "NotXmlError", "is_plain", "plain_form", "rewritten"]
