from __future__ import annotations

import unicodedata

import pytest

from workbook_tools.plan.vietnamese import (
    FROM_TCVN3,
    FROM_VNI,
    abbreviations,
    decode,
    legacy_encoding,
    neighbours,
    one_letter_apart,
    spelling,
    without_marks,
)

TEXTS = (
    "Công nghiệp nông thôn tiêu biểu",
    "Bản tin khuyến công",
    "Hội thảo phổ biến",
    "Xét tặng danh hiệu nghệ nhân, thợ giỏi",
    "Đồng Nai",
    "và các",
    "thị xã Hoà Bình",
    "cơ sở CNNT",
    "Thuế",
    "kế hoạch năm 2021",
    "vườn ươm",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("name", "table"), [("TCVN3", FROM_TCVN3), ("VNI", FROM_VNI)])
def test_legacy_texts_are_known_and_read(text: str, name: str, table: dict[str, str]) -> None:
    typed = {letter: shown for shown, letter in table.items()}
    old = "".join(typed.get(letter, letter) for letter in text)
    assert legacy_encoding(old) == name and decode(old, name) == text


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "Müller GmbH",
        "café Nestlé",
        "5 × 3 m²",
        "«Công»",
        "hòa",
        "toà nhà",
        "khoá học",
        "tuần",
        "quý",
        "thuở",
        "ngoèo",
        "Trà Cú",
        "KCN ĐẠI AN",
        "TRUNG TÂM",
        "naïve",
    ],
)
def test_unicode_texts_are_left_alone(text: str) -> None:
    assert legacy_encoding(text) is None


def test_spellings_of_one_name() -> None:
    assert spelling("Trung tâm KC&TVPTCN") == spelling("trung tâm KC & TVP TCN")
    decomposed = unicodedata.normalize("NFD", "thị xã Hòa Bình")
    assert spelling("thị xã Hoà Bình") == spelling("Thị xã Hòa Bình") == spelling(decomposed)
    assert spelling("Long Thành") != spelling("Long Thanh") and spelling("Cơ sở 1") != spelling(
        "Cơ sở 2"
    )
    assert without_marks("Đồng Nai, Ưu đãi") == "Dong Nai, Uu dai"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("CNTT", "CNNT", True),
        ("CNN", "CNNT", True),
        ("CNTN", "CNNT", True),
        ("CNNT", "CNNT", False),
        ("TTCN", "CNNT", False),
        ("AB", "BA", True),
    ],
)
def test_one_letter_apart(one: str, other: str, near: bool) -> None:
    assert one_letter_apart(one, other) is near and one_letter_apart(other, one) is near
    assert (list(neighbours([one], [other])) == [(other, one)]) is near


def test_abbreviations_come_with_the_word_beside_them() -> None:
    assert list(abbreviations("cơ sở CNNT của UBND tỉnh; TTCN")) == [
        ("CNNT", "sở"),
        ("UBND", "của"),
        ("TTCN", ""),
    ]
    assert list(abbreviations("UBND tỉnh")) == [("UBND", "tỉnh")]
    assert list(abbreviations("BIỂU TỔNG HỢP")) == []
