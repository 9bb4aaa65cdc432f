"""A command that is stopped, killed, started without streams, or given odd names: a sentence, and
nothing is left behind.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults.plans import write_plan
from workbook_tools.machine.leftovers import clear, prefix, temporary_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

MODULE = [sys.executable, "-m", "workbook_tools"]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan that takes a second or more to build."""
    path = tmp_path_factory.mktemp("plan") / "kế hoạch.xlsx"
    write_plan(path, 3000)
    return path


def environment(folder: Path) -> dict[str, str]:
    """Temporary files and the state go into a folder of the test."""
    (folder / "tmp").mkdir(exist_ok=True)
    own = {"TMPDIR": str(folder / "tmp"), "KEHOACH_STATE": str(folder / "state")}
    return {**os.environ, **own}


def started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*MODULE, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(folder),
        cwd=folder,
    )


def hears(process: subprocess.Popen[str]) -> bool:
    """Whether the command has come so far as to hear that it is to stop; until then Python itself
    is being started, which ends as it likes.
    """
    if sys.platform != "linux":
        return True
    lines = Path(f"/proc/{process.pid}/status").read_text("ascii").splitlines()
    caught = next((int(line.split()[1], 16) for line in lines if line.startswith("SigCgt")), 0)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def left(folder: Path) -> list[str]:
    """What lies in the folder and its temporary one."""
    return sorted(entry.name for place in (folder, folder / "tmp") for entry in place.iterdir())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("after", [0.0, 0.3, 0.6, 1.0])
def test_a_command_that_is_stopped_says_a_line_and_leaves_nothing(
    tmp_path: Path, plan: Path, number: signal.Signals, after: float
) -> None:
    process = started(tmp_path, "build", str(plan), "-o", "out.xlsx")
    while not hears(process) and process.poll() is None:
        time.sleep(0.01)
    began = time.monotonic()
    while time.monotonic() - began < after and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(number)
    err = process.communicate(timeout=20)[1]
    if process.returncode == 2:
        assert err.strip().count("\n") == 0 and "dừng theo yêu cầu" in err
    else:
        assert (process.returncode, err) == (0, "")
    assert [name for name in left(tmp_path) if name not in ("tmp", "state", "out.xlsx")] == []


STOPPED_WHILE_LOADING = """
import os, signal, sys
if int(sys.argv[2]) == signal.SIGINT:  # a suite in the background has it taken away
    signal.signal(signal.SIGINT, signal.default_int_handler)
from workbook_tools import __main__

class Finder:
    def find_spec(self, name, *rest):
        if name == module:
            os.kill(os.getpid(), int(number))

module, number = sys.argv[1:]
sys.meta_path.insert(0, Finder())
sys.argv[1:] = ["check", "none.xlsx"]
__main__.run()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("module", ["workbook_tools.cli", "argparse", "workbook_tools.error_kinds"])
def test_a_command_that_is_stopped_while_it_loads_says_a_line(
    tmp_path: Path, number: signal.Signals, module: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_LOADING, module, str(int(number))],
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path),
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Đã dừng theo yêu cầu") and done.stderr.count("\n") == 1


def test_what_is_not_to_stop_a_command_does_not(tmp_path: Path) -> None:
    """As under ``nohup``, which takes the signal away."""
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_LOADING, "argparse", str(int(signal.SIGHUP))],
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path),
        cwd=tmp_path,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    assert done.returncode == 2 and "none.xlsx" in done.stderr


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path: Path, plan: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / f".kehoach-{gone.pid}-abcd1234.tmp").write_bytes(b"x")
    environment(tmp_path)
    (tmp_path / "tmp" / f"kehoach-{gone.pid}-abcd1234").mkdir()
    other = tmp_path / f".kehoach-{os.getpid()}-abcd1234.tmp"
    other.write_bytes(b"x")
    process = started(tmp_path, "new", "moi.xlsx", "--province", "Huế", "--year", "2027")
    process.communicate()
    assert left(tmp_path) == sorted({other.name, "moi.xlsx", "tmp", f"kehoach-{gone.pid}-abcd1234"})
    clear(tmp_path / "tmp")
    assert left(tmp_path) == sorted({other.name, "moi.xlsx", "tmp"})


def test_a_temporary_folder_is_this_processs_own_and_goes() -> None:
    with temporary_folder() as folder:
        assert Path(folder).name.startswith(prefix())
    assert not Path(folder).exists()


def test_a_killed_build_leaves_the_old_file_whole_and_the_next_one_clears(
    tmp_path: Path, plan: Path
) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"")
    for after in (0.4, 0.8, 1.2, 1.6):
        process = started(tmp_path, "build", str(plan), "-o", "out.xlsx")
        time.sleep(after)
        process.kill()
        process.communicate()
        assert out.stat().st_size == 0 or out.read_bytes()[:2] == b"PK"
    process = started(tmp_path, "build", str(plan), "-o", "out.xlsx")
    process.communicate()
    assert process.returncode == 0
    assert set(left(tmp_path)) <= {"out.xlsx", "tmp", "state"}


# ------------------------------------------------------------------------------------------ streams


def shell(folder: Path, line: str, plan: Path) -> int:
    """The exit status of a line of the shell; ``$K`` is the command, ``$P`` a small plan."""
    own = environment(folder) | {"K": " ".join(MODULE), "P": str(plan)}
    return subprocess.run(["/bin/sh", "-c", line], env=own, cwd=folder, check=False).returncode


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of a few rows."""
    path = tmp_path_factory.mktemp("small") / "k.xlsx"
    write_plan(path, 5)
    return path


