"""The accountant's own workbook as the base of the output."""

from __future__ import annotations

import pytest

from tests.render.bases import built, fresh, plan_package, with_part
from tests.render.layouts import SHEET, loop
from workbook_tools.errors import InputError
from workbook_tools.excel.package import Package
from workbook_tools.render.base import Base, base_of, code_name, date_1904


def test_a_sheet_that_is_not_there_replaces_none() -> None:
    assert fresh().replaced == {} and fresh().replaced_parts == frozenset()


def test_a_sheet_of_the_name_is_replaced() -> None:
    base = built()
    assert list(base.replaced) == [SHEET]
    assert base.replaced_parts == {base.replaced[SHEET].part}


def test_a_sheet_is_known_whatever_its_capitals() -> None:
    package = built().package
    book = package.read("xl/workbook.xml").replace(SHEET.encode(), SHEET.upper().encode())
    base = base_of(package.changed({"xl/workbook.xml": book}), loop(1))
    assert base.replaced[SHEET].name == SHEET.upper()


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(InputError):
        base_of(Package({"[Content_Types].xml": b"<Types/>"}), loop(1))


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (b'<workbookPr date1904="1"/>', True),
        (b'<workbookPr date1904="true"/>', True),
        (b'<workbookPr date1904="0"/>', False),
        (b"<workbookPr/>", False),
        (b"", False),
    ],
)
def test_the_date_system_is_the_workbooks(properties: bytes, expected: bool) -> None:
    before = plan_package().read("xl/workbook.xml")
    head, _, rest = before.partition(b"<workbookPr")
    book = head + properties + rest.partition(b"/>")[2]
    assert date_1904(with_part(fresh(), "xl/workbook.xml", book)) is expected


SPACE = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def known_as(head: bytes) -> str | None:
    """The code name of a sheet whose XML begins like this."""
    base = built()
    changed: Base = with_part(base, base.replaced[SHEET].part, SPACE + head + b"</worksheet>")
    return code_name(changed, base.layout.sheets[0])


def test_a_replaced_sheet_has_the_name_that_macros_know() -> None:
    assert known_as(b'<sheetPr filterMode="1" codeName="Trang3"><tabColor/></sheetPr>') == "Trang3"


def test_a_replaced_sheet_may_have_no_such_name() -> None:
    assert known_as(b"<sheetPr/>") is None


def test_a_new_sheet_has_no_such_name() -> None:
    base = fresh()
    assert code_name(base, base.layout.sheets[0]) is None
