"""The pages of the errors are what the code gives."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from workbook_tools.error_kinds import FAMILIES, error_kinds
from workbook_tools.jobs.error_pages import FOLDER, error_pages, index, page


def test_the_pages_in_the_repository_are_those_of_the_code() -> None:
    lying = {f"{FOLDER}/{path.name}": path.read_text("utf-8") for path in (ROOT / FOLDER).iterdir()}
    assert lying == error_pages(), "make docs writes them anew"


def test_the_list_has_every_code_under_its_family() -> None:
    listed = re.findall(r"^## (K\d)|^\| \[(K\d{3})\]", index(), re.MULTILINE)
    family = ""
    for heading, code in listed:
        family = heading or family
        assert not code or code.startswith(family)
    assert [code for _, code in listed if code] == list(error_kinds())
    assert [heading for heading, _ in listed if heading] == list(FAMILIES)


@pytest.mark.parametrize("code", ["K101", "K414", "K429"])
def test_signs_of_markdown_are_shown_as_they_are(code: str) -> None:
    kind = error_kinds()[code]
    assert kind.example in re.sub(r"\\(.)", r"\1", page(kind))
