"""The PDF of a clean copy, by LibreOffice, and what is asked of it."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook_tools.errors import InputError

_PROGRAMS = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
_SECONDS = 180


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF is: pages, fonts that are not embedded, its text."""

    pages: int
    loose_fonts: tuple[str, ...]
    text: str


def to_pdf(workbook: bytes) -> bytes:
    """A workbook as PDF. Raises ``InputError`` where there is no LibreOffice, or it makes none."""
    program = shutil.which("soffice") or next((path for path in _PROGRAMS if Path(path).exists()), None)
    if program is None:
        raise InputError("Cần LibreOffice để làm PDF ngoài Excel; hãy cài LibreOffice, hoặc dùng --no-pdf.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ban-sach.xlsx").write_bytes(workbook)
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                   "--convert-to", "pdf", "--outdir", str(folder), str(folder / "ban-sach.xlsx")]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise InputError(f"LibreOffice không làm xong PDF trong {_SECONDS} giây; hãy thử lại.") from error
        file = folder / "ban-sach.pdf"
        if not file.exists():
            raise InputError(f"LibreOffice không làm được PDF ({done.stderr.decode(errors='replace').strip()[:200]}).")
        return file.read_bytes()


def facts(pdf: bytes) -> PdfFacts:
    """Read a PDF back. Raises ``InputError`` where it cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf))
        loose = {name for page in reader.pages for name, font in _fonts(page).items() if not _embedded(font)}
        return PdfFacts(len(reader.pages), tuple(sorted(loose)), "\n".join(page.extract_text() for page in reader.pages))
    except PyPdfError as error:
        raise InputError(f"PDF vừa làm không đọc lại được ({error}).") from error


def judged(pdf: bytes) -> PdfFacts:
    """The facts of a PDF that may go out: it has pages, every font inside, and text that can be searched."""
    found = facts(pdf)
    if not found.pages:
        raise InputError("PDF vừa làm không có trang nào.")
    if found.loose_fonts:
        raise InputError(f"PDF vừa làm thiếu phông nhúng: {', '.join(found.loose_fonts)}.")
    if not found.text.strip():
        raise InputError("PDF vừa làm không có chữ để tìm kiếm.")
    return found


def _fonts(page: Any) -> dict[str, Any]:
    resources = page.get("/Resources")
    held = resources.get_object().get("/Font") if resources is not None else None
    fonts = [font.get_object() for font in held.get_object().values()] if held else []
    return {str(font.get("/BaseFont")): font for font in fonts}


def _embedded(font: Any) -> bool:
    descendants = font.get("/DescendantFonts")
    if descendants is not None:
        return all(_embedded(child.get_object()) for child in descendants.get_object())
    descriptor = font.get("/FontDescriptor")
    return font.get("/Subtype") == "/Type3" or (descriptor is not None and any(
        key in descriptor.get_object() for key in ("/FontFile", "/FontFile2", "/FontFile3")))
