"""Buttons pressed on a workbook that is open in a real LibreOffice."""

from __future__ import annotations

import email
import email.policy
import os
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.faults.plans import write_plan
from tests.host.looks import differences
from tests.host.office import Office, copied
from tests.jobs.conftest import Counts
from tests.plans import SMALL, line, plan_file, project
from workbook_tools import ribbon
from workbook_tools.errors import InputError
from workbook_tools.excel.package import open_package, sheets
from workbook_tools.host import open_book, replacing
from workbook_tools.host.edits import GENERATED
from workbook_tools.jobs import press
from workbook_tools.jobs.build import build_workbook
from workbook_tools.machine.files import put_in_place
from workbook_tools.plan.model import Funding
from workbook_tools.send.pdf import facts

pytestmark = [pytest.mark.judge("libreoffice"), pytest.mark.xdist_group("office")]


def opened(office: Office, folder: Path, data: bytes, name: str = "ke-hoach.xlsx") -> Any:
    path = folder / name
    path.write_bytes(data)
    return office.app.books.open(str(path))


def own_sheet(book: Any) -> None:
    page = book.add_worksheet("Của tôi")
    page.write_formula("A1", "=PhuLuc!H9*2", None, 0)
    page.write("B2", "ghi nhớ")
    page.set_column("B:B", 33)


def test_one_rendering_wherever_it_is_shown(
    office: Office, told: Any, tmp_path: Path, as_scanned: Path
) -> None:
    path = copied(as_scanned, tmp_path, "Kế hoạch của tôi.xlsx")
    book = office.app.books.open(str(path))
    ribbon.build()
    shown = office.app.books.active
    reference = tmp_path / "lenh.xlsx"
    build_workbook(as_scanned).save(reference)
    other = office.app.books.open(str(reference))
    assert differences(shown.api, other.api, (*GENERATED, "DeAn")) == {}
    assert "lỗi" in told.texts[-1] and book is not None


def test_unsaved_edits_are_used_and_the_user_stays_where_they_were(
    office: Office, told: Any, tmp_path: Path
) -> None:
    book = opened(office, tmp_path, plan_file(SMALL, extra=own_sheet), "Kế hoạch số 1.xlsx")
    book.sheets["DeAn"].range("J5").value = 31
    book.sheets["DeAn"].activate()
    book.sheets["DeAn"].range("C4:D5").select()
    ribbon.build()
    shown = office.app.books.active
    assert (shown.sheets.active.name, office.app.selection.address) == ("DeAn", "$C$4:$D$5")
    assert shown.names["TongCong_KP"].refers_to_range.value == 196
    own = shown.sheets["Của tôi"]
    assert own.range("A1").value == 2 * shown.sheets["PhuLuc"].range("H9").value == 362
    assert own.range("B2").value == "ghi nhớ" and own.api.Columns.getByIndex(1).Width > 5000
    assert told.troubles == []
    own.range("B2").value = "thêm"
    ribbon.build()
    again = office.app.books.active
    assert (
        again.sheets["Của tôi"].range("A1").value == 362
        and again.sheets["Của tôi"].range("B2").value == "thêm"
    )
    assert [sheet.name for sheet in again.sheets].count("PhuLuc") == 1


def test_a_column_that_was_made_wider_stays_so_and_the_window_stays_where_it_was(
    office: Office, told: Any, tmp_path: Path
) -> None:
    path = tmp_path / "dai.xlsx"
    write_plan(path, 100)
    office.app.books.open(str(path))
    ribbon.build()
    book = office.app.books.active
    before = [book.sheets["PhuLuc"].api.Columns.getByIndex(at).Width for at in range(12)]
    book.sheets["PhuLuc"].api.Columns.getByIndex(1).Width = 9000
    book.sheets["PhuLuc"].activate()
    book.sheets["PhuLuc"].range("C60").select()
    book.api.getCurrentController().setFirstVisibleRow(50)
    ribbon.build()
    again = office.app.books.active
    after = [again.sheets["PhuLuc"].api.Columns.getByIndex(at).Width for at in range(12)]
    assert abs(after[1] - 9000) < 60 and [w for at, w in enumerate(after) if at != 1] == [
        w for at, w in enumerate(before) if at != 1
    ]
    assert again.api.getCurrentController().getFirstVisibleRow() == 50 and told.troubles == []


