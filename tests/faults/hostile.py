"""Workbooks made to harm: each kind of harm with three inputs or more, put into a plan's sheet of
projects, a sheet of the user's beside it, or a template's appendix.

A harm is a function of a package's parts and the name of a sheet's part; it gives other parts, or
a whole file's bytes.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

Parts = dict[str, bytes]
Harm = Callable[[Parts, str], Parts | bytes]

_BOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_TYPES = "[Content_Types].xml"
_MEGABYTE = 1 << 20


def parts_of(data: bytes) -> Parts:
    """A file's parts, unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def file_of(parts: Mapping[str, bytes]) -> bytes:
    """The file of these parts."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return raw.getvalue()


def harmed(data: bytes, sheet: str, harm: Harm) -> bytes:
    """A file with a harm put into a sheet, given by its part's name."""
    made = harm(parts_of(data), sheet)
    return made if isinstance(made, bytes) else file_of(made)


# ---------------------------------------------------------------------------- where things are put


def _rows(parts: Parts, sheet: str, *rows: bytes) -> Parts:
    """Rows behind the sheet's own."""
    return parts | {sheet: parts[sheet].replace(b"</sheetData>", b"".join(rows) + b"</sheetData>")}


def _cells(parts: Parts, sheet: str, *cells: bytes) -> Parts:
    return _rows(parts, sheet, b'<row r="900">', *cells, b"</row>")


def _after(parts: Parts, sheet: str, xml: bytes) -> Parts:
    """Elements behind the sheet's rows."""
    return parts | {sheet: parts[sheet].replace(b"</sheetData>", b"</sheetData>" + xml, 1)}


def _after_of(parts: Parts, sheet: str, *, xml: bytes) -> Parts:
    return _after(parts, sheet, xml)


def _inside(parts: Parts, part: str, end: bytes, xml: bytes) -> Parts:
    """Elements before an end tag of a part; in a part of nothing else where there is no such."""
    held = parts.get(part, b"")
    at = held.rfind(end)
    if at < 0:
        return parts | {part: held + xml}
    return parts | {part: held[:at] + xml + held[at:]}


def _number(cell: str, value: str = "1") -> bytes:
    return f'<c r="{cell}"><v>{value}</v></c>'.encode()


def _formula(cell: str, formula: str, value: str = "<v>1</v>") -> bytes:
    return f'<c r="{cell}"><f>{formula}</f>{value}</c>'.encode()


def _text(cell: str, text: str) -> bytes:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


# ------------------------------------------------------------------------------------------- sizes


