"""The clean copy: what leaves the office, without anything that is not meant to.

It is written anew from what is shown of the sheets that go out: values, arithmetic over them,
looks, charts, pictures. Nothing is taken over that is not known to be wanted; what a reader cannot
see is left out. Nothing is left out silently: ``Cleaned.removed`` lists it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook_tools.error_kinds import HIDDEN_SHEET, NOTHING_TO_SEND
from workbook_tools.errors import InputError
from workbook_tools.excel.charts import led_to
from workbook_tools.excel.defined_names import names_with_elements
from workbook_tools.excel.package import (
    Package,
    Relationship,
    SheetPart,
    pack,
    relationships,
    sheets,
    to_xml,
    workbook_part,
)
from workbook_tools.excel.signatures import is_signed
from workbook_tools.excel.strings import StringTable, read_shared_strings
from workbook_tools.flags.sheet_parts import take_flags
from workbook_tools.place import Place
from workbook_tools.send.beside import Around
from workbook_tools.send.cells_shown import ShownCells, clean_pictures, is_areas
from workbook_tools.send.clean_sheets import CleanSheet, Opened, closed, opened
from workbook_tools.send.clean_styles import Looks
from workbook_tools.send.clean_texts import Texts
from workbook_tools.send.clean_theme import plain_theme
from workbook_tools.send.clean_workbook import hidden_sheets, keep_names, keep_sheets
from workbook_tools.send.copy_parts import CopyPlan, put_together
from workbook_tools.send.crops import WHOLE, Box, frame_of, picture_boxes
from workbook_tools.send.overlooked import overlooked
from workbook_tools.send.stays import Reach

if TYPE_CHECKING:
    from lxml.etree import _Element

SENT_SHEETS = ("PhuLuc", "TongHop")
"""The sheets that go out where nothing else is chosen."""

_BOOK_RELATIONS = frozenset({"worksheet", "styles", "theme", "sharedStrings"})
_TOLD = {
    "vbaProject": "macro",
    "externalLink": "liên kết tới sổ tính khác",
    "comments": "ghi chú",
    "threadedComment": "bình luận",
    "person": "tên người bình luận",
    "printerSettings": "thiết lập máy in",
    "customXml": "dữ liệu kèm theo",
    "connections": "kết nối dữ liệu",
    "pivotCacheDefinition": "bảng tổng hợp động",
    "custom-properties": "thuộc tính riêng",
    "control": "nút, điều khiển",
}
"""What may go with a workbook and never with its copy: kind of relationship → what the user is
told.
"""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean copy's bytes, what was left out, in sentences, and what goes out and is easily
    overlooked.
    """

    data: bytes
    removed: tuple[str, ...]
    doubts: tuple[str, ...] = ()


def clean_copy(package: Package, keep: Sequence[str] = SENT_SHEETS, title: str = "") -> Cleaned:
    """The clean copy of a finished workbook, under a title. Raises ``InputError`` where a sheet
    that is to go out is missing or hidden.
    """
    flagless = take_flags(package)
    book, every = workbook_part(flagless), sheets(flagless)
    kept = _chosen(every, keep)
    others = [sheet for sheet in every if sheet not in kept]
    root = flagless.tree_to_change(book)
    _refuse_hidden(kept, hidden_sheets(root))
    reach = keep_names(root, kept)
    keep_sheets(root, kept)
    texts = Texts(read_shared_strings(flagless), StringTable([]))
    looks = Looks(flagless)
    shown = [opened(flagless, sheet, texts, looks) for sheet in kept]
    unseen = {sheet.part.name.casefold(): sheet.unseen for sheet in shown}
    cleaned = {sheet.part.part: closed(flagless, sheet, reach, unseen) for sheet in shown}
    parts = {part: sheet.xml for part, sheet in cleaned.items()} | {book: to_xml(root)}
    led = {part: sheet.led for part, sheet in cleaned.items()}
    led[book] = _led_by_book(flagless, book, kept)
    parts |= _common_parts(led[book], looks, texts)
    every_led = [rel for sheet in cleaned.values() for rel in sheet.led]
    boxes = picture_boxes(flagless, every_led)
    pictures = clean_pictures(flagless, boxes)
    cells = ShownCells(flagless, texts.held, unseen)
    frames = {part: frame_of(shown) for part, shown in boxes.items()}
    around = _around(cells, reach, pictures, frames, _tables(cleaned, kept))
    gone = frozenset(sheet.part for sheet in others)
    copy = put_together(flagless, CopyPlan(book, parts, led, gone, around, title))
    removed = [
        *_told_first(package, flagless),
        *_told_sheets(others, list(cleaned.values())),
        *_told_looks(looks),
        *_told_pictures(pictures),
        *_told_crops(frames),
        *_told_besides(flagless, book, kept),
    ]
    return Cleaned(pack(copy), tuple(dict.fromkeys(removed)), _doubts(flagless, root, shown))


def _around(
    cells: ShownCells,
    reach: Reach,
    pictures: Mapping[str, bytes],
    frames: Mapping[str, Box],
    tables: Mapping[str, str],
) -> Around:
    """What drawings, charts and tables may speak of; ``tables`` are their parts with their
    sheets.
    """
    return Around(
        lambda formula: reach.holds(formula, None) and is_areas(formula),
        cells.points,
        {name: data for name, data in pictures.items() if data},
        lambda part, area: cells.headings(tables[part], area),
        frames,
    )


