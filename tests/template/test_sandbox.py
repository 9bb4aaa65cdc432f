"""The bounds of the sandbox: what may be written, how far it may grow, and in what words it is
told.
"""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError

from workbook_tools.template.expressions import (
    compile_expression,
    compile_text,
    environment,
    filled,
)
from workbook_tools.template.work import MAX_TEXT, Budget, rounded, said_of

SCOPE: dict[str, Any] = {
    "many": tuple(range(2_000)),
    "text": "đề án " * 4_000,
    "big": 10**29,
    "money": Decimal("9230500.25"),
    "thing": object(),
}


def value(source: str) -> Any:
    return compile_expression(environment(), source).evaluate(SCOPE)


def text(source: str) -> Any:
    return compile_text(environment(), source).evaluate(SCOPE)


def mail(source: str, longest: int = 1_000_000) -> str:
    return filled(environment(loops=True).sandbox.from_string(source), SCOPE, longest)


def quick_refusal(run: Any) -> str:
    """The words of a refusal, which comes at once."""
    began = time.perf_counter()
    with pytest.raises((SecurityError, TemplateSyntaxError)) as refused:
        run()
    assert time.perf_counter() - began < 5
    return said_of(refused.value)


# ------------------------------------------------------------------------------ what may be written


@pytest.mark.parametrize(
    "source",
    [
        "2 ** 9",
        "9 ** 9 ** 9",
        "9 % 2",
        "'%999999999d' % 1",
        "thing()",
        "text.upper()",
        "'{0.__class__}'.format(thing)",
        "range(9)",
        "1" * 31,
        "1e31",
        "(" * 25 + "1" + ")" * 25,
        "1" + "+1" * 400,
        "not " * 400 + "1",
        "[" * 25 + "]" * 25,
        "a" + ".b" * 400,
    ],
)
def test_an_expression_is_judged_before_it_runs(source: str) -> None:
    assert quick_refusal(lambda: compile_expression(environment(), source))


@pytest.mark.parametrize(
    "source",
    [
        "a{% set x %}{% endset %}",
        "a{% autoescape false %}{% endautoescape %}",
        "a{% call thing() %}{% endcall %}",
        "a{% with x = 1 %}{% endwith %}",
        "{% if 1 %}" * 600 + "{% endif %}" * 600,
    ],
)
def test_a_text_is_judged_before_it_runs(source: str) -> None:
    assert quick_refusal(lambda: compile_text(environment(), source))


@pytest.mark.parametrize(
    "source",
    [
        "{% macro m() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% for x in many recursive %}{{ loop(many) }}{% endfor %}",
        "{% filter upper %}a{% endfilter %}",
        "{% autoescape false %}a{% endautoescape %}",
        "{% for a in many %}" * 25 + "{% endfor %}" * 25,
    ],
)
def test_a_mail_is_judged_before_it_runs(source: str) -> None:
    assert quick_refusal(lambda: environment(loops=True).sandbox.from_string(source))


def test_a_cell_of_blanks_is_judged_at_once() -> None:
    began = time.perf_counter()
    with pytest.raises(TemplateSyntaxError):
        compile_text(environment(), "{{" + " " * 32_000 + "x")
    assert time.perf_counter() - began < 2


# ------------------------------------------------------------------------------ how far it may grow


@pytest.mark.parametrize(
    "source",
    [
        "money | round(1000000000)",
        "money | round(-31)",
        "money | round(2, 'up')",
        "text | round",
        "big * 100",
        "big * big * big",
        "money * money * money * money * money * money * money * money * money * money",
        "1 / 0",
        "money // 0",
        "1e29 * 1e29",
        "-text",
        "text * 2",
        "many * 2",
        "text + text",
        "text ~ text",
        "text ~ 'a' ~ text",
        "[text, text] | join",
        "many | join(text)",
        "[text] | sum",
        "[[1], [2]] | sum(start=[])",
        "'%99999999d' is odd",
        "'%99999999d' is divisibleby(3)",
        "thing | upper",
        "[thing] | join",
        "text | list | list | join(text)",
        "'9' * 9",
    ],
)
def test_nothing_grows_beyond_its_bound(source: str) -> None:
    assert quick_refusal(lambda: value(source))


