"""``KhuyenCong.xlam`` from the text in ``macros``, the same bytes each time."""

from __future__ import annotations

import re
import tempfile
from importlib.util import find_spec
from pathlib import Path

from workbook_tools.error_kinds import NO_MACROS, NO_PYOPENVBA, NO_XLWINGS
from workbook_tools.errors import InputError
from workbook_tools.excel.package import (
    Package,
    Relationship,
    open_package,
    pack,
    parse_xml,
    relationships,
    relationships_xml,
    to_xml,
    typed,
)

PROJECT = "KhuyenCong"
"""The name of the add-in, of its settings file, and of the project as xlwings knows it."""

RIBBON_PART = "customUI/customUI14.xml"
RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
MODULE = "RibbonKhuyenCong"


def macros_folder() -> Path:
    """Where the text lies: beside the code once installed, in ``macros/`` in a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "macros", here.parent.parent / "macros"):
        if (folder / "customUI14.xml").is_file():
            return folder
    raise InputError(NO_MACROS)


def modules() -> dict[str, str]:
    """The add-in's VBA modules by name: ours, and xlwings' as the installed package has them, with
    CRLF line ends.

    Raises ``InputError`` where xlwings is not installed.
    """
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise InputError(NO_XLWINGS)
    package = Path(spec.origin).parent
    runner = (package / "xlwings_custom_addin.bas").read_text("ascii", errors="replace")
    runner = re.sub(r'(Public Const PROJECT_NAME As String = )"[^"]*"', rf'\1"{PROJECT}"', runner)
    found = {
        MODULE: (macros_folder() / f"{MODULE}.bas").read_text("ascii"),
        "xlwings": runner,
        "Dictionary": (package / "addin" / "Dictionary.cls").read_text("ascii", errors="replace"),
    }
    return {name: "\r\n".join(text.splitlines()) + "\r\n" for name, text in found.items()}


def addin() -> bytes:
    """The add-in's file. Raises ``InputError`` where the text or xlwings is missing."""
    package = _with_modules()
    ribbon = (macros_folder() / "customUI14.xml").read_text("utf-8").encode()
    parse_xml(ribbon, RIBBON_PART)
    rels = [rel for rel in relationships(package, "") if rel.type != RIBBON_TYPE]
    rels.append(Relationship("rIdRibbon", RIBBON_TYPE, RIBBON_PART))
    types = typed(
        parse_xml(package.read("[Content_Types].xml"), "[Content_Types].xml"),
        {RIBBON_PART: "application/xml"},
    )
    parts = {name: package.read(name) for name in package.parts}
    core = next((name for name in parts if name.endswith("core.xml")), None)
    if core is not None:
        parts[core] = _undated(parts[core], core)
    parts["_rels/.rels"] = relationships_xml("", rels)
    parts[RIBBON_PART] = ribbon
    parts["[Content_Types].xml"] = types
    return pack(package.changed(parts))


def _with_modules() -> Package:
    """A new add-in that holds our VBA modules and nothing else. Raises ``InputError`` where
    pyOpenVBA is missing.
    """
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.vba import VBAModuleKind
    except ImportError as error:
        raise InputError(NO_PYOPENVBA) from error
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{PROJECT}.xlam"
        with ExcelFile.create_new(file) as book:
            project = book.vba_project()
            if "Module1" in project.module_names():
                project.delete_module("Module1")
            for name, source in modules().items():
                kind = VBAModuleKind.other if name == "Dictionary" else VBAModuleKind.standard
                project.add_module(name, source, kind=kind)
            book.save()
        return open_package(file.read_bytes(), file.name)


def _undated(core: bytes, name: str) -> bytes:
    """The document's properties with a fixed date, so that the file is the same each time."""
    root = parse_xml(core, name)
    for element in root:
        if str(element.tag).endswith(("created", "modified")):
            element.text = "2021-01-01T00:00:00Z"
    return to_xml(root)
