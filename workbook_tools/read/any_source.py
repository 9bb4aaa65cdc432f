"""Any file that may hold a table of projects → its sheets, within the bounds of a workbook."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.excel.bounds import MAX_FILE_BYTES
from workbook_tools.excel.other_formats import STRICT_HOME, is_ods, refusal_of_file
from workbook_tools.excel.package import is_ole, open_package, open_parts, pack, workbook_part
from workbook_tools.excel.strict import transitional
from workbook_tools.machine.files import read_file
from workbook_tools.read.source import source_of
from workbook_tools.read.table_book import TableBook

_TEXTS = (".txt", ".tsv", ".csv", ".md", ".prn")


def open_tables(path: Path) -> TableBook:
    """The sheets of a workbook (``.xlsx``, ``.xlsm``, ``.xls``, ``.ods``), of a ``.docx`` or of a
    text. Raises ``InputError`` for anything else, and for what is damaged, locked or too large.
    """
    return tables_of_file(read_file(path, MAX_FILE_BYTES), path.name)


def tables_of_file(data: bytes, name: str) -> TableBook:
    """The same of a file in memory; ``name`` is its name, for messages and the kind of text."""
    if is_ole(data) or is_ods(data):
        from workbook_tools.read.old_books import old_book

        return old_book(data, name)
    if not data.startswith(b"PK") and name.lower().endswith(_TEXTS):
        from workbook_tools.read.text_tables import text_document

        return text_document(data, name)
    if _is_word(data, name):
        from workbook_tools.read.word_tables import word_document

        return word_document(data, name)
    package = open_package(data, name)
    if STRICT_HOME.encode() in package.read(workbook_part(package)):
        data = pack(transitional(package))
    return source_of(data, name)


def _is_word(data: bytes, name: str) -> bool:
    """Whether a package is a Word document. Raises ``InputError`` for a damaged one."""
    if not data.startswith(b"PK") or refusal_of_file(data, name) is not None:
        return False
    parts = open_parts(data, name).parts
    return any(part.startswith("word/") for part in parts) and "xl/workbook.xml" not in parts
