from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.plans import SMALL, line, plan_file, project
from tests.templates import template_file
from workbook_tools import __version__
from workbook_tools.cli import main
from workbook_tools.plan.form import AMOUNTS
from workbook_tools.read import read_plan

ERRORS = [*SMALL, project("2.2", 1, 2, 3, total=7)]


def write(path: Path, rows: Any = SMALL, **options: Any) -> Path:
    path.write_bytes(plan_file(rows, **options))
    return path


def test_new_then_build_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "kế hoạch.xlsx"
    assert main(["new", str(plan), "--province", "Đồng Nai", "--year", "2027"]) == 0
    assert main(["build", str(plan)]) == 2
    assert "chưa có dòng nào" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["kế hoạch.xlsx"]
    before = plan.read_bytes()
    assert main(["new", str(plan), "--province", "X", "--year", "2027"]) == 2
    assert plan.read_bytes() == before
    assert main(["new", str(tmp_path / "a.xlsx"), "--province", "X", "--year", "27"]) == 2


def test_a_new_plan_has_lists_to_choose_from(tmp_path: Path) -> None:
    import openpyxl

    plan = tmp_path / "k.xlsx"
    assert main(["new", str(plan), "--province", "Bà Rịa - Vũng Tàu", "--year", "2027"]) == 0
    book = openpyxl.load_workbook(plan)
    assert book.sheetnames == [
        "ThongTin",
        "DeAn",
        "ChiTieu",
        "DinhMuc",
        "CanCu",
        "NoiNhan",
        "HuongDan",
    ]
    assert (book["ThongTin"]["B2"].value, book["ThongTin"]["B3"].value) == (
        "Bà Rịa - Vũng Tàu",
        2027,
    )
    assert [
        str(v.formula1) for v in book["DeAn"].data_validations.dataValidation if v.type == "list"
    ] == [
        '"Mục,Chương trình,Đề án,Chi tiết,Tổng cộng"',
        "DinhMuc!$A$2:$A$200",
        '"Đơn vị thụ hưởng,Địa điểm,Đơn vị phối hợp,Ưu tiên"',
    ]
    assert list(book["DeAn"].tables) == ["tblDeAn"]


def test_build_beside_the_plan_with_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write(tmp_path / "k.xlsx")
    assert main(["build", str(plan), "--report", str(tmp_path / "r.json")]) == 0
    assert (tmp_path / "PhuLuc_k.xlsx").exists()
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert report["plan"] == {
        "province": "Đồng Nai",
        "year": 2021,
        "unit": "ngàn đồng",
        "sources": ["KPKC", "ThuHuong", "Khac"],
        "sections": 1,
        "programmes": 2,
        "projects": 3,
    }
    assert (report["source"], report["output"]) == (str(plan), str(tmp_path / "PhuLuc_k.xlsx"))
    assert report["totals"] == {
        "total": "195",
        "province": "135",
        "beneficiary": "55",
        "other": "5",
    }
    assert (
        report["findings"] == []
        and report["formulas"]["written"] == report["formulas"]["proved"] > 0
    )
    assert set(report["timings"]) >= {"read", "check", "layout", "write", "prove"}
    assert "Không có lỗi." in capsys.readouterr().out


def test_findings_give_status_1_and_stand_in_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write(tmp_path / "k.xlsx", ERRORS)
    assert main(["check", str(plan), "--report", str(tmp_path / "r.json")]) == 1
    finding = json.loads((tmp_path / "r.json").read_text("utf-8"))["findings"][0]
    assert {key: finding[key] for key in ("rule", "severity", "sheet", "cell", "accepted")} == {
        "rule": "A01",
        "severity": "error",
        "sheet": "DeAn",
        "cell": "I8",
        "accepted": None,
    }
    assert finding["message"] and finding["hint"]
    assert main(["build", str(plan)]) == 1
    assert "A01 Lỗi DeAn!I8" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "PhuLuc_k.xlsx")]) == 1


