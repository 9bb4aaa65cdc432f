"""What reaches the screen acts on no terminal and hides nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook_tools.machine.screen import one_line, visible


@pytest.mark.parametrize(
    "text", ["", "Kế hoạch khuyến công Đồng Nai 2021", "1.234,5 triệu đồng", "Tổ 3 – “A” ‼▲○", "🙂"]
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mĐỎ\x07", "‹U+001B›[31mĐỎ‹U+0007›"),
        ("a\x9b2Jb", "a‹U+009B›2Jb"),
        ("a\u202egpj.exe", "a‹U+202E›gpj.exe"),
        ("\u2066x\u2069", "‹U+2066›x‹U+2069›"),
        ("Sở\u200b Công\ufeff", "Sở‹U+200B› Công‹U+FEFF›"),
        ("a\rb\tc", "a‹U+000D›b‹U+0009›c"),
        ("x\ud800y", "x‹U+D800›y"),
        ("a\u3164b\U000e0041", "a‹U+3164›b‹U+E0041›"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_number(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_letters_in_pieces_are_put_together() -> None:
    assert visible(unicodedata.normalize("NFD", "Đề án số 1")) == "Đề án số 1"


def test_a_sentence_of_several_lines_keeps_them() -> None:
    assert visible("Tệp mẫu có lỗi:\n  - a") == "Tệp mẫu có lỗi:\n  - a"


@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\n\n"])
def test_a_break_in_a_line_that_quotes_makes_no_line(breaks: str) -> None:
    assert "\n" not in one_line(f"B03 Lỗi “a{breaks}  Không có lỗi.”")


@given(st.text(max_size=60))
def test_no_text_acts_on_a_terminal(text: str) -> None:
    shown = visible(text)
    kinds = {unicodedata.category(letter) for letter in shown if letter != "\n"}
    assert not kinds & {"Cc", "Cs"}
    assert not any("\u200b" <= letter <= "\u200f" for letter in shown)
    assert not any("\u2028" <= letter <= "\u202e" for letter in shown)
    assert not any("\u2060" <= letter <= "\u206f" for letter in shown)
