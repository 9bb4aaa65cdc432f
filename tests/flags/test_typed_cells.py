"""Flags where the accountant types: until when they show, and what a standing condition shows
instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.books import package, sheet
from tests.check.typed import COLUMN, on_sheet, plan_of, programme, project
from tests.flags.findings import finding
from workbook_tools.check import RULES, Finding
from workbook_tools.check.standing import Standing
from workbook_tools.excel.package import pack
from workbook_tools.flags.gathering import Gathering, gathering
from workbook_tools.flags.live import Live
from workbook_tools.flags.typed_cells import flag_standing, flag_typed
from workbook_tools.place import Place
from workbook_tools.plan.model import Plan
from workbook_tools.read.source import Source

TOTAL = COLUMN["total"]
PLAN = on_sheet(plan_of(programme(total=9), project(province=5)), {f"{TOTAL}2": 9, "A2": "1"})
LIVE = Live(
    RULES["A02"], Standing(f"{TOTAL}2", "FORMULA", (2,), "total", f"{TOTAL}2-SUM({TOTAL}3)")
)


def source(columns: str = "") -> Source:
    """A workbook whose columns are as wide as is said."""
    made = package({"DeAn": sheet(before=columns), "Khac": sheet('<row r="1"><c r="A1"/></row>')})
    return Source("k.xlsx", pack(made), made)


def typed(
    *findings: Finding, live: Sequence[Live] = (), plan: Plan = PLAN, columns: str = ""
) -> Gathering:
    flags = gathering()
    flag_typed(flags, source(columns), plan, findings, live, words=True)
    return flags


def formats(flags: Gathering) -> list[tuple[str, str, str, bool]]:
    return [
        (entry.areas, entry.condition, entry.look, entry.stops)
        for entry in flags["DeAn"].whole().formats
    ]


def wide(width: int) -> str:
    return f'<cols><col min="1" max="20" width="{width}"/></cols>'


def test_a_number_is_flagged_while_the_cell_has_it() -> None:
    assert formats(typed(finding(cell=f"{TOTAL}2"), columns=wide(20))) == [
        (f"{TOTAL}2", f"{TOTAL}2=9", "error", False)
    ]


def test_a_text_is_flagged_as_it_stands() -> None:
    assert formats(typed(finding(cell="A2"))) == [("A2", "", "error", False)]


def test_a_sheet_that_is_none_of_the_plans_is_not_flagged() -> None:
    assert typed(replace(finding(cell="A1"), place=Place("Khac", "A1"))) == {}


def test_an_empty_cell_is_hatched() -> None:
    assert formats(typed(finding(cell="B2"))) == [("B2", "", "error-plain", False)]


def test_a_sign_needs_a_column_with_room_for_it() -> None:
    assert formats(typed(finding(cell=f"{TOTAL}2"), columns=wide(4)))[0][2] == "error-plain"


def test_what_a_standing_condition_shows_gets_a_note_only() -> None:
    flags = typed(finding("A02", f"{TOTAL}2", column="total"), live=[LIVE])
    assert formats(flags) == [] and set(flags["DeAn"].notes) == {f"{TOTAL}2"}


def test_a_standing_condition_of_another_rule_shows_nothing_of_it() -> None:
    assert formats(typed(finding("A08", f"{TOTAL}2", column="total"), live=[LIVE]))


def test_what_was_accepted_stops_the_standing_condition_while_the_difference_is_the_same() -> None:
    accepted = finding("A02", f"{TOTAL}2", column="total", accepted="vì")
    (only,) = formats(typed(accepted, live=[LIVE], columns=wide(20)))
    assert only == (
        f"{TOTAL}2",
        f"AND({TOTAL}2=9,ROUND({TOTAL}2-SUM({TOTAL}3)-(4),3)=0)",
        "accepted",
        True,
    )


def test_the_difference_is_the_one_of_the_findings_own_row() -> None:
    lower = on_sheet(plan_of(programme(), project(), programme("2", total=7), project("2.1", 5)))
    area = Live(RULES["A02"], Standing(f"{TOTAL}2:{TOTAL}5", "F", (2, 4), "total", f"{TOTAL}2-J2"))
    accepted = finding("A02", f"{TOTAL}4", column="total", accepted="vì")
    flags = typed(accepted, live=[area], plan=on_sheet(lower, {f"{TOTAL}4": 7}))
    assert formats(flags)[0][1] == f"AND({TOTAL}4=7,ROUND({TOTAL}4-J4-(2),3)=0)"


def test_a_finding_without_a_cell_flags_nothing() -> None:
    assert typed(finding(cell="")) == {}


def test_a_finding_on_a_sheet_that_is_not_there_flags_nothing() -> None:
    assert typed(finding(place=Place("KhongCo", "A1"))) == {}


def test_a_sheet_is_found_whatever_its_capitals() -> None:
    assert set(typed(finding(place=Place("DEAN", "A1")))) == {"DEAN"}


def test_two_findings_on_a_cell_stand_in_one_note() -> None:
    flags = typed(finding(cell="A2"), finding("G01", "A2"))
    assert len(flags["DeAn"].notes["A2"]) == 2


# ------------------------------------------------------------------------------ standing conditions


def looks(*live: Live, plan: Plan = PLAN) -> list[str]:
    flags = gathering()
    flag_standing(flags, plan, live)
    return [entry.look for entry in flags["DeAn"].whole().formats]


def entry(code: str, field: str) -> Live:
    return Live(RULES[code], Standing("I2", "FORMULA", (2,), field))


def test_a_standing_condition_looks_as_grave_as_its_rule() -> None:
    assert looks(entry("A01", "total")) == ["error"]


def test_conditions_on_cells_that_are_empty_are_hatched() -> None:
    assert [look.partition("-")[2] for look in looks(entry("A07", "total"), entry("C03", "x"))] == [
        "plain",
        "plain",
    ]


def test_where_any_amount_has_decimals_every_amount_shows_them() -> None:
    plan = plan_of(programme(), project(province="1.5"))
    assert looks(entry("A01", "total"), plan=plan) == ["error-decimals"]
    assert looks(entry("C01", "start_month"), plan=plan) == ["error"]