def test_a_reason_written_in_the_finished_workbook_survives_and_settles_the_status(
    tmp_path: Path,
) -> None:
    import openpyxl

    plan = write(tmp_path / "k.xlsx", ERRORS)
    assert main(["build", str(plan)]) == 1
    finished = tmp_path / "PhuLuc_k.xlsx"
    book = openpyxl.load_workbook(finished, data_only=True)
    book["KiemTra"]["F5"] = "Đã thống nhất với Sở"
    book.save(finished)
    for _ in range(2):
        assert (
            main(["build", str(finished), "--in-place", "--report", str(tmp_path / "r.json")]) == 0
        )
        assert (
            json.loads((tmp_path / "r.json").read_text("utf-8"))["findings"][0]["accepted"]
            == "Đã thống nhất với Sở"
        )
    assert openpyxl.load_workbook(finished)["KiemTra"]["F5"].value == "Đã thống nhất với Sở"


def test_in_place_and_output_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = write(tmp_path / "k.xlsx")
    assert main(["build", str(plan), "-o", str(plan)]) == 2
    assert "--in-place" in capsys.readouterr().err
    assert main(["build", str(plan), "-o", str(tmp_path / "x.csv")]) == 2
    assert main(["build", str(plan), "--in-place"]) == 0
    assert read_plan(plan).total == 195
    assert main(["build", str(plan), "-o", str(tmp_path / "khong co" / "x.xlsx")]) == 2


def _bad_files(folder: Path) -> dict[str, Path]:
    files = {
        name: folder / name
        for name in ("text.xlsx", "old.xls", "locked.xlsx", "zip.xlsx", "none.xlsx", "empty.xlsx")
    }
    files["text.xlsx"].write_text("không phải sổ tính")
    files["old.xls"].write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    files["locked.xlsx"].write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    )
    files["zip.xlsx"].write_bytes(b"PK\x05\x06" + b"\0" * 18)
    files["empty.xlsx"].write_bytes(b"")
    return files


def test_what_is_no_plan_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, file in _bad_files(tmp_path).items():
        out = tmp_path / "out" / f"{file.stem}{file.suffix}"
        out.parent.mkdir(exist_ok=True)
        out.write_bytes(b"old")
        assert main(["build", str(file), "-o", str(out)]) == 2, name
        message = capsys.readouterr().err.strip()
        assert (
            message
            and "\n" not in message
            and "Traceback" not in message
            and "Error" not in message
        )
        assert out.read_bytes() == b"old"
        assert list(out.parent.iterdir()) == [out]
        out.unlink()


@pytest.mark.parametrize("sheet", ["DeAn", "ThongTin"])
def test_a_missing_sheet_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sheet: str
) -> None:
    import openpyxl

    plan = write(tmp_path / "k.xlsx")
    book = openpyxl.load_workbook(plan)
    del book[sheet]
    book.save(plan)
    assert main(["check", str(plan)]) == 2
    assert f"thiếu trang tính {sheet}" in capsys.readouterr().err


def test_an_output_that_is_open_elsewhere_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write(tmp_path / "k.xlsx")
    out = tmp_path / "PhuLuc_k.xlsx"
    out.write_bytes(b"old")
    for mark in (tmp_path / "~$PhuLuc_k.xlsx", tmp_path / ".~lock.PhuLuc_k.xlsx#"):
        mark.write_bytes(b"")
        assert main(["build", str(plan)]) == 2
        assert "đang mở" in capsys.readouterr().err
        assert out.read_bytes() == b"old"
        mark.unlink()
    assert main(["build", str(plan)]) == 0


def test_a_proof_that_fails_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write(tmp_path / "k.xlsx")
    mau = tmp_path / "mau.xlsx"
    mau.write_bytes(
        template_file({1: {"A": "=1+1"}, 2: {"A": "{{ plan.total }}", "B": "{% prove %}"}})
    )
    assert main(["build", str(plan), "--template", str(mau)]) == 2
    error = capsys.readouterr().err
    assert (
        "PhuLuc!A1" in error and "=1+1" in error and "phải là 195" in error and "hiện là 2" in error
    )
    assert not (tmp_path / "PhuLuc_k.xlsx").exists()


def test_wrong_words_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["bild"], ["build"], ["new", "x.xlsx"], ["build", "--fast", "x.xlsx"]):
        assert main(words) == 2
        assert "kehoach" in capsys.readouterr().err


