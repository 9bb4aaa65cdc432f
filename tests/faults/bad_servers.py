"""Mail servers that misbehave, in every way at every step of a conversation, and logs that are not
as they should be: whatever happens, the log is true, and nothing is lost or sent twice.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import ssl
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.send.mails import mail, outgoing
from workbook_tools.errors import InputError
from workbook_tools.plan.model import Plan
from workbook_tools.send import delivery
from workbook_tools.send.mail import Attachment
from workbook_tools.send.outgoing import Outgoing
from workbook_tools.send.sent_log import SentLog
from workbook_tools.send.smtp import PASSWORD, Note, Server, send

SENDER = ("", "trungtam@khuyencong.vn")

ANSWERS = {
    "greeting": b"220 here\r\n",
    "ehlo": b"250-here\r\n250 STARTTLS\r\n",
    "starttls": b"220 go\r\n",
    "handshake": b"",
    "ehlo again": b"250-here\r\n250 AUTH PLAIN\r\n",
    "auth": b"235 known\r\n",
    "mail": b"250 ok\r\n",
    "rcpt": b"250 ok\r\n",
    "data": b"354 go on\r\n",
    "body": b"",
    "end": b"250 taken\r\n",
    "quit": b"221 bye\r\n",
}
"""The steps of a conversation, and what a good server says at each."""

HANGING = ("silent", "drip", "endless", "drip of lines")
"""The ways that end only by the bound on the whole conversation, or on a reply."""
_SHORT, _LONG = 2.0, 30.0
_AT_MOST = 15.0
"""Seconds after which a server whose client does not give up is no longer waited for."""
_LARGE = os.urandom(8_000_000)

Mishap = Callable[[socket.socket, "BadServer"], None]


class Gone(Exception):
    """The server has done its mischief, and is gone."""


@dataclass
class BadServer:
    """A server that does ``mishap`` at ``stage``. ``whole`` counts the mails that it had to the
    last line, ``taken`` those that it said it has.
    """

    stage: str
    mishap: Mishap | None
    context: ssl.SSLContext
    at_once: bool = False
    whole: int = 0
    taken: int = 0

    def __post_init__(self) -> None:
        self.over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> BadServer:
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(_AT_MOST)

    def _serve(self) -> None:
        while True:
            try:
                connected, _ = self._listening.accept()
            except OSError:
                return
            connected.settimeout(_AT_MOST)
            with suppress(Gone, OSError):
                self._talk(connected)

    def _talk(self, plain: socket.socket) -> None:
        """One conversation, in the only order that the client knows."""
        with ExitStack() as held:
            held.callback(plain.close)
            spoken = plain
            if self.at_once:
                spoken = self._under_tls(plain)
                held.callback(spoken.close)
            self._answer("greeting", spoken)
            heard = held.enter_context(spoken.makefile("rb"))
            if not self.at_once:
                self._hear("ehlo", spoken, heard.readline())
                self._hear("starttls", spoken, heard.readline())
                spoken = self._under_tls(plain)
                held.callback(spoken.close)
                heard = held.enter_context(spoken.makefile("rb"))
            for step in ("ehlo again", "auth", "mail", "rcpt", "rcpt", "data"):
                self._hear(step, spoken, heard.readline())
            heard.readline()
            self._answer("body", spoken)
            while (line := heard.readline()) != b".\r\n":
                if not line:
                    raise Gone
            self.whole += 1
            self._answer("end", spoken)
            self.taken += 1
            self._hear("quit", spoken, heard.readline())

    def _under_tls(self, plain: socket.socket) -> socket.socket:
        self._answer("handshake", plain)
        return self.context.wrap_socket(plain, server_side=True)

    def _hear(self, step: str, spoken: socket.socket, line: bytes) -> None:
        if not line:
            raise Gone
        self._answer(step, spoken)

    def _answer(self, step: str, spoken: socket.socket) -> None:
        if step == self.stage and self.mishap is not None:
            self.mishap(spoken, self)
            raise Gone
        spoken.sendall(ANSWERS[step])


# --------------------------------------------------------------------------------- the mishaps


def _silent(spoken: socket.socket, server: BadServer) -> None:
    server.over.wait(_AT_MOST)


def _saying(words: bytes, pause: float = 0.0) -> Mishap:
    """Says the same over and over until the client has gone."""

    def say(spoken: socket.socket, server: BadServer) -> None:
        until = time.monotonic() + _AT_MOST
        while time.monotonic() < until and not server.over.wait(pause):
            spoken.sendall(words)

    return say


def _saying_once(words: bytes) -> Mishap:
    """Says something, and hangs up."""

    def say(spoken: socket.socket, server: BadServer) -> None:
        spoken.sendall(words)
        spoken.close()

    return say


def _reset(spoken: socket.socket, server: BadServer) -> None:
    spoken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    spoken.close()


MISHAPS: dict[str, Mishap] = {
    "silent": _silent,
    "drip": _saying(b"2", 0.05),
    "drip of lines": _saying(b"250-more\r\n", 0.1),
    "endless": _saying(b"250-more\r\n" * 100),
    "unbroken": _saying(b"2" * 65_536),
    "garbage": _saying_once(bytes(range(256)) + b"\r\n"),
    "empty line": _saying_once(b"\r\n"),
    "odd code": _saying_once(b"399 what\r\n"),
    "later": _saying_once(b"421 later\r\n"),
    "refused": _saying_once(b"554 never\r\n"),
    "hung up": _saying_once(b""),
    "reset": _reset,
}


def expected(stage: str, way: str) -> str:
    """What the log must say of a mail after a mishap."""
    if stage == "quit":
        return "sent"
    if stage == "end" and way not in ("later", "refused"):
        return "sending"
    return "failed"


# ------------------------------------------------------------------------------------- trying


@dataclass(frozen=True)
class Trust:
    """Certificates for the servers, and the client that trusts them."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def trust() -> Trust:
    """Certificates of an authority made for this."""
    authority = trustme.CA()
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(served)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return Trust(served, client)


