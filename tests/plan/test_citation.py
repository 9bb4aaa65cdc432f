from __future__ import annotations

from datetime import date

import pytest

from workbook_tools.plan.citation import citations, normal_number, without_citations


def test_numbers_and_dates_as_plans_write_them() -> None:
    text = (
        "- Quyết định 23/2018/QĐ-UBND ngày 24 tháng 4 năm 2018 của UBND tỉnh\n- TTLT 04/2014/TTLT-BKHĐT-BTC 13/8/2014; "
        "QĐ 3096/QĐ-UBND ngày 25/8/2020; Thông tư 28/2018/TT-BTC, Điều 8 khoản 2"
    )
    assert [(c.number, c.issued, c.well_formed) for c in citations(text)] == [
        ("23/2018/QĐ-UBND", date(2018, 4, 24), True),
        ("04/2014/TTLT-BKHĐT-BTC", date(2014, 8, 13), True),
        ("3096/QĐ-UBND", date(2020, 8, 25), True),
        ("28/2018/TT-BTC", None, True),
    ]


@pytest.mark.parametrize(
    "number",
    [
        "53/2018/QĐUBND",
        "53-2018/QĐ-UBND",
        "147/2018/NQ-HDND",
        "53/18/QĐ-UBND",
        "53/2018/QD-UBND",
        "53.2018.QĐ-UBND",
    ],
)
def test_malformed_numbers_are_seen_as_numbers(number: str) -> None:
    assert [(c.number, c.well_formed) for c in citations(f"Quyết định {number} của UBND")] == [
        (number, False)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tháng 5/2021, hội chợ 12-15/6",
        "3.1 - 3.3 và 24/7",
        "cơ sở A/B",
        "KC&TVPTCN",
        "tỷ lệ 1/2",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert citations(text) == ()


def test_an_impossible_date_is_kept_as_text() -> None:
    only = citations("QĐ 53/2018/QĐ-UBND ngày 31/02/2018")[0]
    assert (only.issued, only.date_text) == (None, "ngày 31/02/2018")


def test_a_text_without_its_citations_keeps_its_length() -> None:
    text = "Theo QĐ 53/2018/QĐ-UBND ngày 11/12/2018, năm 2021"
    left = without_citations(text)
    assert len(left) == len(text) and "2018" not in left and "năm 2021" in left
    assert normal_number(" 053/2018/qđ-ubnd ") == "53/2018/QĐ-UBND"
