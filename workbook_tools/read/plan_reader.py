"""The plan workbook's sheets → ``Plan``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook_tools.cells import column_letters
from workbook_tools.errors import InputError, Place
from workbook_tools.money import MAX_DONG, Numeral, Unit, decide, parse_unit, plain, read_numeral
from workbook_tools.plan import (
    AMOUNTS,
    COLUMNS,
    LEVELS,
    PARTICULARS,
    Funding,
    LegalDocument,
    Line,
    Norm,
    Plan,
    Programme,
    Project,
    Recipient,
    Remark,
    Section,
    Target,
)
from workbook_tools.read.grid import Grid, Source, open_source
from workbook_tools.read.headers import columns_by_heading, normal

if TYPE_CHECKING:
    import pandas

_OPTIONAL = ("norm_code", "quantity", "note", "goal", "result", "executing_unit")
_LEVELS = {normal(level): level for level in LEVELS}
_TOO_LARGE = Decimal(10) ** 15
_MONTH = re.compile(r"(?:tháng\s*)?0*(\d{1,2})\Z", re.IGNORECASE)
_LEVEL_SENTENCE = "cần một trong: " + ", ".join(LEVELS)


def read_plan(source: str | Path | Source | pandas.DataFrame, *,
              particulars: Mapping[str, object] | None = None) -> Plan:
    """Read a plan from a workbook, or from a DataFrame in the columns of ``DeAn``.

    ``particulars`` are rows of ``ThongTin`` (``Tỉnh``, ``Năm kế hoạch``, ``Đơn vị tính`` …); given ones go before
    those of the file, and a DataFrame has no others. Amounts come back in the plan's own unit. Raises ``InputError``
    where the source cannot be used.
    """
    if isinstance(source, (str, Path)):
        source = open_source(Path(source))
    if isinstance(source, Source):
        return _PlanReader(dict(particulars or {})).workbook(source)
    return _PlanReader(dict(particulars or {})).frame(source)


@dataclass
class _PlanReader:
    particulars: dict[str, object]
    remarks: list[Remark] = field(default_factory=list)
    cells: dict[str, Place] = field(default_factory=dict)
    unit: Unit = field(default_factory=lambda: parse_unit("đồng"))

    def workbook(self, source: Source) -> Plan:
        projects = source.grid("DeAn")
        about = source.grid("ThongTin")
        for grid, name in ((about, "ThongTin"), (projects, "DeAn")):
            if grid is None:
                raise InputError(f"Tệp {source.name} thiếu trang {name}; "
                                 "hãy tạo kế hoạch bằng lệnh kehoach new rồi chép số liệu vào.")
        assert about is not None and projects is not None
        self._about(about)
        return self._plan(projects, {
            "norms": tuple(_norms(source.grid("DinhMuc"))),
            "documents": tuple(_documents(source.grid("CanCu"))),
            "targets": tuple(_targets(source.grid("ChiTieu"))),
            "recipients": tuple(_recipients(source.grid("NoiNhan"))),
            "accepted": _accepted(source.grid("KiemTra")),
        })

    def frame(self, frame: pandas.DataFrame) -> Plan:
        self._settle()
        rows = [[_frame_value(value) for value in row] for row in frame.itertuples(index=False, name=None)]
        return self._plan(Grid("DeAn", [list(frame.columns), *rows]), {})

    # ------------------------------------------------------------------------------------- particulars

    def _about(self, grid: Grid) -> None:
        columns = columns_by_heading(grid, {"name": "Mục", "value": "Nội dung"}, ("name", "value"))
        for number, row in enumerate(grid.rows[1:], 2):
            name, value = _at(row, columns["name"]), _at(row, columns["value"])
            if name is None:
                continue
            title = _text(name)
            if title not in self.particulars:
                self.particulars[title] = _particular(value)
                self.cells[title] = grid.place(number, columns["value"])
        self._settle()

    def _settle(self) -> None:
        """The unit and the year: without them no amount and no month means anything."""
        for name in PARTICULARS:
            self.particulars.setdefault(name, None)
        where = self.cells.get("Đơn vị tính", Place("ThongTin"))
        unit = self.particulars.get("Đơn vị tính")
        if not unit:
            raise InputError("thiếu “Đơn vị tính” (đồng, ngàn đồng, triệu đồng, tỷ đồng).", where)
        try:
            self.unit = parse_unit(str(unit))
        except ValueError:
            raise InputError(f"“Đơn vị tính” là “{unit}”, cần một trong: đồng, ngàn đồng, triệu đồng, tỷ đồng.",
                             where) from None
        year = self.particulars.get("Năm kế hoạch")
        if isinstance(year, str) and year.strip().isdigit():
            year = self.particulars["Năm kế hoạch"] = int(year)
        if not isinstance(year, int) or not 1900 <= year <= 2200:
            said = "còn trống" if year is None else f"là “{year}”"
            raise InputError(f"“Năm kế hoạch” {said}, cần một năm, ví dụ 2021.",
                             self.cells.get("Năm kế hoạch", Place("ThongTin")))

    # -------------------------------------------------------------------------------------------- DeAn

    def _plan(self, grid: Grid, others: dict[str, Any]) -> Plan:
        columns = columns_by_heading(grid, COLUMNS, [name for name in COLUMNS if name not in _OPTIONAL])
        rows = [(number, row) for number, row in enumerate(grid.rows[1:], 2)
                if any(_at(row, column) not in (None, "") for column in columns.values())]
        money = self._money(grid, rows, columns)
        tree = _Tree(grid, columns, {norm.code: norm for norm in others.get("norms", ()) if norm.code})
        for (number, row), stated in zip(rows, money, strict=True):
            tree.add(number, row, stated)
        sections, total = tree.finish()
        plan = Plan(sections=sections, unit=self.unit, particulars=self.particulars, stated=total,
                    remarks=tuple(self.remarks), sheet=grid.sheet, particular_cells=self.cells,
                    columns={name: column_letters(column) for name, column in columns.items()}, **others)
        if abs(plan.total) >= _TOO_LARGE or abs(self.unit.to_dong(plan.total)) > MAX_DONG:
            raise InputError(f"tổng cộng {plain(plan.total)} {self.unit.name} quá lớn (trên 15 chữ số hoặc trên một tỷ tỷ "
                             "đồng); hãy kiểm tra các số tiền và “Đơn vị tính”.", Place(grid.sheet))
        return plan

    def _money(self, grid: Grid, rows: Sequence[tuple[int, Sequence[Any]]], columns: Mapping[str, int]) -> list[Funding]:
        """The money of every row, column by column, so that one cell's neighbours can settle how it is read."""
        by_column = [self._amounts(grid, rows, columns[name]) for name in AMOUNTS]
        return [Funding(*amounts) for amounts in zip(*by_column, strict=True)]

    def _amounts(self, grid: Grid, rows: Sequence[tuple[int, Sequence[Any]]], column: int) -> list[Decimal | None]:
        values: list[Decimal | None] = []
        texts: list[tuple[int, int, str, Numeral]] = []
        for at, (number, row) in enumerate(rows):
            value = row[column - 1] if column <= len(row) else None
            if type(value) is float or type(value) is int:
                amount = _decimal(value)
                if abs(amount) >= _TOO_LARGE:
                    raise InputError(f"số {plain(amount)} quá 15 chữ số, Excel không giữ được chính xác; "
                                     "hãy dùng đơn vị tính lớn hơn.", grid.place(number, column))
                values.append(amount)
                continue
            values.append(None)
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if isinstance(value, Decimal):
                values[-1] = value
                continue
            numeral = self._numeral(grid, number, column, value)
            if numeral is not None:
                texts.append((at, number, str(value), numeral))
        typed = [value for value in values if value is not None]
        for at, number, text, numeral in texts:
            decision = decide(numeral, [other for _, _, _, other in texts], typed)
            amount = decision.value
            if numeral.unit is not None:
                amount = amount * numeral.unit.dong / self.unit.dong
            values[at] = amount
            self.remarks.append(Remark(grid.place(number, column), text, f"{plain(amount)} {self.unit.name}",
                                       decision.evidence))
        return values

    def _numeral(self, grid: Grid, number: int, column: int, value: object) -> Numeral | None:
        place = grid.place(number, column)
        if isinstance(value, str):
            if value.strip() in ("-", "–", "—"):
                self.remarks.append(Remark(place, value, "ô trống", "gạch ngang thay cho số không có"))
                return None
            numeral = read_numeral(value)
            if numeral is not None and abs(numeral.value) < _TOO_LARGE:
                return numeral
        shown = value.strftime("%d/%m/%Y") if isinstance(value, date) else value
        raise InputError(f"có “{shown}”, nhưng cột “{grid.rows[0][column - 1]}” cần một số tiền; "
                         "hãy gõ lại bằng chữ số.", place)


