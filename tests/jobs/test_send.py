"""From a finished workbook to a mail: what is refused, what goes out, what the log says of it."""

from __future__ import annotations

import email
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.jobs.conftest import Counts
from tests.judges.packages import package_faults
from tests.plans import SMALL, line, plan_file, project
from tests.render.outputs import cells, results
from tests.send.post_office import SENDER, USER, Post, Start
from tests.send.workbooks import calculated, changed, finished
from workbook_tools import InputError
from workbook_tools.cli import main
from workbook_tools.jobs.build import build_workbook
from workbook_tools.jobs.send import Choices, prepare, refuse_large
from workbook_tools.read.source import source_of
from workbook_tools.send import delivery
from workbook_tools.send.mail import Attachment
from workbook_tools.send.pdf import facts, judged
from workbook_tools.send.sent_log import SentLog
from workbook_tools.send.smtp import Server

WRONG = (*SMALL, project("2.2", 1, 2, 3, total=7))
UNITS = (
    line("Mục", "I"),
    line("Chương trình", "1", note=SMALL[1]["note"]),
    project("1.1", 100, 50, 0, executing_unit="Trung tâm A/B"),
    project("1.2", 30, 0, 0, executing_unit="Phòng: Công nghiệp"),
    line("Chương trình", "2", note=SMALL[1]["note"]),
    project("2.1", 5, 5, 5, executing_unit="TRUNG TÂM A/B"),
)
UNIT_PEOPLE = [
    ["Đơn vị", "Người nhận", "Email", "Hình thức"],
    ["Trung tâm A/B", "Bà A", "a@trungtam.vn", "đến"],
    ["Phòng: Công nghiệp", "Ông B", "b@phong.vn", "đến"],
]
NO_PDF = Choices(pdf=False)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "PhuLuc_ke-hoach.xlsx"
    file.write_bytes(finished().data)
    return file


def ordered(workbook: Path, where: Server) -> list[str]:
    """The command that sends a workbook outright."""
    return [
        "send",
        str(workbook),
        "--no-pdf",
        "--smtp",
        f"{where.host}:{where.port}",
        "--from",
        SENDER[1],
        "--user",
        USER,
    ]


def test_a_send_reads_each_workbook_once(counts: Counts) -> None:
    source = finished()
    counts.restart()
    prepare(source, NO_PDF)
    assert len(counts.opened) == 3, "the workbook, its clean copy, and what would be built now"
    assert not counts.twice


def test_a_send_checks_each_plan_once(counts: Counts) -> None:
    source = finished()
    counts.restart()
    prepare(source, NO_PDF)
    assert [plan.sheet for plan in counts.checked] == ["DeAn", "PhuLuc"]


def test_parts_are_made_of_the_plan_that_was_read(counts: Counts) -> None:
    source = finished(UNITS, people=UNIT_PEOPLE)
    counts.restart()
    parts = prepare(source, replace(NO_PDF, split_by="Đơn vị thực hiện"))
    assert len(counts.opened) == 1 + len(parts) and not counts.twice
    assert [plan.sheet for plan in counts.checked] == ["DeAn", "PhuLuc", "DeAn", "DeAn"]


def test_open_errors_are_named_and_nothing_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sai.xlsx"
    file.write_bytes(finished(WRONG).data)
    before = file.read_bytes()
    assert main(["send", str(file), "--draft", str(tmp_path / "thu"), "--no-pdf"]) == 2
    said = capsys.readouterr().err
    assert (
        "A01 DeAn!I8" in said
        and "Còn 1 lỗi" in said
        and "--despite-errors" in said
        and "Traceback" not in said
    )
    assert (
        not (tmp_path / "thu").exists()
        and SentLog().entries() == ()
        and file.read_bytes() == before
    )


