"""The copy looks as the workbook's sheets that it was made of do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.judges import openxml
from workbook_tools.excel.package import MAIN, Package, open_package, pack, to_xml, workbook_part
from workbook_tools.flags.sheet_parts import take_flags
from workbook_tools.jobs.build import Built
from workbook_tools.send.clean import SENT_SHEETS, clean_copy

_SLIGHT = 64
"""Greys that differ by no more are one for the eye."""

_NO_PROGRAM = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>'
)


def only_shown(package: Package) -> bytes:
    """The workbook without our marks, the sheets that stay behind hidden: those are not printed.

    It does not say either which program wrote it: LibreOffice keeps the heights that rows without
    one of their own had in Excel, and measures them anew for programs that it does not know.
    """
    flagless = take_flags(package)
    book = workbook_part(flagless)
    root = flagless.tree_to_change(book)
    listed = list(root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet"))
    names = [str(sheet.get("name")) for sheet in listed]
    for sheet, name in zip(listed, names, strict=True):
        if name not in SENT_SHEETS:
            sheet.set("state", "hidden")
    for view in root.iterfind(f"{{{MAIN}}}bookViews/{{{MAIN}}}workbookView"):
        view.set("activeTab", str(names.index(SENT_SHEETS[0])))
    return pack(flagless.changed({book: to_xml(root), "docProps/app.xml": _NO_PROGRAM}))


def printed(data: bytes, folder: Path) -> tuple[list[Image.Image], str]:
    folder.mkdir()
    (folder / "x.xlsx").write_bytes(data)
    pages, text = openxml.pictures(folder / "x.xlsx", folder, resolution=50)
    return [Image.open(page).convert("L") for page in pages], text


def differing(first: Image.Image, second: Image.Image) -> int:
    """How many dots of two pages differ to the eye."""
    assert first.size == second.size
    return sum(ImageChops.difference(first, second).histogram()[_SLIGHT:])


@pytest.mark.judge("pictures")
def test_the_copy_is_printed_as_the_sheets_that_it_was_made_of(
    built: Built, tmp_path: Path
) -> None:
    package = open_package(built.data, "x.xlsx")
    before, said = printed(only_shown(package), tmp_path / "before")
    after, says = printed(clean_copy(package).data, tmp_path / "after")
    assert (len(before), said) == (len(after), says) and len(before) >= 2
    dots = [differing(*pages) for pages in zip(before, after, strict=True)]
    assert max(dots) <= before[0].width * before[0].height // 1000, dots
