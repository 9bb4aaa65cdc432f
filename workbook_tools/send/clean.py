"""The clean copy: what leaves the office, without anything that is not meant to.

The sheets that go out are kept with their formulas and formats; whatever else a workbook carries is
left out: other sheets and their texts, macros, flags, notes, hidden rows and columns, links to
other workbooks, names of people and folders. A formula that points outside the copy becomes its
value. Nothing is left out silently: ``Cleaned.removed`` lists it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbook_tools.error_kinds import HIDDEN_SHEET, NOTHING_TO_SEND
from workbook_tools.errors import InputError
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
from workbook_tools.excel.strings import StringTable, read_shared_strings, strings_part
from workbook_tools.flags.sheet_parts import take_flags
from workbook_tools.place import Place
from workbook_tools.send.clean_sheets import CleanSheet, Texts, clean_sheet
from workbook_tools.send.clean_workbook import hidden_sheets, keep_names, keep_sheets
from workbook_tools.send.copy_parts import CopyPlan, put_together

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
    """A clean copy's bytes, and what was left out, in sentences."""

    data: bytes
    removed: tuple[str, ...]


def clean_copy(package: Package, keep: Sequence[str] = SENT_SHEETS) -> Cleaned:
    """The clean copy of a finished workbook. Raises ``InputError`` where a sheet that is to go out
    is missing or hidden.
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
    cleaned = {sheet.part: clean_sheet(flagless, sheet, reach, texts) for sheet in kept}
    parts = {part: sheet.xml for part, sheet in cleaned.items()} | {book: to_xml(root)}
    strings = strings_part(flagless)
    if strings is not None:
        parts[strings] = texts.table.to_xml()
    led = {part: sheet.led for part, sheet in cleaned.items()}
    led[book] = _led_by_book(flagless, book, kept)
    plan = CopyPlan(book, parts, led, frozenset(sheet.part for sheet in others))
    copy = put_together(flagless, plan, lambda formula: reach.holds(formula, kept[0].name))
    removed = [
        *(["dấu kiểm tra và ghi chú của chúng"] if flagless is not package else []),
        *_told_sheets(others, list(cleaned.values())),
        *_told_besides(flagless, book, kept),
    ]
    return Cleaned(pack(copy), tuple(dict.fromkeys(removed)))


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
    said = [f"các trang {', '.join(sheet.name for sheet in others)}"] if others else []
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
