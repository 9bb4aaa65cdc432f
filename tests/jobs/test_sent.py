"""The log of mails in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.send.mails import mail
from workbook_tools.jobs.sent import sent
from workbook_tools.plan.model import Plan
from workbook_tools.send.sent_log import SentLog, digest


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path))


def test_an_empty_log_says_so() -> None:
    assert sent() == ["Chưa gửi thư nào."]


def test_a_mail_stands_with_its_people_total_and_files() -> None:
    held = mail()
    SentLog().begin(held, Plan(), "draft")
    first, people, *files = sent()
    assert first.endswith(f"nháp: {held.subject}")
    assert people == f"  cho {', '.join(held.addresses)}; tổng 0"
    assert files == [f"  {file.name}  {digest(file.data)}" for file in held.attachments]


def test_a_mail_to_nobody_yet_says_so() -> None:
    SentLog().begin(mail(to=(), cc=()), Plan(), "draft")
    assert "cho (chưa có địa chỉ)" in sent()[1]


def test_the_reason_to_send_in_spite_of_errors_is_kept() -> None:
    SentLog().begin(mail(), Plan(), "draft", override="Sở đã đồng ý")
    assert sent()[1].endswith("; gửi dù còn lỗi: Sở đã đồng ý")


def test_what_went_wrong_stands_last() -> None:
    log = SentLog()
    log.end(log.begin(mail(), Plan(), "sending"), "failed", "máy chủ từ chối")
    assert sent()[-1] == "  máy chủ từ chối"
