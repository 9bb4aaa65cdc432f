"""Sending outright, only when asked: over TLS, all recipients or none."""

from __future__ import annotations

import base64
import os
import re
import smtplib
import ssl
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from workbook_tools.error_kinds import (
    ADDRESS_REFUSED,
    BAD_CERTIFICATE,
    BAD_SERVER,
    LOGIN_REFUSED,
    MAIL_REFUSED,
    NO_PASSWORD,
    NO_TLS,
    NOBODY,
    NOT_SENT,
    OUTCOME_UNKNOWN,
    SENDER_REFUSED,
)
from workbook_tools.errors import InputError
from workbook_tools.machine.reasons import reason
from workbook_tools.place import Place
from workbook_tools.send.conversation import Conversation, Deadline, OddReplyError, conversation
from workbook_tools.send.mail import Mail, as_bytes, checked, message

PASSWORD = "KEHOACH_SMTP_PASSWORD"  # noqa: S105  (the name of the variable)
"""The environment variable with the password; without it, the system's keyring is asked."""

_SERVICE = "kehoach-smtp"
_SECONDS = 120.0
_BYTES_A_SECOND = 50_000

_USUAL, _AT_ONCE = 587, 465
_PORT = re.compile(r"[0-9]{1,5}\Z")
_LONGEST_HOST = 253
_HOST = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?\Z")
"""A host name as the system can look it up: labels of at most 63 letters."""

Note = Callable[[str], None]
"""What is told how far a mail has come."""


class UnknownOutcome(InputError):  # noqa: N818  (the mail may have gone)
    """The mail may have gone, or may not."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; it speaks TLS ``at_once`` (port 465) or by STARTTLS, never without."""

    host: str
    port: int = 587
    user: str = ""
    at_once: bool = False


def allowed_seconds(size: int) -> float:
    """How long a conversation may take in which a mail of so many bytes is handed over."""
    return _SECONDS + size / _BYTES_A_SECOND


def server(text: str, user: str = "") -> Server:
    """``mail.coquan.vn`` or ``mail.coquan.vn:465``. Raises ``InputError``."""
    host, colon, port = text.strip().partition(":")
    number = int(port) if _PORT.match(port) else (0 if colon else _USUAL)
    if not (_HOST.match(host) and len(host) <= _LONGEST_HOST and 0 < number < 1 << 16):
        raise InputError(BAD_SERVER, server=text)
    return Server(host, number, user, number == _AT_ONCE)


def password(where: Server) -> str:
    """The password from the environment or the system's keyring, never from a workbook. Raises
    ``InputError``.
    """
    said = os.environ.get(PASSWORD)
    if said:
        return said
    try:
        import keyring

        held = keyring.get_password(f"{_SERVICE}:{where.host}", where.user)
    except Exception:  # a machine without a keyring raises in ways of its own
        held = None
    if not held:
        raise InputError(
            NO_PASSWORD, user=where.user, service=_SERVICE, host=where.host, variable=PASSWORD
        )
    return held


def send(
    mail: Mail,
    where: Server,
    sender: tuple[str, str],
    note: Note = lambda state: None,
    *,
    context: ssl.SSLContext | None = None,
    allowed: Callable[[int], float] = allowed_seconds,
) -> None:
    """Send a mail to all its recipients, or to none of them, within the time ``allowed`` for its
    bytes.

    ``note`` is told ``sending`` before the last line goes, with which the mail is the server's, and
    ``sent`` when the server has said that it has it; where the first raises, nothing is sent.
    Raises ``InputError`` where nothing was sent, ``UnknownOutcome`` where the connection was lost
    after the mail was handed over and before the server said that it has it.
    """
    if not mail.addresses:
        raise InputError(NOBODY)
    checked(sender[1], Place("--from"))
    held = message(mail, sender, unsent=False)
    held["Date"], held["Message-ID"] = _now(), _identity(sender[1])
    content = as_bytes(held)
    deadline = Deadline(allowed(len(content)))
    try:
        context = context or ssl.create_default_context()
        at_once = context if where.at_once else None
        with conversation(where.host, where.port, deadline, at_once) as spoken:
            _secure(spoken, where, context)
            if where.user:
                _login(spoken, where.user, password(where))
            _envelope(spoken, sender[1], mail.addresses)
            _hand_over(spoken, where, content, deadline, note)
    except InputError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise InputError(BAD_CERTIFICATE, host=where.host) from error
    except smtplib.SMTPAuthenticationError as error:
        raise InputError(LOGIN_REFUSED, host=where.host, user=where.user) from error
    except smtplib.SMTPNotSupportedError as error:
        raise InputError(NO_TLS, host=where.host) from error
    except (OSError, smtplib.SMTPException) as error:
        why = _why(error, deadline)
        raise InputError(NOT_SENT, host=where.host, port=where.port, why=why) from error


def _why(error: BaseException, deadline: Deadline) -> str:
    """Why the conversation failed, in a few words."""
    if isinstance(error, OddReplyError):
        return "máy chủ trả lời lạ"
    return reason(TimeoutError() if deadline.passed else error)


def _secure(spoken: Conversation, where: Server, context: ssl.SSLContext) -> None:
    """Greet the server; by STARTTLS where the connection was not under TLS from its beginning."""
    spoken.introduced()
    if not where.at_once:
        spoken.under_tls(context, where.host)
        spoken.introduced()


def _login(spoken: Conversation, user: str, secret: str) -> None:
    """Say who it is. A password with marks goes as RFC 4616 has it, where the library fails."""
    if not spoken.has_extn("auth"):
        raise smtplib.SMTPAuthenticationError(503, b"")
    if user.isascii() and secret.isascii():
        spoken.login(user, secret)
        return
    answer = base64.b64encode(f"\0{user}\0{unicodedata.normalize('NFC', secret)}".encode()).decode()
    code, reply = spoken.docmd("AUTH", f"PLAIN {answer}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, reply)


def _envelope(spoken: Conversation, sender: str, addresses: tuple[str, ...]) -> None:
    """Name the sender and every recipient; one that is refused takes all back."""
    code, _ = spoken.mail(sender)
    if code != 250:
        raise InputError(SENDER_REFUSED, sender=sender, reply=code)
    for address in addresses:
        code, _ = spoken.rcpt(address)
        if code not in (250, 251):
            raise InputError(ADDRESS_REFUSED, address=address, reply=code)


def _hand_over(
    spoken: Conversation, where: Server, content: bytes, deadline: Deadline, note: Note
) -> None:
    """Hand over the mail itself. Raises ``UnknownOutcome`` where the server's answer is lost or is
    none, ``InputError`` where it does not take it, ``OSError`` or ``SMTPException`` where the
    connection is lost before the mail was whole.
    """
    try:
        spoken.written(content)
    except smtplib.SMTPResponseException as error:
        raise InputError(MAIL_REFUSED, reply=error.smtp_code) from error
    note("sending")
    try:
        code = spoken.ended()
    except (OSError, smtplib.SMTPException) as error:
        why = _why(error, deadline)
        raise UnknownOutcome(OUTCOME_UNKNOWN, host=where.host, why=why) from error
    if code >= 400:
        raise InputError(MAIL_REFUSED, reply=code)
    if code >= 300:
        raise UnknownOutcome(OUTCOME_UNKNOWN, host=where.host, why=f"máy chủ trả lời mã {code}")
    note("sent")


def _now() -> str:
    from email.utils import format_datetime, localtime

    return format_datetime(localtime())


def _identity(sender: str) -> str:
    from email.utils import make_msgid

    return make_msgid(domain=sender.rpartition("@")[2])
