"""Servers that misbehave at every step, and logs that are not as they should be."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.bad_servers import (
    ANSWERS,
    HANGING,
    LOGS,
    MISHAPS,
    Trust,
    locked,
    log_fault,
    server_fault,
    trust,
)
from tests.send.mails import mail, outgoing
from workbook_tools.errors import InputError
from workbook_tools.plan.model import Plan
from workbook_tools.send import delivery
from workbook_tools.send.sent_log import SentLog
from workbook_tools.send.smtp import PASSWORD, allowed_seconds

QUICK = [way for way in MISHAPS if way not in HANGING]


@pytest.fixture(scope="module")
def known() -> Trust:
    return trust()


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "mat-khau")


@pytest.mark.parametrize("stage", ANSWERS)
@pytest.mark.parametrize("way", QUICK)
def test_nothing_is_lost_or_sent_twice(stage: str, way: str, tmp_path: Path, known: Trust) -> None:
    assert server_fault(stage, way, tmp_path, known) == ""


@pytest.mark.parametrize(
    ("stage", "way"),
    [
        ("greeting", "drip"),
        ("handshake", "silent"),
        ("auth", "drip of lines"),
        ("body", "silent"),
        ("end", "drip"),
        ("quit", "silent"),
        ("quit", "endless"),
    ],
)
def test_a_server_without_an_end_is_cut_off(
    stage: str, way: str, tmp_path: Path, known: Trust
) -> None:
    assert server_fault(stage, way, tmp_path, known) == ""


@pytest.mark.parametrize("stage", ["handshake", "greeting", "end", "quit"])
@pytest.mark.parametrize("way", ["garbage", "reset"])
def test_nor_where_all_is_under_tls(stage: str, way: str, tmp_path: Path, known: Trust) -> None:
    assert server_fault(stage, way, tmp_path, known, at_once=True) == ""


def test_a_conversation_has_two_minutes_and_the_time_of_its_bytes() -> None:
    assert allowed_seconds(0) == 120 and allowed_seconds(5_000_000) == 220


# -------------------------------------------------------------------------------------------- logs


@pytest.mark.parametrize("name", LOGS)
def test_nothing_goes_by_a_log_that_is_none(name: str, tmp_path: Path) -> None:
    assert log_fault(name, tmp_path) == ""


def test_a_log_that_another_program_holds_is_a_sentence(tmp_path: Path) -> None:
    log = SentLog(tmp_path, patience=0.1)
    with locked(log.file), pytest.raises(InputError, match="K742"):
        log.begin(mail(), Plan(), "starting")


def test_what_was_held_can_be_written_to_afterwards(tmp_path: Path) -> None:
    log = SentLog(tmp_path, patience=0.1)
    with locked(log.file):
        pass
    log.begin(mail(), Plan(), "starting")
    assert len(log.entries()) == 2


@pytest.fixture
def for_anybody() -> Iterator[Path]:
    """A folder that every user may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def nobody(for_anybody: Path) -> Iterator[Path]:
    """A folder with a log, seen by a user who may do nothing to it."""
    SentLog(for_anybody).begin(mail(), Plan(), "sent")
    (for_anybody / "da-gui.sqlite").chmod(0o444)
    for_anybody.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield for_anybody
    if user == 0:
        os.seteuid(0)
    for_anybody.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="there, rights are not modes")
def test_a_log_that_is_read_only_can_be_read(nobody: Path) -> None:
    assert len(SentLog(nobody).entries()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there, rights are not modes")
def test_nothing_goes_by_a_log_that_is_read_only(nobody: Path) -> None:
    went: list[object] = []
    with pytest.raises(InputError, match="K744"):
        delivery.send_all(
            [outgoing()], lambda held, note: went.append(held), SentLog(nobody), lambda said: None
        )
    assert went == []