def test_a_reason_lets_it_go_and_stands_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sai.xlsx"
    file.write_bytes(finished(WRONG).data)
    assert (
        main(
            [
                "send",
                str(file),
                "--draft",
                str(tmp_path / "thu"),
                "--no-pdf",
                "--despite-errors",
                "Sở đã đồng ý",
            ]
        )
        == 0
    )
    (entry,) = SentLog().entries()
    assert (entry.override, entry.state) == ("Sở đã đồng ý", "draft")
    assert main(["sent"]) == 0
    assert "Gửi dù còn lỗi, lý do: Sở đã đồng ý" in capsys.readouterr().out
    text = email.message_from_bytes(
        next((tmp_path / "thu").glob("*.eml")).read_bytes(), policy=default
    )
    body = text.get_body(("plain",))
    assert body is not None and "Các điểm còn lưu ý" not in body.get_content()


@pytest.mark.parametrize("remarks", [False, True])
def test_the_recipient_reads_of_findings_only_where_that_is_asked(remarks: bool) -> None:
    choices = replace(NO_PDF, despite_errors="thử", remarks=remarks)
    (part,) = prepare(finished(WRONG), choices)
    for text in (part.mail.text, part.mail.html):
        assert ("Các điểm còn lưu ý" in text) is remarks


def test_a_recipient_who_may_be_somebody_else_is_a_doubt() -> None:
    people = [["Đơn vị", "Người nhận", "Email", "Hình thức"], ["Sở", "a\u202eb", "a@b.vn", "đến"]]
    (part,) = prepare(finished(people=people), NO_PDF)
    assert any("ký tự ẩn" in doubt for doubt in part.doubts)


def test_an_error_that_was_accepted_is_none(tmp_path: Path) -> None:
    source = finished(WRONG)
    from workbook_tools.jobs.check import check_workbook

    (error,) = [found for found in check_workbook(source).findings if found.open_error]
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(source.data))
    page = book["KiemTra"]
    reason = next(cell for row in page.iter_rows() for cell in row if cell.value == "Giải trình")
    row = next(
        cell.row
        for (cell,) in page.iter_rows(min_col=1, max_col=1)
        if cell.value == error.rule or page.cell(cell.row, 2).value == error.rule
    )
    page.cell(row, reason.column).value = "Đúng theo biên bản"
    raw = io.BytesIO()
    book.save(raw)
    with pytest.raises(InputError, match="Còn 1 lỗi"):
        prepare(source, NO_PDF)
    again = build_workbook(source_of(raw.getvalue(), "x.xlsx")).data
    assert prepare(source_of(again, "x.xlsx"), NO_PDF)[0].formulas > 10


def test_a_draft_with_what_is_attached_lies_in_the_folder(workbook: Path, tmp_path: Path) -> None:
    assert main(["send", str(workbook), "--draft", str(tmp_path / "thu"), "--no-pdf"]) == 0
    file = next((tmp_path / "thu").glob("*.eml"))
    read = email.message_from_bytes(file.read_bytes(), policy=default)
    (held,) = read.iter_attachments()
    copy = (tmp_path / "thu" / str(held.get_filename())).read_bytes()
    assert held.get_content() == copy and package_faults(copy) == []
    assert [a.addr_spec for a in read["To"].addresses] == ["so@congthuong.gov.vn", "tt@trungtam.vn"]
    assert [a.addr_spec for a in read["Cc"].addresses] == ["tc@taichinh.gov.vn"]
    (entry,) = SentLog().entries()
    assert entry.files == ((held.get_filename(), hashlib.sha256(copy).hexdigest()),)
    assert entry.totals["total"] == "195"
    assert entry.addresses == ("so@congthuong.gov.vn", "tt@trungtam.vn", "tc@taichinh.gov.vn")


