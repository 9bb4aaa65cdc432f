"""The plan workbook's sheets → ``Plan``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from workbook_tools.error_kinds import (
    EMPTY_PLAN,
    NO_UNIT,
    NO_YEAR,
    ROWS_TOO_FAR,
    SHEET_MISSING,
    TEXT_TOO_LONG,
    TOTAL_TOO_LARGE,
    UNKNOWN_UNIT,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import MAX_PLAN_ROWS
from workbook_tools.excel.tables import tables_of
from workbook_tools.patterns import pattern
from workbook_tools.place import Place, column_letters
from workbook_tools.plan.form import (
    COLUMNS,
    GENERATED_SHEETS,
    INPUT_SHEETS,
    PARTICULARS,
    Form,
    sources_of,
)
from workbook_tools.plan.grid import Grid
from workbook_tools.plan.model import SURE, LegalDocument, Norm, Plan, Recipient, Remark, Target
from workbook_tools.plan.money import MAX_DONG, Unit, format_amount, grouped, parse_unit
from workbook_tools.plan.provinces import is_city
from workbook_tools.plan.vietnamese import without_marks
from workbook_tools.read import values
from workbook_tools.read.funding_sources import SHEET, form_of
from workbook_tools.read.headers import (
    columns_by_heading,
    has_headings,
    headings_of,
    normal,
    with_heading,
)
from workbook_tools.read.lines import LONGEST_TEXT, TOO_LARGE, read_lines
from workbook_tools.read.plan_rows import plan_rows
from workbook_tools.read.pointers import pointers
from workbook_tools.read.records import Record, records_of
from workbook_tools.read.renamed import with_known_headings
from workbook_tools.read.source import Source, open_source
from workbook_tools.read.table import field_said

if TYPE_CHECKING:
    import pandas

_OPTIONAL = ("norm_code", "quantity", "note", "goal", "result", "executing_unit")
_RECORDS = ("ChiTieu", "DinhMuc", "CanCu")
"""The sheets whose records findings point to, cell by cell."""


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
    given = dict(particulars or {})
    if isinstance(source, (str, Path)):
        source = open_source(Path(source))
    return _of_workbook(source, given) if isinstance(source, Source) else _of_frame(source, given)


def _of_workbook(source: Source, given: Mapping[str, object]) -> Plan:
    """The plan of a workbook's sheets. Raises ``InputError`` where a needed one is missing."""
    lines, about = _lines(source), _about(source)
    if about is None:
        raise _missing(source, "ThongTin")
    if lines is None:
        raise _missing(source, "DeAn")
    particulars = _read_particulars(about, given)
    stated = _grid(source, SHEET)
    renamed = with_known_headings(lines, sources=stated is None)
    lines = renamed.grid
    plan = _plan(
        lines,
        particulars,
        {
            "norms": tuple(_norms(_grid(source, "DinhMuc"))),
            "documents": tuple(_documents(_grid(source, "CanCu"))),
            "targets": tuple(_targets(_grid(source, "ChiTieu"))),
            "recipients": tuple(_recipients(_grid(source, "NoiNhan"))),
            "accepted": accepted_reasons(_grid(source, "KiemTra")),
            "grid": lines,
            "links": source.outside_links,
            "pointers": pointers(source),
            "settings": source.settings,
            "record_columns": {name: _heading_letters(source, name) for name in _RECORDS},
        },
        _form(stated, lines, particulars),
        _declared_total(source, lines),
    )
    told = (*renamed.decisions, *_called_otherwise(source))
    return replace(plan, decisions=(*told, *plan.decisions)) if told else plan


def _called_otherwise(source: Source) -> Iterator[Remark]:
    """What is told of sheets that are called like one of the plan's (Định mức), but not as it."""
    have = {name.casefold() for name in source.sheet_names}
    for wanted in INPUT_SHEETS:
        if wanted.casefold() in have or wanted in ("DeAn", "ThongTin"):
            continue
        for name in source.sheet_names:
            if _letters(name) == wanted.casefold():
                why = f"Trang tính “{name}” chưa được đọc; hãy đổi tên thành {wanted} để dùng"
                yield Remark(Place(name), name, wanted, why)