@dataclass
class _Tree:
    """Lines as they come → sections, programmes, projects."""

    grid: Grid
    columns: Mapping[str, int]
    norms: Mapping[str, Norm]
    sections: list[tuple[dict[str, Any], list[tuple[dict[str, Any], list[Project]]]]] = field(default_factory=list)
    total: Line | None = None

    def __post_init__(self) -> None:
        self.months = [(name, column) for name, column in self.columns.items() if name.endswith("_month")]
        self.texts = [(name, column) for name, column in self.columns.items()
                      if name not in AMOUNTS and name != "level" and not name.endswith("_month")]

    def add(self, number: int, row: Sequence[Any], stated: Funding) -> None:
        level = self._level(number, row)
        place = self.grid.place(number, self.columns["level"])
        if self.total is not None:
            raise InputError("có dòng nằm sau dòng “Tổng cộng”; dòng “Tổng cộng” phải là dòng cuối.", place)
        fields = self._fields(number, row) | {"stated": stated, "row": number}
        if level == "Mục":
            self.sections.append((fields, []))
        elif level == "Chương trình":
            if not self.sections:
                raise InputError("chương trình này đứng trước mọi “Mục”; hãy thêm dòng “Mục” ở trên.", place)
            self.sections[-1][1].append((fields, []))
        elif level == "Đề án":
            if not self.sections or not self.sections[-1][1]:
                raise InputError("đề án này không nằm dưới chương trình nào; hãy thêm dòng “Chương trình” ở trên.", place)
            programme, projects = self.sections[-1][1][-1]
            projects.append(Project(**fields, norm=self.norms.get(fields["norm_code"]),
                                    legal_basis=fields["note"] or programme["note"]))
        else:
            self.total = Line(**fields)

    def _level(self, number: int, row: Sequence[Any]) -> str:
        value = _at(row, self.columns["level"])
        level = _LEVELS.get(normal(value)) if value is not None else None
        if level is None:
            said = "Cấp còn trống" if value is None else f"Cấp là “{value}”"
            raise InputError(f"{said}, {_LEVEL_SENTENCE}.", self.grid.place(number, self.columns["level"]))
        return level

    def _fields(self, number: int, row: Sequence[Any]) -> dict[str, Any]:
        fields: dict[str, Any] = {"norm_code": "", "note": ""}
        width = len(row)
        for name, column in self.texts:
            fields[name] = _text(row[column - 1]) if column <= width else ""
        for name, column in self.months:
            fields[name] = self._month(number, column, row[column - 1] if column <= width else None)
        return fields

    def _month(self, number: int, column: int, value: object) -> int | None:
        if value is None:
            return None
        if isinstance(value, (int, float)) and value == int(value) and abs(value) < 10_000:
            return int(value)
        if isinstance(value, str):
            if not value.strip():
                return None
            match = _MONTH.match(value.strip())
            if match:
                return int(match[1])
        shown = value.strftime("%d/%m/%Y") if isinstance(value, date) else value
        raise InputError(f"có “{shown}”, nhưng cột “{self.grid.rows[0][column - 1]}” cần số của tháng (1 đến 12).",
                         self.grid.place(number, column))

    def finish(self) -> tuple[tuple[Section, ...], Line | None]:
        if not self.sections:
            raise InputError("kế hoạch chưa có dòng nào; hãy nhập ít nhất một “Mục” và các đề án.", Place(self.grid.sheet))
        return tuple(
            Section(**fields, programmes=tuple(Programme(**inner, projects=tuple(projects))
                                               for inner, projects in programmes))
            for fields, programmes in self.sections
        ), self.total


