"""Commands that write, run with a fault at one of their calls to the operating system, and what
must hold of their files then: old or new, whole, nothing beside them, and the next run works.
"""

from __future__ import annotations

import email
import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import policy
from functools import cache
from pathlib import Path

from tests.faults.calls import KILLED, ONE_ERROR, SAVED, Machine, Run
from tests.faults.trials import plan
from tests.plans import SMALL, plan_file, project
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import source_of
from workbook_tools.send.sent_log import DRAFT, SentLog

_FOREIGN = ("Traceback", "Errno", "K912", "không lường trước", "panicked")
_COPY = re.compile(r" \(\d{4}-\d\d-\d\d \d\d\.\d\d(?:, \d+)?\)\.xlsx\Z")
_FOLDERS = ("state", "tmp")

State = Mapping[str, bytes]
"""The files of a folder by their names in it."""


@dataclass(frozen=True)
class Command:
    """A command that writes, and the files that it finds; it may write those in ``written``. One
    in ``next_every`` runs with a fault is followed by one without, and each that left something,
    since to clear it takes calls of its own. With ``earlier`` it was run once before, and finds
    what that run kept in the state folder; without, that folder is empty.
    """

    arguments: tuple[str, ...]
    before: State
    written: tuple[str, ...]
    next_every: int = 1
    earlier: bool = False


@cache
def commands() -> dict[str, Command]:
    """Every command that writes a workbook, a report or drafts, over old files and into new."""
    older = plan_file([*SMALL, project("1.8", 7)])
    old = build_workbook(source_of(older, "k.xlsx")).data
    done = build_workbook(source_of(plan(), "k.xlsx")).data
    new = ("new", "m.xlsx", "--province", "Huế", "--year", "2027")
    draft = ("send", "r.xlsx", "--draft", "thu", "--no-pdf", "--despite-errors", "Thử")
    stem = "thu/KH_KhuyenCong_DongNai_2021"
    drafts = (f"{stem}.xlsx", f"{stem}.eml")
    return {
        "build": Command(("build", "k.xlsx", "-o", "r.xlsx"), {"k.xlsx": plan()}, ("r.xlsx",)),
        "build over": Command(
            ("build", "k.xlsx", "-o", "r.xlsx"), {"k.xlsx": plan(), "r.xlsx": old}, ("r.xlsx",)
        ),
        "build keeping a copy": Command(
            ("build", "k.xlsx", "-o", "r.xlsx"), {"k.xlsx": plan(), "r.xlsx": older}, ("r.xlsx",)
        ),
        "build in place": Command(
            ("build", "k.xlsx", "--in-place"), {"k.xlsx": plan()}, ("k.xlsx",)
        ),
        "build with report": Command(
            ("build", "k.xlsx", "-o", "r.xlsx", "--report", "r.json"),
            {"k.xlsx": plan()},
            ("r.xlsx", "r.json"),
        ),
        "unflag": Command(("unflag", "r.xlsx"), {"r.xlsx": done}, ("r.xlsx",)),
        "new": Command(new, {}, ("m.xlsx",)),
        "check": Command(
            ("check", "k.xlsx", "--report", "r.json"), {"k.xlsx": plan()}, ("r.json",)
        ),
        "send": Command(draft, {"r.xlsx": done}, drafts, 6),
        "send again": Command(draft, {"r.xlsx": done}, drafts, 6, earlier=True),
    }


@dataclass
class Tried:
    """What came of a command: how many runs were tried, and what was wrong with which."""

    tries: int = 0
    faults: list[str] = field(default_factory=list)


