"""How what goes out is handed over: which orders contradict themselves, and what is told when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.send.workbooks import finished
from workbook_tools.errors import InputError
from workbook_tools.jobs.hand_over import Way, draft_folder, refuse_contradictions, send_file
from workbook_tools.jobs.send import Choices
from workbook_tools.send.sent_log import SentLog

NO_PDF = Choices(pdf=False)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "PhuLuc_ke-hoach.xlsx"
    file.write_bytes(finished().data)
    return file


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        (Way(smtp="mail.vn"), "--smtp cần --from"),
        (Way(smtp="mail.vn", sender="không phải thư"), "--from"),
        (Way(smtp="mail.vn", sender="a@b.vn", draft=Path("x")), "Chỉ chọn một"),
    ],
)
def test_an_order_that_contradicts_itself_is_refused(way: Way, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        refuse_contradictions(way)


@pytest.mark.parametrize("way", [Way(), Way(draft=Path("x")), Way(smtp="mail.vn", sender="a@b.vn")])
def test_an_order_that_can_be_followed_is_not(way: Way) -> None:
    refuse_contradictions(way)


def test_it_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Chỉ chọn một"):
        way = Way(smtp="mail.vn", sender="a@b.vn", draft=tmp_path)
        send_file(tmp_path / "khong-co.xlsx", NO_PDF, way, print)


def test_what_was_made_is_told_before_where_it_went(workbook: Path, tmp_path: Path) -> None:
    told: list[str] = []
    send_file(workbook, NO_PDF, Way(draft=tmp_path / "thu"), told.append)
    made, *_, went = told
    assert not any("\n" in line for line in told)
    assert "công thức đã kiểm chứng lại" in made and went.startswith("Đã ghi thư nháp ")


def test_a_draft_in_a_folder_may_be_written_again(workbook: Path, tmp_path: Path) -> None:
    for _ in range(2):
        send_file(workbook, NO_PDF, Way(draft=tmp_path / "thu"), lambda said: None)
    assert [entry.state for entry in SentLog().entries()] == ["draft", "draft"]


def test_a_draft_does_not_replace_the_workbook_it_came_from(tmp_path: Path) -> None:
    file = tmp_path / "ban-gui.xlsx"
    file.write_bytes(before := finished().data)
    choices = Choices(pdf=False, pattern="ban-gui")
    with pytest.raises(InputError, match="K12"):
        send_file(file, choices, Way(draft=tmp_path), lambda said: None)
    assert file.read_bytes() == before and list(tmp_path.glob("*.eml")) == []


def test_without_folder_and_server_a_draft_is_opened(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "workbook_tools.send.delivery.open_draft", lambda file, start: opened.append(file)
    )
    send_file(workbook, NO_PDF, Way(), lambda said: None)
    assert [file.parent for file in opened] == [draft_folder()]


def test_what_was_opened_before_is_opened_again_only_when_that_is_asked(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "workbook_tools.send.delivery.open_draft", lambda file, start: opened.append(file)
    )
    send_file(workbook, NO_PDF, Way(), lambda said: None)
    with pytest.raises(InputError, match="--again"):
        send_file(workbook, NO_PDF, Way(), lambda said: None)
    send_file(workbook, NO_PDF, Way(again=True), lambda said: None)
    assert len(opened) == 2