def test_the_same_bytes_to_the_same_person_are_warned_of(
    workbook: Path,
    start: Start,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = Post()
    where = start(post)
    command = ordered(workbook, where)
    assert main(command) == 0
    assert "Đã gửi KH_KhuyenCong" in capsys.readouterr().out and len(post.got) == 1
    assert main(command) == 2
    assert (
        "đã gửi lúc" in (said := capsys.readouterr().err)
        and "--again" in said
        and len(post.got) == 1
    )
    assert main([*command, "--again"]) == 0
    assert len(post.got) == 2 and [entry.state for entry in SentLog().entries()] == ["sent", "sent"]


def test_a_crash_between_sending_and_the_log_sends_nothing_twice(
    workbook: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    post = Post()
    where = start(post)
    command = ordered(workbook, where)
    program = (
        "import json, os, sys\nfrom workbook_tools.send import sent_log\n"
        "sent_log.SentLog.end = lambda *given: os._exit(9)\n"
        "from workbook_tools.cli import main\nmain(json.loads(sys.argv[1]))"
    )
    died = subprocess.run(
        [sys.executable, "-c", program, json.dumps(command)],
        env=dict(os.environ),
        cwd=ROOT,
        timeout=120,
    )
    assert died.returncode == 9 and len(post.got) == 1
    assert [entry.state for entry in SentLog().entries()] == ["sending"]
    assert main(command) == 2 and len(post.got) == 1
    assert "chưa rõ người nhận đã nhận chưa" in capsys.readouterr().err


def test_each_unit_gets_its_own_projects_and_totals(tmp_path: Path) -> None:
    source = finished(UNITS, people=UNIT_PEOPLE)
    parts = prepare(source, replace(NO_PDF, split_by="đơn vị thực hiện"))
    assert [(part.unit, int(part.plan.total), part.mail.addresses) for part in parts] == [
        ("Trung tâm A/B", 165, ("a@trungtam.vn",)),
        ("Phòng: Công nghiệp", 30, ("b@phong.vn",)),
    ]
    for part, own, others in (
        (parts[0], {"1.1", "2.1"}, {"1.2"}),
        (parts[1], {"1.2"}, {"1.1", "2.1"}),
    ):
        data = part.mail.attachments[0].data
        held = set(map(str, cells(data, "PhuLuc").values()))
        assert {f"Đề án {tt}" for tt in own} <= held and not held & {f"Đề án {tt}" for tt in others}
        assert f"{int(part.plan.total)}" in set(results(data, "PhuLuc").values())
        assert cells(data, "PhuLuc")["A2"] == f"TRÍCH PHỤ LỤC: {part.unit}"
        assert (
            part.unit in part.mail.subject
            and part.unit in part.mail.text
            and package_faults(data) == []
        )
        assert not set('<>:"/\\|?*') & set(part.mail.attachments[0].name)
    assert sum(part.plan.total for part in parts) == build_workbook(source).plan.total


def test_units_whose_names_make_the_same_file_name_get_files_of_their_own() -> None:
    rows = (
        *UNITS[:2],
        project("1.1", 1, executing_unit="A/B"),
        project("1.2", 2, executing_unit="A:B"),
    )
    names = [
        part.name for part in prepare(finished(rows), replace(NO_PDF, split_by="Đơn vị thực hiện"))
    ]
    assert len({name.casefold() for name in names}) == 2 and names[1] == f"{names[0]} (2)"


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"split_by": "Ghi chú"}, "Chỉ chia được theo cột “Đơn vị thực hiện”"),
        ({"sheets": ("KhongCo",)}, "không có trang tính KhongCo"),
        ({"pattern": "{x}"}, "Mẫu tên tệp"),
        ({"max_bytes": 1000}, r"quá 0,001 MB; lớn nhất: "),
    ],
)
def test_choices_that_cannot_be_met_are_sentences(choice: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        prepare(finished(), replace(NO_PDF, **choice))


def test_a_plan_without_units_cannot_be_split() -> None:
    with pytest.raises(InputError, match="không có gì để chia"):
        prepare(
            finished([{**row, "executing_unit": None} for row in SMALL]),
            replace(NO_PDF, split_by="Đơn vị thực hiện", despite_errors="thử"),
        )


def test_what_makes_it_large_is_named(built: Any) -> None:
    files = [Attachment("a.xlsx", built.data), Attachment("a.pdf", bytes(3_000_000))]
    with pytest.raises(
        InputError, match=r"lớn 3,\d MB, quá 2 MB; lớn nhất: a\.pdf \(3,0 MB\), a\.xlsx: xl/"
    ):
        refuse_large(files, 2_000_000)
    refuse_large(files, 20_000_000)


def test_a_plan_that_is_not_built_has_nothing_to_send(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ke-hoach.xlsx"
    file.write_bytes(plan_file(SMALL))
    assert main(["send", str(file), "--no-pdf"]) == 2
    assert "hãy lập biểu trước khi gửi" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["--smtp", "mail.vn"], ["--smtp", "mail.vn", "--from", "a@b.vn", "--draft", "x"]]
)
def test_orders_that_contradict_themselves(workbook: Path, options: list[str]) -> None:
    assert main(["send", str(workbook), "--no-pdf", *options]) == 2


