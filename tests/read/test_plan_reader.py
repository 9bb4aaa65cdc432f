from __future__ import annotations

import datetime
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans import FIELDS, HEADINGS, SMALL, line, plan_file, project, source
from workbook_tools import InputError, read_plan
from workbook_tools.read.source import source_of


def test_the_example(example: Path) -> None:
    plan = read_plan(example)
    assert (plan.total, plan.province, plan.beneficiary, plan.other) == (
        Decimal(9230500),
        Decimal(6172400),
        Decimal(3058100),
        Decimal(0),
    )
    assert (plan.province_name, plan.year, plan.unit.name) == ("Đồng Nai", 2021, "ngàn đồng")
    assert [section.tt for section in plan.sections] == ["I", "II"]
    first = plan.projects[0]
    assert (first.tt, first.province, first.start_month, first.end_month) == (
        "1.1",
        Decimal(195000),
        5,
        12,
    )
    assert str(plan.place(first, "province")) == "DeAn!J4"
    assert plan.particulars["Ngày ban hành"] == datetime.date(2021, 5, 10)
    assert len(plan.norms) == 5 and len(plan.documents) == 23 and len(plan.targets) == 14


def test_columns_in_any_order_with_unknown_ones_between() -> None:
    headings = ["Của tôi", *reversed(HEADINGS)]
    plan = read_plan(source(SMALL, headings=headings))
    assert plan.total == 195
    assert str(plan.place(plan.projects[0], "province")) == "DeAn!G4"


def test_amounts_are_exact() -> None:
    plan = read_plan(
        source(
            [line("Mục", "I"), line("Chương trình", "1"), project("1.1", 0.1, 0.2, 0.3)],
            unit="tỷ đồng",
        )
    )
    assert plan.total == Decimal("0.6")


def test_a_programmes_legal_basis_holds_for_its_projects() -> None:
    plan = read_plan(
        source(
            [
                line("Mục", "I"),
                line("Chương trình", "1", note="QĐ 1"),
                project("1.1", 1),
                project("1.2", 1, note="QĐ 2"),
            ]
        )
    )
    assert [p.legal_basis for p in plan.projects] == ["QĐ 1", "QĐ 2"]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (name, (Decimal(40), Decimal(50), Decimal(10)))
        for name in ("province", "beneficiary", "other")
    ],
)
def test_the_one_missing_source_is_the_total_less_the_others(
    missing: str, expected: tuple[Decimal, ...]
) -> None:
    sources: dict[str, Any] = {"province": 40, "beneficiary": 50, "other": 10} | {missing: None}
    plan = read_plan(
        source([line("Mục", "I"), line("Chương trình", "1"), project("1.1", total=100, **sources)])
    )
    only = plan.projects[0]
    assert only.balancing == missing
    assert (only.province, only.beneficiary, only.other) == expected


def test_numerals_as_text_are_read_and_told() -> None:
    plan = read_plan(
        source(
            [
                line("Mục", "I"),
                line("Chương trình", "1"),
                project("1.1", "9.230,5"),
                project("1.2", "1.234"),
                project("1.3", "6,5 triệu đồng"),
                project("1.4", "-"),
            ]
        )
    )
    assert [p.province for p in plan.projects] == [Decimal("9230.5"), 1234, 6500, 0]
    assert [(str(r.place), r.found, r.read_as) for r in plan.remarks] == [
        ("DeAn!J7", "-", "ô trống"),
        ("DeAn!J4", "9.230,5", "9.230,5 ngàn đồng"),
        ("DeAn!J5", "1.234", "1.234 ngàn đồng"),
        ("DeAn!J6", "6,5 triệu đồng", "6.500 ngàn đồng"),
    ]


def _without_results(data: bytes) -> bytes:
    """The same workbook as a script writes it: formulas with no result beside them."""
    import io
    import re

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", old.read(name)))
    return out.getvalue()


def test_a_formula_without_a_result_is_calculated() -> None:
    data = plan_file(SMALL, cells={"J4": "=60+40", "C4": '="Đề án "&"x"'})
    plan = read_plan(source_of(_without_results(data), "k.xlsx"))
    assert (plan.projects[0].province, plan.projects[0].name) == (Decimal(100), "Đề án x")


@pytest.mark.parametrize("stored", [True, False])
def test_an_error_in_a_cell_is_no_value_and_stays_on_the_grid(stored: bool) -> None:
    def failing(book: Any) -> None:
        book.get_worksheet_by_name("DeAn").write_formula("J4", "=1/0", None, "#DIV/0!")

    data = plan_file(SMALL, extra=failing)
    plan = read_plan(source_of(data if stored else _without_results(data), "k.xlsx"))
    assert plan.projects[0].stated.get("province") is None and plan.grid is not None
    assert (plan.grid.at(4, 10), plan.grid.formulas[4, 10], plan.unread) == ("#DIV/0!", "1/0", ())


