"""Excel found by its window; what is told where it shows no workbook. Excel itself is played."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from workbook_tools import ribbon
from workbook_tools.errors import InputError
from workbook_tools.host import excel


def app(book: Any, protected: object = None, engine: str = "excel") -> Any:
    """As much of an Excel as is asked for the workbook in front."""
    return SimpleNamespace(
        engine=SimpleNamespace(name=engine),
        api=SimpleNamespace(ActiveProtectedViewWindow=protected),
        books=SimpleNamespace(active=book),
    )


BOOK = SimpleNamespace(api=object())


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")


@pytest.mark.usefixtures("on_windows")
def test_the_workbook_in_front_is_taken() -> None:
    assert excel.book_in_front(app(BOOK)) is BOOK


@pytest.mark.usefixtures("on_windows")
@pytest.mark.parametrize("nothing", [None, SimpleNamespace(api=None)])
def test_no_workbook_is_a_sentence(nothing: Any) -> None:
    with pytest.raises(InputError, match="Chưa mở sổ tính nào"):
        excel.book_in_front(app(nothing))


@pytest.mark.usefixtures("on_windows")
def test_protected_view_is_a_sentence_though_another_workbook_lies_behind() -> None:
    with pytest.raises(InputError, match="Protected View"):
        excel.book_in_front(app(BOOK, protected=object()))


def test_the_process_of_the_window_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    apps = {77: "the one that was pressed", 78: "another"}
    monkeypatch.setattr(excel, "process_of", {4711: 77}.__getitem__)
    monkeypatch.setattr(excel, "xlwings_alone", lambda: SimpleNamespace(apps=apps))
    assert excel.attached(4711) == "the one that was pressed"


def test_an_excel_without_a_workbook_can_still_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "process_of", lambda hwnd: 77)
    monkeypatch.setattr(excel, "xlwings_alone", lambda: SimpleNamespace(apps={}))
    found = excel.attached(4711)
    assert isinstance(found, excel.BareExcel) and found.hwnd == 4711 and found.books.active is None


class Played(excel.BareExcel):
    """An Excel without a workbook, whose messages are kept."""

    said: list[tuple[str, str | None]]

    def alert(
        self, prompt: str, title: str = "", buttons: str = "ok", mode: str | None = None
    ) -> str:
        self.said.append((prompt, mode))
        return "ok"


def played() -> Played:
    held = Played(4711)
    held.said = []
    return held


@pytest.mark.parametrize("name", sorted(set(ribbon.BUTTONS) - {"new_plan", "help"}))
def test_every_button_that_needs_a_workbook_says_so(name: str) -> None:
    program = played()
    ribbon.BUTTONS[name](program)
    ((said, mode),) = program.said
    assert said.startswith("Chưa mở sổ tính nào") and mode == "critical"


def test_a_new_plan_needs_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str | Path] = []
    monkeypatch.setattr(excel, "open_file", shown.append)
    monkeypatch.setenv("HOME", str(tmp_path))
    program = played()
    ribbon.BUTTONS["new_plan"](program)
    ((said, mode),) = program.said
    (made,) = tmp_path.glob("KeHoach*.xlsx")
    assert shown == [str(made)] and said.startswith(f"Đã tạo {made}") and mode is None


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there, it may have an Excel")
@pytest.mark.parametrize(
    "words",
    [
        ["workbook_tools.ribbon", "build", "--host", "excel"],
        ["workbook_tools", "--host", "excel", "build"],
        ["workbook_tools", "--host", "excel", "check"],
        ["workbook_tools", "--host", "excel", "send"],
    ],
)
def test_without_excel_on_this_system_it_is_told(words: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2 and "không có Excel" in run.stderr
    assert run.stderr.count("\n") == 1 and run.stdout == ""


def test_nothing_is_taken_from_the_folder_of_a_workbook(tmp_path: Path) -> None:
    """As the add-in starts it, in a folder with files of those names beside the workbook."""
    for name in ("workbook_tools", "xlwings", "argparse", "sitecustomize", "lxml"):
        (tmp_path / f"{name}.py").write_text("open('started', 'w').close()\n")
    run = subprocess.run(
        [sys.executable, "-P", "-m", "workbook_tools.ribbon", "build", "--hwnd", "4711"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={"KEHOACH_STATE": str(tmp_path / "state"), "PYTHONPATH": _package_folder()},
    )
    assert run.returncode == 2 and "không có Excel" in run.stderr
    assert not (tmp_path / "started").exists()


def _package_folder() -> str:
    return str(Path(ribbon.__file__).resolve().parent.parent)


def test_the_folder_of_the_workbook_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(excel, "attached", lambda hwnd: played())
    assert ribbon.main(["check", "--hwnd", "4711"]) == 0
    assert Path.cwd() == Path(sys.executable).parent
