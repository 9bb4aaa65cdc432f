"""``KhuyenCong.xlam`` from the text in ``macros``, the same bytes each time."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from workbook_tools.error_kinds import NO_MACROS, NO_PYOPENVBA
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
from workbook_tools.machine.leftovers import temporary_folder

PROJECT = "KhuyenCong"
"""The name of the add-in, of its VBA project, and of its key in the user's registry."""

TITLE = "Khuyến công"
"""What Excel calls the add-in in its list of add-ins, and who made it."""

RIBBON_PART = "customUI/customUI14.xml"
RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
MODULE = "RibbonKhuyenCong"
PROJECT_PART = "xl/vbaProject.bin"
NO_CACHE = bytes.fromhex("CC61FFFF000000")
"""``_VBA_PROJECT`` of a project without compiled code ([MS-OVBA] 2.3.4.1): the source is taken."""

_PROJECTNAME = 0x0004
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def macros_folder() -> Path:
    """Where the text lies: beside the code once installed, in ``macros/`` in a checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "macros", here.parent.parent / "macros"):
        if (folder / "customUI14.xml").is_file():
            return folder
    raise InputError(NO_MACROS)


def source() -> str:
    """The add-in's one VBA module, with CRLF line ends."""
    text = (macros_folder() / f"{MODULE}.bas").read_text("ascii")
    return "\r\n".join(text.splitlines()) + "\r\n"


def addin() -> bytes:
    """The add-in's file. Raises ``InputError`` where the text or pyOpenVBA is missing."""
    package = _with_module()
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
        parts[core] = _ours(parts[core], core)
    parts[PROJECT_PART] = _source_only(parts[PROJECT_PART])
    parts["_rels/.rels"] = relationships_xml("", rels)
    parts[RIBBON_PART] = ribbon
    parts["[Content_Types].xml"] = types
    return pack(package.changed(parts))


def _with_module() -> Package:
    """A new add-in that holds our VBA module and nothing else. Raises ``InputError`` where
    pyOpenVBA is missing.
    """
    try:
        from pyopenvba import ExcelFile
    except ImportError as error:
        raise InputError(NO_PYOPENVBA) from error
    with temporary_folder() as folder:
        file = Path(folder) / f"{PROJECT}.xlam"
        with ExcelFile.create_new(file) as book:
            project = book.vba_project()
            if "Module1" in project.module_names():
                project.delete_module("Module1")
            project.add_module(MODULE, source())
            book.save()
        return open_package(file.read_bytes(), file.name)


def _source_only(binary: bytes) -> bytes:
    """The VBA project under our name, each module as source alone: no compiled code, which Excel
    would run instead of the source where the versions match.
    """
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import compress, parse_vba_project, serialize_dir_stream, write_back_modules

    storage = CFB.from_bytes(binary)
    project = parse_vba_project(storage)
    for module in project.modules:
        module.dirty = True  # such a one is written anew, and without its old cache
    write_back_modules(storage, project)
    listed = serialize_dir_stream(project).replace(
        _name_record(project.name), _name_record(PROJECT), 1
    )
    storage.write_stream_in_storage("VBA", "dir", compress(listed))
    storage.write_stream_in_storage("VBA", "_VBA_PROJECT", NO_CACHE)
    text = storage.get_stream("PROJECT")
    named = re.sub(rb'^Name="[^"]*"', f'Name="{PROJECT}"'.encode(), text, flags=re.M)
    storage.write_stream("PROJECT", named)
    return bytes(storage.to_bytes())


def _name_record(name: str) -> bytes:
    return struct.pack("<HI", _PROJECTNAME, len(name)) + name.encode("ascii")


def _ours(core: bytes, name: str) -> bytes:
    """The document's properties: made by this project, under its title, with a fixed date, so that
    the file is the same each time.
    """
    from lxml import etree

    root = parse_xml(core, name)
    for element in root:
        if str(element.tag).endswith(("created", "modified")):
            element.text = "2021-01-01T00:00:00Z"
        elif str(element.tag).endswith(("creator", "lastModifiedBy")):
            element.text = TITLE
    root.insert(0, etree.Element(_DC_TITLE))
    root[0].text = TITLE
    return to_xml(root)
