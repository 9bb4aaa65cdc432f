"""Nhập biểu cũ: the table of the workbook that is open, or of a file, as a new plan workbook that
is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbook_tools.errors import InputError
from workbook_tools.host.choosing import choose_file
from workbook_tools.host.open_book import snapshot
from workbook_tools.jobs.import_table import Imported, import_tables
from workbook_tools.jobs.imported_plan import SHEET
from workbook_tools.jobs.interpreted import counts
from workbook_tools.jobs.press import Ask
from workbook_tools.jobs.summary import counted
from workbook_tools.machine.files import write_whole
from workbook_tools.machine.known_folders import documents
from workbook_tools.plan.model import UNSURE
from workbook_tools.plan.money import format_amount
from workbook_tools.read.any_source import open_tables, tables_of_file
from workbook_tools.read.table_book import TableBook


def import_open(book: Any, ask: Ask) -> str | None:
    """Import the table of an open workbook, or of a file that the user chooses, and open the plan.
    Gives what was done; ``None`` where the user chose nothing. Raises ``InputError`` where there is
    no table of projects.
    """
    app, name = book.app, str(book.name)
    asked = f"Nhập biểu của sổ đang mở ({name})?\nBấm Không để chọn một tệp khác."
    answer = ask(asked, "yes_no_cancel")
    if answer == "cancel":
        return None
    home: Path | None = None
    if answer == "yes":
        tables, home = _shown(book)
    else:
        chosen = choose_file(app)
        if chosen is None:
            return None
        tables, home = open_tables(chosen), chosen.parent
    done = import_tables(tables)
    path = _written(done, Path(tables.name).stem, home)
    app.books.open(str(path))
    return _told(done, path)


def _shown(book: Any) -> tuple[TableBook, Path | None]:
    """The open workbook with its edits, and the folder where it lies, if any."""
    path = Path(str(book.name))
    with suppress(Exception):  # one in the cloud has no path, and each program says so in its words
        path = Path(str(book.fullname))
    home = path.parent if path.is_absolute() and path.parent.is_dir() else None
    return tables_of_file(snapshot(book, path), path.name), home


def _written(done: Imported, stem: str, home: Path | None) -> Path:
    """Write the plan under a name that is free: beside its source or, where that folder takes
    nothing, in the user's documents.
    """
    refused: InputError | None = None
    for folder in (home, documents()):
        if folder is None:
            continue
        path = next(path for path in _names(folder, stem) if not path.exists())
        try:
            write_whole(path, done.data, b"")
        except InputError as error:
            refused = refused or error
            continue
        return path
    assert refused is not None
    raise refused


def _names(folder: Path, stem: str) -> Iterator[Path]:
    yield folder / f"KeHoach_{stem}.xlsx"
    number = 2
    while True:
        yield folder / f"KeHoach_{stem} ({number}).xlsx"
        number += 1


def _told(done: Imported, path: Path) -> str:
    plan, unsure = done.plan, counts(done.readings)[UNSURE]
    total = f"{format_amount(plan.total)} {plan.unit.said}"
    sheet = f"trang tính {SHEET}"
    look = f"{unsure} chỗ chưa chắc đứng đầu {sheet}" if unsure else f"xem {sheet}"
    found = f"{counted(done.findings)}{': bấm Kiểm tra để xem' if done.findings else ''}"
    missing = "".join(f"\n\nCần điền thêm: {said}" for said in done.missing)
    return (
        f"Đã nhập vào {path}: {len(plan.projects)} đề án, tổng {total}; {look}.\n\n"
        f"Kiểm tra: {found}.{missing}"
    )
