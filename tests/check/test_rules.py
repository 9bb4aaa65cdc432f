"""What holds for every rule: it never raises, it explains itself, command and docs say the same."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.plans import BASIS, HEADINGS, SMALL, line, plan_file, project, source
from workbook_tools import InputError, check_plan, read_plan
from workbook_tools.check import RULES, Severity
from workbook_tools.check.pages import pages
from workbook_tools.check.register import Fault, rule
from workbook_tools.cli import main
from workbook_tools.jobs.check import check_workbook
from workbook_tools.place import Place
from workbook_tools.read.source import source_of

DESIGN = [
    f"{family}{number:02d}"
    for family, last in {"A": 9, "B": 8, "C": 4, "D": 4, "E": 5, "F": 2, "G": 12}.items()
    for number in range(1, last + 1)
]

VALUES = st.one_of(
    st.none(),
    st.integers(-5, 10**14),
    st.floats(-1e9, 1e9, allow_nan=False),
    st.booleans(),
    st.sampled_from(
        [
            "Mục",
            "Chương trình",
            "Đề án",
            "Tổng cộng",
            "1.234",
            "I",
            "1",
            "1.1",
            "3.1-3.3",
            "-",
            "- ",
            "=1+1",
            "x" * 400,
            "C«ng nghiÖp",
            "Coâng",
            "cơ sở CNTT",
            "cơ sở CNNT",
            BASIS,
            "53/2018/QĐUBND",
            "năm 2019 - 2020",
            "05 cơ sở",
            "\u00a0 a",
            "Cộng",
            "MMTB",
            "tháng 5",
            "#REF!",
            "31/02/2012",
            "triệu đồng",
            "9.230,5",
        ]
    ),
    st.text(max_size=12),
)


def grid_file(rows: list[list[Any]], names: dict[str, list[list[Any]]]) -> bytes:
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(
        raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    for name, values in {"DeAn": rows, **names}.items():
        page = book.add_worksheet(name)
        for at, row in enumerate(values):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(at, column, value)
                elif value is not None:
                    page.write(at, column, value)
    book.close()
    return raw.getvalue()


@given(
    st.lists(st.lists(VALUES, min_size=15, max_size=15), max_size=8),
    st.lists(st.lists(VALUES, min_size=8, max_size=8), max_size=3),
)
def test_rules_never_raise_whatever_plan_they_get(
    rows: list[list[Any]], records: list[list[Any]]
) -> None:
    levels = ["Mục", "Chương trình", "Đề án", "Đề án", "Đề án", "Chương trình", "Đề án", "Đề án"]
    lines = [[row[0], level, *row[2:]] for row, level in zip(rows, levels, strict=False)]
    sheets: dict[str, list[list[Any]]] = {
        "ThongTin": [
            ["Mục", "Nội dung"],
            ["Năm kế hoạch", 2021],
            ["Đơn vị tính", "ngàn đồng"],
            ["Giai đoạn chương trình", "2022 - 2025"],
            ["Tổng cộng bằng chữ", "ba"],
        ],
        "ChiTieu": [
            ["Chỉ tiêu", "Giá trị", "Đơn vị", "Nơi nêu", "TT đề án", "Cột"],
            *(r[:6] for r in records),
        ],
        "DinhMuc": [
            [
                "Mã định mức",
                "Nội dung",
                "Tỷ lệ tối đa",
                "Mức tối đa (đồng)",
                "Tính cho",
                "Hiệu lực từ",
                "Hiệu lực đến",
                "Căn cứ",
            ],
            *records,
        ],
        "CanCu": [
            ["Số, ký hiệu", "Ngày", "Trích yếu", "Hiệu lực từ", "Hiệu lực đến", "Thay thế bởi"],
            *(r[:6] for r in records),
        ],
    }
    try:
        plan = read_plan(source_of(grid_file([HEADINGS, *lines], sheets), "k.xlsx"))
    except InputError:
        return
    for finding in check_plan(plan):
        assert finding.message and finding.hint and finding.place.sheet


@given(st.lists(st.lists(VALUES, min_size=1, max_size=9), max_size=12))
def test_rules_never_raise_whatever_grid_they_get(rows: list[list[Any]]) -> None:
    heading = [
        "STT",
        "Tên đề án",
        "Đơn vị thực hiện",
        "Bắt đầu",
        "Kết thúc",
        "Tổng kinh phí",
        "Kinh phí khuyến công",
        "Nguồn khác",
        "Ghi chú",
    ]
    data = grid_file([heading, *rows], {}).replace(b"DeAn", b"Bieu")
    try:
        check_workbook(source_of(data, "k.xlsx"))
    except InputError as error:
        assert "\n" not in str(error)


def test_the_list_of_the_design_is_all_there() -> None:
    assert set(DESIGN) <= set(RULES) and list(RULES) == sorted(RULES)
    further = "A10 A11 D05 E06 F03 G13 G14 G15 G16 G17 G18"
    assert set(RULES) - set(DESIGN) == set(further.split())


def test_rules_explain_themselves() -> None:
    for code, entry in RULES.items():
        assert re.fullmatch(r"[A-G]\d\d", code)
        assert entry.title and entry.explanation and entry.bad and entry.good
        assert isinstance(entry.severity, Severity)


def test_docs_are_what_the_rules_say() -> None:
    for path, text in pages().items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path}: run `make docs`"
    written = {file.stem for file in (ROOT / "docs/quy-tac").glob("*.md")} - {"README"}
    assert written == set(RULES)


def test_the_command_lists_and_explains_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out
    for code, entry in RULES.items():
        assert f"{code}  {entry.severity.label}" in listed and entry.title in listed
        assert main(["rules", code]) == 0
        said = capsys.readouterr().out
        shown = (entry.title, entry.explanation, str(entry.bad), str(entry.good))
        assert all(part in said for part in shown)


def test_adding_a_rule_is_adding_one_function() -> None:
    @rule("Z01", Severity.NOTE, "Thử", bad="a", good="b")
    def always(plan: Any) -> Any:
        """Luôn nêu."""
        yield Fault(Place("DeAn", "A2"), "Thử.", "Thử.")

    try:
        assert [f.rule for f in check_plan(read_plan(source(SMALL)))] == ["Z01"]
        assert "docs/quy-tac/Z01.md" in pages() and main(["rules", "Z01"]) == 0
    finally:
        del RULES["Z01"]


def test_a_rule_is_one_function_with_its_own_words() -> None:
    for file in (ROOT / "workbook_tools/check").glob("*.py"):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any(
                "rule(" in ast.unparse(d) for d in node.decorator_list
            ):
                assert ast.get_docstring(node), node.name


def quoted_codes(node: ast.AST) -> list[str]:
    """The codes of rules that are quoted in a piece of code, but for a rule's own and for the cells
    of its examples.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "Example":
            return []
        if node.func.id == "rule":
            return [code for held in node.keywords for code in quoted_codes(held)]
    if isinstance(node, ast.Constant) and node.value in RULES:
        return [str(node.value)]
    return [code for child in ast.iter_child_nodes(node) for code in quoted_codes(child)]


