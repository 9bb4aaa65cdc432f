"""Labels of charts: long amounts in tỷ or triệu."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.plans import SMALL, line, plan_file, project
from workbook_tools.excel.package import open_package
from workbook_tools.jobs.build import build_workbook
from workbook_tools.plan.money import parse_unit
from workbook_tools.read.source import source_of
from workbook_tools.render.short_amounts import short_format


@pytest.mark.parametrize(
    ("unit", "largest", "code"),
    [
        ("đồng", "9999999", "#,##0;;"),
        ("đồng", "10000000", '#,##0.0,," triệu";;'),
        ("đồng", "888888888888888", '#,##0.0,,," tỷ";;'),
        ("ngàn đồng", "9230500", "#,##0;;"),
        ("ngàn đồng", "10000000", '#,##0.0,," tỷ";;'),
        ("triệu đồng", "12000000", '#,##0.0," tỷ";;'),
        ("tỷ đồng", "12000000", "#,##0;;"),
    ],
)
def test_labels_are_as_short_as_they_must_be(unit: str, largest: str, code: str) -> None:
    assert short_format(parse_unit(unit), Decimal(largest)) == code


def formats(data: bytes) -> bytes:
    package = open_package(data, "k.xlsx")
    return b"".join(package.read(name) for name in package.parts if "charts/chart" in name)


def test_a_plan_in_dong_has_labels_in_ty() -> None:
    rows = [line("Mục", "I"), line("Chương trình", "1"), project("1.1", 123_456_789_012)]
    built = build_workbook(source_of(plan_file(rows, "đồng"), "k.xlsx"))
    assert "tỷ".encode() in formats(built.data)


def test_a_small_plan_has_its_own_unit() -> None:
    built = build_workbook(source_of(plan_file(SMALL), "k.xlsx"))
    assert "tỷ".encode() not in formats(built.data)