def test_a_word_that_is_nearly_a_command_is_asked_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["buid", "x.xlsx"]) == 2
    assert "Không có lệnh “buid” (có phải “build”?)" in capsys.readouterr().err


def test_an_option_that_is_nearly_one_is_asked_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "x.xlsx", "--tempalte", "y.xlsx"]) == 2
    shown = capsys.readouterr().err
    assert "(có phải “--template”?)" in shown and "kehoach build --help" in shown


def test_what_is_missing_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 2
    assert "kehoach build còn thiếu KẾ_HOẠCH.xlsx (sổ kế hoạch)" in capsys.readouterr().err


def test_alone_it_shows_help_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    shown = capsys.readouterr()
    assert (ended.value.code, shown.err) == (0, "")
    assert shown.out.startswith("Cách dùng: kehoach") and "Ví dụ:\n  kehoach new" in shown.out


def test_help_of_a_command_may_be_asked_for_by_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["help", "build"])
    assert capsys.readouterr().out.startswith("Cách dùng: kehoach build ")


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"kehoach {__version__}\n")


@pytest.mark.parametrize("command", ["build", "check", "import"])
def test_the_report_goes_to_the_standard_output_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    plan = write(tmp_path / "k.xlsx", ERRORS)
    if command == "import":
        assert main(["build", str(plan)]) == 1
        plan = tmp_path / "PhuLuc_k.xlsx"
        capsys.readouterr()
    assert main([command, str(plan), "--report", "-"]) == (0 if command == "import" else 1)
    shown = capsys.readouterr()
    report = json.loads(shown.out)
    assert (shown.err, report["source"], report["version"]) == ("", str(plan), __version__)
    assert (
        set(report["counts"]) == {"error", "warning", "note", "accepted"}
        and not (tmp_path / "-").exists()
    )


def test_a_report_that_the_output_takes_no_more_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = write(tmp_path / "k.xlsx")
    full = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115  (closing it fails, too)
    monkeypatch.setattr("sys.stdout", full)
    assert main(["check", str(plan), "--report", "-"]) == 2
    monkeypatch.undo()
    with suppress(OSError):
        full.close()
    assert "Không ghi được đầu ra chuẩn (ổ đĩa hết chỗ)" in capsys.readouterr().err


def test_a_plan_without_a_province_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for nothing in ("", "  "):
        assert main(["new", str(tmp_path / "k.xlsx"), "--province", nothing, "--year", "2027"]) == 2
        assert "--province còn trống" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_lines_are_broken_between_words_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "Hỗ trợ theo Quyết định số 59/2015/QĐ-UBND của Ủy ban nhân dân tỉnh " * 3
    plan = write(tmp_path / "k.xlsx", [*SMALL, project("2.2", 1, 2, 3, total=7, name=name)])
    main(["check", str(plan)])
    whole = capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    main(["check", str(plan)])
    broken = capsys.readouterr().out
    assert broken.split() == whole.split() and broken != whole
    assert all(len(line) <= 60 for line in broken.splitlines())


def test_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out
    assert all(code in listed for code in ("A01", "A02", "A03", "A04"))
    assert main(["rules", "a02"]) == 0
    assert "904.000" in capsys.readouterr().out
    assert main(["rules", "Z99"]) == 2


def test_errors_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["errors"]) == 0
    listed = capsys.readouterr().out
    assert all(code in listed for code in ("K101", "K301", "K912"))
    assert main(["errors", "k101"]) == 0
    assert "hãy kiểm tra lại tên và thư mục (K101)" in capsys.readouterr().out
    assert main(["errors", "K999"]) == 2
    assert capsys.readouterr().err.endswith("(K909).\n")


def test_the_code_of_an_error_that_was_met_can_be_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "khong-co.xlsx")]) == 2
    code = capsys.readouterr().err.rpartition("(")[2].partition(")")[0]
    assert main(["errors", code]) == 0
    assert capsys.readouterr().out.startswith(f"{code} Không có tệp\n")


