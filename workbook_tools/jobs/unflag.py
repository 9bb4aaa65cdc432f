"""``kehoach unflag``: every mark of a check taken out of a workbook."""

from __future__ import annotations

from pathlib import Path

from workbook_tools.error_kinds import FILE_EXISTS, OTHER_SUFFIX
from workbook_tools.errors import InputError
from workbook_tools.flags.flagging import unflagged
from workbook_tools.machine.files import write_whole
from workbook_tools.read.source import open_source


def unflag_file(workbook: Path, out: Path | None = None) -> str:
    """Write a workbook without its flags, over itself where no other file is named. Gives what was
    done, in a sentence.

    Raises ``InputError`` where the other file has another kind of name, is there already, or cannot
    be written, and where another program has written to the workbook since it was read.
    """
    target = out or workbook
    if target.suffix.lower() != workbook.suffix.lower():
        name = target.name or target
        raise InputError(OTHER_SUFFIX, name=name, suffix=workbook.suffix, origin="sổ ban đầu")
    itself = target.exists() and workbook.exists() and target.samefile(workbook)
    if target.exists() and not itself:
        raise InputError(FILE_EXISTS, path=target)
    source = open_source(workbook)
    clean = unflagged(source)
    if clean is source and itself:
        return f"{target} không có dấu kiểm tra nào."
    write_whole(target, clean.data, source.data if itself else b"")
    return f"Đã bỏ dấu kiểm tra: {target}"
