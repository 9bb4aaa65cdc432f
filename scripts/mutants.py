"""How much of the subject the tests hold: python -m scripts.mutants [--sample N] [MODULE ...].

One small change at a time is made to a module, in a process of its own, and the tests of that
module run against it; a change that no test notices survives and is printed with its place. Texts,
annotations and decorators are left out. A run without any change must pass first.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import gc
import importlib
import importlib.machinery
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 20
"""What no test run of one change takes of a core: a change that makes it last longer is noticed."""

PATIENCE = 120
"""The same on the clock, for one that waits."""

UNCLEAR = 9
NOTICED = (1, 2, 4)
"""How pytest ends where a test failed, could not be collected, or its conftest not imported."""

MEMORY = 4 * 2**30
SEED = 9
RULES = "tests/check/test_mutations.py"
TARGETS: dict[str, tuple[str, ...]] = {
    "plan/money": ("tests/plan",),
    "plan/numerals": ("tests/plan",),
    "plan/words": ("tests/plan",),
    "plan/citation": ("tests/plan", "tests/check/test_e_citing.py"),
    "plan/numbering": ("tests/plan", "tests/check/test_b_structure.py"),
    "plan/model": ("tests/plan", "tests/read/test_plan_reader.py", "tests/read/test_appendix.py"),
    "check/d_norms": ("tests/check/test_d_norms.py", f"{RULES}::D"),
    "check/b_structure": ("tests/check/test_b_structure.py", f"{RULES}::B"),
}
"""Each module and the tests that speak of it. The test of its own name runs first."""

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
}
SIGNS = {
    kind: sign
    for sign, kind in {
        "<": ast.Lt,
        "<=": ast.LtE,
        ">": ast.Gt,
        ">=": ast.GtE,
        "==": ast.Eq,
        "!=": ast.NotEq,
        "in": ast.In,
        "not in": ast.NotIn,
        "is": ast.Is,
        "is not": ast.IsNot,
        "+": ast.Add,
        "-": ast.Sub,
        "*": ast.Mult,
        "/": ast.Div,
        "//": ast.FloorDiv,
        "%": ast.Mod,
        "**": ast.Pow,
    }.items()
}
Replace = Callable[[ast.AST], ast.AST]


@dataclass(frozen=True)
class Change:
    """One change to a module: the node (by its place in a walk of the tree) and what stands there
    then.
    """

    module: str
    line: int
    said: str
    node: int
    replace: Replace


@dataclass(frozen=True)
class Running:
    """The change that a process tests, and since when."""

    change: Change
    since: float


# ------------------------------------------------------------------------------------- the changes


def changes(module: str, source: str) -> list[Change]:
    """Every change to a module, in the order of its text."""
    tree = ast.parse(source)
    left_out = {id(node) for part in _left_out(tree) for node in ast.walk(part)}
    found = [
        Change(module, getattr(node, "lineno", 0), said, at, replace)
        for at, node in enumerate(ast.walk(tree))
        if id(node) not in left_out
        for said, replace in _variants(node)
    ]
    return sorted(found, key=lambda change: (change.line, change.node))


def _left_out(tree: ast.Module) -> Iterator[ast.AST]:
    """Annotations, decorators, and what is imported for types only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from node.decorator_list
            yield from (node.returns,) if node.returns else ()
        elif isinstance(node, ast.ClassDef):
            yield from node.decorator_list
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            yield node.annotation
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield node


def _variants(node: ast.AST) -> Iterator[tuple[str, Replace]]:
    """The changes of one node: what is said of each, and the node that replaces it."""
    if isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.BinOp | ast.AugAssign):
        yield from _arithmetic(node)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"{ast.unparse(node)}: and ↔ or", _with("op", other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"{ast.unparse(node)}: not dropped", lambda old: old.operand  # type: ignore[attr-defined]
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Return | ast.Continue):
        yield f"{ast.unparse(node)} dropped", lambda old: ast.Pass()
    if isinstance(node, ast.If | ast.While | ast.IfExp) and not _swapped_anyway(node.test):
        yield f"if {ast.unparse(node.test)}: negated", _negated


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, Replace]]:
    for at, op in enumerate(node.ops):
        other = COMPARISONS[type(op)]
        ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
        yield (
            f"{ast.unparse(node)}: {SIGNS[type(op)]} → {SIGNS[other]}",
            _with("ops", ops),
        )


def _arithmetic(node: ast.BinOp | ast.AugAssign) -> Iterator[tuple[str, Replace]]:
    """A sign of arithmetic for another; not where texts are put together."""
    parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
    texts = any(
        isinstance(inner, ast.JoinedStr) or isinstance(getattr(inner, "value", None), str)
        for part in parts
        for inner in ast.walk(part)
    )
    other = ARITHMETIC.get(type(node.op))
    if other and not texts:
        yield f"{ast.unparse(node)}: {SIGNS[type(node.op)]} → {SIGNS[other]}", _with("op", other())


