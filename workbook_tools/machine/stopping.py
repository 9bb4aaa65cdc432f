"""Being stopped from outside: as a ``KeyboardInterrupt``, whoever asks for it, once."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def stops_asked_for() -> list[int]:
    """Requests to stop only fill this list from now on, until ``stop_once``: nothing has been begun
    that would have to be tidied up.
    """
    asked: list[int] = []
    for number in _heard():
        signal.signal(number, lambda number, _: asked.append(number))
    return asked


def stop_once() -> None:
    """Let every request to stop end what is being done, with all that tidies up after it; further
    requests meanwhile change nothing.
    """
    for number in _heard():
        signal.signal(number, _stop)


def _heard() -> list[signal.Signals]:
    """The signals by which this process may be asked to stop; ``nohup`` takes one of them away."""
    numbers = [_number(name) for name in _SIGNALS]
    return [
        number
        for number in numbers
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN
    ]


def with_streams() -> None:
    """Give the process the three standard streams where it was started without them, so that no
    file that it opens takes the place of one.
    """
    if sys.platform == "win32":
        return
    for stream in range(3):
        try:
            os.fstat(stream)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _number(name: str) -> signal.Signals | None:
    return signal.Signals.__members__.get(name)


def _stop(*_: int | FrameType | None) -> NoReturn:
    for name in _SIGNALS:
        number = _number(name)
        if number is not None:
            signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
