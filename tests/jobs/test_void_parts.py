"""What a workbook holds beside its cells, through a build: a digital signature, pictures in cells,
a table with a total row.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.judges.packages import package_faults
from tests.plans import HEADINGS, SMALL, line, plan_file, project
from tests.templates import picture
from workbook_tools.excel.package import (
    TYPES_PART,
    Relationship,
    open_package,
    pack,
    relationships,
    relationships_xml,
    rels_name,
    sheets,
)
from workbook_tools.jobs.build import Built, build_workbook
from workbook_tools.read.source import source_of

_SIGNATURE = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
_TYPE = "application/vnd.openxmlformats-package.digital-signature"


def built(data: bytes) -> Built:
    """What is built of a workbook; a second build is the same."""
    first = build_workbook(source_of(data, "k.xlsx"))
    assert build_workbook(source_of(first.data, "k.xlsx")).data == first.data
    assert package_faults(first.data) == []
    return first


# ------------------------------------------------------------------------------ a digital signature


def signed(data: bytes, folder: str, count: int) -> bytes:
    """A workbook with signatures, as Excel puts them into it."""
    package = open_package(data, "k.xlsx")
    origin = f"{folder}/origin.sigs"
    sigs = [f"{folder}/sig{number}.xml" for number in range(1, count + 1)]
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}-xmlsignature+xml"/>' for name in sigs
    )
    types += f'<Default Extension="sigs" ContentType="{_TYPE}-origin"/></Types>'
    start = [*relationships(package, ""), Relationship("rId9", f"{_SIGNATURE}/origin", origin)]
    inner = [
        Relationship(f"rId{at}", f"{_SIGNATURE}/signature", name) for at, name in enumerate(sigs, 1)
    ]
    parts = dict.fromkeys(sigs, b'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>')
    parts |= {
        origin: b"",
        rels_name(""): relationships_xml("", start),
        rels_name(origin): relationships_xml(origin, inner),
        TYPES_PART: package.read(TYPES_PART).replace(b"</Types>", types.encode()),
    }
    return pack(package.changed(parts))


@pytest.mark.parametrize(
    ("folder", "count"), [("_xmlsignatures", 1), ("_xmlsignatures", 2), ("chu-ky", 1)]
)
def test_a_digital_signature_is_left_out_and_told(folder: str, count: int) -> None:
    done = built(signed(plan_file(SMALL), folder, count))
    left = open_package(done.data, "k.xlsx")
    assert not [part for part in left.parts if part.startswith(folder)]
    assert b"digital-signature" not in left.read(TYPES_PART) + left.read(rels_name(""))
    assert [remark.found for remark in done.remarks] == ["chữ ký số"]


def test_without_a_signature_nothing_is_told() -> None:
    assert built(plan_file(SMALL)).remarks == ()


# -------------------------------------------------------------------------------- pictures in cells


def _in_a_note(book: Any) -> None:
    book.get_worksheet_by_name("DeAn").embed_image(3, 14, "a.png", {"image_data": picture()})


def _beside(book: Any) -> None:
    book.get_worksheet_by_name("DeAn").embed_image("Z4", "a.png", {"image_data": picture()})


def _on_a_sheet_of_ones_own(book: Any) -> None:
    page = book.add_worksheet("Ảnh")
    for row in range(3):
        page.embed_image(row, 0, f"{row}.png", {"image_data": picture()})


@pytest.mark.parametrize("draw", [_in_a_note, _beside, _on_a_sheet_of_ones_own])
def test_a_picture_in_a_cell_is_no_error_and_stays(draw: Any) -> None:
    given = plan_file(SMALL, extra=draw)
    done = built(given)
    plain = built(plan_file(SMALL))
    assert [f.rule for f in done.findings] == [f.rule for f in plain.findings]
    before, after = open_package(given, "k.xlsx"), open_package(done.data, "k.xlsx")
    rich = [part for part in before.parts if "richData" in part or "metadata" in part]
    assert rich and {part: after.read(part) for part in rich} == {
        part: before.read(part) for part in rich
    }
    cells = sum(after.read(sheet.part).count(b' vm="') for sheet in sheets(after))
    assert cells == sum(before.read(sheet.part).count(b' vm="') for sheet in sheets(before))


# ------------------------------------------------------------------------- a table with a total row


def with_table(total: int, label: str) -> bytes:
    """Two projects in a table that has a total row of its own."""

    def draw(book: Any) -> None:
        held: list[dict[str, Any]] = [{"header": heading} for heading in HEADINGS]
        held[HEADINGS.index("TT")] |= {"total_string": label}
        held[HEADINGS.index("KPKC ĐP")] |= {"total_function": "sum", "total_value": total}
        book.get_worksheet_by_name("DeAn").add_table(
            0, 0, 5, len(HEADINGS) - 1, {"name": "tblDeAn", "total_row": True, "columns": held}
        )

    rows = [line("Mục", "I"), line("Chương trình", "1")]
    return plan_file([*rows, project("1.1", 100), project("1.2", 95, 5)], extra=draw)


@pytest.mark.parametrize("label", ["Total", "Tổng", "Cộng", ""])
def test_the_total_row_of_a_table_is_no_row_of_the_plan(label: str) -> None:
    done = built(with_table(195, label))
    assert done.plan.total == 200
    assert [item.tt for item in done.plan.projects] == ["1.1", "1.2"]
    assert done.open_errors == []


def test_a_total_row_that_is_wrong_is_found() -> None:
    assert built(with_table(190, "Tổng")).open_errors != []


def test_a_second_build_leaves_the_table_and_its_total_row() -> None:
    first = built(with_table(195, "Tổng")).data
    assert build_workbook(source_of(first, "k.xlsx")).data == first
    table = open_package(first, "k.xlsx").read("xl/tables/table1.xml")
    assert b'totalsRowCount="1"' in table
