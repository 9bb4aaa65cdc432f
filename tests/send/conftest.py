from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.send.post_office import SECRET, USER, Office, Post, Start
from workbook_tools.send.smtp import PASSWORD, Server


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