@pytest.mark.parametrize(
    "file", sorted((ROOT / "workbook_tools").rglob("*.py")), ids=lambda file: str(file.stem)
)
def test_no_code_of_a_rule_is_quoted_elsewhere(file: Path) -> None:
    assert quoted_codes(ast.parse(file.read_text("utf-8"))) == []


def test_a_quoted_code_would_be_noticed() -> None:
    assert quoted_codes(ast.parse("x = {'A01'}")) == ["A01"]


BROKEN = {
    "a target at an unknown project": (
        "ChiTieu",
        [
            ["Chỉ tiêu", "Giá trị", "Đơn vị", "Nơi nêu", "TT đề án", "Cột"],
            ["Người", 3, "người", "III", "9.9", "Số lượng"],
        ],
        "F03",
        "ChiTieu!E2",
    ),
    "a norm without a key": (
        "DinhMuc",
        [["Mã định mức", "Nội dung"], [None, "Mô hình"]],
        "D05",
        "DinhMuc!A2",
    ),
    "a register with a number twice": (
        "CanCu",
        [["Trích yếu", "Số, ký hiệu"], ["a", "53/2018/QĐ-UBND"], ["b", "53/2018/QĐ-UBND"]],
        "E06",
        "CanCu!B3",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_records_are_findings_of_their_own(name: str) -> None:
    sheet, records, code, where = BROKEN[name]
    found = check_plan(read_plan(source(SMALL, sheets={sheet: records})))
    assert [(f.rule, f.where) for f in found] == [(code, where)]


def test_tenths_typed_as_numbers_are_told_from_other_doubles() -> None:
    rows = [
        line("Mục", "I"),
        line("Chương trình", "1", note=BASIS),
        *(project(f"1.{n}", 10 * n, 0, 0, name=f"Tên {n}") for n in range(1, 10)),
        {**project("", 7, 0, 0, name="Mười"), "tt": 1.1},
    ]
    found = check_plan(read_plan(source(rows)))
    assert [(f.rule, f.where) for f in found] == [("B01", "DeAn!A13")] and "'1.10" in found[0].hint


def test_a_frame_is_checked_without_a_sheet() -> None:
    frame = read_plan(source(SMALL)).to_frame()
    again = read_plan(frame, particulars={"Năm kế hoạch": 2021, "Đơn vị tính": "ngàn đồng"})
    assert {f.rule for f in check_plan(again)} == set()


def test_the_report_carries_the_reason(tmp_path: Path) -> None:
    import json

    rows = [*SMALL, project("2.2", 1, 2, 3, total=7)]
    finding = check_plan(read_plan(source(rows)))[0]
    reasons = [
        ["Mã", "Mức độ", "Vị trí", "Nội dung", "Gợi ý", "Giải trình"],
        [finding.rule, finding.label, finding.where, finding.message, finding.hint, "Đã hỏi Sở"],
    ]
    plan = tmp_path / "k.xlsx"
    plan.write_bytes(plan_file(rows, sheets={"KiemTra": reasons}))
    assert main(["check", str(plan), "--report", str(tmp_path / "r.json")]) == 0
    found = json.loads((tmp_path / "r.json").read_text("utf-8"))["findings"]
    assert [(f["rule"], f["accepted"]) for f in found] == [("A01", "Đã hỏi Sở")]
    plan.write_bytes(plan_file(rows))
    assert main(["check", str(plan)]) == 1
