"""What to say of a file that is no workbook of the kind that is read: which "Save as" helps."""

from __future__ import annotations

from collections.abc import Collection

from workbook_tools.error_kinds import NOT_READ_DIRECTLY, ONLY_IMPORTED, OTHER_FORMAT
from workbook_tools.errors import InputError

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ODF = b"application/vnd.oasis.opendocument."
_MIMETYPE = b"mimetype"
_ENDINGS = {
    ".htm": "trang web (.htm)",
    ".html": "trang web (.html)",
    ".rtf": "văn bản (.rtf)",
}
_TEXTS = {ending: f"tệp chữ ({ending})" for ending in (".csv", ".tsv", ".txt")}
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_FOLDERS = {
    "word/": (ONLY_IMPORTED, "văn bản Word (.docx)"),
    "ppt/": (NOT_READ_DIRECTLY, "bài trình chiếu (.pptx)"),
}

STRICT_HOME = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def is_ods(data: bytes) -> bool:
    """Whether a file is a spreadsheet of OpenDocument."""
    return data[30:].startswith(_MIMETYPE + _ODS)


def refusal_of_file(data: bytes, name: str) -> InputError | None:
    """The error for a file that is known to be of another format; ``None`` for any other."""
    if data.startswith(b"%PDF"):
        return InputError(NOT_READ_DIRECTLY, name=name, format="PDF")
    if data.startswith(_PICTURES) or data[4:].startswith((b"ftypheic", b"ftypmif1")):
        return InputError(NOT_READ_DIRECTLY, name=name, format="hình chụp")
    if is_ods(data):
        return InputError(ONLY_IMPORTED, name=name, format="bảng tính OpenDocument (.ods)")
    if data[30:].startswith(_MIMETYPE + _ODF):
        return InputError(NOT_READ_DIRECTLY, name=name, format="văn bản OpenDocument")
    if not data.startswith(b"PK"):
        for known, kind in ((_TEXTS, ONLY_IMPORTED), (_ENDINGS, OTHER_FORMAT)):
            said = next((known[end] for end in known if name.lower().endswith(end)), "")
            if said:
                return InputError(kind, name=name, format=said)
    return None


def refusal_of_parts(parts: Collection[str], name: str) -> InputError | None:
    """The error for a package that is no workbook; ``None`` for any other."""
    if any(part.casefold().startswith("xl/") for part in parts):
        return None
    for folder, (kind, said) in _FOLDERS.items():
        if any(part.startswith(folder) for part in parts):
            return InputError(kind, name=name, format=said)
    return None