def _lines(source: Source) -> Grid | None:
    """The sheet of the plan's lines: ``DeAn``, or the only one that is called so otherwise (Đề án);
    its headings may stand below a title.
    """
    found = _grid(source, "DeAn")
    if found is None:
        called = [name for name in source.sheet_names if is_sheet_of_lines(name)]
        found = _grid(source, called[0]) if len(called) == 1 else None
        if not called:
            return _by_headings(source)
    return None if found is None else with_heading(found, COLUMNS.values())


def _about(source: Source) -> Grid | None:
    """The sheet of the plan's particulars: ``ThongTin``, or the only one that is called so
    otherwise (Thông tin chung).
    """
    found = _grid(source, "ThongTin")
    if found is not None:
        return found
    called = [name for name in source.sheet_names if _letters(name) in _ABOUT]
    return _grid(source, called[0]) if len(called) == 1 else None


_ABOUT = ("thongtin", "thongtinchung", "thongtinkehoach")


def _letters(name: str) -> str:
    """A sheet's name as it is compared: small letters without marks, nothing between them."""
    return "".join(filter(str.isalnum, without_marks(name).casefold()))


def _by_headings(source: Source) -> Grid | None:
    """The only sheet that has the headings of ``DeAn``, whatever it is called."""
    known = {name.casefold() for name in (*INPUT_SHEETS, *GENERATED_SHEETS)}
    names = [
        name
        for name in source.sheet_names
        if name.casefold() not in known and not _NOT_IN_USE().search(name)
    ]
    found = []
    for name in names[:_LOOKED_INTO]:
        with suppress(InputError):  # what cannot be read is no plan's sheet
            grid = _grid(source, name)
            if grid is not None and has_headings(grid, COLUMNS.values(), _TELLING):
                found.append(with_heading(grid, COLUMNS.values()))
    return found[0] if len(found) == 1 else None


_LOOKED_INTO = 30
_TELLING = 7
"""So many of its headings tell the sheet of a plan's lines."""
_NOT_IN_USE = pattern(r"\b(?:cũ|nháp|mẫu|năm trước|old|backup|lưu)\b", re.IGNORECASE)


def is_sheet_of_lines(name: str) -> bool:
    """Whether a sheet is called ``DeAn``, however that is written (Đề án)."""
    return _letters(name) == "dean"


def _otherwise_placed(grid: Grid) -> Iterator[Remark]:
    """What is told of a sheet of lines that is called otherwise, or whose headings stand lower."""
    if grid.sheet.casefold() != "dean":
        why = "được đọc là trang tính DeAn"
        yield Remark(
            Place(grid.sheet), grid.sheet, "DeAn", f"Trang tính “{grid.sheet}” {why}", sure=SURE
        )
    if grid.heading > 1:
        place = grid.place(grid.heading, 1)
        said = values.text(grid.at(grid.heading, 1))
        yield Remark(place, said, "dòng tiêu đề", "là dòng tiêu đề, phía trên là tựa của bảng")


def _declared_total(source: Source, grid: Grid) -> int:
    """The row that a table (Insert › Table) of the sheet declares as its total; 0 for none."""
    for table in tables_of(source.package).values():
        if table.sheet == grid.sheet and table.totals:
            return table.area[2]
    return 0


def _grid(source: Source, name: str) -> Grid | None:
    """A sheet of the plan; ``None`` where there is none. Raises ``InputError`` where it has more
    rows than a plan may have.
    """
    grid = source.grid(name)
    if grid is not None and len(grid.rows) > MAX_PLAN_ROWS + 1:
        raise InputError(
            ROWS_TOO_FAR,
            Place(grid.sheet, f"A{len(grid.rows)}"),
            row=len(grid.rows),
            most=f"{MAX_PLAN_ROWS // 1000}.000",
        )
    return grid


def _missing(source: Source, sheet: str) -> InputError:
    return InputError(SHEET_MISSING, name=source.name, sheet=sheet)


def _of_frame(frame: pandas.DataFrame, given: Mapping[str, object]) -> Plan:
    """The plan of a DataFrame in the columns of ``DeAn``."""
    rows = [list(map(values.frame_value, row)) for row in frame.itertuples(index=False, name=None)]
    grid = Grid("DeAn", [list(frame.columns), *rows])
    particulars = _settled(given, {})
    return _plan(grid, particulars, {}, _form(None, grid, particulars))


