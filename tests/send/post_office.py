"""A mail server that runs here: TLS, a login, and the mishaps that a mail can meet."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol
from aiosmtpd.smtp import AuthResult, Envelope, Session

from workbook_tools.send.smtp import PASSWORD, Server

SENDER = ("Trung tâm Khuyến công", "trungtam@khuyencong.vn")
USER, SECRET, PLAIN = "trungtam@khuyencong.vn", "mật-khẩu-đúng", "mat-khau-dung"


class Post:
    """What the server does with a mail; ``got`` is what it took, ``logged_in`` whether it knew
    whose.
    """

    def __init__(
        self, refuse: str = "", lose: str = "", answer: str = "250 Ok", bye: str = "221 Bye"
    ) -> None:
        self.refuse, self.lose, self.answer, self.bye = refuse, lose, answer, bye
        self.logged_in = False
        self.got: list[tuple[str, list[str], bytes]] = []

    async def handle_RCPT(
        self,
        server: Protocol,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self.lose == "RCPT":
            self._cut(server)
        if address == self.refuse:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 Ok"

    async def handle_QUIT(self, server: Protocol, session: Session, envelope: Envelope) -> str:
        if self.lose == "QUIT":
            self._cut(server)
        return self.bye

    async def handle_DATA(self, server: Protocol, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.logged_in = bool(session.authenticated)
        if self.answer.startswith("250"):
            self.got.append((str(envelope.mail_from), list(envelope.rcpt_tos), content))
        if self.lose == "DATA":
            self._cut(server)
        return self.answer

    @staticmethod
    def _cut(server: Protocol) -> None:
        transport = server.transport
        assert transport is not None
        transport.abort()  # type: ignore[attr-defined]


class Office(Controller):
    """The server: TLS by STARTTLS or at once, and a login."""

    def __init__(
        self, handler: Post, certificate: ssl.SSLContext | None, *, at_once: bool = False
    ) -> None:
        login: dict[str, Any] = (
            {"auth_required": not at_once, "authenticator": self._known} if certificate else {}
        )
        starttls: dict[str, Any] = (
            {"tls_context": certificate, "require_starttls": True}
            if certificate is not None and not at_once
            else {}
        )
        super().__init__(
            handler,
            hostname="127.0.0.1",
            port=0,
            ssl_context=certificate if at_once else None,
            auth_require_tls=not at_once,
            **login,
            **starttls,
        )

    def _known(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        known = (data.login, data.password) in (
            (USER.encode(), SECRET.encode()),
            (USER.encode(), PLAIN.encode()),
        )
        return AuthResult(success=known, handled=False)

    def _trigger_server(self) -> None:
        """The port is known only once the server listens."""
        assert self.server is not None
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


Start = Callable[..., Server]


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def start(
    authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Start]:
    """Starts a server; the authority of its certificate is one that this machine trusts."""
    running: list[Office] = []
    monkeypatch.setenv(PASSWORD, SECRET)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))

    def begin(
        handler: Post, *, name: str = "127.0.0.1", tls: bool = True, at_once: bool = False
    ) -> Server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        office = Office(handler, context if tls else None, at_once=at_once)
        office.start()
        running.append(office)
        return Server("127.0.0.1", office.port, USER if tls else "", at_once)

    yield begin
    for office in running:
        office.stop()
