"""The clean copy put together: the parts that it keeps, named anew, and nothing that tells who made
it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workbook_tools.excel.package import (
    RELS,
    TYPES_PART,
    Package,
    Relationship,
    parse_xml,
    relationships,
    relationships_xml,
    rels_name,
    to_xml,
    typed,
)
from workbook_tools.excel.strings import escape_text
from workbook_tools.send.beside import Around, cleaned_part

_CORE_PART = "docProps/core.xml"
_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>%s</dc:title></cp:coreProperties>'
)
_CORE_RELATION = Relationship(
    "rId2",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    _CORE_PART,
)
_BOOK_RELATION = Relationship("rId1", f"{RELS}/officeDocument", "xl/workbook.xml")
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_EMPTY_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)


_NAMES = {
    "worksheet": ("xl/worksheets/sheet", "spreadsheetml.worksheet"),
    "styles": ("xl/styles", "spreadsheetml.styles"),
    "theme": ("xl/theme/theme", "theme"),
    "sharedStrings": ("xl/sharedStrings", "spreadsheetml.sharedStrings"),
    "drawing": ("xl/drawings/drawing", "drawing"),
    "chart": ("xl/charts/chart", "drawingml.chart"),
    "table": ("xl/tables/table", "spreadsheetml.table"),
    "image": ("xl/media/image", ""),
}
"""The parts of the copy by the kind of relationship that leads to them: how their names begin, what
their content is.
"""

_ALONE = frozenset({"styles", "sharedStrings"})
_OFFICE = "application/vnd.openxmlformats-officedocument."
_BOOK = "xl/workbook.xml"
_PNG = b"\x89PNG"


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What a copy is made of. ``cleaned`` are parts as they go out and ``led`` what those lead to;
    every other part is looked for from these, but for ``left_out``, and cleaned as ``around`` says.
    ``title`` is what programs show as the copy's name, and that of its PDF.
    """

    book: str
    cleaned: Mapping[str, bytes]
    led: Mapping[str, Sequence[Relationship]]
    left_out: frozenset[str]
    around: Around
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A part that goes out: its name in the copy, its content, what it leads to."""

    name: str
    kind: str
    data: bytes
    led: tuple[Relationship, ...]


def put_together(package: Package, plan: CopyPlan) -> Package:
    """The copy's package. Its parts are named by their kind and numbered from 1 as they are come
    upon, and so is what leads from one to the other: names tell nothing of what there was.
    """
    parts = _parts(package, plan)
    names = {old: kept.name for old, kept in parts.items()}
    held: dict[str, bytes] = {}
    for kept in parts.values():
        numbers = {rel.id: f"rId{at}" for at, rel in enumerate(kept.led, 1)}
        held[kept.name] = _numbered(kept, numbers)
        if kept.led:
            moved = [
                replace(rel, id=numbers[rel.id], target=names.get(rel.target, rel.target))
                for rel in kept.led
            ]
            held[rels_name(kept.name)] = relationships_xml(kept.name, moved)
    held[rels_name("")] = relationships_xml("", [_BOOK_RELATION, _CORE_RELATION])
    held[_CORE_PART] = _CORE % escape_text(plan.title).encode()
    kinds = {kept.name: _content(kept.kind, kept.name) for kept in parts.values()}
    kinds |= {_BOOK: _MAIN_TYPE, _CORE_PART: _CORE_TYPE}
    held[TYPES_PART] = typed(parse_xml(_EMPTY_TYPES, TYPES_PART), kinds)
    return Package(held)


def _content(kind: str, name: str) -> str:
    """The content type of a part."""
    if kind == "image":
        return "image/png" if name.endswith(".png") else "image/jpeg"
    return f"{_OFFICE}{_NAMES[kind][1]}+xml" if kind in _NAMES else _MAIN_TYPE


def _numbered(kept: _Kept, numbers: Mapping[str, str]) -> bytes:
    """A part's content with what it leads to numbered anew."""
    if all(old == new for old, new in numbers.items()):
        return kept.data
    root = parse_xml(kept.data, kept.name)
    for element in root.iter():
        for name, value in element.attrib.items():
            if str(name).startswith(f"{{{RELS}}}") and str(value) in numbers:
                element.set(str(name), numbers[str(value)])
    return to_xml(root)


def _parts(package: Package, plan: CopyPlan) -> dict[str, _Kept]:
    """Every part that the copy keeps by its name in the workbook, each followed by what it leads
    to.
    """
    counts: Counter[str] = Counter()
    found: dict[str, _Kept] = {}
    todo = [(plan.book, "")]
    while todo:
        part, kind = todo.pop()
        missing = part not in package and part not in plan.cleaned
        if part in found or part in plan.left_out or missing:
            continue
        data, led = _content_of(package, plan, part, kind)
        led = tuple(rel for rel in led if _is_there(package, plan, rel))
        counts[kind] += 1
        found[part] = _Kept(_named(kind, counts[kind], data), kind, data, led)
        todo += [(rel.target, rel.kind) for rel in reversed(led) if not rel.external]
    return found


def _is_there(package: Package, plan: CopyPlan, rel: Relationship) -> bool:
    """Whether what a part leads to is there and may go along."""
    if rel.external:
        return True
    known = rel.target in package or rel.target in plan.cleaned
    return known and rel.kind in _NAMES and rel.target not in plan.left_out


def _content_of(
    package: Package, plan: CopyPlan, part: str, kind: str
) -> tuple[bytes, tuple[Relationship, ...]]:
    """A part as it goes out, and what it leads to."""
    if part in plan.cleaned:
        return plan.cleaned[part], tuple(plan.led.get(part, ()))
    if kind == "image":
        return plan.around.pictures.get(part, b""), ()
    return cleaned_part(part, kind, package.read(part), relationships(package, part), plan.around)


def _named(kind: str, number: int, data: bytes) -> str:
    """A part's name in the copy."""
    if kind not in _NAMES:
        return _BOOK
    start = _NAMES[kind][0]
    ending = "xml" if kind != "image" else "png" if data.startswith(_PNG) else "jpeg"
    return f"{start}{'' if kind in _ALONE else number}.{ending}"