def test_lint_finds_every_fault_in_one_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from workbook_tools.template.shipped import template_path

    assert main(["template", "lint", str(template_path())]) == 0
    mau = tmp_path / "mau.xlsx"
    mau.write_bytes(
        template_file(
            {
                1: {"A": "{{ plan.", "B": "=TODAY()", "C": "=SUBTOTAL(9,A1:A2)"},
                2: {"A": "{% for x in plan.projects %}"},
                3: {"A": "=XLOOKUP(1,A1,A2)", "B": "=[1]Khac!A1"},
                4: {"A": "{% if %}"},
                5: {"A": "{% endfor %}"},
                6: {"A": "{% for %}", "B": "thừa"},
                8: {"A": "{% prove %}", "B": "{{ plan.total }}"},
                9: {"A": "{% endif %}"},
            }
        )
    )
    capsys.readouterr()
    assert main(["template", "lint", str(mau)]) == 1
    out = capsys.readouterr().out
    for cell in ("A1", "B1", "C1", "A3", "B3", "A4", "B6", "A6", "B8"):
        assert f"PhuLuc!{cell}:" in out, cell
    mau.write_bytes(
        template_file(
            {1: {"A": "{{ plan.nothing }}", "B": "{{ nothing }}"}, 2: {"A": "{{ plan.year / 0 }}"}}
        )
    )
    assert main(["template", "lint", str(mau)]) == 1
    out = capsys.readouterr().out
    for part in ("PhuLuc!A1", "PhuLuc!B1", "PhuLuc!A2", "TongCong_KP", "BangChu", "VungBieu"):
        assert part in out


def test_as_a_process_it_loads_nothing_heavy(tmp_path: Path) -> None:
    plan = write(tmp_path / "k.xlsx")
    code = (
        "import sys; from workbook_tools.cli import main; status = main(['build', sys.argv[1]]); "
        "heavy = {'pandas', 'numpy', 'openpyxl', 'xlwings', 'uno', 'rich'} & set(sys.modules); "
        "print('HEAVY', sorted(heavy)); sys.exit(status)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(plan)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert run.returncode == 0, run.stderr
    assert "HEAVY []" in run.stdout


def test_progress_is_shown_for_long_work_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from workbook_tools.machine import progress

    with progress.progress({"read": "Đọc"}, 10**7) as begin:
        assert begin is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress.progress({"read": "Đọc"}, 10) as begin:
        assert begin is None
    with progress.progress({"read": "Đọc"}, 10**7) as begin:
        assert begin is not None
        begin("read")


def test_the_totals_of_the_report_are_the_contracts() -> None:
    assert AMOUNTS == ("total", "province", "beneficiary", "other")
    assert line("Mục")["level"] == "Mục"


@pytest.mark.parametrize(
    "name", ["X\x1b[31mRED\x07", "đề án \u202eđảo\u202c", "a\x9b2J", "một\u200bhai"]
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_what_a_cell_holds_acts_on_no_terminal(
    name: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write(tmp_path / "a.xlsx", [*SMALL, project("9.9", 1, 2, 3, total=7, name=name)])
    assert main([command, str(plan)]) == 1
    shown = capsys.readouterr().out
    assert "‹U+" in shown
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u202c\u200b")


def test_a_break_in_a_cell_makes_no_line_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Đề án\n  Không có lỗi."
    plan = write(tmp_path / "a.xlsx", [*SMALL, project("2.2", 1, 2, 3, total=7, name=name)])
    assert main(["check", str(plan)]) == 1
    assert "  Không có lỗi." not in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", ["a\x1b[2J.xlsx", "a\u202exslx.xlsx"])
def test_what_a_files_name_holds_acts_on_no_terminal(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / name)]) == 2
    shown = capsys.readouterr().err
    assert "‹U+" in shown and not set(shown) & set("\x1b\u202e")


def test_the_unforeseen_is_told_without_its_own_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("inner words")

    monkeypatch.setenv("KEHOACH_STATE", str(tmp_path / "state"))
    monkeypatch.setattr("workbook_tools.jobs.check.check_file", broken)
    assert main(["check", str(tmp_path / "a.xlsx")]) == 2
    shown = capsys.readouterr().err
    assert "nhat-ky.log" in shown and "inner words" not in shown and "RuntimeError" not in shown
    assert "inner words" in (tmp_path / "state/nhat-ky.log").read_text("utf-8")