def _form(stated: Grid | None, lines: Grid, about: _Particulars) -> Form:
    """The form of a plan; a source of ``NguonKP`` is printed as that sheet says, a usual one as
    the plan's province or city prints it.
    """
    form = form_of(stated, lines)
    city = stated is None and is_city(str(about.rows.get("Tỉnh") or ""))
    return replace(form, sources=sources_of(form.sources, city=city))


# -------------------------------------------------------------------------------------- particulars


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Particulars:
    """The rows of ``ThongTin`` and their cells; unit and year, without which no amount and no month
    means anything.
    """

    rows: Mapping[str, object]
    cells: Mapping[str, Place]
    unit: Unit
    year: int


def _read_particulars(grid: Grid, given: Mapping[str, object]) -> _Particulars:
    """The particulars of a sheet ``ThongTin``; the given ones go before them."""
    headings = {"name": "Mục", "value": "Nội dung"}
    grid = with_heading(grid, headings.values(), len(headings))
    columns = columns_by_heading(grid, headings, headings)
    rows = dict(given)
    cells: dict[str, Place] = {}
    for number, row in grid.below_heading():
        name = values.at(row, columns["name"])
        title = _title(values.text(name))
        if name is not None and title not in rows:
            rows[title] = said = _particular(values.at(row, columns["value"]))
            if isinstance(said, str) and len(said) > LONGEST_TEXT:
                place = grid.place(number, columns["value"])
                raise InputError(TEXT_TOO_LONG, place, length=grouped(len(said)))
            cells[title] = grid.place(number, columns["value"])
    return _settled(rows, cells)


_TITLES = {normal(name): name for name in PARTICULARS} | {
    **dict.fromkeys(("đvt", "đơn vị"), "Đơn vị tính"),
    **dict.fromkeys(("năm", "năm thực hiện"), "Năm kế hoạch"),
    **dict.fromkeys(("tỉnh/thành phố", "tỉnh, thành phố", "tên tỉnh"), "Tỉnh"),
}
"""What a particular may be called, small letters → its name."""


def _title(said: str) -> str:
    """What a row of ``ThongTin`` is called: its known name, however that is typed (ĐVT:)."""
    bare = said.rstrip(" :.")
    return _TITLES.get(normal(bare), bare or said)


def _settled(said: Mapping[str, object], cells: Mapping[str, Place]) -> _Particulars:
    """The particulars with those that are missing as ``None``. Raises ``InputError`` for a unit or
    a year that is none.
    """
    unit = _unit(said.get("Đơn vị tính"), cells.get("Đơn vị tính", Place("ThongTin")))
    year = _year(said.get("Năm kế hoạch"), cells.get("Năm kế hoạch", Place("ThongTin")))
    missing = dict.fromkeys(name for name in PARTICULARS if name not in said)
    return _Particulars({**said, **missing, "Năm kế hoạch": year}, cells, unit, year)


def _unit(said: object, place: Place) -> Unit:
    if not said:
        raise InputError(NO_UNIT, place)
    try:
        return parse_unit(_UNIT_SAID().sub("", str(said)).strip(" ()[].:"))
    except ValueError:
        raise InputError(UNKNOWN_UNIT, place, found=said) from None


_UNIT_SAID = pattern(r"\A\W*(?:đơn vị(?: tính)?|đvt)\b\s*:?", re.IGNORECASE)
"""What may stand before a unit in its cell, as above a table."""

_YEAR = pattern(r"(?<![0-9.,/])(?:19|2[01])[0-9]{2}(?![0-9]|[.,/][1-9])")


_LONGEST_YEAR = 100


def _year(said: object, place: Place) -> int:
    typed = (
        set(_YEAR().findall(said)) if isinstance(said, str) and len(said) < _LONGEST_YEAR else ()
    )
    year = int(typed.pop()) if len(typed) == 1 else said
    if isinstance(year, date):
        year = year.year
    if not isinstance(year, int) or not 1900 <= year <= 2200:
        found = "còn trống" if year is None else f"là “{year}”"
        raise InputError(NO_YEAR, place, found=found)
    return year


# --------------------------------------------------------------------------------------------- DeAn