class Trials:
    """A command in a folder; without a fault it was run twice, to know what it must write."""

    def __init__(self, machine: Machine, command: Command) -> None:
        self.machine, self.command = machine, command
        self.kept: State = {}
        self.lay_out()
        if command.earlier:
            machine.run(list(command.arguments))
            self.kept = _held(machine.folder / "state")
            self.lay_out()
        self.sound = machine.run(list(command.arguments))
        self.new = files(machine.folder)
        machine.run(list(command.arguments))
        self.again = files(machine.folder)

    def lay_out(self) -> None:
        """Put the files there as the command finds them: every run begins where the sound one did,
        whatever runs before it kept in the state folder.
        """
        folder = self.machine.folder
        for name in files(folder):
            (folder / name).unlink()
        shutil.rmtree(folder / "state")
        (folder / "state").mkdir()
        for name, data in self.kept.items():
            (folder / "state" / name).write_bytes(data)
        for entry in folder.iterdir():
            if entry.name not in _FOLDERS:
                entry.rmdir()
        for name, data in self.command.before.items():
            (folder / name).write_bytes(data)

    def numbers(self) -> Iterator[int]:
        """The calls at which something may happen; of many equal ones in a row the first and the
        last.
        """
        calls = ["", *self.sound.calls, ""]
        for number in range(1, len(calls) - 1):
            if not calls[number - 1] == calls[number] == calls[number + 1]:
                yield number

    def tried(self, fault: str) -> Tried:
        """A run for each call with a fault at it, most followed by one without."""
        tried = Tried()
        for number in self.numbers():
            tried.tries += 1
            self.lay_out()
            run = self.machine.run(list(self.command.arguments), number, fault)
            at = self.sound.calls[number - 1]
            wrong = list(self.wrong(run, fault, at))
            if tried.tries % self.command.next_every == 0 or self.left(files(self.machine.folder)):
                wrong += self.wrong_next()
            tried.faults += [f"{fault} at {number} ({at}): {said}" for said in wrong]
        return tried

    def wrong(self, run: Run, fault: str, at: str) -> Iterator[str]:
        """What is wrong after a run with a fault at a call."""
        said = run.out + run.err
        if run.status not in ((-9,) if fault == KILLED else (0, 1, 2)):
            yield f"ended by {run.status}: {run.err[-300:]}"
        if any(word in said for word in _FOREIGN):
            yield f"says {run.err[-300:]}"
        if run.status == 2 and (run.err.count("\n") != 1):
            yield f"is no line: {run.err[-300:]}"
        now = files(self.machine.folder)
        for name, given in self.command.before.items():
            if name not in self.command.written and now.get(name) != given:
                yield f"{name} is another"
        for name in self.command.written:
            data = now.get(name)
            old = data == self.command.before.get(name)
            if not old and not (data is not None and self.whole(name, data, self.new)):
                yield f"{name} is neither old nor new"
            if old and run.status in (0, 1) and self.command.before.get(name) != self.new[name]:
                yield f"{name} is told as written, and is not"
            alone = name == self.command.written[0] and run.status == 2
            if alone and not old and "Đã" not in run.out:
                yield f"{name} was written, and is not told"
        yield from self._wrong_beside(now, fault, at)

    def _wrong_beside(self, now: State, fault: str, at: str) -> Iterator[str]:
        """What is left behind, unless it could not be removed: then the next run does it."""
        could = not at.startswith(("rmdir", "remove")) and fault == ONE_ERROR
        if could and (left := self.left(now)):
            yield f"left {left}"

    def wrong_next(self) -> Iterator[str]:
        """What is wrong after the next run, which nothing befalls."""
        run = self.machine.run(list(self.command.arguments))
        if run.status != self.sound.status:
            yield f"the next run ended by {run.status}: {run.err[-300:]}"
        now = files(self.machine.folder)
        for name in self.command.written:
            held = now.get(name, b"")
            if not (self.whole(name, held, self.new) or self.whole(name, held, self.again)):
                yield f"{name} is not whole after the next run"
        if left := self.left(now):
            yield f"the next run left {left}"
        if self.command.arguments[0] == "send":
            yield from self._wrong_log()

    def _wrong_log(self) -> Iterator[str]:
        """What is wrong with the log of mails after a run that nothing befell: it has that run's
        draft, those of before, and nothing that is no draft.
        """
        states = [entry.state for entry in SentLog(self.machine.folder / "state").entries()]
        if len(states) < 1 + self.command.earlier or set(states) != {DRAFT}:
            yield f"the log holds {states}"

    def left(self, now: State) -> list[str]:
        """What lies there that nobody put there."""
        known = {*self.command.before, *self.command.written}
        held = self.command.before.values()
        known |= {name for name in now if _COPY.search(name) and now[name] in held}
        temporary = [f"tmp/{entry.name}" for entry in (self.machine.folder / "tmp").iterdir()]
        return [*sorted(now.keys() - known), *temporary]

    def whole(self, name: str, data: bytes, wanted: State) -> bool:
        """Whether a file is the one that the command writes."""
        if name.endswith(".json"):
            return bool(json.loads(data).keys() == json.loads(wanted[name]).keys())
        if name.endswith(".eml"):
            return _attached(data) == _attached(wanted[name])
        return data == wanted[name]


def saved_meanwhile(trials: Trials, target: str, other: bytes) -> Tried:
    """Another program saves the target at each call but the one that puts the new file there: what
    it saved is there afterwards, or what was made of it.
    """
    tried = Tried()
    folder = trials.machine.folder
    for number in trials.numbers():
        if trials.sound.calls[number - 1].startswith("rename"):
            continue
        tried.tries += 1
        trials.lay_out()
        (folder / "tmp" / "other").write_bytes(other)
        run = trials.machine.run(
            list(trials.command.arguments), number, SAVED, str(folder / target)
        )
        (folder / "tmp" / "other").unlink()
        if (folder / target).read_bytes() != other:
            tried.faults.append(f"saved at {number} ({trials.sound.calls[number - 1]}): lost")
        elif run.status != 2:
            tried.faults.append(f"saved at {number}: is told as written: {run.out[:80]}")
    return tried


def files(folder: Path) -> dict[str, bytes]:
    """The files of a folder and of those in it, by name, without state and temporary ones."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] not in _FOLDERS:
            found[name.as_posix()] = path.read_bytes()
    return found


def _held(folder: Path) -> dict[str, bytes]:
    """The files right in a folder, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def processes_in(folder: Path) -> list[str]:
    """The processes whose temporary files go into a folder, where the system tells it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*") if sys.platform == "linux" else ():
        try:
            if str(folder / "tmp").encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().decode("utf-8", "replace"))
        except OSError:  # it is gone, or another user's
            continue
    return found


def _attached(data: bytes) -> list[object]:
    """What is attached to a mail."""
    message = email.message_from_bytes(data, policy=policy.default)
    return [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
