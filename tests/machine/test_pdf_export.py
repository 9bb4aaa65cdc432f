"""What LibreOffice is asked for when it makes a PDF."""

from __future__ import annotations

import json

from workbook_tools.machine.pdf_export import EXPORT, pdf_filter


def test_the_filter_says_each_wish_with_its_kind() -> None:
    name, _, options = pdf_filter().partition(":calc_pdf_Export:")
    said = json.loads(options)
    assert name == "pdf"
    assert said.keys() == EXPORT.keys()
    assert said["SelectPdfVersion"] == {"type": "long", "value": "2"}
    assert said["ExportBookmarks"] == {"type": "boolean", "value": "true"}
