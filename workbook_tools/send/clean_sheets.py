"""A sheet of the clean copy, written anew from what is shown of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from workbook_tools.error_kinds import UNREADABLE_SHEET
from workbook_tools.errors import InputError
from workbook_tools.excel.cells import MAX_COLUMN, MAX_ROW, split_area, split_cell, whole
from workbook_tools.excel.formula import Ref, Token, shift, tokenize
from workbook_tools.excel.package import (
    MAIN,
    RELS,
    Package,
    Relationship,
    SheetPart,
    relationships,
    to_xml,
)
from workbook_tools.excel.stored_cells import ERRORS
from workbook_tools.place import Place, cell_name, column_number
from workbook_tools.send.allowed import SHEET, is_plain, only_known
from workbook_tools.send.baked import Baked, baked
from workbook_tools.send.beside import WEB
from workbook_tools.send.clean_formats import format_colour, shows_value
from workbook_tools.send.clean_styles import Look, Looks
from workbook_tools.send.clean_texts import Shown, Texts, shown_runs
from workbook_tools.send.stays import Reach
from workbook_tools.send.trimming import drop_attributes, without
from workbook_tools.send.unseen import is_nothing, is_unseen

if TYPE_CHECKING:
    from lxml.etree import _Element

_M = f"{{{MAIN}}}"
_R = f"{{{RELS}}}"
_LAST_COLUMN = 16_384
_TRUE = ("1", "true")
_NUMBER = re.compile(r"-?[0-9]{0,40}\.?[0-9]{1,40}(?:[eE][+-]?[0-9]{1,3})?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]{1,20}Z?)?\Z")
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
HEADER_PIECE = re.compile(
    r'&"[^"]*"|&K(?P<colour>[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|&(?P<size>[0-9]{1,3})|&.|[^&]+',
    re.DOTALL,
)
_KEPT_RELATIONS = frozenset({"drawing", "hyperlink", "table"})
"""What a sheet may lead to in the copy; notes, printer settings, controls, pivots, queries and
custom data may not.
"""

_Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CleanSheet:
    """A sheet of the copy: its part, what that leads to, what was left out, in sentences."""

    xml: bytes
    led: tuple[Relationship, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What is not shown of a sheet: rows, columns and single cells."""

    rows: frozenset[int]
    columns: frozenset[int]
    cells: frozenset[_Cell] = frozenset()

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell is not shown."""
        return row in self.rows or column in self.columns or (row, column) in self.cells

    def meets(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Whether an area takes in a cell that is not shown."""
        if any(top <= row <= bottom for row in self.rows):
            return True
        if any(left <= column <= right for column in self.columns):
            return True
        return any(top <= row <= bottom and left <= column <= right for row, column in self.cells)


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet that is being cleaned: its element, rid of what is not shown and of what is not
    known, and what was left out so far.
    """

    part: SheetPart
    root: _Element
    unseen: Unseen
    removed: tuple[str, ...]


def opened(package: Package, sheet: SheetPart, texts: Texts, looks: Looks) -> Opened:
    """A sheet as it is shown: conditional formats as they show now, cells that nobody sees
    emptied, texts in the copy's table. Its formulas are still the workbook's.
    """
    root = package.tree_to_change(sheet.part)
    _refuse_odd_cells(root, sheet.name)
    formats = baked(package, sheet, root, looks.palette)
    lines = _unhide(root)
    only_known(root, SHEET)
    removed = [*_told_lines(lines, sheet.name)]
    if _drop_odd_merges(root):
        removed.append(f"phép gộp ô không đọc được ở trang tính {sheet.name}")
    cells = _Cells(sheet.name, texts, looks, formats, lines, _under_merges(root))
    for row in root.iter(f"{_M}row"):
        _restyle(row, "s", looks)
        for cell in list(row.iterfind(f"{_M}c")):
            cells.clean(cell)
    for column in root.iterfind(f"{_M}cols/{_M}col"):
        _restyle(column, "style", looks)
    removed += cells.told()
    for kind, areas in formats.formless:
        removed.append(f"{kind} của {listed(areas)} ở trang tính {sheet.name}")
    if formats.lost:
        removed.append(f"{formats.lost} định dạng có điều kiện ở trang tính {sheet.name}")
    if _clean_headers(root):
        removed.append(f"chữ không nhìn thấy ở đầu hoặc chân trang của {sheet.name}")
    unseen = Unseen(lines.rows, lines.columns, frozenset(cells.unseen))
    return Opened(sheet, root, unseen, tuple(removed))


def closed(
    package: Package, sheet: Opened, reach: Reach, unseen: Mapping[str, Unseen]
) -> CleanSheet:
    """A sheet as it goes out; ``unseen`` is what is not shown of the copy's sheets, by their names
    in small letters.
    """
    name, removed = sheet.part.name, list(sheet.removed)
    frozen = _clean_formulas(sheet, reach, unseen)
    if frozen:
        removed.append(f"{frozen} công thức ở trang tính {name} (nay là giá trị)")
    rels = relationships(package, sheet.part.part)
    if _clean_links(sheet.root, rels, reach):
        removed.append(f"liên kết ra ngoài ở trang tính {name}")
    odd = [rel.id for rel in rels if rel.kind == "table" and not _is_table(package, rel)]
    if odd:
        removed.append(f"bảng (Table) không đọc được ở trang tính {name}")
    led = _led(sheet.root, [rel for rel in rels if rel.id not in odd])
    return CleanSheet(to_xml(sheet.root), led, tuple(removed))


# ----------------------------------------------------------------------------------- what is hidden


def _unhide(root: _Element) -> Unseen:
    """Show rows and columns that are hidden or have no height or width; gives which they were."""
    rows = set()
    for row in root.iter(f"{_M}row"):
        if row.get("hidden") in _TRUE or is_nothing(row.get("ht"), 1.0):
            rows.add(whole(row.get("r"), 0))
            drop_attributes(row, "hidden", "ht", "customHeight")
    columns: set[int] = set()
    for column in root.iterfind(f"{_M}cols/{_M}col"):
        if column.get("hidden") in _TRUE or is_nothing(column.get("width"), 0.2):
            first, last = whole(column.get("min"), 1), whole(column.get("max"), _LAST_COLUMN)
            columns.update(range(first, min(last, _LAST_COLUMN) + 1))
            drop_attributes(column, "hidden")
            column.set("width", "9")
    _show_by_default(root, rows)
    return Unseen(frozenset(rows), frozenset(columns))


def _show_by_default(root: _Element, rows: set[int]) -> None:
    """Show the rows that have no height because rows of this sheet have none."""
    usual = root.find(f"{_M}sheetFormatPr")
    if usual is None:
        return
    if is_nothing(usual.get("defaultRowHeight"), 1.0):
        rows.update(
            whole(row.get("r"), 0) for row in root.iter(f"{_M}row") if row.get("ht") is None
        )
        usual.set("defaultRowHeight", "15")
    if is_nothing(usual.get("defaultColWidth"), 0.2):
        drop_attributes(usual, "defaultColWidth")


def _told_lines(lines: Unseen, sheet: str) -> Iterator[str]:
    if lines.rows or lines.columns:
        yield (
            f"nội dung của {len(lines.rows)} dòng và {len(lines.columns)} cột bị ẩn ở trang tính "
            f"{sheet}"
        )


def _refuse_odd_cells(root: _Element, sheet: str) -> None:
    """Raises ``InputError`` with the row of a cell that does not say which one it is."""
    for cell in root.iter(f"{_M}c"):
        if not _is_area(str(cell.get("r"))):
            row = cell.getparent()
            line = whole(row.get("r") if row is not None else None, 0)
            raise InputError(UNREADABLE_SHEET, Place(sheet, f"{line}:{line}" if line else ""))


def _is_area(reference: str) -> bool:
    """Whether a reference is one to a cell or an area of a sheet."""
    try:
        area = split_area(reference)
    except ValueError:
        return False
    return (
        not reference.endswith(":") and max(area[::2]) <= MAX_ROW and max(area[1::2]) <= MAX_COLUMN
    )


def _drop_odd_merges(root: _Element) -> bool:
    """Take out merged cells that are no area; gives whether there were any."""
    odd = [
        merge
        for merge in root.iterfind(f"{_M}mergeCells/{_M}mergeCell")
        if not _is_area(str(merge.get("ref")))
    ]
    for merge in odd:
        without(merge)
    for holder in root.findall(f"{_M}mergeCells"):
        drop_attributes(holder, "count")
        if not len(holder):
            root.remove(holder)
    return bool(odd)


def _under_merges(root: _Element) -> frozenset[_Cell]:
    """The cells that lie under merged ones."""
    found: set[_Cell] = set()
    held = {split_cell(str(cell.get("r"))) for cell in root.iter(f"{_M}c") if len(cell)}
    for merge in root.iterfind(f"{_M}mergeCells/{_M}mergeCell"):
        top, left, bottom, right = split_area(str(merge.get("ref")))
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        if len(rows) * len(columns) > len(held):
            area = [cell for cell in held if cell[0] in rows and cell[1] in columns]
        else:
            area = [cell for cell in product(rows, columns) if cell in held]
        found.update(cell for cell in area if cell != (top, left))
    return frozenset(found)


# -------------------------------------------------------------------------------------------- cells


class _Cells:
    """The cells of one sheet as they are cleaned, and what is found in them."""

    def __init__(
        self,
        sheet: str,
        texts: Texts,
        looks: Looks,
        formats: Baked,
        lines: Unseen,
        under: frozenset[_Cell],
    ) -> None:
        self._sheet, self._texts, self._looks = sheet, texts, looks
        self._formats, self._lines, self._under = formats, lines, under
        self.unseen: dict[_Cell, None] = {}
        self._shortened: list[str] = []

    def clean(self, cell: _Element) -> None:
        """Give a cell its look and its text in the copy; empty it where nobody sees it."""
        place = split_cell(str(cell.get("r")))
        look = self._looks.cell(whole(cell.get("s"), 0), self._formats.worn.get(place, ()))
        if cell.get("s") is not None or place in self._formats.worn:
            cell.set("s", str(self._looks.number(look)))
        if self._lines.covers(*place):
            _empty(cell)
            return
        shown = self._shown(cell, look, place)
        colours = self._looks.palette.indexed
        if len(cell) and (place in self._under or not _is_seen(cell, shown, look, colours)):
            self.unseen[place] = None
            _empty(cell)
            return
        if shown is not None:
            if shown.lost:
                self._shortened.append(cell_name(*place))
            self._put(cell, shown)

    def _shown(self, cell: _Element, look: Look, place: _Cell) -> Shown | None:
        """A cell's text as it is shown; ``None`` for what is no text. Raises ``InputError`` where
        the workbook's table has no such string.
        """
        kind, held = cell.get("t"), self._texts.held
        if kind == "s":
            number = whole(cell.findtext(f"{_M}v"), len(held))
            if number >= len(held):
                if cell.find(f"{_M}v") is None:
                    return None
                raise InputError(UNREADABLE_SHEET, Place(self._sheet, cell_name(*place)))
            return self._texts.shown(number, look, self._looks.palette)
        if kind == "inlineStr":
            return shown_runs(_inside(cell), look, self._looks.palette)
        if kind == "str":
            text = cell.findtext(f"{_M}v") or ""
            return Shown("", text)
        return None

    def _put(self, cell: _Element, shown: Shown) -> None:
        """Let a cell's text stand where it can in the copy: in its table of strings, in the cell,
        or beside its formula.
        """
        from lxml import etree

        if cell.get("t") == "s":
            value = cell.find(f"{_M}v")
            if value is not None:
                value.text = str(self._texts.table.rich(shown.xml))
        elif cell.get("t") == "inlineStr":
            held = etree.fromstring(f'<is xmlns="{MAIN}">{shown.xml}</is>')
            for child in list(cell.iterfind(f"{_M}is")):
                cell.remove(child)
            cell.append(held)

    def told(self) -> Iterator[str]:
        """Sentences on what nobody sees."""
        if self.unseen:
            named = [cell_name(*cell) for cell in self.unseen]
            yield f"nội dung không nhìn thấy của {listed(named)} ở trang tính {self._sheet}"
        if self._shortened:
            yield f"chữ không nhìn thấy trong {listed(self._shortened)} ở trang tính {self._sheet}"


def listed(cells: Sequence[str]) -> str:
    """Cells for a sentence: the first of them, and how many more there are."""
    more = f" và {len(cells) - 5} ô nữa" if len(cells) > 5 else ""
    return f"ô {', '.join(cells[:5])}{more}"


def _inside(cell: _Element) -> str:
    """The XML inside a cell's own text."""
    from lxml import etree

    held = cell.find(f"{_M}is")
    children = list(held) if held is not None else []
    return "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in children)