UNREAD = {
    "text for money": ("J4", "nhiều", "province"),
    "true for money": ("J4", True, "province"),
    "text for a month": ("G4", "đầu năm", "start_month"),
    "half a month": ("G4", 1.5, "start_month"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_a_column_cannot_hold_is_kept_aside_with_its_cell(name: str) -> None:
    cell, value, column = UNREAD[name]
    plan = read_plan(source(SMALL, cells={cell: value}))
    assert [(str(u.place), u.column, u.value, u.row) for u in plan.unread] == [
        (f"DeAn!{cell}", column, value, 4)
    ]


def test_lines_outside_any_programme_or_section_stand_under_one_without_a_row() -> None:
    plan = read_plan(source([line("Mục", "I"), project("1.1", 1)]))
    assert [(p.row, len(p.projects)) for p in plan.programmes] == [(0, 1)]
    plan = read_plan(source([line("Chương trình", "1"), project("1.1", 1)]))
    assert [(s.row, s.total) for s in plan.sections] == [(0, Decimal(1))]


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("Tháng 5", 5),
        ("T5", 5),
        ("05/2021", 5),
        ("5/2020", None),
        (datetime.date(2021, 5, 1), 5),
        ("12", 12),
        ("-", None),
    ],
)
def test_months_as_offices_write_them(typed: Any, month: int | None) -> None:
    frame = pandas.DataFrame(
        [{h: r.get(f) for h, f in zip(HEADINGS, FIELDS, strict=True)} for r in SMALL], dtype=object
    )
    frame.loc[2, "Bắt đầu (tháng)"] = typed
    about = {"Năm kế hoạch": 2021, "Đơn vị tính": "ngàn đồng"}
    assert read_plan(frame, particulars=about).projects[0].start_month == month


def test_a_frame_is_read_like_a_file(example: Path) -> None:
    plan = read_plan(example)
    frame = plan.to_frame()
    again = read_plan(
        frame, particulars={"Năm kế hoạch": 2021, "Đơn vị tính": "ngàn đồng", "Tỉnh": "Đồng Nai"}
    )
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == HEADINGS
    assert [(p.tt, p.total, p.province, p.start_month) for p in again.projects] == [
        (p.tt, p.total, p.province, p.start_month) for p in plan.projects
    ]
    assert again.total == plan.total


