"""A template on larger paper: for plans with more columns than A4 holds in readable letters."""

from __future__ import annotations

from workbook_tools.excel.package import MAIN, Package, drop_attribute, sheets, to_xml
from workbook_tools.template.compiled import PLAN_SHEETS

_M = f"{{{MAIN}}}"
_A3 = "8"


def on_a3(package: Package) -> Package:
    """The same template with its generated sheets printed on A3; the scale is computed anew for
    it.
    """
    parts: dict[str, bytes] = {}
    for sheet in sheets(package):
        if sheet.kind != "worksheet" or sheet.name in PLAN_SHEETS:
            continue
        root = package.tree_to_change(sheet.part)
        setup = root.find(f"{_M}pageSetup")
        if setup is not None:
            for name in ("paperHeight", "paperWidth"):
                drop_attribute(setup, name)
            setup.set("paperSize", _A3)
            parts[sheet.part] = to_xml(root)
    return package.changed(parts) if parts else package
