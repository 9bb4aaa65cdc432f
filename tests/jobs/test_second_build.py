"""A second build loses no reason and no edit, and says what changed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.judges import openxml
from tests.plans import SMALL, plan_file, project
from workbook_tools.cli import main
from workbook_tools.errors import InputError
from workbook_tools.jobs.build import build_file
from workbook_tools.read.source import open_source
from workbook_tools.send.clean import clean_copy

WRONG = [*SMALL, project("2.2", 1, 2, 3, total=7)]
_COPY = r"PhuLuc_k \(\d{4}-\d\d-\d\d \d\d\.\d\d\)\.xlsx"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "k.xlsx"
    path.write_bytes(plan_file(WRONG))
    return path


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change a workbook by hand, in another program."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def saved_by_libreoffice(path: Path, folder: Path) -> None:
    """The workbook as LibreOffice saves it again."""
    program = openxml.soffice()
    assert program is not None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    kind = "xlsx:Calc MS Excel 2007 XML"
    call = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "out")]
    subprocess.run([*call, str(path)], check=True, capture_output=True, timeout=300)
    path.write_bytes((folder / "out" / path.name).read_bytes())


def findings(path: Path) -> list[list[str]]:
    """The rows of the sheet of findings below its heading."""
    sheet = openpyxl.load_workbook(path)["KiemTra"]
    rows = [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    heading = next(at for at, row in enumerate(rows) if row[0] == "Mã")
    return rows[heading + 1 :]


def since(path: Path) -> list[str]:
    """What the sheet of findings says of changes."""
    return [row[3] for row in findings(path) if row[3].startswith("So với lần lập trước")]


def first_reason_cell(path: Path, code: str) -> str:
    sheet = openpyxl.load_workbook(path)["KiemTra"]
    return next(f"F{row[0].row}" for row in sheet.iter_rows() if row[0].value == code)


# ---------------------------------------------------------------------------------------- reasons


def test_a_reason_in_the_target_is_carried_over(plan: Path) -> None:
    target, first = build_file(plan)
    code = first.open_errors[0].rule
    edit(target, put("KiemTra", first_reason_cell(target, code), "đã thống nhất"))
    _, second = build_file(plan)
    assert [found.accepted for found in second.findings if found.rule == code][:1] == [
        "đã thống nhất"
    ]


def test_a_reason_typed_is_no_edit(plan: Path, tmp_path: Path) -> None:
    target, first = build_file(plan)
    edit(target, put("KiemTra", first_reason_cell(target, first.open_errors[0].rule), "x"))
    build_file(plan)
    assert sorted(tmp_path.iterdir()) == [target, plan]


def test_a_reason_whose_finding_is_gone_is_told(plan: Path) -> None:
    target, first = build_file(plan)
    edit(target, put("KiemTra", first_reason_cell(target, first.open_errors[0].rule), "vì sao"))
    plan.write_bytes(plan_file(SMALL))
    build_file(plan)
    assert [said for said in since(target) if "(giải trình: vì sao)" in said]


# ------------------------------------------------------------------------------------------ edits


@pytest.mark.parametrize(
    ("sheet", "cell"), [("PhuLuc", "B9"), ("PhuLuc", "H9"), ("TongHop", "Z99"), ("DeAn", "J4")]
)
def test_an_edited_workbook_is_not_written_over(plan: Path, sheet: str, cell: str) -> None:
    target, _ = build_file(plan)
    edit(target, put(sheet, cell, 12345))
    before = target.read_bytes()
    with pytest.raises(InputError, match=f"ở {sheet}!{cell};"):
        build_file(plan)
    assert target.read_bytes() == before


def test_every_edited_cell_is_named(plan: Path) -> None:
    target, _ = build_file(plan)
    edit(target, put("PhuLuc", "B9", "x"))
    edit(target, put("PhuLuc", "C10", "y"))
    with pytest.raises(InputError, match="ở PhuLuc!B9, PhuLuc!C10;"):
        build_file(plan)


def test_a_sheet_that_came_to_it_is_named(plan: Path) -> None:
    target, _ = build_file(plan)
    edit(target, lambda book: book.create_sheet("Riêng"))
    with pytest.raises(InputError, match="ở Riêng;"):
        build_file(plan)


def test_the_command_says_so_and_writes_nothing(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, _ = build_file(plan)
    edit(target, put("PhuLuc", "B9", "x"))
    before = target.read_bytes()
    assert main(["build", str(plan)]) == 2
    assert "PhuLuc!B9" in capsys.readouterr().err
    assert target.read_bytes() == before


def test_overwriting_keeps_a_dated_copy(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, _ = build_file(plan)
    edit(target, put("PhuLuc", "B9", "x"))
    before = target.read_bytes()
    assert main(["build", str(plan), "--overwrite"]) == 1
    (copy,) = set(tmp_path.iterdir()) - {plan, target}
    assert re.fullmatch(_COPY, copy.name)
    assert copy.read_bytes() == before
    assert str(copy) in capsys.readouterr().out


def test_two_copies_in_one_minute_are_two(plan: Path, tmp_path: Path) -> None:
    kept = []
    for text in ("x", "y"):
        target, _ = build_file(plan, overwrite=True)
        edit(target, put("PhuLuc", "B9", text))
        kept.append(target.read_bytes())
    build_file(plan, overwrite=True)
    copies = set(tmp_path.iterdir()) - {plan, target}
    assert {copy.read_bytes() for copy in copies} == set(kept)


def test_in_place_an_edited_appendix_is_kept(plan: Path) -> None:
    build_file(plan, in_place=True)
    edit(plan, put("PhuLuc", "B9", "x"))
    before = plan.read_bytes()
    _, built = build_file(plan, in_place=True)
    assert built.kept is not None
    assert built.kept.read_bytes() == before


def test_in_place_the_plan_may_change(plan: Path) -> None:
    build_file(plan, in_place=True)
    edit(plan, put("DeAn", "J4", 777))
    _, built = build_file(plan, in_place=True)
    assert built.kept is None


def test_a_file_of_which_nothing_is_known_is_kept(plan: Path) -> None:
    target = plan.with_name("PhuLuc_k.xlsx")
    target.write_bytes(b"not ours")
    _, built = build_file(plan)
    assert built.kept is not None
    assert built.kept.read_bytes() == b"not ours"


def test_a_save_by_another_program_meanwhile_is_not_lost(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import workbook_tools.jobs.build as job

    target, _ = build_file(plan)
    build = job.build_checked

    def meanwhile(*given: Any, **more: Any) -> Any:
        target.write_bytes(b"saved meanwhile")
        return build(*given, **more)

    monkeypatch.setattr(job, "build_checked", meanwhile)
    with pytest.raises(InputError, match="K129"):
        build_file(plan)
    assert target.read_bytes() == b"saved meanwhile"


# ------------------------------------------------------------------------- saved again, no change


def test_saved_again_by_openpyxl_it_is_not_edited(plan: Path, tmp_path: Path) -> None:
    target, _ = build_file(plan)
    edit(target, lambda book: None)
    build_file(plan)
    assert sorted(tmp_path.iterdir()) == [target, plan]


@pytest.mark.judge("libreoffice")
def test_saved_again_by_libreoffice_it_is_not_edited(plan: Path, tmp_path: Path) -> None:
    target, first = build_file(plan)
    saved_by_libreoffice(target, tmp_path)
    _, second = build_file(plan)
    assert second.kept is None
    assert second.data == first.data


@pytest.mark.judge("libreoffice")
def test_an_edit_is_known_after_libreoffice_saved_it(plan: Path, tmp_path: Path) -> None:
    target, _ = build_file(plan)
    edit(target, put("PhuLuc", "B9", "x"))
    saved_by_libreoffice(target, tmp_path)
    with pytest.raises(InputError, match="ở PhuLuc!B9;"):
        build_file(plan)


# -------------------------------------------------------------------------------- what changed


def test_a_second_build_without_a_change_is_the_first(plan: Path) -> None:
    first = build_file(plan)[1].data
    assert build_file(plan)[1].data == first


def test_in_place_a_second_build_is_the_first(plan: Path) -> None:
    first = build_file(plan, in_place=True)[1].data
    assert build_file(plan, in_place=True)[1].data == first


def test_a_first_build_tells_of_no_change(plan: Path) -> None:
    assert since(build_file(plan)[0]) == []


@pytest.mark.parametrize("in_place", [False, True])
def test_an_amount_is_told_with_old_and_new(plan: Path, *, in_place: bool) -> None:
    target, _ = build_file(plan, in_place=in_place)
    edit(plan, put("DeAn", "J4", 120))
    build_file(plan, in_place=in_place)
    said = " ".join(since(target))
    assert (
        "1 đề án đổi số tiền: 1.1 “Đề án 1.1” Tổng KP thực hiện 150 → 170, KPKC ĐP 100 → 120"
        in (said)
    )


@pytest.mark.parametrize("in_place", [False, True])
def test_what_changed_stays_until_something_else_does(plan: Path, *, in_place: bool) -> None:
    build_file(plan, in_place=in_place)
    edit(plan, put("DeAn", "J4", 120))
    second = build_file(plan, in_place=in_place)[1].data
    assert build_file(plan, in_place=in_place)[1].data == second


def test_rows_that_come_and_go_are_told(plan: Path) -> None:
    build_file(plan)
    plan.write_bytes(plan_file([*SMALL, project("2.2", 1, 2, 3, name="Đề án mới")]))
    target, _ = build_file(plan)
    said = " ".join(since(target))
    assert "thêm 1 dòng: 2.2 “Đề án mới”" in said
    assert "bỏ 1 dòng: 2.2 “Đề án 2.2”" in said


def test_findings_that_go_are_told(plan: Path) -> None:
    _, first = build_file(plan)
    plan.write_bytes(plan_file(SMALL))
    target, _ = build_file(plan)
    assert [said for said in since(target) if f"không còn: {first.findings[0].rule}" in said]


# -------------------------------------------------------------------------------- the digest itself


def test_the_clean_copy_has_no_digest(plan: Path) -> None:
    target, _ = build_file(plan)
    copy = clean_copy(open_source(target).package)
    assert b"DauVet" not in open_package_bytes(copy.data)


def open_package_bytes(data: bytes) -> bytes:
    """Every part of a package, unpacked."""
    from workbook_tools.excel.package import open_package

    package = open_package(data, "x.xlsx")
    return b"".join(package.read(name) for name in package.parts)


@pytest.mark.judge("libreoffice")
def test_the_clean_copy_has_none_after_libreoffice_saved_it(plan: Path, tmp_path: Path) -> None:
    target, _ = build_file(plan)
    saved_by_libreoffice(target, tmp_path)
    copy = clean_copy(open_source(target).package)
    assert b"DauVet" not in open_package_bytes(copy.data)


@pytest.mark.judge("validator")
def test_the_sdk_takes_a_workbook_with_a_digest(plan: Path) -> None:
    target, _ = build_file(plan)
    assert openxml.sdk_errors([target]) == {str(target): []}
