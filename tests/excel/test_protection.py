"""Sheets guarded against typing, without a password."""

from __future__ import annotations

import io

import openpyxl

from tests.books import package, sheet
from tests.judges.packages import package_faults
from tests.plans import SMALL, plan_file
from workbook_tools.excel.package import open_package, pack
from workbook_tools.excel.protection import is_protected, protected

MADE = open_package(plan_file(SMALL), "k.xlsx")


def test_only_the_named_sheets_are_guarded() -> None:
    book = openpyxl.load_workbook(io.BytesIO(pack(protected(MADE, ["DeAn"]))))
    assert book["DeAn"].protection.sheet and not book["ThongTin"].protection.sheet


def test_there_is_no_password_and_looks_may_change() -> None:
    guard = openpyxl.load_workbook(io.BytesIO(pack(protected(MADE, ["DeAn"]))))["DeAn"].protection
    assert guard.password is None and guard.hashValue is None
    assert not guard.formatCells and not guard.formatColumns and not guard.formatRows


def test_it_is_a_sound_workbook() -> None:
    assert package_faults(pack(protected(MADE, ["DeAn"]))) == []


def test_it_is_known_again() -> None:
    made = protected(MADE, ["DeAn"])
    assert is_protected(made, ["DeAn"]) and not is_protected(made, ["ThongTin"])
    assert not is_protected(MADE, ["DeAn"])


def test_a_guard_with_a_password_stays() -> None:
    own = package({"A": sheet(after='<sheetProtection password="CC1A" sheet="1"/>')})
    assert protected(own, ["A"]) is own and not is_protected(own, ["A"])