@pytest.mark.parametrize("selection", ["$A:$B", "$5:$5", "$A$1,$C$3:$D$4"])
def test_whatever_is_selected_is_selected_again(
    office: Office, told: Any, tmp_path: Path, selection: str
) -> None:
    book = opened(office, tmp_path, plan_file(SMALL))
    book.sheets["DeAn"].activate()
    book.sheets["DeAn"].range(selection).select()
    assert office.app.selection.address == selection
    ribbon.build()
    assert office.app.selection.address == selection and told.troubles == []
    ribbon.next_finding()
    assert "Không có lỗi" in told.texts[-1]


def test_after_a_press_there_is_nothing_to_save(office: Office, told: Any, tmp_path: Path) -> None:
    book = opened(office, tmp_path, plan_file(SMALL))
    book.sheets["DeAn"].range("J5").value = 31
    ribbon.build()
    assert not office.app.books.active.api.isModified()
    assert told.texts == [
        "Đã lập biểu: 0 lỗi, 0 cảnh báo, 0 lưu ý. Không có lỗi.\n\n"
        "Nút Hoàn tác trả sổ về như trước khi bấm."
    ]


def test_what_is_changed_during_a_press_stays_and_the_finished_file_lies_beside(
    office: Office, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(office, tmp_path, plan_file(SMALL))
    before = (tmp_path / "ke-hoach.xlsx").read_bytes()

    def typing(*arguments: Any, **options: Any) -> Any:
        book.sheets["DeAn"].range("J5").value = 31
        return build_workbook(*arguments, **options)

    monkeypatch.setattr(press, "build_workbook", typing)
    ribbon.build()
    (beside,) = tmp_path.glob("*biểu lập*.xlsx")
    assert beside.name in told.texts[-1] and "PhuLuc" in [
        sheet.name for sheet in sheets(open_package(beside.read_bytes(), "x"))
    ]
    assert (tmp_path / "ke-hoach.xlsx").read_bytes() == before
    assert office.app.books.active.sheets["DeAn"].range("J5").value == 31
    window = book.api.getCurrentController().getFrame().getContainerWindow()
    assert window.isEnabled()
    monkeypatch.undo()


def test_a_second_press_during_a_press_does_nothing(
    office: Office, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(office, tmp_path, plan_file(SMALL))

    def pressing(*arguments: Any, **options: Any) -> Any:
        ribbon.clear_flags()
        return build_workbook(*arguments, **options)

    monkeypatch.setattr(press, "build_workbook", pressing)
    ribbon.build()
    assert "một nút bấm trước đang chạy" in told.texts[0].lower() and len(told.texts) == 2
    assert "PhuLuc" in [sheet.name for sheet in office.app.books.active.sheets]


@pytest.mark.parametrize(
    ("answer", "formula", "copies"),
    [("yes", "=SUM(H10:H11)", 0), ("no", "=SUM(H10:H11)", 1), ("cancel", "5", 0)],
)
def test_what_was_typed_over_is_asked_about(
    office: Office, told: Any, tmp_path: Path, answer: str, formula: str, copies: int
) -> None:
    opened(office, tmp_path, plan_file(SMALL))
    ribbon.build()
    office.app.books.active.sheets["PhuLuc"].range("H9").value = 5
    told.answers.append(answer)
    ribbon.build()
    book = office.app.books.active
    assert "PhuLuc!H9" in told.said[1][0] and told.said[1][1] == "yes_no_cancel"
    assert book.sheets["PhuLuc"].range("H9").formula == formula
    kept = [sheet for sheet in book.sheets if "sửa tay" in sheet.name]
    assert len(kept) == copies and all(sheet.range("H9").value == 5 for sheet in kept)


def test_a_reason_is_no_edit(office: Office, told: Any, tmp_path: Path) -> None:
    opened(office, tmp_path, plan_file([line("Mục", "I", total=200), *SMALL[1:]]))
    ribbon.build()
    office.app.books.active.sheets["KiemTra"].range("F5").value = "Đã hỏi Sở"
    ribbon.build()
    assert all(buttons == "ok" for _, buttons in told.said) and len(told.said) == 2
    assert office.app.books.active.sheets["KiemTra"].range("F5").value == "Đã hỏi Sở"


def test_undo_goes_back_step_by_step(office: Office, told: Any, tmp_path: Path) -> None:
    book = opened(office, tmp_path, plan_file(SMALL))
    values = []
    for value in (31, 32, 33):
        book.sheets["DeAn"].range("J5").value = value
        values.append(value)
        ribbon.build()
        book = office.app.books.active
    for value in reversed(values):
        ribbon.undo()
        book = office.app.books.active
        assert book.sheets["DeAn"].range("J5").value == value
    assert "PhuLuc" not in [sheet.name for sheet in book.sheets] and told.troubles == []
    ribbon.undo()
    assert "Không còn lần bấm nào" in told.texts[-1]


def test_flags_are_taken_out_and_come_back(office: Office, told: Any, tmp_path: Path) -> None:
    opened(office, tmp_path, plan_file([line("Mục", "I", total=200), *SMALL[1:]]))
    ribbon.build()
    flagged = office.app.books.active.sheets["DeAn"].api
    assert flagged.Annotations.Count == 1 and flagged.ConditionalFormats.getLength() > 0
    ribbon.clear_flags()
    clean = office.app.books.active.sheets["DeAn"].api
    assert clean.Annotations.Count == 0 and clean.ConditionalFormats.getLength() == 0
    ribbon.clear_flags()
    assert "không có dấu" in told.texts[-1]


def test_lines_are_numbered_anew_and_back(office: Office, told: Any, tmp_path: Path) -> None:
    opened(office, tmp_path, plan_file([*SMALL[:3], project("1.9", 30, 0, 0)]))
    ribbon.renumber()
    assert office.app.books.active.sheets["DeAn"].range("A5").value == "1.2"
    assert "DeAn!A5: 1.9 → 1.2" in told.texts[-1]
    ribbon.undo()
    assert office.app.books.active.sheets["DeAn"].range("A5").value == "1.9"


@pytest.mark.parametrize(
    ("answer", "numbers"), [("yes", [1, 2]), ("no", [2, 1]), ("cancel", [2, 1])]
)
def test_rows_out_of_order_are_sorted_where_the_user_wants_it(
    office: Office, told: Any, tmp_path: Path, answer: str, numbers: list[int]
) -> None:
    rows = [line("Mục", "I"), line("Chương trình", "1"), project("1.2", 2), project("1.1", 1)]
    opened(office, tmp_path, plan_file(rows))
    told.answers.append(answer)
    ribbon.renumber()
    sheet = office.app.books.active.sheets["DeAn"]
    assert sheet.range("J4:J5").value == numbers
    assert "2 dòng không đứng theo thứ tự TT (dòng 5, 4)" in told.texts[0]
    tt = [str(value) for value in sheet.range("A4:A5").value]
    assert tt == (["1.2", "1.1"] if answer == "cancel" else ["1.1", "1.2"])


def test_from_finding_to_finding(office: Office, told: Any, tmp_path: Path) -> None:
    rows = [line("Mục", "I", total=200), *SMALL[1:3], {**SMALL[3], "start_month": 13}, *SMALL[4:]]
    book = opened(office, tmp_path, plan_file(rows))
    ribbon.check()
    assert (
        told.texts[-1].startswith("2 lỗi, 0 cảnh báo, 0 lưu ý. Ô đầu tiên đã được chọn.\n\nLỗi A02")
        and told.texts[-1].count("\n→ ") == 2
        and office.app.selection.address == "$I$2"
    )
    ribbon.next_finding()
    assert office.app.selection.address == "$G$5"
    ribbon.next_finding()
    assert office.app.selection.address == "$I$2"
    ribbon.previous_finding()
    assert office.app.selection.address == "$G$5"
    assert [sheet.name for sheet in book.sheets] == ["ThongTin", "DeAn"]


# ------------------------------------------------------------------------------------------- faults


def test_a_workbook_never_saved_is_refused_in_a_sentence(office: Office, told: Any) -> None:
    office.engine.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    ribbon.build()
    assert "chưa được lưu" in told.texts[-1]
    assert len(office.app.books) == 1


def test_a_plan_that_cannot_be_used_leaves_the_workbook_as_it_was(
    office: Office, told: Any, tmp_path: Path
) -> None:
    book = opened(office, tmp_path, plan_file([*SMALL, line("Nhóm", "x")]))
    before = (tmp_path / "ke-hoach.xlsx").read_bytes()
    book.sheets["DeAn"].range("J5").value = 31
    ribbon.build()
    assert "Ô DeAn!B8" in told.texts[-1] and "Traceback" not in told.texts[-1]
    assert (tmp_path / "ke-hoach.xlsx").read_bytes() == before
    assert office.app.books.active.sheets["DeAn"].range("J5").value == 31


def test_a_failure_midway_gives_back_the_workbook_with_its_unsaved_edits(
    office: Office, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(office, tmp_path, plan_file(SMALL))
    book.sheets["DeAn"].range("J5").value = 31
    real, calls = put_in_place, []

    def failing(temporary: Path, path: Path) -> None:
        calls.append(path)
        real(temporary, path)
        if len(calls) == 1:
            raise RuntimeError("đĩa hỏng")

    monkeypatch.setattr(replacing, "put_in_place", failing)
    ribbon.build()
    again = office.app.books.active
    assert [sheet.name for sheet in again.sheets] == ["ThongTin", "DeAn"]
    assert again.sheets["DeAn"].range("J5").value == 31
    assert "nhật ký" in told.texts[-1] and "Traceback" not in told.texts[-1]
    assert "đĩa hỏng" in (tmp_path / "state/nhat-ky.log").read_text("utf-8")


def test_protected_sheets_and_two_workbooks(office: Office, told: Any, tmp_path: Path) -> None:
    other = opened(office, tmp_path, plan_file(SMALL), "khac.xlsx")

    def protected(book: Any) -> None:
        book.get_worksheet_by_name("DeAn").protect("bí mật")

    opened(office, tmp_path, plan_file(SMALL, extra=protected), "chinh.xlsx")
    ribbon.build()
    assert told.troubles == []
    names = {book.name: [sheet.name for sheet in book.sheets] for book in office.app.books}
    assert (
        "PhuLuc" in names["chinh.xlsx"]
        and names["khac.xlsx"] == ["ThongTin", "DeAn"]
        and other.name == "khac.xlsx"
    )
    assert office.app.books.active.sheets["DeAn"].api.isProtected()


def test_a_generated_sheet_renamed_or_deleted(office: Office, told: Any, tmp_path: Path) -> None:
    opened(office, tmp_path, plan_file(SMALL))
    ribbon.build()
    book = office.app.books.active
    book.sheets["PhuLuc"].name = "Phụ lục cũ"
    book.api.Sheets.removeByName("TongHop")
    ribbon.build()
    names = [sheet.name for sheet in office.app.books.active.sheets]
    assert {"PhuLuc", "TongHop", "KiemTra", "Phụ lục cũ"} <= set(names) and told.troubles == []
    assert office.app.books.active.names["TongCong_KP"].refers_to_range.value == 195


def test_calls_are_few_and_the_same_for_any_number_of_rows(
    office: Office, told: Any, tmp_path: Path
) -> None:
    counts = []
    for size in (10, 5000):
        path = tmp_path / f"{size}.xlsx"
        write_plan(path, size)
        office.app.books.open(str(path))
        before = office.engine.calls
        ribbon.build()
        counts.append(office.engine.calls - before)
        office.close_all()
    assert counts[0] == counts[1] <= 40, counts
    assert told.troubles == []


def test_a_press_reads_and_checks_once(
    office: Office, told: Any, tmp_path: Path, counts: Counts
) -> None:
    opened(office, tmp_path, plan_file([line("Mục", "I", total=200), *SMALL[1:]]))
    ribbon.build()
    counts.restart()
    ribbon.build()
    assert len(counts.opened) == 1, "the workbook now"
    assert not counts.twice and [plan.sheet for plan in counts.checked] == ["DeAn"]


def test_the_programs_own_calculation_is_the_last_judge(
    office: Office, told: Any, tmp_path: Path
) -> None:
    opened(office, tmp_path, plan_file(SMALL))
    book, plan, _ = press.rebuild(office.app.books.active, lambda text, buttons: "yes")
    package = open_package((tmp_path / "ke-hoach.xlsx").read_bytes(), "k.xlsx")
    press.judge(book, plan, package)
    with pytest.raises(
        InputError, match=r"tổng cột “Tổng KP thực hiện” là 195 ngàn đồng, kế hoạch là 196"
    ):
        press.judge(
            book,
            replace(
                plan,
                sections=(
                    replace(
                        plan.sections[0], programmes=(*plan.sections[0].programmes, _one_more(plan))
                    ),
                ),
            ),
            package,
        )


def _one_more(plan: Any) -> Any:
    last = plan.programmes[-1]
    return replace(
        last,
        projects=(
            replace(
                last.projects[0],
                stated=Funding.of(last.projects[0].stated.total, province=Decimal(1)),
            ),
        ),
    )


def test_the_program_is_closed_during_a_press(
    tmp_path: Path, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    office = Office(tmp_path, f"kehoach_closing_{os.getpid()}")
    try:
        opened(office, tmp_path, plan_file(SMALL))
        before = (tmp_path / "ke-hoach.xlsx").read_bytes()
        real = build_workbook

        def closing(*arguments: Any, **options: Any) -> Any:
            built = real(*arguments, **{**options, "progress": None})
            office.kill()
            return built

        monkeypatch.setattr(press, "build_workbook", closing)
        ribbon.build()
        assert (tmp_path / "ke-hoach.xlsx").read_bytes() == before
        assert (tmp_path / "state/nhat-ky.log").exists()
    finally:
        office.stop()


def test_a_new_plan_is_made_and_opened(
    office: Office, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / "Documents").mkdir()
    ribbon.new_plan()
    ribbon.new_plan()
    assert len(list((tmp_path / "Documents").glob("KeHoach*.xlsx"))) == 2
    assert [sheet.name for sheet in office.app.books.active.sheets][:2] == [
        "ThongTin",
        "DeAn",
    ] and "Đã tạo" in told.texts[0]


def test_from_the_command_line(
    office: Office,
    told: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from workbook_tools.cli import main
    from workbook_tools.host import libreoffice

    opened(office, tmp_path, plan_file(SMALL))
    assert main(["--host", "libreoffice", "build", "--pipe", "khong-co"]) == 2
    assert "LibreOffice" in capsys.readouterr().err
    monkeypatch.setattr(libreoffice, "connect", lambda where: office.app)
    assert main(["--host", "libreoffice", "build", "--pipe", "kehoach"]) == 0
    assert "PhuLuc" in [sheet.name for sheet in office.app.books.active.sheets]


def test_excel_that_edits_a_cell_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path))
    error = Exception(-2147418111, "Call was rejected by callee.", None, None)
    assert "đang sửa một ô" in ribbon._unforeseen("build", error)
    assert "rejected by callee" in (tmp_path / "nhat-ky.log").read_text("utf-8")


def frozen(data: bytes) -> list[str]:
    """The panes and zooms that a workbook's sheets have."""
    package = open_package(data, "x")
    text = "".join(package.read(sheet.part).decode() for sheet in sheets(package))
    return [
        found
        for found in re.findall(r'<pane [^>]*>|zoomScale="[0-9]+"', text)
        if found != 'zoomScale="100"'
    ]


def test_a_copy_keeps_its_panes_while_another_window_is_in_front(
    office: Office, tmp_path: Path, built: Any
) -> None:
    book = opened(office, tmp_path, built.data)
    alone = frozen(open_book.snapshot(book, tmp_path / "ke-hoach.xlsx"))
    opened(office, tmp_path, plan_file(SMALL), "khac.xlsx")
    assert frozen(open_book.snapshot(book, tmp_path / "ke-hoach.xlsx")) == alone != []


def test_pdf_of_what_is_open_lies_beside_it(
    office: Office, told: Any, tmp_path: Path, built: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    book = opened(office, tmp_path, built.data)
    before = (tmp_path / "ke-hoach.xlsx").read_bytes()
    view = frozen(open_book.snapshot(book, tmp_path / "ke-hoach.xlsx"))
    ribbon.export_pdf()
    assert frozen(open_book.snapshot(book, tmp_path / "ke-hoach.xlsx")) == view and len(view) >= 2
    (file,) = tmp_path.glob("*.pdf")
    assert file.name.startswith("KH_KhuyenCong_DongNai_2021") and shown == [file.as_uri()]
    found = facts(file.read_bytes())
    assert found.pages >= 2 and found.loose_fonts == () and "6" in found.text
    assert told.texts == [f"Đã tạo {file} ({found.pages} trang)."]
    assert (tmp_path / "ke-hoach.xlsx").read_bytes() == before
    assert [held.name for held in office.app.books] == [
        book.name
    ] and office.app.books.active.name == book.name


def test_the_button_puts_a_draft_in_front_of_the_user(
    office: Office, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.send.workbooks import finished

    shown: list[Path] = []
    monkeypatch.setattr(
        "workbook_tools.send.delivery.open_draft", lambda file, start: shown.append(file)
    )
    opened(office, tmp_path, finished().data)
    ribbon.send()
    (file,) = shown
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    names = [str(part.get_filename()) for part in mail.iter_attachments()]
    assert [name.rpartition(".")[2] for name in names] == ["xlsx", "pdf"] and mail[
        "X-Unsent"
    ] == "1"
    assert not any("khác với danh sách" in text for text in told.texts)
    assert (
        "công thức đã kiểm chứng lại" in told.texts[-1]
        and "hãy xem lại rồi bấm gửi" in told.texts[-1]
    )
    told.answers.append("no")
    ribbon.send()
    assert (
        "đã mở để gửi" in told.texts[-1]
        and told.texts[-1].endswith("Soạn lại thư này?")
        and len(shown) == 1
    )


def test_the_button_does_not_send_what_has_open_errors(
    office: Office, told: Any, tmp_path: Path
) -> None:
    from tests.send.workbooks import finished

    opened(office, tmp_path, finished((*SMALL, project("2.2", 1, 2, 3, total=7))).data)
    ribbon.send()
    assert (
        "Còn 1 lỗi" in told.texts[-1]
        and "--despite-errors" not in told.texts[-1]
        and "DeAn!I8" in told.texts[-1]
    )
    assert not (tmp_path / "state/thu-nhap").exists()


def test_the_button_asks_when_the_list_has_changed_since(
    office: Office, told: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.send.workbooks import finished

    shown: list[Path] = []
    monkeypatch.setattr(
        "workbook_tools.send.delivery.open_draft", lambda file, start: shown.append(file)
    )
    book = opened(office, tmp_path, finished().data)
    book.sheets["DeAn"].range("C4").value = "Tên mới"
    told.answers.append("no")
    ribbon.send()
    assert "khác với danh sách đề án hiện nay" in told.texts[-1] and shown == []
