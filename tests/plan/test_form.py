"""The form of a plan: names that the user sees, each once."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest

from workbook_tools.plan.form import (
    AMOUNTS,
    COLUMNS,
    DEFAULT_FORM,
    LEVELS,
    PARTICULARS,
    SOURCES,
)
from workbook_tools.plan.model import Line


def test_the_amounts_are_the_total_and_then_its_sources() -> None:
    assert ("total", *SOURCES) == AMOUNTS


def test_every_amount_has_a_column_and_a_name_for_its_total() -> None:
    assert set(AMOUNTS) <= COLUMNS.keys()
    assert tuple(DEFAULT_FORM.total_names) == AMOUNTS


def test_the_amounts_stand_side_by_side_in_their_order() -> None:
    fields = list(COLUMNS)
    first = fields.index(AMOUNTS[0])
    assert tuple(fields[first : first + len(AMOUNTS)]) == AMOUNTS


def test_every_other_column_is_a_field_of_a_line_or_its_level() -> None:
    fields = {field.name for field in dataclasses.fields(Line)}
    assert set(COLUMNS) - set(AMOUNTS) - fields == {"level"}


@pytest.mark.parametrize(
    "names",
    [tuple(COLUMNS.values()), LEVELS, PARTICULARS, tuple(DEFAULT_FORM.total_names.values())],
    ids=["columns", "levels", "particulars", "totals"],
)
def test_no_name_stands_for_two_things(names: tuple[str, ...]) -> None:
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize("name", [*COLUMNS.values(), *LEVELS, *PARTICULARS])
def test_names_are_composed_unicode_without_blanks_around(name: str) -> None:
    assert unicodedata.normalize("NFC", name).strip() == name
