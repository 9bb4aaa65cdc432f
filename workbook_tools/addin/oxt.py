"""``KhuyenCong.oxt``: the same buttons for LibreOffice, made from the same ribbon."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from workbook_tools.addin.xlam import PROJECT, macros_folder
from workbook_tools.excel.package import Package, pack, parse_xml
from workbook_tools.machine.files import write_whole

SERVICE = "vn.khuyencong.Buttons"
"""The service of ``macros/libreoffice_buttons.py``: ``service:vn.khuyencong.Buttons?build`` presses
a button.
"""

_CALC = "com.sun.star.sheet.SpreadsheetDocument"
"""What LibreOffice calls a workbook."""

_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006"
             xmlns:d="http://openoffice.org/extensions/description/2006">
  <identifier value="vn.khuyencong.kehoach"/>
  <version value="{version}"/>
  <display-name><name lang="vi">Khuyến công</name></display-name>
  <platform value="all"/>
</description>
"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
  <manifest:file-entry manifest:full-path="Addons.xcu"
                       manifest:media-type="application/vnd.sun.star.configuration-data"/>
  <manifest:file-entry manifest:full-path="CalcWindowState.xcu"
                       manifest:media-type="application/vnd.sun.star.configuration-data"/>
  <manifest:file-entry manifest:full-path="libreoffice_buttons.py"
                       manifest:media-type="application/vnd.sun.star.uno-component;type=Python"/>
</manifest:manifest>
"""
_WINDOW = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
                    oor:name="CalcWindowState" oor:package="org.openoffice.Office.UI">
  <node oor:name="UIElements">
    <node oor:name="States">
      <node oor:name="private:resource/toolbar/addon_vn.khuyencong.toolbar" oor:op="replace">
        <prop oor:name="UIName" oor:type="xs:string"><value>Khuyến công</value></prop>
        <prop oor:name="Docked" oor:type="xs:boolean"><value>true</value></prop>
        <prop oor:name="DockingArea" oor:type="xs:int"><value>0</value></prop>
        <prop oor:name="DockPos" oor:type="xs:string"><value>0,2</value></prop>
        <prop oor:name="Visible" oor:type="xs:boolean"><value>true</value></prop>
      </node>
    </node>
  </node>
</oor:component-data>
"""


def buttons() -> Sequence[tuple[str, str, bool]]:
    """The ribbon's buttons in order: function of ``ribbon.py``, label, whether it is ready."""
    root = parse_xml((macros_folder() / "customUI14.xml").read_bytes(), "customUI14.xml")
    return [
        (
            str(button.get("onAction")).removeprefix(f"{PROJECT}_"),
            str(button.get("label")),
            button.get("getEnabled") is None,
        )
        for button in root.iter(f"{_UI}button")
    ]


def extension() -> bytes:
    """The extension's file, the same bytes each time. Buttons that are not ready are left out."""
    from workbook_tools import __version__

    parts = {
        "META-INF/manifest.xml": _MANIFEST.encode(),
        "description.xml": _DESCRIPTION.format(version=__version__).encode(),
        "Addons.xcu": _addons().encode(),
        "CalcWindowState.xcu": _WINDOW.encode(),
        "libreoffice_buttons.py": (macros_folder() / "libreoffice_buttons.py").read_bytes(),
    }
    return pack(Package(parts))


def _addons() -> str:
    """Menu and toolbar. Calc is the only program that shows them."""
    ready = [(name, label) for name, label, is_ready in buttons() if is_ready]
    menu = "".join(_item(f"m{at:02d}", name, label) for at, (name, label) in enumerate(ready))
    bar = "".join(_item(f"t{at:02d}", name, label) for at, (name, label) in enumerate(ready))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
                    oor:name="Addons" oor:package="org.openoffice.Office">
  <node oor:name="AddonUI">
    <node oor:name="OfficeMenuBar">
      <node oor:name="vn.khuyencong.menu" oor:op="replace">
        <prop oor:name="Context" oor:type="xs:string"><value>{_CALC}</value></prop>
        <prop oor:name="Title" oor:type="xs:string"><value>Khuyến công</value></prop>
        <node oor:name="Submenu">{menu}</node>
      </node>
    </node>
    <node oor:name="OfficeToolBar">
      <node oor:name="vn.khuyencong.toolbar" oor:op="replace">{bar}</node>
    </node>
  </node>
</oor:component-data>
"""


def _item(node: str, name: str, label: str) -> str:
    properties = {
        "URL": f"service:{SERVICE}?{name}",
        "Title": label,
        "Target": "_self",
        "Context": _CALC,
    }
    held = "".join(
        f'<prop oor:name="{key}" oor:type="xs:string"><value>{escape(value)}</value></prop>'
        for key, value in properties.items()
    )
    return f'<node oor:name="{node}" oor:op="replace">{held}</node>'


def settings_file() -> Path:
    """Where the extension reads which Python to start."""
    from workbook_tools.machine.state import state_folder

    return state_folder() / "libreoffice.json"


def write_settings(python: str = sys.executable) -> Path:
    """Tell the extension which Python has this program."""
    file = settings_file()
    write_whole(file, (json.dumps({"python": python}, ensure_ascii=False) + "\n").encode())
    return file
