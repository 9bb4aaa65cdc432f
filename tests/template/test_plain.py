"""Plain expressions give what Jinja gives, or leave it to it."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Undefined

from tests.plans import SMALL, plan_file
from workbook_tools.template.expressions import compile_expression, environment
from workbook_tools.template.plain import MISSING, plain, tokens

SCOPE: dict[str, Any] = {
    "a": SimpleNamespace(x=3, y=Decimal("2.5"), text="kinh phí", none=None, all=[1, 2], on=len),
    "b": {"x": 7, "one two": "hai", "none": None},
    "t": "Đề án",
    "n": 4,
}
VALUES = (
    "a.x",
    "a.y",
    "a.text",
    "a.none",
    "b.x",
    "b['one two']",
    "t",
    "n",
    "0",
    "12",
    "'chữ'",
    "none",
)
OTHERS = (
    "a.on",
    "a.gone",
    "gone",
    "a.all",
    "b['gone']",
    "true",
    "t[:1]",
    "t[1:]",
    "a.text[2:4]",
    "''",
)


def asked(source: str) -> Any:
    """What Jinja gives; the kind of what goes wrong."""
    env = environment().sandbox
    try:
        env.parse("{{ " + source + " }}")
        value = env.compile_expression(source, undefined_to_none=False)(**SCOPE)
    except Exception as error:
        return type(error)
    return Undefined if isinstance(value, Undefined) else value


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(
        inner, st.sampled_from([" + ", " - ", " / ", " ~ ", " or ", " == ", "-", "=="]), inner
    )
    return st.one_of(
        two.map("".join),
        st.tuples(inner, inner, inner).map(lambda p: f"{p[0]} if {p[1]} else {p[2]}"),
        inner.map(lambda e: f"({e})"),
        inner.map(lambda e: f"({e}) | upper"),
        inner.map(lambda e: f"{e} | lower"),
        inner.map(lambda e: f"{e} is none"),
        st.tuples(inner, inner).map(lambda p: f"[{p[0]}, {p[1]}] | max"),
        inner.map(lambda e: f"({e}) | money"),
    )


EXPRESSIONS = st.recursive(st.sampled_from(VALUES + OTHERS), _grown, max_leaves=6)


@given(EXPRESSIONS)
@example("(a.on) | upper + (a.text) | money")
def test_what_is_plain_gives_what_jinja_gives(source: str) -> None:
    env = environment()
    direct = plain(source, env.work, env.filters)
    if direct is None:
        return
    try:
        value = direct(SCOPE)
    except Exception as error:
        value = type(error)
    if value is not MISSING:
        wanted = asked(source)
        assert (value, type(value)) == (wanted, type(wanted))


@pytest.mark.parametrize(
    "source",
    [
        "a.x + b.x",
        "a.text ~ ' ' ~ n",
        "(a.none or '…') | upper",
        "[0, a.x - n] | max",
        "a.y / n if n else 0",
        "a.none is none",
        "t[:1] | upper",
        "b.x",
    ],
)
def test_the_usual_forms_are_plain(source: str) -> None:
    env = environment()
    direct = plain(source, env.work, env.filters)
    assert direct is not None
    assert direct(SCOPE) == asked(source)


@pytest.mark.parametrize(
    "source",
    [
        "a.x ** 2",
        "a.x % 2",
        "a.on()",
        "x if y",
        "a.x == 1 == 1",
        "not a.x",
        "'a\\n'",
        "1.5",
        "a.x is none(1)",
        "a._x",
        "a.x | sort",
        "[1,",
        "(1, 2)",
        "a.x | max.y",
        "{}",
        "01",
        "a..b",
        "'a' 'b'",
        "((((((((((((((((((((1))))))))))))))))))))",
    ],
)
def test_what_could_be_read_otherwise_is_left_to_jinja(source: str) -> None:
    env = environment()
    assert plain(source, env.work, env.filters) is None


@pytest.mark.parametrize(
    "source", ["a.gone", "gone", "a.on", "b['gone']", "n['x']", "['x', 1] | max"]
)
def test_what_is_missing_is_left_to_jinja(source: str) -> None:
    env = environment()
    direct = plain(source, env.work, env.filters)
    assert direct is not None
    assert direct(SCOPE) is MISSING


def test_blanks_and_pieces_make_up_the_text_again() -> None:
    source = "a.b | date ~ 'x y'[1:]\n + [0, 12]"
    assert "".join(said for _, said in tokens(source) or []) == source


def test_known_expressions_are_compiled_once() -> None:
    env = environment()
    assert compile_expression(env, "a.x or 1") is compile_expression(env, " a.x or 1 ")


def test_the_shipped_template_needs_no_jinja(tmp_path: Path) -> None:
    (tmp_path / "k.xlsx").write_bytes(plan_file(SMALL))
    code = (
        "import sys; from workbook_tools.cli import main; "
        "status = main(['build', 'k.xlsx', '-o', 'r.xlsx']); "
        "print(status, [name for name in sys.modules if name.startswith('jinja2')])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] in ("0 []", "1 []")
