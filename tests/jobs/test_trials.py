"""No workbook, however it was made or damaged, hangs, bloats or ends a command, or gets more than a
sentence out of it: the quick form of ``make bench-trust``.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.hostile import HARMS
from tests.faults.mutations import KINDS, mutated
from tests.faults.survival import Outcome, Runner
from tests.faults.trials import (
    REWRITINGS,
    Table,
    Trial,
    hostile_trials,
    mutation_trials,
    plan,
    reserialised_trials,
    tried,
)


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as started:
        yield started


def faults(runner: Runner, trial: Trial) -> list[str]:
    """What was wrong with the answers to a trial."""
    return [
        f"{trial.kind}, {trial.name}, {command[0]}: {fault}: {outcome.said[-300:]}"
        for command, outcome, fault in tried(runner, trial)
        if fault
    ]


@pytest.mark.parametrize("kind", HARMS)
def test_a_workbook_made_to_harm_gets_an_answer(kind: str, runner: Runner) -> None:
    first = next(iter(HARMS[kind]))
    trials = [trial for trial in hostile_trials([kind]) if trial.name.startswith(f"{first} (")]
    assert [fault for trial in trials for fault in faults(runner, trial)] == []


@pytest.mark.parametrize("seed", range(5_000, 5_000 + 4 * len(KINDS)))
def test_a_damaged_workbook_gets_an_answer(seed: int, runner: Runner) -> None:
    (trial,) = mutation_trials([seed])
    assert faults(runner, trial) == []


@pytest.mark.parametrize("way", REWRITINGS)
def test_a_workbook_written_anew_is_done(way: str, runner: Runner) -> None:
    assert [fault for trial in reserialised_trials([way]) for fault in faults(runner, trial)] == []


@pytest.mark.parametrize("seed", range(len(KINDS)))
def test_the_same_seed_gives_the_same_damage(seed: int) -> None:
    kind, data = mutated(seed, plan())
    assert (kind, data) == mutated(seed, plan())
    assert kind == KINDS[seed] and data != plan()


def test_every_kind_of_harm_has_three_inputs() -> None:
    assert all(len(harms) >= 3 for harms in HARMS.values())


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (Outcome(0, "Đã lập a.xlsx", 1, 90), ""),
        (Outcome(2, "Tệp đã hỏng; hãy mở bằng Excel và lưu lại (K207).", 1, 90), ""),
        (Outcome(-9, "", 60, 90), "ended by -9"),
        (Outcome(-11, "", 1, 90), "ended by -11"),
        (Outcome(2, "Traceback (most recent call last):", 1, 90), "says 'Traceback'"),
        (Outcome(2, "gặp lỗi không lường trước (số 1A2B)", 1, 90), "says 'không lường trước'"),
        (Outcome(2, "", 1, 90), "says nothing"),
        (Outcome(0, "Đã lập a.xlsx", 21, 90), "took 21 s"),
        (Outcome(0, "Đã lập a.xlsx", 1, 1_100), "took 1100 MB"),
    ],
)
def test_what_is_no_answer_is_a_fault(outcome: Outcome, fault: str) -> None:
    assert outcome.fault == fault


@pytest.mark.parametrize("kind", HARMS)
def test_each_harm_once_is_each_harm_and_each_place(kind: str) -> None:
    tried_once = [trial.name.rpartition(" (") for trial in hostile_trials([kind], once=True)]
    assert [name for name, _, _ in tried_once] == list(HARMS[kind])
    assert {place for _, _, place in tried_once} == {"DeAn)", "Nháp)", "mẫu)"}


def test_two_threads_try_everything_once() -> None:
    kinds = ("names", "XML")
    table = Table(trial for kind in kinds for trial in hostile_trials([kind], once=True))
    with ThreadPoolExecutor(2) as two:
        for filled in [two.submit(table.fill), two.submit(table.fill)]:
            filled.result()
    commands = sum(len(trial.commands) for trial in hostile_trials(kinds, once=True))
    assert sum(row.tries for row in table.rows.values()) == commands > 20
    assert [fault for row in table.rows.values() for fault in row.faults] == []
    assert table.rows.keys() == set(kinds)