# ------------------------------------------------------------------------------------------- other sheets


def _norms(grid: Grid | None) -> list[Norm]:
    return [Norm(_text(row["code"]), _text(row["content"]), _number(row["share"]), _number(row["amount"]),
                 _text(row["per"]), _date(row["from"]), _date(row["to"]), _text(row["source"]), number)
            for number, row in _records(grid, {"code": "Mã định mức", "content": "Nội dung", "share": "Tỷ lệ tối đa",
                                               "amount": "Mức tối đa (đồng)", "per": "Tính cho", "from": "Hiệu lực từ",
                                               "to": "Hiệu lực đến", "source": "Căn cứ"})]


def _documents(grid: Grid | None) -> list[LegalDocument]:
    return [LegalDocument(_text(row["number"]), _date(row["issued"]), _text(row["title"]), _date(row["from"]),
                          _date(row["to"]), _text(row["by"]), number)
            for number, row in _records(grid, {"number": "Số, ký hiệu", "issued": "Ngày", "title": "Trích yếu",
                                               "from": "Hiệu lực từ", "to": "Hiệu lực đến", "by": "Thay thế bởi"})]


def _targets(grid: Grid | None) -> list[Target]:
    return [Target(_text(row["name"]), _text(row["value"]), _text(row["unit"]), _text(row["where"]), _text(row["tt"]),
                   _text(row["column"]), number)
            for number, row in _records(grid, {"name": "Chỉ tiêu", "value": "Giá trị", "unit": "Đơn vị",
                                               "where": "Nơi nêu", "tt": "TT đề án", "column": "Cột"})]