@pytest.mark.parametrize("source", ["{{ text }}{{ text }}", "{{ thing }} a", "{{ many }} a"])
def test_a_mixed_cell_holds_a_text_that_a_cell_can_hold(source: str) -> None:
    assert quick_refusal(lambda: text(source))


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in many %}{% for b in many %}{% for c in many %}x{% endfor %}{% endfor %}"
        "{% endfor %}",
        "{% for a in many %}{% for b in many %}{% if a == b %}{% endif %}{% endfor %}{% endfor %}",
        "{% for a in many if many | sort | length > 0 %}{% for b in many %}{{ b }}{% endfor %}"
        "{% endfor %}",
        "{% for a in many %}{{ text }}{% endfor %}",
        "{% set x = text %}{% set x = x ~ x %}",
        "{% for a in thing %}{% endfor %}",
    ],
)
def test_a_mail_ends(source: str) -> None:
    assert quick_refusal(lambda: mail(source))


def test_the_work_of_one_rendering_has_an_end() -> None:
    budget = Budget()
    with pytest.raises(SecurityError, match="tính quá nhiều"):
        budget.take(10**9)
    budget.renew()
    budget.take(1)


# ----------------------------------------------------------------------------- what stays possible


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("money * 2 + 1", Decimal("18461001.50")),
        ("money - 0.25", Decimal("9230500.00")),
        ("-money", Decimal("-9230500.25")),
        ("7 // 2", 3),
        ("money / 4", Decimal("2307625.0625")),
        ("many | sum", 1_999_000),
        ("many | sort(reverse=true) | first", 1_999),
        ("many | unique | list | length", 2_000),
        ("[1, 2] + [3]", [1, 2, 3]),
        ("'a' ~ 1 ~ 'b'", "a1b"),
        ("'a' + 'b'", "ab"),
        ("7 is odd", True),
        ("9 is divisibleby(3)", True),
        ("{'a': 1}['a']", 1),
        ("'12' | int + 1", 13),
        ("many[:2] | join('; ')", "0; 1"),
    ],
)
def test_what_a_template_may_compute(source: str, found: object) -> None:
    assert value(source) == found


@pytest.mark.parametrize(
    ("given", "precision", "method", "found"),
    [
        (Decimal("2.345"), 2, "common", Decimal("2.34")),
        (Decimal("2.341"), 2, "ceil", Decimal("2.35")),
        (Decimal("2.349"), 2, "floor", Decimal("2.34")),
        (Decimal(900_000_000_400), -3, "common", Decimal(900_000_000_000)),
        (7, 0, "common", 7),
        (2.5, 0, "common", 2.0),
    ],
)
def test_rounding_is_exact(given: Any, precision: int, method: str, found: object) -> None:
    rounding = rounded(given, precision, method)
    assert rounding == found and type(rounding) is type(found)


@pytest.mark.parametrize("length", [1, MAX_TEXT])
def test_a_text_up_to_the_bound_is_kept(length: int) -> None:
    assert (
        compile_text(environment(), "{{ a }}{{ b }}").evaluate({"a": "x" * (length - 1), "b": "y"})
        == "x" * (length - 1) + "y"
    )


def test_a_mail_may_have_loops() -> None:
    source = "{% for a in many[:3] %}{{ loop.index }}{% if not loop.last %};{% endif %}{% endfor %}"
    assert mail(source) == "1;2;3"


# ------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("thing.lost", "nhắc tới tên không có (lost)"),
        ("lost", "nhắc tới tên không có (lost)"),
        ("text < 1", "không tính được với các giá trị này"),
        ("''.__class__ ~ 'a'", "tên riêng hay hàm"),
        ("1 / 0", "phép chia cho 0"),
    ],
)
def test_what_went_wrong_is_told_in_the_users_words(source: str, words: str) -> None:
    with pytest.raises(Exception) as raised:
        value(source)
    assert isinstance(raised.value, Exception) and words in said_of(raised.value)
