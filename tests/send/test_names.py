"""File names: legal on every system."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans import SMALL, source
from workbook_tools import InputError, read_plan
from workbook_tools.jobs.build import Built
from workbook_tools.plan.model import Plan
from workbook_tools.send.names import LONGEST, file_name, title_of, unlike

RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)),
}


def test_the_pattern_is_filled(built: Built) -> None:
    assert file_name(built.plan) == "KH_KhuyenCong_DongNai_2021_4854-KH-UBND"
    usual = "KH_KhuyenCong_{tinh}_{nam}_{so}"
    assert file_name(built.plan, usual).startswith("KH_KhuyenCong_Đồng Nai_2021")
    plain = file_name(built.plan, usual, ascii_only=True)
    assert plain.isascii() and plain.startswith("KH_KhuyenCong_Dong Nai_2021")
    of_a_unit = file_name(built.plan, unit="Trung tâm Khuyến công")
    assert of_a_unit == "KH_KhuyenCong_DongNai_2021_4854-KH-UBND_TrungTamKhuyenCong"
    assert file_name(built.plan, "{nam}-{tinh}", "Trung tâm A/B") == "2021-Đồng Nai_Trung tâm A-B"
    assert file_name(built.plan, "{donvi} {nam}", "Trung tâm") == "Trung tâm 2021"


@pytest.mark.parametrize("pattern", ["{khac}", "{tinh", "tinh}", "{tinh.__class__}", "{0}", "{}"])
def test_a_pattern_that_speaks_of_what_is_not_there(built: Built, pattern: str) -> None:
    with pytest.raises(InputError, match=r"chỉ dùng được \{tinh\}, \{nam\}, \{so\}, \{donvi\}"):
        file_name(built.plan, pattern)


@given(
    st.text(max_size=200),
    st.text(max_size=200).filter(lambda text: not set(text) & set("{}")),
    st.booleans(),
)
def test_any_name_is_legal_on_windows(number: str, pattern: str, ascii_only: bool) -> None:
    name = file_name(
        replace(Plan(), particulars={"Số, ký hiệu": number}),
        pattern + "{so}",
        ascii_only=ascii_only,
    )
    assert name and len(name) <= LONGEST + 1
    assert not set(name) & set('<>:"/\\|?*') and all(ord(letter) > 31 for letter in name)
    assert name[-1] not in " ." and name.split(".")[0].strip().lower() not in RESERVED
    assert name.isascii() or not ascii_only
    name.encode("utf-8")


@pytest.mark.parametrize("name", ["CON", "nul.tep", "LPT1", "COM9.x"])
def test_names_of_devices_are_not_used(name: str) -> None:
    assert file_name(Plan(), name) == f"_{name}"


@pytest.mark.parametrize(
    ("taken", "fresh"),
    [
        ((), "Kế hoạch"),
        (("kế hoạch",), "Kế hoạch (2)"),
        (("kế hoạch", "kế hoạch (2)"), "Kế hoạch (3)"),
    ],
)
def test_a_name_that_is_taken_is_numbered(taken: tuple[str, ...], fresh: str) -> None:
    assert unlike("Kế hoạch", taken) == fresh


def test_a_long_name_keeps_room_for_its_number() -> None:
    longest = "x" * LONGEST
    assert unlike(longest, {longest}) == f"{'x' * (LONGEST - 5)} (2)"


def test_a_copy_is_titled_by_the_plan_and_the_unit() -> None:
    plan = read_plan(source(SMALL))
    assert title_of(plan) == "Kế hoạch khuyến công tỉnh Đồng Nai năm 2021"
    assert title_of(plan, "Hội") == (
        "Kế hoạch khuyến công tỉnh Đồng Nai năm 2021 - trích phần của Hội"
    )
