"""Commands killed at any moment, two at once on one file, and another program that saves meanwhile:
rows of the table of ``make bench-trust``.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from tests.conftest import ROOT
from tests.faults.calls import KILLED, Machine, Run
from tests.faults.interrupted import Trials, commands, files, processes_in, saved_meanwhile
from tests.faults.trials import Row
from tests.plans import SMALL, plan_file, project


def killed_row(kills: int, seed: int = 1) -> tuple[Row, int]:
    """So many kills over all commands that write, each at a moment of its own, and how many of
    them met the command at work.
    """
    row, moments, at_work = Row(), random.Random(seed), 0
    for name in commands():
        with tempfile.TemporaryDirectory() as folder, Machine(Path(folder)) as machine:
            trials = Trials(machine, commands()[name])
            lasts = _ended(_started(trials), 60.0)[1]
            for _ in range(-(-kills // len(commands()))):
                trials.lay_out()
                run, _seconds = _ended(_started(trials), moments.uniform(0.1, 1.0) * lasts)
                at_work += run.status == -9
                fault = KILLED if run.status == -9 else ""
                _count(row, name, [*trials.wrong(run, fault, "kill"), *trials.wrong_next()])
    return row, at_work


def pairs_row(pairs: int) -> Row:
    """So many pairs of builds that write one file at the same time."""
    row = Row()
    with tempfile.TemporaryDirectory() as folder, Machine(Path(folder)) as machine:
        for name in islice(cycle(("build over", "build in place")), pairs):
            trials = Trials(machine, commands()[name])
            trials.lay_out()
            both = [_started(trials), _started(trials)]
            ended = [_ended(process, 60.0)[0] for process in both]
            wrong = [f"ended by {run.status}" for run in ended if run.status not in (0, 1, 2)]
            if all(run.status == 2 for run in ended):
                wrong.append("neither wrote")
            _count(row, name, [*wrong, *trials.wrong_next()])
    return row


def saves_row() -> Row:
    """Another program saves the target at each call of a build to the system."""
    row = Row()
    other = plan_file([*SMALL, project("1.7", 3)])
    with tempfile.TemporaryDirectory() as folder, Machine(Path(folder)) as machine:
        for name in ("build over", "build keeping a copy", "build in place"):
            command = commands()[name]
            tried = saved_meanwhile(Trials(machine, command), command.written[0], other)
            row.tries += tried.tries
            row.survived += tried.tries - len(tried.faults)
            row.faults += tried.faults
    return row


def signals_row(tries: int, seed: int = 2) -> Row:
    """So many requests to stop, while a mail with its PDF is made."""
    row, moments = Row(), random.Random(seed)
    plain = commands()["send"]
    asked = tuple(word for word in plain.arguments if word != "--no-pdf")
    files_made = (*plain.written, plain.written[0].replace(".xlsx", ".pdf"))
    command = replace(plain, arguments=asked, written=files_made)
    with tempfile.TemporaryDirectory() as folder, Machine(Path(folder)) as machine:
        trials = Trials(machine, command)
        lasts = _ended(_started(trials), 120.0)[1]
        for number in islice(cycle((signal.SIGINT, signal.SIGTERM)), tries):
            trials.lay_out()
            process, seconds = _started(trials), moments.uniform(0.1, 1.0) * lasts
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            process.send_signal(number)
            out, err = process.communicate(timeout=60)
            run = Run(process.returncode, out, err, ())
            _count(row, f"send, {number.name} after {seconds:.2f} s", [*_wrong_mail(trials, run)])
    return row


def _wrong_mail(trials: Trials, run: Run) -> Iterator[str]:
    """What is wrong after a mail was made or stopped: each file of it is whole, or not there."""
    if run.status not in (0, 2) or (run.status == 2 and run.err.count("\n") != 1):
        yield f"ended by {run.status}: {run.err[-300:]}"
    now = files(trials.machine.folder)
    for name in trials.command.written:
        if name in now and now[name][:8] != trials.new[name][:8]:
            yield f"{name} is not what it should be"
        if name in now and abs(len(now[name]) - len(trials.new[name])) > 2000:
            yield f"{name} is not whole"
    if left := trials.left(now):
        yield f"left {left}"
    if len(at_work := processes_in(trials.machine.folder)) > 1:
        yield f"still at work: {at_work}"


def _count(row: Row, name: str, wrong: list[str]) -> None:
    row.tries += 1
    row.survived += not wrong
    row.faults += [f"{name}: {said}" for said in wrong]


def _started(trials: Trials) -> subprocess.Popen[str]:
    """The command as a process started anew."""
    folder = trials.machine.folder
    environment = os.environ | {
        "KEHOACH_STATE": str(folder / "state"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "workbook_tools", *trials.command.arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment,
        text=True,
    )


def _ended(process: subprocess.Popen[str], seconds: float) -> tuple[Run, float]:
    """How a process ended that is killed after some seconds, and how long it took."""
    began = time.perf_counter()
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
    return Run(process.returncode, out, err, ()), time.perf_counter() - began
