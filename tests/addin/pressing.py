"""The add-in's buttons pressed in a VBA interpreter: what would be started, what is told, what is
looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import HostBridge, VBAObject, VBARuntimeError, method

from workbook_tools.addin.xlam import MODULE

KEY = r"HKCU\Software\KhuyenCong\Python"
PYTHON = r"C:\Người dùng\Trần Thị Ễ & con\Python 3.13\pythonw.exe"
HWND = 4711


@dataclass
class Machine:
    """A machine on which a button is pressed: what its registry holds, how a start ends; and what
    was done there.
    """

    registry: dict[str, str] = field(default_factory=lambda: {KEY: PYTHON})
    code: int = 0
    refusal: str = ""
    started: list[tuple[str, int, bool]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)


class Shell(VBAObject):
    """``WScript.Shell``, which writes down what it is asked."""

    vba_type_name = "IWshShell3"

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    @method
    def RegRead(self, Name: object) -> object:
        self.machine.touched.append(f"RegRead {Name}")
        if Name not in self.machine.registry:
            raise VBARuntimeError(-2147024894, f'Unable to open registry key "{Name}" for reading.')
        return self.machine.registry[str(Name)]

    @method
    def Run(self, Command: object, WindowStyle: object, WaitOnReturn: object) -> object:
        if self.machine.refusal:
            raise VBARuntimeError(-2147024894, self.machine.refusal)
        self.machine.started.append((str(Command), int(str(WindowStyle)), bool(WaitOnReturn)))
        return self.machine.code

    @method
    def Popup(self, Text: object, Seconds: object, Title: object, Type: object) -> object:
        assert (str(Seconds), Title) == ("0", "Khuyến công")
        self.machine.told.append(str(Text))
        return 1


class Watched(VBAObject):
    """Excel's Application: its members are written down as they are asked for."""

    vba_type_name = "Application"

    def __init__(self, machine: Machine, inner: Any) -> None:
        self.machine, self.inner = machine, inner

    def vba_get(
        self, name: str, args: Sequence[object] = (), named: dict[str, object] | None = None
    ) -> object:
        self.machine.touched.append(f"Application.{name}")
        return HWND if name.lower() == "hwnd" else self.inner.vba_get(name, args, named)

    def vba_set(
        self,
        name: str,
        value: object,
        args: Sequence[object] = (),
        named: dict[str, object] | None = None,
        *,
        by_ref: bool = False,
    ) -> None:
        self.machine.touched.append(f"Application.{name} = {value}")


class Watching(HostBridge):
    """Excel as the module sees it: whatever it asks for is written down."""

    def __init__(self, machine: Machine, inner: Any) -> None:
        self.machine, self.inner = machine, inner

    def global_object(self, name: str) -> object:
        if name == "application":
            return Watched(self.machine, self.inner.application)
        found = self.inner.global_object(name)
        if isinstance(found, VBAObject):
            self.machine.touched.append(name)
        return found

    def has_global_member(self, name: str) -> bool:
        return bool(self.inner.has_global_member(name))

    def call_global(self, name: str, args: list[object], named: dict[str, object]) -> object:
        self.machine.touched.append(name)
        return self.inner.call_global(name, args, named)

    def constant(self, name: str) -> object:
        return self.inner.constant(name)

    def create(self, type_name_: str) -> object:
        self.machine.touched.append(f"CreateObject {type_name_}")
        return Shell(self.machine)


def press(addin: Path, callback: str, machine: Machine, open_in_front: Path | None = None) -> None:
    """Run one callback of the built add-in, with a workbook open in front or none."""
    with ExcelFile(addin) as book:
        source = book.vba_modules()[MODULE]
    app = ExcelApplication()
    if open_in_front is not None:
        app.open_workbook(open_in_front)
    app.interpreter.host = Watching(machine, app.interpreter.host)
    app.add_module(source, name=MODULE)
    app.add_module(f"Public Sub Pressed()\n{callback} Nothing\nEnd Sub\n", name="Excel")
    app.run("Pressed")
    assert app.dialogs == []
