"""Handing over: what went before is left out, and the log tells the truth of each ending."""

from __future__ import annotations

import stat
import sys
from dataclasses import replace
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
from workbook_tools.send.smtp import Note, Server, UnknownOutcome, send

TWO = (outgoing("một"), outgoing("hai", attachments=(Attachment("b.xlsx", b"2"),)))


@pytest.fixture
def log(tmp_path: Path) -> SentLog:
    return SentLog(tmp_path)


def ignore(said: str) -> None: ...


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
    done: list[str] = []
    delivery.drafts(TWO, tmp_path / "thu", log, done.append, "lý do")
    assert {file.name for file in (tmp_path / "thu").glob("*.eml")} == {"một.eml", "hai.eml"}
    assert [Path(line.removeprefix("Đã ghi thư nháp ")).name for line in done] == [
        "một.eml",
        "hai.eml",
    ]
    assert {(entry.state, entry.override) for entry in log.entries()} == {("draft", "lý do")}


def test_the_same_draft_is_written_once_more_without_a_word(log: SentLog, tmp_path: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        delivery.drafts(TWO[:1], tmp_path / "thu", log, said.append)
    assert len(list((tmp_path / "thu").iterdir())) == 2 and "giữ" not in "".join(said)


@pytest.mark.parametrize("name", ["một.eml", mail().attachments[0].name])
def test_another_file_of_the_same_name_is_kept_beside_and_told(
    log: SentLog, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"cua nguoi dung")
    said: list[str] = []
    delivery.drafts(TWO[:1], tmp_path, log, said.append)
    (aside,) = (file for file in tmp_path.iterdir() if file.read_bytes() == b"cua nguoi dung")
    assert aside.name != name and (tmp_path / name).is_file()
    assert said[0] == f"Đã có {name} khác trong thư mục; tệp cũ được giữ với tên {aside.name}"


def test_a_folder_of_the_drafts_name_is_a_sentence(log: SentLog, tmp_path: Path) -> None:
    (tmp_path / "một.eml").mkdir()
    with pytest.raises(InputError, match="tệp"):
        delivery.drafts(TWO[:1], tmp_path, log, ignore)
    assert (tmp_path / "một.eml").is_dir()


def test_an_opened_draft_may_have_gone(log: SentLog, tmp_path: Path) -> None:
    opened: list[str] = []
    said: list[str] = []
    delivery.open_drafts(TWO[:1], tmp_path, log, said.append, start=opened.append)
    assert opened == [str(tmp_path / "một.eml")] and "hãy xem lại" in said[0]
    assert states(log) == ["opened"]


def refuse(file: str) -> None:
    raise OSError(file)


def test_a_draft_that_could_not_be_opened_is_a_draft_in_the_log(
    log: SentLog, tmp_path: Path
) -> None:
    with pytest.raises(InputError):
        delivery.open_drafts(TWO, tmp_path, log, ignore, start=refuse)
    assert states(log) == ["draft"]


def test_a_draft_that_was_written_is_told_of_though_it_could_not_be_opened(
    log: SentLog, tmp_path: Path
) -> None:
    said: list[str] = []
    with pytest.raises(InputError):
        delivery.open_drafts(TWO, tmp_path, log, said.append, start=refuse)
    assert said == [f"Đã ghi thư nháp {tmp_path / 'một.eml'}, nhưng chưa mở."]


def test_a_draft_that_was_written_is_told_of_though_the_log_is_broken(
    log: SentLog, tmp_path: Path
) -> None:
    log.file.write_bytes(b"x" * 4096)
    said: list[str] = []
    with pytest.raises(InputError, match="K743"):
        delivery.drafts(TWO, tmp_path / "thu", log, said.append)
    assert said == [f"Đã ghi thư nháp {tmp_path / 'thu/một.eml'}"]


def test_no_draft_is_opened_that_cannot_be_logged(log: SentLog, tmp_path: Path) -> None:
    log.file.write_bytes(b"x" * 4096)
    opened: list[str] = []
    with pytest.raises(InputError, match="K743"):
        delivery.open_drafts(TWO, tmp_path / "thu", log, ignore, start=opened.append)
    assert opened == []


@pytest.mark.skipif(sys.platform == "win32", reason="there, rights are not modes")
def test_drafts_are_their_owners_alone(log: SentLog, tmp_path: Path) -> None:
    delivery.drafts(TWO, tmp_path / "thu", log, ignore)
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "thu").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "thu").stat().st_mode) == 0o700


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

    delivery.open_drafts(TWO[1:], tmp_path, log, ignore, application=Outlook())
    assert Outlook.item.files == [str(tmp_path.resolve() / "b.xlsx")]


