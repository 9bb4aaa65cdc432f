"""The outside judges on what is really built."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import openpyxl
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.judges import openxml
from tests.judges.packages import package_faults
from tests.plans import line, project, random_rows, source
from tests.render.outputs import results
from tests.templates import ROWS, rich, template_of
from workbook_tools.errors import InputError
from workbook_tools.excel.package import open_package, sheets
from workbook_tools.jobs.build import Built, build_workbook, load_template
from workbook_tools.jobs.new_plan import new_plan
from workbook_tools.read import read_plan
from workbook_tools.template.compiled import Template
from workbook_tools.template.shipped import template_path

shipped = cache(load_template)
GENERATED = ("PhuLuc", "TongHop", "KiemTra")


@pytest.mark.judge("validator")
def test_the_sdk_finds_nothing_in_any_file_that_we_write(
    tmp_path: Path, built: Built, built_as_scanned: Built, template: Template
) -> None:
    files = {
        "template": template_path().read_bytes(),
        "new": new_plan("Đồng Nai", 2027),
        "example": built.data,
        "scanned": built_as_scanned.data,
        "rich": build_workbook(source(random_rows(3)), template_of(ROWS, rich)).data,
    } | {
        f"random{seed}": build_workbook(source(random_rows(seed)), template).data
        for seed in range(8)
    }
    for name, data in files.items():
        assert package_faults(data) == [], name
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    assert {
        name: found
        for name, found in openxml.sdk_errors(sorted(tmp_path.iterdir())).items()
        if found
    } == {}


def _number(value: object) -> object:
    try:
        return round(float(str(value)), 6)
    except ValueError:
        return value


@pytest.mark.judge("libreoffice")
def test_libreoffice_calculates_what_stands_in_the_file(
    tmp_path: Path, built: Built, built_as_scanned: Built, template: Template
) -> None:
    outputs = {
        "example": built.data,
        "scanned": built_as_scanned.data,
        "rich": build_workbook(source(random_rows(3, 4)), template_of(ROWS, rich)).data,
    }
    outputs |= {
        f"random{seed}": build_workbook(
            source(random_rows(seed), unit=("đồng", "triệu đồng")[seed % 2]), template
        ).data
        for seed in range(24)
    }
    outputs["many"] = build_workbook(source(random_rows(99, 300)), template).data
    for name, data in outputs.items():
        (tmp_path / f"{name}.xlsx").write_bytes(data)
    calculated = openxml.recalculated(sorted(tmp_path.iterdir()))
    compared = 0
    for name, data in outputs.items():
        answer = calculated[str(tmp_path / f"{name}.xlsx")]
        for sheet in GENERATED if name != "rich" else ("PhuLuc",):
            stored = results(data, sheet)
            assert set(stored) == set(answer[sheet]), (name, sheet)
            for cell, value in stored.items():
                assert _number(answer[sheet][cell]) == _number(value), (name, sheet, cell)
                compared += 1
    assert compared > 5000


@given(st.integers(0, 10**6))
def test_random_plans_are_proved(seed: int) -> None:
    unit = ("đồng", "ngàn đồng", "triệu đồng")[seed % 3]
    given_plan = source(random_rows(seed), unit=unit)
    plan = read_plan(given_plan)
    if plan.unit.to_dong(plan.total) > 2**53:  # no spreadsheet holds it to the last đồng
        with pytest.raises(InputError, match="quá lớn"):
            build_workbook(given_plan, shipped())
        return
    built = build_workbook(given_plan, shipped())
    assert built.proof.written == built.proof.proved > 0
    assert package_faults(built.data) == []


def test_three_readers_see_the_totals(built: Built) -> None:
    frame = pandas.read_excel(
        io.BytesIO(built.data), sheet_name="PhuLuc", header=None, engine="openpyxl"
    )
    book = openpyxl.load_workbook(io.BytesIO(built.data), data_only=True)
    calamine = (
        CalamineWorkbook.from_filelike(io.BytesIO(built.data))
        .get_sheet_by_name("PhuLuc")
        .to_python(skip_empty_area=False)
    )
    where = {
        name: book.defined_names[name].attr_text.split("!")[1].replace("$", "")
        for name in ("TongCong_KP", "TongCong_KPKC", "TongCong_ThuHuong", "TongCong_Khac")
    }
    for (name, cell), total in zip(where.items(), (9230500, 6172400, 3058100, 0), strict=True):
        row, column = (
            openpyxl.utils.cell.coordinate_from_string(cell)[1],
            openpyxl.utils.column_index_from_string(cell[0]),
        )
        assert book["PhuLuc"][cell].value == total, name
        assert frame.iloc[row - 1, column - 1] == total
        assert calamine[row - 1][column - 1] == total
    words = book.defined_names["BangChu"].attr_text.split("!")[1].replace("$", "")
    assert (
        book["PhuLuc"][words].value
        == "(Bằng chữ: Chín tỷ, hai trăm ba mươi triệu, năm trăm ngàn đồng.)"
    )


def test_pandas_finds_no_total_missing_anywhere(built: Built) -> None:
    package = open_package(built.data, "x")
    assert [sheet.name for sheet in sheets(package)][-3:] == list(GENERATED)
    for sheet in GENERATED:
        assert all(value is not None for value in results(built.data, sheet).values())


@pytest.mark.judge("pictures")
def test_the_printed_appendix_has_all_its_text_and_its_headings_on_every_page(
    tmp_path: Path, built: Built, example: Path
) -> None:
    file = tmp_path / "phu-luc.xlsx"
    file.write_bytes(built.data)
    pages, text = openxml.pictures(file, tmp_path)
    assert "###" not in text and "#REF" not in text and "{{" not in text and "{%" not in text
    printed = [page for page in text.split("\f") if "Tên đề án" in page and "Trong đó" in page]
    assert len(printed) >= 2, "the heading is repeated"
    flat = re.sub(r"\s+", "", text)
    for item in built.plan.projects:
        for word in f"{item.name} {item.goal} {item.result}".split():
            assert word in flat, (item.tt, word)
    assert all(page.stat().st_size > 1000 for page in pages)


@pytest.mark.judge("pictures")
def test_large_amounts_are_printed_in_full(tmp_path: Path, template: Template) -> None:
    rows = [
        line("Mục", "I"),
        line("Chương trình", "1"),
        project("1.1", 123_456_789_012_345, 111_111_111_111_111, 0),
    ]
    file = tmp_path / "lon.xlsx"
    file.write_bytes(build_workbook(source(rows, unit="đồng"), template).data)
    _, text = openxml.pictures(file, tmp_path)
    assert "###" not in text
    assert "234,567,900,123,456" in text


def test_the_words_stand_beside_their_own_total_only(built: Built) -> None:
    from workbook_tools.excel.calculation import calculate

    stale = built.data
    package = open_package(stale, "x")
    part = next(sheet.part for sheet in sheets(package) if sheet.name == "PhuLuc")
    from workbook_tools.excel.package import pack

    changed = package.read(part).replace(
        b'<v>195000</v></c><c r="J', b'<v>195001</v></c><c r="J', 1
    )
    assert changed != package.read(part)
    again = calculate(pack(package.changed({part: changed})))
    row = next(
        int(cell[1:])
        for cell, value in results(stale, "PhuLuc").items()
        if value and "Bằng chữ" in value
    )
    assert "đã thay đổi" in str(again.value("PhuLuc", row, 1))
