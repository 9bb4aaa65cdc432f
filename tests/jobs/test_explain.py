"""The rules listed and explained."""

from __future__ import annotations

import pytest

from workbook_tools.check import RULES
from workbook_tools.errors import InputError
from workbook_tools.jobs.explain import explained, listed, rules


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


def test_without_a_code_all_are_listed() -> None:
    assert rules() == listed() and rules("A01") == explained("A01")
