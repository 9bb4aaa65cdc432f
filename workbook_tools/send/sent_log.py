"""The sent log, in the office's own folder: what went out when, to whom, with which bytes and
figures.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from workbook_tools.error_kinds import (
    LOG_BROKEN,
    LOG_BUSY,
    LOG_EMPTIED,
    LOG_NEWER,
    LOG_READ_ONLY,
    LOG_UNREADABLE,
    LOG_UNWRITABLE,
    SENT_BEFORE,
    ErrorKind,
)
from workbook_tools.errors import InputError
from workbook_tools.machine.files import put_if_missing, written_beside
from workbook_tools.machine.private import FILE, closed
from workbook_tools.machine.reasons import reason
from workbook_tools.plan.model import Plan, amount_of
from workbook_tools.plan.money import format_amount, plain
from workbook_tools.send.mail import Attachment, Mail
from workbook_tools.send.people import shown

STARTING, SENDING, SENT, FAILED = "starting", "sending", "sent", "failed"
DRAFT, OPENED = "draft", "opened"

NOT_GONE = (DRAFT, STARTING, FAILED)
"""The states in which a mail has reached nobody; in every other, one that a newer program writes
too, it has, or may have.
"""

LABELS = {
    DRAFT: "nháp",
    OPENED: "đã mở để gửi",
    STARTING: "bị ngắt khi mới bắt đầu, chưa gửi",
    SENDING: "gửi dở dang, chưa rõ người nhận đã nhận chưa",
    SENT: "đã gửi",
    FAILED: "không gửi được",
}

_UNIT = "@unit"
"""Where the plan's unit stands among its totals: no source can be called so."""

_VERSION = 1
"""Of the log's form; a log with a higher one is a newer program's."""
_PATIENCE = 20.0
"""Seconds for which another program that holds the log is waited for."""

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

_BY_CODE: Mapping[tuple[int, ...], ErrorKind] = {
    (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED): LOG_BUSY,
    (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR): LOG_BROKEN,
    (sqlite3.SQLITE_READONLY,): LOG_READ_ONLY,
}
"""What is wrong, by the database's own number; an error in what was asked is a table that is not
ours.
"""


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


def label(state: str) -> str:
    """What a state is called in a sentence."""
    return LABELS.get(state, f"“{state}” (do bản mới hơn ghi, chưa rõ người nhận đã nhận chưa)")


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


