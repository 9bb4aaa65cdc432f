"""Each call to the operating system that a command makes fails once, and is the last one once: its
files are old or new and whole, nothing is left behind, and the next run works.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import EVERY
from tests.faults.calls import ERRORS, FAULTS, KILLED, ONE_ERROR, Machine
from tests.faults.interrupted import Trials, commands, processes_in, saved_meanwhile
from tests.plans import SMALL, plan_file, project

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

ALL = [
    (name, fault)
    for name in commands()
    for fault in FAULTS
    if name != "send again" or fault == KILLED
]
USUAL = [
    *((name, ONE_ERROR) for name in commands() if name not in ("build", "unflag", "send again")),
    *((name, ERRORS) for name in ("build over", "build keeping a copy", "unflag", "new", "check")),
    *((name, KILLED) for name in commands() if name in ("build over", "build in place", "unflag")),
]
TRIALS = ALL if EVERY else USUAL
"""Each command by each way in ``make whole``; some of them here: the suite has twelve minutes."""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with Machine(tmp_path_factory.mktemp("calls")) as started:
        yield started


@pytest.mark.parametrize(("name", "fault"), TRIALS)
def test_a_fault_at_any_call_loses_nothing_and_leaves_nothing(
    name: str, fault: str, machine: Machine
) -> None:
    trials = Trials(machine, commands()[name])
    tried = trials.tried(fault)
    assert tried.faults == []
    assert tried.tries >= 6
    assert len(processes_in(machine.folder)) <= 1


@pytest.mark.parametrize("name", ["build over", "build keeping a copy", "build in place"])
def test_what_another_program_saves_meanwhile_stays(name: str, machine: Machine) -> None:
    command = commands()[name]
    trials = Trials(machine, command)
    other = plan_file([*SMALL, project("1.7", 3)])
    assert saved_meanwhile(trials, command.written[0], other).faults == []


def test_every_call_of_a_write_is_counted(machine: Machine, tmp_path: Path) -> None:
    trials = Trials(machine, commands()["new"])
    kinds = [call.split()[0] for call in trials.sound.calls]
    assert kinds == ["open", "open", "write", "fsync", "close", "chmod", "rename"]


def test_every_run_finds_what_the_sound_one_found(machine: Machine) -> None:
    """Else a call at the end of the sound run is not made in the runs after it, and nothing happens
    to it: a log of mails is opened in another way where it is missing.
    """
    for name in ("send", "send again"):
        trials = Trials(machine, commands()[name])
        trials.lay_out()
        run = machine.run(list(trials.command.arguments))
        kinds = [[call.split()[0] for call in calls] for calls in (trials.sound.calls, run.calls)]
        assert kinds[0] == kinds[1]
        assert any(call.startswith("link") for call in run.calls) is (name == "send")
