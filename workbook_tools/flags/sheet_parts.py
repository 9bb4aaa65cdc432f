"""Flags put into a workbook's package and taken out again, as text, so that nothing else in a sheet
changes by a byte.

A flag is a conditional format whose formula carries our mark, and a note by our own author. The
user's values, fills, notes and formats are not touched. A workbook that Excel has saved since is
cleaned of its flags all the same: they are known by the mark and the author, not by where they
stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.excel.cells import split_cell
from workbook_tools.excel.package import (
    RELS,
    TYPES_PART,
    Package,
    Relationship,
    SheetPart,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
    typed,
    workbook_part,
)
from workbook_tools.excel.strings import escape_text, unescape_text
from workbook_tools.excel.styles import add_differential

MARK = "kehoach"
AUTHOR = "KeHoach (kiểm tra)"
"""The author of the notes that belong to flags."""

NOTE_HEAD = "Kiểm tra ▸ "
"""How such a note begins: LibreOffice does not keep the author of a note."""

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"

_AFTER_FORMATS = (
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_AFTER_LEGACY = _AFTER_FORMATS[_AFTER_FORMATS.index("legacyDrawingHF") :]


@dataclass(frozen=True, slots=True)
class Format:
    """A conditional format: its areas, apart by blanks; its condition for the first cell; how it
    looks (``LOOKS``).
    """

    areas: str
    condition: str
    look: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class SheetFlags:
    """All flags of one sheet; ``notes`` are texts by cell. Of two formats for a cell the earlier
    one shows.
    """

    formats: tuple[Format, ...]
    notes: Mapping[str, str]


_COLOURS = {
    "error": ("FFFFC7CE", "FF9C0006"),
    "warning": ("FFFFEB9C", "FF7F4F00"),
    "note": ("FFDDEBF7", "FF1F4E79"),
    "accepted": ("FFEDEDED", "FF595959"),
}
SIGNS = {"error": "‼", "warning": "▲", "note": "○", "accepted": "√"}
"""What stands before a flagged value, so that it is seen in black and white as well."""
_UNDERLINES = {"error": "double", "warning": "single", "note": "single", "accepted": "none"}
_HATCHES = {"error": "lightUp", "warning": "lightDown", "note": "gray125", "accepted": "gray0625"}


def _look(kind: str, *, sign: bool, decimals: bool = False) -> str:
    fill, ink = _COLOURS[kind]
    number = "#,##0.0##########" if decimals else "#,##0"
    mark = f'"{SIGNS[kind]} "'
    code = escape_text(f"{mark}{number}_);{mark}-{number}_);{mark}0_);{mark}@").replace(
        '"', "&quot;"
    )
    style = "thin" if sign else "dashed"
    sides = "".join(
        f'<{side} style="{style}"><color rgb="{ink}"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    weight = "<i/>" if kind == "accepted" else "<b/>" if kind == "error" else ""
    underline = "" if sign or _UNDERLINES[kind] == "none" else f'<u val="{_UNDERLINES[kind]}"/>'
    pattern = 'patternType="solid"' if sign else f'patternType="{_HATCHES[kind]}"'
    inside = "" if sign else f'<fgColor rgb="{ink}"/>'
    return (
        f'<font>{weight}{underline}<color rgb="{ink}"/></font>'
        + (f'<numFmt numFmtId="0" formatCode="{code}"/>' if sign else "")
        + f'<fill><patternFill {pattern}>{inside}<bgColor rgb="{fill}"/></patternFill></fill><border>{sides}</border>'
    )


LOOKS: Mapping[str, str] = {
    f"{kind}{suffix}": _look(kind, sign=suffix != "-plain", decimals=suffix == "-decimals")
    for kind in _COLOURS
    for suffix in ("", "-decimals", "-plain")
}
"""Differential formats by name: ``error`` puts a sign before the value, ``error-decimals`` shows
its decimals, ``error-plain`` (for cells whose text is long, narrow or missing) underlines and
hatches instead."""


# --------------------------------------------------------------------------------------- putting in


def put_flags(
    package: Package, flags: Mapping[str, SheetFlags], names: Mapping[str, str] | None = None
) -> Package:
    """The package with flags on the named sheets, and hidden names (each beginning ``_kehoach``)
    that they refer to.

    It must have none of ours yet.
    """
    wanted = sorted({entry.look for sheet in flags.values() for entry in sheet.formats})
    if not flags:
        return package
    styles, xml, numbers = add_differential(package, [LOOKS[look] for look in wanted])
    looks = dict(zip(wanted, numbers, strict=True))
    package = package.changed({styles: xml})
    if names:
        book = workbook_part(package)
        added = "".join(
            f'<definedName name="{name}" hidden="1">{escape_text(formula)}</definedName>'
            for name, formula in names.items()
        ).encode()
        package = package.changed(
            {book: package.read(book).replace(b"</definedNames>", added + b"</definedNames>", 1)}
        )
    by_name = {sheet.name: sheet for sheet in sheets(package)}
    for name, held in flags.items():
        sheet = by_name.get(name)
        if sheet is None or sheet.kind != "worksheet":
            continue
        body = package.read(sheet.part)
        package = package.changed({sheet.part: _with_formats(body, held.formats, looks)})
        if held.notes:
            package = _with_notes(package, sheet, held.notes)
    return package


def _prefix(xml: bytes) -> bytes:
    """The prefix with its colon that a sheet's names have, mostly none."""
    match = re.search(rb"<(\w+:)?worksheet\b", xml[:4096])
    return match[1] or b"" if match else b""


