"""Sending outright, only when asked: over TLS, all recipients or none."""

from __future__ import annotations

import base64
import os
import smtplib
import ssl
import unicodedata
from contextlib import suppress
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
from workbook_tools.send.mail import Mail, as_bytes, checked, message

PASSWORD = "KEHOACH_SMTP_PASSWORD"  # noqa: S105  (the name of the variable)
"""The environment variable with the password; without it, the system's keyring is asked."""

_SERVICE = "kehoach-smtp"
_SECONDS = 60


class UnknownOutcome(InputError):  # noqa: N818  (the mail may have gone)
    """The mail may have gone, or may not."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; it speaks TLS ``at_once`` (port 465) or by STARTTLS, never without."""

    host: str
    port: int = 587
    user: str = ""
    at_once: bool = False


def server(text: str, user: str = "") -> Server:
    """``mail.coquan.vn`` or ``mail.coquan.vn:465``. Raises ``InputError``."""
    host, _, port = text.partition(":")
    if not host or (port and not port.isdigit()):
        raise InputError(BAD_SERVER, server=text)
    return Server(host, int(port or 587), user, port == "465")


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
    mail: Mail, where: Server, sender: tuple[str, str], *, context: ssl.SSLContext | None = None
) -> None:
    """Send a mail to all its recipients, or to none of them.

    Raises ``InputError`` where nothing was sent, ``UnknownOutcome`` where the connection was lost
    after the mail was handed over and before the server said that it has it.
    """
    if not mail.addresses:
        raise InputError(NOBODY)
    checked(sender[1], Place("--from"))
    held = message(mail, sender, unsent=False)
    held["Date"], held["Message-ID"] = _now(), _identity(sender[1])
    try:
        context = context or ssl.create_default_context()
        connection = _connection(where, context)
        try:
            _secure(connection, where, context)
            if where.user:
                _login(connection, where.user, password(where))
            _envelope(connection, sender[1], mail.addresses)
            _hand_over(connection, where, as_bytes(held))
        finally:
            _leave(connection)
    except InputError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise InputError(BAD_CERTIFICATE, host=where.host) from error
    except smtplib.SMTPAuthenticationError as error:
        raise InputError(LOGIN_REFUSED, host=where.host, user=where.user) from error
    except smtplib.SMTPNotSupportedError as error:
        raise InputError(NO_TLS, host=where.host) from error
    except (OSError, smtplib.SMTPException) as error:
        raise InputError(NOT_SENT, host=where.host, port=where.port, why=reason(error)) from error


def _connection(where: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    if where.at_once:
        return smtplib.SMTP_SSL(where.host, where.port, timeout=_SECONDS, context=context)
    return smtplib.SMTP(where.host, where.port, timeout=_SECONDS)


def _leave(connection: smtplib.SMTP) -> None:
    """Take leave of the server. Whatever it says to that, a mail that it has taken is sent."""
    with suppress(OSError, smtplib.SMTPException):
        connection.quit()
    connection.close()


def _secure(connection: smtplib.SMTP, where: Server, context: ssl.SSLContext) -> None:
    """Greet the server; by STARTTLS where the connection was not under TLS from its beginning."""
    connection.ehlo()
    if not where.at_once:
        connection.starttls(context=context)
        connection.ehlo()


def _login(connection: smtplib.SMTP, user: str, secret: str) -> None:
    """Say who it is. A password with marks goes as RFC 4616 has it, where the library fails."""
    if user.isascii() and secret.isascii():
        connection.login(user, secret)
        return
    answer = base64.b64encode(f"\0{user}\0{unicodedata.normalize('NFC', secret)}".encode()).decode()
    code, reply = connection.docmd("AUTH", f"PLAIN {answer}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, reply)


def _envelope(connection: smtplib.SMTP, sender: str, addresses: tuple[str, ...]) -> None:
    """Name the sender and every recipient; one that is refused takes all back."""
    code, _ = connection.mail(sender)
    if code != 250:
        raise InputError(SENDER_REFUSED, sender=sender, reply=code)
    for address in addresses:
        code, _ = connection.rcpt(address)
        if code not in (250, 251):
            connection.rset()
            raise InputError(ADDRESS_REFUSED, address=address, reply=code)


def _hand_over(connection: smtplib.SMTP, where: Server, content: bytes) -> None:
    """Hand over the mail itself. Raises ``UnknownOutcome`` where the connection is lost meanwhile,
    ``InputError`` where the server does not take it.
    """
    try:
        code, _ = connection.data(content)
    except (OSError, smtplib.SMTPException) as error:
        raise UnknownOutcome(OUTCOME_UNKNOWN, host=where.host, why=reason(error)) from error
    if code != 250:
        raise InputError(MAIL_REFUSED, reply=code)


def _now() -> str:
    from email.utils import format_datetime, localtime

    return format_datetime(localtime())


def _identity(sender: str) -> str:
    from email.utils import make_msgid

    return make_msgid(domain=sender.rpartition("@")[2])
