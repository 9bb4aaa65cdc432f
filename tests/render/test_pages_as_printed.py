"""Pages as LibreOffice itself parts them: they end where the build says and nowhere else, every
column is on them, no text is cut, and letters can be read.
"""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import EVERY
from tests.host.office import Office
from tests.host.shown import shown_rows
from tests.printed_plans import plans_of_sources, printed_plans
from tests.render.outputs import M, root
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.read.source import source_of
from workbook_tools.render.heights import MAX_HEIGHT
from workbook_tools.send.pdf import to_pdf

pytestmark = [pytest.mark.judge("libreoffice"), pytest.mark.judge("pictures")]

GENERATED = ("PhuLuc", "TongHop", "KiemTra")
_USUAL = ["details", "amounts of 15 digits", "built_as_scanned"]
_PLANS = [*printed_plans(), *plans_of_sources(), "built", "built_as_scanned"] if EVERY else _USUAL
"""All plans by ``make whole``; the suite takes those that ask most of a page."""


@pytest.fixture(scope="module", params=_PLANS)
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    name = str(request.param)
    if name.startswith("built"):
        built: Built = request.getfixturevalue(name)
    elif name in printed_plans():
        built = build_workbook(source_of(printed_plans()[name], "ke-hoach.xlsx"))
    else:
        built = build_workbook(plans_of_sources()[name])
    file = tmp_path_factory.mktemp("printed") / "a.xlsx"
    file.write_bytes(built.data)
    return name, file


def test_pages_end_where_they_are_said_to(printed: tuple[str, Path], tmp_path: Path) -> None:
    name, file = printed
    (tmp_path / "a.pdf").write_bytes(to_pdf(file.read_bytes()))
    command = ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"]
    pages = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\f")
    for sheet, first, last in (("PhuLuc", "Trong đó", "Ghi chú"), ("KiemTra", "Mức độ", "Gợi ý")):
        said = [brk.get("id") for brk in root(file.read_bytes(), sheet).iter(f"{M}brk")]
        of_sheet = [page for page in pages if first in page]
        assert len(of_sheet) == len(said) + 1, sheet
        # the last column stands on the same page as the others
        assert all(last in page for page in of_sheet), sheet
    assert name == "another font" or not [page for page in pages if "###" in page]


def test_letters_are_large_enough(printed: tuple[str, Path]) -> None:
    name, file = printed
    scales = {
        sheet: int(root(file.read_bytes(), sheet).find(f"{M}pageSetup").get("scale"))
        for sheet in GENERATED
    }
    # a font that may be missing, very long amounts and many sources take their room
    if name not in ("another font", "amounts of 15 digits", "6 sources"):
        assert min(scales.values()) * 11 >= 900, scales
    assert min(scales.values()) * 11 >= 600, scales


def test_no_text_is_cut_and_no_row_is_much_higher_than_its_text(
    printed: tuple[str, Path], office: Office
) -> None:
    name, file = printed
    rows = _of_tables(file, shown_rows(office, file))
    assert not [row for row in rows if row.height < row.needed - 0.1 and row.needed < MAX_HEIGHT]
    if name != "another font" and "sources" not in name:  # whose font is not on every machine
        assert not [row for row in rows if not row.fits]


def _of_tables(file: Path, shown: Any) -> list[Any]:
    """The rows of the appendix and of the findings whose height their texts decide."""
    sheet = openpyxl.load_workbook(file)["PhuLuc"]
    total = next(row for row in range(8, sheet.max_row) if sheet.cell(row, 2).value == "TỔNG CỘNG")
    tables = [row for row in shown["PhuLuc"] if 8 <= row.row < total]
    return tables + [row for row in shown["KiemTra"] if row.row > 5]


def test_the_end_stays_with_the_last_project(printed: tuple[str, Path]) -> None:
    _, file = printed
    sheet = openpyxl.load_workbook(file)["PhuLuc"]
    levels = [_level(sheet, row) for row in range(1, sheet.max_row + 1)]
    ends = [int(brk.get("id")) for brk in root(file.read_bytes(), "PhuLuc").iter(f"{M}brk")]
    total = next(row for row in range(8, sheet.max_row) if sheet.cell(row, 2).value == "TỔNG CỘNG")
    assert not [end for end in ends if end >= total - 1]
    assert not [end for end in ends if end < 8]
    for at, (one, other) in enumerate(pairwise(levels), 1):
        if 8 <= at < total - 1 and one < other:
            assert at not in ends, f"a heading in row {at} is last on its page"


def _level(sheet: Any, row: int) -> int:
    """How deep a row of the table is: 1 a section, 2 a programme, 3 a project, 4 a detail."""
    tt = str(sheet.cell(row, 1).value or "")
    if re.fullmatch(r"[IVX]+", tt):
        return 1
    if sheet.cell(row, 3).value:
        return 3
    return 4 if tt == "-" else 2
