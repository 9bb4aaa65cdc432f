"""Nhập biểu cũ, pressed in a real LibreOffice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.host.office import Office
from tests.jobs.test_import_table import ROWS, book, table
from tests.plans import SMALL, plan_file
from workbook_tools import ribbon
from workbook_tools.host import choosing
from workbook_tools.read.plan_reader import read_plan

pytestmark = [pytest.mark.judge("libreoffice"), pytest.mark.xdist_group("office")]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def opened(office: Office, path: Path, data: bytes) -> Any:
    path.write_bytes(data)
    return office.app.books.open(str(path))


def test_the_open_workbook_with_its_edits(office: Office, told: Any, tmp_path: Path) -> None:
    data = table()
    before = opened(office, tmp_path / "bieu.xlsx", data)
    before.sheets["Biểu 2"].range("E9").value = 351
    ribbon.import_old()
    made = tmp_path / "KeHoach_bieu.xlsx"
    plan = read_plan(made)
    assert plan.stated is not None and plan.stated.stated.total == 351
    assert office.app.books.active.name == made.name
    assert {"DeAn", "NhapLieu"} <= {sheet.name for sheet in office.app.books.active.sheets}
    assert told.said[0][1] == "yes_no_cancel"
    assert f"Đã nhập vào {made}: 3 đề án, tổng 350 triệu đồng" in told.texts[-1]
    assert (tmp_path / "bieu.xlsx").read_bytes() == data


def test_a_second_press_takes_another_name(office: Office, told: Any, tmp_path: Path) -> None:
    shown = opened(office, tmp_path / "bieu.xlsx", table())
    ribbon.import_old()
    shown.activate()
    ribbon.import_old()
    assert (tmp_path / "KeHoach_bieu (2).xlsx").exists()


def test_a_chosen_file(
    office: Office, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(office, tmp_path / "khac.xlsx", book(("A", [["trống"]])))
    chosen = tmp_path / "Biểu cũ.txt"
    lines = ["\t".join("" if v is None else str(v) for v in row) for row in ROWS]
    heading = "TT\tTên đề án\tĐơn vị thực hiện\tThời gian thực hiện\tTổng KP\tKCQG\tNS tỉnh"
    heading += "\tVốn đối ứng\tĐịa bàn\tGhi chú"
    chosen.write_text("\n".join(["NĂM 2026", "ĐVT: triệu đồng", heading, *lines]), "utf-8")
    monkeypatch.setattr(choosing, "_in_libreoffice", lambda context: chosen)
    told.answers.append("no")
    ribbon.import_old()
    assert read_plan(tmp_path / "KeHoach_Biểu cũ.xlsx").total == 350


@pytest.mark.parametrize("answers", [["cancel"], ["no"]])
def test_nothing_is_done_where_nothing_is_chosen(
    office: Office,
    told: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[str],
) -> None:
    opened(office, tmp_path / "bieu.xlsx", table())
    monkeypatch.setattr(choosing, "_in_libreoffice", lambda context: None)
    told.answers.extend(answers)
    ribbon.import_old()
    assert len(told.texts) == 1
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["bieu.xlsx"]


def test_what_is_no_table_is_told(office: Office, told: Any, tmp_path: Path) -> None:
    opened(office, tmp_path / "ke-hoach.xlsx", plan_file(SMALL))
    ribbon.import_old()
    assert "đã là sổ kế hoạch" in told.texts[-1] and "(K329)" in told.texts[-1]
    assert not list(tmp_path.glob("KeHoach_*"))


def test_the_address_of_a_chosen_file() -> None:
    assert choosing._path("file:///tmp/Bi%E1%BB%83u%20c%C5%A9.xls") == Path("/tmp/Biểu cũ.xls")


def test_the_dialog_of_libreoffice_is_there(office: Office) -> None:
    context = office.engine.context
    picker = context.ServiceManager.createInstanceWithContext(choosing._PICKER, context)
    picker.setTitle(choosing._TITLE)
    picker.appendFilter("Biểu", choosing._KINDS)
    assert picker.getCurrentFilter() in ("", "Biểu")
