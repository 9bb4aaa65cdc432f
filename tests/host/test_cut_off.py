"""What a press finds that comes after one which was ended while the workbook was closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook_tools.error_kinds import OPENED_AGAIN, PRESS_CUT_OFF
from workbook_tools.errors import InputError
from workbook_tools.host import replacing
from workbook_tools.host.replacing import refuse_cut_off
from workbook_tools.machine.state import Journal


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    path = tmp_path / "Kế hoạch.xlsx"
    path.write_bytes(b"saved")
    return path


def test_nothing_is_told_where_no_press_was_ended(plan: Path) -> None:
    refuse_cut_off(plan)
    assert [path.name for path in plan.parent.glob("*.xlsx")] == [plan.name]


def test_nothing_is_told_where_nothing_was_lost(plan: Path) -> None:
    Journal(plan).closing(b"saved")
    refuse_cut_off(plan)
    assert Journal(plan).cut_off() is None
    assert [path.name for path in plan.parent.glob("*.xlsx")] == [plan.name]


def test_a_copy_is_named_once(plan: Path) -> None:
    Journal(plan).closing(b"typed")
    with pytest.raises(InputError) as told:
        refuse_cut_off(plan)
    (copy,) = plan.parent.glob("* (chưa lưu *).xlsx")
    assert told.value.kind is PRESS_CUT_OFF and str(copy) in str(told.value)
    assert (copy.read_bytes(), plan.read_bytes()) == (b"typed", b"saved")
    refuse_cut_off(plan)


def test_where_no_copy_can_be_written_the_state_stays(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(plan).closing(b"typed")

    def full(path: Path, data: bytes) -> Path:
        raise OSError("full")

    with monkeypatch.context() as patch:
        patch.setattr(replacing, "written_beside", full)
        with pytest.raises(InputError) as told:
            refuse_cut_off(plan)
    assert told.value.kind is OPENED_AGAIN and Journal(plan).cut_off() == b"typed"
