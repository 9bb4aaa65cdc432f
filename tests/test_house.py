"""The house: imports run downwards only, without circles; excel/ knows no plan, plan/ no file and
no excel/.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "workbook_tools"
STOREYS = (
    {"place", "error_kinds", "patterns"},
    {"errors"},
    {"machine"},
    {"excel", "plan"},
    {"read"},
    {"check"},
    {"template"},
    {"render"},
    {"flags"},
    {"send", "host", "addin"},
    {"jobs"},
    {"ribbon"},
    {"cli"},
    {"__main__"},
)
"""From the ground up. Rooms of one storey do not know each other, except where ``BESIDE`` says so.
"""

BESIDE: set[tuple[str, str]] = set()
FILES = {"pathlib", "os", "io", "tempfile", "shutil", "zipfile", "openpyxl", "lxml", "xlwings"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def name_in_repository(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    """Every module that a module imports, at the top, inside functions and for types."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(path: Path) -> set[str]:
    """The modules of this package that a module imports, without ``workbook_tools.``."""
    known = {module_name(other) for other in modules()}
    inner = {
        name.removeprefix("workbook_tools.")
        for name in imported(path)
        if name.startswith("workbook_tools.")
    }
    return (inner & known) - {module_name(path)}


def room(module: str) -> str:
    return module.split(".")[0]


def storey(module: str) -> int:
    return next(at for at, rooms in enumerate(STOREYS) if room(module) in rooms)


@pytest.mark.parametrize(
    "path", [path for path in modules() if path != PACKAGE / "__init__.py"], ids=module_name
)
def test_imports_run_downwards(path: Path) -> None:
    here = module_name(path)
    for other in own(path):
        if room(other) != room(here) and (room(here), room(other)) not in BESIDE:
            assert storey(other) < storey(here), f"{here} imports {other}"


def test_no_circle() -> None:
    edges = {module_name(path): own(path) for path in modules() if path.name != "__init__.py"}
    done: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " → ".join((*way, module))
        if module in done:
            return
        for other in edges.get(module, ()):
            walk(other, (*way, module))
        done.add(module)

    for module in edges:
        walk(module, ())


@pytest.mark.parametrize("path", sorted((PACKAGE / "plan").glob("*.py")), ids=module_name)
def test_the_plan_knows_no_file(path: Path) -> None:
    outside = {name.split(".")[0] for name in imported(path)}
    assert not outside & FILES
    names = {
        node.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Name)
    }
    assert "open" not in names


@pytest.mark.parametrize("path", sorted((PACKAGE / "excel").glob("*.py")), ids=module_name)
def test_excel_knows_no_plan(path: Path) -> None:
    assert not {"plan", "read", "check"} & {room(other) for other in own(path)}


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=name_in_repository)
def test_tests_know_no_benchmark_and_no_script(path: Path) -> None:
    assert not {"benchmarks", "scripts"} & {name.split(".")[0] for name in imported(path)}


def test_no_two_modules_of_one_name() -> None:
    names = [path.stem for path in modules() if path.name != "__init__.py"]
    assert sorted(names) == sorted(set(names))


def test_nothing_lies_at_the_root_but_the_doors_and_the_ground() -> None:
    at_root = {path.stem for path in PACKAGE.glob("*.py")}
    ground = {"errors", "error_kinds", "place", "patterns"}
    assert at_root == {"__init__", "__main__", "cli", "ribbon", *ground}
