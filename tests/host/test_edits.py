"""Which cells of a generated sheet somebody typed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.send.workbooks import changed
from workbook_tools.host.edits import GENERATED, edits_since, manual_edits
from workbook_tools.jobs.build import Built
from workbook_tools.read.source import Source, open_source, source_of


@pytest.fixture(scope="module")
def made(built_as_scanned: Built) -> Source:
    return source_of(built_as_scanned.data, "k.xlsx")


def edits(made: Source, edit: Callable[[Any], None]) -> list[str]:
    """The cells that are told of after an edit in another program."""
    return [str(place) for place in manual_edits(made, changed(made, edit))]


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book[sheet][cell] = value

    return edit


def test_what_was_made_has_no_edits(made: Source) -> None:
    assert list(manual_edits(made, made)) == []


def test_saved_by_another_program_it_has_none(made: Source) -> None:
    assert edits(made, lambda book: None) == []


@pytest.mark.parametrize("value", [5, 5.5, "năm", "=1+1", None, True])
def test_a_formula_that_is_typed_over_is_an_edit(made: Source, value: Any) -> None:
    assert edits(made, put("PhuLuc", "H9", value)) == ["PhuLuc!H9"]


def test_a_text_that_is_changed_is_an_edit(made: Source) -> None:
    assert edits(made, put("PhuLuc", "B9", "Tên khác")) == ["PhuLuc!B9"]


def test_a_cell_beyond_what_was_made_is_an_edit(made: Source) -> None:
    assert edits(made, put("TongHop", "Z99", "ghi thêm")) == ["TongHop!Z99"]


def test_the_same_formula_written_otherwise_is_none(made: Source) -> None:
    grid = made.grid("PhuLuc")
    assert grid is not None
    formula = grid.formulas[9, 8]
    assert edits(made, put("PhuLuc", "H9", f"= {formula.lower()} ")) == []


def test_a_reason_is_no_edit_but_a_finding_typed_over_is(made: Source) -> None:
    assert edits(made, put("KiemTra", "F5", "Đã hỏi Sở")) == []
    assert edits(made, put("KiemTra", "D5", "khác")) == ["KiemTra!D5"]


def test_the_users_own_sheets_are_theirs(made: Source) -> None:
    assert edits(made, put("DeAn", "C3", "Tên khác")) == []


@pytest.mark.parametrize("sheet", GENERATED)
def test_a_sheet_that_is_gone_has_no_edits(made: Source, sheet: str) -> None:
    def remove(book: Any) -> None:
        del book[sheet]

    assert [place for place in edits(made, remove) if place.startswith(sheet)] == []


def test_a_sheet_that_was_not_made_has_none(made: Source) -> None:
    without = changed(made, lambda book: book.remove(book["TongHop"]))
    assert [place.sheet for place in manual_edits(without, made) if place.sheet == "TongHop"] == []


def test_another_machine_sees_the_same_edits(made: Source) -> None:
    now = changed(made, put("PhuLuc", "B9", "Tên khác"))
    assert edits_since(None, now) == list(manual_edits(made, now))


def test_another_machine_sees_no_edit_where_there_is_none(made: Source) -> None:
    assert edits_since(None, changed(made, lambda book: None)) == []


def test_the_plans_own_sheets_are_not_asked_about(made: Source) -> None:
    assert edits_since(None, changed(made, put("DeAn", "J4", 777))) == []


def test_a_workbook_without_a_digest_has_no_known_edits(as_scanned: Path) -> None:
    assert edits_since(None, open_source(as_scanned)) == []


def test_what_was_made_says_exactly_what_was_typed(made: Source) -> None:
    now = changed(made, put("PhuLuc", "J9", 777))
    assert [str(place) for place in edits_since(made, now)] == ["PhuLuc!J9"]


def test_without_a_digest_what_was_made_is_compared(made: Source, as_scanned: Path) -> None:
    assert edits_since(made, open_source(as_scanned)) == list(
        manual_edits(made, open_source(as_scanned))
    )
