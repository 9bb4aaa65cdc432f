"""What the terminal says of a plan."""

from __future__ import annotations

from dataclasses import replace

from tests.plans import SMALL, source
from workbook_tools.check import Finding, Severity
from workbook_tools.jobs.summary import boxed, line_of, summary, verdict
from workbook_tools.place import Place
from workbook_tools.plan.model import Line, Plan
from workbook_tools.read import read_plan
from workbook_tools.render.proof import Proof

FOUND = Finding("A01", Severity.WARNING, "x", Place("DeAn", "I5"), "sai", "sửa")


def at(cell: str, sheet: str = "DeAn") -> Finding:
    """The same at another cell."""
    return replace(FOUND, place=Place(sheet, cell))


def small() -> Plan:
    return read_plan(source(SMALL))


def test_size_and_totals_come_first() -> None:
    assert summary(small(), ())[:2] == [
        "  Đồng Nai 2021: 1 mục, 2 chương trình, 3 đề án",
        "  Tổng KP 195 ngàn đồng; KPKC ĐP 135 ngàn đồng; đơn vị thụ hưởng 55 ngàn đồng; "
        "nguồn khác 5 ngàn đồng",
    ]


def test_a_plan_without_a_name_is_called_by_its_sheet() -> None:
    nameless = replace(small(), particulars={})
    assert summary(nameless, ())[0].startswith("  DeAn: ")


def test_formulas_are_named_where_there_are_any() -> None:
    assert "  7 công thức, đã kiểm chứng đủ 7" in summary(small(), (), Proof(7, 7))
    assert not any("công thức" in line for line in summary(small(), ()))


def test_a_finding_is_a_line_with_what_to_do_behind_it() -> None:
    assert "  A01 Cảnh báo DeAn!I5: sai → sửa" in summary(small(), (FOUND,))


def test_findings_of_one_kind_are_one_line_with_their_cells() -> None:
    others = (at("I7"), at("J2"), at("B3", sheet="ThongTin"))
    assert "  A01 Cảnh báo DeAn!I5, I7, J2; ThongTin!B3: sai (4 ô) → sửa" in summary(
        small(), (FOUND, *others)
    )


def test_the_name_of_each_row_is_left_out_where_they_say_the_same() -> None:
    rows = [Line(tt=tt, name=name, row=row) for row, tt, name in ((5, "1.1", "A"), (6, "1.2", "B"))]
    found = [
        replace(at(f"L{line.row}"), line=line, message=f"{line.tt} {line.name}: không phải số")
        for line in rows
    ]
    assert line_of(found) == "A01 Cảnh báo DeAn!L5, L6: không phải số (2 ô) → sửa"


def test_where_they_differ_the_first_is_the_example() -> None:
    found = [at("I5"), replace(at("I6"), message="khác")]
    assert line_of(found) == "A01 Cảnh báo DeAn!I5, I6: x (2 ô); ví dụ DeAn!I5: sai → sửa"


def test_cells_beyond_twelve_are_counted() -> None:
    said = line_of([at(f"I{row}") for row in range(1, 16)])
    assert "I12 và 3 ô nữa" in said and "I13" not in said


def test_each_finding_is_a_line_where_that_is_asked_for() -> None:
    said = summary(small(), (FOUND, at("I7")), each=True)
    assert [line for line in said if "A01" in line] == [
        "  A01 Cảnh báo DeAn!I5: sai → sửa",
        "  A01 Cảnh báo DeAn!I7: sai → sửa",
    ]


def test_the_last_line_counts() -> None:
    found = [FOUND, at("I7"), replace(FOUND, severity=Severity.ERROR)]
    assert summary(small(), found)[-1] == "  1 lỗi, 2 cảnh báo, 0 lưu ý."


def test_what_has_a_reason_is_counted_apart() -> None:
    found = [FOUND, replace(FOUND, accepted="đã hỏi")]
    assert summary(small(), found)[-1] == "  0 lỗi, 1 cảnh báo, 0 lưu ý, 1 đã giải trình."


def test_a_message_box_has_a_paragraph_for_each_kind_and_counts_the_rest() -> None:
    found = [replace(FOUND, rule=f"A0{number}") for number in range(1, 8)]
    paragraphs = boxed(found).split("\n\n")
    assert paragraphs[0] == "Cảnh báo A01 ở DeAn!I5: sai\n→ sửa"
    assert len(paragraphs) == 6 and paragraphs[-1].startswith("Còn 2 loại khác")


def test_a_reason_stands_behind_its_finding() -> None:
    accepted = replace(FOUND, accepted="đã hỏi")
    assert "  A01 Cảnh báo DeAn!I5: sai [đã giải trình: đã hỏi]" in summary(small(), (accepted,))


def test_no_error_is_said_only_where_nothing_is_open() -> None:
    assert summary(small(), ())[-1] == "  0 lỗi, 0 cảnh báo, 0 lưu ý. Không có lỗi."
    assert verdict((replace(FOUND, accepted="đã hỏi"),)).endswith("1 đã giải trình. Không có lỗi.")
    for severity in Severity:
        assert "Không có lỗi" not in verdict((replace(FOUND, severity=severity),))
