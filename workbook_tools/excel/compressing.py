"""Large parts are compressed while other work goes on: the library that does it lets go of the
interpreter meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Thread

from workbook_tools.excel.package import Package, Packed, compressed

_WORTH_A_THREAD = 500_000
"""Bytes of a part from which a thread is worth its start."""


def compressing(package: Package) -> Callable[[bytes], Packed]:
    """Begin to compress the large changed parts of a package. What is given back gives any part
    compressed, at the latest when it is ready.
    """
    large = [
        part
        for part in package.parts.values()
        if isinstance(part, bytes) and len(part) > _WORTH_A_THREAD
    ]
    if not large:
        return compressed
    done: dict[int, Packed] = {}
    thread = Thread(target=_compress, args=(large, done), daemon=True)
    thread.start()

    def packed(part: bytes) -> Packed:
        if len(part) > _WORTH_A_THREAD:
            thread.join()
        return done.get(id(part)) or compressed(part)

    return packed


def _compress(parts: Sequence[bytes], done: dict[int, Packed]) -> None:
    """Compress parts as far as memory allows: who asks for one that failed compresses it itself."""
    with suppress(MemoryError):
        for part in parts:
            done[id(part)] = compressed(part)