@pytest.mark.parametrize(
    "streams", [">&- 2>&- <&-", ">/dev/full 2>/dev/full", "| head -c 0", ">&-", "2>&-", "<&-"]
)
def test_whatever_becomes_of_the_streams_the_work_is_done(
    tmp_path: Path, small: Path, streams: str
) -> None:
    status = shell(tmp_path, f'$K build "$P" -o out.xlsx {streams}', small)
    assert status == 0 and (tmp_path / "out.xlsx").read_bytes()[:2] == b"PK"


# -------------------------------------------------------------------------------------- odd names


def said(folder: Path, arguments: Sequence[str], **own: str) -> tuple[int, str]:
    """Exit status and what was said as an error."""
    done = subprocess.run(
        [*MODULE, *arguments],
        env=environment(folder) | own,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "."],
        ["build", ""],
        ["check", " "],
        ["build", "folder"],
        ["build", "pipe.xlsx"],
        ["build", "zero.xlsx"],
        ["build", "a" * 250 + ".xlsx"],
        ["build", "k.xlsx", "-o", "folder.xlsx"],
        ["build", "k.xlsx", "-o", "pipe.xlsx"],
        ["build", "k.xlsx", "-o", ""],
        ["build", "k.xlsx", "-o", "a" * 250 + ".xlsx"],
        ["build", "k.xlsx", "--report", "folder.xlsx"],
        ["build", "k.xlsx", "--template", "folder.xlsx"],
        ["send", "k.xlsx", "--max-mb", "nan"],
        ["send", "k.xlsx", "--max-mb", "-1"],
        ["send", "k.xlsx", "--max-mb", "inf"],
    ],
    ids=lambda given: " ".join(given)[:40],
)
def test_an_odd_name_is_a_sentence(tmp_path: Path, small: Path, arguments: list[str]) -> None:
    for name in ("folder", "folder.xlsx"):
        (tmp_path / name).mkdir()
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "zero.xlsx").symlink_to("/dev/zero")
    (tmp_path / "k.xlsx").write_bytes(small.read_bytes())
    before = {entry.name for entry in tmp_path.iterdir()}
    status, error = said(tmp_path, arguments)
    assert status == 2 and error.strip().count("\n") == 0
    assert "K912" not in error and "Traceback" not in error
    assert {entry.name for entry in tmp_path.iterdir()} - before <= {"tmp", "state"}


def test_a_home_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    status, error = said(tmp_path, ["sent"], KEHOACH_STATE=str(tmp_path / "file" / "in"))
    assert status == 2 and "KEHOACH_STATE" in error


def test_without_a_home_and_with_another_language_it_works(tmp_path: Path, small: Path) -> None:
    own = {"HOME": "/khong-co", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    assert said(tmp_path, ["check", str(small)], **own) == (0, "")


def test_a_missing_temporary_folder_is_no_hindrance(tmp_path: Path, small: Path) -> None:
    status, error = said(tmp_path, ["build", str(small), "-o", "o.xlsx"], TMPDIR="/khong-co")
    assert (status, error) == (0, "")


def test_a_workbook_that_was_written_is_told_though_its_report_fails(
    tmp_path: Path, small: Path
) -> None:
    target = tmp_path / "o.xlsx"
    done = subprocess.run(
        [*MODULE, "build", str(small), "-o", str(target), "--report", "nowhere/r.json"],
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and target.exists()
    assert "Đã lập" in done.stdout and "r.json" in done.stderr
