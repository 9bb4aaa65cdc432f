"""What stands beside the user's formulas stays, is brought up to date, or is left out."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from tests.plans import SMALL, plan_file, project
from tests.render.outputs import results
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.read.source import source_of
from workbook_tools.render.recalculated import NOT_SURE

Formulas = dict[str, tuple[str, Any]]
"""A formula and what stands beside it, by sheet and cell."""


def workbook(formulas: Formulas, rows: Any = SMALL, names: dict[str, str] | None = None) -> bytes:
    """A plan with formulas of the user's."""

    def add(book: Any) -> None:
        for name, text in (names or {}).items():
            book.define_name(name, text)
        scratch = book.add_worksheet("Nháp")
        for cell, (formula, result) in formulas.items():
            sheet, _, address = cell.rpartition("!")
            target = book.get_worksheet_by_name(sheet) if sheet else scratch
            if formula.startswith("{"):
                area = address if ":" in address else f"{address}:{address}"
                target.write_array_formula(area, formula, None, result)
            else:
                target.write_formula(address, formula, None, result)

    return plan_file(rows, extra=add)


def built(data: bytes) -> Built:
    return build_workbook(source_of(data, "ke-hoach.xlsx"), flags=False)


MORE = (*SMALL, project("2.2", 7, 0, 0))
"""A plan with another total: 202 instead of 195."""


def rebuilt(formulas: Formulas, names: dict[str, str] | None = None) -> Built:
    """Built once, opened by the user with what stands beside the formulas, and built again with
    another project.
    """
    first = built(workbook(formulas, names=names)).data
    book = openpyxl.load_workbook(io.BytesIO(first))
    assert book["PhuLuc"] is not None
    return built(_with_more(_planted(first, formulas)))


def _planted(data: bytes, formulas: Formulas) -> bytes:
    """The results put beside the formulas, as the user's own program leaves them."""
    from workbook_tools.excel.cells import split_cell
    from workbook_tools.excel.package import open_package, pack, sheets
    from workbook_tools.excel.stored_cells import Known, with_results

    package = open_package(data, "x")
    for sheet in sheets(package):
        planted = {}
        for cell, (_, result) in formulas.items():
            home, _, address = cell.rpartition("!")
            if (home or "Nháp") == sheet.name:
                kind = "s" if isinstance(result, str) else "n"
                at = split_cell(address.partition(":")[0])
                planted[at] = Known(kind, str(result)) if result != "" else None
        xml = with_results(package.read(sheet.part), planted)
        package = package.changed({sheet.part: xml})
    return pack(package)


def _with_more(data: bytes) -> bytes:
    """Another project in the list: 7 more."""
    from workbook_tools.excel.package import open_package, pack, sheets

    package = open_package(data, "x")
    part = next(sheet.part for sheet in sheets(package) if sheet.name == "DeAn")
    xml = package.read(part)
    value = b"<v>100</v>"
    assert xml.count(value) == 1
    return pack(package.changed({part: xml.replace(value, b"<v>107</v>")}))


def beside(made: Built, cell: str) -> str | None:
    sheet, _, address = cell.rpartition("!")
    return results(made.data, sheet or "Nháp")[address]


def told(made: Built) -> list[str]:
    return [str(remark.place) for remark in made.remarks if remark.evidence == NOT_SURE]


INDEPENDENT: Formulas = {
    "A1": ("=1+1", "giu-1"),
    "A2": ("=SUM(DeAn!J:J)", 4711),
    "A3": ('=TEXT(DeAn!J4,"#.##0")', "315.000"),
    "A4": ("=A1&A2", "giu-1"),
    "A5": ('=INDIRECT("PhuLuc!A1")', 4711),
    "A6": ("=OFFSET(PhuLuc!A1,1,1)", "giu-1"),
    "A7": ("=_xll.HAMRIENG(A1)", 4711),
    "A8": ("=NOW()", 4711),
    "A9": ("=1/0", 4711),
    "B1:B1": ("{=SUM(DeAn!J4:J5*1)}", 4711),
    "ThongTin!A60": ("=DeAn!J4*2", 4711),
    "DeAn!P4": ("=J4*2", "giu-1"),
}


def test_a_result_that_depends_on_no_generated_sheet_stays_whatever_it_says() -> None:
    made = built(built(workbook(INDEPENDENT)).data)
    for cell, (_, result) in INDEPENDENT.items():
        assert beside(made, cell.partition(":")[0]) == str(result), cell
    assert not made.remarks


