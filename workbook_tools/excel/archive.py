"""The entries of a package's file, judged by what the file says of them before anything is
unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbook_tools.error_kinds import (
    BAD_PART_NAME,
    DAMAGED,
    DOUBLE_PART,
    NOT_A_ZIP,
    UNPACKS_TOO_LARGE,
)
from workbook_tools.errors import InputError
from workbook_tools.excel.bounds import (
    MAX_FILE_BYTES,
    MAX_PACKAGE_BYTES,
    MAX_PART_BYTES,
    MAX_PARTS,
)

_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = b"PK\x03\x04"
_LOCAL_BYTES = 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1 | 0x40


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the archive: the part's name, how it is packed, and where its packed bytes
    begin.
    """

    name: str
    info: zipfile.ZipInfo
    start: int

    @property
    def end(self) -> int:
        """Where its packed bytes end."""
        return self.start + self.info.compress_size


def entries(data: bytes, name: str) -> list[Entry]:
    """The parts of a package's file in the order of its directory; ``name`` is the file's, for
    messages. Raises ``InputError`` for what is no archive, is damaged or locked, holds a part
    twice or two parts in the same bytes, or would unpack to more than the bounds allow.
    """
    if len(data) > MAX_FILE_BYTES or data.count(_DIRECTORY_ENTRY) > MAX_PARTS:
        raise _too_large(name)
    listed = _directory(data, name)
    sizes = [info.file_size for info in listed]
    if sum(sizes) > MAX_PACKAGE_BYTES or max(sizes, default=0) > MAX_PART_BYTES:
        raise _too_large(name)
    found = list(_parts(data, listed, name))
    _refuse_doubles(found, name)
    return found


def _too_large(name: str) -> InputError:
    return InputError(UNPACKS_TOO_LARGE, name=name)


def _damaged(name: str) -> InputError:
    return InputError(DAMAGED, name=name)


def _directory(data: bytes, name: str) -> list[zipfile.ZipInfo]:
    """What the archive's directory lists. Raises ``InputError`` where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        OverflowError,
        UnicodeError,
        ValueError,
        struct.error,
    ) as error:
        raise InputError(NOT_A_ZIP, name=name) from error


def _parts(data: bytes, listed: Sequence[zipfile.ZipInfo], name: str) -> Iterator[Entry]:
    """The entries that are no folders, with the place of their bytes. Raises ``InputError``."""
    for info in listed:
        part = info.filename.replace("\\", "/").lstrip("/")
        if part.endswith("/"):
            continue
        if not _is_plain(info, part):
            raise InputError(BAD_PART_NAME, name=name, part=part)
        start = info.header_offset
        if start < 0 or data[start : start + 4] != _LOCAL_HEADER:
            raise _damaged(name)
        lengths = data[start + 26 : start + _LOCAL_BYTES]
        if len(lengths) != _LOCAL_BYTES - 26:
            raise _damaged(name)
        entry = Entry(part, info, start + _LOCAL_BYTES + sum(struct.unpack("<HH", lengths)))
        if entry.end > len(data):
            raise _damaged(name)
        yield entry


def _is_plain(info: zipfile.ZipInfo, part: str) -> bool:
    """Whether an entry is neither encrypted, nor packed in a way that Excel does not read, nor
    named to lie outside.
    """
    readable = info.compress_type in _METHODS and not info.flag_bits & _ENCRYPTED
    inside = ".." not in part.split("/")
    return readable and inside and part.isprintable()


def _refuse_doubles(found: Sequence[Entry], name: str) -> None:
    """Raises ``InputError`` where a part is there twice, or two lie over one another: what is read
    would hang on who reads.
    """
    seen: set[str] = set()
    for entry in found:
        if entry.name.casefold() in seen:
            raise InputError(DOUBLE_PART, name=name, part=entry.name)
        seen.add(entry.name.casefold())
    end = 0
    for entry in sorted(found, key=lambda entry: entry.info.header_offset):
        if entry.info.header_offset < end:
            raise _damaged(name)
        end = entry.end