# ------------------------------------------------------------------------------------------ sending


def goes(held: Mail, note: Note) -> None:
    note("sending")
    note("sent")


def by(where: Server) -> delivery.Send:
    return lambda held, note: send(held, where, SENDER, note)


def test_what_was_sent_is_said_and_logged(log: SentLog) -> None:
    said: list[str] = []
    delivery.send_all(TWO, goes, log, said.append)
    assert states(log) == ["sent", "sent"]
    assert said[0] == "Đã gửi một cho so@congthuong.gov.vn, tc@taichinh.gov.vn."


def test_each_is_told_of_once(log: SentLog) -> None:
    said: list[str] = []
    delivery.send_all(TWO, goes, log, said.append)
    assert len(said) == len(TWO)


def test_a_mail_stands_in_the_log_before_it_goes(log: SentLog) -> None:
    seen: list[list[str]] = []

    def look(held: Mail, note: Note) -> None:
        seen.append(states(log))
        note("sending")
        seen.append(states(log))

    delivery.send_all(TWO[:1], look, log, ignore)
    assert seen == [["starting"], ["sending"]]


def test_a_mail_that_the_server_refuses_has_failed(start: Start, log: SentLog) -> None:
    where = start(Post(refuse="so@congthuong.gov.vn"))
    with pytest.raises(InputError):
        delivery.send_all(TWO[:1], by(where), log, ignore)
    assert [(entry.state, bool(entry.note)) for entry in log.entries()] == [("failed", True)]


def test_a_mail_that_the_server_refuses_when_it_has_seen_it_has_failed(
    start: Start, log: SentLog
) -> None:
    where = start(Post(answer="554 No spam here"))
    with pytest.raises(InputError, match="K733"):
        delivery.send_all(TWO[:1], by(where), log, ignore)
    assert states(log) == ["failed"]


def test_a_mail_lost_on_its_way_is_not_called_a_failure(start: Start, log: SentLog) -> None:
    where = start(Post(lose="DATA"))
    with pytest.raises(UnknownOutcome):
        delivery.send_all(TWO[:1], by(where), log, ignore)
    assert [(entry.state, bool(entry.note)) for entry in log.entries()] == [("sending", True)]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, ValueError])
@pytest.mark.parametrize(
    ("reached", "state"), [((), "failed"), (("sending",), "sending"), (("sending", "sent"), "sent")]
)
def test_whatever_is_raised_the_log_is_true(
    log: SentLog, error: type[BaseException], reached: tuple[str, ...], state: str
) -> None:
    def breaks(held: Mail, note: Note) -> None:
        for one in reached:
            note(one)
        raise error

    with pytest.raises(error):
        delivery.send_all(TWO[:1], breaks, log, ignore)
    assert states(log) == [state]


def test_what_was_sent_is_told_whatever_is_raised_then(log: SentLog) -> None:
    def breaks(held: Mail, note: Note) -> None:
        goes(held, note)
        raise KeyboardInterrupt

    said: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        delivery.send_all(TWO[:1], breaks, log, said.append)
    assert len(said) == 1 and said[0].startswith("Đã gửi một")


def test_what_cannot_be_logged_does_not_go(log: SentLog) -> None:
    log.file.write_bytes(b"x" * 4096)
    went: list[Mail] = []
    with pytest.raises(InputError, match="K743"):
        delivery.send_all(TWO, lambda held, note: went.append(held), log, ignore)
    assert went == []


