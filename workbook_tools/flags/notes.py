"""Our notes on cells that have none, known again by our author or by how they begin."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbook_tools.excel.package import (
    RELS,
    TYPES_PART,
    Package,
    Relationship,
    SheetPart,
    relationships,
    relationships_xml,
    rels_name,
    typed,
)
from workbook_tools.excel.strings import escape_text, unescape_text
from workbook_tools.flags.note_boxes import empty_boxes, has_boxes, with_boxes, without_boxes
from workbook_tools.flags.sheet_tail import AFTER_LEGACY, Child, before, children, tail_start
from workbook_tools.patterns import pattern

AUTHOR = "KeHoach (kiểm tra)"
"""The author of the notes that belong to flags."""

NOTE_HEAD = "Kiểm tra ▸ "
"""How such a note begins: LibreOffice does not keep the author of a note."""

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_EMPTY_COMMENTS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors></authors><commentList></commentList></comments>"
)
_COMMENT_REF = pattern(rb'<comment\b[^<>]*?\bref="([A-Z]+[0-9]+)"')
_COMMENT = b"<comment "
_COMMENT_ENDS = b"</comment>"
_LEGACY = "legacyDrawing"
_ID = pattern(rb':id="([^"<]+)"')


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _NoteParts:
    """The parts that hold a sheet's notes and their boxes, ``None`` where there is none."""

    rels: tuple[Relationship, ...]
    comments: str | None
    drawing: str | None


# --------------------------------------------------------------------------------------- putting in


def with_notes(package: Package, sheet: SheetPart, notes: Mapping[str, str]) -> Package:
    """The package with our notes on the cells of a sheet that have none; ``notes`` are texts by
    cell.
    """
    held = _note_parts(package, sheet)
    if held.comments is not None and held.drawing is None:
        return package
    body = _read(package, held.comments, _EMPTY_COMMENTS)
    shapes = _read(package, held.drawing, empty_boxes(len(notes)))
    taken = {cell.decode() for cell in _COMMENT_REF().findall(body)}
    fresh = {cell: text for cell, text in notes.items() if cell not in taken}
    if not fresh or not _can_grow(body, shapes):
        return package
    comments = held.comments or _free(package, "xl/comments{}.xml")
    drawing = held.drawing or _free(package, "xl/drawings/vmlDrawing{}.vml")
    changed = {comments: _more_comments(body, fresh), drawing: with_boxes(shapes, fresh)}
    if held.comments is None:
        changed |= _led_to(package, sheet, held, comments, drawing)
    return package.changed(changed)


def _read(package: Package, part: str | None, empty: bytes) -> bytes:
    return package.plain(part) if part is not None else empty


def _can_grow(body: bytes, shapes: bytes) -> bool:
    """Whether notes and boxes are written in the way that we know to add to."""
    return b"</commentList>" in body and b"</authors>" in body and b"</xml>" in shapes


def _led_to(
    package: Package, sheet: SheetPart, held: _NoteParts, comments: str, drawing: str
) -> dict[str, bytes]:
    """The parts by which a sheet leads to its first notes and, where it had none, to the drawing of
    their boxes.
    """
    first, second = _free_ids(held.rels)
    added = [Relationship(first, f"{RELS}/comments", comments)]
    changed: dict[str, bytes] = {}
    if held.drawing is None:
        added.append(Relationship(second, f"{RELS}/vmlDrawing", drawing))
        changed[sheet.part] = _pointing(package.plain(sheet.part), second)
    changed[rels_name(sheet.part)] = relationships_xml(sheet.part, [*held.rels, *added])
    types = {comments: _COMMENTS_TYPE, drawing: _VML_TYPE}
    changed[TYPES_PART] = typed(package.tree_to_change(TYPES_PART), types)
    return changed


def _more_comments(body: bytes, notes: Mapping[str, str]) -> bytes:
    """A part of notes with ours, and with our author as the last."""
    number = len(_authors(body))
    author = f"<author>{escape_text(AUTHOR)}</author></authors>".encode()
    added = "".join(_comment(cell, number, text) for cell, text in notes.items()).encode()
    body = body.replace(b"</authors>", author, 1)
    return body.replace(b"</commentList>", added + b"</commentList>", 1)


def _comment(cell: str, author: int, text: str) -> str:
    said = escape_text(NOTE_HEAD + text)
    return (
        f'<comment ref="{cell}" authorId="{author}"><text><t xml:space="preserve">{said}</t></text>'
        "</comment>"
    )


def _pointing(xml: bytes, identifier: str) -> bytes:
    """A sheet with the pointer to the boxes of its notes."""
    root = xml[: xml.find(b">", xml.find(b"worksheet"))]
    space = "" if f'xmlns:r="{RELS}"'.encode() in root else f' xmlns:r="{RELS}"'
    at = before(xml, AFTER_LEGACY, tail_start(xml))
    pointer = f'<legacyDrawing{space} r:id="{identifier}"/>'.encode()
    return b"".join((memoryview(xml)[:at], pointer, xml[at:]))


def _free(package: Package, pattern: str) -> str:
    """The first name of a pattern that no part has yet, in any capitals."""
    taken = {part.casefold() for part in package.parts}
    number = 1
    while pattern.format(number).casefold() in taken:
        number += 1
    return pattern.format(number)


