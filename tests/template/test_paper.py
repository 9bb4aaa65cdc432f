"""A template on larger paper."""

from __future__ import annotations

from tests.plans import SMALL, plan_file
from tests.printed_plans import plans_of_sources
from tests.render.outputs import M, root
from workbook_tools.excel.package import open_package, pack
from workbook_tools.jobs.build import build_workbook
from workbook_tools.read.source import source_of
from workbook_tools.template.paper import on_a3
from workbook_tools.template.shipped import template_path

LARGE = on_a3(open_package(template_path().read_bytes(), "m.xlsx"))


def paper(data: bytes, sheet: str) -> str | None:
    value = root(data, sheet).find(f"{M}pageSetup").get("paperSize")
    return None if value is None else str(value)


def test_only_generated_sheets_are_on_a3() -> None:
    data = pack(LARGE)
    sizes = {name: paper(data, name) for name in ("PhuLuc", "TongHop", "KiemTra", "ThongTin")}
    assert sizes == {"PhuLuc": "8", "TongHop": "8", "KiemTra": "8", "ThongTin": "9"}


def test_six_sources_are_readable_on_a3() -> None:
    built = build_workbook(plans_of_sources()["6 sources"], large=True)
    setup = root(built.data, "PhuLuc").find(f"{M}pageSetup")
    assert int(setup.get("scale")) * 11 >= 900


def test_a_plan_may_say_so_itself() -> None:
    plan = plan_file(SMALL, particulars={"Khổ giấy": "A3"})
    assert paper(build_workbook(source_of(plan, "k.xlsx")).data, "PhuLuc") == "8"
    assert paper(build_workbook(source_of(plan_file(SMALL), "k.xlsx")).data, "PhuLuc") == "9"
