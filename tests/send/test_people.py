"""Names and addresses shown as what they are."""

from __future__ import annotations

import pytest

from tests.send.mails import mail
from workbook_tools.send.mail import as_bytes, message
from workbook_tools.send.people import decoded, doubts_about, scripts, shown

CODED = "so@xn--80ak6aa92e.com"
"""Looks like apple.com where it is decoded, in Cyrillic."""


def doubts(name: str, address: str = "so@congthuong.gov.vn") -> str:
    return "\n".join(doubts_about(mail(to=((name, address),), cc=())))


@pytest.mark.parametrize("name", ["Bà Trần Thị Ánh, Sở Công Thương", "", "Phòng KT-HT 2", "Đ/c Ý"])
def test_a_plain_name_is_no_doubt(name: str) -> None:
    assert doubts(name) == ""


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2066", "\u200b", "\ufeff"])
def test_a_mark_that_is_not_seen_is_told(mark: str) -> None:
    assert f"‹U+{ord(mark):04X}›" in doubts(f"Bà {mark}Ánh")


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\u2066", "\u200b", "\ufeff"])
def test_a_mark_that_is_not_seen_does_not_go_out(mark: str) -> None:
    plain = as_bytes(message(mail(to=(("Bà Ánh", "a@b.vn"),), subject="Kế hoạch")))
    marked = as_bytes(message(mail(to=((f"Bà {mark}Ánh", "a@b.vn"),), subject=f"Kế{mark} hoạch")))
    head = plain.partition(b"Content-Type: multipart/alternative")[0].splitlines()
    assert [line for line in marked.splitlines() if line.startswith((b"To:", b"Subject:"))] == [
        line for line in head if line.startswith((b"To:", b"Subject:"))
    ]


def test_letters_of_two_alphabets_in_one_word_are_told() -> None:
    assert "lẫn nhiều loại chữ (La-tinh, Ki-rin)" in doubts("S\u043e Công Thương")


def test_a_name_that_is_another_address_is_told() -> None:
    assert "mang tên của một địa chỉ khác" in doubts("chutich@coquan.vn", "ke@gian.vn")


def test_a_name_that_is_its_own_address_is_not() -> None:
    assert doubts("SO@congthuong.gov.vn") == ""


def test_an_address_for_machines_is_told_with_what_it_stands_for() -> None:
    assert "xn--80ak6aa92e.com (đọc là аррӏе.com, chữ Ki-rin lẫn La-tinh)" in doubts(
        "Bà Ánh", CODED
    )


def test_an_address_for_machines_is_shown_with_what_it_stands_for() -> None:
    assert shown(CODED) == f"{CODED} (đọc là аррӏе.com, chữ Ki-rin lẫn La-tinh)"


def test_a_plain_address_is_shown_as_it_is() -> None:
    assert shown("a@b.vn") == "a@b.vn"


@pytest.mark.parametrize("label", ["xn--", "xn--99999999999", "xn--\u00e9", "XN--A-ecp.vn"])
def test_what_stands_for_nothing_is_no_traceback(label: str) -> None:
    assert decoded(f"a@{label}.vn")


def test_what_an_address_stands_for_cannot_turn_the_line() -> None:
    hidden = "a\u202eb".encode("punycode").decode()
    assert "\u202e" not in shown(f"a@xn--{hidden}.vn") and "U+202E" in shown(f"a@xn--{hidden}.vn")


def test_alphabets_are_told_in_order() -> None:
    assert scripts("a\u0430\u03b1") == ("La-tinh", "Ki-rin", "Hy Lạp")