BAD = {
    "unknown level": ({"rows": [line("Nhóm", "1")]}, r"Ô DeAn!B2: loại dòng là “Nhóm”"),
    "empty level": ({"rows": [{"tt": "1", "name": "x"}]}, r"Ô DeAn!B2: loại dòng còn trống"),
    "after the total": (
        {"rows": [*SMALL, line("Tổng cộng"), project("2.2", 1)]},
        r"Ô DeAn!B9: có dòng nằm sau",
    ),
    "empty plan": ({"rows": []}, r"Trang tính DeAn: chưa có dòng nào"),
    "16 digits": (
        {"rows": SMALL, "cells": {"J4": 1e15}},
        r"Ô DeAn!J4: số 1\.000\.000\.000\.000\.000 quá 15 chữ số",
    ),
    "beyond 10^18": (
        {"rows": [*SMALL, project("2.2", 10**10)], "unit": "tỷ đồng"},
        r"Trang tính DeAn: tổng cộng .* quá lớn",
    ),
    "no column": (
        {"rows": SMALL, "headings": [h for h in HEADINGS if h != "Tên đề án"]},
        r"Trang tính DeAn: thiếu cột “Tên đề án”",
    ),
    "doubled column": (
        {"rows": SMALL, "headings": [*HEADINGS, "TT"]},
        r"Ô DeAn!P1: cột “TT” có hai lần",
    ),
    "no unit": ({"rows": SMALL, "particulars": {"Đơn vị tính": None}}, r"thiếu “Đơn vị tính”"),
    "unknown unit": (
        {"rows": SMALL, "particulars": {"Đơn vị tính": "cái"}},
        r"Ô ThongTin!B4: “Đơn vị tính” là “cái”",
    ),
    "no year": (
        {"rows": SMALL, "particulars": {"Năm kế hoạch": None}},
        r"“Năm kế hoạch” còn trống",
    ),
    "odd year": (
        {"rows": SMALL, "particulars": {"Năm kế hoạch": "nay"}},
        r"Ô ThongTin!B3: “Năm kế hoạch” là “nay”",
    ),
    "raised year": (
        {"rows": SMALL, "particulars": {"Năm kế hoạch": "202²"}},
        r"Ô ThongTin!B3: “Năm kế hoạch” là “202²”",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_with_its_cell(name: str) -> None:
    options, sentence = BAD[name]
    with pytest.raises(InputError, match=sentence) as caught:
        read_plan(source(**options))  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["tt", "level", "name", "total", "province", "start_month", "note"]),
            st.one_of(
                st.none(),
                st.integers(-5, 10**16),
                st.floats(-1e9, 1e9, allow_nan=False),
                st.sampled_from(["Mục", "Chương trình", "Đề án", "Tổng cộng", "1.234", "x", " "]),
                st.booleans(),
            ),
        ),
        max_size=8,
    )
)
def test_whatever_is_typed_gives_a_plan_or_a_sentence(rows: list[dict[str, Any]]) -> None:
    fields = ["tt", "level", "name", "total", "province", "start_month", "note"]
    frame = pandas.DataFrame(
        [[row.get(field) for field in fields] + [None] * 8 for row in rows],
        columns=[
            "TT",
            "Loại dòng",
            "Tên đề án",
            "Tổng KP thực hiện",
            "KPKC ĐP",
            "Bắt đầu (tháng)",
            "Ghi chú",
            "Đơn vị thực hiện",
            "Mục tiêu và nội dung chính",
            "Dự kiến kết quả đạt được",
            "Kết thúc (tháng)",
            "KP đơn vị thụ hưởng",
            "Nguồn khác",
            "Mã định mức",
            "Số lượng",
        ],
        dtype=object,
    )
    try:
        read_plan(frame, particulars={"Năm kế hoạch": 2021, "Đơn vị tính": "đồng"})
    except InputError as error:
        assert str(error)


# ------------------------------------------------------------------------ a table's own total row


def _with_table(total: Any, **columns: Any) -> Any:
    """Two projects in a table with a total row; ``total`` is what stands in the column KPKC ĐP."""

    def draw(book: Any) -> None:
        held = [{"header": heading} for heading in HEADINGS]
        held[HEADINGS.index("TT")] |= {"total_string": "Total"}
        held[HEADINGS.index("KPKC ĐP")] |= {"total_function": "sum", "total_value": total}
        book.get_worksheet_by_name("DeAn").add_table(
            0, 0, 5, len(HEADINGS) - 1, {"name": "tblDeAn", "total_row": True, "columns": held}
        )

    rows = [
        line("Mục", "I"),
        line("Chương trình", "1"),
        project("1.1", 100),
        project("1.2", 95, 5),
    ]
    return source(rows, extra=draw, **columns)


@pytest.mark.parametrize("total", [195, 190, 0])
def test_the_total_row_of_a_table_is_the_stated_total(total: int) -> None:
    plan = read_plan(_with_table(total))
    assert plan.total == 200 and [item.tt for item in plan.projects] == ["1.1", "1.2"]
    assert plan.stated is not None and plan.stated.stated.get("province") == total


def test_a_total_row_with_its_level_is_the_same() -> None:
    plan = read_plan(_with_table(195, cells={"B6": "Tổng cộng"}))
    assert (
        plan.total == 200 and plan.stated is not None and plan.stated.stated.get("province") == 195
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("12/2022", "12/2022"), (datetime.date(2023, 6, 1), "6/2023"), ("Quý I/2024", "3/2024")],
)
def test_an_end_in_a_later_year_is_kept_and_said(typed: object, shown: str) -> None:
    rows = [line("Mục", "I"), line("Chương trình", "1"), project("1.1", 5, 0, 0, start_month=11)]

    def dated(book: Any) -> None:
        page, day = book.get_worksheet_by_name("DeAn"), book.add_format({"num_format": "mm/yyyy"})
        if isinstance(typed, datetime.date):
            page.write_datetime("H4", datetime.datetime(typed.year, typed.month, 1), day)
        else:
            page.write("H4", typed)

    plan = read_plan(source(rows, extra=dated))
    (only,) = plan.projects
    assert (only.start_month, only.end_month, only.end) == (11, 12, shown)
    assert [remark.read_as for remark in plan.decisions] == [f"kéo dài nhiều năm, đến {shown}"]
    assert plan.to_frame().iloc[-1]["Kết thúc (tháng)"] == shown
    assert [group.count for group in plan.quarters] == [0, 0, 0, 1]
