"""What to say of a file that is no workbook of the kind that is read: which "Save as" helps."""

from __future__ import annotations

from collections.abc import Collection

_SAVE_AS = (
    "hãy mở bằng Excel hoặc LibreOffice rồi chọn Lưu thành (Save as) “Excel Workbook (.xlsx)”."
)
_NOT_DIRECTLY = "chưa đọc được trực tiếp; hãy chép bảng sang một sổ tính và lưu thành .xlsx."
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ODF = b"application/vnd.oasis.opendocument."
_MIMETYPE = b"mimetype"
_ENDINGS = {
    ".csv": "là tệp chữ (.csv)",
    ".tsv": "là tệp chữ (.tsv)",
    ".txt": "là tệp chữ (.txt)",
    ".htm": "là trang web (.htm)",
    ".html": "là trang web (.html)",
    ".rtf": "là văn bản (.rtf)",
}
_FOLDERS = {"word/": "là văn bản Word (.docx)", "ppt/": "là bài trình chiếu (.pptx)"}

STRICT = (
    "Sổ tính lưu theo dạng “Strict Open XML”; hãy mở bằng Excel rồi chọn Lưu thành (Save as) "
    "“Excel Workbook (.xlsx)”, không phải “Strict Open XML Spreadsheet”."
)
STRICT_HOME = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def refusal_of_file(data: bytes, name: str) -> str | None:
    """The sentence for a file that is known to be of another format; ``None`` for any other."""
    if data.startswith(b"%PDF"):
        return f"Tệp {name} là PDF, {_NOT_DIRECTLY}"
    if data[30:].startswith(_MIMETYPE + _ODS):
        return f"Tệp {name} là bảng tính OpenDocument (.ods); {_SAVE_AS}"
    if data[30:].startswith(_MIMETYPE + _ODF):
        return f"Tệp {name} là văn bản OpenDocument, {_NOT_DIRECTLY}"
    if not data.startswith(b"PK"):
        for ending, said in _ENDINGS.items():
            if name.lower().endswith(ending):
                return f"Tệp {name} {said}; {_SAVE_AS}"
    return None


def refusal_of_parts(parts: Collection[str], name: str) -> str | None:
    """The sentence for a package that is no workbook; ``None`` for any other."""
    if any(part.casefold().startswith("xl/") for part in parts):
        return None
    for folder, said in _FOLDERS.items():
        if any(part.startswith(folder) for part in parts):
            return f"Tệp {name} {said}, {_NOT_DIRECTLY}"
    return None
