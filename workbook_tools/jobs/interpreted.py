"""What an import tells of its reading: the rows of the sheet ``NhapLieu``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbook_tools.jobs.imported_lines import Lines, Typed
from workbook_tools.place import Place, cell_name
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LIKELY, SURE, UNSURE, Line, Plan, Programme, Remark, Section
from workbook_tools.plan.money import plain
from workbook_tools.read.headers import normal
from workbook_tools.read.table_book import TableBook
from workbook_tools.read.values import decimal, shown

KEPT = "chưa xếp được"
NOT_TAKEN = "không nhập theo, chỉ còn trong tệp nguồn"
HEADINGS = ("Ô nguồn", "Nguyên văn", "Ô trên DeAn", "Đọc là", "Cách đọc", "Độ chắc")
_ORDER = (UNSURE, LIKELY, SURE, KEPT)
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell that was interpreted: where it stands, what it says, the cell of ``DeAn`` that it
    went to (empty for none), how it was read and why, how sure that is (``KEPT`` for one that went
    nowhere).
    """

    place: Place
    found: str
    target: str
    read_as: str
    how: str
    sure: str


def readings(book: TableBook, plan: Plan, lines: Lines) -> list[Reading]:
    """Everything that was interpreted, the least sure first, and behind it what has no place in the
    plan.
    """
    targets = _targets(lines)
    proved = _proof(plan)
    raw = book.grid(plan.sheet) or plan.grid or Grid(plan.sheet, [])
    found = [_told(remark, targets, proved) for remark in (*plan.remarks, *plan.decisions)]
    found += _of_headings(plan, lines)
    found += _of_levels(plan, lines, proved)
    known = {reading.place for reading in found}
    found += _otherwise(raw, lines, known)
    found += _left_out(plan)
    used = {*targets, *(reading.place for reading in found), *plan.particular_cells.values()}
    kept = list(_kept(raw, plan, used))
    found.sort(key=lambda reading: _ORDER.index(reading.sure))
    beside = [
        Reading(Place(name), said, "", "", NOT_TAKEN, KEPT) for name, said in book.left_behind
    ]
    return [*found, *kept, *beside, *_other_sheets(book, plan)]


def _targets(lines: Lines) -> dict[Place, str]:
    """Each cell of the table that has a cell on ``DeAn``, and that one; of two the first."""
    found: dict[Place, str] = {}
    level = list(lines.form.columns).index("level") + 1
    for row, cells in enumerate(lines.rows, 2):
        for column, cell in enumerate(cells, 1):
            if cell.place is not None and cell.place.cell and column != level:
                found.setdefault(cell.place, cell_name(row, column))
    return found


def _proof(plan: Plan) -> str:
    """How sure the whole is: proved where every stated sum is that of its parts, unsure where any
    is another.
    """
    headings: list[Section | Programme] = [*plan.sections, *plan.programmes]
    stated: list[tuple[Line, Mapping[str, Decimal]]] = [
        (line, line.amounts) for line in headings if line.row and line.stated
    ]
    if plan.stated is not None and plan.stated.stated:
        stated.append((plan.stated, plan.amounts))
    wrong = any(
        line.stated.get(name) not in (None, amounts[name])
        for line, amounts in stated
        for name in plan.form.amounts
    )
    return UNSURE if wrong else SURE if plan.stated is not None and stated else LIKELY


def _told(remark: Remark, targets: Mapping[Place, str], proved: str) -> Reading:
    """A decision of the reader; one of an amount is proved where all sums are."""
    sure, how = remark.sure, remark.evidence
    if proved == SURE and remark.place in targets and sure != SURE:
        sure, how = SURE, f"{how}; các tổng đã ghi đều khớp"
    target = targets.get(remark.place, "")
    return Reading(remark.place, remark.found, target, remark.read_as, how, sure)


