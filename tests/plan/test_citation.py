"""Legal documents as plans cite them."""

from __future__ import annotations

from datetime import date

import pytest

from workbook_tools.plan.citation import Citation, citations, normal_number, without_citations


def only(text: str) -> Citation:
    (found,) = citations(text)
    return found


def test_numbers_and_dates_as_plans_write_them() -> None:
    text = (
        "- Quyết định 23/2018/QĐ-UBND ngày 24 tháng 4 năm 2018 của UBND tỉnh\n"
        "- TTLT 04/2014/TTLT-BKHĐT-BTC 13/8/2014; QĐ 3096/QĐ-UBND ngày 25/8/2020; "
        "Thông tư 28/2018/TT-BTC, Điều 8 khoản 2"
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
        "53/2018/QĐ-UBND",
        "3096/QĐ-UBND",
        "45/2012/NĐ-CP",
        "04/2014/TTLT-BKHĐT-BTC",
        "50/2014/QH13",
        "12/KH-UBND",
        "1/QĐ-TTg",
        "18/VBHN-BTC",
        "07-CTr/TU",
        "16-NQ/ĐUB",
        "13-KL/TW",
        "35/HD-SCT",
        "06/2027/HĐ-KC",
        "13/HĐKT",
        "14/2027/HĐTV-TTKC",
        "26/GP-UBND",
        "04/2027/QC-SCT",
        "78/BB-SCT",
        "10/CĐ-TTg",
        "1516/QĐ-UBND.HC",
        "27/2015/TTLT-BTC-BCT",
    ],
)
def test_a_number_as_the_law_wants_it(number: str) -> None:
    assert (only(f"theo {number} của").number, only(number).well_formed) == (number, True)


@pytest.mark.parametrize(
    "number",
    [
        "53/2018/QĐUBND",
        "53-2018/QĐ-UBND",
        "147/2018/NQ-HDND",
        "53/18/QĐ-UBND",
        "53/2018/QD-UBND",
        "53.2018.QĐ-UBND",
        "3096/QĐ-UBNĐ",
        "3096/QĐ-UBDN",
        "3096/QĐ-UNBD",
        "3096/QĐ-BKHDT",
        "3096/QĐ-HĐNĐ",
        "98QĐ/VSD",
        "12-XY/TU",
    ],
)
def test_malformed_numbers_are_seen_as_numbers(number: str) -> None:
    found = only(f"Quyết định {number} của UBND")
    assert (found.number, found.well_formed) == (number, False)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("53 / 2018 / QĐ - UBND", "53/2018/QĐ-UBND"),
        ("53/2018/QĐ -UBND", "53/2018/QĐ-UBND"),
    ],
)
def test_a_number_with_blanks_is_read_without_and_is_malformed(typed: str, number: str) -> None:
    assert (only(typed).number, only(typed).well_formed) == (number, False)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Quyết định số: 53/ubnd", "53/ubnd"),
        ("Nghị định 45/2012 của", "45/2012"),
    ],
)
def test_a_number_that_only_its_kind_makes_one(text: str, number: str) -> None:
    assert only(text).number == number


def test_the_sign_that_ends_a_sentence_is_no_part_of_a_number() -> None:
    assert only("theo 53/2018/QĐ-UBND.").well_formed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tháng 5/2021, hội chợ 12-15/6",
        "3.1 - 3.3 và 24/7",
        "cơ sở A/B",
        "KC&TVPTCN",
        "tỷ lệ 1/2",
        "Quyết định 53",
        "nghị quyết 11/12/2018",
        "Quyết định 25.8.2020",
        "Quyết định 25/8/2020",
        "Quyết định 25-8-2020",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert citations(text) == ()


def test_numbers_written_with_dashes_alone_are_seen() -> None:
    assert [c.number for c in citations("QĐ 53-2018-QĐ-UBND")] == ["53-2018-QĐ-UBND"]


def test_two_documents_side_by_side_are_two() -> None:
    text = "3096/QĐ-UBND,53/2018/QĐ-UBND"
    assert [c.span for c in citations(text)] == [(0, 12), (13, 28)]


