"""Tables of projects in the layouts of many offices, made by chance from plans whose truth is
known, as grids; and files of them. Some are damaged as scans are.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from docx import Document
from openpyxl import Workbook

from workbook_tools.plan.money import format_amount
from workbook_tools.plan.vietnamese import FROM_VNI

WORDS = ("máy sấy", "dệt thổ cẩm", "chế biến chè", "mộc mỹ nghệ", "gạch không nung", "đan lát")
UNITS = ("Trung tâm Khuyến công", "Sở Công Thương", "Phòng Kinh tế huyện Hữu Lũng", "HTX Tân Mai")
SOURCES: dict[str, tuple[str, ...]] = {
    "national": ("KCQG", "Kinh phí KCQG", "Khuyến công quốc gia", "KPKC quốc gia"),
    "province": ("KCĐP", "Ngân sách tỉnh", "Kinh phí KCĐP hỗ trợ", "KPKC địa phương", "NSNN"),
    "beneficiary": ("Vốn đối ứng", "Cơ sở đóng góp", "Đơn vị thụ hưởng", "Doanh nghiệp đóng góp"),
    "other": ("Nguồn khác", "Kinh phí khác", "Vốn khác"),
}
HEADINGS = {
    "tt": ("TT", "STT", "Số TT"),
    "name": ("Tên đề án", "Nội dung đề án", "Danh mục", "Đề án/nhiệm vụ", "Nội dung công việc"),
    "executing_unit": ("Đơn vị thực hiện", "Cơ quan chủ trì", "Đơn vị chủ trì"),
    "goal": ("Mục tiêu", "Mục tiêu và nội dung chính"),
    "total": ("Tổng KP", "Tổng kinh phí", "Tổng cộng", "Tổng kinh phí thực hiện"),
    "note": ("Ghi chú", "Căn cứ pháp lý"),
}
TOTALS = ("Tổng cộng", "TỔNG CỘNG", "Cộng", "Tổng cộng toàn tỉnh", "Tổng kinh phí")
SUFFIXES = ("xlsx", "docx", "txt", "xls", "ods")


@dataclass
class Truth:
    """A project as it is: texts, months, amounts by source, in the unit of the table."""

    level: str
    tt: str
    name: str
    executing_unit: str = ""
    goal: str = ""
    note: str = ""
    start_month: int | None = None
    end_month: int | None = None
    amounts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.amounts.values())


@dataclass
class Layout:
    """A table as an office lays it out: its rows, the format of its file, what is true of it."""

    seed: int
    suffix: str
    rows: list[list[Any]]
    lines: list[Truth]
    unit: str
    damaged: bool

    @property
    def projects(self) -> list[Truth]:
        return [line for line in self.lines if line.level == "Đề án"]


def layout(seed: int, suffix: str, *, damaged: bool = False) -> Layout:
    """A layout made by chance: everything about it follows from the seed."""
    chance = random.Random(seed)
    lines, keys = _lines(chance)
    unit = chance.choice(("triệu đồng", "đồng", "1.000 đồng", "ngàn đồng"))
    factor = {"triệu đồng": 1, "đồng": 1_000_000, "1.000 đồng": 1_000, "ngàn đồng": 1_000}[unit]
    for line in lines:
        line.amounts = {key: value * factor for key, value in line.amounts.items()}
    table = _Table(chance, lines, keys, as_text=suffix in ("docx", "txt") or chance.random() < 0.3)
    in_heading = chance.random() < 0.2
    said = [] if in_heading else [[f"ĐVT: {unit}"]]
    body = table.rows(f" ({unit})" if in_heading else "")
    rows = [["KẾ HOẠCH KHUYẾN CÔNG TỈNH LẠNG SƠN NĂM 2026"], *said, *body]
    if damaged:
        _damage(chance, rows, table)
    if chance.random() < 0.5:
        rows += [["Lạng Sơn, ngày 5 tháng 1 năm 2026"], ["Người lập biểu"]]
    if chance.random() < 0.1:
        rows = [[_for_an_old_font(value) for value in row] for row in rows]
    return Layout(seed, suffix, rows, lines, unit, damaged)


def _for_an_old_font(value: Any) -> Any:
    """A text as it was typed for a VNI font."""
    if not isinstance(value, str):
        return value
    back = {letter: typed for typed, letter in FROM_VNI.items()}
    return "".join(back.get(letter, letter) for letter in value)


def _lines(chance: random.Random) -> tuple[list[Truth], list[str]]:
    """The lines of a plan, numbered in one of several ways, and the sources that it has."""
    keys = [key for key in SOURCES if key == "province" or chance.random() < 0.6]
    style = chance.choice(("1", "I 1", "1 1.1", "I 1 1.1", "A I 1", "I 1 on"))
    lines: list[Truth] = []
    count = 0
    quarterly = chance.random() < 0.2

    def project(tt: str) -> Truth:
        first = chance.randint(1, 9)
        amounts = {key: chance.choice((0, chance.randint(1, 900))) for key in keys}
        amounts["province"] = amounts["province"] or chance.randint(1, 900)
        last = chance.randint(first, 12)
        if quarterly:
            first, last = 3 * ((first - 1) // 3) + 1, 3 * ((last - 1) // 3) + 3
        return Truth(
            "Đề án",
            tt,
            f"Hỗ trợ {chance.choice(WORDS)} số {len(lines)}",
            chance.choice(UNITS),
            f"Mua {chance.randint(2, 9)} máy cho cơ sở",
            chance.choice(("", "Quyết định 12/2025/QĐ-UBND ngày 5/5/2025")),
            first,
            last,
            amounts,
        )

    for section in range(1, 3):
        roman = ("I", "II")[section - 1]
        if style.startswith(("I", "A")):
            level = "Mục" if style in ("I 1 1.1", "A I 1") else "Chương trình"
            lines.append(
                Truth(level, "AB"[section - 1] if style[0] == "A" else roman, f"Phần {roman}")
            )
        for programme in range(1, chance.randint(2, 3)):
            if style in ("1 1.1", "I 1 1.1", "A I 1"):
                tt = ("I", "II", "III")[programme - 1] if style[0] == "A" else str(programme)
                tt = str((section - 1) * 2 + programme) if style == "1 1.1" else tt
                lines.append(Truth("Chương trình", tt, f"Chương trình {tt} của {roman}"))
            for number in range(1, chance.randint(2, 5)):
                count += 1
                plain = str(count) if style in ("1", "I 1 on") else str(number)
                lines.append(project(f"{tt}.{number}" if style.endswith("1.1") else plain))
            if not style.endswith("1.1") and style != "A I 1":
                break
    return lines, keys


class _Table:
    """A table as it is written out."""

    def __init__(
        self, chance: random.Random, lines: Sequence[Truth], keys: Sequence[str], *, as_text: bool
    ) -> None:
        self.chance, self.lines, self.keys, self.as_text = chance, lines, keys, as_text
        self.in_one = chance.random() < 0.4
        months = ["period"] if self.in_one else ["start_month", "end_month"]
        middle = ["executing_unit", "goal", *months]
        money = ["total", *keys]
        if chance.random() < 0.3:
            chance.shuffle(middle)
        if chance.random() < 0.2:
            money = [*keys, "total"]
        if chance.random() < 0.3:
            middle.insert(1, "place")
        self.columns = ["tt", "name", *middle, *money, "note"]
        self.detailed, self.repeated, self.split = (chance.random() < 0.2 for _ in range(3))
        self.with_sums = chance.choice(("above", "none", "below"))

    def rows(self, unit: str) -> list[list[Any]]:
        chance = self.chance
        found = self._heading(unit)
        heading = [list(row) for row in found]
        if chance.random() < 0.4:
            found.append([f"({at})" for at in range(1, len(self.columns) + 1)])
        first = chance.random() < 0.2
        total = self._sum(chance.choice(TOTALS), self.lines)
        body: list[list[Any]] = []
        for at, line in enumerate(self.lines):
            if line.level == "Đề án":
                if self.repeated and at > 1 and chance.random() < 0.2:
                    body += heading
                body += self._project(line)
            else:
                below = self._below(at)
                stated = self.with_sums == "above" and bool(below)
                body.append(self._sum(line.name, below if stated else (), line.tt))
            ends = self._ending(at) if self.with_sums == "below" else []
            body += [self._sum(f"Cộng {heading.tt}", below) for heading, below in ends]
        return [*found, *([total] if first else []), *body, *([] if first else [total])]

    def _project(self, line: Truth) -> list[list[Any]]:
        """The rows of a project: its own, the rest of a long name, its beneficiaries."""
        row, name = self._row(line), self.columns.index("name")
        found = [row]
        if self.split and self.chance.random() < 0.5:
            words = line.name.split()
            row[name] = " ".join(words[:2])
            found.append([None] * len(row))
            found[-1][name] = " ".join(words[2:])
        elif self.detailed and self.chance.random() < 0.5:
            half = {key: value // 2 for key, value in line.amounts.items()}
            rest = {key: value - half[key] for key, value in line.amounts.items()}
            for at, amounts in enumerate((half, rest), 1):
                part = self._sum(f"Cơ sở {at}", [replace(line, amounts=amounts)], "-")
                found.append(part)
        return found

    def _heading(self, unit: str) -> list[list[Any]]:
        chance = self.chance
        said = {key: chance.choice(words) for key, words in {**HEADINGS, **SOURCES}.items()}
        said |= {"period": "Thời gian thực hiện", "start_month": "Bắt đầu", "end_month": "Kết thúc"}
        said |= {"place": "Địa điểm"}
        said["total"] += unit
        shown = [said[key] for key in self.columns]
        if chance.random() < 0.5:
            return [shown]
        top: list[Any] = [None if key in self.keys else said[key] for key in self.columns]
        top[self.columns.index(self.keys[0])] = chance.choice(("Trong đó", "Nguồn vốn"))
        return [top, [said[key] if key in self.keys else None for key in self.columns]]

    def _below(self, at: int) -> list[Truth]:
        """The projects under a heading."""
        rank = {"Mục": 0, "Chương trình": 1, "Đề án": 2}
        found = []
        for line in self.lines[at + 1 :]:
            if rank[line.level] <= rank[self.lines[at].level]:
                break
            found.append(line)
        return [line for line in found if line.level == "Đề án"]

    def _ending(self, at: int) -> list[tuple[Truth, list[Truth]]]:
        """The headings that end with a line, the innermost first."""
        found = []
        for up in range(at, -1, -1):
            heading, below = self.lines[up], self._below(up)
            if heading.level != "Đề án" and below and below[-1] is self.lines[at]:
                found.append((heading, below))
        return found

    def _row(self, line: Truth) -> list[Any]:
        first, last = line.start_month, line.end_month
        values: dict[str, Any] = {
            "tt": line.tt
            if self.as_text or "." in line.tt or not line.tt.isdigit()
            else int(line.tt),
            "name": line.name,
            "executing_unit": line.executing_unit,
            "goal": line.goal,
            "start_month": self._month(first),
            "end_month": self._month(last),
            "period": self._period(first or 1, last or 1),
            "place": self.chance.choice(("Lộc Bình", "Cao Lộc")),
            "note": line.note or None,
            "total": self._amount(line.total),
        } | {key: self._amount(value) for key, value in line.amounts.items()}
        return [values[key] for key in self.columns]

    def _period(self, first: int, last: int) -> str:
        said = [f"Tháng {first} - {last}/2026", f"{first}-{last}", f"từ tháng {first} đến {last}"]
        if first % 3 == 1 and last % 3 == 0:
            quarters = ("I", "II", "III", "IV")
            said.append(f"Quý {quarters[first // 3]} - Quý {quarters[last // 3 - 1]}/2026")
        return self.chance.choice(said)

    def _month(self, month: int | None) -> Any:
        said = (month, f"Tháng {month}", f"{month}/2026")
        return str(month) if self.as_text else self.chance.choice(said)

    def _amount(self, value: int) -> Any:
        if value == 0:
            return self.chance.choice((None, "-", 0)) if not self.as_text else "-"
        return format_amount(Decimal(value)) if self.as_text else value

    def _sum(self, name: str, lines: Sequence[Truth], tt: str = "") -> list[Any]:
        projects = [line for line in lines if line.level == "Đề án"]
        amounts = {key: sum(line.amounts[key] for line in projects) for key in self.keys}
        values: dict[str, Any] = {"tt": tt or None, "name": name}
        if projects:
            values |= {key: self._amount(value) for key, value in amounts.items()}
            values["total"] = self._amount(sum(amounts.values()))
        return [values.get(key) for key in self.columns]


def _damage(chance: random.Random, rows: list[list[Any]], table: _Table) -> None:
    """Damage a table as scans are: notes that slip into the last source, rows that lose an empty
    cell, empty lines between pages.
    """
    note, money = table.columns.index("note"), max(map(table.columns.index, table.keys))
    for row in rows[3:]:
        slipped = len(row) > note and isinstance(row[note], str) and len(row[note]) > 20
        if slipped and row[money] in (None, "-", 0, "0") and money == note - 1:
            row[money], row[note] = row[note], None
    at = chance.randrange(6, len(rows))
    rows.insert(at, [])


# ------------------------------------------------------------------------------------------ files


def file_of(made: Layout) -> bytes:
    """A layout as a file of its format; ``xls`` and ``ods`` come as ``xlsx``, to be converted."""
    writers: dict[str, Callable[[Sequence[Sequence[Any]]], bytes]] = {
        "docx": _word,
        "txt": _text,
    }
    return writers.get(made.suffix, _workbook)(made.rows)


def _workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _word(rows: Sequence[Sequence[Any]]) -> bytes:
    """The longest rows as a table, what stands above and below as paragraphs."""
    document = Document()
    width = max(map(len, rows))
    begin = next(at for at, row in enumerate(rows) if len(row) == width)
    end = max(at for at, row in enumerate(rows) if len(row) == width) + 1
    for row in rows[:begin]:
        document.add_paragraph(str(row[0]) if row else "")
    table = document.add_table(rows=0, cols=width)
    for row in rows[begin:end]:
        cells = table.add_row().cells
        for cell, value in zip(cells, [*row, *[None] * (width - len(row))], strict=True):
            cell.text = "" if value is None else str(value)
    for row in rows[end:]:
        document.add_paragraph(str(row[0]) if row else "")
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def _text(rows: Sequence[Sequence[Any]]) -> bytes:
    said = ("\t".join("" if value is None else str(value) for value in row) for row in rows)
    return "\n".join(said).encode()
