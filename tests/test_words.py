"""What users read is official Vietnamese: every sentence, label and heading is read, and none has a
fault. The finder of faults is tested by sentences that have them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import said
from tests.said import Said, forbidden_words, texts_of
from tests.wording import all_faults, faults

COLLECTORS = (
    (said.of_rules, 100),
    (said.of_findings, 100),
    (said.of_errors, 600),
    (said.of_help, 12),
    (said.of_code, 1_000),
    (said.of_workbooks, 100),
    (said.of_built, 60),
    (said.of_pages, 200),
    (said.of_mails, 6),
    (said.of_ribbon, 20),
    (said.of_macros, 3),
)


def test_no_sentence_has_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    read = said.everything()
    found = all_faults(read)
    with capsys.disabled():
        print(f"\n{len(read)} strings read, {len(found)} faults")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("collect", "least"), COLLECTORS)
def test_every_place_where_users_read_is_read(
    collect: Callable[[], Iterator[Said]], least: int
) -> None:
    assert sum(1 for one in collect() if one.text.strip()) >= least


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Không có tep nào", "no word of ours: tep"),
        ("Hãy chọn một file khác", "no word of ours: file"),
        ("Lệnh invalid choice", "no word of ours: invalid"),
        ("Hãy nhap số tiền", "no word of ours: nhap"),
        ("hãy xoá dòng này", "mark as of old: oá"),
        ("Mã hoá và huỷ", "mark as of old: oá"),
        ("Mã hóa và huỷ", "mark as of old: uỷ"),
        ("Uỷ ban nhân dân", "mark as of old: Uỷ"),
        ("tuỳ chọn", "mark as of old: uỳ"),
        ("tối đa 50 %", "blank before %"),
        ("tổng là 1,500 đồng", "written by a program: 1,500"),
        ("tổng là 1500.5", "written by a program: 1500.5"),
        ("lớn 25.3 MB", "written by a program: 25.3"),
        ("tổng là 9230500 đồng", "written by a program: 9230500"),
        ("giá trị None", "written by a program: None"),
        ("tổng là 1.500,5 và 2 đồng", "without unit: 1.500,5"),
        ("công thức được chứng minh", "“chứng minh” for “kiểm chứng”"),
        ("bản sạch đã ghi", "“bản sạch” for “bản gửi đi”"),
        ("tỉ lệ đóng góp", "“tỉ lệ” for “tỷ lệ đóng góp”"),
        ("Xem trang KiemTra", "“trang KiemTra” for “trang tính …”"),
        ("sửa trang `DeAn`", "“trang `DeAn” for “trang tính …”"),
        ("ba\u0301o lỗi", "not composed"),
    ],
)
def test_a_fault_is_found(text: str, fault: str) -> None:
    assert fault in list(faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ô DeAn!I7: cột “Tổng KP” ghi 1.500,5 triệu đồng, lệch 20%",
        "hãy chạy kehoach build -o TỆP.xlsx --report bao-cao.json",
        "Bỏ ẩn (Unhide) rồi vào Dữ liệu › Sửa nối kết (Data › Edit Links)",
        "công thức =SUM(A1:A9) của sổ 53/2018/QĐ-UBND ngày 11/12/2018",
        "PDF 7 trang, đầu trang và chân trang; trang tính KiemTra",
        "quý, quỹ, thủy lợi, hòa, khỏe, tuần hoàn, khuya",
        "“Unknown option” là lời của chương trình khác",
    ],
)
def test_what_is_right_is_let_pass(text: str) -> None:
    assert not list(faults(text))


def test_what_cells_hold_needs_no_unit() -> None:
    assert not list(faults("Tổng KP 195.000; KPKC ĐP 190.000", typed=True))


def test_the_glossary_says_which_words_are_not_used(tmp_path: Path) -> None:
    page = tmp_path / "glossary.md"
    page.write_text(
        "| a | b | c | d |\n| --- | --- | --- | --- |\n| tệp | file | x | “tập tin” |\n"
    )
    assert forbidden_words(page) == {"tập tin": "tệp"}
    assert len(forbidden_words()) > 20


CODE = '''
"""Lời dẫn cho kỹ sư, không ai khác đọc."""
SEEN = pattern("tìm thấy chữ này")
SAID = f"Đã ghi {format_amount(total)} {plan.unit.name} vào {path}"
LOST = "khong doc duoc"
OTHER = "nothing"
'''


def test_of_the_code_what_is_said_is_read_and_what_is_looked_for_is_not() -> None:
    assert [text for _, text in texts_of(ast.parse(CODE))] == [
        "Đã ghi 1.500,5 ngàn đồng vào “…”",
        "khong doc duoc",
    ]


def test_a_macros_letters_are_read() -> None:
    texts = [one.text for one in said.of_macros()]
    assert any("Khuyến công" in text for text in texts)
