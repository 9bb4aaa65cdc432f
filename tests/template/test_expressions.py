"""Jinja in cells: what it gives, and what it may not do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from workbook_tools.plan.money import DONG, MILLION, parse_unit
from workbook_tools.template.expressions import (
    compile_expression,
    compile_text,
    dong,
    environment,
    has_tag,
    money,
    vietnamese_date,
    words,
)
from workbook_tools.template.work import MAX_TEXT, joined


@dataclass(frozen=True)
class Thing:
    name: str = "Đề án"
    total: Decimal | None = Decimal(1500)
    inner: Thing | None = None
    items: tuple[int, ...] = (1, 2)
    _secret: str = "riêng"

    def act(self) -> str:
        return "đã làm"


SCOPE: dict[str, Any] = {"thing": Thing(inner=Thing("trong")), "none": None, "nothing": None}


def value(source: str, **scope: Any) -> Any:
    return compile_expression(environment(), source).evaluate(SCOPE | scope)


def text(source: str, **scope: Any) -> Any:
    return compile_text(environment(), source).evaluate(SCOPE | scope)


# --------------------------------------------------------------------------- forms and their values


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("thing.name", "Đề án"),
        ("thing.inner.name", "trong"),
        (" thing.total ", Decimal(1500)),
        ("'chữ'", "chữ"),
        ("3", 3),
        ("none", None),
        ("thing.name or 'trống'", "Đề án"),
        ("nothing or 'trống'", "trống"),
        ("thing.inner.inner or 'trống'", "trống"),
        ("thing.inner.inner is none", True),
        ("thing.inner is none", False),
        ("thing.name == 'Đề án'", True),
        ("thing.name == thing.inner.name", False),
        ("thing.name != 'Đề án'", False),
        ("thing.name | upper", "ĐỀ ÁN"),
        ("thing.items | length", 2),
        ("thing.items[1]", 2),
        ("thing.total * 2", Decimal(3000)),
        ("thing.total + 1", Decimal(1501)),
        ("'a' if thing.inner else 'b'", "a"),
    ],
)
def test_what_an_expression_gives(source: str, found: object) -> None:
    given = value(source)
    assert given == found and type(given) is type(found)


@pytest.mark.parametrize(
    "source",
    [
        "unknown",
        "unknown.name",
        "thing.lost",
        "thing.lost or 'a'",
        "thing.lost == 'a'",
        "thing.inner.inner.name",
        "thing.lost | upper",
    ],
)
def test_a_missing_name_is_an_error_in_every_form(source: str) -> None:
    with pytest.raises(UndefinedError):
        value(source)


def test_a_plain_path_is_known() -> None:
    env = environment()
    assert compile_text(env, "{{ thing.inner.name }}").path == ("thing", "inner.name")
    assert compile_text(env, "{{ thing.name | upper }}").path is None
    assert compile_text(env, "số {{ thing.name }}").path is None


@pytest.mark.parametrize(
    "source", ["{{ thing.total }}", " {{thing.total}} ", "{{- thing.total -}}"]
)
def test_a_cell_of_one_expression_gives_its_typed_value(source: str) -> None:
    assert text(source) == Decimal(1500)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Số {{ thing.total }}", "Số 1500"),
        ("{{ thing.name }}{{ thing.inner.name }}", "Đề ántrong"),
        ("{% if thing.inner %}có{% else %}không{% endif %}", "có"),
        ("không có thẻ", "không có thẻ"),
        ("hai dòng\n{{ 1 }}\n", "hai dòng\n1\n"),
        ("{# ghi chú #}a", "a"),
    ],
)
def test_a_mixed_cell_gives_text(source: str, found: str) -> None:
    assert text(source) == found


def test_texts_are_compared_composed() -> None:
    assert value(unicodedata.normalize("NFD", "thing.name == 'Đề án'")) is True


@pytest.mark.parametrize(
    ("source", "found"),
    [("a", False), ("{{ a }}", True), ("{% if a %}", True), ("{# a #}", True), ("{ a }", False)],
)
def test_whether_a_text_holds_jinja(source: str, found: bool) -> None:
    assert has_tag(source) is found


# ---------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "source", ["", "  ", "thing.", "thing.name |", "a b", "thing | unknown_filter"]
)
def test_wrong_jinja_is_told_when_it_is_compiled(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        compile_expression(environment(), source)


@pytest.mark.parametrize(
    "source",
    [
        "a{% for x in thing.items %}{{ x }}{% endfor %}",
        "a{% macro m() %}{% endmacro %}",
        "a{% include 'x' %}",
        "a{% import 'x' as y %}",
        "a{% from 'x' import y %}",
        "a{% extends 'x' %}",
        "a{% block b %}{% endblock %}",
        "a{% filter upper %}{% endfilter %}",
        "a{% if 1 %}{% for x in thing.items %}{% endfor %}{% endif %}",
    ],
)
def test_a_cell_holds_values_and_conditions_only(source: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="trong một ô chỉ dùng được"):
        compile_text(environment(), source)


@pytest.mark.parametrize(
    "source",
    [
        "thing.act()",
        "thing.name.upper()",
        "''.__class__",
        "thing._secret",
        "2 ** 9",
        "9 % 2",
        "'a' * 9",
        "thing.items * 9",
    ],
)
def test_a_template_cannot_act(source: str) -> None:
    with pytest.raises((SecurityError, UndefinedError, TemplateSyntaxError)):
        value(source)


def test_a_method_is_no_value() -> None:
    assert callable(value("thing.act"))
    with pytest.raises((SecurityError, UndefinedError, TemplateSyntaxError)):
        value("thing.act() or 'a'")


@pytest.mark.parametrize("name", ["range", "lipsum", "dict", "cycler", "joiner", "namespace"])
def test_there_is_no_global(name: str) -> None:
    assert name not in environment().sandbox.globals


# ------------------------------------------------------------------------------------------ filters


@pytest.mark.parametrize(
    ("given", "said"),
    [(Decimal(9230500), "9.230.500"), (0, "0"), (None, ""), (Decimal("-1500"), "-1.500")],
)
def test_money(given: Decimal | int | None, said: str) -> None:
    assert money(given) == said


@pytest.mark.parametrize(("given", "said"), [("1.255", "1,26"), ("1.5", "1,5"), ("2", "2")])
def test_money_with_no_more_than_so_many_decimals(given: str, said: str) -> None:
    assert money(Decimal(given), 2) == said


def test_dong_is_plain_digits() -> None:
    assert dong(Decimal("9230500")) == "9230500"
    assert dong(Decimal("1.5"), MILLION) == "1500000"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Một ngàn, không trăm lẻ bốn đồng"),
        ({"capital": False}, "một ngàn, không trăm lẻ bốn đồng"),
        ({"thousand": "nghìn", "zero_tens": "linh"}, "Một nghìn, không trăm linh bốn đồng"),
        ({"separator": ""}, "Một ngàn không trăm lẻ bốn đồng"),
        ({"even": True}, "Một ngàn, không trăm lẻ bốn đồng chẵn"),
    ],
)
def test_words(options: dict[str, Any], said: str) -> None:
    assert words(Decimal(1004), DONG, **options) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (date(2021, 5, 10), "ngày 10 tháng 5 năm 2021"),
        (date(2021, 12, 1), "ngày 01 tháng 12 năm 2021"),
        (date(2027, 1, 15), "ngày 15 tháng 01 năm 2027"),
        (date(2027, 2, 3), "ngày 03 tháng 02 năm 2027"),
        (date(2027, 3, 3), "ngày 03 tháng 3 năm 2027"),
        ("15/1/2027", "ngày 15 tháng 01 năm 2027"),
        (" 05-11-2026", "ngày 05 tháng 11 năm 2026"),
        ("quý I/2027", "quý I/2027"),
        (None, "ngày … tháng … năm …"),
        ("", "ngày … tháng … năm …"),
        ("10/5", "10/5"),
    ],
)
def test_a_date_in_words(given: Any, said: str) -> None:
    assert vietnamese_date(given) == said


@pytest.mark.parametrize("unit", ["nghìn đồng", "ngàn đồng"])
def test_a_thousand_is_called_as_the_unit_calls_it(unit: str) -> None:
    said = words(Decimal(1004), parse_unit(unit))
    assert said == f"Một triệu, không trăm lẻ bốn {unit}"


def test_joining() -> None:
    assert joined(["a", 1, None], "; ") == "a; 1; None"
    assert joined([]) == ""


def test_joining_ends_at_the_length_of_a_cell() -> None:
    assert len(joined(["a" * MAX_TEXT])) == MAX_TEXT
    with pytest.raises(SecurityError, match="dài quá một ô"):
        joined(["a" * MAX_TEXT, ""], "b")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("1500 | money", "1.500"),
        ("none | money", ""),
        ("day | date", "ngày 10 tháng 5 năm 2021"),
        ("thing.items | join(', ')", "1, 2"),
    ],
)
def test_filters_have_their_names_in_a_template(source: str, found: str) -> None:
    assert value(source, day=date(2021, 5, 10)) == found


@pytest.mark.parametrize(
    "name", ["map", "attr", "format", "replace", "center", "pprint", "xmlattr"]
)
def test_other_filters_are_not_there(name: str) -> None:
    assert name not in environment().sandbox.filters


# ------------------------------------------------------------- the direct way and Jinja's own agree

FORMS = (
    "thing.name",
    "thing.inner.name or 'a'",
    "nothing or thing.total",
    "thing.inner.inner is none",
    "thing.total == 1500",
    "'a' == 'b'",
    "thing.act",
    "thing.total + 1",
    "thing.total - 0.5 - 1",
    "thing.total / 7 if thing.total else 0",
    "0 if nothing else thing.total / 7",
    "'a' ~ thing.name ~ 1 ~ thing.total",
    "{'a': 1}['a'] or ''",
)
"""``thing.act`` is a method; the last is no plain form."""

TEXTS = (
    "Năm {{ thing.total }}",
    "{{ thing.name }} ({{ thing.total }})",
    "{{ thing.name or 'b' }}{{ nothing }}",
    "- {{ thing.inner.name ~ 'a' }}\n",
    "{# nichts #}a{{ thing.total + 1 }}",
    "a\r\nb {{ thing.total }}",
    "a  {{- thing.total }}",
    "}} {{ thing.total }} {",
    "{{ thing.total}}{{thing.total }}\n",
    "{{ thing.name | upper }} {{ thing.total }}",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_put_together_is_what_jinja_gives(text: str) -> None:
    given = compile_text(environment(), text).evaluate(SCOPE)
    assert given == environment().sandbox.from_string(text).render(**SCOPE)


@pytest.mark.parametrize("source", FORMS)
def test_the_short_way_gives_what_jinja_gives(source: str) -> None:
    asked: Callable[..., Any] = environment().sandbox.compile_expression(
        source, undefined_to_none=False
    )
    assert value(source) == asked(**SCOPE)
