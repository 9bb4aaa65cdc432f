"""Folders and files for their owner's eyes only: where mails went, drafts, earlier states."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def private_folder(folder: Path) -> Path:
    """The folder, made where it is missing; one that was there stays as it is. Raises ``OSError``
    where it cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=FOLDER)
    return folder


def closed(path: Path, mode: int) -> None:
    """Take from a file or folder of ours what others may do with it, as far as that is allowed."""
    with suppress(OSError):
        now = path.stat().st_mode & 0o777
        if now & ~mode:
            path.chmod(now & mode)


def made_private(file: Path) -> None:
    """Make a file that is missing, empty; others may neither read nor write it, nor one that was
    there. Raises ``OSError`` where it cannot be made.
    """
    if file.exists():
        closed(file, FILE)
    else:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, FILE))
