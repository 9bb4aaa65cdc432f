"""What was made is known again: a digest of every sheet of a finished workbook, kept in hidden
defined names.

It is taken of what cells hold, formulas and constants, in a form that does not depend on the
program that wrote the file, and never of the results of formulas. So a workbook that Excel,
LibreOffice or openpyxl saved again without a change has the digest that it was made with, and
wherever it has been changed by hand the cells are named. Names are what all three carry over.

Each row has 24 bits, each cell of a small sheet another 6 by which it is named; of a sheet of more
than ``MAX_GROUPS`` rows several rows share theirs, and of one of more than ``MAX_CELLS`` cells rows
are named. Of a very large sheet of the user's own only the bytes are known, so that a build of ten
thousand rows does not read it once more: where they differ, its cells are compared with the plan's
(``same_cells``).
"""

from __future__ import annotations

import re
from binascii import Error as NotBase64
from binascii import a2b_base64, b2a_base64
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from workbook_tools.errors import InputError
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.package import Package, SheetPart, sheets, workbook_part
from workbook_tools.place import Place, cell_name, column_number
from workbook_tools.plan.form import GENERATED_SHEETS
from workbook_tools.render.held import Cells, Line, held_lines, row_hash, string_texts

PREFIX = "_KH_DauVet_"
"""How the names begin; those of an older build are replaced."""

MAX_GROUPS = 5_000
MAX_CELLS = 40_000
MAX_BYTES = 2_000_000
"""From here only the bytes of a sheet of the user's own are known: some 5,000 rows."""

_BYTES = "="
_VERSION = "1"
_PIECE = 240
"""So many characters go into one name: a text in a formula may have 255."""

_NOTHING = "."
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_NAMES = re.compile(
    rb'<definedName\b[^<>]*\bname="' + PREFIX.encode() + rb'[^"]*"[^<>]*>[^<]*</definedName>'
)
_BEFORE_NAMES = (b"</externalReferences>", b"</functionGroups>", b"</sheets>")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SheetDigest:
    """A sheet as it is known again: so many ``rows``, ``group`` of them to a hash in ``hashes``;
    ``cells`` has a character for each cell of ``width`` columns, or is empty; ``=`` and a number
    stand for a sheet of which the bytes are known.
    """

    rows: int
    group: int
    hashes: tuple[int, ...]
    width: int
    cells: str


def with_digest(package: Package) -> Package:
    """A finished workbook with the digest of what it holds, in place of an older one."""
    part = workbook_part(package)
    xml = _NAMES.sub(b"", package.read(part))
    names = b"".join(
        f'<definedName name="{PREFIX}{number:04d}" hidden="1">"{piece}"</definedName>'.encode()
        for number, piece in enumerate(_pieces(_text(digests(package))), 1)
    )
    if b"</definedNames>" in xml:
        xml = xml.replace(b"</definedNames>", names + b"</definedNames>", 1)
    else:
        after = next(end for end in _BEFORE_NAMES if end in xml)
        xml = xml.replace(after, after + b"<definedNames>" + names + b"</definedNames>", 1)
    return package.changed({part: xml})


def edited(package: Package, among: Container[str] | None = None) -> list[Place] | None:
    """What somebody changed in a finished workbook, or on the sheets ``among`` these alone, since
    it was made: cells, rows (``12:12``) where it is too large for cells, and whole sheets that came
    to it; ``None`` where it has no digest that can be read. A sheet that is gone, or cannot be
    read, is not named.
    """
    made = _read(workbook_names(package))
    if made is None:
        return None
    texts = string_texts(package)
    found: list[Place] = []
    for sheet in _worksheets(package):
        if among is not None and sheet.name not in among:
            continue
        before = made.get(sheet.name.casefold())
        try:
            if before is None:
                found.append(Place(sheet.name))
            elif before.cells.startswith(_BYTES):
                if before.cells != _of_bytes(package.read(sheet.part)):
                    found.append(Place(sheet.name))
            else:
                lines = held_lines(package.plain(sheet.part), sheet, texts)
                found += _differences(sheet.name, before, lines)
        except InputError:
            continue
    return found


def digests(package: Package) -> dict[str, SheetDigest]:
    """The digest of each worksheet by its name; a sheet that cannot be read has none."""
    texts = string_texts(package)
    found = {}
    for sheet in _worksheets(package):
        try:
            xml = _xml(package, sheet.part)
            own = sheet.name not in GENERATED_SHEETS and len(xml) > MAX_BYTES
            if own:
                found[sheet.name] = SheetDigest(0, 1, (), 0, _of_bytes(package.read(sheet.part)))
            else:
                found[sheet.name] = _digest(held_lines(xml, sheet, texts))
        except InputError:
            continue
    return found


def same_cells(one: Package, other: Package, name: str) -> bool:
    """Whether both workbooks have a sheet of that name that holds the same, however each was
    written. Raises ``InputError`` where one cannot be read.
    """
    held = [_lines_of(package, name) for package in (one, other)]
    return held[0] is not None and held[0] == held[1]


def _lines_of(package: Package, name: str) -> list[Line] | None:
    """What the rows of a sheet hold; ``None`` where there is no such sheet."""
    for sheet in _worksheets(package):
        if sheet.name.casefold() == name.casefold():
            lines = held_lines(package.plain(sheet.part), sheet, string_texts(package))
            return [line for line in lines if line[1]]
    return None


def _of_bytes(xml: bytes) -> str:
    """What stands for a sheet of which the bytes are known."""
    return f"{_BYTES}{len(xml)}-{crc32(xml)}"