def _of_headings(plan: Plan, lines: Lines) -> Iterator[Reading]:
    """The columns that are called otherwise than on ``DeAn``."""
    if plan.grid is None:
        return
    row = plan.rows[0] - 1
    for field, letters in plan.columns.items():
        said, called = plan.headings.get(letters, ""), lines.form.columns.get(field, "")
        if said and called and normal(said) != normal(called):
            place = Place(plan.sheet, f"{letters}{row}")
            yield Reading(place, said, "", f"cột “{called}”", "theo tên cột và nội dung", LIKELY)
    for field, called in lines.form.columns.items():
        if field in lines.form.keys and field not in plan.columns:
            place = Place(plan.sheet)
            yield Reading(place, "", "", f"cột “{called}”", "cho tiền không rõ nguồn", UNSURE)


def _of_levels(plan: Plan, lines: Lines, proved: str) -> Iterator[Reading]:
    """The level of each line, where the table has no column that says it."""
    if "level" in plan.columns:
        return
    fields = list(lines.form.columns)
    level, tt, name = (fields.index(field) for field in ("level", "tt", "name"))
    for row, cells in enumerate(lines.rows, 2):
        place = cells[tt].place or cells[name].place
        if place is not None:
            said = f"{cells[tt].value or ''} {cells[name].value or ''}".strip()
            how = "loại dòng suy theo số thứ tự, tên và tiền của các dòng"
            read_as = str(cells[level].value)
            yield Reading(place, said, cell_name(row, level + 1), read_as, how, proved)


def _otherwise(raw: Grid, lines: Lines, known: set[Place]) -> Iterator[Reading]:
    """The cells whose value is another than what stands in theirs, and nothing is told of yet."""
    fields = list(lines.form.columns)
    for row, cells in enumerate(lines.rows, 2):
        for column, cell in enumerate(cells, 1):
            if cell.place is None or not cell.place.cell or cell.value in (None, ""):
                continue
            if column <= len(fields) and fields[column - 1] in ("level", "tt", "name"):
                continue
            found = raw.named(cell.place.cell)
            if cell.place not in known and not _same(found, cell):
                said, value = shown(found), shown_value(cell.value)
                yield Reading(
                    cell.place, said, cell_name(row, column), value, "đọc từ ô này", LIKELY
                )


def _same(found: object, cell: Typed) -> bool:
    """Whether a cell's value is what stands there, whatever its blanks."""
    if isinstance(found, (int, float)) and isinstance(cell.value, (Decimal, int)):
        return decimal(found) == cell.value
    return "".join(shown(found).split()) == "".join(shown_value(cell.value).split())


def shown_value(value: object) -> str:
    """A value of ``DeAn`` as text."""
    return plain(value).replace(".", ",") if isinstance(value, Decimal) else shown(value)


def _left_out(plan: Plan) -> Iterator[Reading]:
    for left in plan.left_out:
        yield Reading(left.place, left.message, "", "", left.hint, KEPT)


def _kept(raw: Grid, plan: Plan, used: set[Place]) -> Iterator[Reading]:
    """What stands on the table's sheet and went nowhere, in the order of its cells."""
    headings = set(plan.headings.values())
    count = 0
    for number, row in enumerate(raw.rows, 1):
        for column, value in enumerate(row, 1):
            said = shown(value).strip()
            place = raw.place(number, column)
            if not said or place in used or " ".join(said.split()) in headings:
                continue
            count += 1
            if count <= _MOST_KEPT:
                yield Reading(place, said, "", "", "giữ nguyên ở đây", KEPT)
    if count > _MOST_KEPT:
        more = f"và {count - _MOST_KEPT} ô nữa, xem tệp nguồn"
        yield Reading(Place(raw.sheet), more, "", "", "giữ nguyên ở tệp nguồn", KEPT)


def _other_sheets(book: TableBook, plan: Plan) -> Iterator[Reading]:
    for name in book.sheet_names:
        if name != plan.sheet:
            yield Reading(Place(name), "", "", "", "trang tính này không được nhập", KEPT)


def counts(found: Sequence[Reading]) -> dict[str, int]:
    """How many readings there are of each certainty."""
    counted = Counter(reading.sure for reading in found)
    return {sure: counted[sure] for sure in _ORDER}
