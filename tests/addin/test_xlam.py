"""The add-in as built: sound for the SDK, its source the very text, ribbon and callbacks and Python
in step.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.workbook.defined_name import DefinedName
from pyopenvba.cfb import CFB
from pyopenvba.integrity import check_file
from pyopenvba.vba import decompress, parse_vba_project

from tests.addin.pressing import HWND, KEY, PYTHON, Machine, press
from tests.conftest import ROOT
from tests.judges import openxml
from workbook_tools import ribbon
from workbook_tools.addin.xlam import (
    MODULE,
    NO_CACHE,
    PROJECT,
    PROJECT_PART,
    RIBBON_PART,
    RIBBON_TYPE,
    addin,
    source,
)
from workbook_tools.cli import main
from workbook_tools.excel.package import open_package, relationships

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
SOURCE = (ROOT / "macros/RibbonKhuyenCong.bas").read_text("ascii")
SUBS = dict(
    re.findall(
        r"^Public Sub (\w+)\(control As IRibbonControl\)\n(.*?)^End Sub", SOURCE, re.M | re.S
    )
)
WORDS = """
AppleScriptTask Application As CLng ChrW CreateObject Description Dim Else End Err Error Exit For
Function GoTo Hwnd If Interactive Join Long Mac MsgBox Next Not Number On Option Popup
Private Raise RegRead Resume Run Split Step String Sub Then To True UBound With _
Failed Letters Press Tell at button code parts python text where why
"""
"""What the part of the module that acts may be made of: none of it reads a workbook, a file or the
environment, declares a function of Windows, or waits for an event.
"""

ALLOWED: dict[str, tuple[set[str], tuple[str, ...]]] = {
    "customUI": ({"onLoad", "loadImage"}, ("commands", "ribbon", "backstage", "contextMenus")),
    "ribbon": ({"startFromScratch"}, ("qat", "tabs", "contextualTabs")),
    "tabs": (set(), ("tab",)),
    "tab": (
        {
            "id",
            "idQ",
            "idMso",
            "tag",
            "label",
            "getLabel",
            "insertAfterMso",
            "insertBeforeMso",
            "insertAfterQ",
            "insertBeforeQ",
            "visible",
            "getVisible",
            "keytip",
            "getKeytip",
        },
        ("group",),
    ),
    "group": (
        {
            "id",
            "idQ",
            "idMso",
            "tag",
            "label",
            "getLabel",
            "image",
            "imageMso",
            "getImage",
            "screentip",
            "getScreentip",
            "supertip",
            "getSupertip",
            "visible",
            "getVisible",
            "keytip",
            "getKeytip",
            "autoScale",
            "centerVertically",
            "insertAfterMso",
            "insertBeforeMso",
            "insertAfterQ",
            "insertBeforeQ",
        },
        ("button", "separator"),
    ),
    "button": (
        {
            "id",
            "idQ",
            "idMso",
            "tag",
            "onAction",
            "enabled",
            "getEnabled",
            "label",
            "getLabel",
            "image",
            "imageMso",
            "getImage",
            "screentip",
            "getScreentip",
            "supertip",
            "getSupertip",
            "size",
            "getSize",
            "description",
            "getDescription",
            "showLabel",
            "getShowLabel",
            "showImage",
            "getShowImage",
            "visible",
            "getVisible",
            "keytip",
            "getKeytip",
            "insertAfterMso",
            "insertBeforeMso",
            "insertAfterQ",
            "insertBeforeQ",
        },
        (),
    ),
}
"""The elements of the published structure of customUI (MS-CUSTOMUI2) that a ribbon of buttons uses:
attributes, children.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("addin") / f"{PROJECT}.xlam"
    assert main(["addin", "build", "-o", str(file)]) == 0
    return file


def root() -> Any:
    return etree.parse(str(ROOT / "macros/customUI14.xml")).getroot()


def test_the_same_text_gives_the_same_bytes(built: Path) -> None:
    assert built.read_bytes() == addin()


@pytest.mark.judge("validator")
def test_the_sdk_finds_nothing(built: Path) -> None:
    assert openxml.sdk_errors([built]) == {str(built): []}


def test_its_storage_is_whole_for_pyopenvba(built: Path) -> None:
    assert check_file(built).issues == ()


def test_olevba_reads_back_the_very_source(built: Path) -> None:
    code = (
        "import json, sys; from oletools.olevba import VBA_Parser; "
        "found = VBA_Parser(sys.argv[1]).extract_macros(); "
        "print(json.dumps({name: text for _, _, name, text in found}))"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(built)],
        capture_output=True,
        text=True,
        check=True,
    )
    macros = json.loads(run.stdout.splitlines()[-1])
    found = {Path(name).stem: text.replace("\r\n", "\n") for name, text in macros.items()}
    assert {name for name, text in found.items() if _without_header(text)} == {MODULE}
    assert _without_header(found[MODULE]) == _without_header(SOURCE)