def _empty(cell: _Element) -> None:
    cell[:] = []
    drop_attributes(cell, "t")


def _restyle(element: _Element, name: str, looks: Looks) -> None:
    """Give a row or a column its look in the copy."""
    if element.get(name) is not None:
        look = looks.cell(whole(element.get(name), 0))
        element.set(name, str(looks.number(look)))


def _is_seen(cell: _Element, shown: Shown | None, look: Look, indexed: Sequence[str]) -> bool:
    """Whether a reader sees what a cell holds; ``indexed`` are the workbook's colours by number.
    What no cell of its kind can hold is not seen.
    """
    value = _value(cell) if shown is None else shown.text
    if value is None or (shown is not None and shown.lost and not shown.text):
        return False
    if is_unseen(look.colour, look.fill, look.size) and not _has_seen_runs(shown):
        return value == ""
    own = format_colour(look.number_format, value, indexed)
    if own is not None and is_unseen(own, look.fill, look.size):
        return value == ""
    return shows_value(look.number_format, value)


def _value(cell: _Element) -> float | str | None:
    """What a cell without a text holds; ``None`` where no cell of its kind can hold it."""
    text, kind = cell.findtext(f"{_M}v") or "", cell.get("t", "n")
    if not text:
        return None if kind in ("e", "d") else text
    if kind == "n":
        return float(text) if _NUMBER.match(text) else None
    if kind == "e":
        return text if text in ERRORS else None
    if kind == "d":
        return text if _DAY.match(text) else None
    return text if kind == "b" else None


