"""What is asked of LibreOffice when it makes a PDF, by a command or in its open window."""

from __future__ import annotations

import json
from collections.abc import Mapping

_PDF_A_2 = 2

EXPORT: Mapping[str, int | bool] = {
    "SelectPdfVersion": _PDF_A_2,
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportNotes": False,
    "DisplayPDFDocumentTitle": True,
}
"""PDF/A-2b, made to be kept: every font inside; a bookmark for each sheet, and the title shown
instead of the file's name. Programs older than 7.4 leave it aside.
"""


def pdf_filter() -> str:
    """The same for ``soffice --convert-to``."""
    kinds = {bool: "boolean", int: "long"}
    said = {
        name: {"type": kinds[type(value)], "value": str(value).lower()}
        for name, value in EXPORT.items()
    }
    return f"pdf:calc_pdf_Export:{json.dumps(said, separators=(',', ':'))}"
