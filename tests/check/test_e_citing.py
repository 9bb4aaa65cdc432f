"""Family E: what each rule says of the documents that notes cite, and where nothing is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.check.typed import COLUMN, cells, fault, faults, plan_of, programme, project, section
from workbook_tools.check.register import Severity
from workbook_tools.plan.model import LegalDocument, Plan

DECISION = LegalDocument("53/2018/QĐ-UBND", date(2018, 12, 11), row=2)


def noted(*notes: str, above: str = "", **options: Any) -> Plan:
    lines = [project(f"1.{at}", 1, note=note) for at, note in enumerate(notes, 1)]
    return plan_of(section(), programme(note=above), *lines, **options)


# E01, no basis


def test_e01_tells_a_project_without_a_basis() -> None:
    found = fault("E01", noted("Theo quy định"))
    assert found.message == "1.1 Đề án 1.1: chưa nêu căn cứ pháp lý"
    assert found.hint == (
        "Ghi số, ký hiệu và ngày của văn bản vào Ghi chú của đề án hoặc của chương trình."
    )
    assert (str(found.place), found.column) == ("DeAn!M4", "note")


def test_e01_is_content_with_a_basis_of_the_project_or_the_programme() -> None:
    assert cells("E01", noted("Quyết định 53/2018/QĐ-UBND", "")) == ["DeAn!M5"]
    assert faults("E01", noted("", "", above="Quyết định 53/2018/QĐ-UBND")) == []


def test_e01_asks_no_basis_of_an_appendix_or_without_the_column() -> None:
    assert faults("E01", noted("", appendix=True)) == []
    columns = {field: letters for field, letters in COLUMN.items() if field != "note"}
    assert faults("E01", noted("", columns=columns)) == []


def test_e01_tells_once_that_no_project_has_a_basis() -> None:
    found = fault("E01", noted("", "Theo quy định", ""))
    assert found.message == "không đề án nào nêu căn cứ pháp lý (3 đề án)"
    assert str(found.place) == "DeAn!M4"


# E02, not in the register


def test_e02_tells_the_document() -> None:
    found = fault("E02", noted("Quyết định 35/2018/QĐ-UBND", documents=(DECISION,)))
    assert found.message == (
        "1.1 Đề án 1.1: văn bản 35/2018/QĐ-UBND không có trên trang tính CanCu"
    )
    assert found.hint == "Kiểm tra số, ký hiệu; nếu đúng thì thêm văn bản vào trang tính CanCu."
    assert (str(found.place), found.column) == ("DeAn!M4", "note")


def test_e02_is_content_with_a_document_of_the_register() -> None:
    assert faults("E02", noted("Quyết định 53/2018/QĐ-UBND", documents=(DECISION,))) == []


def test_e02_does_not_judge_without_a_register() -> None:
    assert faults("E02", noted("Quyết định 35/2018/QĐ-UBND")) == []


def test_e02_leaves_a_malformed_number_to_another_rule() -> None:
    assert faults("E02", noted("Quyết định 35/2018/QĐUBND", documents=(DECISION,))) == []


def test_e02_tells_a_document_once_a_note() -> None:
    note = "Quyết định 35/2018/QĐ-UBND; Quyết định 35/2018/QĐ-UBND"
    assert cells("E02", noted(note, note, "Quyết định 53/2018/QĐ-UBND", documents=(DECISION,))) == [
        "DeAn!M4",
        "DeAn!M5",
    ]


def test_no_note_of_an_appendix_is_judged() -> None:
    plan = noted("Quyết định 35/2018/QĐUBND ngày 31/02/2012", documents=(DECISION,), appendix=True)
    assert [faults(f"E0{number}", plan) for number in range(1, 6)] == [[]] * 5


def test_e02_tells_once_that_no_document_is_in_the_register() -> None:
    notes = [f"Quyết định {at}/2018/QĐ-UBND" for at in (11, 12, 12, 13, 14, 15, 16)]
    found = fault("E02", noted(*notes, documents=(DECISION,)))
    assert found.message.startswith("không văn bản nào được nêu có trên trang tính CanCu: 11/2018")
    assert found.message.endswith("15/2018/QĐ-UBND và 1 văn bản nữa")
    assert str(found.place) == "DeAn!M4"


# E03, dates


def test_e03_tells_the_date_of_the_register() -> None:
    plan = noted("53/2018/QĐ-UBND ngày 12/11/2018", documents=(DECISION,))
    found = fault("E03", plan)
    assert found.message == (
        "1.1 Đề án 1.1: 53/2018/QĐ-UBND ghi ngày 12/11/2018, trang tính CanCu ghi 11/12/2018"
    )
    assert found.hint == "Sửa ngày ở Ghi chú, hoặc ở trang tính CanCu nếu ở đó sai."
    assert (str(found.place), found.column) == ("DeAn!M4", "note")


def test_e03_is_content_with_the_date_of_the_register_and_with_none() -> None:
    documents = (DECISION,)
    assert faults("E03", noted("53/2018/QĐ-UBND ngày 11/12/2018", documents=documents)) == []
    assert faults("E03", noted("53/2018/QĐ-UBND", documents=documents)) == []


def test_e03_tells_what_is_no_date() -> None:
    found = fault("E03", noted("45/2012/NĐ-CP ngày 31/02/2012"))
    assert found.message.endswith("ghi ngày 31/02/2012, không phải là một ngày")


def test_e03_tells_a_date_of_another_year_than_the_number() -> None:
    found = fault("E03", noted("45/2012/NĐ-CP ngày 21/5/2013"))
    assert found.message.endswith("nhưng số, ký hiệu mang năm 2012")


def test_e03_lets_the_register_say_the_year() -> None:
    document = LegalDocument("45/2012/NĐ-CP", date(2013, 5, 21), row=2)
    assert faults("E03", noted("45/2012/NĐ-CP ngày 21/5/2013", documents=(document,))) == []


def test_e03_tells_a_date_unlike_that_of_most_lines() -> None:
    dates = ("21/5/2012", "22/5/2012", "21/5/2012")
    plan = noted(*(f"45/2012/NĐ-CP ngày {day}" for day in dates))
    assert cells("E03", plan) == ["DeAn!M5"]
    assert fault("E03", plan).message.endswith("ở dòng khác ghi 21/05/2012")


def test_e03_takes_the_earliest_of_dates_that_stand_as_often() -> None:
    plan = noted("45/2012/NĐ-CP ngày 22/5/2012", "45/2012/NĐ-CP ngày 21/5/2012")
    assert cells("E03", plan) == ["DeAn!M4"]


# E04, out of force


def ended(year: int = 2021, **fields: Any) -> Plan:
    document = LegalDocument("9/2010/QĐ-UBND", row=2, **fields)
    particulars = {"Năm kế hoạch": year}
    return noted("Quyết định 9/2010/QĐ-UBND", documents=(document,), particulars=particulars)


def test_e04_tells_since_when_a_document_is_out_of_force() -> None:
    found = fault("E04", ended(valid_to=date(2020, 12, 31)))
    assert found.message == "1.1 Đề án 1.1: 9/2010/QĐ-UBND hết hiệu lực từ 31/12/2020"
    assert found.hint == "Thay bằng văn bản đang có hiệu lực."
    assert (str(found.place), found.column) == ("DeAn!M4", "note")


def test_e04_tells_what_replaces_a_document() -> None:
    found = fault("E04", ended(replaced_by="53/2018/QĐ-UBND"))
    assert found.message.endswith("đã bị thay thế bởi 53/2018/QĐ-UBND")


def test_e04_tells_a_document_that_is_not_yet_in_force() -> None:
    found = fault("E04", ended(valid_from=date(2022, 1, 1)))
    assert found.message.endswith("có hiệu lực từ 01/01/2022, sau năm kế hoạch")


def test_e04_notes_what_amends_a_document_that_is_in_force() -> None:
    found = fault("E04", ended(amended_by="17/2019/QĐ-UBND"))
    assert found.message.endswith("9/2010/QĐ-UBND đã được sửa đổi bởi 17/2019/QĐ-UBND")
    assert found.severity is Severity.NOTE


def test_e04_is_content_where_the_amending_document_is_cited_too() -> None:
    document = LegalDocument("9/2010/QĐ-UBND", amended_by="17/2019/QĐ-UBND", row=2)
    both = "Quyết định 9/2010/QĐ-UBND, sửa đổi tại Quyết định 17/2019/QĐ-UBND"
    assert faults("E04", noted(both, documents=(document,))) == []


def test_e04_leaves_what_is_amended_after_the_plans_year() -> None:
    assert faults("E04", ended(amended_by="235/2025/NĐ-CP")) == []
    assert faults("E04", ended(2027, amended_by="235/2025/NĐ-CP"))


def test_e04_says_of_a_lapsed_document_that_it_lapsed_not_that_it_was_amended() -> None:
    lapsed = ended(valid_to=date(2020, 12, 31), amended_by="17/2019/QĐ-UBND")
    assert fault("E04", lapsed).message.endswith("hết hiệu lực từ 31/12/2020")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"valid_to": date(2021, 1, 1)},
        {"valid_to": date(2021, 12, 31), "replaced_by": "53/2018/QĐ-UBND"},
        {"valid_from": date(2021, 12, 31)},
    ],
)
def test_e04_is_content_with_one_day_of_the_year(fields: dict[str, Any]) -> None:
    assert faults("E04", ended(**fields)) == []


# E05, malformed numbers


def test_e05_tells_the_number_as_typed() -> None:
    found = fault("E05", noted("Quyết định 53/2018/QĐUBND"))
    assert found.message == ("1.1 Đề án 1.1: số, ký hiệu “53/2018/QĐUBND” viết chưa đúng thể thức")
    assert found.hint == (
        "Văn bản quy phạm: 53/2018/QĐ-UBND (số/năm/loại-cơ quan); văn bản hành chính: "
        "1234/QĐ-UBND (số/loại-cơ quan, không có năm)."
    )
    assert (str(found.place), found.column) == ("DeAn!M4", "note")


def test_e05_is_content_with_a_number_in_form() -> None:
    assert faults("E05", noted("Quyết định 53/2018/QĐ-UBND")) == []


def test_e05_looks_at_every_line() -> None:
    assert cells("E05", noted("", above="Quyết định 53/2018/QĐUBND")) == ["DeAn!M3"]


# E06, twice in the register


def test_e06_tells_both_rows() -> None:
    again = LegalDocument("53/2018/qđ-ubnd", row=5)
    columns = {"CanCu": {"Số, ký hiệu": "B"}}
    found = fault("E06", plan_of(documents=(DECISION, again), record_columns=columns))
    assert found.message == "Dòng 5 của CanCu: văn bản 53/2018/qđ-ubnd đã có ở dòng 2"
    assert found.hint == "Xóa một trong hai dòng."
    assert str(found.place) == "CanCu!B5"


def test_e06_compares_no_rows_without_a_number() -> None:
    documents = (DECISION, LegalDocument("", row=3), LegalDocument("", row=4))
    assert faults("E06", plan_of(documents=documents)) == []