def _xml(package: Package, part: str) -> bytes:
    """A part in the plain form; one that has just been written is in it."""
    written = package.parts[part]
    return written if isinstance(written, bytes) else package.plain(part)


def _worksheets(package: Package) -> list[SheetPart]:
    return [sheet for sheet in sheets(package) if sheet.kind == "worksheet"]


# ------------------------------------------------------------------------------------ the digest


def _digest(lines: Iterable[Line]) -> SheetDigest:
    """The digest of what a sheet holds, rows in their order."""
    hashes: dict[int, int] = {}
    small: list[Line] | None = []
    count, columns = 0, set()
    for row, cells in lines:
        if not cells:
            continue
        hashes[row] = row_hash(cells)
        count += len(cells)
        if small is None or count > MAX_CELLS:
            small = None
        else:
            small.append((row, cells))
            columns.add(cells[-1][0])
    rows = max(hashes, default=0)
    group = -(-rows // MAX_GROUPS) or 1
    width = max(map(_number, columns), default=0)
    marks = ""
    if small is not None and rows * width <= MAX_CELLS:
        held = dict(small)
        marks = "".join([_marks(held.get(row, []), width) for row in range(1, rows + 1)])
    return SheetDigest(rows, group, _grouped(hashes, rows, group), width, marks)


def _grouped(hashes: Mapping[int, int], rows: int, group: int) -> tuple[int, ...]:
    """24 bits for every ``group`` rows of so many."""
    if group == 1:
        return tuple([hashes.get(row, 0) for row in range(1, rows + 1)])
    found = [0] * -(-rows // group)
    for row, number in hashes.items():
        at = (row - 1) // group
        if at < len(found):
            found[at] = crc32(b"%d,%d" % (row, number), found[at]) & 0xFFFFFF
    return tuple(found)


def _marks(cells: Cells, width: int) -> str:
    """A character for each cell of a row."""
    marks = [_NOTHING] * width
    for column, held in cells:
        if (number := _number(column)) <= width:
            marks[number - 1] = _ALPHABET[crc32(held) & 63]
    return "".join(marks)


@cache
def _number(column: bytes) -> int:
    return column_number(column.decode())


def _differences(sheet: str, before: SheetDigest, lines: Iterable[Line]) -> Iterator[Place]:
    """The cells that are not what they were, or the rows where cells are not known."""
    held = {row: cells for row, cells in lines if cells}
    hashes = {row: row_hash(cells) for row, cells in held.items()}
    now = _grouped(hashes, before.rows, before.group)
    for at, (old, new) in enumerate(zip(before.hashes, now, strict=True)):
        if old == new:
            continue
        top = at * before.group + 1
        columns = list(_columns(before, top, held.get(top, [])))
        if columns:
            yield from (Place(sheet, cell_name(top, column)) for column in columns)
        else:
            yield Place(sheet, f"{top}:{min(top + before.group - 1, before.rows)}")
    for row in sorted(row for row in held if row > before.rows):
        yield from (Place(sheet, f"{column.decode()}{row}") for column, _ in held[row])


def _columns(before: SheetDigest, row: int, cells: Cells) -> Iterator[int]:
    """The columns in which a row is not what it was, as far as its cells are known."""
    if not before.cells:
        return
    old = before.cells[(row - 1) * before.width : row * before.width]
    new = _marks(cells, before.width)
    yield from (at for at, pair in enumerate(zip(old, new, strict=True), 1) if pair[0] != pair[1])
    yield from (_number(column) for column, _ in cells if _number(column) > before.width)


# -------------------------------------------------------------------------------- as it is stored


def _text(made: Mapping[str, SheetDigest]) -> str:
    """Digests as one text of letters, digits and a few signs that need no escape."""
    return ":".join([_VERSION, *(_sheet_text(name, sheet) for name, sheet in made.items())])


def _sheet_text(name: str, sheet: SheetDigest) -> str:
    hashes = b"".join([number.to_bytes(3, "big") for number in sheet.hashes])
    title = _encoded(name.encode())
    numbers = f"{sheet.rows},{sheet.group},{sheet.width}"
    return f"{title},{numbers},{_encoded(hashes)},{sheet.cells}"


def _encoded(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


def _pieces(text: str) -> Iterable[str]:
    return (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))


def _read(names: Mapping[str, str]) -> dict[str, SheetDigest] | None:
    """The digests that a workbook's names hold, by sheet in small letters; ``None`` where there are
    none, or they are not whole.
    """
    ours = sorted(name for name in names if name.startswith(PREFIX))
    version, *texts = "".join(names[name].strip().strip('"') for name in ours).split(":")
    if version != _VERSION:
        return None
    try:
        return dict(_read_sheet(text) for text in texts)
    except (ValueError, NotBase64):
        return None


def _read_sheet(text: str) -> tuple[str, SheetDigest]:
    """A sheet's name and digest. Raises ``ValueError`` where the text is not whole."""
    title, rows, group, width, hashes, cells = text.split(",")
    data = a2b_base64(hashes, strict_mode=True)
    numbers = tuple([int.from_bytes(data[at : at + 3], "big") for at in range(0, len(data), 3)])
    sheet = SheetDigest(int(rows), int(group), numbers, int(width), cells)
    if sheet.group < 1 or len(numbers) != -(-sheet.rows // sheet.group):
        raise ValueError(text)
    if cells and cells[0] != _BYTES and len(cells) != sheet.rows * sheet.width:
        raise ValueError(text)
    return a2b_base64(title, strict_mode=True).decode().casefold(), sheet
