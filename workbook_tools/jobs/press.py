"""A press on the open workbook: what it holds now is checked or built by the same core as the
command, and shown again.

The program writes a copy of the open workbook, unsaved edits and all; the core makes the finished
workbook of it; the open one is closed and the finished one, put in its place in one step, is opened
with the same selection. So what is shown is the very file that the command writes, charts and all;
the user's own sheets and formulas are the ones of the package; a press that fails, or is cancelled,
has touched nothing; and the number of calls to the program is the same for any number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from workbook_tools.check import Finding
from workbook_tools.error_kinds import NOTHING_TO_UNDO, OTHER_TOTAL_SHOWN, STOPPED
from workbook_tools.errors import InputError, WorkbookToolsError
from workbook_tools.excel.defined_names import workbook_names
from workbook_tools.excel.package import Package, open_package
from workbook_tools.flags.flagging import unflagged
from workbook_tools.host.edits import GENERATED, edits_since
from workbook_tools.host.open_book import as_saved, local_path, snapshot
from workbook_tools.host.replacing import Changes, held, refuse_cut_off, replaced
from workbook_tools.host.widths import with_kept_widths
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.check import check_workbook
from workbook_tools.jobs.checked import Checked
from workbook_tools.jobs.renumber import numbered, out_of_order, sorted_and_numbered
from workbook_tools.jobs.stages import STAGES
from workbook_tools.machine.state import Journal
from workbook_tools.place import Place, cell_name, column_number
from workbook_tools.plan.model import Plan, amount_of
from workbook_tools.plan.money import format_amount
from workbook_tools.read.source import Source, source_of

Ask = Callable[[str, str], str]
"""Asks the user: a text and the kind of buttons, as xlwings names them; gives the name of the
button.
"""


class Cancelled(WorkbookToolsError):  # noqa: N818  (no error: the user said so)
    """The user chose not to go on; nothing has changed."""


def rebuild(book: Any, ask: Ask) -> tuple[Any, Plan, tuple[Finding, ...]]:
    """Lập biểu: rebuild the summary of an open workbook. Gives the workbook as it is open now, its
    plan and findings.

    Raises ``InputError``, ``ProofError``, ``TemplateError`` (nothing has changed), ``Cancelled``.
    """
    with held(book) as changes:
        return _rebuilt(book, ask, changes)


def _rebuilt(book: Any, ask: Ask, changes: Changes) -> tuple[Any, Plan, tuple[Finding, ...]]:
    """What ``rebuild`` gives, while the workbook is held."""
    path = local_path(book)
    refuse_cut_off(path)
    journal = Journal(path)
    last = journal.last_made()
    made = source_of(last, path.name) if last is not None else None
    data, source = _now(book, path, changes)
    if _edits_kept(book, edits_since(made, source), ask):
        data, source = _now(book, path, changes)
    app = book.app
    built = build_workbook(source, progress=lambda stage: _say(app, stage))
    after = built.data if made is None else with_kept_widths(built.data, made, source)
    book = replaced(book, path, data, after, lambda: journal.push(data), changes)
    journal.made(after)
    shown = open_package(after, path.name)
    judge(book, built.plan, shown)
    as_saved(book, shown)
    return book, built.plan, built.findings


def _now(book: Any, path: Path, changes: Changes) -> tuple[bytes, Source]:
    """The open workbook as it is now, and the same without flags, to read and to build on."""
    changes.steps = 0
    data = snapshot(book, path, held=True)
    return data, unflagged(source_of(data, path.name))


def check(book: Any) -> Checked:
    """Kiểm tra: the findings on an open workbook as it is now; nothing is changed."""
    path = Path(str(book.name))
    return check_workbook(source_of(snapshot(book, path), path.name))


def clear_flags(book: Any) -> Any:
    """Bỏ đánh dấu: the workbook without flags; gives it as it is open now, nothing where it has
    none. Raises ``InputError``.
    """
    path = local_path(book)
    with held(book) as changes:
        refuse_cut_off(path)
        data = snapshot(book, path, held=True)
        source = source_of(data, path.name)
        clean = unflagged(source)
        if clean is source:
            return None
        journal = Journal(path)
        book = replaced(book, path, data, clean.data, lambda: journal.push(data), changes)
        as_saved(book, clean.package)
        journal.made(clean.data)
        return book


def renumber(book: Any, ask: Ask) -> list[str]:
    """Đánh số: the lines of the open workbook numbered anew, after they were put into the order of
    their numbers where the user wants that; gives what was done, in sentences. Raises
    ``InputError``, ``Cancelled``.
    """
    path = local_path(book)
    with held(book) as changes:
        refuse_cut_off(path)
        data = snapshot(book, path, held=True)
        source = source_of(data, path.name)
        sort = _is_to_be_sorted(out_of_order(source), ask)
        done = sorted_and_numbered(source) if sort else numbered(source)
        if done.is_changed:
            after = done.source.data
            journal = Journal(path)
            book = replaced(book, path, data, after, lambda: journal.push(data), changes)
            journal.made(after)
            as_saved(book, done.source.package)
        return done.said


def _is_to_be_sorted(moves: Mapping[int, int], ask: Ask) -> bool:
    """Whether the user wants the rows that do not stand in the order of their numbers to be moved.
    Raises ``Cancelled``.
    """
    if not moves:
        return False
    first = ", ".join(str(row) for row in list(moves)[:12])
    said = (
        f"{len(moves)} dòng không đứng theo thứ tự TT (dòng {first}{' …' * (len(moves) > 12)}).\n\n"
        "Có: xếp các dòng theo TT, rồi đánh số.\n"
        "Không: giữ nguyên thứ tự dòng, chỉ đánh số.\n"
        "Hủy: giữ nguyên sổ."
    )
    answer = ask(said, "yes_no_cancel")
    if answer not in ("yes", "no"):
        raise Cancelled(STOPPED)
    return answer == "yes"


def undo(book: Any) -> Any:
    """Hoàn tác: the workbook as it was before the last press. Raises ``InputError`` where there is
    none.
    """
    path = local_path(book)
    with held(book) as changes:
        refuse_cut_off(path)
        journal = Journal(path)
        before = journal.last_before()
        if before is None:
            raise InputError(NOTHING_TO_UNDO)
        now = snapshot(book, path, held=True)
        book = replaced(book, path, now, before, lambda: journal.leaving(now), changes)
        as_saved(book, open_package(before, path.name))
        journal.undone()
        journal.made(before)
        return book


def judge(book: Any, plan: Plan, package: Package) -> None:
    """The program's own calculation is the last judge: its totals against the model's. ``package``
    is the file that is open. Raises ``InputError``.
    """
    book.app.calculate()
    told = workbook_names(package)
    names = {amount: name for amount, name in plan.form.total_names.items() if name in told}
    shown = _shown(book, package, list(names.values()))
    for amount, name in names.items():
        found = shown[name]
        due = plan.unit.quantize(amount_of(plan, amount))
        number = Decimal(repr(found)) if isinstance(found, (int, float)) else None
        if number is None or plan.unit.quantize(number) != due:
            said = format_amount(number) if number is not None else str(found)
            raise InputError(
                OTHER_TOTAL_SHOWN,
                found=said,
                column=plan.form.heading_of(amount),
                due=format_amount(due),
                unit=plan.unit.said,
            )


def _shown(book: Any, package: Package, names: Sequence[str]) -> dict[str, object]:
    """What the open workbook shows in the cells of some names. Those that stand beside each other
    in one row are read in one call.
    """
    told = workbook_names(package)
    cells = {name: _ONE_CELL.fullmatch(told.get(name, "")) for name in names}
    found = [cell for cell in cells.values() if cell is not None]
    places = {(cell["sheet"], cell["row"]) for cell in found}
    if len(found) < len(names) or len(places) != 1:
        return {name: book.names(name).refers_to_range.value for name in names}
    columns = {name: column_number(cell["column"]) for name, cell in cells.items() if cell}
    left, right = min(columns.values()), max(columns.values())
    ((sheet, row),) = places
    area = f"{cell_name(int(row), left)}:{cell_name(int(row), right)}"
    values = book.sheets(sheet.replace("''", "'")).range(area).value
    row_of = values if left < right else [values]
    return {name: row_of[column - left] for name, column in columns.items()}


_ONE_CELL = re.compile(r"'?(?P<sheet>[^!]+?)'?!\$(?P<column>[A-Z]{1,3})\$(?P<row>[0-9]{1,7})")

_TOLD = ("read", "prove")
"""The stages that the status bar tells of; each costs a call to the program."""


def _say(app: Any, stage: str) -> None:
    if stage in _TOLD:
        app.status_bar = f"Khuyến công: {STAGES[stage]} …"


def _edits_kept(book: Any, edits: Sequence[Place], ask: Ask) -> bool:
    """Whether copies were kept of generated sheets into which somebody has typed since they were
    made; the user is asked. Raises ``Cancelled``.
    """
    if not edits:
        return False
    answer = ask(_edits_text(edits), "yes_no_cancel")
    if answer == "yes":
        return False
    if answer != "no":
        raise Cancelled(STOPPED)
    taken = {sheet.name for sheet in book.sheets}
    for name in GENERATED:
        if any(place.sheet == name for place in edits):
            sheet = book.sheets[name]
            sheet.copy(after=sheet, name=_free_name(name, taken))
    return True


def _edits_text(edits: Sequence[Place]) -> str:
    said = ", ".join(str(place) for place in edits[:12])
    if len(edits) > 12:
        said += f" … ({len(edits)} ô)"
    return (
        "Các ô này của trang tính do chương trình lập đã bị sửa tay từ lần lập trước: "
        f"{said}.\n\n"
        "Có: lập lại, bỏ các sửa đổi đó.\n"
        "Không: giữ một bản sao của trang tính rồi lập lại.\n"
        "Hủy: giữ nguyên sổ."
    )


def _free_name(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name} (sửa tay {number})" in taken:
        number += 1
    return f"{name} (sửa tay {number})"