def test_a_log_that_breaks_on_the_way_keeps_the_mail_back(start: Start, log: SentLog) -> None:
    post = Post()
    where = start(post)

    def breaks(held: Mail, note: Note) -> None:
        log.file.write_bytes(b"x" * 4096)
        send(held, where, SENDER, note)

    with pytest.raises(InputError, match="K743"):
        delivery.send_all(TWO[:1], breaks, log, ignore)
    assert post.got == []


def test_what_was_sent_is_told_though_the_log_broke_meanwhile(log: SentLog) -> None:
    def breaks(held: Mail, note: Note) -> None:
        note("sending")
        log.file.write_bytes(b"x" * 4096)
        note("sent")

    said: list[str] = []
    delivery.send_all(TWO[:1], breaks, log, said.append)
    assert said[0].startswith("Nhật ký thư đã gửi chưa ghi được") and said[1].startswith(
        "Đã gửi một"
    )


def test_of_two_who_send_the_same_at_once_one_is_held_back(start: Start, log: SentLog) -> None:
    post = Post()
    where = start(post)

    def second(held: Mail, note: Note) -> None:
        delivery.send_all(TWO[:1], by(where), log, ignore)
        send(held, where, SENDER, note)

    with pytest.raises(InputError, match="K706"):
        delivery.send_all(TWO[:1], second, log, ignore)
    assert len(post.got) == 1 and sorted(states(log)) == ["failed", "sent"]


def test_again_is_not_held_back(start: Start, log: SentLog) -> None:
    post = Post()
    for _ in range(2):
        delivery.send_all(TWO[:1], by(start(post)), log, ignore, again=True)
    assert len(post.got) == 2


@pytest.mark.parametrize("state", ["starting", "failed", "draft"])
def test_what_has_reached_nobody_may_be_tried_again(log: SentLog, state: str) -> None:
    log.begin(TWO[0].mail, Plan(), state)
    assert delivery.without_repeats(TWO[:1], log) == ([TWO[0]], [])


def test_what_failed_may_be_tried_again(start: Start, log: SentLog) -> None:
    bad, good = start(Post(refuse="tc@taichinh.gov.vn")), Post()
    with pytest.raises(InputError):
        delivery.send_all([outgoing()], by(bad), log, ignore)
    rest, said = delivery.without_repeats([outgoing()], log)
    assert len(rest) == 1 and said == []
    delivery.send_all(rest, by(start(good)), log, ignore)
    assert len(good.got) == 1


def test_of_many_only_those_not_yet_sent_go_again(log: SentLog) -> None:
    went: list[Mail] = []

    def breaks(held: Mail, note: Note) -> None:
        if went:
            raise InputError("hỏng")
        went.append(held)

    with pytest.raises(InputError, match="hỏng"):
        delivery.send_all(TWO, breaks, log, ignore)
    rest, said = delivery.without_repeats(TWO, log)
    assert [part.name for part in rest] == ["hai"] and "bỏ qua" in said[0] and "một" in said[0]


def test_one_without_an_address_stops_all_before_any_goes(log: SentLog) -> None:
    went: list[Any] = []
    with pytest.raises(InputError, match="NoiNhan: chưa có địa chỉ nào cho hai"):
        parts = [outgoing(), outgoing("hai", to=(), cc=())]
        delivery.send_all(parts, lambda held, note: went.append(held), log, ignore)
    assert went == [] and log.entries() == ()


# ------------------------------------------------------------------------------------- what is said


def test_what_was_made_is_told() -> None:
    assert delivery.told(outgoing()) == [
        "x: 12 công thức đã kiểm chứng lại, PDF 3 trang.",
        "  Đã bỏ: các trang tính DeAn.",
    ]


def test_without_a_pdf_none_is_told_of() -> None:
    assert delivery.told(replace(outgoing(), pages=0))[0] == "x: 12 công thức đã kiểm chứng lại."


def test_doubts_are_told() -> None:
    assert delivery.told(replace(outgoing(), doubts=("khác",)))[2:] == ["  khác"]


def test_a_mail_without_an_address_is_told_of() -> None:
    nobody = replace(outgoing(), mail=mail(to=(), cc=()))
    assert "chưa có địa chỉ" in delivery.told(nobody)[2]
