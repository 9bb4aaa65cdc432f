"""The clean copy: nothing goes out that must not, and what goes out is right."""

from __future__ import annotations

import base64
import io
import re
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import pytest
import xlsxwriter

from tests.conftest import ROOT
from tests.judges import openxml
from tests.judges.packages import package_faults
from tests.render.outputs import cells, results
from tests.send.workbooks import SECRETS, calculated, changed, finished
from workbook_tools import InputError, read_plan
from workbook_tools.excel.package import open_package, sheets
from workbook_tools.jobs.build import Built
from workbook_tools.read.source import source_of
from workbook_tools.send.clean import clean_copy
from workbook_tools.send.recheck import prove_copy

CORPUS = sorted((ROOT.parent / "shared/corpus/excel-made").glob("*.xls[xm]"))


def every_part(data: bytes) -> dict[str, str]:
    package = open_package(data, "x")
    return {name: package.read(name).decode("utf-8", "replace") for name in package.parts}


def test_no_part_of_the_copy_tells_what_must_not_go_out() -> None:
    source = finished()
    before = "\n".join(every_part(source.data).values())
    assert all(secret in before for secret in SECRETS)
    parts = every_part(clean_copy(open_package(source.data, "x")).data)
    found = {
        (name, secret)
        for name, text in parts.items()
        for secret in SECRETS
        if secret in text or secret in name
    }
    assert found == set()
    kinds = ("comments", "vml", "vba", "external", "custom", "printer", "app.xml")
    assert not any(word in name for name in parts for word in kinds)


def test_what_was_removed_is_listed() -> None:
    said = " | ".join(clean_copy(finished().package).removed)
    for word in ("dấu kiểm tra", "DeAn", "TrangRieng", "liên kết tới sổ tính khác", "tên tác giả"):
        assert word in said


def test_the_figures_are_the_same_and_proved_again(built: Built) -> None:
    cleaned = clean_copy(open_package(built.data, "x"))
    for sheet in ("PhuLuc", "TongHop"):
        before, after = cells(built.data, sheet), cells(cleaned.data, sheet)
        changed_ones = {name: before[name] for name in before if before[name] != after.get(name)}
        assert all('"' in str(formula) for formula in changed_ones.values())  # it holds a text
        assert len(changed_ones) < len(results(cleaned.data, sheet))
        shown = results(built.data, sheet)
        kept = {name: shown[name] for name in shown if name not in changed_ones}
        assert results(cleaned.data, sheet) == kept
    assert prove_copy(source_of(cleaned.data, "k.xlsx"), built.plan) > 100
    frame = pandas.read_excel(
        io.BytesIO(cleaned.data), sheet_name="PhuLuc", header=None, engine="openpyxl"
    )
    assert 9230500 in frame[7].tolist()
    assert clean_copy(open_package(built.data, "x")).data == cleaned.data


def test_a_protected_source_is_told() -> None:
    def guarded(book: Any) -> None:
        book["PhuLuc"].protection.set_password("x")

    source = changed(source_of(finished().data, "x.xlsx"), guarded)
    said = clean_copy(open_package(calculated(source), "x")).removed
    assert any("bảo vệ" in text for text in said)


def test_formulas_that_point_outside_become_values_and_others_stay() -> None:
    def more(book: Any) -> None:
        page = book["PhuLuc"]
        page["N1"], page["N2"], page["N3"], page["N4"] = (
            "=DeAn!A2",
            "=H8*2",
            "=TenRieng",
            "=SUM(TongHop!C:C)",
        )

    source = source_of(finished().data, "x.xlsx")
    data = clean_copy(open_package(calculated(changed(source, more)), "x")).data
    assert package_faults(data) == []
    found = cells(data, "PhuLuc")
    assert (found["N2"], found["N4"]) == ("=H8*2", "=SUM(TongHop!C:C)")
    assert not str(found.get("N1", "")).startswith("=") and not str(found.get("N3", "")).startswith(
        "="
    )


