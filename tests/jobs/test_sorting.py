"""A plan's rows put into the order of their numbers: whole, and nothing else."""

from __future__ import annotations

import io
import random
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.judges.packages import package_faults
from tests.plans import line, plan_file, project
from workbook_tools.cli import main
from workbook_tools.errors import InputError
from workbook_tools.jobs.renumber import out_of_order, sorted_and_numbered
from workbook_tools.read.plan_reader import read_plan
from workbook_tools.read.source import Source, source_of

ROWS = [
    line("Mục", "I"),
    line("Chương trình", "1"),
    project("1.2", 2, note="hai"),
    project("1.1", 1, note="một"),
    line("Chương trình", "2"),
    project("2.1", 5),
    project("1.3", 3),
]


def plan(rows: list[dict[str, Any]] = ROWS, change: Any = None) -> Source:
    data = plan_file(rows)
    if change is not None:
        book, held = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
        change(book)
        book.save(held)
        data = held.getvalue()
    return source_of(data, "k.xlsx")


def sheet(source: Source) -> Any:
    return openpyxl.load_workbook(io.BytesIO(source.data))["DeAn"]


def column(source: Source, letters: str) -> list[Any]:
    return [cell.value for cell in sheet(source)[letters]][1:]


def test_rows_stand_in_the_order_of_their_numbers() -> None:
    done = sorted_and_numbered(plan())
    assert column(done.source, "A") == ["I", "1", "1.1", "1.2", "1.3", "2", "2.1"]
    assert done.said[0] == "Đã sắp xếp 5 dòng theo TT: dòng 5 → 4, 4 → 5, 8 → 6, 6 → 7, 7 → 8"


def test_what_is_in_order_is_not_touched() -> None:
    source = sorted_and_numbered(plan()).source
    assert out_of_order(source) == {}
    again = sorted_and_numbered(source)
    assert again.source.data == source.data and not again.is_changed


def test_the_package_is_sound() -> None:
    assert package_faults(sorted_and_numbered(plan()).source.data) == []


def test_a_formula_of_its_own_row_goes_along() -> None:
    def change(book: Any) -> None:
        book["DeAn"]["I5"], book["DeAn"]["I4"] = "=SUM(J5:L5)", "=J4+$K4"
        book["ThongTin"]["B60"] = "=SUM(DeAn!J2:J200)"

    done = sorted_and_numbered(plan(change=change))
    assert column(done.source, "I")[2:4] == ["=SUM(J4:L4)", "=J5+$K5"]


def test_heights_formats_and_merges_of_a_row_go_along() -> None:
    def change(book: Any) -> None:
        page = book["DeAn"]
        page.row_dimensions[5].height = 44
        page["C5"].font = openpyxl.styles.Font(bold=True)
        page.merge_cells("N5:O5")

    page = sheet(sorted_and_numbered(plan(change=change)).source)
    assert page.row_dimensions[4].height == 44 and page["C4"].font.bold
    assert [str(area) for area in page.merged_cells.ranges] == ["N4:O4"]


def held(book: Any, what: str) -> None:
    """Something that holds on to a row."""
    page = book["DeAn"]
    if what == "sum":
        page["I3"] = "=SUM(I4:I5)"
    elif what == "elsewhere":
        book["ThongTin"]["B60"] = "=DeAn!I5"
    elif what == "name":
        book.defined_names["mot"] = openpyxl.workbook.defined_name.DefinedName(
            "mot", attr_text="DeAn!$I$5"
        )
    elif what == "merge":
        page.merge_cells("N4:N5")
    elif what == "note":
        page["C5"].comment = openpyxl.comments.Comment("ghi", "ai")
    elif what == "link":
        page["C5"].hyperlink = "https://example.org"
    else:
        rule = openpyxl.formatting.rule.FormulaRule(formula=["TRUE"])
        page.conditional_formatting.add("C5:C6", rule)


@pytest.mark.parametrize(
    ("what", "where", "said"),
    [
        ("sum", "DeAn!I3", "công thức dùng ô của dòng khác"),
        ("elsewhere", "ThongTin!B60", "công thức dùng ô của dòng khác"),
        ("name", "DeAn", "tên mot"),
        ("merge", "DeAn!N4:N5", "ô gộp"),
        ("note", "DeAn!C5", "ghi chú"),
        ("link", "DeAn!C5", "liên kết"),
        ("format", "DeAn!C5:C6", "định dạng có điều kiện"),
    ],
)
def test_what_holds_on_to_a_row_is_told_with_its_place(what: str, where: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        sorted_and_numbered(plan(change=lambda book: held(book, what)))
    assert str(caught.value.place) == where


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_whatever_the_order(seed: int) -> None:
    chance = random.Random(seed)
    rows = [line("Mục", "I")]
    for programme in range(1, chance.randint(2, 5)):
        rows.append(line("Chương trình", str(programme)))
        rows += [
            project(f"{chance.randint(1, 5)}.{chance.randint(1, 9)}", chance.randint(1, 99))
            for _ in range(chance.randint(0, 5))
        ]
    before = plan(rows)
    moved = sorted_and_numbered(before)

    def rows_of(source: Source) -> Counter[tuple[Any, ...]]:
        held = sheet(source).iter_rows(min_row=2, min_col=2, values_only=True)
        return Counter(row for row in held if any(row))

    assert rows_of(before) == rows_of(moved.source)
    assert read_plan(before).total == read_plan(moved.source).total
    assert out_of_order(moved.source) == {}


def test_the_command_sorts_where_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "k.xlsx"
    path.write_bytes(plan().data)
    assert main(["renumber", "--sort", str(path)]) == 0
    assert "Đã sắp xếp 5 dòng theo TT" in capsys.readouterr().out
    assert [one.tt for one in read_plan(path).projects] == ["1.1", "1.2", "1.3", "2.1"]


def test_a_refusal_leaves_the_plan_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, data = tmp_path / "k.xlsx", plan(change=lambda book: held(book, "sum")).data
    path.write_bytes(data)
    assert main(["renumber", "--sort", str(path)]) == 2
    assert path.read_bytes() == data
    assert "DeAn!I3" in capsys.readouterr().err


def test_a_formula_that_cannot_be_read_is_told() -> None:
    with pytest.raises(InputError, match="công thức không đọc được") as caught:
        sorted_and_numbered(plan(change=lambda book: book["DeAn"].__setitem__("I5", "=J5 § 2")))
    assert str(caught.value.place) == "DeAn!I5"
