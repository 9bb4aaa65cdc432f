"""Flags: put in, judged by calculation engines, taken out to the last byte."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from tests.faults.drafts import clean_draft
from tests.faults.faults import faults_of
from tests.judges import openxml
from tests.judges.packages import package_faults
from tests.plans import BASIS, SMALL, line, plan_file, project, random_rows, source
from tests.render.outputs import build, root
from tests.render.standing import SCRATCH, flagged_cells, with_conditions
from workbook_tools.excel.package import open_package, pack, sheets
from workbook_tools.flags.flagging import unflagged
from workbook_tools.flags.live import live_conditions
from workbook_tools.flags.looks import SIGNS
from workbook_tools.flags.notes import AUTHOR
from workbook_tools.flags.sheet_parts import take_flags
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.read import read_plan
from workbook_tools.read.source import source_of

WRONG = [line("Mục", "I", total=200), *SMALL[1:], project("2.2", 1, 2, 3, total=7, start_month=13)]


def own_things(book: Any) -> None:
    """A note, a conditional format with a priority, a button's worth of drawings and a fill of the
    user's own.
    """
    page = book.get_worksheet_by_name("DeAn")
    page.write_comment("I2", "Của tôi")
    page.write_comment("C3", "Ghi nhớ")
    bold = book.add_format({"bold": True})
    page.conditional_format("I2:I9", {"type": "cell", "criteria": ">", "value": 5, "format": bold})
    page.conditional_format("J2:J9", {"type": "3_color_scale"})


def with_button(book: Any) -> None:
    book.get_worksheet_by_name("DeAn").insert_button("Q3", {"caption": "Bấm"})


BASES = {
    "plain": {},
    "own notes and formats": {"extra": own_things},
    "a button": {"extra": with_button},
}


def sheet_parts(data: bytes) -> dict[str, bytes]:
    package = open_package(data, "x")
    return {sheet.name: package.read(sheet.part) for sheet in sheets(package)}


@pytest.mark.parametrize("base", BASES)
def test_without_its_flags_a_workbook_is_byte_for_byte_what_it_was(
    base: str, template: Any
) -> None:
    plan = source(WRONG, **BASES[base])
    flagged = build(plan, template)
    plain = build(plan, template, flags=False)
    assert sheet_parts(flagged)["DeAn"] != sheet_parts(plain)["DeAn"]
    clean = open_package(pack(take_flags(open_package(flagged, "x"))), "x")
    assert sheet_parts(pack(clean)) == sheet_parts(plain)
    unlike = {
        name for name in clean.parts if clean.read(name) != open_package(plain, "x").read(name)
    }
    assert unlike <= {"xl/styles.xml", "[Content_Types].xml", "xl/worksheets/_rels/sheet2.xml.rels"}
    assert set(clean.parts) == set(open_package(plain, "x").parts)


@pytest.mark.parametrize("base", BASES)
def test_a_flagged_workbook_built_again_is_the_same(base: str, template: Any) -> None:
    first = build(source(WRONG, **BASES[base]), template)
    assert build(source_of(first, "k.xlsx"), template) == first


def test_what_is_not_flagged_is_given_back_as_it_is(example: Path) -> None:
    plan = source_of(example.read_bytes(), "k.xlsx")
    assert unflagged(plan) is plan


def test_flags_go_after_excel_has_saved_the_workbook_in_its_own_way(template: Any) -> None:
    """Other names for parts and relationships, our rule in a block with the user's, priorities
    dealt anew.
    """
    package = open_package(build(source(WRONG, extra=own_things), template), "x")
    part = next(s.part for s in sheets(package) if s.name == "DeAn")
    xml = package.read(part)
    ours = re.search(
        rb"<cfRule[^>]*><formula>AND\(&quot;kehoach|<cfRule[^>]*><formula>AND\(\"kehoach", xml
    )
    assert ours is not None
    rule = xml[ours.start() : xml.find(b"</cfRule>", ours.start()) + 9]
    mixed = xml.replace(
        b'<conditionalFormatting sqref="I2:I9">', b'<conditionalFormatting sqref="I2:I9">' + rule, 1
    )
    assert mixed != xml
    clean = take_flags(package.changed({part: mixed}))
    left = clean.read(part)
    assert b"kehoach" not in left and left.count(b"<cfRule") == 2
    assert sorted(int(n) for n in re.findall(rb'<cfRule[^>]*priority="(\d+)"', left)) == [0, 1]


def test_the_users_notes_fills_and_values_stay(template: Any) -> None:
    base = plan_file(WRONG, extra=own_things)
    data = build(source_of(base, "k.xlsx"), template)
    before, after = (openpyxl.load_workbook(io.BytesIO(d))["DeAn"] for d in (base, data))
    for row in before.iter_rows():
        for cell in row:
            other = after[cell.coordinate]
            assert (cell.value, cell.fill.fgColor.rgb, cell.number_format) == (
                other.value,
                other.fill.fgColor.rgb,
                other.number_format,
            )
            if cell.comment is not None:
                assert other.comment is not None and other.comment.text == cell.comment.text
    ours = {
        cell.coordinate
        for row in after.iter_rows()
        for cell in row
        if cell.comment is not None and cell.comment.author == AUTHOR
    }
    assert {"I8", "G8"} <= ours and "I2" not in ours


def test_a_flagged_cell_says_why(built_as_scanned: Built) -> None:
    book = openpyxl.load_workbook(io.BytesIO(built_as_scanned.data))
    typed = book["DeAn"]["I17"].comment
    assert (
        typed is not None
        and "A02" in typed.text
        and "904.000" in typed.text
        and "754.000" in typed.text
    )
    for finding in built_as_scanned.findings:
        note = book[finding.place.sheet][finding.place.cell].comment
        assert note is not None and finding.message in note.text and finding.hint in note.text


def test_both_ends_are_flagged(built_as_scanned: Built) -> None:
    data = built_as_scanned.data
    assert {"I17", "J17", "I26", "A23", "A24", "C6", "L13", "H10"} <= flagged_cells(data, "DeAn")
    shown = flagged_cells(data, "PhuLuc")
    appendix = openpyxl.load_workbook(io.BytesIO(data))["PhuLuc"]
    rows = {str(appendix.cell(row, 2).value): row for row in range(8, appendix.max_row + 1)}
    fifth, total = rows["Nâng cao năng lực quản lý và tổ chức thực hiện"], rows["TỔNG CỘNG"]
    assert {
        f"H{fifth}",
        f"I{fifth}",
        f"H{total}",
        f"I{total}",
        f"J{total}",
        f"A{rows['Duy trì phòng trưng bày']}",
    } <= shown
    assert (
        "A02" in appendix[f"H{fifth}"].comment.text
        and "DeAn!I17" in appendix[f"H{fifth}"].comment.text
    )
    assert flagged_cells(data, "TongHop")


def test_a_clean_plan_shows_no_flag(built: Built) -> None:
    for sheet in ("DeAn", "PhuLuc", "TongHop", "ThongTin"):
        assert flagged_cells(built.data, sheet) == set()
    assert all(
        cell.comment is None
        for page in openpyxl.load_workbook(io.BytesIO(built.data))
        for row in page.iter_rows()
        for cell in row
    )


def test_every_look_has_a_sign_or_a_line_that_prints(built_as_scanned: Built) -> None:
    styles = etree.fromstring(open_package(built_as_scanned.data, "x").read("xl/styles.xml"))
    space = {"m": styles.nsmap[None]}
    dxfs = styles.findall("m:dxfs/m:dxf", space)
    used = {
        int(str(rule.get("dxfId")))
        for sheet in ("DeAn", "PhuLuc")
        for rule in root(built_as_scanned.data, sheet).iter(f"{{{styles.nsmap[None]}}}cfRule")
        if "kehoach" in "".join(rule.itertext())
    }
    for number in used:
        dxf = dxfs[number]
        code = dxf.find("m:numFmt", space)
        text = "" if code is None else str(code.get("formatCode"))
        sign = any(mark in text for mark in SIGNS.values())
        hatches = [e.get("patternType") for e in dxf.iterfind("m:fill/m:patternFill", space)]
        left = [e.get("style") for e in dxf.iterfind("m:border/m:left", space)]
        assert sign or (hatches not in (["solid"], ["none"], []) and left == ["dashed"])


# ---------------------------------------------------------------------------------- live conditions

ARITHMETIC = ("A01", "A02", "A03", "A06", "A07", "A09", "C01", "C02", "C03")


@pytest.mark.parametrize("code", ARITHMETIC)
@pytest.mark.parametrize("seed", range(4))
def test_live_conditions_show_what_the_rules_find_and_nothing_else(
    code: str, seed: int, template: Any
) -> None:
    """Built clean, then broken in the cells: the flags appear without another build, just where the
    rules see faults.
    """
    number = 7000 + 100 * seed
    while True:
        draft = clean_draft(number)
        if draft.layout == "plan" and not draft.formulas:  # formulas would change with the cells
            before = clean_draft(number).file()
            ways = faults_of(code)
            inject = ways[number % len(ways)]
            if inject(draft, random.Random(number)) is not None:
                break
        number += 1
    after = draft.file()
    built = build_workbook(source_of(before, "k.xlsx"), template)
    assert flagged_cells(built.data, "DeAn") == set()
    old, new = (openpyxl.load_workbook(io.BytesIO(data))["DeAn"] for data in (before, after))
    changes = {
        cell.coordinate: cell.value
        for row in new.iter_rows()
        for cell in row
        if cell.value != old[cell.coordinate].value
    }
    changes |= {
        cell.coordinate: None
        for row in old.iter_rows()
        for cell in row
        if new[cell.coordinate].value is None
    }
    plan = read_plan(source_of(after, "k.xlsx"))
    live = {entry.code for entry in live_conditions(plan)}
    from workbook_tools.check import check_plan

    expected = {
        finding.place.cell
        for finding in check_plan(plan)
        if finding.rule in live and finding.place.sheet == "DeAn"
    }
    assert expected and flagged_cells(built.data, "DeAn", changes) == expected


def test_a_flag_goes_the_moment_the_number_is_mended(template: Any) -> None:
    right = [line("Mục", "I", total=195), *SMALL[1:], line("Tổng cộng", total=195)]
    built = build(source([{**right[0], "total": 200}, *right[1:]]), template)
    assert flagged_cells(built, "DeAn") == {"I2"}
    assert flagged_cells(built, "DeAn", {"I2": 195}) == set()
    assert flagged_cells(built, "DeAn", {"I2": 195, "J4": 99}) == {"I2", "I8"}
    wrong = build(source([*right[:3], {**project("1.2", -30, 0, 0)}, *right[4:]]), template)
    assert (
        "J5" in flagged_cells(wrong, "DeAn") and flagged_cells(wrong, "DeAn", {"J5": 30}) == set()
    )


def test_a_total_that_somebody_types_over_is_flagged_on_the_recipients_machine(
    template: Any,
) -> None:
    data = build(source(SMALL), template)
    assert flagged_cells(data, "PhuLuc") == set()
    assert flagged_cells(data, "PhuLuc", {"H9": 151}) == {"H9"}
    assert flagged_cells(data, "PhuLuc", {"H10": 151}) == {"H10"}
    assert flagged_cells(data, "PhuLuc", {"I10": 101}) == set()
    assert "I14" in flagged_cells(data, "PhuLuc", {"I14": 1})


@pytest.mark.judge("libreoffice")
def test_libreoffice_sees_the_same_flags(tmp_path: Path, built_as_scanned: Built) -> None:
    expected, written = {}, {}
    for sheet in ("DeAn", "PhuLuc"):
        file = tmp_path / f"{sheet}.xlsx"
        data, standing = with_conditions(built_as_scanned.data, sheet)
        file.write_bytes(data)
        written[str(file)] = standing
        expected[str(file)] = flagged_cells(built_as_scanned.data, sheet)
    for file_name, values in openxml.recalculated([Path(name) for name in written]).items():
        seen = {entry.cell for entry in written[file_name] if values[SCRATCH][f"A{entry.row}"] == 1}
        assert seen == expected[file_name] and seen


# --------------------------------------------------------------------------------------- acceptance


def _reasons(data: bytes, reasons: dict[str, str]) -> bytes:
    """The finished workbook after somebody wrote reasons, by rule."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book["KiemTra"]
    for row in range(5, page.max_row + 1):
        if page.cell(row, 1).value in reasons:
            page.cell(row, 6).value = reasons[str(page.cell(row, 1).value)]
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_an_accepted_finding_stays_accepted_and_shows_it(template: Any) -> None:
    plan = [line("Mục", "I", total=200), *SMALL[1:]]
    first = build(source(plan), template)
    again = build_workbook(source_of(_reasons(first, {"A02": "Đã hỏi Sở"}), "k.xlsx"), template)
    assert [(f.rule, f.accepted, f.open_error) for f in again.findings] == [
        ("A02", "Đã hỏi Sở", False)
    ]
    third = build_workbook(source_of(again.data, "k.xlsx"), template)
    assert [f.accepted for f in third.findings] == ["Đã hỏi Sở"] and third.data == again.data
    note = openpyxl.load_workbook(io.BytesIO(again.data))["DeAn"]["I2"].comment
    assert note is not None and "Đã hỏi Sở" in note.text
    page = openpyxl.load_workbook(io.BytesIO(again.data), data_only=True)["KiemTra"]
    assert page["A2"].value == "Lỗi: 0     Cảnh báo: 0     Lưu ý: 0     Đã giải trình: 1"
    shown = {str(look): (stop, cond) for look, stop, cond in _formats(again.data, "I2")}
    assert any(stop == "1" for stop, _ in shown.values())


