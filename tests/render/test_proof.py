"""A formula that is wrong, however it came to be so, stops the build and is named."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.plans import SMALL, line, project, source
from tests.render.outputs import build, cells
from tests.templates import ROWS, tag, template_of
from workbook_tools import InputError, ProofError, TemplateError
from workbook_tools.jobs.build import build_workbook

PROVED: dict[int, dict[str, Any]] = {
    1: tag("for section in plan.sections"),
    2: {"A": "{{ section.tt }}", "B": "=SUM(B5)", "C": "=SUM(C5)"},
    3: tag("prove") | {"B": "{{ section.total }}", "C": "{{ section.province }}"},
    4: tag("for programme in section.programmes"),
    5: {"A": "{{ programme.tt }}", "B": "=SUM(B8)", "C": "=SUM(C8)"},
    6: tag("prove") | {"B": "{{ programme.total }}", "C": "{{ programme.province }}"},
    7: tag("for project in programme.projects"),
    8: {
        "A": "{{ project.tt }}",
        "B": "=SUM(C8:E8)",
        "C": "{{ project.province }}",
        "D": "{{ project.beneficiary }}",
        "E": "{{ project.other }}",
    },
    9: tag("prove") | {"B": "{{ project.total }}"},
    10: tag("endfor"),
    11: tag("endfor"),
    12: tag("endfor"),
    13: {"A": "Cộng", "B": "=SUM(B2)", "C": "=SUM(C2)"},
    14: tag("prove") | {"B": "{{ plan.total }}", "C": "{{ plan.province }}"},
}


def with_cells(**changed: Any) -> dict[int, dict[str, Any]]:
    rows = deepcopy(PROVED)
    for cell, value in changed.items():
        rows[int(cell[1:])][cell[0]] = value
    return rows


def test_a_right_template_is_proved_whole() -> None:
    built = build_workbook(source(SMALL), template_of(PROVED))
    assert (built.proof.written, built.proof.proved) == (11, 11)


@pytest.mark.parametrize(
    "formula", ["=B8+0", "=SUM(B8)", "=-(0-SUM(B8))", "=SUM(C8:E8)", "=SUM((C8:E8))"]
)
def test_other_ways_to_the_same_total_are_proved_too(formula: str) -> None:
    one = (line("Mục", "I"), line("Chương trình", "1"), project("1.1", 3, 4, 5))
    wanted = "=SUM((C8:E8))" if formula == "=SUM((C8:E8))" else None
    if wanted:
        with pytest.raises(ProofError):
            build(source(one), template_of(with_cells(B5=formula)))
    else:
        build(source(one), template_of(with_cells(B5=formula)))


@pytest.mark.parametrize(
    ("cell", "formula", "message"),
    [
        ("B8", "=SUM(C8:D8)", "PhuLuc!B3: công thức =SUM\\(C3:D3\\) .*Nguồn khác.*được tính 0 lần"),
        ("B5", "=SUM(C8)", "PhuLuc!B2.*phải là 180, hiện là 130"),
        ("B13", "=SUM(B2,B5)", "PhuLuc!B7.*phải là 195, hiện là 390"),
        ("B13", "=SUM(B2:B8)", "PhuLuc!B7.*phải là 195, hiện là 585"),
        ("C13", "=SUM(B2)", "PhuLuc!C7.*phải là 135, hiện là 195"),
        ("B13", "=B13", "PhuLuc!B7"),
        ("B13", "=1/0", "PhuLuc!B7.*#DIV/0!"),
    ],
)
def test_a_wrong_value_names_cell_formula_expected_and_found(
    cell: str, formula: str, message: str
) -> None:
    with pytest.raises(ProofError, match=message):
        build(source(SMALL), template_of(with_cells(**{cell: formula})))


ZERO = (
    line("Mục", "I"),
    line("Chương trình", "1"),
    project("1.1", 0, 0, 0),
    project("1.2", 0, 0, 0),
)
"""With every amount zero no value can be wrong: only coverage can tell."""


@pytest.mark.parametrize(
    ("cell", "formula", "message"),
    [
        ("B13", "=SUM(B2,B5)", "được tính 2 lần, cần 1 lần"),
        ("B13", "=0", "được tính 0 lần, cần 1 lần"),
        ("B5", "=SUM(C8)", "KP đơn vị thụ hưởng của “1.1 Đề án 1.1” được tính 0 lần"),
        ("B13", "=SUM(C2)", "được tính 0 lần"),
        ("B13", "=SUM(A2)", "không thuộc khoản nào"),
        ("B13", "=SUM(B2)*1", "phép cộng, trừ các ô hoặc SUM"),
        ("B13", "=SUM(B2)+IF(TRUE,0,0)", "phép cộng, trừ các ô hoặc SUM"),
        ("B8", "=C8+D8", "Nguồn khác của “1.1 Đề án 1.1” được tính 0 lần"),
        ("B8", "=C8+D8+E8+E8-D8", "được tính"),
        ("B2", "=SUM(B5)+SUM(B8)", "được tính 2 lần"),
    ],
)
def test_coverage_fails_even_where_every_value_is_right(
    cell: str, formula: str, message: str
) -> None:
    with pytest.raises(ProofError, match=message):
        build(source(ZERO), template_of(with_cells(**{cell: formula})))


def test_balanced_sources_are_proved() -> None:
    rows = with_cells(B8="{{ project.stated.total }}", D8="=B8-C8-E8")
    rows[9] = tag("prove") | {"D": "{{ project.beneficiary }}"}
    plan = (line("Mục", "I"), line("Chương trình", "1"), project("1.1", 40, None, 10, total=100))
    rows[8]["B"] = "{{ project.total }}"
    data = build(source(plan), template_of(rows))
    assert cells(data, "PhuLuc")["D3"] == "=B3-C3-E3"


def test_a_total_that_nothing_proves_stops_the_build() -> None:
    def named(book: Any, page: Any) -> None:
        book.define_name("TongCong_KP", "=PhuLuc!$B$13")

    build(source(SMALL), template_of(PROVED, named))
    rows = deepcopy(PROVED)
    del rows[6]["B"], rows[14]["B"]
    with pytest.raises(TemplateError, match=r"(?s)PhuLuc!B5: .*prove.*PhuLuc!B13"):
        build(source(SMALL), template_of(rows, named))


def test_a_formula_that_takes_in_itself_stops_the_build() -> None:
    with pytest.raises(ProofError, match="phụ thuộc vào chính nó"):
        build(source(SMALL), template_of(with_cells(B8="=B8")))


def test_a_template_without_proofs_is_built_but_claims_none() -> None:
    built = build_workbook(source(SMALL), template_of(ROWS))
    assert built.proof.proved == 0 < built.proof.written


LARGEST = 999_999_999_999_999
"""The largest amount that a plan may hold, in đồng."""


def test_a_total_that_a_number_holds_to_the_last_dong_is_proved() -> None:
    plan = (line("Mục", "I"), line("Chương trình", "1"), project("1.1", LARGEST, 0, 0))
    built = build_workbook(source(plan, unit="đồng"), template_of(PROVED))
    assert built.proof.written == built.proof.proved == 7


@pytest.mark.parametrize(
    ("unit", "amount"),
    [("ngàn đồng", 10**13), ("triệu đồng", 10**10), ("tỷ đồng", 10**7)],
)
def test_an_amount_beyond_what_a_number_holds_is_told(unit: str, amount: int) -> None:
    plan = (line("Mục", "I"), line("Chương trình", "1"), project("1.1", amount, 0, 0))
    with pytest.raises(InputError, match=r"PhuLuc!B.*đến đồng cuối cùng"):
        build(source(plan, unit=unit), template_of(PROVED))


@pytest.mark.parametrize("wrong", ["+1", "-400", "*1.0000000001"])
def test_a_total_is_proved_to_the_last_dong(wrong: str) -> None:
    plan = (line("Mục", "I"), line("Chương trình", "1"), project("1.1", 900_000_000_000, 0, 0))
    rows = {
        1: {"B": f"=900000000000{wrong}"},
        2: tag("prove") | {"B": "{{ (plan.total) }}"},
    }
    with pytest.raises(ProofError, match=r"PhuLuc!B1"):
        build(source(plan, unit="đồng"), template_of(rows))


def test_a_ratio_is_proved_as_exactly_as_it_can_be() -> None:
    rows = {
        1: {"A": 1, "B": 3, "C": "=A1/B1"},
        2: tag("prove") | {"C": "{{ plan.total / (plan.total * 3) }}"},
    }
    assert build_workbook(source(SMALL), template_of(rows)).proof.proved == 1
