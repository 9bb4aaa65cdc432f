"""The sent log, in the office's own folder: what went out when, to whom, with which bytes and
figures.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbook_tools.error_kinds import LOG_UNREADABLE, LOG_UNWRITABLE
from workbook_tools.errors import InputError
from workbook_tools.machine.reasons import reason
from workbook_tools.plan.form import AMOUNTS
from workbook_tools.plan.model import Plan, amount_of
from workbook_tools.plan.money import plain
from workbook_tools.send.mail import Attachment, Mail

WENT = ("opened", "sending", "sent")
"""The states in which a mail has, or may have, reached somebody; ``draft`` and ``failed`` have not.
"""

LABELS = {
    "draft": "nháp",
    "opened": "đã mở để gửi",
    "sending": "đang gửi thì ngắt, không rõ đã tới chưa",
    "sent": "đã gửi",
    "failed": "không gửi được",
}

_TABLE = """CREATE TABLE IF NOT EXISTS sent (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, state TEXT NOT NULL, addresses TEXT NOT NULL,
    subject TEXT NOT NULL, files TEXT NOT NULL, totals TEXT NOT NULL, unit TEXT NOT NULL,
    override TEXT NOT NULL, note TEXT NOT NULL DEFAULT '')"""

_INSERT = (
    "INSERT INTO sent (at, state, addresses, subject, files, totals, unit, override) "
    "VALUES (?,?,?,?,?,?,?,?)"
)
_SELECT = (
    "SELECT id, at, state, addresses, subject, files, totals, unit, override, note "
    "FROM sent ORDER BY id DESC"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``files`` are (name, SHA-256); ``totals`` by amount, in the plan's unit;
    ``override`` is the reason for which it went in spite of errors."""

    id: int
    at: str
    state: str
    addresses: tuple[str, ...]
    subject: str
    files: tuple[tuple[str, str], ...]
    totals: dict[str, str]
    unit: str
    override: str
    note: str


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


class SentLog:
    """The log in a folder. Every change is on the disk before the call returns."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            from workbook_tools.machine.state import state_folder

            folder = state_folder()
        self.file = folder / "da-gui.sqlite"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The log's database, what was changed kept at the end. Raises ``InputError``."""
        try:
            connection = sqlite3.connect(self.file, timeout=20)
        except sqlite3.Error as error:
            raise InputError(LOG_UNREADABLE, file=self.file, why=reason(error)) from error
        try:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(_TABLE)
            yield connection
            connection.commit()
        except sqlite3.Error as error:
            raise InputError(LOG_UNWRITABLE, file=self.file, why=reason(error)) from error
        finally:
            connection.close()

    def begin(
        self, mail: Mail, plan: Plan, state: str, *, unit: str = "", override: str = ""
    ) -> int:
        """Write down that a mail is a draft, is opened, or is about to be sent; gives the entry's
        number.
        """
        files = [(file.name, digest(file.data)) for file in mail.attachments]
        totals = {amount: plain(amount_of(plan, amount)) for amount in AMOUNTS}
        with self._open() as connection:
            made = connection.execute(
                _INSERT,
                (
                    datetime.now().isoformat(timespec="seconds"),
                    state,
                    json.dumps(mail.addresses),
                    mail.subject,
                    json.dumps(files, ensure_ascii=False),
                    json.dumps(totals),
                    unit,
                    override,
                ),
            )
            return int(made.lastrowid or 0)

    def end(self, number: int, state: str, note: str = "") -> None:
        """Write down how it ended."""
        with self._open() as connection:
            connection.execute(
                "UPDATE sent SET state = ?, note = ? WHERE id = ?", (state, note, number)
            )

    def entries(self) -> tuple[Entry, ...]:
        """The whole log, the newest first."""
        with self._open() as connection:
            rows = connection.execute(_SELECT).fetchall()
        return tuple(_entry(*row) for row in rows)

    def earlier(self, addresses: Sequence[str], files: Sequence[Attachment]) -> Entry | None:
        """An earlier mail by which one of these files went, or may have gone, to one of these
        addresses.
        """
        wanted, people = {digest(file.data) for file in files}, set(addresses)
        for entry in self.entries():
            if entry.state in WENT and people.intersection(entry.addresses):
                held = {said for _, said in entry.files}
                if wanted & held:
                    return entry
        return None


def _entry(
    number: int,
    at: str,
    state: str,
    addresses: str,
    subject: str,
    files: str,
    totals: str,
    *others: str,
) -> Entry:
    """An entry out of a row of the table, in which lists stand as JSON."""
    held = tuple((name, said) for name, said in json.loads(files))
    people = tuple(json.loads(addresses))
    return Entry(number, at, state, people, subject, held, json.loads(totals), *others)
