"""The add-in as built: sound for the SDK, its source the very text, ribbon and callbacks and Python
in step.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.conftest import ROOT
from tests.judges import openxml
from workbook_tools import ribbon
from workbook_tools.addin.xlam import MODULE, PROJECT, RIBBON_PART, RIBBON_TYPE, addin, modules
from workbook_tools.cli import main
from workbook_tools.excel.package import open_package, relationships

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
SOURCE = (ROOT / "macros/RibbonKhuyenCong.bas").read_text("ascii")
SUBS = dict(
    re.findall(
        r"^Public Sub (\w+)\(control As IRibbonControl\)\n(.*?)^End Sub", SOURCE, re.M | re.S
    )
)

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
    for name, text in modules().items():
        wanted = _without_header(text.replace("\r\n", "\n"))
        assert _without_header(found[name]) == wanted, name
    assert _without_header(found[MODULE]) == _without_header(SOURCE)


def _without_header(text: str) -> str:
    """A module's text without the attributes that every tool writes in its own way."""
    body = re.sub(r"\A(VERSION .*?\nEND\n)", "", text, flags=re.S)
    return "\n".join(line for line in body.split("\n") if not line.startswith("Attribute ")).strip()


def test_xlwings_comes_with_its_licence_and_knows_the_project() -> None:
    assert (
        "BSD 3-clause" in modules()["xlwings"]
        and f'PROJECT_NAME As String = "{PROJECT}"' in modules()["xlwings"]
    )
    assert "MIT" in modules()["Dictionary"]


def test_vba_is_ascii_and_holds_no_logic() -> None:
    assert SOURCE.isascii()
    for name, body in SUBS.items():
        assert body.strip() == f'RunPython "import workbook_tools.ribbon as r; r.{name}()"'
    rest = re.sub(r"^Public Sub .*?^End Sub", "", SOURCE, flags=re.M | re.S)
    left = {
        line
        for line in rest.splitlines()
        if line.strip() and not line.startswith(("'", "Attribute"))
    }
    assert left == {"Option Explicit"}


def test_ribbon_callbacks_and_functions_are_the_same_set() -> None:
    actions = {button.get("onAction") for button in root().iter(f"{UI}button")}
    assert actions == set(SUBS) == set(ribbon.BUTTONS)
    states = {
        value
        for element in root().iter()
        for name, value in element.attrib.items()
        if name.startswith("get")
    }
    assert (
        states == {"not_yet"}
        and "Public Sub not_yet(control As IRibbonControl, ByRef returned)" in SOURCE
    )
    grey = {
        button.get("onAction") for button in root().iter(f"{UI}button") if button.get("getEnabled")
    }
    assert grey == {"import_old"}


def test_every_function_says_what_its_button_is_called() -> None:
    for button in root().iter(f"{UI}button"):
        assert (ribbon.BUTTONS[button.get("onAction")].__doc__ or "").startswith(
            f"{button.get('label')}:"
        )
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


def commands(addin_file: Path) -> dict[str, str]:
    """What each callback hands to ``RunPython``, run by a VBA interpreter out of the add-in."""
    from pyopenvba import ExcelFile
    from pyopenvba.apps.excel import ExcelApplication

    with ExcelFile(addin_file) as book:
        source = book.vba_modules()[MODULE]
    found = {}
    for name in SUBS:
        app = ExcelApplication()
        app.add_workbook()
        app.add_module(source, name=MODULE)
        app.add_module(
            "Public Function RunPython(command As String)\nDebug.Print command\nEnd Function\n",
            name="xlwings",
        )
        app.add_module(f"Public Sub Press()\n{name} Nothing\nEnd Sub\n", name="Excel")
        app.run("Press")
        found[name] = app.console[-1].strip()
    return found


def test_the_callbacks_run_and_hand_over_their_command(built: Path) -> None:
    assert commands(built) == {
        name: f"import workbook_tools.ribbon as r; r.{name}()" for name in ribbon.BUTTONS
    }


def test_only_known_endings_are_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "build", "-o", str(tmp_path / "a.xlsx")]) == 2
    assert ".xlam" in capsys.readouterr().err
    assert main(["addin", "status", "-o", str(tmp_path / "a.xlam")]) == 2