def _has_seen_runs(shown: Shown | None) -> bool:
    """Whether a text has formats of its own, which say what is seen of it."""
    return shown is not None and "<rPr>" in shown.xml


# ----------------------------------------------------------------------------------------- formulas


def _clean_formulas(sheet: Opened, reach: Reach, unseen: Mapping[str, Unseen]) -> int:
    """Leave the formulas that are arithmetic over what is shown in the copy; gives how many others
    became values.
    """
    masters: dict[str, tuple[int, int, str]] = {}
    frozen = 0
    for cell in sheet.root.iter(f"{_M}c"):
        formula = cell.find(f"{_M}f")
        if formula is None:
            if cell.get("t") == "str":
                _put_inline(cell, cell.findtext(f"{_M}v") or "")
            continue
        row, column = split_cell(str(cell.get("r")))
        text = _written_out(formula, row, column, masters)
        plain = formula.get("t") in (None, "normal", "shared")
        if plain and _stays(text, sheet.part.name, reach, unseen):
            formula.attrib.clear()
            formula.text = text
            continue
        cell.remove(formula)
        frozen += 1
        if cell.get("t") == "str":
            _put_inline(cell, cell.findtext(f"{_M}v") or "")
    return frozen


def _written_out(
    formula: _Element, row: int, column: int, masters: dict[str, tuple[int, int, str]]
) -> str:
    """A cell's formula, shared ones written out."""
    text = formula.text or ""
    if formula.get("t") != "shared":
        return text
    index = str(formula.get("si"))
    if text:
        masters[index] = (row, column, text)
    elif index in masters:
        first_row, first_column, master = masters[index]
        try:
            return shift(master, row - first_row, column - first_column)
        except ValueError:
            return "#REF!"
    return text


