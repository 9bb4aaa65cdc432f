"""The rules and the errors listed and explained."""

from __future__ import annotations

import pytest

from workbook_tools.check import RULES
from workbook_tools.error_kinds import FAMILIES, error_kinds
from workbook_tools.errors import InputError
from workbook_tools.jobs.explain import (
    errors,
    explained,
    explained_error,
    listed,
    listed_errors,
    rules,
)


def test_every_rule_is_a_line() -> None:
    assert [line.split()[0] for line in listed()] == list(RULES)


@pytest.mark.parametrize("code", ["A02", "a02"])
def test_a_rule_is_explained_with_both_examples(code: str) -> None:
    text = "\n".join(explained(code))
    rule = RULES["A02"]
    assert text.startswith(f"A02 (Lỗi) {rule.title}\n\n{rule.explanation}\n\n")
    assert f"Sai:   {rule.bad}\nĐúng:  {rule.good}" in text


def test_a_code_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="Không có quy tắc Z99"):
        rules("Z99")


def test_a_code_that_is_like_one_is_asked_about() -> None:
    with pytest.raises(InputError, match=r"Không có quy tắc A99 \(có phải “A09”\?\)"):
        rules("A99")


def test_without_a_code_all_are_listed() -> None:
    assert rules() == listed() and rules("A01") == explained("A01")


@pytest.mark.parametrize("family", ["B", "b"])
def test_a_family_of_rules_is_listed(family: str) -> None:
    found = [line.split()[0] for line in rules(family)]
    assert found == [code for code in RULES if code.startswith("B")]


@pytest.mark.parametrize("family", ["", "Z"])
def test_a_family_that_is_none_is_refused(family: str) -> None:
    with pytest.raises(InputError, match="Không có quy tắc"):
        rules(family)


def test_every_error_is_a_line() -> None:
    assert [line.split()[0] for line in errors()] == list(error_kinds())


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_errors_is_listed(family: str) -> None:
    assert errors(family.lower()) == listed_errors(family)
    assert all(line.startswith(family) for line in errors(family)) and errors(family)


@pytest.mark.parametrize("code", ["K101", "k101"])
def test_an_error_is_explained_with_an_example(code: str) -> None:
    assert errors(code) == [
        "K101 Không có tệp",
        "",
        FAMILIES["K1"][1],
        "",
        "Ví dụ:    Không có tệp KeHoach2027.xlsx; hãy kiểm tra lại tên và thư mục (K101).",
        "Cần làm:  Hãy kiểm tra lại tên và thư mục.",
    ]


@pytest.mark.parametrize("code", error_kinds())
def test_every_error_can_be_explained(code: str) -> None:
    assert explained_error(code)[0].startswith(code)


@pytest.mark.parametrize(("code", "like"), [("K1o1", "K101"), ("101", "K101"), ("L101", "K101")])
def test_an_error_that_is_like_one_is_asked_about(code: str, like: str) -> None:
    with pytest.raises(InputError, match=rf"Không có mã lỗi {code} \(có phải “{like}”\?\)"):
        errors(code)


@pytest.mark.parametrize("code", ["", "?", "xyz"])
def test_a_code_like_none_is_refused_without_a_question(code: str) -> None:
    with pytest.raises(InputError, match=r"Không có mã lỗi .*; xem danh sách") as caught:
        errors(code)
    assert "có phải" not in str(caught.value)