def _without_header(text: str) -> str:
    """A module's text without the attributes that every tool writes in its own way."""
    body = re.sub(r"\A(VERSION .*?\nEND\n)", "", text, flags=re.S)
    return "\n".join(line for line in body.split("\n") if not line.startswith("Attribute ")).strip()


def test_vba_is_ascii_and_each_callback_is_one_line() -> None:
    assert SOURCE.isascii() and source() == SOURCE.replace("\n", "\r\n")
    for name, body in SUBS.items():
        assert body.strip() == f'Press "{name.removeprefix("KhuyenCong_")}"'


def test_vba_knows_no_word_for_a_workbook_a_file_or_a_function_of_windows() -> None:
    acting = SOURCE[SOURCE.index("Private Sub Press") :]
    code = re.sub(r"'.*", "", re.sub(r'"[^"\n]*"', "", acting))
    assert set(re.findall(r"[A-Za-z_]\w*", code)) <= set(WORDS.split())
    assert set(re.findall(r'CreateObject\("(.*?)"\)', SOURCE)) == {"WScript.Shell"}


def streams(file: bytes) -> dict[str, bytes]:
    """Everything that lies in the add-in: parts, the streams inside the VBA project, and those that
    are packed unpacked.
    """
    found = {}
    with zipfile.ZipFile(BytesIO(file)) as archive:
        for name in archive.namelist():
            found[name] = archive.read(name)
    storage = CFB.from_bytes(found[PROJECT_PART])
    project = parse_vba_project(storage)
    for name in storage.list_streams_in_storage("VBA"):
        found[f"VBA/{name}"] = storage.get_stream_in_storage("VBA", name)
    found["VBA/dir, unpacked"] = decompress(found["VBA/dir"])
    for module in project.modules:
        found[f"{module.name}, unpacked"] = module.source.encode()
        assert module.text_offset == 0, "compiled code before the source"
    found["PROJECT"] = storage.get_stream("PROJECT")
    return found


def test_nothing_of_xlwings_is_in_the_add_in(built: Path) -> None:
    for name, data in streams(built.read_bytes()).items():
        for text in ("GetConfig", "xlwings", "RunPython", "INTERPRETER", "Declare "):
            for coded in (text.lower().encode(), text.lower().encode("utf-16-le")):
                assert coded not in data.lower(), name


def test_the_project_holds_no_compiled_code(built: Path) -> None:
    assert streams(built.read_bytes())["VBA/_VBA_PROJECT"] == NO_CACHE
    assert NO_CACHE == b"\xcc\x61\xff\xff\x00\x00\x00"


def test_author_and_names_are_the_projects_own(built: Path) -> None:
    held = streams(built.read_bytes())
    core = etree.fromstring(held["docProps/core.xml"])
    told = {etree.QName(element).localname: element.text for element in core}
    assert told["creator"] == told["lastModifiedBy"] == told["title"] == "Khuyến công"
    assert b'\nName="KhuyenCong"' in held["PROJECT"]
    for name, data in held.items():
        assert not re.search(rb"Users.|absPath|William", data), name
    assert b"VBAProject" not in held["PROJECT"] + held["VBA/dir, unpacked"]
    assert parse_vba_project(CFB.from_bytes(held[PROJECT_PART])).name == "KhuyenCong"


def test_ribbon_callbacks_and_functions_are_the_same_set() -> None:
    actions = {button.get("onAction") for button in root().iter(f"{UI}button")}
    assert actions == set(SUBS) == {f"KhuyenCong_{name}" for name in ribbon.BUTTONS}
    states = {
        value
        for element in root().iter()
        for name, value in element.attrib.items()
        if name.startswith("get")
    }
    assert states == set(), "no button is grey"


def test_every_function_says_what_its_button_is_called() -> None:
    for button in root().iter(f"{UI}button"):
        name = str(button.get("onAction")).removeprefix("KhuyenCong_")
        assert (ribbon.BUTTONS[name].__doc__ or "").startswith(f"{button.get('label')}:")
        assert (
            button.get("screentip")
            and button.get("supertip")
            and button.get("keytip")
            and button.get("imageMso")
        )


