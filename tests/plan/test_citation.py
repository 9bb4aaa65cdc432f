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


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("53/2018/QĐ-UBND", 2018),
        ("1/1999/NĐ-CP", 1999),
        ("3096/QĐ-UBND", None),
        ("53/18/QĐ-UBND", None),
        ("43/2013/QH13", 2013),
    ],
)
def test_the_year_of_a_number(number: str, year: int | None) -> None:
    (only,) = citations(f"Theo {number} của Chính phủ")
    assert (only.number, only.year) == (number, year)


@pytest.mark.parametrize(
    "said",
    [
        "ngày 11/12/2018",
        "ngày 11 tháng 12 năm 2018",
        "11-12-2018",
        "11.12.2018",
        "ký ngày 11/12/2018",
        "ban hành ngày 11/12/2018",
        "NGÀY 11/12/2018",
    ],
)
def test_the_date_behind_a_number(said: str) -> None:
    text = f"QĐ 53/2018/QĐ-UBND {said}; Điều 3"
    (only,) = citations(text)
    assert (only.issued, only.date_text) == (date(2018, 12, 11), said)
    assert text[slice(*only.span)] == f"53/2018/QĐ-UBND {said}"


def test_a_date_in_brackets_or_behind_a_comma_is_shown_without_them() -> None:
    (only,) = citations("QĐ 53/2018/QĐ-UBND, (11/12/2018)")
    assert (only.issued, only.date_text) == (date(2018, 12, 11), "11/12/2018")


def test_without_a_date_the_span_is_the_numbers() -> None:
    text = "QĐ 53/2018/QĐ-UBND của UBND tỉnh"
    (only,) = citations(text)
    assert (only.issued, only.date_text) == (None, "")
    assert text[slice(*only.span)] == "53/2018/QĐ-UBND"


def test_several_documents_come_in_the_order_of_the_text() -> None:
    text = "Nghị định 45/2012 và QĐ 53/2018/QĐ-UBND, Thông tư số 36.2013 và 26/2014/TT-BTC"
    assert [c.number for c in citations(text)] == [
        "45/2012",
        "53/2018/QĐ-UBND",
        "36.2013",
        "26/2014/TT-BTC",
    ]


def test_a_document_is_not_found_twice() -> None:
    text = "Quyết định số: 53/2018/QĐ-UBND, Quyết định 54/2018/QĐ-UBND"
    assert [c.number for c in citations(text)] == ["53/2018/QĐ-UBND", "54/2018/QĐ-UBND"]


def test_a_date_behind_a_kind_is_no_number() -> None:
    assert citations("theo nghị quyết 11/12/2018 đã nêu") == ()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("53 / 2018 / QĐ - UBND", "53/2018/QĐ-UBND"),
        ("53/2018 /QĐ-UBND", "53/2018/QĐ-UBND"),
    ],
)
def test_a_number_with_blanks_is_read_and_not_well_formed(typed: str, number: str) -> None:
    (only,) = citations(f"QĐ {typed} của tỉnh")
    assert (only.number, only.well_formed) == (number, False)


@pytest.mark.parametrize("issuer", ["HDND", "UBNĐ", "UBDN", "UNBD", "BKHDT", "HĐNĐ"])
def test_a_misspelt_issuer_is_not_well_formed(issuer: str) -> None:
    assert [c.well_formed for c in citations(f"QĐ 53/2018/QĐ-{issuer}")] == [False]


def test_a_full_stop_behind_a_number_is_not_part_of_it() -> None:
    (only,) = citations("Theo Quyết định 53/2018/QĐ-UBND.")
    assert (only.number, only.well_formed) == ("53/2018/QĐ-UBND", True)


def test_a_text_without_a_sign_cites_nothing() -> None:
    assert citations("Quyết định 53") == () == citations("")


def test_numbers_with_hyphens_only_are_seen() -> None:
    assert [c.number for c in citations("QĐ 53-2018-QĐ-UBND")] == ["53-2018-QĐ-UBND"]


def test_what_is_left_of_a_text_without_its_citations() -> None:
    text = "a QĐ 53/2018/QĐ-UBND b ngày 1/2/2018 c 3/QĐ-UBND d"
    assert without_citations(text).split() == ["a", "QĐ", "b", "c", "d"]
    assert len(without_citations(text)) == len(text)


def test_numbers_are_compared_without_blanks_capitals_and_leading_zeros() -> None:
    assert normal_number("0053 /2018/qđ-ubnd") == normal_number("53/2018/QĐ-UBND")
