"""What is never written over: what was given to read, another output, what is no report of ours."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.plans import SMALL, plan_file
from workbook_tools.cli import main
from workbook_tools.errors import InputError
from workbook_tools.machine.files import refuse_overwriting, write_whole


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "KeHoach.xlsx"
    file.write_bytes(plan_file(SMALL))
    return file


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("alias", ["KeHoach.xlsx", "./x/../KeHoach.xlsx", "link.xlsx", "hard.xlsx"])
def test_a_report_is_never_written_over_the_plan(plan: Path, command: str, alias: str) -> None:
    (plan.parent / "x").mkdir()
    (plan.parent / "link.xlsx").symlink_to(plan)
    os.link(plan, plan.parent / "hard.xlsx")
    before = plan.read_bytes()
    assert main([command, str(plan), "--report", str(plan.parent / alias)]) == 2
    assert plan.read_bytes() == before
    assert not (plan.parent / "PhuLuc_KeHoach.xlsx").exists()


def test_a_report_and_the_workbook_are_two_files(plan: Path) -> None:
    out = plan.parent / "ra.xlsx"
    assert main(["build", str(plan), "-o", str(out), "--report", str(out)]) == 2
    assert not out.exists()


@pytest.mark.parametrize("held", [b"mot bai tho", b'{"a": 1}', b"[]", b"\xff\xfe"])
def test_a_report_is_written_over_nothing_but_a_report(plan: Path, held: bytes) -> None:
    other = plan.parent / "ghi-chu.json"
    other.write_bytes(held)
    assert main(["check", str(plan), "--report", str(other)]) == 2
    assert other.read_bytes() == held


def test_a_report_of_ours_is_replaced(plan: Path) -> None:
    report = plan.parent / "bao-cao.json"
    assert main(["check", str(plan), "--report", str(report)]) == 0
    first = json.loads(report.read_text("utf-8"))
    assert main(["check", str(plan), "--report", str(report)]) == 0
    assert json.loads(report.read_text("utf-8")).keys() == first.keys()


def test_a_workbook_is_never_written_over_the_template(plan: Path) -> None:
    template = plan.parent / "Mau.xlsx"
    template.write_bytes(b"mau")
    call = ["build", str(plan), "-o", str(template), "--template", str(template)]
    assert main(call) == 2 and template.read_bytes() == b"mau"


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "that.xlsx", tmp_path / "link.xlsx"
    target.write_bytes(b"cu")
    link.symlink_to(target)
    write_whole(link, b"moi")
    assert link.is_symlink() and target.read_bytes() == b"moi"


def test_rights_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"cu")
    file.chmod(0o640)
    write_whole(file, b"moi")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_file_that_is_set_read_only_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"cu")
    file.chmod(0o444)
    with pytest.raises(InputError, match="chỉ đọc"):
        write_whole(file, b"moi")
    assert file.read_bytes() == b"cu"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong")
    for path in (tmp_path, tmp_path / "ong"):
        with pytest.raises(InputError, match="không phải tệp"):
            write_whole(path, b"moi")
    assert os.listdir(tmp_path) == ["ong"]


def test_names_that_are_not_there_yet_are_compared_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="trùng"):
        refuse_overwriting(tmp_path / "a.xlsx", tmp_path / "b" / ".." / "a.xlsx")
    refuse_overwriting(tmp_path / "a.xlsx", tmp_path / "b.xlsx", None)


@pytest.mark.parametrize("what", ["folder", "pipe", "/dev/zero"])
@pytest.mark.parametrize("command", [["build"], ["check"], ["unflag"], ["template", "lint"]])
def test_what_is_no_file_is_not_read(
    tmp_path: Path, command: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    path = what if what.startswith("/") else str(tmp_path / what)
    assert main([*command, path]) == 2
    assert "K" in capsys.readouterr().err