def _plan(
    grid: Grid, about: _Particulars, others: Mapping[str, Any], form: Form, declared: int = 0
) -> Plan:
    """The plan of the rows of ``DeAn``; ``others`` are what the other sheets say of it,
    ``declared`` is the row that a table there declares as its total. Raises
    ``InputError`` where there are no lines, or their sum is beyond what can be held and said.
    """
    in_one = _column_of_periods(grid)
    optional = (*_OPTIONAL, *(_MONTHS if in_one else ()))
    required = [name for name in form.columns if name not in optional]
    columns = columns_by_heading(grid, form.columns, required)
    if in_one and not columns.keys() & set(_MONTHS):
        columns |= dict.fromkeys(_MONTHS, in_one)
    typed = plan_rows(grid, columns, declared, form)
    rows = typed.rows
    norms = {norm.code: norm for norm in others.get("norms", ()) if norm.code}
    all_columns = {**_further_columns(grid, form), **columns}
    read = read_lines(grid, rows, all_columns, about.unit, year=about.year, norms=norms, form=form)
    if not read.sections:
        raise InputError(EMPTY_PLAN, Place(grid.sheet))
    plan = Plan(
        sections=read.sections,
        unit=about.unit,
        form=form,
        particulars=about.rows,
        stated=read.total,
        remarks=read.remarks,
        unread=read.unread,
        decisions=(*_otherwise_placed(grid), *typed.decisions, *read.decisions),
        left_out=tuple(typed.left_out),
        sheet=grid.sheet,
        particular_cells=about.cells,
        columns={name: column_letters(column) for name, column in columns.items()},
        rows=(grid.heading + 1, rows[-1].number),
        **others,
    )
    if abs(plan.total) >= TOO_LARGE or abs(plan.unit.to_dong(plan.total)) > MAX_DONG:
        raise InputError(
            TOTAL_TOO_LARGE, Place(grid.sheet), total=format_amount(plan.total), unit=plan.unit.said
        )
    return plan


_MONTHS = ("start_month", "end_month")


def _column_of_periods(grid: Grid) -> int:
    """The only column whose heading says periods (Thời gian thực hiện); 0 for none."""
    said = enumerate(headings_of(grid), 1)
    found = [at for at, value in said if isinstance(value, str) and field_said(value) == "period"]
    return found[0] if len(found) == 1 else 0


def _further_columns(grid: Grid, form: Form) -> Mapping[str, int]:
    """The user's own columns, by their headings; of two that are called the same the first."""
    found: dict[str, int] = {}
    wanted = {normal(heading): heading for heading in form.further}
    for column, value in enumerate(headings_of(grid), 1):
        heading = wanted.get(normal(value)) if value is not None else None
        if heading is not None:
            found.setdefault(heading, column)
    return found


# ------------------------------------------------------------------------------------- other sheets


_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "DinhMuc": {
        "code": "Mã định mức",
        "content": "Nội dung",
        "share": "Tỷ lệ tối đa",
        "amount": "Mức tối đa (đồng)",
        "per": "Tính cho",
        "from": "Hiệu lực từ",
        "to": "Hiệu lực đến",
        "source": "Căn cứ",
        "priority": "Hệ số ưu tiên",
    },
    "CanCu": {
        "number": "Số, ký hiệu",
        "issued": "Ngày",
        "title": "Trích yếu",
        "from": "Hiệu lực từ",
        "to": "Hiệu lực đến",
        "by": "Thay thế bởi",
        "amended": "Sửa đổi bởi",
    },
    "ChiTieu": {
        "name": "Chỉ tiêu",
        "value": "Giá trị",
        "unit": "Đơn vị",
        "where": "Nơi nêu",
        "tt": "TT đề án",
        "column": "Cột",
    },
}
"""The headings of the sheets of records, by the keys of their values."""


def _heading_letters(source: Source, name: str) -> dict[str, str]:
    grid = _grid(source, name)
    first = with_heading(grid, _HEADINGS[name].values()).headings if grid is not None else ()
    return {
        values.text(heading): column_letters(column)
        for column, heading in enumerate(first, 1)
        if heading is not None
    }


def _norms(grid: Grid | None) -> list[Norm]:
    """The norms of a sheet ``DinhMuc``."""
    text, number, day = values.text, values.number, values.day
    return [
        Norm(
            code=text(record["code"]),
            content=text(record["content"]),
            max_share=number(_limit(record["share"])),
            max_amount=values.dong(_limit(record["amount"])),
            per=text(record["per"]),
            valid_from=day(record["from"]),
            valid_to=day(record["to"]),
            source=text(record["source"]),
            row=row,
            priority=number(record["priority"]) or Decimal(1),
        )
        for row, record in _records(grid, _HEADINGS["DinhMuc"])
    ]