def _stays(formula: str, sheet: str, reach: Reach, unseen: Mapping[str, Unseen]) -> bool:
    """Whether a formula is arithmetic over cells that are shown in the copy."""
    if not reach.computes(formula, sheet):
        return False
    for piece in tokenize(formula):
        home, area = taken_in(piece, sheet)
        hidden = unseen.get(home.casefold())
        if area is not None and hidden is not None and hidden.meets(*area):
            return False
    return True


def taken_in(piece: Ref | Token, sheet: str) -> tuple[str, tuple[int, int, int, int] | None]:
    """The sheet and the area that a piece of a formula takes in, if it does."""
    if isinstance(piece, Ref):
        left, right = piece.left or 1, piece.right or _LAST_COLUMN
        return piece.sheet or sheet, (piece.top, left, piece.bottom, right)
    if piece.kind != "columns":
        return sheet, None
    prefix, _, columns = piece.text.rpartition("!")
    first, _, last = columns.replace("$", "").upper().partition(":")
    home = prefix.strip("'").replace("''", "'") or sheet
    return home, (1, column_number(first), 1_048_576, column_number(last))


def _put_inline(cell: _Element, text: str) -> None:
    """Make a cell hold a text of its own, whether or not the workbook has a table of strings."""
    from lxml import etree

    cell[:] = []
    cell.set("t", "inlineStr")
    held = etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t")
    held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    held.text = text