def test_the_draft_is_opened_and_logged(
    workbook: Path, state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    parts = prepare(source_of(workbook.read_bytes(), "x.xlsx"), NO_PDF)
    said: list[str] = []
    delivery.open_drafts(parts, state / "thu", SentLog(), said.append, start=opened.append)
    assert [Path(name).suffix for name in opened] == [".eml"] and "hãy xem lại" in said[0]
    assert SentLog().entries()[0].state == "opened"
    with pytest.raises(InputError, match="đã mở để gửi lúc"):
        delivery.without_repeats(parts, SentLog())


@pytest.mark.judge("pictures")
def test_the_pdf_is_whole_and_can_be_searched(built: Any, tmp_path: Path) -> None:
    (part,) = prepare(source_of(built.data, "x.xlsx"))
    workbook, pdf = part.mail.attachments
    assert workbook.name.removesuffix(".xlsx") == pdf.name.removesuffix(".pdf")
    found = facts(pdf.data)
    assert found.loose_fonts == () and found.pages == part.pages >= 2
    for word in (
        "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI",
        "Phụ lục",
        "9.230.500",
        "KHUYẾN CÔNG ĐỊA PHƯƠNG TỈNH ĐỒNG NAI NĂM 2021",
    ):
        assert word in found.text
    (tmp_path / "x.pdf").write_bytes(pdf.data)
    said = subprocess.run(
        ["pdffonts", str(tmp_path / "x.pdf")], capture_output=True, text=True, check=True
    ).stdout
    rows = [row.split() for row in said.splitlines()[2:]]
    assert rows and all("yes" in row[-5:-2][0] for row in rows)
    info = subprocess.run(
        ["pdfinfo", str(tmp_path / "x.pdf")], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(rf"^Pages: +{found.pages}$", info, re.MULTILINE) and "Author" not in info


@pytest.mark.judge("pictures")
def test_a_pdf_that_lost_letters_does_not_go(built: Any) -> None:
    (part,) = prepare(source_of(built.data, "x.xlsx"))
    with pytest.raises(InputError, match="mất các chữ Ω Ж"):
        judged(part.mail.attachments[1].data, "Đồng Nai Ω Ж")


def test_a_sheet_left_behind_by_the_list_is_told_of(tmp_path: Path) -> None:
    source = finished()
    assert prepare(source, NO_PDF)[0].doubts == ()

    def edit(book: Any) -> None:
        book["DeAn"]["C4"] = "Tên mới của đề án"

    part = prepare(source_of(calculated(changed(source, edit)), "x.xlsx"), NO_PDF)[0]
    assert part.doubts[0].startswith("PhuLuc!B10 khác với danh sách") and part.doubts[
        0
    ] in "\n".join(delivery.told(part))


def test_a_plan_that_is_too_long_to_go_out_is_told() -> None:
    rows = [project(str(at), at, 1, 0, note=SMALL[1]["note"]) for at in range(1, 5_002)]
    workbook = build_workbook(source_of(plan_file(rows), "k.xlsx"))
    with pytest.raises(InputError, match=r"DeAn: kế hoạch có 5\.001 dòng.*5\.000 dòng.*K747"):
        prepare(source_of(workbook.data, "k.xlsx"), NO_PDF)