def test_the_documents_come_in_the_order_of_the_text() -> None:
    text = "Quyết định 12.2019.abc; 3096/QĐ-UBND; Nghị quyết 7.2019.xyz"
    assert [c.number for c in citations(text)] == ["12.2019.abc", "3096/QĐ-UBND", "7.2019.xyz"]


def test_a_document_is_found_once_though_its_kind_names_it_too() -> None:
    assert len(citations("Quyết định số 53/2018/QĐ-UBND")) == 1


# ------------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("said", "date_text"),
    [
        (" ngày 11/12/2018", "ngày 11/12/2018"),
        (", ngày 11/12/2018", "ngày 11/12/2018"),
        (" NGÀY 11/12/2018", "NGÀY 11/12/2018"),
        (" (11-12-2018)", "11-12-2018"),
        (" ban hành ngày 11.12.2018", "ban hành ngày 11.12.2018"),
        (" ký ngày 11 tháng 12 năm 2018", "ký ngày 11 tháng 12 năm 2018"),
    ],
)
def test_the_date_that_stands_behind_a_number(said: str, date_text: str) -> None:
    found = only(f"53/2018/QĐ-UBND{said} của")
    assert (found.issued, found.date_text) == (date(2018, 12, 11), date_text)


def test_a_date_farther_away_is_not_the_documents() -> None:
    found = only("53/2018/QĐ-UBND của UBND tỉnh ngày 11/12/2018")
    assert (found.issued, found.date_text) == (None, "")


def test_an_impossible_date_is_kept_as_text() -> None:
    found = only("QĐ 53/2018/QĐ-UBND ngày 31/02/2018")
    assert (found.issued, found.date_text) == (None, "ngày 31/02/2018")


def test_a_citation_reaches_from_its_number_to_the_end_of_its_date() -> None:
    text = "Theo 53/2018/QĐ-UBND ngày 11/12/2018, Điều 8"
    start, end = only(text).span
    assert text[start:end] == "53/2018/QĐ-UBND ngày 11/12/2018"


def test_a_citation_without_a_date_reaches_to_the_end_of_its_number() -> None:
    text = "Theo 53/2018/QĐ-UBND, Điều 8"
    start, end = only(text).span
    assert text[start:end] == "53/2018/QĐ-UBND"


# ------------------------------------------------------------------------------- years, comparison


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("53/2018/QĐ-UBND", 2018),
        ("12/1998/NĐ-CP", 1998),
        ("50/2014/QH13", 2014),
        ("3096/QĐ-UBND", None),
    ],
)
def test_the_year_in_a_number(number: str, year: int | None) -> None:
    assert only(number).year == year


def test_the_year_in_a_number_is_not_that_of_its_date() -> None:
    assert only("53/2018/QĐ-UBND ngày 02/01/2019").year == 2018


@pytest.mark.parametrize("number", ["53/18/QĐ-UBND", "53/2118/QĐ-UBND", "2018/QĐ-UBND"])
def test_what_is_no_year_in_a_number(number: str) -> None:
    assert Citation(number, None, "", False, (0, 0)).year is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("QĐ 3096/QĐ-UBND, năm 2021", "QĐ             , năm 2021"),
        ("Từ ngày 11/12/2018 đến 5", "Từ                 đến 5"),
        ("10 người", "10 người"),
    ],
)
def test_a_text_without_its_citations_and_dates_keeps_its_places(text: str, left: str) -> None:
    assert without_citations(text) == left


def test_a_text_without_several_citations() -> None:
    text = "3096/QĐ-UBND và 53/2018/QĐ-UBND ngày 11/12/2018 và 5"
    assert without_citations(text).split() == ["và", "và", "5"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (" 053/2018/qđ-ubnd ", "53/2018/QĐ-UBND"),
        ("53 / 2018/QĐ-UBND", "53/2018/QĐ-UBND"),
        ("30/QĐ-UBND", "30/QĐ-UBND"),
    ],
)
def test_numbers_are_compared_without_blanks_capitals_and_leading_zeros(
    typed: str, number: str
) -> None:
    assert normal_number(typed) == number
