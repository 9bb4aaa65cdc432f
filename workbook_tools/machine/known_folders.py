"""Folders of the user that Windows may have moved, to OneDrive or to a server."""

from __future__ import annotations

import sys
from pathlib import Path
from uuid import UUID

DOCUMENTS = UUID("FDD39AD0-238F-46AF-ADB4-6C85480369C7")
ROAMING = UUID("3EB685DB-65F9-4CF6-A03A-E3EF65729F3D")


def known_folder(which: UUID) -> Path | None:
    """Where a folder lies now (``SHGetKnownFolderPath``); ``None`` where it is not said."""
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    found = ctypes.c_wchar_p()
    shell, ole = ctypes.windll.shell32, ctypes.windll.ole32
    wanted = (ctypes.c_byte * 16).from_buffer_copy(which.bytes_le)
    failed = shell.SHGetKnownFolderPath(
        ctypes.byref(wanted), wintypes.DWORD(0), None, ctypes.byref(found)
    )
    try:
        return Path(found.value) if not failed and found.value else None
    finally:
        ole.CoTaskMemFree(found)


def documents() -> Path:
    """The user's documents; the home folder, or the current one, where there is no such folder."""
    folders = (known_folder(DOCUMENTS), Path.home() / "Documents", Path.home())
    return next((folder for folder in folders if folder and folder.is_dir()), Path.cwd())
