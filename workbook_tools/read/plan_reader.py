"""The plan workbook's sheets → ``Plan``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook_tools.errors import InputError
from workbook_tools.place import Place, column_letters
from workbook_tools.plan.form import COLUMNS, LEVELS, PARTICULARS
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import LegalDocument, Norm, Plan, Recipient, Target
from workbook_tools.plan.money import DONG, MAX_DONG, Unit, parse_unit, plain
from workbook_tools.read import values
from workbook_tools.read.headers import columns_by_heading, normal
from workbook_tools.read.lines import TOO_LARGE, TypedRow, read_lines
from workbook_tools.read.source import Source, open_source

if TYPE_CHECKING:
    import pandas

_OPTIONAL = ("norm_code", "quantity", "note", "goal", "result", "executing_unit")
_LEVELS = {normal(level): level for level in LEVELS}
_LEVEL_SENTENCE = "cần một trong: " + ", ".join(LEVELS)


def read_plan(
    source: str | Path | Source | pandas.DataFrame,
    *,
    particulars: Mapping[str, object] | None = None,
) -> Plan:
    """Read a plan from a workbook, or from a DataFrame in the columns of ``DeAn``.

    ``particulars`` are rows of ``ThongTin`` (``Tỉnh``, ``Năm kế hoạch``, ``Đơn vị tính`` …); given
    ones go before those of the file, and a DataFrame has no others. Amounts come back in the plan's
    own unit. Raises ``InputError`` where the source cannot be used.
    """
    if isinstance(source, (str, Path)):
        source = open_source(Path(source))
    if isinstance(source, Source):
        return _PlanReader(dict(particulars or {})).workbook(source)
    return _PlanReader(dict(particulars or {})).frame(source)


@dataclass
class _PlanReader:
    particulars: dict[str, object]
    cells: dict[str, Place] = field(default_factory=dict)
    unit: Unit = DONG
    year: int | None = None

    def workbook(self, source: Source) -> Plan:
        projects = source.grid("DeAn")
        about = source.grid("ThongTin")
        for grid, name in ((about, "ThongTin"), (projects, "DeAn")):
            if grid is None:
                raise InputError(
                    f"Tệp {source.name} thiếu trang {name}; "
                    "hãy tạo kế hoạch bằng lệnh kehoach new rồi chép số liệu vào."
                )
        assert about is not None and projects is not None
        self._about(about)
        return self._plan(
            projects,
            {
                "norms": tuple(_norms(source.grid("DinhMuc"))),
                "documents": tuple(_documents(source.grid("CanCu"))),
                "targets": tuple(_targets(source.grid("ChiTieu"))),
                "recipients": tuple(_recipients(source.grid("NoiNhan"))),
                "accepted": accepted_reasons(source.grid("KiemTra")),
                "grid": projects,
                "links": source.outside_links,
                "record_columns": {
                    name: _heading_letters(source.grid(name))
                    for name in ("ChiTieu", "DinhMuc", "CanCu")
                },
            },
        )

    def frame(self, frame: pandas.DataFrame) -> Plan:
        self._settle()
        rows = [
            [values.frame_value(value) for value in row]
            for row in frame.itertuples(index=False, name=None)
        ]
        return self._plan(Grid("DeAn", [list(frame.columns), *rows]), {})

    # ---------------------------------------------------------------------------------- particulars

    def _about(self, grid: Grid) -> None:
        columns = columns_by_heading(grid, {"name": "Mục", "value": "Nội dung"}, ("name", "value"))
        for number, row in enumerate(grid.rows[1:], 2):
            name, value = values.at(row, columns["name"]), values.at(row, columns["value"])
            if name is None:
                continue
            title = values.text(name)
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
            raise InputError(
                f"“Đơn vị tính” là “{unit}”, cần một trong: đồng, ngàn đồng, triệu đồng, tỷ đồng.",
                where,
            ) from None
        year = self.particulars.get("Năm kế hoạch")
        if isinstance(year, str) and year.strip().isdigit():
            year = self.particulars["Năm kế hoạch"] = int(year)
        if not isinstance(year, int) or not 1900 <= year <= 2200:
            said = "còn trống" if year is None else f"là “{year}”"
            raise InputError(
                f"“Năm kế hoạch” {said}, cần một năm, ví dụ 2021.",
                self.cells.get("Năm kế hoạch", Place("ThongTin")),
            )
        self.year = year

    # ----------------------------------------------------------------------------------------- DeAn

    def _plan(self, grid: Grid, others: dict[str, Any]) -> Plan:
        columns = columns_by_heading(
            grid, COLUMNS, [name for name in COLUMNS if name not in _OPTIONAL]
        )
        rows = self._typed(grid, columns)
        read = read_lines(
            grid,
            rows,
            columns,
            self.unit,
            year=self.year,
            norms={norm.code: norm for norm in others.get("norms", ()) if norm.code},
        )
        if not read.sections:
            raise InputError(
                "kế hoạch chưa có dòng nào; hãy nhập ít nhất một “Mục” và các đề án.",
                Place(grid.sheet),
            )
        plan = Plan(
            sections=read.sections,
            unit=self.unit,
            particulars=self.particulars,
            stated=read.total,
            remarks=read.remarks,
            unread=read.unread,
            sheet=grid.sheet,
            particular_cells=self.cells,
            columns={name: column_letters(column) for name, column in columns.items()},
            rows=(2, rows[-1].number),
            **others,
        )
        if abs(plan.total) >= TOO_LARGE or abs(self.unit.to_dong(plan.total)) > MAX_DONG:
            raise InputError(
                f"tổng cộng {plain(plan.total)} {self.unit.name} quá lớn (trên 15 chữ số hoặc trên một tỷ tỷ "
                "đồng); hãy kiểm tra các số tiền và “Đơn vị tính”.",
                Place(grid.sheet),
            )
        return plan

    def _typed(self, grid: Grid, columns: Mapping[str, int]) -> list[TypedRow]:
        """The rows that hold anything, each with its level; the stated grand total is the last of
        them.
        """
        rows: list[TypedRow] = []
        for number, row in enumerate(grid.rows[1:], 2):
            if not any(values.at(row, column) not in (None, "") for column in columns.values()):
                continue
            place = grid.place(number, columns["level"])
            value = values.at(row, columns["level"])
            level = _LEVELS.get(normal(value)) if value is not None else None
            if level is None:
                said = "Cấp còn trống" if value is None else f"Cấp là “{value}”"
                raise InputError(f"{said}, {_LEVEL_SENTENCE}.", place)
            if rows and rows[-1].level == "Tổng cộng":
                raise InputError(
                    "có dòng nằm sau dòng “Tổng cộng”; dòng “Tổng cộng” phải là dòng cuối.", place
                )
            rows.append(TypedRow(number, level, row))
        return rows


# ------------------------------------------------------------------------------------- other sheets


def _heading_letters(grid: Grid | None) -> dict[str, str]:
    first = grid.rows[0] if grid is not None and grid.rows else ()
    return {
        values.text(heading): column_letters(column)
        for column, heading in enumerate(first, 1)
        if heading is not None
    }


def _norms(grid: Grid | None) -> list[Norm]:
    text, number, day = values.text, values.number, values.day
    return [
        Norm(
            text(r["code"]),
            text(r["content"]),
            number(r["share"]),
            number(r["amount"]),
            text(r["per"]),
            day(r["from"]),
            day(r["to"]),
            text(r["source"]),
            row,
        )
        for row, r in _records(
            grid,
            {
                "code": "Mã định mức",
                "content": "Nội dung",
                "share": "Tỷ lệ tối đa",
                "amount": "Mức tối đa (đồng)",
                "per": "Tính cho",
                "from": "Hiệu lực từ",
                "to": "Hiệu lực đến",
                "source": "Căn cứ",
            },
        )
    ]


def _documents(grid: Grid | None) -> list[LegalDocument]:
    text, day = values.text, values.day
    return [
        LegalDocument(
            text(r["number"]),
            day(r["issued"]),
            text(r["title"]),
            day(r["from"]),
            day(r["to"]),
            text(r["by"]),
            row,
        )
        for row, r in _records(
            grid,
            {
                "number": "Số, ký hiệu",
                "issued": "Ngày",
                "title": "Trích yếu",
                "from": "Hiệu lực từ",
                "to": "Hiệu lực đến",
                "by": "Thay thế bởi",
            },
        )
    ]


def _targets(grid: Grid | None) -> list[Target]:
    text = values.text
    return [
        Target(
            text(r["name"]),
            text(r["value"]),
            text(r["unit"]),
            text(r["where"]),
            text(r["tt"]),
            text(r["column"]),
            row,
        )
        for row, r in _records(
            grid,
            {
                "name": "Chỉ tiêu",
                "value": "Giá trị",
                "unit": "Đơn vị",
                "where": "Nơi nêu",
                "tt": "TT đề án",
                "column": "Cột",
            },
        )
    ]


def _recipients(grid: Grid | None) -> list[Recipient]:
    text = values.text
    return [
        Recipient(text(r["organisation"]), text(r["name"]), text(r["email"]), text(r["kind"]), row)
        for row, r in _records(
            grid,
            {"organisation": "Đơn vị", "name": "Người nhận", "email": "Email", "kind": "Hình thức"},
        )
    ]


def accepted_reasons(grid: Grid | None) -> dict[tuple[str, str, str], str]:
    """The reasons that the accountant wrote beside findings: (rule, place, message) → ``Giải
    trình``.
    """
    if grid is None:
        return {}
    names = {"code": "mã", "place": "vị trí", "message": "nội dung", "reason": "giải trình"}
    columns: dict[str, int] = {}
    found: dict[tuple[str, str, str], str] = {}
    for row in grid.rows:
        if not columns:
            heads = {
                normal(value): column for column, value in enumerate(row, 1) if value is not None
            }
            if all(name in heads for name in names.values()):
                columns = {key: heads[name] for key, name in names.items()}
            continue
        said = {key: values.text(values.at(row, column)) for key, column in columns.items()}
        if said["reason"]:
            found[said["code"], said["place"], said["message"]] = said["reason"]
    return found


def _records(grid: Grid | None, headings: Mapping[str, str]) -> list[tuple[int, dict[str, Any]]]:
    if grid is None or not grid.rows:
        return []
    columns = columns_by_heading(grid, headings, ())
    found = []
    for number, row in enumerate(grid.rows[1:], 2):
        record = {key: values.at(row, columns[key]) if key in columns else None for key in headings}
        if any(value is not None for value in record.values()):
            found.append((number, record))
    return found


def _particular(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float):
        return values.decimal(value)
    return values.text(value) if isinstance(value, str) else value
