"""Temporary files and folders under names that tell whose they are, so that what a killed run left
behind is cleared by the next one.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NAME = re.compile(r"\.?kehoach-([0-9]{1,10})-[A-Za-z0-9_]{4,12}(?:\.tmp|\.xlsx)?\Z")
_DAY = 86_400.0


def prefix() -> str:
    """How the names of this process's temporary files begin."""
    return f"kehoach-{os.getpid()}-"


@contextmanager
def temporary_folder() -> Iterator[str]:
    """A folder of this process's own, gone at the end."""
    clear(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=prefix(), ignore_cleanup_errors=True) as folder:
        yield folder


def clear(folder: Path) -> None:
    """Remove from a folder what processes of ours that are gone left there; what cannot be removed
    stays.
    """
    with suppress(OSError):
        for entry in os.scandir(folder):
            match = _NAME.match(entry.name)
            if match is not None and _is_over(int(match[1]), entry):
                _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    with suppress(OSError):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            os.unlink(entry.path)


def _is_over(process: int, entry: os.DirEntry[str]) -> bool:
    """Whether the process that made an entry is gone. Where that cannot be asked without harm
    (Windows), what is older than a day counts as left.
    """
    if process == os.getpid():
        return False
    if sys.platform == "win32":
        with suppress(OSError):
            return time.time() - entry.stat().st_mtime > _DAY
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
