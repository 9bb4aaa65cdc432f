"""A file that the user chooses, by the dialog of the program whose button was pressed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from workbook_tools.error_kinds import CANNOT_CHOOSE
from workbook_tools.errors import InputError

_TITLE = "Chọn tệp có biểu cần nhập"
_KINDS = "*.xlsx;*.xlsm;*.xls;*.ods;*.docx;*.txt;*.tsv;*.csv"
_PICKER = "com.sun.star.ui.dialogs.FilePicker"


def choose_file(app: Any) -> Path | None:
    """The file that the user chooses; ``None`` where they choose none. Raises ``InputError`` where
    the program has no such dialog for us.
    """
    if str(app.engine.name) == "libreoffice":
        return _in_libreoffice(app.impl.engine.context)
    if sys.platform == "win32":
        chosen = app.api.GetOpenFilename(f"Biểu ({_KINDS}),{_KINDS}", 1, _TITLE)
        return Path(chosen) if isinstance(chosen, str) else None
    raise InputError(CANNOT_CHOOSE)


def _in_libreoffice(context: Any) -> Path | None:
    picker = context.ServiceManager.createInstanceWithContext(_PICKER, context)
    picker.setTitle(_TITLE)
    picker.appendFilter("Biểu", _KINDS)
    chosen = picker.getSelectedFiles() if picker.execute() else ()
    return _path(str(chosen[0])) if chosen else None


def _path(address: str) -> Path:
    """The path of a file's address."""
    return Path(url2pathname(urlsplit(address).path))
