"""``kehoach send``: what goes out of a finished workbook, handed over as the user asked: drafts in
a folder, a mail server, or a draft window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook_tools.error_kinds import NO_SENDER, TWO_WAYS
from workbook_tools.errors import InputError
from workbook_tools.jobs.send import Choices, prepare
from workbook_tools.machine.files import refuse_overwriting
from workbook_tools.machine.state import state_folder
from workbook_tools.place import Place
from workbook_tools.read.source import open_source
from workbook_tools.send import delivery
from workbook_tools.send.mail import checked
from workbook_tools.send.outgoing import Outgoing
from workbook_tools.send.sent_log import SentLog


@dataclass(frozen=True, slots=True)
class Way:
    """Where the mails go: into the folder ``draft``, by the server ``smtp`` from ``sender``, or,
    with neither, into a draft window each. ``again``: to the same people once more.
    """

    draft: Path | None = None
    smtp: str = ""
    sender: str = ""
    user: str = ""
    again: bool = False


def send_file(workbook: Path, choices: Choices, way: Way, say: Callable[[str], None]) -> None:
    """Make what goes out of a finished workbook and hand it over; ``say`` is told what was made,
    and then where it went.

    Raises ``InputError``; what had gone by then stands in the log.
    """
    refuse_contradictions(way)
    parts = prepare(open_source(workbook), choices)
    if way.draft is not None:
        for file in delivery.draft_files(parts, way.draft):
            refuse_overwriting(file, workbook, choices.template)
    log = SentLog()
    rest, repeats = list(parts), list[str]()
    if not way.again and way.draft is None:
        rest, repeats = delivery.without_repeats(parts, log)
    told = [line for part in rest for line in delivery.told(part)]
    for line in (*told, *repeats):
        say(line)
    _hand_over(rest, way, log, say, choices.despite_errors)


def refuse_contradictions(way: Way) -> None:
    """Raises ``InputError`` for an order that cannot be followed, before anything is read."""
    if way.smtp and not way.sender:
        raise InputError(NO_SENDER)
    if way.smtp:
        checked(way.sender, Place("--from"))
    if way.smtp and way.draft is not None:
        raise InputError(TWO_WAYS)


def draft_folder() -> Path:
    """Where the drafts lie that are opened for the user."""
    return state_folder() / "thu-nhap"


def _hand_over(
    parts: Sequence[Outgoing], way: Way, log: SentLog, say: delivery.Say, override: str
) -> None:
    """Hand each part over; ``say`` is told of each as soon as that is done."""
    if way.smtp:
        from workbook_tools.send import smtp

        where, sender = smtp.server(way.smtp, way.user or way.sender), ("", way.sender)
        delivery.send_all(
            parts,
            lambda mail, note: smtp.send(mail, where, sender, note),
            log,
            say,
            override,
            again=way.again,
        )
    elif way.draft is not None:
        delivery.drafts(parts, way.draft, log, say, override)
    else:
        delivery.open_drafts(parts, draft_folder(), log, say, override)
