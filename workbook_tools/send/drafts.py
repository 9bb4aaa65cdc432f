"""A draft in front of a person: Outlook's own window where there is Outlook, an unsent ``.eml``
anywhere else.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbook_tools.error_kinds import CANNOT_WRITE, NO_MAIL_PROGRAM, OUTLOOK_FAILED
from workbook_tools.errors import InputError
from workbook_tools.machine.files import write_whole
from workbook_tools.machine.private import private_folder
from workbook_tools.machine.reasons import reason
from workbook_tools.send.mail import Mail, as_bytes, message

_MAIL_ITEM = 0


def write_draft(mail: Mail, folder: Path, name: str) -> Path:
    """The mail as ``name.eml``, marked unsent, its attachments beside it, nobody else's to read;
    gives the ``.eml``. Raises ``InputError``.
    """
    try:
        private_folder(folder)
    except OSError as error:
        raise InputError(CANNOT_WRITE, path=folder, why=reason(error)) from error
    for file, data in draft_parts(mail, name):
        write_whole(folder / file, data, private=True)
    return folder / f"{name}.eml"


def draft_parts(mail: Mail, name: str) -> list[tuple[str, bytes]]:
    """The files of a draft, by name: its attachments, and last the ``.eml``."""
    files = [(file.name, file.data) for file in mail.attachments]
    return [*files, (f"{name}.eml", as_bytes(message(mail)))]


def outlook() -> Any:
    """Outlook by COM, or ``None`` where there is none."""
    if sys.platform != "win32":
        return None
    try:
        import win32com.client
    except ImportError:
        return None
    try:
        return win32com.client.Dispatch("Outlook.Application")
    except Exception:  # not installed, or not set up
        return None


def outlook_draft(application: Any, mail: Mail, files: list[Path]) -> None:
    """Open the mail as a draft window of Outlook. Raises ``InputError`` where Outlook refuses."""
    try:
        item = application.CreateItem(_MAIL_ITEM)
        item.To = "; ".join(address for _, address in mail.to)
        item.CC = "; ".join(address for _, address in mail.cc)
        item.Subject = mail.subject
        item.HTMLBody = mail.html
        for file in files:
            item.Attachments.Add(str(file.resolve()))
        item.Save()
        item.Display()
    except Exception as error:
        raise InputError(OUTLOOK_FAILED) from error


def open_draft(file: Path, start: Callable[[str], None] | None = None) -> None:
    """Open an ``.eml`` with the system's mail program. Raises ``InputError`` where it has none."""
    try:
        if start is not None:
            start(str(file))
        elif sys.platform == "win32":
            import os

            os.startfile(file)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606
        else:
            command = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.run([command, str(file)], check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise InputError(NO_MAIL_PROGRAM, file=file) from error
