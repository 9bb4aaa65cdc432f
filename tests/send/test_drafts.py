"""A draft in front of a person: files in a folder, Outlook's window, the system's mail program."""

from __future__ import annotations

import email
import subprocess
import sys
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from tests.send.mails import XLSX, mail
from workbook_tools import InputError
from workbook_tools.send.drafts import open_draft, outlook, outlook_draft, write_draft
from workbook_tools.send.mail import Attachment


class Strict:
    """An object that has the members given, and refuses every other, as a COM object does."""

    def __init__(self, *members: str, **methods: Any) -> None:
        object.__setattr__(self, "allowed", {*members, *methods})
        object.__setattr__(self, "held", dict(methods))

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.allowed:
            raise AttributeError(name)
        self.held[name] = value

    def __getattr__(self, name: str) -> Any:
        if name not in self.allowed:
            raise AttributeError(name)
        return self.held[name]


class Window:
    """Outlook with one draft; ``calls`` is what was asked of it, in order."""

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.item = Strict(
            "To",
            "CC",
            "Subject",
            "HTMLBody",
            "Attachments",
            Save=lambda: self.calls.append("Save"),
            Display=lambda: self.calls.append("Display"),
        )
        self.item.Attachments = Strict(Add=lambda path: self.calls.append(Path(path).read_bytes()))

    @property
    def application(self) -> Strict:
        return Strict(CreateItem=self.create)

    def create(self, kind: int) -> Strict:
        self.calls.append(kind)
        return self.item


def files(folder: Path) -> list[Path]:
    return [folder / held.name for held in mail().attachments]


# -------------------------------------------------------------------------------- files in a folder


def test_a_draft_lies_beside_its_attachments(tmp_path: Path) -> None:
    file = write_draft(mail(), tmp_path, "thư nháp")
    assert file == tmp_path / "thư nháp.eml" and files(tmp_path)[0].read_bytes() == XLSX


def test_a_draft_is_marked_unsent(tmp_path: Path) -> None:
    file = write_draft(mail(), tmp_path, "x")
    assert email.message_from_bytes(file.read_bytes(), policy=default)["X-Unsent"] == "1"


def test_the_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    assert write_draft(mail(), tmp_path / "thư/nháp", "x").exists()


def test_a_draft_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    write_draft(mail(subject="Cũ"), tmp_path, "x")
    write_draft(mail(subject="Mới", attachments=(Attachment("b.xlsx", b"2"),)), tmp_path, "x")
    found = email.message_from_bytes((tmp_path / "x.eml").read_bytes(), policy=default)
    assert found["Subject"] == "Mới"


# ------------------------------------------------------------------------------------------ Outlook


def test_outlook_is_asked_only_for_what_it_has(tmp_path: Path) -> None:
    window = Window()
    write_draft(mail(), tmp_path, "x")
    outlook_draft(window.application, mail(), files(tmp_path))
    assert window.calls == [0, XLSX, "Save", "Display"]


def test_outlooks_draft_says_what_the_mail_says(tmp_path: Path) -> None:
    window = Window()
    write_draft(mail(), tmp_path, "x")
    outlook_draft(window.application, mail(), files(tmp_path))
    assert (window.item.To, window.item.CC) == ("so@congthuong.gov.vn", "tc@taichinh.gov.vn")
    assert (window.item.Subject, window.item.HTMLBody) == (mail().subject, mail().html)


def test_two_people_are_apart_by_a_semicolon() -> None:
    window = Window()
    outlook_draft(window.application, mail(to=(("A", "a@b.vn"), ("C", "c@d.vn"))), [])
    assert window.item.To == "a@b.vn; c@d.vn"


def test_an_outlook_that_refuses_is_a_sentence() -> None:
    with pytest.raises(InputError, match="Outlook không mở được thư nháp"):
        outlook_draft(Strict(), mail(), [])


def test_an_attachment_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Outlook không mở được thư nháp"):
        outlook_draft(Window().application, mail(), files(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="there may be an Outlook on Windows")
def test_elsewhere_there_is_no_outlook() -> None:
    assert outlook() is None


# ------------------------------------------------------------------------ the system's mail program


def test_a_draft_is_opened_by_the_systems_program(tmp_path: Path) -> None:
    opened: list[str] = []
    open_draft(tmp_path / "x.eml", opened.append)
    assert opened == [str(tmp_path / "x.eml")]


@pytest.mark.parametrize(
    "error", [OSError("x"), subprocess.CalledProcessError(3, "xdg-open"), FileNotFoundError("x")]
)
def test_a_program_that_is_not_there_is_a_sentence(tmp_path: Path, error: Exception) -> None:
    def refuse(path: str) -> None:
        raise error

    with pytest.raises(InputError, match="mở tệp đó bằng tay"):
        open_draft(tmp_path / "x.eml", refuse)