def test_a_workbook_without_a_dependent_formula_starts_no_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a child was started")

    monkeypatch.setattr("subprocess.Popen", forbidden)
    built(workbook(INDEPENDENT))


def test_a_text_of_a_vietnamese_excel_is_left_out_once_the_total_has_changed() -> None:
    made = rebuilt({"ThongTin!A60": ('=TEXT(TongCong_KP,"#.##0")', "195")})
    assert beside(made, "ThongTin!A60") is None
    assert told(made) == ["ThongTin!A60"]


def test_a_text_of_a_vietnamese_excel_stays_where_nothing_has_changed() -> None:
    formulas: Formulas = {"ThongTin!A60": ('=TEXT(TongCong_KP,"#.##0")', "315.000")}
    made = built(_planted(built(workbook(formulas)).data, formulas))
    assert beside(made, "ThongTin!A60") == "315.000"
    assert not made.remarks


@pytest.mark.parametrize(
    ("formula", "old", "new"),
    [
        ("=TongCong_KP", 195, "202"),
        ("=TongCong_KP*2+DeAn!J5", 420, "434"),
        ('=IF(TongCong_KP>200,"nhiều","ít")', "ít", "nhiều"),
        ("=Twice", 390, None),
        ("=TongCong_KP>200", "FALSE", None),
    ],
)
def test_what_the_engine_reproduces_is_brought_up_to_date(
    formula: str, old: Any, new: str | None
) -> None:
    made = rebuilt({"A1": (formula, old)}, {"Twice": "=TongCong_KP*2"})
    assert beside(made, "A1") == new
    assert told(made) == ([] if new is not None else ["Nháp!A1"])


def test_what_stands_on_a_formula_that_the_engine_gets_wrong_is_left_out() -> None:
    made = rebuilt(
        {"A1": ("=1+1", 3), "A2": ("=TongCong_KP+A1", 197), "A3": ("=TongCong_KP+0", 195)}
    )
    assert [beside(made, cell) for cell in ("A1", "A2", "A3")] == ["3", None, "202"]
    assert told(made) == ["Nháp!A2"]


def test_what_follows_from_a_changed_formula_is_left_out_too() -> None:
    made = rebuilt(
        {"A1": ("=TongCong_KP", 4711), "A2": ("=A1+1", "giu-1"), "A3": ("=2+2", "giu-1")}
    )
    assert [beside(made, cell) for cell in ("A1", "A2", "A3")] == [None, None, "giu-1"]


def test_a_random_number_is_never_brought_up_to_date() -> None:
    assert beside(rebuilt({"A1": ("=TongCong_KP+RAND()*0", 195)}), "A1") is None


def test_a_cell_that_has_not_changed_counts_for_nothing_even_where_others_have() -> None:
    made = rebuilt({"A1": ("=PhuLuc!A1", "giu-1"), "A2": ("=SUM(PhuLuc!A1:A3)", 4711)})
    assert [beside(made, cell) for cell in ("A1", "A2")] == ["giu-1", "4711"]


def test_on_a_first_build_what_waits_for_the_appendix_is_left_out() -> None:
    made = built(workbook({"A1": ("=TongCong_KP", 4711), "A2": ("=SUM(PhuLuc!A:A)", 0)}))
    assert beside(made, "A1") is None
    assert told(made) == ["Nháp!A1", "Nháp!A2"]


def test_what_is_left_out_is_told_again_by_the_next_build_which_is_the_same() -> None:
    first = built(workbook({"A1": ("=TongCong_KP", 4711)}))
    second = built(first.data)
    assert told(first) == told(second) == ["Nháp!A1"]
    assert first.data == second.data


def test_what_is_left_out_stands_on_the_sheet_of_findings() -> None:
    made = built(workbook({"A1": ("=TongCong_KP", 4711), "A2": ("=A1", 4711)}))
    book = openpyxl.load_workbook(io.BytesIO(made.data))
    rows = [[cell.value for cell in row] for row in book["KiemTra"].iter_rows()]
    (row,) = [row for row in rows if row[0] == "–"]
    assert row[1] == "Lưu ý"
    assert "Nháp!A1" in str(row[2])
    assert str(row[3]) == f"2 ô {NOT_SURE}: Nháp!A1, A2"


def test_all_cells_of_an_array_are_left_out() -> None:
    made = rebuilt({"A1:A3": ("{=PhuLuc!A1:A3&TongCong_KP}", 4711)})
    book = openpyxl.load_workbook(io.BytesIO(made.data), data_only=True)
    assert [book["Nháp"][cell].value for cell in ("A1", "A2", "A3")] == [None, None, None]