_AT_MOST = pattern(
    r"\A(?:không quá|không vượt quá|tối đa|nhiều nhất|mức|[≤<]=?|\s|:)+", re.IGNORECASE
)


def _limit(value: object) -> object:
    """A limit without the words that say that it is one (không quá 50%)."""
    return _AT_MOST().sub("", values.text(value)) if isinstance(value, str) else value


def _documents(grid: Grid | None) -> list[LegalDocument]:
    """The legal documents of a sheet ``CanCu``."""
    text, day = values.text, values.day
    return [
        LegalDocument(
            number=text(record["number"]),
            issued=day(record["issued"]),
            title=text(record["title"]),
            valid_from=day(record["from"]),
            valid_to=day(record["to"]),
            replaced_by=text(record["by"]),
            row=row,
            amended_by=text(record["amended"]),
        )
        for row, record in _records(grid, _HEADINGS["CanCu"])
    ]


def _targets(grid: Grid | None) -> list[Target]:
    """The stated figures of a sheet ``ChiTieu``."""
    text = values.text
    return [
        Target(
            name=text(record["name"]),
            value=text(record["value"]),
            unit=text(record["unit"]),
            stated_in=text(record["where"]),
            project_tt=text(record["tt"]),
            column=text(record["column"]),
            row=row,
        )
        for row, record in _records(grid, _HEADINGS["ChiTieu"])
    ]


def _recipients(grid: Grid | None) -> list[Recipient]:
    """The recipients of a sheet ``NoiNhan``."""
    text = values.text
    headings = {
        "organisation": "Đơn vị",
        "name": "Người nhận",
        "email": "Email",
        "kind": "Hình thức",
    }
    return [
        Recipient(
            organisation=text(record["organisation"]),
            name=text(record["name"]),
            email=text(record["email"]),
            kind=text(record["kind"]),
            row=row,
        )
        for row, record in _records(grid, headings)
    ]


def accepted_reasons(grid: Grid | None) -> dict[tuple[str, str, str], str]:
    """The reasons that the accountant wrote beside findings: (rule, place, message) → ``Giải
    trình``.
    """
    rows = listed_findings(grid) or ()
    return {(row.code, row.place, row.message): row.reason for row in rows if row.reason}


class Listed(NamedTuple):
    """A finding as it stands on the sheet of findings."""

    code: str
    place: str
    message: str
    reason: str = ""
    hint: str = ""


def listed_findings(grid: Grid | None) -> list[Listed] | None:
    """The rows of the sheet of findings; ``None`` where there is none, or it has another form."""
    columns: Mapping[str, int] = {}
    found: list[Listed] = []
    for row in grid.rows if grid is not None else ():
        if not columns:
            columns = _reason_columns(row)
            continue
        said = {key: values.text(values.at(row, column)) for key, column in columns.items()}
        found.append(Listed(**said))
    return found if columns else None


def _reason_columns(row: Sequence[Any]) -> dict[str, int]:
    """The columns of the table of findings where a row is its heading; none where it is not."""
    names = {"code": "mã", "place": "vị trí", "message": "nội dung", "reason": "giải trình"}
    heads = {normal(value): column for column, value in enumerate(row, 1) if value is not None}
    if not heads.keys() >= set(names.values()):
        return {}
    names |= {"hint": "gợi ý"} if "gợi ý" in heads else {}
    return {key: heads[name] for key, name in names.items()}


def _records(grid: Grid | None, headings: Mapping[str, str]) -> list[Record]:
    """The rows that hold anything below the given headings, each with its number and its values by
    the headings' keys; ``None`` where a column is missing.
    """
    if grid is None or not grid.rows:
        return []
    grid = with_heading(grid, headings.values())
    columns = columns_by_heading(grid, headings, ())
    absent = dict.fromkeys(headings)
    return [Record(row, absent | dict(held)) for row, held in records_of(grid, columns)]


def _particular(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float):
        return values.decimal(value)
    return values.text(value) if isinstance(value, str) else value