def _tail_start(xml: bytes) -> int:
    """Where the rows end."""
    return xml.rfind(b">", 0, xml.find(b">", xml.rfind(b"sheetData")) + 1) + 1


def _before(xml: bytes, names: Iterable[str], start: int) -> int:
    """Where the first of the named elements begins, or the sheet ends."""
    prefix = _prefix(xml)
    pattern = (
        b"<" + prefix + b"(?:" + "|".join(names).encode() + rb")\b|</" + prefix + b"worksheet>"
    )
    match = re.compile(pattern).search(xml, start)
    assert match is not None
    return match.start()


def _with_formats(xml: bytes, formats: Sequence[Format], looks: Mapping[str, int]) -> bytes:
    start = _tail_start(xml)
    prefix = _prefix(xml).decode()
    blocks = []
    for priority, entry in enumerate(formats, 1):
        formula = f'AND("{MARK}"<>"",{entry.condition})' if entry.condition else f'"{MARK}"<>""'
        stop = ' stopIfTrue="1"' if entry.stops else ""
        blocks.append(
            f'<{prefix}conditionalFormatting sqref="{entry.areas}"><{prefix}cfRule type="expression" '
            f'dxfId="{looks[entry.look]}" priority="{priority}"{stop}><{prefix}formula>{escape_text(formula)}'
            f"</{prefix}formula></{prefix}cfRule></{prefix}conditionalFormatting>"
        )
    at = _before(xml, ("conditionalFormatting", *_AFTER_FORMATS), start)
    count = len(blocks)
    rest = _PRIORITY.sub(lambda match: match[1] + str(int(match[2]) + count).encode(), xml[at:])
    return b"".join((xml[:at], "".join(blocks).encode(), rest))


_PRIORITY = re.compile(rb'(<(?:\w+:)?cfRule\b[^>]*?\bpriority=")(\d+)')


# --------------------------------------------------------------------------------------- taking out


def take_flags(package: Package) -> Package:
    """The package without any of our flags; the very same one where there is none."""
    book = workbook_part(package)
    unnamed = _OUR_NAME.sub(b"", package.read(book))
    if unnamed != package.read(book):
        package = package.changed({book: unnamed})
    for sheet in sheets(package):
        if sheet.kind != "worksheet":
            continue
        before = package.read(sheet.part)
        after = _without_formats(before)
        if after != before:
            package = package.changed({sheet.part: after})
        package = _without_notes(package, sheet)
    return package


_OUR_NAME = re.compile(
    rb'<definedName\b(?=[^>]*\bname="_' + MARK.encode() + rb'[^"]*")[^>]*>[^<]*</definedName>'
)
_BLOCK = re.compile(
    rb"<(?:\w+:)?conditionalFormatting\b[^>]*>(.*?)</(?:\w+:)?conditionalFormatting>", re.DOTALL
)
_RULE = re.compile(rb"<(?:\w+:)?cfRule\b[^>]*?(?:/>|>.*?</(?:\w+:)?cfRule>)", re.DOTALL)
_OURS = re.compile(rb'>\s*(?:AND\()?(?:"|&quot;)' + MARK.encode() + rb'(?:"|&quot;)')


def _without_formats(xml: bytes) -> bytes:
    start = _tail_start(xml)
    tail = xml[start:]
    if not _OURS.search(tail):
        return xml
    gone: list[int] = []

    def stripped(block: re.Match[bytes]) -> bytes:
        if not _OURS.search(block[0]):
            return block[0]
        kept = []
        for rule in _RULE.findall(block[1]):
            if _OURS.search(rule):
                priority = _PRIORITY.match(rule)
                gone.append(int(priority[2]) if priority else 0)
            else:
                kept.append(rule)
        if not kept:
            return b""
        inside = block.start(1) - block.start(), block.end(1) - block.start()
        return block[0][: inside[0]] + b"".join(kept) + block[0][inside[1] :]

    tail = _BLOCK.sub(stripped, tail)
    gone.sort()

    def earlier(match: re.Match[bytes]) -> bytes:
        number = int(match[2])
        return match[1] + str(number - sum(1 for other in gone if other < number)).encode()

    return xml[:start] + _PRIORITY.sub(earlier, tail)