def server_fault(stage: str, way: str, folder: Path, known: Trust, *, at_once: bool = False) -> str:
    """What was wrong with a mail that was sent to a server with one mishap, and then, once more, to
    a good one; empty where nothing was. The password stands in the environment.
    """
    large = (Attachment("a.xlsx", _LARGE),) if stage == "body" else mail().attachments
    part, log = outgoing(attachments=large), SentLog(folder)
    began = time.monotonic()
    with BadServer(stage, MISHAPS[way], known.server, at_once) as bad:
        fault = _tried(
            part, bad, log, known, _SHORT if way in HANGING or stage == "body" else _LONG
        )
        taken = bad.taken
    if fault:
        return fault
    if time.monotonic() - began > _AT_MOST:
        return "took too long"
    state = log.entries()[0].state
    if state != expected(stage, way):
        return f"the log says {state!r}"
    if (taken > 0) != (state == "sent"):
        return f"the server has taken {taken}, the log says {state!r}"
    with BadServer("", None, known.server, at_once) as good:
        rest = delivery.repeated([part], log)[0]
        fault = _tried(rest[0], good, log, known, _LONG) if rest else ""
        again = good.taken
    if fault:
        return f"the next try: {fault}"
    if again != (state == "failed"):
        return f"the log says {state!r}, and then it went {again} times"
    return ""


def _tried(part: Outgoing, server: BadServer, log: SentLog, known: Trust, seconds: float) -> str:
    """What was wrong with one try as an answer; a sentence is none."""
    where = Server("127.0.0.1", server.port, SENDER[1], server.at_once)
    said: list[str] = []

    def by(held: object, note: Note) -> None:
        send(part.mail, where, SENDER, note, context=known.client, allowed=lambda size: seconds)

    try:
        delivery.send_all([part], by, log, said.append)
    except InputError:
        return "told as sent" if said else ""
    except Exception as error:
        return f"raised {error!r}"
    return "" if len(said) == 1 else f"said {said}"


def server_rows() -> Iterator[tuple[str, str]]:
    """Every mishap at every step, by name, and what was wrong with it."""
    known, before = trust(), os.environ.get(PASSWORD)
    os.environ[PASSWORD] = "mat-khau"
    try:
        for stage in ANSWERS:
            for way in MISHAPS:
                with tempfile.TemporaryDirectory() as folder:
                    yield f"{way} at {stage}", server_fault(stage, way, Path(folder), known)
    finally:
        del os.environ[PASSWORD]
        if before is not None:
            os.environ[PASSWORD] = before


# ---------------------------------------------------------------------------------------- logs


def _altered(statement: str) -> Callable[[Path], None]:
    """Makes a log with one entry, and alters it."""

    def make(file: Path) -> None:
        SentLog(file.parent).begin(mail(), Plan(), "sent")
        connection = sqlite3.connect(file)
        connection.executescript(statement)
        connection.close()

    return make


def _torn(file: Path) -> None:
    SentLog(file.parent).begin(mail(), Plan(), "sent")
    file.write_bytes(file.read_bytes()[:5000])


def _overwritten(file: Path) -> None:
    SentLog(file.parent).begin(mail(), Plan(), "sent")
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)


LOGS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no database": (lambda file: _put(file, b"khong phai so" * 400), "K743"),
    "torn": (_torn, "K743"),
    "emptied": (lambda file: _put(file, b""), "K746"),
    "overwritten in the middle": (_overwritten, "K743"),
    "a folder": (lambda file: file.mkdir(), "K727"),
    "a table of somebody else's": (
        lambda file: _database(file, "CREATE TABLE sent (x); INSERT INTO sent VALUES (1)"),
        "K743",
    ),
    "people that are no list": (_altered("UPDATE sent SET addresses = '{'"), "K743"),
    "people that are nothing": (_altered("UPDATE sent SET addresses = 'null'"), "K743"),
    "files that are none": (_altered("UPDATE sent SET files = '[1]'"), "K743"),
    "totals that are none": (_altered("UPDATE sent SET totals = '['"), "K743"),
    "newer": (_altered("PRAGMA user_version = 99"), "K745"),
}
"""Logs that no mail may go by, how each is made, and the sentence that says so."""


def _ignored(said: str) -> None: ...


def _put(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def _database(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.executescript(statement)
    connection.close()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """A log that another program holds."""
    SentLog(file.parent).begin(mail(), Plan(), "draft")
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    yield
    connection.close()


def log_fault(name: str, folder: Path) -> str:
    """What was wrong with sending by such a log; empty where nothing was."""
    make, code = LOGS[name]
    make(folder / "da-gui.sqlite")
    log, went = SentLog(folder, patience=0.1), list[object]()

    def goes(held: object, note: Note) -> None:
        note("sending")
        went.append(held)

    for step in (
        lambda: delivery.repeated([outgoing()], log),
        lambda: delivery.send_all([outgoing()], goes, log, _ignored),
    ):
        try:
            step()
        except InputError as error:
            if code not in str(error):
                return f"says {error}"
        except Exception as error:
            return f"raised {error!r}"
        else:
            return "said nothing"
    return "it went" if went else ""


def log_rows() -> Iterator[tuple[str, str]]:
    """Every bad log, by name, and what was wrong with sending by it."""
    for name in LOGS:
        with tempfile.TemporaryDirectory() as folder:
            yield name, log_fault(name, Path(folder))
