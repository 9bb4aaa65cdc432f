"""The sent log: it keeps what it was told, and knows who has had which bytes."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from tests.check.typed import plan_of, programme, project
from tests.send.mails import mail
from workbook_tools import InputError
from workbook_tools.plan.model import Plan
from workbook_tools.send.mail import Attachment
from workbook_tools.send.sent_log import LABELS, NOT_GONE, SentLog, digest, label


@pytest.fixture
def log(tmp_path: Path) -> SentLog:
    return SentLog(tmp_path)


def test_a_log_that_was_never_written_is_empty(log: SentLog) -> None:
    assert log.entries() == ()


def test_the_log_keeps_what_it_was_told(log: SentLog) -> None:
    log.begin(mail(), Plan(), "sending", unit="Trung tâm", override="lý do")
    (entry,) = log.entries()
    assert (entry.state, entry.unit, entry.override) == ("sending", "Trung tâm", "lý do")
    assert (entry.subject, entry.addresses) == (mail().subject, mail().addresses)


def test_an_entry_knows_its_files_by_name_and_digest(log: SentLog) -> None:
    log.begin(mail(), Plan(), "draft")
    assert log.entries()[0].files == tuple(
        (held.name, digest(held.data)) for held in mail().attachments
    )


def test_an_entry_keeps_the_totals_of_the_plan(log: SentLog) -> None:
    log.begin(mail(), plan_of(programme(), project("1.1", "1.5", 2)), "draft")
    assert log.entries()[0].totals == {
        "total": "3.5",
        "province": "1.5",
        "beneficiary": "2",
        "other": "0",
        "@unit": "ngàn đồng",
    }


def test_an_entry_knows_when(log: SentLog) -> None:
    before = datetime.now().replace(microsecond=0)
    log.begin(mail(), Plan(), "draft")
    assert before <= datetime.fromisoformat(log.entries()[0].at) <= datetime.now()


def test_how_it_ended_is_written_to_its_own_entry(log: SentLog) -> None:
    first = log.begin(mail(), Plan(), "sending")
    log.begin(mail(), Plan(), "sending")
    log.end(first, "failed", "hỏng")
    assert [(entry.state, entry.note) for entry in log.entries()] == [
        ("sending", ""),
        ("failed", "hỏng"),
    ]


def test_the_newest_comes_first(log: SentLog) -> None:
    numbers = [log.begin(mail(), Plan(), "draft") for _ in range(3)]
    assert [entry.id for entry in log.entries()] == numbers[::-1]


def test_another_process_sees_what_was_written(log: SentLog, tmp_path: Path) -> None:
    log.begin(mail(), Plan(), "draft")
    assert SentLog(tmp_path).entries() == log.entries()


def test_a_log_that_is_damaged_is_a_sentence(log: SentLog) -> None:
    log.file.write_bytes(b"khong phai so" * 100)
    with pytest.raises(InputError, match=r"bị hỏng.*hãy đổi tên tệp đó.*K743"):
        log.entries()


def test_a_log_that_was_emptied_is_a_sentence_and_no_log_of_nothing(log: SentLog) -> None:
    log.begin(mail(), Plan(), "sent")
    log.file.write_bytes(b"")
    with pytest.raises(InputError, match=r"tệp trống.*K746"):
        log.entries()


@pytest.mark.parametrize("state", ["draft", "sending"])
def test_nothing_is_written_to_a_log_that_was_emptied(log: SentLog, state: str) -> None:
    log.file.write_bytes(b"")
    with pytest.raises(InputError, match="K746"):
        log.begin(mail(), Plan(), state)
    assert log.file.read_bytes() == b""


def test_a_log_that_was_emptied_and_taken_away_is_begun_anew(log: SentLog) -> None:
    log.file.write_bytes(b"")
    log.file.unlink()
    log.begin(mail(), Plan(), "sent")
    assert len(log.entries()) == 1 and [entry.name for entry in log.file.parent.iterdir()] == [
        log.file.name
    ]


def test_a_log_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Không mở được nhật ký thư đã gửi"):
        SentLog(tmp_path / "khong-co").entries()


def test_without_a_folder_it_lies_in_the_offices_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path))
    assert SentLog().file.parent == tmp_path


# ------------------------------------------------------------------------------------------ earlier


@pytest.mark.parametrize("state", LABELS)
def test_only_what_may_have_reached_somebody_counts(log: SentLog, state: str) -> None:
    log.begin(mail(), Plan(), state)
    found = log.earlier(mail().addresses, mail().attachments)
    assert (found is None) is (state in NOT_GONE)


def test_to_other_people_it_did_not_go(log: SentLog) -> None:
    log.begin(mail(), Plan(), "sent")
    assert log.earlier(("khac@x.vn",), mail().attachments) is None


def test_one_of_the_people_is_enough(log: SentLog) -> None:
    log.begin(mail(), Plan(), "sent")
    assert log.earlier(("khac@x.vn", "tc@taichinh.gov.vn"), mail().attachments) is not None


def test_a_file_is_known_by_its_bytes_and_not_by_its_name(log: SentLog) -> None:
    log.begin(mail(), Plan(), "sent")
    (held,) = mail().attachments
    assert log.earlier(mail().addresses, (replace(held, name="y"),)) is not None
    assert log.earlier(mail().addresses, (Attachment(held.name, b"khac"),)) is None


def test_of_several_the_newest_is_told(log: SentLog) -> None:
    log.begin(mail(), Plan(), "sent")
    last = log.begin(mail(), Plan(), "opened")
    log.begin(mail(), Plan(), "failed")
    found = log.earlier(mail().addresses, mail().attachments)
    assert found is not None and found.id == last


def test_a_digest_is_the_sha_256() -> None:
    assert digest(b"x") == hashlib.sha256(b"x").hexdigest()


# ---------------------------------------------------------------------------------- newer programs


def test_a_state_of_a_newer_program_may_have_reached_somebody(log: SentLog) -> None:
    log.begin(mail(), Plan(), "queued")
    assert log.earlier(mail().addresses, mail().attachments) is not None


def test_a_state_of_a_newer_program_is_told() -> None:
    assert label("queued") == "“queued” (do bản mới hơn ghi, chưa rõ người nhận đã nhận chưa)"


def test_a_log_of_an_older_program_is_taken_over(log: SentLog) -> None:
    log.begin(mail(), Plan(), "sent")
    connection = sqlite3.connect(log.file)
    connection.execute("PRAGMA user_version=0")
    connection.close()
    log.begin(mail(), Plan(), "draft")
    assert [entry.state for entry in log.entries()] == ["draft", "sent"]


# ----------------------------------------------------------------------------------------- private

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there, rights are not modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@POSIX
def test_a_new_log_is_its_owners_alone(log: SentLog) -> None:
    log.begin(mail(), Plan(), "draft")
    assert mode(log.file) == 0o600


@POSIX
def test_a_log_that_others_could_read_is_closed_to_them(log: SentLog) -> None:
    log.begin(mail(), Plan(), "draft")
    log.file.chmod(0o644)
    log.begin(mail(), Plan(), "draft")
    assert mode(log.file) == 0o600


def test_half_a_character_of_a_command_line_can_be_logged(log: SentLog) -> None:
    log.begin(mail(), Plan(), "draft", override="l\udcfd do")
    assert log.entries()[0].override == "l\\udcfd do"
