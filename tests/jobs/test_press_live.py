"""Presses on a LibreOffice with real windows, while keys are struck."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.host.office import Office
from tests.plans import SMALL, line, plan_file
from workbook_tools import ribbon
from workbook_tools.host.uno_bridge import load_uno
from workbook_tools.jobs import press
from workbook_tools.jobs.build import build_workbook

pytestmark = [pytest.mark.judge("keys"), pytest.mark.xdist_group("office")]


class Desk:
    """A display with a LibreOffice on it, and a hand at its keyboard."""

    def __init__(self, folder: Path) -> None:
        reading, writing = os.pipe()
        self.screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x700x24"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self.display = f":{told.readline().strip()}"
        self.office = Office(folder, f"kehoach_live_{os.getpid()}", self.display)

    def opened(self, path: Path, rows: Sequence[dict[str, Any]] = SMALL) -> Any:
        """The plan, open and in front, its sheet of projects shown."""
        path.write_bytes(plan_file(rows))
        book = self.office.app.books.open(str(path))
        book.sheets["DeAn"].activate()
        self.hand("search", "--sync", "--onlyvisible", "--name", path.name, "windowfocus")
        return book

    def hand(self, *words: str) -> None:
        subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self.display},
            check=True,
            capture_output=True,
            timeout=30,
        )

    def typed(self, book: Any, cell: str, *keys: str) -> None:
        """Strike keys in a cell; they have arrived when this returns."""
        book.sheets["DeAn"].range(cell).select()
        self.hand("key", *keys)
        book.api.getCurrentController().getFrame().getContainerWindow().getToolkit()
        self.office.engine.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.office.engine.context
        ).processEventsToIdle()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    held = Desk(tmp_path_factory.mktemp("desk"))
    yield held
    held.office.stop()
    held.screen.terminate()
    held.screen.wait(10)


@pytest.fixture(autouse=True)
def state(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    yield
    desk.office.close_all()


def test_a_cell_in_edit_is_entered_before_a_press(desk: Desk, told: Any, tmp_path: Path) -> None:
    book = desk.opened(tmp_path / "go.xlsx")
    desk.typed(book, "J5", "3", "1")
    assert book.sheets["DeAn"].range("J5").value != 31, "not yet entered"
    ribbon.build()
    shown = desk.office.app.books.active
    assert shown.sheets["DeAn"].range("J5").value == 31
    assert shown.names["TongCong_KP"].refers_to_range.value == 196 and told.troubles == []


def test_keys_during_a_press_reach_no_cell_and_no_button(
    desk: Desk, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = desk.opened(tmp_path / "giu.xlsx")

    def typing(*arguments: Any, **options: Any) -> Any:
        desk.typed(book, "P2", "7", "Return", "ctrl+z", "ctrl+w")
        return build_workbook(*arguments, **options)

    monkeypatch.setattr(press, "build_workbook", typing)
    ribbon.build()
    shown = desk.office.app.books.active
    assert shown.sheets["DeAn"].range("P2").value is None and told.troubles == []
    desk.typed(shown, "P2", "7", "Return")
    assert shown.sheets["DeAn"].range("P2").value == 7


def test_a_check_takes_the_cell_in_edit_too(desk: Desk, told: Any, tmp_path: Path) -> None:
    book = desk.opened(tmp_path / "kiem.xlsx")
    before = (tmp_path / "kiem.xlsx").read_bytes()
    desk.typed(book, "I2", "9")
    ribbon.check()
    assert "Lỗi A02 ở DeAn!I2" in told.texts[-1]
    assert (tmp_path / "kiem.xlsx").read_bytes() == before


@contextmanager
def kept_open(document: Any) -> Iterator[list[bool]]:
    """A listener of another extension lets nobody close a document meanwhile; gives whether it was
    asked to close it itself, later, each time.
    """
    load_uno()
    import unohelper
    from com.sun.star.util import CloseVetoException, XCloseListener

    asked: list[bool] = []

    def query(listener: Any, event: Any, owned: bool) -> None:
        asked.append(owned)
        raise CloseVetoException("not now", None)

    def unheard(listener: Any, event: Any) -> None: ...

    members = {"queryClosing": query, "notifyClosing": unheard, "disposing": unheard}
    kind: Any = type("Refusing", (unohelper.Base, XCloseListener), members)
    refusing = kind()
    document.addCloseListener(refusing)
    try:
        yield asked
    finally:
        document.removeCloseListener(refusing)


@pytest.mark.parametrize("button", ["build", "clear_flags", "undo"])
def test_a_workbook_that_another_keeps_open_stays_with_its_edits(
    desk: Desk, told: Any, tmp_path: Path, button: str
) -> None:
    path = tmp_path / "mo.xlsx"
    desk.opened(path, [line("Mục", "I", total=200), *SMALL[1:]])
    ribbon.build()
    book = desk.office.app.books.active
    book.sheets["DeAn"].activate()
    before = path.read_bytes()
    desk.typed(book, "J5", "3", "1", "Return")
    with kept_open(book.api) as asked:
        getattr(ribbon, button)()
        assert "K616" in told.texts[-1]
        assert asked == [False], "it stays ours to close"
        assert book.sheets["DeAn"].range("J5").value == 31 and book.api.isModified()
        desk.typed(book, "P2", "7", "Return")
        assert book.sheets["DeAn"].range("P2").value == 7
        assert path.read_bytes() == before and list(tmp_path.glob("*mo*.xlsx")) == [path]
    getattr(ribbon, button)()
    assert sum("K616" in text for text in told.texts) == 1
    assert list(tmp_path.glob("*chưa lưu*")) == []
