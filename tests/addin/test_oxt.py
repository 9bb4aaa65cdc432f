"""The extension for LibreOffice, installed into a profile of its own, its buttons pressed in the
running program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from tests.addin.pressing import Machine, press
from tests.host.looks import differences
from tests.host.office import Office
from tests.plans import SMALL, plan_file
from workbook_tools import ribbon
from workbook_tools.addin import unopkg
from workbook_tools.addin.oxt import SERVICE, buttons, extension
from workbook_tools.addin.xlam import addin
from workbook_tools.host.edits import GENERATED
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import source_of

OOR = "{http://openoffice.org/2001/registry}"


def test_the_extension_has_the_ribbons_buttons() -> None:
    with zipfile.ZipFile(BytesIO(extension())) as archive:
        addons = etree.fromstring(archive.read("Addons.xcu"))
        assert SERVICE in archive.read("libreoffice_buttons.py").decode()
        etree.fromstring(archive.read("META-INF/manifest.xml"))
        etree.fromstring(archive.read("description.xml"))
    ready = [
        (f"service:{SERVICE}?{name}", label) for name, label, is_ready in buttons() if is_ready
    ]
    for bar in ("OfficeMenuBar", "OfficeToolBar"):
        node = next(n for n in addons.iter("node") if n.get(f"{OOR}name") == bar)
        urls = [p.findtext("value") for p in node.iter("prop") if p.get(f"{OOR}name") == "URL"]
        titles = [p.findtext("value") for p in node.iter("prop") if p.get(f"{OOR}name") == "Title"][
            -len(ready) :
        ]
        assert list(zip(urls, titles, strict=True)) == ready
    assert extension() == extension()


@pytest.mark.judge("libreoffice")
@pytest.mark.xdist_group("office")
def test_a_button_of_the_extension_builds_the_open_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    profile = f"file://{tmp_path}/profile"
    assert "đã cài" in unopkg.act("install", profile)[0]
    assert json.loads((tmp_path / "state/libreoffice.json").read_text("utf-8")) == {
        "python": sys.executable
    }
    assert "đã cài tiện ích mở rộng; Python ghi ở" in unopkg.act("status", profile)[0]
    office = Office(tmp_path, f"kehoach_oxt_{os.getpid()}")
    try:
        path = tmp_path / "Kế hoạch.xlsx"
        path.write_bytes(plan_file(SMALL))
        office.app.books.open(str(path))
        manager = office.engine.context.ServiceManager
        manager.createInstanceWithContext(SERVICE, office.engine.context).trigger("build")
        deadline = time.monotonic() + 60
        while (
            not list((tmp_path / "state").glob("hoan-tac/*/lan-cuoi*"))
            and time.monotonic() < deadline
        ):
            # the button runs in a process of its own and keeps the press when all is open again
            time.sleep(0.2)
        assert _has_sheet(office, "PhuLuc")
    finally:
        office.stop()
    assert "đã gỡ" in unopkg.act("uninstall", profile)[0]
    assert (
        "chưa cài tiện ích mở rộng; chạy: kehoach addin install" in unopkg.act("status", profile)[0]
    )


def _has_sheet(office: Office, name: str) -> bool:
    books = list(office.app.books)
    return bool(books) and name in [sheet.name for sheet in books[0].sheets]


@pytest.mark.judge("libreoffice")
@pytest.mark.xdist_group("office")
def test_from_button_to_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The callback runs in a VBA interpreter out of the built add-in; the button that it names
    runs on a live workbook.
    """
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    file = tmp_path / "KhuyenCong.xlam"
    file.write_bytes(addin())
    office = Office(tmp_path, f"kehoach_vba_{os.getpid()}")
    try:
        path = tmp_path / "ke-hoach.xlsx"
        path.write_bytes(plan_file(SMALL))
        office.app.books.open(str(path))
        for name, sheets in (("build", True), ("check", True), ("undo", False)):
            ribbon.BUTTONS[_handed_over(file, name)]()
            assert _has_sheet(office, "PhuLuc") is sheets, name
            if name == "build":
                reference = tmp_path / "lenh.xlsx"
                build_workbook(source_of(plan_file(SMALL), "k.xlsx")).save(reference)
                live = office.app.books.active
                other = office.app.books.open(str(reference))
                assert differences(live.api, other.api, GENERATED) == {}
                other.close()
            if sheets:
                assert office.app.books.active.names["TongCong_KP"].refers_to_range.value == 195
    finally:
        office.stop()


def _handed_over(file: Path, name: str) -> str:
    """The button that a callback of the add-in names to the program that it starts."""
    machine = Machine()
    press(file, f"KhuyenCong_{name}", machine)
    ((command, _, _),) = machine.started
    return command.partition(" -m workbook_tools.ribbon ")[2].split()[0]


def test_one_button_as_a_process_says_where_it_finds_nobody() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "workbook_tools.ribbon", "build", "--pipe", "khong-co"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2 and "LibreOffice" in run.stderr and "Traceback" not in run.stderr
