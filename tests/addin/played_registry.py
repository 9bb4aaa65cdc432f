"""A registry in memory in place of Windows' own, for tests on other systems (the same calls as
``winreg``, no more).
"""

from __future__ import annotations

from types import ModuleType


class Key:
    """An open key."""

    def __init__(self, values: dict[str, str], writable: bool) -> None:
        self.values, self.writable = values, writable

    def __enter__(self) -> Key:
        return self

    def __exit__(self, *args: object) -> None:
        pass


class Registry(ModuleType):
    """``winreg``: keys of the current user, each with its values."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = 1, 2, 1

    def __init__(self) -> None:
        super().__init__("winreg")
        self.keys: dict[str, dict[str, str]] = {}
        self.refused = False

    def OpenKey(self, root: int, path: str) -> Key:
        assert root == self.HKEY_CURRENT_USER
        if path not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return Key(self.keys[path], writable=False)

    def CreateKeyEx(self, root: int, path: str, reserved: int, access: int) -> Key:
        assert (root, reserved) == (self.HKEY_CURRENT_USER, 0)
        if self.refused:
            raise PermissionError(13, "Access is denied")
        return Key(self.keys.setdefault(path, {}), writable=access == self.KEY_SET_VALUE)

    def SetValueEx(self, key: Key, name: str, reserved: int, kind: int, value: str) -> None:
        assert key.writable and kind == self.REG_SZ and reserved == 0
        key.values[name] = value

    @staticmethod
    def QueryValueEx(key: Key, name: str) -> tuple[str, int]:
        if name not in key.values:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        return key.values[name], 1

    def DeleteKey(self, root: int, path: str) -> None:
        if path not in self.keys:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        del self.keys[path]
