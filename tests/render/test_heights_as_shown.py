"""Row heights as LibreOffice itself finds them: no row is lower than its text needs, and none much
higher.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.host.office import Office
from tests.host.shown import shown_rows
from tests.templates import tag, template_of
from workbook_tools.excel.package import pack
from workbook_tools.jobs.build import Built
from workbook_tools.render.heights import MAX_HEIGHT
from workbook_tools.render.layout import lay_out
from workbook_tools.render.transplant import draft_of

pytestmark = pytest.mark.judge("libreoffice")

SENTENCE = (
    "Hỗ trợ cơ sở công nghiệp nông thôn ứng dụng máy móc, thiết bị tiên tiến vào sản xuất; "
    "tổ chức tập huấn khởi sự doanh nghiệp theo QĐ 53/2018/QĐ-UBND ngày 11/12/2018 của Ủy ban "
    "nhân dân tỉnh - Sở Công Thương (giai đoạn 2021-2025), 1.600 cuốn – 100% khối lượng"
)


@pytest.mark.parametrize("which", ["built", "built_as_scanned"])
def test_the_tables_of_the_examples(
    which: str, office: Office, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    built: Built = request.getfixturevalue(which)
    file = tmp_path / "a.xlsx"
    file.write_bytes(built.data)
    shown = shown_rows(office, file)
    name = openpyxl.load_workbook(file).defined_names["TongCong_KP"]
    total = int(name.attr_text.rpartition("$")[2])
    rows = [row for row in shown["PhuLuc"] if 8 <= row.row < total]
    rows += [row for row in shown["KiemTra"] if row.row > 4]
    assert len(rows) > 20
    assert not [row for row in rows if not row.fits]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    "look",
    [
        {"font_size": 11},
        {"font_size": 12, "bold": True},
        {"font_size": 13, "italic": True, "indent": 1},
        {"font_size": 10, "bold": True, "italic": True},
    ],
    ids=str,
)
def test_texts_of_any_length(
    look: dict[str, Any], seed: int, office: Office, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    texts = [
        " ".join(chance.choices(SENTENCE.split(), k=length))
        for length in (1, 2, 3, *range(4, 90, 5))
    ]
    texts += ["\n".join(texts[2:5]), "x" * 90, ""]
    width = chance.choice((9.0, 17.3, 26.7, 41.0))

    def draw(book: Any, page: Any) -> None:
        book.formats[0].set_font_name("Times New Roman")
        form = book.add_format({"font_name": "Times New Roman", "text_wrap": True, **look})
        page.set_column("A:A", width)
        page.write_string("A2", "{{ item }}", form)

    rows: dict[int, dict[str, Any]] = {1: tag("for item in items"), 3: tag("endfor")}
    template = template_of(rows, draw, more=lambda book: book.add_worksheet("DeAn"))
    file = tmp_path / "a.xlsx"
    draft = draft_of(template.package, lay_out(template, {"items": texts}))
    file.write_bytes(pack(draft.package))
    found = shown_rows(office, file)["PhuLuc"][: len(texts) - 1]
    assert not [row for row in found if not row.fits and row.needed < MAX_HEIGHT]