def _constants(node: ast.Constant) -> Iterator[tuple[str, Replace]]:
    if isinstance(node.value, bool):
        yield f"{node.value} → {not node.value}", _with("value", not node.value)
    elif isinstance(node.value, int):
        for value in (node.value + 1, node.value - 1):
            yield f"{node.value} → {value}", _with("value", value)


def _with(name: str, value: object) -> Replace:
    """The same node with one field that says something else."""

    def replace(old: ast.AST) -> ast.AST:
        new = copy.copy(old)
        setattr(new, name, value)
        return new

    return replace


def _negated(old: ast.AST) -> ast.AST:
    assert isinstance(old, ast.If | ast.While | ast.IfExp)
    new = copy.copy(old)
    new.test = ast.UnaryOp(ast.Not(), old.test)
    return new


def _swapped_anyway(test: ast.expr) -> bool:
    """Whether one swapped sign negates the condition, so that it is among the changes already."""
    if isinstance(test, ast.Compare):
        ordered = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
        return len(test.ops) == 1 and not isinstance(test.ops[0], ordered)
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def changed_code(source: str, change: Change, file: str) -> types.CodeType:
    """The module with the change made."""
    tree = ast.parse(source)
    target = list(ast.walk(tree))[change.node]

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            if node is target:
                return ast.copy_location(change.replace(node), node)
            return self.generic_visit(node)

    Swap().visit(tree)
    code: types.CodeType = compile(ast.fix_missing_locations(tree), file, "exec")
    return code


# ----------------------------------------------------------------------------------------- the runs


def path_of(module: str) -> Path:
    return ROOT / f"workbook_tools/{module}.py"


def arguments(module: str) -> list[str]:
    """What pytest is called with for a module: the test of its own name first."""
    own = ROOT / "tests" / Path(module).parent / f"test_{Path(module).name}.py"
    files = [str(own)] if own.exists() else []
    chosen = ""
    for name in TARGETS[module]:
        path, _, family = name.partition("::")
        chosen = family or chosen
        found = sorted((ROOT / path).glob("test_*.py")) if (ROOT / path).is_dir() else [ROOT / path]
        files += [str(file) for file in found if file.exists() and str(file) not in files]
    if chosen:
        codes = " or ".join(f"[{chosen}{number:02d}]" for number in range(1, 10))
        rest = f"not test_mutations or {codes}"
        return [*files, "-k", rest]
    return files


def options(module: str) -> list[str]:
    return [
        "-q", "-p", "no:xdist", "--tb=line", "-m", "not judge",
        "-W", "ignore::pytest.PytestAssertRewriteWarning",
        "--hypothesis-profile=mutants", *arguments(module),
    ]  # fmt: skip


def forked(action: Callable[[], int], output: Path | None = None) -> int:
    """A process of its own that does something and ends with the status that it gives."""
    process = os.fork()
    if process:
        return process
    status = UNCLEAR
    try:
        os.setpgid(0, 0)
        if output:
            out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(out, 1)
            os.dup2(out, 2)
        status = action()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def bounded() -> None:
    """From now on this process has only so much time and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run_anew(module: str, change: Change | None, source: str) -> int:
    """All tests of a module, which is imported with the change in it."""
    bounded()
    if change:
        _exchange(module, changed_code(source, change, str(path_of(module))))
    return int(pytest.main(["-x", *options(module)]))


def _exchange(module: str, code: types.CodeType) -> None:
    """From now on the import of the module gives this code."""
    name = "workbook_tools." + module.replace("/", ".")
    plain = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, fullname: str) -> object:
        return code if fullname == name else plain(self, fullname)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]


class InPlace:
    """A plugin of pytest: once the tests are collected, they run for each change in a process of
    its own, in which the functions of the module get the changed code. Much faster than importing
    all anew. The numbers of the changes that no test noticed are written to ``result``.
    """

    def __init__(self, module: str, due: Sequence[Change], source: str, result: Path) -> None:
        self.module, self.due, self.source, self.result = module, due, source, result
        self.functions: list[types.FunctionType] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        file = str(path_of(self.module))
        every = [one for one in gc.get_objects() if isinstance(one, types.FunctionType)]
        self.functions = [one for one in every if one.__code__.co_filename == file]
        left = survivors(self.due, lambda change: forked(partial(self.run, session, change)))
        self.result.write_text(json.dumps([self.due.index(change) for change in left]))
        return True

    def run(self, session: pytest.Session, change: Change) -> int:
        """1 once a test fails, 0 where none does."""
        bounded()
        self.put(changed_code(self.source, change, str(path_of(self.module))))
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return 1
        return 0

    def put(self, code: types.CodeType) -> None:
        """Give each function the code that it has in the changed module."""
        changed = {(one.co_qualname, one.co_firstlineno): one for one in _inner_codes(code)}
        for function in self.functions:
            old = function.__code__
            function.__code__ = changed[old.co_qualname, old.co_firstlineno]
        for cached in gc.get_objects():
            if isinstance(cached, functools._lru_cache_wrapper):
                cached.cache_clear()


def _inner_codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield constant
            yield from _inner_codes(constant)


def in_functions(source: str) -> set[int]:
    """The nodes (by their places in a walk of the tree) that stand in the body of a function."""
    tree = ast.parse(source)
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        for node in ast.walk(statement)
    }
    return {at for at, node in enumerate(ast.walk(tree)) if id(node) in inside}


def unnoticed(module: str, due: Sequence[Change], source: str, folder: Path) -> list[Change]:
    """The changes to a module that no test notices: those in functions tried in place first."""
    inside = in_functions(source)
    quick = [change for change in due if change.node in inside]
    result, output = folder / "result.json", folder / "in-place.txt"
    plugin = InPlace(module, quick, source, result)
    process = forked(lambda: int(pytest.main(options(module), plugins=[plugin])), output)
    os.waitpid(process, 0)
    if not result.exists():
        sys.exit(f"{output.read_text('utf-8')}\n{module}: the tests do not run")
    still = {quick[at] for at in json.loads(result.read_text())}
    result.unlink()
    rest = [change for change in due if change in still or change.node not in inside]
    anew = folder / "anew.txt"
    return survivors(rest, lambda change: forked(partial(run_anew, module, change, source), anew))


def warm_up() -> None:
    """Import all that tests need, and forget the project's own modules again: each process imports
    them anew, from compiled files.
    """
    sys.dont_write_bytecode = False
    sys.pycache_prefix = tempfile.mkdtemp(prefix="mutants-")
    hypothesis.settings.register_profile(
        "mutants",
        deadline=None,
        max_examples=40,
        derandomize=True,
        database=None,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    for name in ("tests.plans", "tests.faults.faults", "tests.conftest", "pandas", "xlsxwriter"):
        importlib.import_module(name)
    for name in list(sys.modules):
        if name.split(".")[0] in ("workbook_tools", "tests"):
            del sys.modules[name]


def control(module: str, source: str, folder: Path) -> float:
    """The time that a module's tests take without a change. Ends the program where they fail."""
    began = time.monotonic()
    output = folder / "control.txt"
    _, status = os.waitpid(forked(partial(run_anew, module, None, source), output), 0)
    if status:
        print(output.read_text("utf-8"))
        sys.exit(f"{module}: the run without a change fails")
    return time.monotonic() - began


