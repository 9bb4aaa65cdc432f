"""Somebody's table of projects → a plan workbook: ``kehoach import``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from workbook_tools.check.findings import Finding, check_plan
from workbook_tools.error_kinds import (
    ALREADY_A_PLAN,
    FILE_EXISTS,
    NO_SUCH_SHEET,
    NOT_NAMED_XLSX,
    SEVERAL_TABLES,
    WITHOUT_MONEY,
)
from workbook_tools.errors import InputError
from workbook_tools.jobs.checked import open_errors
from workbook_tools.jobs.imported_lines import lines_of
from workbook_tools.jobs.imported_plan import plan_file
from workbook_tools.jobs.interpreted import Reading, readings
from workbook_tools.jobs.stages import stage
from workbook_tools.machine.files import write_whole
from workbook_tools.machine.nearest import nearest, question
from workbook_tools.place import Place
from workbook_tools.plan.model import UNSURE, Plan, Summed, amount_of
from workbook_tools.plan.money import format_amount
from workbook_tools.read.any_source import open_tables
from workbook_tools.read.appendix import APPENDIX, read_appendices
from workbook_tools.read.legacy import InUnicode
from workbook_tools.read.plan_reader import is_sheet_of_lines, read_plan
from workbook_tools.read.source import source_of
from workbook_tools.read.table_book import TableBook

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


@dataclass(frozen=True, eq=False, repr=False)
class Imported:
    """An imported plan: its workbook's bytes, the plan as that workbook holds it, what is to be
    said of it, how its table was read; ``missing`` is what must be typed in before it is a plan.
    """

    data: bytes
    plan: Plan
    findings: tuple[Finding, ...]
    readings: tuple[Reading, ...]
    missing: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def open_errors(self) -> list[Finding]:
        """The errors on the plan."""
        return open_errors(self.findings)


def import_tables(book: TableBook, sheet: str = "") -> Imported:
    """The plan of the table of projects in a book, on the sheet that is named, or the only one.

    Raises ``InputError`` where there is no such table or several that differ, where the only one is
    no plan, and where the book is a plan workbook already.
    """
    timings: dict[str, float] = {}
    with stage("read", timings):
        unicode = InUnicode(book)
        plan = _the_one(unicode, sheet)
        if not any(line.stated for line in plan.all_lines()):
            raise InputError(WITHOUT_MONEY, Place(plan.sheet, f"A{plan.rows[0] - 1}"))
        plan = replace(plan, decisions=(*unicode.told(plan.sheet), *plan.decisions))
        lines = lines_of(plan)
        about, told = _particulars(plan, book.name)
    with stage("write", timings):
        found = (*told, *readings(book, plan, lines))
        data = plan_file(about, lines, found)
    with stage("check", timings):
        plan, missing = _as_written(data, plan)
        findings = check_plan(plan)
    return Imported(data, plan, findings, found, missing, timings)


def import_file(
    path: Path, out: Path | None = None, *, sheet: str = "", report: Path | None = None
) -> tuple[Path, Imported]:
    """``kehoach import``: the plan of a file's table written to a file that is not there yet,
    ``KeHoach_…`` beside it where none is named. Gives that file and what was imported. Raises
    ``InputError`` as ``import_tables`` does, and where the file cannot be read or written.
    """
    target = out or path.with_name(f"KeHoach_{path.stem}.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise InputError(NOT_NAMED_XLSX, path=target)
    if target.exists():
        raise InputError(FILE_EXISTS, path=target)
    if report is not None:
        from workbook_tools.jobs.json_report import refuse_report

        refuse_report(report, path, target)
    done = import_tables(open_tables(path), sheet)
    write_whole(target, done.data, b"")
    if report is not None:
        from workbook_tools.jobs.json_report import write_report

        try:
            write_report(
                report,
                done.plan,
                done.findings,
                None,
                done.timings,
                source=path,
                output=target,
            )
        except BaseException as error:
            error.add_note(f"Đã nhập vào {target}")
            raise
    return target, done


# -------------------------------------------------------------------------------------- the table


def _the_one(book: TableBook, sheet: str) -> Plan:
    """The only table of projects, or one of several that say the same."""
    names = list(book.sheet_names)
    folded = {name.casefold() for name in names}
    if sheet:
        named = [name for name in names if name.casefold() == sheet.casefold()]
        if not named:
            like = question(nearest(sheet, names))
            raise InputError(
                NO_SUCH_SHEET, name=book.name, sheet=sheet, like=like, known=", ".join(names)
            )
        plans = read_appendices(book, named[0])
    elif APPENDIX.casefold() in folded:
        plans = read_appendices(book, APPENDIX)
    elif "thongtin" in folded and any(map(is_sheet_of_lines, names)):
        raise InputError(ALREADY_A_PLAN, name=book.name)
    else:
        plans = read_appendices(book)
    if not all(_agree(plans[0], plan) for plan in plans[1:]):
        tables = ", ".join(_called(plan) for plan in plans)
        raise InputError(SEVERAL_TABLES, name=book.name, count=len(plans), tables=tables)
    return plans[0]


def _agree(one: Plan, other: Plan) -> bool:
    """Whether two tables are the same: their projects and all, each with its total, as it is stated
    where it is, and by source where both have the same.
    """
    if len(one.projects) != len(other.projects):
        return False
    by_source = set(one.form.keys) == set(other.form.keys)
    return _said(one, by_source=by_source) == _said(other, by_source=by_source)


def _said(plan: Plan, *, by_source: bool) -> list[tuple[object, ...]]:
    """What a table says of its projects, and of all, in đồng."""
    all_: list[tuple[str, Summed, Decimal | None]] = [("", plan, None)]
    all_ += [(project.name, project, project.stated.total) for project in plan.projects]
    if plan.stated is not None:
        all_[0] = ("", plan, plan.stated.stated.total)
    keys = sorted(plan.form.keys) if by_source else []
    said: list[tuple[object, ...]] = []
    for name, summed, stated in all_:
        amounts = [amount_of(summed, key) for key in keys]
        amounts.append(summed.total if stated is None else stated)
        said.append((name, *map(plan.unit.to_dong, amounts)))
    return said


def _called(plan: Plan) -> str:
    place = Place(plan.sheet, f"A{plan.rows[0] - 1}")
    return f"{place} (tổng {format_amount(plan.total)} {plan.unit.said})"


# -------------------------------------------------------------------------------- its particulars


def _particulars(plan: Plan, name: str) -> tuple[dict[str, Any], Sequence[Reading]]:
    """The rows of ``ThongTin``, and what is told of those that are taken from elsewhere."""
    about = {key: value for key, value in plan.particulars.items() if value is not None}
    about["Đơn vị tính"] = plan.unit.name
    told = []
    said = _YEAR.findall(name)
    if plan.year is None and len(set(said)) == 1:
        about["Năm kế hoạch"] = int(said[0])
        how = "bảng không ghi năm, lấy theo tên tệp"
        told.append(Reading(Place(plan.sheet), name, "", said[0], how, UNSURE))
    if not plan.unit_stated:
        how = "không nơi nào ghi đơn vị tính"
        told.append(Reading(Place(plan.sheet), "", "", plan.unit.name, how, UNSURE))
    return about, told


def _as_written(data: bytes, plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """The plan as its workbook holds it; as its table was read where that lacks what only its
    author knows, and what that is.
    """
    try:
        return read_plan(source_of(data, "KeHoach.xlsx")), ()
    except InputError as error:
        return plan, (str(error),)
