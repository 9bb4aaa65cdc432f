"""Flags taken out of a file, to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans import SMALL, plan_file, project
from workbook_tools.errors import InputError
from workbook_tools.flags.flagging import unflagged
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.unflag import unflag_file
from workbook_tools.read.source import Source, source_of

WRONG = [*SMALL, project("2.2", 1, 2, 3, total=7)]


@pytest.fixture
def flagged(tmp_path: Path) -> Path:
    path = tmp_path / "k.xlsx"
    path.write_bytes(build_workbook(source_of(plan_file(WRONG), "k.xlsx")).data)
    return path


def test_the_workbook_itself_loses_its_flags(flagged: Path) -> None:
    clean = unflagged(source_of(flagged.read_bytes(), "k.xlsx")).data
    assert unflag_file(flagged) == f"Đã bỏ dấu kiểm tra: {flagged}"
    assert flagged.read_bytes() == clean


def test_another_file_is_written_and_the_workbook_stays(flagged: Path, tmp_path: Path) -> None:
    before = flagged.read_bytes()
    unflag_file(flagged, tmp_path / "x.xlsx")
    assert flagged.read_bytes() == before != (tmp_path / "x.xlsx").read_bytes()


def test_without_flags_nothing_is_written(tmp_path: Path) -> None:
    plan = tmp_path / "k.xlsx"
    plan.write_bytes(plan_file(SMALL))
    before = plan.stat().st_mtime_ns
    assert unflag_file(plan) == f"{plan} không có dấu kiểm tra nào."
    assert plan.stat().st_mtime_ns == before


def test_without_flags_the_other_file_is_a_copy(tmp_path: Path) -> None:
    plan = tmp_path / "k.xlsx"
    plan.write_bytes(plan_file(SMALL))
    unflag_file(plan, tmp_path / "x.xlsx")
    assert (tmp_path / "x.xlsx").read_bytes() == plan.read_bytes()


def test_another_kind_of_file_is_refused(flagged: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"phải có đuôi \.xlsx như sổ ban đầu"):
        unflag_file(flagged, tmp_path / "x.xlsm")


def test_a_file_that_is_there_already_is_not_written_over(flagged: Path, tmp_path: Path) -> None:
    other = tmp_path / "x.xlsx"
    other.write_bytes(b"mine")
    with pytest.raises(InputError, match="Đã có tệp"):
        unflag_file(flagged, other)
    assert other.read_bytes() == b"mine"


def test_the_workbook_under_another_name_is_the_workbook_itself(
    flagged: Path, tmp_path: Path
) -> None:
    link = tmp_path / "l.xlsx"
    link.symlink_to(flagged)
    clean = unflagged(source_of(flagged.read_bytes(), "k.xlsx")).data
    unflag_file(flagged, link)
    assert link.is_symlink() and flagged.read_bytes() == clean


def test_what_another_program_saved_meanwhile_is_not_lost(
    flagged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saved_meanwhile(source: Source) -> Source:
        flagged.write_bytes(b"saved by another program")
        return unflagged(source)

    monkeypatch.setattr("workbook_tools.jobs.unflag.unflagged", saved_meanwhile)
    with pytest.raises(InputError):
        unflag_file(flagged)
    assert flagged.read_bytes() == b"saved by another program"
