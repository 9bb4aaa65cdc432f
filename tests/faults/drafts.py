"""Clean plans made at random, in several sizes, units and layouts, and written with XlsxWriter.

A draft is the plan as somebody types it, before it is a file, so that a fault can be put in and its
cell is known.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from workbook_tools.place import cell_name, column_letters
from workbook_tools.plan.form import AMOUNTS, COLUMNS, SOURCES
from workbook_tools.plan.money import parse_unit
from workbook_tools.plan.words import amount_in_words

SECTION, PROGRAMME, PROJECT, DETAIL = "Mục", "Chương trình", "Đề án", "Chi tiết"
TOTAL = "Tổng cộng"

Row = dict[str, Any]


@dataclass
class Formula:
    """A formula (without its ``=``) and the result that is stored beside it."""

    text: str
    result: Any


@dataclass
class Draft:
    """A plan as typed; ``layout`` is ``plan`` (the accountant's own workbook) or ``appendix``
    (somebody's finished one).
    """

    layout: str
    unit: str
    year: int
    rows: list[Row]
    columns: list[str]
    formulas: bool = False
    particulars: dict[str, Any] = field(default_factory=dict)
    records: dict[str, list[list[Any]]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[str] = field(default_factory=set)
    merges: list[tuple[int, str, int, str]] = field(default_factory=list)
    outside: list[tuple[int, str]] = field(default_factory=list)
    pinned: set[str] = field(default_factory=set)
    shown: str = ""
    """The number format of the cells with money."""
    sources: tuple[str, ...] = SOURCES

    @property
    def amounts(self) -> tuple[str, ...]:
        """The fields that hold money."""
        return "total", *self.sources

    @property
    def sheet(self) -> str:
        return "DeAn" if self.layout == "plan" else "Phụ lục"

    @property
    def top(self) -> int:
        """The row of the first line."""
        return 2 if self.layout == "plan" else 8

    def cell(self, index: int, name: str) -> str:
        """Where a line's field is written, e.g. ``DeAn!I7``."""
        return f"{self.sheet}!{cell_name(self.top + index, self.columns.index(name) + 1)}"

    def of(self, level: str) -> list[int]:
        return [at for at, row in enumerate(self.rows) if row["level"] == level]

    def below(self, index: int) -> list[int]:
        """The projects of a programme, a section or the whole plan, by the index of its line."""
        level = self.rows[index]["level"]
        if level == TOTAL:
            return self.of(PROJECT)
        found = []
        for at in range(index + 1, len(self.rows)):
            other = self.rows[at]["level"]
            if other in (SECTION, TOTAL) or (other == PROGRAMME and level == PROGRAMME):
                break
            if other == PROJECT:
                found.append(at)
        return found

    def after(self, index: int) -> int:
        """Where the next line after a project and its details stands."""
        index += 1
        while index < len(self.rows) and self.rows[index]["level"] == DETAIL:
            index += 1
        return index

    def amount(self, index: int, name: str) -> Decimal:
        """A project's amount as it counts: computed where it is the one source left empty beside a
        total.
        """
        row = self.rows[index]
        sources = {source: row.get(source) for source in self.sources}
        numbers = {source: _number(value) for source, value in sources.items()}
        missing = [source for source, value in sources.items() if value is None]
        total = row.get("total")
        if total is not None and not isinstance(total, Formula) and len(missing) == 1:
            numbers[missing[0]] = _number(total) - sum(numbers.values())
        return sum(numbers.values(), Decimal(0)) if name == "total" else numbers[name]

    def settle(self) -> None:
        """Make everything that is stated of sums right again after amounts have changed."""
        for index, row in enumerate(self.rows):
            if row["level"] == DETAIL:
                continue
            if row["level"] == PROJECT:
                if "total" not in self.columns or self.cell(index, "total") in self.pinned:
                    continue
                if self.formulas and row.get("total") is not None:
                    row["total"] = self._row_formula(index)
                elif row.get("total") is not None and all(
                    row.get(source) is not None for source in self.sources
                ):
                    row["total"] = self.amount(index, "total")
                continue
            below = self.below(index)
            for name in self.amounts:
                if row.get(name) is not None and self.cell(index, name) not in self.pinned:
                    due = sum((self.amount(at, name) for at in below), Decimal(0))
                    row[name] = (
                        Formula(self._sum_text(index, name, below), due)
                        if self.formulas and below
                        else due
                    )
        total = sum((self.amount(at, "total") for at in self.of(PROJECT)), Decimal(0))
        if self.particulars.get("Tổng cộng bằng chữ"):
            said = amount_in_words(total, parse_unit(self.unit))
            self.particulars["Tổng cộng bằng chữ"] = said[:1].upper() + said[1:]
        for number, record in enumerate(self.records.get("ChiTieu", [])[1:], 2):
            if (
                record[4] == ""
                and record[5] == COLUMNS["total"]
                and f"ChiTieu!B{number}" not in self.pinned
            ):
                record[1], record[2] = total, self.unit

    def _row_formula(self, index: int) -> Formula:
        row = self.top + index
        letters = [
            column_letters(self.columns.index(source) + 1)
            for source in self.sources
            if source in self.columns
        ]
        numbers = [self.columns.index(source) for source in self.sources if source in self.columns]
        beside = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        text = (
            f"SUM({letters[0]}{row}:{letters[-1]}{row})"
            if beside
            else "+".join(f"{name}{row}" for name in letters)
        )
        return Formula(text, self.amount(index, "total"))

    def _sum_text(self, index: int, name: str, below: list[int]) -> str:
        letters = column_letters(self.columns.index(name) + 1)
        if self.rows[index]["level"] == PROGRAMME:
            return f"SUM({letters}{self.top + below[0]}:{letters}{self.top + below[-1]})"
        whole = self.rows[index]["level"] == TOTAL
        level = SECTION if whole and self.of(SECTION) else PROGRAMME
        parts = []
        for at in range(index) if whole else range(index + 1, len(self.rows)):
            if self.rows[at]["level"] == SECTION and not whole:
                break
            if self.rows[at]["level"] == level:
                parts.append(f"{letters}{self.top + at}")
        return f"SUM({','.join(parts)})" if len(parts) < 200 else "+".join(parts)

    def file(self) -> bytes:
        """The workbook's bytes."""
        raw = io.BytesIO()
        book = xlsxwriter.Workbook(raw, {"in_memory": True})
        if self.layout == "plan":
            about = book.add_worksheet("ThongTin")
            for at, pair in enumerate([("Mục", "Nội dung"), *self.particulars.items()]):
                _write(about, at, 0, pair[0])
                _write(about, at, 1, pair[1])
        sheet = book.add_worksheet(self.sheet)
        self._heading(book, sheet)
        money = book.add_format({"num_format": self.shown}) if self.shown else None
        for index, row in enumerate(self.rows):
            for column, name in enumerate(self.columns):
                shown = money if name in self.amounts else None
                _write(sheet, self.top - 1 + index, column, row.get(name), shown=shown)
        for index in self.hidden_rows:
            sheet.set_row(self.top - 1 + index, None, None, {"hidden": True})
        for name in self.hidden_columns:
            column = self.columns.index(name)
            sheet.set_column(column, column, None, None, {"hidden": True})
        for first, left, last, right in self.merges:
            value = self.rows[first].get(left)
            sheet.merge_range(
                self.top - 1 + first,
                self.columns.index(left),
                self.top - 1 + last,
                self.columns.index(right),
                ""
                if value is None or isinstance(value, Formula)
                else float(value)
                if isinstance(value, Decimal)
                else value,
            )
        if self.layout == "appendix" and self.particulars.get("Tổng cộng bằng chữ"):
            sheet.write_string(
                self.top + len(self.rows),
                0,
                f"(Bằng chữ: {self.particulars['Tổng cộng bằng chữ']}.)",
            )
        for name, records in self.records.items():
            other = book.add_worksheet(name)
            for at, record in enumerate(records):
                for column, value in enumerate(record):
                    _write(other, at, column, value, book)
        book.close()
        return raw.getvalue()

    def _heading(self, book: Any, sheet: Any) -> None:
        if self.layout == "plan":
            sheet.write_row(0, 0, [COLUMNS.get(name, name) for name in self.columns])
            return
        sheet.write_string(
            0, 0, f"BIỂU TỔNG HỢP KẾ HOẠCH KHUYẾN CÔNG TỈNH ĐỒNG NAI NĂM {self.year}"
        )
        sheet.write_string(3, 0, f"Đơn vị tính: {self.unit}")
        for column, name in enumerate(self.columns):
            one, two = _APPENDIX_HEADINGS[name]
            if two:
                sheet.write_string(5, column, two)
                if one:
                    sheet.write_string(4, column, one)
            else:
                sheet.merge_range(4, column, 5, column, one)
            sheet.write_number(6, column, column + 1)


_APPENDIX_HEADINGS = {
    "tt": ("STT", ""),
    "name": ("Tên đề án, nhiệm vụ", ""),
    "executing_unit": ("Đơn vị chủ trì thực hiện", ""),
    "goal": ("Mục tiêu và nội dung chính", ""),
    "result": ("Kết quả dự kiến", ""),
    "start_month": ("Thời gian", "Bắt đầu"),
    "end_month": ("", "Kết thúc"),
    "total": ("Tổng kinh phí", ""),
    "province": ("Trong đó", "Kinh phí khuyến công ĐP"),
    "beneficiary": ("", "Đơn vị thụ hưởng đóng góp"),
    "other": ("", "Nguồn khác"),
    "note": ("Ghi chú", ""),
}


def _number(value: Any) -> Decimal:
    if isinstance(value, Formula):
        value = value.result
    return (
        value
        if isinstance(value, Decimal)
        else Decimal(value)
        if isinstance(value, int)
        else Decimal(0)
    )


def _write(
    sheet: Any, row: int, column: int, value: Any, book: Any = None, shown: Any = None
) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(
            row,
            column,
            "=" + value.text,
            shown,
            float(value.result) if isinstance(value.result, Decimal) else value.result,
        )
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, book.add_format({"num_format": "dd/mm/yyyy"}))
    elif value is not None:
        sheet.write_number(row, column, float(value), shown)


# -------------------------------------------------------------------------------------- clean plans

_ACTIVITIES = (
    "Tập huấn",
    "Hội thảo",
    "Khảo sát",
    "Hỗ trợ gian hàng",
    "Tư vấn",
    "Chuyển giao công nghệ",
    "Mô hình trình diễn",
    "Bình chọn",
    "Tuyên truyền",
    "Thống kê",
    "Xây dựng thương hiệu",
    "Hỗ trợ máy móc",
    "Thiết kế bao bì",
)
_OBJECTS = (
    "sản phẩm CNNT tiêu biểu",
    "chế biến hạt điều",
    "nghề mây tre đan",
    "nghề gốm",
    "sản xuất gạch không nung",
    "chế biến trái cây",
    "cơ khí nhỏ",
    "đồ gỗ mỹ nghệ",
    "dệt thổ cẩm",
    "cơ sở CNNT",
    "ván ép",
    "nước mắm",
    "bánh tráng",
    "dược liệu",
    "cà phê rang xay",
    "than tre",
    "lò sấy nông sản",
    "xử lý nước thải làng nghề",
)
_PLACES = (
    "Long Thành",
    "Long Khánh",
    "Vĩnh Cửu",
    "Trảng Bom",
    "Xuân Lộc",
    "Cẩm Mỹ",
    "Định Quán",
    "Tân Phú",
    "Nhơn Trạch",
    "Thống Nhất",
    "Biên Hòa",
)
_UNITS = (
    "Trung tâm KC&TVPTCN",
    "Sở Công Thương",
    "Phòng Kinh tế huyện Long Thành",
    "Phòng Kinh tế huyện Long Khánh",
    "Công ty TNHH Gốm 1",
    "Công ty TNHH Gốm 2",
    "Hợp tác xã Mây tre đan Định Quán",
    "Cơ sở A",
    "Cơ sở B",
)
_COUNTED = ("người", "cơ sở", "gian hàng", "hội thảo", "sản phẩm", "máy", "cuốn")
_DOCUMENTS = (
    ("53/2018/QĐ-UBND", date(2018, 12, 11)),
    ("23/2018/QĐ-UBND", date(2018, 4, 24)),
    ("28/2018/TT-BTC", date(2018, 3, 28)),
    ("04/2014/TTLT-BKHĐT-BTC", date(2014, 8, 13)),
    ("3096/QĐ-UBND", date(2020, 8, 25)),
    ("147/2018/NQ-HĐND", date(2018, 12, 7)),
    ("45/2012/NĐ-CP", date(2012, 5, 21)),
)
_NORMS = (
    ("MMTB", "Ứng dụng máy móc thiết bị", Decimal("0.5"), 300_000_000, "cơ sở"),
    ("MH-MOI", "Mô hình trình diễn", Decimal("0.3"), 1_000_000_000, "mô hình"),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_SCALE = {"đồng": 10**6, "ngàn đồng": 10**3, "triệu đồng": 1}


def clean_draft(seed: int) -> Draft:
    """A plan without a fault; the seed decides its size, unit, layout and everything else."""
    chance = random.Random(seed)
    layout = chance.choice(("plan", "plan", "appendix"))
    unit = chance.choice(tuple(_SCALE))
    projects = chance.choice((6, 9, 18, 30, 70))
    formulas = layout == "appendix" or chance.random() < 0.3
    draft = Draft(layout, unit, 2021 + seed % 6, [], _columns(chance, layout), formulas)
    _lines(draft, chance, projects)
    _with_sources(draft, seed)
    _without_sections(draft, seed)
    _without_headings(draft, seed)
    _large_project(draft, chance)
    _with_details(draft, seed)
    _over_years(draft, seed)
    _about(draft, chance)
    draft.settle()
    return draft


_KINDS = {
    "province": ("KPKC", "Ngân sách", "x"),
    "beneficiary": ("ThuHuong", "Thụ hưởng", None),
    "other": ("Khac", "Khác", None),
}
"""Code, kind and whether norms look at it, of the usual sources as they stand on ``NguonKP``."""


def _with_sources(draft: Draft, seed: int) -> None:
    """Half of the accountant's plans have another number of sources than three: one to six."""
    chance = random.Random(f"sources {seed}")
    count = chance.choice((3, 3, 3, 1, 2, 4, 5, 6))
    if draft.layout != "plan" or count == len(SOURCES):
        return
    more = tuple(f"Nguồn thêm {number}" for number in range(4, count + 1))
    gone = SOURCES[count:]
    amounts = {at: {name: draft.amount(at, name) for name in SOURCES} for at in draft.of(PROJECT)}
    for at, row in enumerate(draft.rows):
        if row["level"] == PROJECT:
            if gone:
                row |= amounts[at]
            if count == 1:
                row["norm_code"] = None
            row |= {name: amounts[at]["province"] * chance.choice((0, 0, 1, 2)) for name in more}
        else:
            row |= dict.fromkeys(more, row.get("province"))
        for name in gone:
            row.pop(name, None)
    draft.sources = (*SOURCES[:count], *more)
    for at in draft.of(PROJECT):
        row = draft.rows[at]
        if isinstance(row.get("total"), Decimal):
            held = [amounts[at].get(name, row.get(name)) for name in draft.sources]
            row["total"] = sum((value for value in held if value is not None), Decimal(0))
    place = draft.columns.index("other") + 1
    draft.columns[place:place] = more
    draft.columns = [name for name in draft.columns if name not in gone]
    heads = ["Mã", "Tên cột", "Tên trên biểu", "Loại", "Tính định mức", "Phần còn lại"]
    rows: list[list[Any]] = [heads]
    for number, name in enumerate(draft.sources):
        code, kind, normed = _KINDS.get(name, (f"N{number}", "Khác", None))
        rows.append([code, COLUMNS.get(name, name), None, kind, normed, None])
    draft.records["NguonKP"] = rows


def _without_sections(draft: Draft, seed: int) -> None:
    """Now and then a plan has no sections; its programmes are numbered through."""
    through = all("." not in str(draft.rows[at]["tt"]) for at in draft.of(PROGRAMME))
    if draft.layout == "plan" and through and random.Random(f"shape {seed}").random() < 0.3:
        draft.rows = [row for row in draft.rows if row["level"] != SECTION]


def _without_headings(draft: Draft, seed: int) -> None:
    """Now and then a plan has projects alone, numbered through."""
    numbers = [str(draft.rows[at]["tt"]) for at in draft.of(PROJECT)]
    through = len(set(numbers)) == len(numbers) and all(map(str.isdecimal, numbers))
    one = len(draft.of(PROGRAMME)) == 1 and all("." in number for number in numbers)
    if draft.layout != "plan" or draft.formulas or not (through or one):
        return
    if random.Random(f"headings {seed}").random() < 0.6:
        heads = (SECTION, PROGRAMME)
        for at in draft.of(PROGRAMME):
            for below in draft.below(at):
                draft.rows[below]["note"] = draft.rows[below]["note"] or draft.rows[at]["note"]
        draft.rows = [row for row in draft.rows if row["level"] not in heads]
        for number, at in enumerate(draft.of(PROJECT), 1):
            draft.rows[at]["tt"] = str(number)


def _with_details(draft: Draft, seed: int) -> None:
    """Now and then some projects have details; what they state themselves is the sum of these."""
    chance = random.Random(f"details {seed}")
    if draft.layout != "plan" or draft.formulas or chance.random() > 0.3:
        return
    plain = [
        at
        for at in draft.of(PROJECT)
        if not draft.rows[at]["norm_code"]
        and all(isinstance(draft.rows[at].get(name), Decimal) for name in draft.sources)
    ]
    for at in sorted(chance.sample(plain, min(2, len(plain))), reverse=True):
        row = draft.rows[at]
        row["detailed"] = True
        parts: list[Row] = [
            {"level": DETAIL, "tt": "", "name": f"{place}, phần của đề án {row['tt']}"}
            for place in chance.sample(_PLACES, 2)
        ]
        for name in draft.sources:
            parts[0][name] = Decimal(int(row[name] / 4))
            parts[1][name] = row[name] - parts[0][name]
        draft.rows[at + 1 : at + 1] = parts


def _over_years(draft: Draft, seed: int) -> None:
    """Now and then a project ends in a later year."""
    chance = random.Random(f"years {seed}")
    if draft.layout == "plan" and chance.random() < 0.25:
        row = draft.rows[chance.choice(draft.of(PROJECT))]
        row["end_month"] = f"{chance.randrange(1, 13)}/{draft.year + chance.choice((1, 2))}"


def _large_project(draft: Draft, chance: random.Random) -> None:
    """Now and then one project is a hundred times as large as the usual one, and no slip."""
    plain = [
        at
        for at in draft.of(PROJECT)
        if not draft.rows[at]["norm_code"] and draft.rows[at]["province"] is not None
    ]
    if not plain or chance.random() > 0.1:
        return
    row = draft.rows[chance.choice(plain)]
    counted = [name for name in SOURCES if name in draft.sources]
    sums = [sum(draft.amount(at, name) for name in counted) for at in draft.of(PROJECT)]
    usual = Decimal(sorted(sums)[len(sums) // 2])
    row |= dict.fromkeys(draft.sources, Decimal(0)) | dict.fromkeys(draft.sources[:2], usual * 60)
    if row.get("total") is not None:
        row["total"] = usual * 60 * len(draft.sources[:2])


def _columns(chance: random.Random, layout: str) -> list[str]:
    if layout == "appendix":
        columns = list(_APPENDIX_HEADINGS)
        return (
            columns
            if chance.random() < 0.8
            else [name for name in columns if name not in ("goal", "note")]
        )
    columns = list(COLUMNS)
    if chance.random() < 0.4:
        columns.insert(chance.randrange(len(columns)), "Cột của tôi")
    if chance.random() < 0.3:
        chance.shuffle(columns)
    return columns


def _lines(draft: Draft, chance: random.Random, projects: int) -> None:
    stated = draft.layout == "appendix" or chance.random() < 0.6
    style = (
        "nested"
        if draft.layout == "appendix"
        else chance.choice(("nested", "nested", "flat", "continued", "deep"))
    )
    names = _names(chance, projects)
    sections = 1 if projects < 10 else chance.choice((1, 2))
    programme = number = left = 0
    per = max(2, projects // (sections * chance.choice((2, 3))))
    for section in range(1, sections + 1):
        title = "Chương trình, đề án khuyến công" if section == 1 else "Nhiệm vụ khác"
        _add(draft, SECTION, _ROMAN[section - 1], title, stated)
        take = (
            projects // sections
            if section < sections
            else projects - (sections - 1) * (projects // sections)
        )
        in_section = 0
        while take > 0:
            programme, in_section, number = (
                programme + 1,
                in_section + 1,
                number if style == "continued" else 0,
            )
            shown = f"{section}.{in_section}" if style == "deep" else str(programme)
            _add(
                draft,
                PROGRAMME,
                shown,
                f"Chương trình {_PROGRAMMES[programme % len(_PROGRAMMES)]} {programme}",
                stated,
                note=_note(draft, chance),
            )
            for _ in range(min(take, per) if take >= per + 2 or take <= per else take):
                number += 1
                tt = str(number) if style in ("flat", "continued") else f"{shown}.{number}"
                draft.rows.append(_project(draft, chance, tt, next(names)))
                take -= 1
                left += 1
    if draft.layout == "plan" and chance.random() < 0.2:
        _add(draft, SECTION, _ROMAN[sections], "Xây dựng định mức kinh tế kỹ thuật", False)
    if stated:
        _add(draft, TOTAL, "", "Tổng cộng", True)


_PROGRAMMES = (
    "nâng cao năng lực quản lý",
    "phát triển sản phẩm tiêu biểu",
    "cung cấp thông tin",
    "tư vấn, trợ giúp",
    "chuyển giao công nghệ",
)


def _add(draft: Draft, level: str, tt: str, name: str, stated: bool, **more: Any) -> None:
    amounts = {amount: Decimal(0) if stated else None for amount in AMOUNTS}
    draft.rows.append({"level": level, "tt": tt, "name": name, **amounts, **more})


def _names(chance: random.Random, count: int) -> Iterator[str]:
    every = [
        f"{activity} {thing} tại {place}"
        for activity in _ACTIVITIES
        for thing in _OBJECTS
        for place in _PLACES
    ]
    return iter(chance.sample(every, count))


def _note(draft: Draft, chance: random.Random) -> str:
    said = []
    for number, day in chance.sample(_DOCUMENTS, chance.choice((1, 1, 2))):
        shown = (
            f"ngày {day.day} tháng {day.month} năm {day.year}"
            if chance.random() < 0.5
            else f"{day:%d/%m/%Y}"
        )
        said.append(
            f"- Quyết định {number} {shown} của UBND tỉnh"
            if chance.random() < 0.5
            else f"- {number} {shown}"
        )
    return "\n".join(said) if draft.layout == "appendix" or "note" in draft.columns else ""


def _project(draft: Draft, chance: random.Random, tt: str, name: str) -> Row:
    scale = _SCALE[draft.unit]
    size = Decimal(min(900, max(20, round(chance.lognormvariate(5, 0.7) / 10) * 10)))
    province = size * scale
    beneficiary = chance.choice((Decimal(0), Decimal(0), Decimal(0), province, province * 2))
    other = chance.choice((Decimal(0),) * 5 + (province / 2,))
    norm = (
        chance.choice((None, None, None, _NORMS[0], _NORMS[1])) if draft.layout == "plan" else None
    )
    count = chance.randrange(1, 40)
    counted = chance.choice(_COUNTED)
    if norm is not None:
        dong = province * parse_unit(draft.unit).dong
        counted, count = norm[4], int(dong / norm[3]) + 1
        beneficiary = province * (1 if norm[2] == Decimal("0.5") else 3)
    start = chance.randrange(1, 9)
    row: Row = {
        "level": PROJECT,
        "tt": tt,
        "name": name,
        "executing_unit": chance.choice(_UNITS),
        "quantity": f"{count:02d} {counted}",
        "start_month": start,
        "end_month": chance.randrange(start, 13),
        "province": province,
        "beneficiary": beneficiary,
        "other": other,
        "goal": f"Hỗ trợ cơ sở CNNT {chance.choice(_OBJECTS)}",
        "result": f"{count} {counted} được hỗ trợ",
        "note": _note(draft, chance) if chance.random() < 0.5 else "",
    }
    row["norm_code"] = norm[0] if norm is not None else None
    if draft.formulas or chance.random() < 0.5:
        row["total"] = province + beneficiary + other
    if chance.random() < 0.15 and row.get("total") is not None and not draft.formulas:
        row[chance.choice(SOURCES)] = None
    if other == 0 and row.get("other") is not None and chance.random() < 0.1:
        row["other"] = "-" if row.get("total") is None and draft.layout == "plan" else row["other"]
    _traps(draft, chance, row)
    return row


def _traps(draft: Draft, chance: random.Random, row: Row) -> None:
    """What looks like a fault and is none."""
    roll = chance.random()
    if roll < 0.05:
        row["goal"] = (
            f"Tổng kết hoạt động khuyến công năm {draft.year - 1}, so với năm {draft.year - 2}"
        )
    elif roll < 0.1:
        row["goal"] = f"Xây dựng kế hoạch khuyến công năm {draft.year + 1}"
    elif roll < 0.13:
        row["goal"] = "Ứng dụng CNTT trong quản lý"
    elif roll < 0.16:
        row["goal"] = (
            "Theo Quyết định 53/2018/QĐ-UBND ngày 11/12/2018, giai đoạn 2021 - 2030, "
            "định hướng đến năm 2035"
        )
    elif roll < 0.19:
        row["result"] = "- Tổ chức lớp học\n+ Cấp chứng nhận (100%)"
    elif roll < 0.22:
        row["result"] = "Phát hành 2020 cuốn bản tin, 1.000 lượt truy cập/tháng"


def _about(draft: Draft, chance: random.Random) -> None:
    words = {"Tổng cộng bằng chữ": "x"} if chance.random() < 0.7 else {}
    if draft.layout == "appendix":
        draft.particulars = dict(words)
        return
    draft.particulars = {
        "Tỉnh": "Đồng Nai",
        "Năm kế hoạch": draft.year,
        "Đơn vị tính": draft.unit,
        "Giai đoạn chương trình": "2021 - 2030",
        **words,
    }
    if chance.random() < 0.8:
        draft.records["CanCu"] = [
            ["Số, ký hiệu", "Ngày", "Trích yếu", "Hiệu lực từ", "Hiệu lực đến", "Thay thế bởi"],
            *([number, day, "…", day, None, None] for number, day in _DOCUMENTS),
        ]
    draft.records["DinhMuc"] = [
        [
            "Mã định mức",
            "Nội dung",
            "Tỷ lệ tối đa",
            "Mức tối đa (đồng)",
            "Tính cho",
            "Hiệu lực từ",
            "Hiệu lực đến",
            "Căn cứ",
        ],
        *(
            [code, said, share, most, per, date(2018, 3, 28), None, "Thông tư 28/2018/TT-BTC"]
            for code, said, share, most, per in _NORMS
        ),
    ]
    targets: list[list[Any]] = [["Chỉ tiêu", "Giá trị", "Đơn vị", "Nơi nêu", "TT đề án", "Cột"]]
    seen = [draft.rows[at]["tt"] for at in draft.of(PROJECT)]
    numbered = [
        at
        for at in draft.of(PROJECT)
        if seen.count(draft.rows[at]["tt"]) == 1
        and draft.rows[at]["tt"] not in [draft.rows[i]["tt"] for i in draft.of(PROGRAMME)]
    ]
    for at in chance.sample(numbered, min(3, len(numbered))):
        count, _, counted = draft.rows[at]["quantity"].partition(" ")
        targets.append(
            [f"Số {counted}", int(count), counted, "III.1", draft.rows[at]["tt"], "Số lượng"]
        )
    targets.append(["Tổng kinh phí", 0, draft.unit, "V.1", "", COLUMNS["total"]])
    draft.records["ChiTieu"] = targets
