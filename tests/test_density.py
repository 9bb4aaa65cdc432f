"""Small, clear code, held by figures: complexity, first sentences, no nested comprehension, no
hidden attribute.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.complexity import cc_visit

from tests.conftest import ROOT

MODULES = sorted((ROOT / "workbook_tools").rglob("*.py"))
MAX_COMPLEXITY = 12
LONG = 15
"""From this many lines a private function says in a sentence what it gives."""

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
DYNAMIC = {"__getattr__"}
"""The functions that may ask for an attribute by a name that they compute: the package's lazy
door.
"""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT / "workbook_tools"))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_is_more_complex_than_one_head_holds(path: Path) -> None:
    blocks = cc_visit(path.read_text("utf-8"))
    inner = [method for block in blocks for method in getattr(block, "methods", [])]
    over = {
        f"{block.name}:{block.lineno}": block.complexity
        for block in [*blocks, *inner]
        if block.letter in "FM" and block.complexity > MAX_COMPLEXITY
    }
    assert not over


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_long_private_functions_say_what_they_give(path: Path) -> None:
    silent = [
        f"{node.name}:{node.lineno}"
        for node in functions(path)
        if node.name.startswith("_")
        and not node.name.endswith("__")
        and (node.end_lineno or 0) - node.lineno + 1 >= LONG
        and not ast.get_docstring(node)
    ]
    assert not silent


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_comprehension_inside_another(path: Path) -> None:
    nested = [
        outer.lineno
        for outer in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(outer, COMPREHENSIONS)
        and any(
            isinstance(inner, COMPREHENSIONS) for inner in ast.walk(outer) if inner is not outer
        )
    ]
    assert not nested


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_attribute_is_asked_for_by_a_computed_name(path: Path) -> None:
    hidden = [
        node.lineno
        for function in functions(path)
        if function.name not in DYNAMIC
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "getattr"
        and len(node.args) > 1
        and not isinstance(node.args[1], ast.Constant)
    ]
    assert not hidden
