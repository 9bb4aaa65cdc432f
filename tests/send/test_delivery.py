"""Handing over: what went before is left out, and the log tells the truth of each ending."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.send.mails import mail, outgoing
from tests.send.post_office import SENDER, Post, Start
from workbook_tools import InputError
from workbook_tools.plan.model import Plan
from workbook_tools.send import delivery
from workbook_tools.send.mail import Attachment, Mail
from workbook_tools.send.sent_log import SentLog
from workbook_tools.send.smtp import UnknownOutcome, send

TWO = (outgoing("một"), outgoing("hai", attachments=(Attachment("b.xlsx", b"2"),)))


@pytest.fixture
def log(tmp_path: Path) -> SentLog:
    return SentLog(tmp_path)


def states(log: SentLog) -> list[str]:
    return [entry.state for entry in log.entries()]


# ------------------------------------------------------------------------------------------ repeats


def test_what_went_to_nobody_yet_is_left_to_go(log: SentLog) -> None:
    assert delivery.without_repeats(TWO, log) == (list(TWO), [])


def test_what_went_before_is_left_out_and_said(log: SentLog) -> None:
    log.begin(TWO[0].mail, Plan(), "sent")
    rest, said = delivery.without_repeats(TWO, log)
    assert rest == [TWO[1]]
    assert said[0].startswith("một: tệp này đã gửi lúc ") and "--again: gửi lại" in said[0]


def test_where_nothing_is_left_sending_again_has_to_be_asked_for(log: SentLog) -> None:
    log.begin(TWO[0].mail, Plan(), "opened")
    with pytest.raises(InputError, match=r"một: tệp này đã mở để gửi lúc .*hãy thêm --again"):
        delivery.without_repeats(TWO[:1], log)


def test_nothing_to_send_is_no_repeat(log: SentLog) -> None:
    assert delivery.without_repeats((), log) == ([], [])


# ------------------------------------------------------------------------------------------- drafts


def test_a_draft_is_written_and_logged(log: SentLog, tmp_path: Path) -> None:
    done = delivery.drafts(TWO, tmp_path / "thu", log, "lý do")
    assert {file.name for file in (tmp_path / "thu").glob("*.eml")} == {"một.eml", "hai.eml"}
    assert [Path(line.removeprefix("Đã ghi thư nháp ")).name for line in done] == [
        "một.eml",
        "hai.eml",
    ]
    assert {(entry.state, entry.override) for entry in log.entries()} == {("draft", "lý do")}


def test_an_opened_draft_may_have_gone(log: SentLog, tmp_path: Path) -> None:
    opened: list[str] = []
    said = delivery.open_drafts(TWO[:1], tmp_path, log, start=opened.append)
    assert opened == [str(tmp_path / "một.eml")] and "hãy xem lại" in said[0]
    assert states(log) == ["opened"]


def test_a_draft_that_could_not_be_opened_is_not_logged(log: SentLog, tmp_path: Path) -> None:
    def refuse(file: str) -> None:
        raise OSError(file)

    with pytest.raises(InputError):
        delivery.open_drafts(TWO, tmp_path, log, start=refuse)
    assert log.entries() == ()


def test_outlook_gets_the_attachments_from_the_folder(log: SentLog, tmp_path: Path) -> None:
    class Item:
        def __init__(self) -> None:
            self.files: list[str] = []
            self.Attachments = self

        def Add(self, file: str) -> None:
            self.files.append(file)

        def Save(self) -> None: ...

        def Display(self) -> None: ...

    class Outlook:
        item = Item()

        def CreateItem(self, kind: int) -> Item:
            return self.item

    delivery.open_drafts(TWO[1:], tmp_path, log, application=Outlook())
    assert Outlook.item.files == [str(tmp_path.resolve() / "b.xlsx")]


# ------------------------------------------------------------------------------------------ sending


def test_what_was_sent_is_said_and_logged(log: SentLog) -> None:
    went: list[Mail] = []
    said = delivery.send_all(TWO, went.append, log)
    assert went == [part.mail for part in TWO] and states(log) == ["sent", "sent"]
    assert said[0] == "Đã gửi một cho so@congthuong.gov.vn, tc@taichinh.gov.vn."


def test_a_mail_stands_in_the_log_before_it_goes(log: SentLog) -> None:
    seen: list[list[str]] = []
    delivery.send_all(TWO[:1], lambda held: seen.append(states(log)), log)
    assert seen == [["sending"]]


def test_a_mail_that_the_server_refuses_has_failed(start: Start, log: SentLog) -> None:
    where = start(Post(refuse="so@congthuong.gov.vn"))
    with pytest.raises(InputError):
        delivery.send_all(TWO[:1], partial(send, where=where, sender=SENDER), log)
    assert [(entry.state, bool(entry.note)) for entry in log.entries()] == [("failed", True)]


def test_a_mail_lost_on_its_way_is_not_called_a_failure(start: Start, log: SentLog) -> None:
    where = start(Post(lose="DATA"))
    with pytest.raises(UnknownOutcome):
        delivery.send_all(TWO[:1], partial(send, where=where, sender=SENDER), log)
    assert [(entry.state, bool(entry.note)) for entry in log.entries()] == [("sending", True)]


def test_what_failed_may_be_tried_again(start: Start, log: SentLog) -> None:
    bad, good = start(Post(refuse="tc@taichinh.gov.vn")), Post()
    with pytest.raises(InputError):
        delivery.send_all([outgoing()], partial(send, where=bad, sender=SENDER), log)
    rest, said = delivery.without_repeats([outgoing()], log)
    assert len(rest) == 1 and said == []
    delivery.send_all(rest, partial(send, where=start(good), sender=SENDER), log)
    assert len(good.got) == 1


def test_of_many_only_those_not_yet_sent_go_again(log: SentLog) -> None:
    went: list[Mail] = []

    def breaks(held: Mail) -> None:
        if went:
            raise InputError("hỏng")
        went.append(held)

    with pytest.raises(InputError, match="hỏng"):
        delivery.send_all(TWO, breaks, log)
    rest, said = delivery.without_repeats(TWO, log)
    assert [part.name for part in rest] == ["hai"] and "bỏ qua" in said[0] and "một" in said[0]


def test_one_without_an_address_stops_all_before_any_goes(log: SentLog) -> None:
    went: list[Any] = []
    with pytest.raises(InputError, match="NoiNhan: chưa có địa chỉ nào cho hai"):
        delivery.send_all([outgoing(), outgoing("hai", to=(), cc=())], went.append, log)
    assert went == [] and log.entries() == ()


# ------------------------------------------------------------------------------------- what is said


def test_what_was_made_is_told() -> None:
    assert delivery.told(outgoing()) == [
        "x: 12 công thức đã chứng minh lại, PDF 3 trang.",
        "  Đã bỏ: các trang DeAn.",
    ]


def test_without_a_pdf_none_is_told_of() -> None:
    assert delivery.told(replace(outgoing(), pages=0))[0] == "x: 12 công thức đã chứng minh lại."


def test_doubts_are_told() -> None:
    assert delivery.told(replace(outgoing(), doubts=("khác",)))[2:] == ["  khác"]


def test_a_mail_without_an_address_is_told_of() -> None:
    nobody = replace(outgoing(), mail=mail(to=(), cc=()))
    assert "chưa có địa chỉ" in delivery.told(nobody)[2]
