"""Handing over what is ready: drafts in a folder, a draft window, or sent outright; the log tells
the truth of each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import NO_ADDRESS, SENT_BEFORE
from workbook_tools.errors import InputError
from workbook_tools.machine.files import set_aside
from workbook_tools.place import Place
from workbook_tools.send.drafts import draft_parts, open_draft, outlook, outlook_draft, write_draft
from workbook_tools.send.mail import Mail
from workbook_tools.send.outgoing import Outgoing
from workbook_tools.send.people import shown
from workbook_tools.send.sent_log import (
    DRAFT,
    FAILED,
    OPENED,
    SENDING,
    SENT,
    STARTING,
    SentLog,
    told_of,
)
from workbook_tools.send.smtp import Note, UnknownOutcome

_STOPPED = "bị dừng giữa chừng"

Send = Callable[[Mail, Note], None]
"""Sends a mail, and notes how far it has come (``send.smtp``)."""

Say = Callable[[str], None]
"""What is told each thing as soon as it is done: whatever fails later, it was."""


def repeated(parts: Sequence[Outgoing], log: SentLog) -> tuple[list[Outgoing], list[str]]:
    """What went to nobody of its people before, and a sentence for each that went, or may have
    gone.
    """
    rest, said = [], []
    for part in parts:
        entry = log.earlier(part.mail.addresses, part.mail.attachments)
        if entry is None:
            rest.append(part)
        else:
            said.append(f"{part.name}: {told_of(entry)}")
    return rest, said


def without_repeats(parts: Sequence[Outgoing], log: SentLog) -> tuple[list[Outgoing], list[str]]:
    """Leave out what went, or may have gone, to one of the same people before; gives the rest and
    what was left out.

    Raises ``InputError`` where nothing is left: sending again has to be asked for.
    """
    rest, said = repeated(parts, log)
    if said and not rest:
        raise InputError(SENT_BEFORE, sent="; ".join(said))
    return rest, [f"{line}; bỏ qua (--again: gửi lại)." for line in said]


def draft_files(parts: Sequence[Outgoing], folder: Path) -> list[Path]:
    """What would be written for the drafts of these parts."""
    names = [f"{part.name}.eml" for part in parts]
    names += [file.name for part in parts for file in part.mail.attachments]
    return [folder / name for name in names]


def drafts(
    parts: Sequence[Outgoing], folder: Path, log: SentLog, say: Say, override: str = ""
) -> None:
    """Write the drafts and their attachments to a folder; nothing is opened, and nothing else that
    lies there under these names is lost. Raises ``InputError``.
    """
    for part in parts:
        for name, data in draft_parts(part.mail, part.name):
            if aside := set_aside(folder / name, data):
                say(f"Đã có {name} khác trong thư mục; tệp cũ được giữ với tên {aside.name}")
        file = write_draft(part.mail, folder, part.name)
        say(f"Đã ghi thư nháp {file}")
        log.begin(part.mail, part.plan, DRAFT, unit=part.unit, override=override)


def open_drafts(
    parts: Sequence[Outgoing],
    folder: Path,
    log: SentLog,
    say: Say,
    override: str = "",
    *,
    application: Any = None,
    start: Callable[[str], None] | None = None,
) -> None:
    """Put each draft in front of the user, in Outlook or in the system's mail program. It stands in
    the log before it is opened. Raises ``InputError``; a draft that was written is told of.
    """
    application = application or outlook()
    for part in parts:
        file = write_draft(part.mail, folder, part.name)
        number = None
        try:
            number = log.begin(part.mail, part.plan, OPENED, unit=part.unit, override=override)
            if application is not None:
                outlook_draft(
                    application, part.mail, [folder / held.name for held in part.mail.attachments]
                )
            else:
                open_draft(file, start)
        except BaseException:
            say(f"Đã ghi thư nháp {file}, nhưng chưa mở.")
            if number is not None:
                _write_down(log, number, DRAFT, "", say)
            raise
        say(f"Đã mở thư nháp {part.name}; hãy xem lại rồi bấm gửi.")


def send_all(
    parts: Sequence[Outgoing],
    send: Send,
    log: SentLog,
    say: Say,
    override: str = "",
    *,
    again: bool = False,
) -> None:
    """Send each mail. It stands in the log before it goes, so that nothing makes it go twice
    unseen.

    Raises ``InputError`` where one has no address, before any is sent, and at the first that is not
    sent; those before it are, and the log says so.
    """
    nobody = [part.name for part in parts if not part.mail.addresses]
    if nobody:
        raise InputError(NO_ADDRESS, Place("NoiNhan"), parts=", ".join(nobody))
    for part in parts:
        number = log.begin(part.mail, part.plan, STARTING, unit=part.unit, override=override)
        _send_one(part, send, log, number, say, again)


def _send_one(part: Outgoing, send: Send, log: SentLog, number: int, say: Say, again: bool) -> None:
    """Send one mail, which is the log's entry ``number``. Whatever is raised, the log says what is
    true of it, and what is sent is told.
    """
    state = STARTING

    def note(reached: str) -> None:
        nonlocal state
        if reached == SENDING:
            log.claim(number, again=again)
        elif state != SENT:
            state = SENT
            _write_down(log, number, SENT, "", say)
            say(f"Đã gửi {part.name} cho {', '.join(map(shown, part.mail.addresses))}.")
        state = reached

    try:
        send(part.mail, note)
    except BaseException as error:
        unknown = state == SENDING and (
            isinstance(error, UnknownOutcome) or not isinstance(error, InputError)
        )
        if state != SENT:
            why = str(error) if isinstance(error, InputError) else _STOPPED
            _write_down(log, number, SENDING if unknown else FAILED, why, say)
        raise
    note(SENT)


def _write_down(log: SentLog, number: int, state: str, why: str, say: Say) -> None:
    """Write to the log how a mail ended. Where that fails the log knows less than is true, never
    more; that is told.
    """
    try:
        log.end(number, state, why)
    except InputError as error:
        say(f"Nhật ký thư đã gửi chưa ghi được điều này: {error}")


def told(part: Outgoing) -> list[str]:
    """What was made of a part, in sentences."""
    pages = f", PDF {part.pages} trang" if part.pages else ""
    said = [
        f"{part.name}: {part.formulas} công thức đã kiểm chứng lại{pages}.",
        f"  Đã bỏ: {'; '.join(part.removed)}.",
    ]
    said += [f"  {doubt}" for doubt in part.doubts]
    if not part.mail.addresses:
        said.append(
            "  Trang tính NoiNhan chưa có địa chỉ cho thư này; hãy điền người nhận trong thư nháp."
        )
    return said
