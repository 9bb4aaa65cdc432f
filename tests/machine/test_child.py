"""A function in a child process: what it gives comes back, and whatever it does stays there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from workbook_tools.machine.child import Bounds, ChildError, Reason, in_child

HERE = __name__


def pair(one: object, other: object) -> tuple[object, object]:
    return one, other


def spin() -> None:
    while True:
        pass


def grow() -> int:
    return len(bytearray(2 << 30))


def die() -> None:
    os._exit(7)


def fail() -> None:
    raise ValueError("no such thing")


def chat() -> str:
    print("noise")
    os.write(1, b"more noise")
    return "said"


def litter() -> str:
    handle, path = tempfile.mkstemp()
    os.close(handle)
    return path


def litter_and_spin(told: str) -> None:
    Path(told).write_text(litter(), "utf-8")
    spin()


def reason(name: str, *arguments: object, bounds: Bounds | None = None) -> Reason:
    with pytest.raises(ChildError) as caught:
        in_child(f"{HERE}:{name}", *arguments, bounds=bounds)
    return caught.value.reason


def test_plain_values_go_and_come_back_as_they_are() -> None:
    told = (0.1 + 0.2, {"Đ": [True, None, b"\x00"]})
    assert in_child(f"{HERE}:pair", *told) == told


def test_one_that_takes_too_long_is_ended_at_its_bound() -> None:
    began = time.monotonic()
    assert reason("spin", bounds=Bounds(seconds=1.5)) is Reason.TOO_LONG
    assert time.monotonic() - began < 10


def test_one_that_wants_too_much_memory_is_refused_it() -> None:
    assert reason("grow") is Reason.TOO_LARGE


def test_one_that_fails_says_that_it_cannot() -> None:
    assert reason("fail") is Reason.CANNOT


def test_one_that_ends_without_an_answer_has_died() -> None:
    assert reason("die") is Reason.DIED


def test_a_module_that_is_not_there_cannot_be_run() -> None:
    with pytest.raises(ChildError) as caught:
        in_child("no_such_module:nothing")
    assert caught.value.reason is Reason.CANNOT


def test_what_a_function_prints_does_not_mix_with_its_answer() -> None:
    assert in_child(f"{HERE}:chat") == "said"


def test_its_temporary_files_go_with_it() -> None:
    assert not os.path.exists(in_child(f"{HERE}:litter"))


def test_its_temporary_files_go_even_where_it_is_ended(tmp_path: Path) -> None:
    told = tmp_path / "told"
    assert reason("litter_and_spin", str(told), bounds=Bounds(seconds=3)) is Reason.TOO_LONG
    assert not os.path.exists(told.read_text("utf-8"))


def test_a_folder_of_the_same_name_is_not_taken_for_this_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "workbook_tools").mkdir()
    (tmp_path / "workbook_tools" / "__init__.py").write_text("raise SystemExit(3)", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert in_child("os.path:basename", "a/b") == "b"


def test_it_starts_from_a_program_without_standard_streams() -> None:
    root = str(Path(__file__).parents[2])
    code = (
        f"import sys; sys.path.insert(0, {root!r}); "
        "import os; [os.close(fd) for fd in (0, 1, 2)]; "
        "sys.stdin = sys.stdout = sys.stderr = None; "
        "from workbook_tools.machine.child import in_child; "
        "os._exit(5 if in_child('os.path:basename', 'a/b') == 'b' else 1)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 5
