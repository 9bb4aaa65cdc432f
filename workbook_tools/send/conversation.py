"""A conversation with a mail server, bounded in time and in what is listened to, whatever the
server does.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

_PATIENCE = 60.0
"""Seconds for which one word of the server is waited for."""
_FAREWELL = 5.0
"""Seconds for the last word, which changes nothing."""
_MOST_LINES = 100
_LONGEST_LINE = 4096
"""A reply is no longer than this; what goes on is none."""
_REPLY = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?\r?\n\Z", re.DOTALL)
_Address = tuple[int, int, int, str, Any]
_DOTS = re.compile(rb"^\.", re.MULTILINE)


class OddReplyError(smtplib.SMTPException):
    """What the server says is no reply, or has no end."""


@dataclass(slots=True)
class Deadline:
    """When the whole conversation ends, in seconds from now; ``passed`` tells whether it had to be
    ended.
    """

    seconds: float
    began: float = field(default_factory=monotonic)
    passed: bool = False

    @property
    def left(self) -> float:
        """Seconds that are left. Raises ``TimeoutError`` where none are."""
        left = self.began + self.seconds - monotonic()
        if left <= 0:
            self.passed = True
            raise TimeoutError
        return left


class Conversation(smtplib.SMTP):
    """The library's conversation, in which a reply has a bound and each step is its own."""

    def greeted(self, connected: socket.socket) -> None:
        """Take a connected socket and hear the server's greeting. Raises ``SMTPException``."""
        self.sock, self.file = connected, None
        code, said = self.getreply()
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)

    def getreply(self) -> tuple[int, bytes]:
        """The server's next reply, its code and its words. Raises ``OSError``, or
        ``SMTPException`` where the connection is lost, the reply is none or has no end.
        """
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        if self.file is None:
            self.file = self.sock.makefile("rb")
        said: list[bytes] = []
        while len(said) < _MOST_LINES:
            line = self.file.readline(_LONGEST_LINE)
            if not line:
                raise smtplib.SMTPServerDisconnected
            found = _REPLY.match(line)
            if found is None:
                break
            said.append((found[3] or b"").strip())
            if found[2] != b"-":
                return int(found[1]), b"\n".join(said)
        raise OddReplyError

    def under_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Go on under TLS. What was heard before is forgotten. Raises ``OSError``, or
        ``SMTPException`` where the server cannot, or will not.
        """
        if not self.has_extn("starttls"):
            raise smtplib.SMTPNotSupportedError
        code, said = self.docmd("STARTTLS")
        if code != 220 or self.sock is None:
            raise smtplib.SMTPResponseException(code, said)
        self.sock, self.file = _encrypted(self.sock, context, host), None

    def introduced(self) -> None:
        """Say who is here, and hear what the server can. Raises ``SMTPException``."""
        self.helo_resp = self.ehlo_resp = None
        code, said = self.ehlo()
        if code != 250:
            raise smtplib.SMTPResponseException(code, said)

    def written(self, content: bytes) -> None:
        """Hand over a mail but for its last line: the server cannot have it yet. Raises
        ``SMTPResponseException`` where it will not have it, ``OSError`` or ``SMTPException`` where
        it is lost.
        """
        code, said = self.docmd("DATA")
        if code != 354:
            raise smtplib.SMTPResponseException(code, said)
        whole = _DOTS.sub(b"..", content)
        self.send(whole if whole.endswith(b"\r\n") else whole + b"\r\n")

    def ended(self) -> int:
        """Write the last line, with which the mail is the server's; gives the code of its answer.
        Raises ``OSError`` or ``SMTPException`` where there is none.
        """
        self.send(b".\r\n")
        return self.getreply()[0]

    def take_leave(self) -> None:
        """Say good-bye. Whatever the server says to that, a mail that it has taken is sent."""
        with suppress(OSError, smtplib.SMTPException):
            if self.sock is not None:
                self.sock.settimeout(_FAREWELL)
                self.quit()


@contextmanager
def conversation(
    host: str, port: int, deadline: Deadline, at_once: ssl.SSLContext | None = None
) -> Iterator[Conversation]:
    """A conversation that was opened by the server's greeting, under TLS from the beginning where
    ``at_once`` is given; it is cut off at the deadline. Where it fails the connection is closed
    without a word, which takes back all that was not ended. Raises ``OSError`` or
    ``SMTPException``.
    """
    plain = _connected(host, port, deadline)
    with closing(plain), _cut_off(plain, deadline):
        spoken = Conversation(local_hostname=_named(plain), timeout=_PATIENCE)
        with closing(spoken):
            opened = _encrypted(plain, at_once, host) if at_once else plain
            spoken.greeted(opened)
            yield spoken
            spoken.take_leave()


def _encrypted(plain: socket.socket, context: ssl.SSLContext, host: str) -> socket.socket:
    """A connected socket under TLS. Raises ``OSError``, or ``SMTPServerDisconnected`` for one that
    was cut meanwhile: the library leaves that open, and not encrypted.
    """
    try:
        plain.getpeername()
    except OSError as error:
        raise smtplib.SMTPServerDisconnected from error
    opened = context.wrap_socket(plain, server_hostname=host)
    if opened.version() is None:
        opened.close()
        raise smtplib.SMTPServerDisconnected
    return opened


def _connected(host: str, port: int, deadline: Deadline) -> socket.socket:
    """A socket that is connected to the first of the host's addresses that answers. Raises
    ``OSError``.
    """
    failed: OSError = OSError()
    for family, kind, protocol, _, address in _addresses(host, port, deadline):
        try:
            made = socket.socket(family, kind, protocol)
        except OSError as error:
            failed = error
            continue
        try:
            made.settimeout(min(deadline.left, _PATIENCE))
            made.connect(address)
        except OSError as error:
            made.close()
            failed = error
        else:
            made.settimeout(_PATIENCE)
            return made
    raise failed


def _addresses(host: str, port: int, deadline: Deadline) -> list[_Address]:
    """The addresses of a host. The system may ask for them as long as it likes: it is not waited
    for longer than there is time. Raises ``OSError``.
    """
    found: list[_Address] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else socket.gaierror())

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(deadline.left)
    if failed:
        raise failed[0]
    if asking.is_alive() or not found:
        raise TimeoutError
    return found


@contextmanager
def _cut_off(connected: socket.socket, deadline: Deadline) -> Iterator[None]:
    """Shuts a connection down at the deadline, in whatever step it is then."""
    held = connected.dup()

    def cut() -> None:
        deadline.passed = True
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(deadline.left, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        held.close()


def _named(connected: socket.socket) -> str:
    """How this machine calls itself: by its address, for its name is nobody's business, and may
    be one that cannot be said.
    """
    address = str(connected.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
