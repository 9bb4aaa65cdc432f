"""What of the base stays."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plans import SMALL, source
from tests.render.bases import built, fresh, with_part
from tests.render.layouts import LOOP, SHEET, laid_out, loop
from tests.templates import ROWS, picture, rich, template_of
from workbook_tools.excel.package import PACKAGE_RELS, RELS, rels_name
from workbook_tools.excel.strings import item_xmls
from workbook_tools.read import read_plan
from workbook_tools.render.kept import Kept, kept_of, kept_strings
from workbook_tools.render.layout import lay_out


def test_everything_stays_where_no_sheet_is_replaced() -> None:
    base = fresh()
    kept = kept_of(base)
    assert all(kept.stays(name) for name in base.package.parts)


def test_a_replaced_sheet_goes() -> None:
    base = built()
    assert not kept_of(base).stays(base.replaced[SHEET].part)


def test_what_only_the_replaced_sheet_led_to_goes() -> None:
    template = template_of(ROWS, rich)
    base = built(lay_out(template, {"plan": read_plan(source(SMALL))}))
    kept = kept_of(base)
    gone = {name.split("/")[1] for name in base.package.parts if not kept.stays(name)}
    assert gone >= {"charts", "drawings", "tables", "media", "worksheets"}


def test_what_another_sheet_leads_to_as_well_stays() -> None:
    def draw(book: Any, page: Any) -> None:
        page.insert_image("C1", "p.png", {"image_data": picture()})

    base = built(laid_out(LOOP, draw, items=[]))
    image = next(name for name in base.package.parts if "/media/" in name)
    rels = (
        f'<Relationships xmlns="{PACKAGE_RELS}"><Relationship Id="rId1" Type="{RELS}/image" '
        f'Target="/{image}"/></Relationships>'
    )
    other = next(sheet.part for sheet in base.sheets if sheet.name != SHEET)
    assert not kept_of(base).stays(image)
    assert kept_of(with_part(base, rels_name(other), rels.encode())).stays(image)


def test_a_part_that_nothing_leads_to_is_the_users() -> None:
    base = with_part(built(), "xl/lạ.bin", b"x")
    assert kept_of(base).stays("xl/lạ.bin")


def test_the_chain_of_calculation_goes() -> None:
    base = fresh()
    chain = f'<Relationship Id="rId99" Type="{RELS}/calcChain" Target="calcChain.xml"/>'
    rels = base.package.read("xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>", f"{chain}</Relationships>".encode()
    )
    base = with_part(base, "xl/_rels/workbook.xml.rels", rels)
    base = with_part(base, "xl/calcChain.xml", b"<calcChain/>")
    assert not kept_of(base).stays("xl/calcChain.xml")


KEPT = Kept(frozenset({"xl/workbook.xml"}), frozenset())


@pytest.mark.parametrize(
    ("part", "stays"),
    [
        ("[Content_Types].xml", True),
        ("_rels/.rels", True),
        ("xl/workbook.xml", True),
        ("xl/_rels/workbook.xml.rels", True),
        ("xl/styles.xml", False),
        ("xl/worksheets/_rels/sheet1.xml.rels", False),
    ],
)
def test_relationships_stay_with_their_part(part: str, stays: bool) -> None:
    assert KEPT.stays(part) is stays


def test_all_strings_keep_their_place_where_no_sheet_is_replaced() -> None:
    base = fresh()
    count = len(item_xmls(base.package))
    assert kept_strings(base, kept_of(base)).index("chữ mới") == count


def test_strings_that_only_a_replaced_sheet_held_are_taken_again() -> None:
    base = built(loop(3))
    strings = kept_strings(base, kept_of(base))
    count = strings.to_xml().count(b"<si>")
    assert strings.index("chữ khác hẳn") <= count
    assert b">m0<" not in strings.to_xml()