def _recipients(grid: Grid | None) -> list[Recipient]:
    return [Recipient(_text(row["organisation"]), _text(row["name"]), _text(row["email"]), _text(row["kind"]), number)
            for number, row in _records(grid, {"organisation": "Đơn vị", "name": "Người nhận", "email": "Email",
                                               "kind": "Hình thức"})]


def _accepted(grid: Grid | None) -> dict[tuple[str, str, str], str]:
    """The reasons that the accountant wrote beside findings: (rule, place, message) → ``Giải trình``."""
    if grid is None:
        return {}
    names = {"code": "mã", "place": "vị trí", "message": "nội dung", "reason": "giải trình"}
    columns: dict[str, int] = {}
    found: dict[tuple[str, str, str], str] = {}
    for row in grid.rows:
        if not columns:
            heads = {normal(value): column for column, value in enumerate(row, 1) if value is not None}
            if all(name in heads for name in names.values()):
                columns = {key: heads[name] for key, name in names.items()}
            continue
        said = {key: _text(_at(row, column)) for key, column in columns.items()}
        if said["reason"]:
            found[said["code"], said["place"], said["message"]] = said["reason"]
    return found


def _records(grid: Grid | None, headings: Mapping[str, str]) -> list[tuple[int, dict[str, Any]]]:
    if grid is None or not grid.rows:
        return []
    columns = columns_by_heading(grid, headings, ())
    found = []
    for number, row in enumerate(grid.rows[1:], 2):
        record = {key: _at(row, columns[key]) if key in columns else None for key in headings}
        if any(value is not None for value in record.values()):
            found.append((number, record))
    return found


# ----------------------------------------------------------------------------------------------- values


def _at(row: Sequence[Any], column: int) -> Any:
    return row[column - 1] if column <= len(row) else None


def _decimal(value: float | int) -> Decimal:
    """A cell's number as Excel shows it: to 15 digits, so that 0,1 + 0,2 is 0,3."""
    if isinstance(value, int) or value.is_integer():
        return Decimal(int(value))
    return Decimal(format(value, ".15g"))


def _text(value: object) -> str:
    if value is None:
        return ""
    if type(value) is str:
        return value.strip() if value.isascii() else unicodedata.normalize("NFC", value).strip()
    if isinstance(value, float):
        return plain(_decimal(value))
    if isinstance(value, (date, datetime)):
        return value.strftime("%d/%m/%Y")
    return unicodedata.normalize("NFC", str(value)).strip()


def _number(value: object) -> Decimal | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _decimal(value)
    numeral = read_numeral(value.rstrip("% ")) if isinstance(value, str) else None
    if numeral is None:
        return None
    return numeral.value / 100 if isinstance(value, str) and value.rstrip().endswith("%") else numeral.value


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = re.match(r"\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4})\s*\Z", value) if isinstance(value, str) else None
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def _particular(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float):
        return _decimal(value)
    return _text(value) if isinstance(value, str) else value


def _frame_value(value: object) -> object:
    """A DataFrame's cell as a sheet's: pandas' own missing values are empty cells."""
    if value is None or value != value or type(value).__name__ in ("NAType", "NaTType"):
        return None
    item = getattr(value, "item", None)
    return item() if callable(item) else value
