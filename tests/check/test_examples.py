"""The examples of the rules: the bad one gives exactly its finding, the good one none."""

from __future__ import annotations

import pytest

from tests.check.examples import findings_on
from workbook_tools.check import RULES
from workbook_tools.check.register import Example


def test_the_plan_that_all_examples_share_is_clean() -> None:
    assert findings_on(Example("")) == ()


@pytest.mark.parametrize("code", RULES)
def test_the_bad_example_is_found_once_and_told_so(code: str) -> None:
    bad = RULES[code].bad
    found = [(finding.rule, finding.where, finding.message) for finding in findings_on(bad)]
    assert found == [(code, bad.where, bad.says)]


@pytest.mark.parametrize("code", RULES)
def test_nothing_is_found_in_the_good_example(code: str) -> None:
    assert findings_on(RULES[code].good) == ()