def test_the_ribbon_is_as_the_published_structure_asks() -> None:
    seen_ids, keytips = [], []
    for element in root().iter():
        name = etree.QName(element).localname
        attributes, children = ALLOWED[name]
        assert set(element.attrib) <= attributes, name
        order = [children.index(etree.QName(child).localname) for child in element]
        assert order == sorted(order)
        if name in ("tab", "group", "button"):
            assert sum(key in element.attrib for key in ("id", "idQ", "idMso")) == 1
            seen_ids.append(element.get("id"))
            assert re.fullmatch(r"[A-Za-z_]\w{0,62}", str(element.get("id")), re.ASCII)
        if name == "button":
            assert (
                not ({"label", "getLabel"} <= set(element.attrib))
                and len(str(element.get("supertip"))) <= 1024
            )
            assert element.get("size") in (None, "normal", "large")
            keytips.append(str(element.get("keytip")))
            assert re.fullmatch(r"[A-Z0-9]{1,3}", keytips[-1])
    assert len(seen_ids) == len(set(seen_ids)) and len(keytips) == len(set(keytips))


def test_the_ribbon_part_is_where_excel_looks(built: Path) -> None:
    package = open_package(built.read_bytes(), built.name)
    rel = next(rel for rel in relationships(package, "") if rel.type == RIBBON_TYPE)
    assert (
        rel.target == RIBBON_PART
        and package.read(RIBBON_PART) == (ROOT / "macros/customUI14.xml").read_bytes()
    )


STARTED = f'"{PYTHON}" -P -m workbook_tools.ribbon %s --hwnd {HWND}'
"""What a press starts, word for word."""

LOOKED_AT = [
    "CreateObject WScript.Shell",
    f"RegRead {KEY}",
    "Application.Hwnd",
    "Application.Interactive = True",
]
"""What a press looks at, whatever is open. Excel takes keys again, however the program ended."""


@pytest.mark.parametrize("name", sorted(ribbon.BUTTONS))
def test_a_button_starts_the_python_of_the_registry_and_waits(built: Path, name: str) -> None:
    machine = Machine()
    press(built, f"KhuyenCong_{name}", machine)
    assert machine.started == [(STARTED % name, 0, True)] and machine.told == []


def test_windows_takes_the_command_apart_into_these_words() -> None:
    words = [PYTHON, "-P", "-m", "workbook_tools.ribbon", "build", "--hwnd", str(HWND)]
    assert subprocess.list2cmdline(words) == STARTED % "build"


def hostile(folder: Path) -> Path:
    """A workbook that names an interpreter in every way that xlwings' own module would follow."""
    book = openpyxl.Workbook()
    for title in ("xlwings.conf", "_xlwings.conf"):
        sheet = book.create_sheet(title)
        for key in ("INTERPRETER_WIN", "INTERPRETER_MAC", "INTERPRETER", "PYTHONPATH", "Python"):
            sheet.append([key, r"C:\evil\calc.exe"])
    for key in ("INTERPRETER_WIN", "Python", "PYTHON", "KhuyenCong"):
        book.defined_names[key] = DefinedName(key, attr_text='"C:\\evil\\calc.exe"')
    path = folder / """a' & calc.exe | x %PATH% "b" `id` $(id).xlsx"""
    book.save(path)
    for name in ("xlwings.conf", "KhuyenCong.conf", "workbook_tools.py", "pythonw.exe"):
        (folder / name).write_text('"INTERPRETER_WIN","calc.exe"\n')
    return path


@pytest.mark.parametrize("name", sorted(ribbon.BUTTONS))
def test_a_hostile_workbook_is_neither_read_nor_started(
    built: Path, name: str, tmp_path: Path
) -> None:
    machine = Machine()
    press(built, f"KhuyenCong_{name}", machine, hostile(tmp_path))
    assert machine.started == [(STARTED % name, 0, True)] and machine.told == []
    assert machine.touched == LOOKED_AT


def test_a_machine_without_the_program_is_told(built: Path) -> None:
    machine = Machine(registry={})
    press(built, "KhuyenCong_build", machine)
    (said,) = machine.told
    assert machine.started == [] and said.startswith("Không chạy được chương trình Khuyến công")
    assert "chưa biết Python của chương trình ở đâu" in said and "kehoach addin install" in said


def test_a_python_that_is_gone_is_told_by_its_path(built: Path) -> None:
    machine = Machine(refusal="The system cannot find the file specified.")
    press(built, "KhuyenCong_build", machine)
    (said,) = machine.told
    assert f"{PYTHON} (lỗi số -2147024894)" in said and "The system" not in said


def test_a_python_without_the_program_is_told_by_its_code(built: Path) -> None:
    machine = Machine(code=1)
    press(built, "KhuyenCong_build", machine)
    (said,) = machine.told
    assert f"{PYTHON} (mã 1)" in said and "Hãy cài lại chương trình" in said


def test_only_known_endings_are_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", "-o", str(tmp_path / "a.xlsx")]) == 2
    assert ".xlam" in capsys.readouterr().err
    assert main(["addin", "status", "-o", str(tmp_path / "a.xlam")]) == 2
