"""The entries of a package's file: what lies about itself, is locked, doubled, overlapping or too
large is refused before anything is unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from workbook_tools.errors import InputError
from workbook_tools.excel import archive as module
from workbook_tools.excel.archive import entries
from workbook_tools.excel.bounds import MAX_PACKAGE_BYTES, MAX_PART_BYTES, MAX_PARTS
from workbook_tools.excel.package import open_package

TEXT = b"<a>" + b"x" * 5000 + b"</a>"
_SIZE_IN_DIRECTORY = 24
_PACKED_IN_DIRECTORY = 20
_FLAGS_IN_DIRECTORY = 8
_METHOD_IN_DIRECTORY = 10
_OFFSET_IN_DIRECTORY = 42


def archive(*parts: tuple[str, bytes]) -> bytearray:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts:
            out.writestr(name, data)
    return bytearray(raw.getvalue())


def two() -> bytearray:
    return archive(("a.xml", TEXT), ("b.xml", TEXT[::-1]))


def listed(data: bytearray, number: int) -> int:
    """Where the directory's entry of that number (from 0) begins."""
    at = -1
    for _ in range(number + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    return at


def changed(data: bytearray, number: int, field: int, form: str, value: int) -> bytes:
    """An archive with a field of an entry of its directory overwritten."""
    struct.pack_into(form, data, listed(data, number) + field, value)
    return bytes(data)


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        entries(data, "ke-hoach.xlsx")
    return str(caught.value)


def test_entries_give_the_packed_bytes_of_each_part() -> None:
    data = bytes(two())
    first, second = entries(data, "tệp")
    assert (first.name, second.name) == ("a.xml", "b.xml")
    assert first.end - first.start == first.info.compress_size
    assert data[first.start : first.end] not in (b"", TEXT)


def test_folders_are_no_parts() -> None:
    assert [entry.name for entry in entries(bytes(archive(("x/", b""), ("x/a", b"1"))), "tệp")] == [
        "x/a"
    ]


@pytest.mark.parametrize("flags", [0x1, 0x41, 0x40])
def test_an_encrypted_entry_is_refused(flags: int) -> None:
    assert "phần không hợp lệ (b.xml)" in refusal(
        changed(two(), 1, _FLAGS_IN_DIRECTORY, "<H", flags)
    )


@pytest.mark.parametrize("method", [9, 12, 14, 93])
def test_a_way_of_packing_that_excel_does_not_read_is_refused(method: int) -> None:
    assert "phần không hợp lệ" in refusal(changed(two(), 0, _METHOD_IN_DIRECTORY, "<H", method))


@pytest.mark.parametrize("name", ["../a", "x/../../a", "a\x1b[31m", "a\u202eb"])
def test_a_name_that_leads_outside_or_shows_as_something_else_is_refused(name: str) -> None:
    assert "phần không hợp lệ" in refusal(bytes(archive((name, b"1"))))


@pytest.mark.parametrize("names", [("a.xml", "a.xml"), ("a.xml", "A.XML"), ("x/a", "x\\a")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(names: tuple[str, str]) -> None:
    assert "hai phần cùng tên" in refusal(bytes(archive(*((name, b"1") for name in names))))


def test_entries_over_one_another_are_refused() -> None:
    assert "đã hỏng" in refusal(changed(two(), 1, _OFFSET_IN_DIRECTORY, "<I", 0))


def test_an_entry_that_reaches_into_the_next_is_refused() -> None:
    assert "đã hỏng" in refusal(changed(two(), 0, _PACKED_IN_DIRECTORY, "<I", 90))


def test_an_entry_that_reaches_beyond_the_file_is_refused() -> None:
    assert "đã hỏng" in refusal(changed(two(), 1, _PACKED_IN_DIRECTORY, "<I", 1 << 20))


@pytest.mark.parametrize("offset", [7, 1 << 20, 0x7FFFFFFF])
def test_an_entry_that_begins_nowhere_is_refused(offset: int) -> None:
    assert "đã hỏng" in refusal(changed(two(), 1, _OFFSET_IN_DIRECTORY, "<I", offset))


@pytest.mark.parametrize("size", [MAX_PART_BYTES + 1, 0xFFFFFFFE])
def test_a_part_that_declares_more_than_the_bound_is_refused(size: int) -> None:
    assert "lớn bất thường" in refusal(changed(two(), 0, _SIZE_IN_DIRECTORY, "<I", size))


def test_parts_that_declare_more_than_the_bound_together_are_refused() -> None:
    data = archive(*((f"{number}.xml", TEXT) for number in range(3)))
    for number in range(3):
        changed(data, number, _SIZE_IN_DIRECTORY, "<I", MAX_PACKAGE_BYTES // 3 + 1)
    assert "lớn bất thường" in refusal(bytes(data))


def test_sizes_of_sixty_four_bits_are_judged_as_they_are() -> None:
    extra = struct.pack("<HHQ", 1, 8, 1 << 62)
    data = archive(("a.xml", TEXT))
    at = listed(data, 0)
    struct.pack_into("<I", data, at + _SIZE_IN_DIRECTORY, 0xFFFFFFFF)
    struct.pack_into("<H", data, at + 30, len(extra))
    end = data.index(b"PK\x05\x06")
    data[at + 46 + 5 : at + 46 + 5] = extra
    struct.pack_into("<I", data, end + len(extra) + 12, end + len(extra) - at)
    assert "lớn bất thường" in refusal(bytes(data))


def test_more_entries_than_any_workbook_has_are_refused_before_they_are_listed() -> None:
    assert "lớn bất thường" in refusal(b"PK\x01\x02" * (MAX_PARTS + 1))


def test_a_file_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 100)
    assert "lớn bất thường" in refusal(bytes(two()))


@pytest.mark.parametrize("declared", [0, 10, 5_006, 5_008])
def test_a_part_that_is_not_as_large_as_it_declares_is_damaged(declared: int) -> None:
    data = archive(
        ("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", b"<Relationships/>"), ("c", TEXT)
    )
    package = open_package(changed(data, 2, _SIZE_IN_DIRECTORY, "<I", declared), "tệp")
    with pytest.raises(InputError, match="bị hỏng ở phần c"):
        package.read("c")


def test_a_bomb_that_declares_little_unpacks_no_more_than_it_declares() -> None:
    data = archive(
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships/>"),
        ("c", bytes(30_000_000)),
    )
    package = open_package(changed(data, 2, _SIZE_IN_DIRECTORY, "<I", 1000), "tệp")
    with pytest.raises(InputError, match="bị hỏng ở phần c"):
        package.read("c")


def test_a_part_beyond_what_may_be_read_is_carried_but_not_read() -> None:
    data = archive(
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", b"<Relationships/>"),
        ("phim.avi", bytes((1 << 26) + 1)),
    )
    package = open_package(bytes(data), "tệp")
    with pytest.raises(InputError, match=r"phim\.avi của tệp lớn 65 MB"):
        package.read("phim.avi")
