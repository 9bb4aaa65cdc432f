"""Replacing a file on Windows so that it stays the same file to everybody: its access rights, the
time it was made, its attributes and its streams (the mark of a download among them) are kept.

``python -m workbook_tools.machine.replace_windows NEW OLD`` does it alone.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress

_IGNORE_RIGHTS = 0x4
"""REPLACEFILE_IGNORE_ACL_ERRORS: a share that lets no access rights be set is written to, too."""

_IN_USE, _NOT_MOVED, _OLD_ASIDE = 1175, 1176, 1177
"""ERROR_UNABLE_TO_REMOVE_REPLACED, …_MOVE_REPLACEMENT, …_MOVE_REPLACEMENT_2. With a name for the
old file both are where they were after the first two; after the third the old one is under it.
"""

_ELSEWHERE = frozenset({1, 50, 87, _NOT_MOVED})
"""What file systems answer that cannot do it (FAT, some shares): there is nothing to keep."""


def replace_keeping(new: str, old: str) -> None:
    """Put the file ``new`` in the place of ``old``, which may be missing. Raises ``OSError``; then
    ``old`` is as it was.
    """
    if sys.platform != "win32" or os.name != "nt" or not os.path.exists(old):
        os.replace(new, old)
        return
    import ctypes
    from ctypes import wintypes

    aside = f"{old}.{os.getpid()}.bak"
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    text, pointer = wintypes.LPCWSTR, wintypes.LPVOID
    kernel.ReplaceFileW.argtypes = (text, text, text, wintypes.DWORD, pointer, pointer)
    kernel.ReplaceFileW.restype = wintypes.BOOL
    if kernel.ReplaceFileW(old, new, aside, _IGNORE_RIGHTS, None, None):
        with suppress(OSError):  # the new file is in its place, whatever becomes of the old one
            os.unlink(aside)
        return
    code = ctypes.get_last_error()
    if code == _OLD_ASIDE:
        os.replace(aside, old)
    if code == _IN_USE:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), old)
    if code not in _ELSEWHERE:
        raise ctypes.WinError(code)
    os.replace(new, old)


if __name__ == "__main__":
    replace_keeping(sys.argv[1], sys.argv[2])
