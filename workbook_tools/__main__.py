"""``kehoach`` and ``python -m workbook_tools``."""

from __future__ import annotations

from typing import NoReturn

from workbook_tools.machine.stopping import stops_asked_for


def run() -> NoReturn:
    """The command as a process of its own. Who asks it to stop while it is still being loaded is
    answered, too, as soon as there is somebody to answer.
    """
    asked = stops_asked_for()
    from workbook_tools.cli import run as command

    command(asked)


if __name__ == "__main__":
    run()
