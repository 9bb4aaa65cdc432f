"""Excel found by its window."""

from __future__ import annotations

from pathlib import Path

from tests.windows.wine import Windows

NO_WORKBOOK = """
from workbook_tools.errors import InputError
from workbook_tools.host.excel import attached, book_in_front
try:
    book_in_front(attached(4711))
except InputError as error:
    print(error)
"""


def test_an_excel_without_a_workbook_is_a_sentence(windows: Windows, desk: Path) -> None:
    (said,) = windows.told(NO_WORKBOOK, cwd=desk)
    assert said == "Chưa mở sổ tính nào; hãy mở sổ kế hoạch rồi bấm lại (K602)."
