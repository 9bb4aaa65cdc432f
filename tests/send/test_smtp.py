"""Sending outright, to a mail server that runs here, over TLS and with a login."""

from __future__ import annotations

import email
import re
from email.policy import default
from pathlib import Path

import pytest
import trustme

from tests.send.mails import XLSX, mail
from tests.send.post_office import PLAIN, SECRET, SENDER, USER, Post, Start
from workbook_tools import InputError
from workbook_tools.send.smtp import PASSWORD, Server, UnknownOutcome, password, send, server


@pytest.mark.parametrize("secret", [SECRET, PLAIN])
@pytest.mark.parametrize("at_once", [False, True])
def test_a_mail_goes_to_all_its_recipients(
    start: Start, at_once: bool, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, secret)
    post = Post()
    send(mail(), start(post, at_once=at_once), SENDER)
    ((sender, to, content),) = post.got
    assert post.logged_in
    assert (sender, to) == (SENDER[1], ["so@congthuong.gov.vn", "tc@taichinh.gov.vn"])
    read = email.message_from_bytes(content, policy=default)
    assert read["X-Unsent"] is None and read["Date"] and read["Message-ID"]
    assert read["From"].addresses[0].display_name == SENDER[0] and read["Subject"] == mail().subject
    (file,) = read.iter_attachments()
    assert file.get_content() == XLSX and file.get_filename() == mail().attachments[0].name


@pytest.mark.parametrize(
    ("post", "error", "sentence"),
    [
        (
            Post(refuse="tc@taichinh.gov.vn"),
            InputError,
            r"không nhận địa chỉ tc@taichinh\.gov\.vn \(mã trả lời 550\).*chưa gửi cho ai",
        ),
        (Post(lose="RCPT"), InputError, "chưa gửi gì"),
        (
            Post(answer="552 5.3.4 Message too big"),
            InputError,
            r"không nhận thư \(mã trả lời 552\); chưa gửi cho ai",
        ),
    ],
)
def test_where_one_cannot_go_none_goes(
    start: Start, post: Post, error: type[InputError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence) as caught:
        send(mail(), start(post), SENDER)
    assert post.got == [] and not isinstance(caught.value, UnknownOutcome)


@pytest.mark.parametrize(
    "post", [Post(bye="554 Go away"), Post(bye="421 Closing"), Post(lose="QUIT")]
)
def test_a_mail_that_the_server_has_taken_is_sent_whatever_it_says_at_the_end(
    start: Start, post: Post
) -> None:
    send(mail(), start(post), SENDER)
    assert len(post.got) == 1


def test_a_connection_lost_while_the_mail_is_handed_over_is_not_called_a_failure(
    start: Start,
) -> None:
    post = Post(lose="DATA")
    with pytest.raises(UnknownOutcome, match="chưa rõ người nhận đã nhận chưa"):
        send(mail(), start(post), SENDER)
    assert len(post.got) == 1


@pytest.mark.parametrize("secret", ["sai", "sai dấu"])
def test_a_wrong_password(start: Start, monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    post = Post()
    where = start(post)
    monkeypatch.setenv(PASSWORD, secret)
    with pytest.raises(
        InputError, match=f"không nhận tên hoặc mật khẩu của {re.escape(USER)}; chưa gửi gì"
    ):
        send(mail(), where, SENDER)
    assert post.got == []


@pytest.mark.parametrize("at_once", [False, True])
def test_a_certificate_of_another_machine(start: Start, at_once: bool) -> None:
    post = Post()
    with pytest.raises(InputError, match=r"Chứng thư của máy chủ 127\.0\.0\.1 không đúng"):
        send(mail(), start(post, name="may-khac.vn", at_once=at_once), SENDER)
    assert post.got == []


def test_a_certificate_that_nobody_vouches_for(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    post = Post()
    where = start(post)
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    with pytest.raises(InputError, match="Chứng thư của máy chủ"):
        send(mail(), where, SENDER)
    assert post.got == []


def test_a_server_without_tls_gets_nothing(start: Start) -> None:
    post = Post()
    with pytest.raises(InputError, match="không gửi qua đường không mã hóa"):
        send(mail(), start(post, tls=False), SENDER)
    assert post.got == []


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"Không gửi được qua 127\.0\.0\.1:1 .*chưa gửi gì"):
        send(mail(), Server("127.0.0.1", 1), SENDER)


@pytest.mark.parametrize("sender", ["x\r\nBcc: y@z.vn", "không@phai.vn", "khong"])
def test_a_sender_that_is_no_address(sender: str) -> None:
    with pytest.raises(InputError, match="--from"):
        send(mail(), Server("127.0.0.1", 1), ("", sender))


def test_nobody_to_send_to() -> None:
    with pytest.raises(InputError, match="chưa có địa chỉ nào"):
        send(mail(to=(), cc=()), Server("127.0.0.1", 1), SENDER)


def test_servers_as_they_are_written() -> None:
    assert server("mail.coquan.vn") == Server("mail.coquan.vn", 587)
    assert server("mail.coquan.vn:465", "a") == Server("mail.coquan.vn", 465, "a", True)


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1", "25a", "٢٥", "", "999999"])
def test_a_port_that_is_none(port: str) -> None:
    with pytest.raises(InputError, match="K729"):
        server(f"mail.vn:{port}")


@pytest.mark.parametrize(
    "host",
    [
        "",
        "a" * 64 + ".vn",
        "mail..vn",
        "thư.vn",
        "m\u202eail.vn",
        ".vn",
        "a b.vn",
        "a." * 127 + "vn",
    ],
)
def test_a_host_name_that_is_none(host: str) -> None:
    with pytest.raises(InputError, match="K729"):
        server(host)


@pytest.mark.parametrize("host", ["a" * 63 + ".vn", "xn--th-hsa.vn", "mail_1.vn", "localhost"])
def test_a_host_name_that_is_one(host: str) -> None:
    assert server(host).host == host


def test_the_name_of_this_machine_is_not_told(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "máy-kế-toán")
    monkeypatch.setattr("socket.getfqdn", lambda name="": "máy-kế-toán." + "a" * 70)
    post = Post()
    send(mail(), start(post), SENDER)
    assert len(post.got) == 1


def test_it_is_noted_how_far_a_mail_has_come(start: Start) -> None:
    post, noted = Post(), list[tuple[str, int]]()
    send(mail(), start(post), SENDER, lambda state: noted.append((state, len(post.got))))
    assert noted == [("sending", 0), ("sent", 1)]


def test_a_mail_that_may_not_go_any_more_does_not(start: Start) -> None:
    post = Post()

    def refuse(state: str) -> None:
        raise InputError("đã có người gửi")

    with pytest.raises(InputError, match="đã có người gửi"):
        send(mail(), start(post), SENDER, refuse)
    assert post.got == []


def test_the_password_is_the_keyrings_or_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    class Held(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return "của-khoá" if (service, username) == ("kehoach-smtp:mail.vn", "a") else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

        def delete_password(self, service: str, username: str) -> None:
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Held())  # type: ignore[no-untyped-call]
    try:
        monkeypatch.delenv(PASSWORD, raising=False)
        assert password(Server("mail.vn", 587, "a")) == "của-khoá"
        with pytest.raises(InputError, match=r"keyring set kehoach-smtp:mail\.vn b"):
            password(Server("mail.vn", 587, "b"))
        monkeypatch.setenv(PASSWORD, "của-biến")
        assert password(Server("mail.vn", 587, "b")) == "của-biến"
    finally:
        keyring.set_keyring(before)
