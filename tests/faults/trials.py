"""What strangers may send, given to the commands: the rows of a table of tries and survived.

Workbooks made to harm, packages damaged at random (one change each, by a fixed seed), and workbooks
written anew in every legal way; each command in a process of its own whose time and memory are
measured. Survived: an answer in the project's own words, within 20 s and 1 GB, with nothing written
where it is a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import chain
from threading import Lock
from typing import Any

from tests.faults.hostile import HARMS, harmed
from tests.faults.mutations import mutated
from tests.faults.reserialised import (
    TARGETS,
    WAYS,
    other_targets,
    rewritten_parts,
    without_optional_parts,
    without_start,
)
from tests.faults.survival import Outcome, Runner
from tests.plans import SMALL, plan_file, project
from tests.templates import ROWS, rich, template_file
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import source_of
from workbook_tools.template.shipped import template_path

BUILD = ("build", "{file}", "-o", "{out}")
CHECK = ("check", "{file}")
UNFLAG = ("unflag", "{file}", "-o", "{out}")
SEND = ("send", "{file}", "--draft", "{folder}", "--no-pdf", "--despite-errors", "Thử")
LINT = ("template", "lint", "{file}")
WITH_TEMPLATE = ("build", "{plan}", "--template", "{file}", "-o", "{out}")
_ANEW = "written anew"
_WRITING = (BUILD, UNFLAG, WITH_TEMPLATE)

_FINDING = project("1.9", "thiếu tổng", total=5)


@dataclass(frozen=True)
class Trial:
    """A workbook, by the kind of what was done to it, and the commands that are tried on it."""

    kind: str
    name: str
    data: Callable[[], bytes]
    commands: tuple[tuple[str, ...], ...]


@dataclass
class Row:
    """What came of one kind of input."""

    tries: int = 0
    survived: int = 0
    seconds: float = 0.0
    megabytes: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, outcome: Outcome, fault: str) -> None:
        """Count one try; ``fault`` says what was wrong with it, and is empty where nothing was."""
        self.tries += 1
        self.survived += not fault
        self.seconds = max(self.seconds, outcome.seconds)
        self.megabytes = max(self.megabytes, outcome.megabytes)
        if fault:
            self.faults.append(f"{name}: {fault}: {' '.join(outcome.said.split())[-160:]}")


# -------------------------------------------------------------------------------- what is harmed


def _own_sheets(book: Any) -> None:
    """A sheet of the accountant's own, and an old appendix with all that a sheet can hold."""
    page = book.add_worksheet("Của tôi")
    bold = book.add_format({"bold": True})
    page.write_formula("A1", "=DeAn!J4*2", bold, 999)
    page.write_rich_string("A3", "một ", bold, "hai", " ba")
    page.write_comment("A5", "của tôi")
    page.conditional_format("C1:C9", {"type": "data_bar", "data_bar_2010": True})
    page.write_row("E1", ["Mã", "Tiền"])
    page.add_table("E1:F3", {"columns": [{"header": "Mã"}, {"header": "Tiền"}]})
    page.data_validation("G1:G9", {"validate": "list", "source": ["a", "b"]})
    rich(book, book.add_worksheet("PhuLuc"))


@cache
def plan() -> bytes:
    """A small plan with a finding, and a sheet of the user's own."""
    return plan_file([*SMALL, _FINDING], sheets={"Nháp": [[1, 2, 3]]})


@cache
def rich_plan() -> bytes:
    """A plan beside a sheet that holds everything a sheet can hold."""
    return plan_file([*SMALL, _FINDING], extra=_own_sheets)


@cache
def finished() -> bytes:
    """A finished workbook with flags."""
    return build_workbook(source_of(rich_plan(), "k.xlsx")).data


@cache
def template() -> bytes:
    """The shipped template."""
    return template_path().read_bytes()


@cache
def rich_template() -> bytes:
    """A template with all that must follow its rows."""
    return template_file(ROWS, rich)


# ------------------------------------------------------------------------------------ the trials


_PLACES = (
    (plan, 2, "DeAn", (BUILD, CHECK, UNFLAG)),
    (plan, 3, "Nháp", (BUILD,)),
    (template, 7, "mẫu", (LINT, WITH_TEMPLATE)),
)


