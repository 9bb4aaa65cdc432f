"""The log of mails in sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.send.mails import mail
from workbook_tools.jobs.sent import sent
from workbook_tools.plan.model import Plan
from workbook_tools.send.sent_log import Entry, SentLog, digest, time_of, total_of


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path))


def test_an_empty_log_says_so() -> None:
    assert sent() == ["Chưa gửi thư nào."]


def test_a_mail_stands_with_its_people_total_and_files() -> None:
    held = mail()
    SentLog().begin(held, Plan(), "draft")
    first, people, total, *files = sent()
    assert re.fullmatch(rf"\d\d/\d\d/\d{{4}} \d\d:\d\d, nháp: {re.escape(held.subject)}", first)
    assert people == f"  Người nhận: {', '.join(held.addresses)}"
    assert total == f"  Tổng kinh phí: 0 {Plan().unit.name}"
    assert files == [
        f"  Tệp: {file.name} (SHA-256 {digest(file.data)[:12]}…)" for file in held.attachments
    ]


def test_a_time_is_told_as_it_is_written_here() -> None:
    entry = Entry(1, "2026-11-25T14:31:07", "sent", (), "x", (), {}, "", "", "")
    assert time_of(entry) == "25/11/2026 14:31"


def test_an_older_mail_has_a_total_without_a_unit() -> None:
    entry = Entry(1, "?", "sent", (), "x", (), {"total": "1500.5"}, "", "", "")
    assert (time_of(entry), total_of(entry)) == ("?", "1.500,5")
    assert total_of(replace(entry, totals={})) == "không rõ"


def test_a_mail_to_nobody_yet_says_so() -> None:
    SentLog().begin(mail(to=(), cc=()), Plan(), "draft")
    assert "Người nhận: (chưa có địa chỉ)" in sent()[1]


def test_the_reason_to_send_in_spite_of_errors_is_kept() -> None:
    SentLog().begin(mail(), Plan(), "draft", override="Sở đã đồng ý")
    assert sent()[-1] == "  Gửi dù còn lỗi, lý do: Sở đã đồng ý"


def test_what_went_wrong_stands_last() -> None:
    log = SentLog()
    log.end(log.begin(mail(), Plan(), "sending"), "failed", "máy chủ từ chối")
    assert sent()[-1] == "  máy chủ từ chối"
