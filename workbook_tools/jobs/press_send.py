"""What goes out of the workbook that is open: its PDF beside it, or a mail draft that is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbook_tools.errors import InputError
from workbook_tools.host.open_book import local_path, printer, snapshot
from workbook_tools.jobs.hand_over import draft_folder
from workbook_tools.jobs.press import Ask
from workbook_tools.jobs.send import Choices, prepare
from workbook_tools.machine.files import write_whole
from workbook_tools.read.source import source_of
from workbook_tools.send.delivery import open_drafts, repeated, told
from workbook_tools.send.outgoing import Outgoing
from workbook_tools.send.sent_log import SentLog


def export_pdf(book: Any) -> tuple[Path, int]:
    """Xuất PDF: the PDF of the clean copy, written beside the workbook. Gives file and pages."""
    path = local_path(book)
    part = _outgoing(book, path)
    target = path.with_name(f"{part.name}.pdf")
    pdf = next(file for file in part.mail.attachments if file.name.endswith(".pdf"))
    write_whole(target, pdf.data)
    return target, part.pages


def send(book: Any, ask: Ask) -> str | None:
    """Gửi thư: a clean copy and its PDF in a mail draft that is opened. Gives what was done;
    ``None`` where the user, asked about a doubt, said no.
    """
    part = _outgoing(book, local_path(book))
    if part.doubts and ask("\n".join([*part.doubts, "", "Vẫn soạn thư?"]), "yes_no") != "yes":
        return None
    log = SentLog()
    _, said = repeated([part], log)
    if said and ask(f"{said[0]}. Soạn lại thư này?", "yes_no") != "yes":
        return None
    done: list[str] = []
    try:
        open_drafts([part], draft_folder(), log, done.append)
    except InputError as error:
        if not done:
            raise
        return "\n".join([*done, str(error)])
    return "\n".join([*told(part), *done])


def _outgoing(book: Any, path: Path) -> Outgoing:
    """What goes out of the open workbook, printed by the program that shows it."""
    source = source_of(snapshot(book, path), path.name)
    (part,) = prepare(source, Choices(printer=printer(book.app), override=""))
    return part
