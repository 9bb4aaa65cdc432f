"""The buttons in LibreOffice: runs inside LibreOffice's own Python, starts the program's, and lets
it in by a pipe.
"""

import json
import os
import subprocess
import sys
import threading

import unohelper
from com.sun.star.bridge import XInstanceProvider
from com.sun.star.task import XJobExecutor

SERVICE = "vn.khuyencong.Buttons"
GONE = (
    "Không chạy được chương trình Khuyến công: %s (%s). "
    "Hãy cài lại chương trình rồi chạy: kehoach addin install"
)


def state_folder():
    """Where the program keeps what it must find again, as in workbook_tools/machine/state.py."""
    home = os.path.expanduser("~")
    if os.environ.get("KEHOACH_STATE"):
        return os.environ["KEHOACH_STATE"]
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA", home), "KeHoach")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Application Support", "KeHoach")
    state = os.environ.get("XDG_STATE_HOME") or os.path.join(home, ".local", "state")
    return os.path.join(state, "kehoach")


SETTINGS = os.path.join(state_folder(), "libreoffice.json")


class Provider(unohelper.Base, XInstanceProvider):
    """Hands LibreOffice to whoever comes in by the pipe."""

    def __init__(self, context):
        self.context = context

    def getInstance(self, name):  # noqa: N802  (UNO's name)
        return self.context


class Buttons(unohelper.Base, XJobExecutor):
    """Presses buttons: ``service:vn.khuyencong.Buttons?build``."""

    count = 0

    def __init__(self, context):
        self.context = context

    def trigger(self, button):
        """Run a button of workbook_tools/ribbon.py in a process of its own; LibreOffice's window
        stays alive meanwhile.
        """
        try:
            with open(SETTINGS, encoding="utf-8") as file:
                python = json.load(file)["python"]
        except (OSError, ValueError, KeyError):
            self.tell("Chưa biết Python của chương trình ở đâu; hãy chạy: kehoach addin install")
            return
        Buttons.count += 1
        pipe = "kehoach%d_%d" % (os.getpid(), Buttons.count)  # noqa: UP031  (any Python that LibreOffice brings)
        manager = self.context.ServiceManager
        acceptor = manager.createInstanceWithContext(
            "com.sun.star.connection.Acceptor", self.context
        )
        bridges = manager.createInstanceWithContext(
            "com.sun.star.bridge.BridgeFactory", self.context
        )

        def let_in():
            connection = acceptor.accept("pipe,name=" + pipe)
            bridges.createBridge(pipe, "urp", connection, Provider(self.context))

        threading.Thread(target=let_in, daemon=True).start()
        try:
            process = subprocess.Popen(  # noqa: S603
                [python, "-P", "-m", "workbook_tools.ribbon", button, "--pipe", pipe],
                cwd=os.path.dirname(python) or None,  # not where a workbook lies, nor beside it
            )
        except OSError as error:
            acceptor.stopAccepting()
            self.tell(GONE % (python, "lỗi số " + str(error.errno)))
            return

        def ended():
            code = process.wait()
            if code:
                acceptor.stopAccepting()
                self.let_type()
                self.tell(GONE % (python, code))

        threading.Thread(target=ended, daemon=True).start()

    def let_type(self):
        """A press that was ended from outside has left the windows held."""
        components = self.desktop().getComponents().createEnumeration()
        while components.hasMoreElements():
            controller = getattr(components.nextElement(), "CurrentController", None)
            if controller is not None:
                controller.getFrame().getContainerWindow().setEnable(True)

    def desktop(self):
        return self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )

    def tell(self, text):
        toolkit = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.context
        )
        import uno

        frame = self.desktop().getCurrentFrame()
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX")
        toolkit.createMessageBox(
            frame.getContainerWindow() if frame else None, kind, 1, "Khuyến công", text
        ).execute()


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  (the name that LibreOffice looks for)
g_ImplementationHelper.addImplementation(Buttons, SERVICE, (SERVICE,))
