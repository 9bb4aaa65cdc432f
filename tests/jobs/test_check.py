"""A workbook read and checked once, whatever it is; plan and appendix kept apart."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.jobs.conftest import Counts
from tests.plans import SMALL, line, plan_file, project, source
from tests.send.workbooks import calculated, changed
from workbook_tools.errors import InputError
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.jobs.check import check_file, check_workbook
from workbook_tools.read.source import Source, source_of

WRONG = [*SMALL, project("2.2", 1, 2, 3, total=7)]


def typed_over(built: Built) -> Source:
    """A finished workbook in which somebody typed a number over a total of the appendix."""

    def edit(book: Any) -> None:
        book["PhuLuc"]["H9"] = 999

    return changed(source_of(built.data, "k.xlsx"), edit)


def test_a_plan_that_is_not_built_has_no_appendix_to_look_at() -> None:
    checked = check_workbook(source(WRONG))
    assert [found.rule for found in checked.of_plan] == ["A01"] and checked.of_appendix == ()


def test_what_the_plan_and_its_appendix_say_is_kept_apart(built: Built) -> None:
    checked = check_workbook(typed_over(built))
    assert {found.place.sheet for found in checked.of_appendix} == {"PhuLuc"}
    assert "PhuLuc" not in {found.place.sheet for found in checked.of_plan}


def test_the_user_sees_both_in_one_list(built: Built) -> None:
    checked = check_workbook(typed_over(built))
    assert checked.findings == checked.of_plan + checked.of_appendix != checked.of_plan


def test_an_appendix_without_a_plan_is_checked_by_itself(built: Built) -> None:
    def without_plan(book: Any) -> None:
        del book["DeAn"], book["ThongTin"]

    alone = changed(source_of(built.data, "k.xlsx"), without_plan)
    checked = check_workbook(source_of(calculated(alone), "k.xlsx"))
    assert checked.plan.appendix and checked.plan.sheet == "PhuLuc" and checked.of_appendix == ()


def test_a_plan_whose_appendix_has_no_known_headings_is_checked_alone() -> None:
    own = source(SMALL, sheets={"PhuLuc": [["a", "b"], ["c", 1]]})
    assert check_workbook(own).of_appendix == ()


def test_a_workbook_with_neither_is_refused() -> None:
    def renamed(book: Any) -> None:
        del book["ThongTin"]
        book["DeAn"].title = "x"
        book["x"].delete_rows(1)

    with pytest.raises(InputError, match="không có trang tính nào có bảng"):
        check_workbook(changed(source(SMALL), renamed))


def test_each_sheet_is_read_once(counts: Counts, built: Built) -> None:
    check_workbook(source_of(built.data, "k.xlsx"))
    assert counts.sheets >= {"DeAn", "ThongTin", "PhuLuc", "KiemTra"}
    assert counts.opened == [built.data] and not counts.twice


def test_each_plan_is_checked_once(counts: Counts, built: Built) -> None:
    checked = check_workbook(source_of(built.data, "k.xlsx"))
    assert [plan.sheet for plan in counts.checked] == ["DeAn", "PhuLuc"]
    assert counts.checked[0] is checked.plan


def test_a_reason_on_the_checks_sheet_holds_for_the_appendix_too(built: Built) -> None:
    found = check_workbook(typed_over(built)).of_appendix[0]

    def explain(book: Any) -> None:
        page = book["KiemTra"]
        row = next(row for row in page.iter_rows() if row[0].value == "Mã")[0].row + 1
        for column, value in enumerate((found.rule, "Lỗi", found.where, found.message, "", "Đúng")):
            page.cell(row, column + 1).value = value

    explained = check_workbook(changed(typed_over(built), explain)).of_appendix
    assert [f.accepted for f in explained if (f.rule, f.where) == (found.rule, found.where)] == [
        "Đúng"
    ]


def test_a_report_is_written_where_one_is_wanted(tmp_path: Path) -> None:
    plan = tmp_path / "k.xlsx"
    plan.write_bytes(plan_file(WRONG))
    checked = check_file(plan, tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert len(report["findings"]) == len(checked.findings) == 1
    assert report["formulas"] == {"written": 0, "proved": 0}
    assert list(report["timings"]) == ["read", "check"]


def test_a_check_writes_nothing_unasked(tmp_path: Path) -> None:
    plan = tmp_path / "k.xlsx"
    plan.write_bytes(plan_file(SMALL))
    check_file(plan)
    assert list(tmp_path.iterdir()) == [plan]


def test_all_appendices_of_a_workbook_are_checked() -> None:
    head = ["TT", "Tên đề án", "Tổng kinh phí", "Ngân sách tỉnh", "Vốn đối ứng"]
    raw = io.BytesIO()
    book = openpyxl.Workbook()
    for name, total in (("KCQG", 5), ("KCĐP", 9)):
        sheet = book.create_sheet(name)
        sheet.append(head)
        sheet.append(["1", "Máy sấy", total, 3, 2])
    book.save(raw)
    checked = check_workbook(source_of(raw.getvalue(), "k.xlsx"))
    assert [other.sheet for other in checked.others] == ["KCĐP"]
    assert [found.where for found in checked.findings if found.rule == "A01"] == ["KCĐP!C2"]


def test_an_appendix_that_is_too_long_to_be_read_is_told() -> None:
    headings = ["TT", "Tên đề án", "Đơn vị thực hiện", "Tổng KP thực hiện", "KPKC ĐP"]
    lines = [[str(at), f"Đề án {at}", "Trung tâm", 5, 5] for at in range(1, 40_002)]
    checked = check_workbook(source(SMALL, sheets={"PhuLuc": [headings, *lines]}))
    said = "quá 40.000 dòng nên không được đọc lại; chỉ có DeAn được kiểm tra"
    assert said in [remark.evidence for remark in checked.plan.decisions]
    assert checked.of_appendix == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [("1.2a", "1.2b"), ("1.2.1", "1.2.2"), ("1.2.a", "1.2.b"), ("-", "-"), ("a)", "b)"), ("", "")],
)
def test_parts_of_a_project_are_read_back_however_they_are_numbered(
    first: str, second: str
) -> None:
    rows = [
        *SMALL[:3],
        project("1.2"),
        line("Chi tiết", first, "Cơ sở A", province=10, beneficiary=5, other=0),
        line("Chi tiết", second, "Cơ sở B", province=20, beneficiary=5, other=0),
        project("1.3", 7, 1, 0),
    ]
    checked = check_workbook(source_of(build_workbook(source(rows)).data, "k.xlsx"))
    assert checked.findings == ()
