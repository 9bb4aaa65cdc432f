"""From a finished workbook to what goes out: refuse, clean, prove, print, compose; for the whole
plan or for each unit.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbook_tools.check import Finding
from workbook_tools.error_kinds import (
    NOT_BUILT_HERE,
    NOTHING_TO_SPLIT,
    OPEN_ERRORS,
    OTHER_SPLIT,
    TOO_HEAVY,
    TOO_MUCH_TO_SEND,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.package import Package, open_package
from workbook_tools.flags.flagging import unflagged
from workbook_tools.jobs.build import build_checked, load_template, look_of
from workbook_tools.jobs.check import check_workbook
from workbook_tools.jobs.checked import Checked, open_errors
from workbook_tools.jobs.summary import cells_of, kinds_of, message_of
from workbook_tools.place import Place
from workbook_tools.plan.form import COLUMNS
from workbook_tools.plan.model import Plan
from workbook_tools.plan.money import grouped
from workbook_tools.read.source import Source, source_of
from workbook_tools.send.clean import SENT_SHEETS, clean_copy
from workbook_tools.send.current import outdated, said
from workbook_tools.send.mail import FOLDER, Attachment, composed
from workbook_tools.send.names import file_name, title_of, unlike
from workbook_tools.send.outgoing import Outgoing
from workbook_tools.send.pdf import judged, to_pdf
from workbook_tools.send.people import doubts_about
from workbook_tools.send.recheck import prove_copy
from workbook_tools.send.slices import unit_plan

_NAMED = 5
"""So many kinds of errors are named where they keep a workbook from going out."""
MEGABYTE = 1_000_000
MAX_BYTES = 20 * MEGABYTE
"""The attachments of one mail together are no larger than this where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user can choose. ``printer`` makes the PDF, ``template`` is what it was built with
    where not the one that is shipped, ``override`` says how to send in spite of errors; file names
    and mails are made from our own ``pattern`` and ``texts`` where no other ones are given; the
    recipient reads of findings only with ``remarks``, and who sends it where ``sender`` says so.
    """

    sheets: Sequence[str] = SENT_SHEETS
    pattern: str = ""
    ascii_names: bool = False
    pdf: bool = True
    printer: Callable[[bytes], bytes] = to_pdf
    max_bytes: int = MAX_BYTES
    split_by: str = ""
    remarks: bool = False
    sender: str = ""
    despite_errors: str = ""
    texts: Path | None = None
    template: Path | None = None
    override: str = '; gửi dù còn lỗi: --despite-errors "lý do"'


def prepare(source: Source, choices: Choices | None = None) -> tuple[Outgoing, ...]:
    """Everything that goes out of a finished workbook, nothing yet sent. Raises ``InputError``."""
    choices = choices or Choices()
    checked = check_workbook(unflagged(source))
    if checked.plan.appendix:
        raise InputError(NOT_BUILT_HERE)
    _refuse_too_long(checked.plan)
    refuse_errors(checked.findings, choices.despite_errors, choices.override)
    if not choices.split_by:
        return (_whole(source, checked, choices),)
    if choices.split_by.casefold() != COLUMNS["executing_unit"].casefold():
        raise InputError(OTHER_SPLIT, column=COLUMNS["executing_unit"])
    return _by_unit(source.name, checked, choices)


MAX_SENT_ROWS = 5_000
"""Rows of a plan that goes out: the copy is cleaned, rebuilt and read again, and becomes a PDF."""


def _refuse_too_long(plan: Plan) -> None:
    """Raise ``InputError`` for a plan that is too long to go out."""
    lines = sum(1 for line in plan.all_lines() if line.row)
    if lines > MAX_SENT_ROWS:
        said, most = grouped(lines), grouped(MAX_SENT_ROWS)
        raise InputError(TOO_MUCH_TO_SEND, Place(plan.sheet), lines=said, most=most)


def _whole(workbook: Source, checked: Checked, choices: Choices) -> Outgoing:
    """The workbook as it is, with a doubt where it no longer says what a build would say now."""
    part = _outgoing(workbook.package, checked.plan, checked.findings, choices, unit="")
    built = build_checked(checked, choices.template, flags=False)
    rebuilt = source_of(built.data, workbook.name)
    places = outdated(checked.source, rebuilt, choices.sheets, built.plan.unit)
    return replace(part, doubts=(*part.doubts, said(places)) if places else part.doubts)


def _by_unit(name: str, checked: Checked, choices: Choices) -> tuple[Outgoing, ...]:
    """A part for each executing unit, built from its own projects of the plan that was read."""
    units = [group.name for group in checked.plan.executing_units if group.name]
    if not units:
        raise InputError(NOTHING_TO_SPLIT, Place("DeAn"), column=COLUMNS["executing_unit"])
    template = load_template(choices.template, look_of(checked.plan))
    parts: list[Outgoing] = []
    for unit in units:
        built = build_checked(checked.part(unit_plan(unit)), template, flags=False)
        taken = {part.name.casefold() for part in parts}
        workbook = open_package(built.data, name)
        parts.append(
            _outgoing(workbook, built.plan, built.findings, choices, unit=unit, taken=taken)
        )
    return tuple(parts)


def refuse_errors(findings: Sequence[Finding], reason: str, override: str = "") -> None:
    """Raises ``InputError`` naming the open errors, unless there is a reason to go on."""
    errors = open_errors(findings)
    if errors and not reason.strip():
        kinds = kinds_of(errors)
        first = [
            f"- {alike[0].rule} {cells_of(alike)}: {message_of(alike)}" for alike in kinds[:_NAMED]
        ]
        if len(kinds) > _NAMED:
            first.append(f"- và {len(kinds) - _NAMED} loại lỗi khác")
        raise InputError(OPEN_ERRORS, count=len(errors), first="\n".join(first), override=override)


def _outgoing(
    workbook: Package,
    plan: Plan,
    findings: Sequence[Finding],
    choices: Choices,
    *,
    unit: str,
    taken: Container[str] = (),
) -> Outgoing:
    """One mail with the clean copy of a finished workbook, proved anew, and its PDF; ``taken`` are
    file names that are others' already.
    """
    cleaned = clean_copy(workbook, choices.sheets, title_of(plan, unit))
    copy = source_of(cleaned.data, "ban-sach.xlsx")
    formulas = prove_copy(copy, plan)
    stem = unlike(
        file_name(plan, choices.pattern or "", unit, ascii_only=choices.ascii_names), taken
    )
    files = [Attachment(f"{stem}.xlsx", cleaned.data)]
    pages = 0
    if choices.pdf:
        printed = choices.printer(cleaned.data)
        pages = judged(printed, _names_shown(copy, plan)).pages
        files.append(Attachment(f"{stem}.pdf", printed))
    refuse_large(files, choices.max_bytes)
    told = findings if choices.remarks else ()
    mail = composed(
        plan, told, files, unit=unit, sender=choices.sender, folder=choices.texts or FOLDER
    )
    doubts = (*doubts_about(mail), *cleaned.doubts)
    return Outgoing(stem, unit, plan, mail, cleaned.removed, formulas, pages, doubts)


def _names_shown(copy: Source, plan: Plan) -> str:
    """The names of projects that stand in the copy as they are: they must be found in its PDF."""
    shown: set[str] = set()
    for name in copy.sheets:
        grid = copy.grid(name)
        for row in grid.rows if grid is not None else ():
            shown.update(value for value in row if isinstance(value, str))
    return " ".join(project.name for project in plan.projects if project.name in shown)


def refuse_large(files: Sequence[Attachment], most: int) -> None:
    """Raises ``InputError`` where the attachments are too large, with what makes them so."""
    size = sum(len(file.data) for file in files)
    if size <= most:
        return
    parts = [(len(file.data), file.name) for file in files if not file.name.endswith(".xlsx")]
    for file in files:
        if file.name.endswith(".xlsx"):
            package = open_package(file.data, file.name)
            parts += [
                (len(part) if isinstance(part, bytes) else len(part.data), f"{file.name}: {name}")
                for name, part in package.parts.items()
            ]
    largest = ", ".join(
        f"{name} ({_megabytes(length)} MB)" for length, name in sorted(parts, reverse=True)[:3]
    )
    raise InputError(
        TOO_HEAVY,
        size=_megabytes(size),
        most=f"{most / MEGABYTE:g}".replace(".", ","),
        largest=largest,
    )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".replace(".", ",")
