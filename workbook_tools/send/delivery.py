"""Handing over what is ready: drafts in a folder, a draft window, or sent outright; the log tells
the truth of each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import NO_ADDRESS, SENT_BEFORE
from workbook_tools.errors import InputError
from workbook_tools.place import Place
from workbook_tools.send.drafts import open_draft, outlook, outlook_draft, write_draft
from workbook_tools.send.mail import Mail
from workbook_tools.send.outgoing import Outgoing
from workbook_tools.send.sent_log import LABELS, SentLog
from workbook_tools.send.smtp import UnknownOutcome

Send = Callable[[Mail], None]


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
            people = ", ".join(entry.addresses)
            said.append(f"{part.name}: tệp này {LABELS[entry.state]} lúc {entry.at} cho {people}")
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


def drafts(parts: Sequence[Outgoing], folder: Path, log: SentLog, override: str = "") -> list[str]:
    """Write the drafts and their attachments to a folder; nothing is opened. Gives what was done,
    in sentences.
    """
    done = []
    for part in parts:
        file = write_draft(part.mail, folder, part.name)
        log.begin(part.mail, part.plan, "draft", unit=part.unit, override=override)
        done.append(f"Đã ghi thư nháp {file}")
    return done


def open_drafts(
    parts: Sequence[Outgoing],
    folder: Path,
    log: SentLog,
    override: str = "",
    *,
    application: Any = None,
    start: Callable[[str], None] | None = None,
) -> list[str]:
    """Put each draft in front of the user, in Outlook or in the system's mail program."""
    done = []
    application = application or outlook()
    for part in parts:
        file = write_draft(part.mail, folder, part.name)
        if application is not None:
            outlook_draft(
                application, part.mail, [folder / held.name for held in part.mail.attachments]
            )
        else:
            open_draft(file, start)
        log.begin(part.mail, part.plan, "opened", unit=part.unit, override=override)
        done.append(f"Đã mở thư nháp {part.name}; hãy xem lại rồi bấm gửi.")
    return done


def send_all(parts: Sequence[Outgoing], send: Send, log: SentLog, override: str = "") -> list[str]:
    """Send each mail. It stands in the log before it goes, so that no crash makes it go twice
    unseen.

    Raises ``InputError`` where one has no address, before any is sent, and at the first that is not
    sent; those before it are, and the log says so.
    """
    nobody = [part.name for part in parts if not part.mail.addresses]
    if nobody:
        raise InputError(NO_ADDRESS, Place("NoiNhan"), parts=", ".join(nobody))
    done = []
    for part in parts:
        number = log.begin(part.mail, part.plan, "sending", unit=part.unit, override=override)
        try:
            send(part.mail)
        except UnknownOutcome as error:
            log.end(number, "sending", str(error))
            raise
        except InputError as error:
            log.end(number, "failed", str(error))
            raise
        log.end(number, "sent")
        done.append(f"Đã gửi {part.name} cho {', '.join(part.mail.addresses)}.")
    return done


def told(part: Outgoing) -> list[str]:
    """What was made of a part, in sentences."""
    pages = f", PDF {part.pages} trang" if part.pages else ""
    said = [
        f"{part.name}: {part.formulas} công thức đã chứng minh lại{pages}.",
        f"  Đã bỏ: {'; '.join(part.removed)}.",
    ]
    said += [f"  {doubt}" for doubt in part.doubts]
    if not part.mail.addresses:
        said.append(
            "  Trang NoiNhan chưa có địa chỉ cho thư này; hãy điền người nhận trong thư nháp."
        )
    return said