# --------------------------------------------------------------------------------- beside the cells


def _clean_headers(root: _Element) -> bool:
    """Leave of headers and footers what is printed; gives whether anything else was there."""
    holder = root.find(f"{_M}headerFooter")
    lost = False
    for child in list(holder) if holder is not None else ():
        name = str(child.tag).removeprefix(_M)
        if name not in _HEADERS or not child.text:
            continue
        switch = {"ev": "differentOddEven", "fi": "differentFirst"}.get(name[:2])
        used = switch is None or (holder is not None and holder.get(switch) in _TRUE)
        shown = _printed(child.text) if used else ""
        lost |= shown != child.text
        child.text = shown
    return lost


def _printed(text: str) -> str:
    """What is printed of a header or footer: nothing white or of no size, no path, no picture."""
    kept, colour, size = [], "000000", 11.0
    for piece in HEADER_PIECE.finditer(text):
        said = piece[0]
        if said[:2] in ("&L", "&C", "&R"):
            colour, size = "000000", 11.0
        if piece["colour"]:
            colour = piece["colour"].upper() if len(piece["colour"]) == 6 else "000000"
        elif piece["size"]:
            size = float(piece["size"])
        elif said.startswith('&"'):
            said = '&"Times New Roman' + _face(said)
        elif said in ("&Z", "&G") or is_unseen(colour, "FFFFFF", size):
            continue
        kept.append(said)
    return "".join(kept)


def _face(font: str) -> str:
    """How a header's font is written: bold, italic or neither."""
    face = font.rstrip('"').partition(",")[2]
    words = [word for word in ("Bold", "Italic") if word.casefold() in face.casefold()]
    return f',{" ".join(words) or "Regular"}"'


def _clean_links(root: _Element, rels: Sequence[Relationship], reach: Reach) -> bool:
    """Take out the links of cells that lead out of the copy, other than to the web; gives whether
    there were any.
    """
    links = root.find(f"{_M}hyperlinks")
    if links is None:
        return False
    by_id = {rel.id: rel for rel in rels}
    gone = [link for link in links if not _leads_well(link, by_id, reach)]
    for link in gone:
        links.remove(link)
    if not len(links):
        root.remove(links)
    return bool(gone)


def _leads_well(link: _Element, rels: Mapping[str, Relationship], reach: Reach) -> bool:
    """Whether a link leads to a page of the web that says nothing more than its host, or to cells
    of the copy.
    """
    location = str(link.get("location") or "")
    rel = rels.get(str(link.get(f"{_R}id")))
    if rel is not None:
        drop_attributes(link, "location")
        return rel.external and WEB.fullmatch(rel.target) is not None
    sheet, _, cell = location.rpartition("!")
    return reach.has_sheet(sheet.strip("'").replace("''", "'")) and is_plain(cell)


def _led(root: _Element, rels: Sequence[Relationship]) -> tuple[Relationship, ...]:
    """What the sheet still leads to; elements that point at anything else are taken out."""
    used = set()
    for element in root.iter():
        used.update(_pointers(element))
    led = tuple(rel for rel in rels if rel.id in used and _goes_along(rel))
    gone = used - {rel.id for rel in led}
    for element in list(root.iter()):
        if gone & _pointers(element):
            without(element)
    return led


def _is_table(package: Package, rel: Relationship) -> bool:
    """Whether a table says which area it has."""
    return rel.target not in package or _is_area(str(package.tree(rel.target).get("ref")))


def _goes_along(rel: Relationship) -> bool:
    """Whether what a sheet leads to goes into the copy."""
    return rel.kind in _KEPT_RELATIONS and (not rel.external or rel.kind == "hyperlink")


def _pointers(element: _Element) -> set[str]:
    """The relationships that an element points to."""
    return {str(value) for name, value in element.attrib.items() if str(name).startswith(_R)}
