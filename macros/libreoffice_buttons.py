"""The buttons in LibreOffice: runs inside LibreOffice's own Python, starts the program's, and lets
it in by a pipe.
"""

import json
import os
import subprocess
import threading

import unohelper
from com.sun.star.bridge import XInstanceProvider
from com.sun.star.task import XJobExecutor

SERVICE = "vn.khuyencong.Buttons"
STATE = os.environ.get("KEHOACH_STATE") or os.path.join(
    os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state"),
    "kehoach",
)
SETTINGS = os.path.join(STATE, "libreoffice.json")


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
        subprocess.Popen([python, "-m", "workbook_tools.ribbon", button, "--pipe", pipe])  # noqa: S603

    def tell(self, text):
        toolkit = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.context
        )
        desktop = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )
        import uno

        frame = desktop.getCurrentFrame()
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX")
        toolkit.createMessageBox(
            frame.getContainerWindow() if frame else None, kind, 1, "Khuyến công", text
        ).execute()


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  (the name that LibreOffice looks for)
g_ImplementationHelper.addImplementation(Buttons, SERVICE, (SERVICE,))