def survivors(due: Sequence[Change], begin: Callable[[Change], int]) -> list[Change]:
    """The changes that no test notices; as many processes at a time as there are cores."""
    running: dict[int, Running] = {}
    left: list[Change] = []
    rest = iter(due)
    ahead = next(rest, None)
    while running or ahead:
        while ahead and len(running) < (os.cpu_count() or 1):
            running[begin(ahead)] = Running(ahead, time.monotonic())
            ahead = next(rest, None)
        process, status = os.waitpid(-1, os.WNOHANG)
        if not process:
            _end_late(running)
            time.sleep(0.005)
            continue
        change = running.pop(process).change
        if status == 0:
            left.append(change)
        elif os.WIFEXITED(status) and os.WEXITSTATUS(status) not in NOTICED:
            print(f"unclear, status {os.WEXITSTATUS(status)}: line {change.line}: {change.said}")
    return left


def _end_late(running: dict[int, Running]) -> None:
    for process, run in running.items():
        if time.monotonic() - run.since > PATIENCE:
            os.killpg(process, signal.SIGKILL)


def main() -> int:
    """Print the share noticed for each module, and every survivor."""
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*", default=list(TARGETS), metavar="MODULE")
    parser.add_argument(
        "--sample",
        type=int,
        default=0,
        help="so many changes a module, chosen by a fixed seed; otherwise all of them",
    )
    parser.add_argument(
        "--least", type=float, default=0, help="the share (in per cent) below which the run fails"
    )
    chosen = parser.parse_args()
    began = time.monotonic()
    warm_up()
    print("| module | changes | noticed | share | one run, s |\n| --- | --- | --- | --- | --- |")
    made, alive = 0, []
    with tempfile.TemporaryDirectory() as name:
        for module in chosen.modules:
            source = path_of(module).read_text("utf-8")
            due = changes(module, source)
            if chosen.sample and chosen.sample < len(due):
                due = random.Random(SEED).sample(due, chosen.sample)
            alone = control(module, source, Path(name))
            left = unnoticed(module, due, source, Path(name))
            noticed = len(due) - len(left)
            print(
                f"| {module} | {len(due)} | {noticed} | {noticed / len(due):.1%} | {alone:.1f} |",
                flush=True,
            )
            made += len(due)
            alive += left
    for change in sorted(alive, key=lambda change: (change.module, change.line)):
        print(f"workbook_tools/{change.module}.py:{change.line}: {change.said}")
    share = (made - len(alive)) / made
    print(
        f"{made - len(alive)} of {made} changes noticed ({share:.1%}), "
        f"{len(alive)} survived, {time.monotonic() - began:.0f} s"
    )
    return int(100 * share < chosen.least)


if __name__ == "__main__":
    sys.exit(main())