def _free_ids(rels: Sequence[Relationship]) -> tuple[str, str]:
    """Two identifiers that no relationship has yet."""
    taken = {rel.id for rel in rels}
    free = (f"rId{number}" for number in range(1, len(taken) + 3) if f"rId{number}" not in taken)
    return next(free), next(free)


# --------------------------------------------------------------------------------------- taking out


def without_notes(package: Package, sheet: SheetPart) -> Package:
    """The package without our notes on a sheet; the very same one where there is none. What lies
    there for our notes alone goes with them.
    """
    held = _note_parts(package, sheet)
    if held.comments is None:
        return package
    before = package.plain(held.comments)
    body, cells = _without_ours(before)
    if body == before:
        return package
    changed = {held.comments: body}
    empty = set() if _COMMENT in body else {held.comments}
    if held.drawing is not None:
        shapes = without_boxes(package.plain(held.drawing), cells)
        changed[held.drawing] = shapes
        if empty and not has_boxes(shapes):
            empty.add(held.drawing)
    return _without_parts(package.changed(changed), sheet, held, empty)


def _without_parts(
    package: Package, sheet: SheetPart, held: _NoteParts, empty: Collection[str]
) -> Package:
    """The package without those parts of a sheet's notes that are empty now, and without what led
    to them.
    """
    if not empty:
        return package
    changed = {TYPES_PART: _untyped(package, empty)}
    if held.drawing in empty:
        changed[sheet.part] = _not_pointing(package.plain(sheet.part), held)
    left = [rel for rel in held.rels if rel.target not in empty]
    if not left:
        return package.changed(changed, {*empty, rels_name(sheet.part)})
    changed[rels_name(sheet.part)] = relationships_xml(sheet.part, left)
    return package.changed(changed, empty)


def _without_ours(body: bytes) -> tuple[bytes, list[str]]:
    """A part of notes without ours, and without our author where no number moves by that; and the
    cells that had them.
    """
    authors = _authors(body)
    *comments, rest = body.split(_COMMENT_ENDS)
    kept: list[bytes] = []
    cells: list[str] = []
    for piece in comments:
        at = max(piece.rfind(_COMMENT), 0)
        reference = _COMMENT_REF().match(piece, at)
        if reference is not None and _is_ours(piece[at:], authors):
            kept.append(piece[:at])
            cells.append(reference[1].decode())
        else:
            kept.append(piece + _COMMENT_ENDS)
    body = b"".join([*kept, rest])
    if authors[-1:] == [AUTHOR]:
        body = body.replace(f"<author>{escape_text(AUTHOR)}</author>".encode(), b"", 1)
    return body, cells


def _not_pointing(xml: bytes, held: _NoteParts) -> bytes:
    """A sheet without the pointer to the boxes of its notes."""
    identifier = next(rel.id for rel in held.rels if rel.target == held.drawing)
    pointer, named = _pointer(xml)
    if pointer is None or named != identifier:
        return xml
    return xml[: pointer.start] + xml[pointer.end :]


def _pointer(xml: bytes) -> tuple[Child | None, str | None]:
    """The sheet's own pointer to the boxes of its notes, and the relationship that it names."""
    for child in children(xml, tail_start(xml)):
        if child.name == _LEGACY:
            found = _ID().search(xml, child.start, child.end)
            return child, found[1].decode() if found else None
    return None, None


def _untyped(package: Package, gone: Iterable[str]) -> bytes:
    """The part of content types without some parts."""
    root = package.tree_to_change(TYPES_PART)
    dropped = {f"/{name}" for name in gone}
    for element in list(root):
        if element.get("PartName") in dropped:
            root.remove(element)
    return typed(root, {})


# ------------------------------------------------------------------------------------ what is there


def _note_parts(package: Package, sheet: SheetPart) -> _NoteParts:
    """What a sheet leads to for its notes: the part of kind ``comments``, and the one that its
    pointer to their boxes names.
    """
    rels = relationships(package, sheet.part)
    inside = [rel for rel in rels if rel.target in package]
    xml = package.plain(sheet.part)
    _, pointer = _pointer(xml)
    comments = next((rel.target for rel in inside if rel.kind == "comments"), None)
    drawing = next((rel.target for rel in inside if rel.id == pointer), None)
    return _NoteParts(rels, comments, drawing)


def _authors(body: bytes) -> list[str]:
    """The authors of a part of notes, in the order of their numbers."""
    head = body[: body.find(b"</authors>")]
    return [
        unescape_text(text.decode("utf-8", "replace"))
        for text in re.findall(rb"<author(?: [^<>]*)?>([^<]*)<", head)
    ]


def _is_ours(comment: bytes, authors: Sequence[str]) -> bool:
    """Whether a note is one of ours: by its author, or by how it begins."""
    author = re.search(rb'\bauthorId="([0-9]{1,9})"', comment[: comment.find(b">")])
    if author and int(author[1]) < len(authors) and authors[int(author[1])] == AUTHOR:
        return True
    pieces = re.findall(rb"<t(?: [^<>]*)?>([^<]*)<", comment)
    text = "".join(piece.decode("utf-8", "replace") for piece in pieces)
    return unescape_text(text).startswith(NOTE_HEAD)
