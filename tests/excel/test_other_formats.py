"""A file that is no workbook of the kind that is read is told by what it is, whatever is done."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.plans import SMALL, plan_file
from workbook_tools.errors import InputError
from workbook_tools.excel.other_formats import STRICT_HOME
from workbook_tools.excel.package import MAIN, open_package, pack, sheets
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.check import check_workbook
from workbook_tools.jobs.send import prepare
from workbook_tools.jobs.unflag import unflag_file
from workbook_tools.read.source import open_source


def zipped(*parts: tuple[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return raw.getvalue()


def strict() -> bytes:
    """A plan in the strict form of the standard."""
    package = open_package(plan_file(SMALL), "k.xlsx")
    parts = ["xl/workbook.xml", *(sheet.part for sheet in sheets(package))]
    changed = {
        part: package.read(part).replace(MAIN.encode(), STRICT_HOME.encode()) for part in parts
    }
    return pack(package.changed(changed))


TYPES = ("[Content_Types].xml", b"<Types/>")
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
FILES: dict[str, tuple[str, bytes, str]] = {
    "docx": ("k.docx", zipped(TYPES, ("word/document.xml", b"<a/>")), r"Word.*kehoach import"),
    "docx named xlsx": ("k.xlsx", zipped(TYPES, ("word/document.xml", b"<a/>")), "Word"),
    "pdf": ("k.pdf", b"%PDF-1.7 \n", r"PDF, chưa đọc được trực tiếp"),
    "pdf named xlsx": ("k.xlsx", b"%PDF-1.4 \n", "PDF"),
    "csv": ("k.csv", "TT;Nội dung\n1;x\n".encode(), r"\(\.csv\).*kehoach import.*Save as"),
    "tsv": ("k.tsv", "TT\tNội dung\n1\tx\n".encode(), r"\(\.tsv\).*kehoach import.*Save as"),
    "txt": ("k.TXT", "TT\tNội dung\n1\tx\n".encode(), r"\(\.txt\).*kehoach import.*Save as"),
    "htm": ("k.htm", b"<html/>", r"\(\.htm\); hãy mở.*Save as"),
    "pptx": ("k.pptx", zipped(TYPES, ("ppt/a.xml", b"<a/>")), r"\(\.pptx\), chưa đọc được"),
    "csv of UTF-16": ("k.CSV", "TT;Nội dung".encode("utf-16"), r"\(\.csv\)"),
    "ods": (
        "k.ods",
        zipped(("mimetype", ODS), ("content.xml", b"<a/>")),
        r"\(\.ods\).*import.*Save as",
    ),
    "ods named xlsx": ("k.xlsx", zipped(("mimetype", ODS)), "OpenDocument"),
    "strict": ("k.xlsx", strict(), r"Strict Open XML.*Save as"),
}
DOINGS: dict[str, Callable[[Path], object]] = {
    "build": build_workbook,
    "check": lambda path: check_workbook(open_source(path)),
    "unflag": unflag_file,
    "send": lambda path: prepare(open_source(path)),
}


@pytest.mark.parametrize("doing", DOINGS)
@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_another_format_is_told(tmp_path: Path, kind: str, doing: str) -> None:
    name, data, says = FILES[kind]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as told:
        DOINGS[doing](path)
    assert re.search(says, f"{told.value}")
    assert path.read_bytes() == data