class SentLog:
    """The log in a folder, for its owner's eyes only. Every change is on the disk before the call
    returns. Whatever is wrong with it is an ``InputError`` that says what to do.
    """

    def __init__(self, folder: Path | None = None, patience: float = _PATIENCE) -> None:
        if folder is None:
            from workbook_tools.machine.state import state_folder

            folder = state_folder()
        self.file, self._patience = folder / "da-gui.sqlite", patience

    @contextmanager
    def _open(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """The log's database; with ``write`` nobody else writes meanwhile, and what was changed is
        kept at the end. Raises ``InputError``.
        """
        connection = None
        try:
            if write:
                self._made()
            self._refuse_emptied()
            connection = sqlite3.connect(
                self.file.absolute().as_uri() + ("?mode=rw" if write else "?mode=ro"),
                uri=True,
                timeout=self._patience,
                isolation_level=None,
            )
            if write:
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("BEGIN IMMEDIATE")
            self._refuse_newer(connection)
            if write:
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version={_VERSION}")
            yield connection
            if write:
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise _told(error, self.file, write) from error
        except OSError as error:
            raise InputError(LOG_UNREADABLE, file=self.file, why=reason(error)) from error
        finally:
            if connection is not None:
                connection.close()

    def _made(self) -> None:
        """Make the log where there is none, with its table from the first moment: an empty file is
        one that somebody emptied. Raises ``OSError`` or ``InputError``.
        """
        if self.file.exists():
            closed(self.file, FILE)
            return
        with closing(sqlite3.connect(":memory:")) as made:
            made.execute(_TABLE)
            made.execute(f"PRAGMA user_version={_VERSION}")
            data = made.serialize()
        put_if_missing(written_beside(self.file, data, private=True), self.file)

    def _refuse_emptied(self) -> None:
        """Raises ``InputError`` for a log that holds nothing, not even its table."""
        if self.file.is_file() and not self.file.stat().st_size:
            raise InputError(LOG_EMPTIED, file=self.file)

    def _refuse_newer(self, connection: sqlite3.Connection) -> None:
        """Raises ``InputError`` for a log of a form that is not known here."""
        ((version,),) = connection.execute("PRAGMA user_version")
        if version > _VERSION:
            raise InputError(LOG_NEWER, file=self.file)

    def begin(
        self, mail: Mail, plan: Plan, state: str, *, unit: str = "", override: str = ""
    ) -> int:
        """Write down that a mail is a draft, is opened, or is about to be sent; gives the entry's
        number.
        """
        files = [(file.name, digest(file.data)) for file in mail.attachments]
        totals = {amount: plain(amount_of(plan, amount)) for amount in plan.form.amounts}
        totals[_UNIT] = plan.unit.name
        with self._open(write=True) as connection:
            made = connection.execute(
                _INSERT,
                (
                    datetime.now().isoformat(timespec="seconds"),
                    state,
                    json.dumps(mail.addresses),
                    _storable(mail.subject),
                    _storable(json.dumps(files, ensure_ascii=False)),
                    json.dumps(totals),
                    _storable(unit),
                    _storable(override),
                ),
            )
            return int(made.lastrowid or 0)

    def claim(self, number: int, *, again: bool = False) -> None:
        """Write down that from now on a mail may reach somebody. Raises ``InputError`` where
        another one did so since this one was begun, unless it may go ``again``.
        """
        with self._open(write=True) as connection:
            found = {entry.id: entry for entry in self._read(connection)}
            mine = found.pop(number)
            files = {said for _, said in mine.files}
            other = None if again else _went(found.values(), mine.addresses, files)
            if other is not None:
                raise InputError(SENT_BEFORE, sent=f"{mine.subject}: {told_of(other)}")
            connection.execute("UPDATE sent SET state = ? WHERE id = ?", (SENDING, number))

    def end(self, number: int, state: str, note: str = "") -> None:
        """Write down how it ended."""
        with self._open(write=True) as connection:
            connection.execute(
                "UPDATE sent SET state = ?, note = ? WHERE id = ?",
                (state, _storable(note), number),
            )

    def entries(self) -> tuple[Entry, ...]:
        """The whole log, the newest first."""
        if self.file.parent.is_dir() and not os.path.lexists(self.file):
            return ()
        with self._open() as connection:
            return self._read(connection)

    def _read(self, connection: sqlite3.Connection) -> tuple[Entry, ...]:
        """The entries, the newest first. Raises ``InputError`` where one is none."""
        try:
            return tuple(_entry(*row) for row in connection.execute(_SELECT))
        except (ValueError, TypeError, AttributeError) as error:
            raise InputError(LOG_BROKEN, file=self.file) from error

    def earlier(self, addresses: Sequence[str], files: Sequence[Attachment]) -> Entry | None:
        """An earlier mail by which one of these files went, or may have gone, to one of these
        addresses.
        """
        return _went(self.entries(), addresses, {digest(file.data) for file in files})


def time_of(entry: Entry) -> str:
    """When a mail went, as a person reads it: ``25/11/2026 14:31``."""
    try:
        return f"{datetime.fromisoformat(entry.at):%d/%m/%Y %H:%M}"
    except ValueError:
        return entry.at


def total_of(entry: Entry) -> str:
    """The grand total of the plan that went, in its unit where the log has that."""
    said = entry.totals.get("total", "")
    with suppress(ArithmeticError):
        said = format_amount(Decimal(said))
    return f"{said or 'không rõ'} {entry.totals.get(_UNIT, '')}".rstrip()


def told_of(entry: Entry) -> str:
    """What became of an earlier mail, to whom and when, as the end of a sentence."""
    people = ", ".join(map(shown, entry.addresses))
    return f"tệp này {label(entry.state)} lúc {time_of(entry)} cho {people}"


def _went(entries: Iterable[Entry], addresses: Sequence[str], files: set[str]) -> Entry | None:
    """The first of the entries by which one of these files (digests) went to one of these people,
    or may have gone.
    """
    people = set(addresses)
    for entry in entries:
        held = {said for _, said in entry.files}
        if entry.state not in NOT_GONE and people.intersection(entry.addresses) and files & held:
            return entry
    return None


def _told(error: sqlite3.Error, file: Path, write: bool) -> InputError:
    """What is wrong with the log, and what to do about it."""
    held: object = vars(error).get("sqlite_errorcode")
    code = held & 0xFF if isinstance(held, int) else 0
    for codes, kind in _BY_CODE.items():
        if code in codes:
            return InputError(kind, file=file)
    if code == sqlite3.SQLITE_FULL:
        return InputError(LOG_UNWRITABLE, file=file, why="ổ đĩa hết chỗ")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return InputError(LOG_UNREADABLE, file=file, why="không có ở đó, hoặc không có quyền")
    kind = LOG_UNWRITABLE if write else LOG_UNREADABLE
    return InputError(kind, file=file, why=reason(error))


def _storable(text: str) -> str:
    """A text as the log can hold it: halves of characters, which a command line may have, written
    out.
    """
    return text.encode("utf-8", "backslashreplace").decode()


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