def _formats(data: bytes, cell: str) -> list[tuple[str, str | None, str]]:
    page = root(data, "DeAn")
    space = page.nsmap[None]
    return [
        (rule.get("dxfId"), rule.get("stopIfTrue"), "".join(rule.itertext()))
        for block in page.iter(f"{{{space}}}conditionalFormatting")
        if cell in block.get("sqref").split()
        for rule in block
    ]


def test_another_number_is_a_new_finding_and_a_moved_line_is_not(template: Any) -> None:
    def plan(total: int, *more: Any) -> list[Any]:
        return [
            line("Mục", "I"),
            *SMALL[1:],
            *more,
            line("Chương trình", "3", note=BASIS, total=total),
            project("3.1", 5),
        ]

    first = build(source(plan(9)), template)
    kept = _reasons(first, {"A02": "Đã hỏi Sở"})
    reasons = openpyxl.load_workbook(io.BytesIO(kept))["KiemTra"]
    table = [[cell.value for cell in row] for row in reasons.iter_rows()]
    for row in table[5:]:
        row[2] = "DeAn!I8" if row[0] == "A02" else row[2]

    def accepted(rows: list[Any]) -> list[str | None]:
        sheets_ = {"KiemTra": [[value or "" for value in row] for row in table]}
        return [
            f.accepted
            for f in build_workbook(source(rows, sheets=sheets_), template).findings
            if f.rule == "A02"
        ]

    assert accepted(plan(9)) == ["Đã hỏi Sở"]
    assert accepted(plan(9, project("2.2", 7))) == ["Đã hỏi Sở"]
    assert accepted(plan(8)) == [None]


