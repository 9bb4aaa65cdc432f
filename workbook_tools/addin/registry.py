"""Which Python the buttons in Excel start, in the user's own registry on Windows.

The add-in reads the value by ``WScript.Shell``'s ``RegRead``, in Unicode; the user alone may write
it, and no workbook can.
"""

from __future__ import annotations

import sys

KEY = r"Software\KhuyenCong"
VALUE = "Python"


def program() -> str | None:
    """The path that is written there; ``None`` where none is."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, KEY) as key:
            return str(winreg.QueryValueEx(key, VALUE)[0])
    except FileNotFoundError:
        return None


def write_program(path: str) -> None:
    """Write a path there. Raises ``OSError`` where the user may not."""
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, KEY, 0, winreg.KEY_SET_VALUE) as key:
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, path)


def forget_program() -> None:
    """Take the key away, if it is there. Raises ``OSError`` where the user may not."""
    if sys.platform == "win32":
        import winreg
        from contextlib import suppress

        with suppress(FileNotFoundError):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, KEY)