def _common_parts(rels: Sequence[Relationship], looks: Looks, texts: Texts) -> dict[str, bytes]:
    """The parts that all sheets share: styles, texts, theme."""
    made = {
        "styles": looks.to_xml(),
        "sharedStrings": texts.table.to_xml(),
        "theme": plain_theme(looks.palette.theme),
    }
    return {rel.target: made[rel.kind] for rel in rels if rel.kind in made}


def _told_first(package: Package, flagless: Package) -> list[str]:
    """Sentences on what is void in a copy, and on our own marks."""
    signed = ["chữ ký số"] if is_signed(package) else []
    guarded = ["mật khẩu và khóa bảo vệ của trang tính, của sổ"] if _is_guarded(package) else []
    marks = ["dấu kiểm tra và ghi chú của chúng"] if flagless is not package else []
    return signed + guarded + marks


def _is_guarded(package: Package) -> bool:
    """Whether the workbook or any of its sheets is protected."""
    guards = (b"<workbookProtection ", b"<fileSharing ", b"<sheetProtection ")
    parts = [workbook_part(package), *(sheet.part for sheet in sheets(package))]
    held = [part for part in parts if part in package]
    return any(guard in package.plain(part) for part in held for guard in guards)


def _tables(cleaned: Mapping[str, CleanSheet], kept: Sequence[SheetPart]) -> dict[str, str]:
    """The sheets on which tables stand, by the tables' parts."""
    names = {sheet.part: sheet.name for sheet in kept}
    return {
        rel.target: names[part]
        for part, sheet in cleaned.items()
        for rel in sheet.led
        if rel.kind == "table"
    }


def _told_looks(looks: Looks) -> list[str]:
    """Sentences on fonts and number formats that do not go out as they were."""
    said = ["tên phông chữ lạ (nay là Times New Roman)"] if looks.odd_fonts else []
    if looks.told_formats:
        codes = ", ".join(f"“{code}”" for code in list(looks.told_formats)[:3])
        said.append(f"chữ nằm trong định dạng số {codes}")
    return said


def _told_pictures(pictures: Mapping[str, bytes]) -> list[str]:
    """A sentence on the pictures that cannot be written anew."""
    lost = [name.rpartition("/")[2] for name, data in pictures.items() if not data]
    return [f"ảnh không đọc được hoặc không phải PNG, JPEG: {', '.join(lost)}"] if lost else []


def _told_crops(frames: Mapping[str, Box]) -> list[str]:
    """A sentence on the pictures of which only a part is shown."""
    cut = [name.rpartition("/")[2] for name, frame in frames.items() if frame != WHOLE]
    return [f"phần bị cắt khuất của ảnh: {', '.join(cut)}"] if cut else []


def _doubts(package: Package, book: _Element, shown: Sequence[Opened]) -> tuple[str, ...]:
    """Sentences on what goes out with the sheets and is easily overlooked; ``book`` is the copy's
    workbook part.
    """
    names = [name for name, _ in names_with_elements(book)]
    said: list[str] = []
    for sheet in shown:
        parts = led_to(package, sheet.part.part, "drawing")
        drawings = [package.tree(part) for part in parts]
        charts = [package.tree(chart) for part in parts for chart in led_to(package, part, "chart")]
        said += overlooked(sheet.part.name, sheet.root, names, drawings, charts)
    return tuple(said)


def _chosen(every: Sequence[SheetPart], keep: Sequence[str]) -> list[SheetPart]:
    """The sheets that go out, in the workbook's order. Raises ``InputError`` where one is not
    there.
    """
    known = {sheet.name.casefold() for sheet in every if sheet.kind == "worksheet"}
    missing = [name for name in keep if name.casefold() not in known]
    if missing:
        raise InputError(NOTHING_TO_SEND, sheets=", ".join(missing))
    wanted = {name.casefold() for name in keep}
    return [sheet for sheet in every if sheet.name.casefold() in wanted]


def _refuse_hidden(kept: Sequence[SheetPart], hidden: frozenset[str]) -> None:
    for sheet in kept:
        if sheet.name in hidden:
            raise InputError(HIDDEN_SHEET, Place(sheet.name))


def _led_by_book(
    package: Package, book: str, kept: Sequence[SheetPart]
) -> tuple[Relationship, ...]:
    """What the workbook part of the copy leads to."""
    ids = {sheet.rel_id for sheet in kept}
    return tuple(
        rel
        for rel in relationships(package, book)
        if rel.kind in _BOOK_RELATIONS and (rel.kind != "worksheet" or rel.id in ids)
    )


def _told_sheets(others: Sequence[SheetPart], cleaned: Sequence[CleanSheet]) -> list[str]:
    """Sentences on the sheets that stay behind, and on what the others lost."""
    said = [f"các trang tính {', '.join(sheet.name for sheet in others)}"] if others else []
    for sheet in cleaned:
        said += sheet.removed
    return said


def _told_besides(package: Package, book: str, kept: Sequence[SheetPart]) -> list[str]:
    """Sentences on what lies beside the sheets and does not go with them."""
    owners = ["", book, *(sheet.part for sheet in kept)]
    found = {rel.kind for owner in owners for rel in relationships(package, owner)}
    told = [said for kind, said in _TOLD.items() if kind in found]
    return [*told, "tên tác giả, người sửa cuối, cơ quan, đường dẫn"]


__all__ = ["SENT_SHEETS", "Cleaned", "clean_copy"]