def _large_sheet(parts: Parts, sheet: str, *, size: int, filler: bytes) -> Parts:
    return _rows(parts, sheet, filler * (size // len(filler)))


def _large_part(parts: Parts, _: str, *, name: str, size: int) -> Parts:
    return parts | {name: b"\0" * size}


def _many_parts(parts: Parts, _: str, *, number: int) -> Parts:
    return parts | {f"xl/media/image{at}.png": b"\x89PNG" for at in range(number)}


def _large_strings(parts: Parts, _: str, *, item: bytes, number: int) -> Parts:
    return _inside(parts, _STRINGS, b"</sst>", item * number)


def _shared_by(parts: Parts, sheet: str, *, length: int, cells: int, column: str) -> Parts:
    """One long string shown by many cells of a column."""
    made = _inside(parts, _STRINGS, b"</sst>", b"<si><t>%b</t></si>" % (b"ab " * (length // 3)))
    last = made[_STRINGS].count(b"<si>") - 1
    rows = (
        f'<row r="{row}"><c r="{column}{row}" t="s"><v>{last}</v></c></row>'.encode()
        for row in range(900, 900 + cells)
    )
    return _rows(made, sheet, *rows)


# ----------------------------------------------------------------------- what the archive declares


def _declared(parts: Parts, sheet: str, *, field: int, form: str, value: int) -> bytes:
    """A file whose directory says something else of the sheet than is true."""
    data = bytearray(file_of(parts))
    at = data.index(b"PK\x01\x02")
    while not data[at + 46 :].startswith(sheet.encode()):
        at = data.index(b"PK\x01\x02", at + 1)
    struct.pack_into(form, data, at + field, value)
    return bytes(data)


def _twice(parts: Parts, sheet: str, *, name: str = "") -> bytes:
    raw = io.BytesIO(file_of(parts))
    with zipfile.ZipFile(raw, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name or sheet.upper()), b"<worksheet/>")
    return raw.getvalue()


def _before(parts: Parts, _: str, *, data: bytes) -> bytes:
    """A file behind bytes that are none of it."""
    return data + file_of(parts)


def _overlapping(parts: Parts, sheet: str, *, number: int) -> bytes:
    """A directory whose entries are all the sheet's: a few bytes that unpack to gigabytes."""
    raw = file_of(parts)
    end = raw.rindex(b"PK\5\6")
    start = int(struct.unpack_from("<I", raw, end + 16)[0])
    first = raw.index(sheet.encode(), start) - 46
    entries = raw[start:end]
    for at in range(number):
        name = b"xl/worksheets/x%05d.xml" % at
        lengths = struct.pack("<HHH", len(name), 0, 0)
        entries += raw[first : first + 28] + lengths + raw[first + 34 : first + 46] + name
    count = entries.count(b"PK\1\2")
    tail = struct.pack("<HHIIH", count, count, len(entries), start, 0)
    return raw[:start] + entries + b"PK\5\6" + b"\0" * 4 + tail


def _packed_inside(parts: Parts, _: str, *, size: int, depth: int) -> Parts:
    """An archive in an archive, to some depth, around zeros."""
    held = b"\0" * size
    for _level in range(depth):
        held = file_of({"a": held})
    return parts | {"xl/embeddings/a.xlsx": held}


# -------------------------------------------------------------------------- rows, cells, far cells


def _merges(parts: Parts, sheet: str, *, areas: Iterator[str] | list[str]) -> Parts:
    inner = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return _after(parts, sheet, f"<mergeCells>{inner}</mergeCells>".encode())


def _far(parts: Parts, sheet: str, *, cells: list[str]) -> Parts:
    return _cells(parts, sheet, *map(_number, cells))


def _rows_of(parts: Parts, sheet: str, *, row: bytes) -> Parts:
    return _rows(parts, sheet, row)


def _many_rows(parts: Parts, sheet: str, *, first: int, number: int, row: str) -> Parts:
    rows = (row.format(at).encode() for at in range(first, first + number))
    return _rows(parts, sheet, *rows)


# ----------------------------------------------------------------------------------------- nesting


def _nested(parts: Parts, sheet: str, *, tag: str, depth: int, part: str = "") -> Parts:
    xml = f"<{tag}>".encode() * depth + f"</{tag}>".encode() * depth
    if not part:
        return _after(parts, sheet, xml)
    held = parts[part]
    return parts | {part: held[: held.rfind(b"</")] + xml + held[held.rfind(b"</") :]}


# ---------------------------------------------------------------------------------------- formulas


def _formulas(parts: Parts, sheet: str, *, formulas: list[str], value: str = "<v>1</v>") -> Parts:
    cells = (_formula(f"AA{900 + at}", text, value) for at, text in enumerate(formulas))
    return _cells(parts, sheet, *cells)


def _chain(parts: Parts, sheet: str, *, length: int, value: str) -> Parts:
    """Formulas that each need the one before."""
    rows = (
        b'<row r="%d">%b</row>' % (row, _formula(f"AA{row}", f"AA{row - 1}+1", value))
        for row in range(901, 901 + length)
    )
    return _rows(parts, sheet, *rows)


# ----------------------------------------------------------------------------- names, rules, notes


def _names(parts: Parts, _: str, *, names: list[tuple[str, str]]) -> Parts:
    inner = "".join(f'<definedName name="{name}">{says}</definedName>' for name, says in names)
    held = re.sub(rb"<definedNames>.*</definedNames>|<definedNames/>", b"", parts[_BOOK])
    xml = b"</sheets><definedNames>" + inner.encode() + b"</definedNames>"
    return parts | {_BOOK: held.replace(b"</sheets>", xml, 1)}


def _many(parts: Parts, sheet: str, *, around: str, item: str, number: int) -> Parts:
    inner = "".join(item.format(at) for at in range(1, number + 1))
    return _after(parts, sheet, f"<{around}>{inner}</{around}>".encode())


def _formats(parts: Parts, sheet: str, *, number: int) -> Parts:
    """Conditional formats of a rule each."""
    one = (
        '<conditionalFormatting sqref="A{0}:XFD{0}"><cfRule type="expression" priority="{0}">'
        "<formula>A1=1</formula></cfRule></conditionalFormatting>"
    )
    return _after(parts, sheet, "".join(map(one.format, range(1, number + 1))).encode())


def _styles(parts: Parts, _: str, *, end: str, item: bytes, number: int) -> Parts:
    return _inside(parts, _STYLES, f"</{end}>".encode(), item * number)


def _notes(parts: Parts, sheet: str, *, cells: list[str]) -> Parts:
    """Notes with their boxes."""
    space = "http://schemas.openxmlformats.org"
    office = f"{space}/officeDocument/2006/relationships"
    main = f"{space}/spreadsheetml/2006/main"
    comment = "".join(
        f'<comment ref="{cell}" authorId="0"><text><t>x</t></text></comment>' for cell in cells
    )
    folder, _, name = sheet.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    rel = (
        f'<Relationship Id="rNote" Type="{office}/comments" Target="/xl/commentsX.xml"/>'
        f'<Relationship Id="rBox" Type="{office}/vmlDrawing" Target="/xl/boxesX.vml"/>'
    ).encode()
    held = parts.get(
        rels, f'<Relationships xmlns="{space}/package/2006/relationships"></Relationships>'.encode()
    )
    drawing = f'<legacyDrawing xmlns:r="{office}" r:id="rBox"/></worksheet>'.encode()
    return parts | {
        sheet: parts[sheet].replace(b"</worksheet>", drawing),
        rels: held.replace(b"</Relationships>", rel + b"</Relationships>"),
        "xl/commentsX.xml": (
            f'<comments xmlns="{main}"><authors><author>a</author></authors>'
            f"<commentList>{comment}</commentList></comments>"
        ).encode(),
        "xl/boxesX.vml": _boxes(cells),
        _TYPES: parts[_TYPES].replace(
            b"</Types>",
            b'<Override PartName="/xl/commentsX.xml" ContentType="application/vnd.openxmlformats-'
            b'officedocument.spreadsheetml.comments+xml"/><Override PartName="/xl/boxesX.vml" '
            b'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/></Types>',
        ),
    }


def _boxes(cells: list[str]) -> bytes:
    """The drawing with a box for each note."""
    shape = (
        '<v:shape id="_x0000_s{0}" type="#t"><x:ClientData ObjectType="Note">'
        "<x:Anchor>1,1,1,1,3,1,5,1</x:Anchor><x:Row>{1}</x:Row><x:Column>{2}</x:Column>"
        "</x:ClientData></v:shape>"
    )
    inner = ""
    for at, cell in enumerate(cells):
        letters = cell.rstrip("0123456789")
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        inner += shape.format(1025 + at, int(cell[len(letters) :]) - 1, column - 1)
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel">{inner}</xml>'
    ).encode()


def _sheets(parts: Parts, sheet: str, *, number: int) -> Parts:
    """Many sheets that are one and the same part."""
    held = parts[_BOOK]
    rel = re.search(rb'<sheet [^>]*?(\w+:id="[^"]+")', held)
    assert rel is not None
    inner = b"".join(
        b'<sheet name="S%d" sheetId="%d" %b/>' % (at, 100 + at, rel[1]) for at in range(number)
    )
    return parts | {_BOOK: held.replace(b"</sheets>", inner + b"</sheets>", 1)}


def _sheet_number(parts: Parts, _: str, *, number: str) -> Parts:
    made = re.sub(rb'sheetId="[0-9]+"', f'sheetId="{number}"'.encode(), parts[_BOOK], count=1)
    return parts | {_BOOK: made}


# ----------------------------------------------------------------------------- numbers, texts, XML


def _values(parts: Parts, sheet: str, *, value: str) -> Parts:
    """Every stored number of the sheet is this one."""
    number = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?><v>)[^<]*')
    return parts | {sheet: number.sub(rb"\g<1>" + value.encode(), parts[sheet])}


def _texts(parts: Parts, sheet: str, *, text: str) -> Parts:
    letters = "".join(f"&#{ord(letter)};" if ord(letter) > 31 else letter for letter in text)
    return _rows(
        parts,
        sheet,
        *(b'<row r="%d">%b</row>' % (row, _text(f"C{row}", letters)) for row in (8, 9)),
    )


def _doctype(parts: Parts, sheet: str, *, part: str = "", says: str) -> Parts:
    part = part or sheet
    held = re.sub(rb"\A<\?xml[^>]*\?>\s*", b"", parts[part])
    return parts | {part: says.encode() + held}


def _replaced(parts: Parts, sheet: str, *, part: str = "", data: bytes) -> Parts:
    return parts | {part or sheet: data}


# -------------------------------------------------------------------- what leads from part to part


def _rels(parts: Parts, part: str, *rels: bytes) -> Parts:
    """Relationships of a part beside those that it has."""
    folder, _, name = part.rpartition("/")
    held = f"{folder}/_rels/{name}.rels"
    space = b"http://schemas.openxmlformats.org/package/2006/relationships"
    empty = b'<Relationships xmlns="%b"></Relationships>' % space
    return _inside({held: empty} | parts, held, b"</Relationships>", b"".join(rels))


def _rel(identifier: str, kind: str, target: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="{identifier}" Type="{office}/{kind}" Target="{target}"/>'.encode()


def _many_rels(parts: Parts, sheet: str, *, number: int, target: str, of_book: bool) -> Parts:
    rels = (_rel(f"rX{at}", "image", target.format(at)) for at in range(number))
    return _rels(parts, _BOOK if of_book else sheet, *rels)


def _related_parts(parts: Parts, sheet: str, *, number: int, chained: bool) -> Parts:
    """Parts that the sheet leads to, or that each lead to the next."""
    drawing = b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
    names = [f"xl/drawings/drawing{at}.xml" for at in range(100, 100 + number)]
    made = parts | dict.fromkeys(names, drawing)
    if not chained:
        return _rels(
            made, sheet, *(_rel(f"rX{at}", "drawing", f"/{name}") for at, name in enumerate(names))
        )
    for owner, name in zip([sheet, *names[:-1]], names, strict=True):
        made = _rels(made, owner, _rel("rX1", "drawing", f"/{name}"))
    return _rels(made, names[-1], _rel("rX1", "drawing", f"/{names[0]}"))


def _types(parts: Parts, _: str, *, item: str, number: int) -> Parts:
    inner = "".join(item.format(at) for at in range(number))
    return _inside(parts, _TYPES, b"</Types>", inner.encode())


def _columns(parts: Parts, sheet: str, *, columns: list[tuple[int, int]]) -> Parts:
    inner = "".join(f'<col min="{one}" max="{last}" hidden="1"/>' for one, last in columns)
    cols = f"<cols>{inner}</cols><sheetData>".encode()
    held = re.sub(rb"<cols>.*</cols>", b"", parts[sheet], flags=re.DOTALL)
    return parts | {sheet: held.replace(b"<sheetData>", cols, 1)}


def _led_elsewhere(parts: Parts, sheet: str, *, target: str) -> Parts:
    """The sheet's name leads to a part that is no sheet."""
    rels = "xl/_rels/workbook.xml.rels"
    found = sheet.removeprefix("xl/").encode()
    return parts | {rels: parts[rels].replace(found, target.encode())}


def _cell_texts(parts: Parts, sheet: str, *, text: str) -> Parts:
    """A line with one text in every column, within what a cell can hold, and one with a number and
    a level of its own.
    """
    rows = []
    for row, own in ((901, {"B": "Đề án"}), (902, {"A": "9.9", "B": "Đề án"})):
        cells = (_text(f"{at}{row}", own.get(at, text)) for at in "ABCDEFGHIJKLMNO")
        rows.append(b'<row r="%d">%b</row>' % (row, b"".join(cells)))
    return _rows(parts, sheet, *rows)


def _named_part(parts: Parts, _: str, *, name: str) -> Parts:
    return parts | {name: b"x"}


_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{at} "{f"&a{at - 1 if at > 1 else str()};" * 10}">' for at in range(1, 9))
    + "]>"
)
_DIAGONAL = [f"{letters}{row}" for row, letters in enumerate(("XFD",) * 2_000, 1_000)]

HARMS: Mapping[str, Mapping[str, Harm]] = {
    "part beyond 64 MB": {
        "blanks": partial(_large_sheet, size=70 * _MEGABYTE, filler=b" " * 64),
        "rows": partial(_large_sheet, size=70 * _MEGABYTE, filler=b'<row r="9"></row>'),
        "strings": partial(
            _large_strings, item=b"<si><t>%b</t></si>" % (b"x" * 999), number=70_000
        ),
    },
    "package beyond its bound": {
        "one part": partial(_large_part, name="xl/media/a.png", size=300 * _MEGABYTE),
        "not related": partial(_large_part, name="a/b.bin", size=280 * _MEGABYTE),
        "entries": partial(_many_parts, number=20_001),
        "many entries": partial(_many_parts, number=100_000),
    },
    "sizes that lie": {
        "small": partial(_declared, field=24, form="<I", value=10),
        "large": partial(_declared, field=24, form="<I", value=0xFFFFFFF0),
        "nothing": partial(_declared, field=24, form="<I", value=0),
        "packed": partial(_declared, field=20, form="<I", value=77),
    },
    "entries that lie": {
        "encrypted": partial(_declared, field=8, form="<H", value=1),
        "method": partial(_declared, field=10, form="<H", value=98),
        "place": partial(_declared, field=42, form="<I", value=0),
        "twice": partial(_twice),
        "another strings part": partial(_twice, name="XL/sharedstrings.xml"),
    },
    "archives that lie": {
        "overlapping": partial(_overlapping, number=15_000),
        "packed inside": partial(_packed_inside, size=200 * _MEGABYTE, depth=2),
        "packed ten deep": partial(_packed_inside, size=60 * _MEGABYTE, depth=10),
        "behind a program": partial(_before, data=b"MZ" + b"x" * 100_000),
        "behind another archive": partial(_before, data=file_of({"a": b"b"})),
    },
    "columns and areas": {
        "columns": partial(_columns, columns=[(at, at) for at in range(1, 16_385)] * 20),
        "all columns, often": partial(_columns, columns=[(1, 16_384)] * 50_000),
        "beyond the last": partial(_columns, columns=[(1, 4_294_967_295)]),
        "areas of a list": partial(
            _after_of,
            xml=b'<dataValidations count="1"><dataValidation type="list" sqref="'
            + b" ".join(b"A%d" % at for at in range(1, 300_000))
            + b'"><formula1>1</formula1></dataValidation></dataValidations>',
        ),
        "areas of a format": partial(
            _after_of,
            xml=b'<conditionalFormatting sqref="'
            + b" ".join(b"A%d:XFD%d" % (at, at) for at in range(1, 200_000))
            + b'"><cfRule type="expression" priority="1"><formula>A1=1</formula></cfRule>'
            b"</conditionalFormatting>",
        ),
        "links": partial(
            _many,
            around="hyperlinks",
            item='<hyperlink ref="A{0}" location="DeAn!A1"/>',
            number=200_000,
        ),
        "breaks": partial(
            _many, around="rowBreaks", item='<brk id="{0}" max="16383" man="1"/>', number=200_000
        ),
    },
    "sheets that lead elsewhere": {
        "styles": partial(_led_elsewhere, target="styles.xml"),
        "the workbook": partial(_led_elsewhere, target="workbook.xml"),
        "a theme": partial(_led_elsewhere, target="theme/theme1.xml"),
        "out of the package": partial(_led_elsewhere, target="../../../etc/passwd"),
    },
    "texts in every column": {
        "months": partial(_cell_texts, text="tháng " * 5_000 + "x"),
        "quarters": partial(_cell_texts, text="quý i," * 5_000),
        "citations": partial(_cell_texts, text="12/2020/QĐ-UBND, " * 1_900),
        "digits of citations": partial(_cell_texts, text=("1" * 40 + "/") * 700),
        "amounts": partial(_cell_texts, text="1.234," * 5_000),
        "days": partial(_cell_texts, text="ngày 1 tháng 1 năm " * 1_700),
        "amounts in words": partial(_cell_texts, text="tỷ triệu nghìn " * 2_100),
        "quantities": partial(_cell_texts, text="100 lao động, " * 2_300),
        "addresses": partial(_cell_texts, text="a." * 16_000 + "@b"),
        "Roman": partial(_cell_texts, text="X" * 32_000),
        "slashes": partial(_cell_texts, text="/" * 32_000),
        "marks": partial(_cell_texts, text="a" + "\u0301" * 32_000),
    },
    "merges": {
        "one area, often": partial(_merges, areas=["A1:XFD1048576"] * 100_000),
        "overlapping": partial(_merges, areas=[f"A{at}:XFD1048576" for at in range(1, 49_000)]),
        "apart": partial(_merges, areas=[f"D{at}:E{at}" for at in range(20, 49_000)]),
        "nested": partial(_merges, areas=[f"A1:XFD{at}" for at in range(2, 49_000)]),
        "a million": partial(_merges, areas=["A1:B1"] * 1_000_000),
    },
    "far cells": {
        "corner": partial(_far, cells=["XFD1048576"]),
        "out of order": partial(_far, cells=["XFD1048576", "A950", "XFC901"]),
        "spread": partial(_far, cells=_DIAGONAL),
        "nowhere": partial(_far, cells=["ZZZZZZZ99999999999"]),
        "zero": partial(_far, cells=["A0"]),
    },
    "attributes in another order": {
        "cell": partial(_rows_of, row=b'<row r="900"><c s="0" r="XFD1048576"><v>1</v></c></row>'),
        "row": partial(_rows_of, row=b'<row spans="1:2" r="1048576"><c s="0" r="A1048576"/></row>'),
        "text": partial(_rows_of, row=b'<row r="900"><c t="s" r="ZZZZ99999999"><v>0</v></c></row>'),
        "more than a plan's": partial(
            _many_rows,
            first=900,
            number=200_100,
            row='<row spans="1:1" r="{0}"><c s="0" r="A{0}"><v>1</v></c></row>',
        ),
    },
    "rows that jump": {
        "to the end and back": partial(
            _rows_of, row=b'<row r="1048576"/><row r="2"/><row r="1048576"/><row r="3"/>' * 9_000
        ),
        "beyond the end": partial(_rows_of, row=b'<row r="1048576"/><row><c><v>1</v></c></row>'),
        "without a number": partial(_rows_of, row=b"<row><c><v>1</v></c></row>" * 90_000),
        "beyond the last column": partial(
            _rows_of, row=b'<row r="900"><c r="XFD900"/>' + b"<c><v>1</v></c>" * 9_000 + b"</row>"
        ),
        "back": partial(_many_rows, first=1, number=90_000, row='<row r="9{0}"/><row r="{0}"/>'),
    },
    "rows and cells": {
        "more than a plan's": partial(
            _many_rows, first=900, number=200_100, row='<row r="{0}"><c r="A{0}"><v>1</v></c></row>'
        ),
        "empty": partial(_many_rows, first=900, number=1_000_000, row='<row r="{0}"/>'),
        "one row, often": partial(
            _many_rows, first=900, number=700_000, row='<row r="9"><c r="C9"><v>{0}</v></c></row>'
        ),
        "texts": partial(
            _many_rows,
            first=900,
            number=300_000,
            row='<row r="{0}"><c r="C{0}" t="inlineStr"><is><t>Đề án {0}</t></is></c></row>',
        ),
    },
    "shared texts": {
        "long": partial(_shared_by, length=32_000, cells=8_000, column="C"),
        "below the bound": partial(_shared_by, length=30_000, cells=1_200, column="C"),
        "goals": partial(_shared_by, length=6_000, cells=6_000, column="E"),
        "tiny": partial(_large_strings, item=b"<si><t>a</t></si>", number=1_900_000),
        "too many": partial(_large_strings, item=b"<si><t/></si>", number=2_100_000),
    },
    "nesting": {
        "elements": partial(_nested, tag="c", depth=60_000),
        "extensions": partial(_nested, tag="ext", depth=400_000),
        "strings": partial(_nested, tag="r", depth=5_000, part=_BOOK),
        "styles": partial(_nested, tag="xf", depth=50_000, part=_STYLES),
        "types": partial(_nested, tag="Default", depth=50_000, part=_TYPES),
    },
    "formulas": {
        "deep": partial(_formulas, formulas=["(" * 5_000 + "1" + ")" * 5_000]),
        "deep functions": partial(_formulas, formulas=["SUM(" * 1_500 + "1" + ")" * 1_500]),
        "long": partial(_formulas, formulas=["1+" * 50_000 + "1"]),
        "signs": partial(_formulas, formulas=["-" * 8_000 + "1"], value=""),
        "whole sheet": partial(_formulas, formulas=["SUMPRODUCT(A:XFD*A:XFD)"], value=""),
        "array": partial(_formulas, formulas=["SUM(A1:XFD1048576*2)"], value=""),
        "powers": partial(_formulas, formulas=["9^9^9^9^9", "REPT(REPT(A1,9999),9999)"], value=""),
        "unfinished": partial(_formulas, formulas=["SUM((((", "IF(", '"', "'", "{"], value=""),
        "chain": partial(_chain, length=40_000, value=""),
        "chain with results": partial(_chain, length=60_000, value="<v>1</v>"),
        "long and many": partial(_formulas, formulas=["1" + "+1" * 4_000] * 4_000),
        "shared": partial(
            _rows_of,
            row=b'<row r="900"><c r="A900"><f t="shared" ref="A900:A99999" si="7">'
            + b"A1+" * 2_500
            + b"1</f><v>1</v></c></row>"
            + b'<row r="901"><c r="A901"><f t="shared" si="7"/><v>1</v></c></row>' * 40_000,
        ),
        "arrays": partial(
            _rows_of,
            row=b'<row r="900"><c r="A900"><f t="array" ref="A1:XFD1048576">A1</f></c></row>'
            * 20_000,
        ),
        "brackets": partial(_formulas, formulas=["[" * 8_000, "a[x" + "['" * 4_000 + "']']"]),
        "another workbook": partial(_formulas, formulas=["[" + "1" * 6_000 + "]A!A1"]),
        "circle": partial(_formulas, formulas=["AA901", "AA900"], value=""),
    },
    "names": {
        "many": partial(_names, names=[(f"n{at}", f"DeAn!$A${at}") for at in range(1, 65_000)]),
        "too many": partial(_names, names=[(f"n{at}", "1") for at in range(70_000)]),
        "a million": partial(_names, names=[("n", "1")] * 1_000_000),
        "of one another": partial(
            _names, names=[(f"n{at}", f"n{at + 1}+n{at + 1}") for at in range(3_000)]
        ),
        "of itself": partial(
            _names, names=[("TongCong_KP", "TongCong_KP"), ("a", "b"), ("b", "a")]
        ),
        "deep": partial(_names, names=[("a", "(" * 4_000 + "1" + ")" * 4_000)]),
    },
    "conditional formats and lists": {
        "formats": partial(_formats, number=40_000),
        "too many": partial(_formats, number=60_000),
        "lists": partial(
            _many,
            around="dataValidations",
            item='<dataValidation type="list" sqref="A{0}">'
            '<formula1>"a"</formula1></dataValidation>',
            number=60_000,
        ),
    },
    "notes": {
        "corner": partial(_notes, cells=["XFD1048576"]),
        "corners": partial(_notes, cells=[f"XFD{row}" for row in range(1_048_000, 1_048_577)]),
        "many": partial(_notes, cells=[f"C{row}" for row in range(1, 20_000)]),
        "too many": partial(_notes, cells=["A1"] * 60_000),
    },
    "styles": {
        "formats": partial(
            _styles, end="cellXfs", item=b'<xf fontId="0" fillId="0"/>', number=64_000
        ),
        "too many": partial(_styles, end="cellXfs", item=b'<xf fontId="0"/>', number=160_000),
        "fonts": partial(_styles, end="fonts", item=b'<font><sz val="9"/></font>', number=60_000),
        "colours": partial(_styles, end="dxfs", item=b"<dxf><font/></dxf>", number=60_000),
    },
    "sheets": {
        "many": partial(_sheets, number=900),
        "too many": partial(_sheets, number=5_000),
        "far too many": partial(_sheets, number=60_000),
    },
    "relationships": {
        "of a sheet": partial(_many_rels, number=100_000, target="/xl/styles.xml", of_book=False),
        "of the workbook": partial(_many_rels, number=300_000, target="a{0}.png", of_book=True),
        "parts": partial(_related_parts, number=9_000, chained=False),
        "chain": partial(_related_parts, number=5_000, chained=True),
    },
    "content types": {
        "overrides": partial(
            _types, item='<Override PartName="/a{0}.xml" ContentType="a/b"/>', number=90_000
        ),
        "defaults": partial(
            _types, item='<Default Extension="e{0}" ContentType="a/b"/>', number=90_000
        ),
        "of one part": partial(
            _types, item='<Override PartName="/xl/styles.xml" ContentType="a/b{0}"/>', number=9_000
        ),
    },
    "names of parts": {
        "up": partial(_named_part, name="../../etc/passwd"),
        "drive": partial(_named_part, name="C:\\windows\\a.xml"),
        "long": partial(_named_part, name="xl/" + "a/" * 30_000 + "b.xml"),
        "nothing": partial(_named_part, name="/"),
    },
    "numbers of many digits": {
        "text": partial(
            _rows_of, row=b'<row r="900"><c r="A900" t="s"><v>' + b"9" * 6_000 + b"</v></c></row>"
        ),
        "priority": partial(
            _after_of,
            xml=b'<conditionalFormatting sqref="A1"><cfRule type="expression" priority="'
            + b"9" * 6_000
            + b'"><formula>A1=1</formula></cfRule></conditionalFormatting>',
        ),
        "row": partial(_rows_of, row=b'<row r="' + b"9" * 6_000 + b'"/>'),
        "style": partial(
            _rows_of, row=b'<row r="900"><c r="A900" s="' + b"9" * 6_000 + b'"/></row>'
        ),
        "sheet": partial(_sheet_number, number="9" * 6_000),
        "shared formula": partial(
            _rows_of,
            row=b'<row r="900"><c r="A900"><f t="shared" si="' + b"9" * 6_000 + b'"/></c></row>',
        ),
    },
    "numbers": {
        "infinite": partial(_values, value="1e400"),
        "none": partial(_values, value="NaN"),
        "huge": partial(_values, value="1e300"),
        "tiny": partial(_values, value="4.9e-324"),
        "long": partial(_values, value="9" * 3_000),
        "odd digits": partial(_values, value="202²"),
    },
    "texts": {
        "escape": partial(_texts, text="X\x9b31mRED\x85"),
        "turned": partial(_texts, text="\u202eđảo\u2066"),
        "long": partial(_texts, text="a" * 500_000),
        "blanks": partial(_texts, text=" \u00a0" * 100_000 + "x"),
        "digits": partial(_texts, text="1" * 300_000),
        "dots": partial(_texts, text="1." * 16_000),
        "brackets": partial(_texts, text="(" * 32_000),
        "dates": partial(_texts, text="01/01/2021 " * 2_900),
    },
    "XML": {
        "laughs": partial(_doctype, says=_LAUGHS),
        "laughs in the workbook": partial(_doctype, part=_BOOK, says=_LAUGHS),
        "file": partial(_doctype, part=_STYLES, says='<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
        "types": partial(_doctype, part=_TYPES, says=_LAUGHS),
        "comments": partial(_replaced, data=b"<worksheet>" + b"<!--" * 300_000),
        "open": partial(_replaced, data=b"<c " * 300_000),
        "questions": partial(_replaced, data=b"<?" * 300_000),
        "attributes": partial(_replaced, data=b"<worksheet " + b'a="1" ' * 200_000 + b"/>"),
        "names": partial(
            _replaced,
            data=b"<worksheet "
            + b" ".join(b'xmlns:a%d="b%d"' % (at, at) for at in range(50_000))
            + b"/>",
        ),
        "nothing": partial(_replaced, data=b""),
        "zeros": partial(_replaced, data=b"\0" * 100_000),
        "no workbook": partial(_replaced, part=_BOOK, data=b"<workbook/>"),
    },
}


def inputs() -> Iterator[tuple[str, str, Harm]]:
    """Every harm: its kind, its name, itself."""
    for kind, harms in HARMS.items():
        for name, harm in harms.items():
            yield kind, name, harm


def save(folder: Path, data: bytes, sheet: str) -> Iterator[tuple[str, str, Path]]:
    """Each harm put into a file of its own, one at a time; kind, name, and the file."""
    for at, (kind, name, harm) in enumerate(inputs()):
        file = folder / f"{at:03}.xlsx"
        file.write_bytes(harmed(data, sheet, harm))
        yield kind, name, file
        file.unlink()