# -------------------------------------------------------------------------------------------- notes

_EMPTY_COMMENTS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors>'
    b"<commentList></commentList></comments>"
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_COMMENT = re.compile(rb'<comment\b[^>]*?\bref="([A-Z]+[0-9]+)"[^>]*>.*?</comment>', re.DOTALL)
_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)


def _empty_vml(count: int) -> bytes:
    blocks = ",".join(str(number) for number in range(1, 2 + (count + 1) // 1024))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout></xml>'
    ).encode()


def _with_notes(package: Package, sheet: SheetPart, notes: Mapping[str, str]) -> Package:
    """The package with our notes on the cells of a sheet that have none."""
    rels = relationships(package, sheet.part)
    comments = next(
        (rel.target for rel in rels if rel.kind == "comments" and rel.target in package), None
    )
    drawing = _legacy_drawing(package, sheet, rels)
    body = package.read(comments) if comments is not None else _EMPTY_COMMENTS
    shapes = package.read(drawing) if drawing is not None else _empty_vml(len(notes))
    taken = {cell.decode() for cell in _COMMENT_REF.findall(body)}
    fresh = {cell: text for cell, text in notes.items() if cell not in taken}
    known = b"</commentList>" in body and b"</authors>" in body and b"</xml>" in shapes
    if not fresh or not known or (comments is not None and drawing is None):
        return package
    changed = {
        comments or _free(package, "xl/comments{}.xml"): _more_comments(body, fresh),
        drawing or _free(package, "xl/drawings/vmlDrawing{}.vml"): _more_boxes(shapes, fresh),
    }
    if comments is not None and drawing is not None:
        return package.changed(changed)
    named = list(changed)
    ids = _free_ids(rels)
    added = [] if comments is not None else [Relationship(ids[0], f"{_REL}comments", named[0])]
    added += [] if drawing is not None else [Relationship(ids[1], f"{_REL}vmlDrawing", named[1])]
    if drawing is None:
        changed[sheet.part] = _pointing(package.read(sheet.part), ids[1])
    changed[rels_name(sheet.part)] = relationships_xml(sheet.part, [*rels, *added])
    changed["[Content_Types].xml"] = _typed(
        package, {named[0]: _COMMENTS_TYPE, named[1]: _VML_TYPE}
    )
    return package.changed(changed)


def _more_comments(body: bytes, notes: Mapping[str, str]) -> bytes:
    author = len(_authors(body))
    body = body.replace(
        b"</authors>", f"<author>{escape_text(AUTHOR)}</author></authors>".encode(), 1
    )
    return body.replace(
        b"</commentList>",
        "".join(
            f'<comment ref="{cell}" authorId="{author}"><text><t xml:space="preserve">{escape_text(NOTE_HEAD + text)}</t></text>'
            "</comment>"
            for cell, text in notes.items()
        ).encode()
        + b"</commentList>",
        1,
    )


def _more_boxes(shapes: bytes, cells: Iterable[str]) -> bytes:
    number = max([1024, *(int(found) for found in re.findall(rb'id="_x0000_s(\d+)"', shapes))])
    kind = "" if b'id="_x0000_t202"' in shapes else _SHAPE_TYPE
    boxes = "".join(_box(number + at, cell) for at, cell in enumerate(cells, 1))
    return shapes.replace(b"</xml>", (kind + boxes).encode() + b"</xml>")


def _pointing(xml: bytes, identifier: str) -> bytes:
    """A sheet with the pointer to the boxes of its notes."""
    prefix = _prefix(xml).decode()
    root = xml[: xml.find(b">", xml.find(b"worksheet"))]
    space = "" if f'xmlns:r="{RELS}"'.encode() in root else f' xmlns:r="{RELS}"'
    at = _before(xml, _AFTER_LEGACY, _tail_start(xml))
    return xml[:at] + f'<{prefix}legacyDrawing{space} r:id="{identifier}"/>'.encode() + xml[at:]


_COMMENT_REF = re.compile(rb'<comment\b[^>]*?\bref="([A-Z]+[0-9]+)"')


def _legacy_drawing(package: Package, sheet: SheetPart, rels: Sequence[Relationship]) -> str | None:
    """The part with the boxes of a sheet's notes."""
    xml = package.read(sheet.part)
    match = re.compile(rb'<(?:\w+:)?legacyDrawing\b[^>]*?:id="([^"]+)"').search(
        xml, _tail_start(xml)
    )
    wanted = match[1].decode() if match else None
    return next((rel.target for rel in rels if rel.id == wanted and rel.target in package), None)


def _box(number: int, cell: str) -> str:
    """The box of a note: hidden until the pointer rests on the cell."""
    row, column = split_cell(cell)
    top = max(0, row - 2)
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
        f'width:260pt;height:90pt;z-index:{number - 1024};visibility:hidden" fillcolor="#fff8e1" o:insetmode="auto">'
        '<v:fill color2="#fff8e1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column}, 12, {top}, 6, {column + 3}, 20, {top + 5}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _free(package: Package, pattern: str) -> str:
    number = 1
    while pattern.format(number) in package:
        number += 1
    return pattern.format(number)


def _free_ids(rels: Sequence[Relationship]) -> tuple[str, str]:
    taken = {rel.id for rel in rels}
    free = (f"rId{number}" for number in range(1, len(taken) + 3) if f"rId{number}" not in taken)
    return next(free), next(free)


def _typed(package: Package, added: Mapping[str, str], *, gone: Iterable[str] = ()) -> bytes:
    root = package.tree_to_change(TYPES_PART)
    dropped = {f"/{name}" for name in gone}
    for element in list(root):
        if element.get("PartName") in dropped:
            root.remove(element)
    return typed(root, added)


def _without_notes(package: Package, sheet: SheetPart) -> Package:
    rels = relationships(package, sheet.part)
    comments = next(
        (rel.target for rel in rels if rel.kind == "comments" and rel.target in package), None
    )
    if comments is None:
        return package
    body = package.read(comments)
    authors = _authors(body)
    ours = {
        match[1].decode(): match[0]
        for match in _COMMENT.finditer(body)
        if _is_ours(match[0], authors)
    }
    if not ours and AUTHOR not in authors:
        return package
    for comment in ours.values():
        body = body.replace(comment, b"", 1)
    if authors[-1:] == [AUTHOR]:
        body = body.replace(f"<author>{escape_text(AUTHOR)}</author>".encode(), b"", 1)
    drawing = _legacy_drawing(package, sheet, rels)
    gone = [] if _COMMENT.search(body) else [comments]
    changed = {comments: body}
    if drawing is not None:
        changed[drawing] = shapes = _without_boxes(package.read(drawing), ours)
        if gone and not _SHAPE.search(shapes):
            gone.append(drawing)
            changed[sheet.part] = _not_pointing(
                package.read(sheet.part), next(r.id for r in rels if r.target == drawing)
            )
    if gone:
        left = [rel for rel in rels if rel.target not in gone]
        changed["[Content_Types].xml"] = _typed(package, {}, gone=gone)
        if left:
            changed[rels_name(sheet.part)] = relationships_xml(sheet.part, left)
        else:
            gone.append(rels_name(sheet.part))
    return package.changed({name: data for name, data in changed.items() if name not in gone}, gone)


def _not_pointing(xml: bytes, identifier: str) -> bytes:
    start = _tail_start(xml)
    pointer = (
        rb'<(?:\w+:)?legacyDrawing\b[^>]*?:id="' + re.escape(identifier.encode()) + rb'"[^>]*?/>'
    )
    return xml[:start] + re.sub(pointer, b"", xml[start:])


def _authors(body: bytes) -> list[str]:
    head = body[: body.find(b"</authors>")]
    return [
        unescape_text(text.decode("utf-8", "replace"))
        for text in re.findall(rb"<author(?:\s[^>]*)?>([^<]*)<", head)
    ]


def _is_ours(comment: bytes, authors: Sequence[str]) -> bool:
    author = re.search(rb'\bauthorId="(\d+)"', comment[: comment.find(b">")])
    if author and int(author[1]) < len(authors) and authors[int(author[1])] == AUTHOR:
        return True
    text = "".join(
        part.decode("utf-8", "replace") for part in re.findall(rb"<t(?:\s[^>]*)?>([^<]*)<", comment)
    )
    return unescape_text(text).startswith(NOTE_HEAD)


def _without_boxes(shapes: bytes, cells: Iterable[str]) -> bytes:
    places = {split_cell(cell) for cell in cells}

    def kept(match: re.Match[bytes]) -> bytes:
        row, column = (
            re.search(rb"<x:Row>(\d+)<", match[0]),
            re.search(rb"<x:Column>(\d+)<", match[0]),
        )
        if (
            row
            and column
            and b'ObjectType="Note"' in match[0]
            and (int(row[1]) + 1, int(column[1]) + 1) in places
        ):
            return b""
        return match[0]

    shapes = _SHAPE.sub(kept, shapes)
    return (
        shapes
        if _SHAPE.search(shapes) and b'type="#_x0000_t202"' in shapes
        else shapes.replace(_SHAPE_TYPE.encode(), b"", 1)
    )
