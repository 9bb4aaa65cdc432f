"""The sources of a plan: the rows of ``NguonKP``, or those of the usual three that are there."""

from __future__ import annotations

from typing import Any

import pytest

from workbook_tools.errors import InputFaultsError
from workbook_tools.plan.form import DEFAULT_SOURCES, SOURCES
from workbook_tools.plan.grid import Grid
from workbook_tools.read.funding_sources import HEADINGS, form_of

HEADS = list(HEADINGS.values())
LINES = ["TT", "Cấp", "Tên đề án", "Tổng KP thực hiện", "KPKC QG", "Vốn của xã", "Ghi chú"]


def lines(*headings: str) -> Grid:
    """``DeAn`` with these headings."""
    return Grid("DeAn", [list(headings)])


def stated(*rows: tuple[Any, ...], headings: list[str] = LINES) -> Any:
    """The form that ``NguonKP`` states."""
    filled = [[*row, *[None] * (len(HEADS) - len(row))] for row in rows]
    return form_of(Grid("NguonKP", [HEADS, *filled]), lines(*headings))


def faults(*rows: tuple[Any, ...], headings: list[str] = LINES) -> list[str]:
    """What is wrong with the sources."""
    with pytest.raises(InputFaultsError) as caught:
        stated(*rows, headings=headings)
    return [str(fault) for fault in caught.value.faults]


QG = ("KCQG", "KPKC QG", None, "Ngân sách", "x")
XA = ("NSX", "Vốn của xã", "Ngân sách xã", "Ngân sách", None)


def test_sources_come_in_the_order_of_their_rows() -> None:
    form = stated(XA, QG)
    assert form.keys == ("NSX", "national")
    assert form.total_names["NSX"] == "TongCong_NSX"
    assert [source.printed for source in form.sources] == [
        "Ngân sách xã",
        "KPKC QG (nguồn KC quốc gia)",
    ]
    assert form.normed == ("national",)


def test_what_a_known_source_leaves_open_is_as_everybody_knows_it() -> None:
    form = stated(("kcqg", "KPKC QG"))
    assert (form.sources[0].kind, form.sources[0].normed) == ("Ngân sách", True)


def test_the_columns_that_are_no_source_and_no_field_are_the_users_own() -> None:
    assert stated(QG).further == ("Vốn của xã",)


def test_of_the_usual_three_any_may_be_missing() -> None:
    form = form_of(None, lines("TT", "Cấp", "Tổng KP thực hiện", "KPKC ĐP", "Số học viên"))
    assert (form.keys, form.further) == (("province",), ("Số học viên",))


def test_without_a_sheet_the_sources_are_the_usual_three() -> None:
    heads = [source.heading for source in DEFAULT_SOURCES]
    assert form_of(None, lines(*heads)).keys == SOURCES


def test_a_heading_like_a_usual_one_is_asked_about() -> None:
    with pytest.raises(InputFaultsError, match="có phải “KPKC DP”"):
        form_of(None, lines("TT", "KPKC DP"))


def test_every_fault_is_told_in_one_run_with_its_cell() -> None:
    found = faults(
        QG,
        ("KCQG", "Vốn của xa", None, "Ngân sách"),
        ("1a", "Vốn của xã", None, "Nhà nước"),
    )
    assert [fault.partition(":")[0] for fault in found] == [
        "Ô NguonKP!A3",
        "Ô NguonKP!B3",
        "Ô NguonKP!A4",
        "Ô NguonKP!D4",
    ]
    assert "có phải “Vốn của xã”" in found[1]


@pytest.mark.parametrize("code", ["total", "note", "Nguồn", "a b", "x" * 21, "", "KP"])
def test_a_code_that_is_none_is_refused(code: str) -> None:
    assert any("Mã" in fault for fault in faults((code, "Vốn của xã", None, "Khác")))


def test_two_sources_cannot_share_a_column() -> None:
    assert "Tên cột" in faults(XA, ("NS2", "Vốn của xã", None, "Khác"))[0]


def test_at_most_one_source_is_what_is_left() -> None:
    found = faults((*QG, "x"), (*XA, "x"))
    assert "Phần còn lại" in found[0] and "F3" in found[0]


def test_a_sheet_without_sources_is_refused() -> None:
    assert "chưa có nguồn" in faults()[0]


def test_too_many_sources_are_refused() -> None:
    rows = [(f"N{at}", f"Nguồn {at}", None, "Khác") for at in range(40)]
    found = faults(*rows, headings=[*LINES, *(f"Nguồn {at}" for at in range(40))])
    assert len(found) == 1 and "40" in found[0]


def test_a_column_that_means_a_missing_source_is_asked_about() -> None:
    headings = ["TT", "Kinh phí tỉnh", "KP đơn vị thụ hưởng", "Nguồn khác"]
    with pytest.raises(InputFaultsError, match="có phải “Kinh phí tỉnh”"):
        form_of(None, lines(*headings))