# ------------------------------------------------------------------------------------------- judges


@pytest.mark.judge("validator")
def test_flagged_workbooks_are_sound(tmp_path: Path, template: Any) -> None:
    files = {
        f"base{at}": build(source(WRONG, **options), template)
        for at, options in enumerate(BASES.values())
    }
    files |= {f"random{seed}": build(source(random_rows(seed)), template) for seed in range(20, 24)}
    files["clean again"] = pack(take_flags(open_package(files["base1"], "x")))
    for name, data in files.items():
        assert package_faults(data) == [], name
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    assert {
        name: found
        for name, found in openxml.sdk_errors(sorted(tmp_path.iterdir())).items()
        if found
    } == {}


@pytest.mark.judge("libreoffice")
def test_the_amount_in_words_is_watched_too(tmp_path: Path, template: Any) -> None:
    """Words and number on two sheets: right when built, wrong once a number changes; wrong when
    built, mended either way.
    """
    right = {"Tổng cộng bằng chữ": "Một trăm chín mươi lăm ngàn đồng"}
    wrong = {"Tổng cộng bằng chữ": "Một trăm chín mươi sáu ngàn đồng"}
    cases: dict[str, tuple[dict[str, str], dict[str, object], bool]] = {
        "right": (right, {}, False),
        "a number changed": (right, {"DeAn!J4": 101}, True),
        "wrong": (wrong, {}, True),
        "mended by number": (wrong, {"DeAn!J4": 101}, False),
        "mended by words": (wrong, {"ThongTin!B6": right["Tổng cộng bằng chữ"]}, False),
    }
    files, expected = {}, {}
    for name, (about, changes, flagged) in cases.items():
        data = build(source(SMALL, particulars=about), template)
        written, standing = with_conditions(data, "ThongTin")
        book = openpyxl.load_workbook(io.BytesIO(written))
        for place, value in changes.items():
            sheet, _, cell = place.partition("!")
            book[sheet][cell] = value
        files[name] = tmp_path / f"{name}.xlsx"
        book.save(files[name])
        expected[str(files[name])] = flagged
        assert [entry.cell for entry in standing] == ["B6"]
        assert b"_kehoach" not in open_package(pack(take_flags(open_package(data, "x"))), "x").read(
            "xl/workbook.xml"
        )
    seen = openxml.recalculated(list(files.values()))
    assert {name: values[SCRATCH]["A1"] == 1 for name, values in seen.items()} == expected