def hostile_trials(kinds: Iterable[str] = HARMS, *, once: bool = False) -> Iterator[Trial]:
    """Every harm of these kinds, on the sheet of projects, on one beside it and in a template; with
    ``once`` each in one of these places, in turn.
    """
    for kind in kinds:
        for number, (name, harm) in enumerate(HARMS[kind].items()):
            at = number % len(_PLACES)
            for base, sheet, where, commands in _PLACES[at : at + 1] if once else _PLACES:
                part = f"xl/worksheets/sheet{sheet}.xml"
                made = partial(_harmed, base, part, harm)
                yield Trial(kind, f"{name} ({where})", made, commands)


def _harmed(base: Callable[[], bytes], part: str, harm: Any) -> bytes:
    return harmed(base(), part, harm)


_MUTATED: tuple[tuple[Callable[[], bytes], tuple[tuple[str, ...], ...]], ...] = (
    (plan, (BUILD,)),
    (finished, (CHECK, BUILD)),
    (template, (WITH_TEMPLATE,)),
    (rich_plan, (BUILD,)),
    (finished, (UNFLAG,)),
    (rich_template, (LINT,)),
    (finished, (SEND,)),
    (rich_template, (WITH_TEMPLATE,)),
)


def mutation_trials(seeds: Iterable[int]) -> Iterator[Trial]:
    """Random damage, one change a workbook."""
    for seed in seeds:
        base, commands = _MUTATED[seed // 13 % len(_MUTATED)]
        kind, data = mutated(seed, base())
        yield Trial(kind, f"{seed} ({base.__name__})", partial(bytes, data), commands)


REWRITINGS: Mapping[str, Callable[[bytes], bytes]] = {
    **{name: partial(rewritten_parts, way=way) for name, way in WAYS.items()},
    **{name: partial(other_targets, change=change) for name, change in TARGETS.items()},
    "optional parts missing": without_optional_parts,
    "no relationships of the package": without_start,
}


def reserialised_trials(ways: Iterable[str] = REWRITINGS) -> Iterator[Trial]:
    """The same workbooks written in other legal ways; each must be done, not only answered."""
    for way in ways:
        for base, commands in (
            (rich_plan, (BUILD, CHECK)),
            (finished, (BUILD, UNFLAG)),
            (template, (LINT, WITH_TEMPLATE)),
        ):
            made = partial(_rewritten, base, REWRITINGS[way])
            yield Trial(_ANEW, f"{way} ({base.__name__})", made, commands)


def _rewritten(base: Callable[[], bytes], rewrite: Callable[[bytes], bytes]) -> bytes:
    return rewrite(base())


# -------------------------------------------------------------------------------------- trying


def tried(runner: Runner, trial: Trial) -> Iterator[tuple[tuple[str, ...], Outcome, str]]:
    """Each command of a trial, how it ended, and what was wrong with that (empty: nothing)."""
    files = {
        "file": runner.folder / "tep.xlsx",
        "out": runner.folder / "ra.xlsx",
        "plan": runner.folder / "ke-hoach.xlsx",
        "folder": runner.folder / "thu",
    }
    files["plan"].write_bytes(plan())
    files["file"].write_bytes(trial.data())
    for command in trial.commands:
        files["out"].unlink(missing_ok=True)
        outcome = runner.run(*(word.format_map(files) for word in command))
        fault = outcome.fault
        if not fault and command in _WRITING and files["out"].exists() != (outcome.status != 2):
            fault = "wrote something" if outcome.status == 2 else "wrote nothing"
        if not fault and trial.kind == _ANEW and outcome.status == 2:
            fault = "refused"
        yield command, outcome, fault


class Table:
    """The rows of the table, by kind, filled by one or more threads, each with a process of its
    own that gives birth to the commands.
    """

    def __init__(self, trials: Iterable[Trial]) -> None:
        self.rows: dict[str, Row] = {}
        self._trials, self._lock = iter(trials), Lock()

    def _next(self) -> Trial | None:
        with self._lock:
            return next(self._trials, None)

    def fill(self) -> None:
        """Try what nobody has begun to try, until nothing is left."""
        with Runner() as runner:
            while (trial := self._next()) is not None:
                for command, outcome, fault in tried(runner, trial):
                    with self._lock:
                        row = self.rows.setdefault(trial.kind, Row())
                        row.add(f"{trial.name}, {' '.join(command[:2])}", outcome, fault)


def all_trials(tries: int, *, once: bool = False) -> Iterator[Trial]:
    """Everything that is tried; ``tries`` is the number of damaged packages, ``once`` as for
    ``hostile_trials``.
    """
    return chain(hostile_trials(once=once), mutation_trials(range(tries)), reserialised_trials())
