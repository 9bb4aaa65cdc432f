"""Each rule finds the fault put in for it, at its cell; clean plans give none (at length: ``make
bench-checks``).
"""

from __future__ import annotations

import pytest

from tests.faults.faults import FAULTS
from tests.faults.scoring import false_alarms, score, together
from workbook_tools.check import RULES


def test_every_rule_has_a_fault_to_find() -> None:
    named = [name for rule in RULES.values() for name in rule.fault]
    assert sorted(named) == sorted(FAULTS) and all(rule.fault for rule in RULES.values())


@pytest.mark.parametrize("code", RULES)
def test_a_fault_is_found_at_its_cell(code: str) -> None:
    result = score(code, 6, first=900_000)
    assert (result.right, result.elsewhere, result.missed) == (6, 0, 0), result.wrong_seeds


def test_clean_plans_give_none() -> None:
    assert false_alarms(60, first=50_000) == {}


@pytest.mark.parametrize(("faults", "plans"), [(2, 12), (10, 6)])
def test_faults_together_are_all_found(faults: int, plans: int) -> None:
    found, put, lost = together(faults, plans, first=700_000)
    assert found == put == faults * plans, lost
