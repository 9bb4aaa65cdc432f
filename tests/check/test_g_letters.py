"""Family G, letters: old encodings, stray blanks, odd abbreviations, texts like formulas."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from tests.check.typed import cells, fault, faults, on_sheet, plan_of, programme, project, section
from workbook_tools.plan.model import Plan


def typed(text: Any, cell: str = "E4", **formulas: str) -> Plan:
    """A project in row 4 with a text in a cell of its row."""
    plan = plan_of(section(), programme(), project("1.1", 5))
    return on_sheet(plan, {cell: text}, formulas)


# G09, encodings


def test_g09_tells_the_encoding_and_the_right_text() -> None:
    found = fault("G09", typed("C«ng nghiÖp n«ng th«n", "C4"))
    assert found.message == (
        "1.1 Đề án 1.1: cột “Tên đề án” có chữ theo bảng mã TCVN3: “C«ng nghiÖp n«ng th«n”"
    )
    assert found.hint == "Gõ lại bằng Unicode dựng sẵn: “Công nghiệp nông thôn”."
    assert (str(found.place), found.column) == ("DeAn!C4", "name")


def test_g09_tells_vni() -> None:
    found = fault("G09", typed("Coâng nghieäp noâng thoân"))
    assert "bảng mã VNI" in found.message and "“Công nghiệp nông thôn”" in found.hint


def test_g09_tells_letters_apart_from_their_marks() -> None:
    found = fault("G09", typed(unicodedata.normalize("NFD", "Hội chợ")))
    assert "có chữ Unicode tổ hợp: " in found.message
    assert found.hint == "Gõ lại bằng Unicode dựng sẵn: “Hội chợ”."


@pytest.mark.parametrize("text", ["Công nghiệp nông thôn", "plain", ""])
def test_g09_is_content(text: str) -> None:
    assert faults("G09", typed(text)) == []


# G10, stray blanks


@pytest.mark.parametrize(
    "text",
    [" Trung tâm", "Trung tâm ", "Trung  tâm", "Trung\t\ttâm", "a \n b "],
)
def test_g10_tells_needless_blanks(text: str) -> None:
    found = fault("G10", typed(text))
    assert "cột “Mục tiêu và nội dung chính” có dấu cách thừa: “" in found.message
    assert found.hint == "Xóa chúng; hàm TRIM và CLEAN của Excel làm được nhiều ô một lúc."
    assert (str(found.place), found.column) == ("DeAn!E4", "goal")


@pytest.mark.parametrize("sign", ["\u00a0", "\u200b", "\ufeff", "\u202f"])
def test_g10_tells_signs_that_nobody_sees(sign: str) -> None:
    assert "có ký tự không nhìn thấy: " in fault("G10", typed(f"Trung{sign}tâm")).message


@pytest.mark.parametrize("text", ["Trung tâm", "- một\n  + hai", "   ", "", 5])
def test_g10_is_content(text: Any) -> None:
    assert faults("G10", typed(text)) == []


def test_g10_leaves_the_result_of_a_formula() -> None:
    assert faults("G10", typed("Trung tâm ", "E4", E4="A1")) == []


# G11, abbreviations


def abbreviated(*texts: str, **fields: Any) -> Plan:
    lines = [project(f"1.{at}", 5, goal=text, **fields) for at, text in enumerate(texts, 1)]
    return plan_of(section(), programme(), *lines)


def test_g11_tells_both_and_how_often_the_other_is_used() -> None:
    found = fault("G11", abbreviated("cơ sở CNNT", "cơ sở CNNT", "cơ sở CNTT", "cơ sở CNNT"))
    assert found.message == (
        "1.3 Đề án 1.3: cột “Mục tiêu và nội dung chính” viết “CNTT”, ở nơi khác viết “CNNT” "
        "(3 lần)"
    )
    assert found.hint == "Nếu là gõ nhầm thì sửa thành CNNT."
    assert (str(found.place), found.column) == ("DeAn!E6", "goal")


def test_g11_takes_the_plans_own_word_for_right_however_rare() -> None:
    plan = abbreviated("cơ sở CNNT", "cơ sở CNTT", "cơ sở CNTT", "cơ sở CNTT", "ứng dụng CNTT")
    assert cells("G11", plan) == ["DeAn!E5", "DeAn!E6", "DeAn!E7"]
    assert faults("G11", plan)[0].hint == "Nếu là gõ nhầm thì sửa thành CNNT."


def test_g11_needs_an_abbreviation_used_three_times() -> None:
    assert faults("G11", abbreviated("cơ sở CNNT", "cơ sở CNNT", "cơ sở CNTT")) == []


def test_g11_leaves_a_known_abbreviation_at_a_place_of_its_own() -> None:
    usual = ["cơ sở CNNT"] * 3
    assert faults("G11", abbreviated(*usual, "ứng dụng CNTT")) == []


def test_g11_tells_a_rare_unknown_abbreviation_anywhere() -> None:
    usual = ["cơ sở CNNT"] * 3
    assert cells("G11", abbreviated(*usual, "ứng dụng CNMT")) == ["DeAn!E7"]
    assert faults("G11", abbreviated(*usual, "ứng dụng CNMT", "áp dụng CNMT")) == []
    twice = abbreviated(*usual * 2, "ứng dụng CNMT", "áp dụng CNMT")
    assert cells("G11", twice) == ["DeAn!E10", "DeAn!E11"]
    thrice = abbreviated(*usual * 3, "a CNMT", "b CNMT", "c CNMT")
    assert faults("G11", thrice) == []


def test_g11_leaves_what_is_spelled_out() -> None:
    usual = ["cơ sở CNNT"] * 3
    assert faults("G11", abbreviated(*usual, "công nghệ môi trường (CNMT)")) == []


def test_g11_tells_once_a_text() -> None:
    usual = ["cơ sở CNNT"] * 6
    assert cells("G11", abbreviated(*usual, "cơ sở CNTT, cơ sở CNTT")) == ["DeAn!E10"]


def test_g11_corrects_an_unknown_abbreviation_to_a_known_one() -> None:
    texts = ["cơ sở CNMT"] * 4 + ["cơ sở CNNT"] * 3
    found = faults("G11", abbreviated(*texts))[:4]
    assert [one.hint for one in found] == ["Nếu là gõ nhầm thì sửa thành CNNT."] * 4


def test_g11_reads_no_abbreviations_in_numbers_of_documents() -> None:
    usual = ["UBND tỉnh"] * 3
    assert faults("G11", abbreviated(*usual, "Quyết định 53/2018/QĐ-UBNĐ")) == []


# G12, like a formula


def test_g12_tells_the_sign_and_the_text() -> None:
    found = fault("G12", typed("=tổng các đề án"))
    assert found.message == (
        "1.1 Đề án 1.1: cột “Mục tiêu và nội dung chính” là chữ bắt đầu bằng “=”: “=tổng các đề án”"
    )
    assert found.hint == "Viết lại để không bắt đầu bằng dấu đó."
    assert (str(found.place), found.column) == ("DeAn!E4", "goal")


@pytest.mark.parametrize(
    "text", ["=", "@Trung tâm", "+84 251", "-A1", "--", "+-x", "-(1)", "+SUM(A1)", "- 1.000", "-=a"]
)
def test_g12_knows_what_a_spreadsheet_takes_for_a_formula(text: str) -> None:
    assert len(faults("G12", typed(text))) == 1


@pytest.mark.parametrize(
    "text",
    ["- Hỗ trợ cơ sở", "-Hỗ trợ", "+ Cấp chứng nhận (100%)", "@", "(+84) 909", "- 53/2018/QĐ-UBND"],
)
def test_g12_lets_a_list_be_a_list(text: str) -> None:
    assert faults("G12", typed(text)) == []


def test_g12_lets_a_document_stand_after_a_dash() -> None:
    assert faults("G12", typed("-53/2018/QĐ-UBND", "M4")) == []


def test_g12_leaves_columns_of_numbers_to_other_rules() -> None:
    assert faults("G12", typed("-5", "J4")) == []
    assert faults("G12", typed("-5", "G4")) == []
    assert len(faults("G12", typed("-5", "F4"))) == 1