def test_hidden_rows_and_columns_leave_nothing_behind() -> None:
    def hide(book: Any) -> None:
        page = book["PhuLuc"]
        page["N9"], page["P1"], page["P2"] = "GiauDong", "GiauCot", "=N9"
        page.row_dimensions[9].hidden = True
        page.column_dimensions["P"].hidden = True

    cleaned = clean_copy(open_package(calculated(changed(finished(), hide)), "x"))
    text = "\n".join(every_part(cleaned.data).values())
    assert "GiauDong" not in text and "GiauCot" not in text and 'hidden="1"' not in text
    assert any("bị ẩn ở trang tính PhuLuc" in said for said in cleaned.removed)
    found = cells(cleaned.data, "PhuLuc")
    assert "A9" not in found and not str(found["H8"]).startswith("=")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda book: book.remove(book["TongHop"]), "không có trang tính TongHop"),
        (lambda book: setattr(book["PhuLuc"], "sheet_state", "hidden"), "đang ẩn"),
    ],
)
def test_a_sheet_that_cannot_go_out_is_named(change: Any, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        clean_copy(changed(finished(), change).package)


def test_a_copy_whose_figures_are_not_the_plans_is_stopped(built: Built) -> None:
    data = clean_copy(open_package(built.data, "x")).data
    package = open_package(data, "x")
    part = next(s.part for s in sheets(package) if s.name == "PhuLuc")
    from workbook_tools.excel.package import pack

    wrong = package.read(part).replace(b"<v>9230500</v>", b"<v>9230501</v>", 1)
    with pytest.raises(InputError, match=r"PhuLuc!H8: công thức .* nhưng ô ghi 9\.230\.501"):
        prove_copy(source_of(pack(package.changed({part: wrong})), "k.xlsx"), built.plan)
    from dataclasses import replace

    with pytest.raises(InputError, match="tổng cột “Tổng KP thực hiện” của bản gửi đi là"):
        prove_copy(source_of(data, "k.xlsx"), replace(built.plan, sections=()))


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def beside_things() -> bytes:
    """A sheet that goes out, with charts, a picture, links and a table that lead to a sheet that
    does not.
    """
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page, private = book.add_worksheet("Gui"), book.add_worksheet("TrangRieng")
    for row, (name, value) in enumerate((("Quý I", 10), ("Quý II", 20), ("Quý III", 30))):
        private.write_row(row, 0, [name, value])
        page.write_row(row, 0, [name, value])
    for sheet, cell in (("TrangRieng", "E1"), ("Gui", "E20")):
        chart = book.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": f"={sheet}!$A$1",
                "categories": f"={sheet}!$A$1:$A$3",
                "values": f"={sheet}!$B$1:$B$3",
            }
        )
        chart.set_title({"name": f"={sheet}!$A$1"})
        page.insert_chart(cell, chart)
    page.insert_image(
        "K1",
        "x.png",
        {
            "image_data": io.BytesIO(PIXEL),
            "description": "C:\\Users\\rieng\\anh.png",
            "url": "external:C:\\Users\\rieng\\so.xlsx",
        },
    )
    page.write_url("A5", "external:C:\\Users\\rieng\\so.xlsx", string="mở")
    page.write_url("A6", "internal:TrangRieng!A1", string="xem")
    page.write_url("A7", "https://dongnai.gov.vn", string="trang tỉnh")
    page.add_table(
        "A10:B12", {"columns": [{"header": "a"}, {"header": "b", "formula": "=TrangRieng!$B$1"}]}
    )
    book.close()
    return raw.getvalue()


@pytest.mark.judge("validator")
def test_what_lies_beside_a_sheet_leads_nowhere(tmp_path: Path) -> None:
    before = every_part(beside_things()).values()
    assert all(
        any(secret in text for text in before)
        for secret in ("TrangRieng", "rieng", "Users", "so.xlsx")
    )
    cleaned = clean_copy(open_package(beside_things(), "x"), ["Gui"])
    assert package_faults(cleaned.data) == []
    parts = every_part(cleaned.data)
    for secret in ("TrangRieng", "rieng", "Users", "so.xlsx"):
        assert {name for name, text in parts.items() if secret in text} == set()
    assert "https://dongnai.gov.vn" in "".join(parts.values())
    charts = [text for name, text in parts.items() if "/charts/" in name]
    assert len(charts) == 2 and any("<c:numLit>" in text and "Quý III" in text for text in charts)
    assert sum("Gui!$B$1:$B$3" in text for text in charts) == 1
    file = tmp_path / "x.xlsx"
    file.write_bytes(cleaned.data)
    assert openxml.sdk_errors([file]) == {str(file): []}


@pytest.mark.judge("validator")
@pytest.mark.judge("libreoffice")
def test_the_copy_is_sound_and_calculates_to_the_same(
    tmp_path: Path, built: Built, built_as_scanned: Built
) -> None:
    files = {"example": built.data, "scanned": built_as_scanned.data, "private": finished().data}
    for name, data in files.items():
        cleaned = clean_copy(open_package(data, "x")).data
        assert package_faults(cleaned) == []
        (tmp_path / f"{name}.xlsx").write_bytes(cleaned)
    paths = sorted(tmp_path.iterdir())
    assert {name: found for name, found in openxml.sdk_errors(paths).items() if found} == {}
    for file, values in openxml.recalculated(paths).items():
        stored = results(Path(file).read_bytes(), "PhuLuc")
        for cell, value in values["PhuLuc"].items():
            if isinstance(value, float):
                assert abs(value - float(stored[cell] or 0)) < 1e-6


@pytest.mark.skipif(not CORPUS, reason="the workbooks made by Excel are not beside this checkout")
def test_copies_of_what_excel_wrote_are_sound() -> None:
    made = 0
    for file in CORPUS:
        source = source_of(file.read_bytes(), file.name)
        first = next(iter(source.sheets.values())).name
        try:
            cleaned = clean_copy(source.package, [first])
        except InputError as error:
            assert "ẩn" in str(error), file
            continue
        made += 1
        assert package_faults(cleaned.data) == [], file
        text = every_part(cleaned.data)
        assert not re.search(
            r"printerSettings|vmlDrawing|comments|queryTable|customXml|externalLink|embeddings|pivot",
            "".join(text),
        ), file
        assert not re.search(
            r"dc:creator|lastModifiedBy|absPath|revisionPtr", "".join(text.values())
        ), file
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # openpyxl's, about headers and print areas that it does not understand
            assert openpyxl.load_workbook(io.BytesIO(cleaned.data)).sheetnames == [first], file
    assert made > 200


def test_the_plan_of_the_finished_workbook_is_still_readable() -> None:
    assert read_plan(finished()).recipients[0].email == "so@congthuong.gov.vn"
